//! Guards the command line: the real binary, its output, its exit codes, and the JSON that programs rely upon.
//!
//! Every run is also looked at for panics and for anything that a terminal would act upon.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value as Json, json};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use desk::{Desk, Run, STOCK, finished, sound};

#[path = "command_line/authoring.rs"]
mod authoring;
#[path = "command_line/desk.rs"]
mod desk;
#[path = "command_line/diff.rs"]
mod diff;
#[path = "command_line/explain.rs"]
mod explain;
#[path = "command_line/lint.rs"]
mod lint;
#[path = "command_line/record.rs"]
mod record;
#[path = "command_line/record_walk.rs"]
mod record_walk;
#[path = "command_line/records.rs"]
mod records;
#[path = "command_line/scenario.rs"]
mod scenario;

/// A recommendation as it is printed.
const KEEP: &str = "Stock\n\nKeep it\n=======\n";
const MOVE: &str = "Stock\n\nMove it\n=======\n";

/// Splits a command line as typed; no argument here holds a space.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// The exit code of a command, and what stands in its output and in its errors. `WAYPOST` stands for the program's name with the
/// packs that it was given.
#[track_caller]
fn check(desk: &Desk, line: &str, code: i32, out: &[&str], err: &[&str]) -> Run {
    let run = desk.run(&words(line));
    assert_eq!(run.code, Some(code), "waypost {line}\n{}\n{}", run.out, run.err);
    for part in out {
        let part = part.replace("WAYPOST", &desk.invocation());
        assert!(run.out.contains(&part), "waypost {line}: no `{part}` in\n{}", run.out);
    }
    err.iter().for_each(|part| assert!(run.err.contains(part), "waypost {line}: no `{part}` among the errors\n{}", run.err));
    assert!(!out.is_empty() || run.out.is_empty(), "waypost {line} printed\n{}", run.out);
    assert!(!err.is_empty() || run.err.is_empty(), "waypost {line} complained\n{}", run.err);
    run
}

#[track_caller]
fn check_json(desk: &Desk, line: &str, code: i32, expected: &Json) {
    let run = desk.run(&words(line));
    let found: Json = serde_json::from_str(&run.out).unwrap_or_else(|why| panic!("{why}: {}\n{}", run.out, run.err));
    assert_eq!((run.code, &found), (Some(code), expected), "waypost {line}\n{}", run.err);
}

#[test]
fn trees_are_listed_with_their_counts() {
    let desk = Desk::new();
    let pack = open_pack(&PackPlaces::default()).unwrap();
    let trees: Vec<Json> = pack
        .trees()
        .into_iter()
        .map(|(id, file)| {
            let tree = file.value.as_ref().unwrap();
            let (title, summary) = (tree.title.as_str(), tree.summary.as_str());
            let (questions, outcomes) = (tree.questions().len(), tree.outcomes().len());
            json!({ "id": id, "title": title, "summary": summary, "version": tree.version, "questions": questions, "outcomes": outcomes })
        })
        .collect();
    check_json(&desk, "trees --json", 0, &json!({ "format": 1, "trees": trees }));
    let count = format!("{} questions", pack.tree("scaling").unwrap().questions().len());
    check(&desk, "trees", 0, &["scaling", "api", "consistency", "schema", &count], &[]);
}

#[test]
fn ask_gives_the_next_question_or_the_outcome() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let options = "Read or written?\n  1  Read (read): Mostly read.\n  2  Written (write): Mostly written.\n  0  Not sure  assume Read";
    let run = check(&desk, "ask stock", 3, &[options, "\n\nWAYPOST ask stock -a mix=..\n"], &[]);
    assert!(run.out.starts_with("Read or written?\n") && !run.out.contains('`'), "{}", run.out);
    let places = ["  1  Read or written? Written\n\nWhere?\n  1  Shop (shop): In the shop.\n", "  3  Van (van): In the van.\n"];
    let go_on = "\n\nWAYPOST ask stock -a stock.mix=write -a places=..\n";
    check(&desk, "ask stock -a mix=write", 3, &[places[0], places[1], go_on], &[]);
    check(&desk, "ask stock -a mix=write -a places=none", 3, &["How much?", "None of these", "-a places=none -a size=..\n"], &[]);
    let keep = "Stock\n\nKeep it\n=======\n\nWhy\n";
    let run = check(&desk, "ask stock -a mix=read", 0, &[keep, "waypost read caching", "https://example.org/a"], &[]);
    assert!(run.out.starts_with(keep) && !run.out.contains("KEEP"), "{}", run.out);
    check(&desk, "ask stock --unsure mix", 0, &[keep, "(assumed)"], &[]);
    check(&desk, "ask stock -a size=30 -a places=barn+van -a stock.mix=write", 0, &[MOVE, "A free van.", "A free barn."], &[]);
    // The edges of the bands: half-open, and the last one holds the end of the range.
    check(&desk, "ask stock -a mix=write -a places=van -a size=7.5", 0, &[MOVE], &[]);
    check(&desk, "ask stock -a mix=write -a places=van -a size=7.49", 0, &[KEEP], &[]);
    check(&desk, "ask stock -a mix=write -a places=van -a size=40", 0, &[MOVE], &[]);
    // Without a pack the built-in trees answer.
    check(&Desk::new(), "ask scaling -a single-server=yes", 3, &["\nwaypost ask scaling -a single-server=yes -a split-reasons=.."], &[]);
}

#[test]
fn answers_off_the_route_are_told_and_kept() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let unused = "Kept, but not in use\n  x  How much? 30 t\n\n";
    let run = check(&desk, "ask stock -a size=30 -a mix=read", 0, &[KEEP], &[]);
    assert!(run.out.starts_with(&format!("{unused}{KEEP}")), "{}", run.out);
    let run =
        check(&desk, "ask stock -a size=30 -a mix=write", 3, &["\nWAYPOST ask stock -a stock.mix=write -a size=30 -a places=..\n"], &[]);
    assert!(run.out.starts_with(&format!("{unused}  1  Read or written? Written\n\nWhere?\n")), "{}", run.out);
    // Sets that are empty, and assumptions, too.
    let both = "Kept, but not in use\n  x  Where? None of these\n  x  How much? 2.5 t\n\nRead or written?\n";
    let go_on = "\nWAYPOST ask stock -a places=none --unsure size -a mix=..\n";
    check(&desk, "ask stock --unsure size -a places=none", 3, &[both, go_on], &[]);
    let run = check(&desk, "ask stock -a mix=write -a places=van", 3, &["How much?"], &[]);
    assert!(!run.out.contains("not in use"), "{}", run.out);
    // The walk line by line keeps them as well, when it is broken off in either way.
    check_walk("stock -a size=30", "", 3, &["\n  WAYPOST stock -a size=30\n"]);
    check_walk("stock -a size=30 --unsure places", "q\n", 3, &["\n  WAYPOST stock --unsure places -a size=30\n"]);
    check_walk("stock", "2\nvan\nb\nb\nq\n", 3, &["Where?", "How much?", "Where?", "Read or written?", "\n  WAYPOST stock"]);
}

