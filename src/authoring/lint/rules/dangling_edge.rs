use super::Find;

rule! {
    /// An edge leads to a question or an outcome that does not exist.
    ///
    /// Whoever gives that answer would be left without a next step, so the tree does not load.
    ///
    /// ```text
    /// (id: "no", label: "No", meaning: "..", to: "hand-ovr"),
    /// //                                          ^^^^^^^^ dangling-edge
    /// ```
    ///
    /// # What to do
    ///
    /// Name a node of this tree, or write the one that is missing. An edge never leads into another tree: an outcome names that under
    /// `next`. Edges to a node that has a fault of form are not reported; mend the node first.
    DanglingEdge, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_mended_nodes, check_nodes, open};
    use crate::authoring::lint::lint;

    #[test]
    fn of_the_start_the_question_the_answers_and_the_conditions() {
        check(
            r#"(id: "case", start: "begin", nodes: [
//                   ^^^^^ dangling-edge
    Question(id: "one", edges: [(when: Is("one", "yes"), to: "nowhere")], to: "outside", $question, $refs, $yes_no),
    //                                                        ^^^^^^^ dangling-edge
    //                                                                         ^^^^^^^ dangling-edge
    Outcome(id: "end", $outcome),
], $tree)"#,
        );
    }

    #[test]
    fn a_slip_is_mended() {
        check_mended_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "Hand-Over"),
        //                                         ^^^^^^^^^ dangling-edge
        (id: "no", label: "N", meaning: "M", to: "Wait_a_while"),
        //                                        ^^^^^^^^^^^^ dangling-edge
    ])),
    Outcome(id: "hand-over", $outcome),
    Outcome(id: "wait-a-while", $outcome),"#,
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "hand-over"),
        (id: "no", label: "N", meaning: "M", to: "wait-a-while"),
    ])),
    Outcome(id: "hand-over", $outcome),
    Outcome(id: "wait-a-while", $outcome),"#,
        );
    }

    #[test]
    fn a_question_is_not_led_back_to_itself() {
        let nodes = r#"
    Question(id: "start", to: "strat", $question, $refs, $yes_no),
    //                         ^^^^^ dangling-edge
    Outcome(id: "end", $outcome),
    //           ^^^ unreachable"#;
        check_nodes(nodes);
        assert!(lint(&open(&[&[("trees/case.ron", &format!("(id: \"case\", start: \"start\", $tree, nodes: [{nodes}\n])"))]])).iter().all(|finding| finding.diagnostic.fix.is_none()));
    }
}
