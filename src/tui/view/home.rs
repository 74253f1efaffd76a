//! What are you deciding?

use ratatui::layout::Rect;

use super::TWO_COLUMNS;
use super::painter::{Painter, first_line};
use super::rows::{Row, hanging, wrapped};
use crate::content::pack::{Listed, fill};
use crate::content::text::Text;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{HomeScreen, State};
use crate::tui::theme::Theme;

pub(super) fn render(state: &State, home: &HomeScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let trees = state.pack.listing();
    let wide = area.width >= TWO_COLUMNS;
    let list_width = if wide { area.width / 2 } else { area.width };
    let width = usize::from(list_width.saturating_sub(3));
    let mut listed = list(state, home, &trees, theme, width);
    // Whether a tree loads is told of those in sight: of a pack with many, the others are not parsed.
    let height = usize::from(area.height);
    let top = first_line(listed.rows.len(), height, home.scroll, listed.keep.clone());
    let unread: Vec<&str> = listed.unread.iter().filter(|(at, _)| (top..top + height).contains(at)).map(|(_, id)| *id).collect();
    if !unread.is_empty() {
        for id in unread {
            let _ = state.pack.tree_file(id);
        }
        listed = list(state, home, &trees, theme, width);
    }
    let List { rows, keep, .. } = listed;
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: list_width - 1, ..area }, &rows, home.scroll, keep);
    if !wide {
        return Vec::new();
    }
    let joint = area.x + list_width;
    painter.divider(joint, area);
    let beside = Rect { x: joint + 2, width: area.right() - joint - 2, ..area };
    let rows = describe(state, home, &trees, theme, usize::from(beside.width.saturating_sub(2)).min(90));
    painter.pane(Pane::Beside, beside, &rows, home.beside, None);
    vec![joint]
}

/// The list, as it is drawn.
struct List<'a> {
    rows: Vec<Row>,
    /// The rows of the marked entry.
    keep: Option<std::ops::Range<usize>>,
    /// The trees of which only the beginning was read, each with its first row.
    unread: Vec<(usize, &'a str)>,
}

