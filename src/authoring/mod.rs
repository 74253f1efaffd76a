//! For those who write trees. Does no IO and prints nothing.

pub mod template;
