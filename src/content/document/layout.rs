//! Blocks to lines of a width, with roles that a screen gives colours to.

use textwrap::{Options, WordSplitter, WrapAlgorithm};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Block, Heading, Inline, Style};

/// A line to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its parts, from the left.
    pub pieces: Vec<Piece>,
    /// The heading that begins here, by its place in [`super::Document::headings`].
    pub heading: Option<usize>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// The link that it is part of, by its place in [`super::Document::links`].
    pub link: Option<usize>,
}

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text, in a style.
    Text(Style),
    /// A heading of a level.
    Heading(u8),
    /// A line of a code block.
    Code,
    /// Text within a quotation.
    Quote(Style),
    /// A bullet, a number, a rule, the lines of a table.
    Ornament,
}

/// Sets blocks in a width of display columns, with an empty line between them; `headings` are the document's.
///
/// No line is wider than `width`, unless that is narrower than the marks of a list or a single character.
pub fn lay_out(blocks: &[Block], headings: &[Heading], width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    set(blocks, headings, width.max(1), true, &mut lines);
    lines
}

/// The lines as plain text.
pub fn plain(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let whole: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
        text.push_str(whole.trim_end());
        text.push('\n');
    }
    text
}

fn set(blocks: &[Block], headings: &[Heading], width: usize, spaced: bool, lines: &mut Vec<Line>) {
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 && spaced {
            lines.push(Line::default());
        }
        match block {
            Block::Heading(ix, inlines) => {
                let level = headings.get(*ix).map_or(2, |heading| heading.level);
                let first = lines.len();
                lines.extend(wrap(inlines, width, |_| Role::Heading(level)));
                if let Some(line) = lines.get_mut(first) {
                    line.heading = Some(*ix);
                }
            }
            Block::Paragraph(inlines) => lines.extend(wrap(inlines, width, Role::Text)),
            Block::Code { lines: code, .. } => lines.extend(code.iter().flat_map(|text| set_code(text, width))),
            Block::Quote(inner) => {
                let mut quoted = Vec::new();
                set(inner, headings, width.saturating_sub(2).max(1), true, &mut quoted);
                for line in &mut quoted {
                    for piece in &mut line.pieces {
                        if let Role::Text(style) = piece.role {
                            piece.role = Role::Quote(style);
                        }
                    }
                }
                lines.extend(indent(quoted, "│ ", "│ "));
            }
            Block::List { first, items } => set_list(*first, items, headings, width, lines),
            Block::Table { head, rows } => set_table(head, rows, width, lines),
            Block::Rule => lines.push(Line { pieces: vec![ornament(&"─".repeat(width.min(40)))], heading: None }),
        }
    }
}

/// A line of code; one that is too long goes on below, behind a mark.
fn set_code(text: &str, width: usize) -> Vec<Line> {
    const INDENT: usize = 2;
    let room = width.saturating_sub(INDENT).max(INDENT + 1);
    let mut parts = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() > room {
            // Better behind a space than within a word, where there is one in the latter half.
            let last = parts.last_mut().map_or("", |part| part.as_str());
            let space = last.rfind(' ').map(|at| at + 1).filter(|at| *at > last.len() / 2 && *at < last.len());
            let moved = space.and_then(|at| parts.last_mut().map(|part| part.split_off(at))).unwrap_or_default();
            // The mark takes its columns from the lines that go on.
            used = INDENT + moved.width();
            parts.push(moved);
        }
        used += grapheme.width();
        if let Some(part) = parts.last_mut() {
            part.push_str(grapheme);
        }
    }
    let line = |(at, text): (usize, String)| Line {
        pieces: vec![ornament(if at == 0 { "  " } else { "  ↳ " }), Piece { text, role: Role::Code, link: None }],
        heading: None,
    };
    parts.into_iter().enumerate().map(line).collect()
}

