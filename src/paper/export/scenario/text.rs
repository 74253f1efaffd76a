//! Played scenarios as plain text.

use super::{Tested, TestedScenario, message};
use crate::advice::scenario::{Difference, PlayedWalk, Taken, Tally, TreeCoverage};
use crate::advice::walk::spell;
use crate::content::pack::{TestWords, Words, fill};
use crate::content::tree::{QuestionIx, Tree, UNSURE};
use crate::paper::export::command::all_arguments;

/// The widest that the left one of two columns gets, in characters; ids are ASCII.
const COLUMN: usize = 38;

/// A line for each scenario and, under one that does not hold, what differs. `invocation` is the program's name with its packs.
pub fn text(words: &Words, tested: &Tested<'_>, invocation: &str) -> String {
    let words = &words.test;
    let wide = tested.scenarios.iter().map(|scenario| scenario.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for scenario in &tested.scenarios {
        text.push_str(&line(words, scenario, wide));
        for walk in scenario.played.iter().flat_map(|played| &played.walks).filter(|walk| !walk.differences.is_empty()) {
            text.push_str(&details(words, scenario, walk, invocation));
        }
    }
    let (holding, all) = (tested.scenarios.iter().filter(|scenario| scenario.holds()).count(), tested.scenarios.len());
    match all {
        0 => text.push_str(&format!("{}\n", words.none)),
        _ => text.push_str(&format!("{}\n", fill(&words.hold, &[("n", &holding.to_string()), ("all", &all.to_string())]))),
    }
    text
}

/// A line for each tree: what the scenarios come past of it.
pub fn coverage(words: &Words, tested: &Tested<'_>) -> String {
    let words = &words.test;
    let trees = &tested.coverage.trees;
    let wide = trees.iter().map(|tree| tree.tree.id.len()).max().unwrap_or(0);
    type Count = for<'a> fn(&TreeCoverage<'a>) -> Tally;
    let columns: [(&str, Count); 5] = [
        (&words.questions, |tree| tree.asked()),
        (&words.options, |tree| tree.answered()),
        (&words.edges, |tree| tree.edges()),
        (&words.conditions, |tree| tree.held()),
        (&words.outcomes, |tree| tree.reached()),
    ];
    let mut text = String::new();
    for tree in trees {
        let mut line = format!("{:<wide$}", tree.tree.id);
        for (name, count) in columns {
            let shown = |tree: &TreeCoverage<'_>| {
                let Tally { covered, all } = count(tree);
                format!("{covered}/{all}")
            };
            let column = trees.iter().map(|tree| shown(tree).len()).max().unwrap_or(0);
            line.push_str(&format!("  {name} {:<column$}", shown(tree)));
        }
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    text
}

fn line(words: &TestWords, scenario: &TestedScenario<'_>, wide: usize) -> String {
    let state = if scenario.holds() { &words.ok } else { &words.not_ok };
    let column = words.ok.len().max(words.not_ok.len());
    let ends = match &scenario.played {
        None => words.does_not_load.to_string(),
        Some(played) => {
            let walks = played.walks.iter().filter(|walk| walk.variant.is_none());
            walks.map(|walk| ending(words, walk)).collect::<Vec<_>>().join("; ")
        }
    };
    format!("{:<column$}  {:<wide$}  {ends}\n", &**state, scenario.id)
}

fn ending(words: &TestWords, walk: &PlayedWalk<'_>) -> String {
    let (tree, expected) = (walk.walk.tree.name.as_str(), walk.course().outcome.name.as_str());
    let Some(Taken { tree: walked, route, .. }) = &walk.taken else { return fill(&words.not_walked, &[("tree", tree)]) };
    match (route.outcome(), route.open()) {
        (Some(ix), _) => {
            let outcome = walked[ix].id.as_str();
            let word = match (outcome == expected, walk.differences.is_empty()) {
                (_, true) => &words.ends,
                (true, false) => &words.ends_otherwise,
                (false, false) => &words.ends_elsewhere,
            };
            let ending = fill(word, &[("tree", tree), ("outcome", outcome), ("expected", expected)]);
            match walk.walk.variants.len() {
                0 => ending,
                1 => fill(&words.one_variant, &[("ending", &ending)]),
                n => fill(&words.variants, &[("ending", &ending), ("n", &n.to_string())]),
            }
        }
        (None, open) => fill(&words.stops, &[("tree", tree), ("question", open.map_or("", |ix| walked[ix].id.as_str()))]),
    }
}

