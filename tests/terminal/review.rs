//! A design review from a blank record to a decision in a repository, and what becomes of it when the tree changes; and two who work on
//! one record.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rustix::process::Signal;
use waypost::content::diagnostic::Span;
use waypost::paper::record::{Record, Status, find, read};

use super::Terminal;

const PROGRAM: &str = env!("CARGO_BIN_EXE_waypost");

/// A repository of its own, with a pack in which there is the tree to begin with.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Repository {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".waypost/trees")).unwrap();
        let tree = waypost::authoring::template::template("queue", "Jobs").tree;
        fs::write(folder.path().join(".waypost/trees/queue.ron"), tree).unwrap();
        fs::create_dir_all(folder.path().join("docs/decisions")).unwrap();
        Repository { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn waypost(&self, arguments: &str) -> Terminal {
        let shell = format!("cd {}; exec {PROGRAM} {arguments}", self.path().display());
        Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (100, 30))
    }

    /// A command that is no screen: its exit code and what it printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(PROGRAM);
        let Output { status, stdout, .. } = command.args(arguments).current_dir(self.path()).env("HOME", self.path()).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap())
    }

    /// `git`, where there is one: the review needs none.
    fn git(&self, arguments: &[&str]) {
        let _ = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(arguments)
            .current_dir(self.path())
            .output();
    }

    fn record(&self, file: &str) -> Record {
        let text = fs::read_to_string(self.path().join(file)).unwrap();
        let place = find(&text).first().map_or(Span::new(0, text.len()), |found| found.json);
        let (record, faults) = read(&text, place);
        assert_eq!(faults, vec![], "{text}");
        record.unwrap()
    }
}

const CTRL_S: &str = "\x13";

#[test]
fn a_review_from_a_blank_record_to_a_decision_that_a_changed_tree_makes_stale() {
    let repository = Repository::new();
    repository.git(&["init", "--quiet"]);
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "The tree"]);
    let file = "docs/decisions/0001-jobs.md";

    let mut terminal = repository.waypost(&format!("--record {file} queue"));
    terminal.wait_for("Does somebody wait for the result?");
    terminal.wait_for("question 1,");
    // What the room says of the first answer, and the answer.
    terminal.press("n");
    terminal.wait_for("Dissent");
    terminal.press("The page says that a mail will come.");
    terminal.press(CTRL_S);
    terminal.wait_until("the form to close", |seen| !seen.screen.screen().contents().contains("Dissent"));
    terminal.press("2");
    terminal.wait_for("question 2,");
    terminal.press("40\r");
    terminal.wait_for("question 3,");
    terminal.press("1\r");
    terminal.wait_for("decided");
    // What it is about.
    terminal.press("s");
    terminal.wait_for("Participants");
    terminal.press("Mail behind the checkout");
    terminal.press("\t");
    // From draft to accepted.
    terminal.press("\x1b[C\x1b[C");
    terminal.press(CTRL_S);
    terminal.wait_until("the form to close", |seen| !seen.screen.screen().contents().contains("Participants"));
    terminal.press("o");
    terminal.wait_for("Mail behind the checkout");
    terminal.wait_for("The page says that a mail will come.");
    terminal.press("q");
    let (status, after) = terminal.left_as_it_was();
    assert!(status.success());
    assert!(after.contains(&format!("waypost {file}")), "{after:?}");

    let record = repository.record(file);
    assert_eq!((record.header.title.as_str(), record.header.status), ("Mail behind the checkout", Status::Accepted));
    assert_eq!(record.trees[0].outcome.as_deref(), Some("jobs-table"));
    assert_eq!(record.answers.len(), 3);
    let decision = fs::read_to_string(repository.path().join(file)).unwrap();
    assert!(decision.contains("# Mail behind the checkout\n"), "{decision}");
    assert!(decision.contains("The page says that a mail will come."), "{decision}");

    // People write into it; it holds, and is taken up again with what they wrote.
    fs::write(
        repository.path().join(file),
        decision.replacen("\n## More Information\n", "\n## What the pilot showed\n\nNothing yet.\n\n## More Information\n", 1),
    )
    .unwrap();
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "The decision"]);
    let (code, out) = repository.run(&["record", "check", "docs"]);
    assert_eq!((code, out.as_str()), (0, "1 of 1 records hold\n"));
    let mut terminal = repository.waypost(file);
    terminal.wait_for("Mail behind the checkout");
    terminal.press("s");
    terminal.wait_for("Participants");
    terminal.press(", by mail");
    terminal.press(CTRL_S);
    terminal.wait_for("Mail behind the checkout, by mail");
    terminal.press("q");
    terminal.left_as_it_was();
    let decision = fs::read_to_string(repository.path().join(file)).unwrap();
    assert!(decision.contains("## What the pilot showed\n\nNothing yet.\n"), "{decision}");
    assert!(decision.contains("# Mail behind the checkout, by mail\n"), "{decision}");

    // The tree learns that a table is bad at running jobs later.
    let tree = repository.path().join(".waypost/trees/queue.ron");
    let text = fs::read_to_string(&tree).unwrap();
    let changed = text.replace("Has(\"needs\", \"replay\")])", "Has(\"needs\", \"replay\"), Has(\"needs\", \"later\")])");
    assert_ne!(text, changed);
    fs::write(&tree, changed).unwrap();
    let (code, out) = repository.run(&["record", "check", "docs"]);
    assert_eq!(code, 1, "{out}");
    let line = decision.lines().position(|line| line.contains("\"id\": \"queue\"")).unwrap() + 1;
    assert!(out.starts_with(&format!("{file}:{line}:")), "{out}");
    assert!(out.contains("jobs-table") || out.contains("table"), "{out}");
    assert!(out.contains("broker"), "{out}");
    assert!(out.ends_with("0 of 1 records hold\n"), "{out}");
    let (_, github) = repository.run(&["record", "check", "docs", "--format", "github"]);
    assert!(github.starts_with(&format!("::error file={file},line={line},")), "{github}");
}