fn set_list(first: Option<u64>, items: &[Vec<Block>], headings: &[Heading], width: usize, lines: &mut Vec<Line>) {
    let last = first.map(|first| first.saturating_add(items.len() as u64));
    let hang = last.map_or(2, |last| last.to_string().len() + 2);
    // A list whose entries are of one block each is set close; one of longer entries gets air.
    let close = items.iter().all(|item| item.iter().filter(|block| !matches!(block, Block::List { .. })).count() <= 1);
    for (at, item) in items.iter().enumerate() {
        if at > 0 && !close {
            lines.push(Line::default());
        }
        let mark = match first {
            Some(first) => format!("{:<hang$}", format!("{}.", first.saturating_add(at as u64))),
            None => "• ".to_owned(),
        };
        let mut inner = Vec::new();
        set(item, headings, width.saturating_sub(hang).max(1), !close, &mut inner);
        if inner.is_empty() {
            inner.push(Line::default());
        }
        lines.extend(indent(inner, &mark, &" ".repeat(hang)));
    }
}

fn indent(lines: Vec<Line>, first: &str, rest: &str) -> impl Iterator<Item = Line> {
    lines.into_iter().enumerate().map(move |(at, mut line)| {
        line.pieces.insert(0, ornament(if at == 0 { first } else { rest }));
        line
    })
}

/// A word of a table that is longer, such as an address, may be broken.
const LONGEST_WORD: usize = 24;
const GAP: usize = 2;

fn set_table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], width: usize, lines: &mut Vec<Line>) {
    let columns = head.len();
    let Some(widths) = column_widths(head, rows, width) else {
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                lines.push(Line::default());
            }
            for (column, cell) in row.iter().enumerate() {
                let strong = |inline: &Inline| Inline { style: Style { strong: true, ..inline.style }, ..inline.clone() };
                let mut inlines: Vec<Inline> = head.get(column).map(|title| title.iter().map(strong).collect()).unwrap_or_default();
                if !inlines.is_empty() {
                    inlines.push(Inline { text: ": ".to_owned(), ..Inline::default() });
                }
                inlines.extend(cell.iter().cloned());
                let wrapped = wrap(&inlines, width.saturating_sub(2).max(1), Role::Text);
                let mark = if column == 0 { "• " } else { "  " };
                lines.extend(indent(wrapped, mark, "  "));
            }
        }
        return;
    };
    let set_row = |cells: &[Vec<Inline>], role: fn(Style) -> Role| -> Vec<Line> {
        let cells: Vec<Vec<Line>> =
            (0..columns).map(|at| wrap(cells.get(at).map_or(&[][..], Vec::as_slice), widths.get(at).copied().unwrap_or(1), role)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let line = |row: usize| {
            let mut line = Line::default();
            for (at, cell) in cells.iter().enumerate() {
                let pieces = cell.get(row).map(|line| line.pieces.clone()).unwrap_or_default();
                let used: usize = pieces.iter().map(|piece| piece.text.width()).sum();
                line.pieces.extend(pieces);
                if at + 1 < columns {
                    let column = widths.get(at).copied().unwrap_or(1);
                    line.pieces.push(ornament(&" ".repeat(column.saturating_sub(used) + GAP)));
                }
            }
            line
        };
        (0..height).map(line).collect()
    };
    lines.extend(set_row(head, |style| Role::Text(Style { strong: true, ..style })));
    let rule = widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join(&"─".repeat(GAP));
    lines.push(Line { pieces: vec![ornament(&rule)], heading: None });
    let rows: Vec<Vec<Line>> = rows.iter().map(|row| set_row(row, Role::Text)).collect();
    // Rows are told apart by an empty line where one of them takes several.
    let apart = rows.iter().any(|row| row.len() > 1);
    for (at, row) in rows.into_iter().enumerate() {
        if apart && at > 0 {
            lines.push(Line::default());
        }
        lines.extend(row);
    }
}

/// Gives each column what it wants, and when that is too much its longest word and a share of the rest; `None` when even the words
/// do not fit beside each other.
fn column_widths(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(GAP * head.len().saturating_sub(1))?;
    let (mut wanted, mut least) = (Vec::new(), Vec::new());
    for at in 0..head.len() {
        let cells = || rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        let whole = |cell: &Vec<Inline>| cell.iter().map(|inline| inline.text.as_str()).collect::<String>();
        wanted.push(cells().map(|cell| whole(cell).width()).max().unwrap_or(0).max(1));
        let longest = |cell: &Vec<Inline>| whole(cell).split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
        least.push(cells().map(longest).max().unwrap_or(0).clamp(1, LONGEST_WORD));
    }
    if wanted.iter().sum::<usize>() <= room {
        return Some(wanted);
    }
    let spare = room.checked_sub(least.iter().sum())?;
    let lacking: usize = wanted.iter().zip(&least).map(|(wanted, least)| wanted.saturating_sub(*least)).sum();
    let share = |(wanted, least): (&usize, &usize)| least + spare * wanted.saturating_sub(*least) / lacking.max(1);
    Some(wanted.iter().zip(&least).map(share).collect())
}

