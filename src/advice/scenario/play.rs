//! A scenario played: each of its walks is taken, and everything in which the tree differs is told.

use super::difference::{Difference, answer_to};
use crate::advice::insight::possible;
use crate::advice::walk::{Answer, Answers, Key, Route, Step, route, spell, value_of};
use crate::content::diagnostic::nearest;
use crate::content::pack::{Course, Pack, Scenario, ScenarioAnswer, ScenarioWalk, Variant};
use crate::content::tree::{Linked, OutcomeIx, QuestionIx, Tree, UNSURE};

/// What became of a scenario.
#[derive(Debug)]
pub struct Played<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its walks, in its order, each with its variants behind it.
    pub walks: Vec<PlayedWalk<'a>>,
}

/// What became of one walk of a scenario, or of a variant of it.
#[derive(Debug)]
pub struct PlayedWalk<'a> {
    /// What the scenario says of it.
    pub walk: &'a ScenarioWalk,
    /// The variant that was walked; `None` for the walk as it is.
    pub variant: Option<&'a Variant>,
    /// Where it went; `None` when there is no such tree, or it does not load.
    pub taken: Option<Taken<'a>>,
    /// In what it differs, in the order of the file.
    pub differences: Vec<Difference<'a>>,
}

/// The way that a walk took.
#[derive(Debug)]
pub struct Taken<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// Every answer that was known by then: those of this walk, and of the walks before.
    pub answers: Answers,
    /// The way through the tree.
    pub route: Route,
}

impl Played<'_> {
    /// Whether every walk went as the scenario says.
    pub fn holds(&self) -> bool {
        self.walks.iter().all(|walk| walk.differences.is_empty())
    }
}

impl<'a> PlayedWalk<'a> {
    /// The answers that the scenario gives here, and where they should lead.
    pub fn course(&self) -> &'a Course {
        self.variant.map_or(&self.walk.course, |variant| &variant.course)
    }
}

/// Plays a scenario: takes its walks one after the other, over one set of answers, and the variants of each beside it, which
/// leave those answers as they are. Of a walk that went astray no variants are walked: they would go astray with it.
///
/// Costs a route for each walk and variant, and the budget of [`possible`] for each tempting outcome.
pub fn play<'a>(pack: &'a Pack, scenario: &'a Scenario) -> Played<'a> {
    let mut answers = Answers::default();
    let mut walks = Vec::new();
    for walk in &scenario.walks {
        let Some(tree) = pack.tree(&walk.tree.name) else {
            let difference = match pack.has_tree(&walk.tree.name) {
                true => Difference::TreeDoesNotLoad { tree: &walk.tree },
                false => Difference::NoTree { tree: &walk.tree, near: owned(nearest(&walk.tree.name, pack.tree_ids())) },
            };
            walks.push(PlayedWalk { walk, variant: None, taken: None, differences: vec![difference] });
            continue;
        };
        let before = answers.clone();
        let played = play_walk(tree, walk, &before, &mut answers);
        let variants = if played.differences.is_empty() { &walk.variants[..] } else { &[] };
        walks.push(played);
        walks.extend(variants.iter().map(|variant| play_variant(tree, walk, variant, &answers)));
    }
    Played { scenario, walks }
}

fn play_walk<'a>(tree: &'a Tree, walk: &'a ScenarioWalk, before: &Answers, answers: &mut Answers) -> PlayedWalk<'a> {
    let mut differences = Vec::new();
    for given in &walk.course.answers {
        differences.extend(give(tree, given, answers));
    }
    differences.extend(difference_of_tempting(tree, walk));
    follow(tree, PlayedWalk { walk, variant: None, taken: None, differences }, before, answers)
}

fn play_variant<'a>(tree: &'a Tree, walk: &'a ScenarioWalk, variant: &'a Variant, told: &Answers) -> PlayedWalk<'a> {
    let mut supposed = Answers::default();
    let mut differences = Vec::new();
    for given in &variant.course.answers {
        differences.extend(give(tree, given, &mut supposed));
    }
    let mut answers = told.clone();
    for given in &variant.course.answers {
        let Some(key) = tree.question(&given.question.name).map(|ix| Key::of(tree, ix)) else { continue };
        let Some(answer) = supposed.get(&key).cloned() else { continue };
        if told.get(&key) == Some(&answer) {
            differences.push(Difference::NotOtherwise { answer: &given.answer });
        }
        answers.set(key, answer);
    }
    follow(tree, PlayedWalk { walk, variant: Some(variant), taken: None, differences }, told, &answers)
}

/// Walks the way of some answers and tells in what it differs. What was known `before` need not be answered.
fn follow<'a>(tree: &'a Tree, mut played: PlayedWalk<'a>, before: &Answers, answers: &Answers) -> PlayedWalk<'a> {
    let (walk, course) = (played.walk, played.course());
    let route = route(tree, answers);
    played.differences.extend(differences_of_route(tree, walk, course, before, &route));
    played.differences.extend(differences_of_result(tree, course, &route));
    played.differences.sort_by_key(Difference::span);
    played.taken = Some(Taken { tree, answers: answers.clone(), route });
    played
}

