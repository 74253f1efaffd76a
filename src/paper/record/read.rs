//! JSON to a record, or everything that is wrong with it, each with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value as Json};

use super::{Confidence, FORMAT, Header, MAX_FILE, OpenQuestion, Record, RecordedAnswer, RecordedBand, RecordedTree, Remarks, Status, set};
use crate::advice::walk::{Answer, Value};
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Span};
use crate::content::text::is_unsafe;

/// The most entries of a list.
const MAX_LIST: usize = 10_000;
/// The most bytes of a text.
pub const MAX_TEXT: usize = 20_000;
/// The most bytes of an id.
const MAX_ID: usize = 200;

/// The most characters of a message of the parser.
const MAX_QUOTED: usize = 200;

/// A text that is borrowed from the file where it can be, within an `Option` too.
#[derive(Deserialize)]
struct Part<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct RawFormat {
    format: Option<Json>,
}

#[derive(Deserialize)]
struct RawRecord<'a> {
    #[serde(borrow, default)]
    title: Cow<'a, str>,
    #[serde(borrow, default)]
    status: Option<Part<'a>>,
    #[serde(borrow, default)]
    made: Option<Part<'a>>,
    #[serde(borrow, default)]
    revisit: Option<Part<'a>>,
    #[serde(default)]
    participants: Vec<String>,
    #[serde(default)]
    supersedes: Option<String>,
    #[serde(borrow, default)]
    trees: Vec<RawTree<'a>>,
    #[serde(borrow, default)]
    answers: Vec<RawAnswer<'a, Json>>,
    #[serde(borrow, default)]
    open: Vec<RawOpen<'a>>,
    #[serde(default)]
    prose: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct RawTree<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    route: Vec<String>,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    bands: BTreeMap<String, (String, f64, f64)>,
}

/// A question without an answer has the form of one that has: an answer that stands with it is not known here.
type RawOpen<'a> = RawAnswer<'a, Option<IgnoredAny>>;

#[derive(Deserialize)]
struct RawAnswer<'a, A> {
    #[serde(borrow)]
    tree: Cow<'a, str>,
    #[serde(borrow)]
    question: Cow<'a, str>,
    #[serde(default)]
    fact: Option<String>,
    #[serde(default)]
    prompt: String,
    answer: A,
    #[serde(default)]
    label: String,
    #[serde(default)]
    unsure: bool,
    #[serde(default)]
    note: String,
    #[serde(default)]
    owner: String,
    #[serde(borrow, default)]
    due: Option<Part<'a>>,
    #[serde(borrow, default)]
    confidence: Option<Part<'a>>,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    votes: BTreeMap<String, u32>,
    #[serde(default)]
    dissent: String,
}

impl RawRecord<'_> {
    /// Whatever is looked up among the ids of trees.
    fn ids(&self) -> impl Iterator<Item = &str> {
        let trees = self.trees.iter().flat_map(|tree| {
            let parts = tree.route.iter().chain(&tree.outcome).chain(&tree.parts).chain(tree.bands.keys()).map(String::as_str);
            parts.chain([tree.id.as_ref(), &tree.hash])
        });
        let answers = self.answers.iter().flat_map(|answer| {
            let value =
                answer.answer.as_array().map_or(std::slice::from_ref(&answer.answer), Vec::as_slice).iter().filter_map(Json::as_str);
            value.chain([answer.tree.as_ref(), &answer.question]).chain(answer.fact.as_deref())
        });
        let open = self.open.iter().flat_map(|open| [open.tree.as_ref(), &open.question].into_iter().chain(open.fact.as_deref()));
        trees.chain(answers).chain(open)
    }
}

impl<A> RawAnswer<'_, A> {
    /// Whatever people wrote, or read.
    fn texts(&self) -> [&str; 6] {
        [&self.note, &self.dissent, &self.evidence, &self.owner, &self.prompt, &self.label]
    }
}

/// The fields of each object that this version knows; the others are kept. Those of an open question are among those of an answer.
const RECORD: &[&str] =
    &["format", "title", "status", "made", "revisit", "participants", "supersedes", "trees", "answers", "open", "prose"];
const TREE: &[&str] = &["id", "version", "hash", "route", "outcome", "parts", "bands"];
pub(super) const ANSWER: &[&str] = &[
    "tree",
    "question",
    "fact",
    "prompt",
    "answer",
    "label",
    "unsure",
    "note",
    "owner",
    "due",
    "confidence",
    "evidence",
    "votes",
    "dissent",
];
const OPEN: &[&str] = &["tree", "question", "fact", "prompt", "note", "owner", "due", "confidence", "evidence", "votes", "dissent"];

