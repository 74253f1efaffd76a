//! The loop: waits for what happens, lets the state change, carries out effects, draws.

mod desk;
mod keyboard;
mod reload;
mod workers;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::editor;
use super::state::{Look, State};
use super::terminal::Screen;
use super::update::{Edited, Effect, LookAhead, Message, list_records, open_tree, resume, update, walks_begun};
use super::view::render;
use crate::advice::walk::Answers;
use crate::content::pack::Pack;
use crate::paper::record::Record;
use crate::store::clock::today;
use crate::store::files::PackPlaces;
use crate::store::lent::{lend_file, take_back};
use crate::store::record_file::{Holding, RecordFile};
use crate::store::records::RecordPlaces;
use crate::store::watch::Asker;
use desk::Job;
use keyboard::Turns;
use workers::{Ahead, Comparison, Search};

/// How long a frame may wait for a look ahead or a search that is under way: most are ready within it, and nothing flickers.
const PATIENCE: Duration = Duration::from_millis(8);

/// How long leaving waits for the disk.
const FAREWELL: Duration = Duration::from_secs(5);

/// What the screens begin with.
pub struct Opening {
    /// What can be decided and read.
    pub pack: Pack,
    /// Where it was found, to look again when files change.
    pub places: PackPlaces,
    /// The tree to open at once.
    pub tree: Option<String>,
    /// Answers given beforehand.
    pub answers: Answers,
    /// How things look.
    pub look: Look,
    /// The beginning of a command that leads back here.
    pub invocation: String,
    /// The person's editor, as the environment names it.
    pub editor: Option<String>,
    /// Where records are kept.
    pub records: RecordPlaces,
    /// The record to take up at once; a blank one where the file is yet to be written.
    pub record: Option<(RecordFile, Option<Record>)>,
}

/// Who does what the loop does not do itself.
struct Workers {
    look_ahead: Sender<Ahead>,
    search: Sender<Search>,
    contradictions: Sender<Comparison>,
    desk: Sender<Job>,
    /// `None` where there are no files that could change.
    files: Option<Asker>,
    editor: Option<String>,
    turns: Turns,
}

/// How the screens were left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file in which all of it is kept; `None` when nothing was to be kept, or could not be.
    pub record: Option<PathBuf>,
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

/// Runs the screens until the person leaves.
///
/// # Errors
/// When the terminal cannot be taken over, or is gone, or when a part of the program has panicked.
pub fn run(opening: Opening) -> io::Result<Left> {
    let pack = Arc::new(opening.pack);
    let mut state = State::new(Arc::clone(&pack), opening.answers, opening.look);
    state.invocation = opening.invocation;
    state.today = today();
    let (file, begun) = match opening.record {
        Some((mut file, record)) => {
            let is_held = file.hold() == Holding::Elsewhere;
            state.notice = is_held.then(|| state.pack.words().review.held.to_string());
            (Some(file), record)
        }
        None => (None, None),
    };
    state.review.saving.file = file.as_ref().and_then(RecordFile::path).map(Path::to_owned);
    let (sender, receiver) = mpsc::channel();
    let workers = Workers {
        look_ahead: workers::look_ahead(sender.clone())?,
        search: workers::search(sender.clone())?,
        contradictions: workers::contradictions(sender.clone())?,
        desk: desk::start_desk(opening.records, file, sender.clone())?,
        files: reload::follow(opening.places, pack, sender.clone())?,
        editor: opening.editor,
        turns: Turns::default(),
    };
    // Signals first: one that comes while the terminal is taken over must find its handler.
    watch_signals(sender.clone())?;
    let mut screen = Screen::take(state.mouse)?;
    keyboard::watch(sender, workers.turns.clone())?;
    let mut effects = match (begun, state.review.saving.file.clone()) {
        (Some(record), Some(path)) => resume(&mut state, record, path),
        _ => Vec::new(),
    };
    effects.extend(opening.tree.map(|tree| open_tree(&mut state, &tree)).unwrap_or_default());
    effects.extend(list_records(&mut state));
    let mut round = carry_out(effects, &mut state, &mut screen, &workers)?;
    let signal = loop {
        if let Round::Leave(signal) = round {
            break signal;
        }
        draw(&mut screen, &mut state)?;
        let Ok(first) = receiver.recv() else { break None };
        round = drain(first, &receiver, &mut state, &mut screen, &workers)?;
    };
    let told = finish(&workers, &receiver, &mut state);
    drop(screen);
    let saving = &state.review.saving;
    let record = saving.file.clone().filter(|_| told && saving.done > 0 && saving.fault.is_none() && !saving.is_pending());
    Ok(Left { record, walks: walks_begun(&state), signal })
}

/// Waits until everything that was to be saved is on the disk, or could not be put there, and takes in what came of it; whether the
/// disk answered.
fn finish(workers: &Workers, receiver: &Receiver<Message>, state: &mut State) -> bool {
    let (done, told) = mpsc::channel();
    // A disk that does not answer must not keep the terminal from whoever wants it back.
    let told = workers.desk.send(Job::Finish(done)).is_ok() && told.recv_timeout(FAREWELL).is_ok();
    for message in receiver.try_iter().filter(|message| matches!(message, Message::Saved { .. })) {
        update(state, message);
    }
    told
}

