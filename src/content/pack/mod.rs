//! A library of trees, reference documents and lists, in one or more packs laid over each other.
//!
//! [`Pack::open`] only sorts files by name; an entry is read and parsed on its first use, and then kept. [`Pack::check`] reads
//! everything, links it and gathers every diagnostic.

mod check;
mod contradiction;
mod entries;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

pub use contradiction::{Contradiction, Side};
pub use entries::{AntiPattern, Entry, Principle, Term};
pub use words::{ActionWord, ActionWords, ConditionWords, InsightWords, Words, fill};

use super::diagnostic::{Code, Diagnostic, Parsed};
use super::document::{self, Document};
use super::tree::{self, Tree};

/// Where the files of a pack come from; `store` has the implementations.
pub trait Files: Send + Sync {
    /// What people know the pack by: a folder, or `built-in`.
    fn name(&self) -> &str;
    /// The paths of its files, `/`-separated and relative to its folder.
    fn paths(&self) -> Vec<String>;
    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    fn read(&self, path: &str) -> Result<Cow<'static, str>, String>;
    /// What to call a file when speaking of it.
    fn display(&self, path: &str) -> String;
}

/// Packs laid over each other: of two entries with one id, the one of the later pack counts.
pub struct Pack {
    layers: Vec<Box<dyn Files>>,
    trees: BTreeMap<String, Vec<File<Tree>>>,
    documents: BTreeMap<String, Vec<File<Document>>>,
    anti_patterns: Vec<File<Vec<AntiPattern>>>,
    glossary: Vec<File<Vec<Term>>>,
    principles: Vec<File<Vec<Principle>>>,
    conflicts: Vec<File<Vec<Contradiction>>>,
    words: Vec<File<Words>>,
    unknown: Vec<(usize, String)>,
}

/// A file of a pack, and what is in it once it was needed.
struct File<T> {
    layer: usize,
    path: String,
    /// Whether a pack below has a file of the same name.
    replaces: bool,
    loaded: OnceLock<Loaded<T>>,
    /// What a document is called, once that was asked.
    title: OnceLock<String>,
}

/// What a file turned out to hold.
pub struct Loaded<T> {
    /// What to call the file.
    pub name: String,
    /// Its text, for excerpts; empty when it could not be read.
    pub text: Cow<'static, str>,
    /// The value, unless a fault prevents it.
    pub value: Option<T>,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// One fault with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    /// What to call the file.
    pub file: &'a str,
    /// The file's text.
    pub text: &'a str,
    /// The fault.
    pub diagnostic: Diagnostic,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layers: Vec<_> = self.layers.iter().map(|layer| layer.name()).collect();
        f.debug_struct("Pack").field("layers", &layers).finish_non_exhaustive()
    }
}

impl Pack {
    /// Lays packs over each other, the first one lowest. Reads no file.
    pub fn open(layers: Vec<Box<dyn Files>>) -> Pack {
        let mut pack = Pack {
            layers: Vec::new(),
            trees: BTreeMap::new(),
            documents: BTreeMap::new(),
            anti_patterns: Vec::new(),
            glossary: Vec::new(),
            principles: Vec::new(),
            conflicts: Vec::new(),
            words: Vec::new(),
            unknown: Vec::new(),
        };
        for (layer, files) in layers.iter().enumerate() {
            let mut paths = files.paths();
            paths.sort_unstable();
            for path in paths {
                pack.sort_in(layer, path);
            }
        }
        pack.layers = layers;
        pack
    }

    fn sort_in(&mut self, layer: usize, path: String) {
        // Only a plain id is a name: nothing else is ever shown, or looked up, as one.
        let stem = |folder: &str, ending: &str| {
            let name = path.strip_prefix(folder)?.strip_suffix(ending)?;
            tree::is_id(name).then(|| name.to_owned())
        };
        if let Some(id) = stem("trees/", ".ron") {
            File::add(self.trees.entry(id).or_default(), layer, path);
        } else if let Some(id) = stem("assets/references/", ".md") {
            File::add(self.documents.entry(id).or_default(), layer, path);
        } else {
            match path.as_str() {
                "assets/anti-patterns.ron" => File::add(&mut self.anti_patterns, layer, path),
                "assets/glossary.ron" => File::add(&mut self.glossary, layer, path),
                "assets/principles.ron" => File::add(&mut self.principles, layer, path),
                "assets/conflicts.ron" => File::add(&mut self.conflicts, layer, path),
                "assets/text/en.ron" => File::add(&mut self.words, layer, path),
                "trees/README.md" | "README.md" => {}
                _ => self.unknown.push((layer, path)),
            }
        }
    }

