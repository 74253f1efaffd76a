//! What stands under a question or recommendation, and what of it can be followed.

use super::{Contradicted, State, Viewing, WalkScreen};
use crate::advice::walk::Key;
use crate::content::document::{Document, Target};
use crate::paper::export::brief::{self, Beyond, Entry, LinkTarget, Mark, Section};
use crate::paper::export::insight::{Explained, conflict_section};

/// What of a question or outcome can be followed, in the order in which it is shown.
pub fn leads(sections: &[Section]) -> Vec<LinkTarget> {
    sections.iter().flat_map(|section| &section.entries).filter_map(|entry| entry.leads.clone()).collect()
}

/// The sections that a walk shows under its question or recommendation.
pub fn sections(state: &State, walk: &WalkScreen) -> Vec<Section> {
    let Some(tree) = state.pack.tree(&walk.tree) else { return Vec::new() };
    let insight = walk.insight.as_deref();
    let words = state.pack.words();
    let explained = insight.map(|insight| Explained { words, tree, route: &walk.route, insight });
    let contradicted = state.contradicted().filter(|contradicted| contradicted.trees.contains(&walk.tree));
    // It leads to the other one of the two decisions.
    let other = |contradicted: &Contradicted| contradicted.trees.iter().find(|tree| **tree != walk.tree).cloned();
    let entry = |contradicted: &Contradicted| Entry { leads: other(contradicted).map(LinkTarget::Tree), ..contradicted.entry.clone() };
    let contradicted = conflict_section(&words.insight, contradicted.map(entry).collect());
    let mut sections = match (walk.viewing, state.asked(walk), walk.outcome()) {
        (Some(Viewing::Insight), ..) => {
            let said = explained.zip(walk.ahead.as_ref()).map(|(explained, ahead)| explained.sections(ahead)).unwrap_or_default();
            contradicted.into_iter().chain(said).collect()
        }
        (_, Some((tree, ix)), _) => {
            let mut sections = brief::question(&state.pack, &tree[ix]);
            if state.review.room.hides(&Key::of(tree, ix)) {
                // A room that votes first is not led to an answer.
                sections.retain(|section| section.heading != *words.walk.why_assume);
            }
            sections
        }
        (_, None, Some(_)) if state.is_veiled(&walk.tree) => Vec::new(),
        (viewing, None, Some(ix)) => {
            let mut beyond = Beyond { answers: Some(state.consultation.answers()), ..Beyond::default() };
            let contradicted = contradicted.filter(|_| viewing.is_none());
            if viewing.is_none() {
                beyond.first = insight.and_then(|insight| insight.find_out.as_ref()).map(|found| found.question);
                beyond.sections = explained.and_then(|explained| explained.what_would_change()).into_iter().collect();
            }
            contradicted.into_iter().chain(brief::outcome(&state.pack, tree, &walk.route, &tree[ix], beyond)).collect()
        }
        (_, None, None) => Vec::new(),
    };
    // An answer that came back into use by itself is to be looked at again before it is relied on.
    for entry in sections.iter_mut().flat_map(|section| &mut section.entries) {
        if matches!(&entry.leads, Some(LinkTarget::Question(ix)) if state.consultation.is_kept(tree, *ix)) {
            entry.mark = Mark::Warning;
            entry.text.push_str(&format!(" ({})", state.pack.words().walk.kept));
        }
    }
    sections
}

/// The links of a document that can be marked, by their place among its links.
pub fn followable(document: &Document) -> Vec<usize> {
    let links = document.links.iter().enumerate();
    links.filter(|(_, link)| !matches!(link.to, Target::Refused(_))).map(|(at, _)| at).collect()
}
