//! What stands beside the list of the home screen: a tree, a record or a document described.

use super::overdue;
use crate::content::pack::fill;
use crate::content::text::{Text, clean_line};
use crate::tui::state::{HomeRow, HomeScreen, RecentRecord, State, home_rows};
use crate::tui::theme::Theme;
use crate::tui::view::rows::{Row, hanging, wrapped};

/// The marked row, described.
pub(super) fn describe(state: &State, home: &HomeScreen, theme: Theme, width: usize) -> Vec<Row> {
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
    if state.is_veiled(id) {
        rows.extend([Row::blank(), Row::of(words.ends_in.to_string(), theme.heading())]);
        rows.extend(hanging(theme, "   ", theme.dim(), &state.pack.words().room.ahead, width, theme.dim()));
        return rows;
    }
    rows.extend(bullets(theme, &words.ends_in, tree.outcomes().map(|(_, outcome)| outcome.recommendation.as_str()), width));
    rows
}

fn describe_record(state: &State, listed: &RecentRecord, theme: Theme, width: usize) -> Vec<Row> {
    let words = &state.pack.words().recent;
    let mut rows = Vec::new();
    match &listed.gist {
        Ok(_) if listed.is_at_hand && state.hides_own() => rows.extend(wrapped(&state.pack.words().room.ahead, width, theme.dim())),
        Ok(gist) => {
            let title = if gist.title.is_empty() { &*words.untitled } else { &gist.title };
            rows.extend(wrapped(title, width, theme.accent()));
            for warning in overdue(state, gist) {
                rows.extend(hanging(theme, "! ", theme.warning(), &warning, width, theme.warning()));
            }
            let walks = gist.trees.iter().map(|(title, outcome)| format!("{title}: {}", outcome.as_deref().unwrap_or(&words.waits)));
            rows.extend(plain_bullets(theme, &words.trees, walks, width));
            rows.extend(plain_bullets(theme, &words.participants, gist.participants.iter().cloned(), width));
            let to_find_out = gist.to_find_out.iter().map(|asked| {
                let owner = if asked.owner.is_empty() { &*words.nobody } else { &asked.owner };
                match asked.due {
                    Some(due) => fill(&words.by, &[("question", &asked.question), ("owner", owner), ("date", &due.to_string())]),
                    None if asked.owner.is_empty() => asked.question.clone(),
                    None => format!("{} ({owner})", asked.question),
                }
            });
            rows.extend(plain_bullets(theme, &words.to_find_out, to_find_out, width));
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
