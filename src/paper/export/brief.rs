//! A question and an outcome as headed lists of texts: what screens and plain text both show.

use std::collections::BTreeMap;

use crate::advice::walk::{Answers, Route, Step, answer_label, band_label};
use crate::content::pack::{Pack, Words, fill};
use crate::content::tree::{Alternative, AlternativeIs, Item, Linked, NONE, Outcome, OutcomeIx, Question, QuestionIx, Tree, UNSURE};

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands under it; never empty.
    pub entries: Vec<Entry>,
}

/// One entry of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What stands in front of it.
    pub mark: Mark,
    /// Its text, in inline Markdown.
    pub text: String,
    /// Where it leads.
    pub leads: Option<LinkTarget>,
}

/// What stands in front of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: running text.
    None,
    /// A bullet.
    Bullet,
    /// A bullet that belongs to the entry above.
    Nested,
    /// Its place in an order, from 1.
    Number(usize),
    /// Something gained.
    Plus,
    /// Something paid.
    Minus,
    /// Something to look out for.
    Warning,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Reference text, `document#heading`.
    Reference(String),
    /// Another tree.
    Tree(String),
    /// A question of this tree, to change its answer.
    Question(QuestionIx),
    /// Another outcome of this tree.
    Outcome(OutcomeIx),
    /// A public address.
    Address(String),
    /// The walk with other answers, as they are written on the command line; several sets to choose from, the first one first.
    WhatIf(Vec<Vec<(QuestionIx, String)>>),
}

/// What is said about a question besides its options.
pub fn question(pack: &Pack, question: &Question) -> Vec<Section> {
    let words = &pack.words().walk;
    let mut sections = Sections::default();
    sections.text(&words.why, &question.why);
    sections.add(&words.how_to_tell, question.how_to_tell.iter().map(|tell| Entry::new(Mark::Bullet, tell.to_string())));
    sections.text(&words.why_assume, &question.assume_why);
    sections.add(&words.read_more, references(pack, &question.references));
    sections.0
}

/// What is said of an outcome besides what its author wrote.
#[derive(Debug, Default)]
pub struct Beyond<'a> {
    /// The answers, to tell what other trees know of them.
    pub answers: Option<&'a Answers>,
    /// The assumption to verify first.
    pub first: Option<QuestionIx>,
    /// What stands in front of what can be read on.
    pub sections: Vec<Section>,
}

/// What an outcome says at the end of a route: only what holds there.
pub fn outcome(pack: &Pack, tree: &Tree, route: &Route, outcome: &Outcome, beyond: Beyond<'_>) -> Vec<Section> {
    let words = pack.words();
    let said = &words.outcome;
    let mut sections = Sections::default();
    sections.text(&said.why, &outcome.why);
    let reached = route.outcome().is_some_and(|ix| std::ptr::eq(&tree[ix], outcome));
    let steps_shown = route.steps.iter().filter(|step| reached && !step.repeated);
    sections.add(&said.because, steps_shown.map(|step| because(words, tree, step)));
    sections.add(&said.verify, verify(tree, route, beyond.first).into_iter().filter(|_| reached));
    sections.0.extend(what_it_means(words, tree, route, outcome));
    sections.text(&said.revisit, &outcome.revisit);
    sections.text(&said.wrong_when, &outcome.wrong_when);
    sections.add(&said.alternatives, route.holding(&outcome.alternatives).map(|item| alternative(words, tree, &item.value)));
    let mistakes = outcome.anti_patterns.iter().filter_map(|link| pack.anti_pattern(&link.name)).map(|entry| Entry {
        mark: Mark::Warning,
        text: format!("**{}.** {} *{}* {}", entry.title, entry.why, said.instead, entry.instead),
        leads: entry.references.first().map(|link| LinkTarget::Reference(link.name.clone())),
    });
    sections.add(&said.anti_patterns, mistakes);
    sections.0.extend(beyond.sections);
    sections.add(&said.references, references(pack, &outcome.references));
    sections.add(
        &said.next,
        route.holding(&outcome.next).map(|item| {
            let id = &item.value.tree.name;
            let title = pack.tree(id).map_or_else(|| id.clone(), |tree| tree.title.to_string());
            let known = pack.tree(id).zip(beyond.answers).map(|(tree, answers)| known(words, tree, answers)).unwrap_or_default();
            Entry { mark: Mark::Bullet, text: format!("**{title}**: {}{known}", item.value.why), leads: Some(LinkTarget::Tree(id.clone())) }
        }),
    );
    sections.add(
        &said.sources,
        outcome.sources.iter().map(|source| Entry {
            mark: Mark::Bullet,
            text: source.title.to_string(),
            leads: Some(LinkTarget::Address(source.url.to_string())),
        }),
    );
    sections.0
}

/// What of an outcome two variants are compared by: why, what it brings and costs, what to do and watch, what else it settles.
pub fn essentials(words: &Words, tree: &Tree, route: &Route, outcome: &Outcome) -> Vec<Section> {
    let mut sections = Sections::default();
    sections.text(&words.outcome.why, &outcome.why);
    sections.0.extend(what_it_means(words, tree, route, outcome));
    sections.0
}

