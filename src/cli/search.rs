//! `waypost search`: everything that words find.

use super::args::SearchArgs;
use super::report::Failure;
use super::{Ending, Output};
use crate::advice::search::Index;
use crate::content::pack::Pack;
use crate::content::text::clean_line;
use crate::paper::export::search::{json, text};

pub(super) fn run(pack: &Pack, args: &SearchArgs, out: &mut Output) -> Result<Ending, Failure> {
    let query = clean_line(&args.words.join(" ")).into_owned();
    let hits = Index::of(pack).find(&query, args.limit.into());
    match args.json {
        true => out.print(&format!("{}\n", json(pack, &query, &hits)))?,
        false => out.print(&text(pack, &query, hits, &out.invocation, out.width))?,
    }
    Ok(Ending::Done)
}
