//! In what a walk differs from what its scenario says.

use crate::advice::walk::SpellError;
use crate::content::diagnostic::Span;
use crate::content::pack::{Course, ScenarioAnswer};
use crate::content::tree::{Linked, OutcomeIx, QuestionIx};

/// One difference between a scenario and a tree. What it is about is borrowed from the scenario, with its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<'a> {
    /// There is no tree of that id.
    NoTree {
        /// The tree as named.
        tree: &'a Linked,
        /// Trees that may have been meant, nearest first.
        near: Vec<String>,
    },
    /// The tree has faults, so that nobody can walk it.
    TreeDoesNotLoad {
        /// The tree as named.
        tree: &'a Linked,
    },
    /// The tree has no such question.
    NoQuestion {
        /// The question as named.
        question: &'a Linked,
        /// Questions that may have been meant, nearest first.
        near: Vec<String>,
    },
    /// The question does not take that answer.
    NoAnswer {
        /// The answer as written.
        answer: &'a Linked,
        /// What is wrong with it.
        error: SpellError,
    },
    /// The scenario answered the same fact with something else before, in this walk or an earlier one.
    OtherFact {
        /// The answer as written.
        answer: &'a Linked,
        /// The fact.
        fact: String,
        /// What it said before, as it is typed.
        before: String,
    },
    /// A variant answers what the walk answers so, too.
    NotOtherwise {
        /// The answer as written.
        answer: &'a Linked,
    },
    /// The walk comes past a question that the scenario does not answer.
    Unanswered {
        /// The walk.
        tree: &'a Linked,
        /// The question.
        question: QuestionIx,
        /// The answer behind which it is asked; `None` at the very beginning.
        after: Option<&'a Linked>,
    },
    /// The scenario answers a question that the walk does not come past.
    NotAsked {
        /// The question as named.
        question: &'a Linked,
    },
    /// The scenario answers a question later than the walk asks it.
    OutOfOrder {
        /// The question as named.
        question: &'a Linked,
        /// The question that the walk asks after it.
        before: &'a Linked,
    },
    /// The tree has no such outcome.
    NoOutcome {
        /// The outcome as named.
        outcome: &'a Linked,
        /// Outcomes that may have been meant, nearest first.
        near: Vec<String>,
    },
    /// The walk ends in another outcome.
    OtherOutcome {
        /// The outcome that was expected.
        expected: &'a Linked,
        /// The one that was reached.
        reached: OutcomeIx,
    },
    /// The outcome can name no such part.
    NoPart {
        /// The part as named.
        part: &'a Linked,
        /// Parts that may have been meant, nearest first.
        near: Vec<String>,
    },
    /// The result does not name a part, because its condition does not hold.
    MissingPart {
        /// The part.
        part: &'a Linked,
    },
    /// The tempting outcome is the right one.
    TemptingIsRight {
        /// The outcome as named.
        outcome: &'a Linked,
    },
    /// No answers lead to the tempting outcome.
    TemptingIsOutOfReach {
        /// The outcome as named.
        outcome: &'a Linked,
    },
}

impl Difference<'_> {
    /// A stable name for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Difference::NoTree { .. } => "no-tree",
            Difference::TreeDoesNotLoad { .. } => "tree-does-not-load",
            Difference::NoQuestion { .. } => "no-question",
            Difference::NoAnswer { .. } => "no-answer",
            Difference::OtherFact { .. } => "other-fact",
            Difference::NotOtherwise { .. } => "not-otherwise",
            Difference::Unanswered { .. } => "unanswered",
            Difference::NotAsked { .. } => "not-asked",
            Difference::OutOfOrder { .. } => "out-of-order",
            Difference::NoOutcome { .. } => "no-outcome",
            Difference::OtherOutcome { .. } => "other-outcome",
            Difference::NoPart { .. } => "no-part",
            Difference::MissingPart { .. } => "missing-part",
            Difference::TemptingIsRight { .. } => "tempting-is-right",
            Difference::TemptingIsOutOfReach { .. } => "tempting-out-of-reach",
        }
    }

    /// The place in the scenario's file.
    pub fn span(&self) -> Span {
        match self {
            Difference::NoTree { tree: at, .. }
            | Difference::TreeDoesNotLoad { tree: at }
            | Difference::NoQuestion { question: at, .. }
            | Difference::NoAnswer { answer: at, .. }
            | Difference::OtherFact { answer: at, .. }
            | Difference::NotOtherwise { answer: at }
            | Difference::NotAsked { question: at }
            | Difference::OutOfOrder { question: at, .. }
            | Difference::NoOutcome { outcome: at, .. }
            | Difference::OtherOutcome { expected: at, .. }
            | Difference::NoPart { part: at, .. }
            | Difference::MissingPart { part: at }
            | Difference::TemptingIsRight { outcome: at }
            | Difference::TemptingIsOutOfReach { outcome: at } => at.span,
            Difference::Unanswered { tree, after, .. } => after.map_or(tree.span, |after| after.span),
        }
    }

    /// The names that may have been meant.
    pub fn near(&self) -> &[String] {
        match self {
            Difference::NoTree { near, .. }
            | Difference::NoQuestion { near, .. }
            | Difference::NoOutcome { near, .. }
            | Difference::NoPart { near, .. } => near,
            Difference::NoAnswer { error, .. } => &error.near,
            _ => &[],
        }
    }
}

/// The answer of a course that names a question, by its id.
pub(super) fn answer_to<'a>(course: &'a Course, question: &str) -> Option<&'a ScenarioAnswer> {
    course.answers.iter().find(|answer| answer.question.name == question)
}
