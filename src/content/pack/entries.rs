//! Anti-patterns, glossary and principles: lists in one file each.

use std::collections::HashMap;

use super::super::diagnostic::{Code, Diagnostic, Parsed, Severity, Span};
use super::super::source::{MAX_DIAGNOSTICS, MAX_TEXT, RawText, Source};
use super::super::text::Text;
use super::super::tree::{Citation, Linked, RawCitation, address_fault, id_fault};

/// Something in a list that another pack can replace.
pub trait Entry {
    /// What it is known by.
    fn id(&self) -> &str;
    /// Whether it says that it takes the place of another pack's.
    fn overrides(&self) -> bool;
    /// The references that it makes.
    fn references(&self) -> &[Linked];
    /// Where its id stands in the file.
    fn span(&self) -> Span;
}

/// A mistake that many have made.
#[derive(Debug)]
pub struct AntiPattern {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What people do.
    pub mistake: Text,
    /// Why it hurts.
    pub why: Text,
    /// What to do instead.
    pub instead: Text,
    /// What to read.
    pub references: Vec<Linked>,
    /// The public text behind it.
    pub sources: Vec<Citation>,
    /// Everyday words under which somebody would look for it.
    pub worries: Vec<Text>,
    overrides: bool,
    span: Span,
}

/// A term of the field, explained in place.
#[derive(Debug)]
pub struct Term {
    /// The term.
    pub term: String,
    /// Other names of it.
    pub aliases: Vec<Text>,
    /// What it means, in a sentence.
    pub meaning: Text,
    /// What to read; one or none.
    pub reference: Vec<Linked>,
    overrides: bool,
    span: Span,
}

/// A part of the attitude behind the advice.
#[derive(Debug)]
pub struct Principle {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it says.
    pub text: Text,
    /// What to read.
    pub references: Vec<Linked>,
    overrides: bool,
    span: Span,
}

macro_rules! entry {
    ($type:ident, $id:ident, $references:ident) => {
        impl Entry for $type {
            fn id(&self) -> &str {
                &self.$id
            }

            fn overrides(&self) -> bool {
                self.overrides
            }

            fn references(&self) -> &[Linked] {
                &self.$references
            }

            fn span(&self) -> Span {
                self.span
            }
        }
    };
}

pub(super) use entry;

entry!(AntiPattern, id, references);
entry!(Term, term, reference);
entry!(Principle, id, references);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAntiPattern<'a> {
    id: &'a str,
    #[serde(borrow)]
    title: RawText<'a>,
    mistake: RawText<'a>,
    why: RawText<'a>,
    instead: RawText<'a>,
    references: Vec<&'a str>,
    #[serde(default)]
    sources: Vec<RawCitation<'a>>,
    #[serde(default)]
    worries: Vec<RawText<'a>>,
    #[serde(default)]
    overrides: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm<'a> {
    term: &'a str,
    #[serde(default, borrow)]
    aliases: Vec<RawText<'a>>,
    meaning: RawText<'a>,
    reference: Option<&'a str>,
    #[serde(default)]
    overrides: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPrinciple<'a> {
    id: &'a str,
    #[serde(borrow)]
    title: RawText<'a>,
    text: RawText<'a>,
    #[serde(default)]
    references: Vec<&'a str>,
    #[serde(default)]
    overrides: bool,
}

pub(super) fn parse_anti_patterns(text: &str) -> Parsed<Vec<AntiPattern>> {
    parse(text, |reader, raw: RawAntiPattern<'_>| AntiPattern {
        id: reader.id(raw.id),
        title: reader.text(&raw.title, raw.id),
        mistake: reader.text(&raw.mistake, raw.id),
        why: reader.text(&raw.why, raw.id),
        instead: reader.text(&raw.instead, raw.id),
        references: reader.links(&raw.references),
        sources: raw.sources.iter().map(|source| reader.citation(source)).collect(),
        worries: raw.worries.iter().map(|worry| reader.text(worry, raw.id)).collect(),
        overrides: raw.overrides,
        span: reader.span(raw.id),
    })
}

