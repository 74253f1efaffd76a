//! Everything that can be found by words: trees, questions with their options, outcomes, sections of reference text,
//! anti-patterns, the glossary, principles.
//!
//! [`Index::of`] reads a whole pack once, into an inverted index: for each word, the entries that it stands in. A query therefore
//! costs what its words' entries cost, not what the pack costs. [`Index::find`] works in steps: `query` turns what was typed into
//! known words (as typed, of the same stem, begun, misspelt, of the same meaning by the glossary), `rank` gathers the entries of
//! these words and weighs them line by line, `titles` looks for the letters of a query that no word explains, `line` cuts the
//! line that matched and marks what matched in it.

mod build;
mod gather;
mod line;
mod query;
mod rank;
mod titles;
mod vocabulary;
mod word;

use std::ops::Range;
use std::sync::Arc;

use crate::content::pack::Pack;
use query::{Names, Query};
use vocabulary::Vocabulary;

/// The most characters of a query that are looked at; what is behind them has no effect.
pub const MAX_QUERY: usize = 256;

/// Everything that can be found in a pack. Owns its text, so that it can be made in one thread and asked in another.
pub struct Index {
    entries: Vec<Entry>,
    /// The lines of the first entry, then those of the second, and so on.
    lines: Vec<Line>,
    /// For each entry the letters of its title, a bit each.
    titles: Vec<u32>,
    /// The text of the lines, one behind the other.
    text: String,
    /// The words of the lines, one behind the other.
    tokens: Vec<u32>,
    vocabulary: Vocabulary,
    names: Names,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it is.
    pub place: Place,
    /// What kind of thing it is.
    pub group: Group,
    /// What it is called: a question's prompt, an outcome's recommendation, a heading.
    pub title: String,
    /// The title of the tree or document that it is part of; empty when it is part of none.
    pub within: String,
    /// The line of it that matched best, cut to about 160 columns around what matched; it may be the title again.
    pub line: String,
    /// What matched in the line: ascending byte ranges that do not touch, on the boundaries of characters.
    pub marks: Vec<Range<usize>>,
    /// How well it matched, to be compared only with hits of the same query.
    pub score: u32,
}

/// Where something that was found is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A tree, by its id.
    Tree(String),
    /// A question of a tree.
    Question {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
    },
    /// An option of a question.
    Option {
        /// The tree's id.
        tree: String,
        /// The question's id.
        question: String,
        /// The option's id.
        option: String,
    },
    /// An outcome of a tree.
    Outcome {
        /// The tree's id.
        tree: String,
        /// The outcome's id.
        outcome: String,
    },
    /// A recommendation on another aspect than the tree's own.
    Also {
        /// The tree's id.
        tree: String,
        /// The recommendation's id.
        id: String,
    },
    /// A section of reference text, `document#anchor`, or a whole document.
    Section(String),
    /// An anti-pattern, by its id.
    AntiPattern(String),
    /// A conflict between results of two trees, by its id.
    Conflict(String),
    /// A term of the glossary.
    Term(String),
    /// A principle, by its id.
    Principle(String),
}

/// What is shown under one heading. Options belong to the questions, recommendations on other aspects to the outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Whole trees.
    Trees,
    /// Questions, and their options.
    Questions,
    /// Outcomes, and recommendations on other aspects.
    Outcomes,
    /// Sections of reference text.
    References,
    /// Mistakes to avoid.
    AntiPatterns,
    /// Results of two trees that contradict each other.
    Conflicts,
    /// Terms.
    Glossary,
    /// Principles.
    Principles,
}

/// Something that can be found. Its first line is its title.
struct Entry {
    place: Place,
    group: Group,
    within: Arc<str>,
    /// The ids of a question's options, which a line can be of.
    options: Vec<String>,
    /// Its lines, by their places in [`Index::lines`].
    lines: Range<usize>,
}

/// A line of an entry.
#[derive(Clone, Copy)]
struct Line {
    /// Where its text ends; it begins where that of the line before ends.
    text_end: usize,
    /// Where its words end, likewise.
    tokens_end: usize,
    field: Field,
    /// The option that it is of, by its place in [`Entry::options`].
    option: Option<u8>,
}

/// What a line is to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Worry,
    Alias,
    Id,
    Option,
    Summary,
    Body,
    Code,
}

impl Field {
    /// How much a word counts that stands here.
    fn weight(self) -> f32 {
        match self {
            Field::Worry | Field::Title | Field::Alias => 1.0,
            Field::Summary => 0.75,
            Field::Option => 0.6,
            Field::Id => 0.5,
            Field::Body => 0.4,
            Field::Code => 0.3,
        }
    }
}

/// What scores less than this share of the best is left out: it shares a common word or two.
const WORTH: f32 = 0.15;

impl Index {
    /// Reads every tree, document and list of a pack. Costs time and memory in line with their text; what does not load is left
    /// out.
    pub fn of(pack: &Pack) -> Index {
        gather::everything(pack).finish()
    }

    /// What a query finds, best first, at most `limit` of it. The last word of the query counts as begun unless white space
    /// follows it. Each entry is found once, at its best line.
    ///
    /// Costs one step for each entry that holds a word of the query, up to a fixed number of them: past it, only the entries in
    /// which the rarer words stand most prominently are looked at. A misspelt word costs a step for each word of the vocabulary
    /// besides, and a query that words do not explain one for each title.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = Query::new(query, self);
        let mut found = rank::by_words(self, &query);
        titles::add(self, &query, &mut found);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        let worth = found.first().map_or(0.0, |best| best.score * WORTH);
        found.retain(|found| found.score >= worth);
        found.iter().take(limit).filter_map(|found| line::hit(self, &query, found)).collect()
    }

    /// How many entries can be found.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The text of a line.
    fn text_of(&self, line: usize) -> &str {
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |before| before.text_end);
        self.lines.get(line).and_then(|line| self.text.get(start..line.text_end)).unwrap_or("")
    }

    /// The words of a line.
    fn tokens_of(&self, line: usize) -> &[u32] {
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |before| before.tokens_end);
        self.lines.get(line).and_then(|line| self.tokens.get(start..line.tokens_end)).unwrap_or(&[])
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (entries, lines, words) = (self.entries.len(), self.lines.len(), self.vocabulary.len());
        f.debug_struct("Index").field("entries", &entries).field("lines", &lines).field("words", &words).finish()
    }
}

/// Ranked hits in groups: the group with the best hit first, and within each the best first.
pub fn grouped(hits: Vec<Hit>) -> Vec<(Group, Vec<Hit>)> {
    let mut groups: Vec<(Group, Vec<Hit>)> = Vec::new();
    for hit in hits {
        match groups.iter_mut().find(|(group, _)| *group == hit.group) {
            Some((_, hits)) => hits.push(hit),
            None => groups.push((hit.group, vec![hit])),
        }
    }
    groups
}

#[cfg(test)]
mod tests;
