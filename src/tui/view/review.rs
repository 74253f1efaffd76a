//! The record of the sitting: what it is about, what came of each tree and why, what is open.

mod said;

use std::ops::Range;

use ratatui::layout::Rect;

use super::TWO_COLUMNS;
use super::painter::Painter;
use super::rows::{Row, hanging, wrapped};
use crate::advice::walk::{End, Route};
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::content::tree::{QuestionIx, Tree};
use crate::paper::export::record::message;
use crate::tui::action::{Action, Context, Pane, shown_key};
use crate::tui::state::{AgendaRow, ReviewScreen, State};
use crate::tui::theme::Theme;

pub(super) use said::marks;

/// From this width on, what the record is about stands in a column of its own.
const THREE_COLUMNS: u16 = 140;
/// The longest comfortable line, in columns.
const MEASURE: usize = 92;

pub(super) fn render(state: &State, review: &ReviewScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let agenda = state.agenda();
    let (side, beside) = match area.width {
        width if width >= THREE_COLUMNS => (38, 48),
        width if width >= TWO_COLUMNS => (0, width * 2 / 5),
        _ => (0, 0),
    };
    let gap = |width: u16| if width > 0 { 2 } else { 0 };
    let main = area.width - side - gap(side) - beside - gap(beside) - 1;
    let sheet = |width: u16| Sheet {
        state,
        theme,
        cursor: review.cursor,
        width: usize::from(width.saturating_sub(2)).min(MEASURE),
        rows: Vec::new(),
        keep: None,
    };
    let (mut left, mut middle, mut right) = (sheet(side), sheet(main), sheet(beside));
    // Where there is no column for it, it stands above what comes next.
    let head = match (side, beside) {
        (0, 0) => &mut middle,
        (0, _) => &mut right,
        _ => &mut left,
    };
    head.head();
    middle.stale(&agenda);
    middle.trees(&agenda);
    let open = if beside == 0 { &mut middle } else { &mut right };
    open.assumptions(&agenda);
    open.conflicts(&agenda);

    let mut joints = Vec::new();
    let mut x = area.x + 1;
    if side > 0 {
        painter.pane(Pane::Side, Rect { x: area.x, width: side, ..area }, &left.rows, review.side, None);
        joints.push(area.x + side);
        x = area.x + side + 2;
    }
    if beside > 0 {
        let edge = area.right() - beside;
        let scroll = review.beside;
        painter.pane(Pane::Beside, Rect { x: edge, width: beside, ..area }, &right.rows, scroll, right.keep);
        joints.push(edge - 2);
    }
    painter.pane(Pane::Main, Rect { x, width: main, ..area }, &middle.rows, review.scroll, middle.keep);
    for joint in &joints {
        painter.divider(*joint, area);
    }
    joints
}

/// What the record is called, and where it lies.
pub(super) fn header(state: &State) -> (String, String) {
    let file = state.review.saving.file.as_ref().and_then(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    let title = match state.review.header.title.as_str() {
        "" => state.pack.words().review.this_record.to_string(),
        title => title.to_owned(),
    };
    (title, file.map_or_else(String::new, |file| clean_line(&file).into_owned()))
}

/// What stands on the right of the header, with a word on what is not on the disk.
pub(super) fn with_saving(state: &State, right: String) -> String {
    let words = &state.pack.words().review;
    let saving = &state.review.saving;
    let word = match (&saving.fault, saving.is_pending()) {
        (Some(_), _) => &words.unsaved,
        (None, true) => &words.saving,
        (None, false) => return right,
    };
    if right.is_empty() { format!("! {word}") } else { format!("{right}  ! {word}") }
}

/// A column.
struct Sheet<'a> {
    state: &'a State,
    theme: Theme,
    cursor: usize,
    width: usize,
    rows: Vec<Row>,
    /// The rows of what is marked.
    keep: Option<Range<usize>>,
}