    /// The names of the packs, the lowest first.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.name())
    }

    /// The ids of the trees there are files for, sound or not, in order.
    pub fn tree_ids(&self) -> impl Iterator<Item = &str> {
        self.trees.keys().map(String::as_str)
    }

    /// A tree's file, read on its first use; `None` when there is no such file.
    pub fn tree_file(&self, id: &str) -> Option<&Loaded<Tree>> {
        Some(self.load_tree(id, self.trees.get(id)?.last()?))
    }

    /// Whether there is a tree of an id, sound or not; reads nothing.
    pub fn has_tree(&self, id: &str) -> bool {
        self.trees.contains_key(id)
    }

    /// A tree that loads.
    pub fn tree(&self, id: &str) -> Option<&Tree> {
        self.tree_file(id)?.value.as_ref()
    }

    /// The trees in the order in which people are shown them: by rank, then by title; those that do not load come last.
    pub fn trees(&self) -> Vec<(&str, &Loaded<Tree>)> {
        let mut all: Vec<_> = self.tree_ids().filter_map(|id| Some((id, self.tree_file(id)?))).collect();
        all.sort_by_key(|(id, file)| match &file.value {
            Some(tree) => (0, tree.rank.unwrap_or(u32::MAX), tree.title.to_string()),
            None => (1, 0, (*id).to_owned()),
        });
        all
    }

    /// The ids of the reference documents, in order.
    pub fn document_ids(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// A reference document, read on its first use. Whatever is in its file can be shown, so there is always a value unless
    /// the file cannot be read. One that takes another's place without saying so does not count.
    pub fn document(&self, id: &str) -> Option<&Document> {
        let files = self.documents.get(id)?.iter().rev();
        files
            .filter_map(|file| Some((file, self.load_document(file).value.as_ref()?)))
            .find(|(file, document)| document.overrides || !file.replaces)
            .map(|(_, document)| document)
    }

    /// What a reference document is called. Reads its file, but parses it no further than its title.
    pub fn document_title<'a>(&'a self, id: &'a str) -> &'a str {
        let Some(file) = self.documents.get(id).and_then(|files| files.last()) else { return id };
        file.title.get_or_init(|| {
            // Which of several documents counts is said within them.
            if let Some(document) = self.document(id).filter(|_| file.replaces) {
                return document.title.clone();
            }
            let text = self.layers.get(file.layer).and_then(|files| files.read(&file.path).ok());
            let title = text.as_deref().unwrap_or("").lines().find_map(|line| line.strip_prefix("# "));
            let title = super::text::clean_line(title.unwrap_or("").trim()).into_owned();
            if title.is_empty() { id.to_owned() } else { title }
        })
    }

    /// What a reference is called, `Document: Heading`, when it leads somewhere.
    pub fn reference_title(&self, reference: &str) -> Option<String> {
        let (document, anchor) = document::split_reference(reference);
        let document = self.document(document)?;
        match anchor {
            None => Some(document.title.clone()),
            Some(anchor) => {
                let heading = document.headings.get(document.heading(anchor)?)?;
                Some(if heading.level == 1 { document.title.clone() } else { format!("{}: {}", document.title, heading.text) })
            }
        }
    }

    /// The anti-pattern of an id.
    pub fn anti_pattern(&self, id: &str) -> Option<&AntiPattern> {
        self.anti_patterns().find(|entry| entry.id == id)
    }

    /// Every anti-pattern that counts.
    pub fn anti_patterns(&self) -> impl Iterator<Item = &AntiPattern> {
        self.entries(&self.anti_patterns, entries::parse_anti_patterns)
    }

    /// Every term of the glossary that counts.
    pub fn glossary(&self) -> impl Iterator<Item = &Term> {
        self.entries(&self.glossary, entries::parse_glossary)
    }

    /// The principles.
    pub fn principles(&self) -> impl Iterator<Item = &Principle> {
        self.entries(&self.principles, entries::parse_principles)
    }

    /// Every pair of results that is known to contradict each other, and counts.
    pub fn conflicts(&self) -> impl Iterator<Item = &Contradiction> {
        self.entries(&self.conflicts, contradiction::parse)
    }

    /// Every conflict of every pack, whether it counts or not, with its file.
    pub fn conflicts_with_files(&self) -> impl Iterator<Item = (&Loaded<Vec<Contradiction>>, &Contradiction)> {
        let files = self.conflicts.iter().map(|file| self.load(file, contradiction::parse));
        files.flat_map(|file| file.value.iter().flatten().map(move |entry| (file, entry)))
    }

    /// The interface's words: those of the topmost pack whose file is whole, which the built-in one always is.
    pub fn words(&self) -> &Words {
        let whole = self.words.iter().rev().find_map(|file| self.load(file, words::parse).value.as_ref());
        whole.unwrap_or_else(|| words::built_in())
    }

    /// Entries of list files: one of a later pack takes the place of an earlier one when it says so.
    fn entries<'a, T: Entry>(&'a self, files: &'a [File<Vec<T>>], parse: fn(&str) -> Parsed<Vec<T>>) -> impl Iterator<Item = &'a T> {
        let mut entries: Vec<&T> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for entry in files.iter().flat_map(|file| self.load(file, parse).value.as_deref().unwrap_or_default()) {
            match places.get(entry.id()).and_then(|place| entries.get_mut(*place)) {
                Some(below) if entry.overrides() => *below = entry,
                Some(_) => {}
                None => {
                    places.insert(entry.id(), entries.len());
                    entries.push(entry);
                }
            }
        }
        entries.into_iter()
    }

    fn load_tree<'a>(&'a self, id: &str, file: &'a File<Tree>) -> &'a Loaded<Tree> {
        self.load(file, |text| {
            let (tree, mut faults) = tree::parse(text);
            let Some(tree) = tree else { return (None, faults) };
            let misnamed = (tree.id != id).then(|| {
                let fault = Diagnostic::new(Code::FileName, format!("the tree calls itself `{}`, its file `{id}.ron`", tree.id));
                let fault = fault.at(tree.span, "").help("give both the same name");
                // The file's name is the one that other trees and people's commands know.
                if tree::COMMANDS.contains(&id) { fault } else { fault.fix(tree.span, id) }
            });
            // A tree that would quietly take another's place is not walked at all: nobody shall get advice from it unawares.
            let replacing = override_fault(id, file.replaces, tree.overrides).map(|fault| fault.at(tree.span, ""));
            let sound = misnamed.is_none() && (tree.overrides || !file.replaces);
            faults.extend(misnamed.into_iter().chain(replacing));
            (sound.then_some(tree), faults)
        })
    }

    fn load_document<'a>(&'a self, file: &'a File<Document>) -> &'a Loaded<Document> {
        self.load(file, |text| {
            let (document, mut faults) = document::parse(text);
            faults.extend(override_fault(file.id(), file.replaces, document.overrides));
            (Some(document), faults)
        })
    }

    fn load<'a, T>(&'a self, file: &'a File<T>, parse: impl FnOnce(&str) -> Parsed<T>) -> &'a Loaded<T> {
        file.loaded.get_or_init(|| {
            let Some(files) = self.layers.get(file.layer) else { return Loaded::failed(file.path.clone(), "the pack is not there") };
            let name = files.display(&file.path);
            match files.read(&file.path) {
                Ok(text) => {
                    let (value, faults) = parse(&text);
                    Loaded { name, text, value, faults }
                }
                Err(why) => Loaded::failed(name, &why),
            }
        })
    }
}

