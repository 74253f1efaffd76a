//! A record replayed against trees that were changed: what is told of it, and where.

use jiff::civil::date;
use waypost::advice::walk::{Answer, Answers, End, Value, route};
use waypost::content::pack::Pack;
use waypost::content::tree::{Kind, Tree};
use waypost::paper::export::record::message;
use waypost::paper::record::{Confidence, Header, Record, Sitting, Status, check as replay, is_same, take};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use super::pack::{Change, pack, read_again, walked};

const LINE: &str = "waits=no job-time=40 needs=later";
const EDGES: &str = "edges: [(when: Any([Has(\"needs\", \"fan-out\"), Has(\"needs\", \"replay\")]), label: \"more than a table does well\", to: \"broker\")],";

/// Nodes as they are named, and how these tests do.
const SHORT: &[(&str, &str)] = &[
    ("\"Does somebody wait for the result?\" (`waits`)", "WAITS"),
    ("\"How many seconds does the longest job run?\" (`job-time`)", "JOB-TIME"),
    ("\"Which of these must the queue be able to do?\" (`needs`)", "NEEDS"),
    ("\"Do the work in the request, with a deadline\" (`in-the-request`)", "IN-THE-REQUEST"),
    ("\"Keep the jobs in a table of the database that you have\" (`jobs-table`)", "JOBS-TABLE"),
    ("\"Put the jobs on a broker\" (`broker`)", "BROKER"),
];

fn shortened(message: String) -> String {
    SHORT.iter().fold(message, |message, (long, short)| message.replace(long, short))
}

