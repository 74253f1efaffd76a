//! RON text to values, with places and limits.
//!
//! The only room that reads with `ron`. Values borrow from the text where they can, so that the place of an id is the distance
//! between two pointers and costs nothing to keep ([`Source::span_of`]).

mod brackets;
mod explain;
mod fields;
mod foreign;
mod hostile;
mod missing;
mod scan;

use std::borrow::Cow;
use std::fmt;

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Visitor};

use super::diagnostic::{Code, Diagnostic, Span};
pub(super) use hostile::unsafe_characters;
use hostile::unsafe_escapes;
pub use scan::{Field, condition_at, fields_behind, figure_behind, texts, texts_behind, value_behind};

/// The largest file that is read, in bytes: some 500 times the largest built-in tree, and room for generated ones.
pub const MAX_FILE: usize = 64 * 1024 * 1024;
/// How deep brackets may nest. The deepest use is a condition within conditions; nobody reads one of more than a few levels.
pub const MAX_NESTING: usize = 64;
/// The longest single text, in bytes.
pub const MAX_TEXT: usize = 20_000;
/// The most faults reported of one file: past that, more of them only hide the first.
pub const MAX_DIAGNOSTICS: usize = 200;

/// The text of one file, to which spans belong.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    text: &'a str,
}

/// A list entry that was not parsed yet: its text, within the file's.
pub type Unparsed<'a> = &'a RawValue;

/// A text as a string of RON. It has to be cleaned, as every text that is written to a file is.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl<'a> Source<'a> {
    /// Takes a text, unless it is too large or holds control characters.
    ///
    /// # Errors
    /// One diagnostic for a text that is too large, or one for each control character and each escape sequence that makes one.
    pub fn new(text: &'a str) -> Result<Source<'a>, Vec<Diagnostic>> {
        if text.len() > MAX_FILE {
            let message = format!("the file holds {} bytes; at most {MAX_FILE} are read", text.len());
            return Err(vec![Diagnostic::new(Code::TooLarge, message)]);
        }
        let mut faults = unsafe_characters(text);
        faults.extend(unsafe_escapes(text));
        if faults.is_empty() { Ok(Source { text }) } else { Err(faults) }
    }

    /// The whole text.
    pub fn text(self) -> &'a str {
        self.text
    }

    /// Where a part that was borrowed from this text stands; `None` for a text that was not.
    pub fn span_of(self, part: &str) -> Option<Span> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (start + part.len() <= self.text.len()).then(|| Span::new(start, start + part.len()))
    }

    /// Reads the whole text as a value.
    ///
    /// # Errors
    /// The first fault; RON has no way to go on behind one. Lists recover by [`Source::parse_entry`].
    pub fn parse<T: Deserialize<'a>>(self) -> Result<T, Diagnostic> {
        self.parse_part(self.text)
    }

    /// Reads one entry of a list that was taken as unparsed.
    ///
    /// # Errors
    /// The first fault of the entry.
    pub fn parse_entry<T: Deserialize<'a>>(self, entry: Unparsed<'a>) -> Result<T, Diagnostic> {
        self.parse_part(entry.get_ron())
    }

    /// Reads the whole text as a list whose entries are judged one by one, so that a fault in one does not hide those of the next.
    ///
    /// The good case is parsed once; only a list with a fault is parsed again, entry by entry.
    pub fn parse_list<T: Deserialize<'a>>(self) -> (Vec<T>, Vec<Diagnostic>) {
        match self.parse::<Vec<T>>() {
            Ok(all) => (all, Vec::new()),
            Err(first) => match self.parse::<Vec<Unparsed<'a>>>() {
                Ok(entries) => self.parse_entries(&entries),
                Err(_) => (Vec::new(), vec![first]),
            },
        }
    }

    /// The first fault of an entry together with what can be told in the same run: where a group lacks fields, the other groups of the
    /// entry that lack some too.
    ///
    /// Costs one look at the entry.
    pub fn faults_of(self, entry: Unparsed<'a>, first: Diagnostic) -> Vec<Diagnostic> {
        match first.code {
            Code::MissingField => self.all_lacking(entry.get_ron(), first),
            _ => vec![first],
        }
    }

    /// The entries that can be read, and the faults of those that cannot.
    pub fn parse_entries<T: Deserialize<'a>>(self, entries: &[Unparsed<'a>]) -> (Vec<T>, Vec<Diagnostic>) {
        let mut values = Vec::new();
        let mut faults = Vec::new();
        for entry in entries {
            match self.parse_entry(entry) {
                Ok(value) => values.push(value),
                Err(fault) => faults.extend(self.faults_of(entry, fault)),
            }
            if faults.len() >= MAX_DIAGNOSTICS {
                break;
            }
        }
        (values, faults)
    }

    fn parse_part<T: Deserialize<'a>>(self, part: &'a str) -> Result<T, Diagnostic> {
        let mut options = ron::Options::default()
            .with_default_extension(Extensions::UNWRAP_NEWTYPES | Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES);
        options.recursion_limit = Some(MAX_NESTING);
        options.from_str(part).map_err(|error| self.explain(part, &error))
    }
}

