//! Search: what is typed, and what was found for it, under headings, each with the line that matched.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::painter::Painter;
use super::rows::{Row, RowPiece, wrapped};
use crate::advice::search::Hit;
use crate::content::pack::{Words, fill};
use crate::paper::export::search::heading;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{MAX_FOUND, Overlay, SearchOverlay, State};
use crate::tui::theme::Theme;

/// The longest comfortable line, in columns.
const MEASURE: usize = 110;

pub(super) fn render(state: &State, search: &SearchOverlay, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = state.pack.words();
    let front = " / ";
    let room = usize::from(area.width).saturating_sub(front.width() + 2);
    let input = &search.input;
    painter.text(area.x, area.y, front, theme.accent(), area.width);
    let x = area.x + front.width() as u16;
    if input.value().is_empty() {
        painter.text(x + 1, area.y, &words.search.hint, theme.dim(), room as u16);
    }
    let scroll = input.visual_scroll(room);
    let (shown, cursor) = window(input.value(), scroll, room, input.visual_cursor());
    painter.text(x, area.y, &shown, theme.strong(), room as u16);
    painter.highlight(x + cursor as u16, area.y, theme.selected());

    let list = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 1, height: area.height - 2 };
    let width = usize::from(list.width.saturating_sub(2)).min(MEASURE);
    let (mut rows, keep) = rows(search, words, theme, width);
    if state.review.room.on {
        rows.push(Row::blank());
        rows.extend(wrapped(&words.room.search, width, theme.dim()));
    }
    painter.pane(Pane::Main, list, &rows, search.scroll, keep);
    Vec::new()
}

/// How many were found.
pub(super) fn count(state: &State) -> String {
    match state.overlays.last() {
        Some(Overlay::Search(search)) if search.count() >= MAX_FOUND => format!("{MAX_FOUND}+"),
        Some(Overlay::Search(search)) if search.count() > 0 => search.count().to_string(),
        _ => String::new(),
    }
}

fn rows(search: &SearchOverlay, words: &Words, theme: Theme, width: usize) -> (Vec<Row>, Option<std::ops::Range<usize>>) {
    let Some(found) = &search.found else { return (vec![Row::of(words.search.reading.to_string(), theme.dim())], None) };
    let (mut rows, mut keep, mut at) = (Vec::new(), None, 0);
    let query = search.input.value().trim();
    if found.is_empty() && !query.is_empty() {
        rows.extend(wrapped(&fill(&words.search.nothing, &[("query", query)]), width, theme.text()));
        rows.extend(wrapped(&words.search.try_others, width, theme.dim()));
    }
    for (group, hits) in found {
        if !rows.is_empty() {
            rows.push(Row::blank());
        }
        rows.push(Row::of(heading(words, *group).to_owned(), theme.heading()));
        for hit in hits {
            let marked = at == search.cursor;
            let first = rows.len();
            rows.extend(entry(hit, marked, theme, width).into_iter().map(|row| row.doing(Some(Action::Click(Pane::Main, at)))));
            if marked {
                keep = Some(first..rows.len());
            }
            at += 1;
        }
    }
    (rows, keep)
}

/// What was found: its title, where it is, and the line that matched.
fn entry(hit: &Hit, marked: bool, theme: Theme, width: usize) -> Vec<Row> {
    let front = if marked { "▸ " } else { "  " };
    let mut title = Row::of(front, theme.accent());
    if hit.line == hit.title {
        title.pieces.extend(matched(&hit.line, &hit.marks, theme));
    } else {
        title = title.then(hit.title.clone(), theme.strong());
    }
    if !hit.within.is_empty() {
        title = title.then(format!("  {}", hit.within), theme.dim());
    }
    let title = if marked { title.marked(theme.selected()) } else { title };
    let mut rows = vec![title];
    if hit.line != hit.title {
        let mut line = Row::of("    ", theme.text());
        let (shown, marks) = around(&hit.line, &hit.marks, width.saturating_sub(5));
        line.pieces.extend(matched(&shown, &marks, theme));
        rows.push(line);
    }
    rows
}

/// The part of a line about its first match that fits; the line is cut in front where the match lies too far behind.
fn around(line: &str, marks: &[std::ops::Range<usize>], width: usize) -> (String, Vec<std::ops::Range<usize>>) {
    let first = marks.first().map_or(0, |mark| mark.start);
    let Some(before) = line.get(..first).filter(|before| before.width() > width / 2 && line.width() > width) else {
        return (line.to_owned(), marks.to_vec());
    };
    // From the beginning of a word, so that what is shown can be read.
    let mut from = 0;
    for (at, _) in before.match_indices(' ') {
        if before.get(at..).is_some_and(|rest| rest.width() < width / 3) {
            from = at + 1;
            break;
        }
    }
    let shown = format!("… {}", line.get(from..).unwrap_or(""));
    let by = "… ".len();
    (shown, marks.iter().map(|mark| (mark.start + by).saturating_sub(from)..(mark.end + by).saturating_sub(from)).collect())
}

/// A line with what matched standing out.
fn matched(line: &str, marks: &[std::ops::Range<usize>], theme: Theme) -> Vec<RowPiece> {
    let piece = |text: &str, style| RowPiece { text: text.to_owned(), style, action: None };
    let (mut pieces, mut at) = (Vec::new(), 0);
    for mark in marks {
        pieces.extend(line.get(at..mark.start).map(|text| piece(text, theme.text())));
        pieces.extend(line.get(mark.clone()).map(|text| piece(text, theme.matched())));
        at = mark.end.max(at);
    }
    pieces.extend(line.get(at..).map(|text| piece(text, theme.text())));
    pieces
}

/// What of a typed line is in sight, and the column of the cursor in it.
fn window(value: &str, scroll: usize, room: usize, cursor: usize) -> (String, usize) {
    use unicode_segmentation::UnicodeSegmentation;
    let (mut column, mut shown, mut start) = (0, String::new(), None);
    for grapheme in value.graphemes(true) {
        if column >= scroll && column + grapheme.width() <= scroll + room {
            start.get_or_insert(column);
            shown.push_str(grapheme);
        }
        column += grapheme.width();
    }
    (shown, cursor.saturating_sub(start.unwrap_or(scroll)))
}
