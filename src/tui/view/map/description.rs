//! What is marked on the map, described whole.

use super::super::rows::{Row, hanging, wrapped};
use super::{mark, node_text, standing_in_words};
use crate::content::tree::{Kind, Node, Settled, Tree};
use crate::paper::export::condition::edges_in_words;
use crate::paper::export::{brief, text};
use crate::tui::action::Pane;
use crate::tui::state::{MapScreen, Standing, State};
use crate::tui::theme::Theme;

pub(super) fn rows(state: &State, map: &MapScreen, tree: &Tree, theme: Theme, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let Some(row) = map.diagram.row(map.cursor) else { return Vec::new() };
    let node = row.node;
    let what = if matches!(node, Node::Question(_)) { &words.map.question } else { &words.map.outcome };
    let style = if map.pane == Pane::Beside { theme.selected() } else { theme.dim() };
    let mut rows = vec![Row::of(what.to_string(), style)];
    rows.extend(wrapped(node_text(tree, node), width, theme.accent()));
    let (sign, sign_style) = mark(map.standing(node), theme);
    let standing = standing_in_words(words, map, node);
    rows.extend(
        wrapped(&standing, width.saturating_sub(2), theme.text()).into_iter().map(|row| row.prefixed(format!("{sign} "), sign_style)),
    );
    let mut section = |heading: &str, entries: Vec<Row>| {
        if !entries.is_empty() {
            rows.push(Row::blank());
            rows.push(Row::of(heading.to_owned(), theme.heading()));
            rows.extend(entries);
        }
    };
    let plain = |text: &str| hanging(theme, "  ", theme.text(), text, width, theme.text());
    if let Some(Node::Question(from)) = row.under.and_then(|under| map.diagram.row(under)).map(|row| row.node) {
        let by = format!("{} → **{}**", tree[from].prompt, edges_in_words(words, tree, from, &row.edges));
        section(&words.map.comes_by, plain(&by));
    }
    match node {
        Node::Question(ix) => {
            let step = map.step(node);
            if let Some(step) = step {
                let answer = format!("{}{}", brief::step_answer(words, tree, step), brief::assumed_mark(words, step.assumed));
                section(&words.map.answer, hanging(theme, "  → ", theme.accent(), &answer, width, theme.strong()));
            }
            let question = &tree[ix];
            let answers: Vec<String> = match &question.kind {
                Kind::Number(scale) => text::bands(&state.pack, scale),
                Kind::Choice { options, .. } | Kind::Select { options, .. } => {
                    options.iter().map(|option| format!("**{}**: {}", option.label, option.meaning)).collect()
                }
            };
            let chosen = |at: usize| match step.map(|step| step.settled) {
                Some(Settled::Option(chosen) | Settled::Band(chosen)) => chosen == at,
                Some(Settled::Options(set)) => set >> at & 1 == 1,
                None => false,
            };
            let line = |(at, answer): (usize, &String)| {
                let (mark, style) = if chosen(at) { ("✓ ", theme.good()) } else { ("· ", theme.dim()) };
                hanging(theme, mark, style, answer, width, theme.text())
            };
            section(&words.map.options, answers.iter().enumerate().flat_map(line).collect());
            section(&words.walk.why, plain(&question.why));
        }
        Node::Outcome(ix) => section(&words.outcome.why, plain(&tree[ix].why)),
    }
    let marks = [
        (Standing::Walked, &words.map.walked),
        (Standing::Assumed, &words.map.assumed),
        (Standing::Here, &words.map.here),
        (Standing::Possible, &words.map.possible),
        (Standing::Elsewhere, &words.map.elsewhere),
    ];
    let mut legend: Vec<Row> = Vec::new();
    for (standing, word) in marks {
        let (sign, style) = mark(standing, theme);
        legend.push(Row::of(format!("{sign} "), style).then(word.to_string(), theme.dim()));
    }
    legend.push(Row::of("■ ", theme.text()).then(words.map.an_outcome.to_string(), theme.dim()));
    legend.push(Row::of("+ ", theme.text()).then(words.map.folded.to_string(), theme.dim()));
    section(&words.map.legend, legend);
    rows
}
