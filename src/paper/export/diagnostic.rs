//! Diagnostics as text with an excerpt and carets, for the command line and the error screen.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::content::diagnostic::Severity;
use crate::content::pack::Finding;
use crate::content::text::{clean, clean_line};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to use ANSI colours.
    pub colour: bool,
    /// The width in columns that long lines are cut to.
    pub width: usize,
}

/// One finding, over several lines, without a line break at the end.
pub fn excerpt(finding: &Finding<'_>, look: Look) -> String {
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = clean_line(&diagnostic.message);
    let file = clean_line(finding.file);
    let labels: Vec<_> = diagnostic.labels.iter().map(|label| (label.span.range(), clean_line(&label.text))).collect();
    let mut group = Group::with_title(level.primary_title(message.as_ref()).id(diagnostic.code.as_str()));
    if labels.is_empty() {
        group = group.element(annotate_snippets::Origin::path(file.as_ref()));
    } else {
        let annotations = labels.iter().enumerate().map(|(at, (range, text))| {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let range = range.start.min(finding.text.len())..range.end.min(finding.text.len());
            let annotation = kind.span(range);
            if text.is_empty() { annotation } else { annotation.label(text.as_ref()) }
        });
        group = group.element(Snippet::source(finding.text).path(file.as_ref()).annotations(annotations));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.decor_style(DecorStyle::Ascii).term_width(look.width).render(&[group]);
    // The renderer replaces control characters of the excerpt itself; without colour the rest is made sure of here.
    if look.colour { drawn } else { clean(&drawn).into_owned() }
}
