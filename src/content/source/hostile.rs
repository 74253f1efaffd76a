//! Characters that may not stand in a data file, as such or as escapes.

use super::MAX_DIAGNOSTICS;
use super::scan::{Piece, pieces};
use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::text;

/// A fault for each character in a file that may not reach a terminal.
pub(crate) fn unsafe_characters(text: &str) -> Vec<Diagnostic> {
    if text::first_unsafe(text).is_none() {
        return Vec::new();
    }
    let raw = text.char_indices().filter(|&(at, c)| {
        let line_end = c == '\r' && text.get(at + 1..).is_some_and(|next| next.starts_with('\n'));
        text::is_unsafe(c) && !line_end
    });
    raw.take(MAX_DIAGNOSTICS).map(|(at, c)| unsafe_character(text, Span::new(at, at + c.len_utf8()), c)).collect()
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
        .map(|(span, c)| unsafe_character(text, span, c))
        .take(MAX_DIAGNOSTICS)
        .collect()
}

fn unsafe_character(text: &str, span: Span, c: char) -> Diagnostic {
    // What parts words or lines goes on parting them.
    let instead = match c {
        '\r' => "\n",
        c if c.is_whitespace() => " ",
        _ => "",
    };
    let end = span.end as usize + sequence_behind(text.get(span.end as usize..).unwrap_or(""), c);
    let fault = Diagnostic::new(Code::ControlCharacter, format!("the character U+{:04X} may not stand in a data file", u32::from(c)))
        .at(span, "")
        .help("a terminal would act upon it instead of showing it; take it out");
    // In a text that was once of another encoding, such a character was a dash or a quote: that is not for us to take out.
    if ('\u{80}'..='\u{9f}').contains(&c) { fault } else { fault.fix(Span::new(span.start as usize, end), instead) }
}

/// How much of what stands behind a character belongs to the same control sequence (ECMA-48, 5.4): `[31m` behind an escape, or what
/// a terminal takes for a title up to its end.
fn sequence_behind(behind: &str, c: char) -> usize {
    /// Longer ones are no sequences but text.
    const LONGEST: usize = 80;
    let (opening, rest) = match (c, behind.chars().next()) {
        ('\u{1b}', Some('[')) => (1, behind.get(1..).unwrap_or("")),
        ('\u{1b}', Some(']')) => {
            let end = behind.find(|c: char| c.is_control() || c == '"' || c == '\\');
            return end.filter(|end| *end <= LONGEST && behind.get(*end..).is_some_and(ends_a_title)).unwrap_or(0);
        }
        _ => return 0,
    };
    let parameters = rest.find(|c: char| !(' '..='?').contains(&c)).unwrap_or(rest.len());
    let is_final = rest.get(parameters..).and_then(|rest| rest.chars().next()).is_some_and(|c| ('@'..='~').contains(&c));
    let within = rest.get(..parameters).is_some_and(|parameters| !parameters.contains(['"', ' ', '\'']));
    if is_final && within && parameters <= LONGEST { opening + parameters + 1 } else { 0 }
}

/// Whether a text begins with what ends the title of a window: a bell, as such or as an escape.
fn ends_a_title(text: &str) -> bool {
    ["\u{7}", "\\u{7}", "\\u{07}", "\\x07"].iter().any(|bell| text.starts_with(bell))
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
