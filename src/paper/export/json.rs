//! The stable JSON of `--format json`. Version 1; a field may be added, none is changed or taken away without a new version.

mod consulted;
mod explain;

use serde::Serialize;
use serde_json::Value as Json;

use crate::advice::insight::Possible;
use crate::advice::walk::{Answers, End, Key, Route, Value, answer_label, band_label, number_json, value_json};
use crate::content::pack::{Loaded, Pack};
use crate::content::text::Text;
use crate::content::tree::{AlternativeIs, AnswerOption, Item, Kind, Linked, Outcome, OutcomeIx, Question, QuestionIx, Settled, Tree};

pub use consulted::consulted;
pub use explain::{Explanation, explain};

/// The version of the format.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Ask<'a> {
    format: u32,
    tree: &'a str,
    version: u32,
    status: &'static str,
    route: Vec<Passed<'a>>,
    inactive: Vec<Passed<'a>>,
    to_go: ToGo,
    still_possible: Vec<&'a str>,
    exact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<Asked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Recommended<'a>>,
}

#[derive(Serialize)]
struct Passed<'a> {
    question: &'a str,
    answer: Json,
    band: Option<&'a str>,
    assumed: bool,
    label: String,
    fact: Option<&'a str>,
}

#[derive(Serialize)]
struct ToGo {
    min: usize,
    max: usize,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    kind: &'static str,
    prompt: &'a str,
    why: &'a str,
    how_to_tell: Vec<&'a str>,
    fact: Option<&'a str>,
    assume: Json,
    options: Vec<AskedOption<'a>>,
    unit: Option<&'a str>,
    min: Option<Json>,
    max: Option<Json>,
    bands: Vec<AskedBand<'a>>,
}

#[derive(Serialize)]
struct AskedOption<'a> {
    id: &'a str,
    label: &'a str,
    meaning: &'a str,
}

#[derive(Serialize)]
struct AskedBand<'a> {
    id: &'a str,
    label: &'a str,
    from: Json,
    to: Json,
}

#[derive(Serialize)]
struct Recommended<'a> {
    id: &'a str,
    recommendation: &'a str,
    why: &'a str,
    also: Vec<Also<'a>>,
    gains: Vec<Part<'a>>,
    costs: Vec<Part<'a>>,
    first_steps: Vec<Part<'a>>,
    watch: Vec<Watch<'a>>,
    revisit: &'a str,
    wrong_when: &'a str,
    alternatives: Vec<Alternative<'a>>,
    anti_patterns: Vec<&'a str>,
    references: Vec<&'a str>,
    sources: Vec<Source<'a>>,
    next: Vec<Next<'a>>,
}

#[derive(Serialize)]
struct Also<'a> {
    id: &'a str,
    aspect: &'a str,
    recommendation: &'a str,
    why: &'a str,
    references: Vec<&'a str>,
}

#[derive(Serialize)]
struct Part<'a> {
    id: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct Watch<'a> {
    id: Option<&'a str>,
    metric: &'a str,
    figure: &'a str,
}

#[derive(Serialize)]
struct Alternative<'a> {
    id: Option<&'a str>,
    outcome: Option<&'a str>,
    name: Option<&'a str>,
    right_when: &'a str,
}

#[derive(Serialize)]
struct Source<'a> {
    title: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Next<'a> {
    id: Option<&'a str>,
    tree: &'a str,
    why: &'a str,
}

/// Where a walk stands, as `ask` answers it.
pub fn ask(pack: &Pack, tree: &Tree, answers: &Answers, route: &Route, possible: &Possible) -> String {
    let (steps, inactive) = passed(pack, tree, answers, route);
    let ids = |ix: &OutcomeIx| tree[*ix].id.as_str();
    write(&Ask {
        format: FORMAT,
        tree: &tree.id,
        version: tree.version,
        status: if matches!(route.end, End::Open(_)) { "question" } else { "outcome" },
        route: steps,
        inactive,
        to_go: ToGo { min: possible.fewest, max: possible.most },
        still_possible: possible.outcomes.iter().map(ids).collect(),
        exact: possible.exact,
        question: route.open().map(|ix| asked(tree, ix)),
        outcome: route.outcome().map(|ix| recommended(tree, route, &tree[ix])),
    })
}

/// The answers on a route, and those off it.
fn passed<'a>(pack: &Pack, tree: &'a Tree, answers: &Answers, route: &Route) -> (Vec<Passed<'a>>, Vec<Passed<'a>>) {
    let none = &pack.words().walk.none_of_these;
    let inactive = route.inactive.iter().filter_map(|ix| {
        let question = &tree[*ix];
        let answer = answers.get(&Key::of(tree, *ix))?;
        let value = answer.value(question);
        let settled = value.settle(question).ok()?;
        let assumed = matches!(answer, crate::advice::walk::Answer::Unsure);
        Some(step(tree, &crate::advice::walk::Step { question: *ix, value, settled, assumed, repeated: false }, none))
    });
    (route.steps.iter().map(|taken| step(tree, taken, none)).collect(), inactive.collect())
}

