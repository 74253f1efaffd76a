//! A tree as an outline with lines, wrapped to a width.

use textwrap::core::display_width;

use super::{Graph, Standing, Way};
use crate::advice::walk::Route;
use crate::content::pack::fill;
use crate::content::tree::Node;
use crate::paper::diagram::{Diagram, Folds, Form, Line, lay_out};
use crate::paper::export::condition::edges_in_words;

/// The columns of a step inwards.
const STEP: usize = 2;
/// The columns that a node's text keeps at least, whatever stands in front of it.
const LEAST_TEXT: usize = 24;

/// The characters that lines and marks are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    down: &'static str,
    down_walked: &'static str,
    /// From the line above to a row, with and without rows below it.
    corner: &'static str,
    corner_last: &'static str,
    corner_walked: &'static str,
    corner_walked_last: &'static str,
    corner_passed: &'static str,
    cut: &'static str,
    arrow: &'static str,
    outcome: &'static str,
    again: &'static str,
    other: &'static str,
    walked: &'static str,
    assumed: &'static str,
    here: &'static str,
}

impl Lines {
    /// Lines and marks as the map has them.
    pub const UNICODE: Lines = Lines {
        down: "│ ",
        down_walked: "┃ ",
        corner: "├─",
        corner_last: "└─",
        corner_walked: "┡━",
        corner_walked_last: "┗━",
        corner_passed: "┠─",
        cut: "‹",
        arrow: " → ",
        outcome: "■ ",
        again: "↳",
        other: "·",
        walked: "✓",
        assumed: "!",
        here: "»",
    };
    /// The same for a locale that is not UTF-8.
    pub const ASCII: Lines = Lines {
        down: "| ",
        down_walked: "# ",
        corner: "|-",
        corner_last: "`-",
        corner_walked: "#=",
        corner_walked_last: "#=",
        corner_passed: "#-",
        cut: "<",
        arrow: " -> ",
        outcome: "= ",
        again: "^",
        other: "o",
        walked: "*",
        assumed: "!",
        here: ">",
    };
}

/// A whole tree as an outline: the title, a row for each way to a node, and what the marks of a walk mean.
///
/// A node that several questions lead to is drawn whole once. Of the lines that pass a row on its left only the nearest are
/// drawn, so that the text grows with the number of rows and the width, however long a chain is.
pub fn text(graph: Graph<'_>, lines: Lines, width: usize) -> String {
    let nothing = Route { steps: Vec::new(), end: graph_start(graph), inactive: Vec::new(), unfit: Vec::new() };
    let diagram = lay_out(graph.tree, graph.route.unwrap_or(&nothing), &Folds::default());
    let sketch = Sketch { graph, lines, width, diagram: &diagram, way: Way::of(graph), marked: graph.route.is_some() };
    let title = textwrap::fill(&graph.tree.title, width);
    let mut text = format!("{title}\n\n");
    for at in 0..diagram.rows().len() {
        sketch.row(at, &mut text);
    }
    if sketch.marked {
        text.push('\n');
        text.push_str(&sketch.legend());
    }
    text
}

/// The end of a walk without an answer.
fn graph_start(graph: Graph<'_>) -> crate::advice::walk::End {
    use crate::advice::walk::End;
    match graph.tree.start {
        Node::Question(ix) => End::Open(ix),
        Node::Outcome(ix) => End::Outcome(ix),
    }
}

struct Sketch<'a> {
    graph: Graph<'a>,
    lines: Lines,
    width: usize,
    diagram: &'a Diagram,
    way: Way,
    /// Whether a walk stands out.
    marked: bool,
}

impl Sketch<'_> {
    /// One row, over as many lines as its text takes.
    fn row(&self, at: usize, text: &mut String) {
        let Some(row) = self.diagram.row(at) else { return };
        let passing = self.passing(at, row.depth.saturating_sub(1));
        let (mut first, mut below) = (passing.clone(), passing);
        if row.depth > 0 {
            first.push_str(match (self.marked && row.walked, row.below) {
                (true, Line::None) => self.lines.corner_walked_last,
                (true, _) => self.lines.corner_walked,
                (false, Line::None) => self.lines.corner_last,
                (false, Line::Walked) if self.marked => self.lines.corner_passed,
                (false, _) => self.lines.corner,
            });
            below.push_str(self.line(row.below));
        }
        let mark = match (row.form, self.way.standing(row.node)) {
            (Form::Again, _) => self.lines.again,
            (_, Standing::Elsewhere) => self.lines.other,
            (_, Standing::Walked) => self.lines.walked,
            (_, Standing::Assumed) => self.lines.assumed,
            (_, Standing::Here) => self.lines.here,
        };
        first.push_str(&format!("{mark} "));
        below.push_str(self.line(self.diagram.inwards(at)));
        let room = self.width.saturating_sub(display_width(&first)).max(LEAST_TEXT);
        for (line, words) in textwrap::wrap(&self.words(at), room).iter().enumerate() {
            let front = if line == 0 { &first } else { &below };
            text.push_str(&format!("{front}{words}"));
            text.push('\n');
        }
    }

    /// The lines that pass a row on its left: as many of the nearest as leave its text room.
    fn passing(&self, at: usize, steps: usize) -> String {
        let most = (self.width / 2 / STEP).max(1);
        let shown = steps.min(most);
        let mut passing: Vec<&str> =
            self.diagram.ancestors(at).take(shown).filter_map(|at| Some(self.line(self.diagram.row(at)?.below))).collect();
        passing.reverse();
        let cut = if steps > shown { format!("{}{} ", self.lines.cut, steps - shown) } else { String::new() };
        format!("{cut}{}", passing.concat())
    }

    fn line(&self, line: Line) -> &'static str {
        match line {
            Line::None => "  ",
            Line::Walked if self.marked => self.lines.down_walked,
            Line::Plain | Line::Walked => self.lines.down,
        }
    }

    /// How one comes to a node, and the node.
    fn words(&self, at: usize) -> String {
        let Some(row) = self.diagram.row(at) else { return String::new() };
        let words = self.graph.words;
        let mut text = self.graph.node_text(row.node).to_owned();
        if matches!(row.node, Node::Outcome(_)) {
            text.insert_str(0, self.lines.outcome);
        }
        if row.form == Form::Again {
            text = fill(&words.map.again, &[("text", &text)]);
        }
        match row.under.and_then(|under| self.diagram.row(under)).map(|row| row.node) {
            Some(Node::Question(from)) => {
                format!("{}{}{text}", edges_in_words(words, self.graph.tree, from, &row.edges), self.lines.arrow)
            }
            _ => text,
        }
    }

    /// The marks that a walk has.
    fn legend(&self) -> String {
        let words = &self.graph.words.map;
        let is_result = self.graph.route.is_some_and(|route| route.outcome().is_some());
        let marks = [
            (Standing::Walked, self.lines.walked, &words.walked),
            (Standing::Assumed, self.lines.assumed, &words.assumed),
            (Standing::Here, self.lines.here, if is_result { &words.result } else { &words.here }),
        ];
        let used = marks.iter().filter(|(standing, ..)| self.way.nodes.values().any(|found| found == standing));
        used.map(|(_, mark, word)| format!("{mark} {word}\n")).collect()
    }
}
