//! The file of one record, which several may be writing: other instances of this program, editors, git.
//!
//! Nothing is overwritten that was not seen before, but for an instant: between the last look at the file and the moment when another one
//! takes its name, an editor that knows of no lock may write. Each save looks at what lies there, under a lock; when that is another
//! record than the one that was read or written here last, it is left alone, and this one goes on in a file beside it.

mod error;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::clock::today;
use super::files::TextError;
use super::lock::{self, Lock, Unlocked};
use super::named::FileError;
use super::records::{Form, Held, RecordPlaces, Stamp, Unopened, name_of, read, records_of, remember, stamp, sweep_beside};
use super::write::{Unwritten, folder_of, is_plain, is_there, replace_if, write_new};
use crate::content::pack::Pack;
use crate::paper::export::decision::document;
use crate::paper::record::{MAX_FILE, Record, write};

pub use error::SaveError;

/// How long a save waits while others write the same file: much longer than writing takes.
const PATIENCE: Duration = Duration::from_secs(3);
/// The most files of one name, with a number behind it.
const MAX_NUMBER: u32 = 10_000;
/// How often a save begins again because the file was changed while it wrote.
const MAX_TRIES: usize = 5;
/// The locks for saving are shared by so many files: they are held for moments only, and there need not be one for each record.
const SAVE_LOCK_DIGITS: usize = 2;

/// The file of a record that is worked on here.
#[derive(Debug)]
pub struct RecordFile {
    places: RecordPlaces,
    name: Name,
    form: Form,
    /// What of the file was seen last; `None` while it is not there.
    seen: Option<Seen>,
    /// The record that was saved or read last, to the letter.
    saved: String,
    /// What others wrote and was told of, and is not taken in yet.
    offered: Option<Held>,
    /// Whether to tell others that it is worked on here.
    is_wanted: bool,
    holding: Option<Lock>,
}

/// What the file is called.
#[derive(Debug)]
enum Name {
    Path(PathBuf),
    /// It gets its name when there is something to write: the day, and this.
    Tree(String),
}

/// A file as it was read or written here last.
#[derive(Debug)]
struct Seen {
    /// The record in it, to the letter.
    record: String,
    /// All of its text.
    text: String,
    stamp: Option<Stamp>,
    /// A record that was about to be written when the disk failed, which may have it all the same.
    tried: Option<String>,
}

/// A record that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its file.
    pub path: PathBuf,
    /// Whether somebody else had changed the file meanwhile: theirs is as they left it, and this one goes on in another file.
    pub beside: bool,
}

/// Whether others work on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// It is told to others that it is worked on here.
    Here,
    /// Another instance said so before; both may go on.
    Elsewhere,
    /// It cannot be told: there is no file yet, or no locks where the state of programs is kept.
    Unknown,
}

/// What lies where a record is to be saved.
enum Lying {
    Nothing,
    Record(Box<Held>),
    /// A text that is no record that this version reads, or a link that leads nowhere.
    Other,
    /// No plain file.
    Unfit,
}

impl RecordFile {
    /// Opens a record, in a file of its own or in a decision record.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no record that this version reads. It is never written to then.
    pub fn open(places: &RecordPlaces, path: &Path) -> Result<(RecordFile, Record), Unopened> {
        let held = read(path)?;
        let record = held.record.clone();
        let mut file = RecordFile::named(places, Name::Path(path.to_owned()), held.form);
        file.saved = write(&record);
        file.seen = Some(Seen::of(held));
        Ok((file, record))
    }

    /// A record in a file that is not there yet, and is made with the first save: a decision record when its name ends so.
    pub fn blank(places: &RecordPlaces, path: &Path) -> RecordFile {
        RecordFile::named(places, Name::Path(path.to_owned()), Form::of(path))
    }

    /// A record that gets a file in our own folder with the first save, called after the day and the tree.
    pub fn unnamed(places: &RecordPlaces, tree: &str) -> RecordFile {
        RecordFile::named(places, Name::Tree(tree.to_owned()), Form::Json)
    }

    fn named(places: &RecordPlaces, name: Name, form: Form) -> RecordFile {
        let (places, saved) = (places.clone(), String::new());
        RecordFile { places, name, form, seen: None, saved, offered: None, is_wanted: false, holding: None }
    }

    /// The file; `None` for one that has no name yet.
    pub fn path(&self) -> Option<&Path> {
        match &self.name {
            Name::Path(path) => Some(path),
            Name::Tree(_) => None,
        }
    }

    /// Takes the record in hand: others are told that it is worked on here, from its first save on if it has no file yet, until this is
    /// dropped or the process ends; and it is listed among the recent ones. What runs that were killed left beside it is taken away.
    pub fn hold(&mut self) -> Holding {
        self.is_wanted = true;
        self.path().map(folder_of).into_iter().for_each(sweep_beside);
        self.take_in_hand()
    }

