//! A tree file, laid out like those that people write.

use std::collections::HashMap;
use std::fmt::Write;

use super::Note;
use super::flowchart::Flowchart;
use super::name::{Ids, node_slug, shortened};
use super::plan::{Answer, Part, Plan, Step, Target};
use crate::content::document::block_mark;
use crate::content::source::quoted;
use crate::content::text::clean_line;
use crate::content::tree::slug;

/// The longest label and recommendation in characters; what is longer stands in full beside them.
const LABEL: usize = 48;
const RECOMMENDATION: usize = 120;
/// The longest prompt and title; the whole prompt stands in the TODO of `why`.
const PROMPT: usize = 300;
/// The most steps of an outcome, within what a list may hold.
const MAX_STEPS: usize = 150;
/// The most steps that an answer names.
const STEPS_NAMED: usize = 3;

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

/// The text of a tree file, which loads. Costs steps in line with the size of the plan.
pub(super) fn tree(draft: &Draft<'_>, notes: &mut Vec<Note>) -> String {
    let Draft { chart, plan, id, file, .. } = *draft;
    let names = Names::of(chart, plan);
    let begins_with_step = plan.first != Target::Node(plan.start);
    let opening = begins_with_step.then(|| chart.text(plan.start));
    // What only says that it is the beginning is no title.
    let opening = opening.filter(|opening| !["start", "begin", "start here"].contains(&opening.to_lowercase().as_str()));
    let title = draft.title.or(opening).unwrap_or_else(|| match plan.first {
        Target::Node(node) | Target::Back(node) => chart.text(node),
    });
    let todo = "TODO: say in a line what this decides, as somebody would ask it".to_owned();
    let summary = chart.description.clone().or_else(|| opening.filter(|opening| *opening != title).map(str::to_owned)).unwrap_or(todo);
    let origin = if file.is_empty() { String::new() } else { format!(" in {}", clean_line(file)) };
    let mut text = format!(
        "// Made from the flowchart{origin}. Each text that begins with TODO is one that a flowchart does not have.\n(\n    \
         id: {},\n    version: 1,\n    title: {},\n    summary: {},\n    start: {},\n    nodes: [\n",
        quoted(id),
        quoted(&shortened_title(draft, title, notes)),
        quoted(&summary),
        quoted(names.node(plan.first)),
    );
    let mut writer = Writer { chart, plan, names: &names, notes, text: &mut text };
    for part in &plan.parts {
        match part {
            Part::Question { node, answers } => writer.question(*node, answers),
            Part::Outcome(target) => writer.outcome(*target),
        }
    }
    text.push_str("    ],\n)\n");
    text
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
                    let slugs = answers.iter().map(|answer| ids.unique(slug(words(chart, answer)), "option"));
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
}

