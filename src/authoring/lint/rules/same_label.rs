use super::{Code, Diagnostic, Find, Subject};
use crate::content::diagnostic::Span;

rule! {
    /// Two answers of a question read the same.
    ///
    /// Nobody can tell them apart on the screen, in an export, or when somebody reads them out.
    ///
    /// ```text
    /// (id: "often", label: "Often", ..),
    /// (id: "daily", label: "Often", ..),
    /// //    ^^^^^ same-label
    /// ```
    ///
    /// # What to do
    ///
    /// Say in the labels what sets them apart.
    SameLabel, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    for (_, question) in subject.tree.questions() {
        let labels: Vec<(&str, Span)> = question.answers().map(|(_, label, span)| (label, span)).collect();
        for (at, (label, span)) in labels.iter().enumerate() {
            let Some((_, first)) = labels.iter().take(at).find(|(other, _)| other == label) else { continue };
            let fault = Diagnostic::new(Code::SameLabel, format!("two answers of `{}` read `{label}`", question.id));
            faults.push(fault.at(*span, "the second one").at(*first, "the first one").help("say in the labels what sets them apart"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn of_options_and_bands() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Often", meaning: "M", to: "two"),
        (id: "no", label: "Often", meaning: "N", to: "end"),
        //    ^^ same-label
    ])),
    Question(id: "two", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org"), to: "end"),
        (id: "high", label: "L", from: 5, below: 20, source: (title: "S", url: "https://example.org"), to: "one"),
        //    ^^^^ same-label
    ])),
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),"#,
        );
    }
}
