//! A record to JSON, indented, so that a change of one answer shows as such where versions of it are compared.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{FORMAT, OpenQuestion, Record, RecordedAnswer, RecordedTree, Remarks};
use crate::advice::walk::{Answer, number_json, value_json};

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    title: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revisit: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    participants: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<&'a str>,
    trees: Vec<Tree<'a>>,
    answers: Vec<Answered<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open: Vec<Answered<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    prose: &'a BTreeMap<String, String>,
    #[serde(flatten)]
    other: &'a Map<String, Json>,
}

#[derive(Serialize)]
struct Tree<'a> {
    id: &'a str,
    version: u32,
    hash: &'a str,
    route: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    parts: &'a [String],
    #[serde(skip_serializing_if = "Map::is_empty")]
    bands: Map<String, Json>,
    #[serde(flatten)]
    other: &'a Map<String, Json>,
}

#[derive(Serialize)]
struct Answered<'a> {
    tree: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    prompt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Json>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    unsure: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    owner: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    evidence: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    votes: &'a BTreeMap<String, u32>,
    #[serde(skip_serializing_if = "str::is_empty")]
    dissent: &'a str,
    #[serde(flatten)]
    other: &'a Map<String, Json>,
}

/// The record as text, which [`super::read()`] reads again: the fields that are known in their order, the others behind them.
pub fn write(record: &Record) -> String {
    let header = &record.header;
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let whole = Whole {
        format: FORMAT,
        title: &header.title,
        status: header.status.as_str(),
        made: day(header.made),
        revisit: day(header.revisit),
        participants: &header.participants,
        supersedes: header.supersedes.as_deref(),
        trees: record.trees.iter().map(tree).collect(),
        answers: record.answers.iter().map(answered).collect(),
        open: record.open.iter().map(open).collect(),
        prose: &record.prose,
        other: &record.other,
    };
    // Every key is a text and every figure finite: nothing here can fail.
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap_or_default())
}

fn tree(tree: &RecordedTree) -> Tree<'_> {
    Tree {
        id: &tree.id,
        version: tree.version,
        hash: &tree.hash,
        route: &tree.route,
        outcome: tree.outcome.as_deref(),
        parts: &tree.parts,
        bands: tree
            .bands
            .iter()
            .map(|(question, band)| {
                (question.clone(), Json::Array(vec![band.id.clone().into(), number_json(band.from), number_json(band.below)]))
            })
            .collect(),
        other: &tree.other,
    }
}

fn answered(recorded: &RecordedAnswer) -> Answered<'_> {
    let answer = match &recorded.answer {
        Answer::Given(value) => value_json(value),
        Answer::Unsure => recorded.assumed.as_ref().map_or(Json::Null, value_json),
    };
    Answered {
        tree: &recorded.tree,
        question: &recorded.question,
        fact: recorded.fact.as_deref(),
        prompt: &recorded.prompt,
        label: &recorded.label,
        answer: Some(answer),
        unsure: recorded.answer == Answer::Unsure,
        ..said(&recorded.remarks, &recorded.other)
    }
}

fn open(open: &OpenQuestion) -> Answered<'_> {
    let said = said(&open.remarks, &open.other);
    Answered { tree: &open.tree, question: &open.question, fact: open.fact.as_deref(), prompt: &open.prompt, ..said }
}

/// What people said, of nothing yet.
fn said<'a>(remarks: &'a Remarks, other: &'a Map<String, Json>) -> Answered<'a> {
    Answered {
        tree: "",
        question: "",
        fact: None,
        prompt: "",
        label: "",
        answer: None,
        unsure: false,
        note: &remarks.note,
        owner: &remarks.owner,
        due: remarks.due.map(|date| date.to_string()),
        confidence: remarks.confidence.map(|confidence| confidence.as_str()),
        evidence: &remarks.evidence,
        votes: &remarks.votes,
        dissent: &remarks.dissent,
        other,
    }
}

/// The form that serde wants of a condition on a field.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
