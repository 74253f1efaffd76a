use super::{Code, Diagnostic, Find, Subject};
use crate::content::diagnostic::Span;

rule! {
    /// A text has yet to be written.
    ///
    /// Texts that begin with `TODO` are where `waypost import` leaves what a flowchart does not say. The tree can be walked with them,
    /// but whoever does so is told less than they came for.
    ///
    /// ```text
    /// why: "TODO: say what the answer decides",
    /// //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unwritten-text
    /// ```
    ///
    /// # What to do
    ///
    /// Write it; the text says what belongs there.
    UnwrittenText, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    const MARK: &str = "\"TODO";
    faults.extend(subject.text.match_indices(MARK).map(|(at, _)| {
        let start = at + 1;
        let rest = subject.text.get(start..).unwrap_or("");
        let length = rest.find(['"', '\n']).unwrap_or(rest.len());
        Diagnostic::new(Code::UnwrittenText, "this text has yet to be written").at(Span::new(start, start + length), "")
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn wherever_it_stands() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "one", prompt: "P?", why: "TODO: why",
    //                                                                                                   ^^^^^^^^^ unwritten-text
        how_to_tell: ["TODO"], assume_why: "A", $refs, $yes_no),
        //             ^^^^ unwritten-text
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),"#,
        );
    }
}
