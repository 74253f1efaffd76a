use super::Find;

rule! {
    /// The text of a file is not RON, the form in which data files are written.
    ///
    /// A comma, a bracket or a quote is missing or too many, so that a reader cannot tell where one thing ends and the next begins. Only
    /// the first such fault of a file is told: behind it, nothing can be told apart.
    ///
    /// ```text
    /// (id: "waits" title: "Who waits"),
    /// //         ^ syntax
    /// ```
    ///
    /// # What to do
    ///
    /// Mend what is marked, or what stands right before it: a reader notices a missing bracket only where something no longer fits. Which
    /// bracket is not closed, or is one too many, is told by which brackets match and by how far the lines are indented. A quote
    /// inside a text is written `\"`, or the text is a raw one: `r#"say "no""#`. Most editors mark brackets that do not match.
    Syntax, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_pack};

    #[test]
    fn what_is_missing_is_marked_behind_what_it_is_missing_after() {
        check(
            r#"(
    id: "case" start: "end",
    //       ^ syntax
)"#,
        );
        check(
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", why: "no "way"", $outcome),
    //                          ^ syntax
], $tree)"#,
        );
    }

    #[test]
    fn what_other_forms_of_data_have_is_told() {
        check("(id= \"case\")\n// ^ syntax");
        check("(id: \"case\", title: \"C:\\q\")\n//                     ^^ syntax");
        check("(id: \"case\", version: 1,000)\n//                      ^^^ syntax");
        check(
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", revisit: “R”, $outcome),
    //                          ^ syntax
], $tree)"#,
        );
    }

    #[test]
    fn what_is_open_at_the_end_is_marked() {
        check("  (\n//^ syntax\n    id: \"case\", nodes: [],\n    // no bracket closes it");
        check("  (id: \"case\", nodes: [\n//                    ^ syntax\n    Outcome(id: \"end\"),");
        check_pack(&[("assets/glossary.ron", "[(term: \"a\", meaning: \"M)]\n//                    ^^^^ syntax")]);
    }

    /// The nodes of a tree, each on its own line, with something wrong in the marked place.
    #[track_caller]
    fn check_nodes_and_rest(nodes: &str, rest: &str) {
        check(&format!("(\n    id: \"case\", start: \"one\", $tree,\n    nodes: [\n{nodes}\n{rest}"));
    }

    const END: &str = "        Outcome(id: \"end\", $outcome),";
    const REST: &str = "    ],\n)";

    #[test]
    fn a_bracket_that_is_not_closed_is_told() {
        // Of a question, marked where the next node begins.
        let nodes = r#"
        Question(
            id: "one", to: "end", $question, $yes_no,
        Outcome(id: "end", $outcome),
//      ^^^^^^^^ syntax"#;
        check_nodes_and_rest(nodes, REST);
        // Within a question, marked where that closes.
        let nodes = r#"
        Question(
            id: "one",
            kind: Choice(assume: "a", options: [
                (id: "a", label: "A", meaning: "M"),
            ],
            to: "end", $question,
        ),
//      ^ syntax"#;
        check_nodes_and_rest(&format!("{nodes}\n{END}"), REST);
        let nodes = r#"
        Question(
            id: "one",
            kind: Choice(assume: "a", options: [
                (id: "a", label: "A", meaning: "M",
                (id: "b", label: "B", meaning: "M"),
//              ^ syntax
            ]),
            to: "end", $question,
        ),"#;
        check_nodes_and_rest(&format!("{nodes}\n{END}"), REST);
        // Of the list of nodes, marked at the end of the file.
        check_nodes_and_rest(END, "  )\n//^ syntax");
        // In a line of its own.
        check("(id: \"case\", nodes: [Outcome(id: \"end\"], start: \"end\")\n//                                    ^ syntax");
    }

    #[test]
    fn a_bracket_too_many_is_told() {
        let nodes = r#"
        Question(
            id: "one", to: "end",
            kind: Choice(assume: "a", options: [
                (id: "a", label: "A", meaning: "M"),
            ])),
//            ^ syntax
            $question,
        ),"#;
        check_nodes_and_rest(&format!("{nodes}\n{END}"), REST);
check_nodes_and_rest("        Outcome(id: \"end\")),\n//                        ^ syntax", REST);
        check_nodes_and_rest(END, "    ],\n) )\n//^ syntax");
        check("(id: \"case\", worries: [\"a\"), start: \"end\")\n//                        ^ syntax");
    }

    #[test]
    fn what_other_forms_of_text_have_is_told() {
        check("  # a tree (its first line isn't one)\n//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ syntax\n(id: \"case\")");
        check("(\n    id: \"case\",\n    # its name\n//  ^^^^^^^^^^ syntax\n)");
        check("(\n    id: \"case\", # its name\n//              ^ syntax\n)");
        let nodes = r#"
        Question(
            id: "one",
            edges: [(when: Is("one", "yes") && Is("one", "no"), to: "end")],
            //                              ^^ syntax
        ),"#;
        check_nodes_and_rest(nodes, REST);
    }
}
