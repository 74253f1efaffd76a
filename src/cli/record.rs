//! `waypost record`: records that are kept, replayed, and compared.

mod export;
mod list;
mod named;
mod show;

use std::path::Path;

use super::args::{RecordArgs, RecordCheckArgs, RecordCommand, ReportFormat};
use super::report::Failure;
use super::{Ending, Output, open_pack};
use crate::content::diagnostic::Span;
use crate::content::pack::Pack;
use crate::paper::export::record::{Replayed, ReplayedRecord, count, github, json, text};
use crate::paper::record::{check, find, read};
use crate::store::clock::today;
use crate::store::files::PackPlaces;
use crate::store::records;

pub(super) fn run(places: &PackPlaces, args: &RecordArgs, out: &mut Output) -> Result<Ending, Failure> {
    let pack = open_pack(places)?;
    match &args.command {
        RecordCommand::List(args) => list::run(&pack, args, out),
        RecordCommand::Show(args) => show::run(&pack, args, out),
        RecordCommand::Export(args) => export::run(&pack, args, out),
        RecordCommand::Check(args) => replay(&pack, args, out),
    }
}

/// Replays every record below the paths.
fn replay(pack: &Pack, args: &RecordCheckArgs, out: &mut Output) -> Result<Ending, Failure> {
    let mut replayed = Vec::new();
    for path in &args.paths {
        for file in records::below(path)? {
            replayed.extend(replay_file(pack, &file, file == *path)?);
        }
    }
    let words = pack.words();
    match args.format {
        ReportFormat::Text => out.print(&text(words, &replayed))?,
        ReportFormat::Json => out.print(&format!("{}\n", json(words, &replayed)))?,
        ReportFormat::Github => out.print(&github(words, &replayed))?,
    }
    let (holding, all) = count(&replayed);
    Ok(if holding == all { Ending::Done } else { Ending::Found })
}

/// The records of a file. One that was only come across may be anything else: it counts when it looks like a record.
fn replay_file(pack: &Pack, path: &Path, is_named: bool) -> Result<Option<Replayed>, Failure> {
    let text = match crate::store::named::read(path) {
        Ok(text) => text,
        Err(_) if !is_named => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let markdown = path.extension().is_some_and(|ending| ending == "md");
    let whole = Span::new(0, text.len());
    let places: Vec<Span> = match markdown {
        true => find(&text).into_iter().map(|found| found.json).collect(),
        false if is_named || (text.contains("\"format\"") && text.contains("\"answers\"")) => vec![whole],
        false => Vec::new(),
    };
    if places.is_empty() && !is_named {
        return Ok(None);
    }
    let records = places.into_iter().map(|place| {
        let (record, faults) = read(&text, place);
        let findings = record.map(|record| check(pack, &record, today())).unwrap_or_default();
        ReplayedRecord { start: place.range().start, faults, findings }
    });
    let records = records.collect();
    Ok(Some(Replayed { file: path.display().to_string(), text, records }))
}
