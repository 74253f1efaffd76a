//! A question: marking, ticking, typing, answering.

use super::walk::{follow_answers, shown, shown_leads, top};
use super::{Effect, edit, follow, moved, next_of, room};
use crate::advice::walk::{Answer, Key, Value};
use crate::content::pack::fill;
use crate::content::tree::{Kind, Question, QuestionIx, Tree};
use crate::tui::action::{Action, Pane};
use crate::tui::state::{State, WalkScreen, agreeing, ballot, not_sure_row, passed_over, sum};

/// The longest figure that can be typed.
const LONGEST_FIGURE: usize = 20;

/// Does what an action does on a question.
pub(super) fn act(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let Some((_, ix)) = shown(state).and_then(|walk| state.asked(walk)) else { return Vec::new() };
    let question = &tree[ix];
    let (options, not_sure) = (question.options().len(), not_sure_row(question));
    let rows = not_sure + 1 + shown_leads(state).len();
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    if answers(walk, action, not_sure) && room::awaits_votes(state, tree, ix) {
        return Vec::new();
    }
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    walk.none_meant &= *action == Action::Enter;
    match action {
        // No figure begins with it.
        Action::Type('e') if walk.figure.is_empty() => return edit::open(state),
        Action::Type(c) => type_figure(state, *c),
        Action::Erase => drop(walk.figure.pop()),
        Action::NotSure => give(state, tree, ix, Answer::Unsure),
        Action::Withdraw if state.consultation.answers().get(&Key::of(tree, ix)).is_none() => {
            state.notice = Some(state.pack.words().notices.nothing_to_withdraw.to_string());
        }
        Action::Withdraw => {
            state.consultation.withdraw(tree, ix);
            follow_answers(state, tree);
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
            walk.cursor = match (walk.cursor, action) {
                (None, Action::Up | Action::Down) => next_of(None, rows, *action == Action::Down),
                (cursor, _) => Some(moved(cursor.unwrap_or(0), action, rows)),
            };
            walk.scrolls.entry(Pane::Main).or_default().follow = true;
        }
    }
    Vec::new()
}

/// Whether an action answers, or begins to: whatever does so with the marked row, which is none of the links, or without it.
fn answers(walk: &WalkScreen, action: &Action, not_sure: usize) -> bool {
    match action {
        Action::Type(c) => *c != 'e' || !walk.figure.is_empty(),
        Action::Pick(_) | Action::NotSure | Action::Toggle => true,
        Action::Click(_, at) => *at <= not_sure,
        Action::Enter => walk.cursor.is_none_or(|at| at <= not_sure),
        _ => false,
    }
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
    // Nobody ticks what they do not see.
    walk.scrolls.entry(Pane::Main).or_default().follow = true;
    Vec::new()
}

/// Does what Enter does on the marked row of a question.
fn enter(state: &mut State, tree: &Tree, ix: QuestionIx) -> Vec<Effect> {
    let question = &tree[ix];
    let not_sure = not_sure_row(question);
    let links = shown_leads(state);
    let Some(walk) = top(&mut state.screens) else { return Vec::new() };
    let Some(cursor) = walk.cursor else {
        state.notice = Some(state.pack.words().room.nothing_marked.to_string());
        return Vec::new();
    };
    if cursor == not_sure {
        give(state, tree, ix, Answer::Unsure);
        return Vec::new();
    }
    if let Some(lead) = cursor.checked_sub(not_sure + 1).and_then(|at| links.get(at)) {
        return follow(state, lead.clone());
    }
    let words = &state.pack.words().notices;
    let value = match &question.kind {
        Kind::Choice { options, .. } => options.get(cursor).map(|option| Value::Option(option.id.clone())),
        // Whoever takes Enter for the key that takes the marked option would have said the contrary.
        Kind::Select { .. } if walk.ticked.is_empty() && !std::mem::replace(&mut walk.none_meant, true) => {
            state.notice = Some(words.nothing_ticked.to_string());
            None
        }
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
    if let Some(value) = value {
        give(state, tree, ix, Answer::Given(value));
    }
    Vec::new()
}

/// The options of a set that are ticked, as an answer.
pub(super) fn ticked(question: &Question, walk: &WalkScreen) -> Value {
    let ticked = question.options().iter().enumerate().filter(|(at, _)| walk.ticked.contains(at));
    Value::Options(ticked.map(|(_, option)| option.id.clone()).collect())
}

/// Answers a question, and says what came of it where that is not plain to see.
fn give(state: &mut State, tree: &Tree, ix: QuestionIx, answer: Answer) {
    let changed = shown(state).is_some_and(|walk| walk.revisiting.is_some());
    let dissent = dissent(state, tree, ix, &answer);
    state.consultation.answer(tree, ix, answer);
    let came = follow_answers(state, tree);
    let is_passed = shown(state).is_some_and(|walk| walk.route.steps.iter().any(|step| step.question == ix));
    let told = if is_passed { came.filter(|_| changed) } else { Some(state.pack.words().notices.kept_ahead.to_string()) };
    // In a room that votes first nobody is passed over.
    let (first, second) = if state.review.room.on { (dissent, told) } else { (told, dissent) };
    state.notice = first.or(second);
}

/// What there is to say of those who voted for something else; of a set, of what it leaves out though it has more votes.
fn dissent(state: &State, tree: &Tree, ix: QuestionIx, answer: &Answer) -> Option<String> {
    let votes = state.votes(&Key::of(tree, ix))?;
    let words = &state.pack.words().room;
    if matches!(tree[ix].kind, Kind::Select { .. }) {
        let over = passed_over(&ballot(&state.pack, &tree[ix], votes), &tree[ix], votes, answer);
        let labels: Vec<&str> = over.iter().map(|choosable| choosable.label.as_str()).collect();
        return (!labels.is_empty()).then(|| fill(&words.passed_over, &[("answers", &labels.join(", "))]));
    }
    let n = sum(votes).saturating_sub(agreeing(&tree[ix], votes, answer));
    let share = fill(&words.share, &[("n", &n.to_string()), ("all", &sum(votes).to_string())]);
    (n > 0).then(|| fill(&words.split, &[("share", &share)]))
}

/// Adds a character to the figure.
pub(super) fn type_figure(state: &mut State, c: char) {
    let waits = shown(state).and_then(|walk| state.asked(walk)).map(|(tree, ix)| Key::of(tree, ix));
    let Some(walk) = top(&mut state.screens).filter(|_| !waits.is_some_and(|key| state.review.room.hides(&key))) else { return };
    // What is typed is shown, even where no figure can be made of it: to leave a character out would make another figure.
    if !c.is_control() && walk.figure.len() < LONGEST_FIGURE {
        walk.figure.push(c);
        walk.cursor = Some(0);
        walk.scrolls.entry(Pane::Main).or_default().follow = true;
    }
}
