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

/// A name for a file, made of a title: its words of ASCII letters and digits in lower case, parted by hyphens. What is of neither is left
/// out; a title of which nothing remains gives way to the id of a tree.
pub fn name_of_title(title: &str, tree: Option<&str>) -> String {
    let named = [title, tree.unwrap_or_default()].into_iter().map(ascii_name).find(|name| !name.is_empty());
    named.unwrap_or_else(|| "decision".to_owned())
}

fn ascii_name(title: &str) -> String {
    let mut name = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric()) {
        let word: String = word.chars().filter(char::is_ascii).take(MAX_NAME).collect::<String>().to_ascii_lowercase();
        if word.is_empty() {
            continue;
        }
        if !name.is_empty() {
            if name.len() + word.len() >= MAX_NAME {
                break;
            }
            name.push('-');
        }
        name.push_str(&word);
    }
    name
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
            ("漢字 Über 2", "ber-2"),
            ("漢字", "lunch"),
            ("?!", "lunch"),
            ("", "lunch"),
        ] {
            assert_eq!(name_of_title(title, Some("lunch")), name);
        }
        assert_eq!(name_of_title("漢字", None), "decision");
        assert!(name_of_title(&"word ".repeat(100), None).len() <= MAX_NAME);
        assert_eq!(name_of_title(&"x".repeat(1000), None).len(), MAX_NAME);
    }
}