#[test]
fn two_who_work_on_one_record_see_each_other_and_overwrite_nothing() {
    let repository = Repository::new();
    let mut one = repository.waypost("--record shared.json queue");
    one.wait_for("question 1,");
    one.press("2");
    one.wait_for("question 2,");
    one.wait_until("it to be saved", |seen| !seen.screen.screen().contents().contains("saving"));
    let mut other = repository.waypost("shared.json");
    // Its locks lie in a home of its own here: it learns of the first one by what that writes.
    other.wait_for("question 2,");
    one.press("40\r");
    one.wait_for("question 3,");
    other.wait_for("question 3,");
    // Both answer what the other one has not seen.
    other.signal(Signal::STOP);
    one.press("1\r");
    one.wait_for("decided");
    one.wait_until("it to be saved", |seen| !seen.screen.screen().contents().contains("saving"));
    other.press("2\r");
    other.signal(Signal::CONT);
    other.wait_for("decided");
    one.press("q");
    other.press("q");
    one.left_as_it_was();
    other.left_as_it_was();
    let answer = |record: &Record| format!("{:?}", record.answers.iter().find(|answer| answer.question == "needs").unwrap().answer);
    let shared = answer(&repository.record("shared.json"));
    match repository.path().join("shared-2.json").exists() {
        true => {
            assert!(shared.contains("later"), "{shared}");
            assert!(answer(&repository.record("shared-2.json")).contains("fan-out"));
        }
        // It had taken in what the first one wrote before it was asked to tick.
        false => assert!(shared.contains("later") || shared.contains("fan-out"), "{shared}"),
    }
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_last_complete_record() {
    let repository = Repository::new();
    // The limit on the size of files stands for a full disk: the system refuses what goes beyond it.
    let shell = format!("cd {}; trap '' XFSZ; ulimit -f 4; exec {PROGRAM} --record full.json queue", repository.path().display());
    let mut terminal = Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (100, 30));
    terminal.wait_for("question 1,");
    terminal.press("2");
    terminal.wait_for("question 2,");
    terminal.wait_until("it to be saved", |seen| !seen.screen.screen().contents().contains("saving"));
    let before = fs::read_to_string(repository.path().join("full.json")).unwrap();
    terminal.press("n");
    terminal.wait_for("Dissent");
    terminal.press(&format!("\x1b[200~{}\x1b[201~", "Far more than fits. ".repeat(400)));
    terminal.press(CTRL_S);
    terminal.wait_for("! not saved");
    terminal.press("40\r");
    terminal.wait_for("question 3,");
    terminal.wait_for("! not saved");
    terminal.press("q");
    let (_, after) = terminal.left_as_it_was();
    assert_eq!(fs::read_to_string(repository.path().join("full.json")).unwrap(), before);
    assert_eq!(repository.record("full.json").answers.len(), 1);
    // What is not on the disk is told in a form that leads back to it.
    assert!(after.contains("waypost queue -a waits=no -a jobs.longest-run=40"), "{after:?}");
    let left: Vec<_> = fs::read_dir(repository.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!left.iter().any(|name| name.starts_with(".waypost-")), "{left:?}");
}
