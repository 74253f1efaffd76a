//! Links everything in a pack to everything else.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Entry, File, Finding, Loaded, Pack, Scenario, Unknown, contradiction, entries, override_fault, words};
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Span};
use crate::content::document::{Document, Target, split_reference};
use crate::content::source::MAX_DIAGNOSTICS;
use crate::content::tree::{self, Linked, Question, Tree, fact_difference};

impl Pack {
    /// Does something with the id of every tree, on as many threads as the machine has processors; what came of it is in the order of
    /// the ids. Trees that were not used yet are read and parsed on the way if the work asks for them.
    pub fn each_tree<'a, T: Send>(&'a self, work: impl Fn(&'a str) -> T + Sync) -> Vec<T> {
        let ids: Vec<&str> = self.tree_ids().collect();
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get()).min(ids.len());
        if threads < 2 {
            return ids.into_iter().map(work).collect();
        }
        let next = AtomicUsize::new(0);
        let take = || {
            // Each thread takes the next tree that nobody has: some are large.
            let places = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
            let mine = places.map_while(|place| Some((place, *ids.get(place)?)));
            mine.map(|(place, id)| (place, work(id))).collect::<Vec<_>>()
        };
        let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
            // Where the system gives no further thread, those that there are do it all.
            let others: Vec<_> = (1..threads).map_while(|_| std::thread::Builder::new().spawn_scoped(scope, take).ok()).collect();
            let mut done = take();
            for other in others {
                match other.join() {
                    Ok(more) => done.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        });
        done.sort_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, value)| value).collect()
    }

    /// Reads every file and gathers every fault: of each by itself, and of the links between them.
    ///
    /// Costs one read and parse of every file that was not used yet, trees on several threads, and one look-up for each link.
    pub fn check(&self) -> Vec<Finding<'_>> {
        self.each_tree(|id| self.tree_file(id).is_some());
        let mut findings = Vec::new();
        let mut facts = HashMap::new();
        for (id, files) in &self.trees {
            let loaded: Vec<_> = files.iter().map(|file| self.load_tree(id, file)).collect();
            findings.extend(loaded.iter().flat_map(|file| file.findings()));
            let Some(top) = loaded.last() else { continue };
            match &top.value {
                Some(tree) => {
                    self.check_links(top, tree, &mut findings);
                    self.check_facts(top, tree, &mut facts, &mut findings);
                }
                // A tree that has other faults is not walked, but its dead links are told in the same run.
                None => {
                    if let Some(draft) = tree::draft(&top.text) {
                        self.check_links(top, &draft, &mut findings);
                    }
                }
            }
        }
        for (id, files) in &self.documents {
            let loaded: Vec<_> = files.iter().map(|file| self.load_document(file)).collect();
            findings.extend(loaded.iter().flat_map(|file| file.findings()));
            if let Some(top) = loaded.last() {
                self.check_document(id, top, &mut findings);
            }
        }
        self.check_entries(&self.anti_patterns, entries::parse_anti_patterns, &mut findings);
        self.check_entries(&self.glossary, entries::parse_glossary, &mut findings);
        self.check_entries(&self.principles, entries::parse_principles, &mut findings);
        self.check_entries(&self.conflicts, contradiction::parse, &mut findings);
        self.check_sides(&mut findings);
        self.keep_names_of_conflicts(&mut findings);
        for (id, files) in &self.scenarios {
            let loaded: Vec<_> = files.iter().map(|file| self.load_scenario(id, file)).collect();
            findings.extend(loaded.iter().flat_map(|file| file.findings()));
            if let Some(top) = loaded.last() {
                self.check_scenario(top, &mut findings);
            }
        }
        for file in &self.words {
            findings.extend(self.load(file, words::parse).findings());
        }
        for Unknown { layer, path, on_disk } in &self.unknown {
            let pack = self.layers.get(*layer).map_or("", |layer| layer.name());
            let fault = Diagnostic::new(
                Code::UnknownFile,
                format!("`{}` is of no kind that a pack holds, so it is not read", crate::content::text::clean_line(path)),
            );
            findings.push(Finding { file: pack, path: on_disk.as_deref(), text: "", diagnostic: fault.help("trees/<id>.ron, assets/references/<id>.md, assets/scenarios/<id>.ron, assets/anti-patterns.ron, assets/glossary.ron, assets/principles.ron, assets/conflicts.ron, assets/text/en.ron") });
        }
        findings
    }

    /// Facts that trees share are asked alike.
    fn check_facts<'a>(
        &'a self,
        file: &'a Loaded<Tree>,
        tree: &'a Tree,
        facts: &mut HashMap<&'a str, (&'a str, &'a Question)>,
        findings: &mut Vec<Finding<'a>>,
    ) {
        for (_, question) in tree.questions() {
            let Some(fact) = &question.fact else { continue };
            let (first_tree, first) = *facts.entry(&fact.name).or_insert((&tree.id, question));
            if let Some(difference) = fact_difference(first, question) {
                let message = format!("the fact `{}` is asked with another {} in `{first_tree}`", fact.name, difference.what);
                let said = format!("here: {}; in `{first_tree}`: {}", difference.here, difference.first);
                let fault = Diagnostic::new(Code::FactMismatch, message).at(fact.span, said);
                findings.push(file.finding(fault.help("one fact has one answer: ask both alike, or make two facts of it")));
            }
        }
    }

    fn check_links<'a>(&self, file: &'a Loaded<Tree>, tree: &Tree, findings: &mut Vec<Finding<'a>>) {
        let outcomes = || tree.outcomes().map(|(_, outcome)| outcome);
        let also = tree.also.iter().chain(outcomes().flat_map(|outcome| &outcome.also));
        let references = tree.questions().flat_map(|(_, question)| &question.references).chain(also.flat_map(|also| &also.references));
        let references = references.chain(outcomes().flat_map(|outcome| &outcome.references));
        let dead = references.filter_map(|link| self.dead(link, &file.text));
        let anti_patterns = outcomes().flat_map(|outcome| &outcome.anti_patterns).filter_map(|link| {
            let fault = || Diagnostic::new(Code::UnknownLink, format!("there is no anti-pattern `{}`", link.name)).at(link.span, "");
            let fault = || fault().help("anti-patterns are those of assets/anti-patterns.ron, by id");
            let known = || self.anti_patterns().map(|entry| entry.id.as_str());
            self.anti_pattern(&link.name).is_none().then(|| fault().suggest(&link.name, known()))
        });
        let next = outcomes().flat_map(|outcome| &outcome.next).filter_map(|next| self.missing_tree(&next.value.tree));
        // Past so many, further ones would only hide the first, and looking for what was meant takes time.
        let mut faults: Vec<Diagnostic> = dead.chain(anti_patterns).chain(next).take(MAX_DIAGNOSTICS).collect();
        faults.sort_by_key(|fault| fault.span());
        findings.extend(faults.into_iter().map(|fault| file.finding(fault)));
    }

    fn check_document<'a>(&'a self, id: &str, file: &'a Loaded<Document>, findings: &mut Vec<Finding<'a>>) {
        let Some(document) = &file.value else { return };
        let dead = document.links.iter().filter_map(|link| {
            let Target::Section { document: to, anchor } = &link.to else { return None };
            let to = if to.is_empty() { id } else { to };
            let name = anchor.as_ref().map_or_else(|| to.to_owned(), |anchor| format!("{to}#{anchor}"));
            self.dead(&Linked { name, span: link.span }, &file.text)
        });
        findings.extend(dead.take(MAX_DIAGNOSTICS).map(|fault| file.finding(fault)));
    }

    fn check_entries<'a, T: Entry>(
        &'a self,
        files: &'a [File<Vec<T>>],
        parse: fn(&str) -> Parsed<Vec<T>>,
        findings: &mut Vec<Finding<'a>>,
    ) {
        let mut below: HashSet<&str> = HashSet::new();
        for file in files {
            let loaded = self.load(file, parse);
            findings.extend(loaded.findings());
            let entries = loaded.value.as_deref().unwrap_or_default();
            let links = entries.iter().flat_map(|entry| entry.references());
            let dead = links.filter_map(|link| self.dead(link, &loaded.text));
            findings.extend(dead.take(MAX_DIAGNOSTICS).map(|fault| loaded.finding(fault)));
            for entry in entries {
                let fault = override_fault(entry.id(), below.contains(entry.id()), entry.overrides());
                findings.extend(fault.map(|fault| loaded.finding(fault.at(entry.span(), ""))));
            }
            below.extend(entries.iter().map(Entry::id));
        }
    }

    /// Both sides of a conflict name a tree, and what a walk of that tree can result in.
    fn check_sides<'a>(&'a self, findings: &mut Vec<Finding<'a>>) {
        let mut results: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for loaded in self.conflicts.iter().map(|file| self.load(file, contradiction::parse)) {
            for side in loaded.value.iter().flatten().flat_map(|entry| &entry.between) {
                let link = &side.tree;
                findings.extend(self.missing_tree(link).map(|fault| loaded.finding(fault)));
                // What a tree that does not load could result in is not known.
                let Some(tree) = self.tree(&link.name) else { continue };
                let known = results.entry(&tree.id).or_insert_with(|| contradiction::results_of(tree));
                for name in side.any.iter().filter(|name| !known.contains(name.name.as_str())) {
                    let message = format!("`{}` has no outcome, conditional item or `also` entry `{}`", tree.id, name.name);
                    let fault = Diagnostic::new(Code::UnknownLink, message).at(name.span, "");
                    let fault = fault.help("name what a walk of that tree can result in, by id");
                    findings.push(loaded.finding(fault.suggest(&name.name, known.iter().copied())));
                }
            }
        }
    }

    /// An id that a conflict says too is not mended by itself: it would no longer be the one that the conflict means.
    fn keep_names_of_conflicts(&self, findings: &mut [Finding<'_>]) {
        let mut wrong: Vec<&mut Finding<'_>> =
            findings.iter_mut().filter(|finding| finding.diagnostic.code == Code::BadId && finding.diagnostic.fix.is_some()).collect();
        if wrong.is_empty() {
            return;
        }
        let files = self.conflicts.iter().map(|file| self.load(file, contradiction::parse));
        let sides = files.flat_map(|file| file.value.iter().flatten()).flat_map(|entry| &entry.between);
        let named: HashSet<&str> = sides.flat_map(|side| &side.any).map(|name| name.name.as_str()).collect();
        for finding in &mut wrong {
            let said = finding.diagnostic.span().and_then(|span| finding.text.get(span.range()));
            if said.is_some_and(|id| named.contains(id)) {
                finding.diagnostic.fix = None;
            }
        }
    }

    /// The trees that a scenario goes through are there, and its references lead somewhere. What it answers is a matter of playing it.
    fn check_scenario<'a>(&'a self, file: &'a Loaded<Scenario>, findings: &mut Vec<Finding<'a>>) {
        let Some(scenario) = &file.value else { return };
        let trees = scenario.walks.iter().filter_map(|walk| self.missing_tree(&walk.tree));
        let references = scenario.references.iter().filter_map(|link| self.dead(link, &file.text));
        findings.extend(trees.chain(references).map(|fault| file.finding(fault)));
    }

    /// The fault of a tree that is named, and is not there.
    fn missing_tree(&self, link: &Linked) -> Option<Diagnostic> {
        let fault = || Diagnostic::new(Code::UnknownLink, format!("there is no tree `{}`", link.name)).at(link.span, "");
        let known = || format!("the trees are {}", some_of(&self.tree_ids().collect::<Vec<_>>()));
        (!self.has_tree(&link.name)).then(|| fault().help(known()).suggest(&link.name, self.tree_ids()))
    }

    /// The fault of a reference that leads nowhere.
    fn dead(&self, link: &Linked, text: &str) -> Option<Diagnostic> {
        let (id, anchor) = split_reference(&link.name);
        let Some(document) = self.document(id) else {
            let fault = Diagnostic::new(Code::DeadReference, format!("there is no reference document `{id}`"));
            let known: Vec<&str> = self.document_ids().collect();
            let fault = match known.as_slice() {
                [] => fault.help("the pack has no reference documents: write assets/references/<id>.md, or take the reference out"),
                known => fault.help(format!("the documents are {}", some_of(known))),
            };
            return Some(fault.at(link.span, "").suggest_at(part_of_link(text, link.span, id, false), id, known));
        };
        let anchor = anchor?;
        if document.heading(anchor).is_some() {
            return None;
        }
        let known: Vec<&str> = document.headings.iter().map(|heading| heading.anchor.as_str()).collect();
        let fault = Diagnostic::new(Code::DeadReference, format!("`{id}` has no heading `{anchor}`")).at(link.span, "");
        let fault = fault.help(format!("its headings are {}", some_of(&known)));
        Some(fault.suggest_at(part_of_link(text, link.span, anchor, true), anchor, known))
    }
}

/// Where the document's name, or the heading's, stands in a reference of a data file or a link of a document.
fn part_of_link(text: &str, link: Span, part: &str, is_heading: bool) -> Option<Span> {
    let written = text.get(link.range())?;
    let inside = written.rfind("](").map_or(0, |at| at + 2);
    let target = written.get(inside..)?;
    let from = if is_heading { target.find('#')? + 1 } else { 0 };
    let behind = target.get(from..)?.strip_prefix(part)?;
    let ends = if is_heading { [")", " ", ""] } else { [".md", "#", ""] };
    let start = link.start as usize + inside + from;
    let whole = ends.iter().any(|end| if end.is_empty() { behind.is_empty() } else { behind.starts_with(end) });
    whole.then(|| Span::new(start, start + part.len()))
}

/// Names for a help text, no more than somebody reads.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        shown.push("..".to_owned());
    }
    shown.join(", ")
}
