//! What stands in two versions of a tree: added, removed, renamed, altered and reworded.

mod fields;

use std::collections::{HashMap, HashSet};

use crate::content::tree::{Also, Kind, Outcome, Question, Tree};
use fields::{Fields, also_fields, item_fields, outcome_fields, question_fields, tree_fields};

/// What differs in the files, each list in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits {
    /// What only the new version has.
    pub added: Vec<Named>,
    /// What only the old version has.
    pub removed: Vec<Named>,
    /// What was probably renamed. Saved answers and links name the old id.
    pub renamed: Vec<Renamed>,
    /// What may decide or prove something: figures, assumptions, facts, conditions, references, sources.
    pub altered: Vec<Altered>,
    /// What only reads differently.
    pub reworded: Vec<Altered>,
}

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The tree itself.
    Tree,
    /// A question.
    Question,
    /// An option of a question.
    Option,
    /// A band of a number.
    Band,
    /// An outcome.
    Outcome,
    /// A part of an outcome with a condition.
    Item,
    /// A recommendation on another aspect.
    Also,
    /// A fact that questions share.
    Fact,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub what: What,
    /// The question or outcome that it belongs to; empty where it belongs to the tree.
    pub of: String,
    /// Its id.
    pub id: String,
}

/// Something that is there in one version alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Where.
    pub place: Place,
    /// What it says: a prompt, a label, a recommendation.
    pub text: String,
}

/// Something with another id than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// What it is.
    pub what: What,
    /// The question that it belongs to; empty for a question, an outcome or the tree.
    pub of: String,
    /// The id before.
    pub from: String,
    /// The id now.
    pub to: String,
}

/// A field with another content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Altered {
    /// Where.
    pub place: Place,
    /// The name of the field, as the file calls it.
    pub field: &'static str,
    /// The content before; empty where there was none.
    pub old: String,
    /// The content now; empty where there is none.
    pub new: String,
}

impl Edits {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renamed.is_empty() && self.altered.is_empty() && self.reworded.is_empty()
    }
}

/// Compares what stands in two versions. Costs one look at each text, and more for lists of texts that differ.
pub(super) fn edits(old: &Tree, new: &Tree) -> Edits {
    let mut found = Edits::default();
    renamed_nodes(old, new, &mut found);
    let before: HashMap<String, String> = found.renamed.iter().map(|renamed| (renamed.to.clone(), renamed.from.clone())).collect();
    let gone: HashSet<String> = found.renamed.iter().map(|renamed| renamed.from.clone()).collect();
    let name = |id: &str| before.get(id).cloned().unwrap_or_else(|| id.to_owned());

    let of_tree = Place { what: What::Tree, of: String::new(), id: new.id.clone() };
    found.compare(&of_tree, tree_fields(old), tree_fields(new));
    found.lists(What::Also, "", alsos(old, &old.also), alsos(new, &new.also));

    for (ix, question) in new.questions() {
        let place = Place { what: What::Question, of: String::new(), id: question.id.clone() };
        match old.question(&name(&question.id)).map(|ix| (ix, &old[ix])) {
            Some((before, earlier)) => {
                found.compare(&place, question_fields(old, before), question_fields(new, ix));
                found.answers(earlier, question);
            }
            None => found.added.push(Named { place, text: question.prompt.to_string() }),
        }
    }
    for (_, question) in old.questions().filter(|(_, question)| new.question(&question.id).is_none() && !gone.contains(&question.id)) {
        let place = Place { what: What::Question, of: String::new(), id: question.id.clone() };
        found.removed.push(Named { place, text: question.prompt.to_string() });
    }
    for (_, outcome) in new.outcomes() {
        let place = Place { what: What::Outcome, of: String::new(), id: outcome.id.clone() };
        match old.outcome(&name(&outcome.id)).map(|ix| &old[ix]) {
            Some(earlier) => {
                found.compare(&place, outcome_fields(old, earlier), outcome_fields(new, outcome));
                found.lists(What::Also, &outcome.id, alsos(old, &earlier.also), alsos(new, &outcome.also));
                found.lists(What::Item, &outcome.id, items(old, earlier), items(new, outcome));
            }
            None => found.added.push(Named { place, text: outcome.recommendation.to_string() }),
        }
    }
    for (_, outcome) in old.outcomes().filter(|(_, outcome)| new.outcome(&outcome.id).is_none() && !gone.contains(&outcome.id)) {
        let place = Place { what: What::Outcome, of: String::new(), id: outcome.id.clone() };
        found.removed.push(Named { place, text: outcome.recommendation.to_string() });
    }
    facts(old, new, &mut found);
    if old.id != new.id {
        found.renamed.push(Renamed { what: What::Tree, of: String::new(), from: old.id.clone(), to: new.id.clone() });
    }
    found
}

/// An entry with an id: what it says, and its fields.
type Entry<'a> = (&'a str, String, Fields);

fn alsos<'a>(tree: &Tree, also: &'a [Also]) -> Vec<Entry<'a>> {
    also.iter().map(|also| (also.id.as_str(), also.recommendation.to_string(), also_fields(tree, also))).collect()
}

