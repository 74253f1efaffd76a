//! The real program in a real pseudo-terminal: walks by keys, resizes, and a terminal that is left as it was however the
//! program ends. Time-outs are only there so that a failure ends; nothing depends on how fast the machine is.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use waypost::advice::walk::{Answer, Answers, End, Key, Value, route, spell};
use waypost::content::diagnostic::Span;
use waypost::content::pack::Pack;
use waypost::content::tree::Kind;
use waypost::paper::record::read;
use waypost::store::files::{PackPlaces, open_pack};

#[path = "terminal/kills.rs"]
mod kills;
#[path = "terminal/records.rs"]
mod records;
#[path = "terminal/reload.rs"]
mod reload;
#[path = "terminal/review.rs"]
mod review;

/// How long something may take before the test is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the terminal is told when the screens take it over, and when they give it back.
const TAKEN: [&str; 3] = ["\x1b[?1049h", "\x1b[?2004h", "\x1b[?1000h"];
const GIVEN_BACK: [&str; 4] = ["\x1b[?1049l", "\x1b[?2004l", "\x1b[?1000l", "\x1b[?25h"];

/// A program in a terminal of its own.
struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    settings_before: String,
    /// A home folder that nobody else's config lies in.
    home: tempfile::TempDir,
}

struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    ended: bool,
}

impl Terminal {
    fn waypost(arguments: &[&str], size: (u16, u16)) -> Terminal {
        Terminal::start(Path::new(env!("CARGO_BIN_EXE_waypost")), arguments, size)
    }

    fn start(program: &Path, arguments: &[&str], (columns, rows): (u16, u16)) -> Terminal {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
        let settings_before = settings(&*pair.master);
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("RUST_BACKTRACE", "0"), (IN_TERMINAL, "1")] {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);

