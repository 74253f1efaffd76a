//! Trees of any size, for benchmarks.

use std::fmt::Write;

use waypost::content::tree::{Tree, parse};

/// The text of a tree of about so many nodes: layers of ten questions, in which each choice leads to another one of the next layer, an edge in
/// three looks back at the layer before, and each layer has an outcome.
pub(crate) fn generated(nodes: usize) -> String {
    const LAYER: usize = 10;
    let layers = (nodes / (LAYER + 1)).max(1);
    let mut text = String::from("(id: \"big\", version: 1, title: \"Big\", summary: \"A generated tree\", start: \"q-0-0\", nodes: [\n");
    for layer in 0..layers {
        for at in 0..LAYER {
            let to = |next: usize| match layer + 1 < layers {
                true => format!("q-{}-{}", layer + 1, next % LAYER),
                false => format!("o-{layer}"),
            };
            let back = match layer {
                0 => String::new(),
                _ => format!("edges: [(when: Is(\"q-{}-{at}\", \"b\"), label: \"b before\", to: \"o-{layer}\")],", layer - 1),
            };
            writeln!(
                text,
                "Question(id: \"q-{layer}-{at}\", prompt: \"Is it so in layer {layer}?\", why: \"It decides where this goes on.\", \
                 how_to_tell: [\"Measure the p99 of it at the peak of a working day.\"], {back} assume_why: \"It is the simplest thing.\", \
                 kind: Choice(assume: \"a\", options: [(id: \"a\", label: \"Yes\", meaning: \"It is so.\", to: \"{}\"), \
                 (id: \"b\", label: \"No\", meaning: \"It is not so.\", to: \"{}\")])),",
                to(at),
                to(at + 1),
            )
            .unwrap();
        }
        writeln!(
            text,
            "Outcome(id: \"o-{layer}\", recommendation: \"Do what layer {layer} says\", why: \"It fits.\", gains: [\"It works.\"], \
             costs: [\"It costs.\"], first_steps: [\"Begin.\"], watch: [(metric: \"p99\", figure: \"200 ms\")], revisit: \"Later.\", \
             wrong_when: \"Never.\", alternatives: [], references: [\"scalable-systems\"], \
             sources: [(title: \"A source\", url: \"https://example.org\")]),"
        )
        .unwrap();
    }
    text.push_str("])");
    text
}

pub(crate) fn generated_tree(nodes: usize) -> Tree {
    let (tree, faults) = parse(&generated(nodes));
    let errors: Vec<_> = faults.iter().filter(|fault| fault.code.as_str() != "unreachable").collect();
    tree.unwrap_or_else(|| panic!("{errors:?}"))
}
