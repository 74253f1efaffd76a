//! The map: the tree as an outline with lines, and what is marked beside it.

mod description;

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::TWO_COLUMNS;
use super::painter::{Painter, fit};
use super::rows::{Row, wrapped};
use crate::content::pack::{Words, fill};
use crate::content::tree::{Node, Tree};
use crate::paper::diagram::{Form, Line};
use crate::paper::export::condition::edges_in_words;
use crate::tui::action::{Action, Pane};
use crate::tui::state::{MapScreen, Standing, State};
use crate::tui::theme::Theme;

/// The columns of a step inwards.
const STEP: usize = 2;
/// The columns in front of the lines: the pointer, and the mark that lines are cut.
const FRONT: usize = 2;
/// The columns that a node's text keeps at least, whatever stands in front of it.
const LEAST_TEXT: usize = 8;

pub(super) fn render(state: &State, map: &MapScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let Some(tree) = state.pack.tree(&map.tree) else { return Vec::new() };
    let wide = area.width >= TWO_COLUMNS;
    let beside = if wide { area.width * 2 / 5 } else { 0 };
    let gap = if wide { 2 } else { 0 };
    let outline = Rect { width: area.width - beside - gap, ..area };
    let width = usize::from(outline.width.saturating_sub(2));
    let sketch = Sketch::new(map, tree, state.pack.words(), painter.theme(), width);
    // Beside a description, the marked row needs no more than its line.
    let marked = if wide { vec![sketch.line(map.cursor)] } else { sketch.whole(map.cursor) };
    let (rows, cursor, taken) = (map.diagram.rows().len(), map.cursor, marked.len().max(1));
    let keep = Some(cursor..cursor + taken);
    painter.long_pane(Pane::Main, outline, (rows + taken).saturating_sub(1), map.scroll, keep, |shown: Range<usize>| {
        let row = |line: usize| match line.checked_sub(cursor) {
            None => sketch.line(line),
            Some(at) => marked.get(at).cloned().unwrap_or_else(|| sketch.line(line + 1 - taken)),
        };
        shown.map(row).collect()
    });
    if !wide {
        return Vec::new();
    }
    let x = area.right() - beside;
    let pane = Rect { x, width: beside, ..area };
    let rows = description::rows(state, map, tree, painter.theme(), usize::from(beside.saturating_sub(2)).min(90));
    painter.pane(Pane::Beside, pane, &rows, map.beside, None);
    painter.divider(x - 2, area);
    vec![x - 2]
}

/// The title of the screen, and how much can still become of the walk.
pub(super) fn header(state: &State, map: &MapScreen) -> (String, String) {
    let Some(tree) = state.pack.tree(&map.tree) else { return Default::default() };
    let words = &state.pack.words().map;
    let counts = map.ahead.as_ref().map(|ahead| {
        let (n, all) = (ahead.outcomes.len().to_string(), tree.outcomes().len().to_string());
        fill(if ahead.exact { &words.counts } else { &words.counts_about }, &[("n", &n), ("all", &all)])
    });
    (fill(&words.title, &[("tree", &tree.title)]), counts.unwrap_or_default())
}

/// The mark of a node's standing, with its style.
fn mark(standing: Standing, theme: Theme) -> (&'static str, Style) {
    match standing {
        Standing::Here => ("»", theme.accent()),
        Standing::Walked => ("✓", theme.good()),
        Standing::Assumed => ("!", theme.warning()),
        Standing::Possible | Standing::Unknown => ("·", theme.strong()),
        Standing::Elsewhere => ("×", theme.dim()),
    }
}

/// A node's standing in words; nothing while it is not known.
fn standing_in_words(words: &Words, map: &MapScreen, node: Node) -> String {
    let exact = map.ahead.as_ref().is_none_or(|ahead| ahead.exact);
    let word = match (map.standing(node), node) {
        (Standing::Here, Node::Question(_)) => &words.map.here,
        (Standing::Here, Node::Outcome(_)) => &words.map.result,
        (Standing::Walked, _) => &words.map.walked,
        (Standing::Assumed, _) => &words.map.assumed,
        (Standing::Possible, _) if exact => &words.map.possible,
        (Standing::Possible, _) => &words.map.possible_about,
        (Standing::Elsewhere, _) => &words.map.elsewhere,
        (Standing::Unknown, _) => &words.walk.looking,
    };
    word.to_string()
}

