//! Tells when files of packs may have changed, however an editor saves them.
//!
//! Folders are watched rather than files, since many editors write a new file and rename it over the old one; a folder that comes
//! later, such as the `trees` of a `.waypost`, is watched from the change on that made it. What is told is only that it is worth a
//! look: reading the files again says what has changed. On a network file system changes that others make may not be told at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::files::{MAX_DEPTH, PackPlaces, WINGS};

/// So long nothing else happens before a change is told: one save makes several events.
const QUIET: Duration = Duration::from_millis(50);
/// After so long a change is told even if more and more happens.
const AT_MOST: Duration = Duration::from_millis(500);
/// The most folders that are watched: systems give out a limited number.
const MAX_FOLDERS: usize = 2_000;

/// What there is to tell of the files of packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Some may have changed.
    Changed,
    /// Changes are not noticed, or not everywhere; why, in words. Told once.
    NotWatched(String),
}

/// Watches the folders of packs, for as long as it lives.
pub struct Watch {
    places: PackPlaces,
    /// The folders of the packs, those that have vanished since among them: they may come back.
    roots: BTreeSet<PathBuf>,
    watcher: Option<RecommendedWatcher>,
    happened: Receiver<Happening>,
    sender: Sender<Happening>,
    /// Why something is not watched, until it is told.
    failed: Option<String>,
    has_told_failure: bool,
}

/// Has a [`Watch`] tell of a change that it may not notice.
#[derive(Debug, Clone)]
pub struct Asker(Sender<Happening>);

#[derive(Debug)]
enum Happening {
    Touched,
    Asked,
    Failed(String),
}

impl Watch {
    /// Begins to watch; `None` where there is no pack in a folder, so that nothing can change.
    pub fn of(places: PackPlaces) -> Option<Watch> {
        let roots: BTreeSet<PathBuf> = places.folders().into_iter().map(|(folder, _)| folder).collect();
        if roots.is_empty() {
            return None;
        }
        let (sender, happened) = mpsc::channel();
        let for_watcher = sender.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let happening = match event {
                Ok(event) if is_change(&event) => Happening::Touched,
                Ok(_) => return,
                Err(error) => Happening::Failed(error.to_string()),
            };
            // Nobody waits any more when the program ends.
            let _ = for_watcher.send(happening);
        });
        let (watcher, failed) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let mut watch = Watch { places, roots, watcher, happened, sender, failed, has_told_failure: false };
        watch.arm();
        Some(watch)
    }

    /// Where the packs are looked for.
    pub fn places(&self) -> &PackPlaces {
        &self.places
    }

    /// What another thread may ask with.
    pub fn asker(&self) -> Asker {
        Asker(self.sender.clone())
    }

    /// Waits until there is something to tell. Of many changes at once one is told, when there is quiet again.
    pub fn wait(&mut self) -> Told {
        loop {
            if let Some(why) = self.failed.take().filter(|_| !self.has_told_failure) {
                self.has_told_failure = true;
                return Told::NotWatched(why);
            }
            match self.happened.recv() {
                Ok(Happening::Touched) => self.await_quiet(),
                Ok(Happening::Asked) => {}
                Ok(Happening::Failed(why)) => {
                    self.failed = Some(why);
                    continue;
                }
                // The sender of this very watch is still there.
                Err(_) => continue,
            }
            // Before anything is read: what happens from here on is told again.
            self.arm();
            return Told::Changed;
        }
    }

    fn await_quiet(&mut self) {
        let until = Instant::now() + AT_MOST;
        loop {
            match self.happened.recv_timeout(QUIET.min(until.saturating_duration_since(Instant::now()))) {
                Ok(Happening::Touched) => {}
                Ok(Happening::Failed(why)) => self.failed = Some(why),
                Ok(Happening::Asked) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
    }

    /// Watches every folder that there is by now. One that is watched already stays so.
    fn arm(&mut self) {
        self.roots.extend(self.places.folders().into_iter().map(|(folder, _)| folder));
        let Some(watcher) = &mut self.watcher else { return };
        let mut folders = Vec::new();
        for root in &self.roots {
            if root.is_dir() {
                folders.push(root.clone());
                WINGS.iter().for_each(|wing| gather(&root.join(wing), 0, &mut folders));
            } else if let Ok(absolute) = std::path::absolute(root) {
                // A pack that has vanished may come back: what it lay in tells.
                folders.extend(absolute.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned));
            }
        }
        if folders.len() > MAX_FOLDERS {
            self.failed = Some(format!("there are more than {MAX_FOLDERS} folders"));
            folders.truncate(MAX_FOLDERS);
        }
        for folder in folders {
            if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
                // One that has vanished meanwhile is no failure; its parent tells when it comes back.
                if folder.is_dir() {
                    self.failed = Some(error.to_string());
                }
            }
        }
    }
}

