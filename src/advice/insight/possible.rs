//! Which outcomes a walk can still reach, and how many questions are left.
//!
//! Conditions look back at earlier answers, so that a path through the graph may be one that no answers take. The search
//! therefore runs over states: a question together with those earlier answers that something behind it still looks at. Two
//! ways to a question that agree on these have the same future, so each state is looked at once. Trees whose conditions look
//! back a little have about as many states as nodes; deciding the general case is NP-hard (it holds SAT), so there is a budget.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::ahead::{Ahead, Detail, Holding, Memory, Variable, holding_of};
use super::budget::Budget;
use crate::advice::walk::{Answers, End, Route};
use crate::content::tree::{Node, OutcomeIx, QuestionIx, Tree};

/// How much is looked at before an answer becomes approximate, or is not given.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// The most states.
    states: usize,
    /// The most answers tried on the way: a selection of twelve options has 4,096.
    tried: usize,
}

const FOR_OUTCOMES: Limits = Limits { states: 100_000, tried: 500_000 };
/// Less, because results are told apart in places where they are wanted many times over.
const FOR_RESULTS: Limits = Limits { states: 20_000, tried: 60_000 };

/// What can yet become of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// The outcomes that can be reached by answering what is open, all given answers kept; in the order of the file.
    pub outcomes: Vec<OutcomeIx>,
    /// The questions that can come past on the way there, whether or not they have an answer already; in the order of the file.
    pub questions: Vec<QuestionIx>,
    /// The fewest questions left to be asked.
    pub fewest: usize,
    /// The most questions left to be asked.
    pub most: usize,
    /// Whether this is exactly so. If not, conditions were left out of account: every outcome that can be reached is listed,
    /// and perhaps some that cannot; `fewest` may be too low and `most` too high.
    pub exact: bool,
}

/// How many results can yet be reached: outcomes, each as often as something else of it holds. `None` past a budget of 20,000
/// states or 60,000 answers tried.
///
/// Costs more than [`possible`], because the answers that conditional items look at are told apart to the end.
pub fn count_results(tree: &Tree, answers: &Answers, route: &Route) -> Option<usize> {
    count_results_within(tree, answers, route, &mut Budget::new(&|| true))
}

pub(super) fn count_results_within(tree: &Tree, answers: &Answers, route: &Route, budget: &mut Budget<'_>) -> Option<usize> {
    let End::Open(question) = route.end else { return Some(1) };
    let (ahead, whole) = Ahead::new(tree, answers, route, question, Detail::Results);
    let found = if whole { search(&ahead, FOR_RESULTS, None, budget) } else { None };
    Some(found?.results.len())
}

/// Whether a walk can still reach the result of another route; `None` past the budget of [`count_results`].
pub(super) fn reaches(tree: &Tree, answers: &Answers, route: &Route, other: &Route, budget: &mut Budget<'_>) -> Option<bool> {
    let outcome = other.outcome()?;
    let wanted = (outcome, holding_of(tree, outcome, |condition| other.holds(Some(condition))));
    match route.end {
        End::Outcome(end) => Some(end == outcome && wanted.1 == holding_of(tree, end, |condition| route.holds(Some(condition)))),
        End::Open(question) => {
            let (ahead, whole) = Ahead::new(tree, answers, route, question, Detail::ResultsOf(outcome));
            let found = if whole { search(&ahead, FOR_RESULTS, Some(&wanted), budget) } else { None };
            found.map(|found| found.results.contains(&wanted))
        }
    }
}

/// Looks ahead from the end of a route.
///
/// Costs, for each state, one step for each answer and edge of its question. Past 100,000 states or 500,000 answers tried it costs
/// one step for each node and edge instead, and says that it is not exact.
pub fn possible(tree: &Tree, answers: &Answers, route: &Route) -> Possible {
    possible_within(tree, answers, route, &mut Budget::new(&|| true))
}

pub(super) fn possible_within(tree: &Tree, answers: &Answers, route: &Route, budget: &mut Budget<'_>) -> Possible {
    let start = match route.end {
        End::Outcome(outcome) => return Possible { outcomes: vec![outcome], questions: Vec::new(), fewest: 0, most: 0, exact: true },
        End::Open(question) => question,
    };
    let (ahead, whole) = Ahead::new(tree, answers, route, start, Detail::Outcomes);
    let found = if whole { search(&ahead, FOR_OUTCOMES, None, budget) } else { None };
    let Some(found) = found else { return ignoring_conditions(&ahead) };
    let outcomes: BTreeSet<OutcomeIx> = found.results.into_iter().map(|(outcome, _)| outcome).collect();
    Possible {
        outcomes: outcomes.into_iter().collect(),
        questions: found.questions.into_iter().collect(),
        fewest: found.fewest,
        most: found.most,
        exact: true,
    }
}

