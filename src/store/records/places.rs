//! The folders of the program's own in which records lie.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::store::write::PREFIX;

/// How old a temporary file is at least before nobody can be writing it.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);
/// The same beside a record that is about to be written: it would be seen there, and soon committed.
const LEFT_BESIDE: Duration = Duration::from_secs(60 * 60);

/// The folder for the state of programs, as far as it is ours: records that were given no file of their own, locks, and the list of the
/// records that lie elsewhere.
#[derive(Debug, Clone)]
pub struct RecordPlaces {
    /// `None` where the system names no folder of the user.
    state: Option<PathBuf>,
}

impl RecordPlaces {
    /// What the environment of this process says: `$XDG_STATE_HOME/waypost`, or what stands for it on this system.
    pub fn from_environment() -> RecordPlaces {
        use etcetera::BaseStrategy;
        let base = etcetera::choose_base_strategy().ok();
        RecordPlaces { state: base.map(|base| base.state_dir().unwrap_or_else(|| base.data_dir()).join("waypost")) }
    }

    /// Everything within this folder.
    pub fn within(state: PathBuf) -> RecordPlaces {
        RecordPlaces { state: Some(state) }
    }

    /// The folder of the records that were given no file of their own.
    pub fn records(&self) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("records"))
    }

    /// The list of records that lie elsewhere.
    pub(super) fn index(&self) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("recent.json"))
    }

    /// A file for a lock, in a folder that is made for it.
    ///
    /// # Errors
    /// When there is no such folder, and none can be made.
    pub fn lock_file(&self, name: &str) -> io::Result<PathBuf> {
        let state = self.state.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let locks = state.join("locks");
        make_private(&locks)?;
        Ok(locks.join(name))
    }

    /// Makes the folder of the records, for this user alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_records(&self) -> io::Result<PathBuf> {
        let no_home = || io::Error::new(io::ErrorKind::NotFound, "this system names no folder for it; name a file with --record");
        let records = self.records().ok_or_else(no_home)?;
        make_private(&records)?;
        Ok(records)
    }

    /// Takes away what runs that were killed left half written, a day later, in folders of our own only. Costs a look at each file there.
    pub fn sweep(&self) {
        self.state.iter().cloned().chain(self.records()).for_each(|folder| sweep(&folder, LEFT_BEHIND));
    }
}

/// Takes away what runs that were killed left half written in a folder of people, an hour later. Costs a look at each file there.
pub fn sweep_beside(folder: &Path) {
    sweep(folder, LEFT_BESIDE);
}

fn sweep(folder: &Path, age: Duration) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let is_old = |data: &fs::Metadata| {
            let since = data.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
            data.is_file() && since.is_some_and(|since| since > age)
        };
        if is_ours && entry.metadata().is_ok_and(|data| is_old(&data)) {
            // What cannot be taken away is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A name for a file, whatever links lead to it, that fits into a folder: 32 hexadecimal digits.
pub fn name_of(path: &Path) -> String {
    let digest = Sha256::digest(real(path).as_os_str().as_encoded_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Where a file lies, or would lie, when the links in its folder and its own are followed.
pub(super) fn real(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(absolute)
}

/// Whether a file lies in the folder of the records that were given no file of their own.
pub fn is_own(places: &RecordPlaces, path: &Path) -> bool {
    let own = places.records().and_then(|own| fs::canonicalize(own).ok());
    own.is_some() && real(path).parent() == own.as_deref()
}

/// What people decide is for their own eyes, until they put it elsewhere.
fn make_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name_whatever_leads_to_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.json");
        let before = name_of(&path);
        fs::write(&path, "{}").unwrap();
        fs::create_dir(home.path().join("in")).unwrap();
        assert_eq!(before, name_of(&path));
        assert_eq!(before, name_of(&home.path().join("in/../a.json")));
        assert_ne!(before, name_of(&home.path().join("b.json")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&path, home.path().join("link.json")).unwrap();
            assert_eq!(before, name_of(&home.path().join("link.json")));
        }
    }

    #[test]
    fn only_old_leftovers_of_ours_are_swept() {
        let home = tempfile::tempdir().unwrap();
        let places = RecordPlaces::within(home.path().join("waypost"));
        let records = places.make_records().unwrap();
        let long_ago = SystemTime::now() - LEFT_BEHIND * 2;
        for (name, old) in [(".waypost-old", true), (".waypost-young", false), ("a.json", true), (".hidden", true)] {
            let file = fs::File::create(records.join(name)).unwrap();
            if old {
                file.set_modified(long_ago).unwrap();
            }
        }
        places.sweep();
        let mut left: Vec<_> = fs::read_dir(&records).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".hidden", ".waypost-young", "a.json"]);
        let young = fs::File::options().write(true).open(records.join(".waypost-young")).unwrap();
        young.set_modified(SystemTime::now() - LEFT_BESIDE * 2).unwrap();
        places.sweep();
        assert!(records.join(".waypost-young").exists());
        sweep_beside(&records);
        assert!(!records.join(".waypost-young").exists() && records.join(".hidden").exists());
    }
}
