//! Failures in words for people, or in JSON, with their exit code.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::advice::walk::{KeyError, SpellError};
use crate::content::diagnostic::nearest;
use crate::content::pack::{Finding, Loaded, Pack};
use crate::content::text::{clean, clean_line};
use crate::content::tree::Tree;
use crate::paper::export::diagnostic::{Look, excerpt};
use crate::paper::export::json;
use crate::store::files::PackError;
use crate::store::named::FileError;
use crate::store::record_file::SaveError;
use crate::store::records::Unopened;
use crate::store::revision::VersionError;

/// Why a command did not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// It was asked for something that there is not, or in a wrong way.
    Usage {
        /// A stable name for programs.
        code: &'static str,
        /// What is wrong.
        message: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// A file does not load.
    Broken {
        /// A stable name for programs.
        code: &'static str,
        /// Which.
        message: String,
        /// Its faults, drawn.
        faults: String,
    },
    /// The terminal or a file failed.
    Io(io::Error),
}

impl Failure {
    pub(super) fn usage(code: &'static str, message: String) -> Failure {
        Failure::Usage { code, message, near: Vec::new() }
    }

    /// Tells what is wrong, and gives the exit code.
    pub(super) fn report(self, json: bool) -> ExitCode {
        let (status, code, message, near, detail) = match self {
            // Whoever read the output has seen enough; that is no fault of ours.
            Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Failure::Io(error) => (1, "io", error.to_string(), Vec::new(), String::new()),
            Failure::Usage { code, message, near } => (2, code, message, near, String::new()),
            Failure::Broken { code, message, faults } => (1, code, message, Vec::new(), faults),
        };
        let message = clean_line(&message);
        // Nothing is left to be done when even this cannot be printed.
        if json {
            let _ = writeln!(io::stdout(), "{}", clean(&json::error(code, &message, &near)));
        } else {
            let mut text = format!("{detail}waypost: {message}\n");
            if !near.is_empty() {
                let near: Vec<String> = near.iter().map(|name| format!("`{}`", clean_line(name))).collect();
                text.push_str(&format!("         did you mean {}?\n", near.join(" or ")));
            }
            let _ = io::stderr().write_all(text.as_bytes());
        }
        ExitCode::from(status)
    }
}

/// Tells what is wrong with the command line itself, or prints the help that was asked for.
pub(super) fn command_line(error: &clap::Error, json: bool) -> ExitCode {
    let text = error.render().to_string();
    if !error.use_stderr() {
        let _ = io::stdout().write_all(text.as_bytes());
        return ExitCode::SUCCESS;
    }
    if json {
        // What is wrong stands before the usage; an argument that is quoted in it may hold line breaks.
        let what = text.split("\n\nUsage:").next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        return Failure::usage("usage", what.trim_start_matches("error: ").to_owned()).report(true);
    }
    // The text quotes the arguments as they are.
    let _ = io::stderr().write_all(clean(&text).as_bytes());
    ExitCode::from(2)
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        Failure::usage("pack", error.to_string())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        match error.disk {
            // What was named can be named otherwise; for whatever else the disk says, nobody at the keyboard is to blame.
            None | Some(io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => Failure::usage("file", error.to_string()),
            Some(_) => Failure::Io(io::Error::other(error.to_string())),
        }
    }
}

impl From<Unopened> for Failure {
    fn from(error: Unopened) -> Self {
        // The first fault, with its place.
        let message = error.to_string();
        match error {
            Unopened::File(error) => error.into(),
            Unopened::NoRecord(_) => Failure::Broken { code: "no-record", message, faults: String::new() },
            Unopened::Unfit { .. } => Failure::Broken { code: "record-does-not-load", message, faults: String::new() },
            Unopened::Faults { path, text, faults } => {
                let file = path.display().to_string();
                let finding = |diagnostic| Finding { file: &file, path: Some(&path), text: &text, diagnostic };
                let colour = super::colour(io::stderr().is_terminal());
                let faults = drawn(faults.into_iter().map(finding), colour);
                Failure::Broken { code: "record-does-not-load", message, faults }
            }
        }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::File(error) => error.into(),
            error => Failure::Io(io::Error::other(error.to_string())),
        }
    }
}

impl From<VersionError> for Failure {
    fn from(error: VersionError) -> Self {
        let code = match error {
            VersionError::Nothing(_) | VersionError::Unfit(..) => "unknown-path",
            VersionError::NoGit(_) | VersionError::NoRepository(_) | VersionError::Failed(_) => "git",
            VersionError::NoRevision(_) | VersionError::NoPath { .. } => "unknown-revision",
        };
        Failure::usage(code, error.to_string())
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Failure::Usage { code: "unknown-key", message: error.to_string(), near: error.near }
    }
}

impl From<SpellError> for Failure {
    fn from(error: SpellError) -> Self {
        Failure::Usage { code: "unfitting-value", message: error.to_string(), near: error.near }
    }
}

/// The tree of an id, or why there is none.
pub(super) fn find_tree<'a>(pack: &'a Pack, id: &str) -> Result<&'a Tree, Failure> {
    let Some(file) = pack.tree_file(id) else {
        let near = nearest(id, pack.tree_ids()).into_iter().map(str::to_owned).collect();
        return Err(Failure::Usage { code: "unknown-tree", message: format!("there is no tree `{id}`; `waypost trees` lists them"), near });
    };
    file.value.as_ref().ok_or_else(|| broken(id, file))
}

fn broken(id: &str, file: &Loaded<Tree>) -> Failure {
    let colour = super::colour(io::stderr().is_terminal());
    let (message, faults) = (format!("the tree `{id}` does not load"), drawn(file.findings(), colour));
    Failure::Broken { code: "tree-does-not-load", message, faults }
}

/// Findings as text, an empty line behind each.
pub(super) fn drawn<'a>(findings: impl Iterator<Item = Finding<'a>>, colour: bool) -> String {
    let look = Look { colour, width: 120 };
    let all = findings.map(|finding| format!("{}\n\n", excerpt(&finding, look))).collect::<String>();
    if colour { all } else { clean(&all).into_owned() }
}