/// What the search over states comes upon.
struct Found {
    results: HashSet<(OutcomeIx, Holding)>,
    questions: BTreeSet<QuestionIx>,
    fewest: usize,
    most: usize,
}

/// A state on the path of the search.
struct Frame {
    state: usize,
    followed: usize,
    /// The states behind; `None` is an outcome.
    successors: Option<Vec<Option<usize>>>,
}

/// The states seen, numbered in the order in which they were met.
#[derive(Default)]
struct States {
    numbers: HashMap<(QuestionIx, Vec<(Variable, u64)>), usize>,
    all: Vec<(QuestionIx, Memory)>,
    /// Fewest and most questions from each state on, once they are known.
    left: Vec<Option<(usize, usize)>>,
}

impl States {
    fn number(&mut self, question: QuestionIx, memory: Memory) -> usize {
        let key = (question, memory.iter().map(|(variable, given)| (*variable, given.code())).collect());
        *self.numbers.entry(key).or_insert_with(|| {
            self.all.push((question, memory));
            self.left.push(None);
            self.all.len() - 1
        })
    }

    fn left(&self, state: usize) -> Option<(usize, usize)> {
        self.left.get(state).copied().flatten()
    }
}

/// The search over states, up to a result that is wanted; `None` past the budget. The path is kept by hand: it may be as long as
/// the tree.
fn search(ahead: &Ahead<'_>, limits: Limits, wanted: Option<&(OutcomeIx, Holding)>, budget: &mut Budget<'_>) -> Option<Found> {
    budget.spend(ahead.order.len());
    let mut states = States::default();
    let mut results = HashSet::new();
    let mut tried = 0;
    let first = states.number(ahead.start, Memory::new());
    let mut path = vec![Frame { state: first, followed: 0, successors: None }];
    while let Some(frame) = path.last_mut() {
        if frame.successors.is_none() {
            let (question, memory) = states.all.get(frame.state)?.clone();
            let mut successors = Vec::new();
            let ways = ahead.ways_from(question, &memory)?;
            tried += ways.len();
            budget.spend(ways.len());
            for way in ways {
                match way.to {
                    Node::Outcome(outcome) => {
                        let result = (outcome, way.holding);
                        let is_wanted = wanted == Some(&result);
                        results.insert(result);
                        if is_wanted {
                            return Some(Found { results, questions: BTreeSet::new(), fewest: 0, most: 0 });
                        }
                        successors.push(None);
                    }
                    Node::Question(to) => successors.push(Some(states.number(to, way.memory))),
                }
            }
            if states.all.len() > limits.states || tried > limits.tried {
                return None;
            }
            successors.sort_unstable();
            successors.dedup();
            frame.successors = Some(successors);
        }
        let state = frame.state;
        let successors = frame.successors.as_deref().unwrap_or_default();
        match successors.get(frame.followed) {
            Some(next) => {
                frame.followed += 1;
                if let Some(next) = next.filter(|next| states.left(*next).is_none()) {
                    path.push(Frame { state: next, followed: 0, successors: None });
                }
            }
            None => {
                let ends = successors.iter().map(|next| next.map_or(Some((0, 0)), |next| states.left(next)));
                let (fewest, most) = ends.flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
                let (question, memory) = states.all.get(state)?;
                let asked = usize::from(ahead.is_asked(*question, memory));
                *states.left.get_mut(state)? = Some((fewest + asked, most + asked));
                path.pop();
            }
        }
    }
    let (fewest, most) = states.left(first)?;
    let questions = states.all.iter().map(|(question, _)| *question).collect();
    Some(Found { results, questions, fewest, most })
}

/// What the graph alone allows.
fn ignoring_conditions(ahead: &Ahead<'_>) -> Possible {
    let mut outcomes = BTreeSet::new();
    let mut left: HashMap<QuestionIx, (usize, usize)> = HashMap::new();
    for ix in &ahead.order {
        let ends = ahead.tree[*ix].edges.iter().map(|edge| match edge.to {
            Node::Outcome(outcome) => {
                outcomes.insert(outcome);
                (0, 0)
            }
            Node::Question(to) => left.get(&to).copied().unwrap_or((0, 0)),
        });
        let (fewest, most) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0, 0));
        let surely = usize::from(!ahead.is_fixed(*ix) && !ahead.shares_a_fact(*ix));
        left.insert(*ix, (fewest + surely, most + usize::from(!ahead.is_fixed(*ix))));
    }
    let (fewest, most) = left.get(&ahead.start).copied().unwrap_or((0, 0));
    let mut questions = ahead.order.clone();
    questions.sort_unstable();
    Possible { outcomes: outcomes.into_iter().collect(), questions, fewest, most, exact: false }
}
