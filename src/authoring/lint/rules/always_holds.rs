use super::{Code, Diagnostic, Find, Subject};
use crate::authoring::lint::flow::Of;
use crate::content::source::condition_at;

rule! {
    /// A condition holds for every walk that comes past it, so it decides nothing.
    ///
    /// Either it says less than was meant, or it is not needed: an edge that is always taken hides those below it, and an item that
    /// is always said needs no condition.
    ///
    /// ```text
    /// Question(id: "bottleneck", ..,
    ///     edges: [(when: Not(Is("one-server", "yes")), to: "more-machines")],
    /// //                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ always-holds
    /// ```
    ///
    /// where `one-server` leads here with `no` alone.
    ///
    /// # What to do
    ///
    /// Say what was meant, or take the condition out: give the question a `to`, or the item no `when`. An `also` entry that holds for
    /// every outcome of the tree needs no condition either.
    AlwaysHolds, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(subject.flow.always.iter().map(|place| {
        let (message, help) = match place.of {
            Of::Part => ("this condition always holds", "take `when` out, or name the answers that it was meant for"),
            _ => ("this condition always holds here, so what stands below it is never taken", "name the answers that it was meant for"),
        };
        Diagnostic::new(Code::AlwaysHolds, message).at(condition_at(subject.text, place.span), "").help(help)
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn on_edges_and_items() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "one"),
        (id: "no", label: "N", meaning: "M", to: "two"),
    ])),
    Question(id: "two", edges: [(when: Any([Is("two", "yes"), Not(Is("two", "yes"))]), to: "end")], to: "one",
    //                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ always-holds
        $question, $refs, $yes_no),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", costs: ["C", (id: "c", when: Not(Is("start", "yes")), text: "T")], gains: ["G"],
    //                                              ^^^^^^^^^^^^^^^^^^^^^^^ always-holds
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"#,
        );
    }

    #[test]
    fn what_a_way_around_can_make_false_is_left_alone() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "two"),
        (id: "no", label: "N", meaning: "M", to: "end"),
    ])),
    Question(id: "two", to: "end", $question, $refs, $yes_no),
    Outcome(id: "end", costs: ["C", (id: "c", when: Any([Is("two", "yes"), Is("two", "no")]), text: "T"),
        (id: "d", when: Is("two", "yes"), text: "T")], gains: ["G"],
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"#,
        );
    }
}
