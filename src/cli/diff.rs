//! `waypost diff`: which answers lead to another outcome in another version of trees.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal};

use super::args::{DiffArgs, DiffFormat};
use super::report::{Failure, drawn};
use super::{Ending, Output};
use crate::authoring::diff::report::{Broken, Compared, Report, json, markdown, text};
use crate::content::diagnostic::{Code, Diagnostic};
use crate::content::pack::Finding;
use crate::content::text::clean_line;
use crate::content::tree::{Tree, parse};
use crate::store::files::PackPlaces;
use crate::store::revision::{Version, since, version};

/// The most entries of a list.
const SHOWN: usize = 12;

type Contents = BTreeMap<String, Result<String, String>>;

pub(super) fn run(places: &PackPlaces, args: &DiffArgs, out: &mut Output) -> Result<Ending, Failure> {
    let folder = places.working_folder.clone().unwrap_or_default();
    let (old, new) = match &args.new {
        Some(new) => (version(&folder, &args.old)?, version(&folder, new)?),
        None if args.old.contains(':') || folder.join(&args.old).exists() => {
            let message = format!("`{}` is one version; name the other one behind it", clean_line(&args.old));
            return Err(Failure::usage("usage", message));
        }
        None => since(&folder, &args.old)?,
    };
    let report = compare(&old, &new)?;
    let pack = super::open_pack(places)?;
    let most = (!args.all).then_some(SHOWN);
    let text = match args.format {
        DiffFormat::Text => text::report(pack.words(), &report, text::Look { width: out.width, most, invocation: &out.invocation }),
        DiffFormat::Markdown => markdown::report(pack.words(), &report, most),
        DiffFormat::Json => json::report(&report),
    };
    out.print(&format!("{}\n", text.trim_end()))?;
    Ok(if report.is_changed() || !report.is_exact() { Ending::Found } else { Ending::Done })
}

fn compare(old: &Version, new: &Version) -> Result<Report, Failure> {
    match (old, new) {
        (Version::File(old, old_text), Version::File(new, new_text)) => {
            let compared = Compared::new(load(old, old_text)?, load(new, new_text)?);
            Ok(Report { trees: differing(vec![compared]), ..Report::default() })
        }
        (Version::Pack(old, before), Version::Pack(new, after)) => packs((old, before), (new, after)),
        (Version::File(file, text), Version::Pack(pack, files)) => {
            let (one, other) = beside(file, text, pack, files)?;
            Ok(Report { trees: differing(vec![Compared::new(one, other)]), ..Report::default() })
        }
        (Version::Pack(pack, files), Version::File(file, text)) => {
            let (one, other) = beside(file, text, pack, files)?;
            Ok(Report { trees: differing(vec![Compared::new(other, one)]), ..Report::default() })
        }
    }
}

/// A tree, and the one of its id in a pack.
fn beside(file: &str, text: &Result<String, String>, pack: &str, files: &Contents) -> Result<(Tree, Tree), Failure> {
    let tree = load(file, text)?;
    let path = format!("trees/{}.ron", tree.id);
    let Some(other) = files.get(&path) else {
        return Err(Failure::usage("unknown-tree", format!("`{pack}` has no tree `{}`", tree.id)));
    };
    let other = load(&format!("{pack}/{path}"), other)?;
    Ok((tree, other))
}

fn packs((old, before): (&str, &Contents), (new, after): (&str, &Contents)) -> Result<Report, Failure> {
    let mut report = Report::default();
    let tree_of = |path: &str| path.strip_prefix("trees/").and_then(|name| name.strip_suffix(".ron")).map(str::to_owned);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut compared = Vec::new();
    for path in paths {
        match (before.get(path), after.get(path), tree_of(path)) {
            (Some(one), Some(other), Some(_)) if one != other => {
                let name = |pack: &str| if pack.contains(':') { format!("{pack} {path}") } else { format!("{pack}/{path}") };
                match (read(name(old), one), read(name(new), other)) {
                    (Ok(one), Ok(other)) => compared.push(Compared::new(one, other)),
                    (one, other) => report.broken.extend(one.err().into_iter().chain(other.err())),
                }
            }
            (Some(one), Some(other), None) if one != other => report.files_changed.push(path.clone()),
            (Some(_), None, Some(tree)) => report.removed.push(tree),
            (None, Some(_), Some(tree)) => report.added.push(tree),
            (Some(_), None, None) => report.files_removed.push(path.clone()),
            (None, Some(_), None) => report.files_added.push(path.clone()),
            _ => {}
        }
    }
    report.trees = differing(compared);
    // What changes behaviour comes first.
    report.trees.sort_by_key(|tree| !tree.difference.is_changed());
    Ok(report)
}

fn differing(mut trees: Vec<Compared>) -> Vec<Compared> {
    trees.retain(|tree| !tree.difference.is_empty() || tree.difference.unseen.is_some());
    trees
}

/// A tree from its text, or its faults as `ask` shows them.
fn load(name: &str, text: &Result<String, String>) -> Result<Tree, Failure> {
    read(name.to_owned(), text).map_err(|Broken { file, text, faults }| {
        let colour = super::colour(io::stderr().is_terminal());
        let findings = faults.into_iter().map(|diagnostic| Finding { file: &file, path: None, text: &text, diagnostic });
        Failure::Broken { code: "tree-does-not-load", message: format!("`{file}` does not load"), faults: drawn(findings, colour) }
    })
}

fn read(file: String, text: &Result<String, String>) -> Result<Tree, Broken> {
    let (text, (tree, faults)) = match text {
        Ok(text) => (text.as_str(), parse(text)),
        Err(why) => ("", (None, vec![Diagnostic::new(Code::Unreadable, clean_line(why).into_owned())])),
    };
    tree.ok_or_else(|| Broken { file, text: text.to_owned(), faults })
}
