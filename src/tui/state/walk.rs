//! A walk: its question or outcome, and what is marked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Scroll;
use crate::advice::insight::{Insight, Possible};
use crate::advice::walk::{Answer, Answers, Consultation, Key, Route, Value};
use crate::content::tree::{OutcomeIx, Question, QuestionIx, Settled, Tree};
use crate::tui::action::Pane;

/// A question or an outcome.
#[derive(Debug)]
pub struct WalkScreen {
    /// The tree's id.
    pub tree: String,
    /// The route, as the answers stand.
    pub route: Route,
    /// The question of the route that is looked at again; `None` looks at where the route ends.
    pub revisiting: Option<QuestionIx>,
    /// Whether that question was jumped to, so that Back leads to where the route ends.
    pub jumped: bool,
    /// What is looked at beside the walk itself.
    pub viewing: Option<Viewing>,
    /// What can yet become of the walk, once it is known.
    pub ahead: Option<Possible>,
    /// What else is to be said of it, once it is known.
    pub insight: Option<Arc<Insight>>,
    /// The number under which these were asked for.
    pub generation: u64,
    /// The version of the answers that the route is of.
    pub version: u64,
    /// The pane with the focus.
    pub pane: Pane,
    /// The marked row of the question: its options, "not sure", then what can be read. On an outcome, the marked link; `None` is none.
    pub cursor: Option<usize>,
    /// The marked row of the path, among [`WalkScreen::path_rows`].
    pub path_cursor: usize,
    /// The question that the ticks and the figure are of.
    pub facing: Option<QuestionIx>,
    /// The options ticked, of a question that takes a set.
    pub ticked: BTreeSet<usize>,
    /// Whether Enter was pressed on a set in which nothing is ticked: pressed again, it answers "none of these".
    pub none_meant: bool,
    /// The figure typed so far.
    pub figure: String,
    /// How far each pane is scrolled.
    pub scrolls: BTreeMap<Pane, Scroll>,
    /// How far the main pane is to be scrolled as soon as all that was there to read is there again.
    pub resumes: Option<usize>,
}

/// What of a walk can be looked at besides where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewing {
    /// An outcome that the answers do not lead to.
    Outcome(OutcomeIx),
    /// What carries the walk, what would change it, why not another.
    Insight,
}

impl WalkScreen {
    /// A walk as the answers stand.
    pub fn new(tree: &Tree, consultation: &Consultation) -> WalkScreen {
        let mut walk = WalkScreen {
            tree: tree.id.clone(),
            route: consultation.route(tree),
            revisiting: None,
            jumped: false,
            viewing: None,
            ahead: None,
            insight: None,
            generation: 0,
            version: consultation.version(),
            pane: Pane::Main,
            cursor: None,
            path_cursor: 0,
            facing: None,
            ticked: BTreeSet::new(),
            none_meant: false,
            figure: String::new(),
            scrolls: BTreeMap::new(),
            resumes: None,
        };
        walk.reset_marks(tree, consultation.answers());
        walk
    }

    /// Sets the marks for the question that is shown now: on its answer, when it has one.
    pub fn reset_marks(&mut self, tree: &Tree, answers: &Answers) {
        self.resumes = None;
        self.none_meant = false;
        self.scrolls.remove(&Pane::Beside);
        self.scrolls.insert(Pane::Main, Scroll { offset: 0, follow: true });
        self.pane = Pane::Main;
        self.path_cursor = self.route.steps.len().saturating_sub(1);
        self.cursor = None;
        let Some(ix) = self.revisiting.or_else(|| self.route.open()) else { return };
        let at = self.route.steps.iter().position(|step| step.question == ix);
        self.path_cursor = at.unwrap_or(self.path_cursor);
        if self.viewing.is_some() {
            return;
        }
        self.cursor = Some(0);
        // Whoever only looked aside finds the ticks and the figure as they were.
        let returned = self.facing.replace(ix) == Some(ix);
        if !returned {
            self.ticked.clear();
            self.figure.clear();
        }
        let Some(answer) = answers.get(&Key::of(tree, ix)) else { return };
        let value = answer.value(&tree[ix]);
        match (&value, value.settle(&tree[ix])) {
            (_, Err(_)) => {}
            _ if *answer == Answer::Unsure => self.cursor = Some(not_sure_row(&tree[ix])),
            (_, Ok(Settled::Option(at))) => self.cursor = Some(at),
            _ if returned => {}
            (_, Ok(Settled::Options(set))) => self.ticked = (0..tree[ix].options().len()).filter(|at| set >> at & 1 == 1).collect(),
            (Value::Number(figure), Ok(_)) => self.figure = figure.to_string(),
            _ => {}
        }
    }

    /// Takes in what can yet become of the walk; the mark in the path stays on what it stands on.
    pub fn learn(&mut self, possible: Possible) {
        let marked = self.path_rows().nth(self.path_cursor);
        self.ahead = Some(possible);
        let row = self.path_rows().position(|row| Some(row) == marked);
        self.path_cursor = row.unwrap_or(self.path_cursor);
    }

    /// Forgets what was found out for answers that have changed since; what comes late for them finds nobody.
    pub fn forget(&mut self) {
        (self.ahead, self.insight, self.generation) = (None, None, 0);
    }

    /// The outcome that is shown: the one looked at, or the one that the answers lead to.
    pub fn outcome(&self) -> Option<OutcomeIx> {
        match self.viewing {
            Some(Viewing::Outcome(outcome)) => Some(outcome),
            Some(Viewing::Insight) => None,
            None => self.route.outcome(),
        }
    }

    /// The question to find out first, where it is not the one at hand.
    pub fn find_out(&self) -> Option<QuestionIx> {
        let found = self.insight.as_ref().and_then(|insight| insight.find_out.as_ref())?;
        (self.route.open() != Some(found.question)).then_some(found.question)
    }

    /// What can be marked in the path: the steps, the outcomes that are still possible, the question to find out first.
    pub fn path_rows(&self) -> impl Iterator<Item = PathRow> + '_ {
        let steps = self.route.steps.iter().map(|step| PathRow::Step(step.question));
        let outcomes = self.ahead.iter().flat_map(|ahead| &ahead.outcomes).map(|ix| PathRow::Outcome(*ix));
        steps.chain(outcomes).chain(self.find_out().map(PathRow::FindOut))
    }

    /// How far a pane is scrolled.
    pub fn scroll(&self, pane: Pane) -> Scroll {
        self.scrolls.get(&pane).copied().unwrap_or_default()
    }
}

/// A row of the path that can be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathRow {
    /// A question that was answered.
    Step(QuestionIx),
    /// An outcome that is still possible.
    Outcome(OutcomeIx),
    /// The question to find out first.
    FindOut(QuestionIx),
}

/// The row of "not sure" among those of a question: behind its options, or behind the field for the figure.
pub fn not_sure_row(question: &Question) -> usize {
    question.options().len().max(1)
}
