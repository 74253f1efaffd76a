//! An answer as the record has it: what was answered, and what people said of it.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::super::rows::{Row, hanging, wrapped};
use crate::advice::walk::{Key, Step};
use crate::content::pack::fill;
use crate::content::tree::{QuestionIx, Tree, UNSURE};
use crate::paper::export::brief;
use crate::paper::record::{Confidence, Remarks};
use crate::tui::state::State;
use crate::tui::theme::Theme;

/// How far what is said of an answer is set in.
const INDENT: &str = "      ";

/// A text as people typed it, behind what stands in front of its first line and under that on the others.
pub(super) fn behind(theme: Theme, front: &str, text: &str, width: usize, style: Style) -> Vec<Row> {
    let hang = front.width();
    let lines = wrapped(text, width.saturating_sub(hang).max(8), style).into_iter().enumerate();
    lines.map(|(line, row)| row.prefixed(if line == 0 { front.to_owned() } else { " ".repeat(hang) }, theme.dim())).collect()
}

/// The same with a pointer in front.
pub(super) fn marked(theme: Theme, front: &str, text: &str, width: usize, style: Style) -> Vec<Row> {
    hanging(theme, front, theme.accent(), text, width, style)
}

/// The answer of a step, with a mark where it was assumed.
pub(super) fn answer(state: &State, theme: Theme, tree: &Tree, step: &Step, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let text = brief::step_answer(words, tree, step);
    let mut rows = behind(theme, "    → ", &text, width, theme.strong());
    if step.assumed {
        rows.extend(behind(theme, INDENT, &format!("! {}", words.walk.assumed), width, theme.warning()));
    }
    rows
}

/// What people said about a question.
pub(super) fn remarks(state: &State, theme: Theme, tree: &Tree, ix: QuestionIx, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let (said, form) = (&words.decision, &words.form);
    let mut rows = Vec::new();
    let Some(remarks) = state.review.remarks.get(&Key::of(tree, ix)) else { return rows };
    if !remarks.note.is_empty() {
        rows.extend(behind(theme, &format!("{INDENT}✎ "), &remarks.note, width, theme.text()));
    }
    let mut add = |text: &str, style: Style| rows.extend(behind(theme, INDENT, text, width, style));
    let mut line = Vec::new();
    if !remarks.owner.is_empty() {
        line.push(format!("{}: {}", form.owner, remarks.owner));
    }
    if let Some(due) = remarks.due {
        line.push(format!("{}: {due}", form.due));
    }
    match remarks.confidence {
        Some(Confidence::Sure) => line.push(said.sure.to_string()),
        Some(Confidence::Leaning) => line.push(said.leaning.to_string()),
        None => {}
    }
    if !line.is_empty() {
        add(&line.join(" · "), theme.dim());
    }
    if let Some(votes) = state.votes_shown(tree, ix) {
        let mut votes: Vec<(&String, &u32)> = votes.iter().filter(|(_, count)| **count > 0).collect();
        votes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let label = |id: &str| match tree[ix].option(id).and_then(|at| tree[ix].options().get(at)) {
            Some(option) => option.label.to_string(),
            None if id == UNSURE => words.walk.not_sure.to_string(),
            None => id.to_owned(),
        };
        let votes: Vec<String> = votes.into_iter().map(|(id, count)| format!("{} {count}", label(id))).collect();
        add(&fill(&said.votes, &[("text", &votes.join(" · "))]), theme.text());
    }
    if !remarks.dissent.is_empty() {
        add(&fill(&said.dissent, &[("text", &remarks.dissent)]), theme.warning());
    }
    if !remarks.evidence.is_empty() {
        add(&fill(&said.evidence, &[("text", &remarks.evidence)]), theme.text());
    }
    rows
}

/// Who finds an assumption out and until when.
pub(super) fn who_and_when(state: &State, theme: Theme, tree: &Tree, ix: QuestionIx, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let remarks = state.review.remarks.get(&Key::of(tree, ix));
    let owner = remarks.map(|remarks| remarks.owner.as_str()).filter(|owner| !owner.is_empty()).unwrap_or(&words.decision.nobody);
    let due = remarks.and_then(|remarks| remarks.due);
    let (text, style) = match due {
        Some(due) if due < state.today => (fill(&words.review.overdue, &[("owner", owner), ("due", &due.to_string())]), theme.warning()),
        Some(due) => (format!("{owner}, {due}"), theme.dim()),
        None => (format!("{owner}, {}", words.decision.no_day), theme.dim()),
    };
    behind(theme, "    ", &text, width, style)
}

/// The marks of a question in the path: what people said of it in short, and an assumption whose day has passed.
pub(in super::super) fn marks(state: &State, tree: &Tree, step: &Step) -> Vec<String> {
    let words = state.pack.words();
    let Some(remarks) = state.review.remarks.get(&Key::of(tree, step.question)) else { return Vec::new() };
    let Remarks { note, owner, due, confidence, evidence, dissent, .. } = remarks;
    let mut marks = Vec::new();
    if !note.is_empty() || !evidence.is_empty() || confidence.is_some() {
        marks.push(format!("✎ {}", words.review.noted));
    }
    if !dissent.is_empty() {
        marks.push(format!("≠ {}", words.review.dissent));
    }
    let is_overdue = step.assumed && due.is_some_and(|due| due < state.today);
    let who = [owner.clone(), due.map(|due| due.to_string()).unwrap_or_default()];
    let who = who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if is_overdue {
        marks.push(format!("! {}: {who}", words.review.late));
    } else if !who.is_empty() {
        marks.push(format!("@ {who}"));
    }
    marks
}
