//! A text lent to another program as a file, which is gone afterwards.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use tempfile::TempPath;

/// The most bytes that are taken back.
const MOST: u64 = 1024 * 1024;

/// Writes a text into a file of its own that only its owner can read, and which is removed with the path.
///
/// # Errors
///
/// When there is no room for it, or no folder for temporary files.
pub fn lend_file(text: &str) -> io::Result<TempPath> {
    // Editors know Markdown by its ending, and most end a last line that has no end.
    let mut file = tempfile::Builder::new().prefix("waypost-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    Ok(file.into_temp_path())
}

/// What the file holds by now: another one may have taken its place, as editors do. Bytes that are no text become stand-ins.
///
/// # Errors
///
/// When it cannot be read, or is very large.
pub fn take_back(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::other(format!("more than {MOST} bytes")));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
