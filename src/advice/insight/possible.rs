//! Which outcomes a walk can still reach, and how many questions are left.
//!
//! Conditions look back at earlier answers, so that a path through the graph may be one that no answers take. The search
//! therefore runs over states: a question together with those earlier answers that something behind it still looks at. Two
//! ways to a question that agree on these have the same future, so each state is looked at once. Trees whose conditions look
//! back a little have about as many states as nodes; deciding the general case is NP-hard (it holds SAT), so there is a budget.

use std::collections::{BTreeSet, HashMap};

use crate::advice::walk::{Answers, End, Key, Route, next};
use crate::content::tree::{Kind, Node, OutcomeIx, Question, QuestionIx, Settled, Tree};

/// The most states that are looked at before the answer becomes approximate: some tens of milliseconds.
pub(super) const BUDGET: usize = 100_000;
/// The most options of a selection whose every combination is tried.
const MAX_COMBINED: u32 = 12;

/// What can yet become of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// The outcomes that can be reached by answering what is open, all given answers kept; in the order of the file.
    pub outcomes: Vec<OutcomeIx>,
    /// The fewest questions left to be asked.
    pub fewest: usize,
    /// The most questions left to be asked.
    pub most: usize,
    /// Whether this is exactly so. If not, conditions were left out of account behind the budget: every outcome that can be
    /// reached is listed, and perhaps some that cannot; `fewest` may be too low and `most` too high.
    pub exact: bool,
}

/// Looks ahead from the end of a route.
///
/// Costs, for each state, one step for each answer and edge of its question. Past [`BUDGET`] states it costs one step for each
/// node and edge instead, and says that it is not exact.
pub fn possible(tree: &Tree, answers: &Answers, route: &Route) -> Possible {
    let start = match route.end {
        End::Outcome(outcome) => return Possible { outcomes: vec![outcome], fewest: 0, most: 0, exact: true },
        End::Open(question) => question,
    };
    let ahead = Ahead::new(tree, answers, route, start);
    ahead.search(BUDGET).unwrap_or_else(|| ahead.ignoring_conditions())
}

/// An earlier answer that something ahead looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Variable {
    /// What a question was answered, if the way passed it.
    Question(QuestionIx),
    /// What a fact was answered that several questions ahead share, by its place in [`Ahead::facts`].
    Fact(usize),
}

/// An answer that can be given, as far as anything can tell it from others.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Given {
    Settled(Settled),
    /// A figure of a fact: questions that share it may part it into bands in different ways.
    Figure(f64),
}

/// The earlier answers that something ahead looks at, in the order of the variables.
type Memory = Vec<(Variable, Given)>;

struct Ahead<'a> {
    tree: &'a Tree,
    route: &'a Route,
    start: QuestionIx,
    /// The questions ahead, each before the ones that lead to it.
    order: Vec<QuestionIx>,
    /// Answers that are fixed already: given ahead, or out of use until now.
    fixed: HashMap<QuestionIx, Settled>,
    /// The options of selections that some condition ahead names, a bit each.
    named: HashMap<QuestionIx, u64>,
    /// Facts that several open questions ahead share.
    facts: Vec<&'a str>,
    fact_of: HashMap<QuestionIx, usize>,
    /// What each question ahead, and all behind it, look at; sorted.
    live: HashMap<QuestionIx, Vec<Variable>>,
}

impl<'a> Ahead<'a> {
    fn new(tree: &'a Tree, answers: &Answers, route: &'a Route, start: QuestionIx) -> Self {
        let order = behind(tree, start);
        let mut ahead = Ahead {
            tree,
            route,
            start,
            order,
            fixed: HashMap::new(),
            named: HashMap::new(),
            facts: Vec::new(),
            fact_of: HashMap::new(),
            live: HashMap::new(),
        };
        let mut asked_by_fact: HashMap<&str, Vec<QuestionIx>> = HashMap::new();
        for ix in &ahead.order {
            let question = &tree[*ix];
            let answered = answers.get(&Key::of(tree, *ix)).and_then(|answer| answer.value(question).settle(question).ok());
            match (answered, &question.fact) {
                (Some(settled), _) => {
                    ahead.fixed.insert(*ix, settled);
                }
                (None, Some(fact)) => asked_by_fact.entry(&fact.name).or_default().push(*ix),
                (None, None) => {}
            }
        }
        let mut shared: Vec<_> = asked_by_fact.into_iter().filter(|(_, asked)| asked.len() > 1).collect();
        shared.sort();
        for (fact, asked) in shared {
            ahead.fact_of.extend(asked.into_iter().map(|ix| (ix, ahead.facts.len())));
            ahead.facts.push(fact);
        }
        ahead.look_back();
        ahead
    }

