//! What lies ahead of a route: the questions that can follow, and which earlier answers each of them still depends on.

use std::collections::{BTreeMap, HashMap};

use crate::advice::walk::{Answers, Key, Route, next};
use crate::content::tree::{Kind, Node, QuestionIx, Settled, Tree};

/// The most options of a selection whose every combination is tried.
const MAX_COMBINED: u32 = 12;
/// The most steps spent on finding out what depends on what, and the most earlier answers that a question depends on: past that,
/// the tree looks back too far to be exact about.
const MAX_LOOKED_AT: usize = 2_000_000;
const MAX_LIVE: usize = 64;

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

pub(super) struct Ahead<'a> {
    pub(super) tree: &'a Tree,
    pub(super) start: QuestionIx,
    /// The questions ahead, each behind all those that it leads to.
    pub(super) order: Vec<QuestionIx>,
    route: &'a Route,
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
    pub(super) fn new(tree: &'a Tree, answers: &Answers, route: &'a Route, start: QuestionIx) -> (Self, bool) {
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
        let mut ahead = Ahead { tree, start, order, route, places, fixed, named: HashMap::new(), facts, fact_of, live };
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

    /// Where each way of answering a question leads, with what is remembered there; `None` when there are too many ways.
    pub(super) fn steps_from(&self, question: QuestionIx, memory: &Memory) -> Option<Vec<(Node, Memory)>> {
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
            let mut kept = Memory::new();
            if let Node::Question(to) = to {
                for variable in self.live_at(to) {
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

    fn place(&self, question: QuestionIx) -> Option<usize> {
        self.places.get(question.place()).copied().flatten()
    }

    fn live_at(&self, question: QuestionIx) -> &[Variable] {
        self.place(question).and_then(|place| self.live.get(place)).map_or(&[], Vec::as_slice)
    }

    /// Finds, for each answer that something ahead looks at, the questions between the two: only there it is remembered.
    ///
    /// Costs, for each such answer, the questions and edges between it and the last one that looks at it.
    fn find_live(&mut self) -> bool {
        let mut readers: BTreeMap<Variable, Vec<usize>> = BTreeMap::new();
        for (place, ix) in self.order.iter().enumerate() {
            let conditions = self.tree[*ix].edges.iter().filter_map(|edge| edge.when.as_ref());
            for condition in conditions {
                condition.test.atoms(&mut |question, at| {
                    if matches!(self.tree[question].kind, Kind::Select { .. }) {
                        *self.named.entry(question).or_default() |= 1 << at;
                    }
                    if question != *ix && self.places.get(question.place()).copied().flatten().is_some() {
                        readers.entry(Variable::Question(question)).or_default().push(place);
                    }
                });
            }
            if let Some(fact) = self.fact_of.get(ix) {
                readers.entry(Variable::Fact(*fact)).or_default().push(place);
            }
        }
        let depths = self.depths();
        let depth = |place: usize| depths.get(place).copied().unwrap_or(0);
        // The number of the variable that reached a place last, and the one that is needed there.
        let mut reached = vec![0; self.order.len()];
        let mut needed = vec![0; self.order.len()];
        let mut looked_at = 0;
        for (number, (variable, reading)) in (1_usize..).zip(&readers) {
            let deepest = reading.iter().map(|place| depth(*place)).max().unwrap_or(0);
            let mut open: Vec<usize> = match variable {
                Variable::Question(question) => self.place(*question).into_iter().collect(),
                Variable::Fact(fact) => self.facts.get(*fact).into_iter().flatten().filter_map(|ix| self.place(*ix)).collect(),
            };
            let mut between = Vec::new();
            while let Some(place) = open.pop() {
                for to in self.leads_to(place) {
                    looked_at += 1;
                    let seen = reached.get_mut(to).is_none_or(|seen| std::mem::replace(seen, number) == number);
                    if !seen && depth(to) <= deepest {
                        between.push(to);
                        open.push(to);
                    }
                }
            }
            if looked_at > MAX_LOOKED_AT {
                return false;
            }
            for place in reading {
                if let Some(needed) = needed.get_mut(*place) {
                    *needed = number;
                }
            }
            // A question stands behind those that it leads to, so that these are decided before it.
            between.sort_unstable();
            for place in between {
                let is_needed = needed.get(place) == Some(&number)
                    || self.leads_to(place).any(|to| reached.get(to) == Some(&number) && needed.get(to) == Some(&number));
                if is_needed {
                    if let Some(needed) = needed.get_mut(place) {
                        *needed = number;
                    }
                    let Some(live) = self.live.get_mut(place) else { continue };
                    if live.len() >= MAX_LIVE {
                        return false;
                    }
                    live.push(*variable);
                }
            }
        }
        true
    }

    /// The places that a place leads to.
    fn leads_to(&self, place: usize) -> impl Iterator<Item = usize> + use<'_> {
        let edges = self.order.get(place).map_or(&[][..], |ix| &self.tree[*ix].edges);
        edges.iter().filter_map(|edge| match edge.to {
            Node::Question(to) => self.place(to),
            Node::Outcome(_) => None,
        })
    }

    /// The length of the longest way to each place.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.order.len()];
        for place in (0..self.order.len()).rev() {
            let below = depths.get(place).copied().unwrap_or(0) + 1;
            for to in self.leads_to(place) {
                if let Some(depth) = depths.get_mut(to) {
                    *depth = below.max(*depth);
                }
            }
        }
        depths
    }

    fn remembered_fact(&self, question: QuestionIx, memory: &Memory) -> Option<Given> {
        let fact = self.fact_of.get(&question)?;
        memory.iter().find(|(variable, _)| *variable == Variable::Fact(*fact)).map(|(_, given)| *given)
    }

    fn ways_to_answer(&self, ix: QuestionIx, memory: &Memory) -> Option<Vec<Given>> {
        if let Some(settled) = self.fixed.get(&ix) {
            return Some(vec![Given::Settled(*settled)]);
        }
        if let Some(given) = self.remembered_fact(ix, memory) {
            return Some(vec![given]);
        }
        let own = [ix];
        let asking = self.fact_of.get(&ix).and_then(|fact| self.facts.get(*fact)).map_or(&own[..], Vec::as_slice);
        Some(match &self.tree[ix].kind {
            Kind::Choice { options, .. } => (0..options.len()).map(|at| Given::Settled(Settled::Option(at))).collect(),
            Kind::Select { .. } => {
                let named = asking.iter().filter_map(|other| self.named.get(other)).fold(0, |all, bits| all | bits);
                if named.count_ones() > MAX_COMBINED {
                    return None;
                }
                subsets(named).map(|set| Given::Settled(Settled::Options(set))).collect()
            }
            Kind::Number(scale) if asking.len() == 1 => (0..scale.bands.len()).map(|at| Given::Settled(Settled::Band(at))).collect(),
            Kind::Number(_) => {
                let scales = asking.iter().filter_map(|other| match &self.tree[*other].kind {
                    Kind::Number(scale) => Some(scale),
                    _ => None,
                });
                let mut cuts: Vec<f64> = scales.flat_map(|scale| scale.bands.iter().map(|band| band.from)).collect();
                cuts.sort_by(f64::total_cmp);
                cuts.dedup();
                cuts.into_iter().map(Given::Figure).collect()
            }
        })
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
