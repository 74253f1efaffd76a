//! Decision trees: questions, outcomes, and the edges and conditions between them.
//!
//! A tree is read by [`parse`], which links every id to an index. A [`Tree`] that exists is therefore sound: its edges lead to
//! nodes that exist, its conditions name answers that exist, every answer leads on, and there is no cycle.

mod carry;
mod condition;
mod graph;
mod header;
mod id;
mod lower;
mod raw;
mod read;

use std::collections::HashMap;
use std::ops::Index;

pub use carry::Carry;
pub use condition::{Condition, Settled, Test};
pub use header::{Header, header};
pub use id::{BadTreeId, COMMANDS, check_tree_id, is_id, slug};
pub use lower::is_address;
pub(crate) use lower::{address_fault, id_fault};
pub(crate) use raw::RawCitation;
pub(crate) use read::draft;
pub use read::parse;

use super::diagnostic::Span;
use super::text::Text;

/// The answer "none of these" to a [`Kind::Select`], reserved among option ids.
pub const NONE: &str = "none";
/// The word for "not sure", reserved among option ids.
pub const UNSURE: &str = "unsure";
/// The most options of a question: a set of them is held in 64 bits.
pub const MAX_OPTIONS: usize = 64;

/// A question of a tree, by its place in [`Tree::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionIx(u32);

/// An outcome of a tree, by its place in [`Tree::outcomes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeIx(u32);

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// Something is asked.
    Question(QuestionIx),
    /// Something is recommended.
    Outcome(OutcomeIx),
}

/// A decision tree (in fact an acyclic graph: branches may meet again).
#[derive(Debug)]
pub struct Tree {
    /// Its id, which is its file's name too.
    pub id: String,
    /// Goes up when the tree's meaning changes.
    pub version: u32,
    /// What it is called.
    pub title: Text,
    /// What it decides, in a line.
    pub summary: Text,
    /// Everyday words under which somebody would look for it.
    pub worries: Vec<Text>,
    /// Where it stands among the trees: lower first, `None` last.
    pub rank: Option<u32>,
    /// Whether it takes the place of a tree of the same id in a pack below.
    pub overrides: bool,
    /// Where a walk begins.
    pub start: Node,
    /// Recommendations on other aspects, for whatever outcome is reached.
    pub also: Vec<Also>,
    /// Where its id stands in the file.
    pub span: Span,
    questions: Vec<Question>,
    outcomes: Vec<Outcome>,
    by_id: HashMap<String, Node>,
    by_fact: HashMap<String, Vec<QuestionIx>>,
}

/// Something that is asked.
#[derive(Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub prompt: Text,
    /// What the answer decides.
    pub why: Text,
    /// How to find the answer out.
    pub how_to_tell: Vec<Text>,
    /// What can be answered.
    pub kind: Kind,
    /// Why the assumption is the cheapest to be wrong about.
    pub assume_why: Text,
    /// The fact that it asks for: questions of one fact share one answer.
    pub fact: Option<Linked>,
    /// What to read.
    pub references: Vec<Linked>,
    /// Everyday words.
    pub worries: Vec<Text>,
    /// Why answers that lead to the same place stand apart.
    pub alike: Option<Text>,
    /// Where it leads: the first edge that holds is taken, and one always does.
    pub edges: Vec<Edge>,
    /// Where its id stands in the file.
    pub span: Span,
}

/// What can be answered to a question.
#[derive(Debug)]
pub enum Kind {
    /// One of several options.
    Choice {
        /// The options, in the order in which they are shown.
        options: Vec<AnswerOption>,
        /// The option that "not sure" stands for, by its place.
        assume: usize,
    },
    /// A set of options; the empty one is the answer "none of these".
    Select {
        /// The options, in the order in which they are shown; at most [`MAX_OPTIONS`].
        options: Vec<AnswerOption>,
        /// The options that "not sure" stands for, a bit each.
        assume: u64,
    },
    /// A figure.
    Number(Scale),
}

/// An option of a question.
#[derive(Debug)]
pub struct AnswerOption {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// What it means, in a sentence.
    pub meaning: Text,
    /// Where its id stands in the file.
    pub span: Span,
}

