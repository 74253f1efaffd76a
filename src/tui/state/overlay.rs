//! What lies on top of a screen.

use std::collections::BTreeMap;
use std::fmt;

use tui_input::Input;

use super::{FormOverlay, Scroll};
use crate::advice::search::{Group, Hit};

/// The most that a search lists.
pub const MAX_FOUND: usize = 60;

/// Something on top of what is seen; the last one opened has the keys.
#[derive(Debug)]
pub enum Overlay {
    /// The keys, by the table of actions.
    Help(Scroll),
    /// Search.
    Search(Box<SearchOverlay>),
    /// The votes of the room on a question.
    Votes(Box<VotesOverlay>),
    /// A form.
    Form(Box<FormOverlay>),
}

/// Search: what is typed, and what was found for it.
#[derive(Default)]
pub struct SearchOverlay {
    /// The line that is typed.
    pub input: Input,
    /// What was found, under headings; `None` before the first answer.
    pub found: Option<Vec<(Group, Vec<Hit>)>>,
    /// The marked one, counted over all groups.
    pub cursor: usize,
    /// The number of the last question that was asked, so that a late answer to an earlier one is told from it.
    pub generation: u64,
    /// The number of the question that [`SearchOverlay::found`] answers.
    pub answered: u64,
    /// Whether to go to the first thing found as soon as the answer is there.
    pub goes: bool,
    /// Whether what was asked is the same as before, so that the mark stays on what it stands on.
    pub again: bool,
    /// How far the list is scrolled.
    pub scroll: Scroll,
}

/// The votes of the room on a question, as they are being entered. What they are for is looked up when it is shown: the file of the
/// tree may change meanwhile.
#[derive(Debug, Default)]
pub struct VotesOverlay {
    /// The tree's id.
    pub tree: String,
    /// The question's id.
    pub question: String,
    /// How many vote for what, by its id.
    pub counts: BTreeMap<String, u32>,
    /// The marked row.
    pub cursor: usize,
    /// Whether figures were typed into the row since it was marked, so that the next one goes behind them.
    pub typing: bool,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

impl fmt::Debug for SearchOverlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchOverlay").field("input", &self.input.value()).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}

impl SearchOverlay {
    /// How many were found.
    pub fn count(&self) -> usize {
        self.found.iter().flatten().map(|(_, hits)| hits.len()).sum()
    }

    /// Everything that was found, in the order in which it is listed.
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.found.iter().flatten().flat_map(|(_, hits)| hits)
    }

    /// The marked one.
    pub fn marked(&self) -> Option<&Hit> {
        self.hits().nth(self.cursor)
    }
}
