//! What can be said of a walk beyond where it ends.

mod ahead;
mod conflicts;
mod possible;

pub use conflicts::{Conflict, Reached, conflicts};
pub use possible::{Possible, possible};