/// The figures that a [`Kind::Number`] takes.
#[derive(Debug)]
pub struct Scale {
    /// What is counted, such as `GB` or `writes/s`.
    pub unit: Text,
    /// The smallest figure taken.
    pub min: f64,
    /// The largest figure taken.
    pub max: f64,
    /// The figure that "not sure" stands for.
    pub assume: f64,
    /// The bands, ascending: they touch, and cover the range.
    pub bands: Vec<Band>,
}

/// A part of a [`Scale`] within which figures mean the same.
#[derive(Debug)]
pub struct Band {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// What it means, in a sentence; may be empty.
    pub meaning: Text,
    /// The smallest figure in it.
    pub from: f64,
    /// The figure behind it, exclusive; but the last band holds the scale's `max`.
    pub below: f64,
    /// Where its cut-off comes from.
    pub source: Citation,
    /// Where its id stands in the file.
    pub span: Span,
}

/// Where a question leads when its condition holds.
#[derive(Debug)]
pub struct Edge {
    /// The condition; `None` holds always.
    pub when: Option<Condition>,
    /// The node.
    pub to: Node,
    /// The place of the answer whose own way this is; `None` for an edge that is written by itself, and for the rest.
    pub answer: Option<usize>,
    /// Where the node is named in the file.
    pub span: Span,
}

/// Something that is recommended.
#[derive(Debug)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// The recommendation, in one line.
    pub recommendation: Text,
    /// Why it fits.
    pub why: Text,
    /// What it brings.
    pub gains: Vec<Item<Text>>,
    /// What it costs.
    pub costs: Vec<Item<Text>>,
    /// What to do first, in order.
    pub first_steps: Vec<Item<Text>>,
    /// What to watch afterwards.
    pub watch: Vec<Item<Watch>>,
    /// When to come back to the decision.
    pub revisit: Text,
    /// When it is the wrong choice.
    pub wrong_when: Text,
    /// What else would be credible.
    pub alternatives: Vec<Item<Alternative>>,
    /// Ids of anti-patterns to avoid.
    pub anti_patterns: Vec<Linked>,
    /// What to read.
    pub references: Vec<Linked>,
    /// The public text behind the claims.
    pub sources: Vec<Citation>,
    /// Where to go from here.
    pub next: Vec<Item<Next>>,
    /// Recommendations on other aspects, for this outcome alone.
    pub also: Vec<Also>,
    /// Everyday words.
    pub worries: Vec<Text>,
    /// Where its id stands in the file.
    pub span: Span,
}

/// A part of an outcome that may hold only under a condition.
#[derive(Debug)]
pub struct Item<T> {
    /// Its id; conditional items have one.
    pub id: Option<String>,
    /// The condition; `None` holds always.
    pub when: Option<Condition>,
    /// The part itself.
    pub value: T,
}

/// A metric, and the figure at which to act.
#[derive(Debug)]
pub struct Watch {
    /// What is measured.
    pub metric: Text,
    /// The figure that it should keep.
    pub figure: Text,
}

/// What else would be credible, and what would make it right.
#[derive(Debug)]
pub struct Alternative {
    /// The outcome of this tree, or the name of something that this tree does not end in.
    pub is: AlternativeIs,
    /// What would make it right.
    pub right_when: Text,
}

/// What an [`Alternative`] is.
#[derive(Debug)]
pub enum AlternativeIs {
    /// Another outcome of the tree.
    Outcome(OutcomeIx),
    /// Something else.
    Named(Text),
}

/// A tree to go to next.
#[derive(Debug)]
pub struct Next {
    /// The tree's id.
    pub tree: Linked,
    /// Why it comes next.
    pub why: Text,
}

/// A recommendation on another aspect than the tree's own.
#[derive(Debug)]
pub struct Also {
    /// Its id.
    pub id: String,
    /// The aspect, such as `pagination`.
    pub aspect: String,
    /// The condition; `None` holds always.
    pub when: Option<Condition>,
    /// The recommendation, in one line.
    pub recommendation: Text,
    /// Why.
    pub why: Text,
    /// What to read.
    pub references: Vec<Linked>,
}

/// A public text: its title and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What it is called.
    pub title: Text,
    /// Its address, of http or https.
    pub url: Text,
}

