//! What of a record does not hold any more: in a sentence, and for programs.

use serde_json::{Map, Value as Json, json};

use crate::advice::walk::{Unfit, Value, answer_label, number_json, spell, value_json};
use crate::content::pack::{Pack, RecordWords, Words, fill};
use crate::content::tree::{Kind, Node, Tree};
use crate::paper::export::condition::{condition_in_words, edges_in_words};
use crate::paper::record::{Barred, Moved, Parting, RecordedBand, Stale};

/// The most candidates that are named.
const NAMED: usize = 3;

/// What does not hold, in a sentence without a full stop.
pub fn message(pack: &Pack, stale: &Stale) -> String {
    let words = pack.words();
    let said = &words.record;
    let telling = Telling { words, said, tree: stale.tree().and_then(|tree| pack.tree(tree)) };
    let message = telling.message(stale);
    let message = match stale.tree() {
        Some(tree) => fill(&said.of_tree, &[("tree", tree), ("message", &message)]),
        None => message,
    };
    match near(said, stale.near()) {
        Some(near) => format!("{message}; {near}"),
        None => message,
    }
}

fn near(said: &RecordWords, names: &[String]) -> Option<String> {
    let names: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| fill(&said.near, &[("names", &names.join(&said.or))]))
}

struct Telling<'a> {
    words: &'a Words,
    said: &'a RecordWords,
    /// The tree of today.
    tree: Option<&'a Tree>,
}

