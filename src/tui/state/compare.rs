//! Two records beside each other, and the list to choose the other one from.

use std::path::PathBuf;

use super::{Recents, Scroll, Stamp};
use crate::paper::record::Record;

/// Where a record comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordSource {
    /// It is that of the sitting.
    AtHand,
    /// It lies in a file, which is only read.
    File(PathBuf),
}

/// The list of records to compare one with.
#[derive(Debug)]
pub struct ChooseScreen {
    /// The one.
    pub first: RecordSource,
    /// Whether the sitting has something to compare.
    pub has_own: bool,
    /// The marked row, among [`ChooseScreen::rows`].
    pub cursor: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// A row of that list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChooseRow {
    /// A record.
    Record(RecordSource),
    /// One in a file that is to be named.
    Named,
}

/// Two records beside each other.
#[derive(Debug)]
pub struct CompareScreen {
    /// Where they come from.
    pub sources: [RecordSource; 2],
    /// The records, once they are read.
    pub records: [Option<Box<Record>>; 2],
    /// What the sitting was known by when its record was taken down.
    pub stamp: Option<Stamp>,
    /// The marked difference, counted over all trees.
    pub cursor: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

impl ChooseScreen {
    /// What can be chosen, in order.
    pub fn rows(&self, recents: &Recents) -> Vec<ChooseRow> {
        let own = (self.has_own && self.first != RecordSource::AtHand).then_some(ChooseRow::Record(RecordSource::AtHand));
        let others = recents.records.iter().filter(|record| record.gist.is_ok() && !(self.has_own && record.is_at_hand));
        let others = others.map(|record| RecordSource::File(record.path.clone())).filter(|source| *source != self.first);
        own.into_iter().chain(others.map(ChooseRow::Record)).chain([ChooseRow::Named]).collect()
    }
}

impl CompareScreen {
    /// Two records of which none is read yet; that of the sitting stands first.
    pub fn new(one: RecordSource, other: RecordSource) -> CompareScreen {
        let sources = if other == RecordSource::AtHand { [other, one] } else { [one, other] };
        CompareScreen { sources, records: [None, None], stamp: None, cursor: 0, scroll: Scroll::default() }
    }

    /// Both, once they are read.
    pub fn both(&self) -> Option<[&Record; 2]> {
        let [one, other] = &self.records;
        Some([one.as_deref()?, other.as_deref()?])
    }

    /// Whether one of them is that of the sitting.
    pub fn has_own(&self) -> bool {
        self.sources.contains(&RecordSource::AtHand)
    }
}
