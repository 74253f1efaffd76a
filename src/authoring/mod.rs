//! For those who write trees.

pub mod diff;
