//! A library of trees, reference documents, scenarios and lists, in one or more packs laid over each other.
//!
//! [`Pack::open`] only sorts files by name; an entry is read and parsed on its first use, and then kept. [`Pack::check`] reads
//! everything, links it and gathers every diagnostic.

mod check;
mod contradiction;
mod entries;
mod renew;
mod scenario;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use contradiction::{Contradiction, Side};
pub use entries::{AntiPattern, Entry, Principle, Term};
pub use renew::{Fate, Renewed};
pub use scenario::{Course, Scenario, ScenarioAnswer, ScenarioWalk, Tempting, Variant};
pub use words::{
    ActionWord, ActionWords, CompareWords, ConditionWords, DecisionWords, DiffWords, ExportWords, InsightWords, RecordWords, ShelfWords,
    TestWords, Word, Words, fill,
};

use super::diagnostic::{Code, Diagnostic, Parsed, Severity, Span, line_and_column};
use super::document::{self, Document};
use super::tree::{self, Header, Tree};

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
    /// Where a file lies on the disk; `None` when it lies on none.
    fn on_disk(&self, _path: &str) -> Option<PathBuf> {
        None
    }
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
    scenarios: BTreeMap<String, Vec<File<Scenario>>>,
    words: Vec<File<Words>>,
    unknown: Vec<Unknown>,
}

/// A file of no kind that a pack holds.
struct Unknown {
    layer: usize,
    path: String,
    on_disk: Option<PathBuf>,
}

/// A file of a pack, and what is in it once it was needed.
struct File<T> {
    layer: usize,
    path: String,
    /// Whether a pack below has a file of the same name.
    replaces: bool,
    loaded: OnceLock<Arc<Loaded<T>>>,
    /// What a document is called, once that was asked.
    title: OnceLock<String>,
    /// How a tree begins, once that was asked; `None` when all of it has to be read to know.
    header: OnceLock<Option<Header>>,
}

/// A tree in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is said of it; `None` when not even that can be read.
    pub header: Option<&'a Header>,
}

