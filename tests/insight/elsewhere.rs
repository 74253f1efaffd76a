//! Why not elsewhere: the smallest sets of changes, what stands in the way, and what is said of it all together.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use waypost::advice::insight::{
    Change, Effort, Reach, common_steps, find_out, insight, is_immaterial, load_bearing, obstacle, why_not, with_changes,
};
use waypost::advice::walk::{Answer, Value, route};
use waypost::content::tree::parse;

use super::bearing::just_under;
use super::plan::{Asked, Form, Part, PartKind, Passed, Plan, Reply, To, Val, id};
use super::table::Told;
use super::{Case, Checked, came_up, check};

/// Ways to answer slots that had others, or none.
type Changes = BTreeSet<(usize, usize)>;

/// The least that leads to a node, and every set of changes that takes no more.
#[derive(Debug)]
struct Least {
    effort: Effort,
    sets: BTreeSet<Changes>,
}

impl Default for Least {
    fn default() -> Self {
        Least { effort: Effort { changed: usize::MAX, new: usize::MAX }, sets: BTreeSet::new() }
    }
}

/// For every node, by its id, the least that leads there: found by going all ways through the tree.
fn least(case: &Case<'_>) -> BTreeMap<String, Least> {
    let mut least: BTreeMap<String, Least> = BTreeMap::new();
    for walk in &case.table.walks {
        let (mut effort, mut changes) = (Effort::default(), Changes::new());
        let mut met = BTreeSet::new();
        let ends = walk.path.iter().map(|question| To::Question(*question)).chain([To::Outcome(walk.outcome)]);
        for to in ends {
            let best = least.entry(id(to)).or_default();
            if effort < best.effort {
                *best = Least { effort, sets: BTreeSet::new() };
            }
            if effort == best.effort {
                best.sets.insert(changes.clone());
            }
            let To::Question(question) = to else { break };
            let slot = case.plan.slot(question);
            let way = walk.told[slot].unwrap();
            if !met.insert(slot) {
                continue;
            }
            match case.told[slot] {
                Some(own) if case.table.mark(slot, own) == case.table.mark(slot, way) => continue,
                Some(_) => effort.changed += 1,
                None => effort.new += 1,
            }
            changes.insert((slot, way));
        }
    }
    least
}

/// The sets with nothing in them that no edge can tell apart.
fn marked(case: &Case<'_>, sets: &BTreeSet<Changes>) -> BTreeSet<Vec<(usize, Vec<usize>)>> {
    let marked = |set: &Changes| set.iter().map(|(slot, way)| (*slot, case.table.mark(*slot, *way).to_vec())).collect();
    sets.iter().map(marked).collect()
}

#[test]
fn what_leads_elsewhere() {
    let counts = check("Reach", 40, 12500, |case| {
        let reach = Reach::new(case.tree, &case.answers);
        prop_assert!(reach.is_exact(), "a small tree is looked through");
        let least = least(case);
        let questions = (0..case.plan.asked.len()).map(To::Question);
        for to in questions.chain((0..case.plan.outcomes).map(To::Outcome)) {
            let node = case.node(to);
            let expected = least.get(&id(to));
            prop_assert_eq!(reach.effort(node), expected.map(|least| least.effort), "the effort for {}", id(to));
            let ways = reach.ways(node);
            prop_assert_eq!(ways.is_some(), expected.is_some(), "the ways to {}", id(to));
            let (Some(ways), Some(expected)) = (ways, expected) else {
                let linked = matches!(to, To::Outcome(outcome) if case.table.linked_outcomes.contains(&outcome));
                case.count("conditions rule an outcome out", linked);
                continue;
            };
            prop_assert_eq!(ways.effort, expected.effort, "the effort of the ways to {}", id(to));
            let mut found: BTreeSet<Changes> = BTreeSet::new();
            for set in &ways.sets {
                let changes = leads_there(case, to, set).map_err(|why| TestCaseError::fail(format!("{why}\nof {set:?} to {}", id(to))))?;
                prop_assert!(found.insert(changes), "twice: {:?} to {}", set, id(to));
            }
            let (all, listed) = (marked(case, &expected.sets), marked(case, &found));
            prop_assert!(listed.is_subset(&all), "to {}: not the least: {:?}", id(to), listed.difference(&all));
            if ways.more {
                prop_assert!(expected.sets.len() > ways.sets.len() && ways.sets.len() == 12, "to {}: there are no more", id(to));
            } else {
                prop_assert_eq!(&all, &listed, "to {}", id(to));
            }
            nearest_first(case, &expected.sets, &ways.sets, all.len() == expected.sets.len())?;

            let (changed, new) = (ways.effort.changed, ways.effort.new);
            case.count("several answers changed", changed >= 2);
            case.count("answers changed and new", changed >= 1 && new >= 1);
            case.count("several new", changed == 0 && new >= 2);
            case.count("several ways", ways.sets.len() >= 2);
            case.count("more than are listed", ways.more);
            case.count("already there", changed + new == 0);
            let facts = |set: &Vec<Change>| set.iter().any(|change| case.tree[change.question].fact.is_some());
            case.count("a fact changed", ways.sets.iter().any(facts));
        }
        Ok(())
    });
    let all = [
        "conditions rule an outcome out",
        "several answers changed",
        "answers changed and new",
        "several new",
        "several ways",
        "already there",
        "a fact changed",
        "other options kept",
    ];
    came_up(&counts, 25, &all);
    came_up(&counts, 250, &["more than are listed", "the place of a value that does not fit"]);
}

