//! The insight of a walk, as `explain` answers it. Its head is that of `ask`.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{FORMAT, Passed, ToGo, fact, passed, write};
use crate::advice::insight::{Bearing, Change, Conflict, CutOff, FindOut, Insight, Obstacle, Other, Possible, Variant, Verdict, Weight};
use crate::advice::walk::{Answer, Answers, Route, answer_label, number_json, value_json};
use crate::content::pack::{Pack, Words};
use crate::content::tree::{Kind, Node, OutcomeIx, QuestionIx, Tree};
use crate::paper::export::condition::edges_in_words;

/// A walk with all that is said of it.
#[derive(Clone, Copy)]
pub struct Explanation<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// The answers.
    pub answers: &'a Answers,
    /// Their route.
    pub route: &'a Route,
    /// What is still possible.
    pub possible: &'a Possible,
    /// The rest.
    pub insight: &'a Insight,
    /// Results of other trees that contradict this one, or each other.
    pub conflicts: &'a [Conflict<'a>],
    /// The outcome that was asked for, with what would lead there, if anything does.
    pub why_not: Option<(OutcomeIx, Option<&'a Other>)>,
}

#[derive(Serialize)]
struct Explain<'a> {
    format: u32,
    tree: &'a str,
    version: u32,
    status: &'static str,
    outcome: Option<&'a str>,
    question: Option<&'a str>,
    route: Vec<Passed<'a>>,
    inactive: Vec<Passed<'a>>,
    to_go: ToGo,
    still_possible: Vec<&'a str>,
    exact: bool,
    immaterial: Option<bool>,
    load_bearing: Vec<Json>,
    load_bearing_exact: bool,
    runner_up: Option<Json>,
    others: Vec<Json>,
    others_exact: bool,
    why_not: Option<Json>,
    find_out: Option<Json>,
    verify: Vec<Json>,
    conflicts: Vec<Json>,
}

/// A walk with all that is said of it, as JSON.
pub fn explain(pack: &Pack, explanation: &Explanation<'_>) -> String {
    let Explanation { tree, answers, route, possible, insight, conflicts, why_not } = *explanation;
    let teller = Teller { words: pack.words(), tree, insight };
    let (steps, inactive) = passed(pack, tree, answers, route);
    let runner_up = insight.others.iter().find(|other| insight.runner_up == Some(other.outcome));
    let assumed = route.steps.iter().filter(|step| step.assumed && !step.repeated);
    let verify = assumed.map(|step| {
        let question = &tree[step.question];
        json!({ "question": question.id, "how_to_tell": texts(&question.how_to_tell) })
    });
    write(&Explain {
        format: FORMAT,
        tree: &tree.id,
        version: tree.version,
        status: if route.outcome().is_some() { "outcome" } else { "question" },
        outcome: route.outcome().map(|ix| tree[ix].id.as_str()),
        question: route.open().map(|ix| tree[ix].id.as_str()),
        route: steps,
        inactive,
        to_go: ToGo { min: possible.fewest, max: possible.most },
        still_possible: teller.ids(&possible.outcomes),
        exact: possible.exact,
        immaterial: insight.immaterial,
        load_bearing: insight.load_bearing.answers.iter().filter_map(|bearing| teller.bearing(route, bearing)).collect(),
        load_bearing_exact: insight.load_bearing.exact,
        runner_up: runner_up.map(|other| teller.other(other)),
        others: insight.others.iter().map(|other| teller.effort(other)).collect(),
        others_exact: insight.exact,
        why_not: why_not.map(|(outcome, other)| teller.why_not(route, outcome, other)),
        find_out: insight.find_out.as_ref().map(|found| teller.find_out(found)),
        verify: verify.collect(),
        conflicts: conflicts.iter().map(conflict).collect(),
    })
}

/// Two results that contradict each other.
pub(super) fn conflict(conflict: &Conflict<'_>) -> Json {
    let between: Vec<Json> = conflict.sides.iter().map(|side| json!({ "tree": side.tree, "result": side.name })).collect();
    json!({
        "id": conflict.entry.id,
        "between": between,
        "why": conflict.entry.why.as_str(),
        "way_out": conflict.entry.way_out.as_str(),
    })
}

pub(super) struct Teller<'a> {
    pub(super) words: &'a Words,
    pub(super) tree: &'a Tree,
    pub(super) insight: &'a Insight,
}

