//! The loop: waits for what happens, lets the state change, carries out effects, draws.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use super::action::input;
use super::state::{Look, State};
use super::terminal::{Screen, next_event};
use super::update::{Effect, Message, open_tree, resume_command, update};
use super::view::render;
use crate::advice::insight::possible;
use crate::advice::walk::{Answers, route};
use crate::content::pack::Pack;

/// How long a picture may wait for a look ahead that is under way: most are ready within it, and nothing flickers.
const PATIENCE: Duration = Duration::from_millis(8);

/// A look ahead to be made.
struct Job {
    generation: u64,
    tree: String,
    answers: Answers,
}

/// Runs the screens until the person leaves. Gives back the walk that was under way, as a command.
///
/// # Errors
/// When the terminal cannot be taken over, or is gone.
pub fn run(pack: Pack, tree: Option<&str>, answers: Answers, look: Look) -> io::Result<Option<String>> {
    let pack = Arc::new(pack);
    let mut state = State::new(Arc::clone(&pack), answers, look);
    let (sender, receiver) = mpsc::channel();
    let jobs = start_worker(pack, sender.clone())?;
    let mut screen = Screen::take(state.mouse)?;
    // Signals first: one that comes early must find its handler.
    watch_signals(sender.clone())?;
    watch_terminal(sender)?;
    let effects = tree.map(|tree| open_tree(&mut state, tree)).unwrap_or_default();
    let mut leave = carry_out(effects, &mut screen, &jobs, state.mouse)?;
    while !leave {
        draw(&mut screen, &mut state)?;
        let Ok(first) = receiver.recv() else { break };
        leave = take_in(first, &receiver, &mut state, &mut screen, &jobs)?;
    }
    drop(screen);
    Ok(resume_command(&state))
}

/// Takes in a message and all that wait behind it, and gives a look ahead that was just begun a moment to come back.
fn take_in(first: Message, receiver: &Receiver<Message>, state: &mut State, screen: &mut Screen, jobs: &Sender<Job>) -> io::Result<bool> {
    let mut next = Some(first);
    let mut awaited = None;
    while let Some(message) = next {
        if let Message::Ahead { generation, .. } = &message
            && Some(*generation) == awaited
        {
            awaited = None;
        }
        let effects = update(state, message);
        for effect in &effects {
            if let Effect::LookAhead { generation, .. } = effect {
                awaited = Some(*generation);
            }
        }
        if carry_out(effects, screen, jobs, state.mouse)? {
            return Ok(true);
        }
        next = match awaited {
            Some(_) => receiver.recv_timeout(PATIENCE).ok(),
            None => receiver.try_recv().ok(),
        };
    }
    Ok(false)
}

fn draw(screen: &mut Screen, state: &mut State) -> io::Result<()> {
    if let Some(measured) = screen.draw(|area, buffer| render(state, area, buffer))? {
        update(state, Message::Drawn(measured));
    }
    Ok(())
}

/// Carries effects out; whether the program is to end.
fn carry_out(effects: Vec<Effect>, screen: &mut Screen, jobs: &Sender<Job>, mouse: bool) -> io::Result<bool> {
    for effect in effects {
        match effect {
            // A worker that is gone leaves the counts out; the walk goes on without them.
            Effect::LookAhead { generation, tree, answers } => drop(jobs.send(Job { generation, tree, answers })),
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(on) => screen.mouse(on)?,
            Effect::Suspend => screen.suspend(mouse)?,
            Effect::Quit => return Ok(true),
        }
    }
    Ok(false)
}

/// Looks ahead in a thread of its own, so that a large tree keeps no key waiting. Of several jobs that wait, the last counts.
fn start_worker(pack: Arc<Pack>, sender: Sender<Message>) -> io::Result<Sender<Job>> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    thread::Builder::new().name("look ahead".to_owned()).spawn(move || {
        while let Ok(job) = waiting.recv() {
            let job = waiting.try_iter().last().unwrap_or(job);
            let Some(tree) = pack.tree(&job.tree) else { continue };
            let possible = possible(tree, &job.answers, &route(tree, &job.answers));
            if sender.send(Message::Ahead { generation: job.generation, possible }).is_err() {
                break;
            }
        }
    })?;
    Ok(jobs)
}

fn watch_terminal(sender: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        loop {
            let message = match next_event() {
                Ok(event) => input(event).map(Message::Input),
                // The terminal is gone.
                Err(_) => Some(Message::End),
            };
            let ends = message == Some(Message::End);
            if message.is_some_and(|message| sender.send(message).is_err()) || ends {
                break;
            }
        }
    })?;
    Ok(())
}

#[cfg(unix)]
fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for _ in signals.forever() {
            if sender.send(Message::End).is_err() {
                break;
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch_signals(_sender: Sender<Message>) -> io::Result<()> {
    Ok(())
}