/// Makes a set of changes and follows the answers; gives back what was changed.
fn leads_there(case: &Case<'_>, to: To, set: &[Change]) -> Result<Changes, TestCaseError> {
    let mut replies = case.replies.clone();
    let mut changes = Changes::new();
    for change in set {
        let slot = case.plan.slot(case.question(change.question));
        let val = case.table.val(slot, &change.to);
        let Some(way) = case.table.way(slot, &val) else { return Err(TestCaseError::fail(format!("{change:?} does not fit"))) };
        prop_assert_eq!(change.from.as_ref(), case.answers.get(&case.plan.key(slot)), "the answer before");
        near_before(case, slot, way, change)?;
        replies[slot] = Some(Reply::Given(val));
        changes.insert((slot, way));
    }
    prop_assert_eq!(changes.len(), set.len(), "one answer is changed once");
    let changed = with_changes(case.tree, &case.answers, set);
    prop_assert_eq!(&changed, &case.plan.answers(&replies), "the changed answers");
    let passed = case.plan.follow(&replies);
    let comes_past = passed.end == to || passed.steps.iter().any(|step| To::Question(step.question) == to);
    prop_assert!(comes_past, "does not lead there, but to {:?}", passed.end);
    let order: Vec<usize> = set.iter().map(|change| case.question(change.question)).collect();
    let first_asked = passed.steps.iter().filter(|step| !step.repeated).map(|step| step.question);
    let in_order: Vec<usize> = first_asked.into_iter().filter(|question| order.contains(question)).collect();
    prop_assert_eq!(order, in_order, "each where it is asked first, in the order of the way");
    Ok(changes)
}

/// A changed answer is as near to the one before as it can be.
fn near_before(case: &Case<'_>, slot: usize, way: usize, change: &Change) -> Checked {
    let before = case.told[slot].map(|way| &case.table.ways[slot][way]);
    case.count("the place of a value that does not fit", change.from.is_some() && before.is_none());
    match (&change.to, before) {
        (Value::Options(_), before) => {
            let Val::Set(after) = case.table.ways[slot][way] else { panic!("not a set") };
            let before = if let Some(Val::Set(before)) = before { *before } else { 0 };
            let unnamed = !case.table.named[slot];
            prop_assert_eq!(after & unnamed, before & unnamed, "options that nothing looks at: {:?}", change);
            case.count("other options kept", before & unnamed != 0);
        }
        (Value::Number(to), Some(_)) => {
            let figure = match case.replies[slot] {
                Some(Reply::Given(Val::Figure(figure))) => figure,
                _ => {
                    if let Val::Figure(figure) = case.table.assumed(slot) {
                        figure
                    } else {
                        panic!("not a figure")
                    }
                }
            };
            let (begins, ends) = case.table.stretch(slot, way);
            let is_nearest = if figure < begins { *to == begins } else { ends.is_some_and(|ends| just_under(*to, begins, ends)) };
            prop_assert!(is_nearest, "{} is not the figure nearest to {}", to, figure);
        }
        _ => {}
    }
    Ok(())
}

