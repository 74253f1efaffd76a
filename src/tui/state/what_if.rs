//! Two variants of a walk, side by side.

use super::{Scroll, State};
use crate::advice::insight::{Possible, common_steps};
use crate::advice::walk::{Answer, Answers, Key, Route, route, value_of};
use crate::content::tree::{QuestionIx, Tree};

/// What would become of a walk if some answers were others.
#[derive(Debug)]
pub struct WhatIfScreen {
    /// The tree's id.
    pub tree: String,
    /// The sets of other answers to choose from, as they are written on the command line.
    pub sets: Vec<Vec<(QuestionIx, String)>>,
    /// The set that is looked at.
    pub at: usize,
    /// What can yet become of the walk as it stands, and of the variant, once it is known.
    pub ahead: [Option<Possible>; 2],
    /// The numbers under which these were asked for.
    pub generations: [u64; 2],
    /// How far it is scrolled.
    pub scroll: Scroll,
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
    /// Both variants; an answer that its question does not take is left out.
    pub fn variants(&self, state: &State, tree: &Tree) -> Variants {
        let set = self.sets.get(self.at).map_or(&[][..], Vec::as_slice);
        let read = |(question, text): &(QuestionIx, String)| Some((*question, Answer::Given(value_of(&tree[*question], text).ok()?)));
        let changes: Vec<_> = set.iter().filter_map(read).collect();
        let mut answers = state.consultation.answers().clone();
        for (question, answer) in &changes {
            answers.set(Key::of(tree, *question), answer.clone());
        }
        let (now, then) = (state.consultation.route(tree), route(tree, &answers));
        let common = common_steps(&now, &then);
        Variants { changes, answers, now, then, common }
    }
}
