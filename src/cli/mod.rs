//! The command line: one file a command, errors for people, and the exit codes.

mod args;
mod ask;
mod diff;
mod explain;
mod graph;
mod import;
mod lint;
mod new;
mod open;
mod paths;
mod plain;
mod read;
mod record;
mod report;
mod search;
mod test;
mod trees;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::content::pack::Pack;
use crate::content::text::{clean, clean_line};
use crate::store::files::PackPlaces;
use args::{Args, Command};
use report::Failure;

/// How a command ended, when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// An outcome, or success.
    Done,
    /// A check found something, a tree does not load, or a record could not be kept.
    Found,
    /// A question is still open.
    Open,
    /// A signal ended the screens.
    Signal(u8),
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(match ending {
            Ending::Done => 0,
            Ending::Found => 1,
            Ending::Open => 3,
            // As shells report it.
            Ending::Signal(number) => 128 + number,
        })
    }
}

/// Runs the command line of this process. Exit codes: 0 an outcome or success (and leaving the screens, wherever one is), 1 a
/// check found something or a tree does not load, 2 wrong usage, 3 a question is still open, 128 and more ended by a signal.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(error) => return report::command_line(&error, args::want_json(&arguments)),
    };
    let json = args::want_json(&arguments);
    match carry_out(args) {
        Ok(ending) => ending.into(),
        Err(failure) => failure.report(json),
    }
}

fn carry_out(args: Args) -> Result<Ending, Failure> {
    let mut packs = args.packs.folders.clone();
    packs.extend(args.command.iter().flat_map(|command| command.packs()).cloned());
    let out = &mut Output { width: text_width(), invocation: invocation(&packs) };
    let places = PackPlaces::from_environment(packs);
    match &args.command {
        Some(command) => {
            if args.target.is_some() || args.plain || args.record.is_some() || !args.given.is_empty() {
                let message = "what stands before a command belongs behind it, as in `waypost ask scaling -a single-server=no`";
                return Err(Failure::usage("misplaced", message.to_owned()));
            }
            match command {
                Command::Trees(args) => trees::run(&open_pack(&places)?, args, out),
                Command::Ask(args) => ask::run(&open_pack(&places)?, args, out),
                Command::Explain(args) => explain::run(&open_pack(&places)?, args, out),
                Command::Read(args) => read::run(&open_pack(&places)?, args, out),
                Command::Search(args) => search::run(&open_pack(&places)?, args, out),
                Command::Graph(args) => graph::run(&open_pack(&places)?, args, out),
                Command::Lint(args) => lint::run(&places, args, out),
                Command::Import(args) => import::run(&places, args, out),
                Command::Diff(args) => diff::run(&places, args, out),
                Command::Test(args) => test::run(&places, args, out),
                Command::New(args) => new::run(&places, args, out),
                Command::Record(args) => record::run(&places, args, out),
            }
        }
        None => open::run(places, &args, out),
    }
}

fn open_pack(places: &PackPlaces) -> Result<Pack, Failure> {
    Ok(crate::store::open_pack(places)?)
}

/// Where a command prints, and how wide.
struct Output {
    /// In display columns.
    width: usize,
    /// The beginning of a command that people can repeat: the program's name, and the packs that were named.
    invocation: String,
}

impl Output {
    /// Prints a text, and sends it off. Whatever is in it, nothing in it acts upon the terminal.
    fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.print_styled(&clean(text))
    }

    /// The same for a text that holds escape sequences of our own, and is clean but for these.
    fn print_styled(&mut self, text: &str) -> Result<(), Failure> {
        // Locked only while printing: the panic hook of the screens needs it too, from whatever thread.
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()?;
        Ok(())
    }
}

/// The command line up to what is asked, so that a line to repeat finds the same packs.
fn invocation(packs: &[PathBuf]) -> String {
    let mut line = "waypost".to_owned();
    for pack in packs {
        line.push_str(&format!(" --pack {}", quoted(pack)));
    }
    line
}

/// A path as it is typed to a shell.
fn quoted(path: &Path) -> String {
    let path = clean_line(&path.to_string_lossy()).into_owned();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if plain { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Whether to use colours on a stream that may be a terminal: not when NO_COLOR is set and not empty (no-color.org).
fn colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether the locale has no characters but those of ASCII for sure.
fn ascii() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).map(|locale| locale.to_lowercase());
    cfg!(unix) && locale.is_some_and(|locale| !locale.contains("utf-8") && !locale.contains("utf8"))
}

/// The width of running text: that of the terminal up to a comfortable measure, else 80.
fn text_width() -> usize {
    const COMFORTABLE: usize = 100;
    let terminal = if io::stdout().is_terminal() { crate::tui::terminal::size() } else { None };
    terminal.map_or(80, |(width, _)| usize::from(width)).clamp(40, COMFORTABLE)
}
