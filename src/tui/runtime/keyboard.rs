//! Waits for the terminal in a thread of its own: reading blocks, and the loop has other things to wait for too.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::start;
use crate::tui::action::input;
use crate::tui::terminal::{has_event, next_event};
use crate::tui::update::Message;

/// Nothing more is waited for at the keyboard before the loop has answered what came: it may have handed the terminal to an editor,
/// and a thread that reads would take the editor's keys away.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<(Mutex<usize>, Condvar)>);

impl Turns {
    /// One more thing is to be answered.
    fn asked(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }

    /// One thing was answered.
    pub(super) fn answered(&self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        *open = open.saturating_sub(1);
        self.0.1.notify_all();
    }

    /// Waits until everything is answered.
    fn wait(&self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        while *open > 0 {
            open = self.0.1.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Sends what the terminal tells to the loop.
pub(super) fn watch(sender: Sender<Message>, turns: Turns) -> io::Result<()> {
    start("terminal", sender, move |sender| {
        loop {
            // What is there already was typed before anything that the loop may do with it.
            if !has_event() {
                turns.wait();
            }
            let message = match next_event() {
                Ok(event) => input(event).map(Message::Input),
                // The terminal is gone.
                Err(_) => Some(Message::End),
            };
            let ends = message == Some(Message::End);
            if let Some(message) = message {
                turns.asked();
                if sender.send(message).is_err() {
                    break;
                }
            }
            if ends {
                break;
            }
        }
    })
}
