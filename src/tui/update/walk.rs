//! A walk: its question or outcome, and the path beside it.

use std::sync::Arc;

use super::{Effect, LookAhead, follow, map, moved, scroll, what_if};
use crate::advice::walk::{Answer, Value, spell};
use crate::content::pack::fill;
use crate::content::tree::{Kind, Node, OutcomeIx, Question, QuestionIx, Tree};
use crate::paper::export::brief::{Beyond, LinkTarget};
use crate::paper::export::{command, text};
use crate::tui::action::{Action, Context, Pane};
use crate::tui::state::{PathRow, Screen, State, Viewing, WalkScreen, leads, not_sure_row, sections};

/// The width to which copied text is set, in columns.
const COPIED_WIDTH: usize = 80;
/// The longest figure that can be typed.
const LONGEST_FIGURE: usize = 20;

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
            let effects = answers_changed(state, tree);
            state.notice = Some(did.to_string());
            return effects;
        }
        Action::Restart => {
            state.consultation.restart(tree);
            return answers_changed(state, tree);
        }
        Action::Map => return map::open(state, &tree.id),
        Action::Insight => toggle_insight(state),
        Action::WhatIf => return what_if_here(state, tree),
        Action::Copy | Action::CopyCommand => return copy(state, tree, action),
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => change_pane(state, action),
        Action::Reference => {
            let is_reference = |lead: &&LinkTarget| matches!(lead, LinkTarget::Reference(_));
            let links = shown_leads(state);
            let marked = shown(state).and_then(|walk| walk.cursor?.checked_sub(first_lead_row(state))).and_then(|at| links.get(at));
            let lead = marked.filter(is_reference).or_else(|| links.iter().find(is_reference)).cloned();
            return lead.map(|lead| follow(state, lead)).unwrap_or_default();
        }
        _ => {
            return match state.context() {
                Context::Path => act_on_path(state, tree, action),
                Context::Outcome => act_on_outcome(state, action),
                Context::Choice | Context::Select | Context::Number => act_on_question(state, tree, action),
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
    let Some(row) = walk.path_rows().nth(walk.path_cursor) else { return Vec::new() };
    match (action, row) {
        (Action::Enter, PathRow::Step(question)) => revisit(state, question, true),
        (Action::Enter, PathRow::Outcome(outcome)) => view(state, outcome),
        (Action::Withdraw, PathRow::Step(question)) => {
            state.consultation.withdraw(tree, question);
            return answers_changed(state, tree);
        }
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

fn act_on_question(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let Some((_, ix)) = shown(state).and_then(|walk| state.asked(walk)) else { return Vec::new() };
    let question = &tree[ix];
    let (options, not_sure) = (question.options().len(), not_sure_row(question));
    let rows = not_sure + 1 + shown_leads(state).len();
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    match action {
        Action::Type(c) => type_figure(state, *c),
        Action::Erase => drop(walk.figure.pop()),
        Action::NotSure => return give(state, tree, ix, Answer::Unsure),
        Action::Withdraw => {
            state.consultation.withdraw(tree, ix);
            return answers_changed(state, tree);
        }
        Action::Pick(number) => match number.checked_sub(1).filter(|at| *at < options) {
            Some(at) => return choose(state, tree, ix, at),
            None => {
                let max = options.to_string();
                state.notice = Some(fill(&state.pack.words().notices.no_such_option, &[("max", &max)]));
            }
        },
        Action::Click(_, at) if *at < options => return choose(state, tree, ix, *at),
        Action::Click(_, at) => {
            walk.cursor = Some(*at);
            // A click on the field for a figure only goes there.
            return if *at >= not_sure { enter(state, tree, ix) } else { Vec::new() };
        }
        Action::Toggle => {
            if let Some(at) = walk.cursor.filter(|at| *at < options) {
                return choose(state, tree, ix, at);
            }
        }
        Action::Enter if state.measured.marked_in_sight == Some(false) => {
            // Nobody answers with an option that they cannot see: the first press brings it back into sight.
            walk.scrolls.entry(Pane::Main).or_default().follow = true;
        }
        Action::Enter => return enter(state, tree, ix),
        action => {
            walk.cursor = Some(moved(walk.cursor.unwrap_or(0), action, rows));
            walk.scrolls.entry(Pane::Main).or_default().follow = true;
        }
    }
    Vec::new()
}

/// Answers a choice with an option, or ticks or unticks an option of a set.
fn choose(state: &mut State, tree: &Tree, ix: QuestionIx, at: usize) -> Vec<Effect> {
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    walk.cursor = Some(at);
    if !matches!(tree[ix].kind, Kind::Select { .. }) {
        return enter(state, tree, ix);
    }
    if !walk.ticked.remove(&at) {
        walk.ticked.insert(at);
    }
    Vec::new()
}

/// Does what Enter does on the marked row of a question.
fn enter(state: &mut State, tree: &Tree, ix: QuestionIx) -> Vec<Effect> {
    let question = &tree[ix];
    let not_sure = not_sure_row(question);
    let links = shown_leads(state);
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    let cursor = walk.cursor.unwrap_or(0);
    if cursor == not_sure {
        return give(state, tree, ix, Answer::Unsure);
    }
    if let Some(lead) = cursor.checked_sub(not_sure + 1).and_then(|at| links.get(at)) {
        return follow(state, lead.clone());
    }
    let words = &state.pack.words().notices;
    let value = match &question.kind {
        Kind::Choice { options, .. } => options.get(cursor).map(|option| Value::Option(option.id.clone())),
        Kind::Select { .. } => Some(ticked(question, walk)),
        Kind::Number(scale) => match walk.figure.parse::<f64>() {
            Ok(figure) if scale.band_of(figure).is_some() => Some(Value::Number(figure)),
            Ok(_) => {
                let (min, max) = (scale.min.to_string(), scale.max.to_string());
                state.notice = Some(fill(&words.out_of_range, &[("min", &min), ("max", &max), ("unit", &scale.unit)]));
                None
            }
            Err(_) => {
                state.notice = Some(words.not_a_figure.to_string());
                None
            }
        },
    };
    value.map(|value| give(state, tree, ix, Answer::Given(value))).unwrap_or_default()
}

/// The options of a set that are ticked, as an answer.
fn ticked(question: &Question, walk: &WalkScreen) -> Value {
    let ticked = question.options().iter().enumerate().filter(|(at, _)| walk.ticked.contains(at));
    Value::Options(ticked.map(|(_, option)| option.id.clone()).collect())
}

fn give(state: &mut State, tree: &Tree, ix: QuestionIx, answer: Answer) -> Vec<Effect> {
    state.consultation.answer(tree, ix, answer);
    answers_changed(state, tree)
}

/// Follows the answers after a change, goes to where they end, and says what an earlier answer's change has done.
fn answers_changed(state: &mut State, tree: &Tree) -> Vec<Effect> {
    let route = state.consultation.route(tree);
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    let words = &state.pack.words().notices;
    let changed = walk.revisiting.is_some();
    state.notice = match (walk.route.result(tree), route.outcome().map(|ix| (&tree[ix], route.result(tree)))) {
        (Some(before), Some((_, Some(after)))) if changed && before == after => Some(words.unchanged.to_string()),
        (Some(before), Some((_, Some(after)))) if changed && before.0 == after.0 => Some(words.details_changed.to_string()),
        (Some(_), Some((outcome, _))) if changed => Some(fill(&words.now, &[("recommendation", &outcome.recommendation)])),
        (Some(_), None) if changed => Some(words.open_again.to_string()),
        _ => None,
    };
    walk.route = route;
    walk.revisiting = None;
    walk.viewing = None;
    walk.ahead = None;
    walk.insight = None;
    walk.facing = None;
    walk.reset_marks(tree);
    walk.scrolls.entry(Pane::Side).or_default().follow = true;
    look_ahead(state)
}

/// Has the worker look ahead from where the answers stand.
pub(super) fn look_ahead(state: &mut State) -> Vec<Effect> {
    state.generation += 1;
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    walk.generation = state.generation;
    let (generation, tree) = (state.generation, walk.tree.clone());
    vec![Effect::LookAhead(LookAhead { generation, tree, answers: state.consultation.answers().clone(), explain: true })]
}

/// Brings a walk up to date that was covered while its answers changed: facts are shared between trees.
pub(super) fn catch_up(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let tree = shown(state).and_then(|walk| pack.tree(&walk.tree).filter(|tree| state.consultation.route(tree) != walk.route));
    tree.map(|tree| answers_changed(state, tree)).unwrap_or_default()
}

/// Takes in that a variant was kept.
pub(super) fn changed_elsewhere(state: &mut State, tree: &Tree) -> Vec<Effect> {
    if let Some(walk) = top(&mut state.screens) {
        // The end of the walk is where the variant began: what becomes of it is told as for an answer looked at again.
        walk.revisiting = walk.route.steps.first().map(|step| step.question);
    }
    answers_changed(state, tree)
}

/// Whether a tree's walk is what is seen.
pub(super) fn is_shown(state: &State, tree: &str) -> bool {
    shown(state).is_some_and(|walk| walk.tree == tree)
}

/// Shows what carries the walk and what would change it, or goes back to where it stands.
fn toggle_insight(state: &mut State) {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.viewing = (walk.viewing != Some(Viewing::Insight)).then_some(Viewing::Insight);
    walk.reset_marks(tree);
}

/// What if: for the marked step of the path, for the question that is shown, beginning with the marked option; at an outcome for
/// the answer that carries most.
fn what_if_here(state: &mut State, tree: &Tree) -> Vec<Effect> {
    let Some(walk) = shown(state) else { return Vec::new() };
    let marked = walk.path_rows().nth(walk.path_cursor);
    match (walk.pane, marked, state.asked(walk)) {
        (Pane::Side, Some(PathRow::Step(question)), _) => what_if::open_question(state, tree, question, None),
        (Pane::Side, Some(PathRow::Outcome(outcome)), _) => what_if::open_node(state, tree, Node::Outcome(outcome)),
        (_, _, Some((_, question))) => {
            let asked = &tree[question];
            let first = match asked.kind {
                Kind::Choice { .. } => walk.cursor.and_then(|at| asked.options().get(at)).map(|option| option.id.clone()),
                Kind::Select { .. } => Some(spell(&ticked(asked, walk))),
                Kind::Number(ref scale) => {
                    let figure = walk.figure.parse::<f64>().ok().filter(|figure| scale.band_of(*figure).is_some());
                    figure.map(|figure| figure.to_string())
                }
            };
            what_if::open_question(state, tree, question, first.as_deref())
        }
        _ if matches!(walk.viewing, Some(Viewing::Outcome(_))) => {
            let outcome = walk.outcome();
            outcome.map(|outcome| what_if::open_node(state, tree, Node::Outcome(outcome))).unwrap_or_default()
        }
        _ => {
            let carrying = walk.insight.as_ref().and_then(|insight| insight.load_bearing.answers.first()).map(|bearing| bearing.question);
            let question = carrying.or_else(|| walk.route.steps.first().map(|step| step.question));
            question.map(|question| what_if::open_question(state, tree, question, None)).unwrap_or_default()
        }
    }
}

/// Looks at a question again, or ahead of its turn; `jumped` says that Back leads to where the answers end rather than further back.
pub(super) fn revisit(state: &mut State, question: QuestionIx, jumped: bool) {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.revisiting = (walk.route.open() != Some(question)).then_some(question);
    walk.viewing = None;
    walk.jumped = jumped;
    walk.reset_marks(tree);
}

/// Goes to where the answers end.
pub(super) fn go_on(state: &mut State) {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.revisiting = None;
    walk.viewing = None;
    walk.reset_marks(tree);
}

/// Looks at an outcome that the answers do not lead to.
pub(super) fn view(state: &mut State, outcome: OutcomeIx) {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    walk.viewing = (walk.route.outcome() != Some(outcome)).then_some(Viewing::Outcome(outcome));
    walk.reset_marks(tree);
}

/// Goes back within a walk; `false` when there is nothing to go back to.
pub(super) fn back(state: &mut State) -> bool {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = top(&mut state.screens) else { return false };
    let Some(tree) = pack.tree(&walk.tree) else { return false };
    if walk.pane != Pane::Main {
        walk.pane = Pane::Main;
        return true;
    }
    if walk.viewing.take().is_some() {
        walk.reset_marks(tree);
        return true;
    }
    if walk.jumped && walk.revisiting.take().is_some() {
        walk.jumped = false;
        walk.reset_marks(tree);
        return true;
    }
    let at = match walk.revisiting {
        Some(question) => walk.route.steps.iter().position(|step| step.question == question).unwrap_or(0),
        None => walk.route.steps.len(),
    };
    let before = at.checked_sub(1).and_then(|at| walk.route.steps.get(at)).map(|step| step.question);
    before.inspect(|before| revisit(state, *before, false)).is_some()
}

/// Adds a character to the figure.
pub(super) fn type_figure(state: &mut State, c: char) {
    let Some(walk) = top(&mut state.screens) else { return };
    // What is typed is shown, even where no figure can be made of it: to leave a character out would make another figure.
    if !c.is_control() && walk.figure.len() < LONGEST_FIGURE {
        walk.figure.push(c);
        walk.cursor = Some(0);
        walk.scrolls.entry(Pane::Main).or_default().follow = true;
    }
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

fn shown(state: &State) -> Option<&WalkScreen> {
    match state.screens.last() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

fn top(screens: &mut [Screen]) -> Option<&mut WalkScreen> {
    match screens.last_mut() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

fn shown_leads(state: &State) -> Vec<LinkTarget> {
    shown(state).map(|walk| leads(&sections(state, walk))).unwrap_or_default()
}

/// The row of the first thing to follow: behind the options of a question; on an outcome there is nothing before it.
fn first_lead_row(state: &State) -> usize {
    shown(state).and_then(|walk| state.asked(walk)).map_or(0, |(tree, ix)| not_sure_row(&tree[ix]) + 1)
}