/// Takes in a message and all that wait behind it, and gives what was just begun a moment to come back: a look ahead, a search, and
/// what is saved, so that a frame mostly shows only answers that are on the disk.
fn drain(first: Message, receiver: &Receiver<Message>, state: &mut State, screen: &mut Screen, workers: &Workers) -> io::Result<Round> {
    let mut next = Some(first);
    // What was found, and what was saved: of each the last one that was asked for.
    let mut awaited: [Option<u64>; 2] = [None; 2];
    let patient_until = Instant::now() + PATIENCE;
    while let Some(message) = next {
        if let Message::Ahead { generation, .. } | Message::Found { generation, .. } | Message::Saved { generation, .. } = &message {
            awaited.iter_mut().filter(|awaited| **awaited == Some(*generation)).for_each(|awaited| *awaited = None);
        }
        let is_input = matches!(message, Message::Input(_));
        let effects = update(state, message);
        for effect in &effects {
            match effect {
                Effect::LookAhead(LookAhead { generation, .. }) | Effect::Search { generation, .. } => awaited[0] = Some(*generation),
                Effect::Save { generation, .. } => awaited[1] = Some(*generation),
                _ => {}
            }
        }
        if let Round::Leave(signal) = carry_out(effects, state, screen, workers)? {
            return Ok(Round::Leave(signal));
        }
        if is_input {
            workers.turns.answered();
        }
        next = match awaited.iter().any(Option::is_some) {
            true => receiver.recv_timeout(patient_until.saturating_duration_since(Instant::now())).ok(),
            false => receiver.try_recv().ok(),
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
fn carry_out(effects: Vec<Effect>, state: &mut State, screen: &mut Screen, workers: &Workers) -> io::Result<Round> {
    let mouse = state.mouse;
    let pack = || Arc::clone(&state.pack);
    let mut edited = None;
    for effect in effects {
        match effect {
            // A worker that is gone leaves its answers out; the walk goes on without them.
            Effect::LookAhead(job) => drop(workers.look_ahead.send(Ahead { pack: pack(), job })),
            Effect::FindContradictions { generation, answers } => {
                drop(workers.contradictions.send(Comparison { pack: pack(), generation, answers }));
            }
            Effect::Search { generation, query } => drop(workers.search.send(Search { pack: pack(), generation, query })),
            Effect::Save { generation, record } => drop(workers.desk.send(Job::Save { generation, pack: pack(), record })),
            Effect::ListRecords => drop(workers.desk.send(Job::List { pack: pack(), today: state.today })),
            Effect::ReadRecord(path) => drop(workers.desk.send(Job::Read(path))),
            Effect::NameExport(name) => drop(workers.desk.send(Job::Name(name))),
            Effect::Export(export) => drop(workers.desk.send(Job::Export { pack: pack(), export })),
            Effect::OpenRecord(path) => drop(workers.desk.send(Job::Open(path))),
            Effect::TakenIn(record) => drop(workers.desk.send(Job::TakenIn(record))),
            Effect::NewRecord => drop(workers.desk.send(Job::Begin)),
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(on) => screen.mouse(on)?,
            Effect::Edit { path, line } => edited = Some(Message::Edited(edit(&path, line, screen, workers, mouse)?)),
            Effect::EditText(text) => edited = Some(Message::TextEdited(edit_text(&text, screen, workers, mouse)?)),
            Effect::Suspend => screen.suspend(mouse)?,
            Effect::Retake => screen.retake(mouse)?,
            Effect::Quit => return Ok(Round::Leave(None)),
            Effect::Terminate(signal) => return Ok(Round::Leave(Some(signal))),
            Effect::Fail => return Err(io::Error::other("a part of the program has failed; what it said stands above")),
        }
    }
    // What came of it changes the state, and asks for nothing.
    if let Some(edited) = edited {
        update(state, edited);
    }
    Ok(Round::GoOn)
}

/// Opens a file in the person's editor, waits for its end, and has the files looked at.
fn edit(path: &Path, line: usize, screen: &mut Screen, workers: &Workers, mouse: bool) -> io::Result<Edited> {
    let Some((editor, arguments)) = workers.editor.as_deref().and_then(|editor| editor::command(editor, path, line)) else {
        return Ok(Edited::NoEditor(path.to_owned()));
    };
    let status = screen.lend(mouse, || Command::new(&editor).args(arguments).status())?;
    if let Some(files) = &workers.files {
        files.ask();
    }
    Ok(match status {
        Ok(status) if status.success() => Edited::Done,
        Ok(status) => Edited::Failed { editor, why: status.to_string() },
        Err(error) => Edited::Failed { editor, why: error.to_string() },
    })
}

/// Opens a text in the person's editor, as a file that is gone afterwards; what it is when the editor has ended well.
fn edit_text(text: &str, screen: &mut Screen, workers: &Workers, mouse: bool) -> io::Result<Result<String, Edited>> {
    let failed = |error: io::Error| Edited::Failed { editor: workers.editor.clone().unwrap_or_default(), why: error.to_string() };
    let path = match lend_file(text) {
        Ok(path) => path,
        Err(error) => return Ok(Err(failed(error))),
    };
    Ok(match edit(&path, 1, screen, workers, mouse)? {
        Edited::Done => take_back(&path).map_err(failed),
        other => Err(other),
    })
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

#[cfg(unix)]
fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGCONT])?;
    start("signals", sender, move |sender| {
        let mut asked = false;
        for signal in signals.forever() {
            let message = match signal {
                // The terminal is an editor's: its keys are not meant for this program, but it stops when the editor does.
                SIGTSTP if super::terminal::is_lent() => {
                    drop(signal_hook::low_level::emulate_default_handler(signal));
                    continue;
                }
                SIGINT | SIGQUIT | SIGCONT if super::terminal::is_lent() => continue,
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
