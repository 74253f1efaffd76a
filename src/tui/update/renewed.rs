//! Files of the packs have changed: every screen follows, with the reader's answers and place kept.

use std::sync::Arc;

use super::walk::{self, MarkedLead};
use super::{Effect, Renewal, carry, review, search};
use crate::advice::walk::Key;
use crate::content::document::{Document, DocumentLink};
use crate::content::pack::{Fate, Pack, Renewed, fill};
use crate::content::text::clean_line;
use crate::content::tree::{Carry, Tree};
use crate::tui::state::{Asked, BrokenScreen, Overlay, ReaderScreen, Screen, Source, Spot, State, Waiting, WalkScreen};

/// Takes in the packs as they are by now.
pub(super) fn take_in(state: &mut State, renewal: Renewal) -> Vec<Effect> {
    let marked: Vec<Option<MarkedLead>> = state.screens.iter().map(|screen| marked_lead(state, screen)).collect();
    let as_it_was = state.review.record(&state.pack, &state.walked, state.consultation.answers());
    let before = std::mem::replace(&mut state.pack, renewal.pack);
    review::replay(state, &as_it_was);
    // What was asked for is asked for anew, of the pack as it is by now.
    state.recents.is_due = true;
    state.asked = Asked::default();
    state.measured.hit_regions.clear();
    let mut effects = vec![ask_contradictions(state)];
    for (screen, marked) in std::mem::take(&mut state.screens).into_iter().zip(marked) {
        if let Some(screen) = carried(state, screen, &before, marked) {
            state.screens.push(screen);
        }
    }
    state.notice = Some(notice(state, &before, &renewal.files));
    for at in 0..state.overlays.len() {
        if matches!(state.overlays.get(at), Some(Overlay::Search(_))) {
            effects.extend(search::ask_again(state, at));
        }
    }
    if let Some(searched) = &mut state.searched {
        searched.generation = 0;
    }
    effects
}

/// What was found to contradict each other was of other files: it is let go of, and looked for elsewhere, since that may take long.
pub(super) fn ask_contradictions(state: &mut State) -> Effect {
    let generation = state.next_generation();
    (state.contradictions, state.contradictions_asked) = (Arc::default(), generation);
    Effect::FindContradictions { generation, answers: state.consultation.answers().clone() }
}

fn marked_lead(state: &State, screen: &Screen) -> Option<MarkedLead> {
    match screen {
        Screen::Walk(walk) => walk::marked_lead(state, walk),
        _ => None,
    }
}

/// A screen as it is with the pack of the state; `None` when nothing of it is left.
fn carried(state: &mut State, mut screen: Screen, before: &Arc<Pack>, marked: Option<MarkedLead>) -> Option<Screen> {
    let pack = Arc::clone(&state.pack);
    let source = match &mut screen {
        Screen::Home(home) => {
            super::home::carry(home, (before, &state.recents), (&pack, &state.recents));
            return Some(screen);
        }
        Screen::Broken(broken) if broken.source.loads(&pack) => return mended(state, broken),
        Screen::Broken(_) | Screen::Review(_) | Screen::Choose(_) | Screen::Compare(_) => return Some(screen),
        Screen::Reader(reader) => Source::Document(reader.document.clone()),
        Screen::Walk(walk) => Source::Tree(walk.tree.clone()),
        Screen::Map(map) => Source::Tree(map.tree.clone()),
        Screen::WhatIf(what_if) => Source::Tree(what_if.tree.clone()),
    };
    if !source.loads(&pack) {
        let waiting = Waiting { screen, pack: Arc::clone(before) };
        return Some(Screen::Broken(BrokenScreen::new(source, Some(waiting))));
    }
    let carry = || Some(Carry { before: before.tree(source.id())?, after: pack.tree(source.id())? });
    let is_left = match &mut screen {
        Screen::Walk(walk) => {
            let carry = carry()?;
            carry::walk(walk, &carry, &state.consultation);
            let row = marked.and_then(|marked| carry::lead(&carry, marked)).and_then(|marked| walk::row_of_lead(state, walk, marked));
            walk.cursor = row.or(walk.cursor);
            true
        }
        Screen::Map(map) => {
            carry::map(map, &carry()?, &state.consultation);
            true
        }
        Screen::WhatIf(what_if) => carry::what_if(what_if, &carry()?),
        Screen::Reader(reader) => {
            carry_reader(reader, before.document(source.id())?, pack.document(source.id())?);
            true
        }
        Screen::Home(_) | Screen::Broken(_) | Screen::Review(_) | Screen::Choose(_) | Screen::Compare(_) => true,
    };
    is_left.then_some(screen)
}

