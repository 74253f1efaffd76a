//! `waypost record`: records that are kept, replayed, and compared.

mod check;
mod compare;
mod export;
mod list;
mod named;
mod show;

use super::args::{RecordArgs, RecordCommand};
use super::report::Failure;
use super::{Ending, Output, open_pack};
use crate::store::files::PackPlaces;

pub(super) fn run(places: &PackPlaces, args: &RecordArgs, out: &mut Output) -> Result<Ending, Failure> {
    let pack = open_pack(places)?;
    match &args.command {
        RecordCommand::List(args) => list::run(&pack, args, out),
        RecordCommand::Show(args) => show::run(&pack, args, out),
        RecordCommand::Export(args) => export::run(&pack, args, out),
        RecordCommand::Check(args) => check::run(&pack, args, out),
        RecordCommand::Compare(args) => compare::run(&pack, args, out),
    }
}
