//! Search over everything, on top of whatever is seen.

use std::sync::Arc;

use tui_input::InputRequest;

use super::{Effect, follow, moved, open_reference, open_tree, walk};
use crate::advice::search::Hit;
use crate::advice::search::{MAX_QUERY, Place, grouped};
use crate::content::text::is_unsafe;
use crate::paper::export::brief::LinkTarget;
use crate::paper::export::search::reference;
use crate::tui::action::Action;
use crate::tui::state::{Overlay, SearchOverlay, State};

/// Opens the search, and has the worker read what it searches.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    // Whoever has gone to one of the hits finds the others again.
    let searched = state.searched.take();
    let is_new = searched.as_ref().is_none_or(|searched| searched.generation == 0);
    state.overlays.push(Overlay::Search(searched.unwrap_or_default()));
    match is_new {
        true => ask_again(state, state.overlays.len() - 1),
        false => Vec::new(),
    }
}

/// Does what an action does while the search has the keys.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let page = state.measured.panes.last().map_or(1, |(_, pane)| usize::from(pane.area.height / 3).max(1));
    let Some(search) = top(state) else { return Vec::new() };
    let request = match action {
        Action::Type(c) if takes(search, *c) => InputRequest::InsertChar(*c),
        Action::Erase => InputRequest::DeletePrevChar,
        Action::EraseAhead => InputRequest::DeleteNextChar,
        Action::EraseWord => InputRequest::DeletePrevWord,
        Action::EraseAll => InputRequest::DeleteFromStart,
        Action::Left => InputRequest::GoToPrevChar,
        Action::Right => InputRequest::GoToNextChar,
        Action::Top => InputRequest::GoToStart,
        Action::Bottom => InputRequest::GoToEnd,
        Action::PageDown => return mark(search, (search.cursor + page).min(search.count().saturating_sub(1))),
        Action::PageUp => return mark(search, search.cursor.saturating_sub(page)),
        Action::Up | Action::Down => {
            let row = moved(search.cursor, action, search.count());
            return mark(search, row);
        }
        Action::Click(_, row) => {
            search.cursor = *row;
            return go(state);
        }
        // What is listed may still be for what was typed before: one goes where the answer says.
        Action::Enter if search.answered != search.generation => {
            search.goes = true;
            return Vec::new();
        }
        Action::Enter => return go(state),
        _ => return Vec::new(),
    };
    let changed = search.input.handle(request).is_some_and(|changed| changed.value);
    if changed { ask(state) } else { Vec::new() }
}

/// Adds pasted text.
pub(super) fn paste(state: &mut State, pasted: &str) -> Vec<Effect> {
    let Some(search) = top(state) else { return Vec::new() };
    for c in pasted.trim().chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        if takes(search, c) {
            search.input.handle(InputRequest::InsertChar(c));
        }
    }
    ask(state)
}

/// Whether a character may be added: none that acts upon the terminal, and none that would not be looked at.
fn takes(search: &SearchOverlay, c: char) -> bool {
    !is_unsafe(c) && !c.is_control() && search.input.value().chars().count() < MAX_QUERY
}

/// Takes in what was found.
pub(super) fn found(state: &mut State, generation: u64, hits: Vec<Hit>) -> Vec<Effect> {
    // The help may lie on top of it by now.
    let mut searches = state.overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Search(search) => Some(search),
        _ => None,
    });
    let Some(search) = searches.find(|search| search.generation == generation) else { return Vec::new() };
    let marked = search.marked().filter(|_| search.again).map(|hit| hit.place.clone());
    search.found = Some(grouped(hits));
    search.answered = generation;
    search.cursor = marked.and_then(|marked| search.hits().position(|hit| hit.place == marked)).unwrap_or(0);
    search.scroll.follow = true;
    if !std::mem::take(&mut search.again) {
        search.scroll = Default::default();
    }
    let goes = std::mem::take(&mut search.goes);
    if goes { go(state) } else { Vec::new() }
}

fn mark(search: &mut SearchOverlay, row: usize) -> Vec<Effect> {
    search.cursor = row;
    search.scroll.follow = true;
    Vec::new()
}

/// Has the worker find in another pack what was found before; the mark stays on what it stands on.
pub(super) fn ask_again(state: &mut State, overlay: usize) -> Vec<Effect> {
    let generation = state.next_generation();
    let Some(Overlay::Search(search)) = state.overlays.get_mut(overlay) else { return Vec::new() };
    search.generation = generation;
    search.again = true;
    vec![Effect::Search { generation, query: search.input.value().to_owned() }]
}

/// Has the worker find what is typed.
fn ask(state: &mut State) -> Vec<Effect> {
    let generation = state.next_generation();
    let Some(search) = top(state) else { return Vec::new() };
    search.generation = generation;
    search.goes = false;
    search.again = false;
    vec![Effect::Search { generation, query: search.input.value().to_owned() }]
}

/// Goes to what is marked.
fn go(state: &mut State) -> Vec<Effect> {
    let Some(place) = top(state).and_then(|search| search.marked()).map(|hit| hit.place.clone()) else { return Vec::new() };
    let pack = Arc::clone(&state.pack);
    let reading = reference(&pack, &place).map(str::to_owned);
    let tree = match &place {
        Place::Tree(tree) | Place::Also { tree, .. } => Some(tree),
        Place::Question { tree, .. } | Place::Option { tree, .. } | Place::Outcome { tree, .. } => Some(tree),
        _ => None,
    };
    // An entry that leads nowhere stays in sight: what it says is in the list.
    if reading.is_none() && tree.is_none() {
        return Vec::new();
    }
    if let Some(Overlay::Search(search)) = state.overlays.pop() {
        state.searched = Some(search);
    }
    if let Some(reading) = reading {
        return open_reference(state, &reading);
    }
    let Some(id) = tree else { return Vec::new() };
    let mut effects = if walk::is_shown(state, id) { Vec::new() } else { open_tree(state, id) };
    let Some(tree) = pack.tree(id) else { return effects };
    let lead = match &place {
        Place::Question { question, .. } | Place::Option { question, .. } => tree.question(question).map(LinkTarget::Question),
        Place::Outcome { outcome, .. } => tree.outcome(outcome).map(LinkTarget::Outcome),
        Place::Also { id, .. } => {
            // One of the tree counts for whatever outcome: it stands under the one that is reached.
            let holder = tree.outcomes().find(|(_, outcome)| outcome.also.iter().any(|also| also.id == *id));
            if holder.is_none() {
                walk::go_on(state);
            }
            holder.map(|(ix, _)| LinkTarget::Outcome(ix))
        }
        _ => None,
    };
    effects.extend(lead.map(|lead| follow(state, lead)).unwrap_or_default());
    effects
}

fn top(state: &mut State) -> Option<&mut SearchOverlay> {
    match state.overlays.last_mut() {
        Some(Overlay::Search(search)) => Some(search),
        _ => None,
    }
}
