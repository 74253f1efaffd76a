//! What became of scenarios: as text, as annotations of a workflow, and as JSON.

mod json;
mod text;
mod uncovered;

use crate::advice::scenario::{Coverage, Difference, Played, PlayedWalk};
use crate::content::diagnostic::line_and_column;
use crate::content::pack::{Loaded, Scenario, TestWords, Words, fill};
use crate::content::tree::QuestionIx;
use crate::paper::export::github::{Annotation, annotation};

pub use json::json;
pub use text::{coverage, text};
pub use uncovered::uncovered;

/// Scenarios that were played, and what they come past.
#[derive(Debug)]
pub struct Tested<'a> {
    /// The scenarios, in the order in which they were played.
    pub scenarios: Vec<TestedScenario<'a>>,
    /// What those come past that hold.
    pub coverage: Coverage<'a>,
}

/// One scenario that was to be played.
pub struct TestedScenario<'a> {
    /// Its id, as its file's name says.
    pub id: &'a str,
    /// Its file.
    pub file: &'a Loaded<Scenario>,
    /// What became of it; `None` when it does not load.
    pub played: Option<Played<'a>>,
}

impl std::fmt::Debug for TestedScenario<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestedScenario").field("id", &self.id).field("holds", &self.holds()).finish_non_exhaustive()
    }
}

impl TestedScenario<'_> {
    /// Whether it loads and every walk went as it says.
    pub fn holds(&self) -> bool {
        self.played.as_ref().is_some_and(Played::holds)
    }

    /// The line and column of a difference, both from 1.
    fn place(&self, difference: &Difference<'_>) -> (usize, usize) {
        line_and_column(&self.file.text, difference.span().range().start)
    }
}

impl Tested<'_> {
    /// Whether every scenario holds.
    pub fn holds(&self) -> bool {
        self.scenarios.iter().all(TestedScenario::holds)
    }
}

/// One annotation for each fault and each difference, a line each.
pub fn github(words: &Words, tested: &Tested<'_>) -> String {
    let mut text = String::new();
    for scenario in &tested.scenarios {
        let file = scenario.file.name.as_str();
        let mut add = |place, title: &str, message: &str| {
            text.push_str(&annotation(&Annotation { level: "error", file, place, title, message }));
            text.push('\n');
        };
        if scenario.played.is_none() {
            for fault in &scenario.file.faults {
                let place = fault.span().map(|span| line_and_column(&scenario.file.text, span.range().start));
                add(place, fault.code.as_str(), &fault.message);
            }
        }
        for walk in scenario.played.iter().flat_map(|played| &played.walks) {
            for difference in &walk.differences {
                add(Some(scenario.place(difference)), difference.kind(), &message(&words.test, walk, difference));
            }
        }
    }
    text
}

/// A difference in words: a sentence without a full stop, and what may have been meant.
pub fn message(words: &TestWords, walk: &PlayedWalk<'_>, difference: &Difference<'_>) -> String {
    let tree = walk.walk.tree.name.as_str();
    let named = |word: &str, name: &str| fill(word, &[("name", name), ("tree", tree), ("outcome", &walk.course().outcome.name)]);
    let id = |ix: QuestionIx| walk.taken.as_ref().map_or("", |taken| taken.tree[ix].id.as_str());
    let message = match difference {
        Difference::NoTree { tree, .. } => named(&words.no_tree, &tree.name),
        Difference::TreeDoesNotLoad { tree } => named(&words.broken_tree, &tree.name),
        Difference::NoQuestion { question, .. } => named(&words.no_question, &question.name),
        Difference::NoAnswer { answer, error } => {
            fill(&words.no_answer, &[("name", &answer.name), ("question", &error.question), ("why", &error.why)])
        }
        Difference::OtherFact { answer, fact, before } => {
            fill(&words.other_fact, &[("name", &answer.name), ("fact", fact), ("before", before)])
        }
        Difference::NotOtherwise { answer } => named(&words.not_otherwise, &answer.name),
        Difference::Unanswered { question, .. } => fill(&words.unanswered, &[("question", id(*question))]),
        Difference::NotAsked { question } => named(&words.not_asked, &question.name),
        Difference::OutOfOrder { question, before } => fill(&words.out_of_order, &[("name", &question.name), ("before", &before.name)]),
        Difference::NoOutcome { outcome, .. } => named(&words.no_outcome, &outcome.name),
        Difference::OtherOutcome { expected, reached } => {
            let reached = walk.taken.as_ref().map_or("", |taken| taken.tree[*reached].id.as_str());
            fill(&words.other_outcome, &[("expected", &expected.name), ("reached", reached)])
        }
        Difference::NoPart { part, .. } => named(&words.no_part, &part.name),
        Difference::MissingPart { part } => named(&words.missing_part, &part.name),
        Difference::TemptingIsRight { outcome } => named(&words.tempting_is_right, &outcome.name),
        Difference::TemptingIsOutOfReach { outcome } => named(&words.tempting_out_of_reach, &outcome.name),
    };
    let near: Vec<String> = difference.near().iter().map(|name| format!("`{name}`")).collect();
    if near.is_empty() {
        return message;
    }
    format!("{message}; {}", fill(&words.near, &[("names", &near.join(&words.or))]))
}
