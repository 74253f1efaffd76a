//! A walk: its question or outcome, and the path beside it.

use std::sync::Arc;

use super::{Effect, follow, map, moved, question, room, scroll, what_if};
use crate::advice::walk::{Answers, Route, spell};
use crate::content::pack::fill;
use crate::content::tree::{Kind, Node, OutcomeIx, QuestionIx, Tree};
use crate::paper::export::brief::{Beyond, LinkTarget};
use crate::paper::export::{command, text};
use crate::tui::action::{Action, Context, Pane};
use crate::tui::state::{PathRow, Screen, State, Viewing, WalkScreen, leads, not_sure_row, sections};

/// The width to which copied text is set, in columns.
const COPIED_WIDTH: usize = 80;

/// Does what an action does on a question, an outcome or the path.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(tree) = shown(state).and_then(|walk| pack.tree(&walk.tree)) else { return Vec::new() };
    let words = &pack.words().notices;
    match action {
        Action::Undo | Action::Redo => {
            let (done, did, nothing) = match action {
                Action::Undo => (state.consultation.undo(), &words.undone, &words.nothing_to_undo),
                _ => (state.consultation.redo(), &words.redone, &words.nothing_to_redo),
            };
            if !done {
                state.notice = Some(nothing.to_string());
                return Vec::new();
            }
            follow_answers(state, tree);
            state.notice = Some(did.to_string());
        }
        Action::Restart => {
            state.consultation.restart(tree);
            follow_answers(state, tree);
        }
        Action::Map => return map::open(state, &tree.id),
        Action::Insight => toggle_insight(state),
        Action::WhatIf => what_if_here(state, tree),
        Action::Copy | Action::CopyCommand => return copy(state, tree, action),
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => change_pane(state, action),
        Action::Reference => {
            let is_reference = |lead: &&LinkTarget| matches!(lead, LinkTarget::Reference(_));
            let links = shown_leads(state);
            let marked = shown(state).and_then(|walk| walk.cursor?.checked_sub(lead_row(state, walk))).and_then(|at| links.get(at));
            let lead = marked.filter(is_reference).or_else(|| links.iter().find(is_reference)).cloned();
            return lead.map(|lead| follow(state, lead)).unwrap_or_default();
        }
        _ => {
            return match state.context() {
                Context::Path => act_on_path(state, tree, action),
                Context::Outcome | Context::Insight => act_on_outcome(state, action),
                Context::Choice | Context::Select | Context::Number => question::act(state, tree, action),
                _ => {
                    scroll::by_key(state, action);
                    Vec::new()
                }
            };
        }
    }
    Vec::new()
}

fn act_on_path(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    walk.path_cursor = moved(walk.path_cursor, action, walk.path_rows().count());
    walk.scrolls.entry(Pane::Side).or_default().follow = true;
    let row = walk.path_rows().nth(walk.path_cursor);
    match (action, row) {
        (Action::Enter, Some(PathRow::Step(question) | PathRow::FindOut(question))) => revisit(state, question, true),
        (Action::Enter, Some(PathRow::Outcome(outcome))) => view(state, outcome),
        (Action::Withdraw, Some(PathRow::Step(question))) => {
            state.consultation.withdraw(tree, question);
            follow_answers(state, tree);
        }
        (Action::Withdraw, _) => state.notice = Some(state.pack.words().notices.nothing_to_withdraw.to_string()),
        _ => {}
    }
    Vec::new()
}

fn act_on_outcome(state: &mut State, action: &Action) -> Vec<Effect> {
    let links = shown_leads(state);
    match action {
        Action::NextLink | Action::PreviousLink => {
            let marked = shown(state).and_then(|walk| walk.cursor);
            let next = scroll::next_link(state, marked, links.len(), *action == Action::NextLink);
            if let Some(walk) = top(&mut state.screens) {
                walk.cursor = next;
                walk.scrolls.entry(Pane::Main).or_default().follow = true;
            }
            Vec::new()
        }
        Action::Enter => match shown(state).and_then(|walk| links.get(walk.cursor?)).cloned() {
            Some(lead) => follow(state, lead),
            None => Vec::new(),
        },
        action => {
            scroll::by_key(state, action);
            Vec::new()
        }
    }
}

