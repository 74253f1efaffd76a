//! The command line: one file a command, errors for people, and the exit codes.

mod args;
mod ask;
mod lint;
mod open;
mod plain;
mod read;
mod report;
mod trees;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::content::pack::Pack;
use crate::store::files::PackPlaces;
use args::{Args, Command};
use report::Failure;

/// How a command ended, when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// An outcome, or success.
    Done,
    /// A check found something, or a tree does not load.
    Found,
    /// A question is still open.
    Open,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(match ending {
            Ending::Done => 0,
            Ending::Found => 1,
            Ending::Open => 3,
        })
    }
}

/// Runs the command line of this process. Exit codes: 0 an outcome or success, 1 a check found something or a tree does not
/// load, 2 wrong usage, 3 a question is still open.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let json = args.wants_json();
    match carry_out(args) {
        Ok(ending) => ending.into(),
        Err(failure) => failure.report(json),
    }
}

fn carry_out(args: Args) -> Result<Ending, Failure> {
    let places = PackPlaces::from_environment(args.pack);
    let out = &mut Output { stdout: io::stdout().lock(), width: text_width() };
    match args.command {
        Some(command) => {
            if let Some(target) = args.target {
                return Err(Failure::usage("two-things", format!("`{target}` and a command are both given; give one of them")));
            }
            match command {
                Command::Trees(args) => trees::run(&open_pack(&places)?, &args, out),
                Command::Ask(args) => ask::run(&open_pack(&places)?, &args, out),
                Command::Read(args) => read::run(&open_pack(&places)?, &args, out),
                Command::Lint(args) => lint::run(&places, &args, out),
            }
        }
        None => open::run(open_pack(&places)?, args.target.as_deref(), &args.given, args.plain, out),
    }
}

fn open_pack(places: &PackPlaces) -> Result<Pack, Failure> {
    Ok(crate::store::open_pack(places)?)
}

/// Where a command prints, and how wide.
struct Output {
    stdout: io::StdoutLock<'static>,
    /// In display columns.
    width: usize,
}

impl Output {
    /// Prints a text, which must be clean, and sends it off.
    fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.stdout.write_all(text.as_bytes())?;
        self.stdout.flush()?;
        Ok(())
    }
}

/// The width of running text: that of the terminal up to a comfortable measure, else 80.
fn text_width() -> usize {
    const COMFORTABLE: usize = 100;
    let terminal = if io::stdout().is_terminal() { terminal_width() } else { None };
    terminal.unwrap_or(80).clamp(40, COMFORTABLE)
}

fn terminal_width() -> Option<usize> {
    crate::tui::terminal::size().map(|(width, _)| usize::from(width))
}
