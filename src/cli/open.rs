//! `waypost`, `waypost TREE` and `waypost RECORD`: the screens, or the walk line by line where there is no terminal.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::Args;
use super::ask::read_answers;
use super::report::{Failure, find_tree};
use super::{Ending, Output, open_pack, plain, quoted};
use crate::advice::walk::Answers;
use crate::content::pack::Pack;
use crate::paper::record::Record;
use crate::store::files::PackPlaces;
use crate::store::record_file::RecordFile;
use crate::store::records::{RecordPlaces, find};
use crate::store::write::is_there;
use crate::tui::state::Look;
use crate::tui::theme::Theme;
use crate::tui::{self, Opening};

pub(super) fn run(places: PackPlaces, args: &Args, out: &mut Output) -> Result<Ending, Failure> {
    let pack = open_pack(&places)?;
    let records = RecordPlaces::from_environment();
    let (target, given, plainly) = (args.target.as_deref(), &args.given, args.plain);
    let (tree, record) = match (target, args.record.as_deref()) {
        (Some(target), None) if !pack.has_tree(target) => match find(&records, Path::new(target)) {
            Ok(path) => (None, Some(open_record(&records, &path)?)),
            Err(_) if is_path(target) => (None, Some(open_record(&records, Path::new(target))?)),
            Err(_) => (Some(target), None),
        },
        (tree, Some(path)) if is_there(path) => (tree, Some(open_record(&records, path)?)),
        (tree, Some(path)) => (tree, Some((RecordFile::blank(&records, path), None))),
        (tree, None) => (tree, None),
    };
    let answers = match tree {
        Some(id) if pack.has_tree(id) => match find_tree(&pack, id) {
            Ok(tree) => read_answers(&pack, tree, given)?,
            // The screens show a tree that does not load; the plain walk reports it.
            Err(_) if !plainly && io::stdout().is_terminal() => Answers::default(),
            Err(failure) => return Err(failure),
        },
        Some(id) => {
            find_tree(&pack, id)?;
            Answers::default()
        }
        None if given.is_empty() => Answers::default(),
        None => {
            return Err(Failure::usage("no-tree", "answers are given, but no tree; name one, as in `waypost scaling -a ..`".to_owned()));
        }
    };
    if matches!(&record, Some((_, Some(_)))) && !given.is_empty() {
        let message = "the record has answers of its own; change them there, or leave `-a` and `--unsure` out".to_owned();
        return Err(Failure::usage("record-and-answers", message));
    }
    if plainly || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        let tree = tree.map(str::to_owned).or_else(|| record.as_ref().and_then(|(_, record)| open_tree(&pack, record.as_ref()?)));
        return plain::run(&pack, tree.as_deref(), answers, record, &mut io::stdin().lock(), out);
    }
    let (resume, unsaved) = (pack.words().notices.resume.to_string(), pack.words().notices.resume_unsaved.to_string());
    let left = tui::run(Opening {
        pack,
        places,
        tree: tree.map(str::to_owned),
        answers,
        look: look(),
        invocation: out.invocation.clone(),
        editor: editor(),
        records,
        record,
    })?;
    match left.record {
        Some(record) => out.print(&format!("{resume}\n  {} {}\n", out.invocation, quoted(&record)))?,
        None if left.walks.is_empty() => {}
        None => {
            let lines: String = left.walks.iter().map(|walk| format!("  {} {walk}\n", out.invocation)).collect();
            out.print(&format!("{unsaved}\n{lines}"))?;
        }
    }
    Ok(left.signal.map_or(Ending::Done, Ending::Signal))
}

/// Whether something that is no tree is meant to be a file: it has a name as no tree has.
fn is_path(target: &str) -> bool {
    target.contains(['/', '\\', '.'])
}

fn open_record(places: &RecordPlaces, path: &Path) -> Result<(RecordFile, Option<Record>), Failure> {
    let (file, record) = RecordFile::open(places, path)?;
    Ok((file, Some(record)))
}

/// The tree of a record that waits at a question, or else the first one that is there.
fn open_tree(pack: &Pack, record: &Record) -> Option<String> {
    let ids = || record.trees.iter().filter(|tree| pack.tree(&tree.id).is_some());
    ids().find(|tree| tree.outcome.is_none()).or_else(|| ids().next()).map(|tree| tree.id.clone())
}

/// The editor that the environment names.
fn editor() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}

/// How the screens look here: NO_COLOR (no-color.org) and a locale that is not UTF-8 are respected.
fn look() -> Look {
    Look { theme: if super::colour(true) { Theme::COLOUR } else { Theme::PLAIN }, ascii: super::ascii() }
}
