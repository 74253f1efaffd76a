//! Writes files: whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How the names of temporary files begin.
pub(super) const PREFIX: &str = ".waypost-";

/// A file that was not written, and why.
#[derive(Debug)]
pub struct Unwritten {
    /// The file.
    pub path: PathBuf,
    /// [`io::ErrorKind::AlreadyExists`] when there is a file of that name, and whatever the disk says.
    pub error: io::Error,
}

/// Writes files that are not there yet, with the folders above them: all of them, or none.
///
/// Each text goes into a temporary file beside its place, which is synced; only when all of them lie there are they given their
/// names, so that nobody ever reads half of one, and a file that has come there meanwhile stays.
///
/// # Errors
/// The first file that could not be written. None of them is there then, nor a folder that was made for them.
pub fn write_new(files: &[(&Path, &str)]) -> Result<(), Unwritten> {
    let (mut folders, mut named) = (Vec::new(), Vec::new());
    let written = write_all(files, &mut folders, &mut named);
    if written.is_err() {
        // What cannot be taken back stays: the failure that is told of is the first one.
        named.iter().for_each(|path| drop(fs::remove_file(path)));
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    written
}

/// The same, leaving what was made: the folders, each behind the one that it lies in, and the files.
fn write_all<'a>(files: &[(&'a Path, &str)], folders: &mut Vec<PathBuf>, named: &mut Vec<&'a Path>) -> Result<(), Unwritten> {
    let unwritten = |path: &Path| {
        let path = path.to_owned();
        |error| Unwritten { path, error }
    };
    let mut prepared = Vec::new();
    for (path, text) in files {
        prepared.push((*path, prepare(path, text, folders).map_err(unwritten(path))?));
    }
    for (path, file) in prepared {
        file.persist_noclobber(path).map_err(|error| unwritten(path)(error.error))?;
        named.push(path);
        sync_folder(folder_of(path)).map_err(unwritten(path))?;
    }
    Ok(())
}

/// A text in a temporary file beside its place.
fn prepare(path: &Path, text: &str, folders: &mut Vec<PathBuf>) -> io::Result<tempfile::NamedTempFile> {
    if is_there(path) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    make_folder(folder_of(path), folders)?;
    let mut file = temporary(folder_of(path))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The folder of a file; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder with those above it, and tells which were made.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !is_there(folder)).collect();
    let lowest = missing.last().map_or(Some(folder), |highest| highest.parent()).filter(|folder| !folder.as_os_str().is_empty());
    if let Some(lowest) = lowest.filter(|folder| !folder.is_dir()) {
        let file = lowest.ancestors().find(|folder| is_there(folder)).unwrap_or(lowest);
        return Err(io::Error::new(io::ErrorKind::NotADirectory, format!("{} is not a folder", file.display())));
    }
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // Somebody else was faster.
            Err(_) if folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Writes a file in the place of one that is there, which keeps its rights and owner. Through a link, the file that it leads to.
///
/// # Errors
/// When it may not be written, has a second name (which would go on leading to the old text), or belongs to somebody else and cannot
/// be left to them; and whatever the disk says. The file is as it was then.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_if(path, text, || true).map(drop)
}

/// The same when, with the text on the disk and but for its name in place, `still` says that it is still right; tells whether it was.
///
/// # Errors
/// As [`replace`].
pub fn replace_if(path: &Path, text: &str, still: impl FnOnce() -> bool) -> io::Result<bool> {
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let was = fs::metadata(&path)?;
    let rights = was.permissions();
    if rights.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it may not be written"));
    }
    let mut file = temporary(folder)?;
    // Before the text, which may be for few eyes.
    file.as_file().set_permissions(rights)?;
    keep_owner(&was, file.as_file())?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if !still() {
        return Ok(false);
    }
    file.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(true)
}

/// Whether a name is taken, by a link that leads nowhere too.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether it is a plain file, or a link: to one, or to nowhere. Folders, pipes and devices are not.
pub(super) fn is_plain(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(data) => data.is_file(),
        Err(_) => path.is_symlink(),
    }
}

#[cfg(unix)]
fn keep_owner(was: &fs::Metadata, file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    if was.nlink() > 1 {
        return Err(io::Error::other("it has a second name, which would keep the old text"));
    }
    let is = file.metadata()?;
    if (was.uid(), was.gid()) == (is.uid(), is.gid()) { Ok(()) } else { fchown(file, Some(was.uid()), Some(was.gid())) }
}

#[cfg(not(unix))]
fn keep_owner(_was: &fs::Metadata, _file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// A file that others may read, as far as the user lets them; temporary ones are private otherwise.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// A name is on the disk once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Other systems do not open folders as files.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once_and_never_over_another() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b/c.ron");
        write_new(&[(&path, "one")]).unwrap();
        assert!(is_there(&path));
        assert_eq!(write_new(&[(&path, "two")]).unwrap_err().error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        // Nothing is left beside it.
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write_new(&[(&path.join("d.ron"), "three")]).is_err());
    }

    #[test]
    fn of_several_files_all_are_written_or_none() {
        let home = tempfile::tempdir().unwrap();
        let (tree, scenario) = (home.path().join("trees/a.ron"), home.path().join("assets/scenarios/a.ron"));
        fs::create_dir(home.path().join("assets")).unwrap();
        fs::write(home.path().join("assets/scenarios"), "a file").unwrap();
        let Unwritten { path, error } = write_new(&[(&tree, "tree"), (&scenario, "scenario")]).unwrap_err();
        assert_eq!((path, error.kind()), (scenario.clone(), io::ErrorKind::NotADirectory));
        let not_a_folder = format!("{} is not a folder", home.path().join("assets/scenarios").display());
        assert_eq!(error.to_string(), not_a_folder);
        let left: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["assets"]);
        // One that is there stops the others too, and so does one that is named twice.
        fs::remove_file(home.path().join("assets/scenarios")).unwrap();
        assert!(write_new(&[(&tree, "one"), (&tree, "two")]).is_err());
        assert!(!is_there(&tree) && is_there(&home.path().join("assets")));
        write_new(&[(&tree, "tree"), (&scenario, "scenario")]).unwrap();
        assert_eq!(fs::read_to_string(&scenario).unwrap(), "scenario");
    }

    #[test]
    fn a_file_is_replaced_where_it_lies() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.ron");
        assert!(replace(&path, "nothing there").is_err());
        fs::write(&path, "one").unwrap();
        #[cfg(unix)]
        {
            let link = home.path().join("link.ron");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            replace(&link, "two").unwrap();
            assert!(link.is_symlink());
            fs::hard_link(&path, home.path().join("second.ron")).unwrap();
            assert!(replace(&path, "three").unwrap_err().to_string().contains("second name"));
            fs::remove_file(home.path().join("second.ron")).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        }
        replace(&path, "three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
    }
}
