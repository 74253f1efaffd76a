//! Answers that show a difference, and where both versions part on them.

use super::{Shift, ShiftKind, Side};
use crate::advice::walk::{Answer, Answers, Key, Route, edge_taken, route, spelled_key};
use crate::content::tree::{QuestionIx, Tree};

/// The answers of an example, in the order in which they are asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// The answers.
    pub answers: Vec<Told>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// A question of the old tree that it answers.
    pub old: Option<QuestionIx>,
    /// A question of the new tree that it answers.
    pub new: Option<QuestionIx>,
    /// The answer.
    pub answer: Answer,
}

/// The first place at which two versions part on the same answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// They begin in different places.
    Start,
    /// At a question that both ask: the edges that they take from there, by their places.
    Edges {
        /// The question of the old tree, and its edge.
        old: (QuestionIx, usize),
        /// The question of the new tree, and its edge.
        new: (QuestionIx, usize),
    },
    /// At a question whose answer one of them does not take.
    Answer(QuestionIx),
    /// They go the same way; an item of their outcome has another condition.
    Item,
}

impl Told {
    fn question(&self, side: Side) -> Option<QuestionIx> {
        if side == Side::Old { self.old } else { self.new }
    }

    /// What the answer goes by on the command line in one version; `None` where nothing asks for it. One name for both where
    /// there is one.
    pub fn key<'t>(&self, old: &'t Tree, new: &'t Tree, side: Side) -> Option<&'t str> {
        let tree = side.of(old, new);
        let question = &tree[self.question(side)?];
        let own = question.fact.as_ref().map_or(question.id.as_str(), |fact| fact.name.as_str());
        let (Some(before), Some(after)) = (self.old.map(|ix| &old[ix]), self.new.map(|ix| &new[ix])) else { return Some(own) };
        let facts = [before, after].map(|question| question.fact.as_ref().map(|fact| &fact.name));
        Some(if before.id == after.id && facts[0] != facts[1] { &question.id } else { own })
    }
}

impl Example {
    /// The answers as one version keeps them; those that it asks for nowhere are left out.
    pub fn answers(&self, tree: &Tree, side: Side) -> Answers {
        let known = self.answers.iter().filter_map(|told| Some((Key::of(tree, told.question(side)?), told.answer.clone())));
        known.collect()
    }

    /// Where the answers lead in one version. Costs what [`route`] does.
    pub fn route(&self, tree: &Tree, side: Side) -> Route {
        route(tree, &self.answers(tree, side))
    }

    /// Whether one line of arguments does for both versions: each knows and takes every answer, by one name.
    pub fn is_shared(&self, old: &Tree, new: &Tree) -> bool {
        self.answers.iter().all(|told| {
            let fits = |tree: &Tree, ix: Option<QuestionIx>| ix.is_some_and(|ix| told.answer.value(&tree[ix]).settle(&tree[ix]).is_ok());
            fits(old, told.old) && fits(new, told.new) && told.key(old, new, Side::Old) == told.key(old, new, Side::New)
        })
    }

    /// The arguments behind `waypost ask` that give these answers to one version: those that it has a question for.
    pub fn arguments(&self, old: &Tree, new: &Tree, side: Side) -> Vec<(String, Answer)> {
        let tree = side.of(old, new);
        let on_route = self.route(tree, side);
        let asked = |told: &&Told| {
            let Some(ix) = told.question(side) else { return false };
            let takes = told.answer.value(&tree[ix]).settle(&tree[ix]).is_ok();
            // An answer that is not taken is the point where the walk stops at it, and in the way elsewhere.
            let key = Key::of(tree, ix);
            takes || on_route.unfit.iter().any(|(stopped, _)| Key::of(tree, *stopped) == key)
        };
        let known = self.answers.iter().filter(asked);
        known.filter_map(|told| Some((told.key(old, new, side)?.to_owned(), told.answer.clone()))).collect()
    }
}

/// Where two versions part on the answers of a shift. Costs two walks.
pub fn parting(old: &Tree, new: &Tree, shift: &Shift) -> Parting {
    if let ShiftKind::Refused { question, .. } | ShiftKind::Accepts { question, .. } = &shift.kind {
        return Parting::Answer(*question);
    }
    let routes = [shift.example.route(old, Side::Old), shift.example.route(new, Side::New)];
    let [before, after] = &routes;
    let nodes = |tree: &Tree, route: &Route| -> Vec<(String, QuestionIx)> {
        route.steps.iter().map(|step| (spelled_key(&Key::of(tree, step.question)).to_owned(), step.question)).collect()
    };
    let (of_old, of_new) = (nodes(old, before), nodes(new, after));
    let paired = |one: QuestionIx, other: QuestionIx| {
        old[one].id == new[other].id || shift.example.answers.iter().any(|told| (told.old, told.new) == (Some(one), Some(other)))
    };
    let alike = |(one, other): &(&(String, QuestionIx), &(String, QuestionIx))| one.0 == other.0 || paired(one.1, other.1);
    let common = of_old.iter().zip(&of_new).take_while(alike).count();
    let same_end = before.outcome().map(|ix| &old[ix].id) == after.outcome().map(|ix| &new[ix].id);
    if common == of_old.len() && common == of_new.len() && same_end {
        return Parting::Item;
    }
    let last = |tree, route: &Route| {
        let step = common.checked_sub(1)?;
        Some((route.steps.get(step)?.question, edge_at(tree, route, step)?))
    };
    match (last(old, before), last(new, after)) {
        (Some(old), Some(new)) => Parting::Edges { old, new },
        _ => Parting::Start,
    }
}

/// Which edge of a step a route takes.
fn edge_at(tree: &Tree, route: &Route, step: usize) -> Option<usize> {
    let question = route.steps.get(step)?.question;
    let passed = route.steps.get(..=step)?;
    edge_taken(tree, question, &|asked| passed.iter().find(|step| step.question == asked).map(|step| step.settled))
}
