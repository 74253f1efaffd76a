//! Rows: styled lines of a pane before they are drawn.

use std::ops::Range;

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::content::document::{Line, inline, lay_out};
use crate::content::text::Text;
use crate::paper::export::brief::{Entry, LinkTarget, Mark, Section};
use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// With less room than this, what belongs beside each other stands below each other.
pub(super) const SIDE_BY_SIDE: usize = 66;
/// The longest comfortable column.
pub(super) const MEASURE: usize = 76;

/// A line of a pane.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub pieces: Vec<RowPiece>,
    /// What a click anywhere on the row does.
    pub action: Option<Action>,
}

/// A part of a row.
#[derive(Debug, Clone)]
pub(super) struct RowPiece {
    pub text: String,
    pub style: Style,
    /// What a click on it does.
    pub action: Option<Action>,
}

impl Row {
    pub(super) fn blank() -> Row {
        Row::default()
    }

    pub(super) fn of(text: impl Into<String>, style: Style) -> Row {
        Row::default().then(text, style)
    }

    /// The columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.width()).sum()
    }

    #[must_use]
    pub(super) fn then(mut self, text: impl Into<String>, style: Style) -> Row {
        self.pieces.push(RowPiece { text: text.into(), style, action: None });
        self
    }

    #[must_use]
    pub(super) fn doing(mut self, action: Option<Action>) -> Row {
        self.action = action;
        self
    }

    /// Shows the row as marked: all of it but what stands in front.
    #[must_use]
    pub(super) fn marked(mut self, style: Style) -> Row {
        for piece in self.pieces.iter_mut().skip(1) {
            piece.style = style;
        }
        self
    }

    /// Puts a piece in front.
    #[must_use]
    pub(super) fn prefixed(mut self, front: impl Into<String>, style: Style) -> Row {
        self.pieces.insert(0, RowPiece { text: front.into(), style, action: None });
        self
    }
}

/// What the eye should find first: a heading with a text under it, behind a bar.
pub(super) fn banner(theme: Theme, heading: &str, text: &str, width: usize) -> Vec<Row> {
    let mut rows = vec![Row::of("▌ ", theme.accent()).then(heading, theme.dim())];
    rows.extend(wrapped(text, width.saturating_sub(2).max(8), theme.accent()).into_iter().map(|row| row.prefixed("▌ ", theme.accent())));
    rows
}

/// Plain text, wrapped.
pub(super) fn wrapped(text: &str, width: usize, style: Style) -> Vec<Row> {
    let options = textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|line| Row::of(line.into_owned(), style)).collect()
}

/// Text in inline Markdown, wrapped, behind a front piece on its first line and under it on the others.
pub(super) fn hanging(theme: Theme, front: &str, front_style: Style, markdown: &str, width: usize, base: Style) -> Vec<Row> {
    let hang = front.width();
    let lines = lay_out(&inline(&Text::new(markdown)), &[], width.saturating_sub(hang).max(8));
    let mut rows: Vec<Row> = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let front = if at == 0 { front.to_owned() } else { " ".repeat(hang) };
            let mut row = Row::of(front, front_style);
            row.pieces.extend(pieces(theme, line).into_iter().map(|piece| RowPiece { style: base.patch(piece.style), ..piece }));
            row
        })
        .collect();
    if rows.is_empty() {
        rows.push(Row::of(front.to_owned(), front_style));
    }
    rows
}

/// The parts of a line of Markdown.
pub(super) fn pieces(theme: Theme, line: Line) -> Vec<RowPiece> {
    line.pieces.into_iter().map(|piece| RowPiece { text: piece.text, style: theme.role(piece.role), action: None }).collect()
}

/// Headed lists. `marked` is the place, among all that can be followed, of the one that is marked. Beside all rows come those that
/// each of the things that can be followed takes, counted from the first row.
pub(super) fn sections(theme: Theme, sections: &[Section], marked: Option<usize>, width: usize) -> (Vec<Row>, Vec<Range<usize>>) {
    let mut rows = Vec::new();
    let mut leads: Vec<Range<usize>> = Vec::new();
    for section in sections {
        rows.push(Row::blank());
        rows.push(Row::of(section.heading.clone(), theme.heading()));
        for entry in &section.entries {
            let is_marked = entry.leads.is_some() && marked == Some(leads.len());
            let first = rows.len();
            rows.extend(entry_rows(theme, entry, is_marked, width));
            if entry.leads.is_some() {
                leads.push(first..rows.len());
            }
        }
    }
    (rows, leads)
}

fn entry_rows(theme: Theme, entry: &Entry, marked: bool, width: usize) -> Vec<Row> {
    let (mark, style) = match entry.mark {
        Mark::None => ("  ".to_owned(), theme.text()),
        // What can be followed is told from what cannot.
        Mark::Bullet if entry.leads.is_some() => (" › ".to_owned(), theme.accent()),
        Mark::Bullet => (" · ".to_owned(), theme.dim()),
        Mark::Nested if entry.leads.is_some() => ("     › ".to_owned(), theme.accent()),
        Mark::Nested => ("     · ".to_owned(), theme.dim()),
        Mark::Number(n) => (format!("{n:>2}. "), theme.accent()),
        Mark::Plus => (" + ".to_owned(), theme.good()),
        Mark::Minus => (" − ".to_owned(), theme.bad()),
        Mark::Warning => (" ! ".to_owned(), theme.warning()),
    };
    let mark = if marked { format!("▸{}", mark.chars().skip(1).collect::<String>()) } else { mark };
    let is_link = matches!(entry.leads, Some(LinkTarget::Reference(_) | LinkTarget::Tree(_)))
        && entry.mark == Mark::Bullet
        && !entry.text.contains("**");
    let base = if is_link { theme.link() } else { theme.text() };
    let mut rows = hanging(theme, &mark, style, &entry.text, width, base);
    if let Some(LinkTarget::Address(address)) = &entry.leads {
        let hang = mark.width();
        rows.extend(
            wrapped(address, width.saturating_sub(hang).max(8), theme.dim())
                .into_iter()
                .map(|row| row.prefixed(" ".repeat(hang), theme.text())),
        );
    }
    rows.into_iter()
        .map(|row| {
            let row = row.doing(entry.leads.clone().map(Action::Follow));
            if marked { row.marked(theme.selected()) } else { row }
        })
        .collect()
}

/// Rows beside each other, with a line between.
pub(super) fn beside(left: Vec<Row>, right: Vec<Row>, width: usize, theme: Theme) -> Vec<Row> {
    let height = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let mut rows = Vec::new();
    for _ in 0..height {
        let (one, other) = (left.next().unwrap_or_default(), right.next().unwrap_or_default());
        let pad = " ".repeat(width.saturating_sub(one.width()));
        let mut row = one.then(pad, theme.text()).then(" │ ", theme.rule());
        row.pieces.extend(other.pieces);
        rows.push(row);
    }
    rows
}
