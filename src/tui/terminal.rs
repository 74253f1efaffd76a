//! The terminal: taken over for the screens, and given back as it was, whatever ends the program.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event};
use crossterm::style::force_color_output;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Whether the terminal is ours at the moment, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The screen, ours for as long as this lives.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<io::Stdout>>,
}

impl Screen {
    /// Takes the terminal over, and sees to it that a panic gives it back before it says anything.
    ///
    /// # Errors
    /// When the terminal refuses; it is then as it was.
    pub fn take(mouse: bool) -> io::Result<Screen> {
        // With its own handling of NO_COLOR, crossterm leaves out the attributes of some cells too; the theme does it instead.
        force_color_output(true);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
        let taken = take_over(mouse);
        if taken.is_err() {
            give_back();
        }
        taken?;
        Ok(Screen { terminal: Terminal::new(CrosstermBackend::new(io::stdout()))? })
    }

    /// Draws a picture; only what differs from the last one is sent.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw<T>(&mut self, picture: impl FnOnce(Rect, &mut Buffer) -> T) -> io::Result<Option<T>> {
        let mut told = None;
        self.terminal.draw(|frame| told = Some(picture(frame.area(), frame.buffer_mut())))?;
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
    #[cfg(unix)]
    pub fn suspend(&mut self, mouse: bool) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take_over(mouse)?;
        // A resize to the size as it is now draws everything anew; `clear` would ask the terminal where its cursor is, and the
        // answer would go to the thread that reads events.
        let area = Rect::from((ratatui::layout::Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }

    /// There is nothing to suspend to here.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn suspend(&mut self, _mouse: bool) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// The next thing that the terminal tells; waits for it.
///
/// # Errors
/// When the terminal is gone.
pub fn next_event() -> io::Result<Event> {
    crossterm::event::read()
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

/// Leaves the terminal as it was. Each step is tried even when the one before failed: a terminal that is gone answers none.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}