impl<'a> Teller<'a> {
    fn ids(&self, outcomes: &[OutcomeIx]) -> Vec<&'a str> {
        outcomes.iter().map(|ix| self.tree[*ix].id.as_str()).collect()
    }

    fn label(&self, question: QuestionIx, value: &crate::advice::walk::Value) -> String {
        answer_label(&self.tree[question], value, &self.words.walk.none_of_these)
    }

    pub(super) fn bearing(&self, route: &Route, bearing: &Bearing) -> Option<Json> {
        let question = &self.tree[bearing.question];
        let step = route.steps.iter().find(|step| step.question == bearing.question)?;
        Some(json!({
            "question": question.id,
            "fact": fact(question),
            "answer": value_json(&step.value),
            "label": self.label(bearing.question, &step.value),
            "assumed": bearing.assumed,
            "verdict": match bearing.weight {
                Weight::Flips => "flips",
                Weight::OpensWithout | Weight::Opens => "opens",
                Weight::Same => "same",
            },
            "cut_off": bearing.cut_off().map(|cut_off| self.cut_off(bearing.question, cut_off)),
            "options": bearing.variants.iter().map(|variant| self.variant(bearing.question, variant)).collect::<Vec<_>>(),
        }))
    }

    fn variant(&self, asked: QuestionIx, variant: &Variant) -> Json {
        let (verdict, outcome, question, reachable, keeps, exact) = match &variant.verdict {
            Verdict::Same => ("same", None, None, None, None, true),
            Verdict::Flips(outcome) => ("flips", Some(*outcome), None, None, None, true),
            Verdict::Opens { question, outcomes, keeps_result, exact } => {
                ("opens", None, Some(*question), Some(self.ids(outcomes)), Some(*keeps_result), *exact)
            }
        };
        json!({
            "answer": value_json(&variant.value),
            "label": self.label(asked, &variant.value),
            "verdict": verdict,
            "outcome": outcome.map(|ix| self.tree[ix].id.as_str()),
            "question": question.map(|ix| self.tree[ix].id.as_str()),
            "reachable": reachable,
            "keeps_result": keeps,
            "exact": exact,
            "cut_off": variant.cut_off.map(|cut_off| self.cut_off(asked, cut_off)),
        })
    }

    fn cut_off(&self, question: QuestionIx, cut_off: CutOff) -> Json {
        let unit = match &self.tree[question].kind {
            Kind::Number(scale) => Some(scale.unit.as_str()),
            _ => None,
        };
        json!({ "at": number_json(cut_off.at), "unit": unit, "distance": number_json(cut_off.distance), "percent": cut_off.percent.map(number_json) })
    }

    fn effort(&self, other: &Other) -> Json {
        json!({ "outcome": self.tree[other.outcome].id, "changed": other.ways.effort.changed, "new": other.ways.effort.new })
    }

    pub(super) fn other(&self, other: &Other) -> Json {
        let set = |set: &Vec<Change>| set.iter().map(|change| self.change(change)).collect::<Vec<_>>();
        json!({
            "outcome": self.tree[other.outcome].id,
            "reachable": true,
            "changed": other.ways.effort.changed,
            "new": other.ways.effort.new,
            "sets": other.ways.sets.iter().map(set).collect::<Vec<_>>(),
            "more": other.ways.more,
            "obstacle": other.obstacle.map(|obstacle| self.obstacle(obstacle)),
            "exact": self.insight.exact,
        })
    }

    fn why_not(&self, route: &Route, outcome: OutcomeIx, other: Option<&Other>) -> Json {
        let is_the_result = route.outcome() == Some(outcome);
        match other {
            Some(other) if !is_the_result => self.other(other),
            _ => json!({
                "outcome": self.tree[outcome].id,
                // What was not looked at may be reachable all the same.
                "reachable": (is_the_result || self.insight.exact).then_some(is_the_result),
                "changed": is_the_result.then_some(0),
                "new": is_the_result.then_some(0),
                "sets": Vec::<Json>::new(),
                "more": false,
                "obstacle": Json::Null,
                "exact": is_the_result || self.insight.exact,
            }),
        }
    }

    fn change(&self, change: &Change) -> Json {
        let question = &self.tree[change.question];
        let from = change.from.as_ref().map(|answer| answer.value(question));
        json!({
            "question": question.id,
            "fact": fact(question),
            "from": from.as_ref().map(value_json),
            "assumed": change.from.as_ref().map(|answer| *answer == Answer::Unsure),
            "to": value_json(&change.to),
            "label": self.label(change.question, &change.to),
        })
    }

    fn obstacle(&self, obstacle: Obstacle) -> Json {
        let edge = self.tree[obstacle.question].edges.get(obstacle.edge);
        let to = edge.map(|edge| match edge.to {
            Node::Question(ix) => self.tree[ix].id.as_str(),
            Node::Outcome(ix) => self.tree[ix].id.as_str(),
        });
        json!({
            "question": self.tree[obstacle.question].id,
            "condition": edges_in_words(self.words, self.tree, obstacle.question, &[obstacle.edge]),
            "holds": obstacle.holds,
            "to": to,
        })
    }

    fn find_out(&self, found: &FindOut) -> Json {
        let question = &self.tree[found.question];
        let left = found.left.iter().map(|(answer, outcomes)| {
            json!({ "answer": value_json(answer), "label": self.label(found.question, answer), "outcomes": self.ids(outcomes) })
        });
        json!({
            "question": question.id,
            "fact": fact(question),
            "assumed": found.assumed,
            "open": self.ids(&found.open),
            "left": left.collect::<Vec<_>>(),
            "how_to_tell": texts(&question.how_to_tell),
            "exact": found.exact,
        })
    }
}

pub(super) fn texts(texts: &[crate::content::text::Text]) -> Vec<&str> {
    texts.iter().map(crate::content::text::Text::as_str).collect()
}
