//! Text from files and command lines, made safe to show.
//!
//! A terminal acts upon control characters, so that a tree file could move the cursor, retitle the window or write to the
//! clipboard; bidirectional controls can make text read differently from what it is (CVE-2021-42574). [`Text`] holds neither.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Text that holds no control character and no bidirectional control; a line break stands only between paragraphs, as `"\n\n"`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Box<str>);

impl Text {
    /// Folds white space as Markdown does (a line break is a space, an empty line parts paragraphs) and cleans the rest.
    pub fn new(raw: &str) -> Text {
        if is_plain(raw) {
            return Text(raw.into());
        }
        let mut folded = String::with_capacity(raw.len());
        for paragraph in raw.replace("\r\n", "\n").split("\n\n") {
            let mut words = paragraph.split_whitespace().peekable();
            if words.peek().is_some() && !folded.is_empty() {
                folded.push_str("\n\n");
            }
            let mut first = true;
            for word in words {
                if !first {
                    folded.push(' ');
                }
                first = false;
                folded.push_str(&clean(word));
            }
        }
        Text(folded.into())
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character may not reach a terminal or an export: control characters but for tab and line feed (C0, DEL, C1), and
/// the bidirectional controls of Unicode (UAX #9).
pub fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2028}' | '\u{2029}')
}

/// The first unsafe character of a text, with its byte offset.
pub fn first_unsafe(raw: &str) -> Option<(usize, char)> {
    if !may_be_unsafe(raw.as_bytes()) {
        return None;
    }
    raw.char_indices().find(|&(_, c)| is_unsafe(c))
}

/// Whether any byte is one with which the UTF-8 form of an unsafe character begins: a look at bytes is much faster than one at
/// characters, and nearly every text passes it.
fn may_be_unsafe(raw: &[u8]) -> bool {
    // C1 controls begin with C2, U+061C with D8, the bidirectional controls of U+2000 to U+2069 with E2.
    let may_begin = |byte: u8| ((byte < 0x20) & (byte != b'\n') & (byte != b'\t')) | matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2);
    // Whole chunks without a way out in between: the compiler looks at many bytes at once then.
    raw.chunks(256).any(|chunk| chunk.iter().fold(false, |any, &byte| any | may_begin(byte)))
}

/// Puts a visible stand-in in the place of each unsafe character, and leaves everything else as it is.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if first_unsafe(raw).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.chars().map(|c| if is_unsafe(c) { stand_in(c) } else { c }).collect())
}

/// The same for what is shown on a single line: line breaks and tabs become spaces.
pub fn clean_line(raw: &str) -> Cow<'_, str> {
    let cleaned = clean(raw);
    if cleaned.contains(['\n', '\t']) {
        return Cow::Owned(cleaned.replace(['\n', '\t'], " "));
    }
    cleaned
}

/// The control pictures of Unicode (U+2400 and on) for C0 and DEL, the replacement character for the rest.
fn stand_in(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The common case, decided without allocating: one line, single spaces, nothing unsafe.
fn is_plain(raw: &str) -> bool {
    let breaks = |byte: u8| matches!(byte, b'\n' | b'\t');
    let ends = raw.starts_with(' ') || raw.ends_with(' ');
    !ends && !raw.bytes().any(breaks) && !raw.contains("  ") && first_unsafe(raw).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_folds_as_in_markdown() {
        assert_eq!(Text::new("one\n  two").as_str(), "one two");
        assert_eq!(Text::new(" one \n\n\n two ").as_str(), "one\n\ntwo");
        assert_eq!(Text::new("a  b\tc").as_str(), "a b c");
        assert_eq!(Text::new(" \n\n ").as_str(), "");
    }

    #[test]
    fn nothing_unsafe_is_left() {
        let hostile = "a\u{1b}]0;owned\u{7}b\u{9b}31m\u{202e}c\r\u{7f}";
        assert!(first_unsafe(&Text::new(hostile)).is_none());
        assert_eq!(clean("\u{1b}[2J"), "␛[2J");
        assert_eq!(clean_line("a\nb\u{9b}"), "a b\u{fffd}");
        assert_eq!(clean("plain é 漢字 👩‍🚀"), "plain é 漢字 👩‍🚀");
        for c in (0..=0x2100).filter_map(char::from_u32).filter(|c| is_unsafe(*c)) {
            assert_eq!(first_unsafe(&format!("a{c}b")), Some((1, c)));
        }
    }
}