#[cfg(unix)]
#[test]
fn a_line_to_go_on_with_can_be_given_to_a_shell() {
    let desk = Desk::new();
    let name = "work/it's a (pack); $(touch x) & \"more\" ~*";
    desk.put(&format!("{name}/trees/stock.ron"), STOCK);
    desk.put("work/other/assets/references/barns.md", "# Barns\n\nOf wood.\n");
    let (pack, other) = (desk.path(name), "other");
    let mut line = {
        let mut command = desk.command();
        let run = finished(command.arg("--pack").arg(&pack).args(["--pack", other, "ask", "stock", "-a", "size=12"]));
        assert_eq!(run.code, Some(3), "{}", run.err);
        run.out.lines().last().unwrap().replace("mix=..", "mix=write")
    };
    assert!(line.contains(" --pack other ask stock -a size=12 -a mix=write"), "{line}");
    // Each line leads on to the next, up to the outcome.
    for (answer, code) in [("places=van", 3), ("", 0)] {
        let run = desk.shell(&line);
        assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{line}\n{}", run.out);
        if code == 3 {
            line = run.out.lines().last().unwrap().replace("places=..", answer);
        } else {
            assert!(run.out.contains(MOVE), "{}", run.out);
        }
    }
    assert!(!desk.path("work/x").exists());
    let mut walk = desk.command();
    let run = finished(walk.arg("--pack").arg(&pack).args(["--pack", other, "stock", "-a", "size=12"]));
    let run = desk.shell(run.out.lines().last().unwrap());
    assert!(run.code == Some(3) && run.out.contains("Read or written?"), "{}\n{}", run.out, run.err);
}

#[test]
fn the_json_of_a_question_is_stable() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let choice = json!({
        "format": 1, "tree": "stock", "version": 3, "status": "question", "route": [], "inactive": [],
        "to_go": { "min": 1, "max": 3 }, "still_possible": ["keep", "move"], "exact": true,
        "question": {
            "id": "mix", "kind": "choice", "prompt": "Read or written?", "why": "It decides.", "how_to_tell": ["Count.", "Ask."],
            "fact": "stock.mix", "assume": "read",
            "options": [
                { "id": "read", "label": "Read", "meaning": "Mostly read." },
                { "id": "write", "label": "Written", "meaning": "Mostly written." },
            ],
            "unit": null, "min": null, "max": null, "bands": [],
        },
    });
    check_json(&desk, "ask stock --format json", 3, &choice);

    let mix = json!({ "question": "mix", "answer": "write", "band": null, "assumed": false, "label": "Written", "fact": "stock.mix" });
    let size = json!({ "question": "size", "answer": 12, "band": "heavy", "assumed": false, "label": "12 t (Heavy)", "fact": null });
    let select = json!({
        "format": 1, "tree": "stock", "version": 3, "status": "question", "route": [mix], "inactive": [size],
        "to_go": { "min": 1, "max": 1 }, "still_possible": ["move"], "exact": true,
        "question": {
            "id": "places", "kind": "select", "prompt": "Where?", "why": "It decides too.", "how_to_tell": ["Look."],
            "fact": null, "assume": ["shop", "van"],
            "options": [
                { "id": "shop", "label": "Shop", "meaning": "In the shop." },
                { "id": "barn", "label": "Barn", "meaning": "In the barn." },
                { "id": "van", "label": "Van", "meaning": "In the van." },
            ],
            "unit": null, "min": null, "max": null, "bands": [],
        },
    });
    check_json(&desk, "ask stock -a mix=write -a size=12 --format json", 3, &select);

    let places =
        json!({ "question": "places", "answer": ["shop", "van"], "band": null, "assumed": true, "label": "Shop, Van", "fact": null });
    let number = json!({
        "format": 1, "tree": "stock", "version": 3, "status": "question", "route": [mix, places], "inactive": [],
        "to_go": { "min": 1, "max": 1 }, "still_possible": ["keep", "move"], "exact": true,
        "question": {
            "id": "size", "kind": "number", "prompt": "How much?", "why": "So does this.", "how_to_tell": ["Weigh."],
            "fact": null, "assume": 2.5, "options": [], "unit": "t", "min": 0, "max": 40,
            "bands": [
                { "id": "light", "label": "Light", "from": 0, "to": 7.5 },
                { "id": "heavy", "label": "Heavy", "from": 7.5, "to": 40 },
            ],
        },
    });
    check_json(&desk, "ask stock -a mix=write --unsure places --format json", 3, &number);
}

#[test]
fn the_json_of_an_outcome_is_stable_and_holds_only_what_applies() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let expected = json!({
        "format": 1, "tree": "stock", "version": 3, "status": "outcome",
        "route": [
            { "question": "mix", "answer": "write", "band": null, "assumed": false, "label": "Written", "fact": "stock.mix" },
            { "question": "places", "answer": ["van"], "band": null, "assumed": false, "label": "Van", "fact": null },
            { "question": "size", "answer": 8.25, "band": "heavy", "assumed": false, "label": "8.25 t (Heavy)", "fact": null },
        ],
        "inactive": [], "to_go": { "min": 0, "max": 0 }, "still_possible": ["move"], "exact": true,
        "outcome": {
            "id": "move", "recommendation": "Move it", "why": "It is heavy.",
            "also": [
                { "id": "tyres", "aspect": "wheels", "recommendation": "Check the tyres", "why": "They wear.", "references": [] },
                { "id": "page", "aspect": "pagination", "recommendation": "By cursor", "why": "It moves.", "references": ["caching#ttl"] },
            ],
            "gains": [{ "id": null, "text": "Room." }, { "id": "van-free", "text": "A free van." }],
            "costs": [{ "id": null, "text": "Fuel." }],
            "first_steps": [{ "id": null, "text": "Lift." }, { "id": null, "text": "Drive." }],
            "watch": [{ "id": null, "metric": "axles", "figure": "under 8 t" }],
            "revisit": "Next year.", "wrong_when": "It rusts.",
            "alternatives": [
                { "id": null, "outcome": "keep", "name": null, "right_when": "it is light" },
                { "id": "sell", "outcome": null, "name": "Sell it", "right_when": "nobody wants it" },
            ],
            "anti_patterns": ["microservices-too-early"], "references": ["caching#ttl"],
            "sources": [{ "title": "A", "url": "https://example.org/a" }, { "title": "B", "url": "https://example.org/b" }],
            "next": [{ "id": null, "tree": "scaling", "why": "It grows." }],
        },
    });
    check_json(&desk, "ask stock -a mix=write -a places=van -a size=8.25 --format json", 0, &expected);
}

