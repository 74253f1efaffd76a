//! The stable JSON of `waypost test --format json`. Version 1; a field may be added, none is changed or taken away without a new
//! version.

use serde::Serialize;

use super::uncovered::answer_id;
use super::{Tested, TestedScenario, message};
use crate::advice::scenario::{Difference, Gap, PlayedWalk, Tally, TreeCoverage, Whose};
use crate::content::diagnostic::line_and_column;
use crate::content::pack::Words;
use crate::content::tree::{NONE, QuestionIx, Tree};
use crate::paper::export::command::all_arguments;
use crate::paper::export::json::{FORMAT, write};

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    ok: bool,
    scenarios: Vec<Scenario<'a>>,
    coverage: Vec<Covered<'a>>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    id: &'a str,
    file: &'a str,
    title: Option<&'a str>,
    ok: bool,
    /// Why it does not load; empty when it does.
    faults: Vec<Fault<'a>>,
    walks: Vec<Walk<'a>>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    message: String,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct Walk<'a> {
    tree: &'a str,
    /// What a variant supposes to be otherwise; null for the walk as it is.
    suppose: Option<&'a str>,
    ok: bool,
    expected: &'a str,
    /// What was reached; null where a question is open, or there is no such tree.
    outcome: Option<&'a str>,
    /// The question that is open.
    question: Option<&'a str>,
    /// The other parts of the result.
    parts: Vec<&'a str>,
    differences: Vec<Differing<'a>>,
    /// The arguments of `waypost ask` that repeat the walk.
    ask: Option<String>,
}

#[derive(Serialize)]
struct Differing<'a> {
    kind: &'static str,
    message: String,
    line: usize,
    column: usize,
    near: &'a [String],
}

#[derive(Serialize)]
struct Covered<'a> {
    tree: &'a str,
    walks: usize,
    questions: Count,
    options: Count,
    edges: Count,
    conditions: Count,
    outcomes: Count,
    uncovered: Vec<Uncovered<'a>>,
}

#[derive(Serialize)]
struct Count {
    covered: usize,
    all: usize,
}

/// One thing that no scenario comes past; only the fields that its `kind` needs are not null.
#[derive(Serialize, Default)]
struct Uncovered<'a> {
    kind: &'static str,
    question: Option<&'a str>,
    answer: Option<&'a str>,
    /// Where an edge leads.
    to: Option<&'a str>,
    outcome: Option<&'a str>,
    /// A conditional item or `also` entry.
    part: Option<&'a str>,
}

/// The report as one object.
pub fn json(words: &Words, tested: &Tested<'_>) -> String {
    write(&Report {
        format: FORMAT,
        ok: tested.holds(),
        scenarios: tested.scenarios.iter().map(|tested| scenario(words, tested)).collect(),
        coverage: tested.coverage.trees.iter().map(covered).collect(),
    })
}

fn scenario<'a>(words: &Words, tested: &'a TestedScenario<'_>) -> Scenario<'a> {
    let faults = tested.file.faults.iter().map(|fault| {
        let place = fault.span().map(|span| line_and_column(&tested.file.text, span.range().start));
        let (line, column) = (place.map(|(line, _)| line), place.map(|(_, column)| column));
        Fault { code: fault.code.as_str(), message: fault.message.clone(), line, column }
    });
    Scenario {
        id: tested.id,
        file: &tested.file.name,
        title: tested.file.value.as_ref().map(|scenario| scenario.title.as_str()),
        ok: tested.holds(),
        faults: faults.collect(),
        walks: tested.played.iter().flat_map(|played| &played.walks).map(|walk| walked(words, tested, walk)).collect(),
    }
}

fn walked<'a>(words: &Words, tested: &TestedScenario<'_>, walk: &'a PlayedWalk<'_>) -> Walk<'a> {
    let taken = walk.taken.as_ref();
    let result = taken.and_then(|taken| taken.route.result(taken.tree));
    let difference = |difference: &'a Difference<'_>| {
        let (line, column) = tested.place(difference);
        let message = message(&words.test, walk, difference);
        Differing { kind: difference.kind(), message, line, column, near: difference.near() }
    };
    Walk {
        tree: &walk.walk.tree.name,
        suppose: walk.variant.map(|variant| variant.suppose.as_str()),
        ok: walk.differences.is_empty(),
        expected: &walk.course().outcome.name,
        outcome: result.as_ref().map(|(outcome, _)| *outcome),
        question: taken.and_then(|taken| Some(taken.tree[taken.route.open()?].id.as_str())),
        parts: result.map(|(_, parts)| parts).unwrap_or_default(),
        differences: walk.differences.iter().map(difference).collect(),
        ask: taken.map(|taken| all_arguments(taken.tree, &taken.answers, &taken.route)),
    }
}

fn covered<'a>(covered: &TreeCoverage<'a>) -> Covered<'a> {
    let count = |Tally { covered, all }| Count { covered, all };
    Covered {
        tree: &covered.tree.id,
        walks: covered.walks,
        questions: count(covered.asked()),
        options: count(covered.answered()),
        edges: count(covered.edges()),
        conditions: count(covered.held()),
        outcomes: count(covered.reached()),
        uncovered: covered.gaps().into_iter().map(|gap| uncovered(covered.tree, gap)).collect(),
    }
}

fn uncovered<'a>(tree: &'a Tree, gap: Gap<'a>) -> Uncovered<'a> {
    let question = |ix: QuestionIx| Some(tree[ix].id.as_str());
    let answer = |ix, at| Some(answer_id(tree, ix, at));
    let none = Uncovered::default();
    match gap {
        Gap::Question(ix) => Uncovered { kind: "question", question: question(ix), ..none },
        Gap::Answer(ix, at) => Uncovered { kind: "answer", question: question(ix), answer: answer(ix, at), ..none },
        Gap::Without(ix, at) => Uncovered { kind: "without", question: question(ix), answer: answer(ix, at), ..none },
        Gap::None(ix) => Uncovered { kind: "answer", question: question(ix), answer: Some(NONE), ..none },
        Gap::Edge(ix, at) => {
            let to = tree[ix].edges.get(at).map(|edge| tree.node_id(edge.to));
            Uncovered { kind: "edge", question: question(ix), to, ..none }
        }
        Gap::Outcome(ix) => Uncovered { kind: "outcome", outcome: Some(&tree[ix].id), ..none },
        Gap::Holding(whose) => Uncovered { kind: "holding", ..condition(tree, whose) },
        Gap::Failing(whose) => Uncovered { kind: "failing", ..condition(tree, whose) },
    }
}

fn condition<'a>(tree: &'a Tree, whose: Whose<'a>) -> Uncovered<'a> {
    let none = Uncovered::default();
    match whose {
        Whose::Edge(ix, at) => {
            let to = tree[ix].edges.get(at).map(|edge| tree.node_id(edge.to));
            Uncovered { question: Some(&tree[ix].id), to, ..none }
        }
        Whose::Item(ix, id) => Uncovered { outcome: Some(&tree[ix].id), part: Some(id), ..none },
        Whose::Also(id) => Uncovered { part: Some(id), ..none },
    }
}
