//! The home screen.

use std::sync::Arc;

use super::{Effect, map, moved, open_reference, open_tree};
use crate::content::pack::Pack;
use crate::tui::action::Action;
use crate::tui::state::{Screen, Scroll, State};

/// Does what an action does on the home screen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let rows = rows(&pack);
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
        None => Vec::new(),
    }
}

/// What can be marked at home.
#[derive(PartialEq)]
pub(super) enum HomeRow<'a> {
    Tree(&'a str),
    Document(&'a str),
}

/// The tree of a row, if it is one.
pub(super) fn tree_at(pack: &Pack, row: usize) -> Option<&str> {
    match rows(pack).get(row) {
        Some(HomeRow::Tree(id)) => Some(id),
        _ => None,
    }
}

/// The rows that can be marked, in order.
pub(super) fn rows(pack: &Pack) -> Vec<HomeRow<'_>> {
    let trees = pack.listing().into_iter().map(|listed| HomeRow::Tree(listed.id));
    trees.chain(pack.document_ids().map(HomeRow::Document)).collect()
}
