//! What `ron` finds wrong with a text, in words and with its place.

use ron::error::{Error, Position, SpannedError};

use super::scan::{Field, Piece, fields_behind, opening_around, opening_of, pieces};
use super::{MAX_NESTING, Source};
use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::text;

impl Source<'_> {
    /// An error of `ron`, in words and with its place in the file.
    pub(super) fn explain(self, part: &str, error: &SpannedError) -> Diagnostic {
        if self.text.trim().is_empty() {
            return Diagnostic::new(Code::Syntax, "the file is empty").at(Span::default(), "nothing stands here");
        }
        let base = self.span_of(part).map_or(0, |span| span.start as usize);
        let start = base + offset_of(part, error.span.start);
        let end = base + offset_of(part, error.span.end);
        let value = self.token_at(start);
        // An entry of a list was told apart from the others, so that its brackets match and nothing foreign stands in it.
        let is_whole = part.len() == self.text.len() && error.code != Error::ExceededRecursionLimit;
        if let Some(fault) = is_whole.then(|| self.foreign(start).or_else(|| self.bracket_fault())).flatten() {
            return fault;
        }
        match &error.code {
            Error::NoSuchStructField { expected, found, outer } => {
                let known = expected.iter().copied();
                let within = outer.as_deref().map(|name| format!(" in {}", shown(name))).unwrap_or_default();
                let fault = Diagnostic::new(Code::UnknownField, format!("there is no field `{}`{within}", text::clean_line(found)))
                    .at(Span::new(start, end), "not a field here")
                    .help(format!("the fields are {}", list(expected)))
                    .suggest_of_all(found, known);
                self.unless_there(fault, part, start - base)
            }
            Error::NoSuchEnumVariant { expected, found, .. } => {
                Diagnostic::new(Code::UnknownVariant, format!("`{}` is not known here", text::clean_line(found)))
                    .at(Span::new(start, end), "not one of the forms that can stand here")
                    .help(format!("one of {}", list(expected)))
                    .suggest_of_all(found, expected.iter().copied())
            }
            Error::MissingStructField { field, outer } => {
                let at = opening_of(part, start - base);
                let opening = at.map_or(Span::new(start, end), |at| self.name_before(base + at));
                self.lacks(part, at, opening, outer.as_deref().unwrap_or(""), field)
            }
            Error::DuplicateStructField { field, .. } => self.twice(part, base, Span::new(start, end), field),
            Error::InvalidValueForType { expected, found } if expected.contains("borrowed string") => {
                Diagnostic::new(Code::BadId, format!("{} is not an id", text::clean_line(found)))
                    .at(self.token_ending_at(end), "")
                    .help("an id is lower-case words joined by dashes, without escapes")
            }
            Error::InvalidValueForType { expected, found } => {
                let found = text::clean_line(found);
                Diagnostic::new(Code::WrongType, format!("{expected} is wanted here, not {found}")).at(self.token_ending_at(end), "")
            }
            Error::ExpectedDifferentLength { expected, found } => {
                let count = expected.split(|c: char| !c.is_ascii_digit()).rfind(|digits| !digits.is_empty()).unwrap_or("more");
                let opening = opening_of(part, start - base).map_or(self.token_ending_at(end), |at| self.name_before(base + at));
                let stand = if *found == 1 { "1 stands" } else { &format!("{found} stand") };
                let fault =
                    Diagnostic::new(Code::WrongType, format!("{count} values belong here, and {stand} here")).at(opening, "in here");
                match self.text.get(opening.range()) {
                    Some(name @ ("Is(" | "Has(" | "In(")) => fault.help(format!("a question and an answer of it: `{name}\"..\", \"..\")`")),
                    Some("AtLeast(") => fault.help("how many, and of which conditions: `AtLeast(2, [..])`"),
                    _ => fault,
                }
            }
            Error::ExceededRecursionLimit => Diagnostic::new(Code::TooLarge, format!("brackets nest more than {MAX_NESTING} deep"))
                .at(value, "too deep")
                .help("split the condition, or put a question in between"),
            Error::Message(message) => {
                Diagnostic::new(Code::WrongType, text::clean_line(message).into_owned()).at(self.token_ending_at(end), "")
            }
            Error::ExpectedIdentifier => self.explain_name(value),
            code => match wanted(code) {
                Some(what) => {
                    let fault = Diagnostic::new(Code::WrongType, format!("{what} is wanted here")).at(value, "");
                    match (code, self.text.get(value.range()).unwrap_or("").chars().next()) {
                        (Error::ExpectedArray, Some('"')) => fault.help("also a single text stands in brackets: `[\"..\"]`"),
                        (Error::ExpectedArray, _) => fault.help("entries stand in brackets, with commas between them: `[.., ..]`"),
                        (Error::ExpectedString, Some('\'')) => fault.help("a text stands in double quotes: `\"..\"`"),
                        (Error::ExpectedString, Some('0'..='9')) => fault.help("a figure in a text stands in quotes too: `\"5\"`"),
                        (Error::ExpectedInteger | Error::ExpectedFloat, Some('"')) => fault.help("a number stands without quotes"),
                        _ => fault,
                    }
                }
                None => self.explain_syntax(code, start, value),
            },
        }
    }

    fn explain_syntax(self, code: &Error, start: usize, here: Span) -> Diagnostic {
        let after = self.text.get(..start).map_or(start, |before| before.trim_end().len());
        let before = self.text.get(..after).and_then(|before| before.chars().next_back()).map_or(0, char::len_utf8);
        let last = Span::new(after - before, after);
        let fault = |message: &str| Diagnostic::new(Code::Syntax, message);
        const QUOTE: &str = "a quote inside a text is written \\\"";
        match code {
            Error::ExpectedComma => {
                let fault = fault("a comma or a closing bracket is missing").at(last, "after this");
                let quoted = self.text.get(last.range()) == Some("\"");
                match self.text_over_lines(last).filter(|_| quoted) {
                    Some(begun) => fault.at(begun, "or a closing quote is missing in this line: the text begins here"),
                    None if quoted => fault.help(format!("or the text should not end here: {QUOTE}")),
                    None => fault,
                }
            }
            Error::ExpectedStringEnd => fault("this text has no closing quote").at(here, "it begins here").help(QUOTE),
            Error::Eof => match opening_around(self.text, self.text.len()) {
                Some(opening) => fault("the file ends too early").at(self.name_before(opening), "this is never closed"),
                None => fault("the file ends too early").at(last, "something is missing behind this"),
            },
            Error::ExpectedMapColon => {
                fault("a colon is missing behind the name of a field").at(here, "").help("a field is written `name: value`")
            }
            Error::ExpectedChar => fault("a text stands in double quotes").at(here, "not these").help("write `\"..\"`"),
            Error::UnexpectedChar('“' | '”' | '„' | '‘' | '’' | '«' | '»') => {
                fault("a text stands in plain double quotes").at(here, "not these").help("write `\"..\"`")
            }
            Error::InvalidEscape(_) => fault("this backslash begins no escape that is known")
                .at(self.unknown_escape(start).unwrap_or(here), "")
                .help("a backslash itself is written `\\\\`; in a raw text, `r\"..\"`, it stands for itself"),
            Error::SuggestRawIdentifier(name) if name.starts_with(|c: char| c.is_ascii_digit()) => {
                fault("the name of a field is wanted here").at(here, "").help("a number is written without commas and spaces: `10000`")
            }
            Error::TrailingCharacters => {
                fault("the file goes on behind its end").at(here, "").help("a bracket before this closes too early, or is one too many")
            }
            other => fault(&text::clean_line(&other.to_string())).at(here, ""),
        }
    }

    /// The first line of the text whose closing quote this is, where it has more than one.
    fn text_over_lines(self, quote: Span) -> Option<Span> {
        let ends_here = |piece: &Piece| matches!(piece, Piece::Escaped(_, end) if *end == quote.start as usize);
        let (start, end) = pieces(self.text).find(ends_here)?.range();
        let first = self.text.get(start..end)?.find('\n')?;
        Some(Span::new(start, start + self.text.get(start..start + first)?.trim_end().len()))
    }

    /// The first escape behind an offset that is none.
    fn unknown_escape(self, start: usize) -> Option<Span> {
        const KNOWN: &str = "\"'\\0bfnrtux";
        let mut escaped = false;
        let mut inside = self.text.get(start..)?.char_indices();
        let (at, c) = inside.find(|&(_, c)| {
            let found = escaped && !KNOWN.contains(c);
            escaped = c == '\\' && !escaped;
            found
        })?;
        Some(Span::new(start + at - 1, start + at + c.len_utf8()))
    }

    /// A name is wanted, and something else stands there.
    fn explain_name(self, here: Span) -> Diagnostic {
        let fault = Diagnostic::new(Code::WrongType, "a name is wanted here").at(here, "");
        match self.text.get(here.range()).unwrap_or("").chars().next() {
            Some('"') => fault.help("the name of a field stands without quotes: `name: value`"),
            Some('(' | '{' | '[') => fault.help("what stands here begins with the name of its kind, as in `Choice(..)` or `Is(..)`"),
            _ => fault,
        }
    }

    /// Leaves it at the hint where the field that an unknown one can be meant for stands in the same group already.
    fn unless_there(self, mut fault: Diagnostic, part: &str, at: usize) -> Diagnostic {
        let Some(fix) = &fault.fix else { return fault };
        let fields = opening_around(part, at).map(|opening| fields_behind(part, opening + 1)).unwrap_or_default();
        if fields.iter().any(|field| part.get(field.name.range()) == Some(&fix.replacement)) {
            fault.help = Some(format!("`{}` is here already: take this one out", fix.replacement));
            fault.fix = None;
        }
        fault
    }

    /// A field that stands twice in a group; where both say the same, one of them goes.
    fn twice(self, part: &str, base: usize, second: Span, name: &str) -> Diagnostic {
        let fault = Diagnostic::new(Code::DuplicateField, format!("the field `{name}` stands here twice")).at(second, "the second one");
        let at = second.start as usize - base;
        let fields = opening_around(part, at).map(|opening| fields_behind(part, opening + 1)).unwrap_or_default();
        let mut same = fields.iter().filter(|field| part.get(field.name.range()) == Some(name));
        let (Some(one), Some(other)) = (same.next(), same.find(|field| field.name.start as usize == at)) else {
            return fault.help("keep one of the two");
        };
        let first = Span::new(base + one.name.start as usize, base + one.name.end as usize);
        let fault = fault.at(first, "the first one");
        if part.get(one.value.range()) != part.get(other.value.range()) {
            return fault.help("keep one of the two");
        }
        // Where a line was doubled, what follows says the same again too, and goes with it.
        let says_again = |field: &&Field| {
            let same = |a: Span, b: Span| part.get(a.range()) == part.get(b.range());
            fields.iter().any(|before| before.name < other.name && same(before.name, field.name) && same(before.value, field.value))
        };
        let again = fields.iter().skip_while(|field| field.name < other.name).take_while(says_again);
        // A comment between two of them is somebody's, and stays.
        let next_to_it = |before: &mut usize, field: &Field| {
            let between = part.get(*before..field.name.start as usize).unwrap_or("");
            *before = field.end;
            between.trim().is_empty().then_some(field.end)
        };
        let last = again.scan(other.name.start as usize, |before, field| next_to_it(before, field)).last().unwrap_or(other.end);
        fault.help("both say the same: take one of them out").fix(self.with_its_room(second.start as usize, base + last), "")
    }

    /// What goes together with a field: its line where it has that to itself, the space behind it otherwise.
    fn with_its_room(self, start: usize, end: usize) -> Span {
        let before = self.text.get(..start).unwrap_or("");
        let line = before.trim_end_matches([' ', '\t']).len();
        let behind = self.text.get(end..).unwrap_or("");
        let rest = behind.trim_start_matches([' ', '\t']);
        let end = end + behind.len() - rest.len();
        match rest.strip_prefix("\r\n").or(rest.strip_prefix('\n')) {
            Some(next) if before.get(..line).is_some_and(|before| before.ends_with('\n')) => Span::new(line, self.text.len() - next.len()),
            _ => Span::new(start, end),
        }
    }

    /// The token that begins at an offset or, past white space, behind it.
    pub(super) fn token_at(self, start: usize) -> Span {
        let rest = self.text.get(start..).unwrap_or("");
        let start = start + (rest.len() - rest.trim_start().len());
        let rest = self.text.get(start..).unwrap_or("");
        let length = match rest.chars().next() {
            Some('"') => rest.char_indices().skip(1).find(|&(_, c)| c == '"' || c == '\n').map_or(1, |(at, c)| at + usize::from(c == '"')),
            Some(c) if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
            None => 0,
        };
        Span::new(start, start + length)
    }

    /// The token that ends at an offset: what was read when a value turned out not to fit.
    fn token_ending_at(self, end: usize) -> Span {
        let before = self.text.get(..end).unwrap_or("").trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        let start = match before.chars().next_back() {
            Some('"') => before.get(..before.len() - 1).and_then(|inner| inner.rfind('"')).unwrap_or(before.len() - 1),
            Some(c) if is_word(c) => before.rfind(|c| !is_word(c)).map_or(0, |at| at + 1),
            Some(c) => before.len() - c.len_utf8(),
            None => 0,
        };
        Span::new(start, before.len())
    }

    /// An opening bracket with the name in front of it: `Question(`.
    pub(super) fn name_before(self, opening: usize) -> Span {
        let before = self.text.get(..opening).unwrap_or("");
        Span::new(before.trim_end_matches(is_word).len(), opening + 1)
    }
}

/// What was wanted, for the faults that are about the type of a value.
fn wanted(code: &Error) -> Option<&'static str> {
    Some(match code {
        Error::ExpectedString => "a text in quotes",
        Error::ExpectedArray => "a list in square brackets",
        Error::ExpectedMap => "a map in braces",
        Error::ExpectedBoolean => "`true` or `false`",
        Error::ExpectedInteger | Error::ExpectedFloat | Error::InvalidIntegerDigit { .. } => "a number",
        Error::IntegerOutOfBounds => "a number that fits",
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => "a group in round brackets, `(name: value, ..)`,",
        _ => return None,
    })
}

/// The name of a type of [`super`] as an author knows it.
pub(super) fn shown(outer: &str) -> String {
    outer.strip_prefix("Raw").unwrap_or(outer).to_lowercase()
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+')
}

/// The byte offset of a line and column of `ron`, which count from 1 and in characters.
fn offset_of(text: &str, position: Position) -> usize {
    let line_start = match position.line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let line = text.get(line_start..).unwrap_or("");
    line_start + line.char_indices().nth(position.col.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}
