//! Findings as JSON, and as annotations of a GitHub workflow.

use serde::Serialize;

use super::github::{Annotation, annotation};
use super::json::{FORMAT, write};
use crate::content::diagnostic::{self, Severity, Span, line_and_column};
use crate::content::pack::Finding;
use crate::content::text::clean_line;

#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    errors: usize,
    warnings: usize,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    file: String,
    code: &'a str,
    severity: &'a str,
    message: String,
    #[serde(flatten)]
    place: Option<Place>,
    labels: Vec<Label>,
    help: Option<String>,
    fix: Option<Fix<'a>>,
}

/// Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Label {
    #[serde(flatten)]
    place: Place,
    text: String,
}

#[derive(Serialize)]
struct Fix<'a> {
    #[serde(flatten)]
    place: Place,
    replacement: &'a str,
}

/// Findings as one JSON object with the `format` 1: how many `errors` and `warnings`, and of each of the `findings` the `file`, `code`,
/// `severity`, `message`, the place (`line`, `column`, `end_line`, `end_column`; none where it is about a whole file), further `labels`,
/// `help`, and the `fix` that mends it for certain, if there is one.
pub fn json(findings: &[Finding<'_>]) -> String {
    let (errors, warnings) = counts(findings);
    write(&Report { format: FORMAT, errors, warnings, findings: findings.iter().map(found).collect() })
}

/// How many of some findings are errors, and how many are warnings.
pub fn counts(findings: &[Finding<'_>]) -> (usize, usize) {
    let errors = findings.iter().filter(|finding| finding.diagnostic.severity() == Severity::Error).count();
    (errors, findings.len() - errors)
}

fn found<'a>(finding: &'a Finding<'_>) -> Found<'a> {
    let diagnostic = &finding.diagnostic;
    let place = |span: Span| {
        let (line, column) = line_and_column(finding.text, span.start as usize);
        let (end_line, end_column) = line_and_column(finding.text, span.end as usize);
        Place { line, column, end_line, end_column }
    };
    let label = |label: &diagnostic::Label| Label { place: place(label.span), text: clean_line(&label.text).into_owned() };
    Found {
        file: clean_line(finding.file).into_owned(),
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity().as_str(),
        message: clean_line(&diagnostic.message).into_owned(),
        place: diagnostic.span().map(place),
        labels: diagnostic.labels.iter().skip(1).map(label).collect(),
        help: diagnostic.help.as_deref().map(|help| clean_line(help).into_owned()),
        fix: diagnostic.fix.as_ref().map(|fix| Fix { place: place(fix.span), replacement: &fix.replacement }),
    }
}

/// Findings as annotations, a line each.
pub fn github(findings: &[Finding<'_>]) -> String {
    let line = |finding: &Finding<'_>| {
        let diagnostic = &finding.diagnostic;
        let message = match &diagnostic.help {
            Some(help) => format!("{}\n{help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let place = diagnostic.span().map(|span| line_and_column(finding.text, span.start as usize));
        let told = Annotation {
            level: diagnostic.severity().as_str(),
            file: finding.file,
            place,
            title: diagnostic.code.as_str(),
            message: &message,
        };
        annotation(&told) + "\n"
    };
    findings.iter().map(line).collect()
}