/// The name of something outside the tree, with its place in the file, so that a dead link can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

impl Tree {
    /// Every question, in the order of the file.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = (QuestionIx, &Question)> {
        self.questions.iter().enumerate().map(|(at, question)| (QuestionIx(at as u32), question))
    }

    /// Every outcome, in the order of the file.
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = (OutcomeIx, &Outcome)> {
        self.outcomes.iter().enumerate().map(|(at, outcome)| (OutcomeIx(at as u32), outcome))
    }

    /// The node of an id.
    pub fn node(&self, id: &str) -> Option<Node> {
        self.by_id.get(id).copied()
    }

    /// The id of a node.
    pub fn node_id(&self, node: Node) -> &str {
        match node {
            Node::Question(ix) => &self[ix].id,
            Node::Outcome(ix) => &self[ix].id,
        }
    }

    /// The question of an id.
    pub fn question(&self, id: &str) -> Option<QuestionIx> {
        match self.node(id) {
            Some(Node::Question(ix)) => Some(ix),
            _ => None,
        }
    }

    /// The outcome of an id.
    pub fn outcome(&self, id: &str) -> Option<OutcomeIx> {
        match self.node(id) {
            Some(Node::Outcome(ix)) => Some(ix),
            _ => None,
        }
    }

    /// The questions of a fact, in the order of the file.
    pub fn questions_of_fact(&self, fact: &str) -> &[QuestionIx] {
        self.by_fact.get(fact).map_or(&[], Vec::as_slice)
    }

    /// The facts that the tree asks for, in no order.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.by_fact.keys().map(String::as_str)
    }
}

impl Index<QuestionIx> for Tree {
    type Output = Question;

    #[expect(clippy::indexing_slicing, reason = "an index is made by this tree's own loading, never by data")]
    fn index(&self, ix: QuestionIx) -> &Question {
        &self.questions[ix.0 as usize]
    }
}

impl Index<OutcomeIx> for Tree {
    type Output = Outcome;

    #[expect(clippy::indexing_slicing, reason = "an index is made by this tree's own loading, never by data")]
    fn index(&self, ix: OutcomeIx) -> &Outcome {
        &self.outcomes[ix.0 as usize]
    }
}

impl QuestionIx {
    /// The place of the question among the tree's questions, from 0.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

impl OutcomeIx {
    /// The place of the outcome among the tree's outcomes, from 0.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

impl Question {
    /// The options of a choice or a selection; none for a number.
    pub fn options(&self) -> &[AnswerOption] {
        match &self.kind {
            Kind::Choice { options, .. } | Kind::Select { options, .. } => options,
            Kind::Number(_) => &[],
        }
    }

    /// What can be answered, option by option or band by band: id, label, and where the id stands in the file.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &str, Span)> {
        let bands: &[Band] = if let Kind::Number(scale) = &self.kind { &scale.bands } else { &[] };
        let options = self.options().iter().map(|option| (option.id.as_str(), option.label.as_str(), option.span));
        options.chain(bands.iter().map(|band| (band.id.as_str(), band.label.as_str(), band.span)))
    }

    /// The place of an option by its id.
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options().iter().position(|option| option.id == id)
    }
}

