//! For those who write trees: text in, text out. Does no IO.

pub mod import;
