//! Draws text, lines and scrolling panes into a buffer, and notes where clicks lead.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::TextArea;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::rows::Row;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Look, Measured, PaneMeasure, Scroll, Spot};
use crate::tui::theme::Theme;

pub(super) struct Painter<'a> {
    buffer: &'a mut Buffer,
    look: Look,
    area: Rect,
    measured: Measured,
}

/// A typed text, and where it is drawn.
pub(super) struct Typed<'a> {
    /// The text.
    pub text: &'a TextArea<'static>,
    /// What of its field is in sight.
    pub area: Rect,
    /// How many rows of the field are not in sight above it.
    pub hidden: u16,
    /// The rows of the field.
    pub rows: u16,
    /// The rows that the text takes.
    pub lines: usize,
    /// The columns that it takes; of interest for one of a single row.
    pub columns: usize,
    /// Whether it has the keys.
    pub focused: bool,
}

impl<'a> Painter<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, look: Look, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        Painter { buffer, look, area, measured: Measured::default() }
    }

    pub(super) fn finish(self) -> Measured {
        self.measured
    }

    pub(super) fn theme(&self) -> Theme {
        self.look.theme
    }

    /// Draws text within a width, cut with a mark where it is longer; the columns used.
    pub(super) fn text(&mut self, x: u16, y: u16, text: &str, style: Style, width: u16) -> u16 {
        let width = width.min(self.area.right().saturating_sub(x));
        if width == 0 || !(self.area.y..self.area.bottom()).contains(&y) {
            return 0;
        }
        let text = self.drawable(text);
        let fitted = fit(&text, usize::from(width), if self.look.ascii { "~" } else { "…" });
        // What was drawn there before leaves nothing behind, such as its dimness.
        let (end, _) = self.buffer.set_stringn(x, y, &fitted, usize::from(width), Style::reset().patch(style));
        end - x
    }

    /// Draws what of a typed text is in sight. The cursor stands out where the field has the keys, and marks at the edges say where the
    /// text goes on.
    pub(super) fn typed(&mut self, typed: &Typed<'_>) {
        let Typed { area, text, hidden, rows, .. } = *typed;
        let whole = Rect { x: 0, y: 0, width: area.width, height: rows };
        if whole.is_empty() || area.height == 0 {
            return;
        }
        // It draws into a sheet of its own, which is no part of the screen and may reach beyond it.
        let mut sheet = Buffer::empty(whole);
        text.render(whole, &mut sheet);
        let (top, left) = text.scroll_offset();
        let cursor = text.screen_cursor();
        for (y, row) in (area.y..area.bottom()).zip(hidden..) {
            let mut line = String::new();
            let mut x = 0;
            while let Some(cell) = sheet.cell((x, row)) {
                let width = cell.symbol().width().max(1);
                match (self.look.ascii, cell.symbol().chars().next()) {
                    // One stand-in for what readers take for one character, as wide as that.
                    (true, Some(c)) => line.extend(std::iter::once(stand_in(c)).chain(std::iter::repeat_n(' ', width - 1))),
                    _ => line.push_str(cell.symbol()),
                }
                x += width as u16;
            }
            let theme = self.theme();
            self.text(area.x, y, &line, theme.text(), area.width);
            let is_longer = rows == 1 && typed.columns > usize::from(left + area.width);
            let mark = match (row == 0 && top > 0, row + 1 == rows && usize::from(top + rows) < typed.lines) {
                (true, _) => "▲",
                (_, true) => "▼",
                _ if is_longer => "›",
                _ => "",
            };
            self.text(area.right(), y, mark, theme.accent(), 1);
            if rows == 1 && left > 0 {
                self.text(area.x.saturating_sub(1), y, "‹", theme.accent(), 1);
            }
            if typed.focused && cursor.row == usize::from(top + row) {
                let column = cursor.col.saturating_sub(usize::from(left)).min(usize::from(area.width)) as u16;
                self.highlight(area.x + column, y, theme.selected());
            }
        }
    }

    /// Sets what stands at a place off, such as where the next character goes.
    pub(super) fn highlight(&mut self, x: u16, y: u16, style: Style) {
        if self.area.contains((x, y).into()) {
            self.buffer.set_style(Rect { x, y, width: 1, height: 1 }, style);
        }
    }

    /// Notes that a click there does something.
    pub(super) fn hit_region(&mut self, area: Rect, action: Action) {
        self.measured.hit_regions.push((area, action));
    }

    /// Notes the first row of each thing in the main pane that can be followed.
    pub(super) fn links(&mut self, rows: Vec<usize>) {
        self.measured.link_rows = rows;
    }

    /// A line across the screen, with joints where other lines meet it.
    pub(super) fn rule(&mut self, y: u16, joints: &[u16], joint: char) {
        let style = self.theme().rule();
        for x in self.area.x..self.area.right() {
            let c = if joints.contains(&x) { joint } else { '─' };
            self.text(x, y, c.encode_utf8(&mut [0; 4]), style, 1);
        }
    }

    /// A line down a part of the screen.
    pub(super) fn divider(&mut self, x: u16, area: Rect) {
        let style = self.theme().rule();
        for y in area.y..area.bottom() {
            self.text(x, y, "│", style, 1);
        }
    }

    /// How a key is written in hints.
    pub(super) fn key(&self, shown: &str) -> String {
        if !self.look.ascii {
            return shown.to_owned();
        }
        match shown {
            "⏎" => "Enter".to_owned(),
            "⌫" => "Bksp".to_owned(),
            "↑↓" => "Up/Dn".to_owned(),
            "←" => "Left".to_owned(),
            other => other.to_owned(),
        }
    }

    /// Draws rows from the offset that the scroll asks for, with a bar on the right when there are more than fit.
    ///
    /// `keep` are the rows that must be in sight when the scroll follows a mark.
    pub(super) fn pane(&mut self, pane: Pane, area: Rect, rows: &[Row], scroll: Scroll, keep: Option<Range<usize>>) {
        self.long_pane(pane, area, rows.len(), scroll, keep, |shown| rows.get(shown).unwrap_or_default().to_vec());
    }

    /// The same where rows are many: only those in sight are made.
    pub(super) fn long_pane(
        &mut self,
        pane: Pane,
        area: Rect,
        lines: usize,
        scroll: Scroll,
        keep: Option<Range<usize>>,
        draw: impl FnOnce(Range<usize>) -> Vec<Row>,
    ) {
        let height = usize::from(area.height);
        let most = lines.saturating_sub(height);
        let offset = first_line(lines, height, scroll, keep.clone());
        if pane == Pane::Main {
            self.measured.marked_in_sight = keep.map(|keep| keep.start >= offset && keep.start < offset + height);
        }
        let text_width = area.width.saturating_sub(1);
        let shown = draw(offset..(offset + height).min(lines));
        for (y, row) in (area.y..area.bottom()).zip(&shown) {
            self.row(area.x, y, text_width, row);
        }
        if most > 0 {
            self.bar(area, offset, lines);
        }
        self.measured.panes.push((pane, PaneMeasure { area, offset, most }));
    }

    /// Notes which of some headings, given by their lines and in order, the top of the main pane stands under.
    pub(super) fn spot(&mut self, headings: &[(usize, usize)]) {
        let Some((_, main)) = self.measured.panes.iter().find(|(pane, _)| *pane == Pane::Main) else { return };
        let above = headings.iter().rev().find(|(line, _)| *line <= main.offset);
        self.measured.top = above.map(|(line, heading)| Spot { heading: *heading, below: main.offset - line });
    }

    fn row(&mut self, x: u16, y: u16, width: u16, row: &Row) {
        let end = x + width;
        let mut at = x;
        for piece in &row.pieces {
            let start = at;
            at += self.text(at, y, &piece.text, piece.style, end.saturating_sub(at));
            if let Some(action) = &piece.action {
                self.hit_region(Rect { x: start, y, width: at - start, height: 1 }, action.clone());
            }
        }
        if let Some(action) = &row.action {
            self.hit_region(Rect { x, y, width, height: 1 }, action.clone());
        }
    }

    fn bar(&mut self, area: Rect, offset: usize, rows: usize) {
        let theme = self.theme();
        let (x, height) = (area.right() - 1, usize::from(area.height));
        let thumb = (height * height / rows.max(1)).clamp(1, height);
        let start = (height - thumb) * offset / rows.saturating_sub(height).max(1);
        for (at, y) in (area.y..area.bottom()).enumerate() {
            let (mark, style) = match at {
                at if (start..start + thumb).contains(&at) => ("┃", theme.accent()),
                _ => ("│", theme.rule()),
            };
            self.text(x, y, mark, style, 1);
        }
        if offset + height < rows {
            self.text(x, area.bottom() - 1, "▼", theme.accent(), 1);
        }
        if offset > 0 {
            self.text(x, area.y, "▲", theme.accent(), 1);
        }
    }

    /// The text as this terminal can show it: with ASCII stand-ins where it is not one for Unicode.
    fn drawable(&self, text: &str) -> String {
        if !self.look.ascii || text.is_ascii() {
            return text.to_owned();
        }
        text.chars().map(stand_in).collect()
    }
}

