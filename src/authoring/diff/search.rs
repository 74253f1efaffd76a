//! The search through both versions at once, by the number of answers.
//!
//! A state is a place in each version together with the earlier answers on which something ahead depends: those that a condition
//! still looks at, and those that the other version has yet to ask for. Ways that agree on these have the same future, so each
//! state is looked at once. Where both places have the same future and are reached with the same answers, nothing differs ahead.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use super::onward::Onward;
use super::shape::{Classes, Parts};
use super::slots::Slots;
use super::{Example, Shift, ShiftKind, Side, Told, Unseen};
use crate::advice::walk::{Answer, Unfit, Value, next, spell};
use crate::content::diagnostic::nearest;
use crate::content::tree::{Node, OutcomeIx, Question, QuestionIx, Settled, Tree};

/// The most differences that are kept.
const MAX_FOUND: usize = 5_000;

/// How much is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The most states.
    pub(super) states: usize,
    /// The most answers tried.
    pub(super) tried: usize,
}

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Position {
    At(QuestionIx),
    /// At an outcome, with what holds of its parts, by number.
    Ended(OutcomeIx, usize),
    /// Before an answer that it does not take, by number.
    Refused(usize),
}

/// What is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Variable {
    /// What a question was answered that this version has passed.
    Passed(Side, QuestionIx),
    /// The answer to a slot, by the number of the way.
    Slot(usize),
    /// That the old version came to a slot, and the new one has not yet: by a question of the old one.
    Owed(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Held {
    Settled(Settled),
    Way(usize),
    By(QuestionIx),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    at: [Position; 2],
    held: Vec<(Variable, Held)>,
    /// The first question that only the new version asked.
    opened: Option<QuestionIx>,
    /// The first question that only the old version asked.
    spared: Option<QuestionIx>,
}

/// One answer, and where the ones before it stand.
#[derive(Debug, Clone, Copy)]
struct Trail {
    before: Option<usize>,
    slot: usize,
    way: usize,
    /// Whether the old version asked for it.
    by_old: bool,
}

/// An answer that a version does not take.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    question: QuestionIx,
    why: Unfit,
    value: Value,
}

/// What a difference is known by, so that only its first example is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mark {
    Pair(OutcomeIx, OutcomeIx),
    Refused(usize),
    Accepts(usize),
    Opens(QuestionIx),
    Spares(QuestionIx),
}

pub(super) struct Search<'a> {
    slots: &'a Slots<'a>,
    sides: [&'a Onward<'a>; 2],
    classes: &'a Classes,
    parts: &'a Parts<'a>,
    seen: HashSet<Rc<State>>,
    open: VecDeque<(Rc<State>, Option<usize>)>,
    trail: Vec<Trail>,
    holdings: Vec<Vec<String>>,
    holding_numbers: HashMap<Vec<String>, usize>,
    refusals: Vec<Refusal>,
    refusal_numbers: HashMap<(Side, QuestionIx, String), usize>,
    marks: HashSet<Mark>,
    /// By outcome of the old tree and item: whether it was told that the item comes, or goes.
    items: HashSet<(OutcomeIx, String, bool)>,
    found: Vec<(ShiftKind, Trail)>,
    unseen: Option<Unseen>,
}

impl<'a> Search<'a> {
    pub(super) fn new(slots: &'a Slots<'a>, sides: [&'a Onward<'a>; 2], classes: &'a Classes, parts: &'a Parts<'a>) -> Self {
        Search {
            slots,
            sides,
            classes,
            parts,
            seen: HashSet::new(),
            open: VecDeque::new(),
            trail: Vec::new(),
            holdings: Vec::new(),
            holding_numbers: HashMap::new(),
            refusals: Vec::new(),
            refusal_numbers: HashMap::new(),
            marks: HashSet::new(),
            items: HashSet::new(),
            found: Vec::new(),
            unseen: None,
        }
    }

