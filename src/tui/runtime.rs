//! The loop: waits for what happens, lets the state change, carries out effects, draws.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::action::input;
use super::state::{Contradicted, Look, MAX_FOUND, Purpose, State};
use super::terminal::{Screen, next_event};
use super::update::{Effect, LookAhead, Message, open_tree, update, walks_begun};
use super::view::render;
use crate::advice::insight::{Reach, insight_while, possible};
use crate::advice::search::Index;
use crate::advice::walk::{Answers, route};
use crate::content::pack::Pack;

/// How long a frame may wait for a look ahead or a search that is under way: most are ready within it, and nothing flickers.
const PATIENCE: Duration = Duration::from_millis(8);

/// The threads that do what takes long, by what they are sent.
struct Workers {
    look_ahead: Sender<LookAhead>,
    search: Sender<Search>,
}

/// A search to be made.
struct Search {
    generation: u64,
    query: String,
}

/// How the screens were left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The walks that were begun, each as the arguments that bring one back to it.
    pub walks: Vec<String>,
    /// The number of the signal that ended them.
    pub signal: Option<u8>,
}

/// What a round of the loop ended in.
enum Round {
    GoOn,
    Leave(Option<u8>),
}

/// Runs the screens until the person leaves. `invocation` is the beginning of a command that leads back here.
///
/// # Errors
/// When the terminal cannot be taken over, or is gone, or when a part of the program has panicked.
pub fn run(pack: Pack, tree: Option<&str>, answers: Answers, look: Look, invocation: String) -> io::Result<Left> {
    let pack = Arc::new(pack);
    let mut state = State::new(Arc::clone(&pack), answers, look);
    state.invocation = invocation;
    let (sender, receiver) = mpsc::channel();
    let workers = Workers { look_ahead: look_ahead(Arc::clone(&pack), sender.clone())?, search: search(pack, sender.clone())? };
    // Signals first: one that comes while the terminal is taken over must find its handler.
    watch_signals(sender.clone())?;
    let mut screen = Screen::take(state.mouse)?;
    watch_terminal(sender)?;
    let effects = tree.map(|tree| open_tree(&mut state, tree)).unwrap_or_default();
    let mut round = carry_out(effects, &mut screen, &workers, state.mouse)?;
    let signal = loop {
        if let Round::Leave(signal) = round {
            break signal;
        }
        draw(&mut screen, &mut state)?;
        let Ok(first) = receiver.recv() else { break None };
        round = drain(first, &receiver, &mut state, &mut screen, &workers)?;
    };
    drop(screen);
    Ok(Left { walks: walks_begun(&state), signal })
}

/// Takes in a message and all that wait behind it, and gives a look ahead or a search that was just begun a moment to come back.
fn drain(first: Message, receiver: &Receiver<Message>, state: &mut State, screen: &mut Screen, workers: &Workers) -> io::Result<Round> {
    let mut next = Some(first);
    let mut awaited = None;
    let patient_until = Instant::now() + PATIENCE;
    while let Some(message) = next {
        if let Message::Ahead { generation, .. } | Message::Found { generation, .. } = &message
            && Some(*generation) == awaited
        {
            awaited = None;
        }
        let effects = update(state, message);
        for effect in &effects {
            if let Effect::LookAhead(LookAhead { generation, .. }) | Effect::Search { generation, .. } = effect {
                awaited = Some(*generation);
            }
        }
        if let Round::Leave(signal) = carry_out(effects, screen, workers, state.mouse)? {
            return Ok(Round::Leave(signal));
        }
        next = match awaited {
            Some(_) => receiver.recv_timeout(patient_until.saturating_duration_since(Instant::now())).ok(),
            None => receiver.try_recv().ok(),
        };
    }
    Ok(Round::GoOn)
}

fn draw(screen: &mut Screen, state: &mut State) -> io::Result<()> {
    if let Some(measured) = screen.draw(|area, buffer| render(state, area, buffer))? {
        update(state, Message::Drawn(measured));
    }
    Ok(())
}

/// Carries effects out, up to one that ends the program.
fn carry_out(effects: Vec<Effect>, screen: &mut Screen, workers: &Workers, mouse: bool) -> io::Result<Round> {
    for effect in effects {
        match effect {
            // A worker that is gone leaves its answers out; the walk goes on without them.
            Effect::LookAhead(job) => drop(workers.look_ahead.send(job)),
            Effect::Search { generation, query } => drop(workers.search.send(Search { generation, query })),
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(on) => screen.mouse(on)?,
            Effect::Suspend => screen.suspend(mouse)?,
            Effect::Retake => screen.retake(mouse)?,
            Effect::Quit => return Ok(Round::Leave(None)),
            Effect::Terminate(signal) => return Ok(Round::Leave(Some(signal))),
            Effect::Fail => return Err(io::Error::other("a part of the program has failed; what it said stands above")),
        }
    }
    Ok(Round::GoOn)
}

