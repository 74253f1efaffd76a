//! Guards the meaning of a walk: on small random trees, what `route`, `possible` and `Consultation` say is held against a second,
//! plain reading of DATA.md, and against trying out every way to answer.
//!
//! The seed is fixed, so that a run is like the one before; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look elsewhere and longer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestError, TestRunner};
use waypost::advice::insight::possible;
use waypost::advice::walk::{Answers, Consultation, End, Key, Route, key_named, route, value_of};
use waypost::content::tree::{QuestionIx, Tree, parse};
use waypost::paper::export::command::route_arguments;

use plan::{Asked, Draft, Form, Passed, Plan, Replies, Reply, Test, To, Val, answer, drafts, id, reply, value};

#[path = "walks/plan.rs"]
#[allow(dead_code, reason = "shared with tests/diff.rs, which uses the rest")]
mod plan;

/// How often something came up, so that a test can say that it was looked at at all.
type Counts = RefCell<BTreeMap<&'static str, u32>>;

fn count(counts: &Counts, what: &'static str, times: usize) {
    *counts.borrow_mut().entry(what).or_default() += times as u32;
}

/// Runs a property over random trees, with some more random numbers for each.
#[track_caller]
fn check<S: Strategy>(cases: u32, more: S, property: impl Fn(&Plan, &Tree, S::Value, &Counts) -> Result<(), TestCaseError>) -> Counts {
    let usual = ProptestConfig::default();
    let config = ProptestConfig {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { cases },
        rng_seed: if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(7) } else { usual.rng_seed },
        failure_persistence: None,
        ..usual
    };
    let counts = Counts::default();
    let result = TestRunner::new(config).run(&(drafts(), more), |(draft, more)| {
        let plan = draft.plan();
        let tree = load(&plan)?;
        property(&plan, &tree, more, &counts)
    });
    match result {
        Ok(()) => counts,
        Err(TestError::Fail(why, (draft, more))) => panic!("{why}\n{}\nwith {more:?}", Draft::plan(&draft).ron()),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

fn load(plan: &Plan) -> Result<Tree, TestCaseError> {
    let (tree, faults) = parse(&plan.ron());
    tree.ok_or_else(|| TestCaseError::fail(format!("the tree does not load: {faults:#?}")))
}

/// Drawn numbers as replies; without one, the slot is open.
fn replies(plan: &Plan, drawn: &[Option<u16>]) -> Replies {
    let form = |slot: usize| plan.asking(slot).next().map(|question| &plan.asked[question].form);
    (0..plan.slots()).map(|slot| Some(reply(form(slot)?, drawn[slot]?))).collect()
}

/// Numbers for as many slots as a plan can have: full, so that most routes get to an end, or with holes.
fn drawn() -> impl Strategy<Value = Vec<Option<u16>>> {
    let full = vec(any::<u16>().prop_map(Some), 9);
    prop_oneof![2 => full, 1 => vec(proptest::option::of(any::<u16>()), 9)]
}

#[test]
fn a_route_is_what_the_answers_mean() {
    let counts = check(900, vec(drawn(), 16), |plan, tree, drawn, counts| {
        for drawn in drawn {
            let replies = replies(plan, &drawn);
            let expected = plan.follow(&replies);
            let found = route(tree, &plan.answers(&replies));
            agree(plan, tree, &replies, &expected, &found)?;

            count(counts, "routes", 1);
            count(counts, "at an outcome", usize::from(matches!(expected.end, To::Outcome(_))));
            count(counts, "with four steps", usize::from(expected.steps.len() >= 4));
            count(counts, "with a fact asked again", usize::from(expected.steps.iter().any(|step| step.repeated)));
            count(counts, "stopped by a misfit", usize::from(expected.misfit));
            count(counts, "with answers out of use", usize::from(!found.inactive.is_empty()));
        }
        Ok(())
    });
    // Each of these must have been looked at, and not by accident once.
    let counts = counts.into_inner();
    for what in ["at an outcome", "with four steps", "with a fact asked again", "stopped by a misfit", "with answers out of use"] {
        assert!(counts[what] * 25 > counts["routes"], "{what}: too few of {counts:?}");
    }
}

/// Holds a route against the way that the plan says.
fn agree(plan: &Plan, tree: &Tree, replies: &Replies, expected: &Passed, found: &Route) -> Result<(), TestCaseError> {
    let name = |ix: QuestionIx| tree[ix].id.clone();
    let steps: Vec<_> = found.steps.iter().map(|step| (name(step.question), step.value.clone(), step.assumed, step.repeated)).collect();
    let passed: Vec<_> =
        expected.steps.iter().map(|step| (id(To::Question(step.question)), value(&step.val), step.assumed, step.repeated)).collect();
    prop_assert_eq!(steps, passed, "the steps");
    let end = match found.end {
        End::Open(ix) => name(ix),
        End::Outcome(ix) => tree[ix].id.clone(),
    };
    prop_assert_eq!(end, id(expected.end), "the end");

    let unfit: Vec<String> = found.unfit.iter().map(|(ix, _)| name(*ix)).collect();
    let misfit: Vec<String> = expected.misfit.then(|| id(expected.end)).into_iter().collect();
    prop_assert_eq!(&unfit, &misfit, "the answers that do not fit");

    // Answers without effect, in the order of the file; a fact that the route asked anywhere has its effect.
    let used = |slot: usize| expected.steps.iter().any(|step| plan.slot(step.question) == slot);
    let idle = |question: &usize| {
        let slot = plan.slot(*question);
        replies[slot].is_some() && !used(slot) && !(expected.misfit && expected.end == To::Question(*question))
    };
    let idle: BTreeSet<String> = (0..plan.asked.len()).filter(idle).map(|at| id(To::Question(at))).collect();
    let in_order: Vec<String> = tree.questions().map(|(_, question)| question.id.clone()).filter(|id| idle.contains(id)).collect();
    prop_assert_eq!(found.inactive.iter().map(|ix| name(*ix)).collect::<Vec<_>>(), in_order, "the answers out of use");

    let result = found.result(tree).map(|(outcome, items)| (outcome.to_owned(), items.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let named = plan.result(expected).map(|(outcome, items)| (outcome, items.into_iter().collect()));
    prop_assert_eq!(result, named, "the result");
    Ok(())
}

#[test]
fn a_walk_can_be_typed_again_as_a_command() {
    check(200, vec(drawn(), 8), |plan, tree, drawn, _| {
        for drawn in drawn {
            let before = route(tree, &plan.answers(&replies(plan, &drawn)));
            let line = route_arguments(tree, &before);
            let mut words = line.split(' ').skip(1);
            let mut typed = Vec::new();
            while let (Some(flag), Some(word)) = (words.next(), words.next()) {
                typed.push(match (flag, word.split_once('=')) {
                    ("-a", Some((key, text))) => {
                        let ix = key_named(tree, key).unwrap();
                        (Key::of(tree, ix), answer(&Reply::Given(Val::Misfit(value_of(&tree[ix], text).unwrap()))))
                    }
                    ("--unsure", None) => (Key::of(tree, key_named(tree, word).unwrap()), answer(&Reply::Unsure)),
                    _ => return Err(TestCaseError::fail(format!("not a command: {line}"))),
                });
            }
            let after = route(tree, &typed.into_iter().collect());
            prop_assert_eq!((&before.steps, before.end), (&after.steps, after.end), "{}", line);
        }
        Ok(())
    });
}

/// What can yet become of a walk, by trying out everything.
#[derive(Debug)]
struct Tried {
    outcomes: BTreeSet<String>,
    fewest: usize,
    most: usize,
    /// How many ways may still be tried.
    left: usize,
}

impl Tried {
    fn new(plan: &Plan, replies: &Replies, at_most: usize) -> Option<Tried> {
        let mut tried = Tried { outcomes: BTreeSet::new(), fewest: usize::MAX, most: 0, left: at_most };
        tried.answer_on(plan, &mut replies.clone(), 0);
        (tried.left > 0).then_some(tried)
    }

    fn answer_on(&mut self, plan: &Plan, replies: &mut Replies, asked: usize) {
        self.left = self.left.saturating_sub(1);
        match plan.follow(replies).end {
            _ if self.left == 0 => {}
            To::Outcome(outcome) => {
                self.outcomes.insert(id(To::Outcome(outcome)));
                self.fewest = self.fewest.min(asked);
                self.most = self.most.max(asked);
            }
            To::Question(question) => {
                let slot = plan.slot(question);
                for val in plan.ways(slot) {
                    let before = replies[slot].replace(Reply::Given(val));
                    self.answer_on(plan, replies, asked + 1);
                    replies[slot] = before;
                }
            }
        }
    }
}

/// What `possible` says: outcomes in the order of the file, fewest and most questions, and whether it is exact.
fn looked_ahead(tree: &Tree, answers: &Answers) -> (Vec<String>, usize, usize, bool) {
    let ahead = possible(tree, answers, &route(tree, answers));
    (ahead.outcomes.iter().map(|ix| tree[*ix].id.clone()).collect(), ahead.fewest, ahead.most, ahead.exact)
}

#[test]
fn what_is_possible_is_what_trying_everything_finds() {
    let counts = check(800, vec(drawn(), 3), |plan, tree, drawn, counts| {
        // From the start, where everything is open, and from wherever some answers lead.
        let nothing = vec![None; 9];
        for drawn in drawn.iter().chain([&nothing]) {
            let replies = replies(plan, drawn);
            count(counts, "walks", 1);
            let Some(tried) = Tried::new(plan, &replies, 2_000) else { continue };
            let in_order = tree.outcomes().map(|(_, outcome)| outcome.id.clone()).filter(|id| tried.outcomes.contains(id)).collect();
            let expected: (Vec<String>, usize, usize, bool) = (in_order, tried.fewest, tried.most, true);
            prop_assert_eq!(looked_ahead(tree, &plan.answers(&replies)), expected, "{:?}", replies);
            count(counts, "tried out", 1);
            count(counts, "with three outcomes", usize::from(tried.outcomes.len() >= 3));
            count(counts, "of four questions and more", usize::from(tried.most >= 4));
            count(counts, "narrowed down", usize::from(tried.most > 0 && tried.outcomes.len() < plan.outcomes));
        }
        Ok(())
    });
    let counts = counts.into_inner();
    assert!(counts["tried out"] * 10 > counts["walks"] * 9, "{counts:?}");
    for what in ["with three outcomes", "of four questions and more", "narrowed down"] {
        assert!(counts[what] * 25 > counts["walks"], "{what}: too few of {counts:?}");
    }
}

#[test]
fn a_wide_selection_is_looked_through_or_said_not_to_be() {
    // Of 12 options every combination is tried; past that, what is said may be too much, but never too little.
    for (count, exact, outcomes) in [(12, true, vec!["o0", "o2", "o3"]), (13, false, vec!["o0", "o1", "o2", "o3"])] {
        let all: Vec<Test> = (0..count).map(|at| Test::Atom(0, at)).collect();
        // Of the options all and one more cannot be ticked, so that the second outcome is never reached.
        let edges = vec![(Test::AtLeast(9, all.clone()), To::Outcome(0)), (Test::AtLeast(count + 1, all), To::Outcome(1))];
        let select = Form::Select { count, assume: 0 };
        let wide = Asked { fact: None, form: select, starts: Vec::new(), edges, own: vec![None; count], rest: Some(To::Question(1)) };
        let own = vec![Some(To::Outcome(2)), Some(To::Outcome(3))];
        let form = Form::Choice { count: 2, assume: 0 };
        let plan = Plan::new(vec![wide, Asked { fact: None, form, starts: Vec::new(), edges: Vec::new(), own, rest: None }], 4);
        let tree = load(&plan).unwrap();
        let open: Replies = vec![None; plan.slots()];
        let outcomes: Vec<String> = outcomes.into_iter().map(str::to_owned).collect();
        assert_eq!(looked_ahead(&tree, &plan.answers(&open)), (outcomes.clone(), 1, 2, exact));
        if exact {
            let tried = Tried::new(&plan, &open, 50_000).unwrap();
            assert_eq!((tried.outcomes.into_iter().collect(), tried.fewest, tried.most), (outcomes, 1, 2));
        }
    }
}

#[test]
fn a_tangled_tree_is_looked_through_roughly_and_says_so() {
    // Twenty questions that the last edge all looks back at: as many states as there are ways to answer, a million.
    const CHAIN: usize = 20;
    let form = Form::Choice { count: 2, assume: 0 };
    let all: Vec<Test> = (0..CHAIN).map(|at| Test::Atom(at, 0)).collect();
    let never = Test::All(vec![Test::AtLeast(CHAIN, all.clone()), Test::Not(Box::new(Test::All(all)))]);
    let mut asked: Vec<Asked> = (0..CHAIN)
        .map(|at| Asked {
            fact: None,
            form: form.clone(),
            starts: Vec::new(),
            edges: Vec::new(),
            own: vec![None, None],
            rest: Some(if at + 1 < CHAIN { To::Question(at + 1) } else { To::Outcome(1) }),
        })
        .collect();
    asked[CHAIN - 1].edges.push((never, To::Outcome(0)));
    let plan = Plan::new(asked, 2);
    let tree = load(&plan).unwrap();
    let mut open: Replies = vec![None; plan.slots()];
    let both = vec!["o0".to_owned(), "o1".to_owned()];
    assert_eq!(looked_ahead(&tree, &plan.answers(&open)), (both, CHAIN, CHAIN, false), "what cannot be told is listed, not left out");

    // With most of it answered the rest can be told, and the edge that is never taken is found out.
    open[..CHAIN - 5].fill(Some(Reply::Unsure));
    assert_eq!(looked_ahead(&tree, &plan.answers(&open)), (vec!["o1".to_owned()], 5, 5, true));
}

/// Something done to a consultation.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Answer(usize, u16),
    /// The same answer as before: it confirms one that was kept.
    Again(usize),
    Withdraw(usize),
    Undo,
    Redo,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        8 => (any::<usize>(), any::<u16>()).prop_map(|(question, drawn)| Edit::Answer(question, drawn)),
        1 => any::<usize>().prop_map(Edit::Again),
        1 => any::<usize>().prop_map(Edit::Withdraw),
        2 => Just(Edit::Undo),
        1 => Just(Edit::Redo),
    ];
    vec(edit, 1..=16)
}

/// The replies, and the slots whose reply went out of use and was not confirmed since.
type State = (Replies, BTreeSet<usize>);

/// What an edit of a reply makes of a state; `None` when it changes nothing.
fn edited(plan: &Plan, (replies, kept): &State, slot: usize, reply: Option<Reply>) -> Option<State> {
    if replies[slot] == reply && !kept.contains(&slot) {
        return None;
    }
    let (mut after, mut still_kept) = (replies.clone(), kept.clone());
    after[slot] = reply;
    still_kept.remove(&slot);
    let passed = |replies: &Replies| plan.follow(replies).steps.iter().map(|step| plan.slot(step.question)).collect::<BTreeSet<_>>();
    let now = passed(&after);
    still_kept.extend(passed(replies).into_iter().filter(|slot| !now.contains(slot) && after[*slot].is_some()));
    Some((after, still_kept))
}

/// Holds the answers, the marks and the route of a consultation against a state.
fn stands(plan: &Plan, tree: &Tree, consultation: &Consultation, (replies, kept): &State) -> Result<(), TestCaseError> {
    prop_assert_eq!(consultation.answers(), &plan.answers(replies), "the answers");
    for (ix, question) in tree.questions() {
        let slot = plan.slot(place(&question.id));
        prop_assert_eq!(consultation.is_kept(tree, ix), kept.contains(&slot), "whether {} is kept", question.id);
    }
    agree(plan, tree, replies, &plan.follow(replies), &consultation.route(tree))
}

/// The place in the plan of a question of the tree: its id says it.
fn place(id: &str) -> usize {
    id[1..].parse().unwrap()
}

#[test]
fn no_answer_is_lost_and_every_change_can_be_taken_back() {
    let counts = check(800, (drawn(), edits()), |plan, tree, (drawn, edits), counts| {
        let first: State = (replies(plan, &drawn), BTreeSet::new());
        let mut consultation = Consultation::with(plan.answers(&first.0));
        let (mut past, mut future, mut now) = (Vec::new(), Vec::new(), first.clone());
        for edit in edits {
            let question = |drawn: usize| drawn % plan.asked.len();
            let ix = |drawn: usize| tree.question(&id(To::Question(question(drawn)))).unwrap();
            let slot = |drawn: usize| plan.slot(question(drawn));
            let change = match edit {
                Edit::Answer(drawn, number) => {
                    let given = reply(&plan.asked[question(drawn)].form, number);
                    consultation.answer(tree, ix(drawn), answer(&given));
                    edited(plan, &now, slot(drawn), Some(given))
                }
                Edit::Again(drawn) => match now.0[slot(drawn)].clone() {
                    Some(given) => {
                        consultation.answer(tree, ix(drawn), answer(&given));
                        edited(plan, &now, slot(drawn), Some(given))
                    }
                    None => None,
                },
                Edit::Withdraw(drawn) => {
                    consultation.withdraw(tree, ix(drawn));
                    edited(plan, &now, slot(drawn), None)
                }
                Edit::Undo | Edit::Redo => {
                    let (from, onto) = if matches!(edit, Edit::Undo) { (&mut past, &mut future) } else { (&mut future, &mut past) };
                    let moved = if matches!(edit, Edit::Undo) { consultation.undo() } else { consultation.redo() };
                    let state = from.pop();
                    prop_assert_eq!(moved, state.is_some(), "{:?}", edit);
                    if let Some(state) = state {
                        onto.push(std::mem::replace(&mut now, state));
                        count(counts, "taken back or made again", 1);
                    }
                    None
                }
            };
            if let Some(after) = change {
                past.push(std::mem::replace(&mut now, after));
                future.clear();
            }
            stands(plan, tree, &consultation, &now)?;
            let returned = plan.follow(&now.0).steps.iter().filter(|step| now.1.contains(&plan.slot(step.question))).count();
            count(counts, "back on the route, to be confirmed", returned);
            count(counts, "states", 1);
        }
        let last = now.clone();
        while let Some(state) = past.pop() {
            prop_assert!(consultation.undo());
            stands(plan, tree, &consultation, &state)?;
        }
        prop_assert!(!consultation.undo(), "there is nothing before the first state");
        prop_assert_eq!(consultation.answers(), &plan.answers(&first.0));
        while consultation.redo() {}
        // What was taken back before the end comes back too; going back as far leads to where the edits ended.
        for _ in 0..future.len() {
            prop_assert!(consultation.undo());
        }
        stands(plan, tree, &consultation, &last)
    });
    let counts = counts.into_inner();
    for what in ["taken back or made again", "back on the route, to be confirmed"] {
        assert!(counts[what] * 50 > counts["states"], "{what}: too few of {counts:?}");
    }
}
