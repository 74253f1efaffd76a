//! `waypost record`: records that are kept, replayed, and compared.

mod check;
mod compare;
mod held;

use super::args::{RecordArgs, RecordCommand};
use super::report::Failure;
use super::{Ending, Output, open_pack};
use crate::store::files::PackPlaces;

pub(super) fn run(places: &PackPlaces, args: &RecordArgs, out: &mut Output) -> Result<Ending, Failure> {
    let pack = open_pack(places)?;
    match &args.command {
        RecordCommand::Check(args) => check::run(&pack, args, out),
        RecordCommand::Compare(args) => compare::run(&pack, args, out),
    }
}
