//! What became of records that were replayed: as text, as annotations of a workflow, and as JSON.

mod stale;

use serde_json::{Value as Json, json};

use super::github::{Annotation, annotation};
use super::json::{FORMAT, write};
use crate::content::diagnostic::Diagnostic;
use crate::content::pack::{Pack, fill};
use crate::content::text::clean_line;
use crate::paper::record::{Finding, Record, is_same};

pub use stale::message;

/// The most characters of a message: ids and words of a record may be long.
const MAX_MESSAGE: usize = 2_000;

/// A file with the records that were found in it.
#[derive(Debug)]
pub struct Replayed {
    /// What the file is called.
    pub file: String,
    /// All of its text.
    pub text: String,
    /// Its records; a decision record may hold several.
    pub records: Vec<ReplayedRecord>,
}

/// A record that was replayed, or was to be.
#[derive(Debug, Default)]
pub struct ReplayedRecord {
    /// Where it begins in the file, in bytes.
    pub start: usize,
    /// Its title, and how far the decision is; `None` when it cannot be read.
    pub heading: Option<Heading>,
    /// Whether it was left out, because nobody goes by it any more.
    pub is_skipped: bool,
    /// The trees that it walks.
    pub trees: Vec<ReplayedTree>,
    /// Why it cannot be read; empty when it can.
    pub faults: Vec<Diagnostic>,
    /// What does not hold any more.
    pub findings: Vec<Finding>,
}

/// What a record is about.
#[derive(Debug)]
pub struct Heading {
    /// Its title; may be empty.
    pub title: String,
    /// Its status, as it is written.
    pub status: &'static str,
}

/// A tree that a record walks.
#[derive(Debug)]
pub struct ReplayedTree {
    /// Its id.
    pub id: String,
    /// Its version at the time of the record.
    pub version: u32,
    /// Its version today; `None` when there is no such tree.
    pub today: Option<u32>,
    /// Whether its file is another one than at that time, whatever that changes.
    pub is_changed: bool,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Those that hold.
    pub holding: usize,
    /// Those that were replayed, or cannot be read.
    pub replayed: usize,
    /// Those that were left out.
    pub skipped: usize,
}

/// The trees of a record, beside those of today.
pub fn replayed_trees(pack: &Pack, record: &Record) -> Vec<ReplayedTree> {
    let tree = |recorded: &crate::paper::record::RecordedTree| ReplayedTree {
        id: recorded.id.clone(),
        version: recorded.version,
        today: pack.tree(&recorded.id).map(|tree| tree.version),
        is_changed: !is_same(pack, recorded),
    };
    record.trees.iter().map(tree).collect()
}

impl ReplayedRecord {
    /// Whether it can be read, and all of it holds.
    pub fn holds(&self) -> bool {
        self.faults.is_empty() && self.findings.is_empty()
    }
}

/// One thing that is wrong, at its place.
struct Told {
    line: usize,
    column: usize,
    kind: &'static str,
    message: String,
    near: Vec<String>,
    /// The same for programs.
    detail: Json,
}

/// A line for each thing that does not hold, with its file and line, and how many records hold.
pub fn text(pack: &Pack, replayed: &[Replayed]) -> String {
    let said = &pack.words().record;
    let mut text = String::new();
    for file in replayed {
        for (_, told) in told(pack, file) {
            for Told { line, column, message, .. } in told {
                text.push_str(&format!("{}:{line}:{column}: {message}\n", clean_line(&file.file)));
            }
        }
    }
    let Count { holding, replayed, skipped } = count(replayed);
    match replayed + skipped {
        0 => text.push_str(&format!("{}\n", said.none)),
        _ => text.push_str(&format!("{}\n", fill(&said.hold, &[("n", &holding.to_string()), ("all", &replayed.to_string())]))),
    }
    if skipped > 0 {
        text.push_str(&format!("{}\n", fill(&said.skipped, &[("n", &skipped.to_string())])));
    }
    text
}

/// One annotation for each thing that does not hold, a line each.
pub fn github(pack: &Pack, replayed: &[Replayed]) -> String {
    let mut text = String::new();
    for file in replayed {
        for Told { line, column, kind, message, .. } in told(pack, file).into_iter().flat_map(|(_, told)| told) {
            let place = Some((line, column));
            text.push_str(&annotation(&Annotation { level: "error", file: &file.file, place, title: kind, message: &message }));
            text.push('\n');
        }
    }
    text
}

