//! `waypost record check` and `waypost record compare`: what is told, where, with what exit code; and that no record, however hostile, is
//! touched or does anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::check;
use super::desk::{Desk, STOCK};

const READ: &str = "stock.mix=read";

/// A record of a walk through the stock tree, as the file of a decision record.
fn decision(desk: &Desk, answers: &[&str]) -> String {
    let mut args = vec!["ask", "stock", "--format", "adr"];
    args.extend(answers.iter().flat_map(|answer| ["-a", answer]));
    desk.run(&args).out
}

/// The record of it, as a file of its own, with fields of its header set.
fn record(desk: &Desk, answers: &[&str], fields: &Json) -> String {
    let decision = decision(desk, answers);
    let block = decision.split("```json waypost-record\n").nth(1).unwrap().split("\n```").next().unwrap();
    let mut record: Json = serde_json::from_str(block).unwrap();
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    format!("{}\n", serde_json::to_string_pretty(&record).unwrap())
}

/// Every file below a folder, with its bytes; links by what they name.
fn on_disk(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap().file_type();
            if kind.is_dir() {
                open.push(path.clone());
            }
            let bytes = match () {
                () if kind.is_symlink() => fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
                () if kind.is_file() => fs::read(&path).unwrap(),
                () => Vec::new(),
            };
            found.insert(path, bytes);
        }
    }
    found
}

#[test]
fn records_that_hold_are_counted() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("work/docs/0001-stock.md", &decision(&desk, &[READ]));
    desk.put("work/docs/deep/b.json", &record(&desk, &["mix=write", "places=van", "size=30"], &json!({})));
    desk.put("work/docs/package.json", "{\"name\": \"x\", \"answers\": []}");
    desk.put("work/docs/README.md", "# No record\n");
    check(&desk, "record check docs", 0, &["2 of 2 records hold\n"], &[]);
    check(&desk, "record check docs docs/0001-stock.md docs/../docs", 0, &["2 of 2 records hold\n"], &[]);
    let none = ["docs/README.md:1:1: there is no record in this Markdown file\n", "0 of 1 records hold\n"];
    check(&desk, "record check docs/README.md", 1, &none, &[]);
    // What the program prints of a walk or of trees is no record.
    for (name, line) in [("trees", "trees --json"), ("ask", "ask stock --format json"), ("check", "record check docs --format json")] {
        desk.put(&format!("work/docs/out/{name}.json"), &desk.run(&line.split(' ').collect::<Vec<_>>()).out);
    }
    desk.put("work/docs/out/export.json", &desk.run(&["record", "export", "docs/0001-stock.md", "--format", "json"]).out);
    check(&desk, "record check docs/out", 0, &["There is no record to replay.\n"], &[]);
    desk.put("work/docs/C.MD", &decision(&desk, &[READ]));
    desk.put("work/docs/d.Markdown", &decision(&desk, &[READ]));
    check(&desk, "record check docs", 0, &["4 of 4 records hold\n"], &[]);
    desk.put("work/docs/cut.json", "{\"format\": 1, \"trees\": [], \"answers\": [");
    check(&desk, "record check docs", 1, &["cut.json:1:", "4 of 5 records hold\n"], &[]);
    fs::remove_file(desk.path("work/docs/cut.json")).unwrap();
    check(&desk, "record check docs/nowhere.md", 2, &[], &["nowhere.md"]);
    check(&desk, "record check", 2, &[], &["<PATH>..."]);
    check(&desk, "record check docs --today 2026-02-30", 2, &[], &["it is no day of the calendar"]);
    assert_eq!(desk.run(&["record", "check", "docs", "--format", "github"]).out, "");
}

