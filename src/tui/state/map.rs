//! The map of a tree.

use super::Scroll;
use crate::advice::insight::Possible;
use crate::advice::walk::{End, Route, Step};
use crate::content::tree::{Node, Tree};
use crate::paper::diagram::{Diagram, Folds, Form, lay_out};
use crate::tui::action::Pane;

/// How many rows stand above the marked one when the map opens.
const ROWS_ABOVE: usize = 6;

/// The whole tree as an outline.
#[derive(Debug)]
pub struct MapScreen {
    /// The tree's id.
    pub tree: String,
    /// The route, as the answers stand.
    pub route: Route,
    /// What can yet become of the walk, once it is known.
    pub ahead: Option<Possible>,
    /// The number under which this was asked for.
    pub generation: u64,
    /// The version of the answers that the route is of.
    pub version: u64,
    /// What is folded.
    pub folds: Folds,
    /// The rows, as they are folded.
    pub diagram: Diagram,
    /// The marked row.
    pub cursor: usize,
    /// The pane with the focus: the outline, or the description beside it.
    pub pane: Pane,
    /// How far the outline is scrolled.
    pub scroll: Scroll,
    /// How far the description is scrolled.
    pub beside: Scroll,
}

/// How a node stands to the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The walk stands here: an open question, or today's outcome.
    Here,
    /// The walk came through here.
    Walked,
    /// The walk came through here on an assumption.
    Assumed,
    /// It can still be reached.
    Possible,
    /// The answers given lead elsewhere.
    Elsewhere,
    /// Nobody has looked ahead so far.
    Unknown,
}

impl MapScreen {
    /// A map with the place marked where a route ends.
    pub fn new(tree: &Tree, route: Route, version: u64) -> MapScreen {
        let folds = Folds::at_start(tree, &route);
        let diagram = lay_out(tree, &route, &folds);
        let mut map = MapScreen {
            tree: tree.id.clone(),
            route,
            ahead: None,
            generation: 0,
            version,
            folds,
            diagram,
            cursor: 0,
            pane: Pane::Main,
            scroll: Scroll::default(),
            beside: Scroll::default(),
        };
        map.cursor = map.diagram.place(map.end()).unwrap_or(0);
        map.scroll = Scroll { offset: map.cursor.saturating_sub(ROWS_ABOVE), follow: true };
        map
    }

    /// Draws a route that has changed, with the mark where it was.
    pub fn follow(&mut self, tree: &Tree, route: Route) {
        self.route = route;
        (self.ahead, self.generation) = (None, 0);
        self.refold(tree);
    }

    /// The node where the route ends.
    pub fn end(&self) -> Node {
        match self.route.end {
            End::Open(question) => Node::Question(question),
            End::Outcome(outcome) => Node::Outcome(outcome),
        }
    }

    /// The marked node.
    pub fn marked(&self) -> Option<Node> {
        self.diagram.row(self.cursor).map(|row| row.node)
    }

    /// The step of the route at a node. Costs a look at each step.
    pub fn step(&self, node: Node) -> Option<&Step> {
        self.route.steps.iter().find(|step| Node::Question(step.question) == node)
    }

    /// How a node stands to the walk. Costs a look at each step.
    pub fn standing(&self, node: Node) -> Standing {
        if self.end() == node {
            return Standing::Here;
        }
        match (self.step(node), &self.ahead, node) {
            (Some(step), ..) if step.assumed => Standing::Assumed,
            (Some(_), ..) => Standing::Walked,
            (None, None, _) => Standing::Unknown,
            (None, Some(ahead), Node::Question(ix)) if ahead.questions.binary_search(&ix).is_ok() => Standing::Possible,
            (None, Some(ahead), Node::Outcome(ix)) if ahead.outcomes.binary_search(&ix).is_ok() => Standing::Possible,
            (None, Some(_), _) => Standing::Elsewhere,
        }
    }

    /// Marks a row.
    pub fn mark(&mut self, row: usize) {
        if row != self.cursor {
            self.beside = Scroll::default();
        }
        self.cursor = row;
        self.scroll.follow = true;
    }

    /// Lays the tree out anew after a change of the folds. The marked row stays marked, or what it is folded away under.
    pub fn refold(&mut self, tree: &Tree) {
        let node_under =
            |diagram: &Diagram, at: usize| Some((diagram.row(at)?.node, diagram.row(at)?.under.and_then(|at| diagram.row(at))?.node));
        let marked = self.diagram.row(self.cursor).map(|row| (row.node, row.form));
        let place = node_under(&self.diagram, self.cursor);
        let above: Vec<Node> = self.diagram.ancestors(self.cursor).filter_map(|at| Some(self.diagram.row(at)?.node)).collect();
        self.diagram = lay_out(tree, &self.route, &self.folds);
        let row = match marked {
            // A pointer is found again by the question that it hangs under.
            Some((_, Form::Again)) => (0..self.diagram.rows().len()).find(|at| place.is_some() && node_under(&self.diagram, *at) == place),
            Some((node, _)) => self.diagram.place(node),
            None => None,
        };
        let row = row.or_else(|| above.into_iter().find_map(|node| self.diagram.place(node)));
        self.mark(row.unwrap_or(0));
    }
}
