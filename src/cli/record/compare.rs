//! `waypost record compare`: two records side by side.

use super::named::open;
use crate::cli::args::{Format, RecordCompareArgs};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::pack::Pack;
use crate::content::text::clean_line;
use crate::paper::export::comparison::{Sides, json, text};
use crate::paper::record::compare;

pub(super) fn run(pack: &Pack, args: &RecordCompareArgs, out: &mut Output) -> Result<Ending, Failure> {
    let [(one, first), (other, second)] = [open(&args.one)?, open(&args.other)?];
    let names = [one, other].map(|path| clean_line(&path.display().to_string()).into_owned());
    let comparison = compare(pack, [&first.record, &second.record]);
    let sides = Sides { files: names.each_ref().map(String::as_str), comparison: &comparison };
    match args.format {
        Format::Text => out.print(&text(pack, sides))?,
        Format::Json => out.print(&format!("{}\n", json(pack, sides)))?,
    }
    Ok(if comparison.same_results() { Ending::Done } else { Ending::Found })
}