    /// Finds what each question and those behind it look at, from the last question to the first.
    fn look_back(&mut self) {
        let is_ahead: BTreeSet<QuestionIx> = self.order.iter().copied().collect();
        for ix in &self.order {
            let mut live = BTreeSet::new();
            for edge in &self.tree[*ix].edges {
                if let Some(condition) = &edge.when {
                    condition.test.atoms(&mut |question, at| {
                        if matches!(self.tree[question].kind, Kind::Select { .. }) {
                            *self.named.entry(question).or_default() |= 1 << at;
                        }
                        if is_ahead.contains(&question) {
                            live.insert(Variable::Question(question));
                        }
                    });
                }
                if let Node::Question(to) = edge.to {
                    live.extend(self.live.get(&to).into_iter().flatten().copied());
                }
            }
            live.extend(self.fact_of.get(ix).map(|fact| Variable::Fact(*fact)));
            live.remove(&Variable::Question(*ix));
            self.live.insert(*ix, live.into_iter().collect());
        }
    }

    /// The search over states; `None` past the budget.
    fn search(&self, budget: usize) -> Option<Possible> {
        let mut states = States::default();
        let mut outcomes = BTreeSet::new();
        // Fewest and most questions from each state on, once they are known.
        let mut left: Vec<Option<(usize, usize)>> = Vec::new();
        let first = states.number(self.start, Vec::new(), &mut left);
        let mut path = vec![Frame { state: first, followed: 0, successors: None }];
        while let Some(frame) = path.last_mut() {
            if frame.successors.is_none() {
                let (question, memory) = states.at(frame.state)?;
                let mut successors = Vec::new();
                for (to, memory) in self.steps_from(question, &memory)? {
                    match to {
                        Node::Outcome(outcome) => {
                            outcomes.insert(outcome);
                            successors.push(None);
                        }
                        Node::Question(to) => successors.push(Some(states.number(to, memory, &mut left))),
                    }
                }
                successors.sort_unstable();
                successors.dedup();
                frame.successors = Some(successors);
                if left.len() > budget {
                    return None;
                }
            }
            let state = frame.state;
            let successors = frame.successors.as_deref().unwrap_or_default();
            match successors.get(frame.followed) {
                Some(next) => {
                    frame.followed += 1;
                    if let Some(next) = *next
                        && left.get(next).copied().flatten().is_none()
                    {
                        path.push(Frame { state: next, followed: 0, successors: None });
                    }
                }
                None => {
                    let ends = successors.iter().map(|next| next.map_or(Some((0, 0)), |next| left.get(next).copied().flatten()));
                    let (fewest, most) = ends.flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0, 0));
                    let asked = usize::from(self.is_asked(&states, state));
                    if let Some(slot) = left.get_mut(state) {
                        *slot = Some((fewest + asked, most + asked));
                    }
                    path.pop();
                }
            }
        }
        let (fewest, most) = left.first().copied().flatten()?;
        Some(Possible { outcomes: outcomes.into_iter().collect(), fewest, most, exact: true })
    }

    /// Whether the question of a state will be asked, rather than be answered already.
    fn is_asked(&self, states: &States, state: usize) -> bool {
        let Some((question, memory)) = states.at(state) else { return false };
        !self.fixed.contains_key(&question) && self.remembered_fact(question, &memory).is_none()
    }

    /// Where each way of answering a question leads, with what is remembered there; `None` when there are too many ways.
    fn steps_from(&self, question: QuestionIx, memory: &[(Variable, Given)]) -> Option<Vec<(Node, Memory)>> {
        let recall = |variable: Variable| memory.iter().find(|(known, _)| *known == variable).map(|(_, given)| *given);
        let mut steps = Vec::new();
        for given in self.ways_to_answer(question, memory)? {
            let settled = self.settle(question, given)?;
            let look_up = |asked: QuestionIx| {
                if asked == question {
                    return Some(settled);
                }
                let earlier = recall(Variable::Question(asked)).and_then(|given| self.settle(asked, given));
                earlier.or_else(|| self.route.settled(asked))
            };
            let to = next(self.tree, question, &look_up)?;
            let mut kept = Vec::new();
            if let Node::Question(to) = to {
                for variable in self.live.get(&to).into_iter().flatten() {
                    let value = match variable {
                        Variable::Question(asked) if *asked == question => Some(Given::Settled(settled)),
                        Variable::Fact(fact) if self.fact_of.get(&question) == Some(fact) => Some(given),
                        other => recall(*other),
                    };
                    kept.extend(value.map(|value| (*variable, value)));
                }
            }
            steps.push((to, kept));
        }
        Some(steps)
    }

    fn remembered_fact(&self, question: QuestionIx, memory: &[(Variable, Given)]) -> Option<Given> {
        let fact = self.fact_of.get(&question)?;
        memory.iter().find(|(variable, _)| *variable == Variable::Fact(*fact)).map(|(_, given)| *given)
    }

    fn ways_to_answer(&self, ix: QuestionIx, memory: &[(Variable, Given)]) -> Option<Vec<Given>> {
        if let Some(settled) = self.fixed.get(&ix) {
            return Some(vec![Given::Settled(*settled)]);
        }
        if let Some(given) = self.remembered_fact(ix, memory) {
            return Some(vec![given]);
        }
        let question = &self.tree[ix];
        let shared = self.fact_of.get(&ix);
        Some(match &question.kind {
            Kind::Choice { options, .. } => (0..options.len()).map(|at| Given::Settled(Settled::Option(at))).collect(),
            Kind::Select { .. } => {
                let named = match shared {
                    Some(fact) => self.asking(*fact).filter_map(|other| self.named.get(&other)).fold(0, |all, bits| all | bits),
                    None => self.named.get(&ix).copied().unwrap_or(0),
                };
                if named.count_ones() > MAX_COMBINED {
                    return None;
                }
                subsets(named).map(|set| Given::Settled(Settled::Options(set))).collect()
            }
            Kind::Number(scale) => match shared {
                None => (0..scale.bands.len()).map(|at| Given::Settled(Settled::Band(at))).collect(),
                Some(fact) => {
                    let mut cuts: Vec<f64> = self
                        .asking(*fact)
                        .filter_map(|other| match &self.tree[other].kind {
                            Kind::Number(scale) => Some(scale.bands.iter().map(|band| band.from)),
                            _ => None,
                        })
                        .flatten()
                        .collect();
                    cuts.sort_by(f64::total_cmp);
                    cuts.dedup();
                    cuts.into_iter().map(Given::Figure).collect()
                }
            },
        })
    }

    fn asking(&self, fact: usize) -> impl Iterator<Item = QuestionIx> + '_ {
        self.fact_of.iter().filter(move |(_, other)| **other == fact).map(|(ix, _)| *ix)
    }

    fn settle(&self, question: QuestionIx, given: Given) -> Option<Settled> {
        match (given, &self.tree[question].kind) {
            (Given::Settled(settled), _) => Some(settled),
            (Given::Figure(figure), Kind::Number(scale)) => scale.band_of(figure).map(Settled::Band),
            (Given::Figure(_), _) => None,
        }
    }

    /// What the graph alone allows.
    fn ignoring_conditions(&self) -> Possible {
        let mut outcomes = BTreeSet::new();
        let mut left: HashMap<QuestionIx, (usize, usize)> = HashMap::new();
        for ix in &self.order {
            let question: &Question = &self.tree[*ix];
            let mut bounds: Option<(usize, usize)> = None;
            for edge in &question.edges {
                let (fewest, most) = match edge.to {
                    Node::Outcome(outcome) => {
                        outcomes.insert(outcome);
                        (0, 0)
                    }
                    Node::Question(to) => left.get(&to).copied().unwrap_or((0, 0)),
                };
                bounds = Some(bounds.map_or((fewest, most), |(low, high)| (low.min(fewest), high.max(most))));
            }
            let (fewest, most) = bounds.unwrap_or((0, 0));
            let (least, mut asked) = (usize::from(!self.fixed.contains_key(ix) && !self.fact_of.contains_key(ix)), 1);
            if self.fixed.contains_key(ix) {
                asked = 0;
            }
            left.insert(*ix, (fewest + least, most + asked));
        }
        let (fewest, most) = left.get(&self.start).copied().unwrap_or((0, 0));
        Possible { outcomes: outcomes.into_iter().collect(), fewest, most, exact: false }
    }
}

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
}

