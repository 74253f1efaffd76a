//! `waypost new`: a small tree to begin with, and a scenario for it.

use std::path::PathBuf;

use super::args::NewArgs;
use super::report::Failure;
use super::{Ending, Output, invocation, open_pack};
use crate::authoring::template::{template, title_of};
use crate::content::pack::{Pack, fill};
use crate::content::text::Text;
use crate::content::tree::check_tree_id;
use crate::store::files::PackPlaces;
use crate::store::named;
use crate::store::write::is_there;

pub(super) fn run(places: &PackPlaces, args: &NewArgs, out: &mut Output) -> Result<Ending, Failure> {
    let id = args.tree.as_str();
    check_tree_id(id).map_err(|error| {
        let near = error.near().into_iter().collect();
        Failure::Usage { code: "bad-id", message: error.to_string(), near }
    })?;
    let title = args.title.clone().unwrap_or_else(|| title_of(id));
    if Text::new(&title).is_empty() {
        return Err(Failure::usage("empty-title", "the title is empty; leave `--title` out, or say what the tree is called".to_owned()));
    }
    let pack = open_pack(places)?;
    let folder = args.pack.as_ref().or(places.named.last()).cloned().unwrap_or_else(|| places.own_pack());
    let files = [folder.join("trees"), folder.join("assets/scenarios")].map(|folder| folder.join(format!("{id}.ron")));
    check_free(&pack, id, &files)?;
    let written = template(id, &title);
    let words = &pack.words().new;
    let [tree, scenario] = &files;
    named::create(&[(tree, &written.tree), (scenario, &written.scenario)])?;
    for file in &files {
        out.print(&format!("{}\n", fill(&words.wrote, &[("file", &places.shown(file).display().to_string())])))?;
    }
    // A pack that is found from here, or was named before the command, need not be named again.
    let named = args.pack.iter().cloned();
    let invocation = invocation(&places.named.iter().cloned().chain(named).collect::<Vec<_>>());
    let lines = [("lint", &words.check), ("test", &words.play), (id, &words.walk)];
    let wide = lines.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let next: String = lines.iter().map(|(command, what)| format!("  {invocation} {command:<wide$}  # {what}\n")).collect();
    out.print(&format!("{}\n{next}", words.next))?;
    Ok(Ending::Done)
}

/// # Errors
/// When one of the files is there already, or another pack has a tree or a scenario of that id.
fn check_free(pack: &Pack, id: &str, files: &[PathBuf]) -> Result<(), Failure> {
    if let Some(file) = files.iter().find(|file| is_there(file)) {
        let message = format!("{} is there already, and is left as it is; choose another id", file.display());
        return Err(Failure::usage("file-exists", message));
    }
    let what = match (pack.has_tree(id), pack.scenario_file(id)) {
        (true, _) => "tree",
        (false, Some(_)) => "scenario",
        (false, None) => return Ok(()),
    };
    let message = format!("there is a {what} `{id}` already; choose another id, or copy its file and say `overrides: true` in it");
    Err(Failure::usage("id-taken", message))
}