    /// What was found, and why it is not everything.
    pub(super) fn run(mut self, limits: Limits) -> (Vec<Shift>, Option<Unseen>) {
        let held = BTreeMap::new();
        let at = [Side::Old, Side::New].map(|side| self.stand(side, self.side(side).tree.start, &held));
        let first = State { at, held: Vec::new(), opened: None, spared: None };
        if at.iter().any(|at| matches!(at, Position::At(_))) {
            self.open.push_back((Rc::new(first), None));
        } else {
            self.end(&first, Trail { before: None, slot: usize::MAX, way: usize::MAX, by_old: true });
        }
        let mut tried = 0;
        while let Some((state, before)) = self.open.pop_front() {
            if self.is_told(&state) {
                continue;
            }
            let Some((slot, by_old)) = self.asked(&state) else { continue };
            let Some(ways) = self.slots.ways(slot) else { continue };
            self.unseen = self.unseen.or((!ways.whole).then_some(Unseen::Sets));
            for way in 0..ways.all.len() {
                tried += 1;
                let Some(after) = self.step(&state, slot, way, by_old) else { continue };
                self.take_in(after, Trail { before, slot, way, by_old });
            }
            let exhausted = self.sides.iter().any(|side| side.is_exhausted());
            if self.seen.len() > limits.states || tried > limits.tried || self.found.len() > MAX_FOUND || exhausted {
                self.unseen = Some(Unseen::Size);
                break;
            }
        }
        let found = std::mem::take(&mut self.found);
        (found.into_iter().map(|(kind, trail)| self.shift(kind, trail)).collect(), self.unseen)
    }

    fn side(&self, side: Side) -> &'a Onward<'a> {
        let [old, new] = self.sides;
        if side == Side::Old { old } else { new }
    }

    fn tells_details(&self) -> bool {
        !matches!(self.parts, Parts::None)
    }

    /// The slot to be answered next, and whether the old version asks for it. What the old one may still ask for waits until it does,
    /// so that the answers of the old version come first; what it cannot ask for any more is asked at once, and need not be
    /// remembered for long.
    fn asked(&self, state: &State) -> Option<(usize, bool)> {
        let slot = |side, ix| self.slots.of(side, ix);
        match state.at {
            [Position::At(old), Position::At(new)] => {
                let wanted = slot(Side::New, new);
                let waits = slot(Side::Old, old) == wanted || self.side(Side::Old).may_ask(self.slots, old, wanted);
                Some(if waits { (slot(Side::Old, old), true) } else { (wanted, false) })
            }
            [Position::At(old), _] => Some((slot(Side::Old, old), true)),
            [_, Position::At(new)] => Some((slot(Side::New, new), false)),
            _ => None,
        }
    }

    /// The state after an answer; `None` where it says nothing.
    fn step(&mut self, state: &State, slot: usize, way: usize, by_old: bool) -> Option<State> {
        let mut held: BTreeMap<Variable, Held> = state.held.iter().copied().collect();
        held.insert(Variable::Slot(slot), Held::Way(way));
        if let ([Position::At(old), Position::At(_)], true) = (state.at, by_old) {
            held.insert(Variable::Owed(slot), Held::By(old));
        }
        let at = [self.advance(Side::Old, state.at[0], &mut held), self.advance(Side::New, state.at[1], &mut held)];
        let (mut opened, mut spared) = (state.opened, state.spared);
        let refused = [self.refused(Side::Old, at[0]), self.refused(Side::New, at[1])];
        match (state.at, at) {
            (_, [Position::Refused(_), Position::Refused(_)]) => return None,
            (_, [Position::Refused(_), _] | [_, Position::Refused(_)]) if self.tells_details() => return None,
            // An answer to what only the new version asks has to be one of its own.
            ([_, Position::At(_)], [_, Position::Refused(_)]) if !by_old && refused[1] == Some(slot) => return None,
            // What the old version does not take matters where the new one does.
            ([Position::At(_), Position::Ended(..)], [Position::Refused(_), _]) if refused[0] == Some(slot) => return None,
            ([Position::Ended(..) | Position::At(_), Position::At(new)], _) if !by_old => opened = opened.or(Some(new)),
            ([Position::At(old), Position::Ended(..)], _) => spared = spared.or(Some(old)),
            _ => {}
        }
        let ahead = |side: Side| if let Some(Position::At(ix)) = at.get(side as usize) { Some(*ix) } else { None };
        let may_ask = |side: Side, slot: usize| ahead(side).is_some_and(|ix| self.side(side).may_ask(self.slots, ix, slot));
        let mut kept = Vec::with_capacity(held.len());
        for (variable, value) in held {
            let keeps = match variable {
                Variable::Passed(side, earlier) => ahead(side).is_some_and(|ix| self.side(side).still_reads(ix, earlier)),
                Variable::Slot(slot) => may_ask(Side::Old, slot) || may_ask(Side::New, slot),
                // A later question of the same fact may refuse what an earlier one took.
                Variable::Owed(slot) => may_ask(Side::New, slot) || may_ask(Side::Old, slot),
            };
            match (variable, value) {
                _ if keeps => kept.push((variable, value)),
                // The new version never comes to what the old one does not take.
                (Variable::Owed(slot), _) if refused[0] == Some(slot) => return None,
                (Variable::Owed(_), Held::By(question)) => spared = spared.or(Some(question)),
                _ => {}
            }
        }
        if self.tells_details() || at.iter().any(|at| matches!(at, Position::Refused(_))) {
            (opened, spared) = (None, None);
            kept.retain(|(variable, _)| !matches!(variable, Variable::Owed(slot) if refused[0] != Some(*slot)));
        }
        Some(State { at, held: kept, opened, spared })
    }

