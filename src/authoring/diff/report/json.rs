//! A difference as JSON, for programs; stable.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::super::{Altered, Named, Parting, Place, Renamed, ShiftKind, Side, Unseen, What, parting};
use super::{Broken, Compared, Report, Shift};
use crate::advice::walk::{Answer, Unfit, Value, value_json};
use crate::content::diagnostic::line_and_column;
use crate::content::text::clean_line;
use crate::content::tree::Node;
use crate::paper::export::json::{FORMAT, write};

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    changed: bool,
    exact: bool,
    trees: Vec<OfTree<'a>>,
    added: &'a [String],
    removed: &'a [String],
    broken: Vec<OfBroken<'a>>,
    files: Files<'a>,
}

#[derive(Serialize)]
struct Files<'a> {
    added: &'a [String],
    removed: &'a [String],
    changed: &'a [String],
}

#[derive(Serialize)]
struct OfBroken<'a> {
    file: &'a str,
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    code: &'static str,
    message: String,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct OfTree<'a> {
    tree: &'a str,
    changed: bool,
    exact: bool,
    details_exact: bool,
    unseen: Option<&'static str>,
    versions: [u32; 2],
    raise_version: bool,
    outcomes: Vec<OfShift<'a>>,
    added: Vec<OfNamed<'a>>,
    removed: Vec<OfNamed<'a>>,
    renamed: Vec<OfRenamed<'a>>,
    altered: Vec<OfAltered<'a>>,
    reworded: Vec<OfAltered<'a>>,
}

#[derive(Serialize)]
struct OfShift<'a> {
    kind: &'static str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    #[serde(flatten)]
    what: Option<Happened<'a>>,
    parts_at: Option<PartsAt<'a>>,
    answers: Vec<OfAnswer>,
    answers_before: Vec<OfAnswer>,
}

/// What is said of some kinds alone.
#[derive(Serialize)]
#[serde(untagged)]
enum Happened<'a> {
    Details { came: &'a [String], went: &'a [String] },
    Refused { question: &'a str, answer: Json, near: Option<&'a str> },
    Accepts { question: &'a str, answer: Json },
    Asks { question: &'a str },
}

/// The question at which both versions part, and the places of the edges that they take from there.
#[derive(Serialize)]
struct PartsAt<'a> {
    question: &'a str,
    before: &'a str,
    edge_before: usize,
    edge: usize,
}

#[derive(Serialize)]
struct OfAnswer {
    key: String,
    answer: Json,
    unsure: bool,
}

#[derive(Serialize)]
struct OfPlace<'a> {
    what: &'static str,
    of: Option<&'a str>,
    id: &'a str,
}

#[derive(Serialize)]
struct OfNamed<'a> {
    #[serde(flatten)]
    place: OfPlace<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct OfRenamed<'a> {
    what: &'static str,
    of: Option<&'a str>,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct OfAltered<'a> {
    #[serde(flatten)]
    place: OfPlace<'a>,
    field: &'static str,
    old: &'a str,
    new: &'a str,
}

/// Everything that differs, as one object of the stable format.
pub fn report(report: &Report) -> String {
    write(&Whole {
        format: FORMAT,
        changed: report.is_changed(),
        exact: report.is_exact(),
        trees: report.trees.iter().map(tree).collect(),
        added: &report.added,
        removed: &report.removed,
        broken: report.broken.iter().map(broken).collect(),
        files: Files { added: &report.files_added, removed: &report.files_removed, changed: &report.files_changed },
    })
}

fn broken(broken: &Broken) -> OfBroken<'_> {
    let faults = broken.faults.iter().map(|fault| {
        let place = fault.span().map(|span| line_and_column(&broken.text, span.start as usize));
        let message = clean_line(&fault.message).into_owned();
        Fault { code: fault.code.as_str(), message, line: place.map(|place| place.0), column: place.map(|place| place.1) }
    });
    OfBroken { file: &broken.file, faults: faults.collect() }
}

