//! Everything that the screens show, and nothing else: no file, no clock, no terminal.

mod map;
mod overlay;
mod what_if;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use map::{MapScreen, Standing};
pub use overlay::{Overlay, SearchOverlay};
use ratatui::layout::Rect;
pub use what_if::{Generations, SpelledSet, Variants, WhatIfScreen};

use super::action::{Action, Context, Pane};
use super::theme::Theme;
use crate::advice::insight::{Insight, Possible};
use crate::advice::walk::{Answer, Answers, Consultation, Key, Route, Value};
use crate::content::document::{Document, Target};
use crate::content::pack::Pack;
use crate::content::tree::{Node, OutcomeIx, Question, QuestionIx, Settled, Tree};
use crate::paper::export::brief::{self, Beyond, Entry, LinkTarget, Mark, Section};
use crate::paper::export::insight::{Explained, conflict_section};

/// The state of the program.
#[derive(Debug)]
pub struct State {
    /// What can be decided and read.
    pub pack: Arc<Pack>,
    /// The answers of this sitting, over all trees.
    pub consultation: Consultation,
    /// The screens, the one that is seen last; the home screen is at the bottom and never leaves.
    pub screens: Vec<Screen>,
    /// What lies on top of them, the uppermost last.
    pub overlays: Vec<Overlay>,
    /// What there is to say about the last action.
    pub notice: Option<String>,
    /// How things look.
    pub look: Look,
    /// Whether the terminal reports the mouse to us.
    pub mouse: bool,
    /// What the last frame turned out to hold.
    pub measured: Measured,
    /// The trees that were opened, in order.
    pub walked: Vec<String>,
    /// The beginning of a command that leads back here: the program's name, and the packs that were named.
    pub invocation: String,
    /// The last number under which something was asked for, so that an answer that comes late is told from one that counts.
    pub generation: u64,
    /// The last numbers of each kind of look ahead.
    pub asked: Asked,
    /// Results of several trees that contradict each other, as the answers stood when a walk was last explained.
    pub contradictions: Arc<Vec<Contradicted>>,
}

/// Under which number each kind of look ahead was asked for last.
#[derive(Debug, Default)]
pub struct Asked(Vec<(Purpose, u64)>);

impl Asked {
    /// The last number; 0 for none.
    pub fn last(&self, purpose: Purpose) -> u64 {
        self.0.iter().find(|(other, _)| other.is_alike(purpose)).map_or(0, |(_, generation)| *generation)
    }

    /// Notes a number.
    pub fn note(&mut self, purpose: Purpose, generation: u64) {
        self.0.retain(|(other, _)| !other.is_alike(purpose));
        self.0.push((purpose, generation));
    }
}

/// What a look ahead is for; of each kind the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A walk: what is still possible, and then all else that there is to say.
    Walk,
    /// The map.
    Map,
    /// A what-if: the walk as it stands.
    Now,
    /// A what-if: the variant.
    Then,
    /// A what-if: the smallest sets of answers that lead to a node.
    Ways(Node),
}

impl Purpose {
    /// Whether a look ahead takes the place of another one that waits.
    pub fn is_alike(self, other: Purpose) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Results of two trees that contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradicted {
    /// The trees' ids.
    pub trees: [String; 2],
    /// What is said of it.
    pub entry: Entry,
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
}

/// One screen.
#[derive(Debug)]
pub enum Screen {
    /// What are you deciding?
    Home(HomeScreen),
    /// A question or an outcome of a tree.
    Walk(Box<WalkScreen>),
    /// The map of a tree.
    Map(Box<MapScreen>),
    /// A walk beside a variant of it.
    WhatIf(Box<WhatIfScreen>),
    /// Reference text.
    Reader(ReaderScreen),
    /// A tree whose file does not load.
    Broken(BrokenScreen),
}

/// The home screen.
#[derive(Debug, Default)]
pub struct HomeScreen {
    /// The marked row: the trees, then the documents.
    pub cursor: usize,
    /// How far the list is scrolled.
    pub scroll: Scroll,
    /// How far the description beside it is scrolled.
    pub beside: Scroll,
}

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
    /// The figure typed so far.
    pub figure: String,
    /// How far each pane is scrolled.
    pub scrolls: BTreeMap<Pane, Scroll>,
}

/// What of a walk can be looked at besides where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewing {
    /// An outcome that the answers do not lead to.
    Outcome(OutcomeIx),
    /// What carries the walk, what would change it, why not another.
    Insight,
}

/// Reference text.
#[derive(Debug, Default)]
pub struct ReaderScreen {
    /// The document's id.
    pub document: String,
    /// The heading that it was opened at; it is brought to the top once.
    pub opened_at: Option<usize>,
    /// The marked link.
    pub link: Option<usize>,
    /// Whether the outline has the focus.
    pub in_outline: bool,
    /// The marked heading of the outline.
    pub outline_cursor: usize,
    /// How far the text is scrolled.
    pub scroll: Scroll,
    /// How far the outline is scrolled.
    pub outline_scroll: Scroll,
}

/// A tree that does not load.
#[derive(Debug)]
pub struct BrokenScreen {
    /// The tree's id.
    pub tree: String,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// How far a pane is scrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    /// The first line shown.
    pub offset: usize,
    /// Whether the marked row was moved since it was scrolled, so that it has to be in sight.
    pub follow: bool,
}

/// What a frame turned out to hold: where clicks lead, and how far panes can be scrolled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measured {
    /// Where a click does something; later ones lie on top.
    pub hit_regions: Vec<(Rect, Action)>,
    /// The panes.
    pub panes: Vec<(Pane, PaneMeasure)>,
    /// The first row of each thing in the main pane that can be followed.
    pub link_rows: Vec<usize>,
    /// Whether the marked row of the main pane is in sight; `None` when none is marked.
    pub marked_in_sight: Option<bool>,
}

