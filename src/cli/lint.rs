//! `waypost lint`: every fault of the packs, with its place.

use std::io::{self, IsTerminal};

use super::args::LintArgs;
use super::report::{Failure, drawn};
use super::{Ending, Output};
use crate::content::diagnostic::Severity;
use crate::content::pack::{Files, Pack};
use crate::store::files::{Folder, PackError, PackPlaces};

pub(super) fn run(places: &PackPlaces, args: &LintArgs, out: &mut Output) -> Result<Ending, Failure> {
    let pack = if args.alone {
        let mut layers: Vec<Box<dyn Files>> = Vec::new();
        for path in &args.paths {
            layers.push(Box::new(Folder::open(path).map_err(|why| PackError { folder: path.display().to_string(), why })?));
        }
        Pack::open(layers)
    } else {
        let mut places = places.clone();
        places.named.extend(args.paths.iter().cloned());
        super::open_pack(&places)?
    };
    let findings = pack.check();
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
