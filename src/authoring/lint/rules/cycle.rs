use super::Find;

rule! {
    /// The edges of a tree go round in a circle.
    ///
    /// A walk could go on for ever, and a question that is asked again would take its own earlier answer. Conditions are not looked at: a
    /// circle that they happen to break today is one that the next change closes.
    ///
    /// ```text
    /// Question(id: "measure", .., to: "one-server"),
    /// //                               ^^^^^^^^^^ cycle
    /// ```
    ///
    /// # What to do
    ///
    /// Let the edge lead onwards: to a question of its own that asks again in other words, or to an outcome that says what to do and when
    /// to come back. The message names the way round.
    Cycle, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn the_edge_that_closes_it_is_marked() {
        check_nodes(
            r#"
    Question(id: "start", to: "two", $question, $refs, $yes_no),
    Question(id: "two", edges: [(when: Is("two", "yes"), to: "start")], to: "three", $question, $refs, $yes_no),
    //                                                        ^^^^^ cycle
    Question(id: "three", edges: [(when: Is("three", "yes"), to: "end")], to: "three", $question, $refs, $yes_no),
    //                                                                         ^^^^^ cycle
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn ways_that_meet_again_are_none() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "two")], to: "three", $question, $refs, $yes_no),
    Question(id: "two", edges: [(when: Is("two", "yes"), to: "end")], to: "three", $question, $refs, $yes_no),
    Question(id: "three", edges: [(when: Is("three", "yes"), to: "end")], to: "out", $question, $refs, $yes_no),
    Outcome(id: "end", $outcome), Outcome(id: "out", $outcome),"#,
        );
    }
}
