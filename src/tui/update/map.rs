//! The map of a tree: moving, folding, and going to what is marked.

use std::sync::Arc;

use super::{Effect, LookAhead, moved, open_reference, open_tree, scroll, walk, what_if};
use crate::content::tree::{Node, Tree};
use crate::paper::diagram::{Folds, Form, lay_out};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{MapScreen, Screen, State};

/// Opens the map of a tree that loads. Over a walk it shares what the walk finds out about what lies ahead.
pub(super) fn open(state: &mut State, id: &str) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(tree) = pack.tree(id) else { return open_tree(state, id) };
    let mut map = MapScreen::new(tree, state.consultation.route(tree));
    let mut effects = Vec::new();
    match state.screens.last() {
        Some(Screen::Walk(walk)) if walk.tree == id => {
            map.generation = walk.generation;
            map.ahead.clone_from(&walk.ahead);
        }
        _ => {
            state.generation += 1;
            map.generation = state.generation;
            let answers = state.consultation.answers().clone();
            effects.push(Effect::LookAhead(LookAhead { generation: state.generation, tree: id.to_owned(), answers, explain: false }));
        }
    }
    state.screens.push(Screen::Map(Box::new(map)));
    effects
}

/// Does what an action does on the map.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let in_sight = state.measured.marked_in_sight != Some(false);
    let has_description = has_description(state);
    let Some(map) = top(state) else { return Vec::new() };
    let Some(tree) = pack.tree(&map.tree) else { return Vec::new() };
    match action {
        Action::NextPane | Action::PreviousPane if has_description => {
            map.pane = if map.pane == Pane::Beside { Pane::Main } else { Pane::Beside };
        }
        Action::Reference => {
            let reference = map.marked().and_then(|node| first_reference(tree, node));
            return reference.map(|reference| open_reference(state, &reference)).unwrap_or_default();
        }
        Action::Click(_, row) if *row != map.cursor => {
            map.pane = Pane::Main;
            map.mark(*row);
        }
        Action::Enter if !in_sight => map.scroll.follow = true,
        Action::Enter | Action::Click(..) => return map.marked().map(|node| jump(state, node)).unwrap_or_default(),
        Action::Left if map.pane == Pane::Beside => map.pane = Pane::Main,
        Action::Fold | Action::Left | Action::Right => fold(map, tree, action),
        Action::FoldAll => {
            map.folds = if map.folds.is_empty() { Folds::off_route(tree, &map.route) } else { Folds::default() };
            map.refold(tree);
        }
        action if map.pane == Pane::Beside => scroll::by_key(state, action),
        action => {
            let row = moved(map.cursor, action, map.diagram.rows().len());
            map.mark(row);
        }
    }
    Vec::new()
}

/// Brings a map up to date that was covered while the answers changed.
pub(super) fn catch_up(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(tree) = top(state).and_then(|map| pack.tree(&map.tree)) else { return Vec::new() };
    let route = state.consultation.route(tree);
    let (generation, answers) = (state.generation + 1, state.consultation.answers().clone());
    let Some(map) = top(state).filter(|map| map.route != route) else { return Vec::new() };
    (map.route, map.ahead, map.generation) = (route, None, generation);
    map.refold(tree);
    state.generation = generation;
    vec![Effect::LookAhead(LookAhead { generation, tree: tree.id.clone(), answers, explain: false })]
}

/// Moves the mark by a page where the outline has the focus; whether it had.
pub(super) fn page(state: &mut State, down: bool) -> bool {
    let height = state.measured.panes.iter().find(|(pane, _)| *pane == Pane::Main).map_or(1, |(_, measure)| measure.area.height);
    let Some(map) = top(state).filter(|map| map.pane == Pane::Main) else { return false };
    let rows = usize::from(height.saturating_sub(2).max(1));
    let last = map.diagram.rows().len().saturating_sub(1);
    map.mark(if down { (map.cursor + rows).min(last) } else { map.cursor.saturating_sub(rows) });
    true
}

/// Goes to a node: back to the walk for a question on the way and for where it ends; else to what would lead there.
pub(super) fn jump(state: &mut State, node: Node) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(map) = top(state) else { return Vec::new() };
    let (id, is_end) = (map.tree.clone(), map.end() == node);
    let Some(tree) = pack.tree(&id) else { return Vec::new() };
    if !is_end && map.step(node).is_none() {
        return what_if::open_node(state, tree, node);
    }
    state.screens.pop();
    let effects = if walk::is_shown(state, &id) { Vec::new() } else { open_tree(state, &id) };
    match node {
        Node::Question(question) if !is_end => walk::revisit(state, question, true),
        _ => walk::go_on(state),
    }
    effects
}

fn fold(map: &mut MapScreen, tree: &Tree, action: &Action) {
    let Some((node, form, under)) = map.diagram.row(map.cursor).map(|row| (row.node, row.form, row.under)) else { return };
    match (action, node, form) {
        (Action::Right, _, Form::Again) => {
            map.folds.reveal(&map.diagram, node);
            map.diagram = lay_out(tree, &map.route, &map.folds);
            let row = map.diagram.place(node);
            map.mark(row.unwrap_or(map.cursor));
        }
        (Action::Right, Node::Question(_), Form::Whole) => map.mark(map.cursor + 1),
        (Action::Right | Action::Fold, Node::Question(question), Form::Folded(_)) => {
            map.folds.unfold(question);
            map.refold(tree);
        }
        (Action::Left | Action::Fold, Node::Question(question), Form::Whole) => {
            map.folds.fold(question);
            map.refold(tree);
        }
        (Action::Left, ..) => map.mark(under.unwrap_or(map.cursor)),
        _ => {}
    }
}

fn first_reference(tree: &Tree, node: Node) -> Option<String> {
    let references = match node {
        Node::Question(ix) => &tree[ix].references,
        Node::Outcome(ix) => &tree[ix].references,
    };
    references.first().map(|link| link.name.clone())
}

fn has_description(state: &State) -> bool {
    state.measured.panes.iter().any(|(pane, _)| *pane == Pane::Beside)
}

fn top(state: &mut State) -> Option<&mut MapScreen> {
    let has_description = has_description(state);
    match state.screens.last_mut() {
        Some(Screen::Map(map)) => {
            // What was beside the outline is gone when the terminal has become narrow.
            if !has_description {
                map.pane = Pane::Main;
            }
            Some(map)
        }
        _ => None,
    }
}
