//! A tree to begin with.
