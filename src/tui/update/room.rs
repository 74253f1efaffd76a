//! A room that votes first: what is hidden meanwhile, how that is kept true after whatever happens, and what is revealed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Effect, renewed, votes, walk};
use crate::advice::search::Place;
use crate::advice::walk::Key;
use crate::content::pack::fill;
use crate::content::tree::{Kind, Question, QuestionIx, Tree};
use crate::paper::export::brief::LinkTarget;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Lead, Overlay, Screen, State, ballot, lead, row_of, sum};

/// Hides what answers lead to, or shows it again.
pub(super) fn switch(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().room;
    state.review.room.on = !state.review.room.on;
    if state.review.room.on {
        state.notice = Some(words.on.to_string());
        return Vec::new();
    }
    state.notice = Some(words.off.to_string());
    search_again(state);
    // While it was hidden nobody looked for them.
    vec![renewed::ask_contradictions(state)]
}

/// Reveals the votes of the question at hand with what was hidden for it, or the outcome that the answers lead to.
pub(super) fn reveal(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().room;
    if let Some(Overlay::Votes(_)) = state.overlays.last() {
        if votes::entered(state) == 0 {
            state.notice = Some(words.votes_first.to_string());
            return Vec::new();
        }
        votes::close(state);
    }
    if !state.review.room.on {
        if state.notice.is_none() {
            state.notice = Some(words.nothing_hidden.to_string());
        }
        return Vec::new();
    }
    let Some(shown) = walk::shown(state) else { return Vec::new() };
    let Some(tree) = pack.tree(&shown.tree) else { return Vec::new() };
    match (state.asked(shown).map(|(_, question)| question), shown.route.outcome()) {
        (Some(question), _) => reveal_question(state, tree, question),
        (None, Some(_)) => reveal_outcome(state, tree),
        (None, None) => {}
    }
    search_again(state);
    Vec::new()
}

fn reveal_question(state: &mut State, tree: &Tree, ix: QuestionIx) {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().room;
    let (key, question) = (Key::of(tree, ix), &tree[ix]);
    let Some(votes) = state.votes(&key).cloned() else {
        state.notice = Some(words.votes_first.to_string());
        return;
    };
    state.review.room.reveal(key);
    let all = sum(&votes).to_string();
    let count = votes.values().max().copied().unwrap_or(0).to_string();
    let is_set = matches!(question.kind, Kind::Select { .. });
    let share = if is_set { count.clone() } else { fill(&words.share, &[("n", &count), ("all", &all)]) };
    let lead = lead(&ballot(&pack, question, &votes), &votes);
    let Some(walk) = walk::top(&mut state.screens) else { return };
    walk.pane = Pane::Main;
    walk.scrolls.entry(Pane::Main).or_default().follow = true;
    let is_figure = matches!(question.kind, Kind::Number(_));
    if is_set {
        walk.ticked = winners(question, lead.as_ref());
        walk.none_meant = false;
    }
    state.notice = match lead {
        Some(Lead::One(first)) => {
            let row = row_of(question, &first.id);
            walk.cursor = row.or(walk.cursor);
            let word = match row {
                None if is_figure => &words.most_figure,
                _ if !walk.ticked.is_empty() => &words.most_ticked,
                _ => &words.most,
            };
            Some(fill(word, &[("answer", &first.label), ("share", &share)]))
        }
        Some(Lead::Tie(first)) => {
            let is_ticked = !walk.ticked.is_empty();
            if is_ticked {
                walk.cursor = walk.ticked.first().copied();
            } else if !is_figure {
                walk.cursor = None;
            }
            let answers: Vec<&str> = first.iter().map(|choosable| choosable.label.as_str()).collect();
            Some(fill(if is_ticked { &words.tie_ticked } else { &words.tie }, &[("answers", &answers.join(", ")), ("n", &count)]))
        }
        None => None,
    };
}

/// The options of a set that have most votes; none where "none of these" or "not sure" has as many.
fn winners(question: &Question, lead: Option<&Lead>) -> BTreeSet<usize> {
    let first = match lead {
        Some(Lead::One(first)) => std::slice::from_ref(first),
        Some(Lead::Tie(first)) => first.as_slice(),
        None => &[],
    };
    let rows = first.iter().map(|choosable| question.options().iter().position(|option| option.id == choosable.id));
    rows.collect::<Option<_>>().unwrap_or_default()
}

fn reveal_outcome(state: &mut State, tree: &Tree) {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().room;
    let Some(walk) = walk::shown(state) else { return };
    let (with, without) = state.voted_steps(walk, tree);
    let (n, all) = (with.len().to_string(), (with.len() + without.len()).to_string());
    let share = fill(&words.share, &[("n", &n), ("all", &all)]);
    let questions: Vec<&str> = without.iter().map(|question| &*tree[*question].prompt).collect();
    let word = if questions.is_empty() { &words.revealed } else { &words.revealed_without };
    let notice = fill(word, &[("share", &share), ("questions", &questions.join(" "))]);
    let route = state.consultation.route(tree);
    state.review.room.reveal_outcome(tree, &route);
    state.notice = Some(notice);
}

