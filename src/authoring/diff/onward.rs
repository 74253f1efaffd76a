//! What lies ahead of each question of one tree: which earlier answers are still looked at there, and what may yet be asked.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Side;
use super::shape::Parts;
use super::slots::Slots;
use crate::content::tree::{Node, QuestionIx, Tree};

/// The most edges followed to find out what depends on what.
const MAX_LOOKED_AT: usize = 20_000_000;

pub(super) struct Onward<'a> {
    pub(super) tree: &'a Tree,
    pub(super) side: Side,
    /// Each question before all those that it leads to.
    pub(super) order: Vec<QuestionIx>,
    /// By place: the length of the longest way there.
    depth: Vec<usize>,
    /// By place: the fewest questions from there to an outcome, conditions left out of account.
    left: Vec<usize>,
    parents: Vec<Vec<QuestionIx>>,
    /// The questions at which a condition looks at an earlier one.
    readers: HashMap<QuestionIx, Vec<QuestionIx>>,
    live: RefCell<HashMap<QuestionIx, Rc<HashSet<QuestionIx>>>>,
    asking: RefCell<HashMap<usize, Rc<HashSet<QuestionIx>>>>,
    looked_at: Cell<usize>,
}

impl<'a> Onward<'a> {
    /// Costs one look at each node and edge.
    pub(super) fn new(tree: &'a Tree, side: Side) -> Self {
        let count = tree.questions().len();
        let mut parents: Vec<Vec<QuestionIx>> = vec![Vec::new(); count];
        let mut waiting = vec![0_usize; count];
        for (ix, question) in tree.questions() {
            for to in next_questions(question.edges.iter().map(|edge| edge.to)) {
                parents.get_mut(to.place()).into_iter().for_each(|parents| parents.push(ix));
                waiting.get_mut(to.place()).into_iter().for_each(|waiting| *waiting += 1);
            }
        }
        let mut order: Vec<QuestionIx> = Vec::with_capacity(count);
        order.extend(tree.questions().map(|(ix, _)| ix).filter(|ix| waiting.get(ix.place()) == Some(&0)));
        let mut depth = vec![0; count];
        let mut at = 0;
        while let Some(ix) = order.get(at).copied() {
            at += 1;
            let below = depth.get(ix.place()).copied().unwrap_or(0) + 1;
            for to in next_questions(tree[ix].edges.iter().map(|edge| edge.to)) {
                depth.get_mut(to.place()).into_iter().for_each(|depth| *depth = below.max(*depth));
                let Some(waiting) = waiting.get_mut(to.place()) else { continue };
                *waiting -= 1;
                if *waiting == 0 {
                    order.push(to);
                }
            }
        }
        let mut left = vec![usize::MAX; count];
        for ix in order.iter().rev() {
            let behind = tree[*ix].edges.iter().map(|edge| match edge.to {
                Node::Outcome(_) => 0,
                Node::Question(to) => left.get(to.place()).copied().unwrap_or(0),
            });
            let fewest = behind.min().unwrap_or(0).saturating_add(1);
            left.get_mut(ix.place()).into_iter().for_each(|left| *left = fewest);
        }
        Onward {
            tree,
            side,
            order,
            depth,
            left,
            parents,
            readers: HashMap::new(),
            live: RefCell::default(),
            asking: RefCell::default(),
            looked_at: Cell::new(0),
        }
    }

    /// Notes which answers are looked at, and where; of outcomes, where the last question before them stands.
    pub(super) fn read(&mut self, parts: &Parts<'_>) {
        self.readers.clear();
        self.live.borrow_mut().clear();
        let mut readers: HashMap<QuestionIx, Vec<QuestionIx>> = HashMap::new();
        for (ix, question) in self.tree.questions() {
            let mut note = |asked: QuestionIx, _: usize| {
                let places = readers.entry(asked).or_default();
                if asked != ix && places.last() != Some(&ix) {
                    places.push(ix);
                }
            };
            question.edges.iter().filter_map(|edge| edge.when.as_ref()).for_each(|when| when.test.atoms(&mut note));
            if matches!(parts, Parts::None) {
                continue;
            }
            let mut ends: Vec<_> =
                question.edges.iter().filter_map(|edge| if let Node::Outcome(outcome) = edge.to { Some(outcome) } else { None }).collect();
            ends.sort_unstable();
            ends.dedup();
            for outcome in ends.into_iter().map(|outcome| &self.tree[outcome]) {
                let counting = outcome.parts(self.tree).filter(|(id, _)| parts.count(&outcome.id, id));
                counting.filter_map(|(_, when)| when).for_each(|when| when.test.atoms(&mut note));
            }
        }
        self.readers = readers;
    }

