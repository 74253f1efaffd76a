//! Guards the saved form of a consultation: that every record is read again as it was written, that what this version does not know
//! is kept, that whatever is no record is refused with a place, and that a record tells what of it does not hold any more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use waypost::advice::walk::{Answer, Value};
use waypost::content::diagnostic::{Code, Span, line_and_column};
use waypost::content::text::is_unsafe;
use waypost::paper::record::{
    Confidence, FORMAT, Header, OpenQuestion, Record, RecordedAnswer, RecordedBand, RecordedTree, Remarks, Status, find, read, write,
};

#[path = "records/comparison.rs"]
mod comparison;
#[path = "records/open.rs"]
mod open;
#[path = "records/pack.rs"]
mod pack;
#[path = "records/replay.rs"]
mod replay;

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// A record without the places that it was read from.
fn placeless(mut record: Record) -> Record {
    record.trees.iter_mut().for_each(|tree| tree.span = Span::default());
    record.answers.iter_mut().for_each(|answer| answer.span = Span::default());
    record.open.iter_mut().for_each(|open| open.span = Span::default());
    record
}

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,12}(\n\\PC{0,6})?".prop_map(|text| text.chars().filter(|c| !is_unsafe(*c)).collect())
}

fn line() -> impl Strategy<Value = String> {
    "\\PC{0,12}".prop_map(|text| text.chars().filter(|c| !is_unsafe(*c)).collect())
}

fn id() -> impl Strategy<Value = String> {
    "[a-z]{1,6}(-[a-z]{1,4})?"
}

fn day() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((1990_i16..2100, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| date(year, month, day)))
}

/// Fields of another version, whose names are none of this one's.
fn other() -> impl Strategy<Value = Map<String, Json>> {
    let value = prop_oneof![any::<bool>().prop_map(Json::from), any::<i32>().prop_map(Json::from), text().prop_map(Json::from)];
    let value = value.prop_recursive(2, 6, 3, |inner| proptest::collection::vec(inner, 0..3).prop_map(Json::from));
    proptest::collection::btree_map("x-[a-z]{1,5}", value, 0..3).prop_map(|map| map.into_iter().collect())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        id().prop_map(Value::Option),
        proptest::collection::btree_set(id(), 0..4).prop_map(Value::Options),
        prop_oneof![(0_u32..10_000_000).prop_map(f64::from), 0.0..1e9].prop_map(Value::Number),
    ]
}

fn answer() -> impl Strategy<Value = (Answer, Option<Value>)> {
    let given = value().prop_map(|value| (Answer::Given(value), None));
    let unsure = proptest::option::of(value()).prop_map(|assumed| (Answer::Unsure, assumed));
    prop_oneof![given, unsure]
}

fn remarks() -> impl Strategy<Value = Remarks> {
    let confidence = proptest::option::of(prop_oneof![Just(Confidence::Sure), Just(Confidence::Leaning)]);
    let votes = proptest::collection::btree_map(id(), 0_u32..99, 0..3);
    (text(), line(), day(), confidence, text(), votes, text()).prop_map(|(note, owner, due, confidence, evidence, votes, dissent)| {
        Remarks { note, owner, due, confidence, evidence, votes, dissent }
    })
}

fn recorded_answer() -> impl Strategy<Value = RecordedAnswer> {
    let fact = proptest::option::of("[a-z]{1,4}\\.[a-z]{1,4}");
    let words = (text(), text());
    (id(), id(), fact, words, answer(), remarks(), other()).prop_map(
        |(tree, question, fact, (prompt, label), (answer, assumed), remarks, other)| RecordedAnswer {
            tree,
            question,
            fact,
            prompt,
            label,
            answer,
            assumed,
            remarks,
            other,
            span: Span::default(),
        },
    )
}

