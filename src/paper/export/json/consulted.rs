//! A whole consultation as one object: what the record says, where each walk ends and why, and what is still open.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::explain::Teller;
use super::{Asked, FORMAT, Passed, Recommended, asked, recommended, step, write};
use crate::advice::walk::{Route, Step};
use crate::content::tree::{QuestionIx, Tree};
use crate::paper::export::decision::{Consulted, Waiting, Walked};
use crate::paper::record::RecordedTree;

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    title: String,
    status: &'a str,
    made: Option<String>,
    revisit: Option<String>,
    participants: &'a [String],
    supersedes: Option<&'a str>,
    trees: Vec<Told<'a>>,
    missing: Vec<Json>,
    assumptions: Vec<Json>,
    conflicts: Vec<Json>,
}

#[derive(Serialize)]
struct Told<'a> {
    tree: &'a str,
    title: &'a str,
    version: u32,
    recorded: Recorded<'a>,
    status: &'static str,
    route: Vec<Answered<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<Asked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Remarked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    still_possible: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Recommended<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drivers: Option<Vec<Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<Vec<Json>>,
}

/// What the tree was when the record was made.
#[derive(Serialize)]
struct Recorded<'a> {
    version: u32,
    hash: &'a str,
    outcome: Option<&'a str>,
}

/// An answer, with what people said about it.
#[derive(Serialize)]
struct Answered<'a> {
    #[serde(flatten)]
    passed: Passed<'a>,
    prompt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Remarked<'a>>,
}

#[derive(Serialize)]
struct Remarked<'a> {
    note: &'a str,
    owner: &'a str,
    due: Option<String>,
    confidence: Option<&'a str>,
    evidence: &'a str,
    votes: &'a BTreeMap<String, u32>,
    dissent: &'a str,
}

/// A consultation as JSON: `format` (1), `title`, `status`, `made`, `revisit`, `participants`, `supersedes`; `trees`, each with `tree`,
/// `title`, `version`, `recorded` (`version`, `hash`, `outcome` of the day of the record), `status` (`"outcome"` or `"question"`) and
/// `route`, whose entries are those of [`super::ask`] with `prompt` and `remarks`; then `outcome` as in [`super::ask`], with only the items
/// that hold, `drivers` and `others` as in [`super::explain`], or `question`, the `remarks` on it and `still_possible`; then `missing` (trees that are not there
/// today), `assumptions` and `conflicts`.
///
/// Costs as much as it is long.
pub fn consulted(consulted: &Consulted<'_>) -> String {
    let header = consulted.header();
    let walked = consulted.walks.iter().map(|walk| told_walk(consulted, walk));
    let waiting = consulted.waiting.iter().map(|walk| told_waiting(consulted, walk));
    let mut trees: Vec<Told<'_>> = walked.chain(waiting).collect();
    // In the order in which they were opened.
    trees.sort_by_key(|told| consulted.record.trees.iter().position(|tree| tree.id == told.tree));
    let missing = consulted.missing.iter().map(|tree| json!({ "tree": tree.id, "version": tree.version, "outcome": tree.outcome }));
    let assumptions = consulted.assumptions().into_iter().map(|(tree, step)| assumption(consulted, tree, step));
    write(&Whole {
        format: FORMAT,
        title: consulted.title(),
        status: header.status.as_str(),
        made: header.made.map(|day| day.to_string()),
        revisit: header.revisit.map(|day| day.to_string()),
        participants: &header.participants,
        supersedes: header.supersedes.as_deref(),
        trees,
        missing: missing.collect(),
        assumptions: assumptions.collect(),
        conflicts: consulted.conflicts.iter().map(super::explain::conflict).collect(),
    })
}

fn told_walk<'a>(consulted: &'a Consulted<'a>, walk: &'a Walked<'a>) -> Told<'a> {
    let teller = Teller { words: consulted.pack.words(), tree: walk.tree, insight: &walk.insight };
    Told {
        status: "outcome",
        outcome: Some(recommended(walk.tree, &walk.route, &walk.tree[walk.outcome])),
        drivers: Some(walk.bearings().into_iter().filter_map(|bearing| teller.bearing(&walk.route, bearing)).collect()),
        others: Some(walk.others.iter().map(|other| teller.other(other)).collect()),
        ..told(consulted, walk.tree, walk.recorded, &walk.route)
    }
}

fn told_waiting<'a>(consulted: &'a Consulted<'a>, walk: &'a Waiting<'a>) -> Told<'a> {
    Told {
        question: Some(asked(walk.tree, walk.question)),
        remarks: remarked(consulted, walk.tree, walk.question),
        still_possible: Some(walk.possible.outcomes.iter().map(|ix| walk.tree[*ix].id.as_str()).collect()),
        ..told(consulted, walk.tree, walk.recorded, &walk.route)
    }
}

fn told<'a>(consulted: &'a Consulted<'a>, tree: &'a Tree, recorded: &'a RecordedTree, route: &Route) -> Told<'a> {
    let none = &consulted.pack.words().walk.none_of_these;
    let answered = |taken: &Step| Answered {
        passed: step(tree, taken, none),
        prompt: &tree[taken.question].prompt,
        remarks: remarked(consulted, tree, taken.question),
    };
    Told {
        tree: &tree.id,
        title: &tree.title,
        version: tree.version,
        recorded: Recorded { version: recorded.version, hash: &recorded.hash, outcome: recorded.outcome.as_deref() },
        status: "question",
        route: route.steps.iter().map(answered).collect(),
        question: None,
        remarks: None,
        still_possible: None,
        outcome: None,
        drivers: None,
        others: None,
    }
}

fn remarked<'a>(consulted: &'a Consulted<'a>, tree: &Tree, question: QuestionIx) -> Option<Remarked<'a>> {
    consulted.remarks_on(tree, question).map(|remarks| Remarked {
        note: &remarks.note,
        owner: &remarks.owner,
        due: remarks.due.map(|due| due.to_string()),
        confidence: remarks.confidence.map(|confidence| confidence.as_str()),
        evidence: &remarks.evidence,
        votes: &remarks.votes,
        dissent: &remarks.dissent,
    })
}

fn assumption(consulted: &Consulted<'_>, tree: &Tree, taken: &Step) -> Json {
    let question = &tree[taken.question];
    let passed = step(tree, taken, &consulted.pack.words().walk.none_of_these);
    let remarks = consulted.remarks_on(tree, taken.question);
    json!({
        "tree": tree.id,
        "question": question.id,
        "prompt": question.prompt.as_str(),
        "answer": passed.answer,
        "label": passed.label,
        "owner": remarks.map(|remarks| remarks.owner.as_str()).filter(|owner| !owner.is_empty()),
        "due": remarks.and_then(|remarks| remarks.due).map(|due| due.to_string()),
        "how_to_tell": super::explain::texts(&question.how_to_tell),
    })
}
