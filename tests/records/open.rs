//! What people said of questions that have no answer yet: kept until there is one, and told when its day has passed.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::{Value as Json, json};
use waypost::advice::walk::{Answer, Answers, Key, Value};
use waypost::paper::export::record::message;
use waypost::paper::record::{Header, Record, Remarks, Sitting, Status, check as replay, read, take, write};

use super::pack::pack;
use super::whole;

fn key(tree: &str, question: &str) -> Key {
    Key::Question { tree: tree.to_owned(), question: question.to_owned() }
}

fn note(note: &str) -> Remarks {
    Remarks { note: note.to_owned(), ..Remarks::default() }
}

/// A record as it is read from JSON, its `format` added.
#[track_caller]
fn parsed(mut json: Json) -> Record {
    json["format"] = 1.into();
    for list in ["trees", "answers"] {
        let fields = json.as_object_mut().unwrap();
        fields.entry(list).or_insert_with(|| json!([]));
    }
    let (record, faults) = read(&json.to_string(), whole(&json.to_string()));
    assert_eq!(faults, []);
    record.unwrap()
}

/// A record after its sitting was taken up and `change` was done to its answers and remarks: `answers` and `open`, as JSON.
#[track_caller]
fn check(before: Json, change: impl FnOnce(&mut Answers, &mut BTreeMap<Key, Remarks>), answers: Json, open: Json) {
    let before = parsed(before);
    let (mut given, mut remarks) = (before.answers(), before.remarks());
    change(&mut given, &mut remarks);
    let sitting = Sitting { header: &Header::default(), walked: &["queue".to_owned()], answers: &given, remarks: &remarks };
    let text = write(&take(&pack(&[]), &sitting, &before));
    let (again, faults) = read(&text, whole(&text));
    assert_eq!(faults, [], "{text}");
    assert_eq!(again.unwrap().remarks(), remarks);
    let json: Json = serde_json::from_str(&text).unwrap();
    let labels = |list: &Json| {
        let mut list = list.clone();
        let entries = list.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut);
        entries.for_each(|entry| drop((entry.remove("prompt"), entry.remove("label"))));
        list
    };
    assert_eq!((labels(&json["answers"]), labels(&json["open"])), (answers, open), "{text}");
}

#[test]
fn what_is_said_of_an_open_question_is_kept() {
    let said = |_: &mut Answers, remarks: &mut BTreeMap<Key, Remarks>| {
        let waits = Remarks { owner: "Ada".to_owned(), due: Some(date(2026, 4, 1)), votes: [("no".to_owned(), 2)].into(), ..note("N") };
        remarks.insert(key("queue", "waits"), waits);
        remarks.insert(Key::Fact("jobs.longest-run".to_owned()), note("ask"));
    };
    let open = json!([
        { "tree": "queue", "question": "job-time", "fact": "jobs.longest-run", "note": "ask" },
        { "tree": "queue", "question": "waits", "note": "N", "owner": "Ada", "due": "2026-04-01", "votes": { "no": 2 } },
    ]);
    check(json!({}), said, json!([]), open.clone());
    // Taken up again, and taken down without a change.
    check(json!({ "open": open }), |_, _| (), json!([]), open);
    check(json!({}), |_, _| (), json!([]), Json::Null);
}

#[test]
fn what_there_is_not_today_is_kept() {
    let gone = json!([
        { "tree": "gone", "question": "g", "fact": "g.fact", "note": "of a fact" },
        { "tree": "gone", "question": "g", "note": "of a tree" },
        { "tree": "queue", "question": "gone", "dissent": "of a question" },
        { "tree": "queue", "question": "waits", "mood": 3 },
    ]);
    check(json!({ "open": gone }), |_, _| (), json!([]), gone);
}

