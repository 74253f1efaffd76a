//! Single files that are named on the command line: one that is read, and one that is made.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::files::{TextError, marked_text, text_of};
use super::write::{Unwritten, replace, replace_if, write_new};

/// A file that cannot be read or made.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {why}")]
pub struct FileError {
    /// The file, as it was named.
    pub file: String,
    /// Why not.
    pub why: String,
    /// What the disk said; `None` when it has the file, and what is in it is unfit.
    pub disk: Option<io::ErrorKind>,
}

impl FileError {
    fn new(file: String, error: TextError) -> FileError {
        let disk = if let TextError::Disk(error) = &error { Some(error.kind()) } else { None };
        FileError { file, why: error.to_string(), disk }
    }

    pub(super) fn of(path: &Path, error: impl Into<TextError>) -> FileError {
        FileError::new(path.display().to_string(), error.into())
    }
}

/// Where a file or folder really lies, whatever links lead to it.
///
/// # Errors
/// When it is not there.
pub fn real(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).map_err(|error| FileError::of(path, error))
}

/// Reads a plain file of at most 64 MiB as it stands, with its byte order mark.
///
/// # Errors
/// When it is not there, is a folder, a pipe or a device, is too large, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, FileError> {
    marked_text(path).map_err(|error| FileError::of(path, error))
}

/// Reads a text of at most 64 MiB from whatever is open, which is called something.
///
/// # Errors
/// When it cannot be read, is too large, or is not UTF-8.
pub fn text(from: impl Read, called: &str) -> Result<String, FileError> {
    text_of(from).map_err(|error| FileError::new(called.to_owned(), error))
}

/// Makes the folder of a file that is to be written, where it is missing.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder_of(path: &Path) -> Result<(), FileError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| FileError::of(folder, error))
}

/// Makes files that do not exist yet, whole, and all of them or none.
///
/// # Errors
/// When there is such a file already, or one cannot be written.
pub fn create(files: &[(&Path, &str)]) -> Result<(), FileError> {
    write_new(files).map_err(|Unwritten { path, error }| match error.kind() {
        kind @ io::ErrorKind::AlreadyExists => {
            FileError { file: path.display().to_string(), why: "it exists already, and is left as it is".to_owned(), disk: Some(kind) }
        }
        _ => FileError::of(&path, error),
    })
}

/// Writes a text in the place of that of a file.
///
/// # Errors
/// When it cannot be written; the file is as it was then.
pub fn rewrite(path: &Path, text: &str) -> Result<(), FileError> {
    replace(path, text).map_err(|error| FileError::of(path, error))
}

/// The same unless the file holds another text than it did before; tells whether it was written.
///
/// # Errors
/// As [`rewrite`].
pub fn rewrite_if(path: &Path, before: &str, text: &str) -> Result<bool, FileError> {
    let still = || marked_text(path).is_ok_and(|now| now == before);
    replace_if(path, text, still).map_err(|error| FileError::of(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tree.ron");
        create(&[(&path, "one")]).unwrap();
        assert_eq!(read(&path).unwrap(), "one");
        let error = create(&[(&path, "two")]).unwrap_err();
        assert!(error.to_string().contains("tree.ron: it exists already"), "{error}");
        assert_eq!(error.disk, Some(io::ErrorKind::AlreadyExists));
        assert_eq!(read(&path).unwrap(), "one");
        let error = create(&[(&path.join("within/a-file.ron"), "x")]).unwrap_err();
        assert!(error.why.ends_with("tree.ron is not a folder"), "{error}");
        assert_eq!(error.disk, Some(io::ErrorKind::NotADirectory));
        assert!(create(&[(Path::new("/"), "x")]).is_err());
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["tree.ron"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let error = text(&b"a\xff"[..], "standard input").unwrap_err();
        assert_eq!((error.to_string().as_str(), error.disk), ("standard input: it is not UTF-8: byte 1 is wrong", None));
        assert_eq!(read(Path::new("/")).unwrap_err().why, "it is not a plain file");
        assert_eq!(read(Path::new("no/such/file")).unwrap_err().disk, Some(io::ErrorKind::NotFound));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("marked"), "\u{feff}a").unwrap();
        assert_eq!(read(&folder.path().join("marked")).unwrap(), "\u{feff}a");
    }
}
