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
    /// Mend what is marked, or what stands right before it: a reader notices a missing bracket only where something no longer fits. A quote
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
}
