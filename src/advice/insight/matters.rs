//! Whether it matters what a question is answered.
//!
//! Two walks go side by side, alike in everything but the answer at hand; whatever either is asked on its way, both are told the
//! same. When they meet again with nothing left between them that anything ahead looks at, they have one future. The question
//! matters as soon as one pair ends in two results.

use std::collections::{BTreeMap, HashSet};

use super::ahead::{Ahead, Detail, Given, Holding, Memory, Variable};
use crate::advice::walk::{Answers, Route};
use crate::content::tree::{Node, OutcomeIx, QuestionIx, Tree};

/// The most pairs of places that are looked at.
const MAX_PAIRS: usize = 20_000;
/// The most answers that are tried.
const MAX_TRIED: usize = 100_000;

/// Whether the question at which a route waits is immaterial: for every way of answering the others that are still open, all its
/// answers give the same result. `None` past the budget; then nothing is known. Another route has no such question.
///
/// Costs one step for each pair of places that two walks can be at, which differ in that answer alone, up to 20,000 pairs or
/// 100,000 answers tried. One that matters mostly shows after few.
pub fn is_immaterial(tree: &Tree, answers: &Answers, route: &Route) -> Option<bool> {
    let question = route.open()?;
    let (ahead, whole) = Ahead::new(tree, answers, route, question, Detail::Results);
    let given = ahead.ways_to_answer(question, &Memory::new()).filter(|_| whole)?;
    let mut walks = Vec::new();
    for given in given {
        walks.push(Walk::begin(&ahead, question, given)?);
    }
    let mut budget = Budget { pairs: MAX_PAIRS, tried: MAX_TRIED };
    let Some((first, others)) = walks.split_first() else { return Some(true) };
    for other in others {
        if !agree(&ahead, question, first, other, &mut budget)? {
            return Some(false);
        }
    }
    Some(true)
}

struct Budget {
    pairs: usize,
    tried: usize,
}

/// A walk of the two: where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    At(QuestionIx, Vec<(Variable, u64)>),
    End(OutcomeIx, Holding),
}

/// One of the two walks.
#[derive(Debug, Clone)]
struct Walk {
    place: Place,
    memory: Memory,
    /// What it was answered at the beginning.
    first: Given,
}

impl Walk {
    fn begin(ahead: &Ahead<'_>, question: QuestionIx, given: Given) -> Option<Walk> {
        let start = Walk { place: Place::At(question, Vec::new()), memory: Memory::new(), first: given };
        start.answered(ahead, given)
    }

    /// The walk a question further on.
    fn answered(&self, ahead: &Ahead<'_>, given: Given) -> Option<Walk> {
        let question = self.question()?;
        let way = ahead.way(question, &self.memory, given)?;
        let place = match way.to {
            Node::Outcome(outcome) => Place::End(outcome, way.holding),
            Node::Question(to) => Place::At(to, way.memory.iter().map(|(variable, given)| (*variable, given.code())).collect()),
        };
        Some(Walk { place, memory: way.memory, first: self.first })
    }

    fn question(&self) -> Option<QuestionIx> {
        match self.place {
            Place::At(question, _) => Some(question),
            Place::End(..) => None,
        }
    }

    /// How far it is from the end.
    fn left(&self, ahead: &Ahead<'_>) -> Option<usize> {
        self.question().and_then(|question| ahead.place(question))
    }
}

/// What both walks were told since they parted.
type Told = BTreeMap<Variable, Given>;

/// Whether two walks end alike, whatever else is answered; `None` past the budget.
fn agree(ahead: &Ahead<'_>, question: QuestionIx, one: &Walk, other: &Walk, budget: &mut Budget) -> Option<bool> {
    let own = ahead.slot(question);
    let mut seen = HashSet::new();
    let mut open = vec![(one.clone(), other.clone(), Told::new())];
    while let Some((one, other, told)) = open.pop() {
        if one.place == other.place {
            continue;
        }
        // The one that is further from the end goes on, so that the two come to the place where they meet.
        let Some(left) = one.left(ahead).max(other.left(ahead)) else { return Some(false) };
        let key = (one.place.clone(), other.place.clone(), told.iter().map(|(slot, given)| (*slot, given.code())).collect::<Vec<_>>());
        if !seen.insert(key) {
            continue;
        }
        budget.pairs = budget.pairs.checked_sub(1)?;
        let asked = if one.left(ahead) == Some(left) { one.question()? } else { other.question()? };
        let slot = ahead.slot(asked);
        let ways = match told.get(&slot) {
            Some(given) => vec![Some(*given)],
            // The answer in question itself: each of the two has its own.
            None if slot == own => vec![None],
            None => ahead.ways_to_answer(asked, &Memory::new())?.into_iter().map(Some).collect(),
        };
        budget.tried = budget.tried.checked_sub(ways.len())?;
        for given in ways {
            let go_on = |walk: &Walk| match walk.left(ahead) {
                Some(place) if place == left => walk.answered(ahead, given.unwrap_or(walk.first)),
                _ => Some(walk.clone()),
            };
            let (one, other) = (go_on(&one)?, go_on(&other)?);
            let mut told = told.clone();
            told.extend(given.map(|given| (slot, given)));
            // What neither will be asked any more is of no account.
            let further = one.left(ahead).max(other.left(ahead));
            told.retain(|slot, _| ahead.may_ask(*slot, further));
            open.push((one, other, told));
        }
    }
    Some(true)
}
