//! A record replayed against the trees of today.

use jiff::civil::Date;

use super::{Record, RecordedAnswer, RecordedTree, fingerprint};
use crate::advice::walk::{Answer, Route, Unfit, route};
use crate::content::diagnostic::{Span, nearest};
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};

/// What of a record does not hold any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Where it stands in the record's file.
    pub span: Span,
    /// What it is.
    pub stale: Stale,
}

/// Something that does not hold any more.
#[derive(Debug, Clone, PartialEq)]
pub enum Stale {
    /// There is no such tree, or it does not load.
    NoTree {
        /// The tree's id.
        tree: String,
        /// Trees that may have taken its place, nearest first.
        near: Vec<String>,
    },
    /// The tree no longer has the question.
    NoQuestion {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// Questions that may have taken its place, nearest first.
        near: Vec<String>,
    },
    /// The question no longer takes the answer.
    NoAnswer {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// What is wrong with it.
        why: Unfit,
        /// Answers that may have taken its place, nearest first.
        near: Vec<String>,
    },
    /// The same answers lead to another result.
    Elsewhere {
        /// The tree's id.
        tree: String,
        /// The outcome that the record names; `None` where a question was open.
        was: Option<String>,
        /// The outcome of today; `None` where a question is open.
        now: Option<String>,
        /// Where the ways part; `None` where only the parts of the result differ.
        parting: Option<Parting>,
        /// Parts that the result no longer has, and those that it has besides.
        parts: (Vec<String>, Vec<String>),
    },
    /// An assumption was to be found out by a day that has passed.
    Overdue {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// Who was to find out; may be empty.
        owner: String,
        /// Until when.
        due: Date,
    },
    /// The day on which to look at it again has passed.
    Revisit {
        /// That day.
        on: Date,
    },
}

/// Where two ways part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// The question behind which they do; `None` at the very beginning.
    pub after: Option<String>,
    /// The node that came next by the record; `None` where it does not say.
    pub was: Option<String>,
    /// The node that comes next today.
    pub now: String,
}

impl Stale {
    /// A stable name for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Stale::NoTree { .. } => "no-tree",
            Stale::NoQuestion { .. } => "no-question",
            Stale::NoAnswer { .. } => "no-answer",
            Stale::Elsewhere { .. } => "elsewhere",
            Stale::Overdue { .. } => "overdue",
            Stale::Revisit { .. } => "revisit",
        }
    }
}

/// Replays a record, and tells everything that does not hold any more on the day that `today` is.
///
/// Costs a walk for each tree, and a look-up for each answer.
pub fn check(pack: &Pack, record: &Record, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(on) = record.header.revisit.filter(|on| *on < today) {
        findings.push(Finding { span: Span::default(), stale: Stale::Revisit { on } });
    }
    let answers = record.answers();
    for recorded in &record.trees {
        let Some(tree) = pack.tree(&recorded.id) else {
            let near = nearest(&recorded.id, pack.tree_ids().filter(|id| pack.tree(id).is_some())).into_iter().map(str::to_owned).collect();
            findings.push(Finding { span: recorded.span, stale: Stale::NoTree { tree: recorded.id.clone(), near } });
            continue;
        };
        let on_route = record.answers.iter().filter(|answer| answer.tree == tree.id && recorded.route.contains(&answer.question));
        let missing: Vec<Finding> = on_route.filter_map(|answer| Some(Finding { span: answer.span, stale: gone(tree, answer)? })).collect();
        let route = route(tree, &answers);
        // Where the walk stops for want of an answer that was told of, there is nothing else to say.
        let stopped = !missing.is_empty() && route.outcome().is_none();
        findings.extend(missing);
        let elsewhere = elsewhere(tree, recorded, &route).filter(|_| !stopped);
        findings.extend(elsewhere.map(|stale| Finding { span: recorded.span, stale }));
    }
    for answer in record.answers.iter().filter(|answer| answer.answer == Answer::Unsure) {
        if let Some(due) = answer.remarks.due.filter(|due| *due < today) {
            let owner = answer.remarks.owner.clone();
            let stale = Stale::Overdue { tree: answer.tree.clone(), question: answer.question.clone(), owner, due };
            findings.push(Finding { span: answer.span, stale });
        }
    }
    findings
}

/// Whether a tree is the very one that a record was made with.
pub fn is_same(pack: &Pack, recorded: &RecordedTree) -> bool {
    pack.tree_file(&recorded.id).is_some_and(|file| fingerprint(&file.text) == recorded.hash)
}

/// A question or an answer that there is not any more.
fn gone(tree: &Tree, recorded: &RecordedAnswer) -> Option<Stale> {
    let (id, question) = (tree.id.clone(), recorded.question.clone());
    let by_fact = |fact: &String| tree.questions_of_fact(fact).first().copied();
    let Some(ix) = tree.question(&question).or_else(|| recorded.fact.as_ref().and_then(by_fact)) else {
        let near = nearest(&question, tree.questions().map(|(_, question)| question.id.as_str()));
        return Some(Stale::NoQuestion { tree: id, question, near: near.into_iter().map(str::to_owned).collect() });
    };
    let Answer::Given(value) = &recorded.answer else { return None };
    let why = value.settle(&tree[ix]).err()?;
    let near = match &why {
        Unfit::NoOption(option) => suggestions(tree, ix, option),
        _ => Vec::new(),
    };
    Some(Stale::NoAnswer { tree: id, question, why, near })
}

/// Options that may have taken the place of one.
fn suggestions(tree: &Tree, ix: QuestionIx, option: &str) -> Vec<String> {
    let ids = || tree[ix].options().iter().map(|option| option.id.as_str());
    let near = nearest(option, ids());
    if near.is_empty() { ids().map(str::to_owned).collect() } else { near.into_iter().map(str::to_owned).collect() }
}

/// Whether the way of today ends elsewhere.
fn elsewhere(tree: &Tree, recorded: &RecordedTree, route: &Route) -> Option<Stale> {
    let (now, parts) = route.result(tree).map_or((None, Vec::new()), |(outcome, parts)| (Some(outcome.to_owned()), parts));
    let lost: Vec<String> = recorded.parts.iter().filter(|part| !parts.contains(&part.as_str())).cloned().collect();
    let gained: Vec<String> =
        parts.iter().filter(|part| !recorded.parts.iter().any(|was| was == *part)).map(|part| (*part).to_owned()).collect();
    if now == recorded.outcome && lost.is_empty() && gained.is_empty() {
        return None;
    }
    let parting = if now == recorded.outcome { None } else { parting(tree, recorded, route) };
    Some(Stale::Elsewhere { tree: tree.id.clone(), was: recorded.outcome.clone(), now, parting, parts: (lost, gained) })
}

/// Where the way of today leaves that of the record.
fn parting(tree: &Tree, recorded: &RecordedTree, route: &Route) -> Option<Parting> {
    let end = match (route.outcome(), route.open()) {
        (Some(outcome), _) => tree[outcome].id.clone(),
        (None, open) => open.map(|ix| tree[ix].id.clone())?,
    };
    let today: Vec<String> = route.steps.iter().map(|step| tree[step.question].id.clone()).chain([end]).collect();
    let before: Vec<&String> = recorded.route.iter().chain(&recorded.outcome).collect();
    let at = today.iter().zip(before.iter()).take_while(|(now, was)| now == *was).count();
    let now = today.get(at)?.clone();
    Some(Parting { after: at.checked_sub(1).and_then(|at| today.get(at)).cloned(), was: before.get(at).map(|was| (*was).clone()), now })
}
