//! Reference text: Markdown to blocks with headings, anchors, links and plain text, and blocks to lines of a width.

mod layout;
mod mark;
mod parse;

use super::diagnostic::Span;
use super::text::Text;

pub use layout::{Line, Piece, Role, lay_out, plain};
pub use mark::block_mark;
pub use parse::{inline, parse};

/// A reference document.
#[derive(Debug)]
pub struct Document {
    /// The text of its first heading.
    pub title: String,
    /// Everything in it, in order.
    pub blocks: Vec<Block>,
    /// Its headings, in order; the first is the title.
    pub headings: Vec<Heading>,
    /// Where its links lead; a [`Inline::link`] is a place in this list.
    pub links: Vec<DocumentLink>,
    /// Whether it takes the place of a document of the same id in a pack below.
    pub overrides: bool,
}

/// A heading, which links can lead to.
#[derive(Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 for the title, and so on.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The part behind `#` of a link to it.
    pub anchor: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Everyday words under which somebody would look for the section.
    pub worries: Vec<Text>,
}

/// A link of a document.
#[derive(Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// Where it leads.
    pub to: Target,
    /// Where it stands in the file.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A reference document, and a heading of it.
    Section {
        /// The document's id.
        document: String,
        /// The heading's anchor; `None` is the top.
        anchor: Option<String>,
    },
    /// An address of http or https.
    Address(String),
    /// Neither: such a link is shown and never followed.
    Refused(String),
}

/// A part of a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, by its place in [`Document::headings`].
    Heading(usize, Vec<Inline>),
    /// Running text.
    Paragraph(Vec<Inline>),
    /// Code, shown as it is.
    Code {
        /// The language named by its fence; may be empty.
        language: String,
        /// The lines.
        lines: Vec<String>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first number of a numbered list.
        first: Option<u64>,
        /// The entries.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// The cells of the head.
        head: Vec<Vec<Inline>>,
        /// The cells of each row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A line across.
    Rule,
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inline {
    /// The text; white space within it is single spaces.
    pub text: String,
    /// How it is set.
    pub style: Style,
    /// The link that it is part of, by its place in [`Document::links`].
    pub link: Option<usize>,
}

/// How a run of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// `**so**`.
    pub strong: bool,
    /// `*so*`.
    pub emphasis: bool,
    /// `` `so` ``.
    pub code: bool,
}

impl Document {
    /// The heading of an anchor, by its place.
    pub fn heading(&self, anchor: &str) -> Option<usize> {
        self.headings.iter().position(|heading| heading.anchor == anchor)
    }

    /// The blocks of a section: its heading, and everything up to the next heading that is not below it.
    pub fn section(&self, heading: usize) -> &[Block] {
        let at = |wanted: usize| self.blocks.iter().position(|block| matches!(block, Block::Heading(ix, _) if *ix == wanted));
        let Some(level) = self.headings.get(heading).map(|heading| heading.level) else { return &[] };
        let end = self.headings.iter().enumerate().skip(heading + 1).find(|(_, next)| next.level <= level).and_then(|(ix, _)| at(ix));
        at(heading).and_then(|start| self.blocks.get(start..end.unwrap_or(self.blocks.len()))).unwrap_or(&[])
    }
}

/// A link as trees write it: `document#heading`, or `document` for its top.
pub fn split_reference(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((document, anchor)) => (document, Some(anchor)),
        None => (reference, None),
    }
}
