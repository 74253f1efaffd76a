//! A tree to begin with, and its scenario: small, complete, and true, so that an author replaces it field by field.

use crate::content::source::quoted;
use crate::content::text::Text;

const TREE: &str = include_str!("template/tree.ron");
const SCENARIO: &str = include_str!("template/scenario.ron");

/// The id and the title that stand in the files, for those of the author.
const ID: &str = "\"my-tree\"";
const TITLE: &str = "\"My tree\"";

/// The texts of two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// `trees/<id>.ron`.
    pub tree: String,
    /// `assets/scenarios/<id>.ron`.
    pub scenario: String,
}

/// A tree of an id and a title, with a scenario of the same id. The id has to be one; the title is cleaned and may hold anything.
pub fn template(id: &str, title: &str) -> Template {
    let (id, title) = (quoted(id), quoted(&Text::new(title).replace("\n\n", " ")));
    let filled = |text: &str| text.replace(ID, &id).replace(TITLE, &title);
    Template { tree: filled(TREE), scenario: filled(SCENARIO) }
}

/// What a tree of an id is called until its author says something better: `job-queue` is `Job queue`.
pub fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
