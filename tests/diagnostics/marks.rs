//! Data files in short, with the faults that are to be found marked in them.

use waypost::content::diagnostic::{Code, line_and_column};
use waypost::content::pack::Finding;

/// What every question and every outcome has beside what a test is about.
const SHORT: &[(&str, &str)] = &[
    ("$refs", r#"references: ["messaging#call-or-queue"]"#),
    ("$tree", r#"version: 1, title: "T", summary: "S""#),
    ("$question", r#"prompt: "P?", why: "W", how_to_tell: ["H"], assume_why: "A""#),
    ("$yes_no", r#"kind: Choice(assume: "yes", options: [(id: "yes", label: "Y", meaning: "M"), (id: "no", label: "N", meaning: "M")])"#),
    ("$some", r#"kind: Select(assume: [], options: [(id: "one", label: "1", meaning: "M"), (id: "two", label: "2", meaning: "M")])"#),
    ("$advice", r#"recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], revisit: "R", wrong_when: "W""#),
    ("$watch", r#"watch: [(metric: "M", figure: "F")], sources: [(title: "S", url: "https://example.org")]"#),
    ("$outcome", r#"$advice, $watch, alternatives: [], $refs"#),
];

/// Writes the short forms out. They stand behind the marked places of their line, so that no mark moves.
pub(crate) fn in_full(text: &str) -> String {
    SHORT.iter().rev().fold(text.to_owned(), |text, (name, fields)| text.replace(name, fields))
}

/// Where a fault was found, or is to be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) code: Code,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The text that the caret stands under.
    pub(crate) under: String,
}

/// The places that the comments of a text mark: carets under a line, and the code behind them.
pub(crate) fn marked(text: &str) -> Vec<Place> {
    let mut marked = Vec::new();
    let mut above = (0, "");
    for (at, line) in text.lines().enumerate() {
        let Some((before, code)) = line.rsplit_once("^ ").filter(|_| line.trim_start().starts_with("//")) else {
            above = (at + 1, line);
            continue;
        };
        let column = before.find('^').unwrap_or(before.len());
        let under = above.1.chars().skip(column).take(before.len() + 1 - column).collect();
        let code = *Code::ALL.iter().find(|known| known.as_str() == code).unwrap_or_else(|| panic!("there is no code `{code}`"));
        marked.push(Place { code, line: above.0, column: column + 1, under });
    }
    marked
}

/// The place of a finding; one without a place is at 0:0.
pub(crate) fn place(finding: &Finding<'_>) -> Place {
    let code = finding.diagnostic.code;
    match finding.diagnostic.span() {
        Some(span) => {
            let (line, column) = line_and_column(finding.text, span.start as usize);
            Place { code, line, column, under: finding.text[span.range()].to_owned() }
        }
        None => Place { code, line: 0, column: 0, under: String::new() },
    }
}
