//! `waypost explain` and `waypost search`: what they print, their JSON and their exit codes.

use serde_json::{Value as Json, json};

use super::desk::{Desk, STOCK};
use super::{check, words};

/// A tree that shares a fact with [`STOCK`], and has an outcome that no answers lead to.
const ROADS: &str = r#"(
    id: "roads", version: 1, title: "Roads", summary: "Which road it takes.", start: "kind",
    nodes: [
        Question(
            id: "kind", fact: "stock.mix", prompt: "Read or written on the way?", why: "It decides.", how_to_tell: ["Count."],
            kind: Choice(assume: "read", options: [
                (id: "read", label: "Read", meaning: "Mostly read.", to: "north"),
                (id: "write", label: "Written", meaning: "Mostly written.", to: "south"),
            ]),
            edges: [(when: All([Is("kind", "read"), Is("kind", "write")]), label: "both", to: "west")],
            assume_why: "Most are.",
        ),
        OUTCOME(north), OUTCOME(south), OUTCOME(west),
    ],
)
"#;

const CONFLICTS: &str = r#"[(
    id: "heavy-on-the-south-road",
    between: ((tree: "stock", any: ["move"]), (tree: "roads", any: ["south"])),
    why: "The south road has a weak bridge.", way_out: "1. Drive twice.",
    references: ["caching#ttl"], sources: [(title: "S", url: "https://example.org/s")],
)]"#;

fn roads() -> String {
    let mut text = ROADS.to_owned();
    for id in ["north", "south", "west"] {
        let outcome = format!(
            "Outcome(id: \"{id}\", recommendation: \"Go {id}\", why: \"It is open.\", gains: [\"Time.\"], costs: [\"Fuel.\"], \
             first_steps: [\"Go.\"], watch: [(metric: \"m\", figure: \"1\")], revisit: \"Later.\", wrong_when: \"Snow.\", \
             alternatives: [], references: [\"caching\"], sources: [(title: \"A\", url: \"https://example.org/a\")])"
        );
        text = text.replace(&format!("OUTCOME({id})"), &outcome);
    }
    text
}

fn desk() -> Desk {
    let desk = Desk::with_pack(&[("stock", STOCK), ("roads", &roads())]);
    desk.put("pack/assets/conflicts.ron", CONFLICTS);
    desk
}

/// The line that leads to `move`.
const MOVED: &str = "explain stock -a mix=write -a places=van -a size=8";

#[track_caller]
fn json(desk: &Desk, line: &str, code: i32) -> Json {
    let run = desk.run(&[words(line), vec!["--format", "json"]].concat());
    assert_eq!(run.code, Some(code), "{line}\n{}\n{}", run.out, run.err);
    serde_json::from_str(&run.out).unwrap_or_else(|why| panic!("{why}: {}\n{}", run.out, run.err))
}

#[test]
fn explain_says_what_carries_the_result() {
    let desk = desk();
    let carried = ["Recommendation: Move it\n", "What would change this\n", "Read: Keep it", "under 7.5 t: Keep it", "Why not another\n"];
    check(&desk, MOVED, 0, &carried, &[]);
    check(&desk, MOVED, 0, &["\nWAYPOST explain stock -a stock.mix=write -a places=van -a size=8 --why-not OUTCOME\n"], &[]);
    let open = ["  1  Read or written? Written\n", "The question at hand: Where?", "Still possible: 2 of 2"];
    check(&desk, "explain stock -a mix=write", 3, &open, &[]);
    check(&desk, "explain stock", 3, &["The question at hand: Read or written?"], &[]);
    // Answers that are not in use are told as `ask` tells them.
    check(&desk, "explain stock -a mix=read -a size=30", 0, &["Kept, but not in use\n  x  How much? 30 t\n", "Keep it"], &[]);
    // What is only assumed is marked, and found out first.
    check(&desk, "explain stock --unsure mix", 0, &["Read or written? Read (assumed)", "Find this out first", "Count."], &[]);
}

