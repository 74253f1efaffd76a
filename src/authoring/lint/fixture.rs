//! Holds what a rule finds against what is marked in a small file, as in `//  ^^^ code` under a line.

use std::borrow::Cow;

use super::{lint, mended};
use crate::content::diagnostic::Code;
use crate::content::pack::{Files, Finding, Pack};
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
    let pack = open(packs);
    let findings = lint(&pack);
    let mut found: Vec<(&str, Place)> = findings.iter().map(|finding| (finding.file, place(finding))).collect();
    let marks = |(path, text): &(&'static str, &str)| marked(text).into_iter().map(|mark| (*path, mark)).collect::<Vec<_>>();
    let mut expected: Vec<(&str, Place)> = packs.iter().flat_map(|files| files.iter().flat_map(marks)).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "what was said:\n{}\n", said(&findings));
}

/// Files whose faults have no place in a text: each fault with what it is said of.
#[track_caller]
pub(super) fn check_placeless(packs: &[&[(&'static str, &str)]], expected: &[(&str, Code)]) {
    let pack = open(packs);
    let findings = lint(&pack);
    assert!(findings.iter().all(|finding| finding.diagnostic.labels.is_empty()), "{}", said(&findings));
    let found: Vec<(&str, Code)> = findings.iter().map(|finding| (finding.file, finding.diagnostic.code)).collect();
    assert_eq!(found, expected, "{}", said(&findings));
}

/// A file whose marks are all that is found, and what its fixes make of it, in which nothing is found.
#[track_caller]
pub(super) fn check_mended(path: &'static str, text: &str, after: &str) {
    check_pack(&[(path, text)]);
    let pack = open(&[&[(path, text)]]);
    let fixes: Vec<_> = lint(&pack).into_iter().filter_map(|finding| finding.diagnostic.fix).collect();
    let after = in_full(after);
    assert_eq!(without_marks(&mended(&in_full(text), &fixes.iter().collect::<Vec<_>>()).0), without_marks(&after));
    check_pack(&[(path, &after)]);
}

/// The same for the nodes of a tree `case` that starts at its node `start`.
#[track_caller]
pub(super) fn check_mended_nodes(nodes: &str, after: &str) {
    let whole = |nodes: &str| format!("(id: \"case\", start: \"start\", $tree, nodes: [\n{nodes}\n])");
    check_mended("trees/case.ron", &whole(nodes), &whole(after));
}

/// Each fault of the nodes of a tree, with a mark under the labels behind the first, and what its help says.
#[track_caller]
pub(super) fn check_words(nodes: &str, expected: &[(&str, &[&str], &str)]) {
    let text = format!("(id: \"case\", start: \"start\", $tree, nodes: [\n{nodes}\n])");
    let pack = open(&[&[("trees/case.ron", &text)]]);
    let findings = lint(&pack);
    let found: Vec<(String, Vec<String>, String)> = findings
        .iter()
        .map(|Finding { text, diagnostic, .. }| {
            let labels = diagnostic.labels.iter().map(|label| format!("{}: {}", &text[label.span.range()], label.text)).collect();
            (diagnostic.message.clone(), labels, diagnostic.help.clone().unwrap_or_default())
        })
        .collect();
    let expected: Vec<(String, Vec<String>, String)> = expected
        .iter()
        .map(|(message, labels, help)| {
            ((*message).to_owned(), labels.iter().map(|label| (*label).to_owned()).collect(), (*help).to_owned())
        })
        .collect();
    assert_eq!(found, expected);
}

/// Opens packs over one that has nothing but the document `messaging`.
pub(super) fn open(packs: &[&[(&'static str, &str)]]) -> Pack {
    let reference = ("assets/references/messaging.md", "# Messaging\n\nWords.\n\n## Call or queue\n\nMore words.\n".to_owned());
    let mut layers: Vec<Box<dyn Files>> = vec![Box::new(InMemory(vec![reference]))];
    for files in packs {
        layers.push(Box::new(InMemory(files.iter().map(|(path, text)| (*path, in_full(text))).collect())));
    }
    Pack::open(layers)
}

fn said(findings: &[Finding<'_>]) -> String {
    findings.iter().map(|finding| format!("{}: {:#?}\n", finding.file, finding.diagnostic)).collect()
}

/// A text without the comments that mark something in it.
fn without_marks(text: &str) -> String {
    let is_mark = |line: &str| line.trim_start().starts_with("//") && line.contains("^ ");
    text.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect()
}

/// A file with this text cannot be read.
pub(super) const UNREADABLE: &str = "cannot be read";

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
        let text = file.map(|(_, text)| text.clone()).ok_or_else(|| "it is not there".to_owned())?;
        if text == UNREADABLE { Err("the disk does not answer".to_owned()) } else { Ok(Cow::Owned(text)) }
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}
