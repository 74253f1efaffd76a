use super::Find;

rule! {
    /// A reference leads to a document, or to a heading of it, that does not exist.
    ///
    /// ```text
    /// references: ["scalable-systems#read-replica"],
    /// //            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference
    /// ```
    ///
    /// # What to do
    ///
    /// Take the name that is suggested, or write the section. The part behind `#` is the heading in small letters, without punctuation, with
    /// dashes for spaces, as GitHub has it: `## What's p99, then?` is `whats-p99-then`. Links between documents, `[text](other.md#heading)`,
    /// are looked at too. Whoever renames a heading is told here of everything that named it.
    DeadReference, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended, check_nodes, check_pack};

    #[test]
    fn of_trees_lists_and_documents() {
        check_nodes(
            r#"
    Outcome(id: "start", references: ["messages", "messaging#when-to-ask", "messaging#messaging"], $advice, $watch, alternatives: []),
    //                                 ^^^^^^^^ dead-reference
    //                                             ^^^^^^^^^^^^^^^^^^^^^ dead-reference"#,
        );
        check_pack(&[
            (
                "assets/glossary.ron",
                "[(term: \"p99\", meaning: \"M\", reference: \"nothing\")]\n//                                       ^^^^^^^ dead-reference",
            ),
            (
                "assets/references/links.md",
                "# Links\n\n   [there](messaging.md#call-or-queue), [not there](messaging.md#nor-there), [here](#there)\n\
                 //                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference\n\
                 //                                                                           ^^^^^^^^^^^^^^ dead-reference\n",
            ),
        ]);
    }

    #[test]
    fn the_part_that_is_wrong_is_mended_and_nothing_else() {
        check_mended(
            "trees/case.ron",
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", references: ["Messaging#call-or-queue", "messaging#Call or queue?", "MESSAGING"], $advice, $watch, alternatives: []),
    //                               ^^^^^^^^^^^^^^^^^^^^^^^ dead-reference
    //                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference
    //                                                                                      ^^^^^^^^^ dead-reference
], $tree)"#,
            r#"(id: "case", start: "end", nodes: [
    Outcome(id: "end", references: ["messaging#call-or-queue", "messaging#call-or-queue", "messaging"], $advice, $watch, alternatives: []),
], $tree)"#,
        );
        check_mended(
            "assets/references/links.md",
            "# Links\n\n   [Call-or-queue](messaging.md#Call-or-queue), [l](#Links \"L\")\n\
             // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dead-reference\n\
             //                                              ^^^^^^^^^^^^^^^ dead-reference\n",
            "# Links\n\n   [Call-or-queue](messaging.md#call-or-queue), [l](#links \"L\")\n",
        );
    }
}
