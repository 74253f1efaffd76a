//! Conditions: data, with a label that a person can read.

use super::QuestionIx;
use crate::content::diagnostic::Span;
use crate::content::text::Text;

/// When an edge is taken or an item holds.
#[derive(Debug)]
pub struct Condition {
    /// What it means, where its author said so.
    pub label: Option<Text>,
    /// What is tested.
    pub test: Test,
    /// Where the first question that it names is named in the file; of a condition that stands for an answer, the answer's id.
    pub span: Span,
}

/// A test of the answers on the route. Options and bands are given by their place in the question.
#[derive(Debug)]
pub enum Test {
    /// The choice is this option.
    Is(QuestionIx, usize),
    /// The selection holds this option.
    Has(QuestionIx, usize),
    /// The figure lies in this band.
    In(QuestionIx, usize),
    /// Every one holds.
    All(Vec<Test>),
    /// At least one holds.
    Any(Vec<Test>),
    /// It does not hold.
    Not(Box<Test>),
    /// At least this many hold.
    AtLeast(usize, Vec<Test>),
}

/// What an answer amounts to in one question: all that a condition can see of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settled {
    /// The option chosen, by its place.
    Option(usize),
    /// The options selected, a bit each.
    Options(u64),
    /// The band that holds the figure, by its place.
    Band(usize),
}

impl Test {
    /// Whether it holds, given what the questions on the route were answered; a question off the route has no answer.
    ///
    /// Costs one step for each part of the test.
    pub fn holds(&self, settled: &impl Fn(QuestionIx) -> Option<Settled>) -> bool {
        match self {
            Test::Is(question, option) => settled(*question) == Some(Settled::Option(*option)),
            Test::Has(question, option) => matches!(settled(*question), Some(Settled::Options(set)) if set >> option & 1 == 1),
            Test::In(question, band) => settled(*question) == Some(Settled::Band(*band)),
            Test::All(tests) => tests.iter().all(|test| test.holds(settled)),
            Test::Any(tests) => tests.iter().any(|test| test.holds(settled)),
            Test::Not(test) => !test.holds(settled),
            Test::AtLeast(count, tests) => tests.iter().filter(|test| test.holds(settled)).take(*count).count() >= *count,
        }
    }

    /// Calls back for every option or band that the test names.
    pub fn atoms(&self, each: &mut impl FnMut(QuestionIx, usize)) {
        match self {
            Test::Is(question, at) | Test::Has(question, at) | Test::In(question, at) => each(*question, *at),
            Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) => tests.iter().for_each(|test| test.atoms(each)),
            Test::Not(test) => test.atoms(each),
        }
    }
}
