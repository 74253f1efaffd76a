use super::Find;

rule! {
    /// A condition asks about a question or an answer that does not exist, or in a way that does not fit the question.
    ///
    /// ```text
    /// edges: [(when: Is("bottleneck", "raeds"), to: "read-replicas")],
    /// //                               ^^^^^ bad-condition
    /// ```
    ///
    /// # What to do
    ///
    /// Name a question of this tree, and one of its options or bands by id. `Is` asks for the option of a Choice, `Has` for one of a
    /// Select, `In` for the band of a Number. A question of another tree cannot be asked about; give both questions one `fact`. Conditions
    /// on a question that has a fault of form are not reported; mend the question first.
    BadCondition, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended_nodes, check_nodes, check_words};

    #[test]
    fn questions_answers_and_kinds() {
        check_nodes(
            r#"
    Question(id: "start", to: "end", edges: [
        (when: Has("start", "won"), to: "end"),
        //                   ^^^ bad-condition
        (when: Is("start", "one"), to: "end"),
        //         ^^^^^ bad-condition
        (when: Any([Not(Is("stat", "one")), AtLeast(1, [In("end", "b")])]), to: "end"),
        //                  ^^^^ bad-condition
        //                                                  ^^^ bad-condition
    ], $question, $refs, $some),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn slips_and_forms_of_another_kind_are_mended() {
        check_mended_nodes(
            r#"
    Question(id: "start", to: "two", edges: [(when: Is( "start", "two"), to: "end")], $question, $refs, $some),
    //                                                   ^^^^^ bad-condition
    Question(id: "two", to: "three", edges: [(when: All([Has("start", "One"), Is("two", "yes")]), to: "end")], $question, $refs, $yes_no),
    //                                                                 ^^^ bad-condition
    Outcome(id: "three", alternatives: [(id: "a", when: Has("Start", "one"), name: "N", right_when: "R")], $advice, $watch, $refs),
    //                                                       ^^^^^ bad-condition
    Outcome(id: "end", $outcome),"#,
            r#"
    Question(id: "start", to: "two", edges: [(when: Has( "start", "two"), to: "end")], $question, $refs, $some),
    Question(id: "two", to: "three", edges: [(when: All([Has("start", "one"), Is("two", "yes")]), to: "end")], $question, $refs, $yes_no),
    Outcome(id: "three", alternatives: [(id: "a", when: Has("start", "one"), name: "N", right_when: "R")], $advice, $watch, $refs),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn what_there_is_instead_is_named() {
        check_words(
            r#"Question(id: "start", to: "end", edges: [(when: Is("start", "perhaps"), to: "end"), (when: Has("start", "perhaps"), to: "end")],
    $question, $refs, $yes_no), Outcome(id: "end", $outcome)"#,
            &[
                ("`start` has no answer `perhaps`", &["perhaps: not an answer of it"], "its answers are yes, no"),
                (
                    "`Has` asks about a Select, and `start` is a Choice",
                    &["start: "],
                    "write `Is`: `Is` is for a Choice, `Has` for a Select, `In` for a Number",
                ),
            ],
        );
    }
}
