//! Guards what happens to files that are wrong, or mean ill: every fault of a pack is told in one run, at its place and in words
//! that help; the rest of the pack goes on working; and nothing in a file makes the program fall over or reaches the terminal as
//! anything but text.
//!
//! Faults are marked in the files themselves, as in `//  ^^^ code`: a comment under a line says what is found there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::collections::BTreeSet;

use waypost::content::diagnostic::Code;

use shelf::{Place, Shelf, drawn, file_name, in_full, marked, place, still_works};

#[path = "diagnostics/hostile.rs"]
mod hostile;
#[path = "diagnostics/shelf.rs"]
mod shelf;

/// Holds the faults of one file against its marks, and the rest of the pack against falling with it.
#[track_caller]
fn check(path: &str, text: &str) -> Vec<Place> {
    let shelf = Shelf::new();
    shelf.put(path, in_full(text));
    let pack = shelf.pack();
    let findings = pack.check();
    let mut found: Vec<Place> = findings.iter().map(place).collect();
    let mut expected = marked(text);
    found.sort();
    expected.sort();
    let shown = findings.iter().map(drawn).collect::<Vec<_>>().join("\n\n");
    assert_eq!(found, expected, "what was said:\n{shown}\n");
    assert!(findings.iter().all(|finding| file_name(finding) == path.rsplit('/').next().unwrap()), "{shown}");
    for finding in &findings {
        assert!(drawn(finding).contains('^') && !finding.diagnostic.message.is_empty(), "{}", drawn(finding));
    }
    still_works(&pack);
    found
}

/// A tree with its five faults of meaning: each is told in the same run, whatever the others are.
const FIVE: &str = r#"(
    id: "case",
    $tree,
    start: "one",
    nodes: [
        Question(
            id: "one",
            references: ["messaging#call-or-quue"],
            //            ^^^^^^^^^^^^^^^^^^^^^^ dead-reference
            kind: Choice(assume: "yes", options: [
                (id: "yes", label: "Y", meaning: "M", to: "two"),
                (id: "no", label: "N", meaning: "M", to: "the-ends"),
                //                                        ^^^^^^^^ dangling-edge
            ]),
            $question,
        ),
        Question(
            id: "two",
            edges: [(when: Is("two", "yes"), to: "one")],
            //                                    ^^^ cycle
            to: "the-end",
            $question, $yes_no,
        ),
        Question(
            id: "two",
            //   ^^^ duplicate-id
            to: "the-end",
            $question, $yes_no,
        ),
        Outcome(id: "the-end", $outcome),
        Outcome(id: "nowhere", $outcome),
        //           ^^^^^^^ unreachable
    ],
)
"#;

#[test]
fn five_faults_of_meaning_are_told_in_one_run() {
    assert_eq!(check("trees/case.ron", FIVE).len(), 5);
}

/// Three nodes with a fault of form each. Nothing is said of the edges to them: that would only hide what is wrong.
pub(crate) const THREE: &str = r#"(
    id: "case",
    $tree,
    start: "one",
    nodes: [
        Question(id: "one", promt: "P?", to: "two", $question, $yes_no),
        //                  ^^^^^ unknown-field
        Question(id: "two", to: 3, $question, $yes_no),
        //                      ^ wrong-type
        Question(id: "three", to: "four", prompt: "P?", how_to_tell: ["H"], assume_why: "A", $yes_no,),
    //  ^^^^^^^^^ missing-field
        Outcome(id: "four", $outcome),
    ],
)
"#;

#[test]
fn three_faults_of_form_are_told_in_one_run() {
    assert_eq!(check("trees/case.ron", THREE).len(), 3);
}

#[test]
fn what_is_missing_is_marked_where_it_is_missing() {
    // The last field ends in a bracket, and no comma follows it: that bracket is not the one in which something is missing.
    check(
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Question(id: "one", to: "end", prompt: "P?", how_to_tell: ["H"], assume_why: "A", $yes_no),
//  ^^^^^^^^^ missing-field
    Outcome(id: "end", $outcome),
], $tree)"#,
    );
}

