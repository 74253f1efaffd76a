//! Records listed, shown, and written as documents.

use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::{Value as Json, json};

use super::desk::{Desk, STOCK};
use super::{check, check_json};

/// Where records lie that were given no file of their own.
const OWN: &str = "home/.local/state/waypost/records";

/// A record of the tree [`STOCK`], walked to its end.
fn settled() -> Json {
    json!({
        "format": 1,
        "title": "Where the stock goes",
        "status": "accepted",
        "made": "2026-01-31",
        "participants": ["Ann", "Bob"],
        "trees": [{ "id": "stock", "version": 3, "hash": "", "route": ["mix"], "outcome": "keep", "parts": ["never"] }],
        "answers": [
            {
                "tree": "stock", "question": "mix", "fact": "stock.mix", "answer": "read", "unsure": true, "note": "Counted *twice*.",
                "owner": "Ann", "due": "2999-02-01", "evidence": "https://example.org/count", "votes": { "read": 3, "unsure": 1 },
                "dissent": "Bob waits.",
            },
            { "tree": "stock", "question": "size", "answer": 30 },
        ],
        "later": { "than": "this version" },
    })
}

/// One that waits at a question.
fn waiting() -> Json {
    json!({
        "format": 1,
        "trees": [{ "id": "stock", "version": 3, "hash": "", "route": ["mix"] }],
        "answers": [{ "tree": "stock", "question": "mix", "fact": "stock.mix", "answer": "write" }],
    })
}

/// A desk with both among the records of our own, the one that waits changed last, and a decision record in the folder to work in.
fn desk() -> Desk {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put(&format!("{OWN}/2026-01-31-stock.json"), &settled().to_string());
    desk.put(&format!("{OWN}/2026-02-01-stock.json"), &waiting().to_string());
    for (name, day) in [("2026-01-31", 1), ("2026-02-01", 2)] {
        let file = fs::File::options().write(true).open(desk.path(&format!("{OWN}/{name}-stock.json"))).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400 * 365 + 86_400 * 180)).unwrap();
    }
    desk
}

#[test]
fn records_are_listed_and_a_broken_one_is_no_end_of_it() {
    check(&Desk::new(), "record list", 0, &["There is no record yet"], &[]);
    check_json(&Desk::new(), "record list --format json", 0, &json!({ "format": 1, "records": [] }));
    let desk = desk();
    let first = ["2026-02-01-stock  draft, changed 1972-", "\n  Stock\n  stock: a question is open\n"];
    let second = ["2026-01-31-stock  accepted, changed 1971-", "\n  Where the stock goes\n  stock: Keep it\n"];
    let both = [first, second].concat();
    let run = check(&desk, "record list", 0, &both, &[]).out;
    assert!(run.starts_with(first[0]), "{run}");
    let run = check(&desk, "record list --limit 1", 0, &first, &[]).out;
    assert!(!run.contains(second[0]), "{run}");
    desk.put(&format!("{OWN}/broken.json"), "{\n  \"format\": 1,\n  \"answers\": 7\n}");
    desk.put(&format!("{OWN}/newer.json"), "{\"format\": 99}");
    let told = [&["! cannot be read: ", "broken.json:3:", "newer.json:1:"][..], &both].concat();
    let run = check(&desk, "record list", 0, &told, &[]);
    assert!(run.out.starts_with("broken") || run.out.starts_with("newer"), "{}", run.out);
    let listed: Json = serde_json::from_str(&desk.run(&["record", "list", "--format", "json"]).out).unwrap();
    let last = &listed["records"][3];
    assert!(last["name"] == "2026-01-31-stock" && last["changed"].as_str().unwrap().starts_with("1971-"), "{last}");
    let tree = json!([{ "id": "stock", "version": 3, "outcome": "keep" }]);
    assert_eq!((&last["title"], &last["status"], &last["trees"]), (&json!("Where the stock goes"), &json!("accepted"), &tree));
    assert!(listed["records"][0]["error"].is_string());
}

