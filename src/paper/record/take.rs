//! A record of a sitting as it stands.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Header, Record, RecordedAnswer, RecordedBand, RecordedTree, Remarks, fingerprint};
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
    /// What people said about it.
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
    let answers = sitting.answers.iter().filter_map(|(key, answer)| recorded_answer(pack, sitting, before, key, answer));
    Record { header: sitting.header.clone(), trees, answers: answers.collect(), prose: before.prose.clone(), other: before.other.clone() }
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

/// An answer under the tree and question where it was asked: those of the record before, else the first walked tree that asks it.
fn recorded_answer(pack: &Pack, sitting: &Sitting<'_>, before: &Record, key: &Key, answer: &Answer) -> Option<RecordedAnswer> {
    let was = before.answer(key);
    let other: Map<String, Json> = was.map_or_else(Map::new, |was| was.other.clone());
    let (tree, question, fact) = match (key, was) {
        (Key::Question { tree, question }, _) => (tree.clone(), question.clone(), None),
        (Key::Fact(fact), Some(was)) => (was.tree.clone(), was.question.clone(), Some(fact.clone())),
        (Key::Fact(fact), None) => {
            let ids = sitting.walked.iter().map(String::as_str).chain(pack.tree_ids());
            let asks = |id: &str| {
                let tree = pack.tree(id)?;
                let question = tree.questions_of_fact(fact).first()?;
                Some((tree.id.clone(), tree[*question].id.clone()))
            };
            let (tree, question) = ids.into_iter().find_map(asks)?;
            (tree, question, Some(fact.clone()))
        }
    };
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
    let (answer, span) = (answer.clone(), Span::default());
    Some(RecordedAnswer { tree, question, fact, prompt, label, answer, assumed, remarks, other, span })
}
