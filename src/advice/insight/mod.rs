//! What can be said of a walk beyond where it ends.

mod possible;

pub use possible::{Possible, possible};
