//! The screens: a state, actions that change it, frames drawn of it, and the loop around them.

pub mod action;
pub mod editor;
pub mod runtime;
pub mod state;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

pub use runtime::{Opening, run};
