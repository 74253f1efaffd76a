//! A difference for people, as text of a width.

use super::{Compared, Report, entry, field, marked};
use crate::authoring::diff::Side;
use crate::content::pack::{DiffWords, Words, fill};

/// How to show it.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The width in display columns.
    pub width: usize,
    /// The most entries of each list; `None` shows all.
    pub most: Option<usize>,
    /// The beginning of a command that can be repeated.
    pub invocation: &'a str,
}

/// The longest command that is shown where lists are cut, in bytes: a walk of thousands of answers helps nobody.
const LONGEST_COMMAND: usize = 1_200;

/// Everything that differs, what matters most first.
pub fn report(words: &Words, report: &Report, look: Look<'_>) -> String {
    let said = &words.diff;
    let mut out = Out { text: String::new(), look, said };
    for (heading, names) in report.names(said) {
        out.list(heading, names.len(), names.iter().map(|name| (name.clone(), Vec::new())));
    }
    let most = look.most.unwrap_or(usize::MAX);
    let broken = report.broken.iter().map(|broken| (broken.file.clone(), broken.lines().take(most).map(|line| (line, true)).collect()));
    out.list(&said.broken, report.broken.len(), broken);
    for tree in &report.trees {
        out.gap();
        out.tree(words, tree);
    }
    if report.trees.is_empty() && out.text.is_empty() {
        out.paragraph(&said.nothing, "");
    }
    out.text
}

struct Out<'a> {
    text: String,
    look: Look<'a>,
    said: &'a DiffWords,
}

impl Out<'_> {
    fn tree(&mut self, words: &Words, tree: &Compared) {
        let said = self.said;
        self.paragraph(&tree.summary(said), "");
        tree.remarks(said).iter().for_each(|remark| self.paragraph(remark, ""));
        for (heading, shifts) in tree.groups(said) {
            let told = tree.told(words, &shifts, self.look.most.unwrap_or(usize::MAX));
            let entries: Vec<_> = told
                .into_iter()
                .map(|told| {
                    let commands = told.commands.into_iter().map(|(side, line)| {
                        let version = match side {
                            None => String::new(),
                            Some(Side::Old) => format!("{}: ", said.before),
                            Some(Side::New) => format!("{}: ", said.now),
                        };
                        (format!("{version}{} ask {line}", self.look.invocation), false)
                    });
                    (told.headline, told.parting.into_iter().map(|text| (text, true)).chain(commands).collect())
                })
                .collect();
            self.list(heading, shifts.len(), entries.into_iter());
        }
        let edits = &tree.difference.edits;
        self.list(&said.renamed_heading, edits.renamed.len(), edits.renamed.iter().map(|it| (tree.renamed(said, it), Vec::new())));
        self.list(&said.added, edits.added.len(), edits.added.iter().map(|named| (entry(said, named), Vec::new())));
        self.list(&said.removed, edits.removed.len(), edits.removed.iter().map(|named| (entry(said, named), Vec::new())));
        for (heading, list) in [(&said.altered, &edits.altered), (&said.reworded, &edits.reworded)] {
            let entries = list.iter().map(|altered| {
                let text = marked(&altered.old, &altered.new, str::to_owned, ["[-", "-]"], ["{+", "+}"]);
                (field(said, altered), vec![(text, true)])
            });
            self.list(heading, list.len(), entries);
        }
    }

    /// Entries under a heading, each with lines below it: prose, or commands that are not wrapped.
    fn list(&mut self, heading: &str, count: usize, entries: impl Iterator<Item = (String, Vec<(String, bool)>)>) {
        if count == 0 {
            return;
        }
        self.gap();
        self.paragraph(&format!("{heading} ({count})"), "");
        let shown = self.look.most.unwrap_or(usize::MAX);
        for (text, below) in entries.take(shown) {
            self.hanging(&text, "  - ", "    ");
            for (line, is_prose) in below {
                match is_prose {
                    true => self.hanging(&line, "    ", "    "),
                    false if self.look.most.is_some() && line.len() > LONGEST_COMMAND => {
                        self.hanging(&fill(&self.said.long_example, &[("n", &line.matches(" -").count().to_string())]), "      ", "      ");
                    }
                    false => self.text.push_str(&format!("      {line}\n")),
                }
            }
        }
        if count > shown {
            self.paragraph(&fill(&self.said.more, &[("n", &(count - shown).to_string())]), "    ");
        }
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn paragraph(&mut self, text: &str, indent: &str) {
        self.hanging(text, indent, indent);
    }

    fn hanging(&mut self, text: &str, first: &str, rest: &str) {
        let options = textwrap::Options::new(self.look.width.max(20)).initial_indent(first).subsequent_indent(rest);
        self.text.push_str(&textwrap::fill(text, options));
        self.text.push('\n');
    }
}