fn ornament(text: &str) -> Piece {
    Piece { text: text.to_owned(), role: Role::Ornament, link: None }
}

/// Wraps runs of text, keeping their styles and links.
fn wrap(inlines: &[Inline], width: usize, role: impl Fn(Style) -> Role) -> Vec<Line> {
    let whole: String = inlines.iter().map(|inline| inline.text.as_str()).collect();
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation).wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut lines = Vec::new();
    // The run that the line before ended in, and where it begins: lines come in order, so that no run is looked at for each.
    let (mut first, mut first_at) = (0, 0);
    for wrapped in textwrap::wrap(&whole, options) {
        // Without indents and hyphens every line is a slice of the whole, so that the distance is the offset of its first byte.
        let start = (wrapped.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
        let end = (start + wrapped.len()).min(whole.len());
        let mut pieces = Vec::new();
        let mut at = first_at;
        for (run, inline) in inlines.iter().enumerate().skip(first) {
            if at >= end {
                break;
            }
            (first, first_at) = (run, at);
            let (from, to) = (at.max(start), (at + inline.text.len()).min(end));
            if let Some(text) = whole.get(from..to).filter(|text| !text.is_empty()) {
                pieces.push(Piece { text: text.to_owned(), role: role(inline.style), link: inline.link });
            }
            at += inline.text.len();
        }
        lines.push(Line { pieces, heading: None });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::document::parse;

    #[track_caller]
    fn check(markdown: &str, width: usize, expected: &str) {
        let (document, _) = parse(markdown);
        let lines = lay_out(&document.blocks, &document.headings, width);
        assert_eq!(plain(&lines), expected);
    }

    #[test]
    fn prose_lists_and_quotes_wrap_with_their_indents() {
        check(
            "# T\n\nsome *words* that `wrap`\n\n- one two three\n- four\n\n9. a\n10. b\n\n> said so once",
            12,
            "T\n\nsome words\nthat wrap\n\n• one two\n  three\n• four\n\n9.  a\n10. b\n\n│ said so\n│ once\n",
        );
    }

    #[test]
    fn tables_share_the_width_or_become_lists() {
        let table = "# T\n\n| Key | Meaning |\n|---|---|\n| a | short |\n| b | something rather long |\n";
        check(table, 60, "T\n\nKey  Meaning\n──────────────────────────\na    short\nb    something rather long\n");
        check(table, 20, "T\n\nKey  Meaning\n────────────────────\na    short\n\nb    something\n     rather long\n");
        check(table, 10, "T\n\n• Key: a\n  Meaning:\n  short\n\n• Key: b\n  Meaning:\n  somethin\n  g rather\n  long\n");
    }

    #[test]
    fn wide_characters_are_measured_in_columns() {
        check("漢字漢字漢字", 4, "漢字\n漢字\n漢字\n");
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let markdown = "# A long heading of many words\n\n- a\n  - b with *several* words\n    > quoted text here\n\n| a | b | c |\n|---|---|---|\n| words of a cell | more | `code here` |\n\n```\nSELECT something_long FROM somewhere WHERE it_is = 'wide'\n```\n";
        let (document, _) = parse(markdown);
        for width in 12..80 {
            for line in lay_out(&document.blocks, &document.headings, width) {
                let wide: usize = line.pieces.iter().map(|piece| piece.text.width()).sum();
                assert!(wide <= width, "{wide} > {width}: {line:?}");
            }
        }
    }

    #[test]
    fn links_keep_their_place_when_a_line_breaks() {
        let (document, _) = parse("see [the long text](https://example.org) now");
        let lines = lay_out(&document.blocks, &document.headings, 10);
        let linked: Vec<_> =
            lines.iter().flat_map(|line| &line.pieces).filter(|piece| piece.link == Some(0)).map(|piece| piece.text.as_str()).collect();
        assert_eq!(linked.join("/"), "the/long text");
    }
}
