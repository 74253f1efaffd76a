//! A flowchart as it is drawn: nodes, and edges between them.

use std::collections::HashMap;

use crate::content::text::clean_line;

/// What stands in a chart, with lines of the file.
#[derive(Debug, Default)]
pub(super) struct Flowchart {
    /// From the front matter, or from `accTitle`.
    pub title: Option<String>,
    /// The line of the title.
    pub title_line: usize,
    /// From `accDescr`.
    pub description: Option<String>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    by_name: HashMap<String, usize>,
}

#[derive(Debug)]
pub(super) struct Node {
    /// Its name in Mermaid, made safe to show.
    pub name: String,
    /// What stands in its shape; `None` when it is only named.
    pub text: Option<String>,
    /// Where it was first named.
    pub line: usize,
    /// Where its text stands.
    pub text_line: usize,
    /// Whether it is a subgraph, and no node at all.
    pub is_group: bool,
}

#[derive(Debug)]
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    /// May be empty.
    pub label: String,
    pub line: usize,
}

impl Flowchart {
    /// The node of a name, which is made when it is named for the first time.
    pub(super) fn node(&mut self, name: &str, line: usize) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.nodes.push(Node { name: clean_line(name).into_owned(), text: None, line, text_line: line, is_group: false });
        self.by_name.insert(name.to_owned(), self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// What a node says: its text, or its name.
    pub(super) fn text(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| node.text.as_deref().filter(|text| !text.is_empty()).unwrap_or(&node.name))
    }

    /// Where a node was first named.
    pub(super) fn line(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(1, |node| node.line)
    }

    /// Where a node's text stands.
    pub(super) fn text_line(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(1, |node| node.text_line)
    }

    /// A node in a note: its name, and its text where that says more.
    pub(super) fn shown(&self, node: usize) -> String {
        let name = self.nodes.get(node).map_or("", |node| node.name.as_str());
        let text = self.text(node);
        if text == name { format!("`{name}`") } else { format!("`{name}` ({})", super::name::shortened(text, 48)) }
    }
}
