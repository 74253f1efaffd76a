//! One consultation: the answers given, and the route that they make through a tree.

mod answers;
mod consultation;
mod route;
mod spell;

pub use answers::{Answer, Answers, Key, Unfit, Value};
pub use consultation::Consultation;
pub use route::{End, Route, Step, edge_taken, next, route};
pub use spell::{KeyError, SpellError, answer_label, band_label, key_named, number_json, spell, spelled_key, value_json, value_of};
