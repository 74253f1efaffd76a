//! Holds what a rule finds against what is marked in a small file, as in `//  ^^^ code` under a line.

use std::borrow::Cow;

use super::lint;
use crate::content::pack::{Files, Pack};
use marks::{Place, in_full, marked, place};

#[path = "../../../tests/diagnostics/marks.rs"]
mod marks;

/// A tree file `case`, whose marks are all that is found. `$` names stand for fields that every node has: `$tree`, `$question`,
/// `$refs`, `$yes_no`, `$some`, `$outcome`.
#[track_caller]
pub(super) fn check(text: &str) {
    check_pack(&[("trees/case.ron", text)]);
}

/// The nodes of a tree `case` that starts at its node `start`.
#[track_caller]
pub(super) fn check_nodes(nodes: &str) {
    check(&format!("(id: \"case\", start: \"start\", $tree, nodes: [\n{nodes}\n])"));
}

/// Several files of a pack, which is all there is but for a reference document `messaging`.
#[track_caller]
pub(super) fn check_pack(files: &[(&'static str, &str)]) {
    check_packs(&[files]);
}

/// Several packs, laid over each other.
#[track_caller]
pub(super) fn check_packs(packs: &[&[(&'static str, &str)]]) {
    let reference = ("assets/references/messaging.md", "# Messaging\n\nWords.\n\n## Call or queue\n\nMore words.\n".to_owned());
    let mut layers: Vec<Box<dyn Files>> = vec![Box::new(InMemory(vec![reference]))];
    let mut expected = Vec::new();
    for files in packs {
        expected.extend(files.iter().flat_map(|(path, text)| marked(text).into_iter().map(|mark| (*path, mark))));
        layers.push(Box::new(InMemory(files.iter().map(|(path, text)| (*path, in_full(text))).collect())));
    }
    let pack = Pack::open(layers);
    let findings = lint(&pack);
    let mut found: Vec<(&str, Place)> = findings.iter().map(|finding| (finding.file, place(finding))).collect();
    found.sort();
    expected.sort();
    let said: Vec<String> = findings.iter().map(|finding| format!("{}: {:#?}", finding.file, finding.diagnostic)).collect();
    assert_eq!(found, expected, "what was said:\n{}\n", said.join("\n"));
}

struct InMemory(Vec<(&'static str, String)>);

impl Files for InMemory {
    fn name(&self) -> &str {
        "in memory"
    }

    fn paths(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| (*path).to_owned()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        let file = self.0.iter().find(|(known, _)| *known == path);
        file.map(|(_, text)| Cow::Owned(text.clone())).ok_or_else(|| "it is not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}
