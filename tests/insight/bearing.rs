//! Which answers carry the result.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use proptest::prelude::*;
use waypost::advice::insight::{Bearing, Verdict, Weight, load_bearing};
use waypost::advice::walk::Value;

use super::plan::Val;
use super::{Case, Checked, came_up, check};

#[test]
fn which_answers_carry_the_result() {
    let counts = check("load_bearing", 75, 24000, |case| {
        let found = load_bearing(case.tree, &case.answers, &case.now);
        prop_assert!(found.exact, "a small tree is looked through");
        let Some(today) = case.result() else {
            prop_assert_eq!(found.answers, vec![], "a walk that has not ended bears nothing");
            return Ok(());
        };
        case.count("ended", true);
        let mut expected = Vec::new();
        for (at, step) in case.now.steps.iter().enumerate().filter(|(_, step)| !step.repeated) {
            let slot = case.plan.slot(case.question(step.question));
            let bearing = found.answers.iter().find(|bearing| bearing.question == step.question);
            let Some(bearing) = bearing else { return Err(TestCaseError::fail(format!("{:?} is left out", step.question))) };
            let weight = carries(case, slot, &step.value, bearing, today)?;
            prop_assert_eq!((bearing.weight, bearing.assumed), (weight.0, case.is_unsure(slot)));
            // What carries most; assumptions before certainties, other outcomes before details, then in the order of the route.
            expected.push(((weight.0, !case.is_unsure(slot), !weight.1), at, step.question));
        }
        expected.sort_unstable();
        let order: Vec<_> = expected.iter().map(|(.., question)| *question).collect();
        prop_assert_eq!(found.answers.iter().map(|bearing| bearing.question).collect::<Vec<_>>(), order, "{:?}", expected);
        Ok(())
    });
    came_up(&counts, 25, &["same", "another outcome", "other details", "an assumption carries", "a figure's cut-off"]);
    let rarer =
        ["opens with today's result", "opens without", "opens with today's outcome, not its result", "changes a fact that was asked twice"];
    came_up(&counts, 200, &rarer);
}

