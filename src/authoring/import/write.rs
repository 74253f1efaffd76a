//! A tree file, laid out like those that people write.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::Note;
use super::flowchart::Flowchart;
use super::name::{Ids, answer_slug, is_figure, node_slug, shortened};
use super::plan::{Answer, Part, Plan, Step, Target};
use crate::content::document::block_mark;
use crate::content::source::quoted;
use crate::content::text::clean_line;

/// The longest label and recommendation in characters; what is longer stands in full beside them.
const LABEL: usize = 48;
const RECOMMENDATION: usize = 120;
/// The longest prompt and title; the whole prompt stands in the TODO of `why`.
const PROMPT: usize = 300;
/// The most steps of an outcome, within what a list may hold.
const MAX_STEPS: usize = 150;
/// The most entries of `also`, within what a list may hold.
const MAX_ALSO: usize = 150;
/// The most steps that an answer names.
const STEPS_NAMED: usize = 3;
const FIRST_STEP: &str = "TODO: say what to do first, step by step";
/// An id of more characters than that is better shortened.
const LONG_ID: usize = 30;

/// What a tree file is made from.
pub(super) struct Draft<'a> {
    pub chart: &'a Flowchart,
    pub plan: &'a Plan,
    pub id: &'a str,
    pub title: Option<&'a str>,
    /// The line of the title, where it is known.
    pub title_line: usize,
    /// The file that the chart stands in; may be empty.
    pub file: &'a str,
}

/// The text of a tree file.
pub(super) struct Written {
    pub text: String,
    /// The longest id, where it is long.
    pub long_id: Option<String>,
}

/// The text of a tree file, which loads. Costs steps in line with the size of the plan.
pub(super) fn tree(draft: &Draft<'_>, notes: &mut Vec<Note>) -> Written {
    let Draft { chart, plan, id, file, .. } = *draft;
    let names = Names::of(chart, plan);
    let begins_with_step = plan.first != Target::Node(plan.start);
    let opening = begins_with_step.then(|| chart.text(plan.start));
    // What only says that it is the beginning is no title.
    let opening = opening.filter(|opening| !["start", "begin", "start here"].contains(&opening.to_lowercase().as_str()));
    let asked = match plan.first {
        Target::Node(node) | Target::Back(node) => chart.text(node),
    };
    let title = match draft.title.or(opening) {
        Some(title) => shortened_title(draft, title, notes),
        None => format!("TODO: say in a few words what this decides; it begins with “{}”", shortened(asked, RECOMMENDATION)),
    };
    let todo = "TODO: say in a line what this decides, as somebody would ask it".to_owned();
    let summary = chart
        .description
        .clone()
        .or_else(|| opening.filter(|opening| draft.title.is_some_and(|title| title != *opening)).map(str::to_owned))
        .unwrap_or(todo);
    let origin = if file.is_empty() { String::new() } else { format!(" in {}", clean_line(file)) };
    let mut text = format!(
        "// Made from the flowchart{origin}. Each text that begins with TODO is one that a flowchart does not have.\n(\n    \
         id: {},\n    version: 1,\n    title: {},\n    summary: {},\n    start: {},\n",
        quoted(id),
        quoted(&title),
        quoted(&summary),
        quoted(names.node(plan.first)),
    );
    let mut writer = Writer { chart, plan, names: &names, notes, text: &mut text, twins: twins(chart, plan) };
    let (told, untold) = sorted_steps(plan);
    writer.also(&told);
    writer.line(1, "nodes: [");
    for part in &plan.parts {
        match part {
            Part::Question { node, answers } => {
                untold.get(node).into_iter().flatten().for_each(|step| writer.comment(step));
                writer.question(*node, answers);
            }
            Part::Outcome(target) => writer.outcome(*target),
        }
    }
    writer.tell_followers();
    text.push_str("    ],\n)\n");
    Written { text, long_id: names.longest().filter(|id| id.len() > LONG_ID).map(str::to_owned) }
}

/// The steps that the result tells of, and by question those that only a comment can keep: every walk passes them, or they are more
/// than a condition or a list can name.
fn sorted_steps(plan: &Plan) -> (Vec<&Step>, HashMap<usize, Vec<&Step>>) {
    let (mut told, mut untold) = (Vec::new(), HashMap::<usize, Vec<&Step>>::new());
    for step in plan.opening.iter().chain(&plan.between) {
        if step.entries.as_ref().is_some_and(|entries| !entries.is_empty()) && told.len() < MAX_ALSO {
            told.push(step);
        } else {
            untold.entry(step.question).or_default().push(step);
        }
    }
    (told, untold)
}

