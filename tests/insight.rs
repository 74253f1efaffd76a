//! Guards what is said of a walk: on small random trees each function of `insight` is held against looking through every way
//! through the tree, written down once by a second, plain reading of DATA.md.
//!
//! The seed is fixed, so that a run is like the one before; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look elsewhere and longer.
//! `cargo test --test insight -- --nocapture` says how many walks were looked at, and what came up on them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

#[path = "insight/ahead.rs"]
mod ahead;
#[path = "insight/bearing.rs"]
mod bearing;
#[path = "walks/chance.rs"]
mod chance;
#[path = "insight/elsewhere.rs"]
mod elsewhere;
#[path = "walks/plan.rs"]
#[allow(dead_code, reason = "shared with tests/walks.rs, which uses the rest")]
mod plan;
#[path = "insight/table.rs"]
mod table;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestError, TestRunner};
use waypost::advice::walk::{Answers, Route, route};
use waypost::content::tree::{Node, OutcomeIx, QuestionIx, Tree, parse};

use chance::Chance;
use plan::{Draft, Plan, Replies, Reply, To, drafts, id, reply};
use table::{Future, Table, Told};

/// The walks that are tried in each tree.
const WALKS: usize = 400;

/// Some answers to a random tree.
struct Case<'a> {
    plan: &'a Plan,
    table: &'a Table<'a>,
    tree: &'a Tree,
    replies: Replies,
    told: Told,
    answers: Answers,
    now: Route,
    counts: &'a Counts,
}

type Checked = Result<(), TestCaseError>;

/// How often something came up, so that a test can say that it was looked at at all.
type Counts = RefCell<BTreeMap<&'static str, usize>>;

impl<'a> Case<'a> {
    fn new(table: &'a Table<'a>, tree: &'a Tree, replies: Replies, counts: &'a Counts) -> Case<'a> {
        let answers = table.plan.answers(&replies);
        let now = route(tree, &answers);
        Case { plan: table.plan, table, tree, told: table.told(&replies), replies, answers, now, counts }
    }

    fn count(&self, what: &'static str, happens: bool) {
        *self.counts.borrow_mut().entry(what).or_default() += usize::from(happens);
    }

    fn future(&self) -> Future<'_> {
        self.table.after(&self.told)
    }

    /// What can become of the answers with one of them put or changed.
    fn after(&self, slot: usize, way: usize) -> Future<'_> {
        let mut told = self.told.clone();
        told[slot] = Some(way);
        self.table.after(&told)
    }

    /// The outcome and the result of the answers, by number.
    fn result(&self) -> Option<(usize, usize)> {
        let future = self.future();
        future.open.is_none().then(|| (future.walks[0].outcome, future.walks[0].result))
    }

    fn is_unsure(&self, slot: usize) -> bool {
        self.replies[slot] == Some(Reply::Unsure)
    }

    /// The place in the plan of a question of the tree, and of an outcome: their ids say it.
    fn question(&self, ix: QuestionIx) -> usize {
        self.tree[ix].id[1..].parse().unwrap()
    }

    fn outcome(&self, ix: OutcomeIx) -> usize {
        self.tree[ix].id[1..].parse().unwrap()
    }

    fn node(&self, to: To) -> Node {
        self.tree.node(&id(to)).unwrap()
    }

    /// Outcomes that are in the order of the file, each once.
    fn outcomes(&self, found: &[OutcomeIx]) -> Result<BTreeSet<usize>, TestCaseError> {
        prop_assert!(found.is_sorted_by(|a, b| a < b), "not in the order of the file: {:?}", found);
        Ok(found.iter().map(|ix| self.outcome(*ix)).collect())
    }
}

/// Runs a property over many walks through random trees, of which there must have been so many; gives back what came up.
#[track_caller]
fn check(what: &str, trees: u32, at_least: usize, property: impl Fn(&Case<'_>) -> Checked) -> BTreeMap<&'static str, usize> {
    let usual = ProptestConfig::default();
    let as_usual = std::env::var_os("PROPTEST_CASES").is_none();
    let config = ProptestConfig {
        cases: if as_usual { trees } else { usual.cases },
        rng_seed: if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(11) } else { usual.rng_seed },
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..usual
    };
    let counts = Counts::default();
    let result = TestRunner::new(config).run(&(drafts(), any::<u64>()), |(draft, seed)| {
        let plan = draft.plan();
        let Some(table) = Table::new(&plan) else { return Ok(()) };
        let (tree, faults) = parse(&plan.ron());
        let tree = tree.ok_or_else(|| TestCaseError::fail(format!("the tree does not load: {faults:#?}")))?;
        let mut chance = Chance(seed);
        for _ in 0..WALKS {
            let case = Case::new(&table, &tree, chance.replies(&plan), &counts);
            case.count("walks", true);
            property(&case).map_err(|why| TestCaseError::fail(format!("{why}\nanswers: {:#?}", case.answers)))?;
        }
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, (draft, _))) => panic!("{why}\n{}", Draft::plan(&draft).ron()),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
    let counts = counts.into_inner();
    println!("{what}: {counts:?}");
    assert!(!as_usual || counts["walks"] >= at_least, "{what}: {} walks, where {at_least} are the least", counts["walks"]);
    counts
}

/// Each of these must have come up, and not by accident once: on one walk in so many.
#[track_caller]
fn came_up(counts: &BTreeMap<&'static str, usize>, one_in: usize, all: &[&'static str]) {
    // Fewer walks may well be without what is rare.
    let fewer = std::env::var_os("PROPTEST_CASES").is_some();
    for what in all.iter().filter(|_| !fewer) {
        let often = counts.get(what).copied().unwrap_or(0);
        assert!(often * one_in > counts["walks"], "{what}: too few of {counts:?}");
    }
}

/// The walks through a tree are drawn from one number of proptest's, which would take far longer over them than everything that is
/// tested.
impl Chance {
    /// A reply to each slot: none, "not sure", or anything else.
    fn replies(&mut self, plan: &Plan) -> Replies {
        let form = |slot: usize| plan.asking(slot).next().map(|question| &plan.asked[question].form);
        let mut draw = |slot: usize| match self.next() {
            number if number % 11 < 2 => None,
            number if number % 11 < 4 => Some(Reply::Unsure),
            number => Some(reply(form(slot)?, (number >> 32) as u16)),
        };
        (0..plan.slots()).map(|slot| form(slot).and_then(|_| draw(slot))).collect()
    }
}
