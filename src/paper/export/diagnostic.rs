//! Diagnostics as text with an excerpt and carets, for the command line and the error screen.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::content::diagnostic::Severity;
use crate::content::pack::Finding;
use crate::content::text::{clean, clean_line, is_unsafe};

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
    let window = window(finding);
    let text = harmless(finding.text.get(window.clone()).unwrap_or(""));
    let first_line = finding.text.get(..window.start).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() + 1;
    let help = diagnostic.help.as_deref().map(clean_line);
    let mut group = Group::with_title(level.primary_title(message.as_ref()).id(diagnostic.code.as_str()));
    if labels.is_empty() {
        group = group.element(annotate_snippets::Origin::path(file.as_ref()));
    } else {
        let annotations = labels.iter().enumerate().map(|(at, (range, text))| {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let within = |at: usize| at.min(window.end).saturating_sub(window.start);
            let range = within(range.start)..within(range.end);
            let annotation = kind.span(range);
            if text.is_empty() { annotation } else { annotation.label(text.as_ref()) }
        });
        group = group.element(Snippet::source(text.as_str()).line_start(first_line).path(file.as_ref()).annotations(annotations));
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.decor_style(DecorStyle::Ascii).term_width(look.width).render(&[group]);
    // With colour, the only escape sequences are the renderer's own: everything that it was given is harmless.
    if look.colour { drawn } else { clean(&drawn).into_owned() }
}

/// The lines that the labels of a finding stand in: a file may be large, and have many faults.
fn window(finding: &Finding<'_>) -> Range<usize> {
    let text = finding.text;
    let labels = &finding.diagnostic.labels;
    let first = labels.iter().map(|label| label.span.range().start).min().unwrap_or(0).min(text.len());
    let last = labels.iter().map(|label| label.span.range().end).max().unwrap_or(0).min(text.len());
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(last..).and_then(|behind| behind.find('\n')).map_or(text.len(), |newline| last + newline);
    start..end
}

/// A text with a stand-in of the same length for each unsafe character, so that the places of all others hold.
fn harmless(text: &str) -> String {
    let stand_in = |c: char| match c.len_utf8() {
        1 => '?',
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(|c| if is_unsafe(c) && c != '\r' { stand_in(c) } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::diagnostic::{Code, Diagnostic, Span};
    use crate::content::text::first_unsafe;

    #[test]
    fn no_unsafe_character_gets_into_an_excerpt_with_or_without_colour() {
        let every: Vec<char> = ('\0'..='\u{2070}').filter(|c| is_unsafe(*c)).collect();
        for c in every {
            let text = format!("id: \"a{c}31mb\"");
            let diagnostic = Diagnostic::new(Code::Syntax, text.clone()).at(Span::new(0, 2), text.clone()).help(text.clone());
            for colour in [false, true] {
                let drawn =
                    excerpt(&Finding { file: &text, path: None, text: &text, diagnostic: diagnostic.clone() }, Look { colour, width: 80 });
                // The renderer's own colours all are `ESC [ .. m` with digits; nothing else may begin with an escape.
                let mut rest = drawn.as_str();
                while let Some((_, after)) = rest.split_once('\u{1b}') {
                    let own = after
                        .strip_prefix('[')
                        .and_then(|codes| codes.split_once('m'))
                        .is_some_and(|(codes, _)| codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
                    assert!(colour && own && !after.starts_with("[31mb"), "{drawn:?}");
                    rest = after;
                }
                assert!(first_unsafe(&drawn.replace('\u{1b}', "")).is_none(), "U+{:04X}: {drawn:?}", u32::from(c));
            }
        }
    }
}
