//! Finds the files that may hold records.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::reading::Form;
use crate::store::named::FileError;

/// The most folders within each other that are looked into.
const MAX_DEPTH: usize = 32;

/// What lies below a path.
#[derive(Debug, Default)]
pub struct Below {
    /// The files that may hold a record, in the order of their names.
    pub files: Vec<PathBuf>,
    /// What could not be looked into, and why.
    pub unread: Vec<FileError>,
}

/// The files below a folder that may hold a record, by their endings; a file is found as itself. Links to files are followed, those to
/// folders are not, nor are hidden folders looked into.
///
/// # Errors
/// When the path is not there.
pub fn below(path: &Path) -> Result<Below, FileError> {
    let kind = fs::metadata(path).map_err(|error| FileError::of(path, error))?;
    if !kind.is_dir() {
        return Ok(Below { files: vec![path.to_owned()], unread: Vec::new() });
    }
    let mut found = Below::default();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        if let Err(error) = look_into(&folder, depth, &mut open, &mut found) {
            found.unread.push(FileError::of(&folder, error));
        }
    }
    found.files.sort_unstable();
    found.unread.sort_unstable_by(|one, other| one.file.cmp(&other.file));
    Ok(found)
}

fn look_into(folder: &Path, depth: usize, open: &mut Vec<(PathBuf, usize)>, found: &mut Below) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
        let (kind, path) = (entry.file_type()?, entry.path());
        if kind.is_dir() && !hidden {
            match depth < MAX_DEPTH {
                true => open.push((path, depth + 1)),
                false => {
                    let why = format!("it lies in more than {MAX_DEPTH} folders, and is not looked into");
                    found.unread.push(FileError { file: path.display().to_string(), why, disk: None });
                }
            }
        } else if Form::of_ending(&path).is_some() && (kind.is_file() || (kind.is_symlink() && path.is_file())) {
            found.files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_looked_for_in_every_folder_but_hidden_ones() {
        let home = tempfile::tempdir().unwrap();
        for file in ["b.MD", "a/c.json", "a/d.txt", ".git/e.md", "a/deep/f.markdown"] {
            fs::create_dir_all(home.path().join(file).parent().unwrap()).unwrap();
            fs::write(home.path().join(file), "").unwrap();
        }
        let deepest = home.path().join("d/".repeat(MAX_DEPTH));
        fs::create_dir_all(deepest.join("d")).unwrap();
        for folder in [&deepest, &deepest.join("d")] {
            fs::write(folder.join("g.md"), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.path(), home.path().join("a/again")).unwrap();
        let found = below(home.path()).unwrap();
        let [unread] = &found.unread[..] else { panic!("{found:?}") };
        assert!(unread.why.contains("more than 32 folders") && unread.file.ends_with("d/d"), "{unread}");
        let names: Vec<_> = found.files.iter().map(|path| path.strip_prefix(home.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a/c.json", "a/deep/f.markdown", "b.MD", &format!("{}g.md", "d/".repeat(MAX_DEPTH))]);
        assert_eq!(below(&home.path().join("a/d.txt")).unwrap().files.len(), 1);
        assert!(below(&home.path().join("nowhere")).is_err());
    }
}
