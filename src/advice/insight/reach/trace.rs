//! The ways that a search has found, traced back and put into values.

use super::{Change, Reach, Target, Ways};
use crate::advice::insight::ahead::Given;
use crate::advice::insight::values::{cuts, nearest_within, options, scale};
use crate::advice::walk::{Answer, Key, Value};
use crate::content::tree::{Kind, Node, QuestionIx, Settled, Tree};

/// The most sets of changes that are listed for one target.
const MAX_LISTED: usize = 12;
/// The most that are traced to find the nearest of them.
const MAX_TRACED: usize = 256;
/// The most steps back that are taken to trace them.
const MAX_STEPS_BACK: usize = 200_000;

/// How far a set of changes lies from the answers: certain answers altered, then options and bands moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Distance {
    certain: usize,
    moved: usize,
}

impl Reach<'_> {
    /// The smallest sets of changes that lead to a node; `None` when nothing does.
    ///
    /// Costs one step for each step of the ways that are traced back; of very many, 256 are.
    pub fn ways(&self, node: Node) -> Option<Ways> {
        let target = self.target(node)?;
        let (traced, all) = self.trace(target);
        let mut sets: Vec<(Distance, Vec<Change>)> = traced.into_iter().map(|changes| self.measured(&changes)).collect();
        // The sort keeps the order of the tree among sets that are equally near.
        sets.sort_by_key(|(distance, _)| *distance);
        let more = !all || sets.len() > MAX_LISTED;
        Some(Ways { effort: target.effort, sets: sets.into_iter().take(MAX_LISTED).map(|(_, set)| set).collect(), more })
    }

    /// The changes of the ways that end in a target, in the order of the way, and whether those are all.
    fn trace(&self, target: &Target) -> (Vec<Vec<(QuestionIx, Given)>>, bool) {
        // The changes between here and the target, as lists whose tails are shared: each points to the change behind it.
        let mut links: Vec<(QuestionIx, Given, Option<usize>)> = Vec::new();
        let mut link = |from: usize, change: Option<Given>, behind: Option<usize>| match (change, self.states.get(from)) {
            (Some(given), Some(state)) => {
                links.push((state.question, given, behind));
                Some(links.len() - 1)
            }
            _ => behind,
        };
        // Ends are those at the start of the tree, the only state with none before it.
        let mut ends: Vec<Option<usize>> = if target.before.is_empty() { vec![None] } else { Vec::new() };
        let mut open: Vec<_> = target.before.iter().rev().map(|(from, change)| (*from, link(*from, *change, None))).collect();
        let mut steps = 0;
        while let Some((number, behind)) = open.pop() {
            steps += 1;
            if ends.len() >= MAX_TRACED || steps > MAX_STEPS_BACK {
                open.push((number, behind));
                break;
            }
            let Some(state) = self.states.get(number) else { continue };
            if state.before.is_empty() {
                ends.push(behind);
            }
            open.extend(state.before.iter().rev().map(|(from, change)| (*from, link(*from, *change, behind))));
        }
        let list = |end: Option<usize>| {
            let first = end.and_then(|at| links.get(at));
            std::iter::successors(first, |(.., behind)| behind.and_then(|at| links.get(at))).map(|(question, given, _)| (*question, *given))
        };
        (ends.into_iter().map(|end| list(end).collect()).collect(), open.is_empty())
    }

    /// Changes as values, and how far they lie from the answers.
    fn measured(&self, changes: &[(QuestionIx, Given)]) -> (Distance, Vec<Change>) {
        let mut distance = Distance::default();
        let mut set = Vec::new();
        for (question, given) in changes {
            let from = self.answers.get(&Key::of(self.tree, *question)).cloned();
            let before = from.as_ref().map(|answer| answer.value(&self.tree[*question]));
            let to = self.value(*question, *given, before.as_ref());
            distance.certain += usize::from(matches!(from, Some(Answer::Given(_))));
            distance.moved += before.map_or(0, |before| moved(self.tree, *question, &before, &to));
            set.push(Change { question: *question, from, to });
        }
        (distance, set)
    }

    /// The value of a way to answer, as near to the answer before as it can be.
    fn value(&self, ix: QuestionIx, given: Given, before: Option<&Value>) -> Value {
        let question = &self.tree[ix];
        let near = match (before, scale(question)) {
            // One that does not fit any more may lie outside the range.
            (Some(Value::Number(figure)), Some(scale)) => figure.max(scale.min).min(scale.max),
            (_, scale) => scale.map_or(0.0, |scale| scale.assume),
        };
        match (given, &question.kind) {
            (Given::Settled(Settled::Options(set)), _) => {
                // Options that nothing looks at stay as they are.
                let named = self.named.get(&ix).copied().unwrap_or(0);
                let kept = match before.map(|before| before.settle(question)) {
                    Some(Ok(Settled::Options(before))) => before & !named,
                    _ => 0,
                };
                options(question, set | kept)
            }
            (Given::Settled(Settled::Option(at)), _) => {
                Value::Option(question.options().get(at).map(|option| option.id.clone()).unwrap_or_default())
            }
            (Given::Settled(Settled::Band(at)), Kind::Number(scale)) => {
                let below = scale.bands.get(at + 1).map(|behind| behind.from);
                Value::Number(nearest_within(scale.bands.get(at).map_or(scale.min, |band| band.from), below, near))
            }
            (Given::Settled(Settled::Band(_)), _) => Value::Number(near),
            (Given::Figure(from), _) => {
                let below = cuts(self.tree, ix).into_iter().find(|cut| *cut > from);
                Value::Number(nearest_within(from, below, near))
            }
        }
    }
}

/// How far a value lies from another one: options put in or taken out, or cut-offs passed.
fn moved(tree: &Tree, ix: QuestionIx, from: &Value, to: &Value) -> usize {
    match (from, to) {
        (Value::Options(from), Value::Options(to)) => from.symmetric_difference(to).count(),
        (Value::Number(from), Value::Number(to)) => {
            let (low, high) = (from.min(*to), from.max(*to));
            cuts(tree, ix).into_iter().filter(|cut| *cut > low && *cut <= high).count()
        }
        _ => 1,
    }
}