impl Outcome {
    /// Every condition that is written in it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        fn of<T>(items: &[Item<T>]) -> impl Iterator<Item = &Condition> {
            items.iter().filter_map(|item| item.when.as_ref())
        }
        let texts = [&self.gains, &self.costs, &self.first_steps].into_iter().flat_map(|items| of(items));
        let rest = of(&self.watch).chain(of(&self.alternatives)).chain(of(&self.next));
        texts.chain(rest).chain(self.also.iter().filter_map(|also| also.when.as_ref()))
    }

    /// What a result names beside the outcome itself: its conditional items, its `also` entries and those of its tree, each with
    /// its id and condition.
    pub fn parts<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (&'a str, Option<&'a Condition>)> {
        self.own_parts().chain(tree.also.iter().map(|also| (also.id.as_str(), also.when.as_ref())))
    }

    /// What one of them says in a line; of an alternative that is an outcome, what that recommends.
    pub fn part_text<'a>(&'a self, tree: &'a Tree, id: &str) -> Option<&'a str> {
        fn of<'a, T>(items: &'a [Item<T>], id: &str) -> Option<&'a T> {
            items.iter().find(|item| item.id.as_deref() == Some(id)).map(|item| &item.value)
        }
        let alternative = |alternative: &'a Alternative| match &alternative.is {
            AlternativeIs::Outcome(ix) => &tree[*ix].recommendation,
            AlternativeIs::Named(name) => name,
        };
        let texts = [&self.gains, &self.costs, &self.first_steps].into_iter().find_map(|items| of(items, id));
        let rest = || of(&self.watch, id).map(|watch| &watch.metric).or_else(|| of(&self.alternatives, id).map(alternative));
        let next = || of(&self.next, id).map(|next| &next.why);
        let also = || self.also.iter().chain(&tree.also).find(|also| also.id == id).map(|also| &also.recommendation);
        texts.or_else(rest).or_else(next).or_else(also).map(|text| &**text)
    }

    /// Those of them that are the outcome's own.
    pub fn own_parts(&self) -> impl Iterator<Item = (&str, Option<&Condition>)> {
        fn conditional<T>(items: &[Item<T>]) -> impl Iterator<Item = (&str, Option<&Condition>)> {
            items.iter().filter(|item| item.when.is_some()).filter_map(|item| Some((item.id.as_deref()?, item.when.as_ref())))
        }
        let texts = [&self.gains, &self.costs, &self.first_steps].into_iter().flat_map(|items| conditional(items));
        let rest = conditional(&self.watch).chain(conditional(&self.alternatives)).chain(conditional(&self.next));
        texts.chain(rest).chain(self.also.iter().map(|also| (also.id.as_str(), also.when.as_ref())))
    }
}

impl Scale {
    /// The place of the band that holds a figure; `None` outside the range.
    pub fn band_of(&self, figure: f64) -> Option<usize> {
        if !(self.min..=self.max).contains(&figure) {
            return None;
        }
        Some(self.bands.partition_point(|band| band.from <= figure).saturating_sub(1))
    }
}

/// In what two questions of one fact differ that they have to share; labels, bands and edges may differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDifference {
    /// What differs, such as `unit`.
    pub what: &'static str,
    /// What the first question has.
    pub first: String,
    /// What the other one has.
    pub here: String,
}

/// The first difference between two questions of one fact.
pub fn fact_difference(first: &Question, here: &Question) -> Option<FactDifference> {
    let kind = |question: &Question| match question.kind {
        Kind::Choice { .. } => "a Choice",
        Kind::Select { .. } => "a Select",
        Kind::Number(_) => "a Number",
    };
    let list = |ids: Vec<&str>| if ids.is_empty() { NONE.to_owned() } else { ids.join(", ") };
    let options = |question: &Question| list(question.options().iter().map(|option| option.id.as_str()).collect());
    let assumed = |question: &Question| match &question.kind {
        Kind::Choice { options, assume } => options.get(*assume).map(|option| option.id.clone()).unwrap_or_default(),
        Kind::Select { options, assume } => {
            let set = options.iter().enumerate().filter(|(at, _)| assume >> at & 1 == 1);
            list(set.map(|(_, option)| option.id.as_str()).collect())
        }
        Kind::Number(scale) => scale.assume.to_string(),
    };
    if std::mem::discriminant(&first.kind) != std::mem::discriminant(&here.kind) {
        return Some(FactDifference { what: "kind of question", first: kind(first).to_owned(), here: kind(here).to_owned() });
    }
    let mut aspects: Vec<(&'static str, String, String)> = vec![("list of options", options(first), options(here))];
    if let (Kind::Number(a), Kind::Number(b)) = (&first.kind, &here.kind) {
        aspects.push(("unit", a.unit.to_string(), b.unit.to_string()));
        aspects.push(("range", format!("{} to {}", a.min, a.max), format!("{} to {}", b.min, b.max)));
    }
    aspects.push(("assumption", assumed(first), assumed(here)));
    let (what, first, here) = aspects.into_iter().find(|(_, first, here)| first != here)?;
    Some(FactDifference { what, first, here })
}
