//! How fast two versions of a tree are compared, and how that grows with the tree: `cargo bench --bench diff`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use divan::{Bencher, black_box};
use waypost::authoring::diff::diff;
use waypost::content::tree::{Tree, parse};

use generated::{generated, generated_tree};

#[path = "generated.rs"]
#[allow(dead_code, reason = "shared with the other benchmarks, which use the rest")]
mod generated;

const NODES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

fn tree(text: &str) -> Tree {
    parse(text).0.unwrap()
}

/// A generated tree in which one question leads elsewhere, at this share of the way to the end.
fn edited(nodes: usize, numerator: usize, denominator: usize) -> Tree {
    let layer = (nodes / 11 - 1) * numerator / denominator;
    let text = generated(nodes);
    let from = text.find(&format!("Question(id: \"q-{layer}-3\"")).unwrap();
    let to = from + text[from..].find(&format!("to: \"q-{}-3\"", layer + 1)).unwrap();
    let end = to + text[to..].find(')').unwrap();
    let edited = format!("{}to: \"o-{layer}\"{}", &text[..to], &text[end..]);
    tree(&edited)
}

/// A built-in tree in which one option leads elsewhere.
#[divan::bench(args = ["scaling", "api", "consistency", "schema"])]
fn built_in_with_an_edit(bencher: Bencher<'_, '_>, id: &str) {
    let text = std::fs::read_to_string(format!("{}/trees/{id}.ron", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let old = tree(&text);
    // The first option of the first question goes to where the last question's first edge leads.
    let (question, outcome) = (old.questions().next().unwrap().1, old.outcomes().next().unwrap().1);
    let start = text.find(&format!("id: \"{}\"", question.id)).unwrap();
    let at = start + text[start..].find(" to: \"").unwrap() + 6;
    let end = at + text[at..].find('"').unwrap();
    let new = tree(&format!("{}{}{}", &text[..at], outcome.id, &text[end..]));
    bencher.bench_local(|| diff(black_box(&old), black_box(&new)));
}

/// Nothing differs.
#[divan::bench(args = NODES, sample_count = 5, sample_size = 1)]
fn the_same(bencher: Bencher<'_, '_>, nodes: usize) {
    let (old, new) = (generated_tree(nodes), generated_tree(nodes));
    bencher.bench_local(|| diff(black_box(&old), black_box(&new)));
}

/// One edge differs, near the start.
#[divan::bench(args = NODES, sample_count = 5, sample_size = 1)]
fn an_edge_near_the_start(bencher: Bencher<'_, '_>, nodes: usize) {
    let (old, new) = (generated_tree(nodes), edited(nodes, 1, 50));
    bencher.bench_local(|| diff(black_box(&old), black_box(&new)));
}

/// One edge differs, near the end: every question before it leads there.
#[divan::bench(args = NODES, sample_count = 3, sample_size = 1)]
fn an_edge_near_the_end(bencher: Bencher<'_, '_>, nodes: usize) {
    let (old, new) = (generated_tree(nodes), edited(nodes, 49, 50));
    let found = diff(&old, &new);
    println!("{nodes} nodes: {} differences, exact: {}, {}", found.shifts.len(), found.exact, found.details_exact);
    bencher.bench_local(|| diff(black_box(&old), black_box(&new)));
}
