//! Guards what is said of two versions of a tree: on small random trees, one of them edited, it is held against every way of
//! answering both, by a second, plain reading of DATA.md.
//!
//! The seed is fixed; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look elsewhere and longer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

#[path = "walks/plan.rs"]
#[allow(dead_code, reason = "shared with tests/walks.rs, which uses the rest")]
mod plan;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestError, TestRunner};
use waypost::advice::walk::{End, Unfit, route};
use waypost::authoring::diff::{Difference, Shift, ShiftKind, Side, diff, parting};
use waypost::content::tree::{Tree, parse};

use plan::{Form, MAX, Passed, Plan, Replies, Reply, To, Val, drafts};

/// The most ways of answering both versions that are written down.
const MAX_WALKS: usize = 4_000;

type Checked = Result<(), TestCaseError>;
type Counts = BTreeMap<&'static str, usize>;

/// A question, and the option that it does not have; without an option where the answer is of another kind.
type Misfit = (String, Option<String>);

/// What becomes of every way of answering two plans.
#[derive(Debug, Default)]
struct All {
    /// Two outcomes, and the fewest answers that lead to both.
    pairs: BTreeMap<(String, String), usize>,
    /// Outcome, item, and whether it comes.
    items: BTreeSet<(String, String, bool)>,
    /// Answers that the old version takes and the new one does not, each by the question and the option.
    refused: BTreeSet<Misfit>,
    /// Answers that the new version takes and the old one does not.
    accepts: BTreeSet<Misfit>,
    /// The first question of each walk that only the new version asks.
    opens: BTreeSet<String>,
    /// Every question that only the old version asks on a walk; the first of each walk that the search sees is told.
    spares: BTreeSet<String>,
    walks: usize,
}

impl All {
    fn of(old: &Plan, new: &Plan) -> Option<All> {
        let mut all = All::default();
        let slots = old.slots().max(new.slots());
        all.answer_on(old, new, &mut vec![None; slots]).then_some(all)
    }

    fn answer_on(&mut self, old: &Plan, new: &Plan, replies: &mut Replies) -> bool {
        let (before, after) = (old.follow(&fitting(old, replies)), new.follow(&fitting(new, replies)));
        let open = |plan: &Plan, passed: &Passed| match passed.end {
            To::Question(question) if !passed.misfit => Some(plan.slot(question)),
            _ => None,
        };
        let Some(slot) = open(old, &before).or_else(|| open(new, &after)) else {
            self.walks += 1;
            self.end(old, new, [&before, &after], replies.iter().flatten().count());
            self.misfits(old, new, [&before, &after], replies);
            return self.walks <= MAX_WALKS;
        };
        let mut vals = [old, new].map(|plan| if slot < plan.slots() { plan.ways(slot) } else { Vec::new() }).concat();
        vals.sort_by_key(|val| format!("{val:?}"));
        vals.dedup();
        let ways = vals.into_iter().map(Reply::Given).chain([Reply::Unsure]);
        let whole = ways.into_iter().all(|way| {
            replies[slot] = Some(way);
            self.answer_on(old, new, replies)
        });
        replies[slot] = None;
        whole
    }

    fn end(&mut self, old: &Plan, new: &Plan, [before, after]: [&Passed; 2], answered: usize) {
        let (Some((from, had)), Some((to, has))) = (old.result(before), new.result(after)) else { return };
        let slots = |plan: &Plan, passed: &Passed| passed.steps.iter().map(|step| plan.slot(step.question)).collect::<BTreeSet<_>>();
        let (of_old, of_new) = (slots(old, before), slots(new, after));
        let opens = after.steps.iter().find(|step| !of_old.contains(&new.slot(step.question)));
        self.opens.extend(opens.map(|step| new.id(To::Question(step.question))));
        let spares = before.steps.iter().filter(|step| !of_new.contains(&old.slot(step.question)));
        self.spares.extend(spares.map(|step| old.id(To::Question(step.question))));
        if from == to {
            self.items.extend(had.difference(&has).map(|item| (from.clone(), item.clone(), false)));
            self.items.extend(has.difference(&had).map(|item| (from.clone(), item.clone(), true)));
        } else {
            let fewest = self.pairs.entry((from, to)).or_insert(answered);
            *fewest = answered.min(*fewest);
        }
    }

