//! A tree that does not load: what is wrong, where, and what to do.

use ratatui::layout::Rect;

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
    if let Some(file) = state.pack.tree_file(&broken.tree) {
        rows.extend(wrapped(&fill(&words.broken, &[("file", &clean_line(&file.name))]), width, theme.bad()));
        rows.extend(wrapped(&words.broken_help, width, theme.text()));
        for finding in file.findings() {
            rows.push(Row::blank());
            let drawn = excerpt(&finding, Look { colour: false, width });
            rows.extend(drawn.lines().enumerate().flat_map(|(at, line)| {
                // The message and the help wrap; the excerpt keeps its columns, so that carets stay under their words.
                let is_excerpt = line.contains(" | ") || line.trim_end().ends_with('|');
                let style = if at == 0 { theme.strong() } else { theme.text() };
                if is_excerpt { vec![Row::of(line.to_owned(), style)] } else { wrapped(line, width, style) }
            }));
        }
    }
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, broken.scroll, None);
    Vec::new()
}
