//! `waypost record check`: every record replayed against the trees of today.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::cli::args::{RecordCheckArgs, ReportFormat};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::diagnostic::{Code, Diagnostic};
use crate::content::pack::Pack;
use crate::paper::export::record::{Heading, Replayed, ReplayedRecord, count, github, json, replayed_trees, text};
use crate::paper::record::check;
use crate::store::clock::today;
use crate::store::named;
use crate::store::records::{self, Form, Placed, records_of};

pub(super) fn run(pack: &Pack, args: &RecordCheckArgs, out: &mut Output) -> Result<Ending, Failure> {
    let asked = Asked { pack, today: args.today.unwrap_or_else(today), all: args.all };
    let mut replayed = Vec::new();
    let mut seen = HashSet::new();
    for path in &args.paths {
        let below = records::below(path)?;
        for file in below.files {
            // A folder and a file in it may both be named; each record is told of once.
            if seen.insert(named::real(&file).unwrap_or_else(|_| file.clone())) {
                replayed.extend(asked.replay(&file, file == *path));
            }
        }
        replayed.extend(below.unread.into_iter().map(|unread| unreadable(unread.file, String::new(), unread.why)));
    }
    match args.format {
        ReportFormat::Text => out.print(&text(pack, &replayed))?,
        ReportFormat::Json => out.print(&format!("{}\n", json(pack, &replayed)))?,
        ReportFormat::Github => out.print(&github(pack, &replayed))?,
    }
    let count = count(&replayed);
    Ok(if count.holding == count.replayed { Ending::Done } else { Ending::Found })
}

struct Asked<'a> {
    pack: &'a Pack,
    today: Date,
    /// Whether decisions that nobody goes by are replayed too.
    all: bool,
}

impl Asked<'_> {
    /// The records of a file. One that was only come across may be anything else: it counts when it says that it is a record.
    fn replay(&self, path: &Path, is_named: bool) -> Option<Replayed> {
        let file = path.display().to_string();
        let text = match named::read(path) {
            Ok(text) => text,
            // What is no text is no record that somebody could have lost, unless it was named.
            Err(error) if !is_named && error.disk.is_none() => return None,
            Err(error) => return Some(unreadable(file, String::new(), error.why)),
        };
        let form = Form::of_text(path, &text);
        if !is_named && form == Form::Json && !claims_to_be_one(&text) {
            return None;
        }
        let records: Vec<ReplayedRecord> = records_of(&text, form).map(|placed| self.replay_record(placed)).collect();
        match records.is_empty() {
            false => Some(Replayed { file, text, records }),
            true => is_named.then(|| unreadable(file, text, "there is no record in this Markdown file".to_owned())),
        }
    }

    fn replay_record(&self, placed: Placed) -> ReplayedRecord {
        let record = match placed.record {
            Ok(record) => record,
            Err(faults) => return ReplayedRecord { start: placed.start, faults, ..ReplayedRecord::default() },
        };
        let is_skipped = !self.all && !record.header.status.is_live();
        ReplayedRecord {
            start: placed.start,
            heading: Some(Heading { title: record.header.title.clone(), status: record.header.status.as_str() }),
            is_skipped,
            trees: replayed_trees(self.pack, &record),
            faults: Vec::new(),
            findings: if is_skipped { Vec::new() } else { check(self.pack, &record, self.today) },
        }
    }
}

/// What was to be replayed, and cannot be read.
fn unreadable(file: String, text: String, why: String) -> Replayed {
    let faults = vec![Diagnostic::new(Code::Unreadable, why)];
    Replayed { file, text, records: vec![ReplayedRecord { faults, ..ReplayedRecord::default() }] }
}

/// Both are in every record.
#[derive(Deserialize)]
struct Lists {
    #[serde(rename = "trees")]
    _trees: Vec<IgnoredAny>,
    #[serde(rename = "answers")]
    _answers: Vec<IgnoredAny>,
}

/// Whether a file of JSON that nobody named is to be a record: it has the lists that every record has, or the names of both, and is broken.
fn claims_to_be_one(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_named = || text.starts_with('{') && ["\"format\"", "\"trees\"", "\"answers\""].iter().all(|name| text.contains(name));
    match serde_json::from_str::<Lists>(text) {
        Ok(_) => is_named(),
        Err(error) => (!error.is_data() || error.to_string().starts_with("duplicate field")) && is_named(),
    }
}
