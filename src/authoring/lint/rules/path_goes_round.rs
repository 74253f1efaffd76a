use super::{Code, Diagnostic, Find, Subject};
use crate::content::source::condition_at;

rule! {
    /// A condition denies an answer to a question that some walks to it do not pass.
    ///
    /// A condition sees the answers on the route. What was not asked was not answered, so `Is`, `Has` and `In` are false of it, and
    /// their `Not` is true: of somebody who was never asked, the tree then says what it says of those who answered otherwise.
    ///
    /// ```text
    /// (id: "no-team", when: Not(Has("team", "on-call")), text: "Build up a rota before you add a machine to it"),
    /// //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ path-goes-round
    /// ```
    ///
    /// where one way to the outcome does not ask about the `team`.
    ///
    /// # What to do
    ///
    /// Name the answers that are meant (`Any([Is("team", "none"), Is("team", "office-hours")])`), or lead every way past the question.
    /// If "not asked" is meant as well, say what the condition means in its `label`, as in `label: "unless somebody is on call"`: readers
    /// are shown that instead of the condition, and can hold the one against the other.
    PathGoesRound, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    // One fault for each condition, whatever the number of questions that it denies an answer of.
    faults.extend(subject.flow.rounds.chunk_by(|one, other| one.span == other.span).filter_map(|rounds| {
        let first = rounds.first()?;
        let ids: Vec<String> = rounds.iter().map(|round| format!("`{}`", subject.tree[round.question].id)).collect();
        let message = format!("this holds of walks that do not come past {}, because it denies an answer to that", ids.join(" or "));
        let fault = Diagnostic::new(Code::PathGoesRound, message).at(condition_at(subject.text, first.span), "");
        let fault = rounds.iter().fold(fault, |fault, round| fault.at(subject.tree[round.question].span, "some ways go round this one"));
        Some(fault.help("name the answers that are meant, or say in its `label` what it means for those who were not asked"))
    }));
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn a_denied_answer_of_a_question_that_can_be_passed_by() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "two"),
        (id: "no", label: "N", meaning: "M", to: "end"),
    ])),
    Question(id: "two", to: "end", $question, $refs, $yes_no),
    Outcome(id: "end", costs: ["C",
            (id: "c", when: Not(Is("two", "yes")), text: "T"),
            //              ^^^^^^^^^^^^^^^^^^^^^ path-goes-round
            (id: "d", when: All([Is("start", "yes"), Not(Is("two", "yes"))]), text: "T"),
            (id: "e", when: Is("two", "yes"), text: "T"),
            (id: "g", when: Any([Is("start", "no"), Not(Is("two", "yes"))]), text: "T"),
            (id: "f", when: Not(Is("two", "yes")), label: "unless two is so", text: "T"),
        ], gains: ["G"],
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"#,
        );
    }
}
