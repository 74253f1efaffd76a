//! What to find out next.

use std::collections::{HashSet, VecDeque};

use super::budget::Budget;
use super::possible::{count_results_within, possible_within};
use super::values::answers_to;
use crate::advice::walk::{Answer, Answers, Key, Route, Value, route};
use crate::content::tree::{Node, OutcomeIx, QuestionIx, Tree};

/// The most questions that are weighed.
const MAX_WEIGHED: usize = 400;

/// The question whose answer tells most.
#[derive(Debug, Clone, PartialEq)]
pub struct FindOut {
    /// The question.
    pub question: QuestionIx,
    /// Whether it has an answer, which is an assumption.
    pub assumed: bool,
    /// The outcomes that are open while nothing is assumed.
    pub open: Vec<OutcomeIx>,
    /// For each of its answers, the outcomes that are left.
    pub left: Vec<(Value, Vec<OutcomeIx>)>,
    /// Whether every candidate was weighed, and each exactly.
    pub exact: bool,
}

/// Among the assumptions of a route and the questions that are open, the one that leaves the fewest outcomes open when it is
/// answered, on the average of its answers; where none leaves fewer, the one that leaves the fewest results. Assumptions are
/// taken for what they are: questions without an answer. `None` when no answer can make a difference.
///
/// The answers of a selection are its options alone and the empty set. Costs a look ahead for each answer of each candidate;
/// past 400 candidates or 1,000,000 answers tried the questions that lie furthest ahead are left out.
pub fn find_out(tree: &Tree, answers: &Answers, now: &Route) -> Option<FindOut> {
    find_out_within(tree, answers, now, &mut Budget::new(&|| true))
}

pub(super) fn find_out_within(tree: &Tree, answers: &Answers, now: &Route, budget: &mut Budget<'_>) -> Option<FindOut> {
    let certain: Answers =
        answers.iter().filter(|(_, answer)| **answer != Answer::Unsure).map(|(key, answer)| (key.clone(), answer.clone())).collect();
    let base = route(tree, &certain);
    let open = possible_within(tree, &certain, &base, budget);
    let mut candidates: Vec<(QuestionIx, bool)> =
        now.steps.iter().filter(|step| step.assumed && !step.repeated).map(|step| (step.question, true)).collect();
    let is_answered = |question: QuestionIx| {
        let answer = certain.get(&Key::of(tree, question));
        answer.is_some_and(|answer| answer.value(&tree[question]).settle(&tree[question]).is_ok())
    };
    let mut seen: Vec<Key> = candidates.iter().map(|(question, _)| Key::of(tree, *question)).collect();
    for question in now.open().into_iter().chain(nearest_first(tree, &open.questions, &base)) {
        let key = Key::of(tree, question);
        if !is_answered(question) && !seen.contains(&key) && seen.len() < MAX_WEIGHED {
            candidates.push((question, answers.get(&key) == Some(&Answer::Unsure)));
            seen.push(key);
        }
    }
    let mut weighed: Vec<Weighed> = Vec::new();
    let mut exact = open.exact;
    let mut told = certain.clone();
    for (question, assumed) in candidates {
        let key = Key::of(tree, question);
        let mut one = Weighed { question, assumed, left: Vec::new() };
        for value in answers_to(tree, question) {
            told.set(key.clone(), Answer::Given(value.clone()));
            let ahead = possible_within(tree, &told, &route(tree, &told), budget);
            exact &= ahead.exact;
            one.left.push((value, ahead.outcomes));
        }
        match certain.get(&key) {
            Some(answer) => drop(told.set(key, answer.clone())),
            None => drop(told.remove(&key)),
        }
        // One that was not weighed to the end says nothing.
        if budget.is_spent() {
            exact = false;
            break;
        }
        weighed.push(one);
    }
    let best = weighed.iter().map(Weighed::mean).enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let best = if best.1 < open.outcomes.len() as f64 {
        best.0
    } else {
        let (best, counted) = by_results(tree, &certain, &weighed, budget)?;
        exact &= counted;
        best
    };
    let best = weighed.into_iter().nth(best)?;
    Some(FindOut { question: best.question, assumed: best.assumed, open: open.outcomes, left: best.left, exact })
}

struct Weighed {
    question: QuestionIx,
    assumed: bool,
    left: Vec<(Value, Vec<OutcomeIx>)>,
}

impl Weighed {
    /// How many outcomes are left on the average.
    fn mean(&self) -> f64 {
        let sum: usize = self.left.iter().map(|(_, outcomes)| outcomes.len()).sum();
        sum as f64 / self.left.len().max(1) as f64
    }
}

/// The place of the candidate that leaves the fewest results, and whether that is exactly so; `None` when none makes a difference.
///
/// Where there are too many results to count, it is the one whose answers give the most different results while all the rest
/// is unsure.
fn by_results(tree: &Tree, certain: &Answers, candidates: &[Weighed], budget: &mut Budget<'_>) -> Option<(usize, bool)> {
    let told = |candidate: &Weighed, value: &Value| {
        let mut told = certain.clone();
        told.set(Key::of(tree, candidate.question), Answer::Given(value.clone()));
        told
    };
    let mut count = |answers: &Answers| count_results_within(tree, answers, &route(tree, answers), budget);
    let mean = |candidate: &Weighed, count: &mut dyn FnMut(&Answers) -> Option<usize>| {
        let counts: Option<Vec<usize>> = candidate.left.iter().map(|(value, _)| count(&told(candidate, value))).collect();
        counts.map(|counts| counts.iter().sum::<usize>() as f64 / counts.len().max(1) as f64)
    };
    if let Some(all) = count(certain) {
        let means: Option<Vec<f64>> = candidates.iter().map(|candidate| mean(candidate, &mut count)).collect();
        if let Some(means) = means {
            let best = means.into_iter().enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b))?;
            return (best.1 < all as f64).then_some((best.0, true));
        }
    }
    let different = |candidate: &Weighed| {
        let mut results = HashSet::new();
        for (value, _) in &candidate.left {
            let mut told = told(candidate, value);
            for (question, _) in tree.questions() {
                let key = Key::of(tree, question);
                if told.get(&key).is_none() {
                    told.set(key, Answer::Unsure);
                }
            }
            results.extend(route(tree, &told).result(tree).map(|(outcome, items)| (outcome.to_owned(), items.join(" "))));
        }
        results.len()
    };
    // Of equals the first counts, as everywhere.
    let best = candidates.iter().map(different).enumerate().rev().max_by_key(|(_, different)| *different)?;
    (best.1 > 1).then_some((best.0, false))
}

/// Questions that can come past, those that come first first.
fn nearest_first(tree: &Tree, possible: &[QuestionIx], base: &Route) -> Vec<QuestionIx> {
    let mut seen = HashSet::new();
    let mut next: VecDeque<QuestionIx> = base.open().into_iter().collect();
    let mut order = Vec::new();
    while let Some(question) = next.pop_front() {
        if !seen.insert(question) || possible.binary_search(&question).is_err() {
            continue;
        }
        order.push(question);
        next.extend(tree[question].edges.iter().filter_map(|edge| match edge.to {
            Node::Question(to) => Some(to),
            Node::Outcome(_) => None,
        }));
    }
    order
}
