//! `waypost record list`: the records that were worked on last.

use crate::cli::args::{Format, RecordListArgs};
use crate::cli::report::Failure;
use crate::cli::{Ending, Output};
use crate::content::pack::Pack;
use crate::content::text::clean_line;
use crate::paper::export::shelf::{Listed, json, text};
use crate::store::records::{RecordPlaces, recent};

pub(super) fn run(pack: &Pack, args: &RecordListArgs, out: &mut Output) -> Result<Ending, Failure> {
    let places = RecordPlaces::from_environment();
    let own = places.records();
    let found = recent(&places, usize::from(args.limit));
    let listed: Vec<Listed<'_>> = found
        .iter()
        .map(|recent| {
            // What lies in our own folder is found by its name alone.
            let named = recent.path.file_stem().filter(|_| own.as_deref() == recent.path.parent());
            let name = named.unwrap_or(recent.path.as_os_str()).to_string_lossy();
            let file = recent.path.to_string_lossy().into_owned();
            let record = recent.record.as_ref().map_err(String::as_str);
            Listed { name: clean_line(&name).into_owned(), file, changed: recent.changed, record }
        })
        .collect();
    match args.format {
        Format::Text => out.print(&text(pack, &listed))?,
        Format::Json => out.print(&format!("{}\n", json(&listed)))?,
    }
    Ok(Ending::Done)
}
