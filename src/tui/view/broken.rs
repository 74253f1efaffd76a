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
        // The excerpt may be of what is hidden.
        if matches!(&broken.source, Source::Tree(id) if state.is_veiled(id)) {
            rows.extend(wrapped(&state.pack.words().room.broken, width, theme.warning()));
            findings.clear();
        }
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
    // What is said beside a caret is not wrapped: room for it is kept by cutting the excerpt.
    let drawn = excerpt(finding, Look { colour: false, width: width.saturating_sub(24).max(20) });
    // The message and the help wrap; the excerpt keeps its columns, so that carets stay under their words.
    let is_excerpt = |line: &str| line.contains(" | ") || line.trim_end().ends_with('|');
    let is_help = |line: &str| !is_excerpt(line) && line.trim_start().starts_with(HELP);
    let (help, place): (Vec<&str>, Vec<&str>) = drawn.lines().skip(1).partition(|line| is_help(line));
    let mut rows: Vec<Row> = drawn.lines().take(1).flat_map(|line| indented(line, width, theme.strong())).collect();
    rows.extend(help.iter().flat_map(|line| indented(line.trim_start(), width, theme.text())));
    // The bar that leads on to the help leads nowhere without it.
    let bar = place.last().filter(|line| !help.is_empty() && line.trim() == "|").map_or(0, |_| 1);
    rows.extend(place.iter().take(place.len() - bar).flat_map(|line| match is_excerpt(line) {
        true => excerpted(line, width).into_iter().map(|line| Row::of(line, theme.text())).collect(),
        false => indented(line, width, theme.text()),
    }));
    rows
}

/// A line of an excerpt; what is said beside a caret goes on a line of its own, below, where there is no room for it.
fn excerpted(line: &str, width: usize) -> Vec<String> {
    let marks = line.find('|').and_then(|bar| Some((bar, bar + line.get(bar..)?.find(['^', '-'])?)));
    let Some((bar, marks)) = marks.filter(|_| line.width() > width) else { return vec![line.to_owned()] };
    let Some((front, rest)) = line.split_at_checked(marks) else { return vec![line.to_owned()] };
    let is_drawn = front.get(bar + 1..).is_some_and(|gap| gap.trim().is_empty());
    let label = rest.trim_start_matches(['^', '-']);
    let said = label.trim();
    if !is_drawn || said.is_empty() || front.width() + rest.width() - label.width() > width {
        return vec![line.to_owned()];
    }
    let to_bar = front.get(..=bar).unwrap_or("");
    let gap = width.saturating_sub(to_bar.width() + said.width()).max(1);
    let marked = line.get(..line.len() - label.len()).unwrap_or(line);
    vec![marked.to_owned(), format!("{to_bar}{}{said}", " ".repeat(gap))]
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
