//! Conditions and edges in words.

use crate::content::pack::{ConditionWords, Words, fill};
use crate::content::tree::{Condition, Kind, QuestionIx, Test, Tree};

/// How one comes by edges, given by their places, from a question to a node: the labels of the answers, or the conditions.
pub fn edges_in_words(words: &Words, tree: &Tree, from: QuestionIx, edges: &[usize]) -> String {
    let all = &tree[from].edges;
    if edges.len() == all.len() {
        return words.condition.any_answer.to_string();
    }
    let conditions = edges.iter().filter_map(|at| all.get(*at)).map(|edge| match &edge.when {
        None => words.condition.otherwise.to_string(),
        Some(condition) => match &condition.label {
            Some(label) => label.to_string(),
            None => {
                let mut own = true;
                condition.test.atoms(&mut |question, _| own &= question == from);
                Phrase { words: &words.condition, tree, asked: own.then_some(from) }.whole(&condition.test)
            }
        },
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// A condition as its author called it, or else as a sentence without its end: "What runs out first? is Data".
pub fn condition_in_words(words: &Words, tree: &Tree, condition: &Condition) -> String {
    let phrase = || Phrase { words: &words.condition, tree, asked: None }.whole(&condition.test);
    condition.label.as_ref().map_or_else(phrase, ToString::to_string)
}

struct Phrase<'a> {
    words: &'a ConditionWords,
    tree: &'a Tree,
    /// The question that everything is about, which is therefore not named.
    asked: Option<QuestionIx>,
}

impl Phrase<'_> {
    fn whole(&self, test: &Test) -> String {
        match test {
            Test::All(tests) => self.joined(tests, &self.words.and, &self.words.always),
            Test::Any(tests) => self.joined(tests, &self.words.or, &self.words.never),
            Test::AtLeast(0, _) => self.words.always.to_string(),
            Test::AtLeast(count, tests) if *count > tests.len() => self.words.never.to_string(),
            Test::AtLeast(1, tests) => self.joined(tests, &self.words.or, &self.words.never),
            Test::AtLeast(count, tests) if *count == tests.len() => self.joined(tests, &self.words.and, &self.words.always),
            Test::AtLeast(count, tests) => {
                let tests = tests.iter().map(|test| self.part(test)).collect::<Vec<_>>().join("; ");
                fill(&self.words.at_least, &[("n", &count.to_string()), ("conditions", &tests)])
            }
            Test::Not(test) => match &**test {
                Test::Not(test) => self.whole(test),
                Test::Is(question, at) | Test::In(question, at) => self.atom(*question, *at, &self.words.is_not, &self.words.other),
                Test::Has(question, at) => self.atom(*question, *at, &self.words.has_not, &self.words.other),
                test => fill(&self.words.not, &[("condition", &self.whole(test))]),
            },
            Test::Is(question, at) | Test::In(question, at) => self.atom(*question, *at, &self.words.is, "{answer}"),
            Test::Has(question, at) => self.atom(*question, *at, &self.words.has, "{answer}"),
        }
    }

    /// A test within another one: in brackets, where it would run into its neighbours.
    fn part(&self, test: &Test) -> String {
        match test {
            Test::All(tests) | Test::Any(tests) | Test::AtLeast(_, tests) if tests.len() > 1 => format!("({})", self.whole(test)),
            test => self.whole(test),
        }
    }

    fn joined(&self, tests: &[Test], by: &str, none: &str) -> String {
        match tests {
            [] => none.to_owned(),
            [test] => self.whole(test),
            tests => tests.iter().map(|test| self.part(test)).collect::<Vec<_>>().join(&format!(" {by} ")),
        }
    }

    fn atom(&self, question: QuestionIx, at: usize, about: &str, asked: &str) -> String {
        let label = match &self.tree[question].kind {
            Kind::Number(scale) => scale.bands.get(at).map(|band| &band.label),
            Kind::Choice { options, .. } | Kind::Select { options, .. } => options.get(at).map(|option| &option.label),
        };
        let word = if self.asked == Some(question) { asked } else { about };
        fill(word, &[("question", &self.tree[question].prompt), ("answer", label.map_or("", |label| label.as_str()))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::content::diagnostic::Span;
    use crate::content::pack::Pack;
    use crate::content::tree::Test::{All, Any, AtLeast, Has, In, Is, Not};

    const TREE: &str = r#"(id: "t", version: 1, title: "T", summary: "A tree", start: "load", nodes: [
        Question(id: "load", prompt: "What runs out first?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Choice(assume: "cpu",
            options: [(id: "cpu", label: "Compute", meaning: "M", to: "needs"), (id: "data", label: "Data", meaning: "M", to: "needs")])),
        Question(id: "needs", prompt: "What is needed?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Select(assume: [],
            options: [(id: "one", label: "One", meaning: "M"), (id: "two", label: "Two", meaning: "M", to: "out")]),
            edges: [(when: Is("load", "data"), label: "data first", to: "size"), (when: Not(Has("needs", "one")), to: "size"),
                (when: All([Has("needs", "one"), Is("load", "cpu")]), to: "size")], to: "out"),
        Question(id: "size", prompt: "How many?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Number(assume: 1, unit: "GB",
            min: 0, max: 9, bands: [(id: "few", label: "Few", from: 0, below: 9, to: "out", source: (title: "S", url: "https://example.org"))])),
        Outcome(id: "out", recommendation: "Do", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"],
            watch: [(metric: "m", figure: "f")], revisit: "R", wrong_when: "W", alternatives: [], references: ["r"],
            sources: [(title: "S", url: "https://example.org")]),
    ])"#;

    fn tree() -> Tree {
        let (tree, faults) = crate::content::tree::parse(TREE);
        tree.unwrap_or_else(|| panic!("{faults:?}"))
    }

    #[track_caller]
    fn check(test: impl Fn(QuestionIx, QuestionIx, QuestionIx) -> Test, expected: &str) {
        let tree = tree();
        let ix = |id| tree.question(id).unwrap();
        let test = test(ix("load"), ix("needs"), ix("size"));
        let condition = Condition { label: None, test, span: Span::default() };
        assert_eq!(condition_in_words(Pack::open(Vec::new()).words(), &tree, &condition), expected);
    }

    #[test]
    fn conditions_are_put_into_words() {
        check(|load, _, _| Is(load, 1), "What runs out first? is Data");
        check(|load, _, _| Not(Box::new(Is(load, 1))), "What runs out first? is not Data");
        check(|_, needs, _| Not(Box::new(Has(needs, 0))), "What is needed? does not include One");
        check(|_, needs, size| All(vec![Has(needs, 0), In(size, 0)]), "What is needed? includes One and How many? is Few");
        check(
            |load, needs, size| Any(vec![Is(load, 0), All(vec![Has(needs, 0), In(size, 0)])]),
            "What runs out first? is Compute or (What is needed? includes One and How many? is Few)",
        );
        check(
            |load, needs, size| AtLeast(2, vec![Is(load, 0), Has(needs, 0), In(size, 0)]),
            "at least 2 of (What runs out first? is Compute; What is needed? includes One; How many? is Few)",
        );
        check(|load, _, _| AtLeast(1, vec![Is(load, 0)]), "What runs out first? is Compute");
        check(
            |load, _, _| Not(Box::new(Any(vec![Is(load, 0), Is(load, 1)]))),
            "not (What runs out first? is Compute or What runs out first? is Data)",
        );
        check(|load, _, _| Not(Box::new(Not(Box::new(Is(load, 1))))), "What runs out first? is Data");
        check(|_, _, _| All(vec![]), "always");
        check(|_, _, _| Any(vec![]), "never");
        check(|load, _, _| AtLeast(2, vec![Is(load, 0)]), "never");
    }

    #[test]
    fn edges_are_named_by_labels_answers_or_conditions() {
        let tree = tree();
        let pack = Pack::open(Vec::new());
        let name = |id: &str, edges: &[usize]| edges_in_words(pack.words(), &tree, tree.question(id).unwrap(), edges);
        assert_eq!(name("load", &[1]), "Data");
        assert_eq!(name("load", &[0, 1]), "any answer");
        assert_eq!(name("needs", &[0, 1]), "data first, not One");
        assert_eq!(name("needs", &[2]), "What is needed? includes One and What runs out first? is Compute");
        assert_eq!(name("needs", &[3, 4]), "Two, otherwise");
        assert_eq!(name("size", &[0]), "any answer");
    }
}