/// Refuses what would show something that is hidden, and says why; whether it did.
pub(super) fn refuses(state: &mut State, action: &Action) -> bool {
    let shows = match action {
        Action::Insight | Action::WhatIf | Action::Copy | Action::CopyCommand | Action::Map => true,
        Action::Follow(lead) => matches!(lead, LinkTarget::Outcome(_) | LinkTarget::WhatIf(_)),
        _ => false,
    };
    // A document, and a comparison, tell of every tree of the record.
    let shows_all = matches!(action, Action::Export | Action::Compare);
    let trees = match state.screen() {
        _ if shows_all => state.walked.clone(),
        Some(Screen::Walk(walk)) => vec![walk.tree.clone()],
        Some(Screen::Home(_)) => super::home::trees_told(state),
        _ => Vec::new(),
    };
    (shows || shows_all) && trees.iter().any(|tree| refuses_of(state, tree))
}

/// Refuses to show what the answers of a tree lead to while that is hidden, and says why; whether it did.
pub(super) fn refuses_of(state: &mut State, tree: &str) -> bool {
    let is_veiled = state.is_veiled(tree);
    if is_veiled {
        state.notice = Some(state.pack.words().room.hidden.to_string());
    }
    is_veiled
}

/// Whether the question at hand cannot be answered yet: its votes are not in, or not revealed. Asks for the one or the other.
pub(super) fn awaits_votes(state: &mut State, tree: &Tree, question: QuestionIx) -> bool {
    let key = Key::of(tree, question);
    if !state.review.room.hides(&key) {
        return false;
    }
    if state.votes(&key).is_some() {
        state.notice = Some(state.pack.words().room.reveal_first.to_string());
    } else {
        votes::open_for(state, tree, question);
    }
    true
}

/// Keeps hidden what is to be, whatever has happened: screens that show it are closed, and what was found out is forgotten until it
/// may be seen, so that nothing can show it.
pub(super) fn keep_hidden(state: &mut State) {
    if !state.review.room.on {
        return;
    }
    let pack = Arc::clone(&state.pack);
    let is_veiled = |screen: &Screen| match screen {
        Screen::Walk(walk) => state.is_veiled(&walk.tree),
        Screen::Map(map) => state.is_veiled(&map.tree),
        Screen::WhatIf(what_if) => state.is_veiled(&what_if.tree),
        Screen::Compare(compare) => compare.has_own() && state.hides_own(),
        _ => false,
    };
    let veiled: Vec<bool> = state.screens.iter().map(is_veiled).collect();
    for (mut screen, is_veiled) in std::mem::take(&mut state.screens).into_iter().zip(veiled) {
        if is_veiled && matches!(screen, Screen::Map(_) | Screen::WhatIf(_) | Screen::Compare(_)) {
            state.notice.get_or_insert_with(|| pack.words().room.hidden.to_string());
            continue;
        }
        if let (Screen::Walk(walk), true) = (&mut screen, is_veiled) {
            if let (Some(_), Some(tree)) = (walk.viewing.take(), pack.tree(&walk.tree)) {
                walk.reset_marks(tree, state.consultation.answers());
            }
            // Nothing stands beside it.
            if walk.pane == Pane::Beside {
                walk.pane = Pane::Main;
            }
            walk.forget();
            walk.path_cursor = walk.path_cursor.min(walk.path_rows().count().saturating_sub(1));
        }
        state.screens.push(screen);
    }
    keep_out_of_search(state);
}

/// Takes out of what a search has found whatever would show something that is hidden.
fn keep_out_of_search(state: &mut State) {
    let mut overlays = std::mem::take(&mut state.overlays);
    let mut searched = state.searched.take();
    let open = overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Search(search) => Some(&mut **search),
        _ => None,
    });
    for search in open.chain(searched.as_deref_mut()) {
        let Some(found) = &mut search.found else { continue };
        for (_, hits) in found.iter_mut() {
            hits.retain(|hit| !shows_hidden(state, &hit.place));
        }
        found.retain(|(_, hits)| !hits.is_empty());
        search.cursor = search.cursor.min(search.count().saturating_sub(1));
    }
    (state.overlays, state.searched) = (overlays, searched);
}

fn shows_hidden(state: &State, place: &Place) -> bool {
    match place {
        Place::Outcome { tree, .. } | Place::Also { tree, .. } => state.is_veiled(tree),
        // It names results of several trees.
        Place::Conflict(_) => true,
        _ => false,
    }
}

/// What is left out of a search while it is hidden is looked for again.
fn search_again(state: &mut State) {
    if let Some(searched) = &mut state.searched {
        searched.generation = 0;
    }
}
