//! What is told of one tree: the recommendation first, then why, what it takes, and why nothing else.

use super::answer::{answered, assumption, given, list};
use super::drawing;
use super::markup::Markup;
use crate::advice::insight::{Change, Other};
use crate::advice::walk::{End, Route, Step};
use crate::content::pack::fill;
use crate::content::tree::{AlternativeIs, Outcome, OutcomeIx, Tree};
use crate::paper::export::decision::{Consulted, Walked};
use crate::paper::export::insight::Explained;
use crate::paper::record::RecordedTree;

/// One tree of a consultation, as the content of an article.
pub(super) fn walk(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>) {
    let (words, outcome) = (consulted.pack.words(), &walk.tree[walk.outcome]);
    let said = &words.outcome;
    page.class("p", "kicker", |page| page.text(&walk.tree.title));
    page.prose_in("h2", &outcome.recommendation);
    page.class("p", "lead", |page| page.prose(&outcome.why));
    deciding(page, consulted, walk);
    assumptions(page, consulted, walk.tree, &walk.route);
    way(page, consulted, walk.tree, &walk.route);
    gains_and_costs(page, consulted, walk, outcome);
    section(page, &said.also, walk.route.also(walk.tree, outcome), |page, also| {
        page.element_of("strong", &format!("{}:", capitalised(&also.aspect.replace('-', " "))));
        page.text(" ");
        page.prose(&format!("{}. {}", also.recommendation.trim_end_matches('.'), also.why));
    });
    let steps: Vec<String> = walk.route.holding(&outcome.first_steps).map(|item| item.value.to_string()).collect();
    if !steps.is_empty() {
        page.element_of("h3", &said.first_steps);
        list(page, "ol", steps.into_iter());
    }
    section(page, &said.watch, walk.route.holding(&outcome.watch).collect(), |page, item| {
        page.element("strong", &[], |page| page.prose(&item.value.metric));
        page.prose(&format!(": {}", item.value.figure));
    });
    for (heading, text) in [(&said.revisit, &outcome.revisit), (&said.wrong_when, &outcome.wrong_when)] {
        page.element_of("h3", heading);
        page.prose_in("p", text);
    }
    alternatives(page, consulted, walk);
    let mistakes = outcome.anti_patterns.iter().filter_map(|link| consulted.pack.anti_pattern(&link.name));
    section(page, &said.anti_patterns, mistakes.collect(), |page, mistake| {
        page.prose(&format!("**{}.** {} *{}* {}", mistake.title, mistake.why, said.instead, mistake.instead));
    });
    reading(page, consulted, walk, outcome);
}

/// A heading with a list under it, unless the list is empty.
fn section<T>(page: &mut Markup, heading: &str, entries: Vec<T>, entry: impl Fn(&mut Markup, &T)) {
    if !entries.is_empty() {
        page.element_of("h3", heading);
        page.element("ul", &[], |page| entries.iter().for_each(|of| page.element("li", &[], |page| entry(page, of))));
    }
}

/// The answers that carry the result, and those that do not.
fn deciding(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>) {
    let said = &consulted.pack.words().html;
    for (heading, steps) in [(&said.decided_by, walk.drivers()), (&said.without_effect, walk.bystanders())] {
        given_so_far(page, consulted, walk.tree, (heading, steps));
    }
}

/// Answers under a heading, with what people said about each.
pub(super) fn given_so_far(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, (heading, steps): (&str, Vec<&Step>)) {
    if !steps.is_empty() {
        page.element_of("h3", heading);
        page.class("ul", "answered", |page| {
            steps.into_iter().for_each(|step| page.element("li", &[], |page| answered(page, consulted, tree, step)));
        });
    }
}

/// What was assumed on a way, each with how to find it out.
pub(super) fn assumptions(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, route: &Route) {
    let steps: Vec<&Step> = route.steps.iter().filter(|step| step.assumed && !step.repeated).collect();
    if !steps.is_empty() {
        page.element_of("h3", &consulted.pack.words().html.assumptions);
        page.class("ul", "answered", |page| {
            steps.into_iter().for_each(|step| page.element("li", &[], |page| assumption(page, consulted, tree, step)));
        });
    }
}

/// The tree drawn, and beside it the way as a list, which says the same to those who cannot see the drawing.
pub(super) fn way(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, route: &Route) {
    let said = &consulted.pack.words().html;
    page.element_of("h3", &said.way);
    page.class("figure", "way", |page| {
        drawing::drawing(page, consulted.pack.words(), tree, route);
        page.element("figcaption", &[], |page| {
            page.element("ol", &[], |page| {
                for step in &route.steps {
                    page.element("li", &[], |page| {
                        page.prose(&tree[step.question].prompt);
                        given(page, consulted, tree, step);
                    });
                }
                let (word, text) = match route.end {
                    End::Outcome(ix) => (&said.result, &tree[ix].recommendation),
                    End::Open(ix) => (&said.open, &tree[ix].prompt),
                };
                page.element("li", &[], |page| {
                    page.text(word);
                    page.class("span", "answer", |page| page.prose(text));
                });
            });
            let marks = [&said.line_taken, &said.line_assumed, &said.line_outcome, &said.line_question, &said.line_again];
            page.class("ul", "legend", |page| marks.into_iter().for_each(|mark| page.element_of("li", mark)));
        });
    });
}

