//! A record replayed against the trees of today.

mod candidates;
mod parting;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Record, RecordedAnswer, RecordedBand, RecordedTree, fingerprint};
use crate::advice::walk::{Answer, Answers, Key, Route, Unfit, Value, route};
use crate::content::diagnostic::Span;
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};
use candidates::{options_near, questions_near, trees_near};
use parting::Ways;

/// What of a record does not hold any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Where it stands in the record's file; empty for what is said of the record as a whole.
    pub span: Span,
    /// What it is.
    pub stale: Stale,
}

/// Something that does not hold any more. Ids, by which it can be looked up in the trees of today.
#[derive(Debug, Clone, PartialEq)]
pub enum Stale {
    /// There is no such tree, or it does not load.
    NoTree {
        /// The tree's id.
        tree: String,
        /// Trees that may have taken its place, the likeliest first.
        near: Vec<String>,
    },
    /// The tree no longer has the question.
    NoQuestion {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// What it asked; empty where the record does not say.
        prompt: String,
        /// Questions that may have taken its place, the likeliest first.
        near: Vec<String>,
    },
    /// The question no longer takes the answer.
    NoAnswer {
        /// The tree's id.
        tree: String,
        /// The question's id, of today.
        question: String,
        /// What the answer was called; empty where the record does not say.
        label: String,
        /// What is wrong with it.
        why: Unfit,
        /// Answers that may have taken its place, the likeliest first.
        near: Vec<String>,
    },
    /// The question asks for another fact, of which the record does not know the answer.
    OtherFact {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// The fact at that time; `None` where it was the question's own answer.
        was: Option<String>,
        /// The fact of today.
        now: Option<String>,
    },
    /// The same answers lead to another result.
    Elsewhere {
        /// The tree's id.
        tree: String,
        /// The outcome that the record names; `None` where a question was open.
        was: Option<String>,
        /// The outcome of today; `None` where a question is open.
        now: Option<String>,
        /// The question of today that waits for an answer.
        open: Option<String>,
        /// Where the ways part; `None` where only the parts of the result differ.
        parting: Option<Parting>,
        /// What the conditions there see otherwise than at that time.
        moved: Vec<Moved>,
        /// Parts that the result no longer has, and those that it has besides; of one outcome alone.
        parts: (Vec<String>, Vec<String>),
    },
    /// An assumption was to be found out by a day that has passed.
    Overdue {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// What is asked, in words; may be empty.
        prompt: String,
        /// What was assumed, in words; may be empty.
        label: String,
        /// Who was to find out; may be empty.
        owner: String,
        /// Until when.
        due: Date,
    },
    /// A question without an answer was to be found out by a day that has passed.
    OpenOverdue {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// What is asked, in words; may be empty.
        prompt: String,
        /// Who was to find out; may be empty.
        owner: String,
        /// Until when.
        due: Date,
    },
    /// The day on which to look at it again has passed.
    Revisit {
        /// That day.
        on: Date,
    },
}

/// Where two ways part for good.
#[derive(Debug, Clone, PartialEq)]
pub struct Parting {
    /// The question behind which they do; `None` at the very beginning.
    pub after: Option<String>,
    /// What it was answered.
    pub answer: Option<Value>,
    /// The node that came next by the record; `None` where it does not say.
    pub was: Option<String>,
    /// The node that comes next today.
    pub now: String,
    /// The edge to it, by its place among those of the question.
    pub taken: Option<usize>,
    /// Why it is not the one of the record.
    pub barred: Barred,
}

/// Why a way does not go on as it did.
#[derive(Debug, Clone, PartialEq)]
pub enum Barred {
    /// The record does not say how it went on, or the tree begins elsewhere.
    Unsaid,
    /// The tree no longer has the node.
    Gone {
        /// Nodes that may have taken its place, the likeliest first.
        near: Vec<String>,
    },
    /// No edge leads from there to the node.
    NoEdge,
    /// The edges that lead there, by their places: none of their conditions holds.
    Fails(Vec<usize>),
    /// An edge that leads there, by its place: its condition holds, but an edge before it is taken.
    Behind(usize),
}

/// What a condition sees otherwise than at the time of the record.
#[derive(Debug, Clone, PartialEq)]
pub enum Moved {
    /// A figure lies in another band, because its cut-offs have moved.
    Band {
        /// The question's id.
        question: String,
        /// The figure.
        figure: f64,
        /// The band of that time.
        was: RecordedBand,
        /// The band of today.
        now: RecordedBand,
    },
    /// "Not sure" stands for something else.
    Assumption {
        /// The question's id.
        question: String,
        /// What it stood for.
        was: Value,
        /// What it stands for.
        now: Value,
    },
    /// The way came past a question, and does not today.
    NotPassed {
        /// The question's id.
        question: String,
    },
    /// The way comes past a question, and did not at that time.
    Passed {
        /// The question's id.
        question: String,
    },
}