#[test]
fn explain_says_why_not_another() {
    let desk = desk();
    let why_not = |outcome| format!("{MOVED} --why-not {outcome}");
    check(&desk, &why_not("keep"), 0, &["Why not: Keep it\n", "How much?", "not 8 t"], &[]);
    check(&desk, &why_not("move"), 0, &["Why not: Move it\n", "This is the outcome as it stands."], &[]);
    check(&desk, "explain roads -a kind=read --why-not west", 0, &["Why not: Go west\n", "No answers lead to this outcome."], &[]);
    check(&desk, "explain roads --why-not south", 3, &["Why not: Go south\n", "Written"], &[]);
    check(&desk, &why_not("kep"), 2, &[], &["`stock` has no outcome `kep`", "keep"]);
    check(&desk, "explain stok", 2, &[], &["stok", "stock"]);
    check(&desk, "explain stock -a mix=nothing", 2, &[], &["nothing"]);
}

#[test]
fn explain_tells_of_other_trees() {
    let desk = desk();
    let conflict = ["This conflicts with another decision\n", "The south road has a weak bridge.", "Way out: 1. Drive twice."];
    check(&desk, &format!("{MOVED} -a roads/kind=write"), 0, &conflict, &[]);
    // The fact that both share is enough.
    check(&desk, "explain roads -a kind=write -a stock/places=van -a stock/size=8", 0, &conflict, &[]);
    let run = check(&desk, &MOVED.replace("size=8", "size=2"), 0, &["Keep it"], &[]);
    assert!(!run.out.contains("conflicts"), "{}", run.out);
    // `ask` tells of it as well, and how to have it explained.
    let ask = MOVED.replace("explain", "ask");
    let run = check(&desk, &ask, 0, &conflict, &[]);
    assert!(run.out.contains("explain stock -a stock.mix=write -a places=van -a size=8"), "{}", run.out);
}

#[test]
fn explain_as_json_holds_every_field() {
    let desk = desk();
    let told = json(&desk, &format!("{MOVED} -a roads/kind=write --why-not keep"), 0);
    let fields: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = vec![
        "format",
        "tree",
        "version",
        "status",
        "outcome",
        "question",
        "route",
        "inactive",
        "to_go",
        "still_possible",
        "exact",
        "immaterial",
        "load_bearing",
        "load_bearing_exact",
        "runner_up",
        "others",
        "others_exact",
        "why_not",
        "find_out",
        "verify",
        "conflicts",
    ];
    let mut sorted = fields.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    for (field, value) in [
        ("format", json!(1)),
        ("tree", json!("stock")),
        ("version", json!(3)),
        ("status", json!("outcome")),
        ("outcome", json!("move")),
        ("question", Json::Null),
        ("inactive", json!([])),
        ("to_go", json!({ "min": 0, "max": 0 })),
        ("still_possible", json!(["move"])),
        ("exact", json!(true)),
        ("immaterial", Json::Null),
        ("load_bearing_exact", json!(true)),
        ("others", json!([{ "outcome": "keep", "changed": 1, "new": 0 }])),
        ("others_exact", json!(true)),
        ("verify", json!([])),
        (
            "conflicts",
            json!([{
                "id": "heavy-on-the-south-road",
                "between": [{ "tree": "stock", "result": "move" }, { "tree": "roads", "result": "south" }],
                "why": "The south road has a weak bridge.",
                "way_out": "1. Drive twice.",
            }]),
        ),
    ] {
        assert_eq!(told[field], value, "{field}");
    }
    let bearing = |question: &str| told["load_bearing"].as_array().unwrap().iter().find(|one| one["question"] == question).unwrap().clone();
    let size = bearing("size");
    assert_eq!(size["cut_off"], json!({ "at": 7.5, "unit": "t", "distance": -0.5, "percent": -6.25 }), "{size}");
    let heads = json!([size["fact"], size["answer"], size["label"], size["assumed"], size["verdict"]]);
    assert_eq!(heads, json!([null, 8, "8 t", false, "flips"]), "{size}");
    let mix = bearing("mix");
    assert_eq!((&mix["fact"], &mix["cut_off"]), (&json!("stock.mix"), &Json::Null));
    let read = json!({
        "answer": "read", "label": "Read", "verdict": "flips", "outcome": "keep", "question": null, "reachable": null,
        "keeps_result": null, "exact": true, "cut_off": null,
    });
    assert_eq!(mix["options"], json!([read]));
    let why_not = &told["why_not"];
    let heads = json!([why_not["outcome"], why_not["reachable"], why_not["changed"], why_not["new"], why_not["exact"]]);
    assert_eq!(heads, json!(["keep", true, 1, 0, true]), "{why_not}");
    for set in why_not["sets"].as_array().unwrap() {
        for change in set.as_array().unwrap() {
            let mut fields: Vec<&String> = change.as_object().unwrap().keys().collect();
            fields.sort_unstable();
            assert_eq!(fields, ["assumed", "fact", "from", "label", "question", "to"], "{change}");
        }
    }
    // Other ends: open, assumed, the result itself, one out of reach.
    let open = json(&desk, "explain stock -a mix=write", 3);
    let heads = json!([open["status"], open["outcome"], open["question"], open["immaterial"], open["still_possible"], open["why_not"]]);
    assert_eq!(heads, json!(["question", null, "places", false, ["keep", "move"], null]), "{open}");
    assert_eq!(open["to_go"], json!({ "min": 2, "max": 2 }));
    let assumed = json(&desk, "explain stock --unsure mix", 0);
    assert_eq!(assumed["verify"], json!([{ "question": "mix", "how_to_tell": ["Count.", "Ask."] }]));
    let mut fields: Vec<&String> = assumed["find_out"].as_object().unwrap().keys().collect();
    fields.sort_unstable();
    assert_eq!(fields, ["assumed", "exact", "fact", "how_to_tell", "left", "open", "question"]);
    assert_eq!(assumed["find_out"]["question"], "mix");
    let nothing = |outcome: &str, reachable: bool, effort: Json| {
        json!({
            "outcome": outcome, "reachable": reachable, "changed": effort, "new": effort, "sets": [], "more": false, "obstacle": null,
            "exact": true,
        })
    };
    assert_eq!(json(&desk, &format!("{MOVED} --why-not move"), 0)["why_not"], nothing("move", true, json!(0)));
    assert_eq!(json(&desk, "explain roads -a kind=read --why-not west", 0)["why_not"], nothing("west", false, Json::Null));
    // A fault is JSON too.
    let fault = json(&desk, &format!("{MOVED} --why-not kep"), 2);
    assert!(fault.to_string().contains("unknown-outcome") && fault.to_string().contains("\"keep\""), "{fault}");
    assert!(json(&desk, "explain stok", 2).to_string().contains("\"stock\""));
}

