//! Reference text and its outline.

use std::sync::Arc;

use super::{Effect, copy_address, moved, open_reference, scroll};
use crate::content::document::Target;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Screen, Spot, State, followable};

/// Does what an action does in reference text or its outline.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::Reader(reader)) = state.screens.last_mut() else { return Vec::new() };
    let Some(document) = pack.document(&reader.document) else { return Vec::new() };
    match action {
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => reader.in_outline = !reader.in_outline,
        Action::Click(Pane::Side, row) => {
            reader.outline_cursor = *row;
            reader.opened_at = Some(Spot { heading: *row, below: 0 });
        }
        Action::Click(_, link) => {
            reader.link = Some(*link);
            return follow_link(state, *link);
        }
        action if reader.in_outline => {
            reader.outline_cursor = moved(reader.outline_cursor, action, document.headings.len());
            reader.outline_scroll.follow = true;
            if *action == Action::Enter {
                reader.opened_at = Some(Spot { heading: reader.outline_cursor, below: 0 });
                reader.in_outline = false;
            }
        }
        Action::NextLink | Action::PreviousLink => {
            let links = followable(document);
            let at = reader.link.and_then(|link| links.iter().position(|other| *other == link));
            let next = scroll::next_link(state, at, links.len(), *action == Action::NextLink);
            if let Some(Screen::Reader(reader)) = state.screens.last_mut() {
                reader.link = next.and_then(|at| links.get(at)).copied();
                reader.scroll.follow = true;
            }
        }
        Action::Enter => {
            if let Some(link) = reader.link {
                return follow_link(state, link);
            }
        }
        action => scroll::by_key(state, action),
    }
    Vec::new()
}

fn follow_link(state: &mut State, link: usize) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::Reader(reader)) = state.screens.last() else { return Vec::new() };
    let here = reader.document.clone();
    let target = pack.document(&here).and_then(|document| document.links.get(link)).map(|link| link.to.clone());
    match target {
        Some(Target::Section { document, anchor }) => {
            let document = if document.is_empty() { here } else { document };
            open_reference(state, &anchor.map_or_else(|| document.clone(), |anchor| format!("{document}#{anchor}")))
        }
        Some(Target::Address(address)) => copy_address(state, address),
        Some(Target::Refused(_)) => {
            state.notice = Some(pack.words().reader.refused.to_string());
            Vec::new()
        }
        None => Vec::new(),
    }
}
