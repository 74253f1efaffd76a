//! A whole tree drawn: as an outline in plain text, as Mermaid and as Graphviz DOT.

mod dot;
mod mermaid;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;

pub use dot::dot;
pub use mermaid::mermaid;
pub use text::{Lines, text};

use super::condition::edges_in_words;
use crate::advice::walk::{End, Route, edge_taken};
use crate::content::pack::Words;
use crate::content::tree::{Node, OutcomeIx, QuestionIx, Tree};

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Graph<'a> {
    /// The interface's words, which conditions are told in.
    pub words: &'a Words,
    /// The tree.
    pub tree: &'a Tree,
    /// The walk that stands out; `None` for the bare tree.
    pub route: Option<&'a Route>,
}

/// How a node stands to the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The walk does not pass it, or there is none.
    Elsewhere,
    /// It was answered.
    Walked,
    /// It was answered by its assumption.
    Assumed,
    /// The walk ends here, at an open question or at the outcome.
    Here,
}

/// The walk by its nodes and edges.
#[derive(Debug, Default)]
struct Way {
    nodes: HashMap<Node, Standing>,
    /// The edge by which each question was left.
    taken: HashMap<QuestionIx, usize>,
}

/// An edge to be drawn.
struct Arrow<'a> {
    from: &'a str,
    to: Node,
    label: String,
    walked: bool,
}

impl Way {
    fn of(graph: Graph<'_>) -> Way {
        let mut way = Way::default();
        let Some(route) = graph.route else { return way };
        let mut known = HashMap::new();
        for step in &route.steps {
            let standing = if step.assumed { Standing::Assumed } else { Standing::Walked };
            way.nodes.insert(Node::Question(step.question), standing);
            known.insert(step.question, step.settled);
            if let Some(at) = edge_taken(graph.tree, step.question, &|question| known.get(&question).copied()) {
                way.taken.insert(step.question, at);
            }
        }
        let end = match route.end {
            End::Open(ix) => Node::Question(ix),
            End::Outcome(ix) => Node::Outcome(ix),
        };
        way.nodes.insert(end, Standing::Here);
        way
    }

    fn standing(&self, node: Node) -> Standing {
        self.nodes.get(&node).copied().unwrap_or(Standing::Elsewhere)
    }
}

impl<'a> Graph<'a> {
    /// What stands in a node's box.
    fn node_text(self, node: Node) -> &'a str {
        match node {
            Node::Question(ix) => &self.tree[ix].prompt,
            Node::Outcome(ix) => &self.tree[ix].recommendation,
        }
    }

    /// Every node: the questions, then the outcomes, in the order of the file.
    fn nodes(self) -> impl Iterator<Item = Node> {
        let questions = self.tree.questions().map(|(ix, _): (QuestionIx, _)| Node::Question(ix));
        questions.chain(self.tree.outcomes().map(|(ix, _): (OutcomeIx, _)| Node::Outcome(ix)))
    }

    /// Every edge, one by one: two answers that lead to one node are two arrows.
    fn arrows(self, way: &Way) -> Vec<Arrow<'a>> {
        let mut arrows = Vec::new();
        for (ix, question) in self.tree.questions() {
            for (at, edge) in question.edges.iter().enumerate() {
                let label = edges_in_words(self.words, self.tree, ix, &[at]);
                arrows.push(Arrow { from: &question.id, to: edge.to, label, walked: way.taken.get(&ix) == Some(&at) });
            }
        }
        arrows
    }
}

/// The lines of a label: broken between words only, so that they read as they stand in the file when they are put together again.
fn broken(label: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(label, options.word_separator(textwrap::WordSeparator::AsciiSpace)).into_iter().map(|line| line.into_owned()).collect()
}
