//! Two records side by side: the first answer in which they differ, and what each leads to.

use std::collections::BTreeSet;

use super::Record;
use crate::advice::walk::{Answer, Answers, Key, Route, route};
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};

/// What two records say of one tree.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// The ways through it as they go today, of one record and of the other.
    pub routes: [Route; 2],
    /// How many steps from the start both have gone alike.
    pub alike: usize,
    /// Every question that either of them comes past and that they answer otherwise, in the order of the ways.
    pub differing: Vec<Differing>,
}

/// A question that two records answer otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Differing {
    /// The question.
    pub question: QuestionIx,
    /// The answers; `None` where one has none.
    pub answers: [Option<Answer>; 2],
}

impl Compared<'_> {
    /// Whether both come to the same result.
    pub fn same_result(&self) -> bool {
        self.routes[0].result(self.tree) == self.routes[1].result(self.tree)
    }
}

/// Compares two records, tree by tree, in the order of the first one; trees that are not there today are left out.
///
/// Costs two walks for each tree.
pub fn compare<'a>(pack: &'a Pack, records: [&Record; 2]) -> Vec<Compared<'a>> {
    let mut seen = BTreeSet::new();
    let ids = records.into_iter().flat_map(|record| &record.trees).map(|tree| tree.id.as_str());
    let trees: Vec<&Tree> = ids.filter(|id| seen.insert(*id)).filter_map(|id| pack.tree(id)).collect();
    let answers = records.map(Record::answers);
    trees.into_iter().map(|tree| compare_tree(tree, &answers)).collect()
}

fn compare_tree<'a>(tree: &'a Tree, answers: &[Answers; 2]) -> Compared<'a> {
    let [one, other] = answers;
    let routes = [route(tree, one), route(tree, other)];
    let [first, second] = &routes;
    let same = |(a, b): &(&crate::advice::walk::Step, &crate::advice::walk::Step)| a.question == b.question && a.value == b.value;
    let alike = first.steps.iter().zip(&second.steps).take_while(same).count();
    let mut seen = BTreeSet::new();
    let passed = first.steps.iter().chain(&second.steps).map(|step| step.question).filter(|ix| seen.insert(*ix));
    let differing = passed.filter_map(|question| {
        let key = Key::of(tree, question);
        let given = [one.get(&key).cloned(), other.get(&key).cloned()];
        (given[0] != given[1]).then_some(Differing { question, answers: given })
    });
    let differing = differing.collect();
    Compared { tree, alike, differing, routes }
}
