//! `waypost trees`: what can be decided.

use super::args::TreesArgs;
use super::report::Failure;
use super::{Ending, Output};
use crate::content::pack::{Pack, fill};
use crate::paper::export::json;

pub(super) fn run(pack: &Pack, args: &TreesArgs, out: &mut Output) -> Result<Ending, Failure> {
    let trees = pack.trees();
    if args.json {
        out.print(&format!("{}\n", json::trees(&trees)))?;
        return Ok(ending(trees.iter().all(|(_, file)| file.value.is_some())));
    }
    let words = &pack.words().home;
    let wide = trees.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    for (id, file) in &trees {
        let line = match &file.value {
            Some(tree) => {
                let (questions, outcomes) = (tree.questions().len().to_string(), tree.outcomes().len().to_string());
                let counts = fill(&words.counts, &[("questions", &questions), ("outcomes", &outcomes)]);
                format!("{id:<wide$}  {}: {}\n{:wide$}  version {}, {counts}\n", tree.title, tree.summary, "", tree.version)
            }
            None => format!("{id:<wide$}  does not load; `waypost ask {id}` shows why\n"),
        };
        out.print(&line)?;
    }
    Ok(ending(trees.iter().all(|(_, file)| file.value.is_some())))
}

fn ending(all_load: bool) -> Ending {
    if all_load { Ending::Done } else { Ending::Found }
}