/// Puts an answer among the others, unless it is none. A fact has one answer in a scenario, by whatever question it is asked.
fn give<'a>(tree: &Tree, given: &'a ScenarioAnswer, answers: &mut Answers) -> Option<Difference<'a>> {
    let (question, text) = (&given.question, &given.answer);
    let Some(ix) = tree.question(&question.name) else {
        let known = tree.questions().map(|(_, question)| question.id.as_str());
        return Some(Difference::NoQuestion { question, near: owned(nearest(&question.name, known)) });
    };
    let answer = match text.name.as_str() {
        UNSURE => Answer::Unsure,
        name => match value_of(&tree[ix], name) {
            Ok(value) => Answer::Given(value),
            Err(error) => return Some(Difference::NoAnswer { answer: text, error }),
        },
    };
    let key = Key::of(tree, ix);
    match (answers.get(&key), &key) {
        (Some(earlier), Key::Fact(fact)) if *earlier != answer => {
            Some(Difference::OtherFact { answer: text, fact: fact.clone(), before: spelled(earlier) })
        }
        _ => {
            answers.set(key, answer);
            None
        }
    }
}

/// In what the questions that the walk comes past differ from those that the scenario answers.
fn differences_of_route<'a>(
    tree: &Tree,
    walk: &'a ScenarioWalk,
    course: &'a Course,
    before: &Answers,
    route: &Route,
) -> Vec<Difference<'a>> {
    let mut differences = Vec::new();
    let mut after: Option<&'a Linked> = None;
    let known = |step: &Step| step.repeated || before.get(&Key::of(tree, step.question)).is_some();
    for step in &route.steps {
        match answer_to(course, &tree[step.question].id) {
            Some(given) => after = Some(&given.question),
            None if known(step) => {}
            None => differences.push(Difference::Unanswered { tree: &walk.tree, question: step.question, after }),
        }
    }
    if let Some(question) = route.open() {
        // An answer that is there, and is none, was told of already.
        if answer_to(course, &tree[question].id).is_none() {
            differences.push(Difference::Unanswered { tree: &walk.tree, question, after });
        }
    }
    let place = |question: QuestionIx| route.steps.iter().position(|step| step.question == question);
    let mut furthest: Option<(usize, &'a Linked)> = None;
    for given in &course.answers {
        let Some(ix) = tree.question(&given.question.name) else { continue };
        match (place(ix), furthest) {
            (Some(at), Some((far, later))) if at < far => {
                differences.push(Difference::OutOfOrder { question: &given.question, before: later });
            }
            (Some(at), _) => furthest = Some((at, &given.question)),
            // Where the walk stopped short, nothing is known of the questions behind.
            (None, _) if route.open().is_some() => {}
            (None, _) => differences.push(Difference::NotAsked { question: &given.question }),
        }
    }
    differences
}

fn differences_of_result<'a>(tree: &Tree, course: &'a Course, route: &Route) -> Vec<Difference<'a>> {
    let Some(expected) = tree.outcome(&course.outcome.name) else { return vec![no_outcome(tree, &course.outcome)] };
    let mut differences = Vec::new();
    match route.outcome() {
        Some(reached) if reached != expected => return vec![Difference::OtherOutcome { expected: &course.outcome, reached }],
        _ => {}
    }
    let parts: Vec<_> = tree[expected].parts(tree).collect();
    for part in &course.with {
        match parts.iter().find(|(id, _)| *id == part.name) {
            None => {
                let near = owned(nearest(&part.name, parts.iter().map(|(id, _)| *id)));
                differences.push(Difference::NoPart { part, near });
            }
            Some((_, when)) if route.outcome().is_some() && !route.holds(*when) => differences.push(Difference::MissingPart { part }),
            Some(_) => {}
        }
    }
    differences
}

fn difference_of_tempting<'a>(tree: &Tree, walk: &'a ScenarioWalk) -> Option<Difference<'a>> {
    let outcome = &walk.tempting.as_ref()?.outcome;
    match tree.outcome(&outcome.name) {
        None => Some(no_outcome(tree, outcome)),
        Some(_) if outcome.name == walk.course.outcome.name => Some(Difference::TemptingIsRight { outcome }),
        Some(ix) => (!can_be_reached(tree, ix)).then_some(Difference::TemptingIsOutOfReach { outcome }),
    }
}

/// Whether some answers lead to an outcome, as far as can be told.
fn can_be_reached(tree: &Tree, outcome: OutcomeIx) -> bool {
    let nothing = Answers::default();
    possible(tree, &nothing, &route(tree, &nothing)).outcomes.contains(&outcome)
}

fn no_outcome<'a>(tree: &Tree, outcome: &'a Linked) -> Difference<'a> {
    let known = tree.outcomes().map(|(_, outcome)| outcome.id.as_str());
    Difference::NoOutcome { outcome, near: owned(nearest(&outcome.name, known)) }
}

fn spelled(answer: &Answer) -> String {
    match answer {
        Answer::Given(value) => spell(value),
        Answer::Unsure => UNSURE.to_owned(),
    }
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
