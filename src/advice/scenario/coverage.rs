//! How much of its trees a set of scenarios comes past.

use std::collections::HashMap;

use super::play::{Played, PlayedWalk, Taken};
use crate::advice::walk::{Route, edge_taken};
use crate::content::tree::{Kind, OutcomeIx, QuestionIx, Settled, Test, Tree};

/// What the walks of scenarios came past, tree by tree.
#[derive(Debug)]
pub struct Coverage<'a> {
    /// The trees that were asked for, in that order.
    pub trees: Vec<TreeCoverage<'a>>,
}

/// What walks came past in one tree.
#[derive(Debug)]
pub struct TreeCoverage<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// How many walks went through it.
    pub walks: usize,
    /// Each question, in the order of the file.
    pub questions: Vec<QuestionCoverage>,
    /// Whether a walk ended in each outcome, in the order of the file.
    pub outcomes: Vec<(OutcomeIx, bool)>,
    /// Each condition that says more than which answer its own question has: those of edges, then those of what results name.
    pub conditions: Vec<Condition<'a>>,
}

/// What walks came past at one question.
#[derive(Debug)]
pub struct QuestionCoverage {
    /// The question.
    pub question: QuestionIx,
    /// Whether a walk came past it.
    pub asked: bool,
    /// Its options or bands, in the order of the file. Of a selection each can be in the set and out of it; of the others only
    /// that it was the answer counts.
    pub answers: Vec<Seen>,
    /// Whether the answer was "none of these"; `None` where that is no answer.
    pub none: Option<bool>,
    /// Whether each edge was taken.
    pub edges: Vec<bool>,
}

/// What a condition, or an option of a selection, was seen to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// It held; the option was chosen.
    pub holding: bool,
    /// It did not.
    pub failing: bool,
}

/// A condition, and what walks saw of it.
#[derive(Debug)]
pub struct Condition<'a> {
    /// What it is the condition of.
    pub whose: Whose<'a>,
    /// The condition itself.
    pub test: &'a Test,
    /// What was seen.
    pub seen: Seen,
}

/// What a condition belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose<'a> {
    /// An edge of a question, by its place.
    Edge(QuestionIx, usize),
    /// A conditional item or `also` entry of an outcome, by its id.
    Item(OutcomeIx, &'a str),
    /// An `also` entry of the tree, by its id.
    Also(&'a str),
}

/// Something that no walk came past. What lies within something else that none came past is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gap<'a> {
    /// A question that was never asked.
    Question(QuestionIx),
    /// An option or band, by its place, that was never the answer, or never in the set.
    Answer(QuestionIx, usize),
    /// An option of a selection, by its place, that was in every set.
    Without(QuestionIx, usize),
    /// The answer "none of these", which was never given.
    None(QuestionIx),
    /// An edge, by its place, that was never taken.
    Edge(QuestionIx, usize),
    /// An outcome that was never reached.
    Outcome(OutcomeIx),
    /// A condition that was never seen to hold.
    Holding(Whose<'a>),
    /// A condition that was never seen not to hold.
    Failing(Whose<'a>),
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many walks came past.
    pub covered: usize,
    /// How many there are.
    pub all: usize,
}

impl<'a> Coverage<'a> {
    /// Adds up what the walks came past that went as their scenarios say; one that went astray proves nothing.
    ///
    /// Costs one step for each question, edge and condition of the trees, and one for each on the way of a walk.
    pub fn of(trees: impl IntoIterator<Item = &'a Tree>, played: &[&Played<'a>]) -> Coverage<'a> {
        let walks: Vec<&PlayedWalk<'a>> = played.iter().flat_map(|played| &played.walks).collect();
        let mut taken: HashMap<&str, Vec<&Taken<'a>>> = HashMap::new();
        for walk in walks.iter().filter(|walk| walk.differences.is_empty()).filter_map(|walk| walk.taken.as_ref()) {
            taken.entry(&walk.tree.id).or_default().push(walk);
        }
        let covered = |tree: &'a Tree| {
            let mut covered = TreeCoverage::none(tree);
            taken.get(tree.id.as_str()).into_iter().flatten().for_each(|walk| covered.add(&walk.route));
            covered
        };
        Coverage { trees: trees.into_iter().map(covered).collect() }
    }
}

