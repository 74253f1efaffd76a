use super::Find;

rule! {
    /// An entry takes the place of another pack's without saying so, or says that it does and there is none.
    ///
    /// Nobody shall get other advice than the pack below gives without somebody having meant it. And where the entry below was renamed,
    /// both would be there side by side.
    ///
    /// ```text
    /// (id: "scaling", .., overrides: true, ..    // and there is no other `scaling`
    /// // // ^^^^^^^ overrides
    /// ```
    ///
    /// # What to do
    ///
    /// If it is meant, say `overrides: true` (in a reference document, in a comment: `<!-- overrides: true -->`); if not, give it another
    /// id. If there is none below, follow its new name or take `overrides` out. Such a tree does not load, and such an entry or document
    /// does not count.
    Overrides, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_packs;

    #[test]
    fn with_and_without_an_entry_below() {
        let tree = |overrides: &str| {
            format!(
                "(\n    id: \"case\", start: \"end\", nodes: [Outcome(id: \"end\", $outcome)], $tree {}",
                match overrides {
                    "wrongly" => ", overrides: true)\n//       ^^^^ overrides",
                    "rightly" => ", overrides: true)",
                    "not said" => ")\n//       ^^^^ overrides",
                    _ => ")",
                }
            )
        };
        check_packs(&[&[("trees/case.ron", &tree("wrongly"))]]);
        check_packs(&[&[("trees/case.ron", &tree(""))], &[("trees/case.ron", &tree("rightly"))]]);
    }

    #[test]
    fn of_entries() {
        let entry = |id: &str, end: &str| format!("(id: \"{id}\", title: \"T\", text: \"T\"{end}");
        check_packs(&[
            &[("assets/principles.ron", &format!("[{})]", entry("one", "")))],
            &[(
                "assets/principles.ron",
                &format!("[{}),\n//     ^^^ overrides\n {}, overrides: true)]\n//     ^^^ overrides", entry("one", ""), entry("two", "")),
            )],
        ]);
    }
}
