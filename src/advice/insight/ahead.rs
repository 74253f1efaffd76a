//! What lies ahead of a route: the questions that can follow, and which earlier answers each of them still depends on.

mod live;

use std::collections::{BTreeMap, HashMap};

use super::values::cuts;
use crate::advice::walk::{Answers, Key, Route, Value, next};
use crate::content::tree::{Condition, Kind, Node, OutcomeIx, QuestionIx, Settled, Tree};

/// The most options of a selection whose every combination is tried.
const MAX_COMBINED: u32 = 12;

/// How closely ends are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// By their outcomes.
    Outcomes,
    /// By their results: by the conditional items that hold, too.
    Results,
    /// By their results where they end in this outcome.
    ResultsOf(OutcomeIx),
}

impl Detail {
    fn looks_into(self, outcome: OutcomeIx) -> bool {
        match self {
            Detail::Outcomes => false,
            Detail::Results => true,
            Detail::ResultsOf(one) => one == outcome,
        }
    }
}

/// Which parts of an outcome with a condition hold, a bit each, in the order of [`Outcome::parts`](crate::content::tree::Outcome).
pub(super) type Holding = Vec<u64>;

/// An earlier answer that something ahead depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Variable {
    /// What a question was answered, if the way passed it.
    Question(QuestionIx),
    /// What a fact was answered that several questions ahead share, by its place in [`Ahead::facts`].
    Fact(usize),
}

/// An answer that can be given, as far as anything can tell it from others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Given {
    Settled(Settled),
    /// A figure of a fact: questions that share it may part it into bands in different ways.
    Figure(f64),
}

/// The earlier answers that something ahead depends on, in the order of the variables.
pub(super) type Memory = Vec<(Variable, Given)>;

/// One way to answer a question.
pub(super) struct Way {
    pub(super) given: Given,
    pub(super) to: Node,
    /// What is remembered there.
    pub(super) memory: Memory,
    /// What holds there, if it is an outcome and results are told apart.
    pub(super) holding: Holding,
}

pub(super) struct Ahead<'a> {
    pub(super) tree: &'a Tree,
    pub(super) start: QuestionIx,
    /// The questions ahead, each behind all those that it leads to.
    pub(super) order: Vec<QuestionIx>,
    route: &'a Route,
    detail: Detail,
    /// The place of each question of the tree in `order`; `None` for one that is not ahead.
    places: Vec<Option<usize>>,
    /// Answers that are fixed already: given ahead, or out of use until now.
    fixed: HashMap<QuestionIx, Settled>,
    /// The options of selections that some condition ahead names, a bit each.
    named: HashMap<QuestionIx, u64>,
    /// The questions ahead of each fact that several of them share and that has no answer yet.
    facts: Vec<Vec<QuestionIx>>,
    fact_of: HashMap<QuestionIx, usize>,
    /// By the place in `order`: the earlier answers that a question, or one behind it, depends on; sorted.
    live: Vec<Vec<Variable>>,
}

