//! Reference text, with its outline.

use ratatui::layout::Rect;

use super::TWO_COLUMNS;
use super::painter::Painter;
use super::rows::{Row, RowPiece, wrapped};
use crate::content::document::{Document, Line, lay_out};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{ReaderScreen, Scroll, Spot, State, followable};
use crate::tui::theme::Theme;

const OUTLINE: u16 = 34;
/// The longest comfortable line of prose, in columns.
pub(super) const MEASURE: usize = 96;

pub(super) fn render(state: &State, reader: &ReaderScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let Some(document) = state.pack.document(&reader.document) else { return Vec::new() };
    let wide = area.width >= TWO_COLUMNS;
    let outline_area = if wide { Rect { width: OUTLINE, ..area } } else { area };
    let text_area = if wide {
        Rect { x: area.x + OUTLINE + 2, width: area.width - OUTLINE - 2, ..area }
    } else {
        Rect { x: area.x + 1, width: area.width - 1, ..area }
    };
    if wide || reader.in_outline {
        outline(state, reader, document, outline_area, painter);
    }
    if wide || !reader.in_outline {
        let width = usize::from(text_area.width.saturating_sub(2)).min(MEASURE);
        let lines = lay_out(&document.blocks, &document.headings, width);
        let keep = marked_lines(&lines, reader.link);
        let first_line =
            |link: &usize| lines.iter().position(|line| line.pieces.iter().any(|piece| piece.link == Some(*link))).unwrap_or(0);
        painter.links(followable(document).iter().map(first_line).collect());
        let line_of = |spot: Spot| Some(lines.iter().position(|line| line.heading == Some(spot.heading))? + spot.below);
        let scroll = match reader.opened_at.and_then(line_of) {
            Some(offset) => Scroll { offset, follow: false },
            None => reader.scroll,
        };
        let mut headings: Vec<(usize, usize)> = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.heading?))).collect();
        headings.dedup_by_key(|(_, heading)| *heading);
        let rows: Vec<Row> = lines.into_iter().map(|line| row(theme, line, reader.link)).collect();
        painter.pane(Pane::Main, text_area, &rows, scroll, keep);
        painter.spot(&headings);
    }
    if !wide {
        return Vec::new();
    }
    painter.divider(area.x + OUTLINE, area);
    vec![area.x + OUTLINE]
}

fn outline(state: &State, reader: &ReaderScreen, document: &Document, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    let mut rows = vec![Row::of(format!(" {}", state.pack.words().reader.outline), theme.heading())];
    let mut keep = None;
    for (at, heading) in document.headings.iter().enumerate() {
        let marked = at == reader.outline_cursor;
        let indent = " ".repeat(usize::from(heading.level.saturating_sub(1)) * 2);
        let style = match (marked, reader.in_outline) {
            (true, true) => theme.selected(),
            (true, false) => theme.strong(),
            (false, _) => theme.text(),
        };
        let width = usize::from(area.width.saturating_sub(3)).saturating_sub(indent.len()).max(8);
        let first = rows.len();
        for (line, text) in wrapped(&heading.text, width, style).into_iter().enumerate() {
            let mark = if marked && line == 0 { "▸ " } else { "  " };
            rows.push(text.prefixed(format!("{mark}{indent}"), theme.accent()).doing(Some(Action::Click(Pane::Side, at))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    painter.pane(Pane::Side, area, &rows, Scroll { follow: true, ..reader.outline_scroll }, keep);
}

/// The lines that a link takes.
fn marked_lines(lines: &[Line], link: Option<usize>) -> Option<std::ops::Range<usize>> {
    let has = |line: &Line| line.pieces.iter().any(|piece| piece.link.is_some() && piece.link == link);
    let first = lines.iter().position(has)?;
    let last = lines.iter().rposition(has)?;
    Some(first..last + 1)
}

/// A line of a document, with its links.
pub(super) fn row(theme: Theme, line: Line, marked: Option<usize>) -> Row {
    let pieces = line.pieces.into_iter().map(|piece| {
        let style = theme.role(piece.role);
        match piece.link {
            None => RowPiece { text: piece.text, style, action: None },
            Some(link) => {
                let style = style.patch(if marked == Some(link) { theme.selected() } else { theme.link() });
                RowPiece { text: piece.text, style, action: Some(Action::Click(Pane::Main, link)) }
            }
        }
    });
    Row { pieces: pieces.collect(), action: None }
}
