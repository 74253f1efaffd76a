//! The records that a text holds, whatever form it has.

use std::path::Path;

use crate::content::diagnostic::{Diagnostic, Span};
use crate::paper::record::{FrontMatter, Record, find, read};

/// A record in a file, or why it cannot be read.
pub(super) struct Held {
    /// Where it begins, in bytes.
    pub start: usize,
    /// The record.
    pub record: Result<Record, Vec<Diagnostic>>,
}

/// The records of a file's text: those in fences of Markdown, else the text itself.
pub(super) fn held(path: &Path, text: &str) -> Vec<Held> {
    let places = match is_markdown(path) {
        true => find(text).into_iter().map(|found| found.json).collect(),
        false => vec![Span::new(text.len() - text.trim_start_matches('\u{feff}').len(), text.len())],
    };
    let mut held: Vec<Held> = places.into_iter().map(|place| held_at(text, place)).collect();
    // What people edit is the front matter: its status counts for the record that the file is.
    let status = is_markdown(path).then(|| FrontMatter::of(text)?.status()).flatten();
    if let (Some(status), Some(Held { record: Ok(record), .. })) = (status, held.first_mut()) {
        record.header.status = status;
    }
    held
}

fn held_at(text: &str, place: Span) -> Held {
    let (record, faults) = read(text, place);
    Held { start: place.range().start, record: record.ok_or(faults) }
}

/// Whether records stand in fences there.
pub(super) fn is_markdown(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| ["md", "markdown"].iter().any(|md| ending.eq_ignore_ascii_case(md)))
}

/// Whether a file of JSON that nobody named says that it is a record: `format` is its first field, or it has answers too.
pub(super) fn claims_to_be_one(text: &str) -> bool {
    let opened = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{');
    let first = opened.is_some_and(|rest| rest.trim_start().starts_with("\"format\""));
    opened.is_some() && (first || (text.contains("\"format\"") && text.contains("\"answers\"")))
}
