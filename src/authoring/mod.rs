//! For those who write trees: what is wrong with them, what a change does, and where to begin.

pub mod diff;
pub mod import;
pub mod lint;
pub mod template;
