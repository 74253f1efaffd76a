//! Characters that may not stand in a data file, as such or as escapes.

use super::MAX_DIAGNOSTICS;
use super::scan::{Piece, pieces};
use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::text;

/// A fault for each character in a file that may not reach a terminal.
pub(in crate::content) fn unsafe_characters(text: &str) -> Vec<Diagnostic> {
    if text::first_unsafe(text).is_none() {
        return Vec::new();
    }
    let raw = text.char_indices().filter(|&(at, c)| {
        let line_end = c == '\r' && text.get(at + 1..).is_some_and(|next| next.starts_with('\n'));
        text::is_unsafe(c) && !line_end
    });
    raw.take(MAX_DIAGNOSTICS).map(|(at, c)| unsafe_character(Span::new(at, at + c.len_utf8()), c)).collect()
}

/// The same for each escape that makes such a character.
pub(super) fn unsafe_escapes(text: &str) -> Vec<Diagnostic> {
    if !(text.contains("\\u") || text.contains("\\x") || text.contains("\\0")) {
        return Vec::new();
    }
    let escaped = pieces(text).filter_map(|piece| match piece {
        Piece::Escaped(start, end) => Some((start, text.get(start..end)?)),
        _ => None,
    });
    escaped
        .flat_map(|(start, inside)| escapes(inside).into_iter().map(move |(at, length, c)| (Span::new(start + at, start + at + length), c)))
        .filter(|(_, c)| text::is_unsafe(*c))
        .map(|(span, c)| unsafe_character(span, c))
        .take(MAX_DIAGNOSTICS)
        .collect()
}

fn unsafe_character(span: Span, c: char) -> Diagnostic {
    Diagnostic::new(Code::ControlCharacter, format!("the character U+{:04X} may not stand in a data file", u32::from(c)))
        .at(span, "")
        .help("a terminal would act upon it instead of showing it; take it out")
}

/// The escapes by number in a text: offset, length, and the character that each makes.
fn escapes(inside: &str) -> Vec<(usize, usize, char)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = inside.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + next;
        let rest = inside.get(start + 1..).unwrap_or("");
        let (length, code) = match rest.chars().next() {
            Some('0') => (2, Some(0)),
            Some('x') => (4, rest.get(1..3).and_then(|digits| u32::from_str_radix(digits, 16).ok())),
            Some('u') => {
                let digits = rest.get(1..).and_then(|braced| braced.strip_prefix('{')?.split_once('}')).map(|(digits, _)| digits);
                match digits {
                    Some(digits) => (digits.len() + 4, u32::from_str_radix(digits, 16).ok()),
                    None => (2, None),
                }
            }
            Some(c) => (1 + c.len_utf8(), None),
            None => (1, None),
        };
        if let Some(c) = code.and_then(char::from_u32) {
            found.push((start, length, c));
        }
        at = start + length;
    }
    found
}
