//! Forms: typing, moving between fields, keeping and dropping.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation;

use super::{Edited, Effect, compare, edit, export, header, remarks, votes};
use crate::content::pack::fill;
use crate::content::text::is_unsafe;
use crate::paper::record::{MAX_TEXT, day};
use crate::tui::action::Action;
use crate::tui::state::{Field, FieldFault, FieldValue, FormKind, FormOverlay, Overlay, State};

/// Opens a form on top of what is seen.
pub(super) fn open(state: &mut State, form: FormOverlay) {
    state.overlays.push(Overlay::Form(Box::new(form)));
}

/// Does what an action does while a form has the keys.
pub(super) fn act(state: &mut State, action: &Action) -> Vec<Effect> {
    let Some(form) = top(state) else { return Vec::new() };
    form.drops = false;
    form.scroll.follow = true;
    let mut whole = true;
    match action {
        Action::Keep => return keep(state),
        Action::EditText => return edit_text(form),
        Action::NextPane => step(form, true),
        Action::PreviousPane => step(form, false),
        Action::Click(_, at) => form.focus = (*at).min(form.fields.len().saturating_sub(1)),
        Action::Choose(field, word) => {
            form.focus = (*field).min(form.fields.len().saturating_sub(1));
            if let Some(FieldValue::Choice { words, at }) = form.focused().map(|field| &mut field.value) {
                *at = (*word).min(words.len().saturating_sub(1));
            }
        }
        action => {
            let is_done = match form.focused() {
                Some(field) if matches!(field.value, FieldValue::Choice { .. }) => choose(field, action),
                Some(field) => {
                    field.fault = None;
                    whole = typed(field, action);
                    whole && moved(field, action)
                }
                None => true,
            };
            match (is_done, action) {
                (false, Action::Enter | Action::Down) if whole => step(form, true),
                (false, Action::Up) => step(form, false),
                _ => {}
            }
        }
    }
    let pack = Arc::clone(&state.pack);
    if let Some(form) = top(state) {
        export::follow(&pack, form);
    }
    if !whole {
        too_long(state);
    }
    Vec::new()
}

/// Adds pasted text to the field that has the keys.
pub(super) fn paste(state: &mut State, pasted: &str) -> Vec<Effect> {
    let Some(form) = top(state) else { return Vec::new() };
    form.drops = false;
    form.scroll.follow = true;
    if !form.focused().is_none_or(|field| field.insert(pasted)) {
        too_long(state);
    }
    Vec::new()
}

/// Closes the form; when something in it was changed, only the second time.
pub(super) fn leave(state: &mut State) {
    let leaving = state.pack.words().form.leaving.to_string();
    let Some(form) = top(state) else { return };
    if form.is_changed() && !form.drops {
        form.drops = true;
        state.notice = Some(leaving);
        return;
    }
    state.overlays.pop();
}

/// Keeps what is valid of every form that is open, and votes that were entered: the program ends.
pub(super) fn keep_all(state: &mut State) {
    while let Some(overlay) = state.overlays.pop() {
        match overlay {
            Overlay::Form(form) => drop(kept(state, &form)),
            Overlay::Votes(counted) => votes::keep(state, &counted),
            _ => {}
        }
    }
}

/// Takes in what came of editing the text of the field that has the keys elsewhere.
pub(super) fn edited(state: &mut State, outcome: Result<String, Edited>) {
    match outcome {
        Ok(text) => {
            let Some(form) = top(state) else { return };
            form.drops = false;
            form.scroll.follow = true;
            let text = text.strip_suffix('\n').unwrap_or(&text);
            let Some(field) = form.focused() else { return };
            if field.text() != text {
                field.fault = None;
                if !field.replace(text) {
                    too_long(state);
                }
            }
        }
        Err(Edited::NoEditor(_)) => state.notice = Some(state.pack.words().form.no_editor.to_string()),
        Err(failed) => edit::tell(state, &failed),
    }
}

