//! A tree that does not load: what is wrong, where, and what to do.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::painter::Painter;
use super::rows::{Row, wrapped};
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::paper::export::diagnostic::{Look, excerpt};
use crate::tui::action::Pane;
use crate::tui::state::{BrokenScreen, State};

pub(super) fn render(state: &State, broken: &BrokenScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = &state.pack.words().notices;
    let width = usize::from(area.width.saturating_sub(3));
    let mut rows = Vec::new();
    let file = state.pack.tree_file(&broken.tree);
    if file.is_none() {
        rows.extend(wrapped(&fill(&words.no_file, &[("tree", &broken.tree)]), width, theme.bad()));
    }
    if let Some(file) = file {
        rows.extend(wrapped(&fill(&words.broken, &[("file", &clean_line(&file.name))]), width, theme.bad()));
        rows.extend(wrapped(&words.broken_help, width, theme.text()));
        for finding in file.findings() {
            rows.push(Row::blank());
            // What is said beside a caret is not wrapped: room for it is kept by cutting the excerpt.
            let drawn = excerpt(&finding, Look { colour: false, width: width.saturating_sub(24).max(20) });
            rows.extend(drawn.lines().enumerate().flat_map(|(at, line)| {
                // The message and the help wrap; the excerpt keeps its columns, so that carets stay under their words.
                let is_excerpt = line.contains(" | ") || line.trim_end().ends_with('|');
                let style = if at == 0 { theme.strong() } else { theme.text() };
                if is_excerpt { vec![Row::of(line.to_owned(), style)] } else { indented(line, width, style) }
            }));
        }
    }
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, broken.scroll, None);
    Vec::new()
}

/// Wraps a line under its own indent, and under the mark in front of it.
fn indented(line: &str, width: usize, style: Style) -> Vec<Row> {
    let text = line.trim_start();
    let mark = text.find("= help: ").map_or(0, |_| "= help: ".len());
    let hang = line.len() - text.len();
    let rows = wrapped(text.get(mark..).unwrap_or(""), width.saturating_sub(hang + mark).max(8), style);
    let front =
        |at: usize| if at == 0 { format!("{}{}", " ".repeat(hang), text.get(..mark).unwrap_or("")) } else { " ".repeat(hang + mark) };
    rows.into_iter().enumerate().map(|(at, row)| row.prefixed(front(at), style)).collect()
}
