//! Answers that could have been given instead of others.

use crate::advice::walk::Value;
use crate::content::tree::{Kind, Question, QuestionIx, Scale, Tree};

/// The figures at which something changes for a number: where a band begins, in whatever question of its fact in this tree;
/// ascending, the first one being the smallest figure taken. Empty for other questions.
pub fn cuts(tree: &Tree, question: QuestionIx) -> Vec<f64> {
    let own = [question];
    let asking = tree[question].fact.as_ref().map_or(&own[..], |fact| tree.questions_of_fact(&fact.name));
    let scales = asking.iter().filter_map(|ix| scale(&tree[*ix]));
    let mut cuts: Vec<f64> = scales.flat_map(|scale| scale.bands.iter().map(|band| band.from)).collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts
}

/// The figures of a question that takes some.
pub(super) fn scale(question: &Question) -> Option<&Scale> {
    match &question.kind {
        Kind::Number(scale) => Some(scale),
        _ => None,
    }
}

/// A figure near to another one within `from` and, exclusive, `below`; without `below`, up to any. Just under a cut-off it is a
/// round one, as people would say it: 99 rather than 99.99999999999999.
pub(super) fn nearest_within(from: f64, below: Option<f64>, figure: f64) -> f64 {
    let Some(below) = below.filter(|below| figure >= *below) else { return figure.max(from) };
    let round = [1.0, 0.1, 0.01, 0.001].into_iter().map(|step| ((below - step) / step).round() * step);
    // A product with a fraction is not the fraction that it is written as.
    let round = round.map(|figure| (figure * 1000.0).round() / 1000.0).find(|figure| (from..below).contains(figure));
    round.unwrap_or_else(|| below.next_down().max(from))
}

/// A set of options as a value.
pub(super) fn options(question: &Question, set: u64) -> Value {
    let ids = question.options().iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
    Value::Options(ids.map(|(_, option)| option.id.clone()).collect())
}

/// Every other answer that a question could have: the other options; the set with one option more or less, and the empty one;
/// for a figure the nearest one beyond each cut-off.
pub fn other_answers(tree: &Tree, ix: QuestionIx, value: &Value) -> Vec<Value> {
    let question = &tree[ix];
    match (value, &question.kind) {
        (Value::Option(chosen), Kind::Choice { options, .. }) => {
            options.iter().filter(|option| option.id != *chosen).map(|option| Value::Option(option.id.clone())).collect()
        }
        (Value::Options(chosen), Kind::Select { options: all, .. }) => {
            let set = all.iter().enumerate().filter(|(_, option)| chosen.contains(&option.id)).fold(0, |set, (at, _)| set | 1 << at);
            let toggled = (0..all.len()).map(|at| set ^ 1 << at);
            let none = (chosen.len() > 1).then_some(0);
            toggled.chain(none).map(|set| options(question, set)).collect()
        }
        (Value::Number(figure), Kind::Number(_)) => {
            let cuts = cuts(tree, ix);
            let ends = cuts.iter().skip(1).map(|cut| Some(*cut)).chain([None]);
            let classes = cuts.iter().zip(ends).filter(|(from, below)| *figure < **from || below.is_some_and(|below| *figure >= below));
            classes.map(|(from, below)| Value::Number(nearest_within(*from, below, *figure))).collect()
        }
        _ => Vec::new(),
    }
}

/// Some answer of each kind that a question takes: each option; the empty set, and each option of a set alone; the smallest figure
/// beyond each cut-off.
pub fn answers_to(tree: &Tree, ix: QuestionIx) -> Vec<Value> {
    let question = &tree[ix];
    match &question.kind {
        Kind::Choice { options, .. } => options.iter().map(|option| Value::Option(option.id.clone())).collect(),
        Kind::Select { options: all, .. } => {
            std::iter::once(0).chain((0..all.len()).map(|at| 1 << at)).map(|set| options(question, set)).collect()
        }
        Kind::Number(_) => cuts(tree, ix).into_iter().map(Value::Number).collect(),
    }
}