    fn misfits(&mut self, old: &Plan, new: &Plan, [before, after]: [&Passed; 2], replies: &Replies) {
        self.accepts.extend(misfit((old, before), (new, after), replies));
        self.refused.extend(misfit((new, after), (old, before), replies));
    }
}

/// Where a walk ended before an answer that does not fit, and whether the other version took it.
fn misfit((plan, stopped): (&Plan, &Passed), (other, passed): (&Plan, &Passed), replies: &Replies) -> Option<Misfit> {
    let (To::Question(question), To::Outcome(_)) = (stopped.end, passed.end) else { return None };
    let slot = plan.slot(question);
    let took = passed.steps.iter().any(|step| other.slot(step.question) == slot);
    let option = match (replies[slot].as_ref()?, &plan.asked[question].form) {
        (Reply::Given(Val::Option(at)), Form::Choice { .. }) => Some(format!("a{at}")),
        (Reply::Given(Val::Set(set)), Form::Select { count, .. }) => Some(format!("a{}", (set >> count << count).trailing_zeros())),
        _ => None,
    };
    took.then(|| (plan.id(stopped.end), option))
}

/// The replies as one plan takes them.
fn fitting(plan: &Plan, replies: &Replies) -> Replies {
    let fit = |(slot, reply): (usize, &Option<Reply>)| {
        let question = plan.asking(slot).next()?;
        let form = &plan.asked[question].form;
        Some(match reply.clone()? {
            Reply::Given(val) => {
                let fits = match (&val, form) {
                    (Val::Option(at), Form::Choice { count, .. }) => at < count,
                    (Val::Set(set), Form::Select { count, .. }) => set >> count == 0,
                    (Val::Figure(figure), Form::Number { .. }) => (0.0..=MAX).contains(figure),
                    _ => false,
                };
                Reply::Given(if fits { val } else { Val::Misfit(plan::value(&val)) })
            }
            Reply::Unsure => Reply::Unsure,
        })
    };
    (0..plan.slots()).map(|slot| replies.get(slot).and_then(|reply| fit((slot, reply)))).collect()
}

/// Each example leads to what is said of it, in both versions.
fn replays(old: &Tree, new: &Tree, shift: &Shift, told: &mut Counts) -> Checked {
    let before = route(old, &shift.example.answers(old, Side::Old));
    let after = route(new, &shift.example.answers(new, Side::New));
    let (what, ends) = match &shift.kind {
        ShiftKind::Outcome { from, to } => ("outcome", (End::Outcome(*from), End::Outcome(*to))),
        ShiftKind::Details { from, to, came, went } => {
            let (had, has) = (before.result(old).unwrap().1, after.result(new).unwrap().1);
            prop_assert!(came.iter().all(|item| has.contains(&item.as_str()) && !had.contains(&item.as_str())));
            prop_assert!(went.iter().all(|item| had.contains(&item.as_str()) && !has.contains(&item.as_str())));
            prop_assert!(!came.is_empty() || !went.is_empty());
            ("details", (End::Outcome(*from), End::Outcome(*to)))
        }
        ShiftKind::Refused { from, question, .. } => {
            prop_assert!(after.unfit.iter().any(|(ix, _)| ix == question));
            ("refused", (End::Outcome(*from), End::Open(*question)))
        }
        ShiftKind::Opens { from, question } => {
            prop_assert!(after.unfit.is_empty());
            ("opens", (End::Outcome(*from), End::Open(*question)))
        }
        ShiftKind::Accepts { question, to, .. } => {
            prop_assert!(before.unfit.iter().any(|(ix, _)| ix == question));
            ("accepts", (End::Open(*question), End::Outcome(*to)))
        }
        ShiftKind::Spares { question, from, to } => {
            prop_assert!(before.settled(*question).is_some());
            ("spares", (End::Outcome(*from), End::Outcome(*to)))
        }
    };
    *told.entry(what).or_default() += 1;
    prop_assert_eq!((before.end, after.end), ends, "{:?}", shift);
    parting(old, new, shift);
    Ok(())
}

fn pairs(old: &Tree, new: &Tree, found: &Difference) -> BTreeMap<(String, String), usize> {
    let pair = |shift: &Shift| match shift.kind {
        ShiftKind::Outcome { from, to } => Some(((old[from].id.clone(), new[to].id.clone()), shift.example.answers.len())),
        _ => None,
    };
    found.shifts.iter().filter_map(pair).collect()
}

