use super::Find;

rule! {
    /// A control character stands in a text, as such or as an escape.
    ///
    /// A terminal acts upon it instead of showing it: it could move the cursor, rename the window, or turn a line round so that it reads
    /// differently from what it is. Control characters are all of Unicode's but tab and line feed, and those that set the direction of
    /// writing.
    ///
    /// ```text
    /// title: "Caching\u{1b}[2J",
    /// //             ^^^^^^ control-character
    /// ```
    ///
    /// # What to do
    ///
    /// Take it out; `--fix` does so, together with the rest of its sequence. Those of U+0080 to U+009F are left to you: in a text that
    /// was once of another encoding, each of them was a dash or a quote.
    ControlCharacter, Find::ByReading
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check, check_mended, check_mended_nodes};

    #[test]
    fn sequences_and_marks_of_direction_are_taken_out() {
        check_mended_nodes(
            r#"
    Outcome(id: "start", worries: ["red: \u{1b}[31mR\u{1b}[0m", "turned round: \u{202e}"], $outcome),
    //                                   ^^^^^^ control-character
    //                                              ^^^^^^ control-character
    //                                                                         ^^^^^^^^ control-character"#,
            r#"
    Outcome(id: "start", worries: ["red: R", "turned round: "], $outcome),"#,
        );
        check_mended_nodes(
            "
    Outcome(id: \"start\", worries: [\"\u{1b}]0;title\u{7}a\u{2028}b\u{200f}\"], $outcome),
    //                              ^ control-character
    //                                       ^ control-character
    //                                         ^ control-character
    //                                           ^ control-character",
            "
    Outcome(id: \"start\", worries: [\"a b\"], $outcome),",
        );
    }

    #[test]
    fn what_was_once_a_dash_in_another_encoding_is_left_to_its_author() {
        let text = "
    Outcome(id: \"start\", worries: [\"10\u{96}20 GB\", \"\\x9bquoted\"], $outcome),
    //                                ^ control-character
    //                                          ^^^^ control-character";
        check_mended_nodes(text, text);
    }

    #[test]
    fn in_ids_and_documents_too() {
        check_mended_nodes(
            r#"
    Outcome(id: "st\u{0}art", $outcome),
    //             ^^^^^ control-character"#,
            r#"
    Outcome(id: "start", $outcome),"#,
        );
        check_mended("assets/references/signs.md", "# Signs\u{7f}\n//     ^ control-character\n", "# Signs\n");
        check("(id: \"case\", \u{0})\n//           ^ control-character");
    }
}
