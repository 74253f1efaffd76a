//! Where the nodes and edges of a tree stand when it is drawn as an indented outline with lines: no words and no styles.
//!
//! A tree is an acyclic graph. A node that several questions lead to is drawn whole once, with what lies behind it; elsewhere a
//! row only points to it.

mod folds;
#[cfg(test)]
mod tests;

use std::iter::Enumerate;
use std::vec::IntoIter;

pub use folds::Folds;

use crate::advice::walk::{End, Route};
use crate::content::tree::{Node, QuestionIx, Tree};

/// A tree as rows, from the start down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    rows: Vec<Row>,
    /// The question that each node is drawn whole under, by the node's number.
    homes: Vec<Option<QuestionIx>>,
    questions: usize,
}

/// One row: a node, and how one comes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The node.
    pub node: Node,
    /// The row of the question that it hangs under; `None` for the start.
    pub under: Option<usize>,
    /// The edges of that question that lead here, by their places.
    pub edges: Vec<usize>,
    /// The number of rows that it hangs under.
    pub depth: usize,
    /// Whether the route comes this way.
    pub walked: bool,
    /// How much of the node is drawn.
    pub form: Form,
    /// The line that goes on below the row, beside everything that hangs under it.
    pub below: Line,
}

/// How much of a node is drawn at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All of it: what it leads to follows.
    Whole,
    /// Only itself; so many nodes that would be drawn under it are left out.
    Folded(usize),
    /// A pointer to the row where it is drawn whole.
    Again,
}

/// A line downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// None.
    None,
    /// A line to rows that the route does not pass.
    Plain,
    /// A line to the row where the route goes on.
    Walked,
}

/// Lays a tree out. What is folded changes which rows there are, but not where a node is drawn whole: on the route where it lies
/// there, else at its first place in the order of the file's edges. A node that no edge leads to has no row.
///
/// Costs one step for each node and edge, and for each step of the route; a chain may be as long as a file allows.
pub fn lay_out(tree: &Tree, route: &Route, folds: &Folds) -> Diagram {
    let mut layout = Layout::new(tree, route);
    let start = Row { node: tree.start, under: None, edges: Vec::new(), depth: 0, walked: true, form: Form::Whole, below: Line::None };
    layout.set_placed(tree.start, None);
    let mut open = Vec::new();
    layout.rows.push(start);
    if let Node::Question(question) = tree.start {
        open.push(layout.open(question, 0, None, folds));
    }
    while let Some(branch) = open.last_mut() {
        let Some((at, target)) = branch.targets.next() else {
            open.pop();
            continue;
        };
        let walked = branch.walked == Some(at);
        let whole = layout.is_placed_by(target.node, branch.question);
        if whole {
            layout.set_placed(target.node, Some(branch.question));
        }
        if let Some(folded) = branch.hidden_by {
            if whole && let Some(Form::Folded(hidden)) = layout.rows.get_mut(folded).map(|row| &mut row.form) {
                *hidden += 1;
            }
        } else {
            let below = match branch.walked {
                _ if at + 1 == branch.count => Line::None,
                Some(walked) if walked > at => Line::Walked,
                _ => Line::Plain,
            };
            let depth = open.len();
            let form = if whole { Form::Whole } else { Form::Again };
            let under = open.last().map(|branch| branch.row);
            layout.rows.push(Row { node: target.node, under, edges: target.edges, depth, walked, form, below });
        }
        let hidden_by = open.last().and_then(|branch| branch.hidden_by);
        if let (true, Node::Question(question)) = (whole, target.node) {
            open.push(layout.open(question, layout.rows.len() - 1, hidden_by, folds));
        }
    }
    Diagram { rows: layout.rows, homes: layout.homes, questions: tree.questions().len() }
}

/// A node that a question leads to, with the edges that do.
struct Target {
    node: Node,
    edges: Vec<usize>,
}

/// A question whose targets are being drawn.
struct Branch {
    question: QuestionIx,
    row: usize,
    targets: Enumerate<IntoIter<Target>>,
    count: usize,
    /// The target by which the route goes on.
    walked: Option<usize>,
    /// The folded row that leaves out everything under this question.
    hidden_by: Option<usize>,
}

struct Layout<'a> {
    tree: &'a Tree,
    rows: Vec<Row>,
    homes: Vec<Option<QuestionIx>>,
    placed: Vec<bool>,
    /// The question from which the route comes to a node, by the node's number.
    came_from: Vec<Option<QuestionIx>>,
    /// The last question whose edges were gathered that leads to a node, and the place among its targets.
    gathered: Vec<Option<(QuestionIx, usize)>>,
}

