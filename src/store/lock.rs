//! Advisory locks between processes: a file that one of them holds at a time, let go of whatever becomes of the process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long to wait before asking again for a lock that is held.
const PAUSE: Duration = Duration::from_millis(5);

/// A lock that is held until it is dropped, or the process ends.
#[derive(Debug)]
pub struct Lock {
    /// Closing it lets go of the lock.
    _file: File,
}

/// Why a lock is not ours.
#[derive(Debug, thiserror::Error)]
pub enum Unlocked {
    /// Somebody else holds it.
    #[error("somebody else holds the lock")]
    Held,
    /// There can be no lock here.
    #[error(transparent)]
    Unusable(#[from] io::Error),
}

/// Takes the lock of a file, which is made if it is not there and stays behind: were it taken away, two could hold a lock of its name.
///
/// # Errors
/// When it is held, or the disk or system has no locks there.
pub fn take(path: &Path) -> Result<Lock, Unlocked> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Unlocked::Held),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Takes the lock of a file as soon as it is free.
///
/// # Errors
/// When it is held for longer than `patience`, or there are no locks there.
#[expect(clippy::disallowed_methods, reason = "no system tells when a lock is free and stops waiting after a while")]
pub fn wait(path: &Path, patience: Duration) -> Result<Lock, Unlocked> {
    let until = Instant::now() + patience;
    loop {
        match take(path) {
            Err(Unlocked::Held) if Instant::now() < until => std::thread::sleep(PAUSE),
            taken => return taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_once_and_until_it_is_dropped() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.lock");
        let held = take(&path).unwrap();
        assert!(matches!(take(&path), Err(Unlocked::Held)));
        assert!(matches!(wait(&path, Duration::from_millis(20)), Err(Unlocked::Held)));
        let waiting = std::thread::spawn({
            let path = path.clone();
            move || wait(&path, Duration::from_secs(30)).is_ok()
        });
        drop(held);
        assert!(waiting.join().unwrap());
        assert!(take(&path).is_ok());
        assert!(matches!(take(&path.join("within")), Err(Unlocked::Unusable(_))));
    }
}
