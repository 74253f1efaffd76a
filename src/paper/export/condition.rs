//! Conditions and edges in words.

use crate::content::pack::{ConditionWords, Words, fill};
use crate::content::tree::{Kind, QuestionIx, Test, Tree};

/// A test as a sentence without its end: "What runs out first? is Data".
///
/// Costs one step for each part of the test; parts lie only as deep in each other as a file may.
pub fn condition_in_words(words: &Words, tree: &Tree, test: &Test) -> String {
    Phrase { words: &words.condition, tree, asked: None }.whole(test)
}

/// How one comes by edges, given by their places, from a question to a node: the labels of the answers, or the conditions.
pub fn edges_in_words(words: &Words, tree: &Tree, from: QuestionIx, edges: &[usize]) -> String {
    let all = &tree[from].edges;
    if edges.len() == all.len() {
        return words.condition.any_answer.to_string();
    }
    let conditions = edges.iter().filter_map(|at| all.get(*at)).map(|edge| match &edge.when {
        None => words.condition.otherwise.to_string(),
        Some(condition) => match &condition.label {
            Some(label) => label.to_string(),
            None => {
                let mut own = true;
                condition.test.atoms(&mut |question, _| own &= question == from);
                Phrase { words: &words.condition, tree, asked: own.then_some(from) }.whole(&condition.test)
            }
        },
    });
    conditions.collect::<Vec<_>>().join(", ")
}

struct Phrase<'a> {
    words: &'a ConditionWords,
    tree: &'a Tree,
    /// The question that everything is about, which is therefore not named.
    asked: Option<QuestionIx>,
}

impl Phrase<'_> {
    fn whole(&self, test: &Test) -> String {
        match test {
            Test::All(tests) => self.joined(tests, &self.words.and, &self.words.always),
            Test::Any(tests) => self.joined(tests, &self.words.or, &self.words.never),
            Test::AtLeast(0, _) => self.words.always.to_string(),
            Test::AtLeast(count, tests) if *count > tests.len() => self.words.never.to_string(),
            Test::AtLeast(1, tests) => self.joined(tests, &self.words.or, &self.words.never),
            Test::AtLeast(count, tests) if *count == tests.len() => self.joined(tests, &self.words.and, &self.words.always),
            Test::AtLeast(count, tests) => {
                let tests = tests.iter().map(|test| self.part(test)).collect::<Vec<_>>().join("; ");
                fill(&self.words.at_least, &[("n", &count.to_string()), ("conditions", &tests)])
            }
            Test::Not(test) => match &**test {
                Test::Not(test) => self.whole(test),
                Test::Is(question, at) | Test::In(question, at) => self.atom(*question, *at, &self.words.is_not, &self.words.other),
                Test::Has(question, at) => self.atom(*question, *at, &self.words.has_not, &self.words.other),
                test => fill(&self.words.not, &[("condition", &self.whole(test))]),
            },
            Test::Is(question, at) | Test::In(question, at) => self.atom(*question, *at, &self.words.is, "{answer}"),
            Test::Has(question, at) => self.atom(*question, *at, &self.words.has, "{answer}"),
        }
    }

    /// A test within another one: in brackets, where it would run into its neighbours.
    fn part(&self, test: &Test) -> String {
        match test {
            Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) if tests.len() > 1 => format!("({})", self.whole(test)),
            test => self.whole(test),
        }
    }

    fn joined(&self, tests: &[Test], by: &str, none: &str) -> String {
        match tests {
            [] => none.to_owned(),
            [test] => self.whole(test),
            tests => tests.iter().map(|test| self.part(test)).collect::<Vec<_>>().join(&format!(" {by} ")),
        }
    }

    fn atom(&self, question: QuestionIx, at: usize, about: &str, asked: &str) -> String {
        let label = match &self.tree[question].kind {
            Kind::Number(scale) => scale.bands.get(at).map(|band| &band.label),
            Kind::Choice { options, .. } | Kind::Select { options, .. } => options.get(at).map(|option| &option.label),
        };
        let word = if self.asked == Some(question) { asked } else { about };
        fill(word, &[("question", &self.tree[question].prompt), ("answer", label.map_or("", |label| label.as_str()))])
    }
}
