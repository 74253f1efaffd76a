use super::Find;

rule! {
    /// A group lacks a field that it has to have.
    ///
    /// ```text
    /// Question(id: "waits", prompt: "Does somebody wait?", kind: Choice(..)),
    /// // ^^^^^ missing-field
    /// ```
    ///
    /// # What to do
    ///
    /// Add the field; the help line says what belongs in it. The tables of the authors' guide (trees/README.md) say which fields a group
    /// has, and which of them may be left out. All that a group lacks is told at once, and so are the other groups of the same question,
    /// outcome or entry that lack some.
    MissingField, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_pack, check_words};

    #[test]
    fn marked_where_it_is_missing() {
        // The last field ends in a bracket, and no comma follows it: that bracket is not the one in which something is missing.
        check(
            r#"(id: "case", start: "end", nodes: [
    Question(id: "one", to: "end", prompt: "P?", how_to_tell: ["H"], assume_why: "A", $yes_no),
//  ^^^^^^^^^ missing-field
    Outcome(id: "end", $outcome),
], $tree)"#,
        );
        check("  (id: \"case\", start: \"end\", nodes: [Outcome(id: \"end\", $outcome)], title: \"T\", summary: \"S\")\n//^ missing-field");
    }

    #[test]
    fn marked_under_the_group_that_lacks_it() {
        // Not under one beside it or around it, though these may come first, or end later.
        check(
            r#"(id: "case", start: "one", nodes: [
    Question(id: "one", to: "end", kind: Select(assume: [], options: [
        (id: "some", label: "S", meaning: "M"),
        (id: "more", label: "(M"),
    //  ^ missing-field
        (id: "most", label: "S", meaning: "M"),
    ]), $question),
    Question(id: "two", to: "end", kind: Number(assume: 1, unit: "GB", min: 0, max: 9, bands: [
        (id: "all", label: "A", from: 0, below: 9, source: (title: "S")),
        //                                                 ^ missing-field
    ]), $question),
    Question(id: "three", to: "end", kind: Choice(options: [(id: "yes", label: "Y", meaning: "M")]), $question),
    //                                     ^^^^^^^ missing-field
    Outcome(id: "four", alternatives: [(name: "(N)")], references: [], $advice, $watch),
    //                                 ^ missing-field
    Outcome(id: "end", $outcome),
], $tree)"#,
        );
        check_pack(&[("assets/glossary.ron", "[ (term: \"p99\")]\n//^ missing-field")]);
    }

    #[test]
    fn the_help_says_what_belongs_there() {
        let nodes = r#"
    Question(id: "start", to: "end", prompt: "P?", how_to_tell: ["H"], assume_why: "A", $yes_no),
    Question(id: "two", to: "end", $question, kind: Choice(assume: "a", options: [(id: "a", label: "A")])),
    Outcome(id: "end", $outcome),"#;
        check_words(
            nodes,
            &[
                ("question has no field `why`", &["Question(: `why` is missing in here"], "add `why: \"what the answer decides\"`"),
                ("option has no field `meaning`", &["(: `meaning` is missing in here"], "add `meaning: \"what choosing it says, in a sentence\"`"),
            ],
        );
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        check(
            r#"  (id: "case", start: "one", nodes: [
//^ missing-field
    Question(id: "one", to: "end", kind: Choice(options: [
//  ^^^^^^^^^ missing-field
    //                                   ^^^^^^^ missing-field
        (id: "yes"),
    //  ^ missing-field
        (id: "no", label: "N", meaning: "M"),
        (id: "maybe", lable: "N"),
        (id: "never", /* label: "no", */ meaning: ") label: (", to: "end"),
    //  ^ missing-field
    ])),
    Outcome(id: "end", watch: [(id: "w", when: All([Is("one", "yes")]), metric: "M")], gains: ["G", (when: Is("one", "no"))], sources: []),
//  ^^^^^^^^ missing-field
    //                         ^ missing-field
    //                                                                                              ^ missing-field
])"#,
        );
        check_pack(&[(
            "assets/anti-patterns.ron",
            "[ (id: \"one\"),\n//^ missing-field\n  (id: \"two\", sources: [(title: \"T\")]),\n//                      ^ missing-field\n]",
        )]);
    }

    #[test]
    fn the_help_says_what_the_first_few_hold() {
        check_words(
            r#"
    Question(id: "start", to: "end", prompt: "P?", how_to_tell: ["H"], $yes_no),
    Outcome(id: "end"),"#,
            &[
                (
                    "question has no fields `why`, `assume_why`",
                    &["Question(: these are missing in here"],
                    "add `why: \"what the answer decides\"`, `assume_why: \"why that assumption is the cheapest to be wrong about\"`",
                ),
                (
                    "outcome has no fields `recommendation`, `why`, `gains`, `costs`, `first_steps`, `watch`, `revisit`, `wrong_when`, \
                     `alternatives`, `references`, `sources`",
                    &["Outcome(: these are missing in here"],
                    "add `recommendation: \"what to do, in a line\"`, `why: \"why it fits\"`, `gains: [\"what it brings\"]`; the authors' \
                     guide, trees/README.md, says what the others hold",
                ),
            ],
        );
    }
}
