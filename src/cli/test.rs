//! `waypost test`: scenarios played, and what of the trees they come past.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::args::{ReportFormat, TestArgs};
use super::report::{Failure, drawn};
use super::{Ending, Output, invocation, open_pack};
use crate::advice::scenario::{Coverage, play};
use crate::content::pack::{Loaded, Pack, Scenario};
use crate::content::tree::Tree;
use crate::paper::export::scenario::{Tested, TestedScenario, coverage, github, json, text, uncovered};
use crate::store::files::{Folder, PackError, PackPlaces};

/// What was named on the command line: folders of packs, and scenarios that lie anywhere.
#[derive(Default)]
struct Named {
    folders: Vec<PathBuf>,
    /// Each with its id.
    files: Vec<(String, Loaded<Scenario>)>,
}

pub(super) fn run(places: &PackPlaces, args: &TestArgs, out: &mut Output) -> Result<Ending, Failure> {
    let named = named(args)?;
    // A folder that is named in both ways lies where it was named last.
    let before = places.named.iter().filter(|folder| !named.folders.contains(folder));
    let packs: Vec<PathBuf> = before.chain(&named.folders).cloned().collect();
    // The lines to type that are printed find the packs that were named here.
    let invocation = invocation(&packs);
    let places = match args.alone {
        true => PackPlaces { named: packs, alone: true, ..PackPlaces::default() },
        false => PackPlaces { named: packs, ..places.clone() },
    };
    let pack = open_pack(&places)?;
    let tested = tested(&pack, &named, args.paths.is_empty());
    let words = pack.words();
    match args.format {
        ReportFormat::Json => out.print(&format!("{}\n", json(words, &tested)))?,
        ReportFormat::Text => {
            let broken = tested.scenarios.iter().filter(|scenario| scenario.played.is_none());
            let faults = broken.flat_map(|scenario| scenario.file.findings());
            out.print_styled(&drawn(faults, super::colour(io::stdout().is_terminal())))?;
            out.print(&format!("{}\n{}", text(words, &tested, &invocation), coverage(words, &tested)))?;
        }
        ReportFormat::Github => out.print(&format!("{}{}", github(words, &tested), coverage(words, &tested)))?,
    }
    if args.uncovered && args.format != ReportFormat::Json {
        out.print(&uncovered(words, &tested, &invocation))?;
    }
    Ok(if tested.holds() { Ending::Done } else { Ending::Found })
}

/// # Errors
/// When a path is not there, or a file is called like no scenario.
fn named(args: &TestArgs) -> Result<Named, Failure> {
    let mut named = Named::default();
    for path in &args.paths {
        if path.extension().is_none_or(|ending| ending != "ron") {
            named.folders.push(path.clone());
            continue;
        }
        let (folder, name) = Folder::around(path).map_err(|why| PackError { folder: path.display().to_string(), why })?;
        let id = name.trim_end_matches(".ron").to_owned();
        named.files.push((id, Loaded::scenario(&folder, &name)));
    }
    Ok(named)
}

fn tested<'a>(pack: &'a Pack, named: &'a Named, all: bool) -> Tested<'a> {
    let folders: Vec<String> = named.folders.iter().map(|folder| folder.display().to_string()).collect();
    let ids: BTreeSet<&str> = match all {
        true => pack.scenario_ids().collect(),
        false => folders.iter().flat_map(|folder| pack.scenario_ids_in(folder)).collect(),
    };
    let from_packs = ids.into_iter().filter_map(|id| Some((id, pack.scenario_file(id)?)));
    let from_files = named.files.iter().map(|(id, file)| (id.as_str(), file));
    let scenarios = from_packs.chain(from_files).map(|(id, file)| {
        let played = file.value.as_ref().map(|scenario| play(pack, scenario));
        TestedScenario { id, file, played }
    });
    let scenarios: Vec<TestedScenario<'a>> = scenarios.collect();
    // Trees of which nothing was asked are left out where only some of the scenarios are played.
    let of_folders = folders.iter().flat_map(|folder| pack.tree_ids_in(folder));
    let walked = scenarios.iter().filter_map(|scenario| scenario.file.value.as_ref()).flat_map(|scenario| &scenario.walks);
    let concerned: BTreeSet<&str> = of_folders.chain(walked.map(|walk| walk.tree.name.as_str())).collect();
    let trees = pack.trees().into_iter().filter(|(id, _)| all || concerned.contains(id));
    let trees: Vec<&Tree> = trees.filter_map(|(_, file)| file.value.as_ref()).collect();
    let played: Vec<_> = scenarios.iter().filter_map(|scenario| scenario.played.as_ref()).collect();
    let coverage = Coverage::of(trees, &played);
    Tested { scenarios, coverage }
}