impl<'a> Layout<'a> {
    fn new(tree: &'a Tree, route: &Route) -> Self {
        let nodes = tree.questions().len() + tree.outcomes().len();
        let mut came_from = vec![None; nodes];
        let end = match route.end {
            End::Open(question) => Node::Question(question),
            End::Outcome(outcome) => Node::Outcome(outcome),
        };
        let passed = route.steps.iter().map(|step| Node::Question(step.question)).skip(1).chain([end]);
        for (step, to) in route.steps.iter().zip(passed) {
            if let Some(from) = came_from.get_mut(number(tree.questions().len(), to)) {
                *from = Some(step.question);
            }
        }
        Layout { tree, rows: Vec::new(), homes: vec![None; nodes], placed: vec![false; nodes], came_from, gathered: vec![None; nodes] }
    }

    fn number(&self, node: Node) -> usize {
        number(self.tree.questions().len(), node)
    }

    fn came_from(&self, node: Node) -> Option<QuestionIx> {
        self.came_from.get(self.number(node)).copied().flatten()
    }

    /// Whether a node that was come upon under a question is to be drawn whole there.
    fn is_placed_by(&self, node: Node, question: QuestionIx) -> bool {
        self.placed.get(self.number(node)) == Some(&false) && self.came_from(node).is_none_or(|from| from == question)
    }

    fn set_placed(&mut self, node: Node, home: Option<QuestionIx>) {
        let number = self.number(node);
        if let (Some(placed), Some(slot)) = (self.placed.get_mut(number), self.homes.get_mut(number)) {
            *placed = true;
            *slot = home;
        }
    }

    /// Opens a question whose row is the last one, or is left out by a row that is folded.
    fn open(&mut self, question: QuestionIx, row: usize, hidden_by: Option<usize>, folds: &Folds) -> Branch {
        let targets = self.targets(question);
        let folded = hidden_by.is_none() && folds.is_folded(question);
        if let Some(row) = self.rows.get_mut(row).filter(|_| folded) {
            row.form = Form::Folded(0);
        }
        let walked = targets.iter().position(|target| self.came_from(target.node) == Some(question));
        let hidden_by = hidden_by.or(folded.then_some(row));
        Branch { question, row, count: targets.len(), targets: targets.into_iter().enumerate(), walked, hidden_by }
    }

    fn targets(&mut self, question: QuestionIx) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for (at, edge) in self.tree[question].edges.iter().enumerate() {
            let number = self.number(edge.to);
            let Some(gathered) = self.gathered.get_mut(number) else { continue };
            let known = gathered.filter(|(from, _)| *from == question).and_then(|(_, place)| targets.get_mut(place));
            match known {
                Some(target) => target.edges.push(at),
                None => {
                    *gathered = Some((question, targets.len()));
                    targets.push(Target { node: edge.to, edges: vec![at] });
                }
            }
        }
        targets
    }
}

/// A number for each node: first the questions, then the outcomes.
fn number(questions: usize, node: Node) -> usize {
    match node {
        Node::Question(ix) => ix.place(),
        Node::Outcome(ix) => questions + ix.place(),
    }
}

impl Diagram {
    /// The rows, from the top.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row at a place.
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.rows.get(at)
    }

    /// The row where a node is drawn other than as a pointer; `None` while it is folded away. Costs a look at each row.
    pub fn place(&self, node: Node) -> Option<usize> {
        self.rows.iter().position(|row| row.node == node && row.form != Form::Again)
    }

    /// The questions that a node hangs under where it is drawn whole, the nearest first.
    pub fn above(&self, node: Node) -> impl Iterator<Item = QuestionIx> + '_ {
        let home = |node: Node| self.homes.get(number(self.questions, node)).copied().flatten();
        std::iter::successors(home(node), move |question| home(Node::Question(*question)))
    }

    /// The rows that a row hangs under, the nearest first; their lines pass the row on its left.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let under = |at: usize| self.row(at).and_then(|row| row.under);
        std::iter::successors(under(at), move |at| under(*at))
    }

    /// The line from a row to those that hang under it.
    pub fn inwards(&self, at: usize) -> Line {
        match self.row(at + 1).filter(|next| next.under == Some(at)) {
            None => Line::None,
            Some(next) if next.walked || next.below == Line::Walked => Line::Walked,
            Some(_) => Line::Plain,
        }
    }
}