/// Wrong usage: exit code 2, told to people on the error stream, and to programs as an object.
#[track_caller]
fn check_refused(args: &str, code: &str, message: &str, near: &[&str]) {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let expected = json!({ "format": 1, "error": { "code": code, "message": message, "near": near } });
    check_json(&desk, &format!("ask {args} --format json"), 2, &expected);
    let run = check(&desk, &format!("ask {args}"), 2, &[], &[message]);
    near.iter().for_each(|name| assert!(run.err.contains(&format!("`{name}`")), "{}", run.err));
}

#[test]
fn wrong_usage_names_what_may_have_been_meant() {
    check_refused("stok", "unknown-tree", "there is no tree `stok`; `waypost trees` lists them", &["stock"]);
    check_refused("zzz", "unknown-tree", "there is no tree `zzz`; `waypost trees` lists them", &[]);
    check_refused("stock -a plces=van", "unknown-key", "`stock` has no question or fact `plces`", &["places"]);
    check_refused("stock -a stock.mx=read", "unknown-key", "`stock` has no question or fact `stock.mx`", &["stock.mix"]);
    check_refused("stock --unsure plces", "unknown-key", "`stock` has no question or fact `plces`", &["places"]);
    check_refused("stock -a mix=raed", "unfitting-value", "`raed` is no answer to `mix`: it has no option `raed`", &["read"]);
    check_refused("stock -a places=van+bran", "unfitting-value", "`van+bran` is no answer to `places`: it has no option `bran`", &["barn"]);
    check_refused("stock -a mix=none", "unfitting-value", "`none` is no answer to `mix`: it has no option `none`", &["read", "write"]);
    check_refused("stock -a size=41", "unfitting-value", "`41` is no answer to `size`: it takes 0 to 40", &[]);
    check_refused("stock -a size=-1", "unfitting-value", "`-1` is no answer to `size`: it takes 0 to 40", &[]);
    check_refused("stock -a size=NaN", "unfitting-value", "`NaN` is no answer to `size`: it wants a number (t)", &[]);
    check_refused("stock -a size=inf", "unfitting-value", "`inf` is no answer to `size`: it wants a number (t)", &[]);
    check_refused("stock -a size", "malformed-answer", "`size` is not of the form KEY=ANSWER", &[]);
    check_refused("stock -a mix=read -a mix=write", "answered-twice", "`mix` is answered twice", &[]);
    check_refused("stock -a mix=read -a mix=read", "answered-twice", "`mix` is answered twice", &[]);
    check_refused("stock -a mix=read --unsure mix", "answered-twice", "`mix` is answered twice", &[]);
    let by_fact = "`mix` and `stock.mix` are one question, and it is answered twice";
    check_refused("stock -a mix=read -a stock.mix=write", "answered-twice", by_fact, &[]);
}

#[test]
fn one_line_carries_the_answers_of_several_trees() {
    let store = STOCK.replacen("id: \"stock\"", "id: \"store\"", 1);
    let desk = Desk::with_pack(&[("stock", STOCK), ("store", &store)]);
    // The tree at hand may be named too, and a fact is one, wherever it is asked.
    check(&desk, "ask stock -a stock/mix=write -a places=van -a stock/size=30", 0, &[MOVE], &[]);
    check(&desk, "ask stock -a store/mix=write -a stock/places=van -a size=30", 0, &[MOVE], &[]);
    check(&desk, "ask stock -a store/stock.mix=write -a places=van --unsure stock/size", 0, &[KEEP, "(assumed)"], &[]);
    // What belongs to another tree alone is no answer here, and nothing is said of it.
    let run = check(
        &desk,
        "ask stock -a store/places=van --unsure store/size -a mix=write",
        3,
        &["Where?\n", "stock.mix=write -a store/places=van --unsure store/size -a places=..\n"],
        &[],
    );
    assert!(!run.out.contains("not in use") && !run.out.contains("How much?"), "{}", run.out);
    let plain = desk.run(&words("ask stock -a mix=write --format json"));
    let both = desk.run(&words("ask stock -a mix=write -a store/places=van --unsure consistency/engine --format json"));
    assert_eq!((both.code, both.out), (plain.code, plain.out));
    // The walk line by line reads them as well.
    let walk = desk.typed(&words("stock -a store/mix=write -a store/places=van"), b"van\n30\n");
    assert!(walk.code == Some(0) && walk.out.contains("Where?") && walk.out.contains("Move it"), "{}{}", walk.out, walk.err);
    check(&desk, "stock -a stoer/places=van", 2, &[], &["there is no tree `stoer`", "did you mean `store`"]);
}

#[test]
fn answers_of_other_trees_are_checked_like_those_of_this_one() {
    let unknown = "there is no tree `consistence`; `waypost trees` lists them";
    check_refused("stock -a consistence/engine=mysql", "unknown-tree", unknown, &["consistency"]);
    check_refused("stock --unsure consistence/engine", "unknown-tree", unknown, &["consistency"]);
    check_refused("stock -a /size=3", "unknown-tree", "there is no tree ``; `waypost trees` lists them", &[]);
    let unknown = "`consistency` has no question or fact `enginee`";
    check_refused("stock -a consistency/enginee=mysql", "unknown-key", unknown, &["consistency/engine"]);
    check_refused("stock --unsure consistency/enginee", "unknown-key", unknown, &["consistency/engine"]);
    check_refused("stock -a stock/plces=van", "unknown-key", "`stock` has no question or fact `plces`", &["stock/places"]);
    check_refused("stock -a scaling/x/y=z", "unknown-key", "`scaling` has no question or fact `x/y`", &[]);
    check_refused(
        "stock -a consistency/engine=mysq",
        "unfitting-value",
        "`mysq` is no answer to `engine`: it has no option `mysq`",
        &["mysql"],
    );
    check_refused("stock -a consistency/engine", "malformed-answer", "`consistency/engine` is not of the form KEY=ANSWER", &[]);
    let twice = "`size` and `stock/size` are one question, and it is answered twice";
    check_refused("stock -a size=3 -a stock/size=3", "answered-twice", twice, &[]);
    let twice = "`scaling/regions` and `consistency/regions.serving` are one question, and it is answered twice";
    check_refused("stock -a scaling/regions=one --unsure consistency/regions.serving", "answered-twice", twice, &[]);
    // A tree that does not load takes no answers.
    let desk = Desk::with_pack(&[("stock", STOCK), ("broken", "(")]);
    check(&desk, "ask stock -a broken/x=y", 1, &[], &["the tree `broken` does not load"]);
}

