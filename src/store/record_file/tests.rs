//! Several that write one record, and disks that fail.

use std::fs;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::date;

use super::*;
use crate::paper::record::{FORMAT, Header, fenced};

/// A folder to work in, with places of its own.
struct Bench {
    home: tempfile::TempDir,
    places: RecordPlaces,
    pack: Pack,
}

impl Bench {
    fn new() -> Bench {
        let home = tempfile::tempdir().unwrap();
        let places = RecordPlaces::within(home.path().join("state"));
        Bench { home, places, pack: Pack::open(Vec::new()) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn blank(&self, name: &str) -> RecordFile {
        RecordFile::blank(&self.places, &self.path(name))
    }

    fn open(&self, name: &str) -> RecordFile {
        RecordFile::open(&self.places, &self.path(name)).unwrap().0
    }

    /// Saves a record of this title; where it lies then, and `!` before it when it was put beside another.
    fn save(&self, file: &mut RecordFile, title: &str) -> String {
        match file.save(&self.pack, &titled(title)) {
            Ok(saved) => {
                let name = saved.path.file_name().unwrap().to_str().unwrap();
                format!("{}{name}", if saved.beside { "!" } else { "" })
            }
            Err(error) => format!("error: {}", error.to_string().replace(self.home.path().to_str().unwrap(), "")),
        }
    }

    /// Which record lies there, by its title.
    fn title(&self, name: &str) -> String {
        RecordFile::open(&self.places, &self.path(name)).unwrap().1.header.title
    }

    /// The files of the folder, in the order of their names.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.home.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.filter(|name| name != "state").collect();
        names.sort();
        names
    }
}

fn titled(title: &str) -> Record {
    let header = Header { title: title.to_owned(), made: Some(date(2026, 11, 22)), ..Header::default() };
    Record { header, ..Record::default() }
}

#[test]
fn a_record_is_made_with_its_first_save_and_read_again() {
    for name in ["a.json", "a.md"] {
        let bench = Bench::new();
        let mut file = bench.blank(name);
        assert!(bench.files().is_empty());
        assert_eq!(bench.save(&mut file, "one"), name);
        assert_eq!(bench.save(&mut file, "two"), name);
        assert_eq!(bench.title(name), "two");
        assert_eq!(bench.files(), [name]);
        // Nothing is written that is there already.
        let before = stamp(&bench.path(name));
        assert_eq!(bench.save(&mut file, "two"), name);
        assert_eq!(bench.save(&mut bench.open(name), "two"), name);
        assert_eq!(stamp(&bench.path(name)), before);
        // What was deleted is written again.
        fs::remove_file(bench.path(name)).unwrap();
        assert_eq!(bench.save(&mut file, "three"), name);
        assert_eq!(bench.title(name), "three");
    }
}

#[test]
fn a_record_without_a_name_is_called_after_its_day_and_tree() {
    let bench = Bench::new();
    let names = ["2026-11-22-scaling.json", "2026-11-22-scaling-2.json", "2026-11-22-scaling-3.json"];
    for name in names {
        let mut file = RecordFile::unnamed(&bench.places, "scaling");
        assert_eq!((file.path().is_none(), file.hold()), (true, Holding::Unknown));
        assert_eq!(bench.save(&mut file, name), name);
        assert_eq!(bench.save(&mut file, "again"), name);
        assert_eq!(file.hold(), Holding::Here);
    }
    let mut file = RecordFile::unnamed(&bench.places, "../../etc/passwd");
    assert_eq!(bench.save(&mut file, "x"), "2026-11-22-etcpasswd.json");
    assert!(bench.files().is_empty());
}

#[test]
fn what_another_has_written_is_left_alone() {
    for ending in ["json", "md"] {
        let bench = Bench::new();
        let (name, second) = (format!("a.{ending}"), format!("a-2.{ending}"));
        let mut one = bench.blank(&name);
        assert_eq!(bench.save(&mut one, "start"), name);
        let mut other = bench.open(&name);
        assert_eq!((one.hold(), other.hold()), (Holding::Here, Holding::Elsewhere));
        assert_eq!(bench.save(&mut one, "one"), name);
        assert_eq!(bench.save(&mut other, "other"), format!("!{second}"));
        assert_eq!((other.hold(), one.hold()), (Holding::Here, Holding::Here));
        // Both go on, each in its own.
        assert_eq!(bench.save(&mut one, "one more"), name);
        assert_eq!(bench.save(&mut other, "other more"), second);
        assert_eq!((bench.title(&name), bench.title(&second)), ("one more".to_owned(), "other more".to_owned()));
        // One that was to be new finds another there, and the next free name.
        let mut late = bench.blank(&name);
        assert_eq!(bench.save(&mut late, "late"), format!("!a-3.{ending}"));
        // Who has the same to say has no quarrel.
        let (mut this, mut that) = (bench.open(&name), bench.open(&name));
        assert_eq!((bench.save(&mut this, "same"), bench.save(&mut that, "same")), (name.clone(), name.clone()));
        assert_eq!(bench.save(&mut that, "that"), name);
        assert_eq!(bench.save(&mut this, "this"), format!("!a-4.{ending}"));
    }
}

#[test]
fn prose_around_a_record_is_nobodys_quarrel() {
    let bench = Bench::new();
    fs::write(bench.path("a.md"), format!("# Mine\n\n{}\n\nBelow.\n", fenced(&write(&titled("start"))))).unwrap();
    let mut file = bench.open("a.md");
    let text = fs::read_to_string(bench.path("a.md")).unwrap().replace("Below.", "Below, and more.");
    fs::write(bench.path("a.md"), &text).unwrap();
    assert_eq!(file.changed_elsewhere(), None);
    assert_eq!(bench.save(&mut file, "next"), "a.md");
    let text = fs::read_to_string(bench.path("a.md")).unwrap();
    assert!(text.contains("Below, and more.") && text.contains("\"next\""), "{text}");
    // Beside another, too.
    fs::write(bench.path("a.md"), text.replace("\"status\": \"draft\"", "\"status\": \"accepted\"")).unwrap();
    assert_eq!(bench.save(&mut file, "mine"), "!a-2.md");
    assert!(fs::read_to_string(bench.path("a-2.md")).unwrap().contains("Below, and more."));
}

#[test]
fn what_others_wrote_is_told_once_and_taken_in() {
    let bench = Bench::new();
    let (mut one, mut other) = (bench.blank("a.json"), bench.blank("a.json"));
    bench.save(&mut one, "start");
    // Whoever has a blank one is told what the other one has begun.
    let begun = other.changed_elsewhere().map(|record| record.header.title);
    assert_eq!((one.changed_elsewhere(), begun.as_deref(), other.changed_elsewhere()), (None, Some("start"), None));
    other = bench.open("a.json");
    bench.save(&mut other, "theirs");
    let told = one.changed_elsewhere().unwrap();
    assert_eq!((told.header.title.as_str(), one.changed_elsewhere()), ("theirs", None));
    // Not taken in: it is another one.
    let mut stubborn = bench.blank("b.json");
    bench.save(&mut stubborn, "start");
    bench.save(&mut bench.open("b.json"), "theirs");
    assert!(stubborn.changed_elsewhere().is_some());
    assert_eq!(bench.save(&mut stubborn, "mine"), "!b-2.json");
    // Taken in: it is the one that is worked on, unless yet another came.
    one.taken_in(&titled("something else"));
    bench.save(&mut other, "theirs again");
    one.taken_in(&told);
    let told = one.changed_elsewhere().unwrap();
    one.taken_in(&told);
    assert_eq!((one.changed_elsewhere(), bench.save(&mut one, "mine")), (None, "a.json".to_owned()));
    // Written otherwise, it is the same record.
    let text = fs::read_to_string(bench.path("a.json")).unwrap();
    fs::write(bench.path("a.json"), text.replace('\n', "\r\n")).unwrap();
    assert_eq!(one.changed_elsewhere(), None);
    // One that is being written tells nothing yet.
    fs::write(bench.path("a.json"), "{").unwrap();
    assert_eq!(one.changed_elsewhere(), None);
}

#[test]
fn what_cannot_be_read_is_never_written_to() {
    let newer = format!("{{\"format\": {}, \"answers\": []}}", FORMAT + 1);
    let huge = format!("{{\"format\": 1, \"title\": \"{}\"}}", "x".repeat(MAX_FILE));
    let texts = ["", "{", "[]", "null", "{\"format\": 1, \"answers\": 3}", "{\"format\":1,\"title\":\"\u{1b}[2J\"}", &newer, &huge];
    for text in texts {
        let bench = Bench::new();
        let mut file = bench.blank("a.json");
        bench.save(&mut file, "mine");
        fs::write(bench.path("a.json"), text).unwrap();
        assert!(RecordFile::open(&bench.places, &bench.path("a.json")).is_err());
        assert_eq!(bench.save(&mut file, "more"), "!a-2.json");
        assert_eq!(bench.save(&mut bench.blank("a.json"), "blank"), "!a-3.json");
        assert_eq!(fs::read_to_string(bench.path("a.json")).unwrap(), text);
    }
    let bench = Bench::new();
    fs::write(bench.path("a.md"), "# No record\n").unwrap();
    assert!(matches!(RecordFile::open(&bench.places, &bench.path("a.md")), Err(Unopened::NoRecord(_))));
    fs::write(bench.path("b.json"), "{\n  \"format\": 1,\n  \"made\": \"soon\"\n}").unwrap();
    let error = RecordFile::open(&bench.places, &bench.path("b.json")).unwrap_err().to_string();
    assert!(error.contains("b.json:3:"), "{error}");
    // What could not be read again is not written at all.
    let mut file = bench.blank("c.json");
    assert!(bench.save(&mut file, "a\u{1b}[2Jb").starts_with("error: /c.json: it could not be read again: the character U+001B"));
    assert_eq!(bench.files(), ["a.md", "b.json"]);
}

#[cfg(unix)]
#[test]
fn links_are_kept_and_what_is_no_file_is_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let bench = Bench::new();
    fs::create_dir(bench.path("in")).unwrap();
    symlink("in/a.json", bench.path("link.json")).unwrap();
    // A link that leads nowhere is somebody's.
    assert_eq!(bench.save(&mut bench.blank("link.json"), "x"), "!link-2.json");
    bench.save(&mut bench.blank("in/a.json"), "start");
    fs::set_permissions(bench.path("in/a.json"), fs::Permissions::from_mode(0o640)).unwrap();
    let (mut file, mut other) = (bench.open("link.json"), bench.open("in/../in/a.json"));
    assert_eq!((file.hold(), other.hold()), (Holding::Here, Holding::Elsewhere));
    assert_eq!(bench.save(&mut file, "through"), "link.json");
    assert!(bench.path("link.json").is_symlink());
    assert_eq!(fs::metadata(bench.path("in/a.json")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(bench.title("in/a.json"), "through");
    // A loop, a folder, a way up, a device: refused, in words and at once.
    symlink("loop.json", bench.path("loop.json")).unwrap();
    for path in ["loop.json", "in", "in/..", "in/a.json/b.json"] {
        assert!(RecordFile::open(&bench.places, &bench.path(path)).is_err());
    }
    assert!(matches!(RecordFile::open(&bench.places, Path::new("/dev/zero")), Err(Unopened::File(_))));
    assert_eq!(bench.save(&mut bench.blank("in"), "x"), "error: /in: it is not a plain file");
    assert_eq!(bench.save(&mut bench.blank("in/.."), "x"), "error: /in/..: it is not a plain file");
    assert!(bench.save(&mut bench.blank("in/a.json/b.json"), "x").ends_with("in/a.json is not a folder"));
    assert_eq!(fs::read_dir(bench.path("in")).unwrap().count(), 1);
}

#[test]
fn a_disk_that_fails_leaves_what_was_there() {
    let bench = Bench::new();
    let mut file = bench.blank("in/a.json");
    bench.save(&mut file, "start");
    // It may not be written.
    let rights = fs::metadata(bench.path("in/a.json")).unwrap().permissions();
    let mut readonly = rights.clone();
    readonly.set_readonly(true);
    fs::set_permissions(bench.path("in/a.json"), readonly).unwrap();
    assert_eq!(bench.save(&mut file, "more"), "error: /in/a.json: it may not be written");
    assert_eq!((bench.title("in/a.json"), fs::read_dir(bench.path("in")).unwrap().count()), ("start".to_owned(), 1));
    fs::set_permissions(bench.path("in/a.json"), rights).unwrap();
    // And goes on when it is mended.
    assert_eq!(bench.save(&mut file, "more"), "a.json");
    // The folder is gone, and comes back.
    fs::rename(bench.path("in"), bench.path("away")).unwrap();
    assert_eq!(bench.save(&mut file, "lost"), "error: /in/a.json: the folder in which it was is gone");
    assert_eq!(bench.files(), ["away"]);
    fs::rename(bench.path("away"), bench.path("in")).unwrap();
    assert_eq!(bench.save(&mut file, "found"), "a.json");
    // No folder for states, and no locks: it works all the same.
    fs::write(bench.path("plain"), "").unwrap();
    let nowhere = RecordPlaces::within(bench.path("plain/within"));
    let mut file = RecordFile::blank(&nowhere, &bench.path("b.json"));
    assert_eq!((file.hold(), bench.save(&mut file, "x")), (Holding::Unknown, "b.json".to_owned()));
    assert!(bench.save(&mut RecordFile::unnamed(&nowhere, "scaling"), "x").starts_with("error: the folder for records: "));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let mut file = bench.blank("in/a.json");
    bench.save(&mut file, "start");
    fs::set_permissions(bench.path("in"), fs::Permissions::from_mode(0o500)).unwrap();
    let binds = fs::write(bench.path("in/probe"), "").is_err();
    let said = bench.save(&mut file, "more");
    fs::set_permissions(bench.path("in"), fs::Permissions::from_mode(0o700)).unwrap();
    // Rights do not bind everybody.
    if binds {
        assert!(said.starts_with("error: /in/a.json: "), "{said}");
        assert_eq!((bench.title("in/a.json"), fs::read_dir(bench.path("in")).unwrap().count()), ("start".to_owned(), 1));
    }
}

#[test]
fn many_at_once_lose_nothing_and_leave_nothing_half() {
    const WRITERS: usize = 8;
    const ROUNDS: usize = 12;
    let bench = Bench::new();
    bench.save(&mut bench.blank("a.json"), "start");
    let (barrier, done) = (Barrier::new(WRITERS), AtomicBool::new(false));
    let work = |writer: usize| {
        let mut file = bench.open("a.json");
        barrier.wait();
        for round in 0..ROUNDS {
            bench.save(&mut file, &format!("{writer}-{round}"));
        }
        (file.path().unwrap().to_owned(), format!("{writer}-{}", ROUNDS - 1))
    };
    let work = &work;
    let last: Vec<(PathBuf, String)> = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut looks = 0_usize;
            // Once more at the end, so that it looked at all.
            loop {
                let is_last = done.load(Ordering::Relaxed);
                // At no moment is it missing, or half of one.
                RecordFile::open(&bench.places, &bench.path("a.json")).unwrap();
                looks += 1;
                if is_last {
                    return looks;
                }
            }
        });
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || work(writer))).collect();
        let last = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
        last
    });
    for (path, title) in last {
        assert_eq!(RecordFile::open(&bench.places, &path).unwrap().1.header.title, title);
    }
    assert_eq!(bench.files().len(), WRITERS);
    assert!(bench.files().iter().all(|name| !name.starts_with('.')));
}
