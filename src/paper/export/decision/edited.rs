//! Sections that people edited, written again with what the answers say today.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::Consulted;
use super::adr::{CONTEXT, DRIVERS, OUTCOME, generated};
use super::inert::{inline, literal_line};
use super::merge::merge;
use super::sections::{Section, sections};
use super::tell::{name, say};
use crate::paper::record::{FrontMatter, Record, fingerprint, title};

/// What is known of a file that people edited.
pub(super) struct Edited<'a> {
    pub(super) consulted: &'a Consulted<'a>,
    /// The record that lies in it; `None` when there is none, or it cannot be read.
    pub(super) before: Option<&'a Record>,
    /// The fingerprints of its sections as they were generated.
    pub(super) known: &'a BTreeMap<String, String>,
    pub(super) line_end: &'a str,
    /// What the record that lies in it generates, by the names of the sections.
    pub(super) base: OnceCell<BTreeMap<String, String>>,
}

/// A section as it is to be written.
pub(super) struct Mended {
    pub(super) text: String,
    /// The fingerprint to know it by, if not that of what is generated for it; empty where it is of people.
    pub(super) print: Option<String>,
}

impl Edited<'_> {
    /// A section that does not stand as it was generated; `new` is what is generated for it, if anything is.
    pub(super) fn mended(&self, name: &str, section: &Section<'_>, new: Option<&Section<'_>>) -> Mended {
        let as_it_is = |print| Mended { text: section.text.to_owned(), print };
        if section.level == 0 || section.holds_record() || new.is_some_and(Section::holds_record) {
            return as_it_is(None);
        }
        let Some(known) = self.known.get(name).filter(|print| !print.is_empty() && self.before.is_some()) else {
            return as_it_is(new.map(|_| String::new()));
        };
        if section.level == 1 {
            return new.map_or_else(|| as_it_is(None), |new| Mended { text: self.titled(section, new, known), print: None });
        }
        let (words, space) = section.text.split_at(section.text.trim_end().len());
        let theirs = self.without_notice(words);
        let heading = theirs.lines().next().unwrap_or("");
        let ours = new.map_or(heading, |new| new.text.trim_end());
        let base = self.base().get(name).map(String::as_str).filter(|base| fingerprint(base) == *known);
        let base = base.or_else(|| (fingerprint(heading) == *known).then_some(heading));
        let merged = base.and_then(|base| merge(base, &theirs, ours));
        // What does not hold together as one section is left to people.
        let merged = merged.filter(|merged| matches!(sections(&merged.text).as_slice(), [(_, one)] if one.level == section.level));
        if let Some(merged) = merged {
            return Mended { text: format!("{}{space}", merged.text), print: Some(fingerprint(ours)) };
        }
        let is_told = [CONTEXT, DRIVERS, OUTCOME].contains(&name) && fingerprint(ours) != *known;
        let notice = if is_told { format!("{0}{0}{1}", self.line_end, self.notice()) } else { String::new() };
        Mended { text: format!("{theirs}{notice}{space}"), print: Some(known.clone()) }
    }

    /// The section of the title: its heading is that of people, once they changed it, until the title is changed elsewhere.
    fn titled(&self, section: &Section<'_>, new: &Section<'_>, known: &str) -> String {
        let text = section.text;
        let (Some(theirs), Some(ours)) = (title(text), title(new.text)) else { return text.to_owned() };
        let line = text.get(theirs.range.clone()).unwrap_or("").trim_end();
        let was = || self.base().get("#").and_then(|base| title(base)).map(|title| title.words);
        if theirs.words == ours.words || (fingerprint(line) != known && was().as_ref() != Some(&theirs.words)) {
            return text.to_owned();
        }
        let (before, behind) = (text.get(..theirs.range.start).unwrap_or(""), text.get(theirs.range.start + line.len()..).unwrap_or(""));
        format!("{before}{}{behind}", new.text.get(ours.range).unwrap_or("").trim_end())
    }

    fn base(&self) -> &BTreeMap<String, String> {
        self.base.get_or_init(|| {
            let Some(record) = self.before else { return BTreeMap::new() };
            let answers = record.answers();
            let text = generated(&Consulted::of(self.consulted.pack, record, &answers));
            let body = FrontMatter::of(&text).map_or(text.as_str(), |front| front.behind);
            sections(body).into_iter().map(|(name, section)| (name, section.text.trim_end().to_owned())).collect()
        })
    }

    /// That a section stands as people left it, though the answers say something else.
    fn notice(&self) -> String {
        let said = &self.consulted.pack.words().decision;
        let walked = self.consulted.walks.iter().map(|walk| inline(name(walk.tree, walk.outcome)));
        let open = self.consulted.waiting.iter().map(|walk| inline(&walk.tree[walk.question].prompt));
        let gone = self.consulted.missing.iter().map(|tree| tree.outcome.as_deref().map_or_else(|| inline(&said.no_outcome), literal_line));
        say(&said.otherwise, &[("outcome", &walked.chain(open).chain(gone).collect::<Vec<_>>().join("; "))])
    }

    /// A section without that line, and without the space at its end.
    fn without_notice(&self, text: &str) -> String {
        let word = inline(&self.consulted.pack.words().decision.otherwise);
        let Some((before, behind)) = word.split_once("{outcome}") else { return text.to_owned() };
        let is_notice = |line: &str| line.trim_end().starts_with(before) && line.trim_end().ends_with(behind) && !before.is_empty();
        if !text.lines().any(is_notice) {
            return text.to_owned();
        }
        let mut kept = String::new();
        for line in text.split_inclusive('\n').filter(|line| !is_notice(line)) {
            // What stood before and behind it stays apart by one empty line.
            if !(line.trim().is_empty() && kept.ends_with(&self.line_end.repeat(2))) {
                kept.push_str(line);
            }
        }
        kept.truncate(kept.trim_end().len());
        kept
    }
}
