//! A question with its options, or an outcome; the path beside it; reference text where there is room.

use std::ops::Range;

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::TWO_COLUMNS;
use super::painter::Painter;
use super::reader;
use super::review;
use super::rows::{Row, banner, hanging, sections, wrapped};
use super::votes;
use crate::advice::walk::{End, Key, answer_label};
use crate::content::document::{lay_out, split_reference};
use crate::content::pack::fill;
use crate::content::tree::{Kind, OutcomeIx, QuestionIx, Scale, Settled, Tree};
use crate::paper::export::brief::LinkTarget;
use crate::paper::export::{brief, text};
use crate::tui::action::{Action, Context, Pane, shown_key};
use crate::tui::state::{self, State, WalkScreen, not_sure_row};
use crate::tui::theme::Theme;

const THREE_COLUMNS: u16 = 140;
/// How far the bars of votes are set in.
const VOTES_INDENT: usize = 7;
/// With less room than this beside its label, an option's meaning stands under it.
const MEANING_BESIDE: usize = 36;

pub(super) fn render(state: &State, walk: &WalkScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let Some(tree) = state.pack.tree(&walk.tree) else { return Vec::new() };
    let (side, beside) = match area.width {
        width if width >= THREE_COLUMNS => (38, (width - 38) * 2 / 5),
        width if width >= TWO_COLUMNS => (33, 0),
        _ => (0, 0),
    };
    if side == 0 && walk.pane == Pane::Side {
        path(state, walk, tree, area, painter);
        return Vec::new();
    }
    let mut joints = Vec::new();
    if side > 0 {
        path(state, walk, tree, Rect { width: side, ..area }, painter);
        joints.push(area.x + side);
    }
    let start = if side > 0 { side + 2 } else { 1 };
    let gap = if beside > 0 { 2 } else { 0 };
    main(state, walk, tree, Rect { x: area.x + start, width: area.width - start - beside - gap, ..area }, painter);
    if beside > 0 {
        let x = area.right() - beside;
        text_beside(state, walk, Rect { x, width: beside, ..area }, painter);
        joints.push(x - 2);
    }
    for joint in &joints {
        painter.divider(*joint, area);
    }
    joints
}

/// How far the walk is, in words.
pub(super) fn progress(state: &State, walk: &WalkScreen) -> String {
    let words = &state.pack.words().walk;
    let at = walk.revisiting.and_then(|ix| walk.route.steps.iter().position(|step| step.question == ix));
    if walk.route.outcome().is_some() && at.is_none() {
        let assumed = walk.route.steps.iter().filter(|step| step.assumed).count();
        let (n, assumed_count) = (walk.route.steps.len().to_string(), assumed.to_string());
        let word = match (walk.route.steps.len(), assumed) {
            (1, 0) => &words.done_one,
            (1, _) => &words.done_one_assumed,
            (_, 0) => &words.done,
            _ => &words.done_assumed,
        };
        return fill(word, &[("n", &n), ("assumed", &assumed_count)]);
    }
    if let Some(at) = at {
        let (n, all) = ((at + 1).to_string(), walk.route.steps.len().to_string());
        return fill(&words.progress_back, &[("n", &n), ("all", &all)]);
    }
    let n = (walk.route.steps.len() + 1).to_string();
    let Some(ahead) = &walk.ahead else { return fill(&words.progress_unknown, &[("n", &n)]) };
    let (min, max) = (ahead.fewest.to_string(), ahead.most.to_string());
    let word = match (ahead.exact, ahead.fewest, ahead.most) {
        (false, ..) => &words.progress_about,
        (true, 1, 1) => &words.progress_last,
        (true, fewest, most) if fewest == most => &words.progress_one,
        _ => &words.progress,
    };
    fill(word, &[("n", &n), ("min", &min), ("max", &max)])
}