/// The report as one object: `format`, `ok`, and `records` with `file`, `line`, `ok`, `changed` and `findings`.
pub fn json(pack: &Pack, replayed: &[Replayed]) -> String {
    let mut records: Vec<Json> = Vec::new();
    for file in replayed {
        let lines = Lines::new(&file.text);
        for (record, told) in told(pack, file) {
            let findings: Vec<Json> = told.into_iter().map(finding).collect();
            let trees: Vec<Json> = record
                .trees
                .iter()
                .map(|tree| json!({ "id": tree.id, "version": tree.version, "today": tree.today, "changed": tree.is_changed }))
                .collect();
            records.push(json!({
                "file": file.file,
                "line": lines.place(record.start).0,
                "title": record.heading.as_ref().map(|heading| &heading.title),
                "status": record.heading.as_ref().map(|heading| heading.status),
                "skipped": record.is_skipped,
                "ok": record.holds(),
                "changed": record.trees.iter().any(|tree| tree.is_changed),
                "trees": trees,
                "findings": findings,
            }));
        }
    }
    let Count { holding, replayed, skipped } = count(replayed);
    write(
        &json!({ "format": FORMAT, "ok": holding == replayed, "holding": holding, "replayed": replayed, "skipped": skipped, "records": records }),
    )
}

/// How many records hold, and how many there are.
pub fn count(replayed: &[Replayed]) -> Count {
    let mut count = Count::default();
    for record in replayed.iter().flat_map(|file| &file.records) {
        match record.is_skipped {
            true => count.skipped += 1,
            false => {
                count.replayed += 1;
                count.holding += usize::from(record.holds());
            }
        }
    }
    count
}

fn finding(told: Told) -> Json {
    let place = json!({ "kind": told.kind, "line": told.line, "column": told.column, "message": told.message, "near": told.near });
    match (place, told.detail) {
        (Json::Object(mut finding), Json::Object(detail)) => {
            finding.extend(detail);
            Json::Object(finding)
        }
        (place, _) => place,
    }
}

/// Everything that is wrong with each record of a file.
fn told<'a>(pack: &Pack, file: &'a Replayed) -> Vec<(&'a ReplayedRecord, Vec<Told>)> {
    let lines = Lines::new(&file.text);
    file.records.iter().map(|record| (record, told_of(pack, &lines, record))).collect()
}

fn told_of(pack: &Pack, lines: &Lines<'_>, record: &ReplayedRecord) -> Vec<Told> {
    let faults = record.faults.iter().map(|fault| {
        let (line, column) = lines.place(fault.span().map_or(record.start, |span| span.range().start));
        let help = fault.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        let message = one_line(&format!("{}{help}", fault.message));
        Told { line, column, kind: fault.code.as_str(), message, near: Vec::new(), detail: Json::Null }
    });
    let findings = record.findings.iter().map(|finding| {
        let (line, column) = lines.place(if finding.span.range().is_empty() { record.start } else { finding.span.range().start });
        let stale = &finding.stale;
        let (message, near) = (one_line(&message(pack, stale)), stale.near().to_vec());
        Told { line, column, kind: stale.kind(), message, near, detail: stale::json(stale) }
    });
    faults.chain(findings).collect()
}

/// A message without line breaks: a record must not be able to write a line of its own.
fn one_line(message: &str) -> String {
    let message = clean_line(message);
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{} ..", message.get(..end).unwrap_or_default()),
        None => message.into_owned(),
    }
}

/// Where the lines of a text begin, so that many places in it are found in one pass.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl Lines<'_> {
    fn new(text: &str) -> Lines<'_> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// The line and column of a byte offset, both from 1; columns count characters.
    fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(0);
        (line, self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::diagnostic::line_and_column;

    #[test]
    fn places_are_those_of_the_text() {
        for text in ["", "a", "a\r\nbé\n\n\u{1f600}c", "\n"] {
            let lines = Lines::new(text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                assert_eq!(lines.place(at), line_and_column(text, at), "{text:?} at {at}");
            }
        }
    }
}
