//! A room that votes: what is hidden until its votes are revealed, and what the votes of a question say.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contradicted, Screen, State, WalkScreen};
use crate::advice::walk::{Answer, Key, Route, Value};
use crate::content::pack::Pack;
use crate::content::tree::{Kind, Question, QuestionIx, Settled, Tree};
use crate::paper::record::Remarks;
use crate::tui::action::{Action, Does};

/// What a vote for "not sure" is kept under.
pub const UNSURE: &str = "unsure";
/// What a vote for "none of these" is kept under.
pub const NONE: &str = "none";

/// Whether what answers lead to is hidden until the room has voted, and what was revealed since. It is of the sitting, and in no record.
#[derive(Debug, Default)]
pub struct Room {
    /// Whether it is hidden.
    pub on: bool,
    questions: BTreeSet<Key>,
    outcomes: BTreeMap<String, Reached>,
}

/// An outcome with the answers that led to it: with others it is another one, even if it is called the same.
#[derive(Debug, PartialEq)]
struct Reached {
    outcome: String,
    steps: Vec<(Key, Value)>,
}

/// Something that can be voted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosable {
    /// What its votes are kept under.
    pub id: String,
    /// How it is called.
    pub label: String,
}

/// What has most of the votes of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// One has more than any other.
    One(Choosable),
    /// Several have as many.
    Tie(Vec<Choosable>),
}

impl Room {
    /// One that goes on with another record, of which nothing was revealed.
    #[must_use]
    pub fn emptied(&self) -> Room {
        Room { on: self.on, ..Room::default() }
    }

    /// Whether the votes of a question are hidden.
    pub fn hides(&self, key: &Key) -> bool {
        self.on && !self.questions.contains(key)
    }

    /// Whether what a route leads to is hidden.
    pub fn hides_end(&self, tree: &Tree, route: &Route) -> bool {
        match (route.open(), Reached::of(tree, route)) {
            (Some(question), _) => self.hides(&Key::of(tree, question)),
            (None, reached) => self.on && (reached.is_none() || self.outcomes.get(&tree.id) != reached.as_ref()),
        }
    }

    /// Reveals a question.
    pub fn reveal(&mut self, key: Key) {
        self.questions.insert(key);
    }

    /// Reveals the outcome of a route.
    pub fn reveal_outcome(&mut self, tree: &Tree, route: &Route) {
        self.outcomes.extend(Reached::of(tree, route).map(|reached| (tree.id.clone(), reached)));
    }
}

impl Reached {
    fn of(tree: &Tree, route: &Route) -> Option<Reached> {
        let outcome = tree[route.outcome()?].id.clone();
        let steps = route.steps.iter().map(|step| (Key::of(tree, step.question), step.value.clone())).collect();
        Some(Reached { outcome, steps })
    }
}

impl State {
    /// Whether what the answers of a tree lead to is hidden: the question or outcome where they end is not revealed, or the one that
    /// one of its walks looks at. Of a tree that does not load nothing is known, and all is hidden.
    pub fn is_veiled(&self, tree: &str) -> bool {
        let room = &self.review.room;
        if !room.on {
            return false;
        }
        let Some(tree) = self.pack.tree(tree) else { return true };
        let walks = self.screens.iter().filter_map(|screen| match screen {
            Screen::Walk(walk) if walk.tree == tree.id => Some(walk),
            _ => None,
        });
        let mut looked_at = walks.filter_map(|walk| walk.revisiting);
        room.hides_end(tree, &self.consultation.route(tree)) || looked_at.any(|question| room.hides(&Key::of(tree, question)))
    }

    /// Whether anything is hidden that the record at hand tells.
    pub fn hides_own(&self) -> bool {
        self.review.room.on && self.walked.iter().any(|tree| self.is_veiled(tree))
    }

    /// Whether the footer is to name an action here: not one that shows what is hidden, and those of a room that votes in no other.
    pub fn applies(&self, does: &Does) -> bool {
        let Does::Action(action) = does else { return true };
        let walk = match self.screen() {
            Some(Screen::Walk(walk)) => Some(walk),
            _ => None,
        };
        let is_veiled = walk.is_some_and(|walk| self.is_veiled(&walk.tree));
        match action {
            Action::Votes => self.review.room.on,
            Action::Reveal => is_veiled,
            Action::Facilitate => self.review.room.on && walk.is_some(),
            Action::Insight | Action::WhatIf | Action::Map | Action::Copy | Action::CopyCommand => !is_veiled,
            Action::Export | Action::Compare => !self.hides_own(),
            _ => true,
        }
    }

    /// Results of several trees that contradict each other, as far as none of them is hidden.
    pub fn contradicted(&self) -> impl Iterator<Item = &Contradicted> {
        self.contradictions.iter().filter(|contradicted| !contradicted.trees.iter().any(|tree| self.is_veiled(tree)))
    }

    /// What was voted on a question; `None` without votes, or while they are hidden.
    pub fn votes_shown(&self, tree: &Tree, question: QuestionIx) -> Option<&BTreeMap<String, u32>> {
        let key = Key::of(tree, question);
        self.votes(&key).filter(|_| !self.review.room.hides(&key))
    }

