//! What may have taken the place of what is gone: by what it was called, by what it holds, by where it stood, and by its id.

use std::collections::HashSet;

use super::parting::Ways;
use crate::advice::walk::{Answer, Unfit, Value};
use crate::content::diagnostic::nearest;
use crate::content::pack::Pack;
use crate::content::tree::{Kind, QuestionIx, Tree};
use crate::paper::record::{RecordedAnswer, RecordedTree};

/// The most candidates.
const MOST: usize = 3;

/// Trees that may be the one of a record: those that have most of the nodes that the walk came past, then those of a like id.
///
/// Costs a look-up of each node of the way in each tree.
pub(super) fn trees_near(pack: &Pack, recorded: &RecordedTree) -> Vec<String> {
    let nodes: HashSet<&str> = recorded.route.iter().chain(&recorded.outcome).map(String::as_str).collect();
    let mut alike: Vec<(usize, &str)> = pack
        .tree_ids()
        .filter_map(|id| Some((id, pack.tree(id)?)))
        .map(|(id, tree)| (nodes.iter().filter(|node| tree.node(node).is_some()).count(), id))
        .filter(|(shared, _)| *shared > 0 && shared * 2 >= nodes.len())
        .collect();
    alike.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let sound = pack.tree_ids().filter(|id| pack.tree(id).is_some());
    let near = nearest(&recorded.id, sound);
    first(alike.into_iter().map(|(_, id)| id).chain(near))
}

/// Questions that may be the one of a record: of the same wording, then the one that stands in its place on the way of today and takes
/// the answer, then those of a like id. None of them is one that the record's way came past.
pub(super) fn questions_near(ways: &Ways<'_>, id: &str, answer: Option<&RecordedAnswer>) -> Vec<String> {
    let tree = ways.tree;
    let others = || tree.questions().filter(|(_, question)| !ways.came_past(&question.id)).map(|(ix, question)| (ix, question.id.as_str()));
    let prompt = answer.map_or("", |answer| answer.prompt.as_str());
    let same_words = others().filter(|(ix, _)| !prompt.is_empty() && tree[*ix].prompt.as_str() == prompt).map(|(_, id)| id);
    let takes = |ix: QuestionIx| match answer.map(|answer| &answer.answer) {
        Some(Answer::Given(value)) => value.settle(&tree[ix]).is_ok(),
        _ => true,
    };
    let same_place = ways.in_place_of(id).filter(|ix| takes(*ix) && !ways.came_past(&tree[*ix].id)).map(|ix| tree[ix].id.as_str());
    let near = nearest(id, others().map(|(_, id)| id));
    first(same_words.chain(same_place).chain(near))
}

/// Options that may be the one of a record: of the same name, then those of a like id, else all of them where they are few.
pub(super) fn options_near(tree: &Tree, ix: QuestionIx, recorded: &RecordedAnswer, why: &Unfit) -> Vec<String> {
    let options = tree[ix].options();
    let wrong = match (why, &recorded.answer) {
        (Unfit::NoOption(option), _) => option,
        // An option chosen alone, and one of a set today, or the other way round.
        (Unfit::OtherKind, Answer::Given(Value::Option(option))) if !matches!(tree[ix].kind, Kind::Number(_)) => option,
        _ => return Vec::new(),
    };
    let chosen = |id: &str| matches!(&recorded.answer, Answer::Given(Value::Options(ids)) if ids.contains(id));
    let free = || options.iter().filter(|option| !chosen(&option.id));
    // The names of a set stand in one text.
    let named = |label: &str| !label.is_empty() && (recorded.label == label || recorded.label.split(", ").any(|part| part == label));
    let same_words = free().filter(|option| named(&option.label)).map(|option| option.id.as_str());
    let near = nearest(wrong, free().map(|option| option.id.as_str()));
    let found = first(same_words.chain(near));
    if found.is_empty() && options.len() <= MOST { first(free().map(|option| option.id.as_str())) } else { found }
}

fn first<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(*name)).take(MOST).map(str::to_owned).collect()
}
