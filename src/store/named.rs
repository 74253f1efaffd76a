//! Single files that are named on the command line: one that is read, and one that is made.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::write::write_new;
use crate::content::source::MAX_FILE;

/// A file that cannot be read or made.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {why}")]
pub struct FileError {
    /// The file, as it was named.
    pub file: String,
    /// Why not.
    pub why: String,
}

impl FileError {
    fn new(path: &Path, why: impl ToString) -> FileError {
        FileError { file: path.display().to_string(), why: why.to_string() }
    }
}

/// Where a file or folder really lies, whatever links lead to it.
///
/// # Errors
/// When it is not there.
pub fn real(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).map_err(|error| FileError::new(path, error))
}

/// Reads a text of at most 64 MiB.
///
/// # Errors
/// When it is not there, is a folder, is too large, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, FileError> {
    let file = fs::File::open(path).map_err(|error| FileError::new(path, error))?;
    text(file).map_err(|why| FileError::new(path, why))
}

/// Reads a text of at most 64 MiB from whatever is open.
///
/// # Errors
/// Why not, in words.
pub fn text(from: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    from.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > MAX_FILE {
        return Err(format!("it holds more than {MAX_FILE} bytes"));
    }
    String::from_utf8(bytes).map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to()))
}

/// Makes a file that does not exist yet, whole or not at all.
///
/// # Errors
/// When there is such a file already, or it cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), FileError> {
    write_new(path, text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => FileError::new(path, "it exists already, and is left as it is"),
        _ => FileError::new(path, error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tree.ron");
        create(&path, "one").unwrap();
        assert_eq!(read(&path).unwrap(), "one");
        let error = create(&path, "two").unwrap_err();
        assert!(error.to_string().contains("tree.ron: it exists already"), "{error}");
        assert_eq!(read(&path).unwrap(), "one");
        assert!(create(&path.join("within-a-file.ron"), "x").is_err());
        assert!(create(Path::new("/"), "x").is_err());
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["tree.ron"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(text(&b"a\xff"[..]).unwrap_err(), "it is not UTF-8: byte 1 is wrong");
        assert!(read(Path::new("/")).is_err());
    }
}
