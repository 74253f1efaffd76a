//! What is wrong with a file, where, and what to do about it.

use std::fmt;
use std::ops::Range;

/// A place in a file: byte offsets into its text, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span of two offsets; one past 4 GiB (which the limits of [`super::source`] keep out) is cut there.
    pub fn new(start: usize, end: usize) -> Span {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: cut(start), end: cut(end.max(start)) }
    }

    /// As a range of byte offsets.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What was read from a file, as far as it could be, and everything that is wrong with it.
pub type Parsed<T> = (Option<T>, Vec<Diagnostic>);

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file, or a link in it, does not work.
    Error,
    /// It works, but somebody has probably made a mistake.
    Warning,
}

impl Severity {
    /// As people and programs read it: `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)*) => {
        /// What kind of fault a diagnostic reports. The text form is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable name that people and scripts see, such as `dangling-edge`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// How bad a fault of this kind is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The text is not RON, or a value is not of the form that is wanted there.
    Syntax = "syntax", Error;
    /// A value of another type stands where a text, a number or a list is wanted.
    WrongType = "wrong-type", Error;
    /// A field that there is not.
    UnknownField = "unknown-field", Error;
    /// A variant that there is not, such as `Chioce`.
    UnknownVariant = "unknown-variant", Error;
    /// A required field is not there.
    MissingField = "missing-field", Error;
    /// A field is given twice.
    DuplicateField = "duplicate-field", Error;
    /// A file, a text or a list is larger than any that is meant to be read by people.
    TooLarge = "too-large", Error;
    /// A file cannot be read, is not UTF-8, or lies outside its pack.
    Unreadable = "unreadable", Error;
    /// A control character or an escape sequence in a text.
    ControlCharacter = "control-character", Error;
    /// An id that is not lower-case words joined by dashes, or one that is reserved.
    BadId = "bad-id", Error;
    /// Two things of one kind share an id.
    DuplicateId = "duplicate-id", Error;
    /// The id within the file is not the one that its name says.
    FileName = "file-name", Error;
    /// A file that is of no known kind lies in a pack's folder.
    UnknownFile = "unknown-file", Warning;
    /// An edge to a node that does not exist.
    DanglingEdge = "dangling-edge", Error;
    /// A question whose answers do not all lead somewhere.
    NoWayOn = "no-way-on", Error;
    /// The edges form a cycle.
    Cycle = "cycle", Error;
    /// A node that no route can pass.
    Unreachable = "unreachable", Warning;
    /// A condition on a question, option or band that does not exist, or of another kind.
    BadCondition = "bad-condition", Error;
    /// An assumption that is none of the question's answers.
    BadAssumption = "bad-assumption", Error;
    /// Bands that overlap, leave a gap or do not cover the range.
    BadBands = "bad-bands", Error;
    /// A text that must say something is empty.
    EmptyText = "empty-text", Error;
    /// A list that must hold something is empty.
    EmptyList = "empty-list", Error;
    /// An item applies only sometimes and has no id.
    ItemWithoutId = "item-without-id", Error;
    /// An alternative, anti-pattern or next tree that does not exist.
    UnknownLink = "unknown-link", Error;
    /// Both sides of a conflict are of one tree.
    SameTree = "same-tree", Error;
    /// A link to a reference document or heading that does not exist.
    DeadReference = "dead-reference", Error;
    /// An address of another scheme than http or https.
    BadAddress = "bad-address", Error;
    /// Questions of one fact differ in kind, options, unit, range or assumption.
    FactMismatch = "fact-mismatch", Error;
    /// An entry takes the place of another pack's without saying so, or says so and does not.
    Overrides = "overrides", Error;
    /// A question or an outcome names nothing to read.
    MissingReferences = "missing-references", Warning;
    /// An outcome names no public text behind its claims.
    MissingSources = "missing-sources", Warning;
    /// A text that has yet to be written.
    UnwrittenText = "unwritten-text", Warning;
    /// A condition that holds for no walk that comes past it.
    NeverHolds = "never-holds", Warning;
    /// A condition that holds for every walk that comes past it.
    AlwaysHolds = "always-holds", Warning;
    /// A condition is true of walks only because they did not pass the question that it denies.
    PathGoesRound = "path-goes-round", Warning;
    /// Answers of a question that make no difference to each other.
    SameWay = "same-way", Warning;
    /// A question none of whose answers makes a difference.
    DecidesNothing = "decides-nothing", Warning;
    /// A route on which more questions are asked than people will answer.
    LongRoute = "long-route", Warning;
    /// A text that takes more room than there is on a terminal of 80 columns and 24 lines.
    TooLong = "too-long", Warning;
    /// Two answers of a question that read the same.
    SameLabel = "same-label", Warning;
    /// Two conflicts about the same pair of results.
    SameConflict = "same-conflict", Warning;
    /// A scenario that no longer comes to what it says.
    ScenarioFails = "scenario-fails", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A marked place, with what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is said beside the caret; may be empty.
    pub text: String,
}

/// One fault of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where: the first label is the place itself, further ones say what it collides with. Empty where the fault has no place.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The change that mends it, where there is only one that can be meant.
    pub fix: Option<Fix>,
}

/// A change of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub replacement: String,
}