impl<'a> TreeCoverage<'a> {
    /// A tree that nobody has walked.
    pub fn none(tree: &'a Tree) -> TreeCoverage<'a> {
        let questions = tree.questions().map(|(ix, question)| {
            let (answers, none) = match &question.kind {
                Kind::Choice { options, .. } => (options.len(), None),
                Kind::Select { options, .. } => (options.len(), Some(false)),
                Kind::Number(scale) => (scale.bands.len(), None),
            };
            let edges = vec![false; question.edges.len()];
            QuestionCoverage { question: ix, asked: false, answers: vec![Seen::default(); answers], none, edges }
        });
        TreeCoverage {
            tree,
            walks: 0,
            questions: questions.collect(),
            outcomes: tree.outcomes().map(|(ix, _)| (ix, false)).collect(),
            conditions: conditions(tree),
        }
    }

    /// Adds what a walk came past.
    pub fn add(&mut self, route: &Route) {
        self.walks += 1;
        let mut known: HashMap<QuestionIx, Settled> = HashMap::new();
        // The edges that were tried, by question: all up to the one that was taken.
        let mut tried: HashMap<QuestionIx, usize> = HashMap::new();
        for step in &route.steps {
            known.insert(step.question, step.settled);
            let taken = edge_taken(self.tree, step.question, &|question| known.get(&question).copied());
            if let Some(question) = self.questions.get_mut(step.question.place()) {
                question.add(step.settled, taken);
            }
            tried.extend(taken.map(|at| (step.question, at)));
        }
        let outcome = route.outcome();
        for (ix, reached) in &mut self.outcomes {
            *reached |= outcome == Some(*ix);
        }
        for condition in &mut self.conditions {
            let holds = match condition.whose {
                Whose::Edge(question, at) => match tried.get(&question) {
                    Some(taken) if at <= *taken => at == *taken,
                    _ => continue,
                },
                Whose::Item(of, _) if outcome != Some(of) => continue,
                Whose::Item(..) | Whose::Also(_) => condition.test.holds(&|question| known.get(&question).copied()),
            };
            condition.seen.add(holds);
        }
    }

    /// Everything that no walk came past: questions with their answers and edges, then outcomes, then conditions.
    pub fn gaps(&self) -> Vec<Gap<'a>> {
        let mut gaps: Vec<Gap<'a>> = self.questions.iter().flat_map(QuestionCoverage::gaps).collect();
        gaps.retain(|gap| !matches!(gap, Gap::Edge(ix, at) if self.is_of_unseen_answer(*ix, *at)));
        gaps.extend(self.outcomes.iter().filter(|(_, reached)| !reached).map(|(ix, _)| Gap::Outcome(*ix)));
        for Condition { whose, seen, .. } in &self.conditions {
            let within = match whose {
                Whose::Edge(question, _) => self.questions.get(question.place()).is_some_and(|question| question.asked),
                Whose::Item(outcome, _) => self.outcomes.get(outcome.place()).is_some_and(|(_, reached)| *reached),
                Whose::Also(_) => true,
            };
            // An edge that was never taken is listed as one.
            let holding = !seen.holding && !matches!(whose, Whose::Edge(..));
            gaps.extend((within && holding).then_some(Gap::Holding(*whose)));
            gaps.extend((within && !seen.failing).then_some(Gap::Failing(*whose)));
        }
        gaps
    }

    /// Whether an edge is the one of an answer that was never given, so that it says no more than that.
    fn is_of_unseen_answer(&self, ix: QuestionIx, at: usize) -> bool {
        let test = self.tree[ix].edges.get(at).and_then(|edge| edge.when.as_ref()).map(|condition| &condition.test);
        let Some(Test::Is(of, answer) | Test::Has(of, answer) | Test::In(of, answer)) = test else { return false };
        let seen = self.questions.get(of.place()).and_then(|question| question.answers.get(*answer));
        *of == ix && seen.is_some_and(|seen| !seen.holding)
    }

    /// How many questions were asked.
    pub fn asked(&self) -> Tally {
        Tally::of(self.questions.iter().map(|question| question.asked))
    }