fn details(words: &TestWords, scenario: &TestedScenario<'_>, walk: &PlayedWalk<'_>, invocation: &str) -> String {
    let mut text = String::new();
    if let Some(variant) = walk.variant {
        text.push_str(&format!("    {}\n", fill(&words.suppose, &[("suppose", &variant.suppose)])));
    }
    for difference in &walk.differences {
        let (line, column) = scenario.place(difference);
        text.push_str(&format!("    {}:{line}:{column}: {}\n", scenario.file.name, message(words, walk, difference)));
    }
    if let Some(taken) = &walk.taken {
        text.push_str(&beside(words, walk, taken));
        text.push_str(&format!("    {invocation} ask {}\n", all_arguments(taken.tree, &taken.answers, &taken.route)));
    }
    text
}

/// A step of the scenario beside one of the walk; one of them may have none here.
struct Row {
    told: Option<String>,
    walked: Option<String>,
    differs: bool,
}

/// The scenario's answers beside the way that was walked, from the first row on in which they differ; nothing where none does.
fn beside(words: &TestWords, walk: &PlayedWalk<'_>, taken: &Taken<'_>) -> String {
    let rows = rows(words, walk, taken);
    let Some(first) = rows.iter().position(|row| row.differs) else { return String::new() };
    let told = |row: &Row| row.told.clone().unwrap_or_else(|| "-".to_owned());
    let shown = rows.get(first..).unwrap_or(&[]);
    let wide = shown.iter().map(|row| told(row).len()).chain([words.scenario.len()]).max().unwrap_or(0).min(COLUMN);
    let mut text = format!("    {:>3}    {:<wide$}  {}\n", "", &*words.scenario, words.walk);
    for (at, row) in shown.iter().enumerate() {
        let mark = if row.differs { "!" } else { " " };
        let walked = row.walked.as_deref().unwrap_or("-");
        text.push_str(&format!("    {:>3} {mark}  {:<wide$}  {walked}\n", first + at + 1, told(row)));
    }
    text
}

fn rows(words: &TestWords, walk: &PlayedWalk<'_>, taken: &Taken<'_>) -> Vec<Row> {
    let Taken { tree, route, .. } = taken;
    let mut rows = Vec::new();
    let mut told = walk.course().answers.iter().peekable();
    let pair = |question: &str, answer: &str| format!("{question} {answer}");
    let passed = |question: &str| route.steps.iter().any(|step| tree[step.question].id == question);
    for step in &route.steps {
        let question = tree[step.question].id.as_str();
        let answer = if step.assumed { UNSURE.to_owned() } else { spell(&step.value) };
        // What the scenario answers and the walk never asks stands before the next thing that both have.
        while let Some(astray) = told.next_if(|told| told.question.name != question && !passed(&told.question.name)) {
            rows.push(Row { told: Some(pair(&astray.question.name, &astray.answer.name)), walked: None, differs: true });
        }
        let row = match told.next_if(|told| told.question.name == question) {
            Some(own) => {
                let differs = refused(walk, &own.answer.name);
                Row { told: Some(pair(question, &own.answer.name)), walked: Some(pair(question, &answer)), differs }
            }
            None => {
                let unanswered = is_unanswered(walk, tree, step.question);
                let word = if unanswered { "{answer}" } else { &*words.known };
                Row { told: None, walked: Some(fill(word, &[("answer", &pair(question, &answer))])), differs: unanswered }
            }
        };
        rows.push(row);
    }
    let end = match (route.outcome(), route.open()) {
        (Some(ix), _) => pair(&words.outcome, &tree[ix].id),
        (None, open) => format!("{} ?", open.map_or("", |ix| tree[ix].id.as_str())),
    };
    let expected = pair(&words.outcome, &walk.course().outcome.name);
    // Where the walk stops short, the scenario's next answer stands beside the question that is open.
    let mut rest: Vec<String> = told.map(|told| pair(&told.question.name, &told.answer.name)).collect();
    rest.push(expected);
    let last = rest.len() - 1;
    let open = route.outcome().is_none();
    for (at, told) in rest.into_iter().enumerate() {
        let here = if open { at == 0 } else { at == last };
        let differs = !here || end != told;
        rows.push(Row { told: Some(told), walked: here.then(|| end.clone()), differs });
    }
    rows
}

fn refused(walk: &PlayedWalk<'_>, answer: &str) -> bool {
    let is_it = |difference: &Difference<'_>| match difference {
        Difference::NoAnswer { answer: at, .. } | Difference::OtherFact { answer: at, .. } => at.name == answer,
        _ => false,
    };
    walk.differences.iter().any(is_it)
}

/// Whether the scenario has no answer to a question where the walk asks it.
fn is_unanswered(walk: &PlayedWalk<'_>, tree: &Tree, question: QuestionIx) -> bool {
    let here = |difference: &Difference<'_>| match difference {
        Difference::Unanswered { question: asked, .. } => *asked == question,
        Difference::OutOfOrder { question: late, .. } => tree[question].id == late.name,
        _ => false,
    };
    walk.differences.iter().any(here)
}
