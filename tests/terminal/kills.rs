//! Records and `kill -9`: whatever the program was doing, what lies on the disk is a whole record with every answer that the screen
//! said to be kept, and none that was not given.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use waypost::content::diagnostic::Span;
use waypost::paper::record::{Record, read};

use super::Terminal;

/// How many questions the tree has that is walked, one behind the other.
const QUESTIONS: usize = 400;
/// The most answers that are typed before the program is killed.
const MOST_TYPED: u32 = 6;

/// What came of killing a program that answers.
#[derive(Debug, Default)]
struct Count {
    kills: usize,
    typed: usize,
    kept: usize,
    /// Those that were typed and not on the disk yet; none that the screen said to be kept.
    in_flight: usize,
}

#[test]
fn a_killed_program_leaves_what_it_said_to_be_kept() {
    let count = kill(25, "walk.json", 100_000);
    assert!(count.kept > 0 && count.kills == 25, "{count:?}");
    let count = kill(10, "0001-walk.md", 1_000_000);
    assert!(count.kept > 0 && count.kills == 10, "{count:?}");
}

/// `cargo test --test terminal a_thousand -- --ignored --nocapture` shows the numbers.
#[test]
#[ignore = "takes minutes"]
fn a_thousand_kills_lose_nothing_but_keys_in_flight() {
    let count = kill(1000, "walk.json", 100_000);
    println!("{count:?}, and nothing lost that the screen said to be kept");
}

/// Kills the program so often, at random instants, while it is answering, or up to so many microseconds later; checks after each what
/// lies on the disk.
#[allow(clippy::disallowed_methods, reason = "nothing is waited for: the instants are to be any")]
fn kill(times: usize, name: &str, longest_life: u32) -> Count {
    let home = tempfile::tempdir().unwrap();
    let pack = home.path().join("pack");
    std::fs::create_dir_all(pack.join("trees")).unwrap();
    std::fs::write(pack.join("trees/line.ron"), line()).unwrap();
    let (pack, file) = (pack.to_str().unwrap().to_owned(), home.path().join(name));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut count = Count::default();
    let mut before = 0;
    while count.kills < times {
        if before + MOST_TYPED as usize >= QUESTIONS {
            std::fs::remove_file(&file).unwrap();
            before = 0;
        }
        let mut terminal = Terminal::waypost(&["--pack", &pack, "--record", file.to_str().unwrap(), "line"], (100, 30));
        terminal.wait_until("the question that waits", |seen| asked(&seen.screen.screen().contents()) == Some(before));
        let typed = 1 + random.below(MOST_TYPED);
        for _ in 0..typed {
            terminal.press("1");
            std::thread::sleep(Duration::from_micros(u64::from(random.below(60_000))));
        }
        std::thread::sleep(Duration::from_micros(u64::from(random.below(longest_life))));
        // What was on the screen before the kill was kept before it.
        let screen = terminal.seen.0.lock().unwrap().screen.screen().contents();
        terminal.signal(Signal::KILL);
        terminal.child.wait().unwrap();
        let said = if screen.contains("! saving") || screen.contains("! not saved") { before } else { asked(&screen).unwrap_or(before) };
        let typed = typed as usize;
        let kept = kept(&file);
        assert!((said..=before + typed).contains(&kept), "said {said}, kept {kept}, before {before}, typed {typed}:\n{screen}");
        count.kills += 1;
        count.typed += typed;
        count.kept += kept - before;
        count.in_flight += before + typed - kept;
        before = kept;
    }
    count
}

/// How many questions are answered, as the header says.
fn asked(screen: &str) -> Option<usize> {
    let behind = screen.lines().next()?.split("question ").nth(1)?;
    let number: usize = behind.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    number.checked_sub(1)
}

/// How many answers the file holds: the first ones, each as it was given. No file holds none.
fn kept(file: &Path) -> usize {
    let Ok(text) = std::fs::read_to_string(file) else { return 0 };
    let place = match waypost::paper::record::find(&text).first() {
        Some(found) => found.json,
        None => Span::new(0, text.len()),
    };
    let (record, faults) = read(&text, place);
    assert_eq!(faults, vec![], "{text}");
    let Record { answers, trees, .. } = record.unwrap();
    let ids: Vec<String> = (0..answers.len()).map(|at| format!("q{at:03}")).collect();
    let mut found: Vec<String> = answers.iter().map(|answer| answer.question.clone()).collect();
    found.sort_unstable();
    assert_eq!(found, ids);
    assert_eq!(trees[0].route, ids, "the answers and the way are of one moment");
    ids.len()
}

/// Marsaglia's xorshift ("Xorshift RNGs", 2003): which instants are met is up to the machine in any case.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as u32 % limit
    }
}

/// A tree whose questions follow each other.
fn line() -> String {
    let mut tree =
        String::from("(id: \"line\", version: 1, title: \"Line\", summary: \"One behind the other\", start: \"q000\", nodes: [\n");
    for at in 0..QUESTIONS {
        let to = if at + 1 == QUESTIONS { "end".to_owned() } else { format!("q{:03}", at + 1) };
        writeln!(
            tree,
            "Question(id: \"q{at:03}\", prompt: \"Number {at}?\", why: \"It counts.\", how_to_tell: [\"Look.\"], assume_why: \"Simplest.\", \
             kind: Choice(assume: \"no\", options: [(id: \"yes\", label: \"Yes\", meaning: \"So it is.\", to: \"{to}\"), \
             (id: \"no\", label: \"No\", meaning: \"Not so.\", to: \"{to}\")])),"
        )
        .unwrap();
    }
    tree.push_str(
        "Outcome(id: \"end\", recommendation: \"Stop\", why: \"It fits.\", gains: [\"Fast.\"], costs: [\"Dear.\"], first_steps: [\"Begin.\"], \
         watch: [(metric: \"m\", figure: \"4\")], revisit: \"Later.\", wrong_when: \"Never.\", alternatives: [], \
         references: [\"scalable-systems\"], sources: [(title: \"A source\", url: \"https://example.org\")]),\n])",
    );
    tree
}