/// The texts that several outcomes have, which differ in what follows.
fn twins<'a>(chart: &'a Flowchart, plan: &Plan) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    let outcomes = plan.parts.iter().filter_map(|part| if let Part::Outcome(Target::Node(node)) = part { Some(*node) } else { None });
    outcomes.map(|node| chart.text(node)).filter(|text| !seen.insert(*text)).collect()
}

/// A title of a handy length. One that is also what a node says stands in full there.
fn shortened_title(draft: &Draft<'_>, title: &str, notes: &mut Vec<Note>) -> String {
    let short = shortened(title, PROMPT);
    if short != title && draft.title == Some(title) {
        let message =
            format!("the title has more than {PROMPT} characters, and is cut short; the rest is left out: {}", rest(title, &short));
        notes.push(Note::new(draft.title_line, message));
    }
    short
}

/// What was cut off a text.
fn rest<'a>(whole: &'a str, short: &str) -> &'a str {
    whole.get(short.trim_end_matches([' ', '…']).len()..).unwrap_or("").trim_start()
}

/// Ids for questions and outcomes, and for the options of each question.
struct Names {
    nodes: HashMap<Target, String>,
    options: HashMap<usize, Vec<String>>,
}

impl Names {
    fn of(chart: &Flowchart, plan: &Plan) -> Names {
        let mut ids = Ids::default();
        let mut names = Names { nodes: HashMap::new(), options: HashMap::new() };
        for part in &plan.parts {
            let (target, id, or) = match part {
                Part::Question { node, answers } => {
                    let mut ids = Ids::default();
                    let slugs = answers.iter().map(|answer| {
                        let leads = || node_id(chart, answer.next);
                        ids.unique(answer_slug(words(chart, answer), leads), "option")
                    });
                    names.options.insert(*node, slugs.collect());
                    (Target::Node(*node), node_id(chart, *node), "question")
                }
                Part::Outcome(target @ Target::Node(node)) => (*target, node_id(chart, *node), "outcome"),
                Part::Outcome(target @ Target::Back(node)) => (*target, format!("back-to-{}", node_id(chart, *node)), "back"),
            };
            names.nodes.insert(target, ids.unique(id.trim_end_matches('-').to_owned(), or));
        }
        names
    }

    fn longest(&self) -> Option<&str> {
        // In order, so that of several long ones the same is told each time.
        let all = self.nodes.values().chain(self.options.values().flatten());
        all.map(String::as_str).max_by_key(|id| (id.len(), std::cmp::Reverse(*id)))
    }

    fn node(&self, target: Target) -> &str {
        self.nodes.get(&target).map_or("", String::as_str)
    }

    fn option(&self, question: usize, at: usize) -> &str {
        self.options.get(&question).and_then(|options| options.get(at)).map_or("", String::as_str)
    }
}

fn node_id(chart: &Flowchart, node: usize) -> String {
    node_slug(chart.nodes.get(node).map_or("", |node| &node.name), chart.text(node))
}

/// What an answer is called: as its edge is or, without a label, as what it leads to.
fn words<'a>(chart: &'a Flowchart, answer: &'a Answer) -> &'a str {
    if answer.label.is_empty() { chart.text(answer.next) } else { &answer.label }
}

struct Writer<'a, 'b> {
    chart: &'a Flowchart,
    plan: &'a Plan,
    names: &'a Names,
    notes: &'b mut Vec<Note>,
    text: &'b mut String,
    /// Texts that several outcomes have.
    twins: HashSet<&'a str>,
}

