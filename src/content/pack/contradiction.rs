//! Results of two trees that contradict each other.

use std::collections::BTreeSet;

use super::entries::{self, Entry, Reader, entry};
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Span};
use crate::content::source::RawText;
use crate::content::text::Text;
use crate::content::tree::{Citation, Linked, RawCitation, Tree};

/// Results of two trees that cannot both be followed as they stand.
#[derive(Debug)]
pub struct Contradiction {
    /// Its id.
    pub id: String,
    /// The two results, of different trees.
    pub between: [Side; 2],
    /// Why they contradict each other.
    pub why: Text,
    /// Which of the two to change, or what makes both hold.
    pub way_out: Text,
    /// What to read.
    pub references: Vec<Linked>,
    /// The public text behind it.
    pub sources: Vec<Citation>,
    /// Everyday words under which somebody would look for it.
    pub worries: Vec<Text>,
    overrides: bool,
    span: Span,
}

/// One side of a [`Contradiction`].
#[derive(Debug)]
pub struct Side {
    /// The tree's id.
    pub tree: Linked,
    /// Parts of results of that tree, of which one is enough: outcomes, conditional items, and `also` entries. Never empty.
    pub any: Vec<Linked>,
}

entry!(Contradiction, id, references);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContradiction<'a> {
    id: &'a str,
    #[serde(borrow)]
    between: (RawSide<'a>, RawSide<'a>),
    why: RawText<'a>,
    way_out: RawText<'a>,
    references: Vec<&'a str>,
    #[serde(default)]
    sources: Vec<RawCitation<'a>>,
    #[serde(default)]
    worries: Vec<RawText<'a>>,
    #[serde(default)]
    overrides: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide<'a> {
    tree: &'a str,
    #[serde(borrow)]
    any: Vec<&'a str>,
}

/// The most results of a side: whoever reads the conflict has to find their own among them.
const MAX_NAMES: usize = 40;

pub(super) fn parse(text: &str) -> Parsed<Vec<Contradiction>> {
    entries::parse(text, |reader, raw: RawContradiction<'_>| {
        let (one, other) = &raw.between;
        if one.tree == other.tree {
            let fault = Diagnostic::new(Code::SameTree, format!("both sides of `{}` are of the tree `{}`", raw.id, one.tree));
            let fault = fault.at(reader.span(other.tree), "the second one").at(reader.span(one.tree), "the first one");
            reader.fault(fault.help("name another tree; what contradicts itself within one tree belongs into its conditions"));
        }
        Contradiction {
            id: reader.id(raw.id),
            between: [side(reader, one), side(reader, other)],
            why: reader.text(&raw.why, raw.id),
            way_out: reader.text(&raw.way_out, raw.id),
            references: reader.links(&raw.references),
            sources: raw.sources.iter().map(|source| reader.citation(source)).collect(),
            worries: raw.worries.iter().map(|worry| reader.text(worry, raw.id)).collect(),
            overrides: raw.overrides,
            span: reader.span(raw.id),
        }
    })
}

fn side<'a>(reader: &mut Reader<'a>, raw: &RawSide<'a>) -> Side {
    if raw.any.is_empty() {
        let fault = Diagnostic::new(Code::EmptyList, format!("the side of `{}` names no result", raw.tree));
        reader.fault(fault.at(reader.span(raw.tree), "").help("`any` lists outcomes, conditional items or `also` entries of that tree"));
    }
    if raw.any.len() > MAX_NAMES {
        let message = format!("the side of `{}` names {} results; at most {MAX_NAMES} can be read", raw.tree, raw.any.len());
        reader.fault(Diagnostic::new(Code::TooLarge, message).at(reader.span(raw.tree), "").help("make several conflicts of it"));
    }
    Side { tree: reader.link(raw.tree), any: reader.links(&raw.any) }
}

/// Everything that a walk of a tree can have in its result: outcomes, conditional items, and `also` entries. In order, so that
/// of names that are equally near a wrong one the same is suggested each time.
pub(super) fn results_of(tree: &Tree) -> BTreeSet<&str> {
    let mut all: BTreeSet<&str> = tree.also.iter().map(|also| also.id.as_str()).collect();
    for (_, outcome) in tree.outcomes() {
        all.insert(&outcome.id);
        all.extend(outcome.own_parts().map(|(id, _)| id));
    }
    all
}
