//! The answers with their history: every change can be undone, and answers that went out of use are remembered as such.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Answers, Key, Route, route};
use crate::content::tree::{QuestionIx, Tree};

/// The answers of one sitting, over one or several trees.
#[derive(Debug, Clone, Default)]
pub struct Consultation {
    now: Moment,
    past: Vec<Moment>,
    future: Vec<Moment>,
    /// How often the answers have changed.
    version: u64,
}

/// The state that undo and redo move between.
#[derive(Debug, Clone, Default, PartialEq)]
struct Moment {
    answers: Answers,
    /// Answers that a change put out of use. When the route comes back to one, it counts again and is shown as to be confirmed.
    kept: BTreeSet<Key>,
    /// The ids of the tree and the question at which each fact was answered.
    asked_at: BTreeMap<Key, (String, String)>,
}

impl Consultation {
    /// Starts with answers that were given elsewhere, such as on the command line.
    pub fn with(answers: Answers) -> Consultation {
        Consultation { now: Moment { answers, ..Moment::default() }, ..Consultation::default() }
    }

    /// The answers as they stand.
    pub fn answers(&self) -> &Answers {
        &self.now.answers
    }

    /// A number that is another one after every change of the answers, undone ones too.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The route of a tree as the answers stand.
    pub fn route(&self, tree: &Tree) -> Route {
        route(tree, &self.now.answers)
    }

    /// Answers a question, or changes its answer; confirms it when it was kept.
    pub fn answer(&mut self, tree: &Tree, question: QuestionIx, answer: Answer) {
        self.edit(tree, vec![(question, Some(answer))]);
    }

    /// Answers as a variant supposes, in one change. Of a variant of several answers nobody has said that each is so: they count,
    /// and are to be confirmed.
    pub fn suppose(&mut self, tree: &Tree, answers: Vec<(QuestionIx, Answer)>) {
        let keys: Vec<Key> = answers.iter().map(|(question, _)| Key::of(tree, *question)).collect();
        self.edit(tree, answers.into_iter().map(|(question, answer)| (question, Some(answer))).collect());
        if keys.len() > 1 {
            self.now.kept.extend(keys);
        }
    }

    /// Takes an answer back, so that the question is open again.
    pub fn withdraw(&mut self, tree: &Tree, question: QuestionIx) {
        self.edit(tree, vec![(question, None)]);
    }

    /// Takes every answer of a tree back in one change, the facts that it asks for among them.
    pub fn restart(&mut self, tree: &Tree) {
        let of_tree = |key: &Key| match key {
            Key::Fact(fact) => !tree.questions_of_fact(fact).is_empty(),
            Key::Question { tree: id, .. } => *id == tree.id,
        };
        let keys: Vec<Key> = self.now.answers.iter().map(|(key, _)| key).filter(|key| of_tree(key)).cloned().collect();
        if keys.is_empty() {
            return;
        }
        self.past.push(self.now.clone());
        self.future.clear();
        self.version += 1;
        for key in keys {
            self.now.answers.remove(&key);
            self.now.kept.remove(&key);
        }
    }

    /// Takes other answers in the place of all, in one change, such as those that somebody else has given meanwhile.
    pub fn replace(&mut self, answers: Answers) {
        if answers == self.now.answers {
            return;
        }
        let after = Moment { answers, ..self.now.clone() };
        self.past.push(std::mem::replace(&mut self.now, after));
        self.future.clear();
        self.version += 1;
    }

    /// Whether an answer had gone out of use and was not confirmed since.
    pub fn is_kept(&self, tree: &Tree, question: QuestionIx) -> bool {
        self.now.kept.contains(&Key::of(tree, question))
    }

    /// Whether the answer was given to another question that asks for the same fact.
    pub fn is_known(&self, tree: &Tree, question: QuestionIx) -> bool {
        let asked_at = self.now.asked_at.get(&Key::of(tree, question));
        asked_at.is_some_and(|(other_tree, other)| *other_tree != tree.id || *other != tree[question].id)
    }

    /// Takes the last change back; whether there was one.
    pub fn undo(&mut self) -> bool {
        match self.past.pop() {
            Some(before) => {
                self.future.push(std::mem::replace(&mut self.now, before));
                self.version += 1;
                true
            }
            None => false,
        }
    }

    /// Makes the change again that was taken back last; whether there was one.
    pub fn redo(&mut self) -> bool {
        match self.future.pop() {
            Some(after) => {
                self.past.push(std::mem::replace(&mut self.now, after));
                self.version += 1;
                true
            }
            None => false,
        }
    }

    fn edit(&mut self, tree: &Tree, edits: Vec<(QuestionIx, Option<Answer>)>) {
        let mut after = self.now.clone();
        let mut differs = false;
        for (question, answer) in edits {
            let key = Key::of(tree, question);
            if matches!(key, Key::Fact(_)) {
                after.asked_at.insert(key.clone(), (tree.id.clone(), tree[question].id.clone()));
            }
            differs |= match answer {
                Some(answer) => after.answers.set(key.clone(), answer.clone()) != Some(answer),
                None => after.answers.remove(&key).is_some(),
            };
            differs |= after.kept.remove(&key);
        }
        if !differs {
            return;
        }
        let on_route = |route: Route| route.steps.into_iter().map(|step| Key::of(tree, step.question)).collect::<BTreeSet<_>>();
        let before = on_route(route(tree, &self.now.answers));
        let still = on_route(route(tree, &after.answers));
        after.kept.extend(before.difference(&still).filter(|key| after.answers.get(key).is_some()).cloned());
        self.past.push(std::mem::replace(&mut self.now, after));
        self.future.clear();
        self.version += 1;
    }
}
