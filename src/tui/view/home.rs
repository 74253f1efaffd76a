//! What are you deciding?

mod description;

use description::describe;
use ratatui::layout::Rect;

use super::TWO_COLUMNS;
use super::painter::{Painter, first_line, fit};
use super::rows::{Row, hanging, wrapped};
use crate::content::pack::{Listed, fill};
use crate::content::text::clean_line;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{Gist, HomeRow, HomeScreen, RecentRecord, State, home_rows};
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
    let rows = describe(state, home, theme, usize::from(beside.width.saturating_sub(2)).min(90));
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
    let recent = &state.pack.words().recent;
    let mut rows = vec![Row::of(words.decide.to_string(), theme.accent())];
    if state.contradicted().next().is_some() {
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
    let mut trees = trees.iter();
    let mut before = None;
    for (at, row) in home_rows(&state.pack, &state.recents).iter().enumerate() {
        let heading = match (&before, row) {
            (Some(HomeRow::Tree(_)) | None, HomeRow::Record(_)) => Some(&recent.heading),
            (Some(HomeRow::Record(_) | HomeRow::MoreRecords), HomeRow::Tree(_)) => Some(&recent.more_to_decide),
            (Some(HomeRow::Document(_)), HomeRow::Document(_)) => None,
            (_, HomeRow::Document(_)) => {
                rows.extend(contradicted(state, theme, width));
                Some(&words.read)
            }
            _ => None,
        };
        if let Some(heading) = heading {
            rows.extend([Row::blank(), Row::of(heading.to_string(), theme.heading())]);
        }
        match row {
            HomeRow::Tree(_) => {
                let Some(listed) = trees.next() else { continue };
                let told = tree(state, listed, theme, width);
                if told.is_unread {
                    unread.push((rows.len(), listed.id));
                }
                entry(&mut rows, at, told.title, told.below);
            }
            HomeRow::Record(path) => {
                let Some(listed) = state.recents.of(path) else { continue };
                let (title, below) = record(state, listed, theme, width);
                entry(&mut rows, at, title, below);
            }
            HomeRow::MoreRecords => {
                let more = fill(&recent.more, &[("n", &state.recents.hidden().to_string())]);
                entry(&mut rows, at, Row::of(more, theme.dim()), Vec::new());
            }
            HomeRow::Document(id) => entry(&mut rows, at, Row::of(state.pack.document_title(id), theme.text()), Vec::new()),
        }
        before = Some(row.clone());
    }
    if !matches!(before, Some(HomeRow::Document(_))) {
        rows.extend(contradicted(state, theme, width));
    }
    let layers: Vec<&str> = state.pack.layers().skip(1).collect();
    if !layers.is_empty() {
        rows.push(Row::blank());
        let packs = clean_line(&layers.join(", ")).into_owned();
        rows.extend(wrapped(&fill(&words.laid_over, &[("packs", &packs)]), width, theme.dim()));
    }
    List { rows, keep, unread }
}

/// How a tree is listed.
struct Told {
    title: Row,
    below: Vec<Row>,
    /// Whether only its beginning was read.
    is_unread: bool,
}

fn tree(state: &State, Listed { id, header }: &Listed<'_>, theme: Theme, width: usize) -> Told {
    let words = &state.pack.words().home;
    let loaded = match (state.pack.tree_file_if_read(id), header) {
        (Some(file), _) => file.value.as_ref(),
        (None, Some(header)) => {
            let below = hanging(theme, "    ", theme.text(), &header.summary, width, theme.text());
            return Told { title: Row::of(header.title.to_string(), theme.strong()), below, is_unread: true };
        }
        (None, None) => state.pack.tree(id),
    };
    let Some(tree) = loaded else {
        let why = Row::of(format!("    {}", words.does_not_load), theme.warning());
        return Told { title: Row::of(format!("! {id}"), theme.bad()), below: vec![why], is_unread: false };
    };
    let route = state.consultation.route(tree);
    let walked = state.walked.iter().any(|walked| walked == id);
    let (word, n) = match walked {
        true => (&words.begun, route.steps.len()),
        false => (&words.known, state.consultation.answers().known(tree)),
    };
    let begun = if n == 0 { String::new() } else { format!("  {}", fill(word, &[("n", &n.to_string())])) };
    let below = match route.outcome().filter(|_| walked && !state.is_veiled(id)) {
        Some(outcome) => hanging(theme, "  ✓ ", theme.good(), &tree[outcome].recommendation, width, theme.strong()),
        None => hanging(theme, "    ", theme.text(), &tree.summary, width, theme.text()),
    };
    Told { title: Row::of(tree.title.to_string(), theme.strong()).then(begun, theme.dim()), below, is_unread: false }
}

/// Results that contradict each other.
fn contradicted(state: &State, theme: Theme, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for contradicted in state.contradicted() {
        if rows.is_empty() {
            rows.extend([Row::blank(), Row::of(state.pack.words().home.conflicts.to_string(), theme.warning())]);
        }
        rows.extend(hanging(theme, "  ! ", theme.warning(), &contradicted.entry.text, width, theme.text()));
    }
    rows
}

/// A record in two lines, and what of it is overdue; beside the list, or opened, it tells the rest.
fn record(state: &State, listed: &RecentRecord, theme: Theme, width: usize) -> (Row, Vec<Row>) {
    let words = &state.pack.words().recent;
    let mark = if state.look.ascii { "~" } else { "…" };
    let gist = match &listed.gist {
        Ok(gist) => gist,
        Err(why) => {
            let title = fit(&format!("! {}  {}", listed.file_name(), words.broken), width.saturating_sub(2), mark);
            let why = wrapped(why, width.saturating_sub(4), theme.warning()).into_iter().map(|row| row.prefixed("    ", theme.text()));
            return (Row::of(title, theme.bad()), why.collect());
        }
    };
    let is_own = listed.is_at_hand && state.review.saving.file.is_some();
    if is_own && state.hides_own() {
        let hidden = format!("    {}", fit(&state.pack.words().room.ahead, width.saturating_sub(4), mark));
        return (Row::of(state.pack.words().side_by_side.at_hand.to_string(), theme.strong()), vec![Row::of(hidden, theme.dim())]);
    }
    let title = if gist.title.is_empty() { &*words.untitled } else { &gist.title };
    let date = listed.changed.to_string();
    let decided = if gist.is_decided() { &words.decided } else { &words.open };
    let mut line = fill(&words.line, &[("status", gist.status.as_str()), ("state", decided), ("date", &date)]);
    if is_own {
        line.push_str(&format!(", {}", words.at_hand));
    }
    let mut below = vec![Row::of(format!("    {}", fit(&line, width.saturating_sub(4), mark)), theme.dim())];
    let warnings = overdue(state, gist).join("; ");
    if !warnings.is_empty() {
        below.extend(hanging(theme, "  ! ", theme.warning(), &warnings, width, theme.warning()));
    }
    (Row::of(fit(title, width.saturating_sub(2), mark), theme.strong()), below)
}

/// What of a record waits for longer than it was to.
fn overdue(state: &State, gist: &Gist) -> Vec<String> {
    let words = &state.pack.words().recent;
    let questions = match gist.overdue() {
        0 => None,
        1 => Some(words.overdue_one.to_string()),
        n => Some(fill(&words.overdue, &[("n", &n.to_string())])),
    };
    let revisit = gist.revisit.filter(|_| gist.is_revisit_due).map(|on| fill(&words.revisit_due, &[("date", &on.to_string())]));
    questions.into_iter().chain(revisit).collect()
}
