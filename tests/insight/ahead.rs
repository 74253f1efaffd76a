//! What lies ahead: what is possible, how many results, whether a question matters, what to find out.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use waypost::advice::insight::{count_results, find_out, is_immaterial, possible};
use waypost::content::tree::{QuestionIx, parse};

use super::plan::{Asked, Form, Plan, Reply, To, Val};
use super::table::{Future, Table, Told, Walk};
use super::{Case, Counts, came_up, check};

#[test]
fn what_is_possible() {
    let counts = check("possible", 75, 24000, |case| {
        let future = case.future();
        let asked = |walk: &&Walk| {
            let slots: BTreeSet<usize> = walk.path.iter().map(|question| case.plan.slot(*question)).collect();
            slots.into_iter().filter(|slot| case.told[*slot].is_none()).count()
        };
        let found = possible(case.tree, &case.answers, &case.now);
        let questions: Vec<QuestionIx> = found.questions.clone();
        prop_assert!(questions.is_sorted_by(|a, b| a < b), "not in the order of the file: {:?}", questions);
        prop_assert_eq!(case.outcomes(&found.outcomes)?, future.outcomes(), "the outcomes");
        prop_assert_eq!(questions.into_iter().map(|ix| case.question(ix)).collect::<BTreeSet<_>>(), future.questions(), "the questions");
        prop_assert_eq!(Some(found.fewest), future.walks.iter().map(asked).min(), "the fewest");
        prop_assert_eq!(Some(found.most), future.walks.iter().map(asked).max(), "the most");
        prop_assert!(found.exact, "a small tree is looked through");

        let repeats = |walk: &&Walk| walk.path.len() > walk.told.iter().flatten().count();
        case.count("something is open", future.open.is_some());
        case.count("a fact can be asked again", future.open.is_some() && future.walks.iter().any(repeats));
        case.count("conditions rule an outcome out", future.outcomes().len() < case.table.linked_outcomes.len());
        case.count("with a value that does not fit", !case.now.unfit.is_empty());
        Ok(())
    });
    came_up(&counts, 25, &["something is open", "conditions rule an outcome out", "with a value that does not fit"]);
    came_up(&counts, 100, &["a fact can be asked again"]);
}

#[test]
fn how_many_results() {
    let counts = check("count_results", 75, 24000, |case| {
        let future = case.future();
        let results = future.results();
        prop_assert_eq!(count_results(case.tree, &case.answers, &case.now), Some(results.len()));
        case.count("several", results.len() > 1);
        case.count("more than outcomes", results.len() > future.outcomes().len());
        Ok(())
    });
    came_up(&counts, 25, &["several", "more than outcomes"]);
}

#[test]
fn whether_a_question_matters() {
    let counts = check("is_immaterial", 75, 24000, |case| {
        let future = case.future();
        let expected = future.open.map(|question| never_matters(&future, case.plan.slot(question)));
        prop_assert_eq!(is_immaterial(case.tree, &case.answers, &case.now), expected);
        case.count("immaterial", expected == Some(true));
        case.count("immaterial with several results", expected == Some(true) && future.results().len() > 1);
        case.count("material", expected == Some(false));
        case.count("material for details alone", expected == Some(false) && future.outcomes().len() == 1);
        Ok(())
    });
    came_up(&counts, 25, &["immaterial", "material"]);
    came_up(&counts, 100, &["material for details alone", "immaterial with several results"]);
}

#[test]
fn a_fact_asked_on_either_way_is_one_answer() {
    // The first question only decides which of two others asks for the fact, and these lead to the same.
    let choice = |fact: Option<usize>, own: [To; 2]| {
        let form = Form::Choice { count: 2, assume: 0 };
        Asked { fact, form, starts: Vec::new(), edges: Vec::new(), own: own.map(Some).to_vec(), rest: None }
    };
    for (swapped, expected) in [(false, true), (true, false)] {
        let (first, last) = if swapped { (1, 0) } else { (0, 1) };
        let asked = vec![
            choice(None, [To::Question(1), To::Question(2)]),
            choice(Some(0), [To::Outcome(0), To::Outcome(1)]),
            choice(Some(0), [To::Outcome(first), To::Outcome(last)]),
        ];
        let mut plan = Plan::new(asked, 2);
        plan.facts = vec![Form::Choice { count: 2, assume: 0 }];
        let (tree, faults) = parse(&plan.ron());
        let (tree, table) = (tree.unwrap_or_else(|| panic!("{faults:#?}")), Table::new(&plan).unwrap());
        let counts = Counts::default();
        let case = Case::new(&table, &tree, vec![None; plan.slots()], &counts);
        assert_eq!(never_matters(&case.future(), plan.slot(0)), expected);
        assert_eq!(is_immaterial(&tree, &case.answers, &case.now), Some(expected));
    }
}

