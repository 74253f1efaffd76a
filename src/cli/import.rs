//! `waypost import`: a Mermaid flowchart to a tree file.

use std::io::{self, Write};
use std::path::Path;

use super::args::ImportArgs;
use super::report::Failure;
use super::{Ending, Output, open_pack, quoted};
use crate::authoring::import::{ImportError, Imported, Origin, import};
use crate::content::pack::{Words, fill};
use crate::content::text::clean_line;
use crate::store::files::PackPlaces;
use crate::store::named;

pub(super) fn run(places: &PackPlaces, args: &ImportArgs, out: &mut Output) -> Result<Ending, Failure> {
    let from_stdin = args.file == "-";
    let text = match from_stdin {
        true => named::text(io::stdin().lock(), "standard input")?,
        false => named::read(Path::new(&args.file))?,
    };
    let shown = if from_stdin { "standard input" } else { &args.file };
    let file = if from_stdin { None } else { Path::new(&args.file).file_name().map(|name| name.to_string_lossy()) };
    // A file that is named like a tree says what the tree is called.
    let stem = args.output.as_deref().and_then(Path::file_stem).and_then(|stem| stem.to_str());
    let id = args.id.as_deref().or(stem.filter(|stem| crate::content::tree::is_id(stem)));
    let imported = import(&text, Origin { id, file: file.as_deref().unwrap_or("") }).map_err(|error| refused(shown, error))?;
    match &args.output {
        Some(path) => {
            named::create(&[(path, &imported.text)])?;
            out.print(&wrote(open_pack(places)?.words(), path, &imported, &out.invocation))?;
        }
        None => out.print(&imported.text)?,
    }
    let mut notes: String = imported.notes.iter().map(|note| format!("{shown}:{}: {}\n", note.line, note.message)).collect();
    if let Some(path) = args.output.as_ref().filter(|path| !is_found(path, &imported)) {
        notes.push_str(&format!("{}: a pack finds this tree when the file is called `{}.ron`\n", path.display(), imported.id));
    }
    // Nothing is left to be done when even this cannot be told.
    let _ = io::stderr().write_all(notes.lines().map(|line| format!("{}\n", clean_line(line))).collect::<String>().as_bytes());
    Ok(Ending::Done)
}

/// Whether a pack finds the tree in a file of this name.
fn is_found(path: &Path, imported: &Imported) -> bool {
    path.file_name().is_some_and(|name| name == format!("{}.ron", imported.id).as_str())
}

/// What was written, and what to do with it.
fn wrote(words: &Words, path: &Path, imported: &Imported, invocation: &str) -> String {
    let mut text = format!("{}\n", fill(&words.new.wrote, &[("file", &clean_line(&path.to_string_lossy()))]));
    if is_found(path, imported) {
        let unwritten = imported.text.matches("\"TODO").count().to_string();
        let list = fill(&words.import.unwritten, &[("n", &unwritten)]);
        text.push_str(&format!("{}\n", words.new.next));
        if let Some(id) = &imported.long_id {
            text.push_str(&format!("  # {}\n", fill(&words.import.shorten, &[("id", id)])));
        }
        text.push_str(&format!("  {invocation} lint {}  # {list}\n", quoted(path)));
    }
    text
}

fn refused(file: &str, error: ImportError) -> Failure {
    match &error {
        ImportError::NoFlowchart { line, why } => Failure::usage("no-flowchart", format!("{file}:{line}: {why}")),
        ImportError::TooLarge { .. } => Failure::usage("too-large", format!("{file}: {error}")),
        ImportError::BadId(id) => Failure::Usage { code: "bad-id", message: error.to_string(), near: id.near().into_iter().collect() },
    }
}
