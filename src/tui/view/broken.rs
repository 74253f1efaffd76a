//! Something that does not load: what is wrong, what to do, and where.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::painter::Painter;
use super::rows::{Row, wrapped};
use crate::content::diagnostic::Severity;
use crate::content::pack::{Finding, fill};
use crate::content::text::clean_line;
use crate::paper::export::diagnostic::{Look, excerpt};
use crate::tui::action::Pane;
use crate::tui::state::{BrokenScreen, Source, State};
use crate::tui::theme::Theme;

/// What stands before the help of a fault.
const HELP: &str = "= help: ";

pub(super) fn render(state: &State, broken: &BrokenScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = &state.pack.words().notices;
    let width = usize::from(area.width.saturating_sub(3));
    let mut rows = Vec::new();
    let (gone, file) = match &broken.source {
        Source::Tree(id) => (fill(&words.no_file, &[("tree", id)]), state.pack.tree_file(id)),
        Source::Document(id) => (fill(&words.no_document, &[("document", id)]), None),
    };
    if file.is_none() {
        rows.extend(wrapped(&gone, width, theme.bad()));
    }
    if let Some(file) = file {
        rows.extend(wrapped(&fill(&words.broken, &[("file", &clean_line(&file.name))]), width, theme.bad()));
        rows.extend(wrapped(&words.broken_help, width, theme.text()));
        // What keeps it from loading comes first.
        let mut findings: Vec<_> = file.findings().collect();
        findings.sort_by_key(|finding| finding.diagnostic.severity() != Severity::Error);
        for finding in findings {
            rows.push(Row::blank());
            rows.extend(fault(&finding, theme, width));
        }
    }
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, broken.scroll, None);
    Vec::new()
}

/// A fault: what is wrong and what helps, and then where it stands.
fn fault(finding: &Finding<'_>, theme: Theme, width: usize) -> Vec<Row> {
    let drawn = fitted(finding, width);
    // The message and the help wrap; the excerpt keeps its columns, so that carets stay under their words.
    let is_excerpt = |line: &str| line.contains(" | ") || line.trim_end().ends_with('|');
    let is_help = |line: &str| !is_excerpt(line) && line.trim_start().starts_with(HELP);
    let (help, place): (Vec<&str>, Vec<&str>) = drawn.lines().skip(1).partition(|line| is_help(line));
    let mut rows: Vec<Row> = drawn.lines().take(1).flat_map(|line| indented(line, width, theme.strong())).collect();
    rows.extend(help.iter().flat_map(|line| indented(line.trim_start(), width, theme.text())));
    // The bar that leads on to the help leads nowhere without it.
    let bar = place.last().filter(|line| !help.is_empty() && line.trim() == "|").map_or(0, |_| 1);
    rows.extend(place.iter().take(place.len() - bar).flat_map(|line| match is_excerpt(line) {
        true => vec![Row::of((*line).to_owned(), theme.text())],
        false => indented(line, width, theme.text()),
    }));
    rows
}

/// A fault as it is drawn with the least cut from its excerpt that leaves room for what is said beside the carets, which is not
/// wrapped.
fn fitted(finding: &Finding<'_>, width: usize) -> String {
    let draw = |width| excerpt(finding, Look { colour: false, width });
    let fits = |drawn: &String| drawn.lines().filter(|line| line.contains(" | ")).all(|line| line.width() <= width);
    let widths = [width.saturating_sub(24), width / 2, width / 3].map(|width| width.max(20));
    widths.into_iter().map(draw).find(fits).unwrap_or_else(|| draw(20))
}

/// Wraps a line under its own indent, and under the mark in front of it.
fn indented(line: &str, width: usize, style: Style) -> Vec<Row> {
    let text = line.trim_start();
    let mark = if text.starts_with(HELP) { HELP.len() } else { 0 };
    let hang = line.len() - text.len();
    let rows = wrapped(text.get(mark..).unwrap_or(""), width.saturating_sub(hang + mark).max(8), style);
    let front =
        |at: usize| if at == 0 { format!("{}{}", " ".repeat(hang), text.get(..mark).unwrap_or("")) } else { " ".repeat(hang + mark) };
    rows.into_iter().enumerate().map(|(at, row)| row.prefixed(front(at), style)).collect()
}
