//! What an action changes: a pure function from one state to the next, and a list of effects that the runtime carries out.

use std::sync::Arc;

use super::action::{Action, Context, Input, Pane, action_of};
use super::state::{BrokenScreen, Measured, ReaderScreen, Screen, Scroll, State, WalkScreen, followable, leads, not_sure_row, sections};
use crate::advice::insight::Possible;
use crate::advice::walk::{Answer, Answers, Value};
use crate::content::document::{Target, split_reference};
use crate::content::pack::fill;
use crate::content::tree::{Kind, QuestionIx, Tree};
use crate::paper::export::brief::Lead;
use crate::paper::export::{command, text};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The terminal told something.
    Input(Input),
    /// A picture was drawn.
    Drawn(Measured),
    /// A look ahead is ready.
    Ahead {
        /// The generation of the answers that it was made for.
        generation: u64,
        /// What it found.
        possible: Possible,
    },
    /// The terminal is gone, or the system wants the program to end.
    End,
}

/// Something that the runtime has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look ahead from where a walk stands.
    LookAhead {
        /// To be given back with the answer.
        generation: u64,
        /// The tree's id.
        tree: String,
        /// The answers.
        answers: Answers,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Report the mouse to us, or leave it to the terminal.
    Mouse(bool),
    /// Suspend the program until the shell continues it.
    Suspend,
    /// End.
    Quit,
}

/// Takes in what happened.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Input(Input::Key(key)) => match action_of(key, state.context()) {
            Some(action) => act(state, action),
            None => Vec::new(),
        },
        Message::Input(Input::Click(x, y)) => {
            let spot = state.measured.spots.iter().rev().find(|(area, _)| area.contains((x, y).into()));
            match spot.map(|(_, action)| action.clone()) {
                Some(action) => act(state, action),
                None => Vec::new(),
            }
        }
        Message::Input(Input::Wheel(x, y, lines)) => {
            let pane = state.measured.panes.iter().rev().find(|(_, pane)| pane.area.contains((x, y).into()));
            match pane.map(|(pane, _)| *pane) {
                Some(pane) => act(state, Action::Scroll(pane, lines)),
                None => Vec::new(),
            }
        }
        Message::Input(Input::Paste(pasted)) => {
            if state.context() == Context::Number {
                pasted.trim().chars().for_each(|c| type_figure(state, c));
            }
            Vec::new()
        }
        Message::Input(Input::Resize(..)) => Vec::new(),
        Message::Drawn(measured) => {
            for (pane, measure) in &measured.panes {
                if let Some(scroll) = scroll_of(state, *pane) {
                    *scroll = Scroll { offset: measure.offset, follow: false };
                }
            }
            if let Some(Screen::Reader(reader)) = state.screens.last_mut() {
                reader.opened_at = None;
            }
            state.measured = measured;
            Vec::new()
        }
        Message::Ahead { generation, possible } => {
            if generation == state.generation
                && let Some(walk) = walk_mut(state)
            {
                walk.ahead = Some(possible);
            }
            Vec::new()
        }
        Message::End => vec![Effect::Quit],
    }
}

/// Opens a tree: its walk, or what is wrong with its file.
pub fn open_tree(state: &mut State, id: &str) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    match (pack.tree(id), pack.tree_file(id)) {
        (Some(tree), _) => {
            let walk = WalkScreen::new(tree, &state.consultation);
            state.screens.push(Screen::Walk(Box::new(walk)));
            look_ahead(state)
        }
        (None, Some(_)) => {
            state.screens.push(Screen::Broken(BrokenScreen { tree: id.to_owned(), scroll: Scroll::default() }));
            Vec::new()
        }
        (None, None) => Vec::new(),
    }
}

