use super::{Code, Diagnostic, Find};
use crate::advice::scenario::{Difference, play};
use crate::content::pack::{Finding, Pack};
use crate::paper::export::scenario::message;

rule! {
    /// A scenario no longer comes to what it says.
    ///
    /// A scenario is a true situation with the right answers and the outcome that a senior engineer would reach. When a tree changes and
    /// the scenario comes out elsewhere, either the change has broken the advice, or the scenario has to follow.
    ///
    /// ```text
    /// (question: "bottleneck", answer: "disk", because: ".."),
    /// //                                ^^^^ scenario-fails
    /// ```
    ///
    /// # What to do
    ///
    /// `waypost test` shows both ways side by side, and the line that repeats the walk. Mend the tree if the scenario is right; if the
    /// advice is meant to have changed, change the scenario, with its reasons.
    ScenarioFails, Find::InPack(find)
}

fn find<'a>(pack: &'a Pack, findings: &mut Vec<Finding<'a>>) {
    for file in pack.scenario_ids().filter_map(|id| pack.scenario_file(id)) {
        let Some(scenario) = &file.value else { continue };
        for walk in &play(pack, scenario).walks {
            // That a tree is not there, or does not load, is told by itself.
            let differences =
                walk.differences.iter().filter(|told| !matches!(told, Difference::NoTree { .. } | Difference::TreeDoesNotLoad { .. }));
            findings.extend(differences.map(|difference| {
                let fault = Diagnostic::new(Code::ScenarioFails, message(&pack.words().test, walk, difference));
                file.finding(fault.at(difference.span(), "").help("`waypost test` shows both ways side by side"))
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_pack;

    #[test]
    fn with_every_difference_at_its_place() {
        check_pack(&[
            (
                "trees/case.ron",
                r#"(id: "case", start: "start", $tree, nodes: [
    Question(id: "start", edges: [(when: Is("start", "yes"), to: "end")], to: "one", $question, $refs, $yes_no),
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),
])"#,
            ),
            (
                "assets/scenarios/good.ron",
                r#"(id: "good", title: "T", story: "S", walks: [
    (tree: "case", answers: [(question: "start", answer: "yes", because: "B")], outcome: "end", because: "B"),
])"#,
            ),
            (
                "assets/scenarios/stale.ron",
                r#"(id: "stale", title: "T", story: "S", walks: [
    (tree: "case", answers: [(question: "start", answer: "no", because: "B")], outcome: "end", because: "B"),
    //                                                                                   ^^^ scenario-fails
])"#,
            ),
            (
                "assets/scenarios/unfit.ron",
                r#"(id: "unfit", title: "T", story: "S", walks: [
    (tree: "case", answers: [(question: "start", answer: "maybe", because: "B")], outcome: "one", because: "B"),
    //                                                    ^^^^^ scenario-fails
])"#,
            ),
        ]);
    }
}
