//! Answers as text: `-a data-load=read`, `split-reasons=one+two`, `writes.peak=12000`.

use std::collections::BTreeSet;

use serde_json::{Number, Value as Json};

use super::{Key, Step, Unfit, Value};
use crate::content::diagnostic::nearest;
use crate::content::tree::{Kind, NONE, Question, QuestionIx, Settled, Tree};

/// A key that no question of the tree has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{tree}` has no question or fact `{key}`")]
pub struct KeyError {
    /// The tree's id.
    pub tree: String,
    /// The key as it was given.
    pub key: String,
    /// Keys that may have been meant, nearest first.
    pub near: Vec<String>,
}

/// A text that is no answer to a question.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("`{text}` is no answer to `{question}`: {why}")]
pub struct SpellError {
    /// The question's id.
    pub question: String,
    /// The text as it was given.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
    /// Answers that may have been meant, nearest first.
    pub near: Vec<String>,
}

/// The question that a key names: by its id, or by its fact. Only facts have a dot.
///
/// # Errors
/// When the tree has neither.
pub fn key_named(tree: &Tree, key: &str) -> Result<QuestionIx, KeyError> {
    tree.question(key).or_else(|| tree.questions_of_fact(key).first().copied()).ok_or_else(|| {
        let ids = tree.questions().map(|(_, question)| question.id.as_str());
        let near = nearest(key, ids.chain(tree.facts())).into_iter().map(str::to_owned).collect();
        KeyError { tree: tree.id.clone(), key: key.to_owned(), near }
    })
}

/// Reads the text of an answer to a question.
///
/// # Errors
/// When the question does not take it.
pub fn value_of(question: &Question, text: &str) -> Result<Value, SpellError> {
    let error = |why: String, near: Vec<String>| SpellError { question: question.id.clone(), text: text.to_owned(), why, near };
    let value = match &question.kind {
        Kind::Choice { .. } => Value::Option(text.to_owned()),
        Kind::Select { .. } if text == NONE => Value::Options(BTreeSet::new()),
        Kind::Select { .. } => Value::Options(text.split('+').map(str::to_owned).collect()),
        Kind::Number(scale) => match text.parse::<f64>() {
            Ok(figure) if figure.is_finite() => Value::Number(figure),
            _ => return Err(error(format!("it wants a number ({})", scale.unit), Vec::new())),
        },
    };
    match value.settle(question) {
        Ok(_) => Ok(value),
        Err(unfit) => {
            let near = match &unfit {
                Unfit::NoOption(wrong) => {
                    let near: Vec<String> =
                        nearest(wrong, question.options().iter().map(|option| option.id.as_str())).into_iter().map(str::to_owned).collect();
                    if near.is_empty() { question.options().iter().map(|option| option.id.clone()).collect() } else { near }
                }
                _ => Vec::new(),
            };
            Err(error(unfit.to_string(), near))
        }
    }
}

/// The text of a value, which [`value_of`] reads again.
pub fn spell(value: &Value) -> String {
    match value {
        Value::Option(id) => id.clone(),
        Value::Options(ids) if ids.is_empty() => NONE.to_owned(),
        Value::Options(ids) => ids.iter().map(String::as_str).collect::<Vec<_>>().join("+"),
        Value::Number(figure) => figure.to_string(),
    }
}

/// A value as programs read it: an id, a list of ids, or a figure.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Option(id) => Json::from(id.as_str()),
        Value::Options(ids) => ids.iter().map(String::as_str).collect(),
        Value::Number(figure) => number_json(*figure),
    }
}

/// A figure as programs read it, without `.0` where it is whole.
pub fn number_json(figure: f64) -> Json {
    /// Up to 2^53 every whole figure is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if figure.fract() == 0.0 && figure.abs() < EXACT {
        return Json::from(figure as i64);
    }
    Number::from_f64(figure).map_or(Json::Null, Json::Number)
}

/// The text of a key within its tree.
pub fn spelled_key(key: &Key) -> &str {
    match key {
        Key::Fact(fact) => fact,
        Key::Question { question, .. } => question,
    }
}

/// A value in the words of its question: the option's label, the labels of a set, or the figure with its unit. `none` is what
/// to call the empty set.
pub fn answer_label(question: &Question, value: &Value, none: &str) -> String {
    let label = |id: &String| {
        question.option(id).and_then(|at| question.options().get(at)).map_or_else(|| id.clone(), |option| option.label.to_string())
    };
    match (value, &question.kind) {
        (Value::Option(id), _) => label(id),
        (Value::Options(ids), _) if ids.is_empty() => none.to_owned(),
        (Value::Options(ids), _) => {
            // In the order of the question, which is the one that people saw.
            let in_order = question.options().iter().filter(|option| ids.contains(&option.id)).map(|option| option.label.to_string());
            in_order.collect::<Vec<_>>().join(", ")
        }
        (Value::Number(figure), Kind::Number(scale)) => format!("{figure} {}", scale.unit),
        (Value::Number(figure), _) => figure.to_string(),
    }
}

/// The label of the band that a step's figure lies in.
pub fn band_label<'a>(tree: &'a Tree, step: &Step) -> Option<&'a str> {
    match (&tree[step.question].kind, step.settled) {
        (Kind::Number(scale), Settled::Band(at)) => scale.bands.get(at).map(|band| band.label.as_str()),
        _ => None,
    }
}
