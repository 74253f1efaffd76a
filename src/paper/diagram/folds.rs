//! Which questions are folded.

use std::collections::HashSet;

use super::{Diagram, lay_out};
use crate::advice::walk::Route;
use crate::content::tree::{Carry, Node, QuestionIx, Tree};

/// More rows than this are not taken in at a glance.
const COMFORTABLE: usize = 40;

/// The questions under which nothing is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds(HashSet<QuestionIx>);

impl Folds {
    /// What is folded at first: nothing of a small tree, everything off the route of a larger one.
    pub fn at_start(tree: &Tree, route: &Route) -> Folds {
        let open = Folds::default();
        if lay_out(tree, route, &open).rows().len() > COMFORTABLE { Folds::off_route(tree, route) } else { open }
    }

    /// Folds every question that the route neither passes nor waits at.
    pub fn off_route(tree: &Tree, route: &Route) -> Folds {
        let on_route: HashSet<QuestionIx> = route.steps.iter().map(|step| step.question).chain(route.open()).collect();
        Folds(tree.questions().map(|(ix, _)| ix).filter(|ix| !on_route.contains(ix)).collect())
    }

    /// Whether a question is folded.
    pub fn is_folded(&self, question: QuestionIx) -> bool {
        self.0.contains(&question)
    }

    /// Whether nothing is folded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Folds a question.
    pub fn fold(&mut self, question: QuestionIx) {
        self.0.insert(question);
    }

    /// Unfolds a question.
    pub fn unfold(&mut self, question: QuestionIx) {
        self.0.remove(&question);
    }

    /// The same folds in a later version of the tree; what is added there is not folded.
    #[must_use]
    pub fn carried(&self, carry: &Carry<'_>) -> Folds {
        Folds(self.0.iter().filter_map(|question| carry.question(*question)).collect())
    }

    /// Unfolds whatever hides a node.
    pub fn reveal(&mut self, diagram: &Diagram, node: Node) {
        for question in diagram.above(node) {
            self.unfold(question);
        }
    }
}
