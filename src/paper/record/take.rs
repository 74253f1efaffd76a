//! A record of a sitting as it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value as Json};

use super::read::ANSWER;
use super::{Header, OpenQuestion, Record, RecordedAnswer, RecordedBand, RecordedTree, Remarks, fingerprint};
use crate::advice::walk::{Answer, Answers, Key, Step, Value, answer_label, route};
use crate::content::diagnostic::Span;
use crate::content::pack::Pack;
use crate::content::tree::{Kind, Settled, Tree};

/// What a record is made of.
#[derive(Debug)]
pub struct Sitting<'a> {
    /// What it is about.
    pub header: &'a Header,
    /// The ids of the trees that were opened, in order.
    pub walked: &'a [String],
    /// What was answered.
    pub answers: &'a Answers,
    /// What people said about it, and about what is not answered yet.
    pub remarks: &'a BTreeMap<Key, Remarks>,
}

/// Takes down how a sitting stands. Of `before`, which the sitting began with, everything is kept that the sitting cannot know: fields
/// of other versions, trees and answers of packs that are not there today.
///
/// Costs a walk for each tree, and a look-up for each answer.
pub fn take(pack: &Pack, sitting: &Sitting<'_>, before: &Record) -> Record {
    let mut trees: Vec<RecordedTree> = Vec::new();
    for id in sitting.walked {
        let was = before.trees.iter().find(|tree| tree.id == *id);
        match pack.tree(id) {
            Some(tree) => trees.push(recorded_tree(pack, tree, sitting.answers, was)),
            None => trees.extend(was.cloned()),
        }
    }
    let gone = before.trees.iter().filter(|tree| !sitting.walked.contains(&tree.id));
    trees.extend(gone.cloned());
    let was = Before::of(before);
    let answers = sitting.answers.iter().filter_map(|(key, answer)| recorded_answer(pack, sitting, &was, key, answer)).collect();
    // What another version knows of an open question is kept when nothing is said of it any more.
    let kept = before.open.iter().filter(|open| !open.other.is_empty()).map(OpenQuestion::key);
    let unanswered: BTreeSet<Key> = sitting.remarks.keys().cloned().chain(kept).filter(|key| sitting.answers.get(key).is_none()).collect();
    let open = unanswered.iter().filter_map(|key| open_question(pack, sitting, &was, key)).collect();
    Record { header: sitting.header.clone(), trees, answers, open, prose: before.prose.clone(), other: before.other.clone() }
}

/// What the record before has under each key.
struct Before<'a> {
    answers: HashMap<Key, &'a RecordedAnswer>,
    open: HashMap<Key, &'a OpenQuestion>,
}

