//! What an action changes: a pure function from one state to the next, and a list of effects that the runtime carries out.
//! What is common to all screens stands here; a file each holds what a screen does with the rest.

mod ahead;
mod carry;
mod compare;
mod edit;
mod export;
mod form;
mod header;
mod home;
mod map;
mod marks;
mod question;
mod reader;
mod remarks;
mod renewed;
mod review;
mod room;
mod scroll;
mod search;
mod votes;
mod walk;
mod what_if;

use std::path::PathBuf;
use std::sync::Arc;

use super::action::{Action, Context, Input, Pane, action_of};
use super::state::{
    BrokenScreen, Contradicted, Export, Exported, Measured, Overlay, Purpose, ReaderScreen, RecentRecord, Screen, Scroll, Source, Spot,
    State, WalkScreen,
};
use crate::advice::insight::{Change, Insight, Possible};
use crate::advice::search::Hit;
use crate::advice::walk::Answers;
use crate::content::document::split_reference;
use crate::content::pack::{Pack, Renewed, fill};
use crate::content::text::clean_line;
use crate::paper::export::brief::LinkTarget;
use crate::paper::export::command;
use crate::paper::record::Record;
use crate::store::record_file::Saved;

use marks::{moved, next_of};

pub use home::list_records;
pub use review::resume;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The terminal told something.
    Input(Input),
    /// A frame was drawn.
    Drawn(Measured),
    /// A look ahead is ready.
    Ahead {
        /// The generation of the answers that it was made for.
        generation: u64,
        /// What it found.
        possible: Possible,
    },
    /// All else that there is to say of a walk is ready.
    Explained {
        /// The generation of the answers that it was made for.
        generation: u64,
        /// What there is to say.
        insight: Arc<Insight>,
        /// Results of several trees that contradict each other.
        contradictions: Arc<Vec<Contradicted>>,
    },
    /// The results that contradict each other are found anew.
    Contradicted {
        /// The number under which they were asked for.
        generation: u64,
        /// What was found.
        contradictions: Arc<Vec<Contradicted>>,
    },
    /// The smallest sets of answers that lead to a node are found; none when nothing leads there.
    Ways {
        /// The number under which they were asked for.
        generation: u64,
        /// The sets.
        sets: Vec<Vec<Change>>,
    },
    /// A search is done.
    Found {
        /// The number under which it was asked for.
        generation: u64,
        /// What it found, best first.
        hits: Vec<Hit>,
    },
    /// Files of the packs were read anew.
    Renewed(Renewal),
    /// Changes of files are not noticed; why.
    NotWatched(String),
    /// An editor was opened, or not.
    Edited(Edited),
    /// The text of a field was edited elsewhere: what it is by now, or what came in the way.
    TextEdited(Result<String, Edited>),
    /// The sitting was saved, or not.
    Saved {
        /// The number under which it was sent.
        generation: u64,
        /// Where it lies, or why not.
        outcome: Result<Saved, String>,
    },
    /// A record was opened: it takes the place of what is at hand.
    Resumed {
        /// The record.
        record: Box<Record>,
        /// Its file.
        file: PathBuf,
        /// Whether it is open elsewhere too.
        is_held: bool,
    },
    /// A record could not be opened, and why.
    NotResumed(String),
    /// The records that were worked on last are found, the last one first.
    Listed(Vec<RecentRecord>),
    /// A record was read to be compared, or why not.
    RecordRead {
        /// Its file.
        path: PathBuf,
        /// What it holds.
        outcome: Result<Box<Record>, String>,
    },
    /// A name is found under which the sitting can be exported.
    ExportNamed {
        /// The file for a decision record.
        decision: PathBuf,
        /// The name for anything else.
        name: String,
    },
    /// The sitting was exported, or not.
    Exported {
        /// What was to be done.
        export: Export,
        /// What came of it.
        exported: Exported,
    },
    /// Somebody else has written another record into the file of the sitting.
    ChangedElsewhere(Box<Record>),
    /// The system stopped the program and let it go on.
    Continued,
    /// The system wants the program to stop for a while.
    Stop,
    /// The terminal is gone.
    End,
    /// A signal asks the program to end; its number.
    Terminated(u8),
    /// Another thread of the program has panicked.
    Crashed,
}

/// What came of opening an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// It has ended.
    Done,
    /// The environment names none for this file.
    NoEditor(PathBuf),
    /// It could not be started, or has failed.
    Failed {
        /// The program.
        editor: String,
        /// Why, in words.
        why: String,
    },
}

/// The packs as they are by now.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Everything that can be decided and read.
    pub pack: Arc<Pack>,
    /// The files that are not what they were.
    pub files: Vec<Renewed>,
}

