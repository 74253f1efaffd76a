//! A consultation as a document that others read: what was decided, why, what else was considered, and what is still open.
//!
//! [`Consulted`] gathers what is to be said; the formats only write it down.

mod adr;
mod html;

use std::collections::{BTreeMap, BTreeSet};

use crate::advice::insight::{Conflict, Effort, Insight, Other, Reach, Weight, conflicts, insight, why_not};
use crate::advice::walk::{Answers, Key, Route, Step, route};
use crate::content::pack::Pack;
use crate::content::tree::{Alternative, AlternativeIs, Node, OutcomeIx, QuestionIx, Tree};
use crate::paper::record::{Header, Record, RecordedTree, Remarks, find, replace, write};

pub use adr::adr;
pub use html::html;

/// The decision record in Markdown that a file is to hold for a record; `existing` is what it holds so far, of which everything that
/// people wrote is kept.
///
/// Costs what [`Consulted::of`] does.
pub fn document(pack: &Pack, record: &Record, existing: Option<&str>) -> String {
    let replaced = existing.and_then(|existing| {
        let found = find(existing).into_iter().next()?;
        Some(replace(existing, found, &write(record)))
    });
    replaced.unwrap_or_else(|| {
        let answers = record.answers();
        adr(&Consulted::of(pack, record, &answers))
    })
}

/// A consultation, with all that its documents say of it.
#[derive(Debug)]
pub struct Consulted<'a> {
    /// What the trees and texts come from.
    pub pack: &'a Pack,
    /// The record, whose header and remarks are told.
    pub record: &'a Record,
    /// What people said about each answer.
    pub remarks: BTreeMap<Key, Remarks>,
    /// The trees that were walked to an outcome, in the order of the record.
    pub walks: Vec<Walked<'a>>,
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

impl<'a> Consulted<'a> {
    /// Gathers what is to be said of a record. Trees that are not there, or wait at a question, are left out.
    ///
    /// Costs what [`insight`] does for each tree, and a way to each of its outcomes.
    pub fn of(pack: &'a Pack, record: &'a Record, answers: &'a Answers) -> Consulted<'a> {
        let walks = record.trees.iter().filter_map(|recorded| walked(pack, recorded, answers)).collect();
        Consulted { pack, record, remarks: record.remarks(), walks, conflicts: conflicts(pack, answers) }
    }

    /// What the record says about itself.
    pub fn header(&self) -> &'a Header {
        &self.record.header
    }

    /// What it is called: its title, or what was recommended first.
    pub fn title(&self) -> String {
        let recommended = || self.walks.first().map(|walk| walk.tree[walk.outcome].recommendation.to_string());
        match self.header().title.trim() {
            "" => recommended().unwrap_or_default(),
            title => title.to_owned(),
        }
    }

    /// What people said about an answer.
    pub fn remarks_on(&self, tree: &Tree, question: QuestionIx) -> Option<&Remarks> {
        self.remarks.get(&Key::of(tree, question))
    }
}

fn walked<'a>(pack: &'a Pack, recorded: &'a RecordedTree, answers: &'a Answers) -> Option<Walked<'a>> {
    let tree = pack.tree(&recorded.id)?;
    let route = route(tree, answers);
    let outcome = route.outcome()?;
    let reach = Reach::new(tree, answers);
    let mut efforts: Vec<(Effort, OutcomeIx)> =
        tree.outcomes().filter(|(ix, _)| *ix != outcome).filter_map(|(ix, _)| Some((reach.effort(Node::Outcome(ix))?, ix))).collect();
    efforts.sort_unstable();
    let others = efforts.into_iter().filter_map(|(_, ix)| why_not(tree, answers, &route, &reach, ix)).collect();
    let insight = insight(tree, answers, &route);
    Some(Walked { tree, recorded, route, outcome, insight, others })
}

impl<'a> Walked<'a> {
    /// The answers that carry the result, those that carry most first.
    pub fn drivers(&self) -> Vec<&Step> {
        let carrying = self.insight.load_bearing.answers.iter().filter(|bearing| bearing.weight != Weight::Same);
        carrying.filter_map(|bearing| self.route.steps.iter().find(|step| step.question == bearing.question)).collect()
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

    /// What an alternative is called.
    pub fn name(&self, alternative: &'a Alternative) -> &'a str {
        match &alternative.is {
            AlternativeIs::Outcome(ix) => self.tree[*ix].recommendation.as_str(),
            AlternativeIs::Named(name) => name.as_str(),
        }
    }
}
