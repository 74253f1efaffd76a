//! What became of records that were replayed: as text, as annotations of a workflow, and as JSON.

use serde_json::{Value as Json, json};

use super::github::{Annotation, annotation};
use super::json::{FORMAT, write};
use crate::content::diagnostic::{Diagnostic, line_and_column};
use crate::content::pack::{RecordWords, Words, fill};
use crate::paper::record::{Finding, Stale};

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

/// A record that was replayed.
#[derive(Debug)]
pub struct ReplayedRecord {
    /// Where it begins in the file, in bytes.
    pub start: usize,
    /// Why it cannot be read; empty when it can.
    pub faults: Vec<Diagnostic>,
    /// What does not hold any more.
    pub findings: Vec<Finding>,
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
}

/// A line for each thing that does not hold, with its file and line, and how many records hold.
pub fn text(words: &Words, replayed: &[Replayed]) -> String {
    let said = &words.record;
    let mut text = String::new();
    for file in replayed {
        for told in told(said, file) {
            text.push_str(&format!("{}:{}:{}: {}\n", file.file, told.line, told.column, told.message));
        }
    }
    let (holding, all) = count(replayed);
    match all {
        0 => text.push_str(&format!("{}\n", said.none)),
        _ => text.push_str(&format!("{}\n", fill(&said.hold, &[("n", &holding.to_string()), ("all", &all.to_string())]))),
    }
    text
}

/// One annotation for each thing that does not hold, a line each.
pub fn github(words: &Words, replayed: &[Replayed]) -> String {
    let mut text = String::new();
    for file in replayed {
        for Told { line, column, kind, message, .. } in told(&words.record, file) {
            let place = Some((line, column));
            text.push_str(&annotation(&Annotation { level: "error", file: &file.file, place, title: kind, message: &message }));
            text.push('\n');
        }
    }
    text
}

/// The report as one object: `format`, `ok`, and `records` with `file`, `line`, `ok` and `findings`.
pub fn json(words: &Words, replayed: &[Replayed]) -> String {
    let mut records: Vec<Json> = Vec::new();
    for file in replayed {
        for record in &file.records {
            let line = line_and_column(&file.text, record.start).0;
            let findings: Vec<Json> = told_of(&words.record, file, record)
                .into_iter()
                .map(|told| json!({ "kind": told.kind, "line": told.line, "column": told.column, "message": told.message, "near": told.near }))
                .collect();
            records.push(json!({ "file": file.file, "line": line, "ok": record.holds(), "findings": findings }));
        }
    }
    let (holding, all) = count(replayed);
    write(&json!({ "format": FORMAT, "ok": holding == all, "records": records }))
}

/// How many records hold, and how many there are.
pub fn count(replayed: &[Replayed]) -> (usize, usize) {
    let records = || replayed.iter().flat_map(|file| &file.records);
    (records().filter(|record| record.holds()).count(), records().count())
}

fn told(said: &RecordWords, file: &Replayed) -> Vec<Told> {
    file.records.iter().flat_map(|record| told_of(said, file, record)).collect()
}

fn told_of(said: &RecordWords, file: &Replayed, record: &ReplayedRecord) -> Vec<Told> {
    let place = |at: usize| line_and_column(&file.text, at);
    let faults = record.faults.iter().map(|fault| {
        let (line, column) = place(fault.span().map_or(record.start, |span| span.range().start));
        let help = fault.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        Told { line, column, kind: fault.code.as_str(), message: format!("{}{help}", fault.message), near: Vec::new() }
    });
    let findings = record.findings.iter().map(|finding| {
        let (line, column) = place(if finding.span.range().is_empty() { record.start } else { finding.span.range().start });
        Told { line, column, kind: finding.stale.kind(), message: message(said, &finding.stale), near: near(&finding.stale).to_vec() }
    });
    faults.chain(findings).collect()
}

fn near(stale: &Stale) -> &[String] {
    match stale {
        Stale::NoTree { near, .. } | Stale::NoQuestion { near, .. } | Stale::NoAnswer { near, .. } => near,
        Stale::Elsewhere { .. } | Stale::Overdue { .. } | Stale::Revisit { .. } => &[],
    }
}

/// What does not hold, in a sentence without a full stop.
pub fn message(said: &RecordWords, stale: &Stale) -> String {
    let quoted = |name: &str| format!("`{name}`");
    let message = match stale {
        Stale::NoTree { tree, .. } => fill(&said.no_tree, &[("tree", tree)]),
        Stale::NoQuestion { tree, question, .. } => fill(&said.no_question, &[("tree", tree), ("question", question)]),
        Stale::NoAnswer { tree, question, why, .. } => {
            fill(&said.no_answer, &[("tree", tree), ("question", question), ("why", &why.to_string())])
        }
        Stale::Elsewhere { tree, was, now, parting, parts } => {
            let named = |outcome: &Option<String>| outcome.as_deref().map_or_else(|| said.open.to_string(), quoted);
            let (was, now) = (named(was), named(now));
            let mut message = match was == now {
                true => fill(&said.other_details, &[("tree", tree), ("outcome", &now)]),
                false => fill(&said.elsewhere, &[("tree", tree), ("was", &was), ("now", &now)]),
            };
            if let Some(parting) = parting {
                let after = parting.after.as_deref().map_or_else(|| said.start.to_string(), quoted);
                let was = parting.was.as_deref().map_or_else(|| said.nothing.to_string(), quoted);
                message.push_str(&fill(&said.parting, &[("after", &after), ("was", &was), ("now", &quoted(&parting.now))]));
            }
            if was == now {
                let list = |parts: &[String]| parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(", ");
                for (word, parts) in [(&said.lost, &parts.0), (&said.gained, &parts.1)] {
                    if !parts.is_empty() {
                        message.push_str(&fill(word, &[("parts", &list(parts))]));
                    }
                }
            }
            message
        }
        Stale::Overdue { question, owner, due, .. } => {
            let owner = if owner.is_empty() { &*said.nobody } else { owner };
            fill(&said.overdue, &[("question", question), ("owner", owner), ("due", &due.to_string())])
        }
        Stale::Revisit { on } => fill(&said.revisit, &[("on", &on.to_string())]),
    };
    let near: Vec<String> = near(stale).iter().take(3).map(|name| quoted(name)).collect();
    if near.is_empty() { message } else { format!("{message}; {}", fill(&said.near, &[("names", &near.join(&said.or))])) }
}
