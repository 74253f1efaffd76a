//! What if: another answer, looked at beside what stands; kept or left.

use std::sync::Arc;

use super::{Effect, next_of, open_tree, scroll, walk};
use crate::advice::insight::{Change, answers_to, other_answers};
use crate::advice::walk::{spell, value_of};
use crate::content::tree::{Node, QuestionIx, Tree};
use crate::paper::export::insight::spelled;
use crate::tui::action::Action;
use crate::tui::state::{Screen, SpelledSet, State, WhatIfScreen};

/// Looks at a walk with other answers: one of several sets to choose from.
pub(super) fn open(state: &mut State, tree: &str, sets: Vec<SpelledSet>) {
    if sets.iter().all(Vec::is_empty) {
        state.notice = Some(state.pack.words().what_if.nothing.to_string());
        return;
    }
    let what_if = WhatIfScreen::new(tree, sets, None, state.consultation.version());
    state.screens.push(Screen::WhatIf(Box::new(what_if)));
}

/// The same for every other answer to a question; `first` is the one to begin with, as it was typed.
pub(super) fn open_question(state: &mut State, tree: &Tree, question: QuestionIx, first: Option<&str>) {
    let route = state.consultation.route(tree);
    let answered = route.steps.iter().find(|step| step.question == question);
    let values = match answered {
        Some(step) => other_answers(tree, question, &step.value),
        None => answers_to(tree, question),
    };
    let mut sets: Vec<_> = values.iter().map(|value| vec![(question, spell(value))]).collect();
    let first = first.and_then(|first| value_of(&tree[question], first).ok());
    if let Some(first) = first.filter(|first| answered.is_none_or(|step| step.value != *first)) {
        let text = spell(&first);
        sets.retain(|set| set.iter().all(|(_, other)| *other != text));
        sets.insert(0, vec![(question, text)]);
    }
    open(state, &tree.id, sets);
}

/// The same for the smallest sets of answers that lead to a node, which are looked for elsewhere.
pub(super) fn open_node(state: &mut State, tree: &Tree, node: Node) {
    let known = match (state.screens.last(), node) {
        (Some(Screen::Walk(walk)), Node::Outcome(outcome)) => {
            let others = walk.insight.iter().flat_map(|insight| &insight.others);
            others.filter(|other| other.outcome == outcome).map(|other| other.ways.sets.clone()).next()
        }
        _ => None,
    };
    match known {
        Some(sets) => open(state, &tree.id, sets.iter().map(|set| spelled(set)).collect()),
        None => {
            let what_if = WhatIfScreen::new(&tree.id, Vec::new(), Some(node), state.consultation.version());
            state.screens.push(Screen::WhatIf(Box::new(what_if)));
        }
    }
}

/// Takes in the ways to a node; without any, there is nothing to look at.
pub(super) fn found(state: &mut State, generation: u64, sets: &[Vec<Change>]) {
    let waits = |screen: &Screen| matches!(screen, Screen::WhatIf(what_if) if what_if.generations.ways == generation);
    let Some(at) = state.screens.iter().position(waits) else { return };
    if sets.iter().all(Vec::is_empty) {
        state.screens.remove(at);
        state.notice = Some(state.pack.words().what_if.no_way.to_string());
    } else if let Some(Screen::WhatIf(what_if)) = state.screens.get_mut(at) {
        what_if.sets = sets.iter().map(|set| spelled(set)).collect();
    }
}

/// Does what an action does while two variants are seen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(Screen::WhatIf(what_if)) = state.screens.last_mut() else { return Vec::new() };
    match action {
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane if what_if.sets.len() > 1 => {
            let forwards = matches!(action, Action::Right | Action::NextPane);
            what_if.choose(next_of(Some(what_if.at), what_if.sets.len(), forwards).unwrap_or(0));
            Vec::new()
        }
        Action::Left | Action::Right => {
            state.notice = Some(state.pack.words().what_if.only_one.to_string());
            Vec::new()
        }
        Action::Enter => keep(state),
        action => {
            scroll::by_key(state, action);
            Vec::new()
        }
    }
}

/// Answers as the variant does, and goes where that leads.
fn keep(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::WhatIf(what_if)) = state.screens.last() else { return Vec::new() };
    let id = what_if.tree.clone();
    let Some(tree) = pack.tree(&id) else { return Vec::new() };
    let changes = what_if.variants(tree, state.consultation.answers()).changes;
    if changes.is_empty() {
        return Vec::new();
    }
    // Back to the walk, and past the map that the variant may have been chosen on.
    while state.screens.len() > 1 && !matches!(state.screens.last(), Some(Screen::Walk(walk)) if walk.tree == id) {
        state.screens.pop();
    }
    let effects = if walk::is_shown(state, &id) { Vec::new() } else { open_tree(state, &id) };
    state.consultation.suppose(tree, changes);
    state.notice = walk::follow_answers(state, tree);
    effects
}
