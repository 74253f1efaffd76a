//! Scenarios played against their trees: what differs from what they say, and how much of the trees they come past.

mod coverage;
mod difference;
mod play;

pub use coverage::{Condition, Coverage, Gap, QuestionCoverage, Seen, Tally, TreeCoverage, Whose};
pub use difference::Difference;
pub use play::{Played, PlayedWalk, Taken, play};