#[test]
fn what_is_missing_is_marked_under_the_struct_that_lacks_it() {
    // Not under one beside it or around it, though these may come first, or end later.
    check(
        "trees/case.ron",
        r#"(id: "case", start: "one", nodes: [
    Question(id: "one", to: "end", kind: Select(assume: [], options: [
        (id: "some", label: "S", meaning: "M"),
        (id: "more", label: "(M"),
    //  ^ missing-field
        (id: "most", label: "S", meaning: "M"),
    ]), $question),
    Question(id: "two", to: "end", kind: Number(assume: 1, unit: "GB", min: 0, max: 9, bands: [
        (id: "all", label: "A", from: 0, below: 9, source: (title: "S")),
        //                                                 ^ missing-field
    ]), $question),
    Outcome(id: "end", $outcome),
], $tree)"#,
    );
    check(
        "trees/case.ron",
        r#"(id: "case", start: "one", nodes: [
    Question(id: "one", to: "end", kind: Choice(options: [(id: "yes", label: "Y", meaning: "M")]), $question),
    //                                   ^^^^^^^ missing-field
    Outcome(id: "end", $outcome),
], $tree)"#,
    );
    check(
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", alternatives: [(name: "(N)")], references: [], $advice, $watch),
    //                                ^ missing-field
], $tree)"#,
    );
}

#[test]
fn a_tree_that_asks_one_fact_in_two_ways_does_not_load() {
    let shelf = Shelf::new();
    let nodes = |kind: &str| {
        let first = r#"Question(id: "one", fact: "load.kind", to: "two", $question, $yes_no)"#;
        let second = format!(r#"Question(id: "two", fact: "load.kind", to: "end", $question, {kind})"#);
        in_full(&format!(r#"(id: "case", start: "one", nodes: [{first}, {second}, Outcome(id: "end", $outcome)], $tree)"#))
    };
    shelf.put("trees/case.ron", nodes("$some"));
    let pack = shelf.pack();
    let file = pack.tree_file("case").unwrap();
    assert!(file.value.is_none());
    assert_eq!(file.faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::FactMismatch]);
    still_works(&pack);
    // Asked alike, it is one question for both.
    shelf.put("trees/case.ron", nodes("$yes_no"));
    let pack = shelf.pack();
    assert_eq!(pack.check(), []);
    assert!(pack.tree("case").is_some());
    // Between two trees the difference is told, and both can be walked.
    let other = in_full(
        r#"(id: "other", start: "one", nodes: [
    Question(id: "one", fact: "load.kind", to: "end", $question, $some),
    Outcome(id: "end", $outcome),
], $tree)"#,
    );
    shelf.put("trees/other.ron", &other);
    let pack = shelf.pack();
    let found: Vec<Place> = pack.check().iter().map(place).collect();
    assert_eq!(found, [Place { code: Code::FactMismatch, line: 2, column: 32, under: "load.kind".to_owned() }]);
    assert!(pack.tree("case").is_some() && pack.tree("other").is_some());
}

