//! Why not that one? The smallest sets of changed answers that lead elsewhere.
//!
//! The search runs over the same states as [`possible`](super::possible()), from the tree's start, with every question open. A
//! way costs one change for each answer that it alters, and one new answer for each question that had none; changes count
//! first. States are worked through in an order in which every edge leads onwards, so that each one's cost is final when its
//! turn comes, and all ways of the least cost can be traced back.

mod obstacle;
mod trace;

use std::collections::{BTreeMap, HashMap};

use super::ahead::{Ahead, Detail, Given, Memory, Variable};
use crate::advice::walk::{Answer, Answers, Key, Route, Value, route};
use crate::content::tree::{AlternativeIs, Node, OutcomeIx, QuestionIx, Tree};

pub use obstacle::{Obstacle, obstacle};

/// The most states that are looked at.
const MAX_STATES: usize = 100_000;
/// The most answers that are tried on the way.
const MAX_TRIED: usize = 500_000;

/// How much would have to be different: the fewer changed answers the better, then the fewer new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Effort {
    /// Answers that would have to be others than they are.
    pub changed: usize,
    /// Questions without an answer that would have to get a certain one.
    pub new: usize,
}

/// An answer that would have to be another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The question; of a fact, the first that the way passes.
    pub question: QuestionIx,
    /// What it is answered; `None` when it has no answer.
    pub from: Option<Answer>,
    /// What it would have to be answered; of figures, the nearest that will do.
    pub to: Value,
}

/// Answers with a set of changes made. Costs a copy of the answers.
pub fn with_changes(tree: &Tree, answers: &Answers, set: &[Change]) -> Answers {
    let mut changed = answers.clone();
    for change in set {
        changed.set(Key::of(tree, change.question), Answer::Given(change.to.clone()));
    }
    changed
}

/// The smallest sets of changes that lead somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    /// What each of them takes.
    pub effort: Effort,
    /// The sets, the nearest first: those that alter assumptions before those that alter certain answers, then those that move
    /// sets and figures least.
    pub sets: Vec<Vec<Change>>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// Everything that changed answers can lead to.
pub struct Reach<'a> {
    tree: &'a Tree,
    answers: &'a Answers,
    states: Vec<State>,
    outcomes: BTreeMap<OutcomeIx, Target>,
    questions: BTreeMap<QuestionIx, Target>,
    /// The options of selections that some condition names, a bit each.
    named: HashMap<QuestionIx, u64>,
    /// Whether every state was looked at.
    exact: bool,
}

struct State {
    question: QuestionIx,
    memory: Memory,
    effort: Effort,
    /// The states before it on ways of the least effort, each with the change made there.
    before: Vec<(usize, Option<Given>)>,
}

/// Where ways end, with the last steps of those of the least effort.
struct Target {
    effort: Effort,
    before: Vec<(usize, Option<Given>)>,
}

impl Target {
    fn offer(&mut self, effort: Effort, from: usize, change: Option<Given>) {
        if effort < self.effort {
            self.effort = effort;
            self.before.clear();
        }
        if effort == self.effort {
            self.before.push((from, change));
        }
    }
}