impl Asker {
    /// Has the files looked at now.
    pub fn ask(&self) {
        // Nobody waits any more when the program ends.
        let _ = self.0.send(Happening::Asked);
    }
}

/// The folders in a wing of a pack, as deep as a pack goes; links to folders are not entered, as when its files are listed.
fn gather(folder: &Path, depth: usize, folders: &mut Vec<PathBuf>) {
    if depth > MAX_DEPTH || folders.len() > MAX_FOLDERS || !folder.is_dir() {
        return;
    }
    folders.push(folder.to_owned());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !entry.file_name().to_string_lossy().starts_with('.') {
            gather(&entry.path(), depth + 1, folders);
        }
    }
}

/// Whether an event is about more than somebody reading: the program itself reads, and must not wake itself up.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a change may take to be told before the test is given up.
    const PATIENCE: Duration = Duration::from_secs(30);
    /// So long nothing more is told once all that happened is told: longer than a change may be held back.
    const SILENCE: Duration = Duration::from_millis(200);

    /// A watch that waits in a thread of its own, so that an event that is lost fails a test and does not hang it.
    struct Listener {
        told: Receiver<Told>,
    }

    impl Listener {
        fn of(folder: &Path) -> Listener {
            let (sender, told) = mpsc::channel();
            let mut watch = Watch::of(PackPlaces { named: vec![folder.to_owned()], ..PackPlaces::default() }).unwrap();
            std::thread::spawn(move || while sender.send(watch.wait()).is_ok() {});
            Listener { told }
        }

        /// Makes a change that has to be told, and waits until there is nothing more to tell of it.
        #[track_caller]
        fn tells(&self, change: impl FnOnce()) {
            change();
            assert_eq!(self.told.recv_timeout(PATIENCE), Ok(Told::Changed));
            while let Ok(told) = self.told.recv_timeout(SILENCE) {
                assert_eq!(told, Told::Changed);
            }
        }
    }

    #[track_caller]
    fn check(change: impl Fn(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let tree = folder.path().join("trees/a.ron");
        fs::create_dir_all(folder.path().join("trees")).unwrap();
        fs::write(&tree, "before").unwrap();
        Listener::of(folder.path()).tells(|| change(folder.path()));
    }

    #[test]
    fn whatever_an_editor_does_is_told() {
        check(|pack| fs::write(pack.join("trees/a.ron"), "after").unwrap());
        check(|pack| fs::write(pack.join("trees/b.ron"), "more").unwrap());
        check(|pack| fs::remove_file(pack.join("trees/a.ron")).unwrap());
        check(|pack| {
            fs::write(pack.join(".a.ron.swp"), "after").unwrap();
            fs::rename(pack.join(".a.ron.swp"), pack.join("trees/a.ron")).unwrap();
        });
    }

    #[test]
    fn folders_that_come_later_are_watched_and_so_is_a_pack_that_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("pack");
        fs::create_dir(&pack).unwrap();
        let listener = Listener::of(&pack);
        listener.tells(|| fs::create_dir(pack.join("assets")).unwrap());
        listener.tells(|| fs::create_dir(pack.join("assets/references")).unwrap());
        listener.tells(|| fs::write(pack.join("assets/references/a.md"), "# A").unwrap());
        listener.tells(|| fs::rename(&pack, folder.path().join("elsewhere")).unwrap());
        listener.tells(|| fs::rename(folder.path().join("elsewhere"), &pack).unwrap());
        listener.tells(|| fs::write(pack.join("assets/references/a.md"), "# B").unwrap());
    }

    #[test]
    fn who_asks_is_answered_and_nothing_is_watched_where_nothing_can_change() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = Watch::of(PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() }).unwrap();
        watch.asker().ask();
        assert_eq!(watch.wait(), Told::Changed);
        assert!(Watch::of(PackPlaces::default()).is_none());
    }
}