    fn take_in_hand(&mut self) -> Holding {
        let Some(path) = self.path() else { return Holding::Unknown };
        remember(&self.places, path);
        if self.holding.is_some() {
            return Holding::Here;
        }
        let file = self.places.lock_file(&format!("{}.lock", name_of(path)));
        match file.map_err(Unlocked::from).and_then(|file| lock::take(&file)) {
            Ok(lock) => {
                self.holding = Some(lock);
                Holding::Here
            }
            Err(Unlocked::Held) => Holding::Elsewhere,
            Err(Unlocked::Unusable(_)) => Holding::Unknown,
        }
    }

    /// Puts a record on the disk, whole or not at all, unless it is there already. The pack is what a decision record is told with.
    ///
    /// Costs a read of the file, for a decision record the making of its text, and two waits for the disk.
    ///
    /// # Errors
    /// When the disk fails, others write the file all the time, or what would be written could not be read again. Whatever was on the
    /// disk before is there then.
    pub fn save(&mut self, pack: &Pack, record: &Record) -> Result<Saved, SaveError> {
        let given = write(record);
        let saved = match &self.name {
            Name::Tree(tree) => self.save_unnamed(pack, record, &tree.clone())?,
            Name::Path(path) => self.save_named(pack, record, &given, &path.clone())?,
        };
        self.saved = given;
        Ok(saved)
    }

    fn save_unnamed(&mut self, pack: &Pack, record: &Record, tree: &str) -> Result<Saved, SaveError> {
        let folder = self.places.make_records();
        let folder = folder.map_err(|error| SaveError::File(FileError::of(Path::new("the folder for records"), error)))?;
        let fits = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let name = format!("{}-{}", record.header.made.unwrap_or_else(today), tree.chars().filter(fits).take(60).collect::<String>());
        let path = self.create(pack, record, &folder.join(format!("{name}.json")), 1)?;
        Ok(Saved { path, beside: false })
    }

    fn save_named(&mut self, pack: &Pack, record: &Record, given: &str, path: &Path) -> Result<Saved, SaveError> {
        let here = || Saved { path: path.to_owned(), beside: false };
        let _lock = self.lock_saving(path)?;
        for _ in 0..MAX_TRIES {
            match (lying(path), &mut self.seen) {
                (Lying::Nothing, seen) => {
                    // A folder that has vanished was perhaps a disk that was taken out: a folder made in its place would hide that.
                    if seen.is_some() && !folder_of(path).is_dir() {
                        return Err(SaveError::FolderGone(path.to_owned()));
                    }
                    if self.create_at(pack, record, path)? {
                        return Ok(here());
                    }
                }
                (Lying::Record(held), Some(seen)) if held.form == self.form => {
                    let lies = write(&held.record);
                    // With nothing to say, what others wrote stays, and is told of by itself.
                    if self.saved == *given && seen.tried.as_ref() != Some(&lies) {
                        if lies == seen.record {
                            *seen = Seen::of(*held);
                        }
                        return Ok(here());
                    }
                    let (text, composed) = compose(pack, record, self.form, Some(&held.text), path)?;
                    if lies == composed {
                        *seen = Seen::of(*held);
                        return Ok(here());
                    }
                    if lies != seen.record && seen.tried.as_ref() != Some(&lies) {
                        break;
                    }
                    seen.tried = Some(composed.clone());
                    let still = || read(path).is_ok_and(|now| now.text == held.text);
                    if replace_if(path, &text, still).map_err(|error| FileError::of(path, error))? {
                        *seen = Seen { record: composed, text, stamp: stamp(path), tried: None };
                        return Ok(here());
                    }
                }
                (Lying::Record(_) | Lying::Unfit | Lying::Other, Some(seen)) if self.saved == *given && seen.tried.is_none() => {
                    return Ok(here());
                }
                (Lying::Unfit, None) => return Err(FileError::of(path, TextError::NotPlain).into()),
                (Lying::Record(_) | Lying::Unfit | Lying::Other, _) => break,
            }
        }
        let path = self.create(pack, record, path, 2)?;
        Ok(Saved { path, beside: true })
    }

    /// Makes the first file of a name that is not there yet, from a number on: `a.json`, `a-2.json`.
    fn create(&mut self, pack: &Pack, record: &Record, path: &Path, from: u32) -> Result<PathBuf, SaveError> {
        for number in from..MAX_NUMBER {
            let numbered = if number == 1 { path.to_owned() } else { numbered(path, number) };
            if !is_there(&numbered) && self.create_at(pack, record, &numbered)? {
                return Ok(numbered);
            }
        }
        Err(SaveError::NoName(path.to_owned()))
    }

    /// Makes the file, and goes on in it; tells whether it did, and no other was there.
    fn create_at(&mut self, pack: &Pack, record: &Record, path: &Path) -> Result<bool, SaveError> {
        // What people wrote around the record stays around it, in another file too.
        let existing = self.seen.as_ref().filter(|_| self.form == Form::Markdown).map(|seen| seen.text.as_str());
        let (text, composed) = compose(pack, record, self.form, existing, path)?;
        match write_new(&[(path, &text)]) {
            Ok(()) => {
                self.seen = Some(Seen { record: composed, text, stamp: stamp(path), tried: None });
                self.name = Name::Path(path.to_owned());
                // Only what is there can be told from what links lead to.
                (self.offered, self.holding) = (None, None);
                if self.is_wanted {
                    self.take_in_hand();
                }
                Ok(true)
            }
            Err(Unwritten { error, .. }) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
            Err(Unwritten { path, error }) => Err(FileError::of(&path, error).into()),
        }
    }

