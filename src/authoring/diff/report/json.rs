//! A difference as JSON, for programs; stable.

use serde_json::{Value as Json, json};

use super::super::{Altered, Named, Parting, Place, Renamed, ShiftKind, Side, What, parting};
use super::{Compared, Report, Shift};
use crate::advice::walk::{Answer, Unfit, Value};

/// Everything that differs, as one object of format 1.
pub fn report(report: &Report) -> String {
    let trees: Vec<Json> = report.trees.iter().map(tree).collect();
    let all = json!({
        "format": 1,
        "changed": report.is_changed(),
        "exact": report.is_exact(),
        "trees": trees,
        "added": report.added,
        "removed": report.removed,
        "files": { "added": report.files_added, "removed": report.files_removed, "changed": report.files_changed },
    });
    format!("{all:#}")
}

fn tree(compared: &Compared) -> Json {
    let difference = &compared.difference;
    let edits = &difference.edits;
    json!({
        "tree": compared.new.id,
        "changed": difference.is_changed(),
        "exact": difference.exact,
        "details_exact": difference.details_exact,
        "versions": [difference.versions.0, difference.versions.1],
        "raise_version": difference.wants_version(),
        "outcomes": difference.shifts.iter().map(|of| shift(compared, of)).collect::<Vec<_>>(),
        "added": edits.added.iter().map(named).collect::<Vec<_>>(),
        "removed": edits.removed.iter().map(named).collect::<Vec<_>>(),
        "renamed": edits.renamed.iter().map(renamed).collect::<Vec<_>>(),
        "altered": edits.altered.iter().map(altered).collect::<Vec<_>>(),
        "reworded": edits.reworded.iter().map(altered).collect::<Vec<_>>(),
    })
}

fn shift(compared: &Compared, shift: &Shift) -> Json {
    let (old, new) = (&compared.old, &compared.new);
    let mut told = json!({
        "from": null, "to": null,
        "parts_at": parts_at(compared, shift),
        "answers": answers(compared, shift, Side::New),
        "answers_before": answers(compared, shift, Side::Old),
    });
    let (kind, fields) = match &shift.kind {
        ShiftKind::Outcome { from, to } => ("outcome", json!({ "from": old[*from].id, "to": new[*to].id })),
        ShiftKind::Details { from, to, came, went } => {
            ("details", json!({ "from": old[*from].id, "to": new[*to].id, "came": came, "went": went }))
        }
        ShiftKind::Refused { from, question, answer, why, near } => {
            ("refused", json!({ "from": old[*from].id, "question": new[*question].id, "answer": refused(answer, why), "near": near }))
        }
        ShiftKind::Opens { from, question } => ("opens", json!({ "from": old[*from].id, "question": new[*question].id })),
        ShiftKind::Accepts { question, answer, why, to } => {
            ("accepts", json!({ "to": new[*to].id, "question": old[*question].id, "answer": refused(answer, why) }))
        }
        ShiftKind::Spares { question, from, to } => {
            ("spares", json!({ "from": old[*from].id, "to": new[*to].id, "question": old[*question].id }))
        }
    };
    if let (Json::Object(told), Json::Object(fields)) = (&mut told, fields) {
        told.insert("kind".to_owned(), kind.into());
        told.extend(fields);
    }
    told
}

/// The answers behind `ask`, as one version takes them.
fn answers(compared: &Compared, shift: &Shift, side: Side) -> Json {
    let given = shift.example.arguments(&compared.old, &compared.new, side);
    let answer = |(key, answer): (String, Answer)| match answer {
        Answer::Given(given) => json!({ "key": key, "answer": value(&given), "unsure": false }),
        Answer::Unsure => json!({ "key": key, "answer": null, "unsure": true }),
    };
    given.into_iter().map(answer).collect()
}

fn value(value: &Value) -> Json {
    match value {
        Value::Option(id) => json!(id),
        Value::Options(ids) => json!(ids),
        Value::Number(figure) => json!(figure),
    }
}

/// What is not taken: an option, or a whole answer.
fn refused(answer: &Value, why: &Unfit) -> Json {
    if let Unfit::NoOption(id) = why { json!(id) } else { value(answer) }
}

/// The question at which both versions part, and the places of the edges that they take from there.
fn parts_at(compared: &Compared, shift: &Shift) -> Json {
    match parting(&compared.old, &compared.new, shift) {
        Parting::Edges { old, new } => {
            json!({ "question": compared.new[new.0].id, "before": compared.old[old.0].id, "edge_before": old.1, "edge": new.1 })
        }
        Parting::Start | Parting::Answer(_) | Parting::Item => Json::Null,
    }
}

fn what(what: What) -> &'static str {
    match what {
        What::Tree => "tree",
        What::Question => "question",
        What::Option => "option",
        What::Band => "band",
        What::Outcome => "outcome",
        What::Item => "item",
        What::Also => "also",
        What::Fact => "fact",
    }
}

fn place(place: &Place) -> Json {
    json!({ "what": what(place.what), "of": if place.of.is_empty() { Json::Null } else { json!(place.of) }, "id": place.id })
}

fn named(named: &Named) -> Json {
    with(place(&named.place), json!({ "text": named.text }))
}

fn renamed(renamed: &Renamed) -> Json {
    let of = if renamed.of.is_empty() { Json::Null } else { json!(renamed.of) };
    json!({ "what": what(renamed.what), "of": of, "from": renamed.from, "to": renamed.to })
}

fn altered(altered: &Altered) -> Json {
    with(place(&altered.place), json!({ "field": altered.field, "old": altered.old, "new": altered.new }))
}

fn with(mut object: Json, more: Json) -> Json {
    if let (Json::Object(object), Json::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    object
}
