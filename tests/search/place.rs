//! Places that a search finds, as tests write them.

use waypost::advice::search::Place;

pub(crate) fn spelled(place: &Place) -> String {
    match place {
        Place::Tree(tree) => format!("tree {tree}"),
        Place::Question { tree, question } => format!("question {tree} {question}"),
        Place::Option { tree, question, option } => format!("option {tree} {question} {option}"),
        Place::Outcome { tree, outcome } => format!("outcome {tree} {outcome}"),
        Place::Also { tree, id } => format!("also {tree} {id}"),
        Place::Section(reference) => format!("read {reference}"),
        Place::AntiPattern(id) => format!("mistake {id}"),
        Place::Conflict(id) => format!("conflict {id}"),
        Place::Term(term) => format!("term {term}"),
        Place::Principle(id) => format!("principle {id}"),
    }
}
