//! The way of a record beside the one of today: where they part, by which edge, and what the conditions there see otherwise.

use std::collections::{BTreeSet, HashMap};

use super::{Barred, Moved, Parting};
use crate::advice::walk::{Route, Value, edge_taken};
use crate::content::diagnostic::nearest;
use crate::content::tree::{Kind, QuestionIx, Scale, Settled, Tree};
use crate::paper::record::{RecordedBand, RecordedTree};

/// Both ways through a tree.
pub(super) struct Ways<'a> {
    pub(super) tree: &'a Tree,
    pub(super) recorded: &'a RecordedTree,
    pub(super) now: &'a Route,
    /// The ids of the nodes of each way, its end included.
    before: Vec<&'a str>,
    today: Vec<&'a str>,
    /// Where a node stands on the way of the record.
    places: HashMap<&'a str, usize>,
}

impl<'a> Ways<'a> {
    pub(super) fn new(tree: &'a Tree, recorded: &'a RecordedTree, now: &'a Route) -> Ways<'a> {
        let before: Vec<&str> = recorded.route.iter().chain(&recorded.outcome).map(String::as_str).collect();
        let end = match (now.outcome(), now.open()) {
            (Some(outcome), _) => Some(tree[outcome].id.as_str()),
            (None, open) => open.map(|ix| tree[ix].id.as_str()),
        };
        let today = now.steps.iter().map(|step| tree[step.question].id.as_str()).chain(end).collect();
        let places = before.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        Ways { tree, recorded, now, before, today, places }
    }

    /// Whether the way of the record came past a question.
    pub(super) fn came_past(&self, question: &str) -> bool {
        self.places.get(question).is_some_and(|at| *at < self.recorded.route.len())
    }

    /// The question of today that stands where one of the record stood: behind the same node.
    pub(super) fn in_place_of(&self, question: &str) -> Option<QuestionIx> {
        let at = *self.places.get(question)?;
        let next = match at.checked_sub(1).and_then(|at| self.before.get(at)) {
            None => self.today.first()?,
            Some(before) => self.today.get(self.today.iter().position(|id| id == before)? + 1)?,
        };
        self.tree.question(next)
    }

    /// Where the way of today leaves that of the record for good: behind the last node that both have in common. `None` where the way
    /// of today waits at a question of the record.
    pub(super) fn parting(&self) -> Option<Parting> {
        let common = self.today.iter().rposition(|id| self.places.contains_key(id));
        let now = (*self.today.get(common.map_or(0, |at| at + 1))?).to_owned();
        let Some(at) = common else {
            let was = self.before.first().map(|was| (*was).to_owned());
            return Some(Parting { after: None, answer: None, was, now, taken: None, barred: Barred::Unsaid });
        };
        let (after, step) = (self.today.get(at)?, self.now.steps.get(at)?);
        let was = self.places.get(after).and_then(|place| self.before.get(place + 1)).map(|was| (*was).to_owned());
        let known: HashMap<QuestionIx, Settled> = self.now.steps.iter().take(at + 1).map(|step| (step.question, step.settled)).collect();
        let settled = |question: QuestionIx| known.get(&question).copied();
        let taken = edge_taken(self.tree, step.question, &settled);
        let barred = was.as_deref().map_or(Barred::Unsaid, |was| self.barred(step.question, was, &settled));
        Some(Parting { after: Some((*after).to_owned()), answer: Some(step.value.clone()), was, now, taken, barred })
    }

    /// Why a question does not lead on to a node.
    fn barred(&self, from: QuestionIx, to: &str, settled: &impl Fn(QuestionIx) -> Option<Settled>) -> Barred {
        let Some(node) = self.tree.node(to) else {
            let (questions, outcomes) = (self.tree.questions(), self.tree.outcomes());
            let near = match self.came_past(to) {
                true => nearest(to, questions.map(|(_, question)| question.id.as_str())),
                false => nearest(to, outcomes.map(|(_, outcome)| outcome.id.as_str())),
            };
            return Barred::Gone { near: near.into_iter().map(str::to_owned).collect() };
        };
        let edges = &self.tree[from].edges;
        let there: Vec<usize> = edges.iter().enumerate().filter(|(_, edge)| edge.to == node).map(|(at, _)| at).collect();
        let holds = |at: &&usize| edges.get(**at).is_some_and(|edge| edge.when.as_ref().is_none_or(|when| when.test.holds(settled)));
        match there.iter().find(holds) {
            _ if there.is_empty() => Barred::NoEdge,
            Some(at) => Barred::Behind(*at),
            None => Barred::Fails(there),
        }
    }

    /// The questions that decided at a parting.
    pub(super) fn seen_at(&self, parting: &Parting) -> BTreeSet<QuestionIx> {
        let mut seen = BTreeSet::new();
        let Some(from) = parting.after.as_deref().and_then(|after| self.tree.question(after)) else { return seen };
        seen.insert(from);
        let barred: &[usize] = if let Barred::Fails(edges) = &parting.barred { edges } else { &[] };
        let tried = self.tree[from].edges.iter().enumerate();
        let tried = tried.filter(|(at, _)| parting.taken.is_some_and(|taken| *at <= taken) || barred.contains(at));
        for when in tried.filter_map(|(_, edge)| edge.when.as_ref()) {
            when.test.atoms(&mut |question, _| {
                seen.insert(question);
            });
        }
        seen
    }

    /// The questions that decided on parts of the result.
    pub(super) fn seen_by(&self, (lost, gained): &(Vec<String>, Vec<String>)) -> BTreeSet<QuestionIx> {
        let mut seen = BTreeSet::new();
        let Some(outcome) = self.now.outcome() else { return seen };
        let parts = self.tree[outcome].parts(self.tree).filter(|(id, _)| lost.iter().chain(gained).any(|part| part == id));
        for when in parts.filter_map(|(_, when)| when) {
            when.test.atoms(&mut |question, _| {
                seen.insert(question);
            });
        }
        seen
    }

    /// What is otherwise than at the time of the record, of these questions. `assumed` tells what "not sure" stood for.
    pub(super) fn moved(&self, questions: &BTreeSet<QuestionIx>, assumed: impl Fn(QuestionIx) -> Option<Value>) -> Vec<Moved> {
        questions.iter().filter_map(|ix| self.moved_one(*ix, assumed(*ix))).collect()
    }

    fn moved_one(&self, ix: QuestionIx, assumed: Option<Value>) -> Option<Moved> {
        let question = self.tree[ix].id.clone();
        let step = self.now.steps.iter().find(|step| step.question == ix);
        let Some(step) = step else { return self.came_past(&question).then_some(Moved::NotPassed { question }) };
        if !self.came_past(&question) {
            return Some(Moved::Passed { question });
        }
        if let Some(was) = assumed.filter(|was| step.assumed && *was != step.value) {
            return Some(Moved::Assumption { question, was, now: step.value.clone() });
        }
        let (Kind::Number(scale), Settled::Band(at), Value::Number(figure)) = (&self.tree[ix].kind, step.settled, &step.value) else {
            return None;
        };
        let (was, now) = (self.recorded.bands.get(&question)?, band(scale, at)?);
        let same = was.id == now.id || (was.from == now.from && was.below == now.below);
        (!same).then(|| Moved::Band { question, figure: *figure, was: was.clone(), now })
    }
}

fn band(scale: &Scale, at: usize) -> Option<RecordedBand> {
    scale.bands.get(at).map(|band| RecordedBand { id: band.id.clone(), from: band.from, below: band.below })
}