/// A fault of each other kind that has a place.
const FIXTURES: &[(&str, &str)] = &[
    (
        "trees/case.ron",
        r#"(
    id: "case" start: "end",
    //       ^ syntax
)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcom(id: "end", $outcome),
//  ^^^^^^ unknown-variant
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", why: "W", why: "W", $outcome),
    //                           ^^^ duplicate-field
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", $outcome, worries: ["$long"]),
    //           ^^^ too-large
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", worries: ["an escape: \u{1b}[2J", "as a byte: \x9b", "and turned round: \u{202e}"], $outcome),
    //                                       ^^^^^^ control-character
    //                                                               ^^^^ control-character
    //                                                                                         ^^^^^^^^ control-character
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "End", nodes: [
    Outcome(id: "End", $outcome),
    //           ^^^ bad-id
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(
    id: "another", start: "end", nodes: [Outcome(id: "end", $outcome)], $tree)
    //   ^^^^^^^ file-name"#,
    ),
    (
        "trees/test.ron",
        r#"(
    id: "test", start: "end", nodes: [Outcome(id: "end", $outcome)], $tree)
    //   ^^^^ bad-id"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "some", nodes: [
    Question(id: "some", $question, kind: Choice(assume: "x", options: [
    //            ^^^^ no-way-on
        (id: "x", label: "X", meaning: "M", to: "end"), (id: "none", label: "N", meaning: "M"),
        //                                                    ^^^^ bad-id
    ])),
    Outcome(id: "end", $outcome),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "some", nodes: [
    Question(id: "some", to: "end", edges: [
        (when: Has("some", "won"), to: "end"),
        //                  ^^^ bad-condition
        (when: Is("some", "one"), to: "end"),
        //         ^^^^ bad-condition
        (when: Any([Not(Is("somer", "one")), AtLeast(1, [In("end", "b")])]), to: "end"),
        //                  ^^^^^ bad-condition
        //                                                   ^^^ bad-condition
    ], $question, $some),
    Outcome(id: "end", $outcome),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "some", nodes: [
    Question(id: "some", to: "end", kind: Select(assume: ["one", "tow"], options: [
    //                                                            ^^^ bad-assumption
        (id: "one", label: "1", meaning: "M"), (id: "two", label: "2", meaning: "M"),
    ]), $question),
    Outcome(id: "end", $outcome),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "gap", nodes: [
    Question(id: "gap", to: "outside", kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org")),
        (id: "high", label: "H", from: 10, below: 20, source: (title: "S", url: "https://example.org")),
        //    ^^^^ bad-bands
    ]), $question),
    Question(id: "outside", to: "end", kind: Number(assume: 99, unit: "GB", min: 0, max: 20, bands: [
    //            ^^^^^^^ bad-assumption
        (id: "all", label: "A", from: 0, below: 20, source: (title: "S", url: "javascript:alert(1)")),
        //                                                                     ^^^^^^^^^^^^^^^^^^^ bad-address
    ]), $question),
    Outcome(id: "end", $outcome),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", revisit: " ", first_steps: [], gains: [(when: All([]), text: "G")],
    //           ^^^ empty-list
    //           ^^^ item-without-id
    //                           ^ empty-text
        recommendation: "R", why: "W", costs: ["C"], wrong_when: "W", alternatives: [], references: ["messaging"], $watch),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", alternatives: [(outcome: "and", right_when: "R")],
    //                                           ^^^ unknown-link
        $advice, references: ["messaging"], $watch),
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", anti_patterns: ["n-plus-one"], next: [(tree: "queues", why: "W")],
    //                                  ^^^^^^^^^^ unknown-link
    //                                                               ^^^^^^ unknown-link
        references: ["messages", "messaging#call-or-queues", "messaging#messaging"], $advice, $watch, alternatives: []),
        //            ^^^^^^^^ dead-reference
        //                        ^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference
], $tree)"#,
    ),
    (
        "trees/case.ron",
        r#"(id: "case", start: "one", nodes: [
    Question(id: "one", fact: "load.kind", to: "two", $question, $yes_no),
    Question(id: "two", fact: "load.kind", to: "end", $question, $some),
    //            ^^^ fact-mismatch
    Outcome(id: "end", $outcome),
], $tree)"#,
    ),
    (
        "assets/anti-patterns.ron",
        r#"[
    (id: "late", title: "T", mistake: "M", why: "W", instead: "I", references: ["messaging#sooner"]),
    //                                                                           ^^^^^^^^^^^^^^^^ dead-reference
    (id: "late", title: "T", mistake: "M", why: "W", instead: "I", references: []),
    //    ^^^^ duplicate-id
    (id: "soon", title: "T", mistake: "M", why: "W", instead: "I", references: [], overrides: true),
    //    ^^^^ overrides
    (id: "fine", title: "T", mistake: "M", why: 7, instead: "I", references: []),
    //                                          ^ wrong-type
]"#,
    ),
    (
        "assets/conflicts.ron",
        r#"[
    (id: "same", between: ((tree: "queue", any: ["call"]), (tree: "queue", any: ["hand-over"])), why: "W", way_out: "O", references: []),
    //                                                             ^^^^^ same-tree
    (id: "none", between: ((tree: "queue", any: []), (tree: "stock", any: ["call"])), why: " ", way_out: "O", references: []),
    //                             ^^^^^ empty-list
    //    ^^^^ empty-text
    (id: "tree", between: ((tree: "queue", any: ["call"]), (tree: "quue", any: ["call"])), why: "W", way_out: "O", references: []),
    //                                                             ^^^^ unknown-link
    (id: "name", between: ((tree: "queue", any: ["cal", "hand-over", "waits"]), (tree: "hall", any: ["call"])), why: "W", way_out: "O",
    //                                            ^^^ unknown-link
    //                                                                ^^^^^ unknown-link
    //                                                                                  ^^^^ unknown-link
        references: ["messaging#call-or-queue"]),
    (id: "from", between: ((tree: "queue", any: ["call"]), (tree: "hall", any: ["call"])), why: "W", way_out: "O", references: [],
        sources: [(title: "S", url: "ftp://example.org")]),
        //                           ^^^^^^^^^^^^^^^^^ bad-address
    (id: "link", between: ((tree: "queue", any: ["call"]), (tree: "hall", any: ["call"])), why: "W", way_out: "O", worries: ["W"],
    //                                                             ^^^^ unknown-link
        references: ["messaging#call-or-quue"]),
        //            ^^^^^^^^^^^^^^^^^^^^^^ dead-reference
    (id: "link", between: ((tree: "queue", any: ["call"])), why: "W", way_out: "O", references: []),
    //                                                  ^ wrong-type
]"#,
    ),
    (
        "assets/references/links.md",
        "# Links\n\n   [there](messaging.md#call-or-queue), [not there](messaging.md#nor-there), [out](../../etc/passwd)\n\
         //                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference\n\
         //                                                                           ^^^^^^^^^^^^^^^^^^^^^^^ bad-address\n",
    ),
];

