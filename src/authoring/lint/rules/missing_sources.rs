use super::{Code, Diagnostic, Find, Subject};

rule! {
    /// An outcome names no public text behind what it claims.
    ///
    /// A recommendation that cannot be checked is an opinion. Somebody in the review will ask where the figure comes from.
    ///
    /// ```text
    /// Outcome(id: "read-replicas", .., sources: []),
    /// //           ^^^^^^^^^^^^^ missing-sources
    /// ```
    ///
    /// # What to do
    ///
    /// Name what you rely on, with title and address: `sources: [(title: "PostgreSQL 18, High availability", url: "https://..")]`. A
    /// document of your own team counts too, as long as its readers can open it.
    MissingSources, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(subject.tree.outcomes().filter(|(_, outcome)| outcome.sources.is_empty()).map(|(_, outcome)| {
        Diagnostic::new(Code::MissingSources, format!("`{}` names no public text behind what it claims", outcome.id))
            .at(outcome.span, "")
            .help("name what you rely on: `sources: [(title: \"..\", url: \"https://..\")]`")
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn of_an_outcome() {
        check_nodes(
            r#"
    Outcome(id: "start", sources: [], $advice, watch: [(metric: "M", figure: "F")], alternatives: [], $refs),
    //           ^^^^^ missing-sources"#,
        );
    }
}
