use super::Find;

rule! {
    /// Both sides of a conflict are of one tree.
    ///
    /// A conflict is about the results of two walks. What one tree recommends beside itself is for that tree to get right.
    ///
    /// ```text
    /// between: ((tree: "scaling", any: ["cache-first"]), (tree: "scaling", any: ["sharding"])),
    /// //                                                         ^^^^^^^ same-tree
    /// ```
    ///
    /// # What to do
    ///
    /// Name another tree, or let conditions of the tree see to it that only one of the two is said.
    SameTree, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_pack;

    #[test]
    fn the_second_side_is_marked() {
        check_pack(&[
            ("trees/case.ron", "(id: \"case\", start: \"end\", nodes: [Outcome(id: \"end\", $outcome)], $tree)"),
            (
                "assets/conflicts.ron",
                r#"[
    (id: "a", between: ((tree: "case", any: ["end"]), (tree: "case", any: ["end"])), why: "W", way_out: "O", references: []),
    //                                                        ^^^^ same-tree
]"#,
            ),
        ]);
    }
}
