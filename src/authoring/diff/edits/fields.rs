//! The fields of each thing as text, parted into those that decide or prove something and those that only read.

use similar::{DiffOp, capture_diff_slices};

use super::super::shape::test_shape;
use super::Entry;
use crate::advice::walk::{Value, spell};
use crate::content::tree::{
    Also, AlternativeIs, Citation, Condition, Item, Kind, Linked, Node, Outcome, Question, QuestionIx, Scale, Tree,
};

/// Longer lists are compared place by place: aligning them takes time that grows with the square of what differs.
const MAX_ALIGNED: usize = 2_000;

/// A field with its texts; most have one.
pub(super) type Field = (&'static str, Vec<String>);

/// The fields of something, in the same order in both versions.
#[derive(Default)]
pub(super) struct Fields {
    /// What may decide or prove something.
    pub(super) deciding: Vec<Field>,
    /// What only reads.
    pub(super) wording: Vec<Field>,
}

/// What differs, field by field: the texts of a list in pairs, one of them empty where a text came or went.
pub(super) fn differing(old: Vec<Field>, new: Vec<Field>) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let zipped = |before: &[String], after: &[String]| {
        vec![DiffOp::Replace { old_index: 0, old_len: before.len(), new_index: 0, new_len: after.len() }]
    };
    for ((field, before), (_, after)) in old.iter().zip(&new).filter(|((_, before), (_, after))| before != after) {
        let long = before.len() + after.len() > MAX_ALIGNED;
        for op in if long { zipped(before, after) } else { capture_diff_slices(similar::Algorithm::Myers, before, after) } {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let texts = |list: &[String], range| list.get::<std::ops::Range<usize>>(range).unwrap_or_default().to_vec();
            let (gone, came) = (texts(before, op.old_range()), texts(after, op.new_range()));
            for at in 0..gone.len().max(came.len()) {
                let text = |list: &[String]| list.get(at).cloned().unwrap_or_default();
                if text(&gone) != text(&came) {
                    found.push((*field, text(&gone), text(&came)));
                }
            }
        }
    }
    found
}

pub(super) fn tree_fields(tree: &Tree) -> Fields {
    Fields {
        deciding: vec![("start", vec![tree.node_id(tree.start).to_owned()]), ("rank", tree.rank.iter().map(ToString::to_string).collect())],
        wording: vec![one("title", &tree.title), one("summary", &tree.summary), many("worries", &tree.worries)],
    }
}

pub(super) fn question_fields(tree: &Tree, ix: QuestionIx) -> Fields {
    let question = &tree[ix];
    let kind = match &question.kind {
        Kind::Choice { .. } => "choice",
        Kind::Select { .. } => "select",
        Kind::Number(_) => "number",
    };
    let scale = if let Kind::Number(scale) = &question.kind { Some(scale) } else { None };
    let ids: Vec<&str> = question.options().iter().map(|option| option.id.as_str()).collect();
    let deciding = vec![
        ("kind", vec![kind.to_owned()]),
        ("fact", question.fact.iter().map(|fact| fact.name.clone()).collect()),
        ("assume", vec![spell(&Value::assumed(question))]),
        ("unit", scale.iter().map(|scale| scale.unit.to_string()).collect()),
        ("range", scale.iter().map(|scale| format!("{} to {}", scale.min, scale.max)).collect()),
        ("order", vec![ids.join(", ")]),
        ("edges", question.edges.iter().map(|edge| edge_text(tree, edge.when.as_ref(), edge.to)).collect()),
        links("references", &question.references),
    ];
    let wording = vec![
        one("prompt", &question.prompt),
        one("why", &question.why),
        many("how_to_tell", &question.how_to_tell),
        one("assume_why", &question.assume_why),
        many("worries", &question.worries),
        ("label", question.edges.iter().filter_map(|edge| edge.when.as_ref()).map(label).collect()),
    ];
    Fields { deciding, wording }
}

/// Options, each with its fields.
pub(super) fn options(question: &Question) -> Vec<Entry<'_>> {
    let fields = |label, meaning| Fields { deciding: Vec::new(), wording: vec![one("label", label), one("meaning", meaning)] };
    question.options().iter().map(|option| (option.id.as_str(), option.label.to_string(), fields(&option.label, &option.meaning))).collect()
}

/// Bands, each with its fields.
pub(super) fn bands(scale: &Scale) -> Vec<Entry<'_>> {
    let band = |band: &crate::content::tree::Band| Fields {
        deciding: vec![("band", vec![format!("{} to {}", band.from, band.below)]), sources("source", std::slice::from_ref(&band.source))],
        wording: vec![one("label", &band.label), one("meaning", &band.meaning)],
    };
    scale.bands.iter().map(|of| (of.id.as_str(), of.label.to_string(), band(of))).collect()
}