impl States {
    fn number(&mut self, question: QuestionIx, memory: Memory, left: &mut Vec<Option<(usize, usize)>>) -> usize {
        let key = (question, memory.iter().map(|(variable, given)| (*variable, given.code())).collect());
        *self.numbers.entry(key).or_insert_with(|| {
            self.all.push((question, memory));
            left.push(None);
            self.all.len() - 1
        })
    }

    fn at(&self, state: usize) -> Option<(QuestionIx, Memory)> {
        self.all.get(state).cloned()
    }
}

impl Given {
    /// A number that tells the answers of one question apart.
    fn code(self) -> u64 {
        match self {
            Given::Settled(Settled::Option(at) | Settled::Band(at)) => at as u64,
            Given::Settled(Settled::Options(set)) => set,
            Given::Figure(figure) => figure.to_bits(),
        }
    }
}

/// The questions that can follow one, itself among them, each behind all those that it leads to.
fn behind(tree: &Tree, start: QuestionIx) -> Vec<QuestionIx> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::from([start]);
    let mut path = vec![(start, 0)];
    while let Some((ix, followed)) = path.last_mut() {
        match tree[*ix].edges.get(*followed) {
            Some(edge) => {
                *followed += 1;
                if let Node::Question(to) = edge.to
                    && seen.insert(to)
                {
                    path.push((to, 0));
                }
            }
            None => {
                order.push(*ix);
                path.pop();
            }
        }
    }
    order
}

/// Every subset of a set of bits, the empty one first.
fn subsets(of: u64) -> impl Iterator<Item = u64> {
    let mut next = Some(0_u64);
    std::iter::from_fn(move || {
        let set = next?;
        next = if set == of { None } else { Some((set | !of).wrapping_add(1) & of) };
        Some(set)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_are_all_there() {
        assert_eq!(subsets(0b101).collect::<Vec<_>>(), [0, 0b001, 0b100, 0b101]);
        assert_eq!(subsets(0).count(), 1);
    }
}