    /// How many answers were given: each option of a choice, each band of a figure, and of a selection each option in the set
    /// and out of it, and the empty set.
    pub fn answered(&self) -> Tally {
        Tally::of(self.questions.iter().flat_map(QuestionCoverage::given))
    }

    /// How many edges were taken.
    pub fn edges(&self) -> Tally {
        Tally::of(self.questions.iter().flat_map(|question| question.edges.iter().copied()))
    }

    /// How many outcomes were reached.
    pub fn reached(&self) -> Tally {
        Tally::of(self.outcomes.iter().map(|(_, reached)| *reached))
    }

    /// How often a condition was seen to hold, and how often not to hold: two for each condition.
    pub fn held(&self) -> Tally {
        Tally::of(self.conditions.iter().flat_map(|condition| [condition.seen.holding, condition.seen.failing]))
    }
}

impl QuestionCoverage {
    fn add(&mut self, settled: Settled, taken: Option<usize>) {
        self.asked = true;
        match settled {
            Settled::Option(at) | Settled::Band(at) => {
                if let Some(answer) = self.answers.get_mut(at) {
                    answer.holding = true;
                }
            }
            Settled::Options(set) => {
                self.none = self.none.map(|none| none || set == 0);
                for (at, answer) in self.answers.iter_mut().enumerate() {
                    answer.add(set >> at & 1 == 1);
                }
            }
        }
        if let Some(edge) = taken.and_then(|at| self.edges.get_mut(at)) {
            *edge = true;
        }
    }

    fn gaps<'a>(&self) -> Vec<Gap<'a>> {
        let ix = self.question;
        if !self.asked {
            return vec![Gap::Question(ix)];
        }
        let answers = self.answers.iter().enumerate();
        let mut gaps: Vec<Gap<'a>> = answers.clone().filter(|(_, seen)| !seen.holding).map(|(at, _)| Gap::Answer(ix, at)).collect();
        if let Some(none) = self.none {
            gaps.extend(answers.filter(|(_, seen)| !seen.failing).map(|(at, _)| Gap::Without(ix, at)));
            gaps.extend((!none).then_some(Gap::None(ix)));
        }
        gaps.extend(self.edges.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| Gap::Edge(ix, at)));
        gaps
    }

    fn given(&self) -> impl Iterator<Item = bool> {
        let both = self.none.is_some();
        let answers = self.answers.iter().flat_map(move |seen| [Some(seen.holding), both.then_some(seen.failing)]);
        answers.flatten().chain(self.none)
    }
}

impl Seen {
    fn add(&mut self, holds: bool) {
        match holds {
            true => self.holding = true,
            false => self.failing = true,
        }
    }
}

impl Tally {
    fn of(all: impl Iterator<Item = bool>) -> Tally {
        all.fold(Tally::default(), |tally, covered| Tally { covered: tally.covered + usize::from(covered), all: tally.all + 1 })
    }
}

fn conditions(tree: &Tree) -> Vec<Condition<'_>> {
    let mut all = Vec::new();
    let mut add = |whose, test| all.push(Condition { whose, test, seen: Seen::default() });
    for (ix, question) in tree.questions() {
        for (at, edge) in question.edges.iter().enumerate() {
            // An edge of an option says no more than the option: it counts as an answer and as an edge already.
            if let Some(condition) = edge.when.as_ref().filter(|condition| !is_own_answer(&condition.test, ix)) {
                add(Whose::Edge(ix, at), &condition.test);
            }
        }
    }
    for (ix, outcome) in tree.outcomes() {
        outcome.own_parts().filter_map(|(id, when)| Some((id, when?))).for_each(|(id, when)| add(Whose::Item(ix, id), &when.test));
    }
    let also = tree.also.iter().filter_map(|also| Some((also.id.as_str(), also.when.as_ref()?)));
    also.for_each(|(id, when)| add(Whose::Also(id), &when.test));
    all
}

fn is_own_answer(test: &Test, question: QuestionIx) -> bool {
    matches!(test, Test::Is(of, _) | Test::Has(of, _) | Test::In(of, _) if *of == question)
}
