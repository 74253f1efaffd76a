//! `waypost record export`: a record as a document.

use std::path::Path;

use super::named::open;
use crate::cli::args::{ExportFormat, RecordExportArgs};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::pack::{Pack, fill};
use crate::content::text::clean_line;
use crate::paper::export::decision::{Consulted, document, html, markdown, text};
use crate::paper::export::json;
use crate::paper::record::Record;
use crate::store::named;
use crate::store::records::{Form, Held, is_earlier, is_same_decision, read};
use crate::store::write::is_there;

/// The width of a text that is written to a file, in columns.
const FILE_WIDTH: usize = 80;

pub(super) fn run(pack: &Pack, args: &RecordExportArgs, out: &mut Output) -> Result<Ending, Failure> {
    let (path, held) = open(&args.record)?;
    let Some(output) = &args.output else {
        let prose = Some(&held).filter(|held| held.form == Form::Markdown);
        out.print(&exported(pack, &held.record, args.format, prose, out.width))?;
        return Ok(Ending::Done);
    };
    let is_itself = named::real(output).ok().zip(named::real(&path).ok()).is_some_and(|(output, path)| output == path);
    if is_itself && (args.format != ExportFormat::Adr || held.form != Form::Markdown) {
        return Err(Failure::usage("file", format!("{}: it is the record itself, which nothing is written over", output.display())));
    }
    // A decision record that is there already is written again, with what people wrote into it.
    let before = (args.format == ExportFormat::Adr).then(|| read(output).ok()).flatten();
    let before = before.filter(|before| before.form == Form::Markdown && (is_itself || is_same_decision(&before.record, &held.record)));
    if !args.force && before.as_ref().is_some_and(|before| !is_itself && !is_earlier(&before.record, &held.record)) {
        let why = "it says of this decision what the record does not, and may be the later one; --force writes over that";
        return Err(Failure::usage("file", format!("{}: {why}", output.display())));
    }
    let prose = before.as_ref().or(Some(&held)).filter(|held| held.form == Form::Markdown);
    let text = exported(pack, &held.record, args.format, prose, FILE_WIDTH);
    match &before {
        Some(before) => {
            if !named::rewrite_if(output, &before.text, &text)? {
                return Err(Failure::usage("file", format!("{}: somebody else has just changed it", output.display())));
            }
        }
        None if !is_there(output) => named::create(&[(output, &text)])?,
        None if args.force => named::rewrite(output, &text)?,
        None => return Err(Failure::usage("file", refused(output, args.format))),
    }
    let file = clean_line(&output.to_string_lossy()).into_owned();
    out.print(&format!("{}\n", fill(&pack.words().new.wrote, &[("file", &file)])))?;
    Ok(Ending::Done)
}

/// The document. `prose` is the decision record whose text of people it keeps.
fn exported(pack: &Pack, record: &Record, format: ExportFormat, prose: Option<&Held>, width: usize) -> String {
    let answers = record.answers();
    let consulted = || Consulted::of(pack, record, &answers);
    match format {
        ExportFormat::Adr => document(pack, record, prose.map(|held| held.text.as_str())),
        ExportFormat::Markdown => markdown(&consulted()),
        ExportFormat::Json => format!("{}\n", json::consulted(&consulted())),
        ExportFormat::Html => html(&consulted()),
        ExportFormat::Text => text(&consulted(), width),
    }
}

fn refused(output: &Path, format: ExportFormat) -> String {
    let why = match format {
        ExportFormat::Adr => "it is there already, and holds no earlier version of this decision",
        _ => "it is there already",
    };
    format!("{}: {why}; --force writes over it", output.display())
}