impl Telling<'_> {
    fn message(&self, stale: &Stale) -> String {
        let said = self.said;
        match stale {
            Stale::NoTree { .. } => said.no_tree.to_string(),
            Stale::NoQuestion { question, prompt, .. } if prompt.is_empty() => fill(&said.no_question, &[("question", question)]),
            Stale::NoQuestion { question, prompt, .. } => fill(&said.no_question_said, &[("question", question), ("prompt", prompt)]),
            Stale::NoAnswer { question, label, why, .. } => {
                let id = if let Unfit::NoOption(option) = why { option.as_str() } else { "" };
                let answer = if label.is_empty() { format!("`{id}`") } else { format!("*{label}*") };
                fill(&said.no_answer, &[("question", &self.node(question)), ("answer", &answer), ("why", &why.to_string())])
            }
            Stale::OtherFact { question, was, now, .. } => {
                let fact = |fact: &Option<String>| match fact {
                    Some(fact) => fill(&said.fact, &[("fact", fact)]),
                    None => said.no_fact.to_string(),
                };
                fill(&said.other_fact, &[("question", &self.node(question)), ("was", &fact(was)), ("now", &fact(now))])
            }
            Stale::Elsewhere { was, now, open, parting, moved, parts, .. } => {
                let named = |outcome: &Option<String>| outcome.as_deref().map_or_else(|| said.open.to_string(), |id| self.node(id));
                let mut message = match (now, open) {
                    (None, Some(open)) => fill(&said.unanswered, &[("question", &self.node(open)), ("was", &named(was))]),
                    _ if now == was => fill(&said.other_details, &[("outcome", &named(now))]),
                    _ if was.is_none() => fill(&said.finished, &[("now", &named(now))]),
                    _ => fill(&said.elsewhere, &[("was", &named(was)), ("now", &named(now))]),
                };
                if let Some(parting) = parting {
                    message.push_str(&self.parting(parting));
                }
                message.push_str(&self.parts(now.as_deref(), parts));
                message.extend(moved.iter().map(|moved| self.moved(moved)));
                message
            }
            Stale::Overdue { question, prompt, label, owner, due, .. } => {
                let question = self.asked(question, prompt);
                let assumed =
                    |tree: &Tree| Some(self.answer(question_id(stale)?, &Value::assumed(&tree[tree.question(question_id(stale)?)?])));
                let label = if label.is_empty() { self.tree.and_then(assumed).unwrap_or_default() } else { label.clone() };
                let owner = if owner.is_empty() { &*said.nobody } else { owner };
                fill(&said.overdue, &[("question", &question), ("answer", &label), ("owner", owner), ("due", &due.to_string())])
            }
            Stale::OpenOverdue { question, prompt, owner, due, .. } => {
                let (question, owner) = (self.asked(question, prompt), if owner.is_empty() { &*said.nobody } else { owner });
                fill(&said.open_overdue, &[("question", &question), ("owner", owner), ("due", &due.to_string())])
            }
            Stale::Revisit { on } => fill(&said.revisit, &[("on", &on.to_string())]),
        }
    }

    /// A question by what it asked, where the record says that.
    fn asked(&self, question: &str, prompt: &str) -> String {
        match prompt.is_empty() {
            true => self.node(question),
            false => fill(&self.said.node, &[("name", prompt), ("id", question)]),
        }
    }

    /// Where the ways part, by which edge, and what became of the edge before.
    fn parting(&self, parting: &Parting) -> String {
        let said = self.said;
        let now = parting.now.as_str();
        let Some(after) = &parting.after else {
            let was = parting.was.as_deref().unwrap_or_default();
            return fill(&said.start, &[("now", now), ("was", was)]);
        };
        let (name, answer) = (self.node(after), parting.answer.as_ref().map_or_else(String::new, |answer| self.answer(after, answer)));
        let gaps = [("after", name.as_str()), ("answer", &answer), ("now", now), ("was", parting.was.as_deref().unwrap_or_default())];
        let mut message = fill(if parting.was.is_some() { &said.parting } else { &said.parting_open }, &gaps);
        let Some((tree, from)) = self.tree.and_then(|tree| Some((tree, tree.question(after)?))) else { return message };
        let edges = &tree[from].edges;
        match parting.taken.and_then(|taken| edges.get(taken)) {
            // The answer itself leads on: it was named.
            Some(edge) if edge.answer.is_some() => {}
            Some(edge) => match &edge.when {
                Some(when) => {
                    message.push_str(&fill(&said.by_condition, &[("condition", &condition_in_words(self.words, tree, when))]));
                }
                None if edges.len() > 1 => message.push_str(&said.otherwise),
                None => {}
            },
            None => {}
        }
        message.push_str(&match &parting.barred {
            Barred::Unsaid => String::new(),
            Barred::Gone { near: names } => {
                let near = near(said, names).map_or_else(String::new, |near| format!("; {near}"));
                format!("{}{near}", fill(&said.gone, &gaps))
            }
            Barred::NoEdge => fill(&said.no_edge, &gaps),
            Barred::Behind(_) => fill(&said.behind, &gaps),
            Barred::Fails(places) => {
                let conditions = edges_in_words(self.words, tree, from, places);
                fill(&said.fails, &[("was", parting.was.as_deref().unwrap_or_default()), ("conditions", &conditions)])
            }
        });
        message
    }

    fn moved(&self, moved: &Moved) -> String {
        let said = self.said;
        match moved {
            Moved::Band { question, figure, was, now } => {
                let figure = self.answer(question, &Value::Number(*figure));
                // The cut-off between the two bands, today and at that time.
                let (word, cut, before) = if now.from > was.from {
                    (&said.band_up, now.from, was.below)
                } else if now.from < was.from {
                    (&said.band_down, now.below, was.from)
                } else {
                    (&said.band_other, now.from, was.from)
                };
                let (cut, before) = (cut.to_string(), before.to_string());
                let gaps = [("question", question.as_str()), ("figure", &figure), ("cut", &cut), ("before", &before)];
                fill(word, &[&gaps[..], &[("now", now.id.as_str()), ("was", was.id.as_str())]].concat())
            }
            Moved::Assumption { question, was, now } => {
                let (was, now) = (self.answer(question, was), self.answer(question, now));
                fill(&said.assumption, &[("question", question), ("was", &was), ("now", &now)])
            }
            Moved::NotPassed { question } => fill(&said.not_passed, &[("question", question)]),
            Moved::Passed { question } => fill(&said.passed, &[("question", question)]),
        }
    }

    /// The parts that the result no longer has and those that it has besides, each with its condition.
    fn parts(&self, outcome: Option<&str>, (lost, gained): &(Vec<String>, Vec<String>)) -> String {
        let said = self.said;
        let condition = |part: &str| {
            let tree = self.tree?;
            let (_, when) = tree[tree.outcome(outcome?)?].parts(tree).find(|(id, _)| *id == part)?;
            Some(when.map(|when| condition_in_words(self.words, tree, when)))
        };
        let told = |part: &String, has: bool| match condition(part) {
            Some(Some(condition)) => {
                fill(if has { &said.part_has } else { &said.part_wants }, &[("part", part), ("condition", &condition)])
            }
            Some(None) => format!("`{part}`"),
            None => fill(&said.part_gone, &[("part", part)]),
        };
        let mut message = String::new();
        for (word, parts, has) in [(&said.lost, lost, false), (&said.gained, gained, true)] {
            if !parts.is_empty() {
                let parts: Vec<String> = parts.iter().map(|part| told(part, has)).collect();
                message.push_str(&fill(word, &[("parts", &parts.join("; "))]));
            }
        }
        message
    }

    /// A node as people know it, with its id.
    fn node(&self, id: &str) -> String {
        let name = self.tree.and_then(|tree| match tree.node(id)? {
            Node::Question(ix) => Some(tree[ix].prompt.as_str()),
            Node::Outcome(ix) => Some(tree[ix].recommendation.as_str()),
        });
        name.map_or_else(|| format!("`{id}`"), |name| fill(&self.said.node, &[("name", name), ("id", id)]))
    }

    /// An answer as people know it: the label, or the figure with its unit.
    fn answer(&self, question: &str, value: &Value) -> String {
        let asked = self.tree.and_then(|tree| Some(&tree[tree.question(question)?]));
        let fits = |value: &Value, kind: &Kind| matches!(kind, Kind::Number(_)) == matches!(value, Value::Number(_));
        match asked.filter(|asked| fits(value, &asked.kind)) {
            Some(asked) => answer_label(asked, value, &self.words.walk.none_of_these),
            None => spell(value),
        }
    }
}

