//! The route that answers make through a tree: a pure function of the two.

use std::collections::{HashMap, HashSet};

use super::{Answer, Answers, Key, Unfit, Value};
use crate::content::tree::{Also, Condition, Item, Node, Outcome, OutcomeIx, QuestionIx, Settled, Tree};

/// A way through a tree, from its start to where the answers end.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The questions passed, in order, with their answers.
    pub steps: Vec<Step>,
    /// Where it ends.
    pub end: End,
    /// Questions of the tree that have an answer which has no effect, in the order of the file.
    pub inactive: Vec<QuestionIx>,
    /// Questions whose answer does not fit them any more; it counts as none.
    pub unfit: Vec<(QuestionIx, Unfit)>,
}

/// One question passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The question.
    pub question: QuestionIx,
    /// The value that counts.
    pub value: Value,
    /// What the value amounts to.
    pub settled: Settled,
    /// Whether it is the assumption, because the answer was "not sure".
    pub assumed: bool,
    /// Whether the same fact was asked by an earlier step of this route.
    pub repeated: bool,
}

/// Where a route ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// At a question with no answer.
    Open(QuestionIx),
    /// At an outcome.
    Outcome(OutcomeIx),
}

/// Follows the answers from the tree's start to an outcome, or to the first question with no answer.
///
/// Costs one look-up for each step and each answer, and the conditions on the edges that are tried.
pub fn route(tree: &Tree, answers: &Answers) -> Route {
    let mut steps: Vec<Step> = Vec::new();
    let mut known: HashMap<QuestionIx, Settled> = HashMap::new();
    let mut facts: HashSet<&str> = HashSet::new();
    let mut unfit = Vec::new();
    let mut node = tree.start;
    let end = loop {
        let ix = match node {
            Node::Outcome(outcome) => break End::Outcome(outcome),
            Node::Question(ix) => ix,
        };
        let question = &tree[ix];
        let Some(answer) = answers.get(&Key::of(tree, ix)) else { break End::Open(ix) };
        let value = answer.value(question);
        let settled = match value.settle(question) {
            Ok(settled) => settled,
            Err(why) => {
                unfit.push((ix, why));
                break End::Open(ix);
            }
        };
        let repeated = question.fact.as_ref().is_some_and(|fact| !facts.insert(&fact.name));
        steps.push(Step { question: ix, value, settled, assumed: *answer == Answer::Unsure, repeated });
        known.insert(ix, settled);
        match next(tree, ix, &|question| known.get(&question).copied()) {
            Some(to) => node = to,
            // Loading refuses a question without a way on; were there one, it would be where the route ends.
            None => break End::Open(ix),
        }
    };
    let mut inactive: Vec<QuestionIx> = Vec::new();
    for (key, _) in answers.iter() {
        match key {
            Key::Question { tree: of, question } if *of == tree.id => inactive.extend(tree.question(question)),
            Key::Fact(fact) if !facts.contains(fact.as_str()) => inactive.extend(tree.questions_of_fact(fact)),
            _ => {}
        }
    }
    inactive.retain(|ix| !known.contains_key(ix) && !unfit.iter().any(|(other, _)| other == ix));
    inactive.sort_unstable();
    Route { steps, end, inactive, unfit }
}

/// Where a question leads, given what the questions on the route up to it were answered.
pub fn next(tree: &Tree, question: QuestionIx, settled: &impl Fn(QuestionIx) -> Option<Settled>) -> Option<Node> {
    edge_taken(tree, question, settled).and_then(|at| tree[question].edges.get(at)).map(|edge| edge.to)
}

/// The edge by which a question is left, by its place, given the same.
pub fn edge_taken(tree: &Tree, question: QuestionIx, settled: &impl Fn(QuestionIx) -> Option<Settled>) -> Option<usize> {
    let holds = |condition: &Option<Condition>| condition.as_ref().is_none_or(|condition| condition.test.holds(settled));
    tree[question].edges.iter().position(|edge| holds(&edge.when))
}

impl Route {
    /// What a question was answered on this route; `None` off it.
    pub fn settled(&self, question: QuestionIx) -> Option<Settled> {
        self.steps.iter().find(|step| step.question == question).map(|step| step.settled)
    }

    /// Whether a condition holds on this route.
    pub fn holds(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| condition.test.holds(&|question| self.settled(question)))
    }

    /// The items of a list that hold on this route.
    pub fn holding<'a, T>(&self, items: &'a [Item<T>]) -> impl Iterator<Item = &'a Item<T>> {
        let held: Vec<bool> = items.iter().map(|item| self.holds(item.when.as_ref())).collect();
        items.iter().zip(held).filter(|(_, holds)| *holds).map(|(item, _)| item)
    }

    /// What an outcome and its tree recommend on other aspects on this route.
    pub fn also<'a>(&self, tree: &'a Tree, outcome: &'a Outcome) -> Vec<&'a Also> {
        outcome.also.iter().chain(&tree.also).filter(|also| self.holds(also.when.as_ref())).collect()
    }

    /// The outcome that the route ends in.
    pub fn outcome(&self) -> Option<OutcomeIx> {
        match self.end {
            End::Outcome(ix) => Some(ix),
            End::Open(_) => None,
        }
    }

    /// The question that the route waits at.
    pub fn open(&self) -> Option<QuestionIx> {
        match self.end {
            End::Open(ix) => Some(ix),
            End::Outcome(_) => None,
        }
    }

    /// The result: the outcome's id, and the ids of the conditional items and `also` entries that hold, in order.
    pub fn result<'a>(&self, tree: &'a Tree) -> Option<(&'a str, Vec<&'a str>)> {
        let outcome = &tree[self.outcome()?];
        let mut items: Vec<&str> = outcome.parts(tree).filter(|(_, when)| self.holds(*when)).map(|(id, _)| id).collect();
        items.sort_unstable();
        Some((&outcome.id, items))
    }
}