/// What a command tells programs when it fails: one JSON object and nothing else.
#[track_caller]
fn json_error(desk: &Desk, args: &[&str]) -> (Option<i32>, String, String) {
    let run = desk.run(args);
    let told: Json = serde_json::from_str(&run.out).unwrap_or_else(|why| panic!("{args:?}: {why}: {}\n{}", run.out, run.err));
    assert_eq!((&told["format"], run.err.as_str()), (&json!(1), ""), "{args:?}");
    assert_eq!(told.as_object().unwrap().len(), 2, "{args:?}: {told}");
    assert!(told["error"]["near"].is_array(), "{args:?}: {told}");
    let text = |name: &str| told["error"][name].as_str().unwrap().to_owned();
    (run.code, text("code"), text("message"))
}

#[test]
fn what_clap_refuses_has_the_same_code() {
    let desk = Desk::new();
    for line in ["ask", "ask scaling --nope", "ask scaling --format xml", "trees extra", "read a b", "lint --alone"] {
        check(&desk, line, 2, &[], &["error:"]);
    }
    for (line, named) in [
        ("scaling --format json", "'--format'"),
        ("scaling --format=json", "'--format'"),
        ("scaling --json", "'--json'"),
        ("ask scaling --nope --format json", "'--nope'"),
        ("ask --format json", "required"),
        ("ask scaling api --format=json", "'api'"),
        ("trees extra --json", "'extra'"),
        ("trees --json --format xml", "'--format'"),
        ("lint --json", "'--json'"),
    ] {
        let (code, kind, message) = json_error(&desk, &words(line));
        assert_eq!((code, kind.as_str()), (Some(2), "usage"), "{line}");
        assert!(message.contains(named) && !message.starts_with("error"), "{line}: {message}");
    }
    check(&desk, "nope", 2, &[], &["there is no tree `nope`"]);
    check(&desk, "scalin", 2, &[], &["did you mean `scaling`?"]);
    check(&desk, "-a single-server=yes", 2, &[], &["no tree"]);
    check(&desk, "--version", 0, &[env!("CARGO_PKG_VERSION")], &[]);
    check(&desk, "--help", 0, &["Exit codes:", "trees", "ask", "read", "lint"], &[]);
}

#[test]
fn what_stands_before_a_command_is_refused() {
    let desk = Desk::new();
    for before in
        ["-a single-server=yes", "-a x=1", "--answer=single-server=yes", "--unsure single-server", "--plain", "scaling", "scaling -a x=1"]
    {
        for command in ["ask scaling", "trees", "read", "lint"] {
            check(&desk, &format!("{before} {command}"), 2, &[], &["belongs behind it", "waypost ask scaling -a single-server=no"]);
        }
        let (code, kind, _) = json_error(&desk, &words(&format!("{before} ask scaling --format json")));
        assert_eq!((code, kind.as_str()), (Some(2), "misplaced"), "{before}");
        let (code, kind, _) = json_error(&desk, &words(&format!("{before} trees --json")));
        assert_eq!((code, kind.as_str()), (Some(2), "misplaced"), "{before}");
    }
}

#[test]
fn packs_may_be_named_before_and_behind_a_command() {
    let desk = Desk::new();
    desk.put("work/one/trees/stock.ron", STOCK);
    desk.put("work/two/trees/store.ron", &STOCK.replacen("id: \"stock\"", "id: \"store\"", 1));
    for line in ["--pack one --pack two trees", "trees --pack one --pack two", "--pack one trees --pack two"] {
        check(&desk, line, 0, &["\nstock ", "\nstore "], &[]);
    }
}

#[test]
fn a_tree_that_does_not_load_is_told_and_the_others_work() {
    let broken = STOCK.replacen("\"places\"),", "\"plces\"),", 1);
    let desk = Desk::with_pack(&[("stock", &broken)]);
    let caret = [
        "error[dangling-edge]",
        "stock.ron:19:",
        "^^^^^ no node has this id",
        "did you mean `places`?",
        "waypost: the tree `stock` does not load",
    ];
    check(&desk, "ask stock", 1, &[], &caret);
    check(&desk, "stock", 1, &[], &caret);
    check(&desk, "trees", 1, &["scaling", "does not load"], &[]);
    check(&desk, "ask scaling", 3, &["\nWAYPOST ask scaling -a single-server=..\n"], &[]);
    let run = desk.run(&words("ask stock --format json"));
    let error: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, error["error"]["code"].as_str()), (Some(1), Some("tree-does-not-load")));
    let run = desk.run(&words("trees --json"));
    let listed: Json = serde_json::from_str(&run.out).unwrap();
    let entry = listed["trees"].as_array().unwrap().iter().find(|tree| tree["id"] == "stock").unwrap();
    assert_eq!((run.code, entry), (Some(1), &json!({ "id": "stock", "error": "does not load" })));
}

/// Which of several packs a tree comes from is seen by its title.
#[track_caller]
fn check_title(run: &Run, title: &str) {
    let line = run.out.lines().find(|line| line.starts_with("stock")).unwrap_or_else(|| panic!("{}{}", run.out, run.err));
    assert!(line.contains(&format!("{title}:")), "{line}");
}