fn items(old: &Tree, found: &Difference) -> BTreeSet<(String, String, bool)> {
    let mut items = BTreeSet::new();
    for shift in &found.shifts {
        if let ShiftKind::Details { from, came, went, .. } = &shift.kind {
            items.extend(came.iter().map(|item| (old[*from].id.clone(), item.clone(), true)));
            items.extend(went.iter().map(|item| (old[*from].id.clone(), item.clone(), false)));
        }
    }
    items
}

fn told_option(why: &Unfit) -> Option<String> {
    if let Unfit::NoOption(id) = why { Some(id.clone()) } else { None }
}

/// What is told besides outcomes and items holds for some walk, and nothing that holds is left out.
fn is_all_of_the_rest(old: &Tree, new: &Tree, found: &Difference, all: &All) -> Checked {
    let mut rest = All::default();
    for shift in &found.shifts {
        match &shift.kind {
            ShiftKind::Refused { question, why, .. } => drop(rest.refused.insert((new[*question].id.clone(), told_option(why)))),
            ShiftKind::Accepts { question, why, .. } => drop(rest.accepts.insert((old[*question].id.clone(), told_option(why)))),
            ShiftKind::Opens { question, .. } => drop(rest.opens.insert(new[*question].id.clone())),
            ShiftKind::Spares { question, .. } => drop(rest.spares.insert(old[*question].id.clone())),
            ShiftKind::Outcome { .. } | ShiftKind::Details { .. } => {}
        }
    }
    prop_assert_eq!(&rest.refused, &all.refused, "refused");
    prop_assert_eq!(&rest.accepts, &all.accepts, "accepts");
    prop_assert_eq!(&rest.opens, &all.opens, "opens");
    prop_assert!(rest.spares.is_subset(&all.spares), "spares: {:?} of {:?}", rest.spares, all.spares);
    prop_assert_eq!(rest.spares.is_empty(), all.spares.is_empty(), "spares");
    Ok(())
}

fn tree(plan: &Plan) -> Result<Tree, TestCaseError> {
    let (tree, faults) = parse(&plan.ron());
    tree.ok_or_else(|| TestCaseError::fail(format!("the tree does not load: {faults:#?}")))
}

#[test]
fn what_is_told_of_an_edited_tree_is_so_and_is_all() {
    let usual = ProptestConfig::default();
    let as_usual = std::env::var_os("PROPTEST_CASES").is_none();
    let config = ProptestConfig {
        cases: if as_usual { 400 } else { usual.cases },
        rng_seed: if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(17) } else { usual.rng_seed },
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..usual
    };
    let counts = RefCell::new(Counts::new());
    let edits = proptest::collection::vec(any::<u64>(), 1..=3);
    let result = TestRunner::new(config).run(&(drafts(), drafts(), edits), |(draft, other, edits)| {
        let edited = edits.iter().fold(draft.clone(), |draft, edit| draft.edited(&other, *edit));
        let (before, after) = (draft.plan(), edited.plan());
        let Some(all) = All::of(&before, &after) else { return Ok(()) };
        let (old, new) = (tree(&before)?, tree(&after)?);
        let found = diff(&old, &new);
        let mut counts = counts.borrow_mut();
        found.shifts.iter().try_for_each(|shift| replays(&old, &new, shift, &mut counts))?;
        prop_assert!(found.exact && found.details_exact);
        prop_assert_eq!(pairs(&old, &new, &found), all.pairs.clone());
        prop_assert_eq!(items(&old, &found), all.items.clone());
        is_all_of_the_rest(&old, &new, &found, &all)?;
        prop_assert_eq!(diff(&old, &tree(&edited.reordered().plan())?).shifts.len(), found.shifts.len());
        let same = diff(&old, &tree(&draft.reordered().plan())?);
        prop_assert!(same.is_empty() && same.exact && same.details_exact, "{:?}", same);
        *counts.entry("pairs").or_default() += 1;
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, (draft, other, edits))) => {
            let edited = edits.iter().fold(draft.clone(), |draft, edit| draft.edited(&other, *edit));
            panic!("{why}\n{}\n{}", draft.plan().ron(), edited.plan().ron());
        }
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
    let counts = counts.into_inner();
    println!("{counts:?}");
    for what in ["outcome", "details", "refused", "opens", "accepts", "spares"] {
        assert!(!as_usual || counts.get(what).is_some_and(|count| *count >= 50), "{what}: too few of {counts:?}");
    }
}