fn open_question() -> impl Strategy<Value = OpenQuestion> {
    let fact = proptest::option::of("[a-z]{1,4}\\.[a-z]{1,4}");
    (id(), id(), fact, text(), remarks(), other()).prop_map(|(tree, question, fact, prompt, remarks, other)| OpenQuestion {
        tree,
        question,
        fact,
        prompt,
        remarks,
        other,
        span: Span::default(),
    })
}

fn recorded_tree() -> impl Strategy<Value = RecordedTree> {
    let ids = || proptest::collection::vec(id(), 0..4);
    let band = (id(), -1e9..1e9, 0_u32..99).prop_map(|(id, from, below)| RecordedBand { id, from, below: f64::from(below) });
    let bands = proptest::collection::btree_map(id(), band, 0..3);
    (id(), any::<u32>(), "[0-9a-f]{16}", ids(), proptest::option::of(id()), ids(), bands, other()).prop_map(
        |(id, version, hash, route, outcome, parts, bands, other)| RecordedTree {
            id,
            version,
            hash,
            route,
            outcome,
            parts,
            bands,
            other,
            span: Span::default(),
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    let status = proptest::sample::select(&Status::ALL[..]);
    let people = proptest::collection::vec(line(), 0..3);
    let header = (line(), status, day(), day(), people, proptest::option::of(line())).prop_map(
        |(title, status, made, revisit, participants, supersedes)| Header { title, status, made, revisit, participants, supersedes },
    );
    let trees = proptest::collection::vec(recorded_tree(), 0..3).prop_map(|mut trees| {
        let mut seen = BTreeSet::new();
        trees.retain(|tree| seen.insert(tree.id.clone()));
        trees
    });
    let answers = proptest::collection::vec(recorded_answer(), 0..5).prop_map(|mut answers| {
        let mut seen = BTreeSet::new();
        answers.retain(|answer| seen.insert(answer.key()));
        answers
    });
    let open = proptest::collection::vec(open_question(), 0..4).prop_map(|mut open| {
        let mut seen = BTreeSet::new();
        open.retain(|question| seen.insert(question.key()));
        open
    });
    let prose = proptest::collection::btree_map(text(), "([0-9a-f]{16})?", 0..3);
    (header, trees, answers, open, prose, other()).prop_map(|(header, trees, answers, open, prose, other)| Record {
        header,
        trees,
        answers,
        open,
        prose,
        other,
    })
}

proptest! {
    #[test]
    fn every_record_is_read_again_as_it_was_written(record in record()) {
        let text = write(&record);
        let (read, faults) = read(&text, whole(&text));
        prop_assert_eq!(faults, vec![]);
        prop_assert_eq!(placeless(read.unwrap()), record);
    }

    #[test]
    fn a_record_in_markdown_is_found_again(record in record(), before in "\\PC{0,20}", behind in "\\PC{0,20}") {
        let json = write(&record);
        let markdown = format!("# {before}\n\n{}\n\n{behind}\n", waypost::paper::record::fenced(&json));
        let found = find(&markdown);
        prop_assert_eq!(found.len(), 1);
        let (read, faults) = read(&markdown, found[0].json);
        prop_assert_eq!(faults, vec![]);
        prop_assert_eq!(placeless(read.unwrap()), record);
    }

    #[test]
    fn nothing_that_was_cut_off_or_changed_by_chance_panics(record in record(), at in any::<prop::sample::Index>(), by in "\\PC{0,3}") {
        let text = write(&record);
        // But for the line break behind it.
        let place = at.index(text.trim_end().len());
        let place = (0..=place).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let changed = format!("{}{by}", &text[..place]);
        let (cut, faults) = read(&changed, whole(&changed));
        prop_assert!(cut.is_none());
        prop_assert!(!faults.is_empty());
    }
}

/// A record with something else in the place of a part, and the faults: `line:column code`.
#[track_caller]
fn check(part: &str, by: &str, expected: &[(&str, Code)]) {
    const SOUND: &str = r#"{
  "format": 1,
  "title": "Orders",
  "status": "accepted",
  "made": "2026-03-01",
  "participants": ["Ada"],
  "trees": [
    { "id": "consistency", "version": 2, "hash": "00", "route": ["strong-needed"], "outcome": "outbox" }
  ],
  "answers": [
    { "tree": "consistency", "question": "strong-needed", "answer": "no", "note": "N", "votes": { "no": 3 } },
    { "tree": "consistency", "question": "missed", "answer": null, "unsure": true, "due": "2026-04-01" }
  ],
  "open": [
    { "tree": "consistency", "question": "late", "note": "asked", "owner": "Ada", "due": "2026-05-01", "votes": { "no": 1 } }
  ]
}
"#;
    assert!(SOUND.contains(part), "{part}");
    let text = SOUND.replacen(part, by, 1);
    let (record, faults) = read(&text, whole(&text));
    let found: Vec<(String, Code)> = faults
        .iter()
        .map(|fault| {
            let (line, column) = line_and_column(&text, fault.span().unwrap().range().start);
            (format!("{line}:{column}"), fault.code)
        })
        .collect();
    let found: Vec<(&str, Code)> = found.iter().map(|(place, code)| (place.as_str(), *code)).collect();
    assert_eq!((record.is_some(), found.as_slice()), (expected.is_empty(), expected), "{by}: {faults:?}");
}

#[test]
fn whatever_is_no_record_is_refused_with_its_place() {
    check("Orders", "Orders, too", &[]);
    check("\"Ada\"]", "\"Ada\"", &[("7:10", Code::Syntax)]);
    check("\"format\": 1", "\"format\": 2", &[("2:3", Code::Unreadable)]);
    check("\"format\": 1", "\"format\": \"1\"", &[("2:3", Code::WrongType)]);
    check("\"format\": 1,", "", &[("1:1", Code::MissingField)]);
    check("\"accepted\"", "\"acepted\"", &[("4:14", Code::UnknownVariant)]);
    check("2026-03-01", "2026-02-30", &[("5:12", Code::WrongType)]);
    check("2026-04-01", "soon", &[("12:92", Code::WrongType)]);
    check("\"version\": 2", "\"version\": -2", &[("8:40", Code::WrongType)]);
    check("\"answer\": \"no\"", "\"answer\": {}", &[("11:43", Code::WrongType)]);
    check("\"answer\": \"no\"", "\"answer\": [1]", &[("11:43", Code::WrongType)]);
    check("\"question\": \"missed\", ", "", &[("12:82", Code::MissingField)]);
    check("\"missed\"", "\"strong-needed\"", &[("12:43", Code::DuplicateId)]);
    check("\"no\": 3", "\"no\": -3", &[("11:106", Code::WrongType)]);
    check("Orders", "Or\\u001b[2Jders", &[("3:15", Code::ControlCharacter)]);
    check("Orders", "Or\u{202e}ders", &[("3:15", Code::ControlCharacter)]);
    check("Orders", "Or\\\\u001bders", &[]);
    check("Orders", "Or\\bders", &[("3:15", Code::ControlCharacter)]);
    check("\"note\": \"N\"", "\"note\": \"N\\\\b\\n\\tof\"", &[]);
    check("\"id\": \"consistency\"", &format!("\"id\": \"{}\"", "c".repeat(300)), &[("1:1", Code::TooLarge)]);
    check("\"trees\": [", "\"trees\": [\n{ \"id\": \"consistency\" },", &[("9:14", Code::DuplicateId)]);
    check("\"N\"", &format!("\"{}\"", "n".repeat(30_000)), &[("1:1", Code::TooLarge)]);
    check("2026-05-01", "in May", &[("15:91", Code::WrongType)]);
    check("\"asked\"", "[]", &[("15:57", Code::WrongType)]);
    check("\"no\": 1", "\"no\": \"1\"", &[("15:123", Code::WrongType)]);
    check("\"owner\": \"Ada\"", "\"confidence\": \"very\"", &[("15:82", Code::UnknownVariant)]);
    check("\"question\": \"late\", ", "", &[("15:105", Code::MissingField)]);
    check("asked", "as\\u001b[2Jked", &[("15:61", Code::ControlCharacter)]);
    check("\"late\"", &format!("\"{}\"", "l".repeat(300)), &[("1:1", Code::TooLarge)]);
    check("\"asked\"", &format!("\"{}\"", "n".repeat(30_000)), &[("1:1", Code::TooLarge)]);
    check("\"open\": [", "\"open\": [[\"consistency\", \"late\"],", &[("14:34", Code::WrongType)]);
    check("\"open\": [", "\"open\": [\n{ \"tree\": \"consistency\", \"question\": \"late\" },", &[("16:43", Code::DuplicateId)]);
    // An answer counts, and what else is said of its question is no fault; nor is an answer that this version does not look for there.
    check("\"late\"", "\"missed\"", &[]);
    check("\"asked\"", "\"asked\", \"answer\": \"no\"", &[]);
    // Texts of one line, and lists that every record has.
    check("Orders", "Or\\nders", &[("1:1", Code::WrongType)]);
    check("[\"Ada\"]", "[\"Ada\\n\"]", &[("1:1", Code::WrongType)]);
    check("\"Orders\"", "\"\", \"supersedes\": \"a\\nb\"", &[("1:1", Code::WrongType)]);
    check("\"owner\": \"Ada\"", "\"owner\": \"A\\nda\"", &[("1:1", Code::WrongType)]);
    check("\"outbox\"", "\"out\\nbox\"", &[("1:1", Code::WrongType)]);
    check("\"no\": 3", "\"n\\no\": 3", &[("1:1", Code::WrongType)]);
    check("\"answer\": \"no\"", "\"answer\": [\"n\\no\"]", &[("1:1", Code::WrongType)]);
    check("\"Orders\"", &format!("\"\", \"supersedes\": \"{}\"", "s".repeat(30_000)), &[("1:1", Code::TooLarge)]);
    check("\"no\": 3", &format!("\"{}\": 3", "n".repeat(300)), &[("1:1", Code::TooLarge)]);
    check("\"trees\"", "\"wood\"", &[("1:1", Code::MissingField)]);
    check("\"answers\"", "\"replies\"", &[("1:1", Code::MissingField)]);
    let huge = " ".repeat(5_000_000);
    assert_eq!(read(&huge, whole(&huge)).1[0].code, Code::TooLarge);
    let deep = "[".repeat(100_000);
    assert_eq!(read(&deep, whole(&deep)).1[0].code, Code::Syntax);
    // Lists in the place of objects, which serde would take.
    assert_eq!(read("[1]", whole("[1]")).1[0].code, Code::WrongType);
    check(
        "{ \"id\": \"consistency\", \"version\": 2, \"hash\": \"00\", \"route\": [\"strong-needed\"], \"outcome\": \"outbox\" }",
        "[\"consistency\"]",
        &[("8:7", Code::WrongType)],
    );
    assert_eq!(read("", whole("")).1[0].code, Code::Syntax);
}

#[test]
fn what_this_version_does_not_know_is_written_again() {
    let text = format!(
        "{{\"format\": {FORMAT}, \"mood\": [1, {{\"a\": null}}], \"trees\": [{{\"id\": \"t\", \"colour\": \"red\"}}], \"answers\": [{{\"tree\": \"t\", \"question\": \"q\", \"answer\": \"a\", \"weight\": 2}}], \"open\": [{{\"tree\": \"t\", \"question\": \"p\", \"mood\": [3]}}]}}"
    );
    let (record, faults) = read(&text, whole(&text));
    assert_eq!(faults, vec![]);
    let again: Json = serde_json::from_str(&write(&record.unwrap())).unwrap();
    assert_eq!(
        (&again["mood"], &again["trees"][0]["colour"], &again["answers"][0]["weight"], &again["open"][0]["mood"]),
        (&json!([1, {"a": null}]), &json!("red"), &json!(2), &json!([3]))
    );
}
