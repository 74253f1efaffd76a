//! A walk as the command that replays it.

use crate::advice::walk::{Answer, Answers, Key, Route, Value, spell, spelled_key};
use crate::content::tree::Tree;

/// The arguments that lead a walk of a tree to where a route is: `scaling -a single-server=no --unsure bottleneck`. Answers off
/// the route are left out.
pub fn route_arguments(tree: &Tree, route: &Route) -> String {
    let mut line = tree.id.clone();
    for step in route.steps.iter().filter(|step| !step.repeated) {
        push(&mut line, &Key::of(tree, step.question), (!step.assumed).then_some(&step.value));
    }
    line
}

/// The same with every answer, those off the route and those to other trees too: nothing that was answered is lost.
pub fn all_arguments(tree: &Tree, answers: &Answers, route: &Route) -> String {
    let mut line = route_arguments(tree, route);
    let mut seen = Vec::new();
    for ix in &route.inactive {
        let key = Key::of(tree, *ix);
        let Some(answer) = answers.get(&key).filter(|_| !seen.contains(&key)) else { continue };
        match answer {
            Answer::Given(value) => push(&mut line, &key, Some(value)),
            Answer::Unsure => push(&mut line, &key, None),
        }
        seen.push(key);
    }
    for (key, answer) in answers.iter() {
        let value = if let Answer::Given(value) = answer { Some(value) } else { None };
        match key {
            Key::Question { tree: other, question } if *other != tree.id => push_as(&mut line, &format!("{other}/{question}"), value),
            _ => {}
        }
    }
    line
}

/// The same for answers under the names that they go by on the command line.
pub fn named_arguments(tree: &Tree, answers: &[(String, Answer)]) -> String {
    let mut line = tree.id.clone();
    for (key, answer) in answers {
        push_as(&mut line, key, if let Answer::Given(value) = answer { Some(value) } else { None });
    }
    line
}

fn push(line: &mut String, key: &Key, value: Option<&Value>) {
    push_as(line, spelled_key(key), value);
}

fn push_as(line: &mut String, key: &str, value: Option<&Value>) {
    match value {
        Some(value) => line.push_str(&format!(" -a {key}={}", spell(value))),
        None => line.push_str(&format!(" --unsure {key}")),
    }
}