/// For every way of answering the others, all answers of a slot give the same result: so do any two walks that were told the same
/// where both were asked, but for that slot.
fn never_matters(future: &Future<'_>, slot: usize) -> bool {
    let alike = |a: &Walk, b: &Walk| {
        let others = a.told.iter().zip(&b.told).enumerate().filter(|(at, _)| *at != slot);
        others.into_iter().all(|(_, (a, b))| a.is_none() || b.is_none() || a == b)
    };
    future.walks.iter().all(|a| future.walks.iter().all(|b| a.result == b.result || !alike(a, b)))
}

#[test]
fn what_to_find_out() {
    let counts = check("find_out", 50, 16000, |case| {
        let found = find_out(case.tree, &case.answers, &case.now);
        // Assumptions are questions without an answer.
        let told: Told = (0..case.told.len()).map(|slot| case.told[slot].filter(|_| !case.is_unsure(slot))).collect();
        let base = case.table.after(&told);
        let open = base.outcomes();
        let tried = |slot: usize, way: &Val| match way {
            Val::Set(set) => (set.count_ones() <= 1).then(|| case.table.way(slot, way)).flatten(),
            _ => case.table.way(slot, way),
        };
        let left = |slot: usize| -> Vec<(usize, BTreeSet<usize>, usize)> {
            let ways = case.table.ways[slot].iter().filter_map(|way| tried(slot, way));
            let after = |way: usize| {
                let mut told = told.clone();
                told[slot] = Some(way);
                let future = case.table.after(&told);
                (way, future.outcomes(), future.results().len())
            };
            ways.map(after).collect()
        };
        let candidates: BTreeSet<usize> =
            base.questions().into_iter().map(|question| case.plan.slot(question)).filter(|slot| told[*slot].is_none()).collect();
        let left: BTreeMap<usize, Vec<(usize, BTreeSet<usize>, usize)>> = candidates.into_iter().map(|slot| (slot, left(slot))).collect();
        let mean = |count: fn(&(usize, BTreeSet<usize>, usize)) -> usize| -> BTreeMap<usize, f64> {
            left.iter().map(|(slot, left)| (*slot, left.iter().map(count).sum::<usize>() as f64 / left.len() as f64)).collect()
        };
        let least = |means: &BTreeMap<usize, f64>| means.values().copied().min_by(f64::total_cmp).unwrap_or(f64::INFINITY);
        let (outcomes, results) = (mean(|(_, outcomes, _)| outcomes.len()), mean(|(.., results)| *results));
        let by_outcomes = least(&outcomes) < open.len() as f64;
        let by_results = !by_outcomes && least(&results) < base.results().len() as f64;
        case.count("tells outcomes apart", by_outcomes);
        case.count("tells results apart", by_results);
        case.count("nothing to find out", !by_outcomes && !by_results);
        let Some(found) = found else {
            prop_assert!(!by_outcomes && !by_results, "something makes a difference: {:?} {:?}", outcomes, results);
            return Ok(());
        };
        prop_assert!(by_outcomes || by_results, "nothing makes a difference, least of all {:?}", found);
        let means = if by_outcomes { &outcomes } else { &results };
        let slot = case.plan.slot(case.question(found.question));
        prop_assert_eq!(means.get(&slot), Some(&least(means)), "{:?} is not the best of {:?}", found, means);
        // Of equals, the assumptions come first, in the order of the route.
        let best_assumed = case.now.steps.iter().filter(|step| step.assumed).map(|step| case.plan.slot(case.question(step.question)));
        let best_assumed = best_assumed.into_iter().find(|slot| means[slot] == least(means));
        prop_assert_eq!(slot, best_assumed.unwrap_or(slot), "an assumption is as good: {:?}", means);
        prop_assert_eq!(found.assumed, case.replies[slot] == Some(Reply::Unsure), "whether {:?} is assumed", found.question);
        prop_assert_eq!(case.outcomes(&found.open)?, open, "the outcomes that are open");
        prop_assert!(found.exact, "a small tree is looked through");
        let mut seen = BTreeSet::new();
        for (value, outcomes) in &found.left {
            let way = case.table.way(slot, &case.table.val(slot, value));
            let expected = left[&slot].iter().find(|(other, ..)| Some(*other) == way).map(|(_, outcomes, _)| outcomes.clone());
            prop_assert_eq!(Some(case.outcomes(outcomes)?), expected, "what {:?} leaves", value);
            seen.extend(way);
        }
        prop_assert_eq!((seen.len(), found.left.len()), (left[&slot].len(), left[&slot].len()), "each answer once");
        case.count("an assumption", found.assumed);
        case.count("an open question", !found.assumed);
        case.count("a question further on", !found.assumed && case.now.open() != Some(found.question));
        Ok(())
    });
    let all = [
        "tells outcomes apart",
        "tells results apart",
        "nothing to find out",
        "an assumption",
        "an open question",
        "a question further on",
    ];
    came_up(&counts, 50, &all);
}
