//! What the screen of the record lists: what can be marked there, in order.

use std::collections::BTreeSet;

use super::State;
use crate::advice::walk::{End, Key};
use crate::content::tree::{QuestionIx, Tree};
use crate::paper::record::Stale;

/// Something of the record that can be marked. Trees go by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgendaRow {
    /// Something that does not hold any more, by its place among all of that.
    Stale(usize),
    /// A tree, with what came of it.
    Tree(String),
    /// An answer of a route.
    Answer(String, QuestionIx),
    /// The question at which a walk waits.
    Open(String, QuestionIx),
    /// A question that people said something about, and that is on no route.
    Aside(String, QuestionIx),
    /// An assumption that is still to be found out.
    Assumption(String, QuestionIx),
    /// Results that contradict each other, by their place among those that are shown.
    Conflict(usize),
}

impl AgendaRow {
    /// The question that it is about, with its tree.
    pub fn question(&self) -> Option<(&str, QuestionIx)> {
        match self {
            AgendaRow::Answer(tree, question)
            | AgendaRow::Open(tree, question)
            | AgendaRow::Aside(tree, question)
            | AgendaRow::Assumption(tree, question) => Some((tree, *question)),
            AgendaRow::Stale(_) | AgendaRow::Tree(_) | AgendaRow::Conflict(_) => None,
        }
    }
}

impl State {
    /// What of the record can be marked, in the order in which it is listed.
    ///
    /// Costs a walk for each tree.
    pub fn agenda(&self) -> Vec<AgendaRow> {
        let stale = self.review.replayed.stale.iter().enumerate().filter(|(_, stale)| self.is_told(stale));
        let mut rows: Vec<AgendaRow> = stale.map(|(at, _)| AgendaRow::Stale(at)).collect();
        let (mut assumptions, mut shown) = (Vec::new(), BTreeSet::new());
        for id in &self.walked {
            rows.push(AgendaRow::Tree(id.clone()));
            let Some(tree) = self.pack.tree(id) else { continue };
            let route = self.consultation.route(tree);
            for step in route.steps.iter().filter(|step| !step.repeated) {
                rows.push(AgendaRow::Answer(id.clone(), step.question));
                // A fact that several trees ask for is found out once.
                if shown.insert(Key::of(tree, step.question)) && step.assumed {
                    assumptions.push(AgendaRow::Assumption(id.clone(), step.question));
                }
            }
            if let End::Open(question) = route.end {
                rows.push(AgendaRow::Open(id.clone(), question));
                shown.insert(Key::of(tree, question));
            }
        }
        let asides = self.review.remarks.keys().filter(|key| !shown.contains(key));
        rows.extend(asides.filter_map(|key| self.question_of(key)).map(|(tree, ix)| AgendaRow::Aside(tree.id.clone(), ix)));
        rows.extend(assumptions);
        rows.extend(self.contradicted().enumerate().map(|(at, _)| AgendaRow::Conflict(at)));
        rows
    }

    /// The question that an answer is to, in the first tree that asks it.
    fn question_of(&self, key: &Key) -> Option<(&Tree, QuestionIx)> {
        match key {
            Key::Question { tree, question } => {
                let tree = self.pack.tree(tree)?;
                Some((tree, tree.question(question)?))
            }
            Key::Fact(fact) => {
                let asks = |id: &String| Some(self.pack.tree(id)?).and_then(|tree| Some((tree, *tree.questions_of_fact(fact).first()?)));
                self.walked.iter().find_map(asks)
            }
        }
    }

    /// Whether something that does not hold may be told: not where it says what is hidden until the room has voted.
    fn is_told(&self, stale: &Stale) -> bool {
        stale.tree().is_none_or(|tree| self.pack.tree(tree).is_none() || !self.is_veiled(tree))
    }
}