/// The walk that is seen, or that lies under a reference text, as a command that brings one back to it.
pub fn resume_command(state: &State) -> Option<String> {
    let walk = state.screens.iter().rev().find_map(|screen| match screen {
        Screen::Walk(walk) => Some(walk),
        _ => None,
    })?;
    let started = !walk.route.steps.is_empty();
    state.pack.tree(&walk.tree).filter(|_| started).map(|tree| command::arguments(tree, &walk.route))
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    state.notice = None;
    match action {
        Action::QuitAtOnce | Action::Quit => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Mouse => {
            state.mouse = !state.mouse;
            let words = &state.pack.words().notices;
            state.notice = Some(if state.mouse { words.mouse_on.to_string() } else { words.mouse_off.to_string() });
            return vec![Effect::Mouse(state.mouse)];
        }
        Action::Help => {
            state.help = true;
            state.help_scroll = Scroll::default();
        }
        Action::Close => state.help = false,
        Action::Home => state.screens.truncate(1),
        Action::Scroll(pane, lines) => scroll_by(state, pane, lines),
        Action::PageUp | Action::PageDown => page(state, action == Action::PageDown),
        Action::Follow(lead) => return follow(state, lead),
        Action::Revisit(question) => revisit(state, question),
        Action::Back => return back(state),
        action => {
            return match state.context() {
                Context::Home => act_at_home(state, &action),
                Context::Reader | Context::Outline => act_in_reader(state, &action),
                Context::Help | Context::Broken => {
                    scroll_by_key(state, &action);
                    Vec::new()
                }
                Context::Choice | Context::Select | Context::Number | Context::Path | Context::Beside | Context::Outcome => {
                    act_in_walk(state, &action)
                }
            };
        }
    }
    Vec::new()
}

fn act_at_home(state: &mut State, action: &Action) -> Vec<Effect> {
    let trees: Vec<String> = state.pack.trees().iter().map(|(id, _)| (*id).to_owned()).collect();
    let documents: Vec<String> = state.pack.document_ids().map(str::to_owned).collect();
    let Some(Screen::Home(home)) = state.screens.last_mut() else { return Vec::new() };
    let rows = trees.len() + documents.len();
    if let Action::Click(_, row) = action {
        home.cursor = *row;
    }
    let before = home.cursor;
    home.cursor = moved(home.cursor, action, rows);
    home.scroll.follow = true;
    if home.cursor != before {
        home.beside = Scroll::default();
    }
    if !matches!(action, Action::Enter | Action::Right | Action::Click(..)) {
        return Vec::new();
    }
    let cursor = home.cursor;
    match (trees.get(cursor), cursor.checked_sub(trees.len()).and_then(|at| documents.get(at))) {
        (Some(tree), _) => open_tree(state, tree),
        (None, Some(document)) => open_reference(state, document),
        (None, None) => Vec::new(),
    }
}

fn act_in_walk(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(tree) = walk_mut(state).and_then(|walk| pack.tree(&walk.tree)) else { return Vec::new() };
    match action {
        Action::Undo | Action::Redo => {
            let undo = *action == Action::Undo;
            let done = if undo { state.consultation.undo() } else { state.consultation.redo() };
            let words = &pack.words().notices;
            state.notice = (!done).then(|| if undo { words.nothing_to_undo.to_string() } else { words.nothing_to_redo.to_string() });
            return answers_changed(state, tree);
        }
        Action::Restart => {
            let steps: Vec<QuestionIx> =
                walk_mut(state).map(|walk| walk.route.steps.iter().map(|step| step.question).collect()).unwrap_or_default();
            state.consultation.withdraw_all(tree, &steps);
            return answers_changed(state, tree);
        }
        Action::CopyCommand => {
            let line = walk_mut(state).map(|walk| format!("waypost ask {}", command::arguments(tree, &walk.route)));
            return copy(state, line.unwrap_or_default());
        }
        Action::Copy => {
            const WIDTH: usize = 80;
            let text = walk_mut(state).and_then(|walk| Some(text::outcome(&pack, tree, &walk.route, walk.route.outcome()?, WIDTH)));
            return text.map(|text| copy(state, text)).unwrap_or_default();
        }
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => {
            change_pane(state, action);
            return Vec::new();
        }
        Action::Reference => {
            let links = shown_leads(state);
            let marked = walk_mut(state).and_then(|walk| walk.cursor);
            let first = first_lead_row(state);
            let marked = marked.and_then(|cursor| cursor.checked_sub(first)).and_then(|at| links.get(at)).cloned();
            let is_reference = |lead: &Lead| matches!(lead, Lead::Reference(_));
            let lead = marked.filter(is_reference).or_else(|| links.into_iter().find(is_reference));
            return lead.map(|lead| follow(state, lead)).unwrap_or_default();
        }
        _ => {}
    }
    match state.context() {
        Context::Path => act_on_path(state, tree, action),
        Context::Beside => {
            scroll_by_key(state, action);
            Vec::new()
        }
        Context::Outcome => act_on_outcome(state, action),
        _ => act_on_question(state, tree, action),
    }
}

