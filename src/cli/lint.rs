//! `waypost lint`: every fault of the packs, with its place.

use std::io::{self, IsTerminal};

use super::args::LintArgs;
use super::report::{Failure, drawn};
use super::{Ending, Output};
use crate::content::diagnostic::Severity;
use crate::store::files::PackPlaces;

pub(super) fn run(places: &PackPlaces, args: &LintArgs, out: &mut Output) -> Result<Ending, Failure> {
    let mut named = places.named.clone();
    named.extend(args.paths.iter().cloned());
    let places =
        if args.alone { PackPlaces { named, alone: true, ..PackPlaces::default() } } else { PackPlaces { named, ..places.clone() } };
    let pack = super::open_pack(&places)?;
    let findings = crate::authoring::lint::lint(&pack);
    let errors = findings.iter().filter(|finding| finding.diagnostic.severity() == Severity::Error).count();
    let warnings = findings.len() - errors;
    out.print_styled(&drawn(findings.into_iter(), super::colour(io::stdout().is_terminal())))?;
    let (trees, documents) = (pack.tree_ids().count(), pack.document_ids().count());
    let counts = [counted(errors, "error"), counted(warnings, "warning"), counted(trees, "tree"), counted(documents, "document")];
    let [errors_found, warnings_found, trees, documents] = counts;
    out.print(&format!(
        "{errors_found}, {warnings_found} in {trees} and {documents}
"
    ))?;
    Ok(if errors + warnings == 0 { Ending::Done } else { Ending::Found })
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