#[test]
fn a_finding_has_a_line_of_its_own_in_every_form() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let prose = "\r\n# B\r\n\r\n";
    let text = format!("{}\n# Two\n\n{}", decision(&desk, &[READ]), decision(&desk, &["mix=write", "places=van", "size=30"]));
    desk.put("work/two.md", &text.replace('\n', "\r\n").replace("# Two\r\n", prose));
    desk.put("work/one.md", &text);
    check(&desk, "record check two.md one.md", 0, &["4 of 4 records hold"], &[]);
    let changed = STOCK.replace("version: 3", "version: 4").replace("7.5", "35");
    assert_ne!(changed, STOCK);
    desk.put("pack/trees/stock.ron", &changed);
    let line = |text: &str| text.lines().enumerate().filter(|(_, line)| line.contains("\"id\": \"stock\"")).nth(1).unwrap().0 + 1;
    let crlf = line(&fs::read_to_string(desk.path("work/two.md")).unwrap());
    let run = check(&desk, "record check one.md", 1, &["`stock`: the same answers lead to", "1 of 2 records hold\n"], &[]);
    assert!(run.out.starts_with(&format!("one.md:{}:14: ", line(&text))), "{}", run.out);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    check(&desk, "record check two.md", 1, &[&format!("two.md:{crlf}:14: `stock`: the same answers lead to")], &[]);
    let run = check(&desk, "record check one.md --format github", 1, &["::error file=one.md,line="], &[]);
    assert!(
        run.out.contains(",col=14,title=elsewhere::`stock`%3A") || run.out.contains(",col=14,title=elsewhere::`stock`:"),
        "{}",
        run.out
    );
    let json: Json = serde_json::from_str(&desk.run(&["record", "check", "one.md", "--format", "json"]).out).unwrap();
    assert_eq!((&json["ok"], &json["holding"], &json["replayed"]), (&json!(false), &json!(1), &json!(2)));
    let [first, second] = [&json["records"][0], &json["records"][1]];
    // Another version of the tree, and the same result.
    assert_eq!((&first["ok"], &first["changed"], &first["findings"]), (&json!(true), &json!(true), &json!([])));
    assert_eq!(first["trees"][0], json!({ "id": "stock", "version": 3, "today": 4, "changed": true }));
    let finding = &second["findings"][0];
    assert_eq!(
        (&finding["kind"], &finding["line"], &finding["was"], &finding["now"]),
        (&json!("elsewhere"), &json!(line(&text)), &json!("move"), &json!("keep"))
    );
}

#[test]
fn what_nobody_goes_by_is_counted_and_not_replayed() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    for status in ["draft", "accepted", "rejected", "deprecated", "superseded"] {
        desk.put(&format!("work/docs/{status}.json"), &record(&desk, &[READ], &json!({ "status": status, "revisit": "2026-06-01" })));
    }
    let skipped = "3 not replayed";
    check(&desk, "record check docs --today 2026-06-01", 0, &["2 of 2 records hold\n", skipped], &[]);
    let run =
        check(&desk, "record check docs --today 2026-06-02", 1, &["accepted.json:", "draft.json:", "0 of 2 records hold\n", skipped], &[]);
    assert_eq!(run.out.matches("it was to be looked at again on 2026-06-01").count(), 2, "{}", run.out);
    check(&desk, "record check docs --today 2026-06-02 --all", 1, &["3 of 5 records hold\n"], &[]);
    desk.put("pack/trees/stock.ron", &STOCK.replace("\"read\"", "\"reads\""));
    check(&desk, "record check docs/rejected.json", 0, &["0 of 0 records hold", "1 not replayed"], &[]);
    let turned_down = decision(&desk, &["mix=write", "places=van", "size=30"]).replacen("status: ", "status: rejected # ", 1);
    desk.put("work/front.md", &turned_down);
    check(&desk, "record check front.md", 0, &["0 of 0 records hold", "1 not replayed"], &[]);
    check(&desk, "record check docs/rejected.json --all", 1, &["`read`; did you mean `reads`?"], &[]);
}

