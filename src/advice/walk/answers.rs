//! What was answered, whether or not a route comes past it.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::tree::{Kind, Question, QuestionIx, Settled, Tree};

/// What an answer is kept under: the fact where the question names one, else the question of its tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A fact, shared by the questions of every tree that name it.
    Fact(String),
    /// One question of one tree.
    Question {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
    },
}

/// The value of an answer, by ids rather than places, so that it outlives changes of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One option.
    Option(String),
    /// A set of options; the empty one means "none of these".
    Options(BTreeSet<String>),
    /// A figure, in the question's unit.
    Number(f64),
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A value was given.
    Given(Value),
    /// "Not sure": the question's assumption counts, marked as one.
    Unsure,
}

/// The answers of a consultation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    map: BTreeMap<Key, Answer>,
}

/// Why a value is no answer to a question.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// An option that the question does not have.
    #[error("it has no option `{0}`")]
    NoOption(String),
    /// A figure outside the range.
    #[error("it takes {min} to {max}")]
    OutOfRange {
        /// The smallest figure taken.
        min: f64,
        /// The largest figure taken.
        max: f64,
    },
    /// A value for another kind of question.
    #[error("it is another kind of question")]
    OtherKind,
}

impl Key {
    /// The key of a question's answer.
    pub fn of(tree: &Tree, question: QuestionIx) -> Key {
        let asked = &tree[question];
        match &asked.fact {
            Some(fact) => Key::Fact(fact.name.clone()),
            None => Key::Question { tree: tree.id.clone(), question: asked.id.clone() },
        }
    }
}

impl Answers {
    /// The answer under a key.
    pub fn get(&self, key: &Key) -> Option<&Answer> {
        self.map.get(key)
    }

    /// Puts an answer in the place of the one before, which is returned.
    pub fn set(&mut self, key: Key, answer: Answer) -> Option<Answer> {
        self.map.insert(key, answer)
    }

    /// Takes an answer back.
    pub fn remove(&mut self, key: &Key) -> Option<Answer> {
        self.map.remove(key)
    }

    /// Every answer, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Answer)> {
        self.map.iter()
    }

    /// How many questions of a tree have an answer, asked there or elsewhere. Costs one look-up for each question.
    pub fn known(&self, tree: &Tree) -> usize {
        tree.questions().filter(|(ix, _)| self.get(&Key::of(tree, *ix)).is_some()).count()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}

impl FromIterator<(Key, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (Key, Answer)>>(answers: I) -> Self {
        Answers { map: answers.into_iter().collect() }
    }
}

impl Value {
    /// The value that "not sure" stands for.
    pub fn assumed(question: &Question) -> Value {
        match &question.kind {
            Kind::Choice { options, assume } => Value::Option(options.get(*assume).map(|option| option.id.clone()).unwrap_or_default()),
            Kind::Select { options, assume } => Value::Options(
                options.iter().enumerate().filter(|(at, _)| assume >> at & 1 == 1).map(|(_, option)| option.id.clone()).collect(),
            ),
            Kind::Number(scale) => Value::Number(scale.assume),
        }
    }

    /// What the value amounts to in a question.
    ///
    /// # Errors
    /// When the question does not take it.
    pub fn settle(&self, question: &Question) -> Result<Settled, Unfit> {
        let place = |id: &str| question.option(id).ok_or_else(|| Unfit::NoOption(id.to_owned()));
        match (self, &question.kind) {
            (Value::Option(id), Kind::Choice { .. }) => place(id).map(Settled::Option),
            (Value::Options(ids), Kind::Select { .. }) => {
                ids.iter().try_fold(0, |set, id| place(id).map(|at| set | 1 << at)).map(Settled::Options)
            }
            (Value::Number(figure), Kind::Number(scale)) => {
                scale.band_of(*figure).map(Settled::Band).ok_or(Unfit::OutOfRange { min: scale.min, max: scale.max })
            }
            _ => Err(Unfit::OtherKind),
        }
    }
}

impl Answer {
    /// The value that counts in a question: the one given, or the assumption.
    pub fn value(&self, question: &Question) -> Value {
        match self {
            Answer::Given(value) => value.clone(),
            Answer::Unsure => Value::assumed(question),
        }
    }
}