    /// What was voted on a question; `None` without votes.
    pub fn votes(&self, key: &Key) -> Option<&BTreeMap<String, u32>> {
        self.review.remarks.get(key).map(|remarks: &Remarks| &remarks.votes).filter(|votes| sum(votes) > 0)
    }

    /// The steps of a walk that were voted on, and those that were not.
    pub fn voted_steps(&self, walk: &WalkScreen, tree: &Tree) -> (Vec<QuestionIx>, Vec<QuestionIx>) {
        let steps = walk.route.steps.iter().filter(|step| !step.repeated).map(|step| step.question);
        steps.partition(|question| self.votes(&Key::of(tree, *question)).is_some())
    }
}

/// What can be voted for on a question, in the order in which it is asked. What has votes and is no answer any more comes last.
pub fn ballot(pack: &Pack, question: &Question, votes: &BTreeMap<String, u32>) -> Vec<Choosable> {
    let words = &pack.words().walk;
    let choosable = |id: &str, label: &str| Choosable { id: id.to_owned(), label: label.to_owned() };
    let mut all: Vec<Choosable> = match &question.kind {
        Kind::Number(scale) => scale.bands.iter().map(|band| choosable(&band.id, &band.label)).collect(),
        _ => question.options().iter().map(|option| choosable(&option.id, &option.label)).collect(),
    };
    if matches!(question.kind, Kind::Select { .. }) {
        all.push(choosable(NONE, &words.none_of_these));
    }
    all.push(choosable(UNSURE, &words.not_sure));
    let gone: Vec<Choosable> = votes.keys().filter(|id| all.iter().all(|other| other.id != **id)).map(|id| choosable(id, id)).collect();
    all.extend(gone);
    all
}

/// The row of a question that answers with what has votes under an id; none for a band and for "none of these".
pub fn row_of(question: &Question, id: &str) -> Option<usize> {
    let option = question.options().iter().position(|option| option.id == id);
    option.or_else(|| (id == UNSURE).then(|| super::not_sure_row(question)))
}

/// All votes together.
pub fn sum(votes: &BTreeMap<String, u32>) -> u32 {
    votes.values().fold(0, |sum, count| sum.saturating_add(*count))
}

/// What has most votes; `None` without any.
pub fn lead(ballot: &[Choosable], votes: &BTreeMap<String, u32>) -> Option<Lead> {
    let most = votes.values().copied().max().filter(|most| *most > 0)?;
    let first: Vec<Choosable> = ballot.iter().filter(|choosable| votes.get(&choosable.id) == Some(&most)).cloned().collect();
    match first.as_slice() {
        [one] => Some(Lead::One(one.clone())),
        _ => Some(Lead::Tie(first)),
    }
}

/// How many voted for what was answered. Of a set it says nothing that could be held against all votes: one may vote for several.
pub fn agreeing(question: &Question, votes: &BTreeMap<String, u32>, answer: &Answer) -> u32 {
    answered(question, answer).iter().filter_map(|id| votes.get(*id)).fold(0, |sum, count| sum.saturating_add(*count))
}

/// What a set leaves out that has more votes than something in it.
pub fn passed_over(ballot: &[Choosable], question: &Question, votes: &BTreeMap<String, u32>, answer: &Answer) -> Vec<Choosable> {
    let chosen = answered(question, answer);
    let of = |id: &str| votes.get(id).copied().unwrap_or(0);
    let fewest = chosen.iter().map(|id| of(id)).min().unwrap_or(0);
    ballot.iter().filter(|choosable| !chosen.contains(&choosable.id.as_str()) && of(&choosable.id) > fewest).cloned().collect()
}

/// What the votes for an answer are kept under.
fn answered<'a>(question: &'a Question, answer: &Answer) -> Vec<&'a str> {
    let options = question.options();
    match (answer, answer.value(question).settle(question)) {
        (Answer::Unsure, _) => vec![UNSURE],
        (_, Ok(Settled::Option(at))) => options.get(at).map(|option| option.id.as_str()).into_iter().collect(),
        (_, Ok(Settled::Options(0))) => vec![NONE],
        (_, Ok(Settled::Options(set))) => {
            options.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, option)| option.id.as_str()).collect()
        }
        (Answer::Given(Value::Number(figure)), _) => match &question.kind {
            Kind::Number(scale) => {
                scale.band_of(*figure).and_then(|at| scale.bands.get(at)).map(|band| band.id.as_str()).into_iter().collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(counts: &[(&str, u32)]) -> BTreeMap<String, u32> {
        counts.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
    }

    #[test]
    fn the_lead_is_one_or_a_tie() {
        let ballot: Vec<Choosable> = ["a", "b", "c"].map(|id| Choosable { id: id.to_owned(), label: id.to_uppercase() }).into();
        let one = |at: usize| ballot.get(at).cloned().unwrap();
        assert_eq!(lead(&ballot, &votes(&[("a", 2), ("b", 3)])), Some(Lead::One(one(1))));
        assert_eq!(lead(&ballot, &votes(&[("a", 2), ("c", 2), ("b", 1)])), Some(Lead::Tie(vec![one(0), one(2)])));
        assert_eq!(lead(&ballot, &votes(&[("a", 0)])), None);
        assert_eq!(sum(&votes(&[("a", u32::MAX), ("b", 1)])), u32::MAX);
    }
}
