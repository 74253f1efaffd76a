//! The first condition that stands between a route and somewhere else.

use std::collections::HashMap;

use crate::advice::walk::Route;
use crate::content::tree::{QuestionIx, Settled, Tree};

/// What stood in the way: the condition at which the way to somewhere else parts from the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obstacle {
    /// The question whose edges part there.
    pub question: QuestionIx,
    /// The edge whose condition it is, by its place.
    pub edge: usize,
    /// Whether the condition holds and ought not to; else it ought to hold and does not.
    pub holds: bool,
}

/// The first condition that failed on the way from a route to another one, `None` when they part at no edge: they are the same, or
/// one goes on where the other waits for an answer.
///
/// Costs one step for each question that both pass, and the conditions on its edges.
pub fn obstacle(tree: &Tree, route: &Route, elsewhere: &Route) -> Option<Obstacle> {
    let mut here: HashMap<QuestionIx, Settled> = HashMap::new();
    let mut there = here.clone();
    for (step, other) in route.steps.iter().zip(&elsewhere.steps).take_while(|(step, other)| step.question == other.question) {
        here.insert(step.question, step.settled);
        there.insert(other.question, other.settled);
        let edges = &tree[step.question].edges;
        let taken = |known: &HashMap<QuestionIx, Settled>| {
            let look_up = |question| known.get(&question).copied();
            edges.iter().position(|edge| edge.when.as_ref().is_none_or(|when| when.test.holds(&look_up)))
        };
        let (took, other_took) = (taken(&here)?, taken(&there)?);
        let to = |at: usize| edges.get(at).map(|edge| edge.to);
        if to(took) == to(other_took) {
            continue;
        }
        let fails = |at: usize| {
            let when = edges.get(at).and_then(|edge| edge.when.as_ref());
            when.is_some_and(|when| !when.test.holds(&|question| here.get(&question).copied()))
        };
        // An edge that would hold here too is kept from being taken by the one before it.
        let (edge, holds) = if fails(other_took) { (other_took, false) } else { (took, true) };
        return Some(Obstacle { question: step.question, edge, holds });
    }
    None
}