    /// Whether more was looked at than there is time for; what is said from then on may be wrong.
    pub(super) fn is_exhausted(&self) -> bool {
        self.looked_at.get() > MAX_LOOKED_AT
    }

    /// The fewest questions from one to an outcome, itself among them.
    pub(super) fn left(&self, question: QuestionIx) -> usize {
        self.left.get(question.place()).copied().unwrap_or(0)
    }

    /// Whether some condition from a question on looks at the answer of an earlier one.
    pub(super) fn still_reads(&self, from: QuestionIx, earlier: QuestionIx) -> bool {
        let Some(readers) = self.readers.get(&earlier) else { return false };
        if let Some(live) = self.live.borrow().get(&earlier) {
            return live.contains(&from);
        }
        let live = Rc::new(self.between(earlier, readers));
        let is_live = live.contains(&from);
        self.live.borrow_mut().insert(earlier, live);
        is_live
    }

    /// Whether a slot may be asked from a question on.
    pub(super) fn may_ask(&self, slots: &Slots<'_>, from: QuestionIx, slot: usize) -> bool {
        let Some(found) = slots.get(slot) else { return false };
        let targets = if self.side == Side::Old { &found.old } else { &found.new };
        // Whatever comes after a question lies deeper.
        let depth = |ix: QuestionIx| self.depth.get(ix.place()).copied().unwrap_or(0);
        if targets.contains(&from) {
            return true;
        }
        if !targets.iter().any(|target| depth(*target) > depth(from)) {
            return false;
        }
        if let Some(asking) = self.asking.borrow().get(&slot) {
            return asking.contains(&from);
        }
        let asking = Rc::new(self.before(targets, None));
        let may = asking.contains(&from);
        self.asking.borrow_mut().insert(slot, asking);
        may
    }

    /// The questions between one and those that look at it, these among them.
    fn between(&self, from: QuestionIx, readers: &[QuestionIx]) -> HashSet<QuestionIx> {
        let depth = |ix: QuestionIx| self.depth.get(ix.place()).copied().unwrap_or(0);
        let deepest = readers.iter().map(|reader| depth(*reader)).max().unwrap_or(0);
        let mut reached: HashSet<QuestionIx> = HashSet::new();
        let mut open = vec![from];
        while let Some(ix) = open.pop() {
            for to in next_questions(self.tree[ix].edges.iter().map(|edge| edge.to)) {
                self.looked_at.set(self.looked_at.get() + 1);
                if depth(to) <= deepest && !self.is_exhausted() && reached.insert(to) {
                    open.push(to);
                }
            }
        }
        self.before(readers, Some(&reached))
    }

    /// The questions from which some of these can be reached, these among them, within a set of questions.
    fn before(&self, targets: &[QuestionIx], within: Option<&HashSet<QuestionIx>>) -> HashSet<QuestionIx> {
        let inside = |ix: &QuestionIx| within.is_none_or(|within| within.contains(ix));
        let mut found: HashSet<QuestionIx> = targets.iter().copied().filter(inside).collect();
        let mut open: Vec<QuestionIx> = found.iter().copied().collect();
        while let Some(ix) = open.pop() {
            for parent in self.parents.get(ix.place()).into_iter().flatten() {
                self.looked_at.set(self.looked_at.get() + 1);
                if inside(parent) && !self.is_exhausted() && found.insert(*parent) {
                    open.push(*parent);
                }
            }
        }
        found
    }
}

/// The questions among some nodes, each once.
fn next_questions(nodes: impl Iterator<Item = Node>) -> impl Iterator<Item = QuestionIx> {
    let mut questions: Vec<QuestionIx> = nodes.filter_map(|node| if let Node::Question(ix) = node { Some(ix) } else { None }).collect();
    questions.sort_unstable();
    questions.dedup();
    questions.into_iter()
}
