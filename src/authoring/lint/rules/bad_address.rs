use super::Find;

rule! {
    /// An address is not one of http or https.
    ///
    /// Addresses are opened from the screen and stand in exports. One of another kind (`javascript:`, `file:`) could do harm there, and one
    /// without its scheme leads nowhere.
    ///
    /// ```text
    /// sources: [(title: "PostgreSQL 18", url: "www.postgresql.org/docs/18")],
    /// //                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-address
    /// ```
    ///
    /// # What to do
    ///
    /// Write it in full: `https://www.postgresql.org/docs/18/`. What has no address is a reference document of the pack.
    BadAddress, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack};

    #[test]
    fn of_bands_and_sources() {
        check_nodes(
            r#"
    Question(id: "start", to: "end", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "all", label: "A", from: 0, below: 20, source: (title: "S", url: "javascript:alert(1)")),
        //                                                                     ^^^^^^^^^^^^^^^^^^^ bad-address
    ])),
    Outcome(id: "end", sources: [(title: "S", url: "https://two words.org")], $advice, $refs, watch: [(metric: "M", figure: "F")], alternatives: []),
    //                                              ^^^^^^^^^^^^^^^^^^^^^ bad-address"#,
        );
    }

    #[test]
    fn of_lists_and_documents() {
        check_pack(&[
            (
                "assets/anti-patterns.ron",
                r#"[
    (id: "a", title: "T", mistake: "M", why: "W", instead: "I", references: [], sources: [(title: "S", url: "ftp://example.org")]),
    //                                                                                                       ^^^^^^^^^^^^^^^^^ bad-address
]"#,
            ),
            (
                "assets/references/links.md",
                "# Links\n\n   [out](../../etc/passwd)\n// ^^^^^^^^^^^^^^^^^^^^^^^ bad-address\n",
            ),
        ]);
    }
}
