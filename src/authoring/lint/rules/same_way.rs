use std::collections::HashMap;

use super::{Code, Diagnostic, Find, Subject, decides_nothing};
use crate::content::diagnostic::Span;
use crate::content::tree::{Condition, Kind, Node, Question, QuestionIx, Test, Tree};

rule! {
    /// Two answers of a question make no difference to each other.
    ///
    /// They lead to the same place, and every condition that looks at one looks at the other alike. The reader weighs a difference that
    /// the tree does not draw. Of a selection, an option is told that nothing looks at.
    ///
    /// ```text
    /// (id: "hundreds", label: "Hundreds", .., to: "one-server"),
    /// (id: "thousands", label: "Thousands", .., to: "one-server"),
    /// //    ^^^^^^^^ same-way
    /// ```
    ///
    /// # What to do
    ///
    /// Make one answer of the two, or let something depend on them: another place, a cost that only one of them has, a first step. Where
    /// readers would miss an answer that is not theirs, although it leads to the same place, say so in the question:
    /// `alike: "Both are small, and people look for their own."`
    SameWay, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    let tree = subject.tree;
    let groups = Groups::of(tree);
    let idle = decides_nothing::idle(subject);
    for (ix, question) in tree.questions() {
        let fact = question.fact.as_ref().map(|fact| fact.name.as_str());
        if question.alike.is_some() || subject.counts_elsewhere(fact) || idle.contains(&ix) {
            continue;
        }
        let is_set = matches!(question.kind, Kind::Select { .. });
        let mut seen: HashMap<Difference, (&str, Span)> = HashMap::new();
        for (at, (id, _, span)) in question.answers().enumerate() {
            let looked_at = groups.that_hold(ix, at);
            if is_set {
                if looked_at.is_empty() {
                    let fault = Diagnostic::new(Code::SameWay, format!("it makes no difference whether `{id}` is selected")).at(span, "");
                    faults.push(fault.help("let a condition look at it, or take it out"));
                }
                continue;
            }
            let key = (own_way(question, at), looked_at);
            let (first, first_span) = *seen.entry(key).or_insert((id, span));
            if first != id {
                let fault = Diagnostic::new(Code::SameWay, format!("it makes no difference whether the answer is `{first}` or `{id}`"));
                let fault = fault.at(span, "this one").at(first_span, "and this one");
                faults.push(fault.help("make one answer of them, let something depend on them, or say why with `alike: \"..\"`"));
            }
        }
    }
}

/// Where an answer leads, and what tells it from others.
type Difference = (Option<Node>, Vec<usize>);

/// Where an answer leads by itself; `None` where nothing is left for it.
fn own_way(question: &Question, answer: usize) -> Option<Node> {
    let own = question.edges.iter().find(|edge| edge.answer == Some(answer));
    own.or(question.edges.iter().find(|edge| edge.when.is_none())).map(|edge| edge.to)
}

/// What the conditions of a tree tell apart: the answers of a question that they name, alone or together with others in an `Any`.
#[derive(Default)]
struct Groups {
    /// The numbers of the groups that each answer belongs to.
    of: HashMap<(QuestionIx, usize), Vec<usize>>,
    count: usize,
}

impl Groups {
    /// Costs one step for each part of each condition.
    fn of(tree: &Tree) -> Groups {
        let mut groups = Groups::default();
        for (_, question) in tree.questions() {
            // The edge of an answer itself says nothing of it but where it leads; of a selection, several may hold, and the first counts.
            let is_set = matches!(question.kind, Kind::Select { .. });
            let telling = question.edges.iter().filter(|edge| is_set || edge.answer.is_none());
            telling.filter_map(|edge| edge.when.as_ref()).for_each(|condition| groups.add(&condition.test));
        }
        let parts = tree.outcomes().flat_map(|(_, outcome)| outcome.conditions());
        let also = tree.also.iter().filter_map(|also| also.when.as_ref());
        parts.chain(also).for_each(|condition: &Condition| groups.add(&condition.test));
        groups
    }

    fn add(&mut self, test: &Test) {
        match test {
            Test::Is(question, at) | Test::Has(question, at) | Test::In(question, at) => {
                let number = self.next();
                self.of.entry((*question, *at)).or_default().push(number);
            }
            Test::Not(test) => self.add(test),
            Test::Any(tests) => {
                let mut together: HashMap<QuestionIx, usize> = HashMap::new();
                for test in tests {
                    match test {
                        Test::Is(question, at) | Test::In(question, at) => {
                            let next = self.count;
                            let number = *together.entry(*question).or_insert(next);
                            self.count = self.count.max(number + 1);
                            self.of.entry((*question, *at)).or_default().push(number);
                        }
                        other => self.add(other),
                    }
                }
            }
            Test::All(tests) | Test::AtLeast(_, tests) => tests.iter().for_each(|test| self.add(test)),
        }
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    fn that_hold(&self, question: QuestionIx, at: usize) -> Vec<usize> {
        let mut groups = self.of.get(&(question, at)).cloned().unwrap_or_default();
        groups.dedup();
        groups
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_nodes;

    #[test]
    fn of_options_bands_and_selections() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "two"),
        (id: "no", label: "N", meaning: "M", to: "end"),
        (id: "not", label: "O", meaning: "M", to: "end"),
        //    ^^^ same-way
    ])),
    Question(id: "two", to: "three", $question, $refs, kind: Number(assume: 1, unit: "GB", min: 0, max: 20, bands: [
        (id: "low", label: "L", from: 0, below: 5, source: (title: "S", url: "https://example.org")),
        (id: "mid", label: "M", from: 5, below: 9, source: (title: "S", url: "https://example.org"), to: "three"),
        //    ^^^ same-way
        (id: "high", label: "H", from: 9, below: 20, source: (title: "S", url: "https://example.org"), to: "end"),
    ])),
    Question(id: "three", edges: [(when: Has("three", "one"), to: "end")], to: "one", $question, $refs,
        kind: Select(assume: [], options: [(id: "one", label: "1", meaning: "M"), (id: "two", label: "2", meaning: "M")])),
        //                                                                              ^^^ same-way
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),"#,
        );
    }

    #[test]
    fn what_a_condition_names_or_the_author_explains_is_left_alone() {
        check_nodes(
            r#"
    Question(id: "start", alike: "People look for their own.", $question, $refs, kind: Choice(assume: "yes", options: [
        (id: "yes", label: "Y", meaning: "M", to: "two"),
        (id: "no", label: "N", meaning: "M", to: "end"),
        (id: "not", label: "O", meaning: "M", to: "end"),
    ])),
    Question(id: "two", edges: [(when: Any([Is("two", "b"), Is("two", "c")]), to: "end")], to: "one", $question, $refs,
        kind: Choice(assume: "a", options: [
            (id: "a", label: "A", meaning: "M"),
            (id: "b", label: "B", meaning: "M"),
            (id: "c", label: "C", meaning: "M"),
            //    ^ same-way
            (id: "d", label: "D", meaning: "M"),
        ])),
    Outcome(id: "end", $outcome),
    Outcome(id: "one", costs: [(id: "c", when: Is("two", "d"), text: "T")], gains: ["G"],
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),"#,
        );
    }
}