fn act_on_path(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let Some(walk) = walk_mut(state) else { return Vec::new() };
    walk.path_cursor = moved(walk.path_cursor, action, walk.route.steps.len());
    if let Some(scroll) = scroll_of(state, Pane::Side) {
        scroll.follow = true;
    }
    let Some(step) = walk_mut(state).and_then(|walk| walk.route.steps.get(walk.path_cursor)).map(|step| step.question) else {
        return Vec::new();
    };
    match action {
        Action::Enter => revisit(state, step),
        Action::Withdraw => {
            state.consultation.withdraw(tree, step);
            return answers_changed(state, tree);
        }
        _ => {}
    }
    Vec::new()
}

fn act_on_outcome(state: &mut State, action: &Action) -> Vec<Effect> {
    let links = shown_leads(state);
    let Some(walk) = walk_mut(state) else { return Vec::new() };
    match action {
        Action::NextLink | Action::PreviousLink => {
            walk.cursor = next_of(walk.cursor, links.len(), *action == Action::NextLink);
            walk.scrolls.entry(Pane::Main).or_default().follow = true;
            Vec::new()
        }
        Action::Enter => match walk.cursor.and_then(|at| links.get(at)).cloned() {
            Some(lead) => follow(state, lead),
            None => Vec::new(),
        },
        action => {
            scroll_by_key(state, action);
            Vec::new()
        }
    }
}

fn act_on_question(state: &mut State, tree: &Tree, action: &Action) -> Vec<Effect> {
    let links = shown_leads(state);
    let Some((_, ix)) = walk_mut(state).map(|walk| (walk.tree.clone(), walk.revisiting.or_else(|| walk.route.open()))) else {
        return Vec::new();
    };
    let Some(ix) = ix else { return Vec::new() };
    let question = &tree[ix];
    let (options, not_sure) = (question.options().len(), not_sure_row(question));
    let is_set = matches!(question.kind, Kind::Select { .. });
    let Some(walk) = walk_mut(state) else { return Vec::new() };
    match action {
        Action::Type(c) => type_figure(state, *c),
        Action::Erase => {
            if walk.figure.pop().is_none() {
                return back(state);
            }
        }
        Action::NotSure => return give(state, tree, ix, Answer::Unsure),
        Action::Withdraw => {
            state.consultation.withdraw(tree, ix);
            return answers_changed(state, tree);
        }
        Action::Pick(number) | Action::Click(_, number) => {
            let at = if matches!(action, Action::Pick(_)) { number.wrapping_sub(1) } else { *number };
            if at < options {
                walk.cursor = Some(at);
                if is_set {
                    toggle(walk, at);
                } else {
                    return enter(state, tree, ix, &links);
                }
            } else if matches!(action, Action::Click(..)) {
                walk.cursor = Some(at);
                return if at >= not_sure { enter(state, tree, ix, &links) } else { Vec::new() };
            }
        }
        Action::Toggle => {
            if let Some(at) = walk.cursor.filter(|at| *at < options) {
                toggle(walk, at);
            }
        }
        Action::Enter => return enter(state, tree, ix, &links),
        action => {
            let rows = not_sure + 1 + links.len();
            walk.cursor = Some(moved(walk.cursor.unwrap_or(0), action, rows));
            walk.scrolls.entry(Pane::Main).or_default().follow = true;
        }
    }
    Vec::new()
}

