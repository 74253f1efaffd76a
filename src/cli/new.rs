//! `waypost new`: a small tree to begin with, and a scenario for it.

use std::io;
use std::path::{Path, PathBuf};

use super::args::NewArgs;
use super::report::Failure;
use super::{Ending, Output, invocation, open_pack};
use crate::authoring::template::{template, title_of};
use crate::content::pack::{Pack, fill};
use crate::content::text::Text;
use crate::content::tree::{COMMANDS, is_id};
use crate::store::files::PackPlaces;
use crate::store::write::{is_there, write_new};

pub(super) fn run(places: &PackPlaces, args: &NewArgs, out: &mut Output) -> Result<Ending, Failure> {
    let id = args.tree.as_str();
    check_id(id)?;
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
    for (file, text) in files.iter().zip([&written.tree, &written.scenario]) {
        write_new(file, text).map_err(|error| refused(file, &error))?;
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
/// When no tree can be called that.
fn check_id(id: &str) -> Result<(), Failure> {
    if !is_id(id) {
        let message = format!("`{id}` is not an id: lower-case letters and digits, in words joined by single dashes");
        return Err(Failure::Usage { code: "bad-id", message, near: suggested(id).into_iter().collect() });
    }
    if COMMANDS.contains(&id) {
        let message = format!("`{id}` is a command, so a tree cannot be called that");
        return Err(Failure::Usage { code: "bad-id", message, near: vec![format!("{id}-choice")] });
    }
    Ok(())
}

/// The id that somebody may have meant who wrote something else.
fn suggested(id: &str) -> Option<String> {
    let lower = id.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let near = words.collect::<Vec<_>>().join("-");
    (is_id(&near) && !COMMANDS.contains(&near.as_str())).then_some(near)
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

fn refused(file: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::usage("file-exists", format!("{} has come to be meanwhile", file.display())),
        kind => Failure::Io(io::Error::new(kind, format!("{} cannot be written: {error}", file.display()))),
    }
}
