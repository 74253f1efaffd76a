use super::{Code, Diagnostic, Find, Subject};

rule! {
    /// A question or an outcome names nothing to read.
    ///
    /// Whoever doubts the advice, or has never met the matter, looks for the text behind it: `r` opens it.
    ///
    /// ```text
    /// Question(id: "replica-lag", .., references: []),
    /// //            ^^^^^^^^^^^ missing-references
    /// ```
    ///
    /// # What to do
    ///
    /// Name the section that explains it: `references: ["scalable-systems#read-replicas"]`. If there is none, write one: a file under
    /// `assets/references/`, whose headings are what can be named.
    MissingReferences, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    let questions = subject.tree.questions().map(|(_, question)| (&question.id, question.span, question.references.is_empty()));
    let outcomes = subject.tree.outcomes().map(|(_, outcome)| (&outcome.id, outcome.span, outcome.references.is_empty()));
    faults.extend(questions.chain(outcomes).filter(|(.., missing)| *missing).map(|(id, span, _)| {
        Diagnostic::new(Code::MissingReferences, format!("`{id}` names nothing to read"))
            .at(span, "")
            .help("name a section of a reference document: `references: [\"document#heading\"]`")
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn of_questions_and_outcomes() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "one", $question, $yes_no),
    //            ^^^^^ missing-references
    Outcome(id: "end", references: [], $advice, $watch, alternatives: []),
    //           ^^^ missing-references
    Outcome(id: "one", $outcome),"#,
        );
    }
}