/// Does what Enter does on the marked row of a question.
fn enter(state: &mut State, tree: &Tree, ix: QuestionIx, links: &[Lead]) -> Vec<Effect> {
    let question = &tree[ix];
    let not_sure = not_sure_row(question);
    let Some(walk) = walk_mut(state) else { return Vec::new() };
    let cursor = walk.cursor.unwrap_or(0);
    if cursor == not_sure {
        return give(state, tree, ix, Answer::Unsure);
    }
    if let Some(lead) = cursor.checked_sub(not_sure + 1).and_then(|at| links.get(at)) {
        return follow(state, lead.clone());
    }
    let value = match &question.kind {
        Kind::Choice { options, .. } => options.get(cursor).map(|option| Value::Option(option.id.clone())),
        Kind::Select { options, .. } => Some(Value::Options(
            options.iter().enumerate().filter(|(at, _)| walk.ticked.contains(at)).map(|(_, option)| option.id.clone()).collect(),
        )),
        Kind::Number(scale) => {
            let words = &tree_words(state).notices;
            let Some(walk) = walk_of(state) else { return Vec::new() };
            match walk.figure.parse::<f64>() {
                Ok(figure) if scale.band_of(figure).is_some() => Some(Value::Number(figure)),
                Ok(_) => {
                    let (min, max) = (scale.min.to_string(), scale.max.to_string());
                    let gaps: [(&str, &str); 3] = [("min", &min), ("max", &max), ("unit", &scale.unit)];
                    state.notice = Some(fill(&words.out_of_range, &gaps));
                    None
                }
                Err(_) => {
                    state.notice = Some(words.not_a_figure.to_string());
                    None
                }
            }
        }
    };
    match value {
        Some(value) => give(state, tree, ix, Answer::Given(value)),
        None => Vec::new(),
    }
}

fn give(state: &mut State, tree: &Tree, ix: QuestionIx, answer: Answer) -> Vec<Effect> {
    state.consultation.answer(tree, ix, answer);
    answers_changed(state, tree)
}

/// Follows the answers after a change, and goes to where they end.
fn answers_changed(state: &mut State, tree: &Tree) -> Vec<Effect> {
    let route = state.consultation.route(tree);
    if let Some(walk) = walk_mut(state) {
        walk.route = route;
        walk.revisiting = None;
        walk.face(tree);
        walk.scrolls.entry(Pane::Side).or_default().follow = true;
    }
    look_ahead(state)
}

fn look_ahead(state: &mut State) -> Vec<Effect> {
    state.generation += 1;
    let (generation, answers) = (state.generation, state.consultation.answers().clone());
    let Some(walk) = walk_mut(state) else { return Vec::new() };
    vec![Effect::LookAhead { generation, tree: walk.tree.clone(), answers }]
}

fn revisit(state: &mut State, question: QuestionIx) {
    let pack = Arc::clone(&state.pack);
    let Some(walk) = walk_mut(state) else { return };
    let Some(tree) = pack.tree(&walk.tree) else { return };
    let passed = walk.route.steps.iter().any(|step| step.question == question);
    walk.revisiting = passed.then_some(question);
    walk.face(tree);
}

/// Back: to the question before, or from the first one (and from anything else) to the screen below.
fn back(state: &mut State) -> Vec<Effect> {
    if let Some(walk) = walk_mut(state) {
        if walk.pane != Pane::Main {
            walk.pane = Pane::Main;
            return Vec::new();
        }
        let at = match walk.revisiting {
            Some(question) => walk.route.steps.iter().position(|step| step.question == question).unwrap_or(0),
            None => walk.route.steps.len(),
        };
        if let Some(before) = at.checked_sub(1).and_then(|at| walk.route.steps.get(at)).map(|step| step.question) {
            revisit(state, before);
            return Vec::new();
        }
    }
    if state.screens.len() > 1 {
        state.screens.pop();
    }
    // What lies below may be a walk whose answers were changed above it: facts are shared.
    let pack = Arc::clone(&state.pack);
    let answers_moved = match walk_of(state) {
        Some(walk) => pack.tree(&walk.tree).filter(|tree| state.consultation.route(tree) != walk.route),
        None => None,
    };
    answers_moved.map(|tree| answers_changed(state, tree)).unwrap_or_default()
}

