//! `waypost test` and `waypost new`: what they print and write, their JSON, their annotations and their exit codes.

use serde_json::{Value as Json, json};

use super::desk::{Desk, STOCK};
use super::{check, words};

const MOVE_IT: &str = r#"(
    id: "move-it", title: "A move", story: "Thirty tons.",
    walks: [(
        tree: "stock",
        answers: [
            (question: "mix", answer: "write", because: "B"),
            (question: "places", answer: "van", because: "B"),
            (question: "size", answer: "30", because: "B"),
        ],
        outcome: "move", with: ["tyres"], because: "B", tempting: (outcome: "keep", why_not: "W"),
    )],
)
"#;

fn desk(scenario: &str) -> Desk {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("pack/assets/scenarios/move-it.ron", scenario);
    desk
}

#[test]
fn scenarios_are_played() {
    let desk = desk(MOVE_IT);
    let pack = desk.path("pack").to_str().unwrap().to_owned();
    let one = ["ok      move-it  stock: move\n1 of 1 scenarios hold\n", "\nstock  questions 3/3  options 5/11  edges 3/"];
    check(&desk, &format!("test {pack}"), 0, &one, &[]);
    check(&desk, "test", 0, &["move-it", "ticket-sale", "\nscaling "], &[]);
    // The pack is named in two ways, and once in the lines to type.
    let uncovered = ["never answered: read\n      WAYPOST ask stock -a mix=read\n", "never holds:", "never fails to hold:"];
    let run = check(&desk, &format!("test {pack} --uncovered"), 0, &uncovered, &[]);
    assert!(!run.out.contains("never led to"), "{}", run.out);
    // A file is a scenario wherever it lies.
    desk.put("work/move-it.ron", MOVE_IT);
    check(&desk, "test move-it.ron", 0, &["ok      move-it  stock: move\n"], &[]);
    check(&desk, "test no-such.ron", 2, &[], &["no-such.ron: "]);
    let one = [
        &format!("test {pack} {pack}/assets/scenarios/move-it.ron"),
        &format!("test {pack} {pack}/../pack"),
        "test move-it.ron move-it.ron",
    ];
    for line in one {
        check(&desk, line, 0, &["\n1 of 1 scenarios hold\n"], &[]);
    }
    // Of a file in a pack, the pack is known, and its other scenarios are not played.
    let other = Desk::new();
    for (path, text) in [("trees/stock.ron", STOCK), ("assets/scenarios/move-it.ron", MOVE_IT), ("assets/scenarios/broken.ron", "()")] {
        other.put(&format!("work/other/{path}"), text);
    }
    let told = ["ok      move-it  stock: move\n1 of 1 scenarios hold\n"];
    check(&other, "test other/assets/scenarios/move-it.ron", 0, &told, &[]);
    check(&other, "test --alone other/assets/scenarios/move-it.ron", 0, &told, &[]);
    let uncovered = ["waypost --pack other ask stock -a mix=read\n"];
    check(&other, "test --uncovered other/assets/scenarios/move-it.ron", 0, &uncovered, &[]);
    check(&other, "test other", 1, &["1 of 2 scenarios hold"], &[]);
    check(&desk, "test no-such-folder", 2, &[], &["no-such-folder"]);
    check(&Desk::new(), "test --alone", 2, &[], &["error:"]);
}

#[test]
fn differences_have_their_place_and_a_line_that_repeats_them() {
    let desk = desk(&MOVE_IT.replacen("answer: \"30\"", "answer: \"3\"", 1));
    let pack = desk.path("pack").to_str().unwrap().to_owned();
    let told = [
        "not ok  move-it  stock: keep, not move\n",
        "move-it.ron:10:19: `move` is expected, and the walk ends in `keep`\n",
        "the scenario  the walk\n",
        " 4 !  outcome move  outcome keep\n",
        " ask stock -a stock.mix=write -a places=van -a size=3\n",
        "0 of 1 scenarios hold\n",
    ];
    check(&desk, &format!("test {pack}"), 1, &told, &[]);
    let annotated = desk.run(&["test", &pack, "--format", "github"]);
    assert_eq!(annotated.code, Some(1));
    let line = annotated.out.lines().next().unwrap();
    assert!(line.starts_with("::error file=") && line.contains(",line=10,col=19,title=other-outcome::`move` is expected"), "{line}");
    let report: Json = serde_json::from_str(&desk.run(&["test", &pack, "--format", "json"]).out).unwrap();
    assert_eq!((&report["format"], &report["ok"]), (&json!(1), &json!(false)));
    let walk = &report["scenarios"][0]["walks"][0];
    assert_eq!((&walk["expected"], &walk["outcome"], &walk["question"]), (&json!("move"), &json!("keep"), &Json::Null));
    let difference = json!({
        "kind": "other-outcome", "message": "`move` is expected, and the walk ends in `keep`", "line": 10, "column": 19, "near": [],
    });
    assert_eq!(walk["differences"], json!([difference]));
    assert_eq!(walk["ask"], json!("stock -a stock.mix=write -a places=van -a size=3"));
}

