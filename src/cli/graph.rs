//! `waypost graph`: a whole tree drawn, with the way of the answers in it.

use super::args::{Drawing, GraphArgs};
use super::ask::read_answers;
use super::report::{Failure, find_tree};
use super::{Ending, Output};
use crate::advice::walk::route;
use crate::content::pack::Pack;
use crate::paper::export::graph::{Graph, Lines, dot, mermaid, text};

pub(super) fn run(pack: &Pack, args: &GraphArgs, out: &mut Output) -> Result<Ending, Failure> {
    let tree = find_tree(pack, &args.tree)?;
    let answers = read_answers(pack, tree, &args.given)?;
    let route = route(tree, &answers);
    let graph = Graph { words: pack.words(), tree, route: (!args.given.is_empty()).then_some(&route) };
    let drawn = match args.format {
        Drawing::Text => text(graph, if super::ascii() { Lines::ASCII } else { Lines::UNICODE }, out.width),
        Drawing::Mermaid => mermaid(graph),
        Drawing::Dot => dot(graph),
    };
    out.print(&drawn)?;
    Ok(Ending::Done)
}
