//! What becomes of each node: a question, an outcome, or a step on the way to one of them.

use std::collections::{HashMap, HashSet};

use super::flowchart::Flowchart;
use super::{ImportError, Note};
use crate::content::tree::MAX_OPTIONS;

/// The most ways to a step that its condition names.
const MAX_ENTRIES: usize = 64;
/// The most edges that are followed to find the start that reaches most: past these, the one that came to most nodes by then is taken.
const START_BUDGET: usize = 5_000_000;

/// A tree by the places of nodes in the chart.
#[derive(Debug)]
pub(super) struct Plan {
    /// The node where the chart begins.
    pub start: usize,
    /// Where the tree begins, past the steps from there.
    pub first: Target,
    /// The questions and outcomes, each in front of what its answers lead to.
    pub parts: Vec<Part>,
    /// The steps from the start to the first question, in order.
    pub opening: Vec<Step>,
    /// The steps between questions, those in front of one question together and in order.
    pub between: Vec<Step>,
    /// What follows each node that has a single way on.
    pub on: HashMap<usize, Way>,
}

/// The only way on from a node.
#[derive(Debug)]
pub(super) struct Way {
    pub to: usize,
    /// May be empty.
    pub label: String,
}

/// What an answer leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Target {
    /// A question or an outcome.
    Node(usize),
    /// The advice to go back to a node, in the place of an edge that would close a circle.
    Back(usize),
}

#[derive(Debug)]
pub(super) enum Part {
    Question { node: usize, answers: Vec<Answer> },
    Outcome(Target),
}

#[derive(Debug)]
pub(super) struct Answer {
    /// The label of the edge; may be empty.
    pub label: String,
    pub line: usize,
    /// The node at the other end of the edge.
    pub next: usize,
    pub to: Target,
}

/// A node on the way to a question.
#[derive(Debug)]
pub(super) struct Step {
    pub node: usize,
    /// The question that it leads to.
    pub question: usize,
    /// The answers, by question node and place, of which one leads here; empty when every walk passes, and `None` when there are
    /// too many to name.
    pub entries: Option<Vec<(usize, usize)>>,
}

/// Decides what becomes of each node. Costs a few steps for each node and edge, up to [`START_BUDGET`] more where many nodes could be
/// the start, and no recursion.
///
/// # Errors
/// When there is no node.
pub(super) fn plan(chart: &Flowchart, notes: &mut Vec<Note>) -> Result<Plan, ImportError> {
    let mut planner = Planner::new(chart, notes);
    let Some(start) = planner.start() else {
        return Err(ImportError::NoFlowchart { line: 1, why: "the flowchart has no nodes".to_owned() });
    };
    planner.open_circles(start);
    planner.tell_unreached(start);
    Ok(planner.plan(start))
}

struct Planner<'a> {
    chart: &'a Flowchart,
    notes: &'a mut Vec<Note>,
    /// The edges out of each node, without those that say what another one says.
    out: Vec<Vec<usize>>,
    /// Edges that would close a circle.
    closing: HashSet<usize>,
    /// The nodes that the start reaches, in the order in which they are come upon.
    reached: Vec<usize>,
}

impl<'a> Planner<'a> {
    fn new(chart: &'a Flowchart, notes: &'a mut Vec<Note>) -> Self {
        let mut out = vec![Vec::new(); chart.nodes.len()];
        let mut seen: HashMap<(usize, usize, &str), usize> = HashMap::new();
        for (at, edge) in chart.edges.iter().enumerate() {
            match seen.insert((edge.from, edge.to, &edge.label), edge.line) {
                None => out.get_mut(edge.from).into_iter().for_each(|edges: &mut Vec<usize>| edges.push(at)),
                Some(line) => {
                    let ends = (chart.shown(edge.from), chart.shown(edge.to));
                    notes.push(Note::new(edge.line, format!("the edge from {} to {} stands on line {line} already", ends.0, ends.1)));
                }
            }
        }
        Planner { chart, notes, out, closing: HashSet::new(), reached: Vec::new() }
    }

    fn out(&self, node: usize) -> &[usize] {
        self.out.get(node).map_or(&[], Vec::as_slice)
    }

    fn to(&self, edge: usize) -> usize {
        self.chart.edges.get(edge).map_or(0, |edge| edge.to)
    }

    fn note(&mut self, line: usize, message: String) {
        self.notes.push(Note::new(line, message));
    }

    /// Where the chart begins: the node that reaches most, the first of them.
    fn start(&mut self) -> Option<usize> {
        let nodes: Vec<usize> =
            (0..self.chart.nodes.len()).filter(|at| self.chart.nodes.get(*at).is_some_and(|node| !node.is_group)).collect();
        // Whatever no other node leads to, a circle too, is come upon first at one of these.
        let mut seen = vec![usize::MAX; self.chart.nodes.len()];
        let mut candidates = Vec::new();
        // Each edge is followed once, since the marks stay.
        let mut unbounded = usize::MAX;
        for node in &nodes {
            if self.spread(*node, 0, &mut seen, &mut unbounded) > 0 {
                candidates.push(*node);
            }
        }
        let mut best = (0, *nodes.first()?);
        let mut budget = START_BUDGET;
        // A later one that leads to earlier ones reaches more than they do.
        for (mark, candidate) in candidates.iter().enumerate().rev() {
            let count = self.spread(*candidate, mark + 1, &mut seen, &mut budget);
            if count >= best.0 {
                best = (count, *candidate);
            }
            if budget == 0 {
                break;
            }
        }
        if best.0 < nodes.len() {
            let message = format!("no node leads to all others; the tree begins with {}, which leads to most", self.chart.shown(best.1));
            self.note(self.chart.line(best.1), message);
        }
        Some(best.1)
    }