/// Follows the answers after a change and goes to where they end; what a change of an earlier answer has done, in words.
pub(super) fn follow_answers(state: &mut State, tree: &Tree) -> Option<String> {
    let route = state.consultation.route(tree);
    let version = state.consultation.version();
    let answers = state.consultation.answers();
    let walk = top(&mut state.screens)?;
    let words = &state.pack.words().notices;
    let came = match (walk.route.result(tree), route.outcome().map(|ix| (&tree[ix], route.result(tree)))) {
        (Some(before), Some((_, Some(after)))) if before == after => Some(words.unchanged.to_string()),
        (Some(before), Some((_, Some(after)))) if before.0 == after.0 => Some(words.details_changed.to_string()),
        (Some(_), Some((outcome, _))) => Some(fill(&words.now, &[("recommendation", &outcome.recommendation)])),
        (Some(_), None) => Some(words.open_again.to_string()),
        (None, _) => None,
    };
    walk.version = version;
    show(walk, tree, route, answers);
    came.filter(|_| !state.is_veiled(&tree.id))
}

/// Brings a walk up to date that was covered while answers changed: facts are shared between trees.
pub(super) fn catch_up(walk: &mut WalkScreen, tree: &Tree, route: Route, answers: &Answers) {
    if walk.route == route {
        // An answer that lies ahead may have changed all the same.
        walk.forget();
    } else {
        show(walk, tree, route, answers);
    }
}

/// Shows where a new route ends.
fn show(walk: &mut WalkScreen, tree: &Tree, route: Route, answers: &Answers) {
    walk.route = route;
    walk.revisiting = None;
    walk.viewing = None;
    walk.forget();
    walk.facing = None;
    walk.reset_marks(tree, answers);
    walk.scrolls.entry(Pane::Side).or_default().follow = true;
}

/// What is marked among the things to follow, and how many of its like stand before it.
pub(super) fn marked_lead(state: &State, walk: &WalkScreen) -> Option<MarkedLead> {
    let leads = leads(&sections(state, walk));
    let at = walk.cursor?.checked_sub(lead_row(state, walk))?;
    let marked = leads.get(at)?;
    Some((marked.clone(), leads.iter().take(at).filter(|lead| *lead == marked).count()))
}

/// The row in which it stands.
pub(super) fn row_of_lead(state: &State, walk: &WalkScreen, (marked, before): MarkedLead) -> Option<usize> {
    let leads = leads(&sections(state, walk));
    let mut alike = leads.iter().enumerate().filter(|(_, lead)| **lead == marked);
    alike.nth(before).map(|(at, _)| at + lead_row(state, walk))
}

/// Something to follow, and how many of its like stand before it.
pub(super) type MarkedLead = (LinkTarget, usize);

/// Whether a tree's walk is what is seen.
pub(super) fn is_shown(state: &State, tree: &str) -> bool {
    shown(state).is_some_and(|walk| walk.tree == tree)
}

/// Shows what carries the walk and what would change it, or goes back to where it stands.
fn toggle_insight(state: &mut State) {
    let answers = state.consultation.answers();
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.viewing = (walk.viewing != Some(Viewing::Insight)).then_some(Viewing::Insight);
    walk.reset_marks(tree, answers);
}

/// What if: for the marked row of the path; for the question at hand, beginning with what is marked, ticked or typed; at an
/// outcome for the answer that carries most.
fn what_if_here(state: &mut State, tree: &Tree) {
    let Some(walk) = shown(state) else { return };
    let marked = walk.path_rows().nth(walk.path_cursor).filter(|_| walk.pane == Pane::Side);
    match (marked, state.asked(walk), walk.outcome()) {
        (Some(PathRow::Step(question) | PathRow::FindOut(question)), ..) => what_if::open_question(state, tree, question, None),
        (Some(PathRow::Outcome(outcome)), ..) if walk.route.outcome() != Some(outcome) => {
            what_if::open_node(state, tree, Node::Outcome(outcome));
        }
        (_, Some((_, question)), _) => {
            let asked = &tree[question];
            let first = match asked.kind {
                Kind::Choice { .. } => walk.cursor.and_then(|at| asked.options().get(at)).map(|option| option.id.clone()),
                Kind::Select { .. } => Some(spell(&question::ticked(asked, walk))),
                Kind::Number(_) => Some(walk.figure.clone()),
            };
            what_if::open_question(state, tree, question, first.as_deref());
        }
        (_, None, Some(outcome)) if walk.viewing.is_some() => what_if::open_node(state, tree, Node::Outcome(outcome)),
        _ => {
            let carrying = walk.insight.as_ref().and_then(|insight| insight.load_bearing.answers.first()).map(|bearing| bearing.question);
            let first = walk.route.steps.first().map(|step| step.question);
            match walk.route.open().or(carrying).or(first) {
                Some(question) => what_if::open_question(state, tree, question, None),
                None => state.notice = Some(state.pack.words().what_if.nothing.to_string()),
            }
        }
    }
}

