//! Results of several trees, in one consultation, that contradict each other.

use std::collections::{HashMap, HashSet};

use crate::advice::walk::{Answers, route};
use crate::content::pack::{Contradiction, Pack, Side};

/// Two results that contradict each other as the answers stand.
#[derive(Debug, Clone, Copy)]
pub struct Conflict<'a> {
    /// What contradicts what, why, and the way out.
    pub entry: &'a Contradiction,
    /// The results that were reached, in the order of the entry.
    pub sides: [Reached<'a>; 2],
}

impl Conflict<'_> {
    /// Whether one of the two results is a tree's.
    pub fn concerns(&self, tree: &str) -> bool {
        self.sides.iter().any(|side| side.tree == tree)
    }
}

/// A part of a tree's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached<'a> {
    /// The tree's id.
    pub tree: &'a str,
    /// The id of the outcome, conditional item or `also` entry; where several of a side hold, the one that the entry names first.
    pub name: &'a str,
}

/// The conflicts that hold as the answers stand, in the order of the pack: both trees end in outcomes, and the result of each
/// holds one of its side's names. A tree that does not load, or whose route is open, has no result.
///
/// Costs one route for each tree that a conflict names, and one look-up for each name.
pub fn conflicts<'a>(pack: &'a Pack, answers: &Answers) -> Vec<Conflict<'a>> {
    let mut results: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut reached = |side: &'a Side| {
        let tree = side.tree.name.as_str();
        let result = results.entry(tree).or_insert_with(|| result(pack, tree, answers));
        let name = side.any.iter().map(|link| link.name.as_str()).find(|name| result.contains(name))?;
        Some(Reached { tree, name })
    };
    let hold = pack.conflicts().filter_map(|entry| {
        let [one, other] = &entry.between;
        Some(Conflict { entry, sides: [reached(one)?, reached(other)?] })
    });
    hold.collect()
}

/// The ids that a tree's result is made of.
fn result<'a>(pack: &'a Pack, tree: &str, answers: &Answers) -> HashSet<&'a str> {
    let result = pack.tree(tree).and_then(|tree| route(tree, answers).result(tree));
    result.map(|(outcome, items)| items.into_iter().chain([outcome]).collect()).unwrap_or_default()
}
