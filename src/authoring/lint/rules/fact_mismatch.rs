use super::Find;

rule! {
    /// Questions of one fact differ in what they have to share.
    ///
    /// A fact is asked once and its answer counts in every tree. That works only if the answer fits each of its questions: they share the
    /// kind, the option ids in their order, the unit, the range and the assumption. Labels, bands and edges may differ.
    ///
    /// ```text
    /// Question(id: "data-size", fact: "data.size", .., kind: Number(unit: "MB", ..)),    // in the other tree: "GB"
    /// //                              ^^^^^^^^^ fact-mismatch
    /// ```
    ///
    /// # What to do
    ///
    /// Ask both alike, or make two facts of it.
    FactMismatch, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack, check_words};

    #[test]
    fn within_a_tree() {
        let nodes = r#"
    Question(id: "start", fact: "load.kind", to: "two", $question, $refs, $yes_no),
    Question(id: "two", fact: "load.kind", to: "end", $question, $refs, $some),
    //                         ^^^^^^^^^ fact-mismatch
    Outcome(id: "end", $outcome),"#;
        check_nodes(nodes);
        check_words(
            nodes,
            &[(
                "`start` and `two` ask for one fact with another kind of question",
                &["load.kind: a Select", "load.kind: a Choice"],
                "one fact has one answer: ask both alike, or make two facts of it",
            )],
        );
    }

    #[test]
    fn between_trees() {
        let tree = |id: &str, unit: &str, mark: &str| {
            format!(
                r#"(id: "{id}", start: "one", nodes: [
    Question(id: "one", fact: "load.size", $question, $refs, kind: Number(assume: 1, unit: "{unit}", min: 0, max: 9, bands: [
    {mark}
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org"), to: "end"),
        (id: "high", label: "H", from: 5, below: 9, source: (title: "S", url: "https://example.org"), to: "out"),
    ])),
    Outcome(id: "end", $outcome), Outcome(id: "out", $outcome),
], $tree)"#
            )
        };
        let mark = "//                         ^^^^^^^^^ fact-mismatch";
        check_pack(&[("trees/one.ron", &tree("one", "GB", "")), ("trees/two.ron", &tree("two", "GB", ""))]);
        check_pack(&[("trees/one.ron", &tree("one", "GB", "")), ("trees/two.ron", &tree("two", "MB", mark))]);
    }
}
