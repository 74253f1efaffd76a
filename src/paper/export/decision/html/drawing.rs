//! A tree drawn from top to bottom: the way that was taken as a thick line with its steps, and beside each step what its other
//! answers lead to.
//!
//! Each step is an image of its own, without a gap to the next, so that paper breaks between steps and not through them.

use super::label::Room;
use super::markup::{Markup, unmarked};
use super::piece::Piece;
use crate::advice::walk::{Route, Step};
use crate::content::pack::{Words, fill};
use crate::content::tree::{Node, Tree};
use crate::paper::diagram::{Diagram, Folds, Form, Row, lay_out};
use crate::paper::export::brief::{assumed_mark, step_answer};
use crate::paper::export::condition::edges_in_words;

/// The width of the drawing: about what a phone shows, so that nothing is shrunk there.
const WIDTH: i32 = 320;
/// Where the way runs down.
const WAY: i32 = 16;
/// Where the text of a step begins.
const TEXT: i32 = 38;
/// How far each level of what was not taken stands further in.
const LEVEL: i32 = 20;
/// The most levels beside the way: further in, labels have no room.
const DEEPEST: usize = 4;
/// Where the middle of a step's mark stands.
const MIDDLE: i32 = 14;

/// A tree with the way through it.
pub(super) fn drawing(page: &mut Markup, words: &Words, tree: &Tree, route: &Route) {
    let mut diagram = lay_out(tree, route, &Folds::at_start(tree, route));
    let mut places = places(&diagram);
    if places.iter().any(|place| place.level > DEEPEST) {
        diagram = lay_out(tree, route, &Folds::off_route(tree, route));
        places = self::places(&diagram);
    }
    let sketch = Sketch { words, tree, route, diagram: &diagram, places: &places };
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); diagram.rows().len()];
    for (at, place) in places.iter().enumerate().filter(|(_, place)| place.level > 0) {
        if let Some(rows) = beside.get_mut(place.step) {
            rows.push(at);
        }
    }
    let label = fill(&words.html.drawn, &[("tree", &tree.title)]);
    page.element("div", &[("class", "drawing"), ("role", "img"), ("aria-label", &label)], |page| {
        let on_way = diagram.rows().iter().zip(&beside).filter(|(row, _)| row.walked);
        on_way.enumerate().for_each(|(number, (row, beside))| sketch.step(page, number, row, beside));
    });
}

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The row on the way that it turns off from, or is.
    step: usize,
    /// How many levels it stands beside the way; 0 is on it.
    level: usize,
}

/// The place of each row: what it hangs under stands above it.
fn places(diagram: &Diagram) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (at, row) in diagram.rows().iter().enumerate() {
        let under = row.under.and_then(|under| places.get(under)).copied();
        places.push(match under {
            Some(under) if !row.walked => Place { step: under.step, level: under.level + 1 },
            _ => Place { step: at, level: 0 },
        });
    }
    places
}

struct Sketch<'a> {
    words: &'a Words,
    tree: &'a Tree,
    route: &'a Route,
    diagram: &'a Diagram,
    places: &'a [Place],
}

