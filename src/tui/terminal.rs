//! The terminal: taken over for the screens, and given back as it was, whatever ends the program.

use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event};
use crossterm::style::force_color_output;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Whether the terminal is ours at the moment, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether another program has it, at our wish.
static LENT: AtomicBool = AtomicBool::new(false);

/// The screen, ours for as long as this lives.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<io::Stdout>>,
    /// Gives the terminal back when it is dropped.
    _taken: Taken,
}

/// The terminal, taken over; given back when this is dropped.
struct Taken;

impl Taken {
    fn new(mouse: bool) -> io::Result<Taken> {
        // First, so that a step that fails is undone with those before it.
        let taken = Taken;
        take_over(mouse)?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

impl Screen {
    /// Takes the terminal over, and sees to it that a panic of any thread gives it back before it says anything.
    ///
    /// # Errors
    /// When the terminal refuses; it is then as it was.
    pub fn take(mouse: bool) -> io::Result<Screen> {
        // With its own handling of NO_COLOR, crossterm leaves out the attributes of some cells too; the theme does it instead.
        force_color_output(true);
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        let taken = Taken::new(mouse)?;
        Ok(Screen { terminal: Terminal::new(CrosstermBackend::new(io::stdout()))?, _taken: taken })
    }

    /// Draws a frame; only what differs from the last one is sent, and the terminal shows it all at once where it can
    /// (synchronised update). Draws nothing once the terminal was given back.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw<T>(&mut self, render: impl FnOnce(Rect, &mut Buffer) -> T) -> io::Result<Option<T>> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(None);
        }
        let mut told = None;
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| told = Some(render(frame.area(), frame.buffer_mut())))?;
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        Ok(told)
    }

    /// Switches the reporting of the mouse.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
    }

    /// Asks the terminal to put a text on the clipboard (OSC 52).
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back, stops the program until the shell continues it, and takes the terminal over again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn suspend(&mut self, mouse: bool) -> io::Result<()> {
        give_back();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.retake(mouse)
    }

    /// Gives the terminal back as it was, lets something else use it, and takes it over again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn lend<T>(&mut self, mouse: bool, to: impl FnOnce() -> T) -> io::Result<T> {
        LENT.store(true, Ordering::SeqCst);
        give_back();
        let came = to();
        LENT.store(false, Ordering::SeqCst);
        self.retake(mouse)?;
        Ok(came)
    }

    /// Takes the terminal over anew and draws everything: somebody else may have used it meanwhile.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn retake(&mut self, mouse: bool) -> io::Result<()> {
        // The settings may have been changed behind our back: raw mode is only set anew when it is thought to be off.
        disable_raw_mode()?;
        take_over(mouse)?;
        // A resize to the size as it is now draws everything anew; `clear` would ask the terminal where its cursor is, and the
        // answer would go to the thread that reads events.
        let area = Rect::from((ratatui::layout::Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }
}

/// The next thing that the terminal tells; waits for it.
///
/// # Errors
/// When the terminal is gone.
pub fn next_event() -> io::Result<Event> {
    crossterm::event::read()
}

/// Whether the terminal has told something that waits to be read.
pub fn has_event() -> bool {
    crossterm::event::poll(Duration::ZERO).unwrap_or(false)
}

/// Whether another program has the terminal, at our wish.
#[cfg(unix)]
pub(super) fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst)
}

/// The terminal's size in columns and lines.
pub fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}

fn take_over(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Leaves the terminal as it was, whoever asks for it, and once. Each step is tried even when the one before failed: a terminal
/// that is gone answers none.
pub(super) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, DisableMouseCapture);
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, LeaveAlternateScreen);
    let _ = execute!(out, Show);
    let _ = disable_raw_mode();
}
