use super::{Code, Diagnostic, Find, Subject};
use crate::authoring::lint::flow::Of;
use crate::content::source::condition_at;

rule! {
    /// A condition can never hold, so what stands under it is never taken or said.
    ///
    /// The condition contradicts itself, contradicts the way on which one comes to it, or asks about a question that comes later or
    /// lies on another branch. An edge also is never taken when the ones above it have taken every answer.
    ///
    /// ```text
    /// Question(id: "bottleneck", ..,
    ///     edges: [(when: Is("one-server", "yes"), to: "bigger-machine")],
    /// //                 ^^^^^^^^^^^^^^^^^^^^^^^ never-holds
    /// ```
    ///
    /// where `one-server` leads here with `no` alone.
    ///
    /// # What to do
    ///
    /// Name the answer that was meant, move the edge above those that take its answers, or take it out. Only what holds for every
    /// walk is reported: how several earlier answers depend on each other is not looked into, so a condition may never hold without
    /// being told here.
    NeverHolds, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(subject.flow.never.iter().map(|place| {
        let (span, message, help) = match place.of {
            Of::Edge => (condition_at(subject.text, place.span), "this condition never holds here, so the edge is never taken", CONDITION),
            Of::Part => (condition_at(subject.text, place.span), "this condition never holds, so nobody reads what it is for", CONDITION),
            Of::Answer => (place.span, "this answer's own way is never taken", "an edge above takes it: leave out its `to`, or move the edge"),
            Of::Rest => (place.span, "this way is never taken", "every answer has a way of its own: leave out the `to` of the question"),
        };
        Diagnostic::new(Code::NeverHolds, message).at(span, "").help(help)
    }));
}

const CONDITION: &str = "it contradicts itself, or the answers that lead here; name another answer, or take it out";

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn against_the_way_that_leads_here() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "one"),
        (id: "no", label: "N", meaning: "M", to: "two"),
    ])),
    Question(id: "two", edges: [(when: All([Is("start", "yes")]), to: "one"), (when: Is("two", "no"), to: "one")], to: "end",
    //                                 ^^^^^^^^^^^^^^^^^^^^^^^^^ never-holds
        $question, $refs, $yes_no),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", costs: ["C", (id: "c", when: Is("start", "yes"), text: "T")], gains: ["G"],
    //                                              ^^^^^^^^^^^^^^^^^^ never-holds
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"#,
        );
    }

    #[test]
    fn against_itself() {
        check_nodes(
            r#"
    Question(id: "start", edges: [
        (when: All([Is("start", "yes"), Is("start", "no")]), to: "one"),
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-holds
        (when: AtLeast(2, [Is("start", "yes")]), to: "one"),
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-holds
        (when: Is("start", "yes"), to: "one"),
    ], to: "end", $question, $refs, $yes_no),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn behind_edges_that_take_everything() {
        check_nodes(
            r#"
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "end",
    //                                                                         ^^^ never-holds
        kind: Choice(assume: "yes", options: [
            (id: "yes", label: "Y", meaning: "M", to: "one"),
            //    ^^^ never-holds
            (id: "no", label: "N", meaning: "M", to: "one"),
        ]), $question, $refs),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn conditions_that_may_hold_are_left_alone() {
        check_nodes(
            r#"
    Question(id: "start", to: "mix", $question, $refs, $some),
    Question(id: "mix", edges: [
        (when: All([Has("start", "one"), Is("mix", "yes")]), to: "one"),
        (when: AtLeast(2, [Has("start", "one"), Has("start", "two"), Is("mix", "no")]), to: "one"),
        (when: Any([Is("mix", "no"), Not(Has("start", "two"))]), to: "two"),
    ], to: "end", $question, $refs, $yes_no),
    Outcome(id: "one", $outcome), Outcome(id: "two", $outcome), Outcome(id: "end", $outcome),"#,
        );
    }
}
