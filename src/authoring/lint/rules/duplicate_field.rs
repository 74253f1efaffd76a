use super::Find;

rule! {
    /// A field is given twice in one group.
    ///
    /// Which of the two counts would be a matter of chance, so neither does.
    ///
    /// ```text
    /// Outcome(id: "call", why: "It is simple.", .., why: "Nobody waits.", ..),
    /// //                                            ^^^ duplicate-field
    /// ```
    ///
    /// # What to do
    ///
    /// Keep one of the two. Where both say the same, `--fix` takes the second one out.
    DuplicateField, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended_nodes, check_nodes};

    #[test]
    fn of_two_that_say_the_same_the_second_one_goes() {
        check_mended_nodes(
            r#"
    Outcome(id: "start", wrong_when: "W", wrong_when: "W", recommendation: "R", why: "W", gains: ["G"], costs: ["C"],
    //                                    ^^^^^^^^^^ duplicate-field
        first_steps: ["F"], revisit: "R", $watch, alternatives: [], $refs),"#,
            r#"
    Outcome(id: "start", wrong_when: "W", recommendation: "R", why: "W", gains: ["G"], costs: ["C"],
        first_steps: ["F"], revisit: "R", $watch, alternatives: [], $refs),"#,
        );
        check_mended_nodes(
            "
    Outcome(
        id: \"start\",
        next: [],
        worries: [\"a\"],
        next: [],
    //  ^^^^ duplicate-field
        $outcome
    ),",
            "
    Outcome(
        id: \"start\",
        next: [],
        worries: [\"a\"],
        $outcome
    ),",
        );
        check_mended_nodes(
            r#"
    Outcome(id: "start", also: [(id: "a", aspect: "a", recommendation: "R", why: "W", aspect: "a")], $outcome),
    //                                                                                ^^^^^^ duplicate-field"#,
            r#"
    Outcome(id: "start", also: [(id: "a", aspect: "a", recommendation: "R", why: "W", )], $outcome),"#,
        );
    }

    #[test]
    fn a_line_that_was_doubled_goes_as_a_whole() {
        check_mended_nodes(
            r#"
    Outcome(
        id: "start", next: [], worries: ["a"],
        next: [], worries: ["a"],
    //  ^^^^ duplicate-field
        $outcome
    ),"#,
            r#"
    Outcome(
        id: "start", next: [], worries: ["a"],
        $outcome
    ),"#,
        );
    }

    #[test]
    fn two_that_differ_are_left_to_the_author() {
        check_nodes(
            r#"
    Outcome(id: "start", why: "W", why: "V", $outcome),
    //                             ^^^ duplicate-field"#,
        );
    }
}
