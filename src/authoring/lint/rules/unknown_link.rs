use super::Find;

rule! {
    /// An alternative, an anti-pattern, a next tree or a side of a conflict is named that does not exist.
    ///
    /// ```text
    /// next: [(tree: "scailng", why: "..")],
    /// //             ^^^^^^^ unknown-link
    /// ```
    ///
    /// # What to do
    ///
    /// Take the name that is suggested, or write what is missing. An alternative is either an `outcome` of this tree or the `name` of
    /// something that it does not end in. Anti-patterns are those of `assets/anti-patterns.ron`. A side of a conflict names outcomes,
    /// conditional items or `also` entries of its tree; those of a tree that does not load are not looked at.
    UnknownLink, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_mended, check_nodes, check_pack};

    #[test]
    fn of_outcomes() {
        check(
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", alternatives: [(outcome: "other", right_when: "R"), (right_when: "R"), (outcome: "end", name: "N", right_when: "R")],
    //                                           ^^^^^ unknown-link
    //                                                                                   ^ unknown-link
    //                                                                                                   ^^^ unknown-link
        $advice, $refs, $watch),
], $tree)"#,
        );
        check_nodes(
            r#"
    Outcome(id: "start", anti_patterns: ["n-plus-one"], next: [(tree: "queues", why: "W")], $outcome),
    //                                    ^^^^^^^^^^ unknown-link
    //                                                                 ^^^^^^ unknown-link"#,
        );
    }

    #[test]
    fn a_slip_is_mended() {
        check_mended(
            "trees/case.ron",
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", next: [(tree: "Case", why: "W")], $outcome),
    //                                ^^^^ unknown-link
], $tree)"#,
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", next: [(tree: "case", why: "W")], $outcome),
], $tree)"#,
        );
    }

    #[test]
    fn of_conflicts() {
        let tree = |id: &str| format!("(id: \"{id}\", start: \"end\", nodes: [Outcome(id: \"end\", $outcome)], $tree)");
        check_pack(&[
            ("trees/one.ron", &tree("one")),
            ("trees/two.ron", &tree("two")),
            ("trees/bad.ron", "  (\n//^ syntax"),
            (
                "assets/conflicts.ron",
                r#"[
    (id: "a", between: ((tree: "one", any: ["end", "and"]), (tree: "too", any: ["end"])), why: "W", way_out: "O", references: []),
    //                                              ^^^ unknown-link
    //                                                              ^^^ unknown-link
    (id: "b", between: ((tree: "one", any: ["end"]), (tree: "bad", any: ["whatever"])), why: "W", way_out: "O", references: []),
]"#,
            ),
        ]);
    }
}