/// Keeps what was typed and closes the form, unless something does not fit: then the first such field has the keys.
fn keep(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Form(mut form)) = state.overlays.pop() else { return Vec::new() };
    let faults = faults(state, &form);
    if faults.is_empty() {
        return kept(state, &form);
    }
    for field in &mut form.fields {
        field.fault = faults.iter().find(|fault| fault.field == field.name).map(|fault| fault.why.clone());
    }
    form.focus = form.fields.iter().position(|field| field.fault.is_some()).unwrap_or(form.focus);
    state.overlays.push(Overlay::Form(form));
    Vec::new()
}

/// What of a form does not fit.
fn faults(state: &State, form: &FormOverlay) -> Vec<FieldFault> {
    match &form.kind {
        FormKind::Header => header::faults(state, form),
        FormKind::Remarks(key) => remarks::faults(state, form, key),
        FormKind::Export { .. } => export::faults(state, form),
        FormKind::Compare => compare::faults(state, form),
    }
}

/// Carries out what a form is for with all of it that fits.
fn kept(state: &mut State, form: &FormOverlay) -> Vec<Effect> {
    match &form.kind {
        FormKind::Header => header::keep(state, form),
        FormKind::Remarks(key) => remarks::keep(state, form, key),
        FormKind::Export { .. } => return export::keep(state, form),
        FormKind::Compare => return compare::keep(state, form),
    }
    Vec::new()
}

/// Takes over the day of a field that was changed: `2026-12-01`, or so many days or weeks from today, `+14d`, `+2w`; none when it is
/// empty.
pub(super) fn take_day(state: &State, form: &FormOverlay, field: &'static str, day: &mut Option<Date>, faults: &mut Vec<FieldFault>) {
    let Some(text) = form.changed(field) else { return };
    match day_of(&text, state.today) {
        Some(read) => *day = read,
        None => {
            let example = state.today.to_string();
            faults.push(FieldFault { field, why: fill(&state.pack.words().form.no_day, &[("text", &text), ("example", &example)]) });
        }
    }
}

/// The day that a text names: the outer `None` for one that names none, the inner for no text.
fn day_of(text: &str, today: Date) -> Option<Option<Date>> {
    if text.is_empty() {
        return Some(None);
    }
    if let Some(span) = text.strip_prefix('+') {
        let (count, unit) = span.split_at_checked(span.len().checked_sub(1)?)?;
        let count: i32 = count.trim().parse().ok().filter(|count| (0..=10_000).contains(count))?;
        let days = match unit {
            "d" => count,
            "w" => count * 7,
            _ => return None,
        };
        return today.checked_add(days.days()).ok().map(Some);
    }
    day(text).map(Some)
}

fn edit_text(form: &mut FormOverlay) -> Vec<Effect> {
    match form.focused() {
        Some(Field { value: FieldValue::Choice { .. }, .. }) | None => Vec::new(),
        Some(field) => vec![Effect::EditText(field.text())],
    }
}

/// Goes to the field behind or before, round and round.
fn step(form: &mut FormOverlay, forwards: bool) {
    form.focus = super::next_of(Some(form.focus), form.fields.len(), forwards).unwrap_or(0);
}

/// Does on a choice what an action does; whether it was one for it.
fn choose(field: &mut Field, action: &Action) -> bool {
    let FieldValue::Choice { words, at } = &mut field.value else { return false };
    let count = words.len();
    match action {
        Action::Left => *at = super::next_of(Some(*at), count, false).unwrap_or(0),
        Action::Right | Action::Type(' ') => *at = super::next_of(Some(*at), count, true).unwrap_or(0),
        Action::Top => *at = 0,
        Action::Bottom => *at = count.saturating_sub(1),
        Action::Type(c) => {
            // Pressed again, it goes on to the next of several that begin with it.
            let behind = (*at + 1..count).chain(0..=*at);
            let begins = |at: &usize| words.get(*at).is_some_and(|word| word.to_lowercase().starts_with(&c.to_lowercase().to_string()));
            *at = behind.into_iter().find(begins).unwrap_or(*at);
        }
        _ => return false,
    }
    true
}