#[test]
fn a_record_is_shown_with_its_answers_and_what_does_not_hold_any_more() {
    let desk = desk();
    let head = "Where the stock goes\n====================\naccepted · made 2026-01-31 · Ann, Bob\n";
    let answer = "\nStock\n  => Keep it\n  1  Read or written? Read (assumed)\n     Owner: Ann, until 2999-02-01\n     Note: Counted *twice*.\n     \
        Evidence: https://example.org/count\n     Votes: Read 3, Not sure 1\n     Seen otherwise: Bob waits.\n";
    let rest = "\nKept, but on no way\n  x  stock/size: 30 t\n\nAssumed, and still to be found out\n  !  Read or written?\n     \
        Owner: Ann, until 2999-02-01\n\nAll of it holds with the trees of today.\n";
    for name in ["2026-01-31-stock", "2026-01-31-stock.json", &format!("../{OWN}/2026-01-31-stock.json")] {
        check(&desk, &format!("record show {name}"), 0, &[head, answer, rest], &[]);
    }
    check(&desk, "record show 2026-02-01-stock", 0, &["draft\n", "  ?  Still open: Where?\n", "All of it holds"], &[]);
    let mut stale = settled();
    stale["trees"][0]["outcome"] = json!("move");
    stale["revisit"] = json!("2026-02-01");
    stale["trees"].as_array_mut().unwrap().push(json!({ "id": "gone", "outcome": "x" }));
    desk.put("work/stale.json", &stale.to_string());
    let told = ["\ngone: there is no such tree today\n", "\nDoes not hold any more\n  !  it was to be looked at again", "`move`", "`gone`"];
    check(&desk, "record show stale.json", 0, &told, &[]);
    let shown: Json = serde_json::from_str(&desk.run(&["record", "show", "stale.json", "--format", "json"]).out).unwrap();
    assert_eq!(shown["results"][0], json!({ "tree": "stock", "outcome": "keep", "parts": ["never"], "open": null }));
    assert_eq!(shown["assumptions"], json!([{ "tree": "stock", "question": "mix", "owner": "Ann", "due": "2999-02-01" }]));
    assert_eq!((&shown["findings"][0]["kind"], &shown["record"]["later"]), (&json!("revisit"), &settled()["later"]));
    // A decision that was replaced is not replayed.
    stale["status"] = json!("superseded");
    desk.put("work/past.json", &stale.to_string());
    let run = check(&desk, "record show past.json", 0, &["superseded · ", "\nNobody goes by it any more"], &[]);
    assert!(!run.out.contains("`move`"), "{}", run.out);
}

#[test]
fn a_record_that_there_is_not_is_told_with_the_nearest() {
    let desk = desk();
    desk.put("work/docs/0007-stock.md", "# No record\n");
    desk.put("work/a.json", "{\n  \"format\": 1,\n  \"made\": \"soon\"\n}");
    let unknown = "there is no record `2026-01-31-stok`; `waypost record list` lists them";
    check(&desk, "record show 2026-01-31-stok", 2, &[], &[unknown, "did you mean `2026-01-31-stock` or"]);
    check(&desk, "record show docs/0007-stok.md", 2, &[], &["did you mean `docs/0007-stock.md`?"]);
    check(&desk, "record export b.json --format adr", 2, &[], &["there is no record `b.json`"]);
    check(&desk, "record show docs/0007-stock.md", 1, &[], &["docs/0007-stock.md:1:1: there is no record in this Markdown file"]);
    check(&desk, "record show docs", 2, &[], &["docs: it is not a plain file"]);
    check(&desk, "record show a.json", 1, &[], &["a.json:3:", "no day of the calendar"]);
    let error: Json = serde_json::from_str(&desk.run(&["record", "show", "2026-01-31-stok", "--format", "json"]).out).unwrap();
    assert_eq!((&error["error"]["code"], &error["error"]["near"][0]), (&json!("unknown-record"), &json!("2026-01-31-stock")));
}

#[test]
fn every_format_is_written_as_it_is_printed() {
    let desk = desk();
    for (format, start) in [("adr", "---\n"), ("markdown", "# Where"), ("json", "{\n"), ("html", "<!"), ("text", "Where the")] {
        let line = format!("record export 2026-01-31-stock --format {format}");
        let printed = check(&desk, &line, 0, &["Where the stock goes"], &[]).out;
        assert!(printed.starts_with(start), "{format}: {printed}");
        check(&desk, &format!("{line} --output out.{format}"), 0, &["Written: "], &[]);
        assert_eq!(fs::read_to_string(desk.path(&format!("work/out.{format}"))).unwrap(), printed, "{format}");
        check(&desk, &format!("{line} --output new.{format} --force"), 0, &["Written: "], &[]);
        // One that waits at a question is a document too.
        let line = format!("record export 2026-02-01-stock --format {format} --output new.{format}");
        let refused = ["it is there already"];
        // Who wants JSON is told in JSON what is wrong.
        let (out, err) = if format == "json" { (&refused[..], &[][..]) } else { (&[][..], &refused[..]) };
        check(&desk, &line, 2, out, err);
        check(&desk, &format!("{line} --force"), 0, &["Written: "], &[]);
    }
}

