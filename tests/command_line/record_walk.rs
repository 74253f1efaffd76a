//! The walk line by line with a record: when it is written, and what is said of it.

use std::fs;

use serde_json::{Value as Json, json};

use super::desk::{Desk, STOCK};

/// A record that waits at a question, with a remark and a field of another version.
fn waiting() -> Json {
    json!({
        "format": 1,
        "made": "2026-01-31",
        "trees": [{ "id": "stock", "version": 3, "hash": "", "route": ["mix"] }],
        "answers": [{
            "tree": "stock", "question": "mix", "fact": "stock.mix", "answer": "write", "note": "Counted.", "later": 7,
        }],
    })
}

fn desk(record: &Json) -> Desk {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("work/a.json", &record.to_string());
    desk
}

/// What is typed leaves the record as it is.
#[track_caller]
fn check_untouched(record: &Json, args: &[&str], typed: &str, code: i32, parts: &[&str]) {
    let desk = desk(record);
    let run = desk.typed(args, typed.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{typed:?}\n{}", run.out);
    for part in parts {
        let part = part.replace("WAYPOST", &desk.invocation());
        assert!(run.out.contains(&part), "{typed:?}: no `{part}` in\n{}", run.out);
    }
    assert_eq!(fs::read_to_string(desk.path("work/a.json")).unwrap(), record.to_string(), "{typed:?}");
}

#[test]
fn a_record_is_left_as_it_is_until_something_is_answered() {
    let go_on = ["Where?", "To go on", "\n  WAYPOST a.json\n"];
    check_untouched(&waiting(), &["a.json"], "", 3, &go_on[..1]);
    check_untouched(&waiting(), &["a.json"], "q\n", 3, &[go_on[0], go_on[2]]);
    check_untouched(&waiting(), &["--record", "a.json"], "?\nnonsense\nw\n", 3, &[go_on[0], go_on[2]]);
    // What was said about an answer outlives its being taken back.
    check_untouched(&waiting(), &["a.json"], "b\nq\n", 3, &["Read or written?"]);
    let mut stale = waiting();
    stale["answers"][0]["answer"] = json!("gone");
    check_untouched(&stale, &["a.json"], "", 3, &["Does not hold any more\n  !  ", "`gone`"]);
}

#[test]
fn an_answer_is_kept_with_what_was_said_before() {
    let desk = desk(&waiting());
    let read = |path: &str| serde_json::from_str::<Json>(&fs::read_to_string(desk.path(path)).unwrap()).unwrap();
    let run = desk.typed(&["a.json"], b"b\n1\n");
    assert_eq!(run.code, Some(0), "{run:?}");
    let answer = &read("work/a.json")["answers"][0];
    assert_eq!((&answer["answer"], &answer["note"], &answer["later"]), (&json!("read"), &json!("Counted."), &json!(7)));
    // Answers of the command line are kept in a record that they begin, and at once.
    let run = desk.typed(&["stock", "--record", "new.json", "-a", "mix=write"], b"");
    assert!(run.code == Some(3) && run.out.contains(&format!("\n  {} new.json\n", desk.invocation())), "{run:?}");
    assert_eq!(read("work/new.json")["answers"][0]["answer"], json!("write"));
    // A name that could be a tree's is told as a path; nothing is made before there is something to keep.
    let run = desk.typed(&["stock", "--record", "bare"], b"2\nq\n");
    assert!(run.out.contains(&format!("\n  {} ./bare\n", desk.invocation())), "{run:?}");
    let run = desk.typed(&["stock", "--record", "none.json"], b"q\n");
    assert!(run.out.contains(&format!("\n  {} stock\n", desk.invocation())) && !desk.path("work/none.json").exists(), "{run:?}");
}

#[test]
fn a_name_that_is_listed_can_be_opened() {
    let desk = desk(&waiting());
    desk.put("home/.local/state/waypost/records/2026-01-31-stock.json", &waiting().to_string());
    let run = desk.typed(&["2026-01-31-stock"], b"q\n");
    assert!(run.code == Some(3) && run.out.contains("2026-01-31-stock.json\n"), "{run:?}");
    assert_eq!(desk.run(&["2026-01-31-stok"]).code, Some(2));
}

#[test]
fn a_save_that_fails_does_not_end_the_walk() {
    let desk = desk(&waiting());
    let run = desk.typed(&["stock", "--record", "a.json/within.json"], b"2\n1\nq\n");
    assert_eq!((run.code, run.out.matches("not saved: ").count()), (Some(1), 2), "{run:?}");
    let go_on = format!("\n  {} stock -a stock.mix=write -a places=shop\n", desk.invocation());
    assert!(run.out.contains("How much?") && run.out.contains(&go_on), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_record_that_is_open_elsewhere_is_told() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let desk = desk(&waiting());
    let mut first = desk.command().arg("a.json").stdin(Stdio::piped()).spawn().unwrap();
    // It holds the record when it has asked.
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Where?")));
    let second = desk.typed(&["a.json"], b"q\n");
    assert!(second.out.starts_with("this record is open elsewhere too"), "{}", second.out);
    first.stdin.take().unwrap().write_all(b"q\n").unwrap();
    assert_eq!(lines.map(Result::unwrap).count() > 0, first.wait().is_ok());
    assert!(!desk.typed(&["a.json"], b"q\n").out.contains("open elsewhere"));
}