    /// The slot of the answer that a version does not take.
    fn refused(&self, side: Side, at: Position) -> Option<usize> {
        let Position::Refused(what) = at else { return None };
        self.refusals.get(what).map(|refusal| self.slots.of(side, refusal.question))
    }

    /// Goes on as far as the answers that are held suffice.
    fn advance(&mut self, side: Side, from: Position, held: &mut BTreeMap<Variable, Held>) -> Position {
        let (mut at, slots, tree) = (from, self.slots, self.side(side).tree);
        while let Position::At(ix) = at {
            let slot = slots.of(side, ix);
            let Some(Held::Way(way)) = held.get(&Variable::Slot(slot)).copied() else { break };
            let Some(answer) = slots.ways(slot).and_then(|ways| ways.all.get(way)) else { break };
            let value = answer.value(&tree[ix]);
            let settled = match value.settle(&tree[ix]) {
                Ok(settled) => settled,
                Err(why) => return Position::Refused(self.refusal(side, Refusal { question: ix, why, value })),
            };
            held.insert(Variable::Passed(side, ix), Held::Settled(settled));
            if side == Side::New {
                held.remove(&Variable::Owed(slot));
            }
            let to = next(tree, ix, &|asked| settled_in(held, side, asked));
            let Some(to) = to else { break };
            at = self.stand(side, to, held);
        }
        at
    }

    /// A node as a position.
    fn stand(&mut self, side: Side, node: Node, held: &BTreeMap<Variable, Held>) -> Position {
        match node {
            Node::Question(ix) => Position::At(ix),
            Node::Outcome(outcome) => {
                let tree = self.side(side).tree;
                let mut holding: Vec<String> = Vec::new();
                if self.tells_details() {
                    let id = &tree[outcome].id;
                    let counting = tree[outcome].parts(tree).filter(|(part, _)| self.parts.count(id, part));
                    let holds =
                        counting.filter(|(_, when)| when.is_none_or(|when| when.test.holds(&|asked| settled_in(held, side, asked))));
                    holding.extend(holds.map(|(part, _)| part.to_owned()));
                    holding.sort_unstable();
                }
                let next = self.holdings.len();
                let number = *self.holding_numbers.entry(holding).or_insert_with_key(|holding| {
                    self.holdings.push(holding.clone());
                    next
                });
                Position::Ended(outcome, number)
            }
        }
    }

    fn refusal(&mut self, side: Side, refusal: Refusal) -> usize {
        let what = match &refusal.why {
            Unfit::NoOption(id) => id.clone(),
            _ => spell(&refusal.value),
        };
        let next = self.refusals.len();
        *self.refusal_numbers.entry((side, refusal.question, what)).or_insert_with(|| {
            self.refusals.push(refusal);
            next
        })
    }

    /// Whether everything that a state could come to was told before.
    fn is_told(&self, state: &State) -> bool {
        match state.at {
            [Position::Refused(what), _] => self.marks.contains(&Mark::Accepts(what)),
            [_, Position::Refused(what)] => self.marks.contains(&Mark::Refused(what)),
            _ => false,
        }
    }