impl<T> File<T> {
    /// Lays a file over those of the same name.
    fn add(files: &mut Vec<File<T>>, layer: usize, path: String) {
        files.push(File { layer, path, replaces: !files.is_empty(), loaded: OnceLock::new(), title: OnceLock::new() });
    }

    /// The name of the file without its folders and ending.
    fn id(&self) -> &str {
        let name = self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name);
        name.split_once('.').map_or(name, |(id, _)| id)
    }
}

impl<T> Loaded<T> {
    fn failed(name: String, why: &str) -> Self {
        let fault = Diagnostic::new(Code::Unreadable, super::text::clean_line(why).into_owned());
        Loaded { name, text: Cow::Borrowed(""), value: None, faults: vec![fault] }
    }

    /// The faults with the file that they are of.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.faults.iter().map(|fault| self.finding(fault.clone()))
    }

    /// A fault with the file that it is of.
    pub fn finding(&self, diagnostic: Diagnostic) -> Finding<'_> {
        Finding { file: &self.name, text: &self.text, diagnostic }
    }
}

/// What is wrong when an entry takes another's place without saying so, or says so and does not.
fn override_fault(id: &str, replaces: bool, says_so: bool) -> Option<Diagnostic> {
    match (replaces, says_so) {
        (true, false) => {
            let fault = Diagnostic::new(Code::Overrides, format!("`{id}` takes the place of an entry of another pack without saying so"));
            Some(fault.help("if that is meant, say `overrides: true`; if not, give it another id"))
        }
        (false, true) => {
            let fault =
                Diagnostic::new(Code::Overrides, format!("`{id}` says that it takes the place of another pack's entry, and there is none"));
            Some(fault.help("the other entry may have been renamed; take `overrides` out, or follow the new name"))
        }
        _ => None,
    }
}
