//! A tree file to a tree, with every fault on the way.

use std::collections::HashSet;

use super::Tree;
use super::lower::Lowering;
use super::raw::{OnlyId, OnlyNodes, RawNode, RawTree};
use crate::content::diagnostic::{Parsed, Severity};
use crate::content::source::{MAX_DIAGNOSTICS, Source, Unparsed};

/// Reads a tree file. The tree is there unless one of the diagnostics is an error.
///
/// Every fault is gathered rather than the first alone: those of form, the first of each node and all groups of it that lack
/// fields; then those of meaning, all of them, up
/// to 200. Costs one pass over the text (a second one over the text of a file that has a fault of form) and steps in line with the
/// number of nodes and edges.
pub fn parse(text: &str) -> Parsed<Tree> {
    let (tree, faults) = read(text);
    let sound = faults.iter().all(|fault| fault.severity() != Severity::Error);
    (tree.filter(|_| sound), faults)
}

/// What can be made of a file that has errors, so that its links can be checked all the same. It may not be walked.
pub(crate) fn draft(text: &str) -> Option<Tree> {
    read(text).0
}

fn read(text: &str) -> Parsed<Tree> {
    let source = match Source::new(text) {
        Ok(source) => source,
        Err(faults) => return (None, faults),
    };
    let (tree, mut faults) = match source.parse::<RawTree<'_, RawNode<'_>>>() {
        Ok(raw) => Lowering::new(source).tree(&raw, HashSet::new()),
        Err(_) => read_by_node(source),
    };
    faults.sort_by_key(|fault| (fault.span(), fault.code));
    faults.truncate(MAX_DIAGNOSTICS);
    (tree, faults)
}

/// Reads a file that has a fault of form, node by node.
fn read_by_node(source: Source<'_>) -> Parsed<Tree> {
    let header = match source.parse::<RawTree<'_, Unparsed<'_>>>() {
        Ok(header) => header,
        Err(fault) => {
            let nodes = source.parse::<OnlyNodes<'_>>().map(|only| only.nodes).unwrap_or_default();
            let mut faults = source.parse_entries::<RawNode<'_>>(&nodes).1;
            if !faults.contains(&fault) {
                faults.push(fault);
            }
            return (None, faults);
        }
    };
    let (mut nodes, mut faults, mut broken) = (Vec::new(), Vec::new(), HashSet::new());
    for entry in &header.nodes {
        match (source.parse_entry::<RawNode<'_>>(entry), faults.len()) {
            (Ok(node), _) => nodes.push(node),
            // With so many faults, or a node whose very id cannot be read, links could not be told from dead ones.
            (Err(_), MAX_DIAGNOSTICS..) => return (None, faults),
            (Err(fault), _) => {
                faults.extend(source.faults_of(entry, fault));
                match source.parse_entry::<OnlyId<'_>>(entry) {
                    Ok(OnlyId::Question { id }) => drop(broken.insert(id.into_owned())),
                    Err(_) => return (None, source.parse_entries::<RawNode<'_>>(&header.nodes).1),
                }
            }
        }
    }
    let RawTree { id, version, title, summary, worries, rank, overrides, start, also, nodes: _ } = header;
    let raw = RawTree { id, version, title, summary, worries, rank, overrides, start, also, nodes };
    let (tree, more) = Lowering::new(source).tree(&raw, broken);
    faults.extend(more);
    (tree, faults)
}