    /// Notes a state: as an end, as one without a difference ahead, or to be looked at later.
    fn take_in(&mut self, state: State, trail: Trail) {
        match state.at {
            [Position::At(old), Position::At(new)]
                if self.classes.alike(Node::Question(old), Node::Question(new)) && self.agree(&state.held) =>
            {
                self.complete(state, trail);
            }
            [Position::At(_), _] | [_, Position::At(_)] => {
                if self.is_told(&state) || self.seen.contains(&state) {
                    return;
                }
                let state = Rc::new(state);
                self.seen.insert(Rc::clone(&state));
                self.trail.push(trail);
                self.open.push_back((state, Some(self.trail.len() - 1)));
            }
            _ => self.end(&state, trail),
        }
    }

    /// Whether both versions remember the same of what they have passed.
    fn agree(&self, held: &[(Variable, Held)]) -> bool {
        let passed = |of: Side| {
            let all = held.iter().filter_map(move |(variable, value)| match (variable, value) {
                (Variable::Passed(side, ix), Held::Settled(settled)) if *side == of => Some((*ix, *settled)),
                _ => None,
            });
            let tree = self.side(of).tree;
            all.map(|(ix, settled)| (tree[ix].id.as_str(), named(&tree[ix], settled))).collect::<BTreeMap<_, _>>()
        };
        passed(Side::Old) == passed(Side::New)
    }

    /// Goes on by the shortest way to an end, where a state that differs no more was reached over questions that only one version asks.
    fn complete(&mut self, mut state: State, mut trail: Trail) {
        let is_new = |mark: Option<Mark>| mark.is_some_and(|mark| !self.marks.contains(&mark));
        if !is_new(state.opened.map(Mark::Opens)) && !is_new(state.spared.map(Mark::Spares)) {
            return;
        }
        while let Some((slot, by_old)) = self.asked(&state) {
            let Some(ways) = self.slots.ways(slot) else { return };
            let mut best: Option<(usize, usize, State)> = None;
            for way in 0..ways.all.len() {
                let Some(after) = self.step(&state, slot, way, by_old) else { continue };
                let left = match after.at {
                    [Position::Refused(_), _] | [_, Position::Refused(_)] => continue,
                    [Position::At(ix), _] => self.side(Side::Old).left(ix),
                    _ => 0,
                };
                if best.as_ref().is_none_or(|(least, ..)| left < *least) {
                    best = Some((left, way, after));
                }
            }
            let Some((_, way, after)) = best else { return };
            self.trail.push(trail);
            trail = Trail { before: Some(self.trail.len() - 1), slot, way, by_old };
            state = after;
        }
        self.end(&state, trail);
    }

    /// Tells what the answers come to.
    fn end(&mut self, state: &State, trail: Trail) {
        let ids = |old: OutcomeIx, new: OutcomeIx| (&self.side(Side::Old).tree[old].id, &self.side(Side::New).tree[new].id);
        match state.at {
            [Position::Ended(from, before), Position::Ended(to, after)] => {
                let (old, new) = ids(from, to);
                if old != new && !self.tells_details() {
                    self.tell(Mark::Pair(from, to), ShiftKind::Outcome { from, to }, trail);
                } else if old == new && before != after {
                    self.details(from, to, [before, after], trail);
                }
                if let Some(question) = state.opened {
                    self.tell(Mark::Opens(question), ShiftKind::Opens { from, question }, trail);
                }
                if let Some(question) = state.spared {
                    self.tell(Mark::Spares(question), ShiftKind::Spares { question, from, to }, trail);
                }
            }
            [Position::Ended(from, _), Position::Refused(what)] => {
                let Some(Refusal { question, why, value }) = self.refusals.get(what).cloned() else { return };
                let near = self.near(question, &value, trail);
                self.tell(Mark::Refused(what), ShiftKind::Refused { from, question, answer: value, why, near }, trail);
            }
            [Position::Refused(what), Position::Ended(to, _)] => {
                let Some(Refusal { question, why, value }) = self.refusals.get(what).cloned() else { return };
                self.tell(Mark::Accepts(what), ShiftKind::Accepts { question, answer: value, why, to }, trail);
            }
            _ => {}
        }
    }

