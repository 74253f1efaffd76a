//! The home screen.

use super::{Effect, map, moved, open_reference, open_tree};
use crate::tui::action::Action;
use crate::tui::state::{Screen, Scroll, State};

/// Does what an action does on the home screen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let trees: Vec<String> = state.pack.trees().iter().map(|(id, _)| (*id).to_owned()).collect();
    let documents: Vec<String> = state.pack.document_ids().map(str::to_owned).collect();
    let Some(Screen::Home(home)) = state.screens.last_mut() else { return Vec::new() };
    let rows = trees.len() + documents.len();
    if let Action::Click(_, row) = action {
        home.cursor = *row;
    }
    let before = home.cursor;
    home.cursor = moved(home.cursor, action, rows);
    home.scroll.follow = true;
    if home.cursor != before {
        home.beside = Scroll::default();
    }
    if *action == Action::Map {
        let Some(tree) = trees.get(before) else {
            state.notice = Some(state.pack.words().map.no_map.to_string());
            return Vec::new();
        };
        return map::open(state, tree);
    }
    if !matches!(action, Action::Enter | Action::Right | Action::Click(..)) {
        return Vec::new();
    }
    let cursor = home.cursor;
    match (trees.get(cursor), cursor.checked_sub(trees.len()).and_then(|at| documents.get(at))) {
        (Some(tree), _) => open_tree(state, tree),
        (None, Some(document)) => open_reference(state, document),
        (None, None) => Vec::new(),
    }
}