/// An error, as `ask` answers it.
pub fn error(code: &str, message: &str, near: &[String]) -> String {
    write(&serde_json::json!({ "format": FORMAT, "error": { "code": code, "message": message, "near": near } }))
}

/// The trees with their counts, as `trees --json` lists them.
pub fn trees(trees: &[(&str, &Loaded<Tree>)]) -> String {
    let list: Vec<Json> = trees
        .iter()
        .map(|(id, file)| match &file.value {
            Some(tree) => serde_json::json!({
                "id": id,
                "title": tree.title.as_str(),
                "summary": tree.summary.as_str(),
                "version": tree.version,
                "questions": tree.questions().len(),
                "outcomes": tree.outcomes().len(),
            }),
            None => serde_json::json!({ "id": id, "error": "does not load" }),
        })
        .collect();
    write(&serde_json::json!({ "format": FORMAT, "trees": list }))
}

/// A value as the text that every command prints: indented, its keys in the order of their declaration.
pub fn write(value: &impl Serialize) -> String {
    // Every key is a string and nothing here can fail by itself, so that the fallback is never seen.
    serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"format\":{FORMAT},\"error\":{:?}}}", error.to_string()))
}

fn step<'a>(tree: &'a Tree, step: &crate::advice::walk::Step, none: &str) -> Passed<'a> {
    let question = &tree[step.question];
    let band = match (&question.kind, step.settled) {
        (Kind::Number(scale), Settled::Band(at)) => scale.bands.get(at).map(|band| band.id.as_str()),
        _ => None,
    };
    let label = match band_label(tree, step) {
        Some(band) => format!("{} ({band})", answer_label(question, &step.value, none)),
        None => answer_label(question, &step.value, none),
    };
    Passed { question: &question.id, answer: value_json(&step.value), band, assumed: step.assumed, label, fact: fact(question) }
}

fn asked(tree: &Tree, ix: QuestionIx) -> Asked<'_> {
    let question = &tree[ix];
    let scale = match &question.kind {
        Kind::Number(scale) => Some(scale),
        _ => None,
    };
    Asked {
        id: &question.id,
        kind: match question.kind {
            Kind::Choice { .. } => "choice",
            Kind::Select { .. } => "select",
            Kind::Number(_) => "number",
        },
        prompt: &question.prompt,
        why: &question.why,
        how_to_tell: question.how_to_tell.iter().map(Text::as_str).collect(),
        fact: fact(question),
        assume: value_json(&Value::assumed(question)),
        options: question.options().iter().map(|AnswerOption { id, label, meaning, .. }| AskedOption { id, label, meaning }).collect(),
        unit: scale.map(|scale| scale.unit.as_str()),
        min: scale.map(|scale| number_json(scale.min)),
        max: scale.map(|scale| number_json(scale.max)),
        bands: scale
            .iter()
            .flat_map(|scale| &scale.bands)
            .map(|band| AskedBand { id: &band.id, label: &band.label, from: number_json(band.from), to: number_json(band.below) })
            .collect(),
    }
}

fn recommended<'a>(tree: &'a Tree, route: &Route, outcome: &'a Outcome) -> Recommended<'a> {
    let parts = |items: &'a [Item<Text>]| route.holding(items).map(|item| Part { id: item.id.as_deref(), text: &item.value }).collect();
    Recommended {
        id: &outcome.id,
        recommendation: &outcome.recommendation,
        why: &outcome.why,
        also: route
            .also(tree, outcome)
            .into_iter()
            .map(|also| Also {
                id: &also.id,
                aspect: &also.aspect,
                recommendation: &also.recommendation,
                why: &also.why,
                references: names(&also.references),
            })
            .collect(),
        gains: parts(&outcome.gains),
        costs: parts(&outcome.costs),
        first_steps: parts(&outcome.first_steps),
        watch: route
            .holding(&outcome.watch)
            .map(|item| Watch { id: item.id.as_deref(), metric: &item.value.metric, figure: &item.value.figure })
            .collect(),
        revisit: &outcome.revisit,
        wrong_when: &outcome.wrong_when,
        alternatives: route
            .holding(&outcome.alternatives)
            .map(|item| {
                let (outcome, name) = match &item.value.is {
                    AlternativeIs::Outcome(ix) => (Some(tree[*ix].id.as_str()), None),
                    AlternativeIs::Named(name) => (None, Some(name.as_str())),
                };
                Alternative { id: item.id.as_deref(), outcome, name, right_when: &item.value.right_when }
            })
            .collect(),
        anti_patterns: names(&outcome.anti_patterns),
        references: names(&outcome.references),
        sources: outcome.sources.iter().map(|source| Source { title: &source.title, url: &source.url }).collect(),
        next: route
            .holding(&outcome.next)
            .map(|item| Next { id: item.id.as_deref(), tree: &item.value.tree.name, why: &item.value.why })
            .collect(),
    }
}

fn fact(question: &Question) -> Option<&str> {
    question.fact.as_ref().map(|fact| fact.name.as_str())
}

fn names(links: &[Linked]) -> Vec<&str> {
    links.iter().map(|link| link.name.as_str()).collect()
}
