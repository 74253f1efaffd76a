use super::Find;

rule! {
    /// An id is not lower-case words joined by dashes, or is one that is reserved.
    ///
    /// Ids stand in saved answers, in addresses and on command lines, where case, spaces and other signs get lost or mean something else.
    /// `none` and `unsure` are answers of their own; a tree that is called like a command (`ask`, `lint`, `test`, ..) could not be opened.
    ///
    /// ```text
    /// (id: "Read_Replicas", label: "Read replicas", ..),
    /// //    ^^^^^^^^^^^^^ bad-id
    /// ```
    ///
    /// # What to do
    ///
    /// Write it with dashes and small letters: `read-replicas`. A fact has a dot too: `workload.mix`. What people read is the label, which
    /// may say what you like. `--fix` does so where nothing else in the file says the wrong one.
    BadId, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_mended_nodes, check_nodes, check_pack, open};
    use crate::authoring::lint::lint;

    #[test]
    fn of_nodes_options_items_and_facts() {
        check(
            r#"(id: "case", start: "End", nodes: [
    Outcome(id: "End", also: [(id: "-", aspect: "The Split", recommendation: "R", why: "W")], $outcome),
    //           ^^^ bad-id
    //                              ^ bad-id
    //                                           ^^^^^^^^^ bad-id
], $tree)"#,
        );
        check_nodes(
            r#"
    Question(id: "start", fact: "load", to: "end", $question, $refs, kind: Choice(assume: "a", options: [
    //                           ^^^^ bad-id
        (id: "a", label: "A", meaning: "M"), (id: "none", label: "N", meaning: "M"),
        //                                         ^^^^ bad-id
    ])),
    Outcome(id: "e\u{6e}d", $outcome),
    //          ^^^^^^^^^^ bad-id"#,
        );
    }

    #[test]
    fn a_tree_called_like_a_command() {
        check_pack(&[(
            "trees/test.ron",
            r#"(
    id: "test", start: "end", nodes: [Outcome(id: "end", $outcome)], $tree)
    //   ^^^^ bad-id"#,
        )]);
    }

    #[test]
    fn one_that_nothing_else_names_is_mended() {
        check_mended_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "one"),
        (id: "Not_yet", label: "N", meaning: "M", to: "end"),
        //    ^^^^^^^ bad-id
    ])),
    Outcome(id: "end", also: [(id: "Way_Out", aspect: "a", recommendation: "R", why: "W")], $outcome),
    //                              ^^^^^^^ bad-id
    Outcome(id: "one", $outcome),"#,
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "one"),
        (id: "not-yet", label: "N", meaning: "M", to: "end"),
    ])),
    Outcome(id: "end", also: [(id: "way-out", aspect: "a", recommendation: "R", why: "W")], $outcome),
    Outcome(id: "one", $outcome),"#,
        );
    }

    #[test]
    fn one_that_a_conflict_names_is_left_to_the_author() {
        let tree = r#"(id: "case", start: "start", $tree, nodes: [
    Outcome(id: "start", also: [(id: "Too_Big", aspect: "a", recommendation: "R", why: "W")], $outcome),
    //                                ^^^^^^^ bad-id
])"#;
        let conflict = |name: &str| {
            format!("[(id: \"a\", between: ((tree: \"case\", any: [\"{name}\"]), (tree: \"other\", any: [\"start\"])), why: \"W\", way_out: \"O\", references: [])]")
        };
        let other = r#"(id: "other", start: "start", $tree, nodes: [Outcome(id: "start", $outcome)])"#;
        for (name, is_fixed) in [("Too_Big", false), ("too-big", true)] {
            let conflict = conflict(name);
            let files = [("trees/case.ron", tree), ("trees/other.ron", other), ("assets/conflicts.ron", conflict.as_str())];
            check_pack(&files);
            let pack = open(&[&files]);
            assert!(lint(&pack).iter().all(|finding| finding.diagnostic.fix.is_some() == is_fixed), "{name}");
        }
    }
}