impl Writer<'_, '_> {
    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{:1$}{line}", "", depth * 4);
    }

    fn field(&mut self, name: &str, value: &str) {
        self.line(3, &format!("{name}: {},", quoted(value)));
    }

    fn question(&mut self, node: usize, answers: &[Answer]) {
        let (target, plan, chart) = (Target::Node(node), self.plan, self.chart);
        let id = self.names.node(target);
        for step in plan.steps.get(&target).into_iter().flatten() {
            let said = step_words(chart, step);
            self.line(2, &format!("// On the way here, line {} says: {said}", chart.line(step.node)));
            let message = format!("{} has a single way on, so it is no question: a comment above `{id}` keeps it", chart.shown(step.node));
            self.notes.push(Note::new(chart.line(step.node), message));
        }
        let labels = self.labels(node, answers);
        let (first, second) = (labels.first().map_or("", |label| label), labels.get(1).map_or("", |label| label));
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
            let meaning = self.meaning(answer, label);
            self.line(5, &format!("(id: {id}, label: {}, meaning: {}, to: {to}),", quoted(label), quoted(&meaning)));
        }
        self.line(4, "],");
        self.line(3, "),");
        let why = format!("TODO: say why “{}” is the answer that is cheapest to be wrong about, or assume another one", markdown(first));
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
            labels.push(label);
        }
        labels
    }

    /// What an answer leads to, in a sentence; and the whole of a label that was shortened.
    fn meaning(&self, answer: &Answer, label: &str) -> String {
        let whole = words(self.chart, answer);
        let whole = if whole == label || label.starts_with(whole) { String::new() } else { format!("{}. ", ended(&markdown(whole))) };
        let mut steps = Vec::new();
        if let Target::Node(end) = answer.to {
            let mut at = answer.next;
            while at != end && steps.len() <= STEPS_NAMED {
                steps.push(if steps.len() < STEPS_NAMED { ended(&markdown(self.chart.text(at))).to_owned() } else { "…".to_owned() });
                at = self.plan.on.get(&at).copied().unwrap_or(end);
            }
        }
        let steps = if steps.is_empty() { String::new() } else { format!("First: {}. ", steps.join("; ")) };
        let leads = match answer.to {
            Target::Node(end) if self.is_question(end) => format!("Asked next: {}", markdown(self.chart.text(end))),
            Target::Node(end) => format!("Leads to: {}", markdown(self.chart.text(end))),
            Target::Back(node) => format!("Leads back to: {}", markdown(self.chart.text(node))),
        };
        format!("{whole}{steps}{leads}")
    }

    fn is_question(&self, node: usize) -> bool {
        self.names.options.contains_key(&node)
    }

    fn outcome(&mut self, target: Target) {
        let (chart, plan) = (self.chart, self.plan);
        let id = self.names.node(target);
        let whole = match target {
            Target::Node(node) => chart.text(node).to_owned(),
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
        self.steps(id, plan.steps.get(&target).map_or(&[], Vec::as_slice));
        let (metric, figure) = ("TODO: name what to measure from now on", "TODO: name the figure at which to act");
        self.line(3, &format!("watch: [(metric: {}, figure: {})],", quoted(metric), quoted(figure)));
        self.field("revisit", "TODO: say what has to happen for the decision to be looked at again");
        self.field("wrong_when", "TODO: say when this is the wrong choice");
        for empty in ["alternatives", "references", "sources"] {
            self.line(3, &format!("{empty}: [],"));
        }
        self.line(2, "),");
    }

    /// The steps on the way to an outcome are the first to be done; those that not every way passes have a condition.
    fn steps(&mut self, id: &str, steps: &[Step]) {
        if steps.is_empty() {
            self.line(3, &format!("first_steps: [{}],", quoted("TODO: say what to do first, step by step")));
            return;
        }
        let mut ids = Ids::default();
        self.line(3, "first_steps: [");
        for (at, step) in steps.iter().enumerate() {
            let (line, shown) = (self.chart.line(step.node), self.chart.shown(step.node));
            if at >= MAX_STEPS {
                self.notes.push(Note::new(line, format!("{shown} is left out: it is more than the {MAX_STEPS}th step before `{id}`")));
                continue;
            }
            let said = quoted(&markdown(&step_words(self.chart, step)));
            let only = match &step.entries {
                None => {
                    self.line(4, &format!("{said},"));
                    ""
                }
                Some(entries) => {
                    let is = |(question, at): &(usize, usize)| {
                        format!("Is({}, {})", quoted(self.names.node(Target::Node(*question))), quoted(self.names.option(*question, *at)))
                    };
                    let tests: Vec<String> = entries.iter().map(is).collect();
                    let when = if let [test] = tests.as_slice() { test.clone() } else { format!("Any([{}])", tests.join(", ")) };
                    let id = ids.unique(node_id(self.chart, step.node), "step");
                    self.line(4, &format!("(id: {}, when: {when}, text: {said}),", quoted(&id)));
                    " of those who come this way"
                }
            };
            let message = format!("{shown} has a single way on, so it is no question: it is a first step of `{id}`{only}");
            self.notes.push(Note::new(line, message));
        }
        self.line(3, "],");
    }
}

/// A step with the label of its edge.
fn step_words(chart: &Flowchart, step: &Step) -> String {
    let text = chart.text(step.node);
    if step.label.is_empty() { text.to_owned() } else { format!("{text} ({})", step.label) }
}

/// A text without the full stop at its end.
fn ended(text: &str) -> &str {
    text.trim_end_matches('.')
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
