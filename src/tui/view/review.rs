//! The record of the sitting.

use ratatui::layout::Rect;

use super::painter::Painter;
use super::rows::Row;
use crate::content::text::clean_line;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{ReviewScreen, State};

pub(super) fn render(state: &State, review: &ReviewScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let mut rows = Vec::new();
    for (at, id) in state.walked.iter().enumerate() {
        let title = state.pack.tree(id).map_or_else(|| id.clone(), |tree| tree.title.to_string());
        let row = Row::of(if review.cursor == at { "▸ " } else { "  " }, theme.accent()).then(title, theme.strong());
        let row = if review.cursor == at { row.marked(theme.selected()) } else { row };
        rows.push(row.doing(Some(Action::Click(Pane::Main, at))));
    }
    let keep = review.cursor..review.cursor + 1;
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, review.scroll, Some(keep));
    Vec::new()
}

/// What the record is called, and where it lies.
pub(super) fn header(state: &State) -> (String, String) {
    let file = state.review.saving.file.as_ref().and_then(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    (state.review.header.title.clone(), file.map_or_else(String::new, |file| clean_line(&file).into_owned()))
}

/// What stands on the right of the header, with a word on what is not on the disk.
pub(super) fn with_saving(state: &State, right: String) -> String {
    let words = &state.pack.words().review;
    let saving = &state.review.saving;
    let word = match (&saving.fault, saving.is_pending()) {
        (Some(_), _) => &words.unsaved,
        (None, true) => &words.saving,
        (None, false) => return right,
    };
    if right.is_empty() { format!("! {word}") } else { format!("{right}  ! {word}") }
}
