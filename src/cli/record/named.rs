//! The record that is named on the command line.

use std::path::{Path, PathBuf};

use crate::cli::report::Failure;
use crate::content::diagnostic::nearest;
use crate::store::records::{Held, RecordPlaces, find, read};

/// Reads the record of a path, or of a name among those that were given no file of their own.
///
/// # Errors
/// When there is none, or what is there is no record.
pub(super) fn open(named: &Path) -> Result<(PathBuf, Held), Failure> {
    let path = find(&RecordPlaces::from_environment(), named).map_err(|known| {
        let named = named.to_string_lossy();
        let near = nearest(&named, known.iter().map(String::as_str)).into_iter().map(str::to_owned).collect();
        Failure::Usage { code: "unknown-record", message: format!("there is no record `{named}`; `waypost record list` lists them"), near }
    })?;
    let held = read(&path)?;
    Ok((path, held))
}
