//! `waypost explain`: what carries a recommendation, what would change it, and why not another.

use super::args::{ExplainArgs, Format};
use super::ask::{contradicting, path, read_answers, unused};
use super::report::{Failure, find_tree};
use super::{Ending, Output};
use crate::advice::insight::{Insight, Other, Possible, Reach, insight, possible, why_not};
use crate::advice::walk::{Route, route};
use crate::content::diagnostic::nearest;
use crate::content::pack::{Pack, Words, fill};
use crate::content::tree::{OutcomeIx, Tree};
use crate::paper::export::brief::{Entry, Mark, Section};
use crate::paper::export::insight::{Explained, contradiction_section};
use crate::paper::export::json::{Explanation, explain};
use crate::paper::export::{command, text};

/// The most outcomes that are named to somebody who asks for one that there is not.
const MAX_NAMED: usize = 60;

pub(super) fn run(pack: &Pack, args: &ExplainArgs, out: &mut Output) -> Result<Ending, Failure> {
    let tree = find_tree(pack, &args.tree)?;
    let asked_for = args.why_not.as_deref().map(|id| find_outcome(tree, id)).transpose()?;
    let answers = read_answers(pack, tree, &args.given)?;
    let route = route(tree, &answers);
    let possible = possible(tree, &answers, &route);
    let insight = insight(tree, &answers, &route);
    let conflicts = contradicting(pack, tree, &answers);
    let other = asked_for.and_then(|outcome| why_not(tree, &answers, &route, &Reach::new(tree, &answers), outcome));
    let text = match args.format {
        Format::Json => {
            let why_not = asked_for.map(|outcome| (outcome, other.as_ref()));
            let (answers, route, possible, insight, conflicts) = (&answers, &route, &possible, &insight, &conflicts);
            explain(pack, &Explanation { tree, answers, route, possible, insight, conflicts, why_not })
        }
        Format::Text => {
            let words = pack.words();
            let explained = Explained { words, tree, route: &route, insight: &insight };
            let mut text = unused(pack, tree, &answers, &route);
            text.push_str(&path(pack, tree, &route));
            let (heading, now) = match (route.outcome(), route.open()) {
                (Some(ix), _) => (&words.outcome.recommendation, tree[ix].recommendation.as_str()),
                (None, Some(ix)) => (&words.insight.at_hand, tree[ix].prompt.as_str()),
                (None, None) => (&words.insight.at_hand, ""),
            };
            text.push_str(&format!("{heading}: {now}\n"));
            if route.open().is_some() {
                text.push_str(&format!("{}\n", progress(words, &route, &possible)));
            }
            if let Some(ix) = asked_for {
                text.push_str(&text::sections(&[why_not_in_words(&explained, ix, other.as_ref())], out.width));
            } else {
                let said: Vec<_> = contradiction_section(pack, &conflicts).into_iter().chain(explained.sections(&possible)).collect();
                text.push_str(&text::sections(&said, out.width));
                let so_far = command::all_arguments(tree, &answers, &route);
                text.push_str(&format!("\n{} explain {so_far} --why-not OUTCOME\n", out.invocation));
            }
            text
        }
    };
    out.print(&format!("{}\n", text.trim_end()))?;
    Ok(if route.outcome().is_some() { Ending::Done } else { Ending::Open })
}

/// How many questions are left.
fn progress(words: &Words, route: &Route, possible: &Possible) -> String {
    let (n, min, max) = ((route.steps.len() + 1).to_string(), possible.fewest.to_string(), possible.most.to_string());
    let word = if possible.exact { &words.walk.progress } else { &words.walk.progress_about };
    fill(word, &[("n", &n), ("min", &min), ("max", &max)])
}

/// Every smallest set of answers that leads to one outcome.
fn why_not_in_words(explained: &Explained<'_>, outcome: OutcomeIx, other: Option<&Other>) -> Section {
    let Explained { words, tree, route, insight } = *explained;
    let said = &words.insight;
    let line = |text: String| Entry { mark: Mark::Bullet, text, leads: None };
    let entries = match other {
        _ if route.outcome() == Some(outcome) => vec![line(said.is_the_result.to_string())],
        None => vec![line(unreachable(explained, insight))],
        Some(other) => {
            let mut entries: Vec<Entry> = Vec::new();
            for (at, set) in other.ways.sets.iter().enumerate() {
                let changes = explained.changes(set);
                let text = if at == 0 { changes } else { fill(&said.also_by, &[("changes", &changes)]) };
                entries.push(line(text));
            }
            entries.extend(other.ways.more.then(|| line(said.also_by_more.to_string())));
            entries.extend(other.obstacle.map(|obstacle| Entry { mark: Mark::Warning, text: explained.obstacle(obstacle), leads: None }));
            entries.extend((!insight.exact).then(|| line(said.not_exact.to_string())));
            entries
        }
    };
    Section { heading: format!("{}: {}", said.why_not_this, tree[outcome].recommendation), entries }
}

fn unreachable(explained: &Explained<'_>, insight: &Insight) -> String {
    let said = &explained.words.insight;
    if insight.exact { said.never.to_string() } else { said.perhaps.to_string() }
}

fn find_outcome(tree: &Tree, id: &str) -> Result<OutcomeIx, Failure> {
    tree.outcome(id).ok_or_else(|| {
        let ids = || tree.outcomes().map(|(_, outcome)| outcome.id.as_str());
        let mut near = nearest(id, ids());
        // A word of an id is what people remember of it; without any, all of them are named.
        if near.is_empty() {
            near =
                ids().filter(|other| id.split('-').any(|word| word.len() > 3 && other.contains(word.get(..4).unwrap_or(word)))).collect();
        }
        if near.is_empty() {
            near = ids().take(MAX_NAMED).collect();
        }
        let near = near.into_iter().map(str::to_owned).collect();
        Failure::Usage { code: "unknown-outcome", message: format!("`{}` has no outcome `{id}`", tree.id), near }
    })
}
