//! `waypost test`: scenarios played, and what of the trees they come past.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::args::{ReportFormat, TestArgs};
use super::paths::{NamedFile, Paths};
use super::report::{Failure, drawn};
use super::{Ending, Output, invocation, open_pack};
use crate::advice::scenario::{Coverage, play};
use crate::content::pack::{Loaded, Pack, Scenario};
use crate::content::tree::Tree;
use crate::paper::export::scenario::{Tested, TestedScenario, coverage, github, json, text, uncovered};
use crate::store::files::{Folder, PackError, PackPlaces};
use crate::store::named;

/// What is to be played.
struct Asked {
    /// Folders of packs, as they are named; without any, and without files, everything is played.
    folders: Vec<String>,
    /// Scenarios that were named one by one.
    files: Vec<AskedFile>,
}

struct AskedFile {
    id: String,
    real: PathBuf,
    loaded: Loaded<Scenario>,
}

pub(super) fn run(places: &PackPlaces, args: &TestArgs, out: &mut Output) -> Result<Ending, Failure> {
    let paths = Paths::new(places, &args.paths, &["ron"])?;
    // The lines to type that are printed find the packs that were named here.
    let invocation = invocation(&paths.folders());
    let asked = Asked::new(&paths)?;
    let places = paths.places(places, args.alone);
    let pack = open_pack(&places)?;
    let tested = tested(&pack, &asked, args.paths.is_empty());
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

impl Asked {
    /// # Errors
    /// When the folder of a file cannot be looked into.
    fn new(paths: &Paths) -> Result<Asked, Failure> {
        let mut files = Vec::new();
        for NamedFile { path, real, .. } in &paths.files {
            let (folder, name) = Folder::around(path).map_err(|why| PackError { folder: path.display().to_string(), why })?;
            let loaded = Loaded::scenario(&folder, &name);
            files.push(AskedFile { id: name.trim_end_matches(".ron").to_owned(), real: real.clone(), loaded });
        }
        Ok(Asked { folders: paths.asked_for().map(|folder| folder.display().to_string()).collect(), files })
    }
}

fn tested<'a>(pack: &'a Pack, asked: &'a Asked, all: bool) -> Tested<'a> {
    let folders = &asked.folders;
    let ids: BTreeSet<&str> = match all {
        true => pack.scenario_ids().collect(),
        false => folders.iter().flat_map(|folder| pack.scenario_ids_in(folder)).collect(),
    };
    let from_packs: Vec<_> = ids.into_iter().filter_map(|id| Some((id, pack.scenario_file(id)?))).collect();
    // A file that lies in a folder that is played is played with it.
    let reals: BTreeSet<PathBuf> = from_packs.iter().filter_map(|(_, file)| named::real(file.path.as_deref()?).ok()).collect();
    let others = asked.files.iter().filter(|file| !reals.contains(&file.real));
    let from_files: Vec<_> = others.map(|file| (file.id.as_str(), &file.loaded)).collect();
    let scenarios = from_packs.into_iter().chain(from_files).map(|(id, file)| {
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
