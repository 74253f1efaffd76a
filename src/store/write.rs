//! Writes files: whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file that is not there yet, with the folders above it.
///
/// The text goes into a temporary file beside it, which is synced and then given its name, so that nobody ever reads half of it,
/// and a file that has come there meanwhile stays.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when there is a file of that name, and whatever the disk says.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Writes a file in the place of one that is there, which keeps its rights and owner. Through a link, the file that it leads to.
///
/// # Errors
/// When it may not be written, has a second name (which would go on leading to the old text), or belongs to somebody else and cannot
/// be left to them; and whatever the disk says. The file is as it was then.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
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
    file.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Whether a name is taken, by a link that leads nowhere too.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
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
    builder.prefix(".waypost-");
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
        write_new(&path, "one").unwrap();
        assert!(is_there(&path));
        assert_eq!(write_new(&path, "two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        // Nothing is left beside it.
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write_new(&path.join("d.ron"), "three").is_err());
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