        let seen = Arc::new((
            Mutex::new(Seen { screen: vt100::Parser::new(cells(rows), cells(columns), 0), bytes: Vec::new(), ended: false }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let for_reader = Arc::clone(&seen);
        std::thread::spawn(move || {
            let (seen, changed) = &*for_reader;
            let mut buffer = [0; 4096];
            loop {
                // The end of a pseudo-terminal is an error on Linux and an empty read elsewhere.
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = seen.lock().unwrap();
                seen.screen.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.ended = count == 0;
                changed.notify_all();
                if seen.ended {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Terminal { master: pair.master, writer, child, seen, settings_before, home }
    }

    fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("the screen to show {text:?}"), |seen| seen.screen.screen().contents().contains(text))
    }

    #[track_caller]
    fn wait_until(&self, what: &str, holds: impl Fn(&Seen) -> bool) -> String {
        let (seen, changed) = &*self.seen;
        let mut seen = seen.lock().unwrap();
        let begun = Instant::now();
        while !holds(&seen) {
            let screen = seen.screen.screen().contents();
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}; the screen shows\n{screen}");
            // Some of what is waited for makes no output, so that it is looked at again after a while in any case.
            seen = changed.wait_timeout(seen, Duration::from_millis(20)).unwrap().0;
        }
        seen.screen.screen().contents()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().try_into().unwrap()).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Whether the system has stopped the program since this was asked last, as a shell learns it.
    fn is_stopped(&self) -> bool {
        let told = waitpid(Some(self.pid()), WaitOptions::NOHANG | WaitOptions::UNTRACED).unwrap();
        told.is_some_and(|(_, status)| status.stopped())
    }

    fn resize(&self, (columns, rows): (u16, u16)) {
        self.seen.0.lock().unwrap().screen.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
    }

    /// Waits for the end of the program, and checks that it left the terminal as it was: by what it sent, and by the settings.
    #[track_caller]
    fn left_as_it_was(self) -> (ExitStatus, String) {
        let (status, after, _) = self.left_with_answers();
        (status, after)
    }

    /// The same, with the answers of the records in its own home, as `tree/question=answer`.
    #[track_caller]
    fn left_with_answers(mut self) -> (ExitStatus, String, Vec<String>) {
        let status = self.child.wait().unwrap();
        assert_eq!(settings(&*self.master), self.settings_before);
        self.wait_until("the end of the output", |seen| seen.ended);
        let seen = self.seen.0.lock().unwrap();
        let sent = String::from_utf8_lossy(&seen.bytes).into_owned();
        for sequence in TAKEN {
            assert!(sent.contains(sequence), "{sequence:?} was never sent");
        }
        for sequence in GIVEN_BACK {
            let (given_back, taken) = (sent.rfind(sequence), sent.rfind(TAKEN[0]));
            assert!(given_back > taken, "{sequence:?} was not sent at the end of {sent:?}");
        }
        assert!(!seen.screen.screen().alternate_screen() && !seen.screen.screen().hide_cursor());
        let after = sent[sent.rfind(GIVEN_BACK[0]).unwrap()..].to_owned();
        (status, after, answers_kept(self.home.path()))
    }
}

/// The answers of the records below a home, as `tree/question=answer`; those that are assumed with a `?` in place of the value.
fn answers_kept(home: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(home.join(".local/state/waypost/records")) else { return Vec::new() };
    let mut answers: Vec<String> = entries
        .flat_map(|entry| {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let (record, faults) = read(&text, Span::new(0, text.len()));
            assert_eq!(faults, vec![]);
            record.unwrap().answers
        })
        .map(|recorded| {
            let value = match &recorded.answer {
                Answer::Given(value) => format!("={}", spell(value)),
                Answer::Unsure => "?".to_owned(),
            };
            format!("{}/{}{value}", recorded.tree, recorded.question)
        })
        .collect();
    answers.sort_unstable();
    answers
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// The settings of the terminal's line discipline.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn built_in() -> Pack {
    open_pack(&PackPlaces::default()).unwrap()
}

/// Walks a tree by keys: the given answers by the number of their option, everything else "not sure"; checks the outcome.
#[track_caller]
fn check(pack: &Pack, tree: &str, given: &[(&str, &str)], outcome: &str) {
    let mut terminal = Terminal::waypost(&[tree], (100, 30));
    let tree = pack.tree(tree).unwrap();
    let mut answers = Answers::default();
    loop {
        let ix = match route(tree, &answers).end {
            End::Open(ix) => ix,
            End::Outcome(ix) => {
                assert_eq!(tree[ix].id, outcome);
                terminal.wait_for("decided");
                terminal.wait_for(&tree[ix].recommendation);
                break;
            }
        };
        let question = &tree[ix];
        // The path shows earlier prompts too, but wrapped to another width and with the answers between them.
        terminal.wait_for(&format!("question {},", route(tree, &answers).steps.len() + 1));
        let answer = given.iter().find(|(id, _)| *id == question.id);
        match answer {
            Some((_, option)) => {
                terminal.press(&(question.option(option).unwrap() + 1).to_string());
                answers.set(Key::of(tree, ix), Answer::Given(Value::Option((*option).to_owned())));
            }
            None => {
                terminal.press(if matches!(question.kind, Kind::Number(_)) { "d" } else { "0" });
                answers.set(Key::of(tree, ix), Answer::Unsure);
            }
        }
    }
    terminal.press("q");
    let (status, after, kept) = terminal.left_with_answers();
    assert!(status.success());
    assert!(after.contains(&format!("-{}.json", tree.id)), "{after:?}");
    assert_eq!(kept.len(), answers.iter().count(), "{kept:?}");
}

#[test]
fn keys_lead_to_each_recommendation_of_the_spines() {
    let pack = built_in();
    let no = ("single-server", "no");
    check(&pack, "scaling", &[("single-server", "yes")], "optimise-vertically");
    check(&pack, "scaling", &[no, ("bottleneck", "compute")], "stateless-services");
    check(&pack, "scaling", &[no, ("bottleneck", "data"), ("data-load", "read")], "read-replicas");
    check(&pack, "scaling", &[no, ("bottleneck", "data"), ("data-load", "write")], "partition-writes");
    for (need, outcome) in [
        ("crud", "rest"),
        ("flexible-reads", "graphql"),
        ("internal-calls", "grpc"),
        ("bidirectional", "websockets"),
        ("external-events", "webhooks"),
        ("live-feed", "server-sent-events"),
    ] {
        check(&pack, "api", &[("need", need)], outcome);
    }
    let (weak, several) = (("strong-needed", "no"), ("process-shape", "multi-step"));
    check(&pack, "consistency", &[("strong-needed", "yes")], "acid-transaction");
    check(&pack, "consistency", &[weak, ("process-shape", "single-change")], "outbox");
    check(&pack, "consistency", &[weak, several, ("saga-size", "simple")], "saga-choreography");
    check(&pack, "consistency", &[weak, several, ("saga-size", "complex")], "saga-orchestration");
    for (pattern, outcome) in [
        ("read-heavy", "normalised-indexed"),
        ("write-heavy", "append-only-partitioned"),
        ("traversals", "graph"),
        ("evolving", "document"),
    ] {
        check(&pack, "schema", &[("access-pattern", pattern)], outcome);
    }
}

#[test]
fn a_walk_from_home_reads_its_reference_and_follows_the_size() {
    let mut terminal = Terminal::waypost(&[], (80, 24));
    terminal.wait_for("What are you deciding?");
    terminal.press("\r");
    terminal.wait_for("Can one server carry");
    terminal.press("r");
    terminal.wait_for("Scalable systems");
    terminal.press("\x7f");
    terminal.wait_for("Can one server carry");
    terminal.resize((160, 50));
    terminal.wait_for("Still possible");
    terminal.wait_for("Reference: Scalable systems");
    terminal.resize((30, 8));
    terminal.wait_for("Too small: 30x8");
    terminal.resize((40, 12));
    terminal.wait_for("Can one server carry");
    terminal.resize((80, 24));
    // A click on the second option, where it stands on the screen.
    let screen = terminal.wait_for("Why this is asked");
    let row = screen.lines().position(|line| line.contains(" 2  No")).unwrap() + 1;
    terminal.press(&format!("\x1b[<0;8;{row}M\x1b[<0;8;{row}m"));
    terminal.wait_for("question 2,");
    terminal.press("\x03");
    let (status, after, kept) = terminal.left_with_answers();
    assert!(status.success());
    assert!(after.contains("/records/") && after.contains("-scaling.json"), "{after:?}");
    assert_eq!(kept, ["scaling/single-server=no"]);
}

/// What the workers find out reaches the screens: an insight, a variant, a map, and what is searched for.
#[test]
fn the_workers_answer() {
    let pack = built_in();
    let tree = pack.tree("scaling").unwrap();
    let mut terminal = Terminal::waypost(&["scaling"], (100, 30));
    let mut answers = Answers::default();
    let outcome = loop {
        match route(tree, &answers).end {
            End::Open(ix) => {
                terminal.wait_for(&format!("question {},", route(tree, &answers).steps.len() + 1));
                terminal.press(if matches!(tree[ix].kind, Kind::Number(_)) { "d" } else { "0" });
                answers.set(Key::of(tree, ix), Answer::Unsure);
            }
            End::Outcome(ix) => break &tree[ix],
        }
    };
    terminal.wait_for("decided");
    terminal.wait_for(&outcome.recommendation);
    let walk = terminal.wait_until("it to be saved", |seen| !seen.screen.screen().contents().contains("! saving"));
    terminal.press("i");
    terminal.wait_for("Insight: Recommendation");
    terminal.wait_for("What would change this");
    terminal.press("w");
    terminal.wait_for("As it stands");
    terminal.press("\x1b");
    terminal.wait_for("Insight: Recommendation");
    terminal.press("m");
    terminal.wait_for("outcomes can still be reached");
    terminal.press("\x1b");
    terminal.wait_for("Insight: Recommendation");
    terminal.press("/");
    terminal.wait_for("Type a word, or the worry");
    terminal.press("stampede");
    terminal.wait_until("a hit", |seen| {
        let screen = seen.screen.screen().contents();
        screen.lines().any(|line| line.starts_with(" ▸ Stampedes"))
    });
    terminal.press("\r");
    terminal.wait_for("In this document");
    terminal.press("\x7f");
    terminal.wait_for("Insight: Recommendation");
    terminal.press("i");
    terminal.wait_for(walk.lines().next().unwrap().trim_end());
    terminal.press("q");
    let (status, _, kept) = terminal.left_with_answers();
    assert!(status.success());
    assert_eq!(kept.len(), answers.iter().count(), "{kept:?}");
}

#[test]
fn signals_give_the_terminal_back_and_say_how_to_go_on() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::HUP, 129)] {
        let mut terminal = Terminal::waypost(&["api"], (80, 24));
        terminal.wait_for("question 1,");
        terminal.press("1");
        terminal.wait_for("question 2,");
        terminal.signal(signal);
        let (status, after, kept) = terminal.left_with_answers();
        assert!(after.contains("-api.json"), "{signal:?}: {after:?}");
        assert_eq!(kept.len(), 1, "{signal:?}: {kept:?}");
        assert_eq!(status.exit_code(), code, "{signal:?}");
    }
}