impl<'a> Before<'a> {
    fn of(record: &'a Record) -> Before<'a> {
        Before {
            answers: record.answers.iter().map(|answer| (answer.key(), answer)).collect(),
            open: record.open.iter().map(|open| (open.key(), open)).collect(),
        }
    }

    /// The tree and the question under which it has it.
    fn place(&self, key: &Key) -> Option<(String, String)> {
        let answer = self.answers.get(key).map(|answer| (answer.tree.clone(), answer.question.clone()));
        answer.or_else(|| self.open.get(key).map(|open| (open.tree.clone(), open.question.clone())))
    }
}

fn recorded_tree(pack: &Pack, tree: &Tree, answers: &Answers, was: Option<&RecordedTree>) -> RecordedTree {
    let route = route(tree, answers);
    let (outcome, parts) = route.result(tree).map_or((None, Vec::new()), |(outcome, parts)| (Some(outcome.to_owned()), parts));
    RecordedTree {
        id: tree.id.clone(),
        version: tree.version,
        hash: pack.tree_file(&tree.id).map_or_else(String::new, |file| fingerprint(&file.text)),
        route: route.steps.iter().map(|step| tree[step.question].id.clone()).collect(),
        outcome,
        parts: parts.into_iter().map(str::to_owned).collect(),
        bands: route.steps.iter().filter_map(|step| Some((tree[step.question].id.clone(), recorded_band(tree, step)?))).collect(),
        other: was.map_or_else(Map::new, |was| was.other.clone()),
        span: Span::default(),
    }
}

/// The band that a step's figure lies in.
fn recorded_band(tree: &Tree, step: &Step) -> Option<RecordedBand> {
    let (Kind::Number(scale), Settled::Band(at)) = (&tree[step.question].kind, step.settled) else { return None };
    scale.bands.get(at).map(|band| RecordedBand { id: band.id.clone(), from: band.from, below: band.below })
}

/// An answer under the tree and question where it was asked.
fn recorded_answer(pack: &Pack, sitting: &Sitting<'_>, before: &Before<'_>, key: &Key, answer: &Answer) -> Option<RecordedAnswer> {
    let was = before.answers.get(key).copied();
    let other: Map<String, Json> = match (was, before.open.get(key)) {
        (Some(was), _) => was.other.clone(),
        // It was open, and had fields that mean something of their own with an answer.
        (None, Some(open)) => open.other.iter().filter(|(name, _)| !ANSWER.contains(&name.as_str())).map(cloned).collect(),
        (None, None) => Map::new(),
    };
    let (tree, question) = place(pack, sitting, before, key)?;
    let asked = pack.tree(&tree).and_then(|tree| Some(&tree[tree.question(&question)?]));
    let assumed = match answer {
        Answer::Given(_) => None,
        Answer::Unsure => asked.map(Value::assumed).or_else(|| was.and_then(|was| was.assumed.clone())),
    };
    let (prompt, label) = match (asked, was) {
        (Some(asked), _) => (asked.prompt.to_string(), answer_label(asked, &answer.value(asked), &pack.words().walk.none_of_these)),
        (None, Some(was)) => (was.prompt.clone(), was.label.clone()),
        (None, None) => (String::new(), String::new()),
    };
    let remarks = sitting.remarks.get(key).cloned().unwrap_or_default();
    let (fact, answer, span) = (fact(key), answer.clone(), Span::default());
    Some(RecordedAnswer { tree, question, fact, prompt, label, answer, assumed, remarks, other, span })
}

/// What people said of a question without an answer; `None` when that is nothing.
fn open_question(pack: &Pack, sitting: &Sitting<'_>, before: &Before<'_>, key: &Key) -> Option<OpenQuestion> {
    let (open, answered) = (before.open.get(key), before.answers.get(key));
    let other = open.map(|open| &open.other).or_else(|| answered.map(|answered| &answered.other)).cloned().unwrap_or_default();
    let remarks = sitting.remarks.get(key).cloned().unwrap_or_default();
    if remarks.is_empty() && other.is_empty() {
        return None;
    }
    let (tree, question) = place(pack, sitting, before, key)?;
    let asked = pack.tree(&tree).and_then(|tree| Some(tree[tree.question(&question)?].prompt.to_string()));
    let prompt = asked.or_else(|| open.map(|open| open.prompt.clone())).or_else(|| answered.map(|answered| answered.prompt.clone()));
    Some(OpenQuestion { tree, question, fact: fact(key), prompt: prompt.unwrap_or_default(), remarks, other, span: Span::default() })
}

/// The tree and the question of a key: those of the record before, else the first walked tree that asks it.
fn place(pack: &Pack, sitting: &Sitting<'_>, before: &Before<'_>, key: &Key) -> Option<(String, String)> {
    let fact = match key {
        Key::Question { tree, question } => return Some((tree.clone(), question.clone())),
        Key::Fact(fact) => fact,
    };
    let asks = |id: &str| {
        let tree = pack.tree(id)?;
        let question = tree.questions_of_fact(fact).first()?;
        Some((tree.id.clone(), tree[*question].id.clone()))
    };
    before.place(key).or_else(|| sitting.walked.iter().map(String::as_str).chain(pack.tree_ids()).find_map(asks))
}

fn fact(key: &Key) -> Option<String> {
    match key {
        Key::Fact(fact) => Some(fact.clone()),
        Key::Question { .. } => None,
    }
}

fn cloned((name, value): (&String, &Json)) -> (String, Json) {
    (name.clone(), value.clone())
}
