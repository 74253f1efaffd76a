//! `waypost import`: a Mermaid flowchart to a tree file.

use std::io::{self, Write};
use std::path::Path;

use super::args::ImportArgs;
use super::report::Failure;
use super::{Ending, Output, open_pack};
use crate::authoring::import::{ImportError, Origin, import};
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::store::files::PackPlaces;
use crate::store::named;

pub(super) fn run(places: &PackPlaces, args: &ImportArgs, out: &mut Output) -> Result<Ending, Failure> {
    let from_stdin = args.file == "-";
    let text = match from_stdin {
        true => named::text(io::stdin().lock()).map_err(|why| Failure::usage("file", format!("standard input: {why}")))?,
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
            named::create(path, &imported.text)?;
            let (file, unwritten) = (path.display().to_string(), imported.text.matches("\"TODO").count().to_string());
            let pack = open_pack(places)?;
            let words = pack.words();
            let wrote = fill(&words.new.wrote, &[("file", &file)]);
            let list = fill(&words.import.unwritten, &[("n", &unwritten)]);
            out.print(&format!("{wrote}\n{}\n  {} lint {file}  # {list}\n", words.new.next, out.invocation))?;
        }
        None => out.print(&imported.text)?,
    }
    let mut notes: String = imported.notes.iter().map(|note| format!("{shown}:{}: {}\n", note.line, note.message)).collect();
    if let Some(path) = &args.output {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name != format!("{}.ron", imported.id) {
            notes.push_str(&format!("{}: a pack finds this tree when the file is called `{}.ron`\n", path.display(), imported.id));
        }
    }
    // Nothing is left to be done when even this cannot be told.
    let _ = io::stderr().write_all(notes.lines().map(|line| format!("{}\n", clean_line(line))).collect::<String>().as_bytes());
    Ok(Ending::Done)
}

fn refused(file: &str, error: ImportError) -> Failure {
    let (code, message) = match &error {
        ImportError::NoFlowchart { line, why } => ("no-flowchart", format!("{file}:{line}: {why}")),
        ImportError::TooLarge { .. } => ("too-large", format!("{file}: {error}")),
        ImportError::BadId { .. } => ("bad-id", error.to_string()),
    };
    Failure::usage(code, message)
}
