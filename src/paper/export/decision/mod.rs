//! A consultation as a document that others read: what was decided, why, what else was considered, and what is still open.
//!
//! [`Consulted`] gathers what is to be said; the formats only write it down.

mod adr;
mod document;
mod edited;
mod html;
mod inert;
mod merge;
mod report;
mod sections;
mod tell;

use std::collections::{BTreeMap, BTreeSet};

use crate::advice::insight::{
    Bearing, Conflict, Effort, Insight, Other, Possible, Reach, Verdict, Weight, conflicts, insight, possible, why_not,
};
use crate::advice::walk::{Answers, End, Key, Route, Step, route};
use crate::content::pack::Pack;
use crate::content::tree::{Alternative, AlternativeIs, Node, OutcomeIx, QuestionIx, Tree};
use crate::paper::record::{Header, Record, RecordedTree, Remarks};

pub use adr::adr;
pub use document::document;
pub use html::html;
pub use report::{markdown, text};

/// A consultation, with all that its documents say of it.
#[derive(Debug)]
pub struct Consulted<'a> {
    /// What the trees and texts come from.
    pub pack: &'a Pack,
    /// The record, whose header and remarks are told.
    pub record: &'a Record,
    /// The answers.
    pub answers: &'a Answers,
    /// What people said about each answer.
    pub remarks: BTreeMap<Key, Remarks>,
    /// The trees that were walked to an outcome, in the order of the record.
    pub walks: Vec<Walked<'a>>,
    /// The trees whose walk waits at a question.
    pub waiting: Vec<Waiting<'a>>,
    /// The trees of the record that are not there today.
    pub missing: Vec<&'a RecordedTree>,
    /// Results that contradict each other.
    pub conflicts: Vec<Conflict<'a>>,
}

/// One tree of a consultation, walked to its outcome.
#[derive(Debug)]
pub struct Walked<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// What the record says of it.
    pub recorded: &'a RecordedTree,
    /// The way through it.
    pub route: Route,
    /// Where it ends.
    pub outcome: OutcomeIx,
    /// What was found out about it.
    pub insight: Insight,
    /// Every other outcome that some answers lead to, the nearest first, with what would lead there.
    pub others: Vec<Other>,
}

/// One tree of a consultation whose walk waits at a question.
#[derive(Debug)]
pub struct Waiting<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// What the record says of it.
    pub recorded: &'a RecordedTree,
    /// The way so far.
    pub route: Route,
    /// The question.
    pub question: QuestionIx,
    /// What can yet become of it.
    pub possible: Possible,
}

impl<'a> Consulted<'a> {
    /// Gathers what is to be said of a record.
    ///
    /// Costs what [`insight`] does for each tree, and a way to each of its outcomes.
    pub fn of(pack: &'a Pack, record: &'a Record, answers: &'a Answers) -> Consulted<'a> {
        let mut consulted = Consulted {
            pack,
            record,
            answers,
            remarks: record.remarks(),
            walks: Vec::new(),
            waiting: Vec::new(),
            missing: Vec::new(),
            conflicts: conflicts(pack, answers),
        };
        for recorded in &record.trees {
            let Some(tree) = pack.tree(&recorded.id) else {
                consulted.missing.push(recorded);
                continue;
            };
            let route = route(tree, answers);
            match route.end {
                End::Outcome(outcome) => consulted.walks.push(Walked::of(tree, recorded, answers, (route, outcome))),
                End::Open(question) => {
                    let possible = possible(tree, answers, &route);
                    consulted.waiting.push(Waiting { tree, recorded, route, question, possible });
                }
            }
        }
        consulted
    }

    /// What the record says about itself.
    pub fn header(&self) -> &'a Header {
        &self.record.header
    }

    /// What it is called: its title, or what was recommended first, or the tree that was begun.
    pub fn title(&self) -> String {
        let recommended = || self.walks.first().map(|walk| walk.tree[walk.outcome].recommendation.to_string());
        let begun = || self.waiting.first().map(|walk| walk.tree.title.to_string());
        match self.header().title.trim() {
            "" => recommended().or_else(begun).unwrap_or_else(|| self.pack.words().decision.untitled.to_string()),
            title => title.to_owned(),
        }
    }

    /// What people said about an answer.
    pub fn remarks_on(&self, tree: &Tree, question: QuestionIx) -> Option<&Remarks> {
        self.remarks.get(&Key::of(tree, question))
    }

