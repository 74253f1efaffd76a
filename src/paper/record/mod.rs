//! The saved form of a consultation: what was answered, by whom and how surely, and what came of it, so that it can be read,
//! taken up again, and replayed against the trees for years.
//!
//! A record is one JSON object. It stands in a file of its own, or in a fenced block of a decision record in Markdown, which is then
//! both what people read and what is replayed.

mod block;
mod check;
mod compare;
mod front_matter;
mod read;
mod take;
mod title;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::advice::walk::{Answer, Answers, Key, Value};
use crate::content::diagnostic::Span;

pub use block::{Found, fenced, find, replace};
pub use check::{Barred, Finding, Moved, Parting, Stale, check, is_same};
pub use compare::{Compared, Comparison, Differing, Given, compare};
pub use front_matter::{FrontMatter, read_document};
pub use read::{MAX_TEXT, read};
pub use take::{Sitting, take};
pub use title::{Title, title};
pub use write::write;

/// The version of the format. A newer one is refused; an older one is read.
///
/// - 1: the first.
pub const FORMAT: u32 = 1;

/// The most bytes of a file that is read as a record.
pub const MAX_FILE: usize = 4 * 1024 * 1024;

/// A record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// What it is about, when, and by whom.
    pub header: Header,
    /// The trees that were walked, with what came of each, in the order in which they were opened.
    pub trees: Vec<RecordedTree>,
    /// Every answer that was given, on a route or off it. No two of one fact, or of one question.
    pub answers: Vec<RecordedAnswer>,
    /// What people said of questions that have no answer. No two of one fact, or of one question. Where a file has an answer to one of
    /// them all the same, the answer counts, and this adds what is not said with it.
    pub open: Vec<OpenQuestion>,
    /// For a decision record: the [`fingerprint`] of each section as it was written, by its heading, so that what people edited since is
    /// known. An empty one stands for a section that people took out.
    pub prose: BTreeMap<String, String>,
    /// Fields of the object that this version does not know. They are written again as they were.
    pub other: Map<String, Json>,
}

/// What a record is about, when it was made, and by whom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    /// What was decided; may be empty.
    pub title: String,
    /// How far the decision is.
    pub status: Status,
    /// The day on which it was made.
    pub made: Option<Date>,
    /// The day on which to look at it again.
    pub revisit: Option<Date>,
    /// Who took part.
    pub participants: Vec<String>,
    /// The decision whose place it takes, as its file or title says.
    pub supersedes: Option<String>,
}

/// How far a decision is, in the words of MADR 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Status {
    /// It is still being worked out.
    #[default]
    Draft,
    /// It lies before those who decide.
    Proposed,
    /// It holds.
    Accepted,
    /// It was turned down.
    Rejected,
    /// It no longer applies, and nothing takes its place.
    Deprecated,
    /// Another one has taken its place.
    Superseded,
}

/// A tree that was walked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordedTree {
    /// Its id.
    pub id: String,
    /// Its version at that time.
    pub version: u32,
    /// The [`fingerprint`] of its file at that time.
    pub hash: String,
    /// The ids of the questions that the walk came past, in order.
    pub route: Vec<String>,
    /// The id of the outcome; `None` while a question is open.
    pub outcome: Option<String>,
    /// The ids of the other parts of the result, in alphabetical order.
    pub parts: Vec<String>,
    /// The bands that figures of the route lay in, by the ids of their questions.
    pub bands: BTreeMap<String, RecordedBand>,
    /// Fields that this version does not know.
    pub other: Map<String, Json>,
    /// Where its id stands in the file; empty for one that was not read from a file.
    pub span: Span,
}

/// A band with its cut-offs at that time.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedBand {
    /// Its id.
    pub id: String,
    /// The smallest figure in it.
    pub from: f64,
    /// The figure behind it.
    pub below: f64,
}

/// An answer, with what people said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedAnswer {
    /// The tree in which it was asked.
    pub tree: String,
    /// The question's id.
    pub question: String,
    /// The fact that the question names.
    pub fact: Option<String>,
    /// What was asked at that time, in words; may be empty.
    pub prompt: String,
    /// What the value that counts was called at that time; may be empty.
    pub label: String,
    /// The answer.
    pub answer: Answer,
    /// What "not sure" stood for at that time.
    pub assumed: Option<Value>,
    /// What people said about it.
    pub remarks: Remarks,
    /// Fields that this version does not know.
    pub other: Map<String, Json>,
    /// Where its question's id stands in the file.
    pub span: Span,
}