impl PartialEq for Renewal {
    fn eq(&self, other: &Renewal) -> bool {
        Arc::ptr_eq(&self.pack, &other.pack) && self.files == other.files
    }
}

/// Something that the runtime has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look ahead from where a walk stands.
    LookAhead(LookAhead),
    /// Find the results of several trees that contradict each other.
    FindContradictions {
        /// To be given back with the answer.
        generation: u64,
        /// The answers.
        answers: Answers,
    },
    /// Find everything that words find.
    Search {
        /// To be given back with the answer.
        generation: u64,
        /// The words.
        query: String,
    },
    /// Save the sitting.
    Save {
        /// To be given back with the answer.
        generation: u64,
        /// How it stands.
        record: Box<Record>,
    },
    /// Open the record of a file.
    OpenRecord(PathBuf),
    /// Find the records that were worked on last.
    ListRecords,
    /// Read the record of a file.
    ReadRecord(PathBuf),
    /// Find a file for a decision record of a name.
    NameExport(String),
    /// Export the sitting.
    Export(Export),
    /// What was told to have been written by somebody else is what is worked on from here on.
    TakenIn(Box<Record>),
    /// What is saved from here on is another record, which has no file yet.
    NewRecord,
    /// Put a text on the clipboard.
    Copy(String),
    /// Report the mouse to us, or leave it to the terminal.
    Mouse(bool),
    /// Open a file in the person's editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Open a text in the person's editor.
    EditText(String),
    /// Suspend the program until the shell continues it.
    Suspend,
    /// Take the terminal over anew: somebody else may have used it.
    Retake,
    /// End.
    Quit,
    /// End because of a signal, whose number is given to whoever waits for the program.
    Terminate(u8),
    /// End with an error.
    Fail,
}

/// A look ahead to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct LookAhead {
    /// To be given back with the answer.
    pub generation: u64,
    /// What it is for.
    pub purpose: Purpose,
    /// The tree's id.
    pub tree: String,
    /// The answers.
    pub answers: Answers,
}

/// Takes in what happened.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let is_drawn = matches!(message, Message::Drawn(_));
    let mut effects = take_in(state, message);
    votes::let_go(state);
    room::keep_hidden(state);
    // What was drawn changes nothing that could be asked for.
    if !is_drawn {
        effects.extend(home::refresh(state));
        compare::refresh(state);
    }
    effects.extend(ahead::refresh(state));
    // What is saved goes before the end of the program.
    let end = effects.iter().position(|effect| matches!(effect, Effect::Quit | Effect::Terminate(_))).unwrap_or(effects.len());
    effects.splice(end..end, review::save(state));
    effects
}