    /// Whether more than one tree is told of, so that their parts have to be told apart.
    pub fn is_of_several(&self) -> bool {
        self.walks.len() + self.waiting.len() > 1
    }

    /// Every assumption on the way of a tree, once, however many trees ask for it.
    pub fn assumptions(&self) -> Vec<(&'a Tree, &Step)> {
        let walked = self.walks.iter().map(|walk| (walk.tree, &walk.route));
        let waiting = self.waiting.iter().map(|walk| (walk.tree, &walk.route));
        let mut seen = BTreeSet::new();
        let mut assumptions = Vec::new();
        for (tree, route) in walked.chain(waiting) {
            let assumed = route.steps.iter().filter(|step| step.assumed);
            assumptions.extend(assumed.filter(|step| seen.insert(Key::of(tree, step.question))).map(|step| (tree, step)));
        }
        assumptions
    }
}

impl<'a> Walked<'a> {
    fn of(tree: &'a Tree, recorded: &'a RecordedTree, answers: &Answers, (route, outcome): (Route, OutcomeIx)) -> Walked<'a> {
        let reach = Reach::new(tree, answers);
        let mut efforts: Vec<(Effort, OutcomeIx)> =
            tree.outcomes().filter(|(ix, _)| *ix != outcome).filter_map(|(ix, _)| Some((reach.effort(Node::Outcome(ix))?, ix))).collect();
        efforts.sort_unstable();
        let others = efforts.into_iter().filter_map(|(_, ix)| why_not(tree, answers, &route, &reach, ix)).collect();
        let insight = insight(tree, answers, &route);
        Walked { tree, recorded, route, outcome, insight, others }
    }

    /// What carries the result, most first; what changes nothing but details of it comes last.
    pub fn bearings(&self) -> Vec<&Bearing> {
        let mut bearings: Vec<&Bearing> =
            self.insight.load_bearing.answers.iter().filter(|bearing| bearing.weight != Weight::Same).collect();
        let leaves = |verdict: &Verdict| !matches!(verdict, Verdict::Same) && !self.is_detail(verdict);
        bearings.sort_by_key(|bearing| !bearing.variants.iter().any(|variant| leaves(&variant.verdict)));
        bearings
    }

    /// Whether an answer leads to the same outcome with other details.
    pub fn is_detail(&self, verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Flips(outcome) if *outcome == self.outcome)
    }

    /// The answers that carry the result, those that carry most first.
    pub fn drivers(&self) -> Vec<&Step> {
        self.bearings().into_iter().filter_map(|bearing| self.route.steps.iter().find(|step| step.question == bearing.question)).collect()
    }

    /// The other answers, in the order of the route.
    pub fn bystanders(&self) -> Vec<&Step> {
        let drivers: BTreeSet<QuestionIx> = self.drivers().iter().map(|step| step.question).collect();
        self.route.steps.iter().filter(|step| !step.repeated && !drivers.contains(&step.question)).collect()
    }

    /// What was assumed.
    pub fn assumptions(&self) -> impl Iterator<Item = &Step> {
        self.route.steps.iter().filter(|step| step.assumed && !step.repeated)
    }

    /// The credible alternatives that hold here.
    pub fn alternatives(&self) -> impl Iterator<Item = &'a Alternative> {
        let tree = self.tree;
        self.route.holding(&tree[self.outcome].alternatives).map(|item| &item.value).collect::<Vec<_>>().into_iter()
    }

    /// What would lead to an outcome.
    pub fn way_to(&self, outcome: OutcomeIx) -> Option<&Other> {
        self.others.iter().find(|other| other.outcome == outcome)
    }

    /// The other outcomes that are no credible alternative, the nearest first.
    pub fn further(&self) -> Vec<&Other> {
        let credible = |ix: OutcomeIx| self.alternatives().any(|other| matches!(other.is, AlternativeIs::Outcome(named) if named == ix));
        self.others.iter().filter(|other| !credible(other.outcome)).collect()
    }

    /// What an alternative is called.
    pub fn name(&self, alternative: &'a Alternative) -> &'a str {
        match &alternative.is {
            AlternativeIs::Outcome(ix) => self.tree[*ix].recommendation.as_str(),
            AlternativeIs::Named(name) => name.as_str(),
        }
    }
}
