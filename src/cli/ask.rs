//! `waypost ask`: a walk in one line, for people and for programs.

use std::collections::{BTreeMap, HashMap};

use super::args::{AskArgs, AskFormat, Given};
use super::report::{Failure, find_tree};
use super::{Ending, Output};
use crate::advice::insight::{Conflict, conflicts, possible};
use crate::advice::walk::{Answer, Answers, End, Key, Route, answer_label, key_named, route, value_of};
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};
use crate::paper::export::brief::{self, Beyond};
use crate::paper::export::decision::{Consulted, adr, html, markdown};
use crate::paper::export::insight::contradiction_section;
use crate::paper::export::{command, json, text};
use crate::paper::record::{Header, Record, Sitting, take};

pub(super) fn run(pack: &Pack, args: &AskArgs, out: &mut Output) -> Result<Ending, Failure> {
    let tree = find_tree(pack, &args.tree)?;
    let answers = read_answers(pack, tree, &args.given)?;
    let route = route(tree, &answers);
    let possible = possible(tree, &answers, &route);
    let text = match args.format {
        AskFormat::Json => json::ask(pack, tree, &answers, &route, &possible),
        AskFormat::Markdown => markdown(&Consulted::of(pack, &record(pack, tree, &answers), &answers)),
        AskFormat::Adr => adr(&Consulted::of(pack, &record(pack, tree, &answers), &answers)),
        AskFormat::Html => html(&Consulted::of(pack, &record(pack, tree, &answers), &answers)),
        AskFormat::Text => match route.end {
            End::Outcome(ix) => {
                let beyond = Beyond { answers: Some(&answers), ..Beyond::default() };
                let outcome = text::outcome(pack, tree, &route, ix, beyond, out.width);
                let contradicted = contradiction_section(pack, &contradicting(pack, tree, &answers));
                let contradicted = text::sections(contradicted.as_slice(), out.width);
                let explain = format!("{} explain {}", out.invocation, command::all_arguments(tree, &answers, &route));
                format!("{}{outcome}{contradicted}\n{explain}\n", unused(pack, tree, &answers, &route))
            }
            End::Open(ix) => {
                let mut text = format!("{}{}", unused(pack, tree, &answers, &route), path(pack, tree, &route));
                let words = &pack.words().walk;
                let left = text::possible_count(pack.words(), tree, &possible);
                text.push_str(&text::question(pack, tree, ix, out.width));
                text.push_str(&format!("\n{}: {left}\n", words.still_possible));
                let so_far = command::all_arguments(tree, &answers, &route);
                text.push_str(&format!("\n{} ask {so_far} -a {}=..\n", out.invocation, tree[ix].id));
                text
            }
        },
    };
    out.print(&format!("{}\n", text.trim_end()))?;
    Ok(if route.outcome().is_some() { Ending::Done } else { Ending::Open })
}

/// The answers as a record without a title, which nobody has yet looked at.
fn record(pack: &Pack, tree: &Tree, answers: &Answers) -> Record {
    let (header, walked, remarks) = (Header::default(), [tree.id.clone()], BTreeMap::new());
    take(pack, &Sitting { header: &header, walked: &walked, answers, remarks: &remarks }, &Record::default())
}

/// What contradicts the result of a tree.
pub(super) fn contradicting<'a>(pack: &'a Pack, tree: &Tree, answers: &Answers) -> Vec<Conflict<'a>> {
    conflicts(pack, answers).into_iter().filter(|conflict| conflict.concerns(&tree.id)).collect()
}

/// The answers so far, a line each.
pub(super) fn path(pack: &Pack, tree: &Tree, route: &Route) -> String {
    let mut text = String::new();
    for (at, step) in route.steps.iter().enumerate() {
        let answer = brief::step_answer(pack.words(), tree, step);
        let assumed = brief::assumed_mark(pack.words(), step.assumed);
        text.push_str(&format!("{:>3}  {} {answer}{assumed}\n", at + 1, tree[step.question].prompt));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Answers that have no effect on this route, a line each: somebody gave them, and should know.
pub(super) fn unused(pack: &Pack, tree: &Tree, answers: &Answers, route: &Route) -> String {
    let words = &pack.words().walk;
    let line = |ix: &QuestionIx| {
        let question = &tree[*ix];
        let answer = answers.get(&Key::of(tree, *ix))?;
        Some(format!("  x  {} {}\n", question.prompt, answer_label(question, &answer.value(question), &words.none_of_these)))
    };
    let lines: String = route.inactive.iter().filter_map(line).collect();
    if lines.is_empty() { lines } else { format!("{}\n{lines}\n", words.inactive) }
}

/// Reads `-a` and `--unsure`: a key is a question or fact of the tree at hand, or of another one when it is written `tree/question`.
///
/// # Errors
/// When a tree or key is unknown, a key is given twice, a value does not fit, or another tree does not load.
pub(super) fn read_answers(pack: &Pack, tree: &Tree, given: &Given) -> Result<Answers, Failure> {
    let mut all = Vec::new();
    for text in &given.answers {
        let Some((name, value)) = text.split_once('=') else {
            let message = format!("`{text}` is not of the form KEY=ANSWER");
            return Err(Failure::usage("malformed-answer", message));
        };
        let (of, question) = asked(pack, tree, name.trim())?;
        let value = value_of(&of[question], value.trim())?;
        all.push((name.trim(), Key::of(of, question), Answer::Given(value)));
    }
    for name in &given.unsure {
        let (of, question) = asked(pack, tree, name.trim())?;
        all.push((name.trim(), Key::of(of, question), Answer::Unsure));
    }
    let mut seen: HashMap<Key, &str> = HashMap::new();
    let mut answers = Vec::new();
    for (name, key, answer) in all {
        if let Some(before) = seen.insert(key.clone(), name) {
            let message = if before == name {
                format!("`{name}` is answered twice")
            } else {
                format!("`{before}` and `{name}` are one question, and it is answered twice")
            };
            return Err(Failure::usage("answered-twice", message));
        }
        answers.push((key, answer));
    }
    Ok(answers.into_iter().collect())
}

/// The question that a key names, and its tree.
fn asked<'a>(pack: &'a Pack, tree: &'a Tree, name: &str) -> Result<(&'a Tree, QuestionIx), Failure> {
    let Some((other, key)) = name.split_once('/') else { return Ok((tree, key_named(tree, name)?)) };
    let other = find_tree(pack, other)?;
    let question = key_named(other, key).map_err(|mut error| {
        // As they would be typed.
        error.near.iter_mut().for_each(|near| *near = format!("{}/{near}", other.id));
        error
    })?;
    Ok((other, question))
}
