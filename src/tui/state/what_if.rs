//! Two variants of a walk, side by side.

use super::Scroll;
use crate::advice::insight::{Possible, common_steps};
use crate::advice::walk::{Answer, Answers, Key, Route, route, value_of};
use crate::content::tree::{Node, QuestionIx, Tree};

/// Other answers, as they are written on the command line.
pub type SpelledSet = Vec<(QuestionIx, String)>;

/// What would become of a walk if some answers were others.
#[derive(Debug)]
pub struct WhatIfScreen {
    /// The tree's id.
    pub tree: String,
    /// The sets of other answers to choose from; empty until the ways to [`WhatIfScreen::target`] are found.
    pub sets: Vec<SpelledSet>,
    /// The node that the sets lead to, where they were not known beforehand.
    pub target: Option<Node>,
    /// The set that is looked at.
    pub at: usize,
    /// What can yet become of the walk as it stands, and of the variant, once it is known.
    pub ahead: [Option<Possible>; 2],
    /// The numbers under which all this was asked for.
    pub generations: Generations,
    /// The version of the answers that it is of.
    pub version: u64,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// The numbers under which a what-if has asked for what it shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Generations {
    /// What can become of the walk as it stands.
    pub now: u64,
    /// What can become of the variant.
    pub then: u64,
    /// The ways to a node.
    pub ways: u64,
}

/// A walk as it stands beside its variant.
pub struct Variants {
    /// The changes made, each with the answer.
    pub changes: Vec<(QuestionIx, Answer)>,
    /// The answers of the variant.
    pub answers: Answers,
    /// The route as it stands.
    pub now: Route,
    /// The route of the variant.
    pub then: Route,
    /// How many steps both have in common at the beginning.
    pub common: usize,
}

impl WhatIfScreen {
    /// A what-if of some sets, or of what leads to a node.
    pub fn new(tree: &str, sets: Vec<SpelledSet>, target: Option<Node>, version: u64) -> WhatIfScreen {
        let (tree, generations) = (tree.to_owned(), Generations::default());
        WhatIfScreen { tree, sets, target, at: 0, ahead: [None, None], generations, version, scroll: Scroll::default() }
    }

    /// Both variants; an answer that its question does not take is left out.
    pub fn variants(&self, tree: &Tree, answers: &Answers) -> Variants {
        let set = self.sets.get(self.at).map_or(&[][..], Vec::as_slice);
        let read = |(question, text): &(QuestionIx, String)| Some((*question, Answer::Given(value_of(&tree[*question], text).ok()?)));
        let changes: Vec<_> = set.iter().filter_map(read).collect();
        let mut changed = answers.clone();
        for (question, answer) in &changes {
            changed.set(Key::of(tree, *question), answer.clone());
        }
        let (now, then) = (route(tree, answers), route(tree, &changed));
        let common = common_steps(&now, &then);
        Variants { changes, answers: changed, now, then, common }
    }

    /// Looks at another set.
    pub fn choose(&mut self, at: usize) {
        self.at = at;
        self.generations.then = 0;
        if let Some(then) = self.ahead.last_mut() {
            *then = None;
        }
    }

    /// Forgets what was found out for answers that have changed since.
    pub fn forget(&mut self) {
        self.ahead = [None, None];
        self.generations = Generations::default();
        if self.target.is_some() {
            (self.sets, self.at) = (Vec::new(), 0);
        }
    }
}