fn take_in(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Input(Input::Key(key)) => match action_of(key, state.context()) {
            Some(action) => act(state, action),
            None => Vec::new(),
        },
        Message::Input(Input::Click(x, y)) => {
            let spot = state.measured.hit_regions.iter().rev().find(|(area, _)| area.contains((x, y).into()));
            match spot.map(|(_, action)| action.clone()) {
                Some(action) => act(state, action),
                None => Vec::new(),
            }
        }
        Message::Input(Input::Wheel(x, y, lines)) => {
            let pane = state.measured.panes.iter().rev().find(|(_, pane)| pane.area.contains((x, y).into()));
            match pane.map(|(pane, _)| *pane) {
                Some(pane) => act(state, Action::Scroll(pane, lines)),
                None => Vec::new(),
            }
        }
        Message::Input(Input::Paste(pasted)) => {
            match state.context() {
                Context::Search => return search::paste(state, &pasted),
                Context::Votes => votes::paste(state, &pasted),
                Context::Form => return form::paste(state, &pasted),
                Context::Number => pasted.trim().lines().next().unwrap_or("").chars().for_each(|c| question::type_figure(state, c)),
                _ => {}
            }
            Vec::new()
        }
        Message::Input(Input::Resize(..)) => Vec::new(),
        Message::Drawn(measured) => {
            for (pane, measure) in &measured.panes {
                if let Some(scroll) = scroll::of(state, *pane) {
                    *scroll = Scroll { offset: measure.offset, follow: false };
                }
            }
            if let Some(Screen::Reader(reader)) = state.screens.last_mut() {
                reader.opened_at = None;
                // Where the outline alone is seen, the text stays where it was.
                reader.top = measured.top.or(reader.top);
            }
            state.measured = measured;
            Vec::new()
        }
        Message::Ahead { generation, possible } => {
            // What waits for it may lie under a reference text by now.
            for screen in &mut state.screens {
                match screen {
                    Screen::Walk(walk) if walk.generation == generation => walk.learn(possible.clone()),
                    Screen::Map(map) if map.generation == generation => map.ahead = Some(possible.clone()),
                    Screen::WhatIf(what_if) => {
                        let asked = [what_if.generations.now, what_if.generations.then];
                        let sides = what_if.ahead.iter_mut().zip(asked);
                        sides.filter(|(_, asked)| *asked == generation).for_each(|(ahead, _)| *ahead = Some(possible.clone()));
                    }
                    _ => {}
                }
            }
            Vec::new()
        }
        Message::Explained { generation, insight, contradictions } => {
            let marked = walk::shown(state).and_then(|walk| walk::marked_lead(state, walk));
            for screen in &mut state.screens {
                if let Screen::Walk(walk) = screen
                    && walk.generation == generation
                {
                    walk.insight = Some(Arc::clone(&insight));
                    if let Some(offset) = walk.resumes.take() {
                        walk.scrolls.insert(Pane::Main, Scroll { offset, follow: false });
                    }
                    state.contradictions = Arc::clone(&contradictions);
                    state.contradictions_asked = 0;
                }
            }
            let row = marked.zip(walk::shown(state)).and_then(|(marked, walk)| walk::row_of_lead(state, walk, marked));
            if let (Some(walk), Some(row)) = (walk::top(&mut state.screens), row) {
                walk.cursor = Some(row);
            }
            Vec::new()
        }
        Message::Contradicted { generation, contradictions } => {
            // A walk that was explained meanwhile knows better.
            if generation == state.contradictions_asked {
                (state.contradictions, state.contradictions_asked) = (contradictions, 0);
            }
            Vec::new()
        }
        Message::Ways { generation, sets } => {
            what_if::found(state, generation, &sets);
            Vec::new()
        }
        Message::Found { generation, hits } => search::found(state, generation, hits),
        Message::Renewed(renewal) => renewed::take_in(state, renewal),
        Message::NotWatched(why) => {
            state.notice = Some(fill(&state.pack.words().notices.not_watched, &[("why", &clean_line(&why))]));
            Vec::new()
        }
        Message::Edited(edited) => {
            edit::tell(state, &edited);
            Vec::new()
        }
        Message::TextEdited(outcome) => {
            form::edited(state, outcome);
            Vec::new()
        }
        Message::Saved { generation, outcome } => review::saved(state, generation, outcome),
        Message::Resumed { record, file, is_held } => {
            let effects = resume(state, *record, file);
            state.notice = is_held.then(|| state.pack.words().review.held.to_string());
            effects
        }
        Message::NotResumed(why) => {
            state.notice = Some(clean_line(&why).into_owned());
            Vec::new()
        }
        Message::Listed(records) => home::listed(state, records),
        Message::RecordRead { path, outcome } => compare::read(state, path, outcome),
        Message::ExportNamed { decision, name } => export::named(state, &decision, &name),
        Message::Exported { export, exported } => export::exported(state, &export, exported),
        Message::ChangedElsewhere(record) => review::changed_elsewhere(state, *record),
        Message::Continued => vec![Effect::Retake],
        Message::Stop => vec![Effect::Suspend],
        Message::End => {
            form::keep_all(state);
            vec![Effect::Quit]
        }
        Message::Terminated(signal) => {
            form::keep_all(state);
            vec![Effect::Terminate(signal)]
        }
        Message::Crashed => vec![Effect::Fail],
    }
}

/// Opens a tree: its walk, or what is wrong with its file.
pub fn open_tree(state: &mut State, id: &str) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    match (pack.tree(id), pack.tree_file(id)) {
        (Some(tree), _) => {
            let walk = WalkScreen::new(tree, &state.consultation);
            state.screens.push(Screen::Walk(Box::new(walk)));
            if !state.walked.iter().any(|walked| walked == id) {
                state.walked.push(id.to_owned());
            }
            ahead::refresh(state)
        }
        (None, Some(_)) => {
            state.screens.push(Screen::Broken(BrokenScreen::new(Source::Tree(id.to_owned()), None)));
            Vec::new()
        }
        (None, None) => Vec::new(),
    }
}

