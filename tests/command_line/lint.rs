//! `waypost lint`: single files and folders, its JSON and annotations, the manuals, and what it mends.

use std::fs;

use serde_json::{Value as Json, json};

use super::check;
use super::desk::Desk;

/// A tree with two slips of which only one thing can be meant, and one that nobody can mend but its author.
const SLIPS: &str = r#"(
    id: "lunch", version: 1, title: "Lunch", summary: "Where to eat.", start: "Rain",
    nodes: [
        Question(
            id: "rain", promt: "Does it rain?", why: "It decides.", how_to_tell: ["Look."], assume_why: "Mostly.",
            references: ["caching"],
            kind: Choice(assume: "yes", options: [
                (id: "yes", label: "Yes", meaning: "It does.", to: "indoors"),
                (id: "no", label: "No", meaning: "It does not.", to: "elsewhere"),
            ]),
        ),
        Outcome(
            id: "indoors", recommendation: "Stay", why: "Dry.", gains: ["Dry."], costs: ["Dull."], first_steps: ["Sit."],
            watch: [(metric: "sky", figure: "grey")], revisit: "Sun.", wrong_when: "Sun.", alternatives: [],
            references: ["caching"], sources: [(title: "A", url: "https://example.org/a")],
        ),
    ],
)
"#;