#[test]
fn packs_lie_over_each_other_in_their_order() {
    let titled =
        |title: &str, overrides: bool| sound().replacen("title: \"Stock\"", &format!("title: \"{title}\", overrides: {overrides}"), 1);
    let mut desk = Desk::new();
    assert!(!desk.run(&["trees"]).out.contains("stock"));

    desk.put("home/.local/share/waypost/packs/mine/trees/stock.ron", &titled("Installed", false));
    check_title(&desk.run(&["trees"]), "Installed");
    check(&desk, "lint", 0, &["0 errors, 0 warnings"], &[]);

    // The team's folder is found from any folder below it.
    desk.put("work/.waypost/trees/stock.ron", &titled("Team", true));
    desk.put("work/deep/down/file", "");
    check_title(&desk.run(&["trees"]), "Team");
    check_title(&finished(desk.command_in(&desk.path("work/deep/down")).arg("trees")), "Team");
    check_title(&finished(desk.command_in(&desk.path("home")).arg("trees")), "Installed");

    desk.put("one/trees/stock.ron", &titled("One", true));
    desk.put("two/trees/stock.ron", &titled("Two", true));
    desk.list(&["one", "two"]);
    check_title(&desk.run(&["trees"]), "Two");
    desk.list(&["two", "one"]);
    check_title(&desk.run(&["trees"]), "One");

    desk.put("named/trees/stock.ron", &titled("Named", true));
    desk.put("three/trees/stock.ron", &titled("Three", true));
    let (named, three) = (desk.path("named"), desk.path("three"));
    check_title(&finished(desk.command().arg("--pack").arg(&named).arg("trees")), "Named");
    check_title(&finished(desk.command().arg("trees").arg("--pack").arg(&named).arg("--pack").arg(&three)), "Three");
    check(&desk, "lint", 0, &["0 errors, 0 warnings"], &[]);
}

#[test]
fn what_takes_the_place_of_another_says_so() {
    let desk = Desk::with_pack(&[("stock", &sound().replacen("title: \"Stock\"", "title: \"Upper\"", 1))]);
    desk.put("work/.waypost/trees/stock.ron", &sound());
    let fault = ["error[overrides]", "pack/trees/stock.ron:2:10\n", "\n2 |     id: \"stock\",\n  |          ^^^^^\n", "overrides: true"];
    let run = check(&desk, "lint", 1, &[&fault[..], &[&counted("1 error, 0 warnings", 1, 0)]].concat(), &[]);
    assert_eq!(run.out.matches("error[").count(), 1, "{}", run.out);
    // Nobody gets advice from either unawares; the other trees go on.
    let told = [&fault[..], &["waypost: the tree `stock` does not load"]].concat();
    check(&desk, "ask stock", 1, &[], &told);
    check(&desk, "ask stock -a mix=read", 1, &[], &told);
    check(&desk, "stock", 1, &[], &told);
    check(&desk, "trees", 1, &["scaling", "stock ", "does not load"], &[]);
    check(&desk, "ask scaling", 3, &["WAYPOST ask scaling"], &[]);
    let (code, kind, _) = json_error(&desk, &words("ask stock --format json"));
    assert_eq!((code, kind.as_str()), (Some(1), "tree-does-not-load"));
    // `overrides: false` is no declaration either.
    desk.put("pack/trees/stock.ron", &sound().replacen("version: 3", "version: 3, overrides: false", 1));
    check(&desk, "ask stock", 1, &[], &told);
    // A pack above both, which says so, puts it right for the walk; the fault below is told all the same.
    desk.put("work/top/trees/stock.ron", &sound().replacen("title: \"Stock\"", "title: \"Top\", overrides: true", 1));
    let run = finished(desk.command().args(["--pack", "top", "ask", "stock", "-a", "mix=read"]));
    assert!(run.code == Some(0) && run.out.starts_with("Top\n\nKeep it\n"), "{}{}", run.out, run.err);
    check(&desk, "lint top", 1, &["error[overrides]", &counted("1 error, 0 warnings", 1, 0)], &[]);

    let desk = Desk::with_pack(&[("stock", &sound().replacen("version: 3", "version: 3, overrides: true", 1))]);
    check(&desk, "lint", 1, &["error[overrides]", "there is none", &counted("1 error, 0 warnings", 1, 0)], &[]);
    check(&desk, "ask stock", 3, &["Read or written?"], &[]);
    check(&desk, "trees", 0, &["Stock:"], &[]);
}

#[test]
fn of_documents_and_entries_the_lower_one_counts_unless_the_upper_one_says_so() {
    let entry = |title: &str, more: &str| {
        format!("[(id: \"big-barn\", title: \"{title}\", mistake: \"M\", why: \"W\", instead: \"I\", references: []{more})]")
    };
    let named = sound().replacen("microservices-too-early", "big-barn", 1);
    for (declared, shown) in [(false, "Lower"), (true, "Upper")] {
        let desk = Desk::with_pack(&[("stock", &named)]);
        let (comment, field) = if declared { ("<!-- overrides: true -->\n", ", overrides: true") } else { ("", "") };
        desk.put("work/.waypost/assets/references/barns.md", "# Barns\n\nLower.\n");
        desk.put("pack/assets/references/barns.md", &format!("# Barns\n{comment}\nUpper.\n"));
        desk.put("work/.waypost/assets/anti-patterns.ron", &entry("Lower", ""));
        desk.put("pack/assets/anti-patterns.ron", &entry("Upper", field));
        assert_eq!(check(&desk, "read barns", 0, &["Barns"], &[]).out.trim_end(), format!("Barns\n\n{shown}."));
        let other = if declared { "Lower" } else { "Upper" };
        let run = check(&desk, "ask stock -a mix=write -a places=van -a size=9", 0, &[MOVE, shown], &[]);
        assert!(!run.out.contains(other), "{}", run.out);
        if declared {
            check(&desk, "lint", 0, &[&counted("0 errors, 0 warnings", 1, 1)], &[]);
        } else {
            check(
                &desk,
                "lint",
                1,
                &["error[overrides]: `barns`", "error[overrides]: `big-barn`", &counted("2 errors, 0 warnings", 1, 1)],
                &[],
            );
        }
    }
}

#[test]
fn documents_are_listed_by_the_title_of_the_one_that_counts() {
    let desk = Desk::new();
    desk.put("work/.waypost/assets/references/barns.md", "# Lower barns\n\nLower.\n");
    desk.put("work/upper/assets/references/barns.md", "# Upper barns\n\nUpper.\n");
    check(&desk, "read barns --pack upper", 0, &["Lower barns"], &[]);
    let run = check(&desk, "read --pack upper", 0, &["Lower barns"], &[]);
    assert!(!run.out.contains("Upper barns"), "{}", run.out);
}

