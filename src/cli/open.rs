//! `waypost` and `waypost TREE`: the screens, or the walk line by line where there is no terminal.

use std::io::{self, IsTerminal};

use super::args::Given;
use super::ask::read_answers;
use super::report::{Failure, find_tree};
use super::{Ending, Output, plain};
use crate::advice::walk::Answers;
use crate::content::pack::{Pack, fill};
use crate::tui;

pub(super) fn run(pack: Pack, target: Option<&str>, given: &Given, plainly: bool, out: &mut Output) -> Result<Ending, Failure> {
    let answers = match target {
        Some(id) if pack.tree_file(id).is_some() => match find_tree(&pack, id) {
            Ok(tree) => read_answers(tree, given)?,
            // The screens show a tree that does not load; the plain walk reports it.
            Err(_) if !plainly && io::stdout().is_terminal() => Answers::default(),
            Err(failure) => return Err(failure),
        },
        Some(id) => {
            find_tree(&pack, id)?;
            Answers::default()
        }
        None if given.answers.is_empty() && given.unsure.is_empty() => Answers::default(),
        None => {
            return Err(Failure::usage("no-tree", "answers are given, but no tree; name one, as in `waypost scaling -a ..`".to_owned()));
        }
    };
    if plainly || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return plain::run(&pack, target, answers, &mut io::stdin().lock(), out);
    }
    let resume = pack.words().notices.resume.to_string();
    let left = tui::run(pack, target, answers)?;
    if let Some(command) = left {
        out.print(&format!("{}\n  waypost {command}\n", fill(&resume, &[])))?;
    }
    Ok(Ending::Done)
}
