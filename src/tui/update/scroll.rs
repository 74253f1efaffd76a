//! Scrolling: by keys, by pages, by the wheel; and marks among links, which follow what is in sight.

use super::next_of;
use crate::tui::action::{Action, Context, Pane};
use crate::tui::state::{Overlay, Screen, Scroll, State};

/// How far a pane of what is seen is scrolled.
pub(super) fn of(state: &mut State, pane: Pane) -> Option<&mut Scroll> {
    if let Some(overlay) = state.overlays.last_mut() {
        let scroll = match overlay {
            Overlay::Help(scroll) => scroll,
            Overlay::Search(search) => &mut search.scroll,
            Overlay::Votes(votes) => &mut votes.scroll,
            Overlay::Form(form) => &mut form.scroll,
        };
        return (pane == Pane::Main).then_some(scroll);
    }
    Some(match (state.screens.last_mut()?, pane) {
        (Screen::Home(home), Pane::Beside) => &mut home.beside,
        (Screen::Home(home), _) => &mut home.scroll,
        (Screen::Walk(walk), pane) => walk.scrolls.entry(pane).or_default(),
        (Screen::Map(map), Pane::Beside) => &mut map.beside,
        (Screen::Map(map), _) => &mut map.scroll,
        (Screen::WhatIf(what_if), _) => &mut what_if.scroll,
        (Screen::Reader(reader), Pane::Side) => &mut reader.outline_scroll,
        (Screen::Reader(reader), _) => &mut reader.scroll,
        (Screen::Review(review), Pane::Side) => &mut review.side,
        (Screen::Review(review), Pane::Beside) => &mut review.beside,
        (Screen::Review(review), _) => &mut review.scroll,
        (Screen::Choose(choose), _) => &mut choose.scroll,
        (Screen::Compare(compare), _) => &mut compare.scroll,
        (Screen::Broken(broken), _) => &mut broken.scroll,
    })
}

/// Scrolls a pane by lines.
pub(super) fn by(state: &mut State, pane: Pane, lines: isize) {
    let most = state.measured.panes.iter().find(|(other, _)| *other == pane).map_or(0, |(_, measure)| measure.most);
    if let Some(scroll) = of(state, pane) {
        *scroll = Scroll { offset: scroll.offset.saturating_add_signed(lines).min(most), follow: false };
    }
}

/// The pane that keys scroll.
fn focused(state: &State) -> Pane {
    if let (true, Some(Screen::Map(map))) = (state.overlays.is_empty(), state.screen()) {
        return map.pane;
    }
    match state.context() {
        Context::Path | Context::Outline => Pane::Side,
        Context::Beside => Pane::Beside,
        // The arrows move through the list at home, which leaves these keys to its description.
        Context::Home if state.measured.panes.iter().any(|(pane, measure)| *pane == Pane::Beside && measure.most > 0) => Pane::Beside,
        _ => Pane::Main,
    }
}

/// Scrolls the pane with the focus by a page.
pub(super) fn page(state: &mut State, down: bool) {
    let pane = focused(state);
    let height = state.measured.panes.iter().find(|(other, _)| *other == pane).map_or(1, |(_, measure)| measure.area.height);
    // Two lines stay, so that the eye finds its place again.
    let lines = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    by(state, pane, if down { lines } else { -lines });
}

/// Scrolls the pane with the focus by a key that moves.
pub(super) fn by_key(state: &mut State, action: &Action) {
    let lines = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::Top => isize::MIN / 2,
        Action::Bottom => isize::MAX / 2,
        _ => return,
    };
    let pane = focused(state);
    by(state, pane, lines);
}

/// The link to mark next among those of the main pane: the one behind the marked one, or, when that is out of sight, the first
/// that is in sight or beyond.
pub(super) fn next_link(state: &State, marked: Option<usize>, links: usize, forwards: bool) -> Option<usize> {
    let rows = &state.measured.link_rows;
    let Some((_, pane)) = state.measured.panes.iter().find(|(pane, _)| *pane == Pane::Main) else {
        return next_of(marked, links, forwards);
    };
    let (top, end) = (pane.offset, pane.offset + usize::from(pane.area.height));
    let in_sight = marked.and_then(|at| rows.get(at)).is_some_and(|row| (top..end).contains(row));
    if in_sight || rows.len() != links {
        return next_of(marked, links, forwards);
    }
    let found = if forwards { rows.iter().position(|row| *row >= top) } else { rows.iter().rposition(|row| *row < end) };
    found.or_else(|| next_of(None, links, forwards))
}
