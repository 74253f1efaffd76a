//! The tree to begin with, changed in places, and records of walks through it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use waypost::advice::walk::{Answer, Answers, Key, value_of};
use waypost::authoring::template::template;
use waypost::content::pack::{Files, Pack};
use waypost::paper::record::{Header, Record, Sitting, read, take, write};

use super::whole;

/// What stands in a text, and what comes in its place.
pub(super) type Change<'a> = (&'a str, &'a str);

/// A pack of files in memory.
struct Texts(BTreeMap<String, String>);

impl Files for Texts {
    fn name(&self) -> &str {
        "texts"
    }

    fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        self.0.get(path).map(|text| Cow::Owned(text.clone())).ok_or_else(|| "it is not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// The tree to begin with, with something else in the place of parts of it. It is sound whatever is changed.
#[track_caller]
pub(super) fn pack(changes: &[Change<'_>]) -> Pack {
    let mut tree = template("queue", "Queue").tree;
    for (part, by) in changes {
        assert!(tree.contains(part), "{part}");
        tree = tree.replace(part, by);
    }
    let id = tree.split("id: \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pack = Pack::open(vec![Box::new(Texts(BTreeMap::from([(format!("trees/{id}.ron"), tree)])))]);
    let faults = pack.tree_file(&id).unwrap().findings().map(|finding| finding.diagnostic.message).collect::<Vec<_>>();
    assert!(pack.tree(&id).is_some(), "{faults:?}");
    pack
}

/// A record of a walk through its one tree: `question=answer`, or `question?` for "not sure".
pub(super) fn walked(pack: &Pack, line: &str) -> Record {
    let id = pack.tree_ids().next().unwrap().to_owned();
    let tree = pack.tree(&id).unwrap();
    let answers: Answers = line
        .split_whitespace()
        .map(|answer| match answer.split_once('=') {
            Some((question, value)) => {
                let ix = tree.question(question).unwrap();
                (Key::of(tree, ix), Answer::Given(value_of(&tree[ix], value).unwrap()))
            }
            None => (Key::of(tree, tree.question(answer.trim_end_matches('?')).unwrap()), Answer::Unsure),
        })
        .collect();
    let (header, walked) = (Header::default(), [id]);
    take(pack, &Sitting { header: &header, walked: &walked, answers: &answers, remarks: &BTreeMap::new() }, &Record::default())
}

/// A record as it is read again, and its text.
pub(super) fn read_again(record: &Record) -> (Record, String) {
    let text = write(record);
    (read(&text, whole(&text)).0.unwrap(), text)
}
