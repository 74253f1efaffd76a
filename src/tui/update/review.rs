//! The record of the sitting: when it is saved, what came of that, and how one is taken up again.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Effect, follow, moved, open_tree, walk};
use crate::advice::walk::Consultation;
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::content::tree::QuestionIx;
use crate::paper::export::brief::LinkTarget;
use crate::paper::record::{Record, Stale};
use crate::store::record_file::Saved;
use crate::tui::action::Action;
use crate::tui::state::{AgendaRow, Replay, Review, ReviewScreen, Screen, Stamp, State};

/// Has the sitting saved when it is not what was saved last. One in which nothing was said leaves nothing behind.
pub(super) fn save(state: &mut State) -> Vec<Effect> {
    let stamp = stamp(state);
    let said = stamp.answers > 0 || stamp.review > 0;
    let is_worth_it = said || (state.review.saving.file.is_some() && state.consultation.answers().iter().next().is_some());
    if stamp == state.review.saving.sent || !is_worth_it {
        return Vec::new();
    }
    state.review.header.made.get_or_insert(state.today);
    let record = state.review.record(&state.pack, &state.walked, state.consultation.answers());
    let generation = state.next_generation();
    let saving = &mut state.review.saving;
    (saving.sent, saving.asked, saving.is_given_up) = (stamp, generation, false);
    vec![Effect::Save { generation, record: Box::new(record) }]
}

/// What the sitting is known by.
pub(super) fn stamp(state: &State) -> Stamp {
    Stamp { answers: state.consultation.version(), review: state.review.version, walked: state.walked.len() }
}

/// Takes in what came of saving.
pub(super) fn saved(state: &mut State, generation: u64, outcome: Result<Saved, String>) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().review;
    // An answer of another record comes too late.
    if generation <= state.review.saving.begun {
        return Vec::new();
    }
    match outcome {
        Ok(saved) => {
            let file = clean_line(&saved.path.to_string_lossy()).into_owned();
            if saved.beside {
                state.notice = Some(fill(&words.saved_beside, &[("file", &file)]));
            } else if state.review.saving.fault.is_some() {
                state.notice = Some(fill(&words.saved_again, &[("file", &file)]));
            }
            let saving = &mut state.review.saving;
            (saving.file, saving.done, saving.fault) = (Some(saved.path), generation.max(saving.done), None);
            state.recents.is_due = true;
        }
        Err(why) => {
            state.notice = Some(fill(&words.not_saved, &[("why", &clean_line(&why))]));
            let saving = &mut state.review.saving;
            saving.fault = Some(why);
            // What failed is not waited for any more, and tried again with the next change.
            saving.done = generation.max(saving.done);
        }
    }
    Vec::new()
}

/// Takes up the record of a file in the place of what is at hand, which is on the disk already: at the question that waits, or at the
/// record as a whole when none does.
pub fn resume(state: &mut State, record: Record, file: PathBuf) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    state.consultation = Consultation::with(record.answers());
    state.walked = record.trees.iter().filter(|tree| pack.has_tree(&tree.id)).map(|tree| tree.id.clone()).collect();
    let room = state.review.room.emptied();
    let replayed = Replay::of(&pack, &record, state.today);
    state.review = Review { room, replayed, ..Review::of(record, file, state.generation) };
    state.review.saving.sent = stamp(state);
    state.searched = None;
    state.recents.is_due = true;
    let mut effects = go_on(state);
    effects.push(super::renewed::ask_contradictions(state));
    effects
}

/// Goes to where the record at hand waits: its open question, or the record as a whole.
pub(super) fn go_on(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    state.overlays.clear();
    state.screens.truncate(1);
    state.screens.push(Screen::Review(ReviewScreen::default()));
    let open = state.walked.iter().find(|id| pack.tree(id).is_some_and(|tree| state.consultation.route(tree).outcome().is_none())).cloned();
    open.map(|id| open_tree(state, &id)).unwrap_or_default()
}

/// Whether another record may take the place of what is at hand: not while it is on its way to the disk, and when it could not be put
/// there, not before that was said and the same asked for again.
pub(super) fn may_be_left(state: &mut State) -> bool {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().recent;
    let saving = &mut state.review.saving;
    match &saving.fault {
        _ if saving.is_pending() => state.notice = Some(words.still_saving.to_string()),
        Some(why) if !saving.is_given_up => {
            state.notice = Some(fill(&words.unsaved, &[("why", &clean_line(why))]));
            saving.is_given_up = true;
        }
        _ => return true,
    }
    false
}

