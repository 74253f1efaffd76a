use super::Find;

rule! {
    /// A text that must say something is empty.
    ///
    /// A heading without text under it, or an answer without a word, is all that a reader would see of it.
    ///
    /// ```text
    /// Outcome(id: "call", .., revisit: "", ..),
    /// //                               ^^ empty-text
    /// ```
    ///
    /// # What to do
    ///
    /// Write it. A text that may be left out (`label` of an edge, `alike`, `worries`) is left out as a whole. A reference document begins
    /// with its title: `# Messaging`.
    EmptyText, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack};
    use crate::content::diagnostic::{Code, Span};
    use crate::content::document::parse;

    #[test]
    fn of_nodes_answers_and_items() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "", meaning: "M", to: "end"), (id: "no", label: "N", meaning: "  ", to: "end"),
        //                 ^^ empty-text
        //                                                                                ^^ empty-text
    ])),
    Outcome(id: "end", gains: [(text: " ")], costs: ["C", ""], recommendation: "R", why: "W", first_steps: ["F"], revisit: "R",
    //                                 ^ empty-text
    //                                                    ^^ empty-text
        wrong_when: "W", $watch, alternatives: [], $refs),"#,
        );
    }

    #[test]
    fn of_entries_and_documents() {
        check_pack(&[("assets/glossary.ron", "[(term: \"p99\", meaning: \"\")]\n//                      ^^ empty-text")]);
        let (_, faults) = parse("Words without a title.\n\nMore.\n");
        let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.span())).collect();
        assert_eq!(found, [(Code::EmptyText, Some(Span::new(0, 22)))]);
    }
}
