use super::{Code, Diagnostic, Find, Subject};
use crate::content::tree::Node;

rule! {
    /// No walk leads to a question or an outcome.
    ///
    /// Nothing leads to it at all, or what leads to it is itself never reached, or the conditions of every edge to it never hold.
    ///
    /// ```text
    /// Outcome(id: "sharding", ..),
    /// //           ^^^^^^^^ unreachable
    /// ```
    ///
    /// # What to do
    ///
    /// Lead an edge to it, or take it out. Where another edge leads nowhere (`dangling-edge`), mend that one first: it is likely the
    /// one that was meant to lead here.
    Unreachable, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(subject.flow.cut_off.iter().map(|node| {
        let (what, id, span) = match *node {
            Node::Question(ix) => ("question", &subject.tree[ix].id, subject.tree[ix].span),
            Node::Outcome(ix) => ("outcome", &subject.tree[ix].id, subject.tree[ix].span),
        };
        Diagnostic::new(Code::Unreachable, format!("the {what} `{id}` is never reached"))
            .at(span, "the edges to it are never taken")
            .help("see what is said of their conditions")
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn without_an_edge_to_it() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "one")], to: "end", $question, $refs, $yes_no),
    Question(id: "two", edges: [(when: Is("two", "yes"), to: "one")], to: "behind", $question, $refs, $yes_no),
    //            ^^^ unreachable
    Outcome(id: "one", $outcome),
    Outcome(id: "end", $outcome),
    Outcome(id: "behind", $outcome),
    //           ^^^^^^ unreachable"#,
        );
    }

    #[test]
    fn behind_a_condition_that_never_holds() {
        check_nodes(
            r#"
    Question(id: "start", edges: [
        (when: Is("start", "yes"), to: "end"),
        (when: Is("start", "yes"), to: "one"),
        //     ^^^^^^^^^^^^^^^^^^ never-holds
    ], to: "two", $question, $refs, $yes_no),
    Outcome(id: "one", $outcome),
    //           ^^^ unreachable
    Outcome(id: "two", $outcome),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn nothing_is_said_where_an_edge_that_cannot_be_read_may_lead_there() {
        check_nodes(
            r#"
    Question(id: "start", to: "one", edges: [(when: Is("start", "yes"), to: "two", lable: "L")], $question, $refs, $yes_no),
    //                                                                             ^^^^^ unknown-field
    Outcome(id: "one", $outcome),
    Outcome(id: "two", $outcome),"#,
        );
    }

    #[test]
    fn nothing_is_said_of_what_a_dangling_edge_is_meant_for() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "shardng")], to: "end", $question, $refs, $yes_no),
    //                                                            ^^^^^^^ dangling-edge
    Outcome(id: "sharding", $outcome),
    Outcome(id: "alone", $outcome),
    //           ^^^^^ unreachable
    Outcome(id: "end", $outcome),"#,
        );
    }
}