/// One folder by several names, one of them a link.
fn one_by_many_names() -> (Desk, Vec<&'static str>) {
    let desk = Desk::new();
    desk.put("work/team/trees/stock.ron", &sound());
    desk.put("work/team/assets/references/barns.md", "# Barns\n\nOf wood.\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("work/team"), desk.path("work/linked")).unwrap();
    let names = vec!["team", "./team", "../work/team/", "team/trees/..", if cfg!(unix) { "linked" } else { "team" }];
    (desk, names)
}

#[test]
fn a_pack_that_is_named_twice_is_laid_once() {
    let (mut desk, names) = one_by_many_names();
    let fine = counted("0 errors, 0 warnings", 1, 1);
    for name in &names {
        check(&desk, &format!("ask stock --pack team --pack {name}"), 3, &["Read or written?"], &[]);
        check(&desk, &format!("lint team {name}"), 0, &[&fine], &[]);
        check(&desk, &format!("lint --pack team {name}"), 0, &[&fine], &[]);
    }
    // Whichever way they are found.
    desk.list(&["work/team", "work/../work/team"]);
    check(&desk, "lint", 0, &[&fine], &[]);
    check(&desk, &format!("lint {}", names.join(" ")), 0, &[&fine], &[]);
    check(&desk, "trees --pack team", 0, &["\nstock"], &[]);
}

#[test]
fn a_pack_that_is_named_twice_is_laid_once_without_the_built_in_one_too() {
    let (desk, names) = one_by_many_names();
    for name in names {
        // It is called by the name that it was given last.
        let once = check(&desk, &format!("lint --alone {name}"), 1, &["in 1 tree and 1 document\n"], &[]).out;
        assert!(!once.contains("error[overrides]"), "{once}");
        check(&desk, &format!("lint --alone team {name}"), 1, &[&once], &[]);
    }
}

#[test]
fn files_that_are_not_where_they_are_looked_for_are_told() {
    let desk = Desk::new();
    // Beside the folder of trees, with and without such a folder.
    desk.put("work/team/stock.ron", STOCK);
    desk.put("work/team/notes.md", "# Notes\n");
    let found = ["warning[unknown-file]: `stock.ron`", &counted("0 errors, 1 warning", 0, 0)];
    check(&desk, "lint team", 1, &found, &[]);
    desk.put("work/team/trees/other.ron", &sound().replacen("id: \"stock\"", "id: \"other\"", 1));
    check(&desk, "lint team", 1, &["warning[unknown-file]: `stock.ron`", &counted("0 errors, 1 warning", 1, 0)], &[]);
    check(&desk, "ask stock --pack team", 2, &[], &["there is no tree `stock`"]);
    // Names that are no ids, and trees in folders of the folder.
    let odd = ["Stock", "two words", "under_score", "-dash", "dash-", "a--b", "stöck", "stock.old", ".hidden", "folder/inner"];
    let desk = Desk::new();
    for name in odd {
        desk.put(&format!("work/team/trees/{name}.ron"), STOCK);
        desk.put(&format!("work/team/assets/references/{name}.md"), "# Odd one\n");
    }
    let run = check(&desk, "lint team", 1, &["warnings in"], &[]);
    assert!(run.out.contains(&format!(" in {} trees and {} documents\n", built_in().0, built_in().1)), "{}", run.out);
    for name in odd.into_iter().filter(|name| *name != ".hidden") {
        for file in [format!("trees/{name}.ron"), format!("assets/references/{name}.md")] {
            assert!(run.out.contains(&format!("warning[unknown-file]: `{file}`")), "{file}\n{}", run.out);
        }
    }
    assert!(!run.out.contains("error["), "{}", run.out);
    for line in ["trees --pack team", "trees --json --pack team"] {
        assert_eq!(check(&desk, line, 0, &["scaling"], &[]).out, Desk::new().run(&words(line.strip_suffix(" --pack team").unwrap())).out);
    }
    let run = check(&desk, "read --pack team", 0, &["caching"], &[]);
    assert!(!run.out.contains("Odd one"), "{}", run.out);
    check(&desk, "ask Stock --pack team", 2, &[], &["there is no tree `Stock`"]);
}

#[test]
fn a_folder_that_cannot_be_meant_as_a_pack_is_refused() {
    let desk = Desk::new();
    desk.put("work/deep/trees/a/b/c/d/file.ron", "(");
    check(&desk, "lint deep", 1, &["warning[unknown-file]: `trees/a/b/c/d/file.ron`"], &[]);
    for wing in ["trees", "assets"] {
        desk.put(&format!("work/deeper-{wing}/{wing}/a/b/c/d/e/file.ron"), "(");
        let refused = ["cannot be opened", "more than 4 deep", &format!("deeper-{wing}")];
        check(&desk, &format!("lint deeper-{wing}"), 2, &[], &refused);
        check(&desk, &format!("lint --alone deeper-{wing}"), 2, &[], &refused);
        check(&desk, &format!("--pack deeper-{wing} ask scaling"), 2, &[], &refused);
    }
    let (code, kind, message) = json_error(&desk, &words("--pack deeper-trees ask scaling --format json"));
    assert_eq!((code, kind.as_str()), (Some(2), "pack"));
    assert!(message.contains("more than 4 deep"), "{message}");
    // Both wings together.
    let wings = [desk.path("work/many/trees"), desk.path("work/many/assets")];
    wings.iter().for_each(|wing| std::fs::create_dir_all(wing).unwrap());
    let put = |number: usize| std::fs::write(wings[number % 2].join(format!("{number}.txt")), "").unwrap();
    (0..20_000).for_each(put);
    check(&desk, "trees --pack many", 0, &["scaling"], &[]);
    put(20_000);
    check(&desk, "trees --pack many", 2, &[], &["cannot be opened", "more than 20000 files"]);
}

#[test]
fn other_files_of_a_pack_count_too() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    desk.put("pack/assets/references/barns.md", "# Barns\n\nOf wood.\n\n## Roofs\n\nOf tin.\n");
    desk.put("pack/assets/references/caching.md", "# Our caching\n<!-- overrides: true -->\n\nOurs.\n\n## TTL\n\nA day.\n");
    check(&desk, "read", 0, &["barns", "Barns", "Our caching"], &[]);
    check(&desk, "read caching#ttl", 0, &["A day."], &[]);
}

