//! The screens: functions of the state and a buffer that change nothing, and tell what they drew.

mod broken;
mod choose;
mod compare;
mod form;
mod help;
mod home;
mod map;
mod painter;
mod reader;
mod review;
mod rows;
mod search;
mod votes;
mod walk;
mod what_if;

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::action::{Action, Binding, Context, Does, bindings};
use super::state::{Measured, Overlay, Screen, State};
use crate::content::pack::fill;
use painter::Painter;

/// From this width on, something stands beside what has the focus: a path, an outline, a description.
const TWO_COLUMNS: u16 = 90;
/// The smallest size that the screens are made for.
const LEAST: (u16, u16) = (40, 12);

/// The most lines that a notice takes.
const NOTICE: usize = 3;

/// Draws what is seen.
pub fn render(state: &State, area: Rect, buffer: &mut Buffer) -> Measured {
    let mut painter = Painter::new(buffer, state.look, area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let (width, height) = (area.width.to_string(), area.height.to_string());
        let text = fill(&state.pack.words().notices.too_small, &[("width", &width), ("height", &height)]);
        for (y, line) in (area.y..area.bottom()).zip(textwrap::wrap(&text, usize::from(area.width.max(1)))) {
            painter.text(area.x, y, &line, painter.theme().text(), area.width);
        }
        return painter.finish();
    }
    let notice = notice(state, area);
    let body = Rect { y: area.y + 2, height: area.height - 4 - notice.len() as u16, ..area };
    let joints = match state.overlays.last() {
        Some(Overlay::Help(scroll)) => {
            help::render(state, *scroll, body, &mut painter);
            Vec::new()
        }
        Some(Overlay::Search(search)) => search::render(state, search, body, &mut painter),
        Some(Overlay::Votes(votes)) => votes::render(state, votes, body, &mut painter),
        Some(Overlay::Form(form)) => form::render(form, body, &mut painter),
        None => match state.screen() {
            Some(Screen::Walk(walk)) => walk::render(state, walk, body, &mut painter),
            Some(Screen::Map(map)) => map::render(state, map, body, &mut painter),
            Some(Screen::WhatIf(what_if)) => what_if::render(state, what_if, body, &mut painter),
            Some(Screen::Reader(reader)) => reader::render(state, reader, body, &mut painter),
            Some(Screen::Review(review)) => review::render(state, review, body, &mut painter),
            Some(Screen::Choose(choose)) => choose::render(state, choose, body, &mut painter),
            Some(Screen::Compare(compare)) => compare::render(state, compare, body, &mut painter),
            Some(Screen::Broken(broken)) => broken::render(state, broken, body, &mut painter),
            Some(Screen::Home(home)) => home::render(state, home, body, &mut painter),
            None => Vec::new(),
        },
    };
    header(state, area, &mut painter);
    painter.rule(area.y + 1, &joints, '┬');
    painter.rule(body.bottom(), &joints, '┴');
    match (&state.notice, notice.as_slice()) {
        (Some(notice), []) => {
            painter.text(area.x + 1, body.bottom(), &format!(" {notice} "), painter.theme().warning(), area.width - 2);
        }
        (_, lines) => {
            for (y, line) in (body.bottom() + 1..).zip(lines) {
                painter.text(area.x + 1, y, line, painter.theme().warning(), area.width - 2);
            }
        }
    }
    footer(state, Rect { y: area.bottom() - 1, height: 1, ..area }, &mut painter);
    painter.finish()
}

