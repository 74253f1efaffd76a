//! What is seen, in the person's editor: which file, and which line of it.

use std::path::PathBuf;

use super::{Edited, Effect, home, room};
use crate::content::diagnostic::Span;
use crate::content::pack::{Loaded, Pack, fill};
use crate::content::text::clean_line;
use crate::content::tree::{Node, Tree};
use crate::tui::action::Pane;
use crate::tui::state::{BrokenScreen, HomeRow, PathRow, ReaderScreen, Screen, Source, State, WalkScreen, home_rows};

/// Has the file opened that is behind what is seen.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    // A tree's file says all that it leads to, and so does a record.
    if trees_told(state).iter().any(|tree| room::refuses_of(state, tree)) {
        return Vec::new();
    }
    match place(state) {
        Some((Some(path), line)) => vec![Effect::Edit { path, line }],
        Some((None, _)) => {
            state.notice = Some(state.pack.words().notices.built_in.to_string());
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Says what came of it, where that is not plain to see.
pub(super) fn tell(state: &mut State, edited: &Edited) {
    let words = &state.pack.words().notices;
    state.notice = match edited {
        Edited::Done => return,
        Edited::NoEditor(file) => Some(fill(&words.no_editor, &[("file", &clean_line(&file.to_string_lossy()))])),
        Edited::Failed { editor, why } => Some(fill(&words.editor_failed, &[("editor", &clean_line(editor)), ("why", &clean_line(why))])),
    };
}

/// The trees of which the file behind what is seen tells what they lead to.
fn trees_told(state: &State) -> Vec<String> {
    match state.screen() {
        Some(Screen::Home(_)) => home::trees_told(state),
        Some(Screen::Walk(walk)) => vec![walk.tree.clone()],
        Some(Screen::Map(map)) => vec![map.tree.clone()],
        Some(Screen::WhatIf(what_if)) => vec![what_if.tree.clone()],
        Some(Screen::Broken(BrokenScreen { source: Source::Tree(id), .. })) => vec![id.clone()],
        Some(Screen::Review(_)) => state.walked.clone(),
        _ => Vec::new(),
    }
}

/// A file, `None` when it is built in, and a line of it.
type Place = (Option<PathBuf>, usize);

fn place(state: &State) -> Option<Place> {
    let pack = &*state.pack;
    match state.screen()? {
        Screen::Home(screen) => match home_rows(pack, &state.recents).get(screen.cursor)? {
            HomeRow::Tree(id) => tree_place(pack, id, None),
            HomeRow::Record(path) => Some((Some(absolute(path.clone())), 1)),
            HomeRow::MoreRecords => None,
            HomeRow::Document(id) => document_place(pack, id, 0),
        },
        Screen::Walk(walk) => tree_place(pack, &walk.tree, node_of(state, walk)),
        Screen::Map(map) => tree_place(pack, &map.tree, map.marked()),
        Screen::WhatIf(what_if) => {
            let changed = what_if.sets.get(what_if.at).and_then(|set| set.first());
            tree_place(pack, &what_if.tree, changed.map(|(question, _)| Node::Question(*question)).or(what_if.target))
        }
        Screen::Reader(reader) => document_place(pack, &reader.document, heading_of(reader)),
        Screen::Review(_) => Some((state.review.saving.file.clone().map(absolute), 1)),
        Screen::Choose(_) | Screen::Compare(_) => None,
        Screen::Broken(broken) => match &broken.source {
            Source::Tree(id) => tree_place(pack, id, None),
            Source::Document(id) => document_place(pack, id, 0),
        },
    }
}

/// The node that is seen of a walk: what is marked in the path, else the question or outcome at hand.
fn node_of(state: &State, walk: &WalkScreen) -> Option<Node> {
    let marked = walk.path_rows().nth(walk.path_cursor).filter(|_| walk.pane == Pane::Side);
    Some(match (marked, state.asked(walk), walk.outcome()) {
        (Some(PathRow::Step(question) | PathRow::FindOut(question)), ..) => Node::Question(question),
        (Some(PathRow::Outcome(outcome)), ..) => Node::Outcome(outcome),
        (None, Some((_, question)), _) => Node::Question(question),
        (None, None, outcome) => match walk.route.open() {
            Some(question) if outcome.is_none() => Node::Question(question),
            _ => Node::Outcome(outcome.or(walk.route.outcome())?),
        },
    })
}

fn heading_of(reader: &ReaderScreen) -> usize {
    if reader.in_outline { reader.outline_cursor } else { reader.top.map_or(0, |spot| spot.heading) }
}

/// The node of a tree that loads, or the first fault of one that does not.
fn tree_place(pack: &Pack, id: &str, node: Option<Node>) -> Option<Place> {
    let file = pack.tree_file(id)?;
    let span = |tree: &Tree| match node {
        Some(Node::Question(question)) => tree[question].span,
        Some(Node::Outcome(outcome)) => tree[outcome].span,
        None => tree.span,
    };
    let line = match &file.value {
        Some(tree) => file.line_of(span(tree)),
        None => file.first_error().map_or(1, |(line, _)| line),
    };
    on_disk(file, line)
}

fn document_place(pack: &Pack, id: &str, heading: usize) -> Option<Place> {
    let file = pack.document_file(id)?;
    let span = file.value.as_ref().and_then(|document| document.headings.get(heading)).map_or(Span::default(), |heading| heading.span);
    on_disk(file, file.line_of(span))
}

fn on_disk<T>(file: &Loaded<T>, line: usize) -> Option<Place> {
    Some((file.path.clone().map(absolute), line))
}

/// Absolute, so that an editor takes no path for one of its options.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}
