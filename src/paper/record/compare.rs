//! Two records side by side: the first answer in which they differ, and what each leads to.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Header, Record, RecordedAnswer};
use crate::advice::insight::common_steps;
use crate::advice::walk::{Answer, Answers, Key, Route, route};
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};

/// Two records side by side.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// What each is about.
    pub headers: [&'a Header; 2],
    /// The trees that both walk, in the order of the first record.
    pub trees: Vec<Compared<'a>>,
    /// The ids of the trees that one of them alone walks.
    pub only: [Vec<&'a str>; 2],
    /// The ids of the trees that both walk, and that there are not today: nothing can be said of them.
    pub gone: Vec<&'a str>,
}

/// What two records say of one tree.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// The ways through it as they go today, of one record and of the other.
    pub routes: [Route; 2],
    /// How many steps from the start both have gone alike.
    pub alike: usize,
    /// Every question that either of them comes past and that they answer otherwise, in the order of the ways: where the ways part comes
    /// first, but for an answer before it that one record gives and the other one assumes.
    pub differing: Vec<Differing<'a>>,
}

/// A question that two records answer otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Differing<'a> {
    /// The question.
    pub question: QuestionIx,
    /// What each of them has to it.
    pub given: [Given<'a>; 2],
}

/// What a record has to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// Its answer, with what people said about it; `None` where it has none.
    pub answer: Option<&'a RecordedAnswer>,
    /// Whether its way comes past the question; else its answer has no effect.
    pub is_on_route: bool,
}

impl Comparison<'_> {
    /// Whether both are known to come to the same results: of the same trees, each with the same outcome and details.
    pub fn same_results(&self) -> bool {
        self.gone.is_empty() && self.only.iter().all(Vec::is_empty) && self.trees.iter().all(Compared::same_result)
    }
}

impl<'a> Compared<'a> {
    /// Whether both come to the same result; two ways that wait do when they wait at the same question.
    pub fn same_result(&self) -> bool {
        let [one, other] = &self.routes;
        one.result(self.tree) == other.result(self.tree) && one.open() == other.open()
    }

    /// The first answer on the ways in which the records differ by what counts.
    pub fn first(&self) -> Option<&Differing<'a>> {
        let at = self.routes.iter().find_map(|route| route.steps.get(self.alike)).map(|step| step.question)?;
        self.differing.iter().find(|differing| differing.question == at)
    }
}

/// Compares two records by the trees of today.
///
/// Costs two walks for each tree, and a look-up for each answer.
pub fn compare<'a>(pack: &'a Pack, records: [&'a Record; 2]) -> Comparison<'a> {
    let ids = records.map(|record| record.trees.iter().map(|tree| tree.id.as_str()).collect::<Vec<_>>());
    let [one, other] = ids.each_ref().map(|ids| ids.iter().copied().collect::<HashSet<&str>>());
    let alone = |ids: &[&'a str], others: &HashSet<&str>| ids.iter().copied().filter(|id| !others.contains(id)).collect::<Vec<_>>();
    let [of_one, of_other] = &ids;
    let only = [alone(of_one, &other), alone(of_other, &one)];
    let sides = records.map(Side::new);
    let mut seen = BTreeSet::new();
    let (mut trees, mut gone) = (Vec::new(), Vec::new());
    for id in of_one.iter().copied().filter(|id| other.contains(id) && seen.insert(*id)) {
        match pack.tree(id) {
            Some(tree) => trees.push(compare_tree(tree, &sides)),
            None => gone.push(id),
        }
    }
    Comparison { headers: records.map(|record| &record.header), trees, only, gone }
}

/// A record's answers, to walk with and to look up.
struct Side<'a> {
    answers: Answers,
    by_key: HashMap<Key, &'a RecordedAnswer>,
}

impl<'a> Side<'a> {
    fn new(record: &'a Record) -> Side<'a> {
        Side { answers: record.answers(), by_key: record.answers.iter().map(|answer| (answer.key(), answer)).collect() }
    }

    fn given(&self, tree: &Tree, route: &Route, question: QuestionIx) -> Given<'a> {
        let answer = self.by_key.get(&Key::of(tree, question)).copied();
        Given { answer, is_on_route: route.settled(question).is_some() }
    }
}

fn compare_tree<'a>(tree: &'a Tree, [one, other]: &[Side<'a>; 2]) -> Compared<'a> {
    let routes = [route(tree, &one.answers), route(tree, &other.answers)];
    let [first, second] = &routes;
    let mut seen = BTreeSet::new();
    let passed = first.steps.iter().chain(&second.steps).map(|step| step.question).filter(|ix| seen.insert(*ix));
    let value = |given: &Given<'a>| given.answer.map(|recorded| recorded.answer.clone());
    let differing = passed.filter_map(|question| {
        let given = [one.given(tree, first, question), other.given(tree, second, question)];
        let [a, b]: [Option<Answer>; 2] = given.each_ref().map(value);
        (a != b).then_some(Differing { question, given })
    });
    let differing = differing.collect();
    let alike = common_steps(first, second);
    Compared { tree, alike, differing, routes }
}
