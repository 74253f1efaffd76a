//! The form that says what the record is about.

use jiff::civil::Date;

use super::form;
use crate::content::pack::fill;
use crate::content::text::clean_line;
use crate::paper::record::{Header, Status};
use crate::tui::state::{Field, FieldFault, FormKind, FormOverlay, Screen, State};

/// Opens it.
pub(super) fn open(state: &mut State) {
    let words = &state.pack.words().form;
    let header = &state.review.header;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let statuses = Status::ALL.map(|status| status.as_str().to_owned()).to_vec();
    let status = Status::ALL.iter().position(|status| *status == header.status).unwrap_or(0);
    let revisit = match revisit_text(state) {
        Some(text) => fill(&words.revisit_when, &[("when", &text)]),
        None => words.day_hint.to_string(),
    };
    let fields = vec![
        Field::line("title", &*words.title, &header.title).hint(&*words.title_hint),
        Field::choice("status", &*words.status, statuses, status),
        Field::line("participants", &*words.participants, &header.participants.join(", ")).hint(&*words.participants_hint),
        Field::line("made", &*words.made, &day(header.made)).hint(&*words.day_hint),
        Field::line("revisit", &*words.revisit, &day(header.revisit)).hint(revisit),
        Field::line("supersedes", &*words.supersedes, header.supersedes.as_deref().unwrap_or_default()).hint(&*words.supersedes_hint),
    ];
    let form = FormOverlay::new(FormKind::Header, &*words.header, fields);
    form::open(state, form);
}

/// When the outcome at hand says that it is to be looked at again.
fn revisit_text(state: &State) -> Option<String> {
    let said = |id: &str| {
        let tree = state.pack.tree(id)?;
        let outcome = state.consultation.route(tree).outcome().filter(|_| !state.is_veiled(id))?;
        Some(tree[outcome].revisit.to_string()).filter(|text| !text.is_empty())
    };
    let shown = state.screens.iter().rev().find_map(|screen| match screen {
        Screen::Walk(walk) => Some(walk.tree.as_str()),
        _ => None,
    });
    shown.into_iter().chain(state.walked.iter().map(String::as_str)).find_map(said)
}

/// The header with what a form changes of it, and what of that does not fit.
fn changed(state: &State, form: &FormOverlay) -> (Header, Vec<FieldFault>) {
    let mut header = state.review.header.clone();
    let mut faults = Vec::new();
    if let Some(title) = form.changed("title") {
        header.title = title;
    }
    if form.changed("status").is_some() {
        header.status = Status::ALL.get(form.chosen("status")).copied().unwrap_or_default();
    }
    if let Some(names) = form.changed("participants") {
        header.participants = names.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    for (field, day) in [("made", &mut header.made), ("revisit", &mut header.revisit)] {
        form::take_day(state, form, field, day, &mut faults);
    }
    if let Some(decision) = form.changed("supersedes") {
        header.supersedes = Some(decision).filter(|decision| !decision.is_empty());
    }
    (header, faults)
}

/// What of the form does not fit.
pub(super) fn faults(state: &State, form: &FormOverlay) -> Vec<FieldFault> {
    changed(state, form).1
}

/// Keeps what fits, and says where.
pub(super) fn keep(state: &mut State, form: &FormOverlay) {
    let (header, _) = changed(state, form);
    if header == state.review.header {
        return;
    }
    let passed = header.revisit.filter(|day| *day < state.today && state.review.header.revisit != Some(*day));
    state.review.header = header;
    state.review.changed();
    let words = &state.pack.words().form;
    state.notice = Some(match (passed, &state.review.saving.file) {
        (Some(day), _) => fill(&words.day_passed, &[("day", &day.to_string())]),
        (None, Some(file)) => fill(&words.kept_in, &[("file", &clean_line(&file.to_string_lossy()))]),
        (None, None) => words.kept.to_string(),
    });
}