impl<'a> Ahead<'a> {
    /// Looks ahead from an open question. `false` beside it says that the tree looks back too far for [`Ahead::live`] to be whole.
    pub(super) fn new(tree: &'a Tree, answers: &Answers, route: &'a Route, start: QuestionIx, detail: Detail) -> (Self, bool) {
        let order = postorder(tree, start);
        let mut places = vec![None; tree.questions().len()];
        for (place, ix) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(ix.place()) {
                *slot = Some(place);
            }
        }
        let mut fixed = HashMap::new();
        let mut open_facts: BTreeMap<&str, Vec<QuestionIx>> = BTreeMap::new();
        for ix in &order {
            let question = &tree[*ix];
            match (answers.get(&Key::of(tree, *ix)).and_then(|answer| answer.value(question).settle(question).ok()), &question.fact) {
                (Some(settled), _) => drop(fixed.insert(*ix, settled)),
                (None, Some(fact)) => open_facts.entry(&fact.name).or_default().push(*ix),
                (None, None) => {}
            }
        }
        let facts: Vec<Vec<QuestionIx>> = open_facts.into_values().filter(|asking| asking.len() > 1).collect();
        let fact_of = facts.iter().enumerate().flat_map(|(fact, asking)| asking.iter().map(move |ix| (*ix, fact))).collect();
        let live = vec![Vec::new(); order.len()];
        let mut ahead = Ahead { tree, start, order, route, detail, places, fixed, named: HashMap::new(), facts, fact_of, live };
        let whole = ahead.find_live();
        (ahead, whole)
    }

    /// Whether a question has its answer already, whatever the way to it.
    pub(super) fn is_fixed(&self, question: QuestionIx) -> bool {
        self.fixed.contains_key(&question)
    }

    /// Whether a question may turn out to be answered by another one of its fact.
    pub(super) fn shares_a_fact(&self, question: QuestionIx) -> bool {
        self.fact_of.contains_key(&question)
    }

    /// Whether a question will be asked, rather than be answered already.
    pub(super) fn is_asked(&self, question: QuestionIx, memory: &Memory) -> bool {
        !self.is_fixed(question) && self.remembered_fact(question, memory).is_none()
    }

    /// Where each way of answering a question leads; `None` when there are too many ways.
    pub(super) fn ways_from(&self, question: QuestionIx, memory: &Memory) -> Option<Vec<Way>> {
        self.ways_to_answer(question, memory)?.into_iter().map(|given| self.way(question, memory, given)).collect()
    }

    /// Where one answer leads.
    pub(super) fn way(&self, question: QuestionIx, memory: &Memory, given: Given) -> Option<Way> {
        let recall = |variable: Variable| recalled(memory, variable);
        let settled = self.settle(question, given)?;
        let look_up = |asked: QuestionIx| {
            if asked == question {
                return Some(settled);
            }
            let earlier = recall(Variable::Question(asked)).and_then(|given| self.settle(asked, given));
            earlier.or_else(|| self.route.settled(asked))
        };
        let to = next(self.tree, question, &look_up)?;
        let mut kept = Memory::new();
        let mut holding = Holding::new();
        match to {
            Node::Question(to) => {
                for variable in self.live_at(to) {
                    let value = match variable {
                        Variable::Question(asked) if *asked == question => Some(Given::Settled(settled)),
                        Variable::Fact(fact) if self.fact_of.get(&question) == Some(fact) => Some(given),
                        other => recall(*other),
                    };
                    kept.extend(value.map(|value| (*variable, value)));
                }
            }
            Node::Outcome(outcome) if self.detail.looks_into(outcome) => {
                holding = holding_of(self.tree, outcome, |condition| condition.test.holds(&look_up));
            }
            Node::Outcome(_) => {}
        }
        Some(Way { given, to, memory: kept, holding })
    }

    /// What a value amounts to here, so that it can be found among the ways to answer the question.
    pub(super) fn given(&self, question: QuestionIx, value: &Value) -> Option<Given> {
        let settled = value.settle(&self.tree[question]).ok()?;
        Some(match (value, settled) {
            (Value::Number(figure), _) if self.shares_a_fact(question) => {
                let cut = cuts(self.tree, question).into_iter().take_while(|cut| cut <= figure).last()?;
                Given::Figure(cut)
            }
            (_, Settled::Options(set)) => Given::Settled(Settled::Options(set & self.named_in(question))),
            _ => Given::Settled(settled),
        })
    }

    /// The options of a selection that something ahead names, in whatever question of its fact, a bit each.
    pub(super) fn named_in(&self, question: QuestionIx) -> u64 {
        let own = [question];
        self.asking(question, &own).iter().filter_map(|other| self.named.get(other)).fold(0, |all, bits| all | bits)
    }

    /// What a question's answer is kept under: the fact that several questions ahead share, or the question.
    pub(super) fn slot(&self, question: QuestionIx) -> Variable {
        self.fact_of.get(&question).map_or(Variable::Question(question), |fact| Variable::Fact(*fact))
    }

    /// Whether a slot may still be asked for by walks that are no further from the end than a place.
    pub(super) fn may_ask(&self, slot: Variable, furthest: Option<usize>) -> bool {
        let not_behind = |question: &QuestionIx| self.place(*question).is_some_and(|place| Some(place) <= furthest);
        match slot {
            Variable::Question(question) => not_behind(&question),
            Variable::Fact(fact) => self.facts.get(fact).is_some_and(|asking| asking.iter().any(not_behind)),
        }
    }

    /// Where a question stands among those ahead: each stands behind those that it leads to.
    pub(super) fn place(&self, question: QuestionIx) -> Option<usize> {
        self.places.get(question.place()).copied().flatten()
    }

    fn live_at(&self, question: QuestionIx) -> &[Variable] {
        self.place(question).and_then(|place| self.live.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The answer to a question's fact, when another question of it has come past.
    pub(super) fn remembered_fact(&self, question: QuestionIx, memory: &Memory) -> Option<Given> {
        let fact = self.fact_of.get(&question)?;
        recalled(memory, Variable::Fact(*fact))
    }

    /// Every way of answering a question that something can tell apart; `None` when there are too many.
    pub(super) fn ways_to_answer(&self, ix: QuestionIx, memory: &Memory) -> Option<Vec<Given>> {
        if let Some(settled) = self.fixed.get(&ix) {
            return Some(vec![Given::Settled(*settled)]);
        }
        if let Some(given) = self.remembered_fact(ix, memory) {
            return Some(vec![given]);
        }
        Some(match &self.tree[ix].kind {
            Kind::Choice { options, .. } => (0..options.len()).map(|at| Given::Settled(Settled::Option(at))).collect(),
            Kind::Select { .. } => {
                let named = self.named_in(ix);
                if named.count_ones() > MAX_COMBINED {
                    return None;
                }
                subsets(named).map(|set| Given::Settled(Settled::Options(set))).collect()
            }
            Kind::Number(scale) if !self.shares_a_fact(ix) => (0..scale.bands.len()).map(|at| Given::Settled(Settled::Band(at))).collect(),
            Kind::Number(_) => cuts(self.tree, ix).into_iter().map(Given::Figure).collect(),
        })
    }

    /// The questions ahead that share a question's answer.
    fn asking<'q>(&'q self, question: QuestionIx, own: &'q [QuestionIx; 1]) -> &'q [QuestionIx] {
        self.fact_of.get(&question).and_then(|fact| self.facts.get(*fact)).map_or(&own[..], Vec::as_slice)
    }

    fn settle(&self, question: QuestionIx, given: Given) -> Option<Settled> {
        match (given, &self.tree[question].kind) {
            (Given::Settled(settled), _) => Some(settled),
            (Given::Figure(figure), Kind::Number(scale)) => scale.band_of(figure).map(Settled::Band),
            (Given::Figure(_), _) => None,
        }
    }
}

impl Given {
    /// A number that tells the answers of one question apart.
    pub(super) fn code(self) -> u64 {
        match self {
            Given::Settled(Settled::Option(at) | Settled::Band(at)) => at as u64,
            Given::Settled(Settled::Options(set)) => set,
            Given::Figure(figure) => figure.to_bits(),
        }
    }
}

/// What is remembered of a variable; a memory is in the order of its variables.
fn recalled(memory: &Memory, variable: Variable) -> Option<Given> {
    let at = memory.binary_search_by_key(&variable, |(known, _)| *known).ok()?;
    memory.get(at).map(|(_, given)| *given)
}

/// Which parts of an outcome hold, in the form in which ends are told apart.
pub(super) fn holding_of(tree: &Tree, outcome: OutcomeIx, holds: impl Fn(&Condition) -> bool) -> Holding {
    let mut bits = Holding::new();
    for (at, condition) in tree[outcome].parts(tree).filter_map(|(_, when)| when).enumerate() {
        if at % 64 == 0 {
            bits.push(0);
        }
        if let Some(last) = bits.last_mut().filter(|_| holds(condition)) {
            *last |= 1 << (at % 64);
        }
    }
    bits
}

/// The questions that can follow one, itself among them, each behind all those that it leads to.
fn postorder(tree: &Tree, start: QuestionIx) -> Vec<QuestionIx> {
    let mut order = Vec::new();
    let mut seen = vec![false; tree.questions().len()];
    let mut path = vec![(start, 0)];
    while let Some((ix, followed)) = path.last_mut() {
        match tree[*ix].edges.get(*followed) {
            Some(edge) => {
                *followed += 1;
                if let Node::Question(to) = edge.to
                    && seen.get_mut(to.place()).is_some_and(|seen| !std::mem::replace(seen, true))
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