impl Stale {
    /// A stable name for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Stale::NoTree { .. } => "no-tree",
            Stale::NoQuestion { .. } => "no-question",
            Stale::NoAnswer { .. } => "no-answer",
            Stale::OtherFact { .. } => "other-fact",
            Stale::Elsewhere { open: Some(_), .. } => "unanswered",
            Stale::Elsewhere { .. } => "elsewhere",
            Stale::Overdue { .. } | Stale::OpenOverdue { .. } => "overdue",
            Stale::Revisit { .. } => "revisit",
        }
    }

    /// The tree that it is about.
    pub fn tree(&self) -> Option<&str> {
        match self {
            Stale::NoTree { tree, .. }
            | Stale::NoQuestion { tree, .. }
            | Stale::NoAnswer { tree, .. }
            | Stale::OtherFact { tree, .. }
            | Stale::Elsewhere { tree, .. }
            | Stale::Overdue { tree, .. }
            | Stale::OpenOverdue { tree, .. } => Some(tree),
            Stale::Revisit { .. } => None,
        }
    }

    /// What may have taken the place of what is gone, the likeliest first.
    pub fn near(&self) -> &[String] {
        match self {
            Stale::NoTree { near, .. } | Stale::NoQuestion { near, .. } | Stale::NoAnswer { near, .. } => near,
            _ => &[],
        }
    }
}

/// Replays a record, and tells everything that does not hold any more on the day that `today` is, in the order of the record: days
/// that have passed of a decision that is still gone by, and of every tree what is gone and where the same answers lead otherwise.
///
/// Costs a walk for each tree, and a look-up for each answer; more for what is gone, which is looked for under other names.
pub fn check(pack: &Pack, record: &Record, today: Date) -> Vec<Finding> {
    let replay = Replay {
        answers: record.answers(),
        by_place: record.answers.iter().map(|answer| ((answer.tree.as_str(), answer.question.as_str()), answer)).collect(),
        by_key: record.answers.iter().map(|answer| (answer.key(), answer)).collect(),
    };
    let mut findings = Vec::new();
    let live = record.header.status.is_live();
    if let Some(on) = record.header.revisit.filter(|on| live && *on < today) {
        findings.push(Finding { span: Span::default(), stale: Stale::Revisit { on } });
    }
    // An assumption off every way has no effect, so that nobody waits for it.
    let mut assumed: HashSet<Key> = HashSet::new();
    // No more than for a question of a tree that came to its end without it, unless another one waits at it.
    let (mut decided, mut waits): (HashSet<&str>, HashSet<Key>) = (HashSet::new(), HashSet::new());
    for recorded in &record.trees {
        match pack.tree(&recorded.id) {
            Some(tree) => {
                let now = route(tree, &replay.answers);
                assumed.extend(now.steps.iter().filter(|step| step.assumed).map(|step| Key::of(tree, step.question)));
                findings.extend(replay.tree(tree, recorded, &now));
                match now.open() {
                    Some(open) => drop(waits.insert(Key::of(tree, open))),
                    None => drop(decided.insert(recorded.id.as_str())),
                }
            }
            None => {
                decided.extend(recorded.outcome.as_ref().map(|_| recorded.id.as_str()));
                let near = trees_near(pack, recorded);
                findings.push(Finding { span: recorded.span, stale: Stale::NoTree { tree: recorded.id.clone(), near } });
            }
        }
        let passed = recorded.route.iter().filter_map(|question| replay.by_place.get(&(recorded.id.as_str(), question.as_str())));
        assumed.extend(passed.map(|answer| answer.key()));
    }
    for answer in record.answers.iter().filter(|answer| live && answer.answer == Answer::Unsure && assumed.contains(&answer.key())) {
        if let Some(due) = answer.remarks.due.filter(|due| *due < today) {
            let (tree, question, owner) = (answer.tree.clone(), answer.question.clone(), answer.remarks.owner.clone());
            let stale = Stale::Overdue { tree, question, prompt: answer.prompt.clone(), label: answer.label.clone(), owner, due };
            findings.push(Finding { span: answer.span, stale });
        }
    }
    for open in record.open.iter().filter(|open| live && !replay.by_key.contains_key(&open.key())) {
        let is_awaited = !decided.contains(open.tree.as_str()) || waits.contains(&open.key());
        if let Some(due) = open.remarks.due.filter(|due| is_awaited && *due < today) {
            let (tree, question, owner) = (open.tree.clone(), open.question.clone(), open.remarks.owner.clone());
            findings
                .push(Finding { span: open.span, stale: Stale::OpenOverdue { tree, question, prompt: open.prompt.clone(), owner, due } });
        }
    }
    findings
}

/// Whether a tree is the very one that a record was made with.
pub fn is_same(pack: &Pack, recorded: &RecordedTree) -> bool {
    pack.tree_file(&recorded.id).is_some_and(|file| fingerprint(&file.text) == recorded.hash)
}

struct Replay<'a> {
    answers: Answers,
    by_place: HashMap<(&'a str, &'a str), &'a RecordedAnswer>,
    by_key: HashMap<Key, &'a RecordedAnswer>,
}

