//! A tree as a Mermaid flowchart, such as GitHub draws.

use super::{Graph, Standing, Way, broken};
use crate::content::tree::Node;

/// The width of a label in columns, so that the boxes stay handy.
const WIDE: usize = 32;

/// A whole tree as the text of a Mermaid flowchart, to stand in a fence ```` ```mermaid ```` or in a file of its own.
///
/// Costs a line for each node and edge.
pub fn mermaid(graph: Graph<'_>) -> String {
    let tree = graph.tree;
    let way = Way::of(graph);
    // The title stands in YAML, and a title in double quotes of JSON is YAML too.
    let mut text = format!("---\ntitle: {}\n---\nflowchart TD\n", serde_json::Value::from(tree.title.as_str()));
    text.push_str(&format!("    %% tree {}, version {}\n", tree.id, tree.version));
    for node in graph.nodes() {
        let label = label(graph.node_text(node));
        let (open, close) = if matches!(node, Node::Question(_)) { ("{", "}") } else { ("[", "]") };
        text.push_str(&format!("    {}{open}\"{label}\"{close}\n", name(node, graph.tree.node_id(node))));
    }
    let mut walked = Vec::new();
    for (at, arrow) in graph.arrows(&way).into_iter().enumerate() {
        // A thick line tells the way without any style.
        let line = if arrow.walked { "==>" } else { "-->" };
        if arrow.walked {
            walked.push(at.to_string());
        }
        let to = name(arrow.to, graph.tree.node_id(arrow.to));
        text.push_str(&format!("    q_{} {line}|\"{}\"| {to}\n", arrow.from.replace('-', "_"), label(&arrow.label)));
    }
    let classes = [
        (Standing::Walked, "walked", "stroke-width:4px"),
        (Standing::Assumed, "assumed", "stroke-width:4px,stroke-dasharray:6 4"),
        (Standing::Here, "here", "stroke-width:6px,font-weight:bold"),
    ];
    for (standing, class, style) in classes {
        let of_it = graph.nodes().filter(|node| way.standing(*node) == standing);
        let names: Vec<String> = of_it.map(|node| name(node, graph.tree.node_id(node))).collect();
        if !names.is_empty() {
            text.push_str(&format!("    classDef {class} {style}\n    class {} {class}\n", names.join(",")));
        }
    }
    if !walked.is_empty() {
        text.push_str(&format!("    linkStyle {} stroke-width:4px\n", walked.join(",")));
    }
    text
}

/// A node's name: with something in front, since a bare `end` or `class` is a word of Mermaid's own.
fn name(node: Node, id: &str) -> String {
    let front = if matches!(node, Node::Question(_)) { "q" } else { "o" };
    format!("{front}_{}", id.replace('-', "_"))
}

/// A label for double quotes, its lines parted by `<br/>`.
fn label(text: &str) -> String {
    broken(text, WIDE).iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>")
}

/// A line with Mermaid's entity codes for whatever has a meaning within a label: quotes, HTML, Markdown, formulas, directives.
fn escaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    // `1. `, `- ` and `+ ` would begin a list, which a label cannot hold.
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let begins_list = (at == 0 && matches!(c, '-' | '+')) || (at == number && number > 0 && matches!(c, '.' | ')'));
        let begins_word = c == ':' && rest.peek().is_none_or(|(_, next)| *next != ' ');
        match c {
            '"' => text.push_str("#quot;"),
            '&' => text.push_str("#amp;"),
            '<' => text.push_str("#lt;"),
            '>' => text.push_str("#gt;"),
            '#' | '%' | '*' | '_' | '`' | '\\' | '{' | '}' | '|' | '$' | '~' | ';' => text.push_str(&format!("#{};", u32::from(c))),
            c if begins_list || begins_word => text.push_str(&format!("#{};", u32::from(c))),
            c => text.push(c),
        }
    }
    text
}
