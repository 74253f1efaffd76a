//! What if: another answer, looked at beside what stands; kept or left.

use std::sync::Arc;

use super::{Effect, LookAhead, next_of, open_tree, scroll, walk};
use crate::advice::insight::{Reach, answers_to, other_answers};
use crate::advice::walk::spell;
use crate::content::tree::{Node, QuestionIx, Tree};
use crate::paper::export::insight::spelled;
use crate::tui::action::Action;
use crate::tui::state::{Screen, Scroll, State, WhatIfScreen};

/// Looks at a walk with other answers: one of several sets to choose from.
pub(super) fn open(state: &mut State, tree: &str, sets: Vec<Vec<(QuestionIx, String)>>) -> Vec<Effect> {
    if sets.is_empty() {
        state.notice = Some(state.pack.words().what_if.nothing.to_string());
        return Vec::new();
    }
    let what_if = WhatIfScreen { tree: tree.to_owned(), sets, at: 0, ahead: [None, None], generations: [0, 0], scroll: Scroll::default() };
    state.screens.push(Screen::WhatIf(Box::new(what_if)));
    look_ahead(state, true)
}

/// The same for every other answer to a question; `first` is the one to begin with, by its text.
pub(super) fn open_question(state: &mut State, tree: &Tree, question: QuestionIx, first: Option<&str>) -> Vec<Effect> {
    let route = state.consultation.route(tree);
    let answered = route.steps.iter().find(|step| step.question == question);
    let values = match answered {
        Some(step) => other_answers(tree, question, &step.value),
        None => answers_to(tree, question),
    };
    let mut sets: Vec<_> = values.iter().map(|value| vec![(question, spell(value))]).collect();
    if let Some(first) = first.filter(|first| answered.is_none_or(|step| spell(&step.value) != *first)) {
        sets.retain(|set| set.iter().all(|(_, text)| text != first));
        sets.insert(0, vec![(question, first.to_owned())]);
    }
    open(state, &tree.id, sets)
}

/// The same for the smallest sets of answers that lead to a node.
pub(super) fn open_node(state: &mut State, tree: &Tree, node: Node) -> Vec<Effect> {
    let answers = state.consultation.answers().clone();
    match Reach::new(tree, &answers).ways(node) {
        Some(ways) => open(state, &tree.id, ways.sets.iter().map(|set| spelled(set)).collect()),
        None => {
            state.notice = Some(state.pack.words().what_if.no_way.to_string());
            Vec::new()
        }
    }
}

/// Looks ahead again from variants that were covered, for the answers may have changed.
pub(super) fn catch_up(state: &mut State) -> Vec<Effect> {
    look_ahead(state, true)
}

/// Does what an action does while two variants are seen.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(Screen::WhatIf(what_if)) = state.screens.last_mut() else { return Vec::new() };
    match action {
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane if what_if.sets.len() > 1 => {
            let forwards = matches!(action, Action::Right | Action::NextPane);
            what_if.at = next_of(Some(what_if.at), what_if.sets.len(), forwards).unwrap_or(0);
            look_ahead(state, false)
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
    let changes = what_if.variants(state, tree).changes;
    // Back to the walk, and past the map that the variant may have been chosen on.
    while state.screens.len() > 1 && !matches!(state.screens.last(), Some(Screen::Walk(walk)) if walk.tree == id) {
        state.screens.pop();
    }
    let mut effects = Vec::new();
    if state.screens.len() <= 1 {
        effects = open_tree(state, &id);
    }
    state.consultation.answer_all(tree, changes);
    effects.extend(walk::changed_elsewhere(state, tree));
    effects
}

/// Has the worker look ahead from whichever variant has not ended.
fn look_ahead(state: &mut State, both: bool) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::WhatIf(what_if)) = state.screens.last() else { return Vec::new() };
    let id = what_if.tree.clone();
    let Some(tree) = pack.tree(&id) else { return Vec::new() };
    let variants = what_if.variants(state, tree);
    let mut effects = Vec::new();
    let sides = [(0, variants.now, state.consultation.answers().clone()), (1, variants.then, variants.answers)];
    for (side, route, answers) in sides.into_iter().skip(usize::from(!both)) {
        let generation = state.generation + 1;
        state.generation = generation;
        let Some(Screen::WhatIf(what_if)) = state.screens.last_mut() else { break };
        if let (Some(asked), Some(ahead)) = (what_if.generations.get_mut(side), what_if.ahead.get_mut(side)) {
            (*asked, *ahead) = (generation, None);
        }
        if route.open().is_some() {
            effects.push(Effect::LookAhead(LookAhead { generation, tree: id.clone(), answers, explain: false }));
        }
    }
    effects
}