fn path(state: &State, walk: &WalkScreen, tree: &Tree, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    let words = &state.pack.words().walk;
    let width = usize::from(area.width.saturating_sub(2));
    let mut rows = vec![Row::of(format!(" {}", words.path), theme.heading())];
    if walk.route.steps.is_empty() {
        rows.extend(hanging(theme, "   ", theme.dim(), &words.empty_path, width, theme.dim()));
    }
    let shown = walk.revisiting.or_else(|| walk.route.open()).filter(|_| walk.viewing.is_none());
    let mut keep = None;
    for (at, step) in walk.route.steps.iter().enumerate() {
        let marked = walk.pane == Pane::Side && walk.path_cursor == at;
        // The pointer is where keys act: in this pane while it has the focus, else at the question that is shown.
        let pointed = if walk.pane == Pane::Side { marked } else { shown == Some(step.question) };
        let front = format!("{}{:>2} ", if pointed { "▸" } else { " " }, at + 1);
        let first = rows.len();
        let mut lines = hanging(theme, &front, theme.accent(), &tree[step.question].prompt, width, theme.dim());
        let answer = brief::step_answer(state.pack.words(), tree, step);
        let mut marks = Vec::new();
        if step.assumed {
            marks.push(format!("! {}", words.assumed));
        }
        if step.repeated || state.consultation.is_known(tree, step.question) {
            marks.push(format!("= {}", words.known));
        }
        if state.consultation.is_kept(tree, step.question) {
            marks.push(format!("? {}", words.kept));
        }
        if let Some(votes) = state.votes_shown(tree, step.question) {
            marks.push(votes::of_step(state, tree, step, votes));
        }
        marks.extend(review::marks(state, tree, step));
        let mut answer_rows = wrapped(&answer, width.saturating_sub(6).max(8), theme.strong());
        let marks = marks.join(", ");
        match answer_rows.last_mut() {
            _ if marks.is_empty() => {}
            Some(row) if row.pieces.iter().map(|piece| piece.text.width()).sum::<usize>() + marks.width() + 8 <= width => {
                row.pieces.push(super::rows::RowPiece { text: format!("  {marks}"), style: theme.warning(), action: None });
            }
            _ => answer_rows.extend(wrapped(&marks, width.saturating_sub(6).max(8), theme.warning())),
        }
        lines.extend(
            answer_rows.into_iter().enumerate().map(|(line, row)| row.prefixed(if line == 0 { "    → " } else { "      " }, theme.dim())),
        );
        for row in lines {
            let row = if marked { row.marked(theme.selected()) } else { row };
            rows.push(row.doing(Some(Action::Revisit(step.question))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    rows.push(Row::blank());
    let marked_outcome = still_possible(state, walk, tree, theme, width, &mut rows);
    keep = keep.or(marked_outcome);
    if let Some(question) = walk.find_out() {
        let at = walk.path_rows().count() - 1;
        let marked = walk.pane == Pane::Side && walk.path_cursor == at;
        rows.push(Row::blank());
        rows.push(Row::of(format!(" {}", state.pack.words().insight.find_out), theme.heading()));
        let first = rows.len();
        let front = if marked { "▸? " } else { " ? " };
        for row in hanging(theme, front, theme.accent(), &tree[question].prompt, width, theme.text()) {
            let row = if marked { row.marked(theme.selected()) } else { row };
            rows.push(row.doing(Some(Action::Follow(LinkTarget::Question(question)))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    if !walk.route.inactive.is_empty() {
        rows.push(Row::blank());
        rows.push(Row::of(format!(" {}", words.inactive), theme.dim()));
        for ix in &walk.route.inactive {
            let answer = state.consultation.answers().get(&Key::of(tree, *ix));
            let label = answer.map(|answer| answer_label(&tree[*ix], &answer.value(&tree[*ix]), &words.none_of_these)).unwrap_or_default();
            rows.extend(hanging(theme, "  × ", theme.dim(), &format!("{} {label}", tree[*ix].prompt), width, theme.dim()));
        }
    }
    painter.pane(Pane::Side, area, &rows, walk.scroll(Pane::Side), keep);
}

fn still_possible(state: &State, walk: &WalkScreen, tree: &Tree, theme: Theme, width: usize, rows: &mut Vec<Row>) -> Option<Range<usize>> {
    let words = &state.pack.words().walk;
    if state.is_veiled(&walk.tree) {
        rows.push(Row::of(format!(" {}", words.still_possible), theme.heading()));
        rows.extend(hanging(theme, "   ", theme.dim(), &state.pack.words().room.ahead, width, theme.dim()));
        return None;
    }
    let Some(ahead) = &walk.ahead else {
        rows.push(Row::of(format!(" {}", words.still_possible), theme.heading()).then(format!("  {}", words.looking), theme.dim()));
        return None;
    };
    let count = text::possible_count(state.pack.words(), tree, ahead);
    let heading = format!(" {}", words.still_possible);
    let pad = " ".repeat(width.saturating_sub(heading.width() + count.width()).max(2));
    rows.push(Row::of(heading, theme.heading()).then(pad, theme.text()).then(count, theme.dim()));
    let steps = walk.route.steps.len();
    let mut keep = None;
    for (at, ix) in ahead.outcomes.iter().enumerate() {
        let recommendation = &tree[*ix].recommendation;
        let marked = walk.pane == Pane::Side && walk.path_cursor == steps + at;
        let first = rows.len();
        // Cut to a line each, so that the list can be taken in at a glance; whole while the pane has the focus.
        let lines = match walk.pane {
            Pane::Side => hanging(theme, if marked { "▸› " } else { " › " }, theme.accent(), recommendation, width, theme.text()),
            _ => vec![Row::of(" › ", theme.accent()).then(recommendation.to_string(), theme.text())],
        };
        for row in lines {
            let row = if marked { row.marked(theme.selected()) } else { row };
            rows.push(row.doing(Some(Action::Follow(LinkTarget::Outcome(*ix)))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    }
    keep
}

fn main(state: &State, walk: &WalkScreen, tree: &Tree, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    let width = usize::from(area.width.saturating_sub(2)).min(reader::MEASURE + 8);
    let (mut rows, mut keep) = match (state.asked(walk), walk.outcome()) {
        (Some((_, ix)), _) => question(state, walk, tree, ix, theme, width),
        (None, Some(_)) if state.is_veiled(&walk.tree) => (votes::veil(state, walk, tree, theme, width), None),
        (None, Some(ix)) => (recommendation(state, walk, tree, ix, theme, width), None),
        (None, None) => (insight_head(state, walk, tree, theme, width), None),
    };
    let first = state.asked(walk).map_or(0, |(tree, ix)| not_sure_row(&tree[ix]) + 1);
    let marked = walk.cursor.and_then(|cursor| cursor.checked_sub(first)).filter(|_| walk.pane == Pane::Main);
    let above = rows.len();
    let (more, links) = sections(theme, &state::sections(state, walk), marked, width);
    rows.extend(more);
    painter.links(links.iter().map(|range| range.start + above).collect());
    keep = keep.or_else(|| marked.and_then(|at| links.get(at)).map(|range| range.start + above..range.end + above));
    painter.pane(Pane::Main, area, &rows, walk.scroll(Pane::Main), keep);
}

fn recommendation(state: &State, walk: &WalkScreen, tree: &Tree, ix: OutcomeIx, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().outcome;
    let mut rows = if walk.viewing.is_some() { wrapped(&state.pack.words().walk.viewing, width, theme.warning()) } else { Vec::new() };
    rows.extend(banner(theme, &words.recommendation, &tree[ix].recommendation, width));
    rows
}

/// What stands above what carries the walk: where it stands.
fn insight_head(state: &State, walk: &WalkScreen, tree: &Tree, theme: Theme, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let (heading, text) = match walk.route.end {
        End::Outcome(ix) => (&words.outcome.recommendation, &tree[ix].recommendation),
        End::Open(ix) => (&words.insight.at_hand, &tree[ix].prompt),
    };
    let mut rows = banner(theme, &format!("{}: {heading}", words.insight.title), text, width);
    if walk.insight.is_none() {
        rows.extend([Row::blank(), Row::of(words.walk.looking.to_string(), theme.dim())]);
    }
    rows
}

fn question(state: &State, walk: &WalkScreen, tree: &Tree, ix: QuestionIx, theme: Theme, width: usize) -> (Vec<Row>, Option<Range<usize>>) {
    let words = &state.pack.words().walk;
    let question = &tree[ix];
    let mut rows = wrapped(&question.prompt, width, theme.accent());
    if walk.revisiting.is_some() {
        let passed = walk.route.steps.iter().any(|step| step.question == ix);
        let is_kept = walk.route.inactive.contains(&ix);
        let word = if passed {
            &words.changing
        } else if is_kept {
            &words.kept_ahead
        } else {
            &words.ahead_of_turn
        };
        rows.extend(wrapped(word, width, theme.dim()));
    } else if walk.insight.as_ref().is_some_and(|insight| insight.immaterial == Some(true)) {
        rows.extend(hanging(theme, "! ", theme.warning(), &state.pack.words().insight.immaterial, width, theme.text()));
    }
    if let Some((_, why)) = walk.route.unfit.iter().find(|(other, _)| *other == ix) {
        rows.extend(wrapped(&fill(&words.unfit, &[("why", &why.to_string())]), width, theme.warning()));
    }
    rows.extend(votes::hint(state, tree, ix, theme, width));
    rows.push(Row::blank());
    let mut keep = None;
    let voted = state.votes_shown(tree, ix);
    let bar = |id: &str, at: Option<usize>, indent: usize| {
        let row = votes::bar(state, theme, voted, question, id, indent);
        row.map(|row| row.doing(at.map(|at| Action::Click(Pane::Main, at))))
    };
    let given = state.consultation.answers().get(&Key::of(tree, ix));
    let answered = given.and_then(|answer| answer.value(question).settle(question).ok()).filter(|_| walk.revisiting.is_some());
    let label_width = question.options().iter().map(|option| option.label.width()).max().unwrap_or(0).max(words.not_sure.width());
    match &question.kind {
        Kind::Choice { options, .. } | Kind::Select { options, .. } => {
            let is_set = matches!(question.kind, Kind::Select { .. });
            for (at, option) in options.iter().enumerate() {
                let key = if at < 9 { (at + 1).to_string() } else { " ".to_owned() };
                let ticked = walk.ticked.contains(&at);
                let state = match (is_set, ticked, answered) {
                    (true, true, _) => "[x] ",
                    (true, false, _) => "[ ] ",
                    (false, _, Some(Settled::Option(chosen))) if chosen == at => "✓ ",
                    (false, _, Some(_)) => "  ",
                    (false, _, None) => "",
                };
                let line = OptionLine { at, key: &key, state, label: &option.label, label_width, detail: &option.meaning };
                option_rows(walk, theme, width, &line, &mut rows, &mut keep);
                rows.extend(bar(&option.id, Some(at), VOTES_INDENT));
            }
            if is_set && voted.is_some() {
                rows.push(Row::of(format!("       {}", words.none_of_these), theme.text()));
                rows.extend(bar(state::NONE, None, VOTES_INDENT));
            }
            if is_set {
                rows.extend(hanging(theme, "     ", theme.dim(), &words.confirm_set, width, theme.dim()));
            }
        }
        Kind::Number(scale) => figure(state, walk, scale, &bar, width, &mut rows, &mut keep),
    }
    let at = not_sure_row(question);
    // A room that votes first is not told which answer costs nothing.
    let is_hidden = state.review.room.hides(&Key::of(tree, ix));
    let assume = if is_hidden { String::new() } else { fill(&words.assume, &[("answer", &text::assumption(&state.pack, tree, ix))]) };
    let key = shown_key(Context::of(&question.kind), &Action::NotSure);
    let state = match (&question.kind, answered) {
        (Kind::Select { .. }, _) => "    ",
        (Kind::Choice { .. }, Some(_)) => "  ",
        _ => "",
    };
    let line = OptionLine { at, key, state, label: &words.not_sure, label_width, detail: &assume };
    option_rows(walk, theme, width, &line, &mut rows, &mut keep);
    rows.extend(bar(state::UNSURE, Some(at), VOTES_INDENT));
    (rows, keep)
}

/// One line that can be chosen.
struct OptionLine<'a> {
    at: usize,
    key: &'a str,
    state: &'a str,
    label: &'a str,
    label_width: usize,
    detail: &'a str,
}

fn option_rows(walk: &WalkScreen, theme: Theme, width: usize, line: &OptionLine<'_>, rows: &mut Vec<Row>, keep: &mut Option<Range<usize>>) {
    let marked = walk.cursor == Some(line.at) && walk.pane == Pane::Main;
    let first = rows.len();
    let mark = if marked { "▸ " } else { "  " };
    let label_style = if marked { theme.selected() } else { theme.strong() };
    let front = format!("{mark}{}  {}", line.key, line.state);
    let pad = " ".repeat(line.label_width.saturating_sub(line.label.width()));
    let head = Row::of(front.clone(), theme.accent()).then(line.label, label_style);
    let indent = front.width() + line.label_width + 2;
    if width >= indent + MEANING_BESIDE {
        let mut details = hanging(theme, "", theme.text(), line.detail, width.saturating_sub(indent), theme.text()).into_iter();
        let mut row = head.then(format!("{pad}  "), theme.text());
        row.pieces.extend(details.next().into_iter().flat_map(|detail| detail.pieces));
        rows.push(row);
        rows.extend(details.map(|detail| Row {
            pieces: Row::of(" ".repeat(indent), theme.text()).pieces.into_iter().chain(detail.pieces).collect(),
            action: None,
        }));
    } else {
        rows.push(head);
        rows.extend(hanging(theme, "       ", theme.text(), line.detail, width, theme.text()));
    }
    for row in rows.iter_mut().skip(first) {
        row.action = Some(Action::Click(Pane::Main, line.at));
    }
    if marked {
        *keep = Some(first..rows.len());
    }
}

/// The bar of the votes for an answer: of its id, its row where it can be marked, and how far it stands in.
type Bar<'a> = dyn Fn(&str, Option<usize>, usize) -> Option<Row> + 'a;

fn figure(
    state: &State,
    walk: &WalkScreen,
    scale: &Scale,
    bar: &Bar<'_>,
    width: usize,
    rows: &mut Vec<Row>,
    keep: &mut Option<Range<usize>>,
) {
    let theme = state.look.theme;
    let words = &state.pack.words().walk;
    let marked = walk.cursor == Some(0) && walk.pane == Pane::Main;
    let (min, max) = (scale.min.to_string(), scale.max.to_string());
    let range = fill(&words.figure, &[("min", &min), ("max", &max), ("unit", &scale.unit)]);
    let typed = if walk.figure.is_empty() { words.figure_none.to_string() } else { walk.figure.clone() };
    let style = match (walk.figure.is_empty(), marked) {
        (_, true) => theme.selected(),
        (true, false) => theme.dim(),
        (false, false) => theme.strong(),
    };
    if marked {
        *keep = Some(rows.len()..rows.len() + 1);
    }
    let row =
        Row::of(if marked { "▸ " } else { "  " }, theme.accent()).then(format!(" {typed}▏"), style).then(format!("  {range}"), theme.dim());
    rows.push(row.doing(Some(Action::Click(Pane::Main, 0))));
    rows.push(Row::blank());
    let within = walk.figure.parse().ok().and_then(|figure| scale.band_of(figure));
    for (at, band) in text::bands(&state.pack, scale).into_iter().enumerate() {
        let here = within == Some(at);
        let style = if here { theme.strong() } else { theme.text() };
        rows.extend(hanging(theme, if here { "   → " } else { "   · " }, theme.accent(), &band, width, style));
        rows.extend(scale.bands.get(at).and_then(|band| bar(&band.id, None, VOTES_INDENT)));
    }
    rows.push(Row::blank());
}

/// The section that the question or outcome points to first.
fn text_beside(state: &State, walk: &WalkScreen, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    if state.asked(walk).is_some_and(|(tree, ix)| state.review.room.hides(&Key::of(tree, ix))) {
        return;
    }
    let links = match (state.asked(walk), state.pack.tree(&walk.tree), walk.route.outcome()) {
        (Some((tree, ix)), ..) => &tree[ix].references,
        (None, Some(tree), Some(ix)) if !state.is_veiled(&walk.tree) => &tree[ix].references,
        _ => return,
    };
    let Some(reference) = links.first() else { return };
    let (id, anchor) = split_reference(&reference.name);
    let Some(document) = state.pack.document(id) else { return };
    let heading = anchor.and_then(|anchor| document.heading(anchor)).unwrap_or(0);
    let width = usize::from(area.width.saturating_sub(2));
    let title = format!("{}: {}", state.pack.words().reader.beside, document.title);
    let style = if walk.pane == Pane::Beside { theme.selected() } else { theme.dim() };
    let mut rows = vec![Row::of(title, style), Row::blank()];
    rows.extend(lay_out(document.section(heading), &document.headings, width).into_iter().map(|line| {
        let mut row = reader::row(theme, line, None);
        // A link here would be followed in the wrong document: the text opens whole with its own key.
        for piece in row.pieces.iter_mut().filter(|piece| piece.action.is_some()) {
            piece.action = None;
            piece.style = theme.text();
        }
        row
    }));
    painter.pane(Pane::Beside, area, &rows, walk.scroll(Pane::Beside), None);
}