/// Takes in what somebody else has written to the record meanwhile, when nothing of one's own waits to be saved.
pub(super) fn changed_elsewhere(state: &mut State, record: Record) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    if state.review.saving.is_pending() || stamp(state) != state.review.saving.sent {
        return Vec::new();
    }
    state.consultation.replace(record.answers());
    for tree in record.trees.iter().filter(|tree| pack.has_tree(&tree.id)) {
        if !state.walked.contains(&tree.id) {
            state.walked.push(tree.id.clone());
        }
    }
    state.review.header = record.header.clone();
    state.review.remarks = record.remarks();
    state.review.replayed = Replay::of(&pack, &record, state.today);
    state.review.before = record.clone();
    state.review.saving.sent = stamp(state);
    state.notice = Some(pack.words().review.changed_elsewhere.to_string());
    vec![Effect::TakenIn(Box::new(record)), super::renewed::ask_contradictions(state)]
}

/// Begins anew: what is at hand is on the disk, and nothing of it is known any more.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    if !may_be_left(state) {
        return Vec::new();
    }
    let words = &state.pack.words().review;
    let notice = if state.review.saving.file.is_some() { &words.begun } else { &words.begun_first };
    state.notice = Some(notice.to_string());
    state.consultation = Consultation::default();
    state.walked.clear();
    state.review = Review { room: state.review.room.emptied(), ..Review::default() };
    state.review.saving.begun = state.generation;
    state.overlays.clear();
    state.screens.truncate(1);
    // What is still looked for is of answers that are put away.
    (state.contradictions, state.contradictions_asked) = (Arc::default(), 0);
    state.searched = None;
    state.recents.is_due = true;
    vec![Effect::NewRecord]
}

/// Whether anything was said that a record could hold.
pub(super) fn has_something(state: &State) -> bool {
    state.review.saving.file.is_some() || state.review.version > 0 || state.consultation.answers().iter().next().is_some()
}

/// Opens the record of the sitting.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if !matches!(state.screens.last(), Some(Screen::Review(_))) {
        state.screens.push(Screen::Review(ReviewScreen::default()));
    }
    Vec::new()
}

/// Does what an action does on the record.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let agenda = state.agenda();
    let Some(Screen::Review(review)) = state.screens.last_mut() else { return Vec::new() };
    review.cursor = match action {
        Action::Click(_, row) => (*row).min(agenda.len().saturating_sub(1)),
        action => moved(review.cursor, action, agenda.len()),
    };
    review.scroll.follow = true;
    review.beside.follow = true;
    match (action, agenda.get(review.cursor)) {
        (Action::Enter | Action::Click(..), Some(row)) => go(state, row),
        _ => Vec::new(),
    }
}

/// The question of the marked row, with its tree.
pub(super) fn marked_question(state: &State, review: &ReviewScreen) -> Option<(String, QuestionIx)> {
    let agenda = state.agenda();
    let (tree, question) = agenda.get(review.cursor)?.question()?;
    Some((tree.to_owned(), question))
}

/// Goes to what a row of the record is about.
fn go(state: &mut State, row: &AgendaRow) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let stale = match row {
        AgendaRow::Stale(at) => state.review.replayed.stale.get(*at).cloned(),
        _ => None,
    };
    let tree = match (row, row.question()) {
        (AgendaRow::Tree(tree), _) => Some(tree.clone()),
        (AgendaRow::Conflict(at), _) => state.contradicted().nth(*at).map(|conflict| conflict.trees[0].clone()),
        (_, Some((tree, _))) => Some(tree.to_owned()),
        _ => stale.as_ref().and_then(|stale| stale.tree()).map(str::to_owned),
    };
    let Some(id) = tree else { return Vec::new() };
    let question = row.question().map(|(_, question)| question).or_else(|| match &stale {
        Some(Stale::NoAnswer { question, .. } | Stale::OtherFact { question, .. }) => pack.tree(&id)?.question(question),
        _ => None,
    });
    // Whoever came from there goes back.
    let below = state.screens.len().checked_sub(2).and_then(|at| state.screens.get(at));
    let mut effects = match below {
        Some(Screen::Walk(walk)) if walk.tree == id => {
            state.screens.pop();
            walk::go_on(state);
            Vec::new()
        }
        _ => open_tree(state, &id),
    };
    if let Some(question) = question {
        effects.extend(follow(state, LinkTarget::Question(question)));
    }
    effects
}

/// Replays the record that the sitting began with, and the one that it is by now, against other trees.
pub(super) fn replay(state: &mut State, as_it_was: &Record) {
    let before = Replay::of(&state.pack, &state.review.before, state.today);
    state.review.replayed = Replay::of(&state.pack, as_it_was, state.today).with(before);
}
