//! Everything that is done with records on the disk, in a thread of its own, so that no key waits for a slow one.
//!
//! Jobs are done in the order in which they come, but that of several savings that wait the last one counts. Between them the thread
//! looks now and then whether somebody else has changed the record.

mod export;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use jiff::civil::Date;

use super::start;
use crate::content::pack::Pack;
use crate::paper::record::Record;
use crate::store::named::real;
use crate::store::record_file::{Holding, RecordFile};
use crate::store::records::{RecordPlaces, next_decision, read, recent};
use crate::tui::state::{Export, RecentRecord};
use crate::tui::update::Message;

/// How often the record is looked at for what others write.
const LOOK: Duration = Duration::from_secs(1);
/// The most records that are listed.
const LISTED: usize = 50;

/// Something to be done with records.
pub(super) enum Job {
    /// Save how the sitting stands.
    Save {
        /// To be given back with the answer.
        generation: u64,
        /// What the record is replayed against.
        pack: Arc<Pack>,
        /// How it stands.
        record: Box<Record>,
    },
    /// Open the record of a file; it is the one that is saved from then on.
    Open(PathBuf),
    /// Find the records that were worked on last.
    List {
        /// What they are told with.
        pack: Arc<Pack>,
        /// Which day it is.
        today: Date,
    },
    /// Read the record of a file.
    Read(PathBuf),
    /// Find a file for a decision record of a name.
    Name(String),
    /// Export the sitting.
    Export {
        /// What it is told with.
        pack: Arc<Pack>,
        /// What is to be done.
        export: Export,
    },
    /// What was told to have been written by somebody else is what is worked on from then on.
    TakenIn(Box<Record>),
    /// What is saved from then on is another record, which has no file yet.
    Begin,
    /// Say so when everything before is done.
    Finish(Sender<()>),
}

/// Starts the thread. `file` is the record that the screens begin with.
pub(super) fn start_desk(places: RecordPlaces, file: Option<RecordFile>, sender: Sender<Message>) -> io::Result<Sender<Job>> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    start("records", sender, move |sender| {
        let mut desk = Desk { places, file, sender };
        desk.places.sweep();
        let mut next = None;
        loop {
            let job = match next.take() {
                Some(job) => job,
                None => match waiting.recv_timeout(LOOK) {
                    Ok(job) => job,
                    Err(RecvTimeoutError::Timeout) => {
                        if desk.look().is_none() {
                            break;
                        }
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                },
            };
            let job = newest(job, &waiting, &mut next);
            if desk.carry_out(job).is_none() {
                break;
            }
        }
    })?;
    Ok(jobs)
}

/// Of savings that wait one behind the other the last one; `next` is what was taken besides.
fn newest(mut job: Job, waiting: &Receiver<Job>, next: &mut Option<Job>) -> Job {
    while matches!(job, Job::Save { .. }) {
        match waiting.try_recv() {
            Ok(newer @ Job::Save { .. }) => job = newer,
            Ok(other) => {
                *next = Some(other);
                break;
            }
            Err(_) => break,
        }
    }
    job
}

struct Desk<'a> {
    places: RecordPlaces,
    /// The record that is worked on.
    file: Option<RecordFile>,
    sender: &'a Sender<Message>,
}

impl Desk<'_> {
    /// `None` when nobody is left to be told.
    fn carry_out(&mut self, job: Job) -> Option<()> {
        let message = match job {
            Job::Save { generation, pack, record } => {
                let places = &self.places;
                let file = self.file.get_or_insert_with(|| {
                    let tree = record.trees.first().map_or("record", |tree| &tree.id);
                    let mut file = RecordFile::unnamed(places, tree);
                    file.hold();
                    file
                });
                let outcome = file.save(&pack, &record).map_err(|error| error.to_string());
                Message::Saved { generation, outcome }
            }
            Job::Open(path) => match RecordFile::open(&self.places, &path) {
                Ok((mut file, record)) => {
                    let is_held = file.hold() == Holding::Elsewhere;
                    self.file = Some(file);
                    Message::Resumed { record: Box::new(record), file: path, is_held }
                }
                Err(unopened) => Message::NotResumed(unopened.to_string()),
            },
            Job::List { pack, today } => Message::Listed(self.list(&pack, today)),
            Job::Read(path) => {
                let outcome = read(&path).map(|held| Box::new(held.record)).map_err(|unopened| unopened.to_string());
                Message::RecordRead { path, outcome }
            }
            Job::Name(name) => {
                let here = std::env::current_dir().unwrap_or_default();
                Message::ExportNamed { decision: next_decision(&here, &name), name }
            }
            Job::Export { pack, export } => {
                let exported = export::export(&self.places, &mut self.file, &pack, &export);
                Message::Exported { export, exported }
            }
            Job::TakenIn(record) => {
                self.file.iter_mut().for_each(|file| file.taken_in(&record));
                return Some(());
            }
            Job::Begin => {
                self.file = None;
                return Some(());
            }
            Job::Finish(done) => {
                let _ = done.send(());
                return Some(());
            }
        };
        self.sender.send(message).ok()
    }

    fn list(&self, pack: &Pack, today: Date) -> Vec<RecentRecord> {
        let real = |path: &Path| real(path).ok();
        let own = self.file.as_ref().and_then(RecordFile::path).and_then(real);
        let at_hand = |path: &Path| own.is_some() && real(path) == own;
        recent(&self.places, LISTED).into_iter().map(|recent| RecentRecord::new(at_hand(&recent.path), recent, pack, today)).collect()
    }

    /// Tells what somebody else has written meanwhile.
    fn look(&mut self) -> Option<()> {
        match self.file.as_mut().and_then(|file| file.changed_elsewhere()) {
            Some(record) => self.sender.send(Message::ChangedElsewhere(Box::new(record))).ok(),
            None => Some(()),
        }
    }
}