fn items<'a>(tree: &'a Tree, outcome: &'a Outcome) -> Vec<Entry<'a>> {
    let ids: HashSet<&str> = outcome.also.iter().map(|also| also.id.as_str()).collect();
    let parts = outcome.own_parts().map(|(id, _)| id).filter(|id| !ids.contains(id));
    parts.filter_map(|id| item_fields(tree, outcome, id).map(|(text, fields)| (id, text, fields))).collect()
}

/// Nodes of which one version has the id and the other one has not, with the same content, and no other like them.
fn renamed_nodes(old: &Tree, new: &Tree, found: &mut Edits) {
    let pair_up = |what: What, contents: fn(&Tree) -> Vec<(String, String)>| {
        let only = |of: &Tree, other: &Tree| -> Vec<(String, String)> {
            contents(of).into_iter().filter(|(_, id)| other.node(id).is_none()).collect()
        };
        let (before, after) = (only(old, new), only(new, old));
        let mut by_content: HashMap<&str, (Vec<&String>, usize)> = HashMap::new();
        for (content, id) in &before {
            by_content.entry(content).or_default().0.push(id);
        }
        for (content, _) in &after {
            by_content.entry(content).or_default().1 += 1;
        }
        let pair = |(content, to): &(String, String)| match by_content.get(content.as_str()).map(|(ids, count)| (ids.as_slice(), count)) {
            Some(([from], 1)) => Some(Renamed { what, of: String::new(), from: (*from).clone(), to: to.clone() }),
            _ => None,
        };
        after.iter().filter_map(pair).collect::<Vec<_>>()
    };
    let questions =
        pair_up(What::Question, |tree| tree.questions().map(|(_, question)| (question_content(question), question.id.clone())).collect());
    let outcomes = pair_up(What::Outcome, |tree| {
        let content = |outcome: &Outcome| format!("{}\n\n{}", outcome.recommendation, outcome.why);
        tree.outcomes().map(|(_, outcome)| (content(outcome), outcome.id.clone())).collect()
    });
    found.renamed.extend(questions.into_iter().chain(outcomes));
}

/// What a question is known by when its id is another one.
fn question_content(question: &Question) -> String {
    let (kind, ids): (&str, Vec<&str>) = match &question.kind {
        Kind::Number(scale) => ("number", scale.bands.iter().map(|band| band.id.as_str()).collect()),
        Kind::Choice { options, .. } => ("choice", options.iter().map(|option| option.id.as_str()).collect()),
        Kind::Select { options, .. } => ("select", options.iter().map(|option| option.id.as_str()).collect()),
    };
    format!("{kind} {} {}", ids.join(","), question.prompt)
}

/// Facts that only one version asks for.
fn facts(old: &Tree, new: &Tree, found: &mut Edits) {
    let named = |tree: &Tree| -> Vec<String> {
        let mut facts: Vec<String> = tree.facts().map(str::to_owned).collect();
        facts.sort_unstable();
        facts
    };
    let entry = |fact: &String| Named { place: Place { what: What::Fact, of: String::new(), id: fact.clone() }, text: String::new() };
    let (before, after) = (named(old), named(new));
    found.added.extend(after.iter().filter(|fact| before.binary_search(fact).is_err()).map(entry));
    found.removed.extend(before.iter().filter(|fact| after.binary_search(fact).is_err()).map(entry));
}

impl Edits {
    /// Options or bands of a question.
    fn answers(&mut self, old: &Question, new: &Question) {
        let (what, before, after) = match (&old.kind, &new.kind) {
            (Kind::Number(before), Kind::Number(after)) => (What::Band, fields::bands(before), fields::bands(after)),
            (Kind::Number(_), _) | (_, Kind::Number(_)) => return,
            _ => (What::Option, fields::options(old), fields::options(new)),
        };
        let first = self.added.len();
        let first_removed = self.removed.len();
        self.lists(what, &new.id, before, after);
        // One that is gone and one that came, which say the same.
        let (mut at, fresh) = (first_removed, first);
        while let Some(gone) = self.removed.get(at) {
            match self.added.iter().skip(fresh).position(|came| came.text == gone.text) {
                Some(place) => {
                    let (gone, came) = (self.removed.remove(at), self.added.remove(fresh + place));
                    self.renamed.push(Renamed { what, of: new.id.clone(), from: gone.place.id, to: came.place.id });
                }
                None => at += 1,
            }
        }
    }

    /// Entries with ids.
    fn lists(&mut self, what: What, of: &str, old: Vec<Entry<'_>>, new: Vec<Entry<'_>>) {
        let place = |id: &str| Place { what, of: of.to_owned(), id: id.to_owned() };
        let kept: HashSet<&str> = new.iter().map(|(id, ..)| *id).collect();
        let mut before: HashMap<&str, Fields> = HashMap::new();
        for (id, text, fields) in old {
            if kept.contains(id) {
                before.insert(id, fields);
            } else {
                self.removed.push(Named { place: place(id), text });
            }
        }
        for (id, text, fields) in new {
            match before.remove(id) {
                Some(earlier) => self.compare(&place(id), earlier, fields),
                None => self.added.push(Named { place: place(id), text }),
            }
        }
    }

    fn compare(&mut self, place: &Place, old: Fields, new: Fields) {
        let altered = |(field, old, new)| Altered { place: place.clone(), field, old, new };
        self.altered.extend(fields::differing(old.deciding, new.deciding).into_iter().map(altered));
        self.reworded.extend(fields::differing(old.wording, new.wording).into_iter().map(altered));
    }
}