#[test]
fn a_pack_that_was_named_must_be_there() {
    let mut desk = Desk::new();
    let message = "cannot be opened";
    check(&desk, "--pack nowhere trees", 2, &[], &["nowhere", message]);
    check(&desk, "trees --pack nowhere", 2, &[], &["nowhere", message]);
    check(&desk, "lint nowhere", 2, &[], &["nowhere", message]);
    desk.put("work/empty/file", "");
    check(&desk, "--pack empty trees", 2, &[], &["neither a folder `trees` nor a folder `assets`"]);
    check(&desk, "--pack empty/file trees", 2, &[], &["it is not a folder"]);
    let run = desk.run(&words("--pack nowhere ask stock --format json"));
    let error: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, error["error"]["code"].as_str()), (Some(2), Some("pack")));
    desk.list(&["nowhere"]);
    check(&desk, "trees", 2, &[], &["nowhere", message]);
}

/// How many trees and documents the program brings.
fn built_in() -> (usize, usize) {
    let pack = open_pack(&PackPlaces::default()).unwrap();
    (pack.tree_ids().count(), pack.document_ids().count())
}

/// The last line of `lint`, with so many trees and documents beside those that the program brings.
fn counted(found: &str, trees: usize, documents: usize) -> String {
    let (with_trees, with_documents) = built_in();
    format!("{found} in {} trees and {} documents\n", with_trees + trees, with_documents + documents)
}

#[test]
fn lint_finds_what_is_wrong_and_says_so_by_its_code() {
    assert_eq!(check(&Desk::new(), "lint", 0, &["0 errors"], &[]).out, counted("0 errors, 0 warnings", 0, 0));
    let broken = sound().replacen("caching#ttl", "caching#tll", 1);
    let desk = Desk::with_pack(&[("stock", &broken)]);
    let found = ["error[dead-reference]", "caching#tll", "did you mean `ttl`?", &format!("\n\n{}", counted("1 error, 0 warnings", 1, 0))];
    check(&desk, "lint", 1, &found, &[]);
    let desk = Desk::with_pack(&[("stock", &broken.replacen("caching#ttl", "caching#lttl", 1))]);
    check(&desk, "lint", 1, &[&format!("\n\n{}", counted("2 errors, 0 warnings", 1, 0))], &[]);
    let desk = Desk::new();
    desk.put("work/team/trees/stock.ron", &sound());
    assert_eq!(check(&desk, "lint team", 0, &["0 errors"], &[]).out, counted("0 errors, 0 warnings", 1, 0));
    // Without the built-in pack under it, what it refers to is not there.
    check(&desk, "lint --alone team", 1, &["error[dead-reference]", "error[unknown-link]", "in 1 tree and 0 documents\n"], &[]);
    desk.put("work/words/assets/references/barns.md", "# Barns\n\nOf wood.\n");
    check(&desk, "lint --alone words", 0, &["0 errors, 0 warnings in 0 trees and 1 document\n"], &[]);
    // A warning is a finding too.
    desk.put("work/team/assets/notes.txt", "");
    check(&desk, "lint team", 1, &["warning[unknown-file]", &format!("\n\n{}", counted("0 errors, 1 warning", 1, 0))], &[]);
    desk.put("work/team/assets/more.txt", "");
    check(&desk, "lint team", 1, &[&format!("\n\n{}", counted("0 errors, 2 warnings", 1, 0))], &[]);
    // An empty file is told as that.
    desk.put("work/team/trees/stock.ron", "");
    check(&desk, "lint team", 1, &["error[syntax]: the file is empty", "stock.ron:1:1", "1 error, 2 warnings"], &[]);
    check(&desk, "ask stock --pack team", 1, &[], &["error[syntax]: the file is empty", "stock.ron:1:1"]);
}

#[test]
fn reference_text_is_read_whole_or_by_section() {
    let desk = Desk::new();
    check(&desk, "read", 0, &["caching", "api-design", "scalable-systems"], &[]);
    let whole = check(&desk, "read caching", 0, &["Caching"], &[]);
    let section = check(&desk, "read caching#ttl", 0, &["TTL"], &[]);
    assert!(section.out.starts_with("TTL\n") && section.out.len() < whole.out.len() && whole.out.contains(&section.out));
    check(&desk, "read cachin", 2, &[], &["there is no reference document `cachin`", "did you mean `caching`?"]);
    check(&desk, "read caching#tll", 2, &[], &["`caching` has no heading `tll`", "did you mean `caching#ttl`?"]);
    check(&desk, "read ../../etc/passwd", 2, &[], &["there is no reference document"]);
}

/// A walk line by line: what is typed, the exit code, and what stands in the output, in this order. `WAYPOST` is as in [`check`].
#[track_caller]
fn check_walk(args: &str, typed: &str, code: i32, parts: &[&str]) -> Run {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let mut run = desk.typed(&words(args), typed.as_bytes());
    run.out = run.out.replace(&desk.invocation(), "WAYPOST");
    assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{args} {typed:?}\n{}", run.out);
    let mut rest = run.out.as_str();
    for part in parts {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("{args} {typed:?}: no `{part}`, in its place, in\n{}", run.out)).1;
    }
    run
}

#[test]
fn a_walk_can_be_typed_line_by_line() {
    let end = [MOVE, "A free van.", "\n\nWAYPOST ask stock -a stock.mix=write -a places=shop+van -a size=12\n"];
    // By number, and by id.
    check_walk("stock", "2\n1 3\n12\n", 0, &["Read or written?", "Where?", "How much?", end[0], end[1], end[2]]);
    check_walk("stock --plain", "write\nvan,shop\n12.0\n", 0, &end);
    check_walk("stock", "2\r\n3+1\r\n  12 \r\n", 0, &end);
    check_walk("stock", "2\nnone\n12\n", 0, &["None of these", MOVE, "WAYPOST ask stock -a stock.mix=write -a places=none -a size=12\n"]);
    // Not sure, in both ways of saying so.
    check_walk(
        "stock",
        "2\n0\nu\n",
        0,
        &["(assumed)", "(assumed)", KEEP, "WAYPOST ask stock -a stock.mix=write --unsure places --unsure size\n"],
    );
    // Back, and another way from there.
    check_walk("stock", "2\nb\n1\n", 0, &["Read or written?", "Where?", "Read or written?", KEEP]);
    check_walk("stock", "b\nb\n1\n", 0, &[KEEP]);
    // Answers that were given beforehand are not asked again.
    let run = check_walk("stock -a size=12 -a mix=write", "van\n", 0, &["Where?", MOVE]);
    assert_eq!(run.out.matches("Question ").count(), 1, "{}", run.out);
    check_walk("stock -a mix=read", "", 0, &[KEEP]);
}

