//! The list of records to compare one with.

use ratatui::layout::Rect;

use super::painter::{Painter, fit};
use super::rows::Row;
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{ChooseRow, ChooseScreen, RecordSource, State};

pub(super) fn render(state: &State, choose: &ChooseScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = state.pack.words();
    let width = usize::from(area.width.saturating_sub(5));
    let mark = if state.look.ascii { "~" } else { "…" };
    let mut rows = vec![Row::of(fit(&source_name(state, &choose.first), width, mark), theme.accent()), Row::blank()];
    let mut keep = None;
    for (at, row) in choose.rows(&state.recents).iter().enumerate() {
        let marked = choose.cursor == at;
        let (title, below) = match row {
            ChooseRow::Named => (words.side_by_side.other_file.to_string(), None),
            ChooseRow::Record(RecordSource::AtHand) => (words.side_by_side.at_hand.to_string(), state.review.name()),
            ChooseRow::Record(source @ RecordSource::File(path)) => {
                let told = state.recents.of(path).and_then(|listed| Some((listed, listed.gist.as_ref().ok()?)));
                let below = told.map(|(listed, gist)| {
                    let decided = if gist.is_decided() { &words.recent.decided } else { &words.recent.open };
                    let date = listed.changed.to_string();
                    let line = fill(&words.recent.line, &[("status", gist.status.as_str()), ("state", decided), ("date", &date)]);
                    format!("{line}, {}", listed.file_name())
                });
                (source_name(state, source), below)
            }
        };
        let first = rows.len();
        let row = Row::of(if marked { "▸ " } else { "  " }, theme.accent()).then(fit(&title, width, mark), theme.strong());
        rows.push(if marked { row.marked(theme.selected()) } else { row }.doing(Some(Action::Click(Pane::Main, at))));
        if let Some(below) = below {
            let below = fit(&below, width.saturating_sub(2), mark);
            rows.push(Row::of(format!("    {below}"), theme.dim()).doing(Some(Action::Click(Pane::Main, at))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, choose.scroll, keep);
    Vec::new()
}

/// What a record is called: its title, what was recommended first, or its file.
fn source_name(state: &State, source: &RecordSource) -> String {
    let words = state.pack.words();
    match source {
        RecordSource::AtHand => words.side_by_side.at_hand.to_string(),
        RecordSource::File(path) => match state.recents.of(path).map(|listed| &listed.gist) {
            Some(Ok(gist)) if gist.title.is_empty() => words.recent.untitled.to_string(),
            Some(Ok(gist)) => gist.title.clone(),
            _ => clean_line(&path.to_string_lossy()).into_owned(),
        },
    }
}
