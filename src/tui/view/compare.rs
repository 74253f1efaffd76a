//! Two records beside each other, from the first answer in which they differ.

use ratatui::layout::Rect;

use super::painter::Painter;
use super::rows::{MEASURE, Row, SIDE_BY_SIDE, beside, hanging, wrapped};
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::paper::export::comparison::{end, given_text, parts, remarks};
use crate::paper::record::{Compared, Differing, Header, compare};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{CompareScreen, RecordSource, State};
use crate::tui::theme::Theme;

pub(super) fn render(state: &State, screen: &CompareScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let words = state.pack.words();
    let pane = Rect { x: area.x + 1, width: area.width - 1, ..area };
    let Some(both) = screen.both() else {
        let rows = [Row::of(words.side_by_side.reading.to_string(), theme.dim())];
        painter.pane(Pane::Main, pane, &rows, screen.scroll, None);
        return Vec::new();
    };
    let comparison = compare(&state.pack, both);
    let sheet = Sheet {
        state,
        theme,
        width: usize::from(area.width.saturating_sub(3)),
        names: screen.sources.each_ref().map(|source| file_name(state, source)),
    };
    let [one, other] = &comparison.headers;
    let [first, second] = &sheet.names;
    let mut rows = sheet.pair(|width| sheet.about(first, one, width), |width| sheet.about(second, other, width));
    let (mut keep, mut at) = (None, 0);
    for compared in &comparison.trees {
        rows.extend([Row::blank(), Row::of(compared.tree.title.to_string(), theme.accent())]);
        rows.extend(sheet.results(compared));
        for differing in &compared.differing {
            let start = rows.len();
            rows.push(Row::blank());
            rows.extend(sheet.differing(compared, differing, at, screen.cursor == at));
            if screen.cursor == at {
                keep = Some(start..rows.len());
            }
            at += 1;
        }
    }
    let said = &words.compare;
    let quoted = |ids: &[&str]| ids.iter().map(|id| format!("`{}`", clean_line(id))).collect::<Vec<_>>().join(", ");
    rows.push(Row::blank());
    for (name, only) in [&said.one, &said.other].into_iter().zip(&comparison.only).filter(|(_, only)| !only.is_empty()) {
        rows.extend(hanging(
            theme,
            "",
            theme.text(),
            &fill(&said.only, &[("side", name), ("trees", &quoted(only))]),
            sheet.width,
            theme.text(),
        ));
    }
    if !comparison.gone.is_empty() {
        let gone = fill(&said.gone, &[("trees", &quoted(&comparison.gone))]);
        rows.extend(hanging(theme, "! ", theme.warning(), &gone, sheet.width, theme.warning()));
    }
    let nothing = comparison.trees.is_empty() && comparison.gone.is_empty() && comparison.only.iter().all(Vec::is_empty);
    let whole = match (nothing, comparison.same_results()) {
        (true, _) => &said.none,
        (false, true) => &said.same,
        (false, false) => &said.not_same,
    };
    rows.extend(wrapped(whole, sheet.width, theme.dim()));
    painter.pane(Pane::Main, pane, &rows, screen.scroll, keep);
    Vec::new()
}

/// The name of a record's file, or that it is the one at hand.
fn file_name(state: &State, source: &RecordSource) -> String {
    match source {
        RecordSource::AtHand => state.pack.words().side_by_side.at_hand.to_string(),
        RecordSource::File(path) => clean_line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()).into_owned(),
    }
}

struct Sheet<'a> {
    state: &'a State,
    theme: Theme,
    width: usize,
    names: [String; 2],
}

