//! A folder of files that is opened as a pack, what is found in it, and everything of it that can be shown.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use waypost::advice::walk::{Answer, Answers, Key, route};
use waypost::content::diagnostic::{Code, line_and_column};
use waypost::content::document::{lay_out, plain};
use waypost::content::pack::{Files, Finding, Pack};
use waypost::content::text::first_unsafe;
use waypost::content::tree::Tree;
use waypost::paper::export::diagnostic::{Look, excerpt};
use waypost::paper::export::text;
use waypost::store::files::Folder;

/// What every question and every outcome has beside what a test is about.
const SHORT: &[(&str, &str)] = &[
    ("$tree", r#"version: 1, title: "T", summary: "S""#),
    ("$question", r#"prompt: "P?", why: "W", how_to_tell: ["H"], assume_why: "A""#),
    ("$yes_no", r#"kind: Choice(assume: "yes", options: [(id: "yes", label: "Y", meaning: "M"), (id: "no", label: "N", meaning: "M")])"#),
    ("$some", r#"kind: Select(assume: [], options: [(id: "one", label: "1", meaning: "M"), (id: "two", label: "2", meaning: "M")])"#),
    ("$advice", r#"recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], revisit: "R", wrong_when: "W""#),
    ("$watch", r#"watch: [(metric: "M", figure: "F")], sources: [(title: "S", url: "https://example.org")]"#),
    ("$outcome", r#"$advice, $watch, alternatives: [], references: ["messaging#call-or-queue"]"#),
];

/// Writes the short forms out. They stand behind the marked places of their line, so that no mark moves.
pub(crate) fn in_full(text: &str) -> String {
    SHORT.iter().rev().fold(text.to_owned(), |text, (name, fields)| text.replace(name, fields))
}

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

/// The tree that the authors' guide begins with: what it shows has to load.
pub(crate) fn first_tree() -> &'static str {
    let guide = include_str!("../../trees/README.md");
    guide.split_once("```ron\n").unwrap().1.split_once("```").unwrap().0
}

/// Where a fault was found, or is to be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) code: Code,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The text that the caret stands under.
    pub(crate) under: String,
}

/// The places that the comments of a text mark: carets under a line, and the code behind them.
pub(crate) fn marked(text: &str) -> Vec<Place> {
    let mut marked = Vec::new();
    let mut above = (0, "");
    for (at, line) in text.lines().enumerate() {
        let Some((before, code)) = line.rsplit_once("^ ").filter(|_| line.trim_start().starts_with("//")) else {
            above = (at + 1, line);
            continue;
        };
        let column = before.find('^').unwrap_or(before.len());
        let under = above.1.chars().skip(column).take(before.len() + 1 - column).collect();
        let code = *Code::ALL.iter().find(|known| known.as_str() == code).unwrap_or_else(|| panic!("there is no code `{code}`"));
        marked.push(Place { code, line: above.0, column: column + 1, under });
    }
    marked
}

/// The place of a finding; one without a place is at 0:0.
pub(crate) fn place(finding: &Finding<'_>) -> Place {
    let code = finding.diagnostic.code;
    match finding.diagnostic.span() {
        Some(span) => {
            let (line, column) = line_and_column(finding.text, span.start as usize);
            Place { code, line, column, under: finding.text[span.range()].to_owned() }
        }
        None => Place { code, line: 0, column: 0, under: String::new() },
    }
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