impl Sheet<'_> {
    /// A heading, with a blank line above it where something stands there.
    fn heading(&mut self, text: &str) {
        if !self.rows.is_empty() {
            self.rows.push(Row::blank());
        }
        self.rows.extend(wrapped(text, self.width, self.theme.heading()));
    }

    /// Adds what can be marked: `draw` makes its rows with what stands in front of the first.
    fn entry(&mut self, at: usize, rows: impl FnOnce(&str) -> Vec<Row>) {
        let marked = self.cursor == at;
        let first = self.rows.len();
        for (line, row) in rows(if marked { "▸ " } else { "  " }).into_iter().enumerate() {
            let row = if marked && line == 0 { row.marked(self.theme.selected()) } else { row };
            self.rows.push(row.doing(Some(Action::Click(Pane::Main, at))));
        }
        if marked {
            self.keep = Some(first..self.rows.len());
        }
    }

    /// What it is about, when, by whom, and where it lies.
    fn head(&mut self) {
        let (state, theme) = (self.state, self.theme);
        let (words, form) = (&state.pack.words().review, &state.pack.words().form);
        let header = &state.review.header;
        self.heading(&words.about);
        if header.title.is_empty() {
            let key = shown_key(Context::Review, &Action::NameRecord);
            self.rows.extend(hanging(theme, "  ", theme.dim(), &fill(&words.no_title, &[("key", key)]), self.width, theme.dim()));
        } else {
            self.plain("  ", &header.title, theme.strong());
        }
        self.labelled(&form.status, header.status.as_str());
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        self.labelled(&form.made, &day(header.made));
        match header.revisit.filter(|day| *day < state.today) {
            Some(day) => {
                let text = fill(&words.revisit_passed, &[("day", &day.to_string())]);
                self.rows.extend(
                    wrapped(&text, self.width.saturating_sub(4), theme.warning())
                        .into_iter()
                        .enumerate()
                        .map(|(line, row)| row.prefixed(if line == 0 { "  ! " } else { "    " }, theme.warning())),
                );
            }
            None => self.labelled(&form.revisit, &day(header.revisit)),
        }
        self.labelled(&form.participants, &header.participants.join(", "));
        self.labelled(&form.supersedes, header.supersedes.as_deref().unwrap_or_default());
        let file = state.review.saving.file.as_ref().map(|file| clean_line(&file.to_string_lossy()).into_owned());
        self.labelled(&words.file, &file.unwrap_or_default());
    }

    fn labelled(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            self.plain(&format!("  {label}: "), text, self.theme.text());
        }
    }

    /// A text that people typed, behind what stands in front of it.
    fn plain(&mut self, front: &str, text: &str, style: ratatui::style::Style) {
        let rows = said::behind(self.theme, front, text, self.width, style);
        self.rows.extend(rows);
    }

    /// What does not hold any more.
    fn stale(&mut self, agenda: &[AgendaRow]) {
        let (state, theme, width) = (self.state, self.theme, self.width);
        let words = &state.pack.words().review;
        let replayed = &state.review.replayed;
        if !replayed.other.is_empty() {
            self.heading(&words.changed_trees);
            let titles: Vec<String> = replayed.other.iter().map(|id| title(state, id)).collect();
            let text = fill(&words.made_with_another, &[("trees", &titles.join(", "))]);
            self.rows.extend(said::behind(theme, "  ! ", &text, width, theme.warning()));
        } else if agenda.iter().any(|row| matches!(row, AgendaRow::Stale(_))) {
            self.heading(&words.changed_trees);
        }
        for (at, row) in agenda.iter().enumerate() {
            let AgendaRow::Stale(which) = row else { continue };
            let Some(stale) = replayed.stale.get(*which) else { continue };
            let text = message(&state.pack, stale);
            self.entry(at, |front| said::marked(theme, &warned(front), &text, width, theme.text()));
        }
    }

    /// Each tree with what came of it, its answers, and what waits.
    fn trees(&mut self, agenda: &[AgendaRow]) {
        let (state, theme, width) = (self.state, self.theme, self.width);
        let words = &state.pack.words().review;
        if state.walked.is_empty() {
            self.heading(&words.empty);
            let (home, name) = (shown_key(Context::Review, &Action::Home), shown_key(Context::Review, &Action::NameRecord));
            let text = fill(&words.empty_help, &[("home", home), ("name", name)]);
            self.rows.extend(hanging(theme, "  ", theme.text(), &text, width, theme.text()));
        }
        let mut asides = false;
        let mut route: Option<Route> = None;
        for (at, row) in agenda.iter().enumerate() {
            match row {
                AgendaRow::Tree(id) => {
                    route = state.pack.tree(id).map(|tree| state.consultation.route(tree));
                    let said = self.came_of(id, route.as_ref());
                    if !self.rows.is_empty() {
                        self.rows.push(Row::blank());
                    }
                    self.entry(at, |front| said::marked(theme, front, &title(state, id), width, theme.heading()));
                    self.rows.extend(said);
                }
                AgendaRow::Answer(id, question) | AgendaRow::Open(id, question) | AgendaRow::Aside(id, question) => {
                    if matches!(row, AgendaRow::Aside(..)) && !std::mem::replace(&mut asides, true) {
                        self.heading(&words.asides);
                    }
                    let Some(tree) = state.pack.tree(id) else { continue };
                    let rows = self.question(tree, *question, row, route.as_ref());
                    self.entry(at, |front| rows(front));
                }
                _ => {}
            }
        }
    }

    /// What came of a tree, under its title.
    fn came_of(&self, id: &str, route: Option<&Route>) -> Vec<Row> {
        let (state, theme, width) = (self.state, self.theme, self.width);
        let words = state.pack.words();
        match (state.pack.tree(id), route) {
            (Some(_), Some(_)) if state.is_veiled(id) => hanging(theme, "  ", theme.dim(), &words.room.ahead, width, theme.dim()),
            (Some(tree), Some(route)) => match route.end {
                End::Outcome(ix) => hanging(theme, "  ✓ ", theme.good(), &tree[ix].recommendation, width, theme.strong()),
                End::Open(_) => Vec::new(),
            },
            _ => wrapped(&words.review.does_not_load, width, theme.warning()),
        }
    }

    /// A question with its answer and what people said of it.
    fn question(&self, tree: &Tree, ix: QuestionIx, row: &AgendaRow, route: Option<&Route>) -> impl FnOnce(&str) -> Vec<Row> + use<> {
        let (theme, width) = (self.theme, self.width);
        let words = &self.state.pack.words().review;
        let step = route.and_then(|route| route.steps.iter().find(|step| step.question == ix));
        let (front, mut below) = match (row, step) {
            (AgendaRow::Answer(..), Some(step)) => ("  ", said::answer(self.state, theme, tree, step, width)),
            (AgendaRow::Open(..), _) => ("? ", said::behind(theme, "      ", &words.open, width, theme.warning())),
            _ => ("  ", Vec::new()),
        };
        below.extend(said::remarks(self.state, theme, tree, ix, width));
        let prompt = tree[ix].prompt.to_string();
        move |mark| {
            let mut rows = said::marked(theme, &format!("{mark}{front}"), &prompt, width, theme.text());
            rows.extend(below);
            rows
        }
    }

    /// What is assumed and still to be found out, by whom and until when.
    fn assumptions(&mut self, agenda: &[AgendaRow]) {
        let (state, theme, width) = (self.state, self.theme, self.width);
        let mut begun = false;
        for (at, row) in agenda.iter().enumerate() {
            let AgendaRow::Assumption(id, ix) = row else { continue };
            let Some(tree) = state.pack.tree(id) else { continue };
            if !std::mem::replace(&mut begun, true) {
                self.heading(&state.pack.words().review.assumptions);
            }
            let below = said::who_and_when(state, theme, tree, *ix, width);
            self.entry(at, |front| {
                let mut rows = said::marked(theme, &warned(front), &tree[*ix].prompt, width, theme.text());
                rows.extend(below);
                rows
            });
        }
    }

    /// Results that contradict each other.
    fn conflicts(&mut self, agenda: &[AgendaRow]) {
        let (state, theme, width) = (self.state, self.theme, self.width);
        let contradicted: Vec<_> = state.contradicted().collect();
        if !contradicted.is_empty() {
            self.heading(&state.pack.words().review.conflicts);
        }
        for (at, row) in agenda.iter().enumerate() {
            let AgendaRow::Conflict(which) = row else { continue };
            let Some(conflict) = contradicted.get(*which) else { continue };
            self.entry(at, |front| hanging(theme, &warned(front), theme.accent(), &conflict.entry.text, width, theme.text()));
        }
    }
}

/// A pointer, or the blanks in its place, with a mark behind it.
fn warned(front: &str) -> String {
    front.chars().take(1).chain("! ".chars()).collect()
}

/// What a tree is called.
fn title(state: &State, id: &str) -> String {
    state.pack.tree(id).map_or_else(|| id.to_owned(), |tree| tree.title.to_string())
}