impl Sheet<'_> {
    /// Two columns, or where there is no room for them, one below the other.
    fn pair(&self, left: impl FnOnce(usize) -> Vec<Row>, right: impl FnOnce(usize) -> Vec<Row>) -> Vec<Row> {
        if self.width >= SIDE_BY_SIDE {
            let column = (self.width.saturating_sub(3) / 2).min(MEASURE);
            return beside(left(column), right(column), column, self.theme);
        }
        let mut rows = left(self.width);
        rows.extend(right(self.width));
        rows
    }

    /// The name of a side, where the sides are not told by where they stand.
    fn named(&self, side: usize) -> Vec<Row> {
        if self.width >= SIDE_BY_SIDE {
            return Vec::new();
        }
        let words = &self.state.pack.words().compare;
        let (name, mark) = (if side == 0 { &words.one } else { &words.other }, if side == 0 { "  1 " } else { "  2 " });
        let called = self.names.get(side).map_or_else(|| name.to_string(), Clone::clone);
        hanging(self.theme, mark, self.theme.accent(), &called, self.width, self.theme.dim())
    }

    /// What a record is about.
    fn about(&self, name: &str, header: &Header, width: usize) -> Vec<Row> {
        let words = &self.state.pack.words();
        let title = clean_line(header.title.trim()).into_owned();
        let bar = |row: Row| row.prefixed("▌ ", self.theme.accent());
        let mut rows: Vec<Row> = wrapped(name, width.saturating_sub(2), self.theme.dim()).into_iter().map(bar).collect();
        let title = if title.is_empty() { &*words.compare.untitled } else { &title };
        rows.extend(wrapped(title, width.saturating_sub(2), self.theme.accent()).into_iter().map(bar));
        let made = header.made.map(|made| made.to_string());
        let line: Vec<&str> = std::iter::once(header.status.as_str()).chain(made.as_deref()).collect();
        rows.push(Row::of(line.join(", "), self.theme.dim()));
        if !header.participants.is_empty() {
            let names = clean_line(&header.participants.join(", ")).into_owned();
            rows.extend(wrapped(&fill(&words.side_by_side.by, &[("names", &names)]), width, self.theme.dim()));
        }
        rows
    }

    /// How far both ways go alike, and where each ends.
    fn results(&self, compared: &Compared<'_>) -> Vec<Row> {
        let (theme, words) = (self.theme, self.state.pack.words());
        let said = &words.compare;
        let alike = match (compared.first(), compared.alike) {
            (None, _) => said.alike_all.to_string(),
            (Some(_), 0) => said.alike_none.to_string(),
            (Some(_), 1) => said.alike_one.to_string(),
            (Some(_), n) => fill(&said.alike, &[("n", &n.to_string())]),
        };
        let mut rows = wrapped(&alike, self.width, theme.dim());
        let [one, other] = compared.routes.each_ref().map(|route| end(said, compared.tree, route));
        if compared.same_result() {
            rows.extend(hanging(theme, "✓ ", theme.good(), &fill(&said.same_result, &[("outcome", &one)]), self.width, theme.text()));
            return rows;
        }
        let parts = parts(compared);
        let outcomes = compared.routes.each_ref().map(|route| route.outcome());
        let parts: Vec<Vec<&str>> = outcomes
            .iter()
            .zip(parts)
            .map(|(outcome, ids)| {
                ids.into_iter().map(|id| outcome.map_or(id, |ix| compared.tree[ix].part_text(compared.tree, id).unwrap_or(id)))
            })
            .map(Iterator::collect)
            .collect();
        let side = |at: usize, end: &str, width: usize| {
            let mut rows = self.named(at);
            rows.extend(hanging(theme, "→ ", theme.accent(), end, width, theme.strong()));
            for part in parts.get(at).into_iter().flatten() {
                rows.extend(hanging(theme, "  + ", theme.good(), part, width, theme.text()));
            }
            rows
        };
        rows.extend(self.pair(|width| side(0, &one, width), |width| side(1, &other, width)));
        rows
    }

    /// A question that is answered otherwise, both answers, and what people said about them.
    fn differing(&self, compared: &Compared<'_>, differing: &Differing<'_>, at: usize, is_marked: bool) -> Vec<Row> {
        let (theme, words) = (self.theme, self.state.pack.words());
        let question = &compared.tree[differing.question];
        let is_first = compared.first() == Some(differing);
        let said = &words.side_by_side;
        let kind = match differing.given.each_ref().map(|given| given.is_on_route) {
            _ if is_first => &said.first,
            [true, false] => &said.only_here,
            [false, true] => &said.only_there,
            _ => &said.further,
        };
        let front = if is_marked { "▸ " } else { "  " };
        let asked = hanging(theme, front, theme.accent(), &format!("{kind}: {}", question.prompt), self.width, theme.heading());
        let mut rows: Vec<Row> = asked.into_iter().map(|row| if is_marked { row.marked(theme.selected()) } else { row }).collect();
        let [one, other] = &differing.given;
        let side = |side: usize, width: usize| {
            let (given, beside) = if side == 0 { (one, other) } else { (other, one) };
            let told = match given.answer {
                None if !given.is_on_route => words.compare.off_route.to_string(),
                _ => given_text(words, question, given),
            };
            let mut rows = self.named(side);
            rows.extend(hanging(theme, "  ", theme.text(), &clean_line(&told), width, theme.strong()));
            for remark in remarks(words, question, given, beside) {
                rows.extend(
                    wrapped(&clean_line(&remark), width.saturating_sub(4), theme.text())
                        .into_iter()
                        .map(|row| row.prefixed("    ", theme.text())),
                );
            }
            rows
        };
        rows.extend(self.pair(|width| side(0, width), |width| side(1, width)));
        rows.into_iter().map(|row| row.doing(Some(Action::Click(Pane::Main, at)))).collect()
    }
}