impl Sketch<'_> {
    /// A row on the way, and the rows beside it.
    fn step(&self, page: &mut Markup, number: usize, row: &Row, beside: &[usize]) {
        let mut piece = Piece::default();
        match row.node {
            Node::Outcome(ix) => self.result(&mut piece, number, &self.tree[ix].recommendation),
            Node::Question(ix) => {
                let step = self.route.steps.get(number);
                self.asked(&mut piece, number, &self.tree[ix].prompt, step);
                let mut marks = Vec::new();
                for at in beside {
                    self.aside(&mut piece, *at, &mut marks);
                }
                piece.height += 12;
                let from = if number == 0 { MIDDLE } else { 0 };
                // One unit further than the piece, so that no gap shows where the pieces meet.
                let to = if step.is_some() { piece.height + 1 } else { MIDDLE };
                piece.line("taken", &format!("M{WAY} {from}V{to}"));
            }
        }
        piece.finish(page, WIDTH);
    }

    fn asked(&self, piece: &mut Piece, number: usize, prompt: &str, step: Option<&Step>) {
        let prompt = unmarked(prompt);
        let answer = match step {
            Some(step) => format!("{}{}", unmarked(&step_answer(self.words, self.tree, step)), assumed_mark(self.words, step.assumed)),
            None => self.words.html.open.to_string(),
        };
        piece.group(&format!("{prompt} {answer}"), |piece| {
            piece.circle(if step.is_none_or(|step| step.assumed) { "stop assumed" } else { "stop" }, WAY, MIDDLE, 11);
            piece.height = 1;
            piece.text("number", WAY, 17, &[(number + 1).to_string()]);
            piece.height = 1;
            let room = |size, lines| Room { width: WIDTH - TEXT, size, lines };
            piece.text("asked", TEXT, 18, &room(15, 4).lines(&prompt, ""));
            piece.text("chosen", TEXT, 17, &room(14, 3).lines(&answer, ""));
        });
        piece.height += 4;
    }

    /// What the way ends in.
    fn result(&self, piece: &mut Piece, number: usize, recommendation: &str) {
        const EDGE: i32 = 3;
        let recommendation = unmarked(recommendation);
        if number > 0 {
            piece.line("taken", &format!("M{WAY} 0V{EDGE}"));
        }
        piece.height = EDGE + 7;
        piece.group(&recommendation, |piece| {
            piece.square("stop", WAY - 2, EDGE + 12, 10);
            piece.text("asked", TEXT, 18, &Room { width: WIDTH - TEXT - 14, size: 15, lines: 5 }.lines(&recommendation, ""));
        });
        piece.height += 12 + EDGE;
        piece.frame("end", WIDTH, EDGE);
    }

    /// A row beside the way. `marks` has how far down the marks of those stand that it hangs under.
    fn aside(&self, piece: &mut Piece, at: usize, marks: &mut Vec<i32>) {
        let (Some(row), Some(place)) = (self.diagram.row(at), self.places.get(at)) else { return };
        let Some(Node::Question(from)) = row.under.and_then(|under| self.diagram.row(under)).map(|row| row.node) else { return };
        let by = unmarked(&edges_in_words(self.words, self.tree, from, &row.edges));
        let to = unmarked(match row.node {
            Node::Question(ix) => &self.tree[ix].prompt,
            Node::Outcome(ix) => &self.tree[ix].recommendation,
        });
        let (behind, told) = match row.form {
            Form::Folded(hidden) if hidden > 0 => {
                let gaps = [("n", &*hidden.to_string())];
                (format!(" {}", fill(&self.words.map.hidden, &gaps)), format!(" ({})", fill(&self.words.map.folded_under, &gaps)))
            }
            _ => (String::new(), String::new()),
        };
        let mark_of = |level: usize| WAY + 4 + LEVEL * level as i32;
        let (x, y) = (mark_of(place.level), piece.height + 12);
        marks.truncate(place.level - 1);
        // What turns off from the way itself begins there, and everything else at the mark of what it hangs under.
        match marks.last() {
            Some(above) => piece.line("off", &format!("M{} {}V{y}H{}", mark_of(place.level - 1), above + 5, x - 5)),
            None => piece.line("off", &format!("M{WAY} {y}H{}", x - 5)),
        }
        marks.push(y);
        piece.group(&format!("{by} → {to}{told}"), |piece| {
            match (row.node, row.form) {
                (_, Form::Again) => piece.circle("off again", x, y, 5),
                (Node::Question(_), _) => piece.circle("off", x, y, 5),
                (Node::Outcome(_), _) => piece.square("leaf", x - 5, y - 5, 10),
            }
            let room = |size, lines| Room { width: WIDTH - x - 12, size, lines };
            piece.text("by", x + 12, 16, &room(12, 2).lines(&by, " →"));
            piece.text("aside", x + 12, 15, &room(13, 2).lines(&to, &behind));
        });
        piece.height += 5;
    }
}
