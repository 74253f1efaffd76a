//! A sitting that is left, found again at home, taken up, and exported.

use std::fs;
use std::path::{Path, PathBuf};

use waypost::paper::record::find;

use super::Terminal;

/// A folder with a tree, a place for decisions, and a state folder that outlives each run.
struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().unwrap();
        for inner in [".waypost/trees", "docs/decisions"] {
            fs::create_dir_all(folder.path().join(inner)).unwrap();
        }
        let tree = waypost::authoring::template::template("queue", "Jobs").tree;
        fs::write(folder.path().join(".waypost/trees/queue.ron"), tree).unwrap();
        Folder { folder }
    }

    fn waypost(&self, arguments: &str) -> Terminal {
        let (path, program) = (self.folder.path().display(), env!("CARGO_BIN_EXE_waypost"));
        let shell = format!("cd {path}; XDG_STATE_HOME={path}/state exec {program} {arguments}");
        Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (100, 40))
    }

    /// The files of a folder, in order.
    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

#[test]
fn a_sitting_is_left_found_at_home_taken_up_and_exported() {
    let folder = Folder::new();
    let mut terminal = folder.waypost("queue");
    terminal.wait_for("question 1,");
    terminal.press("2");
    terminal.wait_for("question 2,");
    terminal.press("q");
    terminal.left_as_it_was();
    assert_eq!(folder.files("state/waypost/records").len(), 1);

    // It stands behind the first four trees.
    let mut terminal = folder.waypost("");
    terminal.wait_for("Recent records");
    terminal.wait_for("draft, open");
    terminal.press("jjjj\r");
    terminal.wait_for("question 2,");
    terminal.press("40\r");
    terminal.wait_for("question 3,");
    terminal.press("1\r");
    terminal.wait_for("decided");
    // At home it is the one at hand.
    terminal.press("H");
    terminal.wait_for("draft, decided");
    terminal.wait_for("at hand");
    terminal.press("\r");
    terminal.press("x");
    terminal.wait_for("docs/decisions/0001-");
    terminal.press("\x13");
    terminal.wait_for("written: docs/decisions/0001-");
    terminal.press("q");
    let (status, after) = terminal.left_as_it_was();
    assert!(status.success(), "{after:?}");
    let decisions = folder.files("docs/decisions");
    assert_eq!((decisions.len(), folder.files("state/waypost/records")), (1, Vec::new()));
    let text = fs::read_to_string(&decisions[0]).unwrap();
    assert_eq!(find(&text).len(), 1, "{text}");

    let mut terminal = folder.waypost("");
    terminal.wait_for("draft, decided");
    terminal.press("jjjjN");
    terminal.wait_for("nothing to keep of the one before");
    terminal.press("q");
    terminal.left_as_it_was();
}
