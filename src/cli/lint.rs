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
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    out.print(&drawn(findings.into_iter(), colour))?;
    out.print(&format!(
        "{errors} errors, {warnings} warnings in {} trees and {} documents\n",
        pack.tree_ids().count(),
        pack.document_ids().count()
    ))?;
    Ok(if errors + warnings == 0 { Ending::Done } else { Ending::Found })
}