impl Replay<'_> {
    /// What of a tree's walk does not hold any more.
    fn tree(&self, tree: &Tree, recorded: &RecordedTree, now: &Route) -> Vec<Finding> {
        let ways = Ways::new(tree, recorded, now);
        let mut findings = Vec::new();
        // Questions of today at which the walk may stop for a reason that was told.
        let mut told: HashSet<QuestionIx> = HashSet::new();
        let mut seen: HashSet<&str> = HashSet::new();
        // One answer of a fact that several questions ask for.
        let mut unfit: HashSet<Span> = HashSet::new();
        for id in recorded.route.iter().filter(|id| seen.insert(id.as_str())) {
            let Some((stale, span, stops_at)) = self.gone(&ways, id) else { continue };
            told.extend(stops_at);
            if matches!(stale, Stale::NoAnswer { .. }) && !unfit.insert(span) {
                continue;
            }
            findings.push(Finding { span, stale });
        }
        let stopped = now.open().is_some_and(|open| told.contains(&open));
        let elsewhere = if stopped { None } else { self.elsewhere(&ways) };
        findings.extend(elsewhere.map(|stale| Finding { span: recorded.span, stale }));
        findings
    }

    /// A question or an answer of the way that there is not any more, where that stands, and the question of today that is probably
    /// meant.
    fn gone(&self, ways: &Ways<'_>, id: &str) -> Option<(Stale, Span, Option<QuestionIx>)> {
        let (tree, recorded) = (ways.tree, ways.recorded);
        let answer = self.by_place.get(&(tree.id.as_str(), id)).copied();
        let by_fact = || tree.questions_of_fact(answer?.fact.as_ref()?).first().copied();
        let Some(ix) = tree.question(id).or_else(by_fact) else {
            // Asked in another tree, so that the record does not say of which fact it was: it is probably known under its fact.
            let known = |ix: QuestionIx| tree[ix].fact.is_some() && self.answers.get(&Key::of(tree, ix)).is_some();
            if answer.is_none() && tree.questions().any(|(ix, question)| known(ix) && !ways.came_past(&question.id)) {
                return None;
            }
            let prompt = answer.map_or_else(String::new, |answer| answer.prompt.clone());
            let near = questions_near(ways, id, answer);
            let meant = near.first().and_then(|near| tree.question(near));
            let stale = Stale::NoQuestion { tree: tree.id.clone(), question: id.to_owned(), prompt, near };
            return Some((stale, answer.map_or(recorded.span, |answer| answer.span), meant));
        };
        let (question, key) = (tree[ix].id.clone(), Key::of(tree, ix));
        match (self.by_key.get(&key), answer) {
            (Some(kept), _) => {
                let Answer::Given(value) = &kept.answer else { return None };
                let why = value.settle(&tree[ix]).err()?;
                let near = options_near(tree, ix, kept, &why);
                let stale = Stale::NoAnswer { tree: tree.id.clone(), question, label: kept.label.clone(), why, near };
                Some((stale, kept.span, Some(ix)))
            }
            (None, Some(answer)) => {
                let now = tree[ix].fact.as_ref().map(|fact| fact.name.clone());
                let stale = Stale::OtherFact { tree: tree.id.clone(), question, was: answer.fact.clone(), now };
                Some((stale, answer.span, Some(ix)))
            }
            // The record names it on its way and has no answer to it: the walk stops there, and that is told.
            (None, None) => None,
        }
    }

    /// Whether the way of today ends elsewhere.
    fn elsewhere(&self, ways: &Ways<'_>) -> Option<Stale> {
        let (tree, recorded, now) = (ways.tree, ways.recorded, ways.now);
        let (outcome, parts) = now.result(tree).map_or((None, Vec::new()), |(outcome, parts)| (Some(outcome.to_owned()), parts));
        let was = recorded.outcome.clone();
        let (parting, parts) = if outcome == was {
            let before: HashSet<&str> = recorded.parts.iter().map(String::as_str).collect();
            let today: HashSet<&str> = parts.iter().copied().collect();
            let lost: Vec<String> = recorded.parts.iter().filter(|part| !today.contains(part.as_str())).cloned().collect();
            let gained: Vec<String> = parts.iter().filter(|part| !before.contains(*part)).map(|part| (*part).to_owned()).collect();
            if lost.is_empty() && gained.is_empty() {
                return None;
            }
            (None, (lost, gained))
        } else {
            (ways.parting(), (Vec::new(), Vec::new()))
        };
        let seen = match &parting {
            Some(parting) => ways.seen_at(parting),
            None => ways.seen_by(&parts),
        };
        let moved = ways.moved(&seen, |ix| self.by_key.get(&Key::of(tree, ix)).and_then(|answer| answer.assumed.clone()));
        let open = now.open().filter(|_| outcome.is_none()).map(|ix| tree[ix].id.clone());
        Some(Stale::Elsewhere { tree: tree.id.clone(), was, now: outcome, open, parting, moved, parts })
    }
}
