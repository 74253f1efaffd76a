//! What is written down of a sitting besides its answers, and how far all of it is on the disk.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Room;
use crate::advice::walk::{Answers, Key, route};
use crate::content::pack::Pack;
use jiff::civil::Date;

use crate::paper::record::{Header, Record, Remarks, Sitting, Stale, check, is_same, take};

/// What is written down of a sitting.
#[derive(Debug, Default)]
pub struct Review {
    /// What it is about.
    pub header: Header,
    /// What people said about answers, and about questions that wait for one.
    pub remarks: BTreeMap<Key, Remarks>,
    /// The record that it began with, of which everything is kept that is not known here.
    pub before: Record,
    /// A number that is another one after every change of these.
    pub version: u64,
    /// How far it is on the disk.
    pub saving: Saving,
    /// What is hidden until the room has voted.
    pub room: Room,
    /// What came of replaying it when it was opened, or when files changed.
    pub replayed: Replay,
}

/// What came of replaying a record against the trees of today.
#[derive(Debug, Default, PartialEq)]
pub struct Replay {
    /// What does not hold any more, but for days that have passed, which show where they stand.
    pub stale: Vec<Stale>,
    /// The ids of the trees that are not those which it was made with.
    pub other: Vec<String>,
}

/// How far a sitting is on the disk.
#[derive(Debug, Default)]
pub struct Saving {
    /// The file, once there is one.
    pub file: Option<PathBuf>,
    /// What was sent to be saved last.
    pub sent: Stamp,
    /// The last number before this record was begun: what comes back under that or an earlier one is of another record.
    pub begun: u64,
    /// The number under which it was sent; 0 when nothing was.
    pub asked: u64,
    /// The number of what is on the disk.
    pub done: u64,
    /// Why the last attempt failed.
    pub fault: Option<String>,
    /// Whether it was said that it would be lost, and asked for all the same.
    pub is_given_up: bool,
}

/// What a sitting is known by: another one after every change that is to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// That of the answers.
    pub answers: u64,
    /// That of what is written down besides.
    pub review: u64,
    /// How many trees were opened.
    pub walked: usize,
}

impl Review {
    /// That of a record which lies in a file; `generation` is the last number that was used before.
    pub fn of(record: Record, file: PathBuf, generation: u64) -> Review {
        Review {
            header: record.header.clone(),
            remarks: record.remarks(),
            before: record,
            version: 0,
            saving: Saving { file: Some(file), begun: generation, ..Saving::default() },
            room: Room::default(),
            replayed: Replay::default(),
        }
    }

    /// What people said about an answer, to be changed. Whoever changes it says so by [`Review::changed`].
    pub fn remarks_mut(&mut self, key: Key) -> &mut Remarks {
        self.remarks.entry(key).or_default()
    }

    /// Notes that something was changed.
    pub fn changed(&mut self) {
        self.version += 1;
    }

    /// The record of the sitting as it stands. A tree that was only looked at, of which nothing was said either, is left out.
    pub fn record(&self, pack: &Pack, walked: &[String], answers: &Answers) -> Record {
        let is_begun = |id: &&String| {
            let begun = pack.tree(id).is_some_and(|tree| {
                let route = route(tree, answers);
                !route.steps.is_empty() || route.open().is_some_and(|ix| self.remarks.contains_key(&Key::of(tree, ix)))
            });
            begun || self.before.trees.iter().any(|tree| tree.id == **id)
        };
        let walked: Vec<String> = walked.iter().filter(is_begun).cloned().collect();
        take(pack, &Sitting { header: &self.header, walked: &walked, answers, remarks: &self.remarks }, &self.before)
    }
}

impl Replay {
    /// Replays a record. Costs a walk for each tree.
    pub fn of(pack: &Pack, record: &Record, today: Date) -> Replay {
        let stale = check(pack, record, today).into_iter().map(|finding| finding.stale);
        let other = record.trees.iter().filter(|tree| pack.tree(&tree.id).is_some() && !is_same(pack, tree));
        Replay {
            stale: stale
                .filter(|stale| !matches!(stale, Stale::Overdue { .. } | Stale::OpenOverdue { .. } | Stale::Revisit { .. }))
                .collect(),
            other: other.map(|tree| tree.id.clone()).collect(),
        }
    }

    /// What came of both, each once.
    #[must_use]
    pub fn with(mut self, other: Replay) -> Replay {
        let stale: Vec<Stale> = other.stale.into_iter().filter(|stale| !self.stale.contains(stale)).collect();
        self.stale.extend(stale);
        let trees: Vec<String> = other.other.into_iter().filter(|tree| !self.other.contains(tree)).collect();
        self.other.extend(trees);
        self
    }
}

impl Saving {
    /// Whether something is not on the disk yet.
    pub fn is_pending(&self) -> bool {
        self.asked != self.done
    }
}
