//! What is wrong with the data files, or probably wrong: one file a rule.
//!
//! Some faults show while files are read and linked ([`Pack::check`]); the rules here look at what was read. Each rule, whoever
//! finds its faults, has a file under `rules/` whose doc comment is its manual: `waypost lint --explain CODE` shows it.

mod fix;
#[cfg(test)]
mod fixture;
mod flow;
mod rules;

pub use fix::mended;
use std::collections::HashMap;

use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::pack::{Finding, Loaded, Pack};
use crate::content::source::MAX_DIAGNOSTICS;
use crate::content::tree::Tree;
use flow::Flow;

/// A kind of fault: what it is called, what it means, and how it is found.
#[derive(Debug)]
pub struct Rule {
    /// What its faults are called.
    pub code: Code,
    /// Its manual, in Markdown, line by line as the doc comment has it.
    manual: &'static [&'static str],
    find: Find,
}

/// How the faults of a rule are found.
#[derive(Debug)]
enum Find {
    /// By reading and linking the files.
    ByReading,
    /// By looking at each tree that loads.
    InTree(fn(&Subject<'_>, &mut Vec<Diagnostic>)),
    /// By looking at the pack as a whole.
    InPack(for<'a> fn(&'a Pack, &mut Vec<Finding<'a>>)),
}

/// A tree that rules look at.
#[derive(Debug)]
struct Subject<'a> {
    tree: &'a Tree,
    /// Its file's text.
    text: &'a str,
    /// How many trees ask for each fact.
    facts: &'a HashMap<&'a str, usize>,
    flow: Flow,
}

impl Rule {
    /// Every rule, in the order of their codes' names.
    pub fn all() -> impl Iterator<Item = &'static Rule> {
        rules::ALL.iter().copied()
    }

    /// The rule of a code's name.
    pub fn named(name: &str) -> Option<&'static Rule> {
        Rule::all().find(|rule| rule.code.as_str() == name)
    }

    /// Its manual as Markdown; the first line says in a sentence what the fault is.
    pub fn manual(&self) -> String {
        // Each line of a doc comment begins with the space behind its slashes.
        self.manual.iter().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
    }
}

impl<'a> Subject<'a> {
    /// The nodes by where they stand in the file: id and place.
    fn owners(&self) -> Vec<(&'a str, Span)> {
        let questions = self.tree.questions().map(|(_, question)| (question.id.as_str(), question.span));
        let outcomes = self.tree.outcomes().map(|(_, outcome)| (outcome.id.as_str(), outcome.span));
        let mut owners: Vec<(&str, Span)> = questions.chain(outcomes).collect();
        owners.sort_by_key(|(_, span)| *span);
        owners
    }

    /// Whether another tree asks for the fact of a question too, so that its answer counts there.
    fn counts_elsewhere(&self, fact: Option<&str>) -> bool {
        fact.is_some_and(|fact| self.facts.get(fact).is_some_and(|trees| *trees > 1) || self.tree.questions_of_fact(fact).len() > 1)
    }
}

/// Every fault of a pack: those of reading and linking, and what the rules find in what could be read.
///
/// Costs one pass over the text, and steps in line with the numbers of nodes, edges and conditions. What an exact answer would cost
/// more for is looked into within a budget, and left alone past it: a warning is never a guess.
pub fn lint(pack: &Pack) -> Vec<Finding<'_>> {
    let mut findings = pack.check();
    let mut facts: HashMap<&str, usize> = HashMap::new();
    for tree in pack.tree_ids().filter_map(|id| pack.tree(id)) {
        tree.facts().for_each(|fact| *facts.entry(fact).or_default() += 1);
    }
    let judged = pack.each_tree(|id| pack.tree_file(id).map(|file| judged(file, &facts)).unwrap_or_default());
    findings.extend(judged.into_iter().flatten());
    for rule in Rule::all() {
        if let Find::InPack(find) = rule.find {
            find(pack, &mut findings);
        }
    }
    findings
}

/// What the rules find in a tree.
fn judged<'a>(file: &'a Loaded<Tree>, facts: &HashMap<&str, usize>) -> Vec<Finding<'a>> {
    let Some(tree) = &file.value else { return Vec::new() };
    let subject = Subject { tree, text: &file.text, facts, flow: Flow::of(tree) };
    let mut faults = Vec::new();
    for rule in Rule::all() {
        if let Find::InTree(find) = rule.find {
            find(&subject, &mut faults);
        }
    }
    faults.sort_by_key(|fault| (fault.span(), fault.code));
    faults.truncate(MAX_DIAGNOSTICS);
    faults.into_iter().map(|fault| file.finding(fault)).collect()
}
