//! What a search found, as text and as JSON.

use serde_json::{Value as Json, json};
use textwrap::Options;

use super::json::{FORMAT, write};
use crate::advice::search::{Group, Hit, Place, grouped};
use crate::content::pack::{Pack, Words, fill};

/// What was found in groups, each with where it is, the line that matched, and the command that leads there; `invocation` is how
/// such a command begins.
pub fn text(pack: &Pack, query: &str, hits: Vec<Hit>, invocation: &str, width: usize) -> String {
    let words = &pack.words().search;
    if hits.is_empty() {
        let nothing = fill(&words.nothing, &[("query", query)]);
        return format!("{}\n{}\n", textwrap::fill(&nothing, width), textwrap::fill(&words.try_others, width));
    }
    let mut text = String::new();
    for (group, hits) in grouped(hits) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}\n", heading(pack.words(), group)));
        for hit in &hits {
            let title = match hit.within.as_str() {
                "" => hit.title.clone(),
                within => format!("{} ({within})", hit.title),
            };
            text.push_str(&indented(&title, "  ", width));
            if hit.line != hit.title {
                text.push_str(&indented(&hit.line, "      ", width));
            }
            if let Some(command) = command(pack, &hit.place) {
                text.push_str(&format!("      {invocation} {command}\n"));
            }
        }
    }
    text
}

/// What stands above the hits of a group.
pub fn heading(words: &Words, group: Group) -> &str {
    let words = &words.search;
    match group {
        Group::Trees => &words.trees,
        Group::Questions => &words.questions,
        Group::Outcomes => &words.outcomes,
        Group::References => &words.references,
        Group::AntiPatterns => &words.anti_patterns,
        Group::Conflicts => &words.conflicts,
        Group::Glossary => &words.glossary,
        Group::Principles => &words.principles,
    }
}

/// What was found, as `search --json` lists it; `marks` are byte ranges of `line` in UTF-8.
pub fn json(pack: &Pack, query: &str, hits: &[Hit]) -> String {
    let results: Vec<Json> = hits.iter().map(|hit| result(pack, hit)).collect();
    write(&json!({ "format": FORMAT, "query": query, "results": results }))
}

fn result(pack: &Pack, hit: &Hit) -> Json {
    let marks: Vec<[usize; 2]> = hit.marks.iter().map(|mark| [mark.start, mark.end]).collect();
    let (kind, tree, id) = match &hit.place {
        Place::Tree(tree) => ("tree", Some(tree), tree),
        Place::Question { tree, question } => ("question", Some(tree), question),
        Place::Option { tree, option, .. } => ("option", Some(tree), option),
        Place::Outcome { tree, outcome } => ("outcome", Some(tree), outcome),
        Place::Also { tree, id } => ("also", Some(tree), id),
        Place::Section(reference) => ("section", None, reference),
        Place::AntiPattern(id) => ("anti-pattern", None, id),
        Place::Conflict(id) => ("conflict", None, id),
        Place::Term(term) => ("term", None, term),
        Place::Principle(id) => ("principle", None, id),
    };
    let question = match &hit.place {
        Place::Question { question, .. } | Place::Option { question, .. } => Some(question),
        _ => None,
    };
    json!({
        "kind": kind,
        "group": name(hit.group),
        "tree": tree,
        "question": question,
        "id": id,
        "reference": reference(pack, &hit.place),
        "title": hit.title,
        "within": hit.within,
        "line": hit.line,
        "marks": marks,
        "score": hit.score,
    })
}

fn name(group: Group) -> &'static str {
    match group {
        Group::Trees => "trees",
        Group::Questions => "questions",
        Group::Outcomes => "outcomes",
        Group::References => "references",
        Group::AntiPatterns => "anti-patterns",
        Group::Conflicts => "conflicts",
        Group::Glossary => "glossary",
        Group::Principles => "principles",
    }
}

/// The reference text that a place is, or that an entry of a list cites first.
pub fn reference<'a>(pack: &'a Pack, place: &'a Place) -> Option<&'a str> {
    let references = match place {
        Place::Section(reference) => return Some(reference),
        Place::AntiPattern(id) => &pack.anti_pattern(id)?.references,
        Place::Conflict(id) => &pack.conflicts().find(|entry| entry.id == *id)?.references,
        Place::Term(name) => &pack.glossary().find(|term| term.term == *name)?.reference,
        Place::Principle(id) => &pack.principles().find(|principle| principle.id == *id)?.references,
        Place::Tree(_) | Place::Question { .. } | Place::Option { .. } | Place::Outcome { .. } | Place::Also { .. } => return None,
    };
    references.first().map(|reference| reference.name.as_str())
}

/// The command that leads to a place, without the program's name.
fn command(pack: &Pack, place: &Place) -> Option<String> {
    Some(match place {
        Place::Tree(tree) | Place::Question { tree, .. } | Place::Outcome { tree, .. } | Place::Also { tree, .. } => tree.clone(),
        Place::Option { tree, question, option } => format!("{tree} -a {question}={option}"),
        Place::Section(_) | Place::AntiPattern(_) | Place::Conflict(_) | Place::Term(_) | Place::Principle(_) => {
            format!("read {}", reference(pack, place)?)
        }
    })
}

fn indented(text: &str, indent: &str, width: usize) -> String {
    let options = Options::new(width.max(20)).initial_indent(indent).subsequent_indent(indent);
    format!("{}\n", textwrap::fill(text, options))
}
