//! A walk as the command that replays it.

use crate::advice::walk::{Key, Route, spell, spelled_key};
use crate::content::tree::Tree;

/// The arguments that lead a walk of a tree to where the route is: `scaling -a single-server=no --unsure bottleneck`.
pub fn arguments(tree: &Tree, route: &Route) -> String {
    let mut line = tree.id.clone();
    for step in route.steps.iter().filter(|step| !step.repeated) {
        let key = Key::of(tree, step.question);
        let key = spelled_key(&key);
        if step.assumed {
            line.push_str(&format!(" --unsure {key}"));
        } else {
            line.push_str(&format!(" -a {key}={}", spell(&step.value)));
        }
    }
    line
}