fn follow(state: &mut State, lead: Lead) -> Vec<Effect> {
    match lead {
        Lead::Reference(reference) => open_reference(state, &reference),
        Lead::Tree(tree) => open_tree(state, &tree),
        Lead::Question(question) => {
            revisit(state, question);
            Vec::new()
        }
        Lead::Address(address) => copy_address(state, address),
    }
}

fn open_reference(state: &mut State, reference: &str) -> Vec<Effect> {
    let (id, anchor) = split_reference(reference);
    let pack = Arc::clone(&state.pack);
    let Some(document) = pack.document(id) else {
        state.notice = Some(fill(&pack.words().reader.no_reference, &[("reference", reference)]));
        return Vec::new();
    };
    let heading = anchor.and_then(|anchor| document.heading(anchor));
    if anchor.is_some() && heading.is_none() {
        state.notice = Some(fill(&pack.words().reader.no_reference, &[("reference", reference)]));
    }
    let opened_at = Some(heading.unwrap_or(0));
    let outline_cursor = heading.unwrap_or(0);
    state.screens.push(Screen::Reader(ReaderScreen { document: id.to_owned(), opened_at, outline_cursor, ..ReaderScreen::default() }));
    Vec::new()
}

fn act_in_reader(state: &mut State, action: &Action) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::Reader(reader)) = state.screens.last_mut() else { return Vec::new() };
    let Some(document) = pack.document(&reader.document) else { return Vec::new() };
    match action {
        Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => reader.in_outline = !reader.in_outline,
        Action::Click(Pane::Side, row) => {
            reader.outline_cursor = *row;
            reader.opened_at = Some(*row);
        }
        Action::Click(_, link) => {
            reader.link = Some(*link);
            return follow_link(state, *link);
        }
        action if reader.in_outline => {
            reader.outline_cursor = moved(reader.outline_cursor, action, document.headings.len());
            reader.outline_scroll.follow = true;
            if *action == Action::Enter {
                reader.opened_at = Some(reader.outline_cursor);
                reader.in_outline = false;
            }
        }
        Action::NextLink | Action::PreviousLink => {
            let links = followable(document);
            let at = reader.link.and_then(|link| links.iter().position(|other| *other == link));
            reader.link = next_of(at, links.len(), *action == Action::NextLink).and_then(|at| links.get(at)).copied();
            reader.scroll.follow = true;
        }
        Action::Enter => {
            if let Some(link) = reader.link {
                return follow_link(state, link);
            }
        }
        action => scroll_by_key(state, action),
    }
    Vec::new()
}

