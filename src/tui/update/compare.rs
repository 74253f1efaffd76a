//! Two records beside each other: which, and where a difference leads.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Effect, form, home, list_records, moved, open_tree, review, walk};
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::content::tree::QuestionIx;
use crate::paper::record::{Record, compare};
use crate::tui::action::Action;
use crate::tui::state::{
    ChooseRow, ChooseScreen, CompareScreen, Field, FieldFault, FormKind, FormOverlay, RecordSource, Screen, Scroll, State,
};

/// Has the other record chosen: for the marked record at home, or for that of the sitting.
pub(super) fn choose(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().side_by_side;
    let has_own = review::has_something(state);
    let first = match (state.screens.last(), home::marked_record(state)) {
        (Some(Screen::Home(_)), Some(record)) if record.gist.is_ok() => {
            if home::is_at_hand(state, record) {
                RecordSource::AtHand
            } else {
                RecordSource::File(record.path.clone())
            }
        }
        (Some(Screen::Home(_)), _) => {
            state.notice = Some(words.no_record.to_string());
            return Vec::new();
        }
        _ if has_own => RecordSource::AtHand,
        _ => {
            state.notice = Some(words.nothing.to_string());
            return Vec::new();
        }
    };
    state.screens.push(Screen::Choose(ChooseScreen { first, has_own, cursor: 0, scroll: Scroll::default() }));
    list_records(state)
}

/// Does what an action does on the list.
pub(super) fn act_on_list(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(Screen::Choose(choose)) = state.screens.last_mut() else { return Vec::new() };
    let rows = choose.rows(&state.recents);
    choose.cursor = match action {
        Action::Click(_, row) => *row,
        action => moved(choose.cursor, action, rows.len()),
    };
    choose.scroll.follow = true;
    if !matches!(action, Action::Enter | Action::Right | Action::Click(..)) {
        return Vec::new();
    }
    match rows.get(choose.cursor) {
        Some(ChooseRow::Record(other)) => {
            let other = other.clone();
            open(state, other)
        }
        Some(ChooseRow::Named) => {
            name(state);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Asks for the file of the other record.
fn name(state: &mut State) {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().side_by_side;
    let field = Field::line("file", &*words.file, "").hint(&*words.file_hint);
    form::open(state, FormOverlay::new(FormKind::Compare, &*words.named, vec![field]));
}

/// What of that does not fit.
pub(super) fn faults(state: &State, form: &FormOverlay) -> Vec<FieldFault> {
    let why = || state.pack.words().side_by_side.no_file.to_string();
    form.text("file").is_empty().then(|| FieldFault { field: "file", why: why() }).into_iter().collect()
}

/// Compares with the record of a file that was named.
pub(super) fn keep(state: &mut State, form: &FormOverlay) -> Vec<Effect> {
    open(state, RecordSource::File(PathBuf::from(form.text("file"))))
}

/// Puts both beside each other, in the place of the list.
fn open(state: &mut State, other: RecordSource) -> Vec<Effect> {
    let Some(Screen::Choose(choose)) = state.screens.last() else { return Vec::new() };
    let screen = CompareScreen::new(choose.first.clone(), other);
    let files = screen.sources.iter().filter_map(|source| match source {
        RecordSource::File(path) => Some(Effect::ReadRecord(path.clone())),
        RecordSource::AtHand => None,
    });
    let effects = files.collect();
    state.screens.pop();
    state.screens.push(Screen::Compare(Box::new(screen)));
    effects
}

/// Takes in a record that was read; without it, there is nothing to compare.
pub(super) fn read(state: &mut State, path: PathBuf, outcome: Result<Box<Record>, String>) -> Vec<Effect> {
    let source = RecordSource::File(path);
    let waits = |screen: &Screen| match screen {
        Screen::Compare(compare) => compare.sources.iter().zip(&compare.records).any(|(of, record)| *of == source && record.is_none()),
        _ => false,
    };
    let Some(at) = state.screens.iter().position(waits) else { return Vec::new() };
    match outcome {
        Ok(record) => {
            if let Some(Screen::Compare(compare)) = state.screens.get_mut(at) {
                let places = compare.sources.iter().zip(&mut compare.records).filter(|(of, _)| **of == source);
                places.for_each(|(_, place)| *place = Some(record.clone()));
            }
        }
        Err(why) => {
            state.screens.remove(at);
            state.notice = Some(clean_line(&why).into_owned());
        }
    }
    Vec::new()
}

/// Takes the record of the sitting down as it stands, where it is compared.
pub(super) fn refresh(state: &mut State) {
    let stamp = review::stamp(state);
    let is_old = |compare: &CompareScreen| compare.has_own() && compare.stamp != Some(stamp);
    if !matches!(state.screens.last(), Some(Screen::Compare(compare)) if is_old(compare)) {
        return;
    }
    let own = state.review.record(&state.pack, &state.walked, state.consultation.answers());
    if let Some(Screen::Compare(compare)) = state.screens.last_mut() {
        compare.stamp = Some(stamp);
        let places = compare.sources.iter().zip(&mut compare.records).filter(|(of, _)| **of == RecordSource::AtHand);
        places.for_each(|(_, place)| *place = Some(Box::new(own.clone())));
    }
}

/// Does what an action does while two records are seen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::Compare(screen)) = state.screens.last_mut() else { return Vec::new() };
    let Some(both) = screen.both() else { return Vec::new() };
    let comparison = compare(&pack, both);
    let differing = |tree: &crate::paper::record::Compared<'_>| {
        tree.differing.iter().map(|differing| (tree.tree.id.clone(), differing.question)).collect::<Vec<_>>()
    };
    let rows: Vec<(String, QuestionIx)> = comparison.trees.iter().flat_map(differing).collect();
    if rows.is_empty() {
        super::scroll::by_key(state, action);
        return Vec::new();
    }
    screen.cursor = match action {
        Action::Click(_, row) => *row,
        action => moved(screen.cursor, action, rows.len()),
    };
    screen.scroll.follow = true;
    match (action, rows.into_iter().nth(screen.cursor)) {
        (Action::Enter | Action::Click(..), Some((tree, question))) => go(state, &tree, question),
        _ => Vec::new(),
    }
}

/// Goes to a question of the sitting.
fn go(state: &mut State, id: &str, question: QuestionIx) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().side_by_side;
    let has_own = matches!(state.screens.last(), Some(Screen::Compare(compare)) if compare.has_own());
    let Some(tree) = pack.tree(id).filter(|_| has_own) else {
        state.notice = Some(words.not_at_hand.to_string());
        return Vec::new();
    };
    let route = state.consultation.route(tree);
    if route.settled(question).is_none() && route.open() != Some(question) {
        state.notice = Some(fill(&words.off_route, &[("question", &tree[question].prompt)]));
        return Vec::new();
    }
    let effects = open_tree(state, id);
    walk::revisit(state, question, true);
    effects
}
