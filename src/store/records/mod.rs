//! Where records lie, what a file of one holds, and which were worked on last.

mod below;
mod decisions;
mod find;
mod places;
mod reading;
mod recent;

pub use below::{Below, below};
pub use decisions::{is_earlier, is_same_decision, next_decision};
pub use find::find;
pub use places::{RecordPlaces, is_own, name_of, sweep_beside};
pub use reading::{Form, Held, Placed, Stamp, Unopened, read, records_of, stamp};
pub use recent::{Recent, recent, remember};
