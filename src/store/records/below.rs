//! Finds the files that may hold records.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::named::FileError;

/// The endings of files that may hold a record.
const ENDINGS: [&str; 2] = ["md", "json"];
/// The most folders within each other that are looked into.
const MAX_DEPTH: usize = 32;

/// The files below a folder that may hold a record, in the order of their names; a file is found as itself. Hidden folders, and those
/// that links lead to, are not looked into.
///
/// # Errors
/// When the path is not there, or a folder cannot be read.
pub fn below(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    let kind = fs::metadata(path).map_err(|error| FileError::of(path, error))?;
    if !kind.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| FileError::of(&folder, error))? {
            let entry = entry.map_err(|error| FileError::of(&folder, error))?;
            let kind = entry.file_type().map_err(|error| FileError::of(&entry.path(), error))?;
            let hidden = entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
            let path = entry.path();
            if kind.is_dir() && !hidden && depth < MAX_DEPTH {
                open.push((path, depth + 1));
            } else if kind.is_file() && path.extension().is_some_and(|ending| ENDINGS.iter().any(|fitting| ending == *fitting)) {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_looked_for_in_every_folder_but_hidden_ones() {
        let home = tempfile::tempdir().unwrap();
        for file in ["b.md", "a/c.json", "a/d.txt", ".git/e.md", "a/deep/f.md"] {
            fs::create_dir_all(home.path().join(file).parent().unwrap()).unwrap();
            fs::write(home.path().join(file), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.path(), home.path().join("a/again")).unwrap();
        let found = below(home.path()).unwrap();
        let names: Vec<_> = found.iter().map(|path| path.strip_prefix(home.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a/c.json", "a/deep/f.md", "b.md"]);
        assert_eq!(below(&home.path().join("a/d.txt")).unwrap().len(), 1);
        assert!(below(&home.path().join("nowhere")).is_err());
    }
}