#[test]
fn two_records_are_compared() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("work/a.md", &decision(&desk, &[READ]));
    desk.put("work/b.json", &record(&desk, &["mix=write", "places=van", "size=30"], &json!({ "title": "B" })));
    desk.put("work/none.md", "# None\n");
    check(&desk, "record compare a.md a.md", 0, &["All answers on the way are the same.", "Both come to the same results.\n"], &[]);
    let told = [
        "one    a.md: ",
        "other  b.json: B (draft)",
        "They differ from the first answer on.",
        "First difference: Read or written? (`mix`)",
        "Leads to",
        "They do not come to the same results.\n",
    ];
    check(&desk, "record compare a.md b.json", 1, &told, &[]);
    let json: Json = serde_json::from_str(&desk.run(&["record", "compare", "a.md", "b.json", "--format", "json"]).out).unwrap();
    assert_eq!((&json["same"], &json["trees"][0]["results"][1]["outcome"]), (&json!(false), &json!("move")));
    check(&desk, "record compare a.md none.md", 1, &[], &["none.md:1:1: there is no record in this Markdown file"]);
    check(&desk, "record compare a.md nowhere.md", 2, &[], &["nowhere.md"]);
    check(&desk, "record compare a.md .", 2, &[], &["it is not a plain file"]);
}

/// A hostile text where a record is wanted: refused by each command with its place, and left as it is.
#[track_caller]
fn refused(name: &str, text: &[u8], place: &str, message: &str) {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("work/sound.json", &record(&desk, &[READ], &json!({})));
    fs::write(desk.path(&format!("work/{name}")), text).unwrap();
    let before = on_disk(&desk.path(""));
    let told = [format!("{name}:{place}"), message.to_owned(), "0 of 1 records hold\n".to_owned()];
    let run = check(&desk, &format!("record check {name}"), 1, &told.each_ref().map(String::as_str), &[]);
    assert!(run.out.lines().all(|line| line.len() < 9_000 && !line.starts_with("::")), "{}", run.out);
    check(&desk, &format!("record check {name} --format github"), 1, &[&format!("::error file={name},line=")], &[]);
    let run = check(&desk, &format!("record check {name} --format json"), 1, &["\"ok\": false"], &[]);
    serde_json::from_str::<Json>(&run.out).unwrap();
    for line in [&["compare", "sound.json", name][..], &["show", name], &["export", name, "--format", "adr"]] {
        let run = desk.run(&[&["record"], line].concat());
        assert!(run.code == Some(1) && run.out.is_empty() && run.err.contains(name), "{line:?}: {run:?}");
        assert!(run.err.contains(&format!("{name}:")) && run.err.contains(message), "{line:?}: {run:?}");
    }
    assert!(on_disk(&desk.path("")) == before, "{name} was touched");
}

#[test]
fn hostile_records_are_refused_with_their_place_and_left_as_they_are() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let sound = record(&desk, &["mix=write", "places=van", "size=30"], &json!({ "title": "T" }));
    let with = |part: &str, by: &str| {
        assert!(sound.contains(part), "{part} in {sound}");
        sound.replacen(part, by, 1).into_bytes()
    };
    refused(
        "cut.json",
        &sound.as_bytes()[..sound.len() / 2],
        &format!("{}:", sound[..sound.len() / 2].lines().count()),
        "EOF while parsing",
    );
    refused("empty.json", b"", "1:1", "EOF while parsing");
    refused("mid.json", &[sound.as_bytes(), b"\xff"].concat(), "1:1", "it is not UTF-8");
    refused("list.json", b"[1, 2]", "1:5", "trailing characters");
    refused("text.json", b"# A\n", "1:1", "expected value");
    refused("deep.json", "[".repeat(200_000).as_bytes(), "1:", "recursion limit");
    refused("deep-title.json", &with("\"T\"", &format!("{}\"T\"{}", "[".repeat(500), "]".repeat(500))), "", "");
    refused("type.json", &with("\"T\"", "7"), "", "invalid type: integer `7`");
    refused("newer.json", &with("\"format\": 1", "\"format\": 99"), "", "the record is of format 99");
    refused("escape.json", &with("\"T\"", "\"\\u001b]52;c;eA==\\u0007\""), "", "the character U+001B may not stand in a record");
    refused("raw.json", &with("\"T\"", "\"\u{1b}[2J\""), "", "the character U+001B may not stand in a record");
    refused("bidi.json", &with("\"T\"", "\"\u{202e}T\""), "", "the character U+202E may not stand in a record");
    refused("huge.json", &with("\"T\"", &format!("\"{}\"", "t".repeat(5_000_000))), "1:1", "more than 4194304 bytes");
    refused("long.json", &with("\"T\"", &format!("\"{}\"", "t".repeat(50_000))), "", "a text of more than 20000 bytes");
    refused("figure.json", &with("30", "1e999"), "", "number out of range");
    refused("wrong.json", &with("\"T\"", "{\"::error::x\\n\": 1}"), "", "invalid type: map");
    let block = |json: &str| format!("# A\n\n```json waypost-record\n{json}\n```\n").into_bytes();
    refused("block.md", &block("{"), "5:1", "EOF while parsing");
    refused("empty-block.md", &block(""), "", "EOF while parsing");
}

