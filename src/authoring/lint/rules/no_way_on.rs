use super::Find;

rule! {
    /// A question leads nowhere for some of its answers.
    ///
    /// Something must always hold: either each answer has a `to`, or the question has one for the rest. Of a selection, whose answers are
    /// sets, the question always has one: it is taken for "none of these" too. Conditions are not looked into: that they leave nothing
    /// over cannot be seen at a glance, so that the next author would break it.
    ///
    /// ```text
    /// Question(id: "waits", .., kind: Choice(assume: "yes", options: [
    /// //            ^^^^^ no-way-on
    ///     (id: "yes", label: "Yes", meaning: "..", to: "call"),
    ///     (id: "no", label: "No", meaning: ".."),
    /// ])),
    /// ```
    ///
    /// # What to do
    ///
    /// Give the answers that are named a `to`, or give the question one.
    NoWayOn, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_words};

    #[test]
    fn of_each_kind_of_question() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "x", options: [
    //            ^^^^^ no-way-on
        (id: "x", label: "X", meaning: "M", to: "two"), (id: "y", label: "Y", meaning: "M"),
    ])),
    Question(id: "two", edges: [(when: Has("two", "one"), to: "end")], $question, $refs, $some),
    //            ^^^ no-way-on
    Question(id: "three", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 9, bands: [
    //            ^^^^^ no-way-on
    //            ^^^^^ unreachable
        (id: "all", label: "A", from: 0, below: 9, source: (title: "S", url: "https://example.org")),
    ])),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn the_answers_without_a_way_are_named() {
        check_words(
            r#"Question(id: "start", $question, $refs, kind: Choice(assume: "x", options: [
    (id: "x", label: "X", meaning: "M", to: "end"), (id: "y", label: "Y", meaning: "M"), (id: "z", label: "Z", meaning: "M"),
])), Outcome(id: "end", $outcome)"#,
            &[(
                "`start` leads nowhere for the answers `y`, `z`",
                &["start: has no `to` for the rest", "y: has no `to`", "z: has no `to`"],
                "give each of these answers a `to`, or give the question one for the rest",
            )],
        );
    }
}
