//! Records in a list, for people and for programs.

use jiff::civil::DateTime;
use serde_json::{Value as Json, json};

use super::json::{FORMAT, write};
use crate::content::pack::{Pack, fill};
use crate::content::text::clean_line;
use crate::paper::record::{Record, RecordedTree};

/// A record in a list.
#[derive(Debug)]
pub struct Listed<'a> {
    /// What it is opened by: its path, or the name that stands for it.
    pub name: String,
    /// Its file.
    pub file: String,
    /// When the file was changed.
    pub changed: DateTime,
    /// What it holds, or why it cannot be read.
    pub record: Result<&'a Record, &'a str>,
}

/// A few lines for each record: how to open it, how far it is, what it is about, and what each of its trees led to.
pub fn text(pack: &Pack, listed: &[Listed<'_>]) -> String {
    let said = &pack.words().shelf;
    if listed.is_empty() {
        return format!("{}\n", said.nothing);
    }
    let mut text = String::new();
    for one in listed {
        let changed = fill(&said.changed, &[("at", &one.changed.strftime("%Y-%m-%d %H:%M").to_string())]);
        match one.record {
            Ok(record) => {
                text.push_str(&format!("{}  {}, {changed}\n  {}\n", one.name, record.header.status.as_str(), title(pack, record)));
                record.trees.iter().for_each(|tree| text.push_str(&format!("  {}\n", result(pack, tree))));
            }
            Err(why) => text.push_str(&format!("{}  {changed}\n  ! {}\n", one.name, fill(&said.unreadable, &[("why", why)]))),
        }
    }
    text
}

/// The list as one object: `format`, and `records` with `file`, `name`, `changed` and what each holds, or `error`.
pub fn json(listed: &[Listed<'_>]) -> String {
    let entry = |one: &Listed<'_>| {
        let mut entry = json!({ "file": one.file, "name": one.name, "changed": one.changed.strftime("%Y-%m-%dT%H:%M:%S").to_string() });
        let more = match one.record {
            Ok(record) => held(record),
            Err(why) => json!({ "error": why }),
        };
        if let (Some(entry), Json::Object(more)) = (entry.as_object_mut(), more) {
            entry.extend(more);
        }
        entry
    };
    write(&json!({ "format": FORMAT, "records": listed.iter().map(entry).collect::<Vec<_>>() }))
}

fn held(record: &Record) -> Json {
    let header = &record.header;
    let trees = record.trees.iter().map(|tree| json!({ "id": tree.id, "version": tree.version, "outcome": tree.outcome }));
    json!({
        "title": header.title,
        "status": header.status.as_str(),
        "made": header.made.map(|day| day.to_string()),
        "revisit": header.revisit.map(|day| day.to_string()),
        "trees": trees.collect::<Vec<_>>(),
    })
}

/// What a record is called: its title, or what its trees are called.
pub fn title(pack: &Pack, record: &Record) -> String {
    let titles = || record.trees.iter().map(|tree| pack.tree(&tree.id).map_or(tree.id.as_str(), |tree| tree.title.as_str()));
    match record.header.title.trim() {
        "" if record.trees.is_empty() => pack.words().shelf.untitled.to_string(),
        "" => clean_line(&titles().collect::<Vec<_>>().join(", ")).into_owned(),
        title => clean_line(title).into_owned(),
    }
}

/// What the record says that a tree led to, in the words of today's tree where it has them.
fn result(pack: &Pack, recorded: &RecordedTree) -> String {
    let said = &pack.words().shelf;
    let Some(outcome) = &recorded.outcome else { return fill(&said.waits, &[("tree", &clean_line(&recorded.id))]) };
    let tree = pack.tree(&recorded.id);
    let told = tree.and_then(|tree| Some(tree[tree.outcome(outcome)?].recommendation.to_string())).unwrap_or_else(|| outcome.clone());
    fill(&said.outcome, &[("tree", &clean_line(&recorded.id)), ("outcome", &clean_line(&told))])
}