/// Reads a record. `text` is all of a file, of which the record is at `at`; places are those of the file. The record is there when
/// nothing is wrong with it.
///
/// Costs one pass over the text for each of: characters, form, and fields that are not known.
pub fn read(text: &str, at: Span) -> Parsed<Record> {
    let Some(json) = text.get(at.range()) else { return refused(Diagnostic::new(Code::Unreadable, "there is no record there".to_owned())) };
    if json.len() > MAX_FILE {
        let message = format!("a record of {} MB; at most {} MB are read", json.len() / 1_000_000, MAX_FILE / 1_000_000);
        return refused(Diagnostic::new(Code::TooLarge, message));
    }
    let mut reader = Reader { text, at, faults: Vec::new() };
    reader.unsafe_characters(json);
    if !reader.faults.is_empty() {
        return (None, reader.faults);
    }
    // The version first: what a newer one wants elsewhere is not a fault of it.
    match serde_json::from_str::<RawFormat>(json) {
        Err(error) => return refused(reader.form(json, &error)),
        Ok(RawFormat { format }) => {
            if let Some(fault) = reader.version(json, format) {
                return refused(fault);
            }
        }
    }
    let raw = match serde_json::from_str::<RawRecord<'_>>(json) {
        Ok(raw) => raw,
        Err(error) => return refused(reader.form(json, &error)),
    };
    // Known to be JSON by now. What it holds besides is looked up by place, not by name: ids may repeat.
    let whole: Json = serde_json::from_str(json).unwrap_or_default();
    let lists = [
        ("trees", raw.trees.first().map(|tree| &tree.id)),
        ("answers", raw.answers.first().map(|answer| &answer.question)),
        ("open", raw.open.first().map(|open| &open.question)),
    ];
    let objects = |name: &str| whole.get(name).and_then(Json::as_array).into_iter().flatten().all(Json::is_object);
    for (name, first) in lists.into_iter().filter(|(name, _)| !whole.is_object() || !objects(name)) {
        let at = first.map_or(at, |first| reader.span(first));
        reader.fault(Code::WrongType, format!("an entry of `{name}` is no object"), at, "such as { \"id\": .. }");
    }
    let record = reader.record(&raw, &whole);
    let sound = reader.faults.is_empty();
    (sound.then_some(record), reader.faults)
}

fn refused(fault: Diagnostic) -> Parsed<Record> {
    (None, vec![fault])
}