fn list<'a>(state: &State, home: &HomeScreen, trees: &[Listed<'a>], theme: Theme, width: usize) -> List<'a> {
    let words = &state.pack.words().home;
    let mut rows = vec![Row::of(words.decide.to_string(), theme.accent())];
    let contradicted: Vec<_> = state.contradicted().collect();
    if !contradicted.is_empty() {
        // What they are stands behind the trees, which may be out of sight.
        rows.extend(hanging(theme, "! ", theme.warning(), &words.conflicts_below, width, theme.warning()));
    }
    rows.push(Row::blank());
    let (mut keep, mut unread) = (None, Vec::new());
    let mut entry = |rows: &mut Vec<Row>, at: usize, title: Row, below: Vec<Row>| {
        let marked = home.cursor == at;
        let first = rows.len();
        let title = title.prefixed(if marked { "▸ " } else { "  " }, theme.accent());
        let title = if marked { title.marked(theme.selected()) } else { title };
        for row in std::iter::once(title).chain(below) {
            rows.push(row.doing(Some(Action::Click(Pane::Main, at))));
        }
        if marked {
            keep = Some(first..rows.len());
        }
    };
    for (at, Listed { id, header }) in trees.iter().enumerate() {
        let loaded = match (state.pack.tree_file_if_read(id), header) {
            (Some(file), _) => file.value.as_ref(),
            (None, Some(header)) => {
                unread.push((rows.len(), *id));
                let summary = hanging(theme, "    ", theme.text(), &header.summary, width, theme.text());
                entry(&mut rows, at, Row::of(header.title.to_string(), theme.strong()), summary);
                continue;
            }
            (None, None) => state.pack.tree(id),
        };
        match loaded {
            Some(tree) => {
                let summary = hanging(theme, "    ", theme.text(), &tree.summary, width, theme.text());
                let route = state.consultation.route(tree);
                let walked = state.walked.iter().any(|walked| walked == id);
                let (word, n) = match walked {
                    true => (&words.begun, route.steps.len()),
                    false => (&words.known, state.consultation.answers().known(tree)),
                };
                let begun = if n == 0 { String::new() } else { format!("  {}", fill(word, &[("n", &n.to_string())])) };
                let mut below = summary;
                if let Some(outcome) = route.outcome().filter(|_| walked && !state.is_veiled(id)) {
                    below = hanging(theme, "  ✓ ", theme.good(), &tree[outcome].recommendation, width, theme.strong());
                }
                entry(&mut rows, at, Row::of(tree.title.to_string(), theme.strong()).then(begun, theme.dim()), below);
            }
            None => {
                let why = Row::of(format!("    {}", words.does_not_load), theme.warning());
                entry(&mut rows, at, Row::of(format!("! {id}"), theme.bad()), vec![why]);
            }
        }
    }
    if !contradicted.is_empty() {
        rows.extend([Row::blank(), Row::of(words.conflicts.to_string(), theme.warning())]);
    }
    for contradicted in contradicted {
        rows.extend(hanging(theme, "  ! ", theme.warning(), &contradicted.entry.text, width, theme.text()));
    }
    rows.push(Row::blank());
    rows.push(Row::of(words.read.to_string(), theme.heading()));
    for (at, id) in state.pack.document_ids().enumerate() {
        let title = state.pack.document_title(id).to_owned();
        entry(&mut rows, trees.len() + at, Row::of(title, theme.text()), Vec::new());
    }
    let layers: Vec<&str> = state.pack.layers().skip(1).collect();
    if !layers.is_empty() {
        rows.push(Row::blank());
        let packs = crate::content::text::clean_line(&layers.join(", ")).into_owned();
        rows.extend(wrapped(&fill(&words.laid_over, &[("packs", &packs)]), width, theme.dim()));
    }
    List { rows, keep, unread }
}

fn describe(state: &State, home: &HomeScreen, trees: &[Listed<'_>], theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().home;
    if let Some(listed) = trees.get(home.cursor) {
        let Some(tree) = state.pack.tree(listed.id) else { return Vec::new() };
        let mut rows = vec![Row::of(tree.title.to_string(), theme.accent())];
        let (questions, outcomes) = (tree.questions().len().to_string(), tree.outcomes().len().to_string());
        rows.push(Row::of(fill(&words.counts, &[("questions", &questions), ("outcomes", &outcomes)]), theme.dim()));
        let mut list = |heading: &str, lines: &mut dyn Iterator<Item = &Text>| {
            let mut lines = lines.peekable();
            if lines.peek().is_some() {
                rows.push(Row::blank());
                rows.push(Row::of(heading.to_owned(), theme.heading()));
            }
            for line in lines {
                rows.extend(hanging(theme, " · ", theme.dim(), line, width, theme.text()));
            }
        };
        list(&words.worries, &mut tree.worries.iter());
        if !state.is_veiled(listed.id) {
            list(&words.ends_in, &mut tree.outcomes().map(|(_, outcome)| &outcome.recommendation));
            return rows;
        }
        rows.push(Row::blank());
        rows.push(Row::of(words.ends_in.to_string(), theme.heading()));
        rows.extend(hanging(theme, "   ", theme.dim(), &state.pack.words().room.ahead, width, theme.dim()));
        return rows;
    }
    let document =
        home.cursor.checked_sub(trees.len()).and_then(|at| state.pack.document_ids().nth(at)).and_then(|id| state.pack.document(id));
    let Some(document) = document else { return Vec::new() };
    let mut rows = vec![Row::of(document.title.clone(), theme.accent()), Row::blank()];
    let headings = document.headings.iter().filter(|heading| heading.level == 2);
    rows.extend(headings.flat_map(|heading| hanging(theme, " · ", theme.dim(), &heading.text, width, theme.text())));
    rows
}