/// Starts a thread whose panic ends the program: the hook has given the terminal back by then, so that nothing may be drawn any
/// more.
fn start(name: &str, sender: Sender<Message>, work: impl FnOnce(&Sender<Message>) + Send + 'static) -> io::Result<()> {
    struct Alarm(Sender<Message>);

    impl Drop for Alarm {
        fn drop(&mut self) {
            if thread::panicking() {
                drop(self.0.send(Message::Crashed));
            }
        }
    }

    thread::Builder::new().name(name.to_owned()).spawn(move || {
        let alarm = Alarm(sender);
        work(&alarm.0);
    })?;
    Ok(())
}

/// Looks ahead in a thread of its own, so that a large tree keeps no key waiting. Of each kind the last job counts; what is still
/// possible comes before all else that is to be said of a walk, which is given up when a newer walk waits.
fn look_ahead(pack: Arc<Pack>, sender: Sender<Message>) -> io::Result<Sender<LookAhead>> {
    let (jobs, waiting) = mpsc::channel::<LookAhead>();
    start("look ahead", sender, move |sender| {
        let queue = RefCell::new(Vec::<LookAhead>::new());
        let take_in = |job: LookAhead| {
            let mut queue = queue.borrow_mut();
            queue.retain(|other| !other.purpose.is_alike(job.purpose));
            queue.push(job);
        };
        let mut unexplained: Option<LookAhead> = None;
        loop {
            if queue.borrow().is_empty() && unexplained.is_none() {
                match waiting.recv() {
                    Ok(job) => take_in(job),
                    Err(_) => break,
                }
            }
            waiting.try_iter().for_each(take_in);
            let next = {
                let mut queue = queue.borrow_mut();
                // The walk first: it is what most is seen of.
                let at = queue.iter().position(|job| job.purpose == Purpose::Walk).or(if queue.is_empty() { None } else { Some(0) });
                at.map(|at| queue.remove(at))
            };
            let message = match next {
                Some(job) => {
                    let message = found(&pack, &job);
                    if job.purpose == Purpose::Walk {
                        unexplained = Some(job);
                    }
                    message
                }
                None => unexplained.take().and_then(|job| {
                    let wanted = || {
                        waiting.try_iter().for_each(take_in);
                        !queue.borrow().iter().any(|other| other.purpose == Purpose::Walk)
                    };
                    explained(&pack, &job, &wanted)
                }),
            };
            if message.is_some_and(|message| sender.send(message).is_err()) {
                break;
            }
        }
    })?;
    Ok(jobs)
}

/// What can be found out fast.
fn found(pack: &Pack, job: &LookAhead) -> Option<Message> {
    let tree = pack.tree(&job.tree)?;
    let generation = job.generation;
    Some(match job.purpose {
        Purpose::Ways(node) => {
            let sets = Reach::new(tree, &job.answers).ways(node).map(|ways| ways.sets).unwrap_or_default();
            Message::Ways { generation, sets }
        }
        Purpose::Walk | Purpose::Map | Purpose::Now | Purpose::Then => {
            Message::Ahead { generation, possible: possible(tree, &job.answers, &route(tree, &job.answers)) }
        }
    })
}

/// All else that there is to say of a walk, as long as it is wanted.
fn explained(pack: &Pack, job: &LookAhead, wanted: &dyn Fn() -> bool) -> Option<Message> {
    let tree = pack.tree(&job.tree)?;
    let insight = insight_while(tree, &job.answers, &route(tree, &job.answers), wanted)?;
    let contradictions = Contradicted::all(pack, &job.answers);
    Some(Message::Explained { generation: job.generation, insight: Arc::new(insight), contradictions: Arc::new(contradictions) })
}

/// Searches in a thread of its own, which reads everything when it is asked for the first time. Of several searches that wait, the
/// last counts.
fn search(pack: Arc<Pack>, sender: Sender<Message>) -> io::Result<Sender<Search>> {
    let (jobs, waiting) = mpsc::channel::<Search>();
    start("search", sender, move |sender| {
        let mut index = None;
        while let Ok(job) = waiting.recv() {
            let index = index.get_or_insert_with(|| Index::of(&pack));
            let job = waiting.try_iter().last().unwrap_or(job);
            let hits = index.find(&job.query, MAX_FOUND);
            if sender.send(Message::Found { generation: job.generation, hits }).is_err() {
                break;
            }
        }
    })?;
    Ok(jobs)
}

/// Waits for the terminal in a thread of its own: reading blocks, and the loop has other things to wait for too.
fn watch_terminal(sender: Sender<Message>) -> io::Result<()> {
    start("terminal", sender, |sender| {
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
    })
}

#[cfg(unix)]
fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGCONT])?;
    start("signals", sender, move |sender| {
        let mut asked = false;
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                signal if asked => {
                    // The loop did not end when it was asked to: somebody means it.
                    super::terminal::give_back();
                    drop(signal_hook::low_level::emulate_default_handler(signal));
                    break;
                }
                signal => {
                    asked = true;
                    Message::Terminated(u8::try_from(signal).unwrap_or(0))
                }
            };
            if sender.send(message).is_err() {
                break;
            }
        }
    })
}

#[cfg(not(unix))]
fn watch_signals(_sender: Sender<Message>) -> io::Result<()> {
    Ok(())
}
