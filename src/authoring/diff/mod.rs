//! What changes between two versions of a tree: which answers lead to another result, and what was added, removed and reworded.
//!
//! Both versions are walked on the same answers. A question is the same in both when its fact or its id is the same, or when it
//! was probably renamed: the old one is gone, and one of the same wording and answers stands in its place.

mod edits;
mod example;
mod onward;
pub mod report;
mod search;
mod shape;
mod slots;

use std::collections::{HashMap, HashSet};

pub use edits::{Altered, Edits, Named, Place, Renamed, What};
pub use example::{Example, Parting, Told, parting};

use crate::advice::walk::{Unfit, Value};
use crate::content::tree::{Condition, OutcomeIx, QuestionIx, Tree};
use onward::Onward;
use search::{Limits, Search};
use shape::{Classes, Parts, test_shape};
use slots::Slots;

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The version before.
    Old = 0,
    /// The version after.
    New = 1,
}

/// Everything in which two versions of a tree differ.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// What the same answers come to, the smallest example of each kind: those that matter most first, then by how many answers
    /// they take.
    pub shifts: Vec<Shift>,
    /// What stands in the files.
    pub edits: Edits,
    /// Whether every pair of outcomes, every option or kind of answer that only one version takes, and the first question that only
    /// one of them asks on each walk is among the shifts. Each is told once, with one example: not every walk that comes to it, not
    /// the questions after the first, and of an answer that is refused not every outcome that it led to.
    pub exact: bool,
    /// Whether every conditional item that comes or goes under the same outcome is; of outcomes that are not the same, none is told.
    pub details_exact: bool,
    /// Why not everything was looked at, where one of these is false.
    pub unseen: Option<Unseen>,
    /// The versions that the files state, the old one first.
    pub versions: (u32, u32),
}

/// Why not everything was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// There are too many walks.
    Size,
    /// A question has so many options that not every set of them was tried.
    Sets,
}

/// Answers that come to something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// What they come to.
    pub kind: ShiftKind,
    /// The fewest answers with which it happens.
    pub example: Example,
}

/// What the same answers come to. Each question and outcome is one of the version that is named.
#[derive(Debug, Clone, PartialEq)]
pub enum ShiftKind {
    /// Another outcome.
    Outcome {
        /// Of the old tree.
        from: OutcomeIx,
        /// Of the new tree.
        to: OutcomeIx,
    },
    /// The new tree does not take an answer that the old one took.
    Refused {
        /// Where the old tree ended.
        from: OutcomeIx,
        /// The question of the new tree.
        question: QuestionIx,
        /// The answer.
        answer: Value,
        /// Why not.
        why: Unfit,
        /// The option that may have taken the place of the one that is gone.
        near: Option<String>,
    },
    /// The new tree asks something that the old one did not ask on this way, so that the answers suffice no more.
    Opens {
        /// Where the old tree ended.
        from: OutcomeIx,
        /// The question of the new tree.
        question: QuestionIx,
    },
    /// Other details of the same outcome.
    Details {
        /// Of the old tree.
        from: OutcomeIx,
        /// Of the new tree; its id is the same.
        to: OutcomeIx,
        /// The ids of the items that hold only now.
        came: Vec<String>,
        /// The ids of the items that hold no more.
        went: Vec<String>,
    },
    /// The new tree takes an answer that the old one did not take.
    Accepts {
        /// The question of the old tree.
        question: QuestionIx,
        /// The answer.
        answer: Value,
        /// Why the old tree did not.
        why: Unfit,
        /// Where the new tree ends.
        to: OutcomeIx,
    },
    /// The new tree no longer asks something on this way.
    Spares {
        /// The question of the old tree.
        question: QuestionIx,
        /// Where the old tree ended.
        from: OutcomeIx,
        /// Where the new tree ends.
        to: OutcomeIx,
    },
}

/// How much is looked at before the answer is no longer exact.
const FOR_OUTCOMES: Limits = Limits { states: 300_000, tried: 2_000_000 };
const FOR_DETAILS: Limits = Limits { states: 100_000, tried: 600_000 };

/// Compares two versions of a tree.
///
/// Costs one look at each node and edge, and a step for each answer in each state from which a difference can still be reached: two
/// nodes, with those earlier answers that either of them still depends on or has yet to ask. Past 300,000 states or 2,000,000
/// answers tried it is not exact; half of that or less for the details.
pub fn diff(old: &Tree, new: &Tree) -> Difference {
    diff_within(old, new, [FOR_OUTCOMES, FOR_DETAILS])
}