/// What a pack holds for a terminal to act upon does not reach it; each run is looked at by the desk.
#[test]
fn hostile_text_does_not_reach_the_terminal() {
    let hostile = "\\u{1b}]0;gone\\u{7}\\u{1b}[2J\\u{202e}evil\\u{9b}31m";
    let stock = STOCK
        .replace("\"Keep it\"", &format!("\"Keep {hostile} it\""))
        .replace("\"Move it\"", &format!("\"Move {hostile} it\""))
        .replace("\"Read or written?\"", &format!("\"Read {hostile} or written?\""))
        .replace("\"How much?\"", &format!("\"How {hostile} much?\""))
        .replace("label: \"Light\"", &format!("label: \"Light {hostile}\""))
        .replace("unit: \"t\"", &format!("unit: \"t{hostile}\""))
        .replace("\"Weigh.\"", &format!("\"Weigh {hostile}.\""));
    let desk = Desk::with_pack(&[("stock", &stock), ("roads", &roads())]);
    desk.put("pack/assets/conflicts.ron", &CONFLICTS.replace("weak bridge", &format!("weak {hostile} bridge")));
    for line in [MOVED, "explain stock", "explain stock -a mix=write", "explain stock --unsure mix", "search evil", "search keep"] {
        for more in [vec![], vec!["-a", "roads/kind=write"]] {
            if line.starts_with("search") && !more.is_empty() {
                continue;
            }
            let run = desk.run(&[words(line), more.clone()].concat());
            assert!(matches!(run.code, Some(0 | 3)), "{line}: {:?}\n{}\n{}", run.code, run.out, run.err);
        }
    }
    let run = check(&desk, &format!("{MOVED} --why-not keep -a roads/kind=write"), 0, &["Why not"], &[]);
    assert!(run.out.contains("evil"), "{}", run.out);
    let run = desk.run(&["search", "\u{1b}]0;gone\u{7}\u{202e}nothing-such"]);
    assert!(run.code.is_some(), "{run:?}");
}
