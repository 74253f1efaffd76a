use super::Find;

rule! {
    /// Two nodes, answers, items or entries share an id.
    ///
    /// An edge, a condition or a saved answer that names it could mean either.
    ///
    /// ```text
    /// Question(id: "replica-lag", ..),
    /// Question(id: "replica-lag", ..),
    /// //            ^^^^^^^^^^^ duplicate-id
    /// ```
    ///
    /// # What to do
    ///
    /// Give one of them another id, and name that where it is meant. Conditional items and `also` entries of an outcome, and the `also`
    /// entries of the tree, all differ from each other, because a result names them side by side.
    DuplicateId, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack, check_words};

    #[test]
    fn of_nodes_answers_and_items() {
        check_nodes(
            r#"
    Question(id: "start", to: "end", $question, $refs, kind: Choice(assume: "a", options: [
        (id: "a", label: "A", meaning: "M"), (id: "a", label: "B", meaning: "M"),
        //                                         ^ duplicate-id
    ])),
    Outcome(id: "end", $outcome),
    Outcome(id: "end", $outcome),
    //           ^^^ duplicate-id
    Outcome(id: "two", also: [(id: "c", aspect: "a", recommendation: "R", why: "W"), (id: "c", aspect: "b", recommendation: "R", why: "W")], $outcome),
    //                                                                                     ^ duplicate-id
    //           ^^^ unreachable"#,
        );
    }

    #[test]
    fn of_entries_with_the_first_one_shown() {
        check_pack(&[(
            "assets/anti-patterns.ron",
            r#"[
    (id: "late", title: "T", mistake: "M", why: "W", instead: "I", references: []),
    (id: "late", title: "T", mistake: "M", why: "W", instead: "I", references: []),
    //    ^^^^ duplicate-id
]"#,
        )]);
        check_words(
            r#"Outcome(id: "start", $outcome), Outcome(id: "start", $outcome)"#,
            &[("two nodes are called `start`", &["start: the second one", "start: the first one"], "give one of them another id")],
        );
    }
}