#[test]
fn one_record_holds_every_walk_that_was_begun() {
    let mut terminal = Terminal::waypost(&[], (100, 30));
    terminal.wait_for("What are you deciding?");
    terminal.press("\r");
    terminal.wait_for("question 1,");
    terminal.press("2");
    terminal.wait_for("question 2,");
    terminal.press("H");
    terminal.wait_for("1 answered");
    terminal.press("j\r");
    terminal.wait_for("API selection");
    terminal.press("1");
    terminal.wait_for("question 2,");
    terminal.press("Hq");
    let (status, after, kept) = terminal.left_with_answers();
    assert!(status.success());
    assert_eq!(after.matches(".json").count(), 1, "{after:?}");
    assert!(
        kept.iter().any(|answer| answer == "scaling/single-server=no") && kept.iter().any(|answer| answer.starts_with("api/need=")),
        "{kept:?}"
    );
}

#[test]
fn suspending_gives_the_terminal_back_until_it_goes_on() {
    for by_key in [true, false] {
        check_suspending(by_key);
    }
}

fn check_suspending(by_key: bool) {
    let mut terminal = Terminal::waypost(&["api"], (80, 24));
    terminal.wait_for("question 1,");
    if by_key {
        terminal.press("\x1a");
    } else {
        terminal.signal(Signal::TSTP);
    }
    terminal.wait_until("the terminal to be given back", |seen| !seen.screen.screen().alternate_screen());
    terminal.wait_until("the settings to be given back", |_| settings(&*terminal.master) == terminal.settings_before);
    // A signal to go on that came before the stop would be lost.
    terminal.wait_until("the program to be stopped", |_| terminal.is_stopped());
    terminal.signal(Signal::CONT);
    terminal.wait_until("the screen to come back", |seen| seen.screen.screen().alternate_screen());
    terminal.wait_for("question 1,");
    terminal.press("q");
    terminal.left_as_it_was();
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_reported() {
    for child in ["panics_in_a_terminal", "panics_in_another_thread"] {
        let this = std::env::current_exe().unwrap();
        let terminal = Terminal::start(&this, &["--ignored", "--exact", child, "--nocapture", "--test-threads=1"], (80, 24));
        let (status, after) = terminal.left_as_it_was();
        assert!(!status.success());
        assert!(after.contains("with the screen taken"), "{child}: {after:?}");
    }
}

/// Set for programs that run in a terminal of a test.
const IN_TERMINAL: &str = "WAYPOST_TEST_TERMINAL";

/// Not a test of its own: what [`a_panic_gives_the_terminal_back_before_it_is_reported`] runs in a terminal.
#[test]
#[ignore = "run by another test, in a pseudo-terminal"]
fn panics_in_a_terminal() {
    if std::env::var_os(IN_TERMINAL).is_some() {
        let _screen = waypost::tui::terminal::Screen::take(true).unwrap();
        panic!("with the screen taken");
    }
}

/// The same, with a panic of another thread than the one that took the terminal over.
#[test]
#[ignore = "run by another test, in a pseudo-terminal"]
fn panics_in_another_thread() {
    if std::env::var_os(IN_TERMINAL).is_some() {
        let mut screen = waypost::tui::terminal::Screen::take(true).unwrap();
        let ended = std::thread::spawn(|| panic!("with the screen taken")).join();
        // What was given back is not drawn upon any more.
        assert!(screen.draw(|_, _| ()).unwrap().is_none());
        ended.unwrap();
    }
}

#[test]
fn no_colour_and_no_unicode_are_respected() {
    let home = tempfile::tempdir().unwrap();
    let shell = format!("cd {}; NO_COLOR=1 LANG=C LC_ALL=C exec {} api", home.path().display(), env!("CARGO_BIN_EXE_waypost"));
    let mut terminal = Terminal::start(Path::new("/bin/sh"), &["-c", &shell], (80, 24));
    terminal.wait_for("question 1,");
    terminal.press("q");
    {
        let seen = terminal.seen.0.lock().unwrap();
        assert!(!seen.screen.screen().contents().contains('▸'));
    }
    terminal.wait_until("the end", |seen| seen.ended);
    let sent = terminal.seen.0.lock().unwrap().bytes.clone();
    let drawn = String::from_utf8(sent).unwrap();
    assert!(drawn.is_ascii());
    let coloured = drawn.split("\x1b[").filter_map(|part| part.split_once('m')).flat_map(|(codes, _)| codes.split(';'));
    let colours: Vec<&str> = coloured.filter(|code| matches!(code.parse::<u8>(), Ok(30..=38 | 40..=48 | 90..=107))).collect();
    assert!(colours.is_empty(), "{colours:?}");
    assert!(drawn.contains("\x1b[7m"), "the marked row is not reversed");
}