/// Those that alter assumptions come before those that alter certain answers, then those that move sets and figures least; what is
/// not listed is no nearer.
fn nearest_first(case: &Case<'_>, all: &BTreeSet<Changes>, listed: &[Vec<Change>], all_differ: bool) -> Checked {
    let distance = |slot: usize, way: usize| {
        let Some(own) = case.told[slot] else { return (0, 0) };
        let moved = match (&case.table.ways[slot][own], &case.table.ways[slot][way]) {
            (Val::Set(from), Val::Set(to)) => ((from ^ to) & case.table.named[slot]).count_ones() as usize,
            (Val::Figure(_), _) => own.abs_diff(way),
            _ => 1,
        };
        (usize::from(!case.is_unsure(slot)), moved)
    };
    let sum = |changes: &mut dyn Iterator<Item = (usize, usize)>| {
        changes.map(|(slot, way)| distance(slot, way)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let changed = |change: &Change| {
        let slot = case.plan.slot(case.question(change.question));
        (slot, case.table.way(slot, &case.table.val(slot, &change.to)).unwrap())
    };
    // What a value that does not fit is away from others is not said.
    let unsaid = |change: &Change| change.from.is_some() && case.told[changed(change).0].is_none();
    if listed.iter().flatten().any(unsaid) {
        return Ok(());
    }
    let found: Vec<_> = listed.iter().map(|set| sum(&mut set.iter().map(changed))).collect();
    prop_assert!(found.is_sorted(), "not the nearest first: {:?} {:?}", found, listed);
    if all_differ && all.len() <= 256 {
        let mut nearest: Vec<_> = all.iter().map(|set| sum(&mut set.iter().copied())).collect();
        nearest.sort_unstable();
        nearest.truncate(found.len());
        prop_assert_eq!(found, nearest, "something nearer is left out");
    }
    case.count("an assumption is altered first", listed.len() > 1 && listed[0].iter().all(|change| change.from == Some(Answer::Unsure)));
    Ok(())
}

#[test]
fn which_alternative_is_the_runner_up() {
    let counts = check("runner_up", 60, 19000, |case| {
        let Some((here, _)) = case.result() else {
            prop_assert_eq!(Reach::new(case.tree, &case.answers).runner_up(&case.now), None);
            return Ok(());
        };
        let least = least(case);
        let found = Reach::new(case.tree, &case.answers).runner_up(&case.now);
        // The runner-up is the first of the credible alternatives that hold and take least.
        let passed = case.plan.follow(&case.replies);
        let credible = |at: &usize| {
            let part = &case.plan.parts[*at];
            let PartKind::Alternative(Some(outcome)) = part.kind else { return None };
            let holds = part.of == here && outcome != part.of && case.plan.holds_if(part.when.as_ref(), &passed.steps);
            let effort = least.get(&id(To::Outcome(outcome))).map(|least| least.effort)?;
            holds.then_some((effort, *at, outcome))
        };
        let mut credible: Vec<_> = (0..case.plan.parts.len()).filter_map(|at| credible(&at)).collect();
        credible.sort_unstable();
        prop_assert_eq!(found.map(|ix| case.outcome(ix)), credible.first().map(|(.., outcome)| *outcome), "{:?}", credible);
        case.count("a runner-up", found.is_some());
        Ok(())
    });
    came_up(&counts, 50, &["a runner-up"]);
}

#[test]
fn the_nearest_alternative_is_the_runner_up() {
    // One change leads to the second outcome, two to the third, which is named first.
    let choice = |own: [To; 2]| {
        let form = Form::Choice { count: 2, assume: 0 };
        Asked { fact: None, form, starts: Vec::new(), edges: Vec::new(), own: own.map(Some).to_vec(), rest: None }
    };
    let asked = vec![choice([To::Outcome(0), To::Question(1)]), choice([To::Outcome(1), To::Outcome(2)])];
    let mut plan = Plan::new(asked, 3);
    let credible = |outcome: usize| Part { of: 0, kind: PartKind::Alternative(Some(outcome)), when: None };
    plan.parts = vec![credible(2), credible(1)];
    let (tree, faults) = parse(&plan.ron());
    let tree = tree.unwrap_or_else(|| panic!("{faults:#?}"));
    let answers = plan.answers(&vec![Some(Reply::Given(Val::Option(0))); plan.slots()]);
    assert_eq!(Reach::new(&tree, &answers).runner_up(&route(&tree, &answers)), tree.outcome("o1"));
}

#[test]
fn what_stands_between_two_routes() {
    let counts = check("obstacle", 30, 9500, |case| {
        // The other route differs in one answer, or in what the replies say when they are read backwards.
        let mut others: Vec<_> = (0..case.replies.len()).map(|slot| (slot, None)).collect();
        others.extend((0..case.replies.len()).flat_map(|slot| (0..case.table.ways[slot].len()).map(move |way| (slot, Some(way)))));
        for (slot, way) in others {
            let mut replies = case.replies.clone();
            replies[slot] = way.map(|way| Reply::Given(case.table.ways[slot][way].clone()));
            let there = route(case.tree, &case.plan.answers(&replies));
            let (here, elsewhere) = (case.plan.follow(&case.replies), case.plan.follow(&replies));
            let same = here.steps.iter().zip(&elsewhere.steps).take_while(|(a, b)| a.question == b.question && a.val == b.val).count();
            prop_assert_eq!(common_steps(&case.now, &there), same, "the steps in common");
            case.count("routes in common", same > 0 && (same < here.steps.len() || same < elsewhere.steps.len()));

            let found = obstacle(case.tree, &case.now, &there);
            let parts = |at: &usize| next(&here, *at) != next(&elsewhere, *at);
            let meet = here.steps.iter().zip(&elsewhere.steps).take_while(|(a, b)| a.question == b.question).count();
            let Some(at) = (0..meet).find(parts) else {
                prop_assert_eq!(found, None, "they part at no edge");
                case.count("no parting", true);
                continue;
            };
            let Some(found) = found else { return Err(TestCaseError::fail(format!("nothing stands before {}", id(elsewhere.end)))) };
            prop_assert_eq!(case.question(found.question), here.steps[at].question, "where they part");
            let edges = case.plan.edges(here.steps[at].question);
            let Some((Some(test), _)) = edges.get(found.edge) else {
                return Err(TestCaseError::fail(format!("{found:?} has no condition")));
            };
            let holds = |passed: &Passed| case.plan.holds(test, &passed.steps[..=at]);
            prop_assert_eq!((holds(&here), holds(&elsewhere)), (found.holds, !found.holds), "{:?}", found);
            // It is the edge that one of the two takes.
            let taken = |passed: &Passed| edges.iter().position(|(test, _)| case.plan.holds_if(test.as_ref(), &passed.steps[..=at]));
            prop_assert_eq!(taken(if found.holds { &here } else { &elsewhere }), Some(found.edge), "{:?}", found);
            case.count("a condition fails", !found.holds);
            case.count("a condition holds", found.holds);
            case.count("the change lies further back", case.plan.slot(here.steps[at].question) != slot);
        }
        Ok(())
    });
    came_up(&counts, 25, &["no parting", "a condition fails", "a condition holds", "routes in common"]);
    came_up(&counts, 100, &["the change lies further back"]);
}

/// The node behind a step.
fn next(passed: &Passed, at: usize) -> To {
    passed.steps.get(at + 1).map_or(passed.end, |step| To::Question(step.question))
}

#[test]
fn what_is_said_of_it_all() {
    let counts = check("insight", 25, 8000, |case| {
        let said = insight(case.tree, &case.answers, &case.now);
        prop_assert!(said.exact);
        prop_assert_eq!(said.immaterial, is_immaterial(case.tree, &case.answers, &case.now));
        prop_assert_eq!(&said.load_bearing, &load_bearing(case.tree, &case.answers, &case.now));
        prop_assert_eq!(&said.find_out, &find_out(case.tree, &case.answers, &case.now));

        let least = least(case);
        let here = case.result().map(|(outcome, _)| outcome);
        let mut expected: Vec<(Effort, usize)> = Vec::new();
        for (ix, outcome) in case.tree.outcomes().filter(|(ix, _)| here != Some(case.outcome(*ix))) {
            expected.extend(least.get(&outcome.id).map(|least| (least.effort, ix.place())));
        }
        expected.sort_unstable();
        let others: Vec<_> = said.others.iter().map(|other| (other.ways.effort, other.outcome.place())).collect();
        prop_assert_eq!(others, expected, "the other outcomes");
        let reach = Reach::new(case.tree, &case.answers);
        for other in &said.others {
            let there = route(case.tree, &with_changes(case.tree, &case.answers, &other.ways.sets[0]));
            prop_assert_eq!(there.outcome(), Some(other.outcome));
            prop_assert_eq!(other.obstacle, obstacle(case.tree, &case.now, &there));
            let alone = why_not(case.tree, &case.answers, &case.now, &reach, other.outcome);
            prop_assert_eq!(alone.as_ref(), Some(other));
            case.count("no condition in the way", other.obstacle.is_none());
            case.count("a condition in the way", other.obstacle.is_some());
        }

        prop_assert_eq!(said.runner_up, reach.runner_up(&case.now));
        Ok(())
    });
    came_up(&counts, 25, &["no condition in the way", "a condition in the way"]);
}

/// Answers told are those of the plan: what the table is read by is the plan's own reading.
#[test]
fn what_is_looked_up_is_what_the_plan_says() {
    check("table", 25, 8000, |case| {
        let passed = case.plan.follow(&case.replies);
        let future = case.future();
        let steps: Vec<usize> = passed.steps.iter().map(|step| step.question).collect();
        prop_assert_eq!(&future.walks[0].path[..future.passed], &steps[..]);
        match passed.end {
            To::Question(question) => prop_assert_eq!(future.open, Some(question)),
            To::Outcome(outcome) => prop_assert_eq!((future.open, future.walks[0].outcome), (None, outcome)),
        }
        let told: Told = case.table.told(&case.replies);
        prop_assert_eq!(&told, &case.told);
        Ok(())
    });
}