    fn tell(&mut self, mark: Mark, kind: ShiftKind, trail: Trail) {
        if self.marks.insert(mark) {
            self.found.push((kind, trail));
        }
    }

    /// Told when some item comes or goes that was not seen to do so under this outcome.
    fn details(&mut self, from: OutcomeIx, to: OutcomeIx, holdings: [usize; 2], trail: Trail) {
        let [before, after] = holdings.map(|holding| self.holdings.get(holding).cloned().unwrap_or_default());
        let came: Vec<String> = after.iter().filter(|part| !before.contains(part)).cloned().collect();
        let went: Vec<String> = before.into_iter().filter(|part| !after.contains(part)).collect();
        let mut fresh = false;
        for (items, comes) in [(&came, true), (&went, false)] {
            for item in items {
                fresh |= self.items.insert((from, item.clone(), comes));
            }
        }
        if fresh {
            self.found.push((ShiftKind::Details { from, to, came, went }, trail));
        }
    }

    /// The new option of a question that is likest to one that is gone: of the same wording, else of a similar id.
    fn near(&self, question: QuestionIx, value: &Value, trail: Trail) -> Option<String> {
        let (old, new) = (self.side(Side::Old).tree, &self.side(Side::New).tree[question]);
        let gone = match value {
            Value::Option(id) => id.clone(),
            Value::Options(ids) => ids.iter().find(|id| new.option(id).is_none())?.clone(),
            Value::Number(_) => return None,
        };
        let slot = self.slots.of(Side::New, question);
        let asked = self.slots.get(slot).or_else(|| self.slots.get(trail.slot))?.old.first().map(|ix| &old[*ix])?;
        let before = asked.options().iter().find(|option| option.id == gone)?;
        let added = || new.options().iter().filter(|option| asked.option(&option.id).is_none());
        let same = added().find(|option| option.label == before.label || option.meaning == before.meaning);
        let near = same.map(|option| option.id.clone());
        near.or_else(|| nearest(&gone, new.options().iter().map(|option| option.id.as_str())).first().map(|id| (*id).to_owned()))
    }

    fn shift(&self, kind: ShiftKind, last: Trail) -> Shift {
        let mut steps = Vec::new();
        let mut step = Some(&last);
        while let Some(at) = step {
            steps.push(*at);
            step = at.before.and_then(|before| self.trail.get(before));
        }
        let old_only = matches!(kind, ShiftKind::Opens { .. });
        let told = steps.into_iter().rev().filter(|step| step.by_old || !old_only).filter_map(|step| {
            let slot = self.slots.get(step.slot)?;
            let answer: &Answer = self.slots.ways(step.slot)?.all.get(step.way)?;
            Some(Told { old: slot.old.first().copied(), new: slot.new.first().copied(), answer: answer.clone() })
        });
        Shift { kind, example: Example { answers: told.collect() } }
    }
}

fn settled_in(held: &BTreeMap<Variable, Held>, side: Side, asked: QuestionIx) -> Option<Settled> {
    match held.get(&Variable::Passed(side, asked)) {
        Some(Held::Settled(settled)) => Some(*settled),
        _ => None,
    }
}

/// What an answer amounts to, by ids.
fn named(question: &Question, settled: Settled) -> Vec<&str> {
    let option = |at: usize| question.options().get(at).map(|option| option.id.as_str());
    match (settled, &question.kind) {
        (Settled::Option(at), _) => option(at).into_iter().collect(),
        (Settled::Options(set), _) => {
            let mut ids: Vec<&str> = (0..64).filter(|at| set >> at & 1 == 1).filter_map(option).collect();
            ids.sort_unstable();
            ids
        }
        (Settled::Band(at), crate::content::tree::Kind::Number(scale)) => {
            scale.bands.get(at).map(|band| band.id.as_str()).into_iter().collect()
        }
        (Settled::Band(_), _) => Vec::new(),
    }
}

/// The tree of one of the versions.
impl Side {
    /// Picks the tree of this version.
    pub fn of<'t>(self, old: &'t Tree, new: &'t Tree) -> &'t Tree {
        if self == Side::Old { old } else { new }
    }
}
