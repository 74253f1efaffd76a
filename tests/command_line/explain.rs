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
    check(&desk, MOVED, 0, &conflict, &[]);
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
    let told = json(&desk, &format!("{MOVED} --why-not keep"), 0);
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
    let hostile = "\u{1b}]0;gone\u{7}\u{1b}[2J\u{202e}evil\u{9b}31m";
    let escaped: String =
        hostile.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { c.escape_unicode().to_string() }).collect();
    // Text that is shown as it is: reference text, and what is typed.
    let desk = desk();
    desk.put(
        "pack/assets/references/barns.md",
        &format!("# Barns {hostile}\n\nA barn {hostile} of wood.\n\n## Evil {hostile}\n\nDoors.\n"),
    );
    for query in ["evil", hostile] {
        for more in [&[][..], &["--json"]] {
            let run = desk.run(&[&["search", query], more].concat());
            assert!(matches!(run.code, Some(0 | 1 | 3)), "{query:?}: {run:?}");
        }
    }
    // In a tree or a list it is a fault, which shows the place.
    for (from, to) in [("\"Keep it\"", "Keep"), ("\"How much?\"", "How"), ("\"Light\"", "Light"), ("\"t\"", "t"), ("\"Weigh.\"", "Weigh")] {
        for text in [hostile, &escaped] {
            desk.put("pack/trees/stock.ron", &STOCK.replace(from, &format!("\"{to} {text}\"")));
            for line in [MOVED, "explain stock", "explain stock --unsure mix"] {
                let run = desk.run(&words(line));
                assert!(run.code == Some(1), "{line}: {run:?}");
            }
        }
    }
    desk.put("pack/trees/stock.ron", STOCK);
    for text in [hostile, &escaped] {
        desk.put("pack/assets/conflicts.ron", &CONFLICTS.replace("weak bridge", &format!("weak {text} bridge")));
        let run = desk.run(&words(MOVED));
        assert!(run.code.is_some(), "{run:?}");
    }
}
