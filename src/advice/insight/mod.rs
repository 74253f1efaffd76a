//! What can be said of a walk beyond where it ends.

mod ahead;
mod possible;

pub use possible::{Possible, possible};