/// What a pane turned out to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaneMeasure {
    /// Where it is.
    pub area: Rect,
    /// The first line shown.
    pub offset: usize,
    /// The largest offset.
    pub most: usize,
}

impl State {
    /// The state at the start, with the home screen.
    pub fn new(pack: Arc<Pack>, answers: Answers, look: Look) -> State {
        State {
            pack,
            consultation: Consultation::with(answers),
            screens: vec![Screen::Home(HomeScreen::default())],
            overlays: Vec::new(),
            notice: None,
            look,
            mouse: true,
            measured: Measured::default(),
            walked: Vec::new(),
            invocation: "waypost".to_owned(),
            generation: 0,
            asked: Asked::default(),
            contradictions: Arc::default(),
        }
    }

    /// A number to ask for something under.
    pub fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// The screen that is seen.
    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// Where keys apply.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(Overlay::Help(_)) => Context::Help,
            _ => self.context_below(),
        }
    }

    /// Where keys would apply if the help were closed.
    pub fn context_below(&self) -> Context {
        if self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Search(_))) {
            return Context::Search;
        }
        match self.screen() {
            Some(Screen::Walk(walk)) => match (walk.pane, self.asked(walk)) {
                (Pane::Side, _) => Context::Path,
                (Pane::Beside, _) => Context::Beside,
                (Pane::Main, None) if walk.viewing == Some(Viewing::Insight) => Context::Insight,
                (Pane::Main, None) => Context::Outcome,
                (Pane::Main, Some((tree, ix))) => Context::of(&tree[ix].kind),
            },
            Some(Screen::Map(_)) => Context::Map,
            Some(Screen::WhatIf(_)) => Context::WhatIf,
            Some(Screen::Reader(reader)) if reader.in_outline => Context::Outline,
            Some(Screen::Reader(_)) => Context::Reader,
            Some(Screen::Broken(_)) => Context::Broken,
            Some(Screen::Home(_)) | None => Context::Home,
        }
    }

    /// The question that a walk shows; `None` when it shows an outcome.
    pub fn asked(&self, walk: &WalkScreen) -> Option<(&Tree, QuestionIx)> {
        if walk.viewing.is_some() {
            return None;
        }
        let tree = self.pack.tree(&walk.tree)?;
        walk.revisiting.or_else(|| walk.route.open()).map(|ix| (tree, ix))
    }
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
            figure: String::new(),
            scrolls: BTreeMap::new(),
        };
        walk.reset_marks(tree, consultation.answers());
        walk
    }

    /// Sets the marks for the question that is shown now: on its answer, when it has one.
    pub fn reset_marks(&mut self, tree: &Tree, answers: &Answers) {
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

/// What of a question or outcome can be followed, in the order in which it is shown.
pub fn leads(sections: &[Section]) -> Vec<LinkTarget> {
    sections.iter().flat_map(|section| &section.entries).filter_map(|entry| entry.leads.clone()).collect()
}

/// The sections that a walk shows under its question or recommendation.
pub fn sections(state: &State, walk: &WalkScreen) -> Vec<Section> {
    let Some(tree) = state.pack.tree(&walk.tree) else { return Vec::new() };
    let insight = walk.insight.as_deref();
    let words = state.pack.words();
    let explained = insight.map(|insight| Explained { words, tree, route: &walk.route, insight });
    let contradicted = state.contradictions.iter().filter(|contradicted| contradicted.trees.contains(&walk.tree));
    // It leads to the other one of the two decisions.
    let other = |contradicted: &Contradicted| contradicted.trees.iter().find(|tree| **tree != walk.tree).cloned();
    let entry = |contradicted: &Contradicted| Entry { leads: other(contradicted).map(LinkTarget::Tree), ..contradicted.entry.clone() };
    let contradicted = conflict_section(&words.insight, contradicted.map(entry).collect());
    let mut sections = match (walk.viewing, state.asked(walk), walk.outcome()) {
        (Some(Viewing::Insight), ..) => {
            let said = explained.zip(walk.ahead.as_ref()).map(|(explained, ahead)| explained.sections(ahead)).unwrap_or_default();
            contradicted.into_iter().chain(said).collect()
        }
        (_, Some((tree, ix)), _) => brief::question(&state.pack, &tree[ix]),
        (viewing, None, Some(ix)) => {
            let mut beyond = Beyond { answers: Some(state.consultation.answers()), ..Beyond::default() };
            let contradicted = contradicted.filter(|_| viewing.is_none());
            if viewing.is_none() {
                beyond.first = insight.and_then(|insight| insight.find_out.as_ref()).map(|found| found.question);
                beyond.sections = explained.and_then(|explained| explained.what_would_change()).into_iter().collect();
            }
            contradicted.into_iter().chain(brief::outcome(&state.pack, tree, &walk.route, &tree[ix], beyond)).collect()
        }
        (_, None, None) => Vec::new(),
    };
    // An answer that came back into use by itself is to be looked at again before it is relied on.
    for entry in sections.iter_mut().flat_map(|section| &mut section.entries) {
        if matches!(&entry.leads, Some(LinkTarget::Question(ix)) if state.consultation.is_kept(tree, *ix)) {
            entry.mark = Mark::Warning;
            entry.text.push_str(&format!(" ({})", state.pack.words().walk.kept));
        }
    }
    sections
}

/// The links of a document that can be marked, by their place among its links.
pub fn followable(document: &Document) -> Vec<usize> {
    let links = document.links.iter().enumerate();
    links.filter(|(_, link)| !matches!(link.to, Target::Refused(_))).map(|(at, _)| at).collect()
}