#[test]
fn what_can_only_be_meant_in_one_way_is_mended() {
    let desk = Desk::new();
    desk.put("work/.waypost/trees/lunch.ron", SLIPS);
    let file = desk.path("work/.waypost/trees/lunch.ron");
    check(&desk, "lint", 1, &["error[unknown-field]", "can be mended for certain: `waypost lint --fix`\n"], &[]);
    assert_eq!(fs::read_to_string(&file).unwrap(), SLIPS, "nothing is mended unasked");
    let told = ["lunch.ron: 2 faults mended\n", "error[dangling-edge]", "1 error, 0 warnings in 12 trees"];
    let run = check(&desk, "lint --fix", 1, &told, &[]);
    assert!(!run.out.contains("unknown-field"), "{}", run.out);
    let mended = SLIPS.replace("promt", "prompt").replace("start: \"Rain\"", "start: \"rain\"");
    assert_eq!(fs::read_to_string(&file).unwrap(), mended);
    // What is left is its author's to decide.
    check(&desk, "lint --fix", 1, &["1 error, 0 warnings"], &[]);
    assert_eq!(fs::read_to_string(&file).unwrap(), mended);
    desk.put("work/.waypost/trees/lunch.ron", &mended.replace("elsewhere", "indoors"));
    check(&desk, "lint", 1, &["warning[decides-nothing]", "`waypost lint --explain decides-nothing` tells more"], &[]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_as_it_is_and_the_others_are_mended() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.put("work/.waypost/trees/lunch.ron", SLIPS);
    desk.put("work/.waypost/trees/brunch.ron", &SLIPS.replace("\"lunch\"", "\"brunch\""));
    let file = desk.path("work/.waypost/trees/lunch.ron");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let told = ["brunch.ron: 2 faults mended\n", "trees/lunch.ron: left as it is: it may not be written\n"];
    check(&desk, "lint --fix", 1, &told, &[]);
    assert_eq!(fs::read_to_string(&file).unwrap(), SLIPS);
    let run = desk.run(&["lint", "--fix", "--format", "json"]);
    assert!(run.err.contains("left as it is") && run.out.starts_with('{'), "{run:?}");
}

#[test]
fn what_is_mended_is_mended_and_nothing_else_is_touched() {
    let desk = Desk::new();
    // A file of another pack, which nobody has named.
    let installed = "home/.local/share/waypost/packs/other/trees/lunch.ron";
    desk.put(installed, SLIPS);
    // A byte order mark and the line ends of another system.
    let foreign = format!("\u{feff}{}", SLIPS.replace("\"lunch\"", "\"dinner\"").replace('\n', "\r\n"));
    desk.put("work/team/trees/dinner.ron", &foreign);
    check(&desk, "lint --fix team", 1, &["dinner.ron: 2 faults mended\n"], &[]);
    let mended = foreign.replace("promt", "prompt").replace("start: \"Rain\"", "start: \"rain\"");
    assert_eq!(fs::read_to_string(desk.path("work/team/trees/dinner.ron")).unwrap(), mended);
    assert_eq!(fs::read_to_string(desk.path(installed)).unwrap(), SLIPS);
    // What a letter is about may yet be written.
    desk.put("work/team/trees/dinner.ron", &mended.replace("\"elsewhere\"", "\"indoor\""));
    let run = check(&desk, "lint --fix team/trees/dinner.ron", 1, &["did you mean `indoors`?"], &[]);
    assert!(!run.out.contains("mended"), "{}", run.out);
}

#[test]
fn a_file_alone_or_a_folder() {
    let desk = Desk::new();
    desk.put("work/team/trees/lunch.ron", SLIPS);
    desk.put("work/team/trees/Upper.ron", "()");
    check(&desk, "lint team", 1, &["lunch.ron", "warning[unknown-file]"], &[]);
    // Of a file in a pack, the rest of the pack is known and not told.
    let run = check(&desk, "lint team/trees/lunch.ron", 1, &["lunch.ron", " in 1 file\n"], &[]);
    assert!(!run.out.contains("unknown-file"), "{}", run.out);
    // A file that lies anywhere is looked at as a tree.
    desk.put("work/lunch.ron", SLIPS);
    check(&desk, "lint lunch.ron", 1, &["--> lunch.ron:2:", " in 1 file\n"], &[]);
    check(&desk, "lint nothing-here.ron", 2, &[], &["nothing-here.ron"]);
    // Nobody is told that a file is fine that was not read.
    desk.put("work/team/trees/.hidden.ron", "garbage ((((");
    check(&desk, "lint team/trees/.hidden.ron", 2, &[], &["it is not read"]);
    check(&desk, "lint team/trees/Upper.ron", 1, &["warning[unknown-file]"], &[]);
    // From within the folder of the trees, a file is still one of its pack.
    let run = super::finished(desk.command_in(&desk.path("work/team/trees")).args(["lint", "lunch.ron"]));
    assert!(run.code == Some(1) && !run.out.contains("overrides") && !run.out.contains("dead-reference"), "{run:?}");
}

#[test]
fn findings_for_programs() {
    let desk = Desk::new();
    desk.put("work/lunch.ron", &SLIPS.replace("promt", "prompt").replace("elsewhere", "indoors"));
    let run = desk.run(&["lint", "lunch.ron", "--format", "json"]);
    let found: Json = serde_json::from_str(&run.out).unwrap();
    let dangling = json!({
        "file": "lunch.ron",
        "code": "dangling-edge",
        "severity": "error",
        "message": "`start` leads to `Rain`, which does not exist",
        "line": 2, "column": 80, "end_line": 2, "end_column": 84,
        "labels": [],
        "help": "did you mean `rain`?",
        "fix": { "line": 2, "column": 80, "end_line": 2, "end_column": 84, "replacement": "rain" },
    });
    assert_eq!((run.code, found), (Some(1), json!({ "format": 1, "errors": 1, "warnings": 0, "findings": [dangling] })));
    let run = check(&desk, "lint lunch.ron --format github", 1, &["::error file=lunch.ron,line=2,col=80,title=dangling-edge::"], &[]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    let none = json!({ "format": 1, "errors": 0, "warnings": 0, "findings": [] });
    super::check_json(&Desk::new(), "lint --format json", 0, &none);
}

#[test]
fn manuals_are_shown() {
    let desk = Desk::new();
    check(&desk, "lint --explain", 0, &["\nnever-holds", "  warning  ", "\ntoo-long"], &[]);
    check(&desk, "lint --explain same-way", 0, &["same-way (warning)\n", "What to do\n", "^ same-way"], &[]);
    check(&desk, "lint --explain same-wey", 2, &[], &["there is no rule `same-wey`", "did you mean `same-way` or"]);
    check(&desk, "lint --explain same-way --fix", 2, &[], &["cannot be used with"]);
}
