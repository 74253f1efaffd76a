//! The home screen: trees, recent records, reference text.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Effect, map, moved, open_reference, open_tree, review};
use crate::content::pack::{Pack, fill};
use crate::tui::action::Action;
use crate::tui::state::{HomeRow, HomeScreen, RecentRecord, Recents, Screen, Scroll, State, home_rows};

/// Does what an action does on the home screen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let rows = home_rows(&pack, &state.recents);
    let Some(Screen::Home(home)) = state.screens.last_mut() else { return Vec::new() };
    if let Action::Click(_, row) = action {
        home.cursor = *row;
    }
    let before = home.cursor;
    home.cursor = moved(home.cursor, action, rows.len());
    home.scroll.follow = true;
    if home.cursor != before {
        home.beside = Scroll::default();
    }
    if *action == Action::Map {
        let Some(HomeRow::Tree(tree)) = rows.get(before) else {
            state.notice = Some(pack.words().map.no_map.to_string());
            return Vec::new();
        };
        return map::open(state, tree);
    }
    if !matches!(action, Action::Enter | Action::Right | Action::Click(..)) {
        return Vec::new();
    }
    match rows.get(home.cursor) {
        Some(HomeRow::Tree(tree)) => open_tree(state, tree),
        Some(HomeRow::Document(document)) => open_reference(state, document),
        Some(HomeRow::Record(path)) => take_up(state, path.clone()),
        Some(HomeRow::MoreRecords) => {
            state.recents.shows_all = true;
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Takes a record up again; one that cannot be opened says why.
fn take_up(state: &mut State, path: PathBuf) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(record) = state.recents.of(&path) else { return Vec::new() };
    if let Err(why) = &record.gist {
        let named = [("file", record.file_name()), ("why", why.clone())];
        let named = named.each_ref().map(|(name, text)| (*name, text.as_str()));
        state.notice = Some(fill(&pack.words().recent.not_opened, &named));
        return Vec::new();
    }
    if is_at_hand(state, record) {
        return review::go_on(state);
    }
    if review::may_be_left(state) { vec![Effect::OpenRecord(path)] } else { Vec::new() }
}

/// Whether a record is the one that the sitting is saved in.
pub(super) fn is_at_hand(state: &State, record: &RecentRecord) -> bool {
    record.is_at_hand && state.review.saving.file.is_some()
}

/// Has the records looked for that were worked on last, when they are to be and home is seen.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    if !state.recents.is_due || !matches!(state.screens.last(), Some(Screen::Home(_))) {
        return Vec::new();
    }
    list_records(state)
}

/// Has the records looked for that were worked on last.
pub fn list_records(state: &mut State) -> Vec<Effect> {
    state.recents.is_due = false;
    vec![Effect::ListRecords]
}

/// Takes in the records that were worked on last; the mark stays on its row.
pub(super) fn listed(state: &mut State, records: Vec<RecentRecord>) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let shows_all = state.recents.shows_all;
    let before = std::mem::replace(&mut state.recents, Recents { records, is_due: false, shows_all });
    if let Some(Screen::Home(home)) = state.screens.first_mut() {
        carry(home, (&pack, &before), (&pack, &state.recents));
    }
    Vec::new()
}

/// Keeps the mark on its tree, record or document.
pub(super) fn carry(home: &mut HomeScreen, before: (&Pack, &Recents), after: (&Pack, &Recents)) {
    let (before, after) = (home_rows(before.0, before.1), home_rows(after.0, after.1));
    let row = before.get(home.cursor).and_then(|marked| after.iter().position(|row| row == marked));
    home.cursor = row.unwrap_or(home.cursor).min(after.len().saturating_sub(1));
}

/// The marked row's record.
pub(super) fn marked_record(state: &State) -> Option<&RecentRecord> {
    let Some(Screen::Home(home)) = state.screens.last() else { return None };
    match home_rows(&state.pack, &state.recents).get(home.cursor) {
        Some(HomeRow::Record(path)) => state.recents.of(path),
        _ => None,
    }
}

/// The trees of which the marked row tells what they lead to: the tree itself, or those of the record at hand.
pub(super) fn trees_told(state: &State) -> Vec<String> {
    let Some(Screen::Home(home)) = state.screens.last() else { return Vec::new() };
    match home_rows(&state.pack, &state.recents).into_iter().nth(home.cursor) {
        Some(HomeRow::Tree(id)) => vec![id],
        Some(HomeRow::Record(_)) if marked_record(state).is_some_and(|record| is_at_hand(state, record)) => state.walked.clone(),
        _ => Vec::new(),
    }
}