fn tree(compared: &Compared) -> OfTree<'_> {
    let difference = &compared.difference;
    let edits = &difference.edits;
    OfTree {
        tree: &compared.new.id,
        changed: difference.is_changed(),
        exact: difference.exact,
        details_exact: difference.details_exact,
        unseen: difference.unseen.map(|unseen| match unseen {
            Unseen::Size => "size",
            Unseen::Sets => "sets",
        }),
        versions: [difference.versions.0, difference.versions.1],
        raise_version: difference.wants_version(),
        outcomes: difference.shifts.iter().map(|of| shift(compared, of)).collect(),
        added: edits.added.iter().map(named).collect(),
        removed: edits.removed.iter().map(named).collect(),
        renamed: edits.renamed.iter().map(renamed).collect(),
        altered: edits.altered.iter().map(altered).collect(),
        reworded: edits.reworded.iter().map(altered).collect(),
    }
}

fn shift<'a>(compared: &'a Compared, shift: &'a Shift) -> OfShift<'a> {
    let before = |ix| compared.old.node_id(ix);
    let now = |ix| compared.new.node_id(ix);
    let (kind, from, to, what) = match &shift.kind {
        ShiftKind::Outcome { from, to } => ("outcome", Some(*from), Some(*to), None),
        ShiftKind::Details { from, to, came, went } => ("details", Some(*from), Some(*to), Some(Happened::Details { came, went })),
        ShiftKind::Refused { from, question, answer, why, near } => {
            let question = now(Node::Question(*question));
            let near = near.as_deref();
            ("refused", Some(*from), None, Some(Happened::Refused { question, answer: refused(answer, why), near }))
        }
        ShiftKind::Opens { from, question } => {
            ("opens", Some(*from), None, Some(Happened::Asks { question: now(Node::Question(*question)) }))
        }
        ShiftKind::Accepts { question, answer, why, to } => {
            let question = before(Node::Question(*question));
            ("accepts", None, Some(*to), Some(Happened::Accepts { question, answer: refused(answer, why) }))
        }
        ShiftKind::Spares { question, from, to } => {
            ("spares", Some(*from), Some(*to), Some(Happened::Asks { question: before(Node::Question(*question)) }))
        }
    };
    OfShift {
        kind,
        from: from.map(|ix| before(Node::Outcome(ix))),
        to: to.map(|ix| now(Node::Outcome(ix))),
        what,
        parts_at: parts_at(compared, shift),
        answers: answers(compared, shift, Side::New),
        answers_before: answers(compared, shift, Side::Old),
    }
}

/// The answers behind `ask`, as one version takes them.
fn answers(compared: &Compared, shift: &Shift, side: Side) -> Vec<OfAnswer> {
    let given = shift.example.arguments(&compared.old, &compared.new, side);
    let answer = |(key, answer): (String, Answer)| match answer {
        Answer::Given(given) => OfAnswer { key, answer: value_json(&given), unsure: false },
        Answer::Unsure => OfAnswer { key, answer: Json::Null, unsure: true },
    };
    given.into_iter().map(answer).collect()
}

/// What is not taken: an option, or a whole answer.
fn refused(answer: &Value, why: &Unfit) -> Json {
    if let Unfit::NoOption(id) = why { json!(id) } else { value_json(answer) }
}

fn parts_at<'a>(compared: &'a Compared, shift: &Shift) -> Option<PartsAt<'a>> {
    match parting(&compared.old, &compared.new, shift) {
        Parting::Edges { old, new } => {
            Some(PartsAt { question: &compared.new[new.0].id, before: &compared.old[old.0].id, edge_before: old.1, edge: new.1 })
        }
        Parting::Start | Parting::Answer(_) | Parting::Item => None,
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

fn of(of: &str) -> Option<&str> {
    (!of.is_empty()).then_some(of)
}

fn place(place: &Place) -> OfPlace<'_> {
    OfPlace { what: what(place.what), of: of(&place.of), id: &place.id }
}

fn named(named: &Named) -> OfNamed<'_> {
    OfNamed { place: place(&named.place), text: &named.text }
}

fn renamed(renamed: &Renamed) -> OfRenamed<'_> {
    OfRenamed { what: what(renamed.what), of: of(&renamed.of), from: &renamed.from, to: &renamed.to }
}

fn altered(altered: &Altered) -> OfAltered<'_> {
    OfAltered { place: place(&altered.place), field: altered.field, old: &altered.old, new: &altered.new }
}