fn follow_link(state: &mut State, link: usize) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let Some(Screen::Reader(reader)) = state.screens.last() else { return Vec::new() };
    let here = reader.document.clone();
    let target = pack.document(&here).and_then(|document| document.links.get(link)).map(|link| link.to.clone());
    match target {
        Some(Target::Section { document, anchor }) => {
            let document = if document.is_empty() { here } else { document };
            open_reference(state, &anchor.map_or_else(|| document.clone(), |anchor| format!("{document}#{anchor}")))
        }
        Some(Target::Address(address)) => copy_address(state, address),
        Some(Target::Refused(_)) => {
            state.notice = Some(pack.words().reader.refused.to_string());
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn copy_address(state: &mut State, address: String) -> Vec<Effect> {
    state.notice = Some(fill(&tree_words(state).reader.address, &[("address", &address)]));
    vec![Effect::Copy(address)]
}

fn copy(state: &mut State, text: String) -> Vec<Effect> {
    state.notice = Some(tree_words(state).notices.copied.to_string());
    vec![Effect::Copy(text)]
}

fn tree_words(state: &State) -> &crate::content::pack::Words {
    state.pack.words()
}

fn walk_of(state: &State) -> Option<&WalkScreen> {
    match state.screens.last() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

fn walk_mut(state: &mut State) -> Option<&mut WalkScreen> {
    match state.screens.last_mut() {
        Some(Screen::Walk(walk)) => Some(walk),
        _ => None,
    }
}

fn shown_leads(state: &State) -> Vec<Lead> {
    walk_of(state).map(|walk| leads(&sections(state, walk))).unwrap_or_default()
}

/// The row of the first thing to follow: behind the options of a question; on an outcome there is nothing before it.
fn first_lead_row(state: &State) -> usize {
    walk_of(state).and_then(|walk| state.asked(walk)).map_or(0, |(tree, ix)| not_sure_row(&tree[ix]) + 1)
}

fn toggle(walk: &mut WalkScreen, at: usize) {
    if !walk.ticked.remove(&at) {
        walk.ticked.insert(at);
    }
}

fn type_figure(state: &mut State, c: char) {
    const LONGEST: usize = 20;
    let Some(walk) = walk_mut(state) else { return };
    let fits = c.is_ascii_digit() || (c == '.' && !walk.figure.contains('.')) || (c == '-' && walk.figure.is_empty());
    if fits && walk.figure.len() < LONGEST {
        walk.figure.push(c);
        walk.cursor = Some(0);
        walk.scrolls.entry(Pane::Main).or_default().follow = true;
    }
}

fn change_pane(state: &mut State, action: &Action) {
    let beside = state.measured.panes.iter().any(|(pane, _)| *pane == Pane::Beside);
    let Some(walk) = walk_mut(state) else { return };
    let mut order = vec![Pane::Side, Pane::Main];
    if beside {
        order.push(Pane::Beside);
    }
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

/// Where a mark goes among rows.
fn moved(at: usize, action: &Action, rows: usize) -> usize {
    let last = rows.saturating_sub(1);
    match action {
        Action::Up => at.min(last).checked_sub(1).unwrap_or(last),
        Action::Down => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        Action::Top => 0,
        Action::Bottom => last,
        _ => at.min(last),
    }
}

/// Where a mark goes that may be nowhere: round and round.
fn next_of(at: Option<usize>, rows: usize, forwards: bool) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    Some(match (at, forwards) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => (at + 1) % rows,
        (Some(at), false) => at.checked_sub(1).unwrap_or(last),
    })
}

fn scroll_of(state: &mut State, pane: Pane) -> Option<&mut Scroll> {
    if state.help {
        return (pane == Pane::Main).then_some(&mut state.help_scroll);
    }
    Some(match (state.screens.last_mut()?, pane) {
        (Screen::Home(home), Pane::Beside) => &mut home.beside,
        (Screen::Home(home), _) => &mut home.scroll,
        (Screen::Walk(walk), pane) => walk.scrolls.entry(pane).or_default(),
        (Screen::Reader(reader), Pane::Side) => &mut reader.outline_scroll,
        (Screen::Reader(reader), _) => &mut reader.scroll,
        (Screen::Broken(broken), _) => &mut broken.scroll,
    })
}

fn scroll_by(state: &mut State, pane: Pane, lines: isize) {
    let most = state.measured.panes.iter().find(|(other, _)| *other == pane).map_or(0, |(_, measure)| measure.most);
    if let Some(scroll) = scroll_of(state, pane) {
        *scroll = Scroll { offset: scroll.offset.saturating_add_signed(lines).min(most), follow: false };
    }
}

/// The pane that keys scroll.
fn focused(state: &State) -> Pane {
    match state.context() {
        Context::Path | Context::Outline => Pane::Side,
        Context::Beside => Pane::Beside,
        // The arrows move through the list at home, which leaves these keys to its description.
        Context::Home if state.measured.panes.iter().any(|(pane, measure)| *pane == Pane::Beside && measure.most > 0) => Pane::Beside,
        _ => Pane::Main,
    }
}

fn page(state: &mut State, down: bool) {
    let pane = focused(state);
    let height = state.measured.panes.iter().find(|(other, _)| *other == pane).map_or(1, |(_, measure)| measure.area.height);
    // Two lines stay, so that the eye finds its place again.
    let lines = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    scroll_by(state, pane, if down { lines } else { -lines });
}

fn scroll_by_key(state: &mut State, action: &Action) {
    let lines = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::Top => isize::MIN / 2,
        Action::Bottom => isize::MAX / 2,
        _ => return,
    };
    let pane = focused(state);
    scroll_by(state, pane, lines);
}
