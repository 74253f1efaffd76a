//! `waypost` and `waypost TREE`: the screens, or the walk line by line where there is no terminal.

use std::io::{self, IsTerminal};

use super::args::Args;
use super::ask::read_answers;
use super::report::{Failure, find_tree};
use super::{Ending, Output, open_pack, plain};
use crate::advice::walk::Answers;
use crate::store::files::PackPlaces;
use crate::tui::state::Look;
use crate::tui::theme::Theme;
use crate::tui::{self, Opening};

pub(super) fn run(places: PackPlaces, args: &Args, out: &mut Output) -> Result<Ending, Failure> {
    let pack = open_pack(&places)?;
    let (target, given, plainly) = (args.target.as_deref(), &args.given, args.plain);
    let answers = match target {
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
    if plainly || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return plain::run(&pack, target, answers, &mut io::stdin().lock(), out);
    }
    let resume = pack.words().notices.resume.to_string();
    let left = tui::run(Opening {
        pack,
        places,
        tree: target.map(str::to_owned),
        answers,
        look: look(),
        invocation: out.invocation.clone(),
        editor: editor(),
    })?;
    if !left.walks.is_empty() {
        let lines: String = left.walks.iter().map(|walk| format!("  {} {walk}\n", out.invocation)).collect();
        out.print(&format!("{resume}\n{lines}"))?;
    }
    Ok(left.signal.map_or(Ending::Done, Ending::Signal))
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
