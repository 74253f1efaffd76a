//! Two records side by side.

use waypost::paper::export::comparison::{Sides, json, text};
use waypost::paper::record::{Header, Record, Status, compare};

use super::pack::{pack, read_again, walked};

/// Two walks through the tree: how many steps they have gone alike, whether they come to the same, and the questions that they answer
/// otherwise, as `question: what one has / what the other has`; `first` stands before the first difference that counts.
#[track_caller]
fn check(one: &str, other: &str, alike: usize, same: bool, expected: &[&str]) {
    let pack = pack(&[]);
    let records = [one, other].map(|line| read_again(&walked(&pack, line)).0);
    let comparison = compare(&pack, records.each_ref());
    let tree = &comparison.trees[0];
    let first = tree.first().map(|first| first.question);
    let given = |given: &waypost::paper::record::Given<'_>| {
        let answer = given.answer.map_or("-", |answer| answer.label.as_str());
        format!("{answer}{}", if given.is_on_route { "" } else { " off" })
    };
    let found: Vec<String> = tree
        .differing
        .iter()
        .map(|differing| {
            let mark = if Some(differing.question) == first { "first " } else { "" };
            format!("{mark}{}: {} / {}", tree.tree[differing.question].id, given(&differing.given[0]), given(&differing.given[1]))
        })
        .collect();
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!((tree.alike, comparison.same_results(), found.as_slice()), (alike, same, expected), "{one} / {other}");
}

#[test]
fn the_first_difference_comes_with_what_else_differs() {
    check("waits=yes", "waits=yes", 1, true, &[]);
    check("waits=yes", "waits?", 1, true, &["waits: Yes / Yes"]);
    check(
        "waits=no job-time=40 needs=later",
        "waits=no job-time=40 needs=replay",
        2,
        false,
        &["first needs: Run a job later / Read old jobs again"],
    );
    // Another figure of the same band.
    check("waits=no job-time=40 needs=none", "waits=no job-time=50 needs=none", 1, true, &["first job-time: 40 s / 50 s"]);
    check("waits=no job-time=40 needs=none", "waits=no", 1, false, &["first job-time: 40 s / - off", "needs: None of these / - off"]);
    // An answer off the way of one.
    check("waits=no job-time=40", "waits=yes job-time=50", 0, false, &["first waits: No / Yes", "job-time: 40 s / 50 s off"]);
    // The same outcome, with other details.
    check(
        "waits=no job-time=40 needs=none",
        "waits=no job-time=40 needs=later",
        2,
        false,
        &["first needs: None of these / Run a job later"],
    );
}

#[test]
fn both_are_told_side_by_side() {
    let pack = pack(&[]);
    let mut records = ["waits=no job-time? needs=later", "waits=no job-time=60 needs=replay"].map(|line| walked(&pack, line));
    let [one, other] = &mut records;
    one.header = Header { title: "Jobs of the shop".to_owned(), status: Status::Proposed, ..Header::default() };
    let answer = |record: &mut Record| record.answers.iter().position(|answer| answer.question == "needs").unwrap();
    let at = answer(one);
    one.answers[at].remarks.note = "As support\nasked for it.".to_owned();
    one.answers[at].remarks.votes.insert("later".to_owned(), 3);
    let at = answer(other);
    other.answers[at].remarks.dissent = "Ben: a table will do.".to_owned();
    let mut gone = one.trees[0].clone();
    gone.id = "gone".to_owned();
    other.trees.push(gone);
    let comparison = compare(&pack, records.each_ref());
    let sides = Sides { files: ["a.json", "b.json"], comparison: &comparison };
    let expected = "\
one    a.json: Jobs of the shop (proposed)
other  b.json: without a title (draft)
Their title differs: Jobs of the shop / without a title
Their status differs: proposed / draft

Queue
=====
The first 2 answers are the same.

First difference: Which of these must the queue be able to do? (`needs`)
  one    Run a job later
         votes: Run a job later 3
         note: As support asked for it.
  other  Read old jobs again
         dissent: Ben: a table will do.

Leads to
  one    Keep the jobs in a table of the database that you have (`jobs-table`)
  other  Put the jobs on a broker (`broker`)

Also different: How many seconds does the longest job run? (`job-time`)
  one    60 s (assumed)
  other  60 s

Only the other record walks `gone`.
They do not come to the same results.
";
    assert_eq!(text(&pack, sides), expected);
    let json: serde_json::Value = serde_json::from_str(&json(&pack, sides)).unwrap();
    assert_eq!((&json["same"], &json["only"][1][0], &json["trees"][0]["first"]), (&false.into(), &"gone".into(), &"needs".into()));
    let answer = &json["trees"][0]["differing"][1]["answers"][0];
    assert_eq!(
        (&answer["answer"], &answer["label"], &answer["on_route"]),
        (&serde_json::json!(["later"]), &"Run a job later".into(), &true.into())
    );
}
