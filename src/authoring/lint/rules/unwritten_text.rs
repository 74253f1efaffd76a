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
    let mut owners = subject.owners().into_iter().peekable();
    let mut owner = (subject.tree.id.as_str(), Span::default());
    let (mut line, mut counted) = (1, 0);
    let mut group: Option<Unwritten<'_>> = None;
    for span in texts(subject.text).filter(|span| subject.text.get(span.range()).is_some_and(|text| text.starts_with(MARK))) {
        let start = span.start as usize;
        line += subject.text.get(counted..start).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count();
        counted = start;
        while let Some(next) = owners.next_if(|(_, next)| next.start <= span.start) {
            owner = next;
        }
        match &mut group {
            Some(group) if group.owner == owner.0 => group.lines.push(line),
            _ => {
                faults.extend(group.take().map(Unwritten::told));
                // Only as far as its first line, which says what belongs there.
                let length = subject.text.get(span.range()).and_then(|text| text.lines().next()).map_or(0, str::len);
                group = Some(Unwritten { owner: owner.0, first: Span::new(start, start + length), lines: vec![line] });
            }
        }
    }
    faults.extend(group.map(Unwritten::told));
}

/// The texts of a node that have yet to be written: one fault, as it takes one sitting to write them.
struct Unwritten<'a> {
    owner: &'a str,
    first: Span,
    lines: Vec<usize>,
}

impl Unwritten<'_> {
    fn told(self) -> Diagnostic {
        const SHOWN: usize = 12;
        let fault = |message: String| Diagnostic::new(Code::UnwrittenText, message).at(self.first, "");
        if self.lines.len() == 1 {
            return fault(format!("a text of `{}` has yet to be written", self.owner));
        }
        let lines: Vec<String> = self.lines.iter().take(SHOWN).map(usize::to_string).collect();
        let more = if self.lines.len() > SHOWN { ", .." } else { "" };
        let help = format!("they stand in the lines {}{more}", lines.join(", "));
        fault(format!("{} texts of `{}` have yet to be written", self.lines.len(), self.owner)).help(help)
    }
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
        // Once no "TODO" is left, it is done.
    Outcome(id: "end", $outcome),
    Outcome(id: "one", recommendation: "R", why: "Work in the \"TODO\" column", gains: [r#"TODO: raw"#], costs: ["C"], first_steps: ["F"],
    //                                                                                     ^^^^^^^^^ unwritten-text
        revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"##,
        );
    }
}
