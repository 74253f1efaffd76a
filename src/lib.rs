//! Waypost.
pub mod advice;
pub mod cli;
pub mod content;
pub mod paper;
pub mod store;
pub mod tui;
