//! What decides, written so that it can be compared: two nodes of one class have the same future.

use std::collections::HashMap;
use std::fmt::Write;

use super::Side;
use super::slots::Slots;
use crate::content::tree::{Kind, Node, Outcome, QuestionIx, Test, Tree};

/// The classes of the nodes of two trees.
pub(super) struct Classes {
    questions: [Vec<u32>; 2],
    outcomes: [Vec<u32>; 2],
}

/// Which parts of outcomes are told apart.
pub(super) enum Parts<'a> {
    /// None: outcomes by their ids alone.
    None,
    /// All of them.
    All,
    /// Those of an outcome of which this says so, by the ids of both.
    Some(&'a dyn Fn(&str, &str) -> bool),
}

impl Parts<'_> {
    pub(super) fn count(&self, outcome: &str, part: &str) -> bool {
        match self {
            Parts::None => false,
            Parts::All => true,
            Parts::Some(counts) => counts(outcome, part),
        }
    }
}

impl Classes {
    /// Classes from the ends backwards: `orders` has each question before all those that it leads to.
    ///
    /// Costs one look at each node, edge, and part of a condition.
    pub(super) fn new(trees: [&Tree; 2], orders: [&[QuestionIx]; 2], slots: &Slots<'_>, parts: &Parts<'_>) -> Classes {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut class = |shape: String| {
            let next = known.len() as u32;
            *known.entry(shape).or_insert(next)
        };
        let (mut questions, mut outcomes) = (Vec::new(), Vec::new());
        for ((tree, order), side) in trees.into_iter().zip(orders).zip([Side::Old, Side::New]) {
            let ends: Vec<u32> = tree.outcomes().map(|(_, outcome)| class(outcome_shape(tree, outcome, parts))).collect();
            let mut of = vec![u32::MAX; tree.questions().len()];
            for ix in order.iter().rev() {
                let question = &tree[*ix];
                let mut shape = format!("?{} {} {}", question.id, slots.of(side, *ix), kind_shape(&question.kind));
                for edge in &question.edges {
                    let to = match edge.to {
                        Node::Question(to) => of.get(to.place()),
                        Node::Outcome(to) => ends.get(to.place()),
                    };
                    let _ = write!(
                        shape,
                        "|{}>{}",
                        edge.when.as_ref().map_or(String::new(), |when| test_shape(tree, &when.test)),
                        to.unwrap_or(&u32::MAX)
                    );
                }
                if let Some(slot) = of.get_mut(ix.place()) {
                    *slot = class(shape);
                }
            }
            questions.push(of);
            outcomes.push(ends);
        }
        let pair = |mut of: Vec<Vec<u32>>| {
            let new = of.pop().unwrap_or_default();
            [of.pop().unwrap_or_default(), new]
        };
        Classes { questions: pair(questions), outcomes: pair(outcomes) }
    }

    /// Whether a node of the old tree and one of the new tree have the same future.
    pub(super) fn alike(&self, old: Node, new: Node) -> bool {
        let class = |of: usize, node: Node| match node {
            Node::Question(ix) => self.questions.get(of)?.get(ix.place()),
            Node::Outcome(ix) => self.outcomes.get(of)?.get(ix.place()),
        };
        std::mem::discriminant(&old) == std::mem::discriminant(&new) && class(0, old) == class(1, new)
    }
}

/// The parts of an outcome that count, each with its condition, by their ids.
fn part_shapes(tree: &Tree, outcome: &Outcome, parts: &Parts<'_>) -> Vec<(String, String)> {
    if matches!(parts, Parts::None) {
        return Vec::new();
    }
    let counting = outcome.parts(tree).filter(|(id, _)| parts.count(&outcome.id, id));
    let mut shapes: Vec<(String, String)> =
        counting.map(|(id, when)| (id.to_owned(), when.map_or(String::new(), |when| test_shape(tree, &when.test)))).collect();
    shapes.sort_unstable();
    shapes
}

fn outcome_shape(tree: &Tree, outcome: &Outcome, parts: &Parts<'_>) -> String {
    let mut shape = format!("!{}", outcome.id);
    for (id, when) in part_shapes(tree, outcome, parts) {
        let _ = write!(shape, "|{id}:{when}");
    }
    shape
}

/// What can be answered, as far as it decides.
fn kind_shape(kind: &Kind) -> String {
    match kind {
        Kind::Choice { options, assume } => {
            let mut ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            let assumed = ids.get(*assume).copied().unwrap_or("");
            ids.sort_unstable();
            format!("choice {assumed} of {}", ids.join(","))
        }
        Kind::Select { options, assume } => {
            let mut ids: Vec<String> = options
                .iter()
                .enumerate()
                .map(|(at, option)| format!("{}{}", option.id, if assume >> at & 1 == 1 { "*" } else { "" }))
                .collect();
            ids.sort_unstable();
            format!("select {}", ids.join(","))
        }
        Kind::Number(scale) => {
            let bands: Vec<String> = scale.bands.iter().map(|band| format!("{}@{}", band.id, band.from)).collect();
            format!("number {} to {} assume {} {}", scale.min, scale.max, scale.assume, bands.join(","))
        }
    }
}

/// A test with the ids of what it names.
pub(super) fn test_shape(tree: &Tree, test: &Test) -> String {
    let list = |tests: &[Test]| tests.iter().map(|test| test_shape(tree, test)).collect::<Vec<_>>().join(", ");
    match test {
        Test::Is(question, at) | Test::Has(question, at) => {
            let question = &tree[*question];
            let word = if matches!(test, Test::Is(..)) { "Is" } else { "Has" };
            format!("{word}({}, {})", question.id, question.options().get(*at).map_or("", |option| &option.id))
        }
        Test::In(question, at) => {
            let question = &tree[*question];
            let band = if let Kind::Number(scale) = &question.kind { scale.bands.get(*at) } else { None };
            format!("In({}, {})", question.id, band.map_or("", |band| &band.id))
        }
        Test::All(tests) => format!("All({})", list(tests)),
        Test::Any(tests) => format!("Any({})", list(tests)),
        Test::Not(test) => format!("Not({})", test_shape(tree, test)),
        Test::AtLeast(count, tests) => format!("AtLeast({count}, {})", list(tests)),
    }
}