fn node_text(tree: &Tree, node: Node) -> &str {
    match node {
        Node::Question(ix) => &tree[ix].prompt,
        Node::Outcome(ix) => &tree[ix].recommendation,
    }
}

/// What the rows of the outline are drawn from.
struct Sketch<'a> {
    map: &'a MapScreen,
    tree: &'a Tree,
    words: &'a Words,
    theme: Theme,
    width: usize,
    /// So many steps inwards are left out on the left, so that the marked row keeps its text.
    shift: usize,
}

impl<'a> Sketch<'a> {
    fn new(map: &'a MapScreen, tree: &'a Tree, words: &'a Words, theme: Theme, width: usize) -> Self {
        let depth = map.diagram.row(map.cursor).map_or(0, |row| row.depth);
        let shift = depth.saturating_sub((width / 3 / STEP).max(1));
        Sketch { map, tree, words, theme, width, shift }
    }

    /// A row of the outline in one line; what does not fit is cut.
    fn line(&self, at: usize) -> Row {
        let Some(row) = self.map.diagram.row(at) else { return Row::blank() };
        let (drawn, used) = self.front(at);
        let hidden = match row.form {
            Form::Folded(hidden) if hidden > 0 => format!(" {}", fill(&self.words.map.hidden, &[("n", &hidden.to_string())])),
            _ => String::new(),
        };
        let room = self.width.saturating_sub(used + hidden.width()).max(LEAST_TEXT);
        // A long label leaves room for what it leads to.
        let label = fit(&self.label(at), (room / 2).max(LEAST_TEXT), "…");
        let arrow = if label.is_empty() { "" } else { " → " };
        let text = fit(&self.text(at), room.saturating_sub(label.width() + arrow.width()).max(LEAST_TEXT), "…");
        let (by, named) = self.styles(at);
        let drawn = drawn.then(label, by).then(arrow, by).then(text, named).then(hidden, self.theme.dim());
        drawn.doing(Some(Action::Click(Pane::Main, at)))
    }

    /// The marked row with all its text, and how it stands to the walk.
    fn whole(&self, at: usize) -> Vec<Row> {
        let Some(row) = self.map.diagram.row(at) else { return Vec::new() };
        let (_, used) = self.front(at);
        let room = self.width.saturating_sub(used).max(LEAST_TEXT);
        let label = self.label(at);
        let text = if label.is_empty() { self.text(at) } else { format!("{label} → {}", self.text(at)) };
        let (_, named) = self.styles(at);
        let mut lines = wrapped(&text, room, named);
        let mut notes = vec![standing_in_words(self.words, self.map, row.node)];
        if let Form::Folded(hidden) = row.form {
            notes.push(fill(&self.words.map.folded_under, &[("n", &hidden.to_string())]));
        }
        lines.extend(wrapped(&notes.join(", "), room, self.theme.dim()));
        let front = |line: usize| if line == 0 { self.front(at).0 } else { self.front_below(at) };
        let join = |(line, text): (usize, Row)| {
            let mut row = front(line);
            row.pieces.extend(text.pieces);
            row.doing(Some(Action::Click(Pane::Main, at)))
        };
        lines.into_iter().enumerate().map(join).collect()
    }

    fn label(&self, at: usize) -> String {
        let row = self.map.diagram.row(at);
        let from = row.and_then(|row| row.under).and_then(|under| self.map.diagram.row(under)).map(|row| row.node);
        match (row, from) {
            (Some(row), Some(Node::Question(from))) => edges_in_words(self.words, self.tree, from, &row.edges),
            _ => String::new(),
        }
    }

