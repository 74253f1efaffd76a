//! Screens of a tree when its file has changed: the reader's place is found again by ids, and what is gone is let go of.

use super::walk::MarkedLead;
use crate::advice::insight::Possible;
use crate::advice::walk::{Consultation, value_of};
use crate::content::tree::{Carry, Node, OutcomeIx, QuestionIx};
use crate::paper::diagram::lay_out;
use crate::paper::export::brief::LinkTarget;
use crate::tui::action::{Context, Pane};
use crate::tui::state::{Generations, MapScreen, PathRow, Scroll, SpelledSet, Viewing, WalkScreen, WhatIfScreen, not_sure_row};

/// What a walk shows.
#[derive(PartialEq)]
enum Shown {
    Question(QuestionIx),
    Outcome(OutcomeIx),
    Insight,
    Gone,
}

/// Carries a walk over. What it shows stays, with its marks and scrolled as it was, unless it is gone or the answers lead elsewhere.
pub(super) fn walk(walk: &mut WalkScreen, carry: &Carry<'_>, consultation: &Consultation) {
    let shown = match shown(walk) {
        Shown::Question(question) => carry.question(question).map_or(Shown::Gone, Shown::Question),
        Shown::Outcome(outcome) => carry.outcome(outcome).map_or(Shown::Gone, Shown::Outcome),
        other => other,
    };
    let cursor = asked(walk).and_then(|question| cursor_on(walk, carry, question));
    let marked = walk.path_rows().nth(walk.path_cursor).and_then(|row| path_row(carry, row));
    let ticked = walk.facing.map(|question| walk.ticked.iter().filter_map(|at| carry.option(question, *at)).collect());

    walk.route = consultation.route(carry.after);
    walk.version = consultation.version();
    walk.ahead = walk.ahead.take().map(|ahead| possible(carry, &ahead));
    (walk.insight, walk.generation) = (None, 0);
    walk.revisiting = walk.revisiting.and_then(|question| carry.question(question)).filter(|question| walk.route.open() != Some(*question));
    walk.viewing = match walk.viewing {
        Some(Viewing::Outcome(outcome)) => {
            carry.outcome(outcome).filter(|outcome| walk.route.outcome() != Some(*outcome)).map(Viewing::Outcome)
        }
        other => other,
    };
    let facing = walk.facing.filter(|question| is_alike(carry, *question)).and_then(|question| carry.question(question));
    walk.facing = facing;
    walk.ticked = ticked.filter(|_| facing.is_some()).unwrap_or_default();
    if facing.is_none() {
        walk.figure.clear();
    }
    if shown != self::shown(walk) || shown == Shown::Gone {
        walk.reset_marks(carry.after, consultation.answers());
        return;
    }
    walk.resumes = Some(walk.scroll(Pane::Main).offset);
    walk.cursor = cursor.or(walk.cursor);
    let row = walk.path_rows().position(|row| Some(row) == marked);
    walk.path_cursor = row.unwrap_or_else(|| walk.path_cursor.min(walk.path_rows().count().saturating_sub(1)));
}

fn shown(walk: &WalkScreen) -> Shown {
    match (walk.viewing, asked(walk), walk.outcome()) {
        (Some(Viewing::Insight), ..) => Shown::Insight,
        (_, Some(question), _) => Shown::Question(question),
        (_, None, Some(outcome)) => Shown::Outcome(outcome),
        (_, None, None) => Shown::Gone,
    }
}

fn asked(walk: &WalkScreen) -> Option<QuestionIx> {
    if walk.viewing.is_some() { None } else { walk.revisiting.or_else(|| walk.route.open()) }
}

/// The marked row of a question among those of the later version: the same option, or "not sure".
fn cursor_on(walk: &WalkScreen, carry: &Carry<'_>, question: QuestionIx) -> Option<usize> {
    let later = carry.question(question)?;
    let at = walk.cursor?;
    let (not_sure, not_sure_later) = (not_sure_row(&carry.before[question]), not_sure_row(&carry.after[later]));
    Some(match carry.option(question, at) {
        Some(option) => option,
        // An option that is gone leaves the mark on what has come to stand in its place.
        None if at < not_sure => at.min(not_sure_later.saturating_sub(1)),
        None => not_sure_later + (at - not_sure),
    })
}

