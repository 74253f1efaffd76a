//! Which record a name on the command line means.

use std::fs;
use std::path::{Path, PathBuf};

use super::places::RecordPlaces;
use crate::store::write::{folder_of, is_there};

/// The most names that are looked through for what may have been meant.
const MAX_NAMES: usize = 5_000;

/// The file of a record: the one of this path, or the one of this name, with its ending or without, among the records of our own folder.
///
/// # Errors
/// When there is none: what is there, as it would be typed.
pub fn find(places: &RecordPlaces, named: &Path) -> Result<PathBuf, Vec<String>> {
    if is_there(named) {
        return Ok(named.to_owned());
    }
    let is_bare = named.components().count() == 1 && named.file_name().is_some();
    if !is_bare {
        let near = names(folder_of(named)).map(|name| named.with_file_name(name).to_string_lossy().into_owned());
        return Err(near.collect());
    }
    let own = places.records();
    let typed = named.to_string_lossy();
    let candidates = ["", ".json", ".md"].map(|ending| Some(own.as_ref()?.join(format!("{typed}{ending}"))));
    if let Some(found) = candidates.into_iter().flatten().find(|path| path.is_file()) {
        return Ok(found);
    }
    let own = own.iter().flat_map(|folder| names(folder)).map(|name| name.trim_end_matches(".json").to_owned());
    Err(own.chain(names(Path::new("."))).collect())
}

/// The names in a folder that may be those of records.
fn names(folder: &Path) -> impl Iterator<Item = String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_NAMES);
    let names = files.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| !name.starts_with('.') && (name.ends_with(".json") || name.ends_with(".md")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_by_its_path_or_by_its_name() {
        let home = tempfile::tempdir().unwrap();
        let places = RecordPlaces::within(home.path().join("waypost"));
        let own = places.make_records().unwrap();
        for path in [own.join("a.json"), own.join("b.md"), home.path().join("c.json")] {
            fs::write(path, "").unwrap();
        }
        for (named, found) in [("a", "a.json"), ("a.json", "a.json"), ("b", "b.md"), ("b.md", "b.md")] {
            assert_eq!(find(&places, Path::new(named)), Ok(own.join(found)));
        }
        let beside = home.path().join("c.json");
        assert_eq!(find(&places, &beside), Ok(beside.clone()));
        assert_eq!(find(&places, &home.path().join("d.json")), Err(vec![beside.to_string_lossy().into_owned()]));
        let known = find(&places, Path::new("x")).unwrap_err();
        assert!(known.contains(&"a".to_owned()) && known.contains(&"b.md".to_owned()), "{known:?}");
        assert!(find(&places, Path::new("../records/a.jso")).is_err() && find(&places, Path::new("")).is_err());
    }
}