#[test]
fn an_id_of_a_record_cannot_begin_a_line() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let hostile = record(&desk, &[READ], &json!({})).replacen("\"id\": \"stock\"", "\"id\": \"x\\n::error::y\"", 1);
    desk.put("work/a.json", &hostile);
    let run = check(&desk, "record check a.json", 1, &["has a line break in it"], &[]);
    assert!(run.out.lines().all(|line| !line.starts_with("::")), "{}", run.out);
    let run = check(&desk, "record check a.json --format github", 1, &["::error file=a.json"], &[]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_files_only_and_nothing_hangs() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let sound = record(&desk, &[READ], &json!({}));
    desk.put("secret/a.json", "{\"format\": 1, \"trees\": [], \"answers\": [\"secret\"]}");
    desk.put("elsewhere/b.json", &sound);
    desk.put("work/docs/x.json/inner.json", &sound);
    desk.put("work/docs/\u{1b}[31mred\n::error::.json", "{\"format\": 1, \"trees\": [], \"answers\": [7]}");
    symlink(desk.path("elsewhere/b.json"), desk.path("work/docs/link.json")).unwrap();
    symlink(desk.path("secret"), desk.path("work/docs/folder")).unwrap();
    symlink(desk.path("work/docs"), desk.path("work/docs/round")).unwrap();
    symlink("nowhere", desk.path("work/docs/dangling.json")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(desk.path("work/docs/pipe.json")).status().unwrap();
    assert!(made.success());
    let before = on_disk(&desk.path(""));
    for format in ["text", "github", "json"] {
        let run = desk.run(&["record", "check", "docs", "--format", format]);
        assert!(run.code == Some(1) && !run.out.contains("secret") && !run.out.contains('\u{1b}'), "{format}: {run:?}");
        assert_eq!(run.out.lines().filter(|line| line.starts_with("::error::")).count(), 0, "{run:?}");
        let lines = run.out.lines().count();
        assert_eq!(
            lines,
            if format == "text" {
                2
            } else if format == "github" {
                1
            } else {
                lines
            },
            "{run:?}"
        );
    }
    check(&desk, "record check docs/x.json", 0, &["1 of 1 records hold\n"], &[]);
    check(&desk, "record check docs/pipe.json", 1, &["docs/pipe.json:1:1: it is not a plain file\n"], &[]);
    check(&desk, "record check docs/dangling.json", 2, &[], &["dangling.json"]);
    for line in ["compare docs/pipe.json docs/pipe.json", "show docs/pipe.json", "show docs/x.json"] {
        check(&desk, &format!("record {line}"), 2, &[], &["it is not a plain file"]);
    }
    // What is named is looked at, wherever it lies.
    check(&desk, "record check docs/../../secret", 1, &["a.json:1:"], &[]);
    check(&desk, "record check docs/link.json docs", 1, &["2 of 3 records hold\n"], &[]);
    assert!(on_disk(&desk.path("")) == before);
}
