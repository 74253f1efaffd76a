//! `waypost` and `waypost TREE`: the screens, or the walk line by line where there is no terminal.

use std::io::{self, IsTerminal};

use super::args::Given;
use super::ask::read_answers;
use super::report::{Failure, find_tree};
use super::{Ending, Output, plain};
use crate::advice::walk::Answers;
use crate::content::pack::Pack;
use crate::tui;
use crate::tui::state::Look;
use crate::tui::theme::Theme;

pub(super) fn run(pack: Pack, target: Option<&str>, given: &Given, plainly: bool, out: &mut Output) -> Result<Ending, Failure> {
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
    let left = tui::run(pack, target, answers, look(), out.invocation.clone())?;
    if !left.walks.is_empty() {
        let lines: String = left.walks.iter().map(|walk| format!("  {} {walk}\n", out.invocation)).collect();
        out.print(&format!("{resume}\n{lines}"))?;
    }
    Ok(left.signal.map_or(Ending::Done, Ending::Signal))
}

/// How the screens look here: NO_COLOR (no-color.org) and a locale that is not UTF-8 are respected.
fn look() -> Look {
    Look { theme: if super::colour(true) { Theme::COLOUR } else { Theme::PLAIN }, ascii: super::ascii() }
}
