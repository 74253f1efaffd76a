//! A folder of files that is opened as a pack, what is found in it, and everything of it that can be shown.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use waypost::advice::walk::{Answer, Answers, Key, route};
use waypost::content::document::{lay_out, plain};
use waypost::content::pack::{Files, Finding, Pack};
use waypost::content::text::first_unsafe;
use waypost::content::tree::Tree;
use waypost::paper::export::diagnostic::{Look, excerpt};
use waypost::paper::export::text;
use waypost::store::files::Folder;

pub(crate) use marks::{Place, in_full, marked, place};

#[path = "marks.rs"]
mod marks;

/// A folder with a sound tree, the text that it refers to, and whatever else a test puts there.
pub(crate) struct Shelf {
    folder: TempDir,
}

impl Shelf {
    pub(crate) fn new() -> Shelf {
        let shelf = Shelf { folder: tempfile::tempdir().unwrap() };
        shelf.put("trees/queue.ron", first_tree());
        shelf.put("assets/references/messaging.md", "# Messaging\n\nWords.\n\n## Call or queue\n\nMore words.\n");
        shelf
    }

    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Opened without the built-in pack, so that everything that is found is the test's own.
    pub(crate) fn pack(&self) -> Pack {
        let layer: Box<dyn Files> = Box::new(Folder::open(self.folder.path()).unwrap());
        Pack::open(vec![layer])
    }
}

/// The whole tree that the authors' guide shows: it has to load.
pub(crate) fn first_tree() -> &'static str {
    let guide = include_str!("../../trees/README.md");
    guide.split_once("```ron .waypost/trees/queue.ron\n").unwrap().1.split_once("```").unwrap().0
}

/// The finding as people see it; it must not hold what a terminal acts upon.
#[track_caller]
pub(crate) fn drawn(finding: &Finding<'_>) -> String {
    let drawn = excerpt(finding, Look { colour: false, width: 120 });
    assert_eq!(first_unsafe(&drawn), None, "{drawn:?}");
    assert!(drawn.contains(finding.diagnostic.code.as_str()), "{drawn}");
    drawn
}

/// The name of the file of a finding, without its folders.
pub(crate) fn file_name(finding: &Finding<'_>) -> String {
    Path::new(finding.file).file_name().unwrap().to_string_lossy().into_owned()
}

/// That the sound tree can be walked and its reference text read, whatever else lies on the shelf.
#[track_caller]
pub(crate) fn still_works(pack: &Pack) {
    let tree = pack.tree("queue").expect("the sound tree loads");
    let answers: Answers = tree.questions().map(|(ix, _)| (Key::of(tree, ix), Answer::Unsure)).collect();
    let outcome = route(tree, &answers).outcome().map(|ix| tree[ix].id.as_str());
    assert_eq!(outcome, Some("call"));
    assert_eq!(pack.reference_title("messaging#call-or-queue").as_deref(), Some("Messaging: Call or queue"));
}

/// Everything of a pack that a screen or a command could show.
pub(crate) fn everything(pack: &Pack) -> String {
    let mut all = String::new();
    for (_, file) in pack.trees() {
        if let Some(tree) = &file.value {
            all.push_str(&tree_in_full(pack, tree));
        }
    }
    for id in pack.document_ids() {
        let Some(document) = pack.document(id) else { continue };
        all.push_str(&document.title);
        all.push_str(&plain(&lay_out(&document.blocks, &document.headings, 60)));
        for heading in &document.headings {
            all.push_str(&format!("{} {} {}", heading.text, heading.anchor, texts(&heading.worries)));
        }
    }
    for entry in pack.anti_patterns() {
        all.push_str(&format!("{} {} {} {} {}", entry.id, entry.title, entry.mistake, entry.why, entry.instead));
    }
    for term in pack.glossary() {
        all.push_str(&format!("{} {} {}", term.term, texts(&term.aliases), term.meaning));
    }
    for principle in pack.principles() {
        all.push_str(&format!("{} {} {}", principle.id, principle.title, principle.text));
    }
    for entry in pack.conflicts() {
        all.push_str(&format!("{} {} {} {}", entry.id, entry.why, entry.way_out, texts(&entry.worries)));
    }
    all.push_str(&pack.words().home.title);
    all
}

fn tree_in_full(pack: &Pack, tree: &Tree) -> String {
    let mut all = format!("{} {} {} {}", tree.id, tree.title, tree.summary, texts(&tree.worries));
    for (ix, _) in tree.questions() {
        all.push_str(&text::question(pack, tree, ix, 60));
    }
    let answers: Answers = tree.questions().map(|(ix, _)| (Key::of(tree, ix), Answer::Unsure)).collect();
    let route = route(tree, &answers);
    for (ix, _) in tree.outcomes() {
        all.push_str(&text::outcome(pack, tree, &route, ix, Default::default(), 60));
    }
    all
}

fn texts(texts: &[waypost::content::text::Text]) -> String {
    texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" ")
}