fn question_id(stale: &Stale) -> Option<&str> {
    match stale {
        Stale::NoQuestion { question, .. }
        | Stale::NoAnswer { question, .. }
        | Stale::OtherFact { question, .. }
        | Stale::Overdue { question, .. }
        | Stale::OpenOverdue { question, .. } => Some(question),
        Stale::Elsewhere { open, .. } => open.as_deref(),
        Stale::NoTree { .. } | Stale::Revisit { .. } => None,
    }
}

/// What does not hold, for programs: `tree`, `question`, and of a result that is another one `was`, `now`, `parting`, `moved`, `lost` and
/// `gained`.
pub(super) fn json(stale: &Stale) -> Json {
    let mut object = Map::new();
    if let Some(tree) = stale.tree() {
        object.insert("tree".to_owned(), tree.into());
    }
    if let Some(question) = question_id(stale) {
        object.insert("question".to_owned(), question.into());
    }
    let detail = match stale {
        Stale::OtherFact { was, now, .. } => json!({ "was": was, "now": now }),
        Stale::Elsewhere { was, now, parting, moved, parts, .. } => json!({
            "was": was,
            "now": now,
            "parting": parting.as_ref().map(parting_json),
            "moved": moved.iter().map(moved_json).collect::<Vec<_>>(),
            "lost": parts.0,
            "gained": parts.1,
        }),
        Stale::Overdue { owner, due, .. } | Stale::OpenOverdue { owner, due, .. } => json!({ "owner": owner, "due": due.to_string() }),
        Stale::Revisit { on } => json!({ "on": on.to_string() }),
        Stale::NoTree { .. } | Stale::NoQuestion { .. } | Stale::NoAnswer { .. } => Json::Null,
    };
    if let Json::Object(detail) = detail {
        object.extend(detail);
    }
    Json::Object(object)
}

fn parting_json(parting: &Parting) -> Json {
    let barred = match &parting.barred {
        Barred::Unsaid => Json::Null,
        Barred::Gone { .. } => "gone".into(),
        Barred::NoEdge => "no-edge".into(),
        Barred::Fails(_) => "fails".into(),
        Barred::Behind(_) => "behind".into(),
    };
    let answer = parting.answer.as_ref().map(value_json);
    json!({ "after": parting.after, "answer": answer, "was": parting.was, "now": parting.now, "barred": barred })
}

fn moved_json(moved: &Moved) -> Json {
    let band = |band: &RecordedBand| json!({ "id": band.id, "from": number_json(band.from), "below": number_json(band.below) });
    match moved {
        Moved::Band { question, figure, was, now } => {
            json!({ "kind": "band", "question": question, "figure": number_json(*figure), "was": band(was), "now": band(now) })
        }
        Moved::Assumption { question, was, now } => {
            json!({ "kind": "assumption", "question": question, "was": value_json(was), "now": value_json(now) })
        }
        Moved::NotPassed { question } => json!({ "kind": "not-passed", "question": question }),
        Moved::Passed { question } => json!({ "kind": "passed", "question": question }),
    }
}