/// A text of a data file: borrowed unless it holds escapes.
#[derive(Clone, Debug, Default)]
pub struct RawText<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for RawText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = RawText<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotes")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(RawText(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(RawText(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename = "RawThing")]
    #[expect(dead_code, reason = "read by its Debug form and by the errors of its fields")]
    struct Thing<'a> {
        id: &'a str,
        #[serde(borrow)]
        text: RawText<'a>,
        #[serde(default)]
        many: Vec<f64>,
    }

    /// The code of the fault and the text that its first caret stands under.
    #[track_caller]
    fn check(text: &str, code: Code, under: &str) {
        let fault = Source::new(text).map_err(|mut all| all.remove(0)).and_then(|source| source.parse::<Thing<'_>>()).unwrap_err();
        let span = fault.span().unwrap();
        assert_eq!((fault.code, &text[span.range()]), (code, under), "{fault:?}");
    }

    #[test]
    fn faults_have_their_place() {
        check(r#"(id: "a", txt: "b")"#, Code::UnknownField, "txt");
        check(r#"(id: "a", text: 5)"#, Code::WrongType, "5");
        check(r#"(id: "a", text: "b", many: ["c"])"#, Code::WrongType, "\"c\"");
        check(r#"(id: "a", text: "b", many: 1)"#, Code::WrongType, "1");
        check("(\n  id: \"é\",\n  many: [1, 2],\n)", Code::MissingField, "(");
        check(r#"(id: "a", id: "b", text: "c")"#, Code::DuplicateField, "id");
        check(r#"(id: "a" text: "b")"#, Code::Syntax, "\"");
        check(r#"(id: "a", text: "b)"#, Code::Syntax, "\"");
        check(r#"(id: "a\n", text: "b")"#, Code::BadId, "\"a\\n\"");
        check("(id: \"a\", many: [1])", Code::MissingField, "(");
        check("/* /* */ \" */ (id: \"a\", text: \"\\u{1b}\")", Code::ControlCharacter, r"\u{1b}");
        check(" \n", Code::Syntax, "");
        check("(id: \"a\", text: \"\u{1b}[2J\")", Code::ControlCharacter, "\u{1b}");
        check(r#"(id: "a", text: "\\ \u{1b}[2J")"#, Code::ControlCharacter, r"\u{1b}");
        check(r#"(id: "a", text: "\x9b")"#, Code::ControlCharacter, r"\x9b");
        check("(id: \"a\",\n<<<<<<< HEAD\ntext: \"b\",\n=======\ntext: (\n>>>>>>> other\n)", Code::Syntax, "<<<<<<< HEAD");
    }

    #[test]
    fn suggestions_are_given() {
        let fault = Source::new(r#"(id: "a", txet: "b")"#).unwrap().parse::<Thing<'_>>().unwrap_err();
        assert_eq!(fault.help.as_deref(), Some("did you mean `text`?"));
        assert_eq!(fault.message, "there is no field `txet` in thing");
    }

    /// The message of the fault, and its labels with what each stands under.
    #[track_caller]
    fn check_labels(text: &str, message: &str, labels: &[(&str, &str)]) {
        let fault = Source::new(text).unwrap().parse::<Thing<'_>>().unwrap_err();
        let found: Vec<_> = fault.labels.iter().map(|label| (&text[label.span.range()], label.text.as_str())).collect();
        assert_eq!((fault.message.as_str(), found.as_slice()), (message, labels), "{fault:?}");
    }

    #[test]
    fn what_is_open_is_marked_too() {
        const OPEN: &str = "this is not closed";
        let all = "(\n  id: \"a\",\n  many: [\n    Some(\n      1,\n    Some(2),\n  ],\n)";
        check_labels(all, "`Some(` of line 4 is not closed", &[("Some(", "a `)` is missing before this"), ("Some(", OPEN)]);
        check_labels("(id: \"a\",\n  many: [1,\n)", "`[` of line 2 is not closed", &[(")", "a `]` is missing before this"), ("[", OPEN)]);
        check_labels(
            "(id: \"a\", many: [1), text: \"b\")",
            "`)` cannot close `[`",
            &[(")", "a `]` is wanted here"), ("[", "to close this")],
        );
        check_labels("(id: \"a\", many: [1]]\n)", "one bracket too many", &[("]", "this closes nothing, or too early")]);
        // Nothing is said of brackets where a text has no end.
        check_labels("(id: \"a\", text: \"b)", "this text has no closing quote", &[("\"", "it begins here")]);
        let begun = "or a closing quote is missing in this line: the text begins here";
        let text = "(\n  id: \"a,\n  text: \"b\",\n)";
        check_labels(text, "a comma or a closing bracket is missing", &[("\"", "after this"), ("\"a,", begun)]);
    }

    #[test]
    fn raw_texts_and_windows_line_ends_are_fine() {
        assert!(Source::new("(id: \"a\",\r\n text: r#\"\\u{1b} \"quoted\" \"#)").unwrap().parse::<Thing<'_>>().is_ok());
    }

    #[test]
    fn a_list_recovers_behind_a_fault() {
        let source = Source::new(r#"[(id: "a", text: "b"), (id: 1, text: "b"), (id: "c", text: "d"), (id: "e")]"#).unwrap();
        let (things, faults) = source.parse_list::<Thing<'_>>();
        assert_eq!(things.iter().map(|thing| thing.id).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::WrongType, Code::MissingField]);
    }

    #[test]
    fn nesting_is_limited() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let fault = Source::new(&deep).unwrap().parse::<Unparsed<'_>>().unwrap_err();
        assert_eq!(fault.code, Code::TooLarge);
    }

    #[test]
    fn borrowed_ids_give_their_place() {
        let text = r#"(id: "abc", text: "b")"#;
        let source = Source::new(text).unwrap();
        let thing: Thing<'_> = source.parse().unwrap();
        assert_eq!(source.span_of(thing.id), Some(Span::new(6, 9)));
        assert_eq!(source.span_of("elsewhere"), None);
    }
}