impl Writer<'_, '_> {
    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{:1$}{line}", "", depth * 4);
    }

    fn field(&mut self, name: &str, value: &str) {
        self.line(3, &format!("{name}: {},", quoted(value)));
    }

    fn question(&mut self, node: usize, answers: &[Answer]) {
        let (target, chart) = (Target::Node(node), self.chart);
        let id = self.names.node(target);
        let labels = self.labels(node, answers);
        let (first, second) = (labels.first().map_or("", |label| label), labels.get(1).map_or("", |label| label));
        if answers.iter().all(|answer| is_figure(&answer.label)) {
            let message =
                format!("the answers of {} are figures: a `Number` with bands may ask for them better than a `Choice`", chart.shown(node));
            self.notes.push(Note::new(chart.text_line(node), message));
        }
        self.line(2, "Question(");
        self.line(3, &format!("id: {},", quoted(id)));
        let prompt = shortened(chart.text(node), PROMPT);
        let todo = format!("TODO: say what this decides, and why “{}” leads elsewhere than “{}”", markdown(first), markdown(second));
        let why = if prompt == chart.text(node) {
            todo
        } else {
            let message = format!("the text of {} has more than {PROMPT} characters: `why` of `{id}` keeps all of it", chart.shown(node));
            self.notes.push(Note::new(chart.text_line(node), message));
            format!("{todo}; the whole question is: {}", markdown(chart.text(node)))
        };
        self.field("prompt", &prompt);
        self.field("why", &why);
        let how = "TODO: say how to find the answer out: what to measure, the query or command, the figure that counts";
        self.line(3, &format!("how_to_tell: [{}],", quoted(how)));
        self.line(3, "kind: Choice(");
        self.line(4, &format!("assume: {},", quoted(self.names.option(node, 0))));
        self.line(4, "options: [");
        for (at, (answer, label)) in answers.iter().zip(&labels).enumerate() {
            let (id, to) = (quoted(self.names.option(node, at)), quoted(self.names.node(answer.to)));
            let meaning = self.meaning(answer);
            self.line(5, &format!("(id: {id}, label: {}, meaning: {}, to: {to}),", quoted(label), quoted(&meaning)));
        }
        self.line(4, "],");
        self.line(3, "),");
        let why = format!(
            "TODO: “{}” was taken since it stands first; say why it is the cheapest to be wrong about, or assume another one",
            markdown(first)
        );
        self.field("assume_why", &why);
        self.line(2, "),");
    }

    /// The labels of the answers, of a handy length and none of them twice.
    fn labels(&mut self, node: usize, answers: &[Answer]) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for answer in answers {
            let mut label = shortened(words(self.chart, answer), LABEL);
            if labels.contains(&label) {
                let message =
                    format!("two answers of {} are called “{label}”; this one is told apart by what it leads to", self.chart.shown(node));
                self.notes.push(Note::new(answer.line, message));
                label = shortened(&format!("{label}: {}", self.chart.text(answer.next)), LABEL);
            }
            if labels.contains(&label) {
                label = format!("{} ({})", shortened(&label, LABEL - 6), labels.len() + 1);
            }
            labels.push(label);
        }
        labels
    }

    /// What is to be written of an answer: with the whole of its label, and what it leads to.
    fn meaning(&self, answer: &Answer) -> String {
        let mut steps = Vec::new();
        if let Target::Node(end) = answer.to {
            let mut at = answer.next;
            while at != end && steps.len() <= STEPS_NAMED {
                steps.push(if steps.len() < STEPS_NAMED { self.chart.text(at).to_owned() } else { "…".to_owned() });
                at = self.plan.on.get(&at).map_or(end, |way| way.to);
            }
        }
        steps.push(match answer.to {
            Target::Node(end) => self.chart.text(end).to_owned(),
            Target::Back(node) => format!("going back to: {}", self.chart.text(node)),
        });
        markdown(&format!("TODO: say what “{}” means here; it leads to: {}", words(self.chart, answer), steps.join(", then ")))
    }

    /// Keeps a step that is no part of the result.
    fn comment(&mut self, step: &Step) {
        let (line, shown) = (self.chart.line(step.node), self.chart.shown(step.node));
        let said = self.said(step.node);
        self.line(2, &format!("// On the way here, line {line} says: {said}"));
        let id = self.names.node(Target::Node(step.question));
        let message = format!("{shown} has a single way on, so it is no question: a comment above `{id}` keeps it");
        self.notes.push(Note::new(line, message));
    }

    /// What a step says, with the label of its only edge.
    fn said(&self, node: usize) -> String {
        let (text, label) = (self.chart.text(node), self.plan.on.get(&node).map_or("", |way| &way.label));
        if label.is_empty() { text.to_owned() } else { format!("{text} ({label})") }
    }

    /// The steps between questions, which are recommended to those who pass them.
    fn also(&mut self, steps: &[&Step]) {
        if steps.is_empty() {
            return;
        }
        let (mut ids, mut aspects) = (Ids::default(), Ids::default());
        self.line(1, "also: [");
        for step in steps {
            let is = |(question, at): &(usize, usize)| {
                format!("Is({}, {})", quoted(self.names.node(Target::Node(*question))), quoted(self.names.option(*question, *at)))
            };
            let tests: Vec<String> = step.entries.iter().flatten().map(is).collect();
            let when = if let [test] = tests.as_slice() { test.clone() } else { format!("Any([{}])", tests.join(", ")) };
            let said = self.said(step.node);
            let recommendation = shortened(&said, RECOMMENDATION);
            let todo = "TODO: say why this fits those who pass here";
            let why = if recommendation == said { todo.to_owned() } else { format!("{todo}; the whole step is: {}", markdown(&said)) };
            // Several may hold at once, which those of one aspect must not.
            let (id, aspect) = (ids.unique(node_id(self.chart, step.node), "step"), aspects.unique("step".to_owned(), ""));
            self.line(2, "(");
            self.line(3, &format!("id: {}, aspect: {}, when: {when},", quoted(&id), quoted(&aspect)));
            self.field("recommendation", &recommendation);
            self.field("why", &why);
            self.line(3, "references: [],");
            self.line(2, "),");
            let message = format!(
                "{} stands between two questions: as `{id}` in `also`, it is recommended to those who pass it",
                self.chart.shown(step.node)
            );
            self.notes.push(Note::new(self.chart.line(step.node), message));
        }
        self.line(1, "],");
    }

    fn outcome(&mut self, target: Target) {
        let (chart, plan) = (self.chart, self.plan);
        let id = self.names.node(target);
        let whole = match target {
            Target::Node(node) => match plan.on.get(&node).filter(|_| self.twins.contains(chart.text(node))) {
                Some(way) => format!("{}, then: {}", chart.text(node), chart.text(way.to)),
                None => chart.text(node).to_owned(),
            },
            Target::Back(node) => format!("Go back to: {}", chart.text(node)),
        };
        let recommendation = shortened(&whole, RECOMMENDATION);
        let why = match recommendation == whole {
            true => "TODO: say why this fits those whose answers lead here".to_owned(),
            false => markdown(&whole),
        };
        self.line(2, "Outcome(");
        self.line(3, &format!("id: {},", quoted(id)));
        self.field("recommendation", &recommendation);
        self.field("why", &why);
        self.line(3, &format!("gains: [{}],", quoted("TODO: name what it brings")));
        self.line(3, &format!("costs: [{}],", quoted("TODO: name what it costs: money, work, freedom to change")));
        self.steps(target);
        let (metric, figure) = ("TODO: name what to measure from now on", "TODO: name the figure at which to act");
        self.line(3, &format!("watch: [(metric: {}, figure: {})],", quoted(metric), quoted(figure)));
        self.field("revisit", "TODO: say what has to happen for the decision to be looked at again");
        self.field("wrong_when", "TODO: say when this is the wrong choice");
        for empty in ["alternatives", "references", "sources"] {
            self.line(3, &format!("{empty}: [],"));
        }
        self.line(2, "),");
    }

    /// What follows an outcome in a line is the first to be done.
    fn steps(&mut self, target: Target) {
        let plan = self.plan;
        let Target::Node(node) = target else { return self.line(3, &format!("first_steps: [{}],", quoted(FIRST_STEP))) };
        let mut ways = std::iter::successors(plan.on.get(&node), |way| plan.on.get(&way.to)).peekable();
        if ways.peek().is_none() {
            return self.line(3, &format!("first_steps: [{}],", quoted(FIRST_STEP)));
        }
        self.line(3, "first_steps: [");
        for way in ways.take(MAX_STEPS) {
            let text = self.chart.text(way.to);
            let said = if way.label.is_empty() { text.to_owned() } else { format!("{text} ({})", way.label) };
            self.line(4, &format!("{},", quoted(&markdown(&said))));
        }
        self.line(3, "],");
    }

    /// Tells of the nodes that follow outcomes, each once.
    fn tell_followers(&mut self) {
        let plan = self.plan;
        let mut told: HashSet<usize> = HashSet::new();
        for part in &plan.parts {
            let Part::Outcome(target @ Target::Node(outcome)) = part else { continue };
            let mut at = *outcome;
            let mut count = 0;
            while let Some(way) = plan.on.get(&at).filter(|way| count <= MAX_STEPS && told.insert(way.to)) {
                at = way.to;
                count += 1;
                let (shown, id) = (self.chart.shown(at), self.names.node(*target));
                let message = match count <= MAX_STEPS {
                    true => format!("{shown} follows the outcome `{id}`: it is one of its first steps"),
                    false => format!("{shown} and what follows it are left out: `{id}` has {MAX_STEPS} first steps already"),
                };
                self.notes.push(Note::new(self.chart.line(at), message));
            }
        }
    }
}

/// Plain words as Markdown that shows them so.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mark = block_mark(text);
    let mut before = ' ';
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map_or(' ', |(_, next)| *next);
        let has_meaning = match c {
            '\\' | '`' | '*' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '&' => next.is_ascii_alphanumeric() || next == '#',
            ']' => matches!(next, '(' | '[' | ':'),
            _ => mark == Some(at),
        };
        if has_meaning {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}
