//! Trees of any size in which lint finds nothing, for benchmarks.

use std::fmt::Write;

/// Layers of a [`block`]: with the questions that lead to it, a route has ten questions.
const LAYERS: usize = 7;
/// The nodes of a block: 28 questions and 8 outcomes.
const BLOCK: usize = LAYERS * (LAYERS + 1) / 2 + LAYERS + 1;
/// The answers of a question that leads to blocks: as many as fit on a screen.
const BRANCHES: usize = 16;

/// A pack of about so many nodes in trees of about `each`, in which lint finds nothing: paths and texts.
pub(crate) fn generated_pack(nodes: usize, each: usize) -> Vec<(String, String)> {
    let trees = (nodes / each).max(1);
    let reference = ("assets/references/messaging.md".to_owned(), "# Messaging\n\nWords.\n\n## Call or queue\n\nMore words.\n".to_owned());
    let trees = (0..trees).map(|number| (format!("trees/tree-{number}.ron"), sound_tree(number, nodes.min(each))));
    trees.chain([reference]).collect()
}

/// The text of a tree of about so many nodes: questions that fan out to triangular blocks, in which ways part and meet again and
/// every third question looks back at an answer two questions before, and so do outcomes.
pub(crate) fn sound_tree(number: usize, nodes: usize) -> String {
    let mut text = format!(
        "(id: \"tree-{number}\", version: 1, title: \"Tree {number}\", summary: \"A generated tree\", start: \"fan-0-0\", nodes: [\n"
    );
    let blocks = (nodes / BLOCK).max(2);
    let mut entries: Vec<String> = (0..blocks).map(|block| format!("q-{block}-0-0")).collect();
    let mut fans = Vec::new();
    while entries.len() > 1 {
        // The last two are parted, so that no question is left with a single answer.
        let size = if entries.len() % BRANCHES == 1 { BRANCHES - 1 } else { BRANCHES };
        fans.push(entries.chunks(size).map(<[String]>::to_vec).collect::<Vec<_>>());
        let level = fans.len();
        entries = (0..fans[level - 1].len()).map(|at| format!("up-{level}-{at}")).collect();
    }
    let top = fans.len();
    for (level, groups) in fans.iter().enumerate() {
        for (at, group) in groups.iter().enumerate() {
            let id = if level + 1 == top { "fan-0-0".to_owned() } else { format!("up-{}-{at}", level + 1) };
            let option = |(at, to): (usize, &String)| {
                format!("(id: \"o{at}\", label: \"Case {at}\", meaning: \"It is the case number {at}.\", to: \"{to}\")")
            };
            let options: Vec<String> = group.iter().enumerate().map(option).collect();
            writeln!(text, "{}", question(&id, "", "o0", &options.join(", "))).unwrap();
        }
    }
    for at in 0..blocks {
        block(&mut text, at);
    }
    text.push_str("])");
    text
}

fn block(text: &mut String, block: usize) {
    for layer in 0..LAYERS {
        for at in 0..=layer {
            let to = |next: usize| if layer + 1 < LAYERS { format!("q-{block}-{}-{next}", layer + 1) } else { format!("o-{block}-{next}") };
            // One comes here from the question two layers before by "yes" and "no", or by "no" and "yes".
            let back = match (layer >= 2 && at >= 1 && at < layer, at % 3) {
                (true, 1) => format!(
                    "edges: [(when: Is(\"q-{block}-{}-{}\", \"yes\"), label: \"yes before\", to: \"o-{block}-{at}\")], ",
                    layer - 2,
                    at - 1
                ),
                _ => String::new(),
            };
            let options = format!(
                "(id: \"yes\", label: \"Yes\", meaning: \"It is so.\", to: \"{}\"), (id: \"no\", label: \"No\", meaning: \"It is not so.\", to: \"{}\")",
                to(at),
                to(at + 1)
            );
            writeln!(text, "{}", question(&format!("q-{block}-{layer}-{at}"), &back, "yes", &options)).unwrap();
        }
    }
    for at in 0..=LAYERS {
        // In the middle of the block, one may have come with either answer to its first question.
        let when = match (1..LAYERS - 1).contains(&at) {
            true => {
                format!("id: \"w\", when: Any([Not(Is(\"q-{block}-0-0\", \"yes\")), Is(\"q-{block}-1-0\", \"no\")]), label: \"not both\", ")
            }
            false => String::new(),
        };
        writeln!(
            text,
            "Outcome(id: \"o-{block}-{at}\", recommendation: \"Do what block {block} says of {at}\", why: \"It fits.\", gains: [\"It works.\"], \
             costs: [\"It costs.\"], first_steps: [\"Begin.\"], watch: [({when}metric: \"p99\", figure: \"200 ms\")], revisit: \"Later.\", \
             wrong_when: \"Never.\", alternatives: [], references: [\"messaging#call-or-queue\"], \
             sources: [(title: \"A source\", url: \"https://example.org\")]),"
        )
        .unwrap();
    }
}

fn question(id: &str, edges: &str, assume: &str, options: &str) -> String {
    format!(
        "Question(id: \"{id}\", prompt: \"Is it so with {id}?\", why: \"It decides where this goes on.\", \
         how_to_tell: [\"Measure the p99 of it at the peak of a working day.\"], references: [\"messaging#call-or-queue\"], {edges}\
         assume_why: \"It is the simplest thing.\", kind: Choice(assume: \"{assume}\", options: [{options}])),"
    )
}
