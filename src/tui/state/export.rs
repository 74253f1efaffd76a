//! What a sitting is exported as, and what came of it.

use std::path::PathBuf;

use crate::paper::record::Record;

/// The most characters of a file's name that is made of a title.
const MAX_NAME: usize = 60;

/// The form of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    /// A decision record, which is a record itself.
    Decision,
    /// A page.
    Html,
    /// Markdown to read.
    Markdown,
    /// Plain text.
    Text,
    /// The record as it is.
    Json,
}

/// Something to be exported.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The number under which it was asked for.
    pub generation: u64,
    /// What.
    pub record: Box<Record>,
    /// As what.
    pub format: DocumentFormat,
    /// Where to, as it was typed.
    pub path: PathBuf,
    /// Whether it may take the place of another file.
    pub replaces: bool,
}

/// What came of exporting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// It is written.
    Written,
    /// The decision record was there already, and is written again with what people wrote in it.
    Again,
    /// It is written, and the sitting goes on in it.
    GoesOn {
        /// The file in which it was saved before, which is taken away.
        taken_away: Option<PathBuf>,
        /// The file in which it was saved before, which stays, since others use it or have changed it.
        stays: Option<PathBuf>,
        /// Whether the decision record is open elsewhere too.
        is_held: bool,
    },
    /// There is another file.
    IsThere,
    /// It could not be written, and why.
    Failed(String),
}

impl DocumentFormat {
    /// Every format.
    pub const ALL: [DocumentFormat; 5] =
        [DocumentFormat::Decision, DocumentFormat::Html, DocumentFormat::Markdown, DocumentFormat::Text, DocumentFormat::Json];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            DocumentFormat::Decision | DocumentFormat::Markdown => "md",
            DocumentFormat::Html => "html",
            DocumentFormat::Text => "txt",
            DocumentFormat::Json => "json",
        }
    }
}

/// A name for a file, made of a title: its letters and digits in lower case, parted by hyphens.
pub fn name_of_title(title: &str) -> String {
    let mut name = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if !name.is_empty() && name.chars().count() + word.chars().count() >= MAX_NAME {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(word.chars().take(MAX_NAME));
    }
    if name.is_empty() { "decision".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_disk_takes() {
        for (title, name) in [
            ("Use read replicas", "use-read-replicas"),
            ("  Reads: cache, `then` replicas/shards?  ", "reads-cache-then-replicas-shards"),
            ("../../etc/passwd", "etc-passwd"),
            ("漢字 Über", "漢字-über"),
            ("?!", "decision"),
            ("", "decision"),
        ] {
            assert_eq!(name_of_title(title), name);
        }
        assert!(name_of_title(&"word ".repeat(100)).len() <= MAX_NAME);
        assert_eq!(name_of_title(&"x".repeat(1000)).len(), MAX_NAME);
    }
}