/// Looks at a question again, or ahead of its turn; `jumped` says that Back leads to where the answers end rather than further back.
pub(super) fn revisit(state: &mut State, question: QuestionIx, jumped: bool) {
    let answers = state.consultation.answers();
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.revisiting = (walk.route.open() != Some(question)).then_some(question);
    walk.viewing = None;
    walk.jumped = jumped;
    walk.reset_marks(tree, answers);
}

/// Goes to where the answers end.
pub(super) fn go_on(state: &mut State) {
    let answers = state.consultation.answers();
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.revisiting = None;
    walk.viewing = None;
    walk.reset_marks(tree, answers);
}

/// Looks at an outcome that the answers do not lead to.
pub(super) fn view(state: &mut State, outcome: OutcomeIx) {
    if shown(state).map(|walk| walk.tree.clone()).is_some_and(|tree| room::refuses_of(state, &tree)) {
        return;
    }
    let answers = state.consultation.answers();
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.viewing = (walk.route.outcome() != Some(outcome)).then_some(Viewing::Outcome(outcome));
    if walk.viewing.is_none() {
        walk.revisiting = None;
    }
    walk.reset_marks(tree, answers);
}

/// Goes back within a walk; `false` when there is nothing to go back to.
pub(super) fn back(state: &mut State) -> bool {
    let answers = state.consultation.answers();
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return false };
    let Some(tree) = pack.tree(&walk.tree) else { return false };
    if walk.pane != Pane::Main {
        walk.pane = Pane::Main;
        return true;
    }
    if walk.viewing.take().is_some() {
        walk.reset_marks(tree, answers);
        return true;
    }
    if walk.jumped && walk.revisiting.take().is_some() {
        walk.jumped = false;
        walk.reset_marks(tree, answers);
        return true;
    }
    let at = match walk.revisiting {
        Some(question) => walk.route.steps.iter().position(|step| step.question == question).unwrap_or(0),
        None => walk.route.steps.len(),
    };
    let before = at.checked_sub(1).and_then(|at| walk.route.steps.get(at)).map(|step| step.question);
    before.inspect(|before| revisit(state, *before, false)).is_some()
}

fn copy(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let words = &state.pack.words().notices;
    let Some(walk) = shown(state) else { return Vec::new() };
    let (text, notice) = match (action, walk.outcome()) {
        (Action::Copy, Some(outcome)) => {
            let text = text::outcome(&state.pack, tree, &walk.route, outcome, Beyond::default(), COPIED_WIDTH);
            // Pasted elsewhere, another outcome must not pass for the result.
            match walk.viewing {
                Some(_) => (format!("{}\n\n{text}", state.pack.words().walk.not_the_result), words.copied_other.to_string()),
                None => (text, words.copied.to_string()),
            }
        }
        (Action::CopyCommand, _) => {
            let line = format!("{} ask {}", state.invocation, command::route_arguments(tree, &walk.route));
            (line.clone(), fill(&words.copied_command, &[("command", &line)]))
        }
        _ => return Vec::new(),
    };
    state.notice = Some(notice);
    vec![Effect::Copy(text)]
}

fn change_pane(state: &mut State, action: &Action) {
    let beside = state.measured.panes.iter().any(|(pane, _)| *pane == Pane::Beside);
    let Some(walk) = top(&mut state.screens) else { return };
    let order: &[Pane] = if beside { &[Pane::Side, Pane::Main, Pane::Beside] } else { &[Pane::Side, Pane::Main] };
    let at = order.iter().position(|pane| *pane == walk.pane).unwrap_or(1);
    let to = match action {
        Action::Left => at.saturating_sub(1),
        Action::Right => (at + 1).min(order.len() - 1),
        Action::PreviousPane => (at + order.len() - 1) % order.len(),
        _ => (at + 1) % order.len(),
    };
    walk.pane = order.get(to).copied().unwrap_or(Pane::Main);
    walk.scrolls.entry(walk.pane).or_default().follow = true;
}

pub(super) fn shown(state: &State) -> Option<&WalkScreen> {
    match state.screens.last() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

pub(super) fn top(screens: &mut [Screen]) -> Option<&mut WalkScreen> {
    match screens.last_mut() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

pub(super) fn shown_leads(state: &State) -> Vec<LinkTarget> {
    shown(state).map(|walk| leads(&sections(state, walk))).unwrap_or_default()
}

/// The row of the first thing to follow: behind the options of a question; on an outcome there is nothing before it.
fn lead_row(state: &State, walk: &WalkScreen) -> usize {
    state.asked(walk).map_or(0, |(tree, ix)| not_sure_row(&tree[ix]) + 1)
}