/// What stands in place of a broken screen whose source loads again: what waited for that, `None` when nothing of it is left, or
/// without any the walk.
fn mended(state: &mut State, broken: &mut BrokenScreen) -> Option<Screen> {
    if let Some(waiting) = broken.waiting.take() {
        return carried(state, waiting.screen, &waiting.pack, None);
    }
    let pack = Arc::clone(&state.pack);
    let tree = pack.tree(broken.source.id())?;
    if !state.walked.contains(&tree.id) {
        state.walked.push(tree.id.clone());
    }
    Some(Screen::Walk(Box::new(WalkScreen::new(tree, &state.consultation))))
}

/// The text stays under its heading, and the marked link marked.
fn carry_reader(reader: &mut ReaderScreen, before: &Document, after: &Document) {
    let heading = |at: usize| after.heading(&before.headings.get(at)?.anchor);
    let spot = |spot: Spot| Some(Spot { heading: heading(spot.heading)?, ..spot });
    reader.opened_at = reader.opened_at.or(reader.top).and_then(spot);
    reader.top = None;
    reader.link = reader.link.and_then(|link| carry_link(before, after, link));
    reader.outline_cursor = heading(reader.outline_cursor).unwrap_or(reader.outline_cursor).min(after.headings.len().saturating_sub(1));
}

/// A link that leads to the same place, as many of its like before it.
fn carry_link(before: &Document, after: &Document, at: usize) -> Option<usize> {
    let link = before.links.get(at)?;
    let is_alike = |other: &&DocumentLink| other.to == link.to;
    let nth = before.links.iter().take(at).filter(is_alike).count();
    after.links.iter().enumerate().filter(|(_, other)| is_alike(other)).nth(nth).map(|(at, _)| at)
}

/// What was read anew and what came of it, in words.
fn notice(state: &State, before: &Pack, files: &[Renewed]) -> String {
    let words = &state.pack.words().notices;
    let gone = state.pack.lacks(before).map(|folder| (&words.pack_lost, folder));
    let come = before.lacks(&state.pack).map(|folder| (&words.pack_found, folder));
    let packs: Vec<String> = gone.chain(come).map(|(word, folder)| fill(word, &[("folder", &clean_line(folder))])).collect();
    let faulty = files.iter().find_map(|file| match &file.fate {
        Fate::Faulty(line, message) => Some((&file.file, line.to_string(), message)),
        _ => None,
    });
    let read = match (faulty, files) {
        _ if !packs.is_empty() => packs.join("; "),
        (Some((file, line, message)), _) => fill(&words.faulty, &[("file", file), ("line", &line), ("message", message)]),
        (None, [Renewed { file, fate: Fate::Gone }]) => fill(&words.gone, &[("file", file)]),
        (None, [Renewed { file, .. }]) => fill(&words.loaded_again, &[("file", file)]),
        (None, files) => fill(&words.loaded_again_many, &[("n", &files.len().to_string())]),
    };
    match unfit(state, before) {
        0 => read,
        1 => format!("{read}; {}", words.unfit_one),
        n => format!("{read}; {}", fill(&words.unfit_many, &[("n", &n.to_string())])),
    }
}

/// How many answers of the walks that were begun fitted their question and do so no more.
fn unfit(state: &State, before: &Pack) -> usize {
    let answers = state.consultation.answers();
    let unfit = |tree: &Tree| -> Vec<Key> {
        let asked = tree.questions().map(|(ix, question)| (Key::of(tree, ix), question));
        let fits = |key: &Key, question| answers.get(key).is_none_or(|answer| answer.value(question).settle(question).is_ok());
        asked.filter(|(key, question)| !fits(key, question)).map(|(key, _)| key).collect()
    };
    let mut all: Vec<Key> = Vec::new();
    for id in &state.walked {
        let (Some(was), Some(is)) = (before.tree(id), state.pack.tree(id)) else { continue };
        let already = unfit(was);
        all.extend(unfit(is).into_iter().filter(|key| !already.contains(key)));
    }
    all.sort_unstable();
    all.dedup();
    all.len()
}