    fn text(&self, at: usize) -> String {
        let Some(row) = self.map.diagram.row(at) else { return String::new() };
        let text = node_text(self.tree, row.node);
        let text = match row.node {
            Node::Outcome(_) => format!("■ {text}"),
            Node::Question(_) => text.to_owned(),
        };
        if row.form == Form::Again { fill(&self.words.map.again, &[("text", &text)]) } else { text }
    }

    /// The styles of a row's label and of its text.
    fn styles(&self, at: usize) -> (Style, Style) {
        let theme = self.theme;
        if at == self.map.cursor {
            return (theme.selected(), theme.selected());
        }
        let Some(row) = self.map.diagram.row(at) else { return Default::default() };
        match self.map.standing(row.node) {
            Standing::Elsewhere => (theme.dim(), theme.dim()),
            _ if row.form == Form::Again => (theme.dim(), theme.text()),
            Standing::Here => (theme.text(), theme.accent()),
            Standing::Walked | Standing::Assumed => (theme.text(), theme.strong()),
            Standing::Possible | Standing::Unknown => (theme.dim(), theme.text()),
        }
    }

    /// What stands in front of a row's text, and its columns: the pointer, the lines, the mark.
    fn front(&self, at: usize) -> (Row, usize) {
        let (mut front, mut used) = self.guides(at, if at == self.map.cursor { "▸" } else { " " });
        let Some(row) = self.map.diagram.row(at) else { return (front, used) };
        if row.depth > self.shift {
            let corner = match (row.walked, row.below) {
                (true, Line::None) => "┗",
                (true, _) => "┡",
                (false, Line::None) => "└",
                (false, Line::Plain) => "├",
                (false, Line::Walked) => "┠",
            };
            let (into, style) = match (row.form, row.walked) {
                (Form::Folded(_), _) => ("+", self.theme.strong()),
                (_, true) => ("━", self.line_style(true)),
                (_, false) => ("─", self.line_style(false)),
            };
            front = front.then(corner, self.line_style(row.walked || row.below == Line::Walked)).then(into, style);
            used += STEP;
        }
        let (mark, style) = match (row.form, self.map.standing(row.node)) {
            // The marks of the route belong to where a node is drawn whole.
            (Form::Again, standing) if standing != Standing::Elsewhere => ("↳", self.theme.dim()),
            (_, standing) => mark(standing, self.theme),
        };
        (front.then(mark, style).then(" ", self.theme.text()), used + 2)
    }

    /// What stands in front of the further lines of the marked row.
    fn front_below(&self, at: usize) -> Row {
        let (mut front, _) = self.guides(at, " ");
        if let Some(row) = self.map.diagram.row(at).filter(|row| row.depth > self.shift) {
            front = self.guide(front, row.below);
        }
        self.guide(front, self.map.diagram.inwards(at))
    }

    /// The pointer, and the lines that pass a row on its left.
    fn guides(&self, at: usize, pointer: &str) -> (Row, usize) {
        let depth = self.map.diagram.row(at).map_or(0, |row| row.depth);
        let cut = if self.shift > 0 && depth > 0 { "‹" } else { " " };
        let mut front = Row::of(pointer, self.theme.accent()).then(cut, self.theme.dim());
        // The start hangs under nothing, so that no line belongs to it.
        let passing = depth.saturating_sub(self.shift + 1);
        let mut lines: Vec<Line> = self
            .map
            .diagram
            .ancestors(at)
            // Further steps inwards would lie beyond the right edge.
            .take(passing.min(depth.saturating_sub(1)).min(self.width / STEP))
            .filter_map(|at| Some(self.map.diagram.row(at)?.below))
            .collect();
        lines.reverse();
        let used = FRONT + lines.len() * STEP;
        for line in lines {
            front = self.guide(front, line);
        }
        (front, used)
    }

    fn guide(&self, front: Row, line: Line) -> Row {
        let drawn = match line {
            Line::None => "  ",
            Line::Plain => "│ ",
            Line::Walked => "┃ ",
        };
        front.then(drawn, self.line_style(line == Line::Walked))
    }

    fn line_style(&self, walked: bool) -> Style {
        if walked { self.theme.accent() } else { self.theme.rule() }
    }
}