/// Holds what is said of one answer against what becomes of every other; gives back what it carries, and whether another outcome is
/// among it.
fn carries(case: &Case<'_>, slot: usize, value: &Value, bearing: &Bearing, today: (usize, usize)) -> Result<(Weight, bool), TestCaseError> {
    let own = case.told[slot].unwrap();
    let others: BTreeSet<usize> = (0..case.table.ways[slot].len()).filter(|way| *way != own && is_tried(case, slot, own, *way)).collect();
    let tried: Vec<Option<usize>> =
        bearing.variants.iter().map(|variant| case.table.way(slot, &case.table.val(slot, &variant.value))).collect();
    prop_assert_eq!(tried.len(), others.len(), "each other answer once: {:?}", bearing);
    prop_assert_eq!(tried.iter().flatten().copied().collect::<BTreeSet<_>>(), others, "the other answers: {:?}", bearing);
    let (mut weight, mut elsewhere) = (Weight::Same, false);
    for (variant, way) in bearing.variants.iter().zip(tried) {
        let future = case.after(slot, way.unwrap());
        let expected = match (future.open, future.walks[0]) {
            (None, walk) if walk.result == today.1 => Weight::Same,
            (None, _) => Weight::Flips,
            (Some(_), _) if future.results().contains(&today.1) => Weight::Opens,
            (Some(_), _) => Weight::OpensWithout,
        };
        match &variant.verdict {
            Verdict::Same => prop_assert_eq!(expected, Weight::Same, "{:?}", variant),
            Verdict::Flips(outcome) => {
                prop_assert_eq!(expected, Weight::Flips, "{:?}", variant);
                let outcome = case.outcome(*outcome);
                prop_assert_eq!(outcome, future.walks[0].outcome, "{:?}", variant);
                elsewhere |= outcome != today.0;
                case.count("another outcome", outcome != today.0);
                case.count("other details", outcome == today.0);
            }
            Verdict::Opens { question, outcomes, keeps_result, exact } => {
                let expected_here = if *keeps_result { Weight::Opens } else { Weight::OpensWithout };
                prop_assert_eq!(expected, expected_here, "{:?}", variant);
                prop_assert_eq!(Some(case.question(*question)), future.open, "{:?}", variant);
                prop_assert_eq!(case.outcomes(outcomes)?, future.outcomes(), "{:?}", variant);
                prop_assert!(exact, "a small tree is looked through");
                let details = expected == Weight::OpensWithout && future.outcomes().contains(&today.0);
                case.count("opens with today's outcome, not its result", details);
            }
        }
        case.count("same", expected == Weight::Same);
        case.count("opens with today's result", expected == Weight::Opens);
        case.count("opens without", expected == Weight::OpensWithout);
        weight = weight.min(expected);
        figures(case, slot, value, &variant.value, variant.cut_off.map(|cut| (cut.at, cut.distance, cut.percent)))?;
    }
    let changing = |all: bool| bearing.variants.iter().filter(move |variant| all || variant.verdict != Verdict::Same);
    let far = |all: bool| changing(all).filter_map(|variant| Some(variant.cut_off?.distance.abs())).min_by(f64::total_cmp);
    prop_assert_eq!(bearing.cut_off().map(|cut| cut.distance.abs()), far(false).or(far(true)), "the nearest cut-off: {:?}", bearing);
    case.count("an assumption carries", bearing.assumed && weight != Weight::Same);
    let asked = case.now.steps.iter().filter(|step| case.plan.slot(case.question(step.question)) == slot).count();
    case.count("changes a fact that was asked twice", asked > 1 && weight != Weight::Same);
    Ok((weight, elsewhere))
}

/// Whether an answer is one of those that are tried in the place of another: of sets, those with one option more or less, and the
/// empty one.
fn is_tried(case: &Case<'_>, slot: usize, own: usize, way: usize) -> bool {
    match (&case.table.ways[slot][own], &case.table.ways[slot][way]) {
        (Val::Set(own), Val::Set(other)) => *other == 0 || (own ^ other).count_ones() == 1,
        _ => true,
    }
}

/// Whether a figure lies just under the end of its stretch: by 1 at most, which is how people would say it.
pub(super) fn just_under(figure: f64, begins: f64, ends: f64) -> bool {
    (begins..ends).contains(&figure) && ends - figure <= 1.0
}

/// A figure is the nearest one within its stretch, and told how far the cut-off is that lies before it.
fn figures(case: &Case<'_>, slot: usize, from: &Value, to: &Value, found: Option<(f64, f64, Option<f64>)>) -> Checked {
    let (Value::Number(from), Value::Number(to)) = (from, to) else {
        prop_assert_eq!(found, None, "only figures have a cut-off");
        return Ok(());
    };
    let way = case.table.way(slot, &Val::Figure(*to)).unwrap();
    let (begins, ends) = case.table.stretch(slot, way);
    let at = match from.partial_cmp(&begins) {
        Some(Ordering::Less) => begins,
        _ => ends.unwrap(),
    };
    let is_near = if from < &begins { *to == begins } else { just_under(*to, begins, at) };
    prop_assert!(is_near, "{} is not the figure nearest to {}", to, from);
    let percent = if *from == 0.0 { None } else { Some((at - from) * 100.0 / from) };
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let agrees = found.is_some_and(|(cut, distance, of)| {
        cut == at && close(distance, at - from) && of.is_some() == percent.is_some() && close(of.unwrap_or(0.0), percent.unwrap_or(0.0))
    });
    prop_assert!(agrees, "{:?}, where the cut-off is at {} and {:?} percent of {} away", found, at, percent, from);
    case.count("a figure's cut-off", true);
    Ok(())
}
