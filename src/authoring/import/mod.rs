//! A Mermaid flowchart of a decision to a tree file.
//!
//! A node with several edges out is a question. The first node behind the last answer is an outcome, and what follows it in a line
//! are its first steps. A node with a single edge between two questions is an entry of `also`, for those who pass it. What has no
//! counterpart in a tree is told in a note with its line, never dropped in silence.
//!
//! The parser is our own: the crates that read Mermaid (`merman-core`, `mermaid-text`) draw it, so that their values know no lines
//! and one bad line fails the whole chart.

mod flowchart;
mod label;
mod link;
mod locate;
mod name;
mod parse;
mod plan;
#[cfg(test)]
mod tests;
mod write;

use crate::content::tree::{BadTreeId, check_tree_id, slug};

/// The largest text that is taken, in bytes: some hundred times the largest flowchart that anybody can read.
pub const MAX_TEXT: usize = 2 * 1024 * 1024;
/// The most edges: `A & B --> C & D` makes more of them than the text is long.
pub(super) const MAX_EDGES: usize = 50_000;

/// Where a flowchart comes from, and what its tree is to be called.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The id that was asked for.
    pub id: Option<&'a str>,
    /// The name of the file without its folders, which is where the id comes from when the chart has no title, and which the tree
    /// names as its origin; empty for a text that is in no file.
    pub file: &'a str,
}

/// A tree made from a flowchart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The tree's id, after which its file is to be called.
    pub id: String,
    /// The tree file.
    pub text: String,
    /// The longest id in the tree, where it is so long that a short one would be better.
    pub long_id: Option<String>,
    /// What could not be mapped, or was in a way that one should know of; in the order of the lines.
    pub notes: Vec<Note>,
}

/// Something about a flowchart that its author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line in the file, from 1.
    pub line: usize,
    /// What, in a sentence without a full stop.
    pub message: String,
}

impl Note {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Note {
        Note { line, message: message.into() }
    }
}

/// Why there is no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// There is no flowchart in the text.
    #[error("line {line}: {why}")]
    NoFlowchart {
        /// The line that was looked at.
        line: usize,
        /// What stands there instead.
        why: String,
    },
    /// There is more of it than a tree is made from.
    #[error("the flowchart is too large: {what}")]
    TooLarge {
        /// What there is too much of.
        what: String,
    },
    /// The tree cannot be called so.
    #[error("{0}; name one with `--id ID`")]
    BadId(#[from] BadTreeId),
}

/// Makes a tree file from the first flowchart in a text, which is Mermaid or Markdown with Mermaid in a fence. The tree loads and
/// can be walked at once; each text that a flowchart does not have begins with `TODO`.
///
/// Costs steps in line with the length of the text and the number of edges.
///
/// # Errors
/// When the text holds no flowchart or too large a one, or the id cannot be a tree's.
pub fn import(text: &str, origin: Origin<'_>) -> Result<Imported, ImportError> {
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooLarge { what: format!("{} bytes, of which at most {MAX_TEXT} are read", text.len()) });
    }
    let located = locate::flowchart(text, origin.file)?;
    let (chart, mut notes) = parse::parse(&located.body, located.line)?;
    notes.extend(located.notes);
    let (heading, heading_line) = located.heading.unzip();
    let title_line = if chart.title.is_some() { chart.title_line } else { heading_line.unwrap_or(located.line) };
    let title = chart.title.clone().or(heading);
    let plan = plan::plan(&chart, &mut notes)?;
    let id = tree_id(origin, title.as_deref().unwrap_or_else(|| chart.text(plan.start)))?;
    let draft = write::Draft { chart: &chart, plan: &plan, id: &id, title: title.as_deref(), title_line, file: origin.file };
    let write::Written { text, long_id } = write::tree(&draft, &mut notes);
    notes.sort_by_key(|note| note.line);
    Ok(Imported { id, text, long_id, notes })
}

/// What the tree is called: as was asked for, or after its title, or after its file.
fn tree_id(origin: Origin<'_>, title: &str) -> Result<String, ImportError> {
    let stem = origin.file.split('.').next().unwrap_or("");
    let of_a_chart = [".mmd", ".mermaid"].iter().any(|ending| origin.file.ends_with(ending));
    let (stem, title) = (slug(stem), slug(title));
    // A Markdown file holds more than its flowchart, and is called after all of it.
    let (first, second) = if of_a_chart { (stem, title) } else { (title, stem) };
    let id = match origin.id {
        Some(id) => id.to_owned(),
        None if !first.is_empty() => first,
        None if !second.is_empty() => second,
        None => "decision".to_owned(),
    };
    check_tree_id(&id)?;
    Ok(id)
}
