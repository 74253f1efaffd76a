//! `waypost record check`: every record replayed against the trees of today.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use super::held::{Held, claims_to_be_one, held, is_markdown};
use crate::cli::args::{RecordCheckArgs, ReportFormat};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::diagnostic::{Code, Diagnostic};
use crate::content::pack::Pack;
use crate::paper::export::record::{Heading, Replayed, ReplayedRecord, count, github, json, replayed_trees, text};
use crate::paper::record::check;
use crate::store::clock::today;
use crate::store::{named, records};

pub(super) fn run(pack: &Pack, args: &RecordCheckArgs, out: &mut Output) -> Result<Ending, Failure> {
    let asked = Asked { pack, today: args.today.unwrap_or_else(today), all: args.all };
    let mut replayed = Vec::new();
    let mut seen = HashSet::new();
    for path in &args.paths {
        for file in records::below(path)? {
            // A folder and a file in it may both be named; each record is told of once.
            if seen.insert(named::real(&file).unwrap_or_else(|_| file.clone())) {
                replayed.extend(asked.replay(&file, file == *path));
            }
        }
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
            Err(error) => {
                let faults = vec![Diagnostic::new(Code::Unreadable, error.why)];
                let records = vec![ReplayedRecord { faults, ..ReplayedRecord::default() }];
                return Some(Replayed { file, text: String::new(), records });
            }
        };
        if !is_named && !is_markdown(path) && !claims_to_be_one(&text) {
            return None;
        }
        let records: Vec<ReplayedRecord> = held(path, &text).into_iter().map(|held| self.replay_record(held)).collect();
        (is_named || !records.is_empty()).then_some(Replayed { file, text, records })
    }

    fn replay_record(&self, held: Held) -> ReplayedRecord {
        let record = match held.record {
            Ok(record) => record,
            Err(faults) => return ReplayedRecord { start: held.start, faults, ..ReplayedRecord::default() },
        };
        let is_skipped = !self.all && !record.header.status.is_live();
        ReplayedRecord {
            start: held.start,
            heading: Some(Heading { title: record.header.title.clone(), status: record.header.status.as_str() }),
            is_skipped,
            trees: replayed_trees(self.pack, &record),
            faults: Vec::new(),
            findings: if is_skipped { Vec::new() } else { check(self.pack, &record, self.today) },
        }
    }
}