#[test]
fn an_export_overwrites_nothing_unasked() {
    let desk = desk();
    let export = |format: &str, output: &str| format!("record export 2026-01-31-stock --format {format} --output {output}");
    let read = |path: &str| fs::read_to_string(desk.path(&format!("work/{path}"))).unwrap();
    check(&desk, &export("adr", "docs/0007-stock.md"), 0, &["Written: docs/0007-stock.md\n"], &[]);
    let adr = read("docs/0007-stock.md");
    assert!(adr.contains("# Where the stock goes") && adr.contains("```json waypost-record") && adr.contains("this version"), "{adr}");
    assert_eq!(check(&desk, "record export 2026-01-31-stock --format adr", 0, &["# Where"], &[]).out, adr);
    // The same decision is written again, with what people wrote.
    desk.put("work/docs/0007-stock.md", &format!("{adr}\n## Ours\n\nBy hand.\n"));
    let mut later = settled();
    later["answers"][0]["note"] = json!("Counted again.");
    desk.put(&format!("{OWN}/2026-01-31-stock.json"), &later.to_string());
    // A remark that is another one may be the earlier one.
    let may_be_later = "docs/0007-stock.md: it says of this decision what the record does not";
    check(&desk, &export("adr", "docs/0007-stock.md"), 2, &[], &[may_be_later]);
    check(&desk, &format!("{} --force", export("adr", "docs/0007-stock.md")), 0, &["Written: "], &[]);
    check(&desk, &export("adr", "docs/0007-stock.md"), 0, &["Written: "], &[]);
    let again = read("docs/0007-stock.md");
    assert!(again.contains("By hand.") && again.contains("\"note\": \"Counted again.\""), "{again}");
    // From the decision record itself, too: nothing in it changes.
    check(&desk, "record export docs/0007-stock.md --format adr --output docs/0007-stock.md", 0, &["Written: "], &[]);
    assert_eq!(read("docs/0007-stock.md"), again);
    // Another decision, another format, and whatever else is there stay.
    desk.put("work/notes.md", "# Notes\n");
    let another = "record export 2026-02-01-stock --format adr --output docs/0007-stock.md";
    check(&desk, another, 2, &[], &["docs/0007-stock.md: it is there already, and holds no earlier version of this decision; --force"]);
    check(&desk, &export("adr", "notes.md"), 2, &[], &["notes.md: it is there already, and holds no earlier"]);
    check(&desk, &export("html", "docs/0007-stock.md"), 2, &[], &["docs/0007-stock.md: it is there already; --force"]);
    assert_eq!((read("docs/0007-stock.md"), read("notes.md").as_str()), (again, "# Notes\n"));
    check(&desk, &format!("{} --force", export("adr", "notes.md")), 0, &["Written: notes.md\n"], &[]);
    assert!(read("notes.md").contains("# Where the stock goes"));
    check(&desk, &export("adr", "docs"), 2, &[], &["docs: it is there already"]);
    check(&desk, "record export 2026-01-31-stock --format html --force", 2, &[], &["--output"]);
    check(&desk, "record export 2026-01-31-stock", 2, &[], &["--format"]);
}

#[test]
fn an_export_replaces_neither_the_record_itself_nor_a_later_state_of_it() {
    let desk = desk();
    let read = |path: &str| fs::read_to_string(desk.path(&format!("work/{path}"))).unwrap();
    let mut earlier = settled();
    earlier["answers"] = json!([settled()["answers"][0]]);
    desk.put("work/a.json", &settled().to_string());
    desk.put("work/earlier.json", &earlier.to_string());
    check(&desk, "record export a.json --format adr --output a.md", 0, &["Written: "], &[]);
    let adr = read("a.md");
    check(&desk, "record export earlier.json --format adr --output a.md", 2, &[], &["a.md: it says of this decision"]);
    let itself = "it is the record itself, which nothing is written over";
    for format in ["html", "markdown", "text", "adr"] {
        check(&desk, &format!("record export a.json --format {format} --output ./a.json --force"), 2, &[], &[itself]);
    }
    check(&desk, "record export a.md --format html --output a.md --force", 2, &[], &[itself]);
    assert_eq!((read("a.md"), read("a.json")), (adr, settled().to_string()));
    // What says less gives way, in the same file.
    check(&desk, "record export earlier.json --format adr --output b.md", 0, &["Written: "], &[]);
    check(&desk, "record export a.json --format adr --output b.md", 0, &["Written: "], &[]);
    assert!(read("b.md").contains("\"question\": \"size\""));
}
