//! What takes long and is done elsewhere: looking ahead. Each screen says what it waits for; what is seen asks for it.
//!
//! A screen that was covered while the answers changed is brought up to date when it is seen again, and asks again for what came
//! too late for it: of each kind of look ahead the worker keeps the last one alone.

use std::sync::Arc;

use super::{Effect, LookAhead, Purpose, walk};
use crate::advice::walk::Answers;
use crate::tui::state::{Screen, State};

/// Brings what is seen up to date with the answers, and asks for what it still waits for.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let version = state.consultation.version();
    let id = match state.screens.last() {
        Some(Screen::Walk(screen)) => screen.tree.clone(),
        Some(Screen::Map(map)) => map.tree.clone(),
        Some(Screen::WhatIf(what_if)) => what_if.tree.clone(),
        _ => return Vec::new(),
    };
    let Some(tree) = pack.tree(&id) else { return Vec::new() };
    let is_veiled = state.is_veiled(&id);
    let now = state.consultation.route(tree);
    let answers = state.consultation.answers().clone();
    let mut wanted: Vec<(Purpose, Answers)> = Vec::new();
    match state.screens.last_mut() {
        Some(Screen::Walk(screen)) => {
            if screen.version != version {
                walk::catch_up(screen, tree, now, &answers);
                screen.version = version;
            }
            if (screen.ahead.is_none() || screen.insight.is_none()) && state.asked.is_lost(Purpose::Walk, screen.generation) {
                wanted.push((Purpose::Walk, answers));
            }
        }
        Some(Screen::Map(map)) => {
            if map.version != version {
                map.follow(tree, now);
                map.version = version;
            }
            if map.ahead.is_none() && state.asked.is_lost(Purpose::Map, map.generation) {
                wanted.push((Purpose::Map, answers));
            }
        }
        Some(Screen::WhatIf(what_if)) => {
            if what_if.version != version {
                what_if.forget();
                what_if.version = version;
            }
            if let Some(target) = what_if.target.filter(|_| what_if.sets.is_empty()) {
                if state.asked.is_lost(Purpose::Ways(target), what_if.generations.ways) {
                    wanted.push((Purpose::Ways(target), answers));
                }
            } else {
                let variants = what_if.variants(tree, &answers);
                let [now_ahead, then_ahead] = &what_if.ahead;
                let sides = [
                    (Purpose::Now, variants.now.open().is_some() && now_ahead.is_none(), what_if.generations.now, answers),
                    (Purpose::Then, variants.then.open().is_some() && then_ahead.is_none(), what_if.generations.then, variants.answers),
                ];
                let waiting = sides.into_iter().filter(|(purpose, waits, asked, _)| *waits && state.asked.is_lost(*purpose, *asked));
                wanted.extend(waiting.map(|(purpose, _, _, answers)| (purpose, answers)));
            }
        }
        _ => {}
    }
    // What is hidden is not looked for either.
    wanted.retain(|_| !is_veiled);
    wanted.into_iter().map(|(purpose, answers)| ask(state, purpose, id.clone(), answers)).collect()
}

fn ask(state: &mut State, purpose: Purpose, tree: String, answers: Answers) -> Effect {
    let generation = state.next_generation();
    state.asked.note(purpose, generation);
    match (state.screens.last_mut(), purpose) {
        (Some(Screen::Walk(walk)), _) => walk.generation = generation,
        (Some(Screen::Map(map)), _) => map.generation = generation,
        (Some(Screen::WhatIf(what_if)), Purpose::Now) => what_if.generations.now = generation,
        (Some(Screen::WhatIf(what_if)), Purpose::Then) => what_if.generations.then = generation,
        (Some(Screen::WhatIf(what_if)), _) => what_if.generations.ways = generation,
        _ => {}
    }
    Effect::LookAhead(LookAhead { generation, purpose, tree, answers })
}
