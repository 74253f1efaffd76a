use super::{Code, Diagnostic, Find, Subject};
use crate::content::diagnostic::Span;
use crate::content::source::texts;

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
    const MARK: &str = "TODO";
    // Most files hold none, and need not be looked through text by text.
    if !subject.text.contains(MARK) {
        return;
    }
    let unwritten = texts(subject.text).filter(|span| subject.text.get(span.range()).is_some_and(|text| text.starts_with(MARK)));
    faults.extend(unwritten.map(|span| {
        // Only as far as its first line, which says what belongs there.
        let line = subject.text.get(span.range()).and_then(|text| text.lines().next()).map_or(0, str::len);
        let start = span.start as usize;
        Diagnostic::new(Code::UnwrittenText, "this text has yet to be written").at(Span::new(start, start + line), "")
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn wherever_it_stands() {
        check_nodes(
            r##"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "one", prompt: "P?", why: "TODO: why",
    //                                                                                                   ^^^^^^^^^ unwritten-text
        how_to_tell: ["TODO"], assume_why: "A", $refs, $yes_no),
        //             ^^^^ unwritten-text
        // Once no "TODO" is left, it is done.
    Outcome(id: "end", $outcome),
    Outcome(id: "one", recommendation: "R", why: "Work in the \"TODO\" column", gains: [r#"TODO: raw"#], costs: ["C"], first_steps: ["F"],
    //                                                                                     ^^^^^^^^^ unwritten-text
        revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"##,
        );
    }
}
