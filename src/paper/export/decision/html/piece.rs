//! One image of a drawing: its shapes, and how far down they reach.

use super::markup::Markup;

/// One step being drawn, from the top down.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// How far down it is drawn.
    pub height: i32,
    lines: Markup,
    /// What stands over the lines.
    marks: Markup,
}

impl Piece {
    /// Lines of text one below the other.
    pub(super) fn text(&mut self, class: &str, x: i32, step: i32, lines: &[String]) {
        for line in lines {
            self.height += step;
            let (x, y) = (x.to_string(), self.height.to_string());
            self.marks.element("text", &[("class", class), ("x", &x), ("y", &y)], |page| page.text(line));
        }
    }

    /// What belongs together, with what a pointer over it tells.
    pub(super) fn group(&mut self, title: &str, draw: impl FnOnce(&mut Piece)) {
        let mut inner = Piece { height: self.height, ..Piece::default() };
        draw(&mut inner);
        self.height = inner.height;
        self.lines.append(inner.lines);
        self.marks.element("g", &[], |page| {
            page.element_of("title", title);
            page.append(inner.marks);
        });
    }

    /// A line.
    pub(super) fn line(&mut self, class: &str, path: &str) {
        self.lines.element("path", &[("class", class), ("d", path)], |_| {});
    }

    /// A circle about a point.
    pub(super) fn circle(&mut self, class: &str, x: i32, y: i32, radius: i32) {
        let (x, y, r) = (x.to_string(), y.to_string(), radius.to_string());
        self.marks.element("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", &r)], |_| {});
    }

    /// A square by its upper left corner.
    pub(super) fn square(&mut self, class: &str, x: i32, y: i32, side: i32) {
        let (x, y, side) = (x.to_string(), y.to_string(), side.to_string());
        self.marks.element("rect", &[("class", class), ("x", &x), ("y", &y), ("width", &side), ("height", &side)], |_| {});
    }

    /// A frame with round corners around all that was drawn.
    pub(super) fn frame(&mut self, class: &str, width: i32, edge: i32) {
        let (edge, width, height) = (edge.to_string(), (width - 2 * edge).to_string(), (self.height - 2 * edge).to_string());
        let frame = [("class", class), ("x", &*edge), ("y", &edge), ("width", &width), ("height", &height), ("rx", "6")];
        self.lines.element("rect", &frame, |_| {});
    }

    /// Puts it on the page.
    pub(super) fn finish(self, page: &mut Markup, width: i32) {
        let frame = format!("0 0 {width} {}", self.height);
        page.element("svg", &[("viewBox", &frame)], |page| {
            page.append(self.lines);
            page.append(self.marks);
        });
    }
}
