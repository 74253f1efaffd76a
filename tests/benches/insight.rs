//! How fast it is said what a walk depends on: `cargo bench --bench insight`.
//!
//! From the start, where everything is open, from half-way down, and from an outcome. None of it is on the way of a key, but it
//! ought to be there within the second in which somebody looks for it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, reason = "a benchmark that panics has failed")]

use divan::{Bencher, black_box};
use waypost::advice::insight::{Reach, count_results, find_out, insight, is_immaterial, load_bearing, possible, why_not};
use waypost::advice::walk::{Answer, Answers, Key, Route, Value, route};
use waypost::content::pack::Pack;
use waypost::content::tree::{Node, Tree};
use waypost::store::files::{PackPlaces, open_pack};

use generated::generated_tree;

#[path = "generated.rs"]
mod generated;

/// How many of the questions on the way are answered.
#[derive(Debug, Clone, Copy)]
enum From {
    Start,
    HalfWay,
    End,
}

const SIZES: [(usize, From); 12] = [
    (100, From::Start),
    (100, From::HalfWay),
    (100, From::End),
    (1_000, From::Start),
    (1_000, From::HalfWay),
    (1_000, From::End),
    (10_000, From::Start),
    (10_000, From::HalfWay),
    (10_000, From::End),
    (100_000, From::Start),
    (100_000, From::HalfWay),
    (100_000, From::End),
];
const BUILT_IN: [(&str, From); 8] = [
    ("scaling", From::Start),
    ("scaling", From::HalfWay),
    ("scaling", From::End),
    ("api", From::Start),
    ("api", From::HalfWay),
    ("api", From::End),
    ("consistency", From::End),
    ("schema", From::End),
];

fn main() {
    divan::main();
}

/// Answers to a part of the questions that a walk comes past: in a generated tree the first option, else the assumption.
fn answers(tree: &Tree, from: From, answer: impl Fn() -> Answer) -> Answers {
    let all: Answers = tree.questions().map(|(ix, _)| (Key::of(tree, ix), answer())).collect();
    let steps = route(tree, &all).steps;
    let answered = match from {
        From::Start => 0,
        From::HalfWay => steps.len() / 2,
        From::End => steps.len(),
    };
    steps[..answered].iter().map(|step| (Key::of(tree, step.question), answer())).collect()
}

/// Measures something said of a walk through a generated tree.
fn of_size<T>(bencher: Bencher<'_, '_>, (nodes, from): (usize, From), say: impl Fn(&Tree, &Answers, &Route) -> T + Sync) {
    let tree = generated_tree(nodes);
    let answers = answers(&tree, from, || Answer::Given(Value::Option("a".to_owned())));
    let now = route(&tree, &answers);
    bencher.bench_local(|| say(&tree, black_box(&answers), &now));
}

/// The same of a built-in tree, with nothing sure.
fn of_built_in<T>(bencher: Bencher<'_, '_>, (id, from): (&str, From), say: impl Fn(&Tree, &Answers, &Route) -> T + Sync) {
    let pack: Pack = open_pack(&PackPlaces::default()).unwrap();
    let tree = pack.tree(id).unwrap();
    let answers = answers(tree, from, || Answer::Unsure);
    let now = route(tree, &answers);
    bencher.bench_local(|| say(tree, black_box(&answers), &now));
}

/// Everything that leads from a walk to each other outcome, at most 60 of them.
fn every_why_not(tree: &Tree, answers: &Answers, now: &Route) -> usize {
    let reach = Reach::new(tree, answers);
    tree.outcomes().take(60).filter_map(|(outcome, _)| why_not(tree, answers, now, &reach, outcome)).count()
}

/// How many nodes can be reached at all.
fn reached(tree: &Tree, answers: &Answers, _: &Route) -> usize {
    let reach = Reach::new(tree, answers);
    tree.outcomes().filter(|(outcome, _)| reach.effort(Node::Outcome(*outcome)).is_some()).count()
}

mod generated_trees {
    use super::*;

    #[divan::bench(args = SIZES, sample_count = 1, sample_size = 1)]
    fn all(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, insight);
    }

    #[divan::bench(name = "possible", args = SIZES, sample_count = 3, sample_size = 1)]
    fn what_is_possible(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, possible);
    }

    #[divan::bench(name = "count_results", args = SIZES, sample_count = 3, sample_size = 1)]
    fn how_many_results(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, count_results);
    }

    #[divan::bench(name = "is_immaterial", args = SIZES, sample_count = 3, sample_size = 1)]
    fn whether_it_matters(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, is_immaterial);
    }

    #[divan::bench(name = "load_bearing", args = SIZES, sample_count = 1, sample_size = 1)]
    fn what_carries(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, load_bearing);
    }

    #[divan::bench(name = "find_out", args = SIZES, sample_count = 1, sample_size = 1)]
    fn what_to_find_out(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, find_out);
    }

    #[divan::bench(name = "reach", args = SIZES, sample_count = 3, sample_size = 1)]
    fn what_is_reached(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, reached);
    }

    #[divan::bench(name = "reach_and_why_not", args = SIZES, sample_count = 1, sample_size = 1)]
    fn why_not_others(bencher: Bencher<'_, '_>, size: (usize, From)) {
        of_size(bencher, size, every_why_not);
    }
}

mod built_in_trees {
    use super::*;

    #[divan::bench(args = BUILT_IN, sample_count = 10)]
    fn all(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, insight);
    }

    #[divan::bench(name = "possible", args = BUILT_IN, sample_count = 10)]
    fn what_is_possible(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, possible);
    }

    #[divan::bench(name = "count_results", args = BUILT_IN, sample_count = 10)]
    fn how_many_results(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, count_results);
    }

    #[divan::bench(name = "is_immaterial", args = BUILT_IN, sample_count = 10)]
    fn whether_it_matters(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, is_immaterial);
    }

    #[divan::bench(name = "load_bearing", args = BUILT_IN, sample_count = 10)]
    fn what_carries(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, load_bearing);
    }

    #[divan::bench(name = "find_out", args = BUILT_IN, sample_count = 10)]
    fn what_to_find_out(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, find_out);
    }

    #[divan::bench(name = "reach_and_why_not", args = BUILT_IN, sample_count = 10)]
    fn why_not_others(bencher: Bencher<'_, '_>, tree: (&str, From)) {
        of_built_in(bencher, tree, every_why_not);
    }
}
