//! What can be said of a walk beyond where it ends: what else is possible, which answers carry the result, what would lead
//! elsewhere, what to find out next.

mod ahead;
mod budget;
mod conflicts;
mod find_out;
mod load_bearing;
mod matters;
mod possible;
mod reach;
mod values;

pub use conflicts::{Conflict, Reached, conflicts};
pub use find_out::{FindOut, find_out};
pub use load_bearing::{Bearing, CutOff, LoadBearing, Variant, Verdict, Weight, load_bearing};
pub use matters::is_immaterial;
pub use possible::{Possible, count_results, possible};
pub use reach::{Change, Effort, Obstacle, Reach, Ways, obstacle, with_changes};
pub use values::{answers_to, cuts, other_answers};

use budget::Budget;
use find_out::find_out_within;
use load_bearing::load_bearing_within;

use crate::advice::walk::{Answers, Route, route};
use crate::content::tree::{Node, OutcomeIx, Tree};

/// The most other outcomes of which it is said what would lead there.
const MAX_OTHERS: usize = 60;

/// Everything that is said of a walk besides what is still possible.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Insight {
    /// Whether the question at hand is immaterial; `None` when there is none or it could not be found out.
    pub immaterial: Option<bool>,
    /// Which answers carry the result.
    pub load_bearing: LoadBearing,
    /// The other outcomes, those that take least first; at most 60, and the runner-up.
    pub others: Vec<Other>,
    /// How many other outcomes there are that answers lead to.
    pub others_in_all: usize,
    /// The credible alternative that takes least.
    pub runner_up: Option<OutcomeIx>,
    /// What to find out next.
    pub find_out: Option<FindOut>,
    /// Whether the other outcomes are all that can be reached, and each by the least.
    pub exact: bool,
}

/// Why not another outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// The outcome.
    pub outcome: OutcomeIx,
    /// What would lead there.
    pub ways: Ways,
    /// What stood in the way of the nearest of them.
    pub obstacle: Option<Obstacle>,
}

/// Gathers all that is said of a walk.
///
/// Costs up to 1,000,000 answers tried for the answers that carry the result and as many for what to find out, besides the budgets
/// of [`is_immaterial`] and [`Reach::new`].
pub fn insight(tree: &Tree, answers: &Answers, now: &Route) -> Insight {
    let all = insight_while(tree, answers, now, &|| true);
    all.unwrap_or_default()
}

/// The same as long as it is wanted, which is asked between its parts: `None` when it no longer is.
pub fn insight_while(tree: &Tree, answers: &Answers, now: &Route, wanted: &dyn Fn() -> bool) -> Option<Insight> {
    let still = |insight: Insight| if wanted() { Some(insight) } else { None };
    let load_bearing = load_bearing_within(tree, answers, now, &mut Budget::new(wanted));
    let found = still(Insight { immaterial: is_immaterial(tree, answers, now), load_bearing, ..Insight::default() })?;
    let reach = Reach::new(tree, answers);
    let runner_up = reach.runner_up(now);
    let mut efforts: Vec<(Effort, OutcomeIx)> = tree
        .outcomes()
        .filter(|(outcome, _)| now.outcome() != Some(*outcome))
        .filter_map(|(outcome, _)| Some((reach.effort(Node::Outcome(outcome))?, outcome)))
        .collect();
    efforts.sort_unstable();
    let found = still(Insight { others_in_all: efforts.len(), runner_up, exact: reach.is_exact(), ..found })?;
    // The runner-up is told of wherever it stands.
    let (near, far) = efforts.split_at(efforts.len().min(MAX_OTHERS));
    let told = near.iter().chain(far.iter().filter(|(_, outcome)| Some(*outcome) == runner_up));
    let others = told.filter_map(|(_, outcome)| why_not(tree, answers, now, &reach, *outcome)).collect();
    let found = still(Insight { others, ..found })?;
    still(Insight { find_out: find_out_within(tree, answers, now, &mut Budget::new(wanted)), ..found })
}

/// What would lead to an outcome, and what stood in the way; `None` when nothing leads there.
///
/// Costs what [`Reach::ways`] does, and two walks.
pub fn why_not(tree: &Tree, answers: &Answers, now: &Route, reach: &Reach<'_>, outcome: OutcomeIx) -> Option<Other> {
    let ways = reach.ways(Node::Outcome(outcome))?;
    let there = ways.sets.first().map(|set| route(tree, &with_changes(tree, answers, set)));
    let obstacle = there.and_then(|there| obstacle(tree, now, &there));
    Some(Other { outcome, ways, obstacle })
}

/// How many steps two routes have in common before the first answer in which they differ. Costs one look at each of these.
pub fn common_steps(one: &Route, other: &Route) -> usize {
    let steps = one.steps.iter().zip(&other.steps);
    steps.take_while(|(a, b)| a.question == b.question && a.value == b.value).count()
}
