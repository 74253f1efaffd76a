//! Everything that the screens show, and nothing else: no file, no clock, no terminal.

mod agenda;
mod ahead;
mod compare;
mod export;
mod form;
mod map;
mod overlay;
mod recent;
mod review;
mod room;
mod sections;
mod walk;
mod what_if;

use std::sync::Arc;

pub use agenda::AgendaRow;
pub use ahead::{Asked, Contradicted, Purpose};
pub use compare::{ChooseRow, ChooseScreen, CompareScreen, RecordSource};
pub use export::{DocumentFormat, Export, Exported, name_of_title};
pub use form::{Field, FieldFault, FieldValue, FormKind, FormOverlay};
use jiff::civil::Date;
pub use map::{MapScreen, Standing};
pub use overlay::{MAX_FOUND, Overlay, SearchOverlay, VotesOverlay};
use ratatui::layout::Rect;
pub use recent::{Gist, HomeRow, RecentRecord, Recents, ToFindOut, home_rows};
pub use review::{Replay, Review, Saving, Stamp};
pub use room::{Choosable, Lead, NONE, Room, UNSURE, ballot, dissenting, lead, row_of, split, sum};
pub use sections::{followable, leads, sections};
pub use walk::{PathRow, Viewing, WalkScreen, not_sure_row};
pub use what_if::{Generations, SpelledSet, Variants, WhatIfScreen};

use super::action::{Action, Context, Pane};
use super::theme::Theme;
use crate::advice::walk::{Answers, Consultation};
use crate::content::pack::Pack;
use crate::content::tree::{QuestionIx, Tree};

/// The state of the program.
#[derive(Debug)]
pub struct State {
    /// What can be decided and read.
    pub pack: Arc<Pack>,
    /// The answers of this sitting, over all trees.
    pub consultation: Consultation,
    /// What is written down of this sitting besides.
    pub review: Review,
    /// The records that were worked on last.
    pub recents: Recents,
    /// Which day it is.
    pub today: Date,
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
    /// The search that was left for one of its hits.
    pub searched: Option<Box<SearchOverlay>>,
    /// Results of several trees that contradict each other, as the answers stood when a walk was last explained, or files changed.
    pub contradictions: Arc<Vec<Contradicted>>,
    /// The number under which they were asked for since files changed; 0 when nothing is waited for.
    pub contradictions_asked: u64,
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
    /// The record of this sitting.
    Review(ReviewScreen),
    /// The list of records to compare one with.
    Choose(ChooseScreen),
    /// Two records beside each other.
    Compare(Box<CompareScreen>),
    /// A tree whose file does not load, or reference text that is gone.
    Broken(BrokenScreen),
}

/// The home screen.
#[derive(Debug, Default)]
pub struct HomeScreen {
    /// The marked row, among [`home_rows`].
    pub cursor: usize,
    /// How far the list is scrolled.
    pub scroll: Scroll,
    /// How far the description beside it is scrolled.
    pub beside: Scroll,
}

/// The record of this sitting: what it is about, the trees with what came of them, the answers with what people said of them.
#[derive(Debug, Default)]
pub struct ReviewScreen {
    /// The marked row, of [`State::agenda`].
    pub cursor: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// How far what it is about is scrolled, where that has a column of its own.
    pub side: Scroll,
    /// How far what is open is scrolled, where that has a column of its own.
    pub beside: Scroll,
}

/// Reference text.
#[derive(Debug, Default)]
pub struct ReaderScreen {
    /// The document's id.
    pub document: String,
    /// Where it was opened; that is brought to the top once.
    pub opened_at: Option<Spot>,
    /// What was at the top when it was drawn last; `None` above the first heading.
    pub top: Option<Spot>,
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

/// A place in reference text that can be found again when the text is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    /// The heading that it stands under.
    pub heading: usize,
    /// How many lines further down.
    pub below: usize,
}

/// Something that does not load, or is gone.
#[derive(Debug)]
pub struct BrokenScreen {
    /// What does not load.
    pub source: Source,
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// What was seen of it when it still loaded.
    pub waiting: Option<Box<Waiting>>,
}

/// What a screen is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The tree of an id.
    Tree(String),
    /// The reference document of an id.
    Document(String),
}

/// A screen that comes back as soon as what it is made from loads again.
#[derive(Debug)]
pub struct Waiting {
    /// The screen: a walk, a map, a what-if or reference text.
    pub screen: Screen,
    /// The pack that its positions are of.
    pub pack: Arc<Pack>,
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
    /// What is at the top of reference text.
    pub top: Option<Spot>,
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

impl BrokenScreen {
    /// A source that does not load, with what was seen of it before.
    pub fn new(source: Source, waiting: Option<Waiting>) -> BrokenScreen {
        BrokenScreen { source, scroll: Scroll::default(), waiting: waiting.map(Box::new) }
    }
}

impl Source {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Source::Tree(id) | Source::Document(id) => id,
        }
    }

    /// Whether it loads.
    pub fn loads(&self, pack: &Pack) -> bool {
        match self {
            Source::Tree(id) => pack.tree(id).is_some(),
            Source::Document(id) => pack.document(id).is_some(),
        }
    }
}

impl State {
    /// The state at the start, with the home screen.
    pub fn new(pack: Arc<Pack>, answers: Answers, look: Look) -> State {
        State {
            pack,
            consultation: Consultation::with(answers),
            review: Review::default(),
            recents: Recents::default(),
            today: Date::default(),
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
            searched: None,
            contradictions: Arc::default(),
            contradictions_asked: 0,
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
        match self.overlays.iter().rfind(|overlay| !matches!(overlay, Overlay::Help(_))) {
            Some(Overlay::Search(_)) => return Context::Search,
            Some(Overlay::Form(_)) => return Context::Form,
            Some(Overlay::Votes(_)) => return Context::Votes,
            Some(Overlay::Help(_)) | None => {}
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
            Some(Screen::Review(_)) => Context::Review,
            Some(Screen::Choose(_)) => Context::Choose,
            Some(Screen::Compare(_)) => Context::Compare,
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