pub(super) fn outcome_fields(tree: &Tree, outcome: &Outcome) -> Fields {
    let deciding = vec![
        links("anti_patterns", &outcome.anti_patterns),
        links("references", &outcome.references),
        sources("sources", &outcome.sources),
    ];
    let wording = vec![
        one("recommendation", &outcome.recommendation),
        one("why", &outcome.why),
        plain("gains", &outcome.gains, |text| text.to_string()),
        plain("costs", &outcome.costs, |text| text.to_string()),
        plain("first_steps", &outcome.first_steps, |text| text.to_string()),
        plain("watch", &outcome.watch, |watch| format!("{}: {}", watch.metric, watch.figure)),
        one("revisit", &outcome.revisit),
        one("wrong_when", &outcome.wrong_when),
        plain("alternatives", &outcome.alternatives, |alternative| format!("{}: {}", named(tree, &alternative.is), alternative.right_when)),
        plain("next", &outcome.next, |next| format!("{}: {}", next.tree.name, next.why)),
        many("worries", &outcome.worries),
    ];
    Fields { deciding, wording }
}

pub(super) fn also_fields(tree: &Tree, also: &Also) -> Fields {
    Fields {
        deciding: vec![("aspect", vec![also.aspect.clone()]), when(tree, also.when.as_ref()), links("references", &also.references)],
        wording: vec![one("recommendation", &also.recommendation), one("why", &also.why), ("label", also.when.iter().map(label).collect())],
    }
}

/// What a conditional item says, and its fields.
pub(super) fn item_fields(tree: &Tree, outcome: &Outcome, id: &str) -> Option<(String, Fields)> {
    fn of<'a, T>(items: &'a [Item<T>], id: &str) -> Option<&'a T> {
        items.iter().find(|item| item.id.as_deref() == Some(id) && item.when.is_some()).map(|item| &item.value)
    }
    let texts = [("gains", &outcome.gains), ("costs", &outcome.costs), ("first_steps", &outcome.first_steps)];
    let text = texts.into_iter().find_map(|(field, items)| Some((field, of(items, id)?.to_string())));
    let watch = || Some(("watch", of(&outcome.watch, id).map(|watch| format!("{}: {}", watch.metric, watch.figure))?));
    let alternative = || of(&outcome.alternatives, id).map(|it| ("alternatives", format!("{}: {}", named(tree, &it.is), it.right_when)));
    let next = || of(&outcome.next, id).map(|next| ("next", format!("{}: {}", next.tree.name, next.why)));
    let (field, text) = text.or_else(watch).or_else(alternative).or_else(next)?;
    let condition = outcome.own_parts().find(|(part, _)| *part == id).and_then(|(_, when)| when);
    let fields = Fields {
        deciding: vec![when(tree, condition)],
        wording: vec![(field, vec![text.clone()]), ("label", condition.iter().map(|when| label(when)).collect())],
    };
    Some((text, fields))
}

fn named(tree: &Tree, is: &AlternativeIs) -> String {
    match is {
        AlternativeIs::Outcome(ix) => tree[*ix].id.clone(),
        AlternativeIs::Named(name) => name.to_string(),
    }
}

fn edge_text(tree: &Tree, when: Option<&Condition>, to: Node) -> String {
    let to = tree.node_id(to);
    match when {
        Some(when) => format!("{} -> {to}", test_shape(tree, &when.test)),
        None => format!("-> {to}"),
    }
}

fn when(tree: &Tree, condition: Option<&Condition>) -> Field {
    ("when", condition.iter().map(|when| test_shape(tree, &when.test)).collect())
}

fn label(condition: &Condition) -> String {
    condition.label.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn one(field: &'static str, text: &str) -> Field {
    (field, vec![text.to_owned()])
}

fn many(field: &'static str, texts: &[crate::content::text::Text]) -> Field {
    (field, texts.iter().map(ToString::to_string).collect())
}

fn links(field: &'static str, links: &[Linked]) -> Field {
    (field, links.iter().map(|link| link.name.clone()).collect())
}

fn sources(field: &'static str, sources: &[Citation]) -> Field {
    (field, sources.iter().map(|source| format!("{} <{}>", source.title, source.url)).collect())
}

/// The items of a list that hold whatever was answered.
fn plain<T>(field: &'static str, items: &[Item<T>], text: impl Fn(&T) -> String) -> Field {
    (field, items.iter().filter(|item| item.when.is_none()).map(|item| text(&item.value)).collect())
}
