//! What earlier answers can be at each place of a tree, and what conditions come to there.
//!
//! Not every path of edges is a walk that somebody can take. Here each earlier answer that something ahead looks at is followed
//! along the edges by itself: which options it can have, and whether its question can have been passed by. That leaves out how
//! two answers depend on each other, so that what can be is a little more than what is (the independent attributes of abstract
//! interpretation, Cousot and Cousot, POPL 1977): what holds for all of it holds for every walk, and nothing is claimed wrongly.

mod may;
mod order;

use crate::content::diagnostic::Span;
use crate::content::tree::{Condition, Edge, Kind, Node, OutcomeIx, Question, QuestionIx, Test, Tree};
use may::{Can, Earlier, May};
use order::Order;

/// How many earlier answers are followed for each edge, on average, before a tree is left alone: one that looks back so far is
/// beyond what a reader can follow too.
const MAX_FOLLOWED: usize = 64;
/// How many questions are looked into of those that a path may go round.
const MAX_ROUNDS: usize = 64;

/// What is known of a tree.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// Conditions that no walk that comes past them fulfils.
    pub never: Vec<Place>,
    /// Conditions that every walk that comes past them fulfils.
    pub always: Vec<Place>,
    /// Conditions that deny an answer to a question which some walks do not pass.
    pub rounds: Vec<Round>,
    /// Nodes to which edges lead, but no walk.
    pub cut_off: Vec<Node>,
    /// The most questions on a way that walks may take.
    pub longest: usize,
}

/// A condition in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// What stands under it.
    pub of: Of,
    /// Of a condition that is written out, the first question that it names; of an answer its id; of the rest the node it leads to.
    pub span: Span,
}

/// What stands under a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// An edge with a condition.
    Edge,
    /// The edge of an option or a band.
    Answer,
    /// The edge for whatever is left.
    Rest,
    /// An item or an `also` entry.
    Part,
}

/// A condition that denies an answer to a question, and a walk to it that does not pass the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Round {
    /// The first question that the condition names.
    pub span: Span,
    /// The question that it denies an answer of.
    pub question: QuestionIx,
}

impl Flow {
    /// Follows the answers of a tree.
    ///
    /// Costs one step for each edge and each earlier answer that is followed along it; a tree with more than 64 of these for each
    /// edge on average is left alone. Where a path may go round a question whose answer is denied, once more for each such
    /// question, up to 64 of them.
    pub(super) fn of(tree: &Tree) -> Flow {
        let order = Order::of(tree);
        let mut pass = Pass::new(tree, &order, None);
        if !pass.follow() {
            return Flow { longest: order.deepest(), ..Flow::default() };
        }
        let mut flow = Flow { cut_off: pass.cut_off(), longest: pass.longest, ..Flow::default() };
        let mut suspected: Vec<QuestionIx> = pass.rounds.iter().map(|round| round.question).collect();
        (flow.never, flow.always) = (pass.never, pass.always);
        suspected.sort_unstable();
        suspected.dedup();
        for question in suspected.into_iter().take(MAX_ROUNDS) {
            // With the question taken out of the tree, only the walks are left that do not pass it.
            let mut without = Pass::new(tree, &order, Some(question));
            if without.follow() {
                flow.rounds.extend(without.rounds.into_iter().filter(|round| round.question == question));
            }
        }
        flow.rounds.sort_by_key(|round| round.span);
        flow.rounds.dedup();
        flow
    }
}

/// One pass over a tree, from its start on.
struct Pass<'a> {
    tree: &'a Tree,
    order: &'a Order,
    /// A question that may not be passed.
    without: Option<QuestionIx>,
    /// What is known at each node, by its number; `None` where no walk has come so far.
    earlier: Vec<Option<Earlier>>,
    /// Whether a walk comes to a node.
    reached: Vec<bool>,
    /// The most questions before each node.
    before: Vec<usize>,
    never: Vec<Place>,
    always: Vec<Place>,
    rounds: Vec<Round>,
    longest: usize,
    /// What the tree's own `also` entries can be, over all outcomes.
    also: Vec<Can>,
    followed: usize,
}

impl<'a> Pass<'a> {
    fn new(tree: &'a Tree, order: &'a Order, without: Option<QuestionIx>) -> Self {
        let nodes = order.nodes();
        Pass {
            tree,
            order,
            without,
            earlier: vec![None; nodes],
            reached: vec![false; nodes],
            before: vec![0; nodes],
            never: Vec::new(),
            always: Vec::new(),
            rounds: Vec::new(),
            longest: 0,
            also: vec![Can::default(); tree.also.len()],
            followed: 0,
        }
    }

    /// Goes through all nodes; whether it came to the end.
    fn follow(&mut self) -> bool {
        let most = MAX_FOLLOWED * self.order.edges() + 100_000;
        self.arrive(self.tree.start, Earlier::default(), 0);
        for node in self.order.in_order() {
            let number = self.order.number(node);
            let Some(earlier) = self.earlier.get_mut(number).and_then(Option::take) else { continue };
            if let Some(reached) = self.reached.get_mut(number) {
                *reached = true;
            }
            match node {
                Node::Question(ix) if Some(ix) == self.without => {}
                Node::Question(ix) => self.question(ix, earlier),
                Node::Outcome(ix) => self.outcome(ix, &earlier),
            }
            if self.followed > most {
                return false;
            }
        }
        let also = self.tree.also.iter().zip(std::mem::take(&mut self.also));
        for (condition, can) in also.filter_map(|(also, can)| Some((also.when.as_ref()?, can))) {
            if can != Can::default() {
                self.judge(can, Place { of: Of::Part, span: condition.span });
            }
        }
        true
    }