/// What a file turned out to hold.
pub struct Loaded<T> {
    /// What to call the file.
    pub name: String,
    /// Where it lies on the disk; `None` when it is embedded in the program.
    pub path: Option<PathBuf>,
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
    /// Where it lies on the disk, if it lies on one.
    pub path: Option<&'a Path>,
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
            scenarios: BTreeMap::new(),
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
        for unknown in &mut pack.unknown {
            unknown.on_disk = layers.get(unknown.layer).and_then(|files| files.on_disk(&unknown.path));
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
        } else if let Some(id) = stem("assets/scenarios/", ".ron") {
            File::add(self.scenarios.entry(id).or_default(), layer, path);
        } else {
            match path.as_str() {
                "assets/anti-patterns.ron" => File::add(&mut self.anti_patterns, layer, path),
                "assets/glossary.ron" => File::add(&mut self.glossary, layer, path),
                "assets/principles.ron" => File::add(&mut self.principles, layer, path),
                "assets/conflicts.ron" => File::add(&mut self.conflicts, layer, path),
                "assets/text/en.ron" => File::add(&mut self.words, layer, path),
                "trees/README.md" | "README.md" => {}
                _ => self.unknown.push(Unknown { layer, path, on_disk: None }),
            }
        }
    }

    /// The names of the packs, the lowest first.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.name())
    }

    /// Where the files of the packs lie on the disk, whatever is in them.
    pub fn files_on_disk(&self) -> impl Iterator<Item = PathBuf> {
        self.layers.iter().flat_map(|files| files.paths().into_iter().filter_map(|path| files.on_disk(&path)))
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

    /// The ids of the trees whose files lie in the packs of a name, and are not replaced by another pack's; in order.
    pub fn tree_ids_in(&self, pack: &str) -> impl Iterator<Item = &str> {
        self.ids_in(&self.trees, pack)
    }

    /// The ids of the scenarios there are files for, sound or not, in order.
    pub fn scenario_ids(&self) -> impl Iterator<Item = &str> {
        self.scenarios.keys().map(String::as_str)
    }

    /// Those of them whose files lie in the packs of a name, and are not replaced by another pack's.
    pub fn scenario_ids_in(&self, pack: &str) -> impl Iterator<Item = &str> {
        self.ids_in(&self.scenarios, pack)
    }

    /// A scenario's file, read on its first use; `None` when there is no such file.
    pub fn scenario_file(&self, id: &str) -> Option<&Loaded<Scenario>> {
        Some(self.load_scenario(id, self.scenarios.get(id)?.last()?))
    }

    /// A scenario that loads.
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenario_file(id)?.value.as_ref()
    }

    /// Those of some files, by id, whose topmost one lies in the packs of a name.
    fn ids_in<'a, T>(&'a self, files: &'a BTreeMap<String, Vec<File<T>>>, pack: &str) -> impl Iterator<Item = &'a str> {
        let here: HashSet<usize> = self.layers().enumerate().filter(|(_, name)| *name == pack).map(|(layer, _)| layer).collect();
        let within = files.iter().filter(move |(_, files)| files.last().is_some_and(|file| here.contains(&file.layer)));
        within.map(|(id, _)| id.as_str())
    }

    /// The same order, for a list: reads each file, but parses no further than its nodes. A tree whose nodes are at fault stands where
    /// it would stand without the fault.
    pub fn listing(&self) -> Vec<Listed<'_>> {
        let mut all: Vec<Listed<'_>> = self.trees.iter().map(|(id, files)| Listed { id, header: self.header(id, files.last()) }).collect();
        all.sort_by(|one, other| one.place().cmp(&other.place()));
        all
    }

    /// Whether a tree was parsed already, and its file if so.
    pub fn tree_file_if_read(&self, id: &str) -> Option<&Loaded<Tree>> {
        self.trees.get(id)?.last()?.loaded.get().map(Arc::as_ref)
    }

    /// How a tree begins, if that much can be read.
    pub fn tree_header(&self, id: &str) -> Option<&Header> {
        self.header(id, self.trees.get(id)?.last())
    }

    fn header<'a>(&'a self, id: &str, file: Option<&'a File<Tree>>) -> Option<&'a Header> {
        let file = file?;
        let read = || {
            let whole = |tree: &Tree| Header { title: tree.title.clone(), summary: tree.summary.clone(), rank: tree.rank };
            if let Some(loaded) = file.loaded.get() {
                return loaded.value.as_ref().map(whole).or_else(|| tree::header(&loaded.text));
            }
            let text = self.layers.get(file.layer)?.read(&file.path).ok()?;
            tree::header(&text).or_else(|| self.load_tree(id, file).value.as_ref().map(whole))
        };
        file.header.get_or_init(read).as_ref()
    }

    /// The ids of the reference documents, in order.
    pub fn document_ids(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// A reference document, read on its first use. Whatever is in its file can be shown, so there is always a value unless
    /// the file cannot be read. One that takes another's place without saying so does not count.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.document_file(id)?.value.as_ref()
    }

    /// The file of a reference document, read on its first use: that of the one which counts.
    pub fn document_file(&self, id: &str) -> Option<&Loaded<Document>> {
        let mut files = self.documents.get(id)?.iter().rev().map(|file| (file, self.load_document(file)));
        let counts = |document: &Document, file: &File<Document>| document.overrides || !file.replaces;
        files.find(|(file, loaded)| loaded.value.as_ref().is_some_and(|document| counts(document, file))).map(|(_, loaded)| loaded)
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
            let misnamed = name_fault("tree", &tree.id, id).map(|fault| fault.at(tree.span, ""));
            // A tree that would quietly take another's place is not walked at all: nobody shall get advice from it unawares.
            let replacing = override_fault(id, file.replaces, tree.overrides).map(|fault| fault.at(tree.span, ""));
            let sound = misnamed.is_none() && (tree.overrides || !file.replaces);
            faults.extend(misnamed.into_iter().chain(replacing));
            (sound.then_some(tree), faults)
        })
    }

    fn load_scenario<'a>(&'a self, id: &str, file: &'a File<Scenario>) -> &'a Loaded<Scenario> {
        self.load(file, |text| {
            let (scenario, mut faults) = named_scenario(text, id);
            let Some(scenario) = scenario else { return (None, faults) };
            let replacing = override_fault(id, file.replaces, scenario.overrides).map(|fault| fault.at(scenario.span, ""));
            let sound = scenario.overrides || !file.replaces;
            faults.extend(replacing);
            (sound.then_some(scenario), faults)
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
            let Some(files) = self.layers.get(file.layer) else {
                return Arc::new(Loaded::failed(file.path.clone(), "the pack is not there"));
            };
            Arc::new(Loaded::read(files.as_ref(), &file.path, files.display(&file.path), parse))
        })
    }
}

