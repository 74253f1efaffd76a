//! The records that were worked on last: those in our own folder, and those elsewhere, of which a list is kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::places::{RecordPlaces, real};
use super::reading::read;
use crate::paper::record::Record;
use crate::store::lock;
use crate::store::named;
use crate::store::write::{is_there, replace, write_new};

/// The most records elsewhere that the list holds.
const MAX_LISTED: usize = 200;
/// The most files of our own folder that are looked at.
const MAX_LOOKED_AT: usize = 20_000;
/// How long to wait while somebody else writes the list.
const PATIENCE: Duration = Duration::from_millis(500);

/// A record that was worked on.
#[derive(Debug)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// When the file was changed last, by the clock of this place.
    pub changed: DateTime,
    /// What it holds, or why it gives nothing, in a line.
    pub record: Result<Record, String>,
}

/// The list of records elsewhere, the one that was opened last first.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Index {
    /// The version of the form. 1: the first.
    format: u32,
    paths: Vec<PathBuf>,
}

/// The `n` records that were changed last, the last one first. Files that are gone are left out.
///
/// Costs a look at each file that may be one of them, and reads `n`.
pub fn recent(places: &RecordPlaces, n: usize) -> Vec<Recent> {
    let own = places.records();
    let files = own.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten().take(MAX_LOOKED_AT);
    let named = files.map(|entry| entry.path()).filter(|path| {
        let is_hidden = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'));
        !is_hidden && path.extension().is_some_and(|ending| ending == "json" || ending == "md")
    });
    let elsewhere = index(places).into_iter().filter(|path| own.as_deref() != path.parent());
    let mut found: Vec<(SystemTime, PathBuf)> = named.chain(elsewhere).filter_map(|path| Some((changed(&path)?, path))).collect();
    // Those of one moment in the order of their names, so that a list does not change by itself.
    found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found.dedup_by(|one, other| one.1 == other.1);
    let read = |(at, path): (SystemTime, PathBuf)| {
        let at = Timestamp::try_from(at).unwrap_or(Timestamp::UNIX_EPOCH);
        let record = read(&path).map(|held| held.record).map_err(|why| why.to_string());
        Recent { changed: TimeZone::system().to_datetime(at), record, path }
    };
    found.into_iter().take(n).map(read).collect()
}

/// Puts a record into the list of those elsewhere, unless it lies in our own folder. The list is a convenience: when it cannot be
/// written, there is nothing to be told.
pub fn remember(places: &RecordPlaces, path: &Path) {
    let path = real(path);
    let Some(list) = places.index().filter(|_| places.records().is_none_or(|own| Some(real(&own).as_path()) != path.parent())) else {
        return;
    };
    let Ok(_lock) = places.lock_file("recent.lock").map_err(lock::Unlocked::from).and_then(|file| lock::wait(&file, PATIENCE)) else {
        return;
    };
    let mut paths = index(places);
    if paths.first() == Some(&path) {
        return;
    }
    paths.retain(|known| *known != path);
    paths.insert(0, path);
    paths.truncate(MAX_LISTED);
    // A name that is no text cannot be listed, and the list stays as it is.
    let Ok(text) = serde_json::to_string_pretty(&Index { format: 1, paths }) else { return };
    let _ = match is_there(&list) {
        true => replace(&list, &text),
        false => write_new(&[(&list, &text)]).map_err(|unwritten| unwritten.error),
    };
}

/// The files in the list; none when it is not there, or is no list.
fn index(places: &RecordPlaces) -> Vec<PathBuf> {
    let text = places.index().and_then(|list| named::read(&list).ok());
    let index: Index = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    index.paths.into_iter().filter(|path| path.is_absolute()).take(MAX_LISTED).collect()
}

/// When a plain file was changed.
fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::record::{Header, write};

    fn titled(title: &str) -> String {
        write(&Record { header: Header { title: title.to_owned(), ..Header::default() }, ..Record::default() })
    }

    /// A file that was changed so many seconds after some moment.
    fn put(path: &Path, text: &str, second: u64) {
        fs::write(path, text).unwrap();
        fs::File::options().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
    }

    /// The titles of the records that were changed last, and `!` for what gives none.
    #[track_caller]
    fn check(places: &RecordPlaces, n: usize, expected: &[&str]) {
        let found = recent(places, n).into_iter().map(|recent| recent.record.map_or("!".to_owned(), |record| record.header.title));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_was_changed_last_comes_first_wherever_it_lies() {
        let home = tempfile::tempdir().unwrap();
        let places = RecordPlaces::within(home.path().join("waypost"));
        check(&places, 9, &[]);
        let own = places.make_records().unwrap();
        let (one, two, three) = (own.join("1.json"), home.path().join("2.json"), home.path().join("3.md"));
        put(&one, &titled("one"), 10);
        put(&two, &titled("two"), 30);
        put(&three, &format!("# A\n\n{}\n", crate::paper::record::fenced(&titled("three"))), 20);
        check(&places, 9, &["one"]);
        for path in [&two, &three, &two, &one] {
            remember(&places, path);
        }
        check(&places, 9, &["two", "three", "one"]);
        check(&places, 1, &["two"]);
        put(&own.join("broken.json"), "{", 40);
        put(&own.join(".waypost-left"), "{", 50);
        fs::create_dir(own.join("folder.json")).unwrap();
        fs::remove_file(&two).unwrap();
        check(&places, 9, &["!", "three", "one"]);
        let [broken, ..] = &recent(&places, 1)[..] else { panic!("nothing is listed") };
        assert!(broken.record.as_ref().unwrap_err().contains("broken.json:1:"), "{broken:?}");
    }

    #[test]
    fn a_list_that_is_broken_is_made_anew() {
        let home = tempfile::tempdir().unwrap();
        let places = RecordPlaces::within(home.path().join("waypost"));
        places.make_records().unwrap();
        let (list, path) = (home.path().join("waypost/recent.json"), home.path().join("a.json"));
        put(&path, &titled("a"), 1);
        for broken in ["", "{\"paths\": 1}", "[[[[", "{\"format\":1,\"paths\":[\"relative.json\",\"/no/such/file.json\"]}"] {
            fs::write(&list, broken).unwrap();
            check(&places, 9, &[]);
            remember(&places, &path);
            check(&places, 9, &["a"]);
        }
        let text = fs::read_to_string(&list).unwrap();
        remember(&places, &path);
        assert_eq!(fs::read_to_string(&list).unwrap(), text);
    }
}