/// What is told of a record of a walk through the tree, each as `kind at what stands there: message`, after the tree was changed.
#[track_caller]
fn check_from(before: &[Change<'_>], line: &str, after: &[Change<'_>], expected: &[&str]) {
    let (record, text) = read_again(&walked(&pack(before), line));
    let after = pack(&[before, after].concat());
    let found: Vec<String> = replay(&after, &record, date(2026, 3, 1))
        .iter()
        .map(|finding| {
            format!("{} at {}: {}", finding.stale.kind(), &text[finding.span.range()], shortened(message(&after, &finding.stale)))
        })
        .collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn check(line: &str, after: &[Change<'_>], expected: &[&str]) {
    check_from(&[], line, after, expected);
}

#[test]
fn what_changes_no_result_is_no_finding() {
    check(LINE, &[], &[]);
    check(LINE, &[("version: 1", "version: 2")], &[]);
    check(LINE, &[("Does somebody wait for the result?", "Is the result needed at once?")], &[]);
    // Another question of the same fact knows the answer.
    check(LINE, &[("\"job-time\"", "\"job-times\"")], &[]);
    // A cut-off that no figure of the record lies between.
    check(LINE, &[("1800", "1700")], &[]);
    check("waits=yes", &[("\"needs\"", "\"abilities\"")], &[]);
    let (record, _) = read_again(&walked(&pack(&[]), LINE));
    assert!(is_same(&pack(&[]), &record.trees[0]) && !is_same(&pack(&[("version: 1", "version: 2")]), &record.trees[0]));
}

#[test]
fn a_condition_that_changed_is_named() {
    check(
        LINE,
        &[("Has(\"needs\", \"replay\")])", "Has(\"needs\", \"later\")])")],
        &["elsewhere at queue: `queue`: the same answers lead to BROKER, and led to JOBS-TABLE; behind NEEDS, answered *Run a \
            job later*, comes `broker` and not `jobs-table`, as this holds: more than a table does well; the way to `jobs-table` \
            is open too, but comes behind it"],
    );
    check(
        "waits=no job-time=40 needs=replay",
        &[(
            "Any([Has(\"needs\", \"fan-out\"), Has(\"needs\", \"replay\")])",
            "AtLeast(2, [Has(\"needs\", \"fan-out\"), Has(\"needs\", \"replay\")])",
        )],
        &["elsewhere at queue: `queue`: the same answers lead to JOBS-TABLE, and led to BROKER; behind NEEDS, answered *Read \
            old jobs again*, comes `jobs-table` and not `broker`, as nothing before it holds; the way to `broker` wants: more \
            than a table does well"],
    );
    check(
        "waits=yes",
        &[
            ("to: \"in-the-request\"", "to: \"jobs-table\""),
            ("(outcome: \"jobs-table\", right_when: \"the caller", "(outcome: \"broker\", right_when: \"the caller"),
        ],
        &["elsewhere at queue: `queue`: the same answers lead to JOBS-TABLE, and led to IN-THE-REQUEST; behind WAITS, answered \
            *Yes*, comes `jobs-table` and not `in-the-request`; no way leads from there to `in-the-request` any more"],
    );
}

#[test]
fn edges_in_another_order_are_told_as_such() {
    let two = |first: &str, second: &str| format!("edges: [{first}, {second}],");
    let (broker, table) = ("(when: Has(\"needs\", \"fan-out\"), to: \"broker\")", "(when: Has(\"needs\", \"later\"), to: \"jobs-table\")");
    let (one, other) = (two(broker, table), two(table, broker));
    check_from(
        &[(EDGES, &one)],
        "waits=no job-time=40 needs=later+fan-out",
        &[(&one, &other)],
        &["elsewhere at queue: `queue`: the same answers lead to JOBS-TABLE, and led to BROKER; behind NEEDS, answered *Run a \
            job later, Reach several systems*, comes `jobs-table` and not `broker`, as this holds: Which of these must the queue \
            be able to do? includes Run a job later; the way to `broker` is open too, but comes behind it"],
    );
}

#[test]
fn what_was_renamed_is_found_again() {
    check(
        LINE,
        &[("\"later\"", "\"later-on\"")],
        &["no-answer at needs: `queue`: NEEDS no longer takes the answer *Run a job later*: it has no option `later`; did you \
            mean `later-on`?"],
    );
    check(
        LINE,
        &[("\"later\"", "\"scheduled\"")],
        &["no-answer at needs: `queue`: NEEDS no longer takes the answer *Run a job later*: it has no option `later`; did you \
            mean `scheduled`?"],
    );
    check(LINE, &[("\"needs\"", "\"abilities\"")], &["no-question at needs: `queue`: NEEDS is no longer asked; did you mean `abilities`?"]);
    // Of another wording too: the one that stands in its place, and takes the answer.
    let reworded = ("Which of these must the queue be able to do?", "What is wanted?");
    check(
        LINE,
        &[("\"needs\"", "\"abilities\""), reworded],
        &["no-question at needs: `queue`: NEEDS is no longer asked; did you mean `abilities`?"],
    );
    check(
        LINE,
        &[("id: \"queue\"", "id: \"background-jobs\"")],
        &["no-tree at queue: `queue`: there is no such tree any more, or it does not load; did you mean `background-jobs`?"],
    );
    check(
        LINE,
        &[("\"jobs-table\"", "\"jobs-in-a-table\"")],
        &["elsewhere at queue: `queue`: the same answers lead to \"Keep the jobs in a table of the database that you have\" \
            (`jobs-in-a-table`), and led to `jobs-table`; behind NEEDS, answered *Run a job later*, comes `jobs-in-a-table` and \
            not `jobs-table`, as nothing before it holds; there is no `jobs-table` any more; did you mean `jobs-in-a-table`?"],
    );
    check(
        LINE,
        &[("\"run-at\"", "\"run-when\"")],
        &["elsewhere at queue: `queue`: the same answers still lead to JOBS-TABLE, with other details; no longer `run-at`, \
            which there is not any more; newly `run-when`, as this holds: Which of these must the queue be able to do? includes \
            Run a job later"],
    );
}

#[test]
fn an_answer_that_does_not_fit_says_why() {
    let max = ("604800", "86400");
    check(
        "waits=no job-time=90000 needs=none",
        &[max],
        &["no-answer at job-time: `queue`: JOB-TIME no longer takes the answer *90000 s*: it takes 0 to 86400"],
    );
    let kind = [
        ("kind: Select(\n                assume: [],", "kind: Choice(\n                assume: \"later\","),
        (EDGES, ""),
        ("(id: \"take-a-log\", when: Has(\"needs\", \"replay\"), text: ", "(id: \"take-a-log\", when: Is(\"needs\", \"replay\"), text: "),
        ("Has(\"needs\", \"later\")", "Is(\"needs\", \"later\")"),
        (
            "            to: \"jobs-table\",\n        ),\n        Outcome",
            "            edges: [(when: Is(\"needs\", \"replay\"), to: \"broker\")], to: \"jobs-table\",\n        ),\n        Outcome",
        ),
    ];
    check(
        LINE,
        &kind,
        &["no-answer at needs: `queue`: NEEDS no longer takes the answer *Run a job later*: it is another kind of question"],
    );
}

#[test]
fn a_cut_off_that_moved_is_told_with_the_figure() {
    let by_size = (EDGES, "edges: [(when: In(\"job-time\", \"long\"), to: \"broker\")],");
    check_from(
        &[by_size],
        "waits=no job-time=1000 needs=none",
        &[("1800", "900")],
        &["elsewhere at queue: `queue`: the same answers lead to BROKER, and led to JOBS-TABLE; behind NEEDS, answered *None of \
            these*, comes `broker` and not `jobs-table`, as this holds: How many seconds does the longest job run? is 30 minutes \
            and more; the way to `jobs-table` is open too, but comes behind it; `job-time`: 1000 s reaches the cut-off of `long` \
            at 900, which was 1800"],
    );
    check_from(
        &[by_size],
        "waits=no job-time=2000 needs=none",
        &[("1800", "3600")],
        &["elsewhere at queue: `queue`: the same answers lead to JOBS-TABLE, and led to BROKER; behind NEEDS, answered *None of \
            these*, comes `jobs-table` and not `broker`, as nothing before it holds; the way to `broker` wants: How many seconds \
            does the longest job run? is 30 minutes and more; `job-time`: 2000 s stays under the cut-off behind `short` at 3600, \
            which was 1800"],
    );
    // In the details alone.
    check(
        "waits=no job-time=1000 needs=none",
        &[("1800", "900")],
        &["elsewhere at queue: `queue`: the same answers still lead to JOBS-TABLE, with other details; newly `cut-up`, as this \
            holds: How many seconds does the longest job run? is 30 minutes and more; `job-time`: 1000 s reaches the cut-off of \
            `long` at 900, which was 1800"],
    );
    // An assumption that is another one.
    check(
        "waits?",
        &[("assume: \"yes\"", "assume: \"no\"")],
        &["unanswered at queue: `queue`: JOB-TIME is asked, which the record has no answer to; it led to IN-THE-REQUEST; behind \
            WAITS, answered *No*, comes `job-time` and not `in-the-request`; the way to `in-the-request` wants: Yes; `waits`: \
            not sure stands for *No*, and stood for *Yes*"],
    );
    check_from(
        &[by_size],
        "waits=no job-time? needs=none",
        &[("assume: 60,", "assume: 3600,")],
        &["elsewhere at queue: `queue`: the same answers lead to BROKER, and led to JOBS-TABLE; behind NEEDS, answered *None of \
            these*, comes `broker` and not `jobs-table`, as this holds: How many seconds does the longest job run? is 30 minutes \
            and more; the way to `jobs-table` is open too, but comes behind it; `job-time`: not sure stands for *3600 s*, and \
            stood for *60 s*"],
    );
}

#[test]
fn a_question_that_came_between_is_named() {
    let question = "Question(id: \"team\", prompt: \"How many run it?\", why: \"W.\", how_to_tell: [\"H.\"], assume_why: \"A.\", \
        kind: Choice(assume: \"one\", options: [(id: \"one\", label: \"One\", meaning: \"M.\", to: \"needs\"), \
        (id: \"many\", label: \"Many\", meaning: \"M.\", to: \"broker\")])),\n        // A set:";
    let inserted = [("to: \"needs\", // both", "to: \"team\", // both"), ("// A set:", question)];
    check(
        LINE,
        &inserted,
        &["unanswered at queue: `queue`: \"How many run it?\" (`team`) is asked, which the record has no answer to; it led to \
            JOBS-TABLE; behind JOB-TIME, answered *40 s*, comes `team` and not `needs`; no way leads from there to `needs` any \
            more"],
    );
    // A part of the walk that is spared, and the ways meet again: the last parting counts.
    check(
        LINE,
        &[(
            "meaning: \"The caller can answer its own client before the work is done.\", to: \"job-time\"",
            "meaning: \"M.\", to: \"needs\"",
        )],
        &[],
    );
    check(
        LINE,
        &[("start: \"waits\"", "start: \"needs\"")],
        &["elsewhere at queue: `queue`: the same answers still lead to JOBS-TABLE, with other details; no longer `safe-twice`, \
            which wants: Does somebody wait for the result? is No; the way no longer comes past `waits`"],
    );
}

#[test]
fn a_fact_that_moved_takes_its_answer_along() {
    let (fact, other) = ("fact: \"jobs.longest-run\",", "fact: \"jobs.longest\",");
    check(
        LINE,
        &[(fact, other)],
        &["other-fact at job-time: `queue`: JOB-TIME asked for the fact `jobs.longest-run`, and asks for the fact \
            `jobs.longest` today, to which the record has no answer"],
    );
    check(
        LINE,
        &[(fact, "")],
        &["other-fact at job-time: `queue`: JOB-TIME asked for the fact `jobs.longest-run`, and asks for no fact today, to \
            which the record has no answer"],
    );
    check_from(
        &[(fact, "")],
        LINE,
        &[("id: \"job-time\",", "id: \"job-time\", fact: \"jobs.longest-run\",")],
        &["other-fact at job-time: `queue`: JOB-TIME asked for no fact, and asks for the fact `jobs.longest-run` today, to \
            which the record has no answer"],
    );
}

/// What is told of the days of a record whose one assumption is due on a day.
#[track_caller]
fn check_days(status: Status, line: &str, today: (i16, i8, i8), expected: &[&str]) {
    let pack = pack(&[]);
    let mut record = walked(&pack, line);
    record.header = Header { status, revisit: Some(date(2026, 6, 1)), ..Header::default() };
    let answer = record.answers.iter_mut().find(|answer| answer.answer == Answer::Unsure).unwrap();
    answer.remarks.due = Some(date(2026, 4, 1));
    answer.remarks.owner = "Ada".to_owned();
    answer.remarks.confidence = Some(Confidence::Leaning);
    let (record, _) = read_again(&record);
    let found = replay(&pack, &record, date(today.0, today.1, today.2));
    let found: Vec<String> = found.iter().map(|finding| message(&pack, &finding.stale)).collect();
    assert_eq!(found, expected, "{status:?}");
}

#[test]
fn days_that_have_passed_are_told_while_somebody_goes_by_the_decision() {
    let line = "waits=no job-time? needs=none";
    let overdue = "`queue`: \"How many seconds does the longest job run?\" (`job-time`) was assumed to be *60 s*, and Ada was to find it out by \
        2026-04-01";
    let revisit = "it was to be looked at again on 2026-06-01";
    check_days(Status::Accepted, line, (2026, 4, 1), &[]);
    check_days(Status::Accepted, line, (2026, 4, 2), &[overdue]);
    check_days(Status::Accepted, line, (2026, 6, 1), &[overdue]);
    check_days(Status::Accepted, line, (2026, 6, 2), &[revisit, overdue]);
    for status in Status::ALL {
        let expected = [revisit, overdue];
        check_days(status, line, (2027, 1, 1), if status.is_live() { &expected } else { &[] });
    }
    // An assumption off the way has no effect, and nobody waits for it.
    check_days(Status::Accepted, "waits=yes job-time?", (2026, 5, 1), &[]);
}

/// Answers that lead through a tree to an outcome, chosen by a number; now and then "not sure".
fn any_walk(tree: &Tree, mut seed: u64) -> Answers {
    let mut answers = Answers::default();
    while let End::Open(ix) = route(tree, &answers).end {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let chance = usize::try_from(seed >> 33).unwrap();
        let value = match &tree[ix].kind {
            Kind::Choice { options, .. } => Value::Option(options[chance % options.len()].id.clone()),
            Kind::Select { options, .. } => Value::Options(
                options.iter().enumerate().filter(|(at, _)| chance >> at & 1 == 1).map(|(_, option)| option.id.clone()).collect(),
            ),
            Kind::Number(scale) => Value::Number(scale.bands[chance % scale.bands.len()].from),
        };
        let answer = if chance % 7 == 0 { Answer::Unsure } else { Answer::Given(value) };
        answers.set(waypost::advice::walk::Key::of(tree, ix), answer);
    }
    answers
}

#[test]
fn records_of_the_shipped_trees_hold() {
    let pack: Pack = open_pack(&PackPlaces::default()).unwrap();
    for id in pack.tree_ids() {
        for seed in 0..40 {
            let answers = any_walk(pack.tree(id).unwrap(), seed);
            let (header, walked) = (Header::default(), [id.to_owned()]);
            let sitting = Sitting { header: &header, walked: &walked, answers: &answers, remarks: &Default::default() };
            let (record, _) = read_again(&take(&pack, &sitting, &Record::default()));
            assert_eq!(replay(&pack, &record, date(2026, 3, 1)), [], "{id} {seed}");
            assert!(record.trees[0].outcome.is_some() && is_same(&pack, &record.trees[0]));
        }
    }
}
