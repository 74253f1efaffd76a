//! Finds its way in RON text without parsing it: brackets, texts and comments are told apart, and nothing else.

use super::explain::is_word;
use crate::content::diagnostic::Span;

/// What a reader of RON tells apart without knowing what it means.
pub(super) enum Piece {
    Open(usize),
    Close(usize),
    /// A text in quotes in which a backslash begins an escape: the offsets of its inside.
    Escaped(usize, usize),
    /// A text in quotes without escapes, from its `r` to its last sign.
    Raw(usize, usize),
    /// A name or a number.
    Word(usize, usize),
    Colon(usize),
    Comma(usize),
}

impl Piece {
    /// From its first byte to behind its last.
    pub(super) fn range(&self) -> (usize, usize) {
        match *self {
            Piece::Open(at) | Piece::Close(at) | Piece::Colon(at) | Piece::Comma(at) => (at, at + 1),
            Piece::Escaped(start, end) => (start - 1, end + 1),
            Piece::Raw(start, end) | Piece::Word(start, end) => (start, end),
        }
    }
}

/// A field of a group, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Span,
    /// Its value.
    pub value: Span,
    /// Behind its comma, or behind its value where it has none.
    pub end: usize,
}

/// Walks over what a reader of RON tells apart, past comments; stops at the first thing that is not closed.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let c = rest.chars().next()?;
            let start = at;
            at += c.len_utf8();
            match c {
                '(' | '[' | '{' => return Some(Piece::Open(start)),
                ')' | ']' | '}' => return Some(Piece::Close(start)),
                '"' => {
                    let mut escaped = false;
                    let end = rest.char_indices().skip(1).find(|&(_, c)| {
                        let ends = c == '"' && !escaped;
                        escaped = c == '\\' && !escaped;
                        ends
                    });
                    at = start + end?.0 + 1;
                    return Some(Piece::Escaped(start + 1, at - 1));
                }
                'r' if rest.get(1..).is_some_and(|next| next.trim_start_matches('#').starts_with('"')) => {
                    let hashes = rest.get(1..)?.chars().take_while(|&c| c == '#').count();
                    let closing = format!("\"{}", "#".repeat(hashes));
                    let inside = start + hashes + 2;
                    at = inside + text.get(inside..)?.find(&closing)? + closing.len();
                    return Some(Piece::Raw(start, at));
                }
                ':' => return Some(Piece::Colon(start)),
                ',' => return Some(Piece::Comma(start)),
                '/' if rest.starts_with("//") => at = start + rest.find('\n')?,
                '/' if rest.starts_with("/*") => at = start + comment_length(rest)?,
                c if is_word(c) => {
                    at = start + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                    return Some(Piece::Word(start, at));
                }
                _ => {}
            }
        }
    })
}

/// The insides of all texts, past comments.
pub fn texts(text: &str) -> impl Iterator<Item = Span> {
    pieces(text).filter_map(move |piece| match piece {
        Piece::Escaped(start, end) => Some(Span::new(start, end)),
        Piece::Raw(start, end) => {
            let hashes = text.get(start + 1..end)?.chars().take_while(|&c| c == '#').count();
            Some(Span::new(start + hashes + 2, end - hashes - 1))
        }
        _ => None,
    })
}

/// The length of a block comment at the beginning of a text; in RON they nest.
fn comment_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let (opening, closing) = (rest.find("/*"), rest.find("*/")?);
        match opening.filter(|opening| *opening < closing) {
            Some(opening) => {
                depth += 1;
                at += opening + 2;
            }
            None => {
                depth = depth.saturating_sub(1);
                at += closing + 2;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The opening bracket of what is closed at, or next behind, an offset.
pub(super) fn opening_of(text: &str, closing: usize) -> Option<usize> {
    let mut open = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Open(at) => open.push(at),
            Piece::Close(at) => {
                let opening = open.pop()?;
                if at >= closing {
                    return Some(opening);
                }
            }
            _ => {}
        }
    }
    open.pop()
}

