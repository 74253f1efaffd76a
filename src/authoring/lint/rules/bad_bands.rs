use super::Find;

rule! {
    /// The bands of a number overlap, leave a gap or do not cover its range.
    ///
    /// A figure in a gap would lead nowhere, and one in an overlap to two places.
    ///
    /// ```text
    /// (id: "small", label: "Small", from: 0, below: 5, ..),
    /// (id: "large", label: "Large", from: 10, below: 100, ..),
    /// //    ^^^^^ bad-bands
    /// ```
    ///
    /// # What to do
    ///
    /// Let the first band begin at `min`, each further one where the one before it ends (`from` of the one is `below` of the other), and the
    /// last one end at `max`. A band holds its `from` and everything up to its `below`, without that; the last one holds `max` too.
    BadBands, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_words};

    #[test]
    fn gaps_overlaps_and_empty_bands() {
        check_nodes(
            r#"
    Question(id: "start", to: "two", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org")),
        (id: "mid", label: "M", from: 10, below: 10, source: (title: "S", url: "https://example.org")),
        //    ^^^ bad-bands
        //    ^^^ bad-bands
        (id: "high", label: "H", from: 9, below: 19, source: (title: "S", url: "https://example.org")),
        //    ^^^^ bad-bands
        //    ^^^^ bad-bands
    ])),
    Question(id: "two", to: "end", kind: Number(assume: 5, unit: "GB", min: 5, max: 5, bands: []), $question, $refs),
    //                                                                              ^ bad-bands
    //                                                                                        ^^ bad-bands
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn both_neighbours_are_shown() {
        check_words(
            r#"Question(id: "start", to: "end", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org")),
        (id: "high", label: "H", from: 10, below: 25, source: (title: "S", url: "https://example.org")),
    ])), Outcome(id: "end", $outcome)"#,
            &[
                (
                    "there is a gap before the band `high`",
                    &["high: begins at 10", "low: ends at 5"],
                    "bands run on from each other: `below` of one is `from` of the next",
                ),
                (
                    "the bands of `start` end at 25, its range at 20",
                    &["high: the last one, ends at 25", "20: the range ends here"],
                    "the last band ends where the range does",
                ),
            ],
        );
    }
}