pub(super) fn parse_glossary(text: &str) -> Parsed<Vec<Term>> {
    parse(text, |reader, raw: RawTerm<'_>| Term {
        term: Text::new(raw.term).to_string(),
        aliases: raw.aliases.iter().map(|alias| reader.text(alias, raw.term)).collect(),
        meaning: reader.text(&raw.meaning, raw.term),
        reference: reader.links(raw.reference.as_slice()),
        overrides: raw.overrides,
        span: reader.span(raw.term),
    })
}

pub(super) fn parse_principles(text: &str) -> Parsed<Vec<Principle>> {
    parse(text, |reader, raw: RawPrinciple<'_>| Principle {
        id: reader.id(raw.id),
        title: reader.text(&raw.title, raw.id),
        text: reader.text(&raw.text, raw.id),
        references: reader.links(&raw.references),
        overrides: raw.overrides,
        span: reader.span(raw.id),
    })
}

/// Reads a list; the entries that are sound count even when others are not.
pub(super) fn parse<'a, R: serde::Deserialize<'a>, T: Entry>(text: &'a str, entry: impl Fn(&mut Reader<'a>, R) -> T) -> Parsed<Vec<T>> {
    let source = match Source::new(text) {
        Ok(source) => source,
        Err(faults) => return (None, faults),
    };
    let (raw, faults) = source.parse_list::<R>();
    let mut reader = Reader { faults, ..Reader::new(source) };
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut entries = Vec::new();
    for raw in raw {
        let before = reader.errors();
        let entry = entry(&mut reader, raw);
        if let Some(first) = seen.get(entry.id()) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("two entries are called `{}`", entry.id()));
            let fault = fault.at(entry.span(), "the second one").at(*first, "the first one");
            reader.faults.push(fault.help("give one of them another id, or make one entry of the two"));
        } else {
            seen.insert(entry.id().to_owned(), entry.span());
        }
        if reader.errors() == before {
            entries.push(entry);
        }
    }
    (Some(entries), reader.faults)
}

/// Reads the fields of an entry, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    source: Source<'a>,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Reader { source, faults: Vec::new() }
    }

    /// Everything that was found wrong.
    pub(super) fn faults(self) -> Vec<Diagnostic> {
        self.faults
    }

    fn errors(&self) -> usize {
        self.faults.iter().filter(|fault| fault.severity() == Severity::Error).count()
    }

    pub(super) fn span(&self, part: &'a str) -> Span {
        self.source.span_of(part).unwrap_or_default()
    }

    pub(super) fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    pub(super) fn id(&mut self, id: &'a str) -> String {
        // What is meant is looked for in the whole text, which is not worth it past a number that nobody reads.
        let text = if self.faults.len() < MAX_DIAGNOSTICS { self.source.text() } else { "" };
        self.faults.extend(id_fault(text, id, self.span(id)));
        id.to_owned()
    }

    pub(super) fn text(&mut self, raw: &RawText<'_>, owner: &'a str) -> Text {
        if raw.0.len() > MAX_TEXT {
            let message = format!("a text of `{owner}` holds {} bytes; at most {MAX_TEXT} can be read", raw.0.len());
            self.faults.push(Diagnostic::new(Code::TooLarge, message).at(self.span(owner), "in this entry"));
        }
        let text = Text::new(&raw.0);
        if text.is_empty() {
            let place = match self.source.span_of(&raw.0) {
                // An empty text is marked with its quotes.
                Some(Span { start, end }) if start == end => Span { start: start.saturating_sub(1), end: end + 1 },
                place => place.unwrap_or(self.span(owner)),
            };
            let fault = Diagnostic::new(Code::EmptyText, format!("a text of `{owner}` is empty")).at(place, "");
            self.faults.push(fault.help("write what it is to say, or take out what it belongs to"));
        }
        text
    }

    pub(super) fn links(&self, names: &[&'a str]) -> Vec<Linked> {
        names.iter().map(|name| self.link(name)).collect()
    }

    pub(super) fn link(&self, name: &'a str) -> Linked {
        Linked { name: name.to_owned(), span: self.span(name) }
    }

    pub(super) fn citation(&mut self, raw: &RawCitation<'a>) -> Citation {
        self.faults.extend(address_fault(raw.url, self.span(raw.url)));
        Citation { title: self.text(&raw.title, raw.url), url: Text::new(raw.url) }
    }
}
