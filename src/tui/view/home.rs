//! What are you deciding?

use ratatui::layout::Rect;

use super::TWO_COLUMNS;
use super::painter::{Painter, first_line, fit};
use super::rows::{Row, hanging, wrapped};
use crate::content::pack::{Listed, fill};
use crate::content::text::{Text, clean_line};
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
    if !state.contradictions.is_empty() {
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
    let below = match route.outcome().filter(|_| walked) {
        Some(outcome) => hanging(theme, "  ✓ ", theme.good(), &tree[outcome].recommendation, width, theme.strong()),
        None => hanging(theme, "    ", theme.text(), &tree.summary, width, theme.text()),
    };
    Told { title: Row::of(tree.title.to_string(), theme.strong()).then(begun, theme.dim()), below, is_unread: false }
}

/// Results that contradict each other.
fn contradicted(state: &State, theme: Theme, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    if !state.contradictions.is_empty() {
        rows.extend([Row::blank(), Row::of(state.pack.words().home.conflicts.to_string(), theme.warning())]);
    }
    for contradicted in state.contradictions.iter() {
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
    let title = if gist.title.is_empty() { &*words.untitled } else { &gist.title };
    let date = listed.changed.to_string();
    let decided = if gist.is_decided() { &words.decided } else { &words.open };
    let mut line = fill(&words.line, &[("status", gist.status.as_str()), ("state", decided), ("date", &date)]);
    if listed.is_at_hand && state.review.saving.file.is_some() {
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
    let assumptions = match gist.overdue() {
        0 => None,
        1 => Some(words.overdue_one.to_string()),
        n => Some(fill(&words.overdue, &[("n", &n.to_string())])),
    };
    let revisit = gist.revisit.filter(|_| gist.is_revisit_due).map(|on| fill(&words.revisit_due, &[("date", &on.to_string())]));
    assumptions.into_iter().chain(revisit).collect()
}

fn describe(state: &State, home: &HomeScreen, theme: Theme, width: usize) -> Vec<Row> {
    match home_rows(&state.pack, &state.recents).get(home.cursor) {
        Some(HomeRow::Tree(id)) => describe_tree(state, id, theme, width),
        Some(HomeRow::Record(path)) => {
            state.recents.of(path).map(|listed| describe_record(state, listed, theme, width)).unwrap_or_default()
        }
        Some(HomeRow::Document(id)) => describe_document(state, id, theme, width),
        Some(HomeRow::MoreRecords) | None => Vec::new(),
    }
}

fn describe_tree(state: &State, id: &str, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().home;
    let Some(tree) = state.pack.tree(id) else { return Vec::new() };
    let mut rows = vec![Row::of(tree.title.to_string(), theme.accent())];
    let (questions, outcomes) = (tree.questions().len().to_string(), tree.outcomes().len().to_string());
    rows.push(Row::of(fill(&words.counts, &[("questions", &questions), ("outcomes", &outcomes)]), theme.dim()));
    rows.extend(bullets(theme, &words.worries, tree.worries.iter().map(Text::as_str), width));
    rows.extend(bullets(theme, &words.ends_in, tree.outcomes().map(|(_, outcome)| outcome.recommendation.as_str()), width));
    rows
}

fn describe_record(state: &State, listed: &RecentRecord, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().recent;
    let mut rows = Vec::new();
    match &listed.gist {
        Ok(gist) => {
            let title = if gist.title.is_empty() { &*words.untitled } else { &gist.title };
            rows.extend(wrapped(title, width, theme.accent()));
            for warning in overdue(state, gist) {
                rows.extend(hanging(theme, "! ", theme.warning(), &warning, width, theme.warning()));
            }
            let walks = gist.trees.iter().map(|(title, outcome)| format!("{title}: {}", outcome.as_deref().unwrap_or(&words.waits)));
            rows.extend(plain_bullets(theme, &words.trees, walks, width));
            rows.extend(plain_bullets(theme, &words.participants, gist.participants.iter().cloned(), width));
            let assumptions = gist.assumptions.iter().map(|assumption| {
                let owner = if assumption.owner.is_empty() { &*words.nobody } else { &assumption.owner };
                match assumption.due {
                    Some(due) => fill(&words.by, &[("question", &assumption.question), ("owner", owner), ("date", &due.to_string())]),
                    None if assumption.owner.is_empty() => assumption.question.clone(),
                    None => format!("{} ({owner})", assumption.question),
                }
            });
            rows.extend(plain_bullets(theme, &words.assumptions, assumptions, width));
            if let Some(on) = gist.revisit.filter(|_| !gist.is_revisit_due) {
                rows.push(Row::blank());
                rows.extend(wrapped(&fill(&words.revisit, &[("date", &on.to_string())]), width, theme.text()));
            }
        }
        Err(why) => {
            rows.push(Row::of(words.broken.to_string(), theme.bad()));
            rows.extend(wrapped(why, width, theme.warning()));
        }
    }
    rows.extend([Row::blank(), Row::of(words.file.to_string(), theme.heading())]);
    rows.extend(wrapped(&clean_line(&listed.path.to_string_lossy()), width, theme.dim()));
    rows
}

fn describe_document(state: &State, id: &str, theme: Theme, width: usize) -> Vec<Row> {
    let Some(document) = state.pack.document(id) else { return Vec::new() };
    let mut rows = vec![Row::of(document.title.clone(), theme.accent()), Row::blank()];
    let headings = document.headings.iter().filter(|heading| heading.level == 2);
    rows.extend(headings.flat_map(|heading| hanging(theme, " · ", theme.dim(), &heading.text, width, theme.text())));
    rows
}

/// A heading with a list of texts in Markdown under it; nothing when the list is empty.
fn bullets<'t>(theme: Theme, heading: &str, lines: impl Iterator<Item = &'t str>, width: usize) -> Vec<Row> {
    under(theme, heading, lines.map(|line| hanging(theme, " · ", theme.dim(), line, width, theme.text())))
}

/// The same for texts as people typed them.
fn plain_bullets(theme: Theme, heading: &str, lines: impl Iterator<Item = String>, width: usize) -> Vec<Row> {
    let rows = |line: String| {
        let rows = wrapped(&line, width.saturating_sub(3), theme.text()).into_iter().enumerate();
        rows.map(|(at, row)| row.prefixed(if at == 0 { " · " } else { "   " }, theme.dim())).collect()
    };
    under(theme, heading, lines.map(rows))
}

fn under(theme: Theme, heading: &str, entries: impl Iterator<Item = Vec<Row>>) -> Vec<Row> {
    let rows: Vec<Row> = entries.flatten().collect();
    let above = if rows.is_empty() { Vec::new() } else { vec![Row::blank(), Row::of(heading.to_owned(), theme.heading())] };
    above.into_iter().chain(rows).collect()
}