    /// Where there are no locks, what lies there is looked at all the same, right before it is replaced.
    fn lock_saving(&self, path: &Path) -> Result<Option<Lock>, SaveError> {
        let name = name_of(path);
        let file = self.places.lock_file(&format!("save-{}.lock", name.get(..SAVE_LOCK_DIGITS).unwrap_or(&name)));
        match file.map_err(Unlocked::from).and_then(|file| lock::wait(&file, PATIENCE)) {
            Ok(lock) => Ok(Some(lock)),
            Err(Unlocked::Held) => Err(SaveError::Busy(path.to_owned())),
            Err(Unlocked::Unusable(_)) => Ok(None),
        }
    }

    /// Takes the file away, when all that lies in it is a record that has come to lie elsewhere, and it was taken in hand here, which
    /// others are told. Whether it is gone. Somebody who writes it without asking for the lock, between the last look at it and its end,
    /// loses what they wrote.
    ///
    /// Costs a read of the file.
    pub fn put_away(self, record: &Record) -> bool {
        let (Name::Path(path), Some(seen), Some(_)) = (&self.name, &self.seen, &self.holding) else { return false };
        let Ok(_lock) = self.lock_saving(path) else { return false };
        let is_known = |held: &Held| held.form == Form::Json && write(&held.record) == seen.record && self.saved == write(record);
        read(path).is_ok_and(|held| is_known(&held)) && std::fs::remove_file(path).is_ok()
    }

    /// The record that somebody else put into the file since it was read or written here, told once. Until [`taken_in`](Self::taken_in)
    /// is called, a save takes it for what it is, another one, and leaves it alone.
    ///
    /// Costs a look at the file from outside; a read when it has changed, or was changed in the last seconds.
    pub fn changed_elsewhere(&mut self) -> Option<Record> {
        let Name::Path(path) = &self.name else { return None };
        let stamp = stamp(path)?;
        // A blank one was not seen yet: somebody else has begun it meanwhile.
        let seen_stamp = self.seen.as_ref().and_then(|seen| seen.stamp);
        let is_looked_at = self.offered.as_ref().map_or(seen_stamp, |offered| Some(offered.stamp)) == Some(stamp);
        if is_looked_at && stamp.is_settled() {
            return None;
        }
        let held = read(path).ok()?;
        let lies = write(&held.record);
        if let Some(seen) = self.seen.as_mut().filter(|seen| lies == seen.record || seen.tried.as_ref() == Some(&lies)) {
            (seen.stamp, self.offered) = (Some(held.stamp), None);
            return None;
        }
        let is_told = self.offered.as_ref().is_some_and(|offered| write(&offered.record) == lies);
        let record = (!is_told).then(|| held.record.clone());
        self.offered = Some(held);
        record
    }

    /// What [`changed_elsewhere`](Self::changed_elsewhere) told is what is worked on from here on. When the file has become yet another
    /// one meanwhile, nothing happens: it will be told.
    pub fn taken_in(&mut self, record: &Record) {
        let taken = write(record);
        if let Some(held) = self.offered.take_if(|held| write(&held.record) == taken) {
            (self.form, self.saved) = (held.form, taken);
            self.seen = Some(Seen::of(held));
        }
    }
}

impl Seen {
    fn of(held: Held) -> Seen {
        Seen { record: write(&held.record), text: held.text, stamp: Some(held.stamp), tried: None }
    }
}

fn lying(path: &Path) -> Lying {
    match read(path) {
        Ok(held) => Lying::Record(Box::new(held)),
        Err(_) if !is_there(path) => Lying::Nothing,
        Err(_) if is_plain(path) => Lying::Other,
        Err(_) => Lying::Unfit,
    }
}

/// The text of a record's file, and the record in it as it will be read again, to the letter.
fn compose(pack: &Pack, record: &Record, form: Form, existing: Option<&str>, path: &Path) -> Result<(String, String), SaveError> {
    let text = match form {
        Form::Json => write(record),
        Form::Markdown => document(pack, record, existing),
    };
    let unfit = |why: String| SaveError::Unfit { path: path.to_owned(), why };
    if text.len() > MAX_FILE {
        return Err(unfit(format!("it holds {} bytes, and at most {MAX_FILE} are read", text.len())));
    }
    let first = records_of(&text, form).next();
    match first.map(|placed| placed.record) {
        Some(Ok(again)) => Ok((text, write(&again))),
        Some(Err(faults)) => Err(unfit(faults.into_iter().next().map_or_else(String::new, |fault| fault.message))),
        None => Err(unfit("its text would hold no record".to_owned())),
    }
}

/// A file's name with a number behind it.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests;
