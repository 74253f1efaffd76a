use super::Find;

rule! {
    /// A group has a field that there is not.
    ///
    /// It is mostly a slip of the fingers, and nothing is read from a group with one: what the field was to say would be lost.
    ///
    /// ```text
    /// Question(id: "waits", promt: "Does somebody wait?", ..),
    /// //                    ^^^^^ unknown-field
    /// ```
    ///
    /// # What to do
    ///
    /// Take the name that is suggested, or one of the list. Where only one can be meant, and it does not stand there already, `--fix`
    /// writes it.
    UnknownField, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended, check_mended_nodes, check_nodes, check_words};

    #[test]
    fn the_one_that_is_meant_is_put_in_its_place() {
        check_mended_nodes(
            r#"
    Question(id: "start", edges: [(whne: Is("start", "yes"), to: "end")], to: "one", $question, $refs, $yes_no),
    //                             ^^^^ unknown-field
    Outcome(id: "one", Revisit: "R", recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], wrong_when: "W",
    //                 ^^^^^^^ unknown-field
        $watch, alternatives: [], $refs),
    Outcome(id: "end", $outcome),"#,
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "one", $question, $refs, $yes_no),
    Outcome(id: "one", revisit: "R", recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], wrong_when: "W",
        $watch, alternatives: [], $refs),
    Outcome(id: "end", $outcome),"#,
        );
        check_mended(
            "assets/glossary.ron",
            "[(term: \"p99\", meaning: \"M\", alaises: [])]\n//                           ^^^^^^^ unknown-field",
            "[(term: \"p99\", meaning: \"M\", aliases: [])]",
        );
    }

    #[test]
    fn one_that_is_there_already_is_not_written_twice() {
        let nodes = r#"
    Outcome(id: "start", revist: "R", $outcome),
    //                   ^^^^^^ unknown-field"#;
        check_nodes(nodes);
        let help = "`revisit` is here already: take this one out";
        check_words(nodes, &[("there is no field `revist` in outcome", &["revist: not a field here"], help)]);
    }
}
