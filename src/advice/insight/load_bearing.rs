//! Which answers carry the result.

use super::budget::Budget;
use super::possible::{possible_within, reaches};
use super::values::{cuts, other_answers};
use crate::advice::walk::{Answer, Answers, End, Key, Route, Value, route};
use crate::content::tree::{OutcomeIx, QuestionIx, Tree};

/// What changing the answers of a route, one at a time, would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LoadBearing {
    /// The answers, those that carry most first: what flips the result, then what opens a question behind which it is out of reach,
    /// then other questions opened, then what changes nothing; among equals assumptions before certainties, another outcome
    /// before other details of the same, then in the order of the route.
    pub answers: Vec<Bearing>,
    /// Whether every answer was looked at, and every question that opens looked behind to the end.
    pub exact: bool,
}

/// What changing one answer would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Bearing {
    /// The question; of a fact, the first that the route passes.
    pub question: QuestionIx,
    /// Whether the answer is an assumption.
    pub assumed: bool,
    /// The gravest of the verdicts.
    pub weight: Weight,
    /// What each other answer leads to: every other option; the set with one option more or less, and the empty set; the nearest
    /// figure beyond each cut-off.
    pub variants: Vec<Variant>,
}

/// What another answer would lead to, all others kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The other answer.
    pub value: Value,
    /// What comes of it.
    pub verdict: Verdict,
    /// How far a figure is from it.
    pub cut_off: Option<CutOff>,
}

/// What comes of another answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The same result.
    Same,
    /// Another result: another outcome, or other details of the same.
    Flips(OutcomeIx),
    /// A question that has no answer yet.
    Opens {
        /// The question.
        question: QuestionIx,
        /// The outcomes that can be reached behind it.
        outcomes: Vec<OutcomeIx>,
        /// Whether the result as it stands can be reached behind it.
        keeps_result: bool,
        /// Whether that is exactly so.
        exact: bool,
    },
}

/// How much an answer carries, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Another answer gives another result.
    Flips,
    /// Another answer opens a question behind which the result is out of reach.
    OpensWithout,
    /// Another answer opens a question behind which the result can still be reached.
    Opens,
    /// No other answer changes anything.
    Same,
}

/// The figure at which a number begins to mean something else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutOff {
    /// The figure, in the question's unit.
    pub at: f64,
    /// How far the answer is from it, in the question's unit; positive when the figure would have to rise.
    pub distance: f64,
    /// The same in percent of the answer; `None` for an answer of 0.
    pub percent: Option<f64>,
}

impl Verdict {
    fn weight(&self) -> Weight {
        match self {
            Verdict::Same => Weight::Same,
            Verdict::Flips(_) => Weight::Flips,
            Verdict::Opens { keeps_result: false, .. } => Weight::OpensWithout,
            Verdict::Opens { .. } => Weight::Opens,
        }
    }
}

impl Bearing {
    /// The nearest figure at which something changes; with nothing to change, the nearest cut-off.
    pub fn cut_off(&self) -> Option<CutOff> {
        let nearest = |all: bool| {
            let cut_offs =
                self.variants.iter().filter(|variant| all || variant.verdict != Verdict::Same).filter_map(|variant| variant.cut_off);
            cut_offs.min_by(|a, b| a.distance.abs().total_cmp(&b.distance.abs()))
        };
        nearest(false).or_else(|| nearest(true))
    }
}

/// What every other answer to each question of a route would lead to. A route that has not ended bears nothing yet.
///
/// Costs one walk for each other answer, and a look ahead for each that opens a question; past 1,000,000 steps and answers tried
/// the answers that come last on the route are left out.
pub fn load_bearing(tree: &Tree, answers: &Answers, now: &Route) -> LoadBearing {
    load_bearing_within(tree, answers, now, &mut Budget::new(&|| true))
}

pub(super) fn load_bearing_within(tree: &Tree, answers: &Answers, now: &Route, budget: &mut Budget<'_>) -> LoadBearing {
    let mut all = LoadBearing { answers: Vec::new(), exact: true };
    let Some(outcome) = now.outcome() else { return all };
    let result = now.result(tree);
    let mut changed = answers.clone();
    for step in now.steps.iter().filter(|step| !step.repeated) {
        if budget.is_spent() {
            all.exact = false;
            break;
        }
        let mut variants = Vec::new();
        for value in other_answers(tree, step.question, &step.value) {
            changed.set(Key::of(tree, step.question), Answer::Given(value.clone()));
            let then = route(tree, &changed);
            budget.spend(then.steps.len() + 1);
            let verdict = match then.end {
                End::Outcome(_) if then.result(tree) == result => Verdict::Same,
                End::Outcome(outcome) => Verdict::Flips(outcome),
                End::Open(question) => {
                    let ahead = possible_within(tree, &changed, &then, budget);
                    let listed = ahead.outcomes.contains(&outcome);
                    let reached = if listed { reaches(tree, &changed, &then, now, budget) } else { Some(false) };
                    let keeps_result = reached.unwrap_or(listed);
                    let exact = ahead.exact && reached.is_some();
                    all.exact &= exact;
                    Verdict::Opens { question, outcomes: ahead.outcomes, keeps_result, exact }
                }
            };
            let cut_off = cut_off(tree, step.question, &step.value, &value);
            variants.push(Variant { value, verdict, cut_off });
        }
        if let Some(before) = answers.get(&Key::of(tree, step.question)) {
            changed.set(Key::of(tree, step.question), before.clone());
        }
        let weight = variants.iter().map(|variant| variant.verdict.weight()).min().unwrap_or(Weight::Same);
        all.answers.push(Bearing { question: step.question, assumed: step.assumed, weight, variants });
    }
    let elsewhere =
        |bearing: &Bearing| bearing.variants.iter().any(|variant| matches!(variant.verdict, Verdict::Flips(flipped) if flipped != outcome));
    all.answers.sort_by_key(|bearing| (bearing.weight, !bearing.assumed, !elsewhere(bearing)));
    all
}

/// The cut-off between an answer and another one beyond it.
fn cut_off(tree: &Tree, question: QuestionIx, answer: &Value, other: &Value) -> Option<CutOff> {
    let (Value::Number(answer), Value::Number(other)) = (answer, other) else { return None };
    let cuts = cuts(tree, question);
    // Upwards the other figure is the cut-off itself; downwards it lies just under one.
    let at = if other > answer { *other } else { *cuts.iter().find(|cut| *cut > other)? };
    let distance = at - answer;
    let percent = (*answer != 0.0).then(|| distance / answer.abs() * 100.0);
    Some(CutOff { at, distance, percent })
}