    fn question(&mut self, ix: QuestionIx, mut earlier: Earlier) {
        let question = &self.tree[ix];
        let before = self.before.get(self.order.number(Node::Question(ix))).copied().unwrap_or(0) + 1;
        self.longest = self.longest.max(before);
        earlier.set(ix, May::any_of(question));
        let mut edges = question.edges.iter().peekable();
        while let Some(edge) = edges.next() {
            let place = place_of(edge);
            let Some(condition) = &edge.when else {
                if !earlier.is_impossible(self.tree, ix) {
                    self.pass_on(edge.to, earlier, before);
                } else if has_own_ways(question) {
                    self.never.push(place);
                }
                return;
            };
            if place.of == Of::Edge {
                self.suspect(condition, &earlier);
            }
            let can = earlier.can(self.tree, &condition.test);
            if place.of == Of::Edge || !can.hold {
                self.judge(can, place);
            }
            if can.hold {
                let mut taken = earlier.clone();
                taken.suppose(self.tree, &condition.test, true);
                self.pass_on(edge.to, taken, before);
            }
            if !can.fail {
                // What stands behind an answer that is the last one left is not at fault; behind a condition, nothing is taken.
                if place.of == Of::Answer {
                    let behind = edges.map(place_of);
                    self.never.extend(behind.filter(|place| place.of != Of::Rest || has_own_ways(question)));
                }
                return;
            }
            earlier.suppose(self.tree, &condition.test, false);
        }
    }

    fn outcome(&mut self, ix: OutcomeIx, earlier: &Earlier) {
        let outcome = &self.tree[ix];
        for condition in outcome.conditions() {
            self.suspect(condition, earlier);
            let can = earlier.can(self.tree, &condition.test);
            self.judge(can, Place { of: Of::Part, span: condition.span });
        }
        for (at, condition) in self.tree.also.iter().enumerate().filter_map(|(at, also)| Some((at, also.when.as_ref()?))) {
            self.suspect(condition, earlier);
            if let Some(can) = self.also.get_mut(at) {
                *can = can.or(earlier.can(self.tree, &condition.test));
            }
        }
    }

    fn judge(&mut self, can: Can, place: Place) {
        match can {
            Can { hold: false, .. } => self.never.push(place),
            Can { fail: false, .. } => self.always.push(place),
            _ => {}
        }
    }

    /// Notes the questions whose answers a condition denies and that may not have been passed, if it can hold so. What it means is
    /// known where its author has said it.
    fn suspect(&mut self, condition: &Condition, earlier: &Earlier) {
        if condition.label.is_some() {
            return;
        }
        let mut denied = Vec::new();
        denied_in(&condition.test, false, &mut denied);
        denied.retain(|question| earlier.get(*question).unasked && self.without.is_none_or(|without| without == *question));
        if denied.is_empty() || !earlier.can(self.tree, &condition.test).hold {
            return;
        }
        // Whether the denial matters: with every answer given, the condition can fail.
        denied.retain(|question| {
            let mut given = earlier.clone();
            given.set(*question, May::WHATEVER);
            given.can(self.tree, &condition.test).fail
        });
        self.rounds.extend(denied.into_iter().map(|question| Round { span: condition.span, question }));
    }

    /// Leads the walks that take an edge on to its node.
    fn pass_on(&mut self, to: Node, mut earlier: Earlier, before: usize) {
        earlier.forget(|question| !self.order.is_read_from(question, to));
        self.arrive(to, earlier, before);
    }

    fn arrive(&mut self, to: Node, earlier: Earlier, before: usize) {
        let number = self.order.number(to);
        self.followed += earlier.len() + 1;
        if let (Some(known), Some(most)) = (self.earlier.get_mut(number), self.before.get_mut(number)) {
            *most = before.max(*most);
            match known {
                Some(known) => known.join(&earlier),
                None => *known = Some(earlier),
            }
        }
    }

    /// The nodes that edges lead to, and no walk.
    fn cut_off(&self) -> Vec<Node> {
        let reached = |node: Node| self.reached.get(self.order.number(node)).copied().unwrap_or(false);
        self.order.in_order().filter(|node| !reached(*node)).collect()
    }
}

fn place_of(edge: &Edge) -> Place {
    match (&edge.when, edge.answer) {
        (None, _) => Place { of: Of::Rest, span: edge.span },
        (Some(condition), Some(_)) => Place { of: Of::Answer, span: condition.span },
        (Some(condition), None) => Place { of: Of::Edge, span: condition.span },
    }
}

/// Whether every answer has an edge of its own, so that the question needs none for the rest.
fn has_own_ways(question: &Question) -> bool {
    let is_set = matches!(question.kind, Kind::Select { .. });
    !is_set && question.edges.iter().filter(|edge| edge.answer.is_some()).count() == question.answers().count()
}

/// The questions of which a condition denies an answer.
fn denied_in(test: &Test, denied: bool, all: &mut Vec<QuestionIx>) {
    match test {
        Test::Is(question, _) | Test::Has(question, _) | Test::In(question, _) => {
            if denied && !all.contains(question) {
                all.push(*question);
            }
        }
        Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().for_each(|test| denied_in(test, denied, all)),
        Test::Not(test) => denied_in(test, !denied, all),
    }
}
