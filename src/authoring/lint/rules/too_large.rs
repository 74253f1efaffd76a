use super::Find;

rule! {
    /// A file, a text or a list is larger than any that is meant for people to read.
    ///
    /// The limits keep a damaged or ill-meant file from taking the terminal's memory: 64 MB for a file of data and 512 KB for a reference
    /// document, 20,000 bytes for a text, 200 entries for a list, 64 options for a question, 200,000 nodes for a tree, and brackets 64 deep.
    ///
    /// ```text
    /// Outcome(id: "sharding", .., why: "(a chapter of a book)"),
    /// //           ^^^^^^^^ too-large
    /// ```
    ///
    /// # What to do
    ///
    /// Move the detail into a reference document and name its section under `references`, or ask in two questions what one asks.
    TooLarge, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_pack;

    #[test]
    fn texts_lists_and_options() {
        let tree = |worries: &str, options: usize| {
            let option = |at| format!("(id: \"o{at}\", label: \"L\", meaning: \"M\"),");
            let options: String = (0..options).map(option).collect();
            format!(
                r#"(id: "case", start: "one", nodes: [
    Question(id: "one", to: "end", $question, kind: Choice(assume: "o1", options: [{options}])),
    //            ^^^ too-large
    Outcome(id: "end", worries: [{worries}], $outcome),
    //           ^^^ too-large
], $tree)"#
            )
        };
        check_pack(&[("trees/case.ron", &tree(&format!("\"{}\"", "word ".repeat(4_001)), 65))]);
        check_pack(&[("trees/case.ron", &tree(&"\"word\",".repeat(201), 65))]);
    }

    #[test]
    fn brackets_that_nest_deep() {
        let text = format!("(id: \"case\", nodes: [Question(kind: {}\"\"{})])", "Not(".repeat(99), ")".repeat(99));
        let pack = crate::content::tree::parse(&text);
        assert_eq!(pack.1.iter().map(|fault| fault.code.as_str()).collect::<Vec<_>>(), ["too-large"]);
    }
}