/// A question without an answer, with what people said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// The tree in which it is asked.
    pub tree: String,
    /// The question's id.
    pub question: String,
    /// The fact that the question names.
    pub fact: Option<String>,
    /// What was asked at that time, in words; may be empty.
    pub prompt: String,
    /// What people said about it.
    pub remarks: Remarks,
    /// Fields that this version does not know.
    pub other: Map<String, Json>,
    /// Where its id stands in the file.
    pub span: Span,
}

/// What people said about an answer, or about a question that waits for one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Remarks {
    /// A note; may have several lines.
    pub note: String,
    /// Who finds out, or answers for it.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// How sure they were.
    pub confidence: Option<Confidence>,
    /// The address of what shows that it is so.
    pub evidence: String,
    /// How many voted for each answer, by its id, `unsure` among them.
    pub votes: BTreeMap<String, u32>,
    /// What those say who saw it otherwise; may have several lines.
    pub dissent: String,
}

/// How sure people are of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// They would bet on it.
    Sure,
    /// They lean towards it.
    Leaning,
}

impl Status {
    /// Every status, in the order in which a decision goes through them.
    pub const ALL: [Status; 6] =
        [Status::Draft, Status::Proposed, Status::Accepted, Status::Rejected, Status::Deprecated, Status::Superseded];

    /// Whether anybody still goes by the decision, or is about to.
    pub fn is_live(self) -> bool {
        matches!(self, Status::Draft | Status::Proposed | Status::Accepted)
    }

    /// As it is written: `accepted`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Proposed => "proposed",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
            Status::Deprecated => "deprecated",
            Status::Superseded => "superseded",
        }
    }

    /// The status that a word means.
    pub fn named(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl Confidence {
    /// Both.
    pub const ALL: [Confidence; 2] = [Confidence::Sure, Confidence::Leaning];

    /// As it is written: `sure` or `leaning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Sure => "sure",
            Confidence::Leaning => "leaning",
        }
    }

    /// The one that a word means.
    pub fn named(word: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == word)
    }
}

impl Remarks {
    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        *self == Remarks::default()
    }

    /// The same, with what others say where this says nothing.
    #[must_use]
    pub fn or(self, other: &Remarks) -> Remarks {
        let text = |text: String, other: &String| if text.is_empty() { other.clone() } else { text };
        Remarks {
            note: text(self.note, &other.note),
            owner: text(self.owner, &other.owner),
            due: self.due.or(other.due),
            confidence: self.confidence.or(other.confidence),
            evidence: text(self.evidence, &other.evidence),
            votes: if self.votes.is_empty() { other.votes.clone() } else { self.votes },
            dissent: text(self.dissent, &other.dissent),
        }
    }
}

impl RecordedAnswer {
    /// What the answer is kept under.
    pub fn key(&self) -> Key {
        key(&self.fact, &self.tree, &self.question)
    }
}

impl OpenQuestion {
    /// What its answer would be kept under.
    pub fn key(&self) -> Key {
        key(&self.fact, &self.tree, &self.question)
    }
}

fn key(fact: &Option<String>, tree: &str, question: &str) -> Key {
    match fact {
        Some(fact) => Key::Fact(fact.clone()),
        None => Key::Question { tree: tree.to_owned(), question: question.to_owned() },
    }
}

impl Record {
    /// The answers, to walk with.
    pub fn answers(&self) -> Answers {
        self.answers.iter().map(|recorded| (recorded.key(), recorded.answer.clone())).collect()
    }

    /// The answer to a question of a tree, by what it is kept under.
    pub fn answer(&self, key: &Key) -> Option<&RecordedAnswer> {
        self.answers.iter().find(|recorded| recorded.key() == *key)
    }

    /// What people said about each answer, and about each question that waits for one.
    pub fn remarks(&self) -> BTreeMap<Key, Remarks> {
        let mut said: BTreeMap<Key, Remarks> = self.open.iter().map(|open| (open.key(), open.remarks.clone())).collect();
        for recorded in &self.answers {
            let open = said.remove(&recorded.key()).unwrap_or_default();
            said.insert(recorded.key(), recorded.remarks.clone().or(&open));
        }
        said.retain(|_, remarks| !remarks.is_empty());
        said
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of a file's text, whose line ends count as `\n`, as a checkout may change them.
pub fn fingerprint(text: &str) -> String {
    let digest = match text.contains('\r') {
        true => Sha256::digest(text.replace("\r\n", "\n").as_bytes()),
        false => Sha256::digest(text.as_bytes()),
    };
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The set of an answer that names several options.
pub(crate) fn set(ids: impl IntoIterator<Item = String>) -> Value {
    Value::Options(ids.into_iter().collect::<BTreeSet<String>>())
}
