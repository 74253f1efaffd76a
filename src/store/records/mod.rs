//! Where records lie, what a file of one holds, and which were worked on last.

mod below;
mod decisions;
mod find;
mod places;
mod reading;
mod recent;

pub use below::below;
pub use decisions::{is_earlier, next_decision};
pub use find::find;
pub use places::{RecordPlaces, is_own, name_of};

pub use reading::{Form, Held, Stamp, Unopened, parse, read, stamp};
pub use recent::{Recent, recent, remember};
