//! Waypost walks an engineer through a backend decision: a few questions, a recommendation with its reasons, and the reference
//! text behind it. Everything that it says comes from data files; this library is what asks, follows, explains and shows.
//!
//! # The house
//!
//! The source is built in wings. A wing uses only wings above it; inside a wing, a room uses only rooms above it.
//! `tests/tidy.rs` reads the source and keeps this true.
//!
//! | wing | room | owns |
//! |---|---|---|
//! | [`content`]: what lies in the files | [`text`](content::text) | text made safe to show in a terminal |
//! | | [`diagnostic`](content::diagnostic) | what is wrong with a file, where, and what to do; "did you mean" |
//! | | [`source`](content::source) | RON text to values, with places and limits; the only user of `ron` |
//! | | [`tree`](content::tree) | questions, outcomes, conditions; text to a sound [`Tree`](content::tree::Tree) and every fault |
//! | | [`document`](content::document) | Markdown to blocks with headings and links, and blocks to lines of a width |
//! | | [`pack`](content::pack) | packs laid over each other, read on first use; the check of all links; the interface's words |
//! | [`advice`]: what it means for this person | [`walk`](advice::walk) | answers, the pure function [`route`](advice::walk::route()), undo and redo |
//! | | [`insight`](advice::insight) | what is still possible, which answers carry the result, why not another, what to find out, conflicts |
//! | | [`search`](advice::search) | every entry found by words, ranked, with the line that matched |
//! | | [`scenario`](advice::scenario) | scenarios played against their trees, every difference, and what of the trees they cover |
//! | [`paper`]: what is left afterwards | [`record`](paper::record) | the saved form of a consultation; one replayed against the trees of today; two compared |
//! | | [`diagram`](paper::diagram) | where the nodes and edges of a tree stand when it is drawn as an outline |
//! | | [`export`](paper::export) | a small file a format: values in, text out |
//! | [`authoring`]: for those who write trees | [`lint`](authoring::lint) | what is wrong with the files, or probably wrong: one file a rule |
//! | | [`import`](authoring::import) | a Mermaid flowchart of a decision to a tree file |
//! | | [`diff`](authoring::diff) | which answers lead elsewhere in another version of a tree, and what was edited |
//! | | [`template`](authoring::template) | a tree to begin with, and its scenario |
//! | [`store`]: the only wing that touches the disk | [`clock`](store::clock) | which day it is |
//! | | [`files`](store::files) | finds, reads and embeds packs |
//! | | [`named`](store::named) | single files that are named on the command line |
//! | | [`records`](store::records) | where records lie, what a file of one holds, and which were worked on last |
//! | | [`record_file`](store::record_file) | the file of one record, which several may be writing |
//! | | [`revision`](store::revision) | versions of files that are compared: from a folder, or from git |
//! | | [`lock`](store::lock) | advisory locks between processes |
//! | | [`lent`](store::lent) | a text lent to another program as a file |
//! | | [`write`](store::write) | writes a file whole or not at all, and never over another |
//! | | [`watch`](store::watch) | tells when files of packs may have changed |
//! | [`tui`]: the screens | [`theme`](tui::theme) | styles by what they are for |
//! | | [`action`](tui::action) | the one table of everything that can be done, from which keys, hints and help are made |
//! | | [`state`](tui::state) | all that is shown |
//! | | [`update`](tui::update) | the pure step from one state to the next, with effects as data |
//! | | [`view`](tui::view) | a file a screen: functions of the state and a buffer |
//! | | [`terminal`](tui::terminal) | takes the terminal over and gives it back, whatever happens |
//! | | [`editor`](tui::editor) | how the person's editor is told to open a file at a line |
//! | | [`runtime`](tui::runtime) | the loop, the workers, the effects |
//! | [`cli`]: the commands | | a file a command; failures in words, exit codes |
//!
//! `content`, `advice`, `paper` and `authoring` do no IO, read no clock, print nothing and know no terminal.
//!
//! # Two journeys
//!
//! **A file to pixels.** `store` finds it, [`Pack::open`](content::pack::Pack::open) sorts it in by its name, and its first use
//! parses it: `source` to values that borrow their ids from the text, `tree` to a linked [`Tree`](content::tree::Tree), every
//! fault gathered on the way. [`route`](advice::walk::route()) follows the answers, [`State`](tui::state::State) holds where that leads, and
//! [`render`](tui::view::render) draws it.
//!
//! **A key to a change.** [`terminal`](tui::terminal) reads an event, [`action`](tui::action) looks it up in its table,
//! [`update`](tui::update::update) changes the state and returns effects, [`runtime`](tui::runtime) carries them out. Looking
//! ahead runs in a worker, so that a large tree keeps no key waiting.

#[cfg(test)]
extern crate self as waypost;

pub mod content;

pub mod advice;

pub mod paper;

pub mod authoring;

pub mod store;

pub mod tui;

pub mod cli;
