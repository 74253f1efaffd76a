use super::Find;

rule! {
    /// A name in front of a bracket is none of those that can stand there.
    ///
    /// ```text
    /// kind: Chioce(assume: "yes", options: [..]),
    /// //    ^^^^^^ unknown-variant
    /// ```
    ///
    /// # What to do
    ///
    /// Nodes are `Question(..)` or `Outcome(..)`; kinds are `Choice(..)`, `Select(..)` or `Number(..)`; conditions are `Is(..)`, `Has(..)`,
    /// `In(..)`, `All([..])`, `Any([..])`, `Not(..)` or `AtLeast(2, [..])`. Each begins with a capital letter.
    UnknownVariant, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended_nodes, check_nodes, check_words};

    #[test]
    fn nodes_kinds_and_conditions() {
        check_mended_nodes(
            r#"
    Question(id: "start", edges: [(when: Alll([Is("start", "yes")]), to: "end")], to: "one", $question, $refs, $yes_no),
    //                                   ^^^^ unknown-variant
    outcome(id: "one", $outcome),
//  ^^^^^^^ unknown-variant
    Outcom(id: "end", $outcome),
//  ^^^^^^ unknown-variant"#,
            r#"
    Question(id: "start", edges: [(when: All([Is("start", "yes")]), to: "end")], to: "one", $question, $refs, $yes_no),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn all_are_named_where_none_is_near() {
        let nodes = r#"
    Question(id: "start", edges: [(when: Si("start", "yes"), to: "end")], to: "end", $question, $refs, $yes_no),
    //                                   ^^ unknown-variant
    Outcome(id: "end", $outcome),"#;
        check_nodes(nodes);
        let help = "one of `Is`, `Has`, `In`, `All`, `Any`, `Not`, `AtLeast`";
        check_words(nodes, &[("`Si` is not known here", &["Si: not one of the forms that can stand here"], help)]);
    }
}
