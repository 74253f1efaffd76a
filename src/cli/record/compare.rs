//! `waypost record compare`: two records side by side.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::held::held;
use crate::cli::args::{Format, RecordCompareArgs};
use crate::cli::report::{Failure, drawn};
use crate::cli::{Ending, Output, colour};
use crate::content::diagnostic::{Diagnostic, line_and_column};
use crate::content::pack::{Finding, Pack};
use crate::content::text::clean_line;
use crate::paper::export::comparison::{Sides, json, text};
use crate::paper::record::{Record, compare};
use crate::store::named;

pub(super) fn run(pack: &Pack, args: &RecordCompareArgs, out: &mut Output) -> Result<Ending, Failure> {
    let records = [open(&args.one)?, open(&args.other)?];
    let names = [&args.one, &args.other].map(|path| clean_line(&path.display().to_string()).into_owned());
    let comparison = compare(pack, records.each_ref());
    let sides = Sides { files: names.each_ref().map(String::as_str), comparison: &comparison };
    match args.format {
        Format::Text => out.print(&text(pack, sides))?,
        Format::Json => out.print(&format!("{}\n", json(pack, sides)))?,
    }
    Ok(if comparison.same_results() { Ending::Done } else { Ending::Found })
}

/// The one record of a file.
fn open(path: &Path) -> Result<Record, Failure> {
    let text = named::read(path)?;
    let name = clean_line(&path.display().to_string()).into_owned();
    let mut found = held(path, &text);
    let (Some(first), None) = (found.pop(), found.first()) else {
        let lines = held(path, &text).into_iter().map(|held| line_and_column(&text, held.start).0.to_string()).collect::<Vec<_>>();
        let message = match lines.is_empty() {
            true => format!("`{name}` holds no record"),
            false => format!("`{name}` holds {} records, at lines {}; compare files of one", lines.len(), lines.join(", ")),
        };
        return Err(Failure::usage("record", message));
    };
    first.record.map_err(|faults| {
        let fault = faults.first();
        let (line, column) = line_and_column(&text, fault.and_then(Diagnostic::span).map_or(first.start, |span| span.range().start));
        let message = format!("{name}:{line}:{column}: {}", fault.map_or("", |fault| &fault.message));
        let findings = faults.into_iter().map(|diagnostic| Finding { file: &name, path: None, text: &text, diagnostic });
        Failure::Broken { code: "unreadable-record", message, faults: drawn(findings, colour(io::stderr().is_terminal())) }
    })
}