/// What an outcome brings and costs, what to do and to watch, and what else was settled.
fn what_it_means(words: &Words, tree: &Tree, route: &Route, outcome: &Outcome) -> Vec<Section> {
    let said = &words.outcome;
    let plain = |items: &[Item<crate::content::text::Text>], mark: Mark| -> Vec<Entry> {
        route.holding(items).map(|item| Entry::new(mark, item.value.to_string())).collect()
    };
    let mut sections = Sections::default();
    sections.add(&said.gains, plain(&outcome.gains, Mark::Plus));
    sections.add(&said.costs, plain(&outcome.costs, Mark::Minus));
    let steps = plain(&outcome.first_steps, Mark::None);
    sections.add(&said.first_steps, steps.into_iter().enumerate().map(|(at, step)| Entry { mark: Mark::Number(at + 1), ..step }));
    sections.add(
        &said.watch,
        route.holding(&outcome.watch).map(|item| Entry::new(Mark::Bullet, format!("**{}**: {}", item.value.metric, item.value.figure))),
    );
    sections.add(
        &said.also,
        route.also(tree, outcome).into_iter().map(|also| {
            let text =
                format!("**{}: {}.** {}", capitalised(&also.aspect.replace('-', " ")), also.recommendation.trim_end_matches('.'), also.why);
            Entry { mark: Mark::Bullet, text, leads: also.references.first().map(|link| LinkTarget::Reference(link.name.clone())) }
        }),
    );
    sections.0
}

/// How many questions of a tree are answered already, by what other trees have asked.
fn known(words: &Words, tree: &Tree, answers: &Answers) -> String {
    match answers.known(tree) {
        0 => String::new(),
        known => format!(" ({})", fill(&words.outcome.known, &[("n", &known.to_string())])),
    }
}

/// A step in a line: what was asked and what was answered.
pub fn because(words: &Words, tree: &Tree, step: &Step) -> Entry {
    let question = &tree[step.question];
    let answer = step_answer(words, tree, step);
    let assumed = assumed_mark(words, step.assumed);
    let mark = if step.assumed { Mark::Warning } else { Mark::Bullet };
    Entry { mark, text: format!("{} **{answer}**{assumed}", question.prompt), leads: Some(LinkTarget::Question(step.question)) }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// What stands behind an answer that is an assumption.
pub fn assumed_mark(words: &Words, assumed: bool) -> String {
    if assumed { format!(" ({})", words.walk.assumed) } else { String::new() }
}

/// The answer of a step in words, a figure with its band.
pub fn step_answer(words: &Words, tree: &Tree, step: &Step) -> String {
    let label = answer_label(&tree[step.question], &step.value, &words.walk.none_of_these);
    match band_label(tree, step) {
        Some(band) => format!("{label} ({band})"),
        None => label,
    }
}

/// What an answer is called that is told by its id: an option, a band, "not sure" or "none of these". An id that the question does not
/// have is told as it is.
pub fn answer_name<'a>(words: &'a Words, question: &'a Question, id: &'a str) -> &'a str {
    match question.answers().find(|(answer, ..)| *answer == id) {
        Some((_, label, _)) => label,
        None if id == UNSURE => &words.walk.not_sure,
        None if id == NONE => &words.walk.none_of_these,
        None => id,
    }
}

/// How many voted for each answer, most first: `Yes 4, Not sure 2`. Without a question the answers are told by their ids.
pub fn votes_told(words: &Words, question: Option<&Question>, votes: &BTreeMap<String, u32>) -> String {
    let mut votes: Vec<(&String, &u32)> = votes.iter().collect();
    votes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let told = votes.into_iter().map(|(id, count)| {
        let name = question.map_or(id.as_str(), |question| answer_name(words, question, id));
        format!("{name} {count}")
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What was assumed, with how to find it out.
pub(super) fn verify(tree: &Tree, route: &Route, first: Option<QuestionIx>) -> Vec<Entry> {
    let mut assumed: Vec<&Step> = route.steps.iter().filter(|step| step.assumed && !step.repeated).collect();
    assumed.sort_by_key(|step| Some(step.question) != first);
    assumed
        .into_iter()
        .map(|step| {
            let question = &tree[step.question];
            let tell = question.how_to_tell.first().map_or("", |tell| tell.as_str());
            Entry { mark: Mark::Warning, text: format!("**{}** {tell}", question.prompt), leads: Some(LinkTarget::Question(step.question)) }
        })
        .collect()
}

fn alternative(words: &Words, tree: &Tree, alternative: &Alternative) -> Entry {
    let (name, leads) = match &alternative.is {
        AlternativeIs::Outcome(ix) => (tree[*ix].recommendation.trim_end_matches('.'), Some(LinkTarget::Outcome(*ix))),
        AlternativeIs::Named(name) => (name.as_str(), None),
    };
    let when = fill(&words.outcome.right_when, &[("when", &alternative.right_when)]);
    Entry { mark: Mark::Bullet, text: format!("**{name}**: {when}"), leads }
}

fn references(pack: &Pack, links: &[Linked]) -> Vec<Entry> {
    let entry = |link: &Linked| {
        let text = pack.reference_title(&link.name).unwrap_or_else(|| link.name.clone());
        Entry { mark: Mark::Bullet, text, leads: Some(LinkTarget::Reference(link.name.clone())) }
    };
    links.iter().map(entry).collect()
}

impl Entry {
    fn new(mark: Mark, text: String) -> Entry {
        Entry { mark, text, leads: None }
    }
}

#[derive(Default)]
pub(super) struct Sections(pub(super) Vec<Section>);

impl Sections {
    /// Adds a section, unless there is nothing to stand under its heading.
    fn add(&mut self, heading: &str, entries: impl IntoIterator<Item = Entry>) {
        let entries: Vec<Entry> = entries.into_iter().collect();
        if !entries.is_empty() {
            self.0.push(Section { heading: heading.to_owned(), entries });
        }
    }

    fn text(&mut self, heading: &str, text: &str) {
        self.add(heading, [Entry::new(Mark::None, text.to_owned())]);
    }
}
