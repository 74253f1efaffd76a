//! A form: what it is about, and its fields with what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, TextArea};
use unicode_width::UnicodeWidthStr;

use super::painter::{Painter, Typed, first_line};
use super::rows::{Row, wrapped};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Field, FieldValue, FormOverlay, Overlay, State};
use crate::tui::theme::Theme;

/// From this width on, labels stand before their fields instead of above them.
const LABELS_BEFORE: u16 = 60;
/// The widest field, in columns.
const MEASURE: usize = 88;
/// The least and the most rows of a text of several lines.
const TEXT_ROWS: (usize, usize) = (2, 12);

pub(super) fn render(form: &FormOverlay, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let pane = Rect { x: area.x + 1, width: area.width - 1, ..area };
    let width = usize::from(pane.width.saturating_sub(2)).min(MEASURE + 24);
    let label = form.fields.iter().map(|field| field.label.width()).max().unwrap_or(0) + 4;
    // Two columns are the pointer in front of a field, two the bar before what is typed.
    let indent = if area.width >= LABELS_BEFORE { label } else { 2 };
    let room = width.saturating_sub(indent + 2).clamp(8, MEASURE);
    let mut sheet = Sheet {
        rows: Vec::new(),
        areas: Vec::new(),
        theme,
        indent,
        room,
        most: usize::from(area.height / 3).clamp(TEXT_ROWS.0, TEXT_ROWS.1),
    };
    for line in &form.about {
        sheet.rows.extend(wrapped(line, width, theme.dim()));
    }
    if !form.about.is_empty() {
        sheet.rows.push(Row::blank());
    }
    let mut keep = None;
    for (at, field) in form.fields.iter().enumerate() {
        let first = sheet.rows.len();
        sheet.field(at, field, form.focus == at);
        if form.focus == at {
            keep = Some(first..sheet.rows.len());
        }
    }
    let offset = first_line(sheet.rows.len(), usize::from(pane.height), form.scroll, keep.clone());
    painter.pane(Pane::Main, pane, &sheet.rows, form.scroll, keep);
    for text in sheet.areas {
        let height = usize::from(text.typed.rows);
        let top = text.first.saturating_sub(offset);
        let shown = (text.first + height).saturating_sub(offset).min(usize::from(pane.height)).saturating_sub(top);
        let place = Rect { x: pane.x + indent as u16 + 2, y: pane.y + top as u16, width: room as u16, height: shown as u16 };
        painter.typed(&Typed { area: place, hidden: offset.saturating_sub(text.first) as u16, ..text.typed });
    }
    Vec::new()
}

/// What the form on top is called.
pub(super) fn title(state: &State) -> String {
    match state.overlays.last() {
        Some(Overlay::Form(form)) => form.title.clone(),
        _ => String::new(),
    }
}

/// A form as rows, with the places of its texts left blank.
struct Sheet<'a> {
    rows: Vec<Row>,
    areas: Vec<Placed<'a>>,
    theme: Theme,
    indent: usize,
    room: usize,
    /// The most rows of a text.
    most: usize,
}

/// A text, and the row in which it begins.
struct Placed<'a> {
    typed: Typed<'a>,
    first: usize,
}

impl<'a> Sheet<'a> {
    fn field(&mut self, at: usize, field: &'a Field, focused: bool) {
        let theme = self.theme;
        let label = Row::of(if focused { "▸ " } else { "  " }, theme.accent())
            .then(field.label.clone(), if focused { theme.selected() } else { theme.strong() })
            .doing(Some(Action::Click(Pane::Main, at)));
        let is_before = self.indent > 2;
        if !is_before {
            self.rows.push(label.clone());
        }
        let top = self.rows.len();
        match &field.value {
            FieldValue::Line(area) => self.text(area, at, 1, focused),
            FieldValue::Text(area) => self.text(area, at, TEXT_ROWS.0, focused),
            FieldValue::Choice { words, at: chosen } => self.choice(words, at, *chosen, focused),
        }
        let below = match &field.fault {
            Some(fault) => Some((format!("! {fault}"), theme.warning())),
            None if focused && !field.hint.is_empty() => Some((field.hint.clone(), theme.dim())),
            None => None,
        };
        if let Some((text, style)) = below {
            let front = " ".repeat(self.indent + 2);
            let lines = wrapped(&text, self.room, style);
            self.rows.extend(lines.into_iter().map(|row| row.prefixed(front.clone(), theme.text())));
        }
        if is_before && let Some(row) = self.rows.get_mut(top) {
            let pad = " ".repeat(self.indent.saturating_sub(label.width()));
            let rest = std::mem::take(&mut row.pieces).into_iter().skip(1);
            row.pieces = label.then(pad, theme.text()).pieces.into_iter().chain(rest).collect();
        }
    }

    /// Rows with the bar before a text, whose own characters are drawn over them.
    fn text(&mut self, text: &'a TextArea<'static>, at: usize, least: usize, focused: bool) {
        let theme = self.theme;
        let lines = if least == 1 { 1 } else { rows_of(text, self.room) };
        let columns = text.lines().iter().map(|line| line.width()).max().unwrap_or(0);
        let rows = lines.clamp(least, self.most.max(least));
        let typed = Typed { text, area: Rect::default(), hidden: 0, rows: rows as u16, lines, columns, focused };
        self.areas.push(Placed { typed, first: self.rows.len() });
        for _ in 0..rows {
            let row = Row::of(" ".repeat(self.indent), theme.text()).then(if focused { "┃ " } else { "│ " }, self.bar(focused));
            self.rows.push(row.doing(Some(Action::Click(Pane::Main, at))));
        }
    }

    /// The words of a choice, the chosen one in brackets.
    fn choice(&mut self, words: &[String], at: usize, chosen: usize, focused: bool) {
        let theme = self.theme;
        let front = || Row::of(" ".repeat(self.indent), theme.text()).then(if focused { "┃ " } else { "│ " }, self.bar(focused));
        let mut row = front();
        let mut rows = Vec::new();
        for (word_at, word) in words.iter().enumerate() {
            let (text, style) = match (word_at == chosen, focused) {
                (true, true) => (format!("[{word}]"), theme.selected()),
                (true, false) => (format!("[{word}]"), theme.strong()),
                (false, _) => (format!(" {word} "), theme.text()),
            };
            if row.width() + text.width() > self.indent + 2 + self.room && row.pieces.len() > 2 {
                rows.push(std::mem::replace(&mut row, front()));
            }
            row = row.then(text, style);
            if let Some(piece) = row.pieces.last_mut() {
                piece.action = Some(Action::Choose(at, word_at));
            }
        }
        rows.push(row);
        self.rows.extend(rows);
    }

    fn bar(&self, focused: bool) -> ratatui::style::Style {
        if focused { self.theme.accent() } else { self.theme.rule() }
    }
}

/// The rows that a text takes at a width.
fn rows_of(area: &TextArea<'static>, width: usize) -> usize {
    // Only what was drawn once knows its width, and only the last row's number how many there are.
    let mut copy = area.clone();
    let place = Rect::new(0, 0, width as u16, 1);
    (&copy).render(place, &mut Buffer::empty(place));
    copy.move_cursor(CursorMove::Bottom);
    copy.move_cursor(CursorMove::End);
    copy.screen_cursor().row + 1
}
