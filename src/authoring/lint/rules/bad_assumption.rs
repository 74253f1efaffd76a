use super::Find;

rule! {
    /// What a question assumes is none of its answers.
    ///
    /// "Not sure" goes on with the assumption, so there has to be one, and it has to be an answer that could be given.
    ///
    /// ```text
    /// kind: Choice(assume: "raeds", options: [(id: "reads", ..), (id: "writes", ..)]),
    /// //                    ^^^^^ bad-assumption
    /// ```
    ///
    /// # What to do
    ///
    /// Name the option that is the cheapest to be wrong about; of a selection, a list of them, which may be empty (`[]`); of a number, a
    /// figure between `min` and `max`.
    BadAssumption, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_mended_nodes, check_nodes};

    #[test]
    fn of_each_kind_of_question() {
        check_nodes(
            r#"
    Question(id: "start", to: "two", kind: Select(assume: ["one", "ten"], options: [
    //                                                             ^^^ bad-assumption
        (id: "one", label: "1", meaning: "M"), (id: "two", label: "2", meaning: "M"),
    ]), $question, $refs),
    Question(id: "two", to: "end", kind: Number(assume: 99, unit: "GB", min: 0, max: 20, bands: [
    //                                                  ^^ bad-assumption
        (id: "all", label: "A", from: 0, below: 20, source: (title: "S", url: "https://example.org")),
    ]), $question, $refs),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn a_slip_is_mended() {
        check_mended_nodes(
            r#"
    Question(id: "start", kind: Choice(assume: "Writes", options: [
    //                                          ^^^^^^ bad-assumption
        (id: "reads", label: "R", meaning: "M", to: "end"), (id: "writes", label: "W", meaning: "M", to: "one"),
    ]), $question, $refs),
    Outcome(id: "one", $outcome), Outcome(id: "end", $outcome),"#,
            r#"
    Question(id: "start", kind: Choice(assume: "writes", options: [
        (id: "reads", label: "R", meaning: "M", to: "end"), (id: "writes", label: "W", meaning: "M", to: "one"),
    ]), $question, $refs),
    Outcome(id: "one", $outcome), Outcome(id: "end", $outcome),"#,
        );
    }
}
