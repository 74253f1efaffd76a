//! The votes of the room on a question: counted, corrected, kept.

use std::sync::Arc;

use super::{Effect, moved, walk};
use crate::advice::walk::Key;
use crate::content::pack::fill;
use crate::content::tree::{QuestionIx, Tree};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Choosable, Overlay, PathRow, State, VotesOverlay, ballot, sum};

/// The most votes that can be counted for an answer.
const MOST: u32 = 9_999;

/// Opens the votes on the question at hand, or on the marked step of the path.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = walk::shown(state) else { return Vec::new() };
    let Some(tree) = pack.tree(&walk.tree) else { return Vec::new() };
    let marked = walk.path_rows().nth(walk.path_cursor).filter(|_| walk.pane == Pane::Side);
    let question = match marked {
        Some(PathRow::Step(question) | PathRow::FindOut(question)) => Some(question),
        _ => state.asked(walk).map(|(_, question)| question),
    };
    if let Some(question) = question {
        open_for(state, tree, question);
    }
    Vec::new()
}

/// Opens the votes on a question.
pub(super) fn open_for(state: &mut State, tree: &Tree, question: QuestionIx) {
    let counts = state.votes(&Key::of(tree, question)).cloned().unwrap_or_default();
    let votes = VotesOverlay { tree: tree.id.clone(), question: tree[question].id.clone(), counts, ..VotesOverlay::default() };
    state.overlays.push(Overlay::Votes(Box::new(votes)));
}

/// Does what an action does while votes are entered.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let rows = rows(state);
    let Some(votes) = top(state) else { return Vec::new() };
    let last = rows.len().saturating_sub(1);
    let at = votes.cursor.min(last);
    match action {
        Action::KeepVotes => close(state),
        Action::Enter if at == last => close(state),
        Action::Enter => mark(votes, at + 1),
        Action::Up | Action::Down | Action::Top | Action::Bottom => mark(votes, moved(at, action, rows.len())),
        Action::Click(_, row) => {
            mark(votes, *row);
            count(votes, rows.get(*row), |n| n.saturating_add(1));
        }
        action => {
            let typing = std::mem::replace(&mut votes.typing, matches!(action, Action::Type(_) | Action::Erase));
            let figure = |c: &char| c.to_digit(10).unwrap_or(0);
            count(votes, rows.get(at), |n| match action {
                Action::Type(c) if typing => n.saturating_mul(10).saturating_add(figure(c)),
                Action::Type(c) => figure(c),
                Action::Erase => n / 10,
                Action::EraseAll => 0,
                Action::Right => n.saturating_add(1),
                Action::Left => n.saturating_sub(1),
                _ => n,
            });
        }
    }
    Vec::new()
}

/// Adds pasted figures to the marked row.
pub(super) fn paste(state: &mut State, pasted: &str) {
    for c in pasted.trim().chars().take_while(char::is_ascii_digit) {
        drop(act(state, &Action::Type(c)));
    }
}

/// How many votes are entered.
pub(super) fn entered(state: &mut State) -> u32 {
    top(state).map_or(0, |votes| sum(&votes.counts))
}

/// Keeps the votes that were entered, and leaves.
pub(super) fn close(state: &mut State) {
    if let Some(Overlay::Votes(votes)) = state.overlays.pop_if(|overlay| matches!(overlay, Overlay::Votes(_))) {
        keep(state, &votes);
    }
}

/// Keeps votes with what else is said of their question.
pub(super) fn keep(state: &mut State, votes: &VotesOverlay) {
    let pack = Arc::clone(&state.pack);
    let Some((tree, question)) = pack.tree(&votes.tree).and_then(|tree| Some((tree, tree.question(&votes.question)?))) else { return };
    let key = Key::of(tree, question);
    let mut counts = votes.counts.clone();
    counts.retain(|_, count| *count > 0);
    let n = sum(&counts);
    if state.votes(&key).map_or(n > 0, |before| *before != counts) {
        let remarks = state.review.remarks_mut(key.clone());
        remarks.votes = counts;
        if remarks.is_empty() {
            state.review.remarks.remove(&key);
        }
        state.review.changed();
    }
    let words = &pack.words().room;
    let word = match (n, state.review.room.hides(&key)) {
        (0, _) => &words.kept_none,
        (_, true) => &words.kept_hidden,
        (_, false) => &words.kept,
    };
    state.notice = Some(fill(word, &[("n", &n.to_string())]));
}

/// Leaves the votes when what they are on is gone.
pub(super) fn let_go(state: &mut State) {
    let pack = Arc::clone(&state.pack);
    state.overlays.retain(|overlay| match overlay {
        Overlay::Votes(votes) => pack.tree(&votes.tree).is_some_and(|tree| tree.question(&votes.question).is_some()),
        _ => true,
    });
}

fn rows(state: &State) -> Vec<Choosable> {
    let Some(Overlay::Votes(votes)) = state.overlays.last() else { return Vec::new() };
    let tree = state.pack.tree(&votes.tree);
    let question = tree.and_then(|tree| Some(&tree[tree.question(&votes.question)?]));
    question.map(|question| ballot(&state.pack, question, &votes.counts)).unwrap_or_default()
}

fn mark(votes: &mut VotesOverlay, row: usize) {
    (votes.cursor, votes.typing, votes.scroll.follow) = (row, false, true);
}

fn count(votes: &mut VotesOverlay, row: Option<&Choosable>, change: impl Fn(u32) -> u32) {
    let Some(row) = row else { return };
    let count = votes.counts.entry(row.id.clone()).or_default();
    *count = change(*count).min(MOST);
    votes.scroll.follow = true;
}

fn top(state: &mut State) -> Option<&mut VotesOverlay> {
    match state.overlays.last_mut() {
        Some(Overlay::Votes(votes)) => Some(votes),
        _ => None,
    }
}
