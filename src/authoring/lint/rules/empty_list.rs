use super::Find;

rule! {
    /// A list that must hold something is empty.
    ///
    /// An outcome without costs is advertising, one without first steps leaves its reader where they were, and a question with one option
    /// asks nothing.
    ///
    /// ```text
    /// Outcome(id: "sharding", .., costs: [], ..),
    /// //                                 ^^ empty-list
    /// ```
    ///
    /// # What to do
    ///
    /// Say at least one thing. A Choice has two options or more, a Select one or more; each side of a conflict names a result.
    EmptyList, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack};

    #[test]
    fn of_questions_and_outcomes() {
        check_nodes(
            r#"
    Question(id: "start", to: "end", how_to_tell: [], prompt: "P?", why: "W", assume_why: "A", $refs,
    //            ^^^^^ empty-list
    //                                            ^^ empty-list
        kind: Choice(assume: "yes", options: [(id: "yes", label: "Y", meaning: "M")])),
    Outcome(id: "end", first_steps: [], recommendation: "R", why: "W", gains: ["G"], costs: ["C"], revisit: "R", wrong_when: "W",
    //                              ^^ empty-list
        $watch, alternatives: [], $refs),"#,
        );
    }

    #[test]
    fn of_a_side_of_a_conflict() {
        let tree = |id: &str| format!("(id: \"{id}\", start: \"end\", nodes: [Outcome(id: \"end\", $outcome)], $tree)");
        check_pack(&[
            ("trees/one.ron", &tree("one")),
            ("trees/two.ron", &tree("two")),
            (
                "assets/conflicts.ron",
                r#"[
    (id: "a", between: ((tree: "one", any: []), (tree: "two", any: ["end"])), why: "W", way_out: "O", references: []),
    //                          ^^^ empty-list
]"#,
            ),
        ]);
    }
}
