//! The votes of a room: as they are entered, as bars beside what was voted for, and what stands in place of what is hidden.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::painter::Painter;
use super::rows::{Row, hanging, wrapped};
use crate::advice::walk::{Answer, Key, Step};
use crate::content::pack::fill;
use crate::content::tree::{Kind, Question, QuestionIx, Tree};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{State, VotesOverlay, WalkScreen, agreeing, ballot, sum};
use crate::tui::theme::Theme;

/// The most columns of a bar.
const BAR: u64 = 20;
/// With less room than this, the header has the short form of its mark.
const MARK_WHOLE: u16 = 60;
/// The longest comfortable line, in columns.
const MEASURE: usize = 90;

pub(super) fn render(state: &State, votes: &VotesOverlay, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = &state.pack.words().room;
    let list = Rect { x: area.x + 1, width: area.width - 1, ..area };
    let width = usize::from(list.width.saturating_sub(2)).min(MEASURE);
    let tree = state.pack.tree(&votes.tree);
    let Some(question) = tree.and_then(|tree| Some(&tree[tree.question(&votes.question)?])) else { return Vec::new() };
    let each = if matches!(question.kind, Kind::Select { .. }) { &words.each_of_set } else { &words.each };
    let mut rows = wrapped(&question.prompt, width, theme.accent());
    rows.extend(wrapped(each, width, theme.dim()));
    rows.push(Row::blank());
    let mut keep = None;
    let ballot = ballot(&state.pack, question, &votes.counts);
    let cursor = votes.cursor.min(ballot.len().saturating_sub(1));
    for (at, choosable) in ballot.iter().enumerate() {
        let marked = at == cursor;
        let first = rows.len();
        let count = votes.counts.get(&choosable.id).copied().unwrap_or(0);
        let front = if marked { format!("▸ {count:>4}▏ ") } else { format!("  {count:>4}  ") };
        for row in hanging(theme, &front, theme.accent(), &choosable.label, width, theme.strong()) {
            let row = if marked { row.marked(theme.selected()) } else { row };
            rows.push(row.doing(Some(Action::Click(Pane::Main, at))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    rows.push(Row::of(format!("  {}", "─".repeat(4)), theme.rule()));
    rows.extend(hanging(theme, &format!("  {:>4}  ", sum(&votes.counts)), theme.strong(), &words.sum, width, theme.text()));
    rows.push(Row::blank());
    rows.extend(wrapped(&words.unsure, width, theme.dim()));
    painter.pane(Pane::Main, list, &rows, votes.scroll, keep);
    Vec::new()
}

/// The mark of the header that says that what answers lead to is hidden.
pub(super) fn mark(state: &State, width: u16) -> String {
    let words = &state.pack.words().room;
    match (state.review.room.on, width >= MARK_WHOLE) {
        (false, _) => String::new(),
        (true, true) => format!("  ■ {}", words.mark),
        (true, false) => format!(" ■ {}", words.mark_short),
    }
}

/// The mark of a step in the path: how many voted as it was answered; of a set, how many votes there are.
pub(super) fn of_step(state: &State, tree: &Tree, step: &Step, votes: &BTreeMap<String, u32>) -> String {
    let (words, question) = (&state.pack.words().room, &tree[step.question]);
    let all = sum(votes).to_string();
    if matches!(question.kind, Kind::Select { .. }) {
        return format!("{} {all}", words.votes);
    }
    let answer = if step.assumed { Answer::Unsure } else { Answer::Given(step.value.clone()) };
    let n = agreeing(question, votes, &answer).to_string();
    format!("{} {}", words.votes, fill(&words.share, &[("n", &n), ("all", &all)]))
}

/// A row with a bar and figures for the votes of something; none while there are no votes to show. In a set one may vote for several:
/// there the bars are held against the longest, and nothing is said of all.
pub(super) fn bar(
    state: &State,
    theme: Theme,
    votes: Option<&BTreeMap<String, u32>>,
    question: &Question,
    id: &str,
    indent: usize,
) -> Option<Row> {
    let votes = votes?;
    let is_set = matches!(question.kind, Kind::Select { .. });
    let count = votes.get(id).copied().unwrap_or(0);
    let all = if is_set { votes.values().copied().max().unwrap_or(0) } else { sum(votes) };
    let full = u64::from(count) * BAR / u64::from(all.max(1));
    // The fewest votes are seen too.
    let full = if count > 0 { full.max(1) } else { 0 } as usize;
    let (n, all) = (count.to_string(), all.to_string());
    let share = if is_set { n } else { fill(&state.pack.words().room.share, &[("n", &n), ("all", &all)]) };
    let row = Row::of(" ".repeat(indent), theme.text()).then("■".repeat(full), theme.accent());
    Some(row.then("·".repeat((BAR as usize).saturating_sub(full)), theme.dim()).then(format!("  {share}"), theme.strong()))
}

/// What stands above the options of a question that the room has yet to vote on.
pub(super) fn hint(state: &State, tree: &Tree, question: QuestionIx, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().room;
    let key = Key::of(tree, question);
    if !state.review.room.hides(&key) {
        return Vec::new();
    }
    let text = match state.votes(&key) {
        Some(votes) => fill(&words.hint_voted, &[("n", &sum(votes).to_string())]),
        None => words.hint.to_string(),
    };
    hanging(theme, "■ ", theme.warning(), &text, width, theme.warning())
}

/// What stands in the place of an outcome that is hidden: how many questions had votes, and which had none.
pub(super) fn veil(state: &State, walk: &WalkScreen, tree: &Tree, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().room;
    let (with, without) = state.voted_steps(walk, tree);
    let (n, all) = (with.len().to_string(), (with.len() + without.len()).to_string());
    let share = fill(&words.share, &[("n", &n), ("all", &all)]);
    let mut rows = hanging(theme, "■ ", theme.warning(), &words.outcome, width, theme.accent());
    rows.push(Row::blank());
    rows.extend(wrapped(&fill(&words.voted, &[("share", &share)]), width, theme.text()));
    if !without.is_empty() {
        rows.extend([Row::blank(), Row::of(words.without.to_string(), theme.heading())]);
    }
    for question in without {
        let prompt = hanging(theme, " · ", theme.dim(), &tree[question].prompt, width, theme.text());
        rows.extend(prompt.into_iter().map(|row| row.doing(Some(Action::Revisit(question)))));
    }
    rows
}