/// The lines that a notice takes below the screen when it is too long to stand in the rule.
fn notice(state: &State, area: Rect) -> Vec<String> {
    let Some(notice) = state.notice.as_ref().filter(|notice| notice.width() + 4 > usize::from(area.width)) else { return Vec::new() };
    let options = textwrap::Options::new(usize::from(area.width - 2)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut lines: Vec<String> = textwrap::wrap(notice, options).into_iter().map(Cow::into_owned).collect();
    if lines.len() > NOTICE {
        // What does not fit is cut with a mark: the line is too long for any terminal.
        let rest = lines.split_off(NOTICE - 1).join(" ");
        lines.push(rest);
    }
    lines
}

fn header(state: &State, area: Rect, painter: &mut Painter<'_>) {
    let words = state.pack.words();
    let theme = painter.theme();
    let (title, right) = match state.screen() {
        _ if state.context() == Context::Help => (words.notices.help_title.to_string(), String::new()),
        _ if state.context() == Context::Search => (words.search.prompt.to_string(), search::count(state)),
        _ if state.context() == Context::Votes => (words.room.title.to_string(), String::new()),
        _ if state.context() == Context::Form => (form::title(state), String::new()),
        Some(Screen::Walk(walk)) => {
            (state.pack.tree(&walk.tree).map_or_else(String::new, |tree| tree.title.to_string()), walk::progress(state, walk))
        }
        Some(Screen::Map(map)) => map::header(state, map),
        Some(Screen::WhatIf(what_if)) => what_if::header(state, what_if),
        Some(Screen::Reader(reader)) => {
            (state.pack.document(&reader.document).map_or_else(String::new, |document| document.title.clone()), String::new())
        }
        Some(Screen::Review(_)) => review::header(state),
        Some(Screen::Choose(_)) => (words.side_by_side.choose.to_string(), String::new()),
        Some(Screen::Compare(_)) => (words.side_by_side.compare.to_string(), String::new()),
        Some(Screen::Broken(broken)) => (broken.source.id().to_owned(), String::new()),
        Some(Screen::Home(_)) | None => (String::new(), String::new()),
    };
    let right = review::with_saving(state, right);
    let name = format!(" {}", words.home.title);
    let used = painter.text(area.x, area.y, &name, theme.accent(), area.width);
    let used = used + painter.text(area.x + used, area.y, &votes::mark(state, area.width), theme.warning(), area.width - used);
    let right_width = right.width() as u16;
    let room = area.width.saturating_sub(used + 2);
    // A walk names the record where nothing gives way to that.
    let record = state.review.name().filter(|_| state.overlays.is_empty() && matches!(state.screen(), Some(Screen::Walk(_))));
    let both = record.map(|record| format!("{title} · {record}"));
    let title = both.filter(|both| both.width() + usize::from(right_width) + 3 <= usize::from(room)).unwrap_or(title);
    let title_used = painter.text(area.x + used + 2, area.y, &title, theme.strong(), room);
    // The progress gives way to the title where both do not fit.
    if used + 2 + title_used + 2 + right_width < area.width {
        painter.text(area.right() - right_width - 1, area.y, &right, theme.dim(), right_width);
    }
}

/// The keys that matter here, as many as fit; the last one, help, always does.
fn footer(state: &State, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    let actions = &state.pack.words().actions;
    let applies = |binding: &&Binding| !binding.shown.is_empty() && state.applies(&binding.does);
    let hints: Vec<_> = bindings(state.context()).filter(applies).collect();
    let is_help = |does: &Does| matches!(does, Does::Action(Action::Help | Action::Close));
    let hint = |binding: &Binding, painter: &Painter<'_>| (painter.key(binding.shown), (binding.words)(actions).hint.to_string());
    let width = |(key, word): &(String, String)| (key.width() + 1 + word.width()) as u16;
    let reserved = hints.iter().find(|binding| is_help(&binding.does)).map_or(0, |binding| width(&hint(binding, painter)) + 2);
    let mut x = area.x + 1;
    let mut full = false;
    for binding in hints {
        let (key, word) = hint(binding, painter);
        let wide = width(&(key.clone(), word.clone()));
        let end = if is_help(&binding.does) { area.right() } else { area.right().saturating_sub(reserved) };
        // What is left out is of less use than what is shown: the first that does not fit is the last, but for the help.
        full = full || x + wide >= end;
        if full && (!is_help(&binding.does) || x + wide >= end) {
            continue;
        }
        if let Does::Action(action) = &binding.does {
            painter.hit_region(Rect { x, y: area.y, width: wide, height: 1 }, action.clone());
        }
        let used = painter.text(x, area.y, &key, theme.accent(), wide);
        painter.text(x + used + 1, area.y, &word, theme.text(), wide);
        x += wide + 2;
    }
}