#[test]
fn a_walk_says_what_it_does_not_understand() {
    check_walk("stock", "3\n1\n", 0, &["`3` is not one of the answers", KEEP]);
    check_walk("stock", "?\nw\n\n1\n", 0, &["takes the last answer back", "Read or written?", KEEP]);
    // The word helps as the sign does, and neither takes an answer away or asks again.
    for help in ["?", "help", "  help \r"] {
        let run = check_walk("stock", &format!("{help}\n2\n{help}\n3\n{help}\n12\n"), 0, &["takes the last answer back", "Where?", MOVE]);
        let told = (run.out.matches("takes the last answer back").count(), run.out.matches("Question ").count());
        assert_eq!((told, run.out.matches("is not one of").count()), ((3, 3), 0), "{help:?}\n{}", run.out);
    }
    check_walk("stock", "helpp\n1\n", 0, &["`helpp` is not one of the answers", KEEP]);
    check_walk("stock", "2\n4\n1 nowhere\nshop\n41\nlots\n1\n", 0, &["`4` is", "`1 nowhere` is", "`41` is", "`lots` is", KEEP]);
    check_walk("stock", "-1\n99999999999999999999\nread\n", 0, &["`-1` is", "`99999999999999999999` is", KEEP]);
    check_walk("stock", "\u{1b}[31m\u{9b}2J\n1\n", 0, &["is not one of the answers", KEEP]);
    // A tree is chosen by its number or its id where none was named.
    check_walk("", "nope\nstock\n1\n", 0, &["What are you deciding?", "stock", "`nope` is not", KEEP]);
    check_walk("", "q\n", 3, &["What are you deciding?"]);
}

#[test]
fn a_walk_that_is_broken_off_can_be_gone_on_with() {
    let run = check_walk("stock", "2\n1 3\n", 3, &["Where?", "How much?", "\n  WAYPOST stock -a stock.mix=write -a places=shop+van\n"]);
    let again = run.out.lines().last().unwrap().trim().strip_prefix("WAYPOST ").unwrap();
    check_walk(again, "12\n", 0, &["How much?", MOVE]);
    check_walk("stock", "2\nq\n1\n", 3, &["\n  WAYPOST stock -a stock.mix=write\n"]);
    check_walk("stock", "", 3, &["\n  WAYPOST stock\n"]);
    check_walk("", "", 3, &["What are you deciding?"]);
    // The last line need not be ended.
    check_walk("stock", "1", 0, &[KEEP]);
}

#[test]
fn no_input_is_too_long_or_too_odd() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    for input in [
        format!("{}\n1\n", "x".repeat(1_000_000)).into_bytes(),
        format!("{}1\n1\n", " ".repeat(4095)).into_bytes(),
        format!("{}1\n1\n", " ".repeat(10_000)).into_bytes(),
        format!("{}\n1\n", "漢".repeat(3_000)).into_bytes(),
        b"\xff\xfe\x00\n\x80\n\x00\n1\n".to_vec(),
        "\n".repeat(1_000).into_bytes().into_iter().chain(*b"1\n").collect(),
    ] {
        let run = desk.typed(&["stock"], &input);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{:?}", &input[..20]);
        assert!(run.out.contains(KEEP) && run.out.len() < 200_000, "{} bytes", run.out.len());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::new();
    for line in ["trees", "read", "read caching", "ask scaling", "ask scaling --format json", "lint", "scaling", "--help"] {
        let mut child = desk.command().args(words(line)).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();
        assert!(!err.contains("panicked") && code.is_some(), "waypost {line}: {code:?} {err}");
    }
    // When nobody was there from the beginning, every command ends well.
    for line in [
        "trees",
        "trees --json",
        "read",
        "read caching",
        "ask scaling",
        "ask scaling --format json",
        "lint",
        "scaling",
        "",
        "--help",
        "--version",
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = finished(desk.command().args(words(line)).stdout(writer));
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "waypost {line}");
    }
    // Nor is an error stream that nobody reads.
    let mut child = desk.command().args(["ask", "nope"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn odd_arguments_are_told_as_text() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let escape = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}";
    for args in [
        &["ask", escape][..],
        &["ask", "stock", "-a", escape],
        &["ask", "stock", "-a", &format!("{escape}=1")],
        &["ask", "stock", "-a", &format!("mix={escape}")],
        &["ask", "stock", "--unsure", escape],
        &["ask", escape, "--format", "json"],
        &["ask", "stock", "-a", &format!("mix={escape}"), "--format", "json"],
        &["read", escape],
        &["read", &format!("caching#{escape}")],
        &["lint", escape],
        &["--pack", escape, "trees"],
        &[escape],
        // What the parser of the arguments refuses, and quotes.
        &["trees", escape],
        &["ask", "stock", "--format", escape],
        &["ask", "stock", &format!("--{escape}")],
        &["ask", "stock", &format!("--plain={escape}")],
        &["stock", escape],
        &["lint", &format!("--{escape}")],
        &["-a", escape, "ask", "stock"],
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.err.is_empty() != run.out.is_empty(), "{args:?}: {run:?}");
    }
    for args in [&["trees", escape, "--json"][..], &["ask", escape, escape, "--format=json"], &["--format", "json", &format!("--{escape}")]]
    {
        let (code, kind, _) = json_error(&desk, args);
        assert_eq!((code, kind.as_str()), (Some(2), "usage"), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let odd = std::ffi::OsStr::from_bytes(b"scal\xffing");
    for before in [&["ask"][..], &[], &["read"], &["lint"]] {
        assert_eq!(finished(desk.command().args(before).arg(odd)).code, Some(2), "{before:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_told_as_text() {
    // A pack is somebody else's; the names of its files are no more to be trusted than what is in them.
    let desk = Desk::with_pack(&[("stock", STOCK), ("\u{1b}]0;owned\u{7}", "("), ("\u{9b}2J", "(")]);
    desk.put("pack/assets/references/\u{1b}[31m.md", "# Red\n");
    desk.put("pack/assets/references/\u{9b}31m.md", "# Red\n");
    for line in ["lint", "trees", "trees --json", "read", "ask stock --format json", "ask \u{9b}2 --format json", "read \u{9b}31"] {
        let run = desk.run(&words(line));
        assert!(run.code.is_some(), "{line}");
    }
}