/// Types into a text, or erases; `false` when there is no room for it.
fn typed(field: &mut Field, action: &Action) -> bool {
    let is_text = matches!(field.value, FieldValue::Text(_));
    match action {
        Action::Type(c) if is_unsafe(*c) || c.is_control() => return true,
        Action::Type(c) => return field.insert(c.encode_utf8(&mut [0; 4])),
        Action::Enter if is_text => return field.insert("\n"),
        _ => {}
    }
    let Some(area) = field.area() else { return true };
    match action {
        // One of several code points goes at once, so that one undo brings it back.
        Action::Erase => match step_length(area, false) {
            1 => drop(area.delete_char()),
            length => {
                (0..length).for_each(|_| area.move_cursor(CursorMove::Back));
                area.delete_str(length);
            }
        },
        Action::EraseAhead => match step_length(area, true) {
            1 => drop(area.delete_next_char()),
            length => drop(area.delete_str(length)),
        },
        Action::EraseWord => drop(area.delete_word()),
        Action::EraseAll => drop(area.delete_line_by_head()),
        Action::Undo => drop(area.undo()),
        Action::Redo => drop(area.redo()),
        _ => {}
    }
    true
}

/// Moves the cursor of a text; `false` for an action that leads out of the field.
fn moved(field: &mut Field, action: &Action) -> bool {
    let is_text = matches!(field.value, FieldValue::Text(_));
    let Some(area) = field.area() else { return false };
    let to = match action {
        Action::Left => CursorMove::Back,
        Action::Right => CursorMove::Forward,
        Action::WordLeft => CursorMove::WordBack,
        Action::WordRight => CursorMove::WordForward,
        Action::Top => CursorMove::Head,
        Action::Bottom => CursorMove::End,
        Action::Up => CursorMove::Up,
        Action::Down => CursorMove::Down,
        Action::Enter => return is_text,
        _ => return true,
    };
    let before = area.cursor();
    let times = match action {
        Action::Left => step_length(area, false),
        Action::Right => step_length(area, true),
        _ => 1,
    };
    (0..times).for_each(|_| area.move_cursor(to));
    !matches!(action, Action::Up | Action::Down) || area.cursor() != before
}

/// How many code points what readers take for one character has, before or behind the cursor; one at the end of a line.
fn step_length(area: &TextArea<'_>, ahead: bool) -> usize {
    let cursor = area.cursor();
    let Some(line) = area.lines().get(cursor.0) else { return 1 };
    let at = line.char_indices().nth(cursor.1).map_or(line.len(), |(at, _)| at);
    let (before, behind) = line.split_at(at);
    let grapheme = if ahead { behind.graphemes(true).next() } else { before.graphemes(true).next_back() };
    grapheme.map_or(1, |grapheme| grapheme.chars().count())
}

fn too_long(state: &mut State) {
    state.notice = Some(fill(&state.pack.words().form.too_long, &[("n", &MAX_TEXT.to_string())]));
}

fn top(state: &mut State) -> Option<&mut FormOverlay> {
    match state.overlays.last_mut() {
        Some(Overlay::Form(form)) => Some(form),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Option<&str>>) {
        let today: Date = "2026-11-22".parse().unwrap();
        assert_eq!(day_of(text, today), expected.map(|day| day.map(|day| day.parse().unwrap())), "{text}");
    }

    #[test]
    fn days_are_written_or_counted_from_today() {
        check("2026-12-01", Some(Some("2026-12-01")));
        check("+14d", Some(Some("2026-12-06")));
        check("+2w", Some(Some("2026-12-06")));
        check("+0d", Some(Some("2026-11-22")));
        check("", Some(None));
        for other in ["tomorrow", "+", "+d", "+14", "+-2d", "+99999d", "2026-13-01", "2026-12-1", "20261201", "+1é", "é"] {
            check(other, None);
        }
    }
}