/// Every walk that was begun and has answers, as the arguments that bring one back to it.
pub fn walks_begun(state: &State) -> Vec<String> {
    let answers = state.consultation.answers();
    let trees = state.walked.iter().filter_map(|id| state.pack.tree(id));
    let walks = trees.map(|tree| command::all_arguments(tree, answers, &state.consultation.route(tree)));
    walks.filter(|arguments| arguments.contains(' ')).collect()
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    state.notice = None;
    // What was drawn is about to change: a second click must not act on what stood there before.
    state.measured.hit_regions.clear();
    if room::refuses(state, &action) {
        return Vec::new();
    }
    match action {
        Action::QuitAtOnce | Action::Quit => {
            form::keep_all(state);
            return vec![Effect::Quit];
        }
        Action::Suspend => return vec![Effect::Suspend],
        Action::Mouse => {
            state.mouse = !state.mouse;
            let words = &state.pack.words().notices;
            state.notice = Some(if state.mouse { words.mouse_on.to_string() } else { words.mouse_off.to_string() });
            return vec![Effect::Mouse(state.mouse)];
        }
        Action::Help => state.overlays.push(Overlay::Help(Scroll::default())),
        Action::Close if state.context() == Context::Form => form::leave(state),
        Action::Close => drop(state.overlays.pop()),
        Action::Home => state.screens.truncate(1),
        Action::Search => return search::open(state),
        Action::Edit => return edit::open(state),
        Action::Review => return review::open(state),
        Action::NewRecord => return review::begin(state),
        Action::Export => return export::open(state),
        Action::Compare => return compare::choose(state),
        Action::Votes => return votes::open(state),
        Action::Facilitate => return room::switch(state),
        Action::Reveal => return room::reveal(state),
        Action::Remarks => return remarks::open(state),
        Action::NameRecord => header::open(state),
        Action::Scroll(pane, lines) => scroll::by(state, pane, lines),
        Action::PageUp | Action::PageDown if state.context() != Context::Search => {
            let down = action == Action::PageDown;
            if !state.overlays.is_empty() || !map::page(state, down) {
                scroll::page(state, down);
            }
        }
        Action::Follow(lead) => return follow(state, lead),
        Action::Revisit(question) => walk::revisit(state, question, true),
        Action::Back => return back(state),
        action => {
            return match state.context() {
                Context::Home => home::act(state, &action),
                Context::Map => map::act(state, &action),
                Context::WhatIf => what_if::act(state, &action),
                Context::Search => search::act(state, &action),
                Context::Votes => votes::act(state, &action),
                Context::Form => form::act(state, &action),
                Context::Reader | Context::Outline => reader::act(state, &action),
                Context::Review => review::act(state, &action),
                Context::Choose => compare::act_on_list(state, &action),
                Context::Compare => compare::act(state, &action),
                Context::Help | Context::Broken => {
                    scroll::by_key(state, &action);
                    Vec::new()
                }
                Context::Choice
                | Context::Select
                | Context::Number
                | Context::Path
                | Context::Beside
                | Context::Outcome
                | Context::Insight => walk::act(state, &action),
            };
        }
    }
    Vec::new()
}

/// Back: to the question before, or from the first one (and from anything else) to the screen below.
fn back(state: &mut State) -> Vec<Effect> {
    if walk::back(state) {
        return Vec::new();
    }
    if state.screens.len() > 1 {
        state.screens.pop();
    }
    Vec::new()
}

fn follow(state: &mut State, lead: LinkTarget) -> Vec<Effect> {
    match lead {
        LinkTarget::Reference(reference) => open_reference(state, &reference),
        LinkTarget::Tree(tree) => open_tree(state, &tree),
        LinkTarget::Question(question) => {
            walk::revisit(state, question, true);
            Vec::new()
        }
        LinkTarget::Outcome(outcome) => {
            walk::view(state, outcome);
            Vec::new()
        }
        LinkTarget::Address(address) => copy_address(state, address),
        LinkTarget::WhatIf(sets) => match state.screens.last() {
            Some(Screen::Walk(walk)) => {
                let tree = walk.tree.clone();
                what_if::open(state, &tree, sets);
                Vec::new()
            }
            _ => Vec::new(),
        },
    }
}

fn open_reference(state: &mut State, reference: &str) -> Vec<Effect> {
    let (id, anchor) = split_reference(reference);
    let pack = Arc::clone(&state.pack);
    let Some(document) = pack.document(id) else {
        state.notice = Some(fill(&pack.words().reader.no_reference, &[("reference", reference)]));
        return Vec::new();
    };
    let heading = anchor.and_then(|anchor| document.heading(anchor));
    if anchor.is_some() && heading.is_none() {
        state.notice = Some(fill(&pack.words().reader.no_reference, &[("reference", reference)]));
    }
    let opened_at = Some(Spot { heading: heading.unwrap_or(0), below: 0 });
    let outline_cursor = heading.unwrap_or(0);
    state.screens.push(Screen::Reader(ReaderScreen { document: id.to_owned(), opened_at, outline_cursor, ..ReaderScreen::default() }));
    Vec::new()
}

fn copy_address(state: &mut State, address: String) -> Vec<Effect> {
    state.notice = Some(fill(&state.pack.words().reader.address, &[("address", &address)]));
    vec![Effect::Copy(address)]
}