struct Reader<'a> {
    /// The whole file.
    text: &'a str,
    /// Where in it the record is.
    at: Span,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Characters that a terminal would act upon, as such and as escapes.
    fn unsafe_characters(&mut self, json: &str) {
        let raw =
            json.char_indices().filter(|(at, c)| is_unsafe(*c) && !(*c == '\r' && json.get(at + 1..).is_some_and(|r| r.starts_with('\n'))));
        let escapes = json.match_indices(['u', 'b', 'f', 'r']).filter_map(|(letter, _)| {
            // An even number of backslashes makes it text: `\\u001b`.
            let slashes = json.get(..letter)?.bytes().rev().take_while(|byte| *byte == b'\\').count();
            (slashes % 2 == 1).then_some(letter)
        });
        let escaped = escapes.filter_map(|letter| {
            let c = match json.get(letter..=letter)? {
                "u" => char::from_u32(u32::from_str_radix(json.get(letter + 1..letter + 5)?, 16).ok()?)?,
                "b" => '\u{8}',
                "f" => '\u{c}',
                _ => '\r',
            };
            is_unsafe(c).then_some((letter - 1, c))
        });
        for (at, c) in raw.chain(escaped).take(20) {
            let start = self.at.start as usize + at;
            let rest = self.text.get(start..).unwrap_or_default();
            let width = if rest.starts_with("\\u") {
                6
            } else if rest.starts_with('\\') {
                2
            } else {
                c.len_utf8()
            };
            let fault = Diagnostic::new(Code::ControlCharacter, format!("the character U+{:04X} may not stand in a record", u32::from(c)));
            let fault = fault.at(Span::new(start, start + width), "");
            self.faults.push(fault.help("a terminal would act upon it instead of showing it; take it out"));
        }
    }

    /// A fault of form, at the line and column that the parser tells.
    fn form(&self, json: &str, error: &serde_json::Error) -> Diagnostic {
        let code = match error.classify() {
            serde_json::error::Category::Data => match error.to_string() {
                text if text.starts_with("missing field") => Code::MissingField,
                text if text.starts_with("duplicate field") => Code::DuplicateField,
                _ => Code::WrongType,
            },
            _ => Code::Syntax,
        };
        let line = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let offset = (line + error.column().saturating_sub(1)).min(json.len());
        let offset = (0..=offset).rev().find(|offset| json.is_char_boundary(*offset)).unwrap_or(0);
        let start = self.at.start as usize + offset;
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        // It quotes what it found.
        let message: String = message.chars().take(MAX_QUOTED).collect();
        let end = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
        let fault = Diagnostic::new(code, message).at(Span::new(start, end), "");
        fault.help("a record is one JSON object; it is left as it is until it can be read again")
    }

    fn version(&self, json: &str, format: Option<Json>) -> Option<Diagnostic> {
        let place = json.find("\"format\"").map_or(self.at, |at| {
            let start = self.at.start as usize + at;
            Span::new(start, start + "\"format\"".len())
        });
        let fault = match format.as_ref().map(Json::as_u64) {
            Some(Some(version)) if (1..=u64::from(FORMAT)).contains(&version) => return None,
            Some(Some(version)) if version > u64::from(FORMAT) => {
                let message = format!("the record is of format {version}, and this version reads up to {FORMAT}");
                return Some(Diagnostic::new(Code::Unreadable, message).at(place, "").help("a newer waypost wrote it, and can read it"));
            }
            Some(_) => Diagnostic::new(Code::WrongType, "`format` is no version of the format".to_owned()),
            None => Diagnostic::new(Code::MissingField, "the record does not say of which `format` it is".to_owned()),
        };
        Some(fault.at(place, "").help(format!("\"format\": {FORMAT}")))
    }

    /// The place of a part of the text that was borrowed from it; of anything else, that of the record.
    fn span(&self, part: &str) -> Span {
        let (text, part) = (self.text.as_ptr() as usize, (part.as_ptr() as usize, part.len()));
        let start = part.0.wrapping_sub(text);
        if start < self.text.len() && start + part.1 <= self.text.len() { Span::new(start, start + part.1) } else { self.at }
    }

    fn fault(&mut self, code: Code, message: String, at: Span, help: &str) {
        self.faults.push(Diagnostic::new(code, message).at(at, "").help(help));
    }

    fn record(&mut self, raw: &RawRecord<'_>, whole: &Json) -> Record {
        let lists = [raw.participants.len(), raw.trees.len(), raw.answers.len(), raw.open.len(), raw.prose.len()].into_iter();
        if lists.chain(raw.trees.iter().flat_map(|tree| [tree.route.len(), tree.parts.len()])).any(|length| length > MAX_LIST) {
            self.fault(Code::TooLarge, format!("a list of more than {MAX_LIST} entries"), self.at, "no consultation has as many");
        }
        let texts = [raw.title.as_ref()].into_iter().chain(raw.participants.iter().map(String::as_str));
        let remarks = raw.answers.iter().flat_map(RawAnswer::texts).chain(raw.open.iter().flat_map(RawAnswer::texts));
        let prose = raw.prose.iter().flat_map(|(heading, print)| [heading.as_str(), print]);
        if texts.chain(remarks).chain(prose).any(|text| text.len() > MAX_TEXT) {
            self.fault(Code::TooLarge, format!("a text of more than {MAX_TEXT} bytes"), self.at, "link to it instead");
        }
        if raw.ids().any(|id| id.len() > MAX_ID) {
            self.fault(Code::TooLarge, format!("an id of more than {MAX_ID} bytes"), self.at, "no tree has one as long");
        }
        let entry = |list: &str, at: usize| whole.get(list).and_then(|list| list.get(at));
        let header = Header {
            title: raw.title.to_string(),
            status: self.word(&raw.status, "status", Status::named, &Status::ALL.map(Status::as_str)).unwrap_or_default(),
            made: self.date(&raw.made, "made"),
            revisit: self.date(&raw.revisit, "revisit"),
            participants: raw.participants.clone(),
            supersedes: raw.supersedes.clone(),
        };
        let trees: Vec<RecordedTree> = raw.trees.iter().enumerate().map(|(at, tree)| self.tree(tree, entry("trees", at))).collect();
        let mut seen = HashMap::new();
        for tree in &trees {
            if let Some(first) = seen.insert(tree.id.as_str(), tree.span) {
                let fault = Diagnostic::new(Code::DuplicateId, format!("`{}` is walked twice", tree.id));
                let fault = fault.at(tree.span, "the second time").at(first, "the first time");
                self.faults.push(fault.help("keep the one that holds"));
            }
        }
        let answers: Vec<RecordedAnswer> =
            raw.answers.iter().enumerate().filter_map(|(at, answer)| self.answer(answer, entry("answers", at))).collect();
        let mut seen = HashMap::new();
        for answer in &answers {
            if let Some(first) = seen.insert(answer.key(), answer.span) {
                let message = format!("`{}` of `{}` is answered twice", answer.question, answer.tree);
                let fault = Diagnostic::new(Code::DuplicateId, message).at(answer.span, "the second time").at(first, "the first time");
                self.faults.push(fault.help("keep the one that holds"));
            }
        }
        let open: Vec<OpenQuestion> = raw.open.iter().enumerate().map(|(at, open)| self.open(open, entry("open", at))).collect();
        let mut seen = HashMap::new();
        for question in &open {
            if let Some(first) = seen.insert(question.key(), question.span) {
                let message = format!("`{}` of `{}` is open twice", question.question, question.tree);
                let fault = Diagnostic::new(Code::DuplicateId, message).at(question.span, "the second time").at(first, "the first time");
                self.faults.push(fault.help("put what is said of it together"));
            }
        }
        Record { header, trees, answers, open, prose: raw.prose.clone(), other: unknown(Some(whole), RECORD) }
    }

    fn tree(&mut self, raw: &RawTree<'_>, whole: Option<&Json>) -> RecordedTree {
        RecordedTree {
            id: raw.id.to_string(),
            version: raw.version,
            hash: raw.hash.clone(),
            route: raw.route.clone(),
            outcome: raw.outcome.clone(),
            parts: raw.parts.clone(),
            bands: raw
                .bands
                .iter()
                .map(|(question, (id, from, below))| (question.clone(), RecordedBand { id: id.clone(), from: *from, below: *below }))
                .collect(),
            other: unknown(whole, TREE),
            span: self.span(&raw.id),
        }
    }

    fn answer(&mut self, raw: &RawAnswer<'_, Json>, whole: Option<&Json>) -> Option<RecordedAnswer> {
        let span = self.span(&raw.question);
        let value = match &raw.answer {
            Json::String(option) => Some(Value::Option(option.clone())),
            Json::Number(figure) => figure.as_f64().filter(|figure| figure.is_finite()).map(Value::Number),
            Json::Array(options) => {
                let ids: Option<Vec<String>> = options.iter().map(|option| option.as_str().map(str::to_owned)).collect();
                ids.map(set)
            }
            Json::Null if raw.unsure => None,
            _ => None,
        };
        if value.is_none() && !(raw.unsure && raw.answer.is_null()) {
            let message = format!("the answer to `{}` is neither an option, a list of options nor a figure", raw.question);
            self.fault(Code::WrongType, message, span, "such as \"read\", [\"one\", \"two\"] or 12000");
            return None;
        }
        let (answer, assumed) = match (raw.unsure, value) {
            (false, Some(value)) => (Answer::Given(value), None),
            (_, value) => (Answer::Unsure, value),
        };
        let remarks = self.remarks(raw);
        let (tree, question) = (raw.tree.to_string(), raw.question.to_string());
        let (fact, prompt, label) = (raw.fact.clone(), raw.prompt.clone(), raw.label.clone());
        Some(RecordedAnswer { tree, question, fact, prompt, label, answer, assumed, remarks, other: unknown(whole, ANSWER), span })
    }

    fn open(&mut self, raw: &RawOpen<'_>, whole: Option<&Json>) -> OpenQuestion {
        OpenQuestion {
            tree: raw.tree.to_string(),
            question: raw.question.to_string(),
            fact: raw.fact.clone(),
            prompt: raw.prompt.clone(),
            remarks: self.remarks(raw),
            other: unknown(whole, OPEN),
            span: self.span(&raw.question),
        }
    }

    fn remarks<A>(&mut self, raw: &RawAnswer<'_, A>) -> Remarks {
        Remarks {
            note: raw.note.clone(),
            owner: raw.owner.clone(),
            due: self.date(&raw.due, "due"),
            confidence: self.word(&raw.confidence, "confidence", Confidence::named, &Confidence::ALL.map(Confidence::as_str)),
            evidence: raw.evidence.clone(),
            votes: raw.votes.clone(),
            dissent: raw.dissent.clone(),
        }
    }

    fn date(&mut self, text: &Option<Part<'_>>, field: &str) -> Option<Date> {
        let Part(text) = text.as_ref()?;
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "2026-01-31".len());
        if date.is_none() {
            self.fault(Code::WrongType, format!("`{field}` is no day of the calendar"), self.span(text), "such as \"2026-01-31\"");
        }
        date
    }

    fn word<T>(&mut self, text: &Option<Part<'_>>, field: &str, named: fn(&str) -> Option<T>, words: &[&str]) -> Option<T> {
        let Part(text) = text.as_ref()?;
        let found = named(text);
        if found.is_none() {
            let help = format!("one of {}", words.join(", "));
            self.fault(Code::UnknownVariant, format!("`{field}` is `{text}`, which there is not"), self.span(text), &help);
        }
        found
    }
}

/// The fields of an object that are not among those known.
fn unknown(object: Option<&Json>, known: &[&str]) -> Map<String, Json> {
    let fields = object.and_then(Json::as_object).into_iter().flatten();
    fields.filter(|(name, _)| !known.contains(&name.as_str())).map(|(name, value)| (name.clone(), value.clone())).collect()
}
