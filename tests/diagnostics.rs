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

use waypost::content::diagnostic::Code;

use shelf::{Place, Shelf, drawn, file_name, in_full, marked, place, still_works};

#[path = "diagnostics/hostile.rs"]
mod hostile;
#[path = "diagnostics/mutated.rs"]
mod mutated;
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

/// Lists with faults in several of their entries: none hides another, and the sound ones go on counting.
const LISTS: &[(&str, &str)] = &[
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
    //                                                                                      ^ empty-text
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
    //                    ^ wrong-type
]"#,
    ),
];

#[test]
fn every_faulty_entry_of_a_list_is_told_in_one_run() {
    for (path, text) in LISTS {
        check(path, text);
    }
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
        "write `Is`: `Is` is for a Choice, `Has` for a Select, `In` for a Number",
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