fn diff_within(old: &Tree, new: &Tree, [for_outcomes, for_details]: [Limits; 2]) -> Difference {
    let edits = edits::edits(old, new);
    let renamed: HashMap<&str, &str> = edits
        .renamed
        .iter()
        .filter(|renamed| renamed.what == What::Question)
        .map(|renamed| (renamed.to.as_str(), renamed.from.as_str()))
        .collect();
    let slots = Slots::new(old, new, &renamed);
    let mut sides = [Onward::new(old, Side::Old), Onward::new(new, Side::New)];
    let mut found = look(&slots, &mut sides, &Parts::None, for_outcomes);
    let mut in_details = None;
    // Where both trees ask alike, items of one condition hold alike.
    let differing = DifferingParts::new(old, new);
    let has_parts = |tree: &Tree| !tree.also.is_empty() || tree.outcomes().any(|(_, outcome)| outcome.own_parts().next().is_some());
    if !differing.is_empty() || (!found.alike && has_parts(old) && has_parts(new)) {
        let counts = |outcome: &str, part: &str| differing.holds(outcome, part);
        let parts = if found.alike { Parts::Some(&counts) } else { Parts::All };
        let details = look(&slots, &mut sides, &parts, for_details);
        in_details = details.unseen;
        found.shifts.extend(details.shifts);
    }
    found.shifts.sort_by_key(|shift| (shift.kind.rank(), shift.example.answers.len()));
    let unseen = if in_details == Some(Unseen::Size) { in_details } else { found.unseen.or(in_details) };
    Difference {
        shifts: found.shifts,
        edits,
        exact: found.unseen.is_none(),
        details_exact: in_details.is_none(),
        unseen,
        versions: (old.version, new.version),
    }
}

/// What one search found.
struct Look {
    shifts: Vec<Shift>,
    unseen: Option<Unseen>,
    /// Whether both trees have the same future from the start on.
    alike: bool,
}

fn look(slots: &Slots<'_>, sides: &mut [Onward<'_>; 2], parts: &Parts<'_>, limits: Limits) -> Look {
    sides.iter_mut().for_each(|side| side.read(parts));
    let [old, new] = &*sides;
    let classes = Classes::new([old.tree, new.tree], [&old.order, &new.order], slots, parts);
    let alike = classes.alike(old.tree.start, new.tree.start);
    if alike {
        return Look { shifts: Vec::new(), unseen: None, alike };
    }
    let (shifts, unseen) = Search::new(slots, [old, new], &classes, parts).run(limits);
    Look { shifts, unseen, alike }
}

/// The items that hold under other conditions in one version than in the other one, by their ids.
#[derive(Default)]
struct DifferingParts {
    everywhere: HashSet<String>,
    of: HashMap<String, HashSet<String>>,
}

impl DifferingParts {
    fn new(old: &Tree, new: &Tree) -> DifferingParts {
        let ids = |before: HashSet<(String, String)>, after: HashSet<(String, String)>| -> HashSet<String> {
            before.symmetric_difference(&after).map(|(id, _)| id.clone()).collect()
        };
        let also = |tree: &Tree| shapes(tree, tree.also.iter().map(|also| (also.id.as_str(), also.when.as_ref())));
        let mut differing = DifferingParts { everywhere: ids(also(old), also(new)), of: HashMap::new() };
        for (_, before) in old.outcomes() {
            let Some(after) = new.outcome(&before.id).map(|ix| &new[ix]) else { continue };
            let parts = ids(shapes(old, before.own_parts()), shapes(new, after.own_parts()));
            if !parts.is_empty() {
                differing.of.insert(before.id.clone(), parts);
            }
        }
        differing
    }

    fn is_empty(&self) -> bool {
        self.everywhere.is_empty() && self.of.is_empty()
    }

    fn holds(&self, outcome: &str, part: &str) -> bool {
        self.everywhere.contains(part) || self.of.get(outcome).is_some_and(|parts| parts.contains(part))
    }
}

fn shapes<'a>(tree: &Tree, parts: impl Iterator<Item = (&'a str, Option<&'a Condition>)>) -> HashSet<(String, String)> {
    parts.map(|(id, when)| (id.to_owned(), when.map_or(String::new(), |when| test_shape(tree, &when.test)))).collect()
}

impl Difference {
    /// Whether some answers come to something else, or are kept under another name. `false` is certain only where the difference is
    /// exact.
    pub fn is_changed(&self) -> bool {
        let names_answers = |renamed: &Renamed| matches!(renamed.what, What::Tree | What::Question | What::Outcome);
        !self.shifts.is_empty() || self.edits.renamed.iter().any(names_answers)
    }

    /// Whether nothing at all differs.
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty() && self.edits.is_empty() && self.versions.0 == self.versions.1
    }

    /// Whether behaviour changed, and the stated version did not go up with it.
    pub fn wants_version(&self) -> bool {
        self.is_changed() && self.versions.1 <= self.versions.0
    }
}

impl ShiftKind {
    /// What matters most comes first.
    fn rank(&self) -> usize {
        match self {
            ShiftKind::Outcome { .. } => 0,
            ShiftKind::Refused { .. } => 1,
            ShiftKind::Opens { .. } => 2,
            ShiftKind::Details { .. } => 3,
            ShiftKind::Accepts { .. } => 4,
            ShiftKind::Spares { .. } => 5,
        }
    }
}
