//! What it means for this person: walks, and what can be said of them, and what words find. Does no IO and prints nothing.

pub mod insight;
pub mod search;
pub mod walk;