/// An ASCII stand-in for what the program itself draws and for common punctuation; other characters become `?`.
fn stand_in(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        '▸' | '→' | '↳' | '›' => '>',
        '✓' => '*',
        '×' => 'x',
        '─' | '━' | '–' | '—' | '−' => '-',
        '│' | '┃' | '▌' => '|',
        '┬' | '┴' | '┼' | '├' | '└' | '┠' | '┡' | '┗' => '+',
        '■' => '#',
        '✎' => '&',
        '≠' => '/',
        '»' => '@',
        '‹' => '<',
        '•' | '·' => '-',
        '▲' => '^',
        '▼' => 'v',
        '…' => '~',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{a0}' => ' ',
        '█' | '▏' => '_',
        _ => '?',
    }
}

/// A text within a width of columns: cut between characters as readers see them, with a mark at the cut.
pub(super) fn fit(text: &str, width: usize, mark: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(mark.width());
    let mut used = 0;
    let mut fitted = String::new();
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() > room {
            break;
        }
        used += grapheme.width();
        fitted.push_str(grapheme);
    }
    fitted.push_str(mark);
    fitted
}

/// The first line of a pane that is shown: as it is scrolled, and so that what is to be in sight is, if it has to be.
pub(super) fn first_line(lines: usize, height: usize, scroll: Scroll, keep: Option<Range<usize>>) -> usize {
    let most = lines.saturating_sub(height);
    let mut offset = scroll.offset.min(most);
    if let Some(keep) = keep.filter(|_| scroll.follow) {
        if keep.end > offset + height {
            offset = keep.end - height;
        }
        offset = offset.min(keep.start).min(most);
        // What stands above the first mark is worth seeing too.
        if keep.start < height / 2 && keep.end <= height {
            offset = 0;
        }
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_texts_end_in_a_mark_and_never_in_half_a_character() {
        assert_eq!(fit("short", 5, "…"), "short");
        assert_eq!(fit("longer", 5, "…"), "long…");
        assert_eq!(fit("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(fit("漢字漢字", 4, "…"), "漢…");
        assert_eq!(fit("👩‍🚀👩‍🚀👩‍🚀", 5, "…"), "👩‍🚀👩‍🚀…");
    }
}