#[test]
fn an_answer_takes_along_what_was_said_and_gives_it_back() {
    let open = json!([{ "tree": "queue", "question": "waits", "note": "N", "mood": 3, "answer": "by hand" }]);
    let answered = json!([{ "tree": "queue", "question": "waits", "answer": "no", "note": "N", "mood": 3 }]);
    let answer = |answers: &mut Answers, _: &mut BTreeMap<Key, Remarks>| {
        answers.set(key("queue", "waits"), Answer::Given(Value::Option("no".to_owned())));
    };
    check(json!({ "open": open }), answer, answered.clone(), Json::Null);
    let undo = |answers: &mut Answers, _: &mut BTreeMap<Key, Remarks>| drop(answers.remove(&key("queue", "waits")));
    check(json!({ "answers": answered }), undo, json!([]), json!([{ "tree": "queue", "question": "waits", "note": "N", "mood": 3 }]));
    let unsaid = |_: &mut Answers, remarks: &mut BTreeMap<Key, Remarks>| remarks.clear();
    check(json!({ "open": [{ "tree": "queue", "question": "waits", "note": "N" }] }), unsaid, json!([]), Json::Null);
}

#[test]
fn an_answer_counts_where_a_file_has_the_question_open_too() {
    let both = json!({
        "answers": [{ "tree": "queue", "question": "waits", "answer": "no", "note": "with the answer" }],
        "open": [{ "tree": "queue", "question": "waits", "note": "before", "owner": "Ada", "due": "2026-04-01" }],
    });
    let merged = json!([
        { "tree": "queue", "question": "waits", "answer": "no", "note": "with the answer", "owner": "Ada", "due": "2026-04-01" },
    ]);
    check(both, |_, _| (), merged, Json::Null);
}

/// What is told of a record on the day after that on which each of its open questions was to be found out.
#[track_caller]
fn check_due(record: Json, today: i8, expected: &[&str]) {
    let pack = pack(&[]);
    let record = parsed(record);
    let findings = replay(&pack, &record, date(2026, 4, today));
    let found: Vec<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.stale.kind(), message(&pack, &finding.stale))).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_open_question_is_overdue_while_somebody_waits_for_it() {
    let route = |route: &[&str]| json!([{ "id": "queue", "version": 1, "hash": "", "route": route }]);
    let waits = json!([{ "tree": "queue", "question": "waits", "prompt": "Who waits?", "due": "2026-04-01" }]);
    let overdue = "overdue: `queue`: \"Who waits?\" (`waits`) is still open, and nobody was to find it out by 2026-04-01";
    let overdue = overdue.replace("nobody", &pack(&[]).words().record.nobody);
    check_due(json!({ "trees": route(&[]), "open": waits }), 1, &[]);
    check_due(json!({ "trees": route(&[]), "open": waits }), 2, &[&overdue]);
    check_due(json!({ "open": waits }), 2, &[&overdue]);
    for status in Status::ALL {
        let expected = [overdue.as_str()];
        let record = json!({ "status": status.as_str(), "trees": route(&[]), "open": waits });
        check_due(record, 2, if status.is_live() { &expected } else { &[] });
    }
    let needs = json!([{ "tree": "queue", "question": "needs", "owner": "Ada", "due": "2026-04-01" }]);
    let answered = |answer: &str| json!([{ "tree": "queue", "question": "waits", "answer": answer }]);
    let told = "overdue: `queue`: \"Which of these must the queue be able to do?\" (`needs`) is still open, and Ada was to find it out by \
        2026-04-01";
    check_due(json!({ "trees": route(&["waits"]), "answers": answered("no"), "open": needs }), 2, &[told]);
    // The tree came to its end without it, and an answer that there is counts.
    let mut decided = route(&["waits"]);
    decided[0]["outcome"] = "in-the-request".into();
    check_due(json!({ "trees": decided, "answers": answered("yes"), "open": needs }), 2, &[]);
    check_due(json!({ "trees": route(&["waits"]), "answers": answered("no"), "open": waits }), 2, &[]);
}