#[test]
fn a_walk_is_shown_beside_its_scenario_from_where_they_part() {
    let desk = desk(&MOVE_IT.replacen("\"mix\", answer: \"write\"", "\"mix\", answer: \"read\"", 1));
    let pack = desk.path("pack").to_str().unwrap().to_owned();
    let rows = "      2 !  places van    -\n      3 !  size 30       -\n      4 !  outcome move  outcome keep\n";
    check(&desk, &format!("test {pack}"), 1, &["the walk does not come past `places`", rows], &[]);
    let desk = self::desk(&MOVE_IT.replacen("            (question: \"places\", answer: \"van\", because: \"B\"),\n", "", 1));
    let rows = "      2 !  size 30       places ?\n";
    check(&desk, &format!("test {}", desk.path("pack").display()), 1, &["stock: stops at places", "the walk asks `places`", rows], &[]);
}

#[test]
fn a_scenario_that_does_not_load_is_told_with_its_caret() {
    let desk = desk(&MOVE_IT.replacen("outcome: \"move\"", "outcom: \"move\"", 1));
    let pack = desk.path("pack").to_str().unwrap().to_owned();
    check(
        &desk,
        &format!("test {pack}"),
        1,
        &["error[unknown-field]", "^^^^^^", "did you mean `outcome`?", "not ok  move-it  does not load"],
        &[],
    );
    check(&desk, "lint", 1, &["error[unknown-field]"], &[]);
    let desk = self::desk(&MOVE_IT.replacen("\"stock\"", "\"stokc\"", 1));
    check(&desk, "lint", 1, &["error[unknown-link]", "there is no tree `stokc`", "did you mean `stock`?"], &[]);
    let desk = self::desk(&MOVE_IT.replacen("\"move-it\"", "\"moved\"", 1));
    check(&desk, "lint", 1, &["error[file-name]", "the scenario calls itself `moved`"], &[]);
}

#[test]
fn a_tree_to_begin_with_is_written_and_green_at_once() {
    let desk = Desk::new();
    check(
        &desk,
        "new job-queue",
        0,
        &["Written: ", ".waypost/trees/job-queue.ron\n", "assets/scenarios/job-queue.ron\n", "waypost test"],
        &[],
    );
    check(&desk, "lint", 0, &["0 errors, 0 warnings in 12 trees"], &[]);
    check(&desk, "test .waypost", 0, &["ok      job-queue  job-queue: jobs-table, and 1 variant\n"], &[]);
    check(&desk, "ask job-queue -a waits=yes", 0, &["Job queue\n\nDo the work in the request"], &[]);
    // The nearest pack upwards takes the next one.
    std::fs::create_dir_all(desk.path("work/deep/er")).unwrap();
    let run = super::desk::finished(desk.command_in(&desk.path("work/deep/er")).args(["new", "other", "--title", "It's \"this\""]));
    assert_eq!(run.code, Some(0), "{}", run.err);
    check(&desk, "trees", 0, &["other          It's \"this\": Where do background jobs wait"], &[]);
    // A pack that is named is made, and named in what to type next.
    check(&desk, "new third --pack made/here", 0, &["made/here/trees/third.ron\n", "  waypost --pack made/here third"], &[]);
    check(&desk, "--pack made/here ask third -a waits=yes", 0, &["Do the work in the request"], &[]);
}

#[test]
fn nothing_is_written_over_and_bad_names_are_refused() {
    let desk = Desk::new();
    check(&desk, "new queue", 0, &["Written"], &[]);
    desk.put("work/.waypost/trees/queue.ron", "mine");
    check(&desk, "new queue", 2, &[], &["queue.ron is there already"]);
    assert_eq!(std::fs::read_to_string(desk.path("work/.waypost/trees/queue.ron")).unwrap(), "mine");
    // The scenario alone is enough to stop it, before anything is written.
    desk.put("work/.waypost/assets/scenarios/stock.ron", "mine too");
    check(&desk, "new stock", 2, &[], &["stock.ron is there already"]);
    assert!(!desk.path("work/.waypost/trees/stock.ron").exists());
    check(&desk, "new Job_Queue", 2, &[], &["`Job_Queue` is not an id", "did you mean `job-queue`?"]);
    check(&desk, "new ../x", 2, &[], &["is not an id"]);
    check(&desk, "new test", 2, &[], &["`test` is a command"]);
    check(&desk, "new scaling", 2, &[], &["there is a tree `scaling` already"]);
    check(&desk, "new ticket-sale", 2, &[], &["there is a scenario `ticket-sale` already"]);
    check(&desk, "new scaling --pack elsewhere", 2, &[], &["there is a tree `scaling` already"]);
    assert!(!desk.path("work/elsewhere").exists());
    let run = desk.run(&["new", "empty", "--title", " "]);
    assert_eq!((run.code, run.err.contains("the title is empty")), (Some(2), true));
    desk.put("work/file", "");
    check(&desk, "new fourth --pack file", 1, &[], &["file is not a folder"]);
    // A pair is written whole or not at all.
    desk.put("work/half/assets/scenarios", "a file");
    check(&desk, "new fifth --pack half", 1, &[], &["scenarios is not a folder"]);
    assert!(!desk.path("work/half/trees").exists());
    let all = words("new a b");
    assert_eq!(desk.run(&all).code, Some(2));
}
