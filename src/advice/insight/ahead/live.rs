//! Which earlier answers each question ahead still depends on.

use std::collections::BTreeMap;

use super::{Ahead, Variable};
use crate::content::tree::{Kind, Node, OutcomeIx};

/// The most steps spent on finding out what depends on what.
const MAX_LOOKED_AT: usize = 2_000_000;
/// The most earlier answers that a question depends on: past that, the tree looks back too far to be exact about.
const MAX_LIVE: usize = 64;

impl Ahead<'_> {
    /// Finds, for each answer that something ahead looks at, the questions between the two: only there it is remembered.
    ///
    /// Costs, for each such answer, the questions and edges between it and the last one that looks at it.
    pub(super) fn find_live(&mut self) -> bool {
        let mut readers: BTreeMap<Variable, Vec<usize>> = BTreeMap::new();
        for (place, ix) in self.order.iter().enumerate() {
            let edges = &self.tree[*ix].edges;
            let mut ends: Vec<_> = edges.iter().filter_map(|edge| self.told_apart(edge.to)).collect();
            ends.sort_unstable();
            ends.dedup();
            let parts = ends.into_iter().flat_map(|outcome| self.tree[outcome].parts(self.tree)).filter_map(|(_, when)| when);
            for condition in edges.iter().filter_map(|edge| edge.when.as_ref()).chain(parts) {
                condition.test.atoms(&mut |question, at| {
                    if matches!(self.tree[question].kind, Kind::Select { .. }) {
                        *self.named.entry(question).or_default() |= 1 << at;
                    }
                    if question != *ix && self.places.get(question.place()).copied().flatten().is_some() {
                        readers.entry(Variable::Question(question)).or_default().push(place);
                    }
                });
            }
            if let Some(fact) = self.fact_of.get(ix) {
                readers.entry(Variable::Fact(*fact)).or_default().push(place);
            }
        }
        let depths = self.depths();
        let depth = |place: usize| depths.get(place).copied().unwrap_or(0);
        // The number of the variable that reached a place last, and the one that is needed there.
        let mut reached = vec![0; self.order.len()];
        let mut needed = vec![0; self.order.len()];
        let mut looked_at = 0;
        for (number, (variable, reading)) in (1_usize..).zip(&readers) {
            let deepest = reading.iter().map(|place| depth(*place)).max().unwrap_or(0);
            let mut open: Vec<usize> = match variable {
                Variable::Question(question) => self.place(*question).into_iter().collect(),
                Variable::Fact(fact) => self.facts.get(*fact).into_iter().flatten().filter_map(|ix| self.place(*ix)).collect(),
            };
            let mut between = Vec::new();
            while let Some(place) = open.pop() {
                for to in self.leads_to(place) {
                    looked_at += 1;
                    let seen = reached.get_mut(to).is_none_or(|seen| std::mem::replace(seen, number) == number);
                    if !seen && depth(to) <= deepest {
                        between.push(to);
                        open.push(to);
                    }
                }
            }
            if looked_at > MAX_LOOKED_AT {
                return false;
            }
            for place in reading {
                if let Some(needed) = needed.get_mut(*place) {
                    *needed = number;
                }
            }
            // A question stands behind those that it leads to, so that these are decided before it.
            between.sort_unstable();
            for place in between {
                let is_needed = needed.get(place) == Some(&number)
                    || self.leads_to(place).any(|to| reached.get(to) == Some(&number) && needed.get(to) == Some(&number));
                if is_needed {
                    if let Some(needed) = needed.get_mut(place) {
                        *needed = number;
                    }
                    let Some(live) = self.live.get_mut(place) else { continue };
                    if live.len() >= MAX_LIVE {
                        return false;
                    }
                    live.push(*variable);
                }
            }
        }
        true
    }

    /// An outcome whose conditional parts count.
    fn told_apart(&self, node: Node) -> Option<OutcomeIx> {
        match node {
            Node::Outcome(outcome) if self.detail.looks_into(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// The places that a place leads to.
    fn leads_to(&self, place: usize) -> impl Iterator<Item = usize> + use<'_> {
        let edges = self.order.get(place).map_or(&[][..], |ix| &self.tree[*ix].edges);
        edges.iter().filter_map(|edge| match edge.to {
            Node::Question(to) => self.place(to),
            Node::Outcome(_) => None,
        })
    }

    /// The length of the longest way to each place.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.order.len()];
        for place in (0..self.order.len()).rev() {
            let below = depths.get(place).copied().unwrap_or(0) + 1;
            for to in self.leads_to(place) {
                if let Some(depth) = depths.get_mut(to) {
                    *depth = below.max(*depth);
                }
            }
        }
        depths
    }
}