#[test]
fn every_kind_of_fault_is_marked_at_its_place() {
    let long = "word ".repeat(5_000);
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    for (path, text) in FIXTURES {
        seen.extend(check(path, &text.replace("$long", &long)).iter().map(|place| place.code));
    }
    // Two files have tests of their own.
    seen.extend([FIVE, THREE].into_iter().flat_map(marked).map(|place| place.code));
    // These are of whole files and have no place in a text; tests below provoke them.
    seen.extend([Code::Unreadable, Code::UnknownFile]);
    let unseen: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(unseen.is_empty(), "no fixture has these: {unseen:?}");
}

/// The help that the only fault of a tree gives.
#[track_caller]
fn check_help(nodes: &str, help: &str) {
    let shelf = Shelf::new();
    shelf.put("trees/case.ron", in_full(&format!(r#"(id: "case", start: "one", nodes: [{nodes}], $tree)"#)));
    shelf.put("assets/anti-patterns.ron", r#"[(id: "too-early", title: "T", mistake: "M", why: "W", instead: "I", references: [])]"#);
    let pack = shelf.pack();
    let found: Vec<_> = pack.check().into_iter().map(|finding| finding.diagnostic.help).collect();
    assert_eq!(found, [Some(help.to_owned())], "{nodes}");
}

#[test]
fn names_that_may_have_been_meant_are_given() {
    let end = r#"Outcome(id: "the-end", $outcome)"#;
    let question = |rest: &str| format!(r#"Question(id: "one", {rest}, $question, $yes_no,), {end}"#);
    let outcome = |rest: &str| format!(r#"Outcome(id: "one", {rest}, $advice, $watch,)"#);

    check_help(&question(r#"to: "the-end", edges: [(when: Is("one", "yes"), to: "teh-end")]"#), "did you mean `the-end`?");
    check_help(&question(r#"to: "the-end", workries: []"#), "did you mean `worries`?");
    check_help(&question(r#"to: "the-end", references: ["mesaging"]"#), "did you mean `messaging`?");
    check_help(&question(r#"to: "the-end", references: ["messaging#queue"]"#), "did you mean `call-or-queue`?");
    check_help(&question(r#"to: "the-end", edges: [(when: Is("onne", "yes"), to: "the-end")]"#), "did you mean `one`?");
    check_help(&question(r#"to: "the-end", edges: [(when: Is("one", "yess"), to: "the-end")]"#), "did you mean `yes`?");
    check_help(&question(r#"to: "the-end", edges: [(when: Alll([]), to: "the-end")]"#), "did you mean `All`?");
    check_help(&format!(r#"Qestion(id: "one"), {end}"#), "did you mean `Question`?");
    let select = r#"kind: Select(assume: ["fisrt"], options: [(id: "first", label: "F", meaning: "M")])"#;
    check_help(&format!(r#"Question(id: "one", to: "the-end", {select}, $question), {end}"#), "did you mean `first`?");
    check_help(&outcome(r#"references: ["messaging"], alternatives: [(outcome: "once", right_when: "R")]"#), "did you mean `one`?");
    check_help(&outcome(r#"references: ["messaging"], alternatives: [], anti_patterns: ["to-early"]"#), "did you mean `too-early`?");
    check_help(&outcome(r#"references: ["messaging"], alternatives: [], next: [(tree: "queues", why: "W")]"#), "did you mean `queue`?");
    // Where nothing is near, nothing is guessed, and the help says what there is instead.
    check_help(
        &question(r#"to: "the-end", edges: [(when: Si("one", "yes"), to: "the-end")]"#),
        "one of `Is`, `Has`, `In`, `All`, `Any`, `Not`, `AtLeast`",
    );
    check_help(
        &question(r#"to: "the-end", edges: [(when: Has("one", "yes"), to: "the-end")]"#),
        "`Is` is for a Choice, `Has` for a Select, `In` for a Number",
    );
}

#[test]
fn names_in_conflicts_that_may_have_been_meant_are_given() {
    let shelf = Shelf::new();
    shelf.put("trees/stock.ron", in_full(r#"(id: "stock", start: "end", nodes: [Outcome(id: "end", $outcome)], $tree)"#));
    let sides = r#"(tree: "queue", any: ["hand-ovr"]), (tree: "stok", any: ["end"])"#;
    shelf.put("assets/conflicts.ron", format!(r#"[(id: "one", between: ({sides}), why: "W", way_out: "O", references: [])]"#));
    let pack = shelf.pack();
    let found: Vec<_> = pack.check().into_iter().filter_map(|finding| finding.diagnostic.help).collect();
    assert_eq!(found, ["did you mean `hand-over`?", "did you mean `stock`?"]);
}
