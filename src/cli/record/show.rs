//! `waypost record show`: what a record says, and what of it does not hold any more.

use super::named::open;
use crate::cli::args::{Format, RecordShowArgs};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::pack::Pack;
use crate::paper::export::overview::{Overview, json, text};
use crate::paper::record::check;
use crate::store::clock::today;

pub(super) fn run(pack: &Pack, args: &RecordShowArgs, out: &mut Output) -> Result<Ending, Failure> {
    let (path, held) = open(&args.record)?;
    // Nobody goes by a decision that was turned down or replaced.
    let is_live = held.record.header.status.is_live();
    let findings = if is_live { check(pack, &held.record, today()) } else { Vec::new() };
    let file = path.to_string_lossy();
    let overview = Overview { pack, file: &file, record: &held.record, findings: &findings };
    match args.format {
        Format::Text => out.print(&text(&overview, out.width))?,
        Format::Json => out.print(&format!("{}\n", json(&overview)))?,
    }
    Ok(Ending::Done)
}
