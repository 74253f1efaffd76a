//! What it means for this person: walks, what can be said of them, scenarios played, and what words find. Does no IO and prints
//! nothing.

pub mod insight;
pub mod scenario;
pub mod search;
pub mod walk;