impl<'a> Reach<'a> {
    /// Looks from the start of a tree for everything that other answers lead to.
    ///
    /// Costs, for each state, one step for each answer and edge of its question; past 100,000 states or 500,000 answers tried it
    /// stops, and [`Reach::is_exact`] says so.
    pub fn new(tree: &'a Tree, answers: &'a Answers) -> Reach<'a> {
        let mut reach = Reach {
            tree,
            answers,
            states: Vec::new(),
            outcomes: BTreeMap::new(),
            questions: BTreeMap::new(),
            named: HashMap::new(),
            exact: true,
        };
        match tree.start {
            Node::Outcome(outcome) => {
                reach.outcomes.insert(outcome, Target { effort: Effort::default(), before: Vec::new() });
            }
            Node::Question(start) => {
                let blank = route(tree, &Answers::default());
                let (ahead, whole) = Ahead::new(tree, &Answers::default(), &blank, start, Detail::Outcomes);
                reach.exact = whole && reach.explore(&ahead, start).is_some();
            }
        }
        reach
    }

    /// Whether everything was looked at. If not, what is found is true, but may not be all, nor the least.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// The least that leads to a node; `None` when nothing does.
    pub fn effort(&self, node: Node) -> Option<Effort> {
        self.target(node).map(|target| target.effort)
    }

    /// The credible alternative to a route's outcome that takes the least, by what the outcome itself calls credible.
    pub fn runner_up(&self, route: &Route) -> Option<OutcomeIx> {
        let here = route.outcome()?;
        let credible = route.holding(&self.tree[here].alternatives).filter_map(|item| match item.value.is {
            AlternativeIs::Outcome(outcome) if outcome != here => Some((self.effort(Node::Outcome(outcome))?, outcome)),
            _ => None,
        });
        credible.min_by_key(|(effort, _)| *effort).map(|(_, outcome)| outcome)
    }

    fn target(&self, node: Node) -> Option<&Target> {
        match node {
            Node::Outcome(outcome) => self.outcomes.get(&outcome),
            Node::Question(question) => self.questions.get(&question),
        }
    }

    /// `None` past the budget.
    fn explore(&mut self, ahead: &Ahead<'_>, start: QuestionIx) -> Option<()> {
        let mut numbers: HashMap<(QuestionIx, Vec<(Variable, u64)>), usize> = HashMap::new();
        let mut by_place: Vec<Vec<usize>> = vec![Vec::new(); ahead.order.len()];
        self.states.push(State { question: start, memory: Memory::new(), effort: Effort::default(), before: Vec::new() });
        by_place.last_mut()?.push(0);
        let mut tried = 0;
        // Each question stands behind those that it leads to.
        for place in (0..by_place.len()).rev() {
            for number in std::mem::take(by_place.get_mut(place)?) {
                let state = self.states.get(number)?;
                let (question, effort, memory) = (state.question, state.effort, state.memory.clone());
                let reached = Target { effort, before: state.before.clone() };
                match self.questions.get_mut(&question) {
                    Some(best) => reached.before.iter().for_each(|(from, change)| best.offer(effort, *from, *change)),
                    None => drop(self.questions.insert(question, reached)),
                }
                self.named.entry(question).or_insert_with(|| ahead.named_in(question));
                let existing = self.existing(ahead, question);
                let remembered = ahead.remembered_fact(question, &memory).is_some();
                let ways = ahead.ways_from(question, &memory)?;
                tried += ways.len();
                for way in ways {
                    let (more, change) = match existing {
                        _ if remembered => (Effort::default(), None),
                        Some(given) if given == way.given => (Effort::default(), None),
                        Some(_) => (Effort { changed: 1, new: 0 }, Some(way.given)),
                        None => (Effort { changed: 0, new: 1 }, Some(way.given)),
                    };
                    let effort = Effort { changed: effort.changed + more.changed, new: effort.new + more.new };
                    match way.to {
                        Node::Outcome(outcome) => {
                            let target = self.outcomes.entry(outcome).or_insert(Target { effort, before: Vec::new() });
                            target.offer(effort, number, change);
                        }
                        Node::Question(to) => {
                            let key = (to, way.memory.iter().map(|(variable, given)| (*variable, given.code())).collect());
                            let next = self.states.len();
                            let known = *numbers.entry(key).or_insert(next);
                            if known == next {
                                self.states.push(State { question: to, memory: way.memory, effort, before: Vec::new() });
                                by_place.get_mut(ahead.place(to)?)?.push(next);
                            }
                            let state = self.states.get_mut(known)?;
                            let mut target = Target { effort: state.effort, before: std::mem::take(&mut state.before) };
                            target.offer(effort, number, change);
                            (state.effort, state.before) = (target.effort, target.before);
                        }
                    }
                }
                if self.states.len() > MAX_STATES || tried > MAX_TRIED {
                    return None;
                }
            }
        }
        Some(())
    }

    /// The answer that a question has, among the ways to answer it; `None` too for one that does not fit it any more.
    fn existing(&self, ahead: &Ahead<'_>, question: QuestionIx) -> Option<Given> {
        let answer = self.answers.get(&Key::of(self.tree, question))?;
        ahead.given(question, &answer.value(&self.tree[question]))
    }
}
