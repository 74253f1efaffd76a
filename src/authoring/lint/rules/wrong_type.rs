use super::Find;

rule! {
    /// A value of another kind stands where a text, a number, a list or a group is wanted.
    ///
    /// ```text
    /// how_to_tell: "Look at the slow query log",
    /// //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-type
    /// ```
    ///
    /// # What to do
    ///
    /// Write the value in the form that the message names: a text in quotes, a number without them, a list in square brackets even if it
    /// has one entry, a group in round brackets with the names of its fields. What begins with a name, such as `Choice(..)` or `Is(..)`,
    /// keeps its name.
    WrongType, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_pack};

    #[test]
    fn each_kind_of_value() {
        check(
            r#"(id: "case", start: "one", nodes: [
    Question(id: "one", to: 3, $question, $yes_no),
    //                      ^ wrong-type
    Question(id: "two", how_to_tell: "H", to: "one", $question, $yes_no),
    //                               ^^^ wrong-type
    Question(id: "three", prompt: ["P?"], to: "one", $question, $yes_no),
    //                            ^ wrong-type
    Question(id: "four", kind: (assume: "yes", options: []), $question),
    //                         ^ wrong-type
    Outcome(id: "end", gains: [7], next: ["scaling"], $outcome),
    //                         ^ wrong-type
    Outcome(id: "out", next: ["scaling"], $outcome),
    //                        ^^^^^^^^^ wrong-type
], $tree)"#,
        );
        check("(id: \"case\", \"version\": 1)\n//           ^^^^^^^^^ wrong-type");
        check("(id: 'case')\n//   ^ wrong-type");
    }

    #[test]
    fn conditions_and_sides_with_too_few_values() {
        check(
            r#"(id: "case", start: "one", nodes: [
    Question(id: "one", edges: [(when: Is("one"), to: "end")], to: "end", $question, $yes_no),
    //                                 ^^^ wrong-type
    Outcome(id: "end", $outcome),
], $tree)"#,
        );
        check_pack(&[(
            "assets/conflicts.ron",
            r#"[
    (id: "link", between: ((tree: "queue", any: ["call"])), why: "W", way_out: "O", references: []),
    //                    ^ wrong-type
]"#,
        )]);
    }
}