/// The bracket that is open around an offset.
pub(super) fn opening_around(text: &str, offset: usize) -> Option<usize> {
    let mut open = Vec::new();
    for piece in pieces(text).take_while(|piece| piece.range().0 < offset) {
        match piece {
            Piece::Open(at) => open.push(at),
            Piece::Close(_) => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// The fields of a group that stand behind an offset in it: behind its bracket, or behind one of its values.
///
/// Costs one look at the text up to the end of the group.
pub fn fields_behind(text: &str, offset: usize) -> Vec<Field> {
    let span = |start: usize, end: usize| Span::new(offset + start, offset + end);
    let (mut fields, mut depth) = (Vec::new(), 0_usize);
    let (mut name, mut value, mut colon) = (None, None, false);
    for piece in pieces(text.get(offset..).unwrap_or("")) {
        let (start, end) = piece.range();
        let ends = depth == 0 && matches!(piece, Piece::Comma(_) | Piece::Close(_));
        match piece {
            _ if ends => {
                if let (Some((from, to)), Some((first, last)), true) = (name, value, colon) {
                    let end = if matches!(piece, Piece::Comma(_)) { end } else { last };
                    fields.push(Field { name: span(from, to), value: span(first, last), end: offset + end });
                }
                (name, value, colon) = (None, None, false);
                if matches!(piece, Piece::Close(_)) {
                    break;
                }
                continue;
            }
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth -= 1,
            Piece::Colon(_) if depth == 0 && !colon => {
                colon = true;
                continue;
            }
            Piece::Word(..) if depth == 0 && !colon => name = Some((start, end)),
            _ => {}
        }
        if colon {
            value = Some((value.map_or(start, |(first, _)| first), end));
        }
    }
    fields
}

/// The value of a field, as it is written, that stands behind a place in the same group; an offset within a text, as that of an id,
/// counts as behind that text.
pub fn value_behind(text: &str, after: usize, field: &str) -> Option<Span> {
    let after = after + usize::from(text.get(after..).is_some_and(|rest| rest.starts_with('"')));
    let fields = fields_behind(text, after);
    fields.iter().find(|known| text.get(known.name.range()) == Some(field)).map(|known| known.value)
}

/// The same for a figure of a question's `kind`.
pub fn figure_behind(text: &str, after: usize, field: &str) -> Option<Span> {
    let kind = value_behind(text, after, "kind")?;
    let opening = text.get(kind.range())?.find('(')?;
    value_behind(text, kind.start as usize + opening + 1, field)
}

/// Where the texts of a field stand that belongs to the same group as an offset, behind it: the text itself, or the texts of a
/// list. Empty where that cannot be told, as for raw texts and fields that stand before the offset.
///
/// Costs one look at the text between the offset and the end of the group.
pub fn texts_behind(text: &str, after: usize, field: &str) -> Vec<Span> {
    let rest = text.get(after..).unwrap_or("");
    // An offset within a text, as that of an id, is moved behind its closing quote.
    let skipped = if rest.starts_with('"') { 1 } else { 0 };
    let (base, rest) = (after + skipped, rest.get(skipped..).unwrap_or(""));
    let mut depth = 0_usize;
    let mut end = 0;
    let mut within = false;
    let mut found = Vec::new();
    for piece in pieces(rest) {
        let begins = match piece {
            Piece::Open(_) | Piece::Close(_) | Piece::Escaped(..) => piece.range().0,
            _ => continue,
        };
        let named = depth == 0 && is_value_of(rest.get(end..begins).unwrap_or(""), field);
        match piece {
            Piece::Open(at) => {
                within |= named;
                depth += 1;
                end = at + 1;
            }
            Piece::Close(at) => {
                if within && depth == 1 {
                    break;
                }
                let Some(up) = depth.checked_sub(1) else { break };
                depth = up;
                end = at + 1;
            }
            Piece::Escaped(start, stop) => {
                end = stop + 1;
                if named || (within && depth == 1) {
                    found.push(Span::new(base + start, base + stop));
                }
                if named {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether what stands before a value ends in the name of a field and a colon.
fn is_value_of(before: &str, field: &str) -> bool {
    let name = before.trim_end().strip_suffix(':').map(str::trim_end).and_then(|before| before.strip_suffix(field));
    name.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The whole condition whose first question's name stands at a place: from `All(` on to its closing bracket. The place itself
/// where that cannot be told.
pub fn condition_at(text: &str, first: Span) -> Span {
    let before = text.get(..first.start as usize).unwrap_or("");
    let Some(opening) = before.strip_suffix('"') else { return first };
    let mut start = opening.len();
    loop {
        let rest = opening.get(..start).unwrap_or("").trim_end();
        let Some(rest) = rest.strip_suffix(['(', '[']) else { break };
        start = rest.trim_end_matches(|c: char| c.is_alphanumeric()).len();
        // A number of `AtLeast(2, [..])` stands between its brackets.
        let number =
            opening.get(..start).unwrap_or("").trim_end().strip_suffix(',').map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
        start = number.filter(|rest| rest.ends_with('(')).map_or(start, str::len);
    }
    // A condition that names no question stands nowhere that could be told.
    if start == opening.len() {
        return first;
    }
    let mut depth = 0_usize;
    for piece in pieces(text.get(start..).unwrap_or("")) {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(at) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Span::new(start, start + at + 1);
                }
            }
            _ => {}
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_texts(text: &str, after: &str, field: &str, expected: &[&str]) {
        let after = text.find(after).unwrap() + after.len();
        let found: Vec<&str> = texts_behind(text, after, field).into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn texts_of_a_field_are_found() {
        let text =
            r#"(id: "a", sub: (why: "inner"), /* why: "no" */ because_why: "no", why: "yes", how: ["1", ("x"), "2"]), (why: "other")"#;
        check_texts(text, "\"a", "why", &["yes"]);
        check_texts(text, "\"a", "how", &["1", "2"]);
        check_texts(text, "\"a", "what", &[]);
        check_texts(text, "yes", "why", &[]);
        check_texts(r#"(id: "a", why: r"raw""#, "\"a", "why", &[]);
    }

    #[test]
    fn fields_are_found_as_they_are_written() {
        let text = r#"(a: "x", // b: 1
    c: Some(d: 2, e: [3]), "f": 4, g: r"h)", /* , */ i: -1.5e3 )"#;
        let of = |field: &Field| (&text[field.name.range()], &text[field.value.range()], text[..field.end].ends_with(','));
        let found: Vec<_> = fields_behind(text, 1).iter().map(of).collect();
        assert_eq!(found, [("a", "\"x\"", true), ("c", "Some(d: 2, e: [3])", true), ("g", "r\"h)\"", true), ("i", "-1.5e3", false)]);
        let nested = text.find("e: ").unwrap();
        assert_eq!(opening_around(text, nested), text.find("(d"));
        assert_eq!(opening_around(text, text.find("g: ").unwrap()), Some(0));
        let text = r#"(id: "q", kind: Number(assume: 12, unit: "GB"))"#;
        assert_eq!(figure_behind(text, 6, "assume").map(|span| &text[span.range()]), None);
        assert_eq!(figure_behind(text, 7, "assume").map(|span| &text[span.range()]), Some("12"));
    }

    #[track_caller]
    fn check_condition(text: &str, expected: &str) {
        let at = text.find("q\"").unwrap();
        assert_eq!(&text[condition_at(text, Span::new(at, at + 1)).range()], expected);
    }

    #[test]
    fn a_condition_is_found_whole() {
        check_condition(r#"(when: Is("q", "a"), to: "b")"#, r#"Is("q", "a")"#);
        check_condition(r#"(when: All([ Not(Has( "q", "a")), Is("r", "b")]), to: "b")"#, r#"All([ Not(Has( "q", "a")), Is("r", "b")])"#);
        check_condition(
            r#"(when: AtLeast(2, [Is("q", "a"), Any([Is("r", "b")])]), to: "b")"#,
            r#"AtLeast(2, [Is("q", "a"), Any([Is("r", "b")])])"#,
        );
        check_condition(r#"Is("q", "#, "q");
    }
}