    /// How many nodes without a mark a node leads to, itself included; they get it. Ends early when the edges to follow are used up.
    fn spread(&self, from: usize, mark: usize, marks: &mut [usize], budget: &mut usize) -> usize {
        let (mut open, mut count) = (vec![from], 0);
        while let Some(node) = open.pop() {
            if marks.get_mut(node).is_some_and(|seen| std::mem::replace(seen, mark) != mark) {
                count += 1;
                let edges = self.out(node);
                // The node itself counts too, for there may be a great many that lead nowhere.
                let Some(left) = budget.checked_sub(edges.len() + 1) else {
                    *budget = 0;
                    break;
                };
                *budget = left;
                open.extend(edges.iter().map(|edge| self.to(*edge)));
            }
        }
        count
    }

    /// Finds the edges that close a circle, by a walk in depth from the start.
    fn open_circles(&mut self, start: usize) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; self.chart.nodes.len()];
        // The nodes that are open, each with the number of its edges that were followed.
        let mut path = vec![(start, 0)];
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            if *followed == 0 && marks.get(node) == Some(&Mark::New) {
                self.reached.push(node);
                marks.get_mut(node).into_iter().for_each(|mark| *mark = Mark::Open);
            }
            let Some(edge) = self.out(node).get(*followed).copied() else {
                marks.get_mut(node).into_iter().for_each(|mark| *mark = Mark::Done);
                path.pop();
                continue;
            };
            *followed += 1;
            let to = self.to(edge);
            match marks.get(to) {
                Some(Mark::New) => path.push((to, 0)),
                Some(Mark::Open) => {
                    self.closing.insert(edge);
                    let line = self.chart.edges.get(edge).map_or(1, |edge| edge.line);
                    let label = self.chart.edges.get(edge).map_or("", |edge| &edge.label);
                    let instead = match (self.out(node).len(), label) {
                        (1, "") => "it ends there".to_owned(),
                        (1, label) => format!("it ends there, and its label is left out: {label}"),
                        _ => "that answer ends in the advice to go back".to_owned(),
                    };
                    let ends = (self.chart.shown(node), self.chart.shown(to));
                    let message = format!("the edge from {} to {} closes a circle, which a tree cannot have: {instead}", ends.0, ends.1);
                    self.note(line, message);
                }
                _ => {}
            }
        }
    }

    fn tell_unreached(&mut self, start: usize) {
        let reached: HashSet<usize> = self.reached.iter().copied().collect();
        for (at, node) in self.chart.nodes.iter().enumerate() {
            if !node.is_group && !reached.contains(&at) {
                let message = format!("{} cannot be reached from {}, and is left out", self.chart.shown(at), self.chart.shown(start));
                self.notes.push(Note::new(node.line, message));
            }
        }
    }

    /// The only edge of a node that is a step.
    fn only_edge(&self, node: usize) -> Option<usize> {
        let [edge] = self.out(node) else { return None };
        (!self.closing.contains(edge)).then_some(*edge)
    }

    fn is_question(&self, node: usize) -> bool {
        self.out(node).len() > 1
    }

    fn plan(&mut self, start: usize) -> Plan {
        let ends = self.ends();
        let same = self.same(&ends);
        let one = |node: usize| same.get(&node).copied().unwrap_or(node);
        let end = |node: usize| ends.get(&node).map_or(node, |(end, _)| *end);
        let first = Target::Node(if self.is_question(end(start)) { end(start) } else { one(start) });
        let (mut parts, mut seen, mut open) = (Vec::new(), HashSet::new(), vec![first]);
        while let Some(target) = open.pop() {
            if !seen.insert(target) {
                continue;
            }
            match target {
                Target::Node(node) if self.is_question(node) => {
                    let answers = self.answers(node, &ends, &same);
                    open.extend(answers.iter().rev().map(|answer| answer.to));
                    parts.push(Part::Question { node, answers });
                }
                _ => parts.push(Part::Outcome(target)),
            }
        }
        let mut on = HashMap::new();
        for step in ends.keys() {
            if let Some(edge) = self.only_edge(*step).and_then(|edge| self.chart.edges.get(edge)) {
                on.insert(*step, Way { to: one(edge.to), label: edge.label.clone() });
            }
        }
        let opening = std::iter::successors(Some(start), |node| on.get(node).map(|way| way.to));
        let question = end(start);
        let opening = opening.take_while(|node| first == Target::Node(question) && *node != question && ends.contains_key(node));
        let opening = opening.map(|node| Step { node, question, entries: Some(Vec::new()) }).collect();
        let between = self.between(&ends, &parts);
        Plan { start, first, parts, opening, between, on }
    }

    /// For each node that says what another one says, and leads to the same outcome, the first of them.
    fn same(&mut self, ends: &HashMap<usize, (usize, usize)>) -> HashMap<usize, usize> {
        let away = |node: &usize| ends.get(node).map_or(0, |(_, away)| *away);
        let of_outcomes = |node: &&usize| !self.is_question(ends.get(*node).map_or(**node, |(end, _)| *end));
        let mut nodes: Vec<usize> = self.reached.iter().filter(of_outcomes).copied().collect();
        // Whatever a node leads on to is known by then.
        nodes.sort_by_key(away);
        let (mut same, mut known) = (HashMap::new(), HashMap::new());
        for node in nodes {
            let way = self.only_edge(node).and_then(|edge| self.chart.edges.get(edge));
            let next = way.map(|way| (same.get(&way.to).copied().unwrap_or(way.to), way.label.as_str()));
            let first = *known.entry((self.chart.text(node), next)).or_insert(node);
            if first != node {
                same.insert(node, first);
                let (shown, line) = (self.chart.shown(node), self.chart.line(first));
                let message = format!("{shown} says the same as {} on line {line}: the two become one", self.chart.shown(first));
                self.notes.push(Note::new(self.chart.line(node), message));
            }
        }
        same
    }

    /// The node in which each step ends, and how many steps away it is.
    fn ends(&self) -> HashMap<usize, (usize, usize)> {
        let mut ends: HashMap<usize, (usize, usize)> = HashMap::new();
        for node in &self.reached {
            let (mut chain, mut at) = (Vec::new(), *node);
            let (end, away) = loop {
                if let Some(known) = ends.get(&at) {
                    break *known;
                }
                match self.only_edge(at) {
                    Some(edge) => {
                        chain.push(at);
                        at = self.to(edge);
                    }
                    None => break (at, 0),
                }
            };
            for (behind, step) in chain.into_iter().rev().enumerate() {
                ends.insert(step, (end, away + behind + 1));
            }
        }
        ends
    }

    fn answers(&mut self, node: usize, ends: &HashMap<usize, (usize, usize)>, same: &HashMap<usize, usize>) -> Vec<Answer> {
        let edges = self.out(node).to_vec();
        let mut answers = Vec::new();
        for (at, edge) in edges.into_iter().enumerate() {
            let Some(drawn) = self.chart.edges.get(edge) else { continue };
            if at >= MAX_OPTIONS {
                let message = format!(
                    "{} has more than {MAX_OPTIONS} answers; this one is left out, with what only it leads to",
                    self.chart.shown(node)
                );
                self.note(drawn.line, message);
                continue;
            }
            let (next, end) = (same.get(&drawn.to).copied().unwrap_or(drawn.to), ends.get(&drawn.to).map_or(drawn.to, |(end, _)| *end));
            let to = match () {
                () if self.closing.contains(&edge) => Target::Back(drawn.to),
                () if self.is_question(end) => Target::Node(end),
                // The decision is the first node behind the last answer, and what follows it is done afterwards.
                () => Target::Node(next),
            };
            answers.push(Answer { label: drawn.label.clone(), line: drawn.line, next, to });
        }
        if let Some(answer) = answers.iter().find(|answer| answer.label.is_empty()) {
            let message = format!("an answer of {} has no label: it is called after what it leads to", self.chart.shown(node));
            self.note(answer.line, message);
        }
        answers
    }

    /// The steps that some walks pass between two questions, each with the answers that lead to it.
    fn between(&self, ends: &HashMap<usize, (usize, usize)>, parts: &[Part]) -> Vec<Step> {
        let mut entries: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        let mut places = HashMap::new();
        for (place, part) in parts.iter().enumerate() {
            let Part::Question { node, answers } = part else { continue };
            places.insert(*node, place);
            for (at, answer) in answers.iter().enumerate() {
                if matches!(answer.to, Target::Node(to) if to != answer.next) {
                    entries.entry(answer.next).or_default().push((*node, at));
                }
            }
        }
        let ordered = ends.iter().filter_map(|(step, (end, away))| Some((*places.get(end)?, usize::MAX - away, *step, *end)));
        let mut ordered: Vec<(usize, usize, usize, usize)> = ordered.collect();
        ordered.sort_unstable();
        let mut steps = Vec::new();
        // From the one that is farthest from its question, so that whatever leads to a step is known by then.
        for (_, _, node, question) in ordered {
            let (Some(mut own), Some(edge)) = (entries.remove(&node), self.only_edge(node)) else { continue };
            own.truncate(MAX_ENTRIES + 1);
            if self.to(edge) != question {
                let of_next = entries.entry(self.to(edge)).or_default();
                of_next.extend(own.iter().take((MAX_ENTRIES + 1).saturating_sub(of_next.len())));
            }
            steps.push(Step { node, question, entries: (own.len() <= MAX_ENTRIES).then_some(own) });
        }
        steps
    }
}