impl Diagnostic {
    /// A fault without a place in the text.
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), labels: Vec::new(), help: None, fix: None }
    }

    /// Marks a place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Says which change mends it for certain.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Adds "did you mean" when one of the known names is near, and the change to it when it differs in case and punctuation alone
    /// and the first label marks the wrong name and nothing else. A letter that differs is only told: the author may be about to
    /// write what is named there.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let marked = self.span().filter(|marked| marked.range().len() == wrong.len());
        self.suggest_at(marked, wrong, known)
    }

    /// The same for names of which there are no others, such as fields: there a slip of one letter is changed too when no other name
    /// can be meant.
    #[must_use]
    pub fn suggest_of_all<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let known: Vec<&str> = known.into_iter().collect();
        let slip = one_letter_off(wrong, &known);
        let place = self.span().filter(|marked| marked.range().len() == wrong.len());
        let mut fault = self.suggest(wrong, known);
        if let (None, Some(meant)) = (&fault.fix, slip) {
            fault.help = Some(format!("did you mean `{meant}`?"));
            fault.fix = place.map(|span| Fix { span, replacement: meant.to_owned() });
        }
        fault
    }

    /// The same where the wrong name is a part of what is marked; without its place, nothing is changed.
    #[must_use]
    pub fn suggest_at<'a>(mut self, place: Option<Span>, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        let known: Vec<&str> = known.into_iter().take(LOOKED_AT + 1).collect();
        if let Some(near) = nearest(wrong, known.iter().copied()).first() {
            self.help = Some(format!("did you mean `{near}`?"));
        }
        // Where not all names were looked at, another one could be meant.
        if let Some(meant) = same_letters(wrong, &known).filter(|_| known.len() <= LOOKED_AT) {
            self.help = Some(format!("did you mean `{meant}`?"));
            self.fix = place.map(|span| Fix { span, replacement: meant.to_owned() });
        }
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The place that the fault is about.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// The known names that somebody may have meant, nearest first, three at most.
///
/// Nearness is the Jaro-Winkler similarity, of which 0.75 and more counts; a name that holds the wrong one counts too, and so does one
/// with a letter left out, added, changed, or two swapped.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const NEAR: f64 = 0.75;
    const MOST: usize = 3;
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .take(LOOKED_AT)
        .map(|name| {
            let contained = wrong.len() >= 3 && name.contains(wrong);
            let slipped = wrong.len() >= 3 && name.len().abs_diff(wrong.len()) <= 1 && strsim::damerau_levenshtein(wrong, name) == 1;
            (strsim::jaro_winkler(wrong, name).max(if contained || slipped { NEAR } else { 0.0 }), name)
        })
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by_key(|(_, name)| *name);
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// How many known names are looked at: beyond this a list is generated, and looking through it for every fault would take longer
/// than mending them.
const LOOKED_AT: usize = 2_000;

/// The one known name that differs from a wrong one in case and punctuation alone.
fn same_letters<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |name: &str| -> String {
        let letter = |c: char| if matches!(c, '_' | ' ') { '-' } else { c };
        name.to_lowercase().chars().map(letter).filter(|c| c.is_alphanumeric() || *c == '-').collect()
    };
    let wanted = plain(wrong);
    only_one(known, |name| plain(name) == wanted)
}

/// The one known name that differs from a wrong one in one letter (left out, added, changed, or two swapped), when no other does so in
/// two.
fn one_letter_off<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    const SHORTEST: usize = 4;
    let distance = |name: &str| match name.len().abs_diff(wrong.len()) {
        0..=2 => strsim::damerau_levenshtein(wrong, name),
        far => far,
    };
    let near = only_one(known, |name| distance(name) <= 2)?;
    (wrong.len() >= SHORTEST && distance(near) == 1).then_some(near)
}

fn only_one<'a>(known: &[&'a str], is_alike: impl Fn(&str) -> bool) -> Option<&'a str> {
    let mut alike = known.iter().copied().filter(|name| is_alike(name));
    let first = alike.next()?;
    alike.all(|other| other == first).then_some(first)
}

/// The line and column of a byte offset, both from 1; columns count characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before.get(start..).unwrap_or("").chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_come_first() {
        assert_eq!(nearest("scalling", ["schema", "scaling", "api"]).first(), Some(&"scaling"));
        assert_eq!(nearest("replica", ["read-replicas", "stay"]), ["read-replicas"]);
        assert_eq!(nearest("wyh", ["id", "why"]), ["why"]);
        assert!(nearest("zzz", ["scaling", "api"]).is_empty());
    }

    #[test]
    fn a_change_is_certain_when_no_other_name_can_be_meant() {
        assert_eq!(same_letters("Read_Replicas", &["read-replicas", "read-replica"]), Some("read-replicas"));
        assert_eq!(same_letters("What's-p99,-then?", &["whats-p99-then", "whats-p95-then"]), Some("whats-p99-then"));
        assert_eq!(same_letters("http2", &["http1"]), None);
        assert_eq!(one_letter_off("promt", &["prompt", "why"]), Some("prompt"));
        assert_eq!(one_letter_off("shard-1", &["shard-2", "shard-3"]), None);
        assert_eq!(one_letter_off("no", &["on"]), None);
        assert_eq!(one_letter_off("elsewhere", &["here"]), None);
        let fault = |wrong: &str| Diagnostic::new(Code::DanglingEdge, "m").at(Span::new(0, wrong.len()), "");
        assert_eq!(fault("scailng").suggest("scailng", ["scaling"]).fix, None);
        assert_eq!(fault("scailng").suggest_of_all("scailng", ["scaling"]).fix.map(|fix| fix.replacement), Some("scaling".to_owned()));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("ab\n漢字x", 9), (2, 3));
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("a\n", 99), (2, 1));
    }

    #[test]
    fn codes_are_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
