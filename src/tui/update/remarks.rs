//! The form for what people said about an answer.

use super::{Effect, form};
use crate::advice::walk::{Key, answer_label};
use crate::content::pack::fill;
use crate::content::tree::QuestionIx;
use crate::paper::export::brief::LinkTarget;
use crate::paper::record::{Confidence, Remarks};
use crate::tui::action::Pane;
use crate::tui::state::{Field, FieldFault, FormKind, FormOverlay, PathRow, Screen, State};

/// Opens it for the question at hand: the one that is asked, the marked one of the path, of an outcome or of the record.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    match at_hand(state) {
        Some((tree, question)) => open_on(state, &tree, question),
        None => state.notice = Some(state.pack.words().form.no_question.to_string()),
    }
    Vec::new()
}

/// Opens it for a question.
pub(super) fn open_on(state: &mut State, tree: &str, ix: QuestionIx) {
    let pack = std::sync::Arc::clone(&state.pack);
    let Some(tree) = pack.tree(tree) else { return };
    let (words, key, question) = (&pack.words().form, Key::of(tree, ix), &tree[ix]);
    let remarks = state.review.remarks.get(&key).cloned().unwrap_or_default();
    let answer = match state.consultation.answers().get(&key) {
        Some(answer) => answer_label(question, &answer.value(question), &pack.words().walk.none_of_these),
        None => words.not_answered.to_string(),
    };
    let sureness = [&words.no_confidence, &words.sure, &words.leaning].map(|word| word.to_string()).to_vec();
    let sure = remarks.confidence.map_or(0, |sure| 1 + Confidence::ALL.iter().position(|other| *other == sure).unwrap_or(0));
    let due = remarks.due.map(|day| day.to_string()).unwrap_or_default();
    let fields = vec![
        Field::lines("note", &*words.note, &remarks.note).hint(&*words.text_hint),
        Field::line("owner", &*words.owner, &remarks.owner).hint(&*words.owner_hint),
        Field::line("due", &*words.due, &due).hint(&*words.day_hint),
        Field::choice("confidence", &*words.confidence, sureness, sure),
        Field::line("evidence", &*words.evidence, &remarks.evidence).hint(&*words.evidence_hint),
        Field::lines("dissent", &*words.dissent, &remarks.dissent).hint(&*words.dissent_hint),
    ];
    let form = FormOverlay::new(FormKind::Remarks(key), &*words.remarks, fields);
    form::open(state, form.about(vec![question.prompt.to_string(), format!("→ {answer}")]));
}

/// The question that remarks would be on, with the id of its tree.
fn at_hand(state: &State) -> Option<(String, QuestionIx)> {
    match state.screen()? {
        Screen::Walk(walk) => {
            let marked = walk.path_rows().nth(walk.path_cursor).filter(|_| walk.pane == Pane::Side);
            let question = match (marked, state.asked(walk)) {
                (Some(PathRow::Step(question) | PathRow::FindOut(question)), _) => question,
                (Some(PathRow::Outcome(_)), _) => return None,
                (None, Some((_, question))) => question,
                (None, None) => match super::walk::marked_lead(state, walk)? {
                    (LinkTarget::Question(question), _) => question,
                    _ => return None,
                },
            };
            Some((walk.tree.clone(), question))
        }
        Screen::Review(review) => super::review::marked_question(state, review),
        _ => None,
    }
}

/// The remarks with what a form changes of them, and what of that does not fit.
fn changed(state: &State, form: &FormOverlay, key: &Key) -> (Remarks, Vec<FieldFault>) {
    let mut remarks = state.review.remarks.get(key).cloned().unwrap_or_default();
    let mut faults = Vec::new();
    let texts = [
        ("note", &mut remarks.note),
        ("owner", &mut remarks.owner),
        ("evidence", &mut remarks.evidence),
        ("dissent", &mut remarks.dissent),
    ];
    for (field, text) in texts {
        if let Some(changed) = form.changed(field) {
            *text = changed;
        }
    }
    form::take_day(state, form, "due", &mut remarks.due, &mut faults);
    if form.changed("confidence").is_some() {
        remarks.confidence = form.chosen("confidence").checked_sub(1).and_then(|at| Confidence::ALL.get(at)).copied();
    }
    (remarks, faults)
}

/// What of the form does not fit.
pub(super) fn faults(state: &State, form: &FormOverlay, key: &Key) -> Vec<FieldFault> {
    changed(state, form, key).1
}

/// Keeps what fits.
pub(super) fn keep(state: &mut State, form: &FormOverlay, key: &Key) {
    let (remarks, _) = changed(state, form, key);
    let before = state.review.remarks.get(key).cloned().unwrap_or_default();
    if before == remarks {
        return;
    }
    let passed = remarks.due.filter(|day| *day < state.today && before.due != Some(*day));
    let words = &state.pack.words().form;
    let is_answered = state.consultation.answers().get(key).is_some();
    let is_no_link = form.changed("evidence").is_some() && !remarks.evidence.is_empty() && !is_link(&remarks.evidence);
    state.notice = Some(match (is_answered, is_no_link, passed) {
        (_, true, _) => words.no_link.to_string(),
        (_, _, Some(day)) => fill(&words.day_passed, &[("day", &day.to_string())]),
        (true, ..) => words.remarks_kept.to_string(),
        (false, ..) => words.remarks_wait.to_string(),
    });
    match remarks.is_empty() {
        true => drop(state.review.remarks.remove(key)),
        false => *state.review.remarks_mut(key.clone()) = remarks,
    }
    state.review.changed();
}

/// Whether a text is a public address or a path, rather than words or an address that nothing here opens.
fn is_link(text: &str) -> bool {
    let is_word = !text.contains(char::is_whitespace);
    match text.split_once("://") {
        Some((scheme, host)) => is_word && matches!(scheme, "http" | "https") && !host.is_empty(),
        None => {
            is_word
                && text.contains(['/', '\\', '.'])
                && !text.split(['/', '\\']).next().is_some_and(|first| first.len() > 2 && first.contains(':'))
        }
    }
}