fn gains_and_costs(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>, outcome: &Outcome) {
    let said = &consulted.pack.words().outcome;
    page.class("div", "sides", |page| {
        for (heading, items) in [(&said.gains, &outcome.gains), (&said.costs, &outcome.costs)] {
            page.element("section", &[], |page| {
                section(page, heading, walk.route.holding(items).collect(), |page, item| page.prose(&item.value));
            });
        }
    });
}

/// The credible alternatives in full, and of every other outcome what would lead there.
fn alternatives(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>) {
    let words = consulted.pack.words();
    let credible: Vec<_> = walk.alternatives().collect();
    let rest = walk.further();
    if credible.is_empty() && rest.is_empty() {
        return;
    }
    page.element_of("h3", &words.outcome.alternatives);
    for alternative in &credible {
        page.element("h4", &[], |page| {
            page.prose(walk.name(alternative));
            if matches!(alternative.is, AlternativeIs::Outcome(ix) if walk.insight.runner_up == Some(ix)) {
                page.class("span", "quiet", |page| page.text(&format!(" ({})", words.insight.runner_up)));
            }
        });
        let when = fill(&words.outcome.right_when, &[("when", alternative.right_when.trim_end_matches('.'))]);
        page.prose_in("p", &format!("{}.", capitalised(&when)));
        if let AlternativeIs::Outcome(ix) = alternative.is {
            page.prose_in("p", &walk.tree[ix].why);
            takes(page, consulted, walk, ix);
        }
    }
    if !rest.is_empty() {
        page.element("details", &[], |page| {
            page.element_of("summary", &fill(&words.html.others, &[("n", &rest.len().to_string())]));
            page.element("ul", &[], |page| further(page, consulted, walk, &rest));
        });
    }
}

/// Outcomes that nobody calls credible, below the answers that would have to be others.
fn further(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>, others: &[&Other]) {
    let words = consulted.pack.words();
    let explained = Explained { words, tree: walk.tree, route: &walk.route, insight: &walk.insight };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for other in others {
        let Some(set) = other.ways.sets.first() else { continue };
        let (changed, new): (Vec<Change>, Vec<Change>) = set.iter().cloned().partition(|change| change.from.is_some());
        let head = explained.changes(&changed);
        let mut line = format!("**{}**", walk.tree[other.outcome].recommendation.trim_end_matches('.'));
        // Of the answers behind those, the last is what sets this outcome apart from its neighbours.
        if let Some(last) = new.last() {
            line.push_str(&format!(": {}", explained.changes(std::slice::from_ref(last))));
        }
        if let Some(more) = new.len().checked_sub(1).filter(|more| *more > 0) {
            line.push_str(&format!(" {}", fill(&words.decision.with_more, &[("n", &more.to_string())])));
        }
        match groups.iter_mut().find(|(other, _)| *other == head) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((head, vec![line])),
        }
    }
    for (head, lines) in groups {
        page.element("li", &[], |page| {
            page.prose(&head);
            list(page, "ul", lines.into_iter());
        });
    }
}

/// Which answers would have to be others for an outcome to be the result.
fn takes(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>, outcome: OutcomeIx) {
    let words = consulted.pack.words();
    let explained = Explained { words, tree: walk.tree, route: &walk.route, insight: &walk.insight };
    if let Some(set) = walk.way_to(outcome).and_then(|other| other.ways.sets.first()) {
        page.prose_in("p", &fill(&words.html.takes, &[("changes", &explained.changes(set))]));
    }
}

/// What to read, the public text behind the claims, and with which tree it was made.
fn reading(page: &mut Markup, consulted: &Consulted<'_>, walk: &Walked<'_>, outcome: &Outcome) {
    let (pack, words) = (consulted.pack, consulted.pack.words());
    section(page, &words.outcome.references, outcome.references.iter().collect(), |page, link| {
        page.prose(&pack.reference_title(&link.name).unwrap_or_else(|| link.name.clone()));
        page.text(" ");
        page.element_of("code", &format!("waypost read {}", link.name));
    });
    section(page, &words.outcome.sources, outcome.sources.iter().collect(), |page, source| page.link(&source.url, &source.title));
    made_with(page, consulted, walk.recorded);
}

/// With which version of the tree it was made.
pub(super) fn made_with(page: &mut Markup, consulted: &Consulted<'_>, recorded: &RecordedTree) {
    let said = &consulted.pack.words().html;
    page.element_of("h3", &said.made_with);
    page.class("dl", "facts", |page| {
        let version = recorded.version.to_string();
        for (term, text) in [(&said.tree, &recorded.id), (&said.version, &version), (&said.hash, &recorded.hash)] {
            page.element_of("dt", term);
            page.element("dd", &[], |page| page.element_of("code", text));
        }
    });
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