/// Whether both versions of a question take the same kind of answer.
fn is_alike(carry: &Carry<'_>, question: QuestionIx) -> bool {
    let later = carry.question(question);
    later.is_some_and(|later| Context::of(&carry.before[question].kind) == Context::of(&carry.after[later].kind))
}

fn path_row(carry: &Carry<'_>, row: PathRow) -> Option<PathRow> {
    Some(match row {
        PathRow::Step(question) => PathRow::Step(carry.question(question)?),
        PathRow::Outcome(outcome) => PathRow::Outcome(carry.outcome(outcome)?),
        PathRow::FindOut(question) => PathRow::FindOut(carry.question(question)?),
    })
}

/// What was still possible, to be shown until it is known of the later version.
fn possible(carry: &Carry<'_>, ahead: &Possible) -> Possible {
    let mut outcomes: Vec<_> = ahead.outcomes.iter().filter_map(|outcome| carry.outcome(*outcome)).collect();
    let mut questions: Vec<_> = ahead.questions.iter().filter_map(|question| carry.question(*question)).collect();
    outcomes.sort_unstable();
    questions.sort_unstable();
    Possible { outcomes, questions, ..ahead.clone() }
}

/// Something to follow; `None` when it leads nowhere any more.
pub(super) fn lead(carry: &Carry<'_>, (lead, before): MarkedLead) -> Option<MarkedLead> {
    let lead = match lead {
        LinkTarget::Question(question) => LinkTarget::Question(carry.question(question)?),
        LinkTarget::Outcome(outcome) => LinkTarget::Outcome(carry.outcome(outcome)?),
        LinkTarget::WhatIf(sets) => LinkTarget::WhatIf(sets.into_iter().map(|set| spelled(carry, set)).collect::<Option<_>>()?),
        lead @ (LinkTarget::Reference(_) | LinkTarget::Tree(_) | LinkTarget::Address(_)) => lead,
    };
    Some((lead, before))
}

/// Carries a map over, with the mark on its node or on what that hangs under.
pub(super) fn map(map: &mut MapScreen, carry: &Carry<'_>, consultation: &Consultation) {
    let above = map.diagram.ancestors(map.cursor).filter_map(|at| map.diagram.row(at)).map(|row| row.node);
    let marked: Vec<Option<Node>> = map.marked().into_iter().chain(above).map(|node| carry.node(node)).collect();
    let (scroll, beside) = (map.scroll, map.beside);
    map.route = consultation.route(carry.after);
    map.version = consultation.version();
    (map.ahead, map.generation) = (None, 0);
    map.folds = map.folds.carried(carry);
    map.diagram = lay_out(carry.after, &map.route, &map.folds);
    map.mark(marked.iter().flatten().find_map(|node| map.diagram.place(*node)).unwrap_or(0));
    map.scroll = Scroll { follow: true, ..scroll };
    if marked.first().is_some_and(|node| node.is_some() && *node == map.marked()) {
        map.beside = beside;
    }
}

/// Carries a what-if over; `false` when nothing of it is left.
pub(super) fn what_if(what_if: &mut WhatIfScreen, carry: &Carry<'_>) -> bool {
    what_if.ahead = [None, None];
    what_if.generations = Generations::default();
    if let Some(target) = what_if.target {
        what_if.target = carry.node(target);
        // The ways there may be other ones.
        (what_if.sets, what_if.at) = (Vec::new(), 0);
        return what_if.target.is_some();
    }
    let sets: Vec<Option<SpelledSet>> = what_if.sets.drain(..).map(|set| spelled(carry, set)).collect();
    what_if.at = sets.iter().take(what_if.at).flatten().count();
    what_if.sets = sets.into_iter().flatten().collect();
    what_if.at = what_if.at.min(what_if.sets.len().saturating_sub(1));
    !what_if.sets.is_empty()
}

/// Other answers; `None` when one of them is none any more.
fn spelled(carry: &Carry<'_>, set: SpelledSet) -> Option<SpelledSet> {
    let answer = |(question, text): (QuestionIx, String)| {
        let question = carry.question(question)?;
        value_of(&carry.after[question], &text).ok()?;
        Some((question, text))
    };
    set.into_iter().map(answer).collect()
}
