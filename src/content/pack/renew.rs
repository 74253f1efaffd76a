//! The same packs opened anew: which of their files are other ones, and what need not be read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{File, Loaded, Pack, contradiction, entries, words};
use crate::content::text::clean_line;

/// A file of a pack that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// Its name, without folders.
    pub file: String,
    /// What has become of it.
    pub fate: Fate,
}

/// What has become of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It can be used, or nobody has looked so far.
    Loaded,
    /// Something keeps it from working: the line, and what is wrong.
    Faulty(usize, String),
    /// It is not there any more.
    Gone,
}

impl Pack {
    /// The names of the packs that are laid over each other in another opening, and not in this one.
    pub fn lacks<'a>(&self, other: &'a Pack) -> impl Iterator<Item = &'a str> {
        other.layers().filter(|name| !self.layers().any(|own| own == *name))
    }

    /// Goes on from an earlier opening of the same packs: takes over what was read of each file that is as it was, reads the files
    /// that are not, and tells which these are, in order. What nobody has read so far is left alone, but new files are told and so
    /// are those that are gone.
    ///
    /// Costs a reading of every file that was read before, and a parse of those that have changed.
    pub fn renew(&self, before: &Pack) -> Vec<Renewed> {
        let mut renewal = Renewal { now: self, before, told: Vec::new() };
        renewal.by_id(&self.trees, &before.trees, |id, file| self.load_tree(id, file));
        renewal.by_id(&self.documents, &before.documents, |_, file| self.load_document(file));
        renewal.by_id(&self.scenarios, &before.scenarios, |id, file| self.load_scenario(id, file));
        renewal.files(&self.anti_patterns, &before.anti_patterns, |file| self.load(file, entries::parse_anti_patterns));
        renewal.files(&self.glossary, &before.glossary, |file| self.load(file, entries::parse_glossary));
        renewal.files(&self.principles, &before.principles, |file| self.load(file, entries::parse_principles));
        renewal.files(&self.conflicts, &before.conflicts, |file| self.load(file, contradiction::parse));
        renewal.files(&self.words, &before.words, |file| self.load(file, words::parse));
        renewal.told
    }

    /// Where a file lies: the name of its pack, and its path in it.
    fn place<'a, T>(&'a self, file: &'a File<T>) -> (&'a str, &'a str) {
        (self.layers.get(file.layer).map_or("", |layer| layer.name()), &file.path)
    }
}

/// Two openings of the same packs.
struct Renewal<'a> {
    now: &'a Pack,
    before: &'a Pack,
    told: Vec<Renewed>,
}

impl<'a> Renewal<'a> {
    fn by_id<T>(
        &mut self,
        now: &'a BTreeMap<String, Vec<File<T>>>,
        before: &'a BTreeMap<String, Vec<File<T>>>,
        load: impl Fn(&str, &'a File<T>) -> &'a Loaded<T>,
    ) {
        for (id, files) in now {
            self.files(files, before.get(id).map_or(&[], Vec::as_slice), |file| load(id, file));
        }
        for (_, files) in before.iter().filter(|(id, _)| !now.contains_key(*id)) {
            files.iter().for_each(|file| self.tell(file, Fate::Gone));
        }
    }

    fn files<T>(&mut self, now: &'a [File<T>], before: &'a [File<T>], load: impl Fn(&'a File<T>) -> &'a Loaded<T>) {
        let was_read = before.iter().any(|file| file.loaded.get().is_some());
        for file in now {
            match before.iter().find(|other| self.before.place(other) == self.now.place(file)) {
                Some(other) => self.file(file, other, &load),
                None => {
                    // What is on top now is seen at once where something else was.
                    let fate = if was_read { Fate::of(load(file)) } else { Fate::Loaded };
                    self.tell(file, fate);
                }
            }
        }
        for other in before {
            if !now.iter().any(|file| self.now.place(file) == self.before.place(other)) {
                self.tell(other, Fate::Gone);
            }
        }
    }

    fn file<T>(&mut self, file: &'a File<T>, before: &'a File<T>, load: impl Fn(&'a File<T>) -> &'a Loaded<T>) {
        let read = || self.now.layers.get(file.layer).and_then(|files| files.read(&file.path).ok());
        match before.loaded.get() {
            Some(loaded) => {
                let is_same = file.replaces == before.replaces && read().is_some_and(|text| text == loaded.text) && !loaded.is_unreadable();
                if is_same {
                    // Nobody has read the file in this opening, so that there is nothing that this could fail on.
                    let _ = file.loaded.set(Arc::clone(loaded));
                    return;
                }
                let now = load(file);
                if now.text != loaded.text || now.faults != loaded.faults {
                    self.tell(file, Fate::of(now));
                }
            }
            None => {
                let has_other_title = before.title.get().is_some_and(|title| self.now.document_title(file.id()) != title);
                let has_other_header = before.header.get().is_some_and(|header| self.now.tree_header(file.id()) != header.as_ref());
                if has_other_title || has_other_header {
                    self.tell(file, Fate::Loaded);
                }
            }
        }
    }

    fn tell<T>(&mut self, file: &File<T>, fate: Fate) {
        let name = file.path.rsplit_once('/').map_or(file.path.as_str(), |(_, name)| name);
        self.told.push(Renewed { file: clean_line(name).into_owned(), fate });
    }
}

impl Fate {
    fn of<T>(loaded: &Loaded<T>) -> Fate {
        loaded.first_error().map_or(Fate::Loaded, |(line, error)| Fate::Faulty(line, error.message.clone()))
    }
}
