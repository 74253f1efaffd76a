//! A tree in the language of Graphviz.

use super::{Graph, Standing, Way, broken};
use crate::content::tree::Node;

/// The width of a label in columns.
const WIDE: usize = 36;

/// A whole tree as a `digraph` of Graphviz. Costs a line for each node and edge.
pub fn dot(graph: Graph<'_>) -> String {
    let tree = graph.tree;
    let way = Way::of(graph);
    let mut text = format!("// tree {}, version {}\ndigraph \"{}\" {{\n", tree.id, tree.version, tree.id);
    text.push_str(&format!("    label=\"{}\"; labelloc=t; rankdir=TB;\n    node [shape=box];\n", label(&tree.title)));
    for node in graph.nodes() {
        let (style, more) = match way.standing(node) {
            Standing::Elsewhere => ("", ""),
            Standing::Walked => ("bold", ", penwidth=3"),
            Standing::Assumed => ("dashed", ", penwidth=3"),
            Standing::Here => ("", ", penwidth=3, peripheries=2"),
        };
        let rounded = if matches!(node, Node::Question(_)) { "rounded" } else { "" };
        let styles: Vec<&str> = [rounded, style].into_iter().filter(|style| !style.is_empty()).collect();
        let style = if styles.is_empty() { String::new() } else { format!(", style=\"{}\"", styles.join(",")) };
        text.push_str(&format!("    \"{}\" [label=\"{}\"{style}{more}];\n", graph.tree.node_id(node), label(graph.node_text(node))));
    }
    for arrow in graph.arrows(&way) {
        let more = if arrow.walked { ", penwidth=3, style=bold" } else { "" };
        let (to, label) = (graph.tree.node_id(arrow.to), label(&arrow.label));
        text.push_str(&format!("    \"{}\" -> \"{to}\" [label=\"{label}\"{more}];\n", arrow.from));
    }
    text.push_str("}\n");
    text
}

/// A label for double quotes. Graphviz knows escapes of its own within them (`\N` is the node's name), and the entities of HTML.
fn label(text: &str) -> String {
    let escaped = |line: &String| line.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    broken(text, WIDE).iter().map(escaped).collect::<Vec<_>>().join("\\n")
}
