//! What it means for this person: walks, and what can be said of them. Does no IO and prints nothing.

pub mod insight;
pub mod walk;
