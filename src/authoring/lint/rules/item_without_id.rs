use super::Find;

rule! {
    /// An item of an outcome has a condition and no id.
    ///
    /// What holds only sometimes is part of a walk's result: a saved decision, a comparison and a conflict name it by its id.
    ///
    /// ```text
    /// costs: [(when: Is("region", "many"), text: "Writes cross an ocean.")],
    /// //             ^^^^^^^^^^^^^^^^^^^^ item-without-id
    /// ```
    ///
    /// # What to do
    ///
    /// Give it an id that says what it is about: `(id: "far-writes", when: .., text: ..)`.
    ItemWithoutId, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn the_condition_is_marked() {
        check_nodes(
            r#"
    Question(id: "start", to: "end", $question, $refs, $yes_no),
    Outcome(id: "end", gains: [(when: All([]), text: "G")], costs: ["C", (text: "D")], first_steps: ["F"],
    //           ^^^ item-without-id
        recommendation: "R", why: "W", revisit: "R", wrong_when: "W", $refs, alternatives: [],
        watch: [(when: All([Is("start", "yes")]), metric: "M", figure: "F")],
        //             ^^^^^^^^^^^^^^^^^^^^^^^^^ item-without-id
        sources: [(title: "S", url: "https://example.org")]),"#,
        );
    }
}
