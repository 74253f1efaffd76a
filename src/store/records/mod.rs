//! Where records lie, what a file of one holds, and which were worked on last.

mod below;
mod find;
mod places;
mod reading;
mod recent;

pub use below::below;
pub use find::find;
pub use places::{RecordPlaces, name_of};

pub use reading::{Form, Held, Stamp, Unopened, parse, read, stamp};
pub use recent::{Recent, recent, remember};