impl<'a> Listed<'a> {
    /// Where it stands in a list.
    fn place(&self) -> (bool, u32, &'a str, &'a str) {
        let rank = self.header.and_then(|header| header.rank).unwrap_or(u32::MAX);
        (self.header.is_none(), rank, self.header.map_or("", |header| &header.title), self.id)
    }
}

impl<T> File<T> {
    /// Lays a file over those of the same name.
    fn add(files: &mut Vec<File<T>>, layer: usize, path: String) {
        files.push(File {
            layer,
            path,
            replaces: !files.is_empty(),
            loaded: OnceLock::new(),
            title: OnceLock::new(),
            header: OnceLock::new(),
        });
    }

    /// The name of the file without its folders and ending.
    fn id(&self) -> &str {
        let name = self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name);
        name.split_once('.').map_or(name, |(id, _)| id)
    }
}

impl Loaded<Scenario> {
    /// A scenario that is no part of a pack: a file anywhere, played against the packs as they are laid.
    pub fn scenario(files: &dyn Files, path: &str) -> Loaded<Scenario> {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        Loaded::read(files, path, files.display(path), |text| named_scenario(text, name.strip_suffix(".ron").unwrap_or(name)))
    }
}

impl<T> Loaded<T> {
    fn read(files: &dyn Files, path: &str, name: String, parse: impl FnOnce(&str) -> Parsed<T>) -> Self {
        let on_disk = files.on_disk(path);
        match files.read(path) {
            Ok(text) => {
                let (value, faults) = parse(&text);
                Loaded { name, path: on_disk, text, value, faults }
            }
            Err(why) => Loaded { path: on_disk, ..Loaded::failed(name, &why) },
        }
    }

    fn failed(name: String, why: &str) -> Self {
        let fault = Diagnostic::new(Code::Unreadable, super::text::clean_line(why).into_owned());
        Loaded { name, path: None, text: Cow::Borrowed(""), value: None, faults: vec![fault] }
    }

    /// The first fault that keeps something from working, and the line that it stands in, from 1.
    pub fn first_error(&self) -> Option<(usize, &Diagnostic)> {
        let error = self.faults.iter().find(|fault| fault.severity() == Severity::Error)?;
        Some((error.span().map_or(1, |span| self.line_of(span)), error))
    }

    /// The line that something of the file begins in, from 1.
    pub fn line_of(&self, span: Span) -> usize {
        line_and_column(&self.text, span.start as usize).0
    }

    /// Whether there is no text to tell what the file holds.
    fn is_unreadable(&self) -> bool {
        self.faults.iter().any(|fault| fault.code == Code::Unreadable)
    }

    /// The faults with the file that they are of.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.faults.iter().map(|fault| self.finding(fault.clone()))
    }

    /// A fault with the file that it is of.
    pub fn finding(&self, diagnostic: Diagnostic) -> Finding<'_> {
        Finding { file: &self.name, path: self.path.as_deref(), text: &self.text, diagnostic }
    }
}

/// A scenario whose id is the one that its file's name says.
fn named_scenario(text: &str, id: &str) -> Parsed<Scenario> {
    let (scenario, mut faults) = scenario::parse(text);
    let misnamed = scenario.as_ref().and_then(|scenario| Some(name_fault("scenario", &scenario.id, id)?.at(scenario.span, "")));
    let sound = misnamed.is_none();
    faults.extend(misnamed);
    (scenario.filter(|_| sound), faults)
}

/// What is wrong when the id within a file is not the one that its name says.
fn name_fault(what: &str, id: &str, file: &str) -> Option<Diagnostic> {
    let fault = || Diagnostic::new(Code::FileName, format!("the {what} calls itself `{id}`, its file `{file}.ron`"));
    (id != file).then(|| fault().help("give both the same name"))
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
