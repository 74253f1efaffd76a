//! Why a record is not on the disk.

use std::path::PathBuf;

use crate::store::named::FileError;

/// Why a record is not on the disk. What was there before still is.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The disk says so.
    #[error(transparent)]
    File(#[from] FileError),
    /// The folder has vanished in which the record was.
    #[error("{}: the folder in which it was is gone", .0.display())]
    FolderGone(PathBuf),
    /// Others are writing it all the time.
    #[error("{}: somebody else has been writing it for seconds", .0.display())]
    Busy(PathBuf),
    /// It could not be read again.
    #[error("{}: it could not be read again: {why}", .path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// Every name that it could be given is taken.
    #[error("{}: every name like it is taken", .0.display())]
    NoName(PathBuf),
}
