//! A difference as GitHub-flavoured Markdown, for a pull request.

use super::{Compared, Report, Told, entry, field, marked};
use crate::authoring::diff::Side;
use crate::content::document::block_mark;
use crate::content::pack::{DiffWords, Words, fill};

/// Everything that differs: what answers lead to in the open, wordings folded. `most` cuts each list; `None` shows all.
pub fn report(words: &Words, report: &Report, most: Option<usize>) -> String {
    let said = &words.diff;
    let mut out = Out { text: String::new(), said, most: most.unwrap_or(usize::MAX) };
    let changed = report.trees.iter().filter(|tree| tree.difference.is_changed()).count() + report.removed.len();
    let summary = match (report.is_changed(), report.is_exact()) {
        (true, _) => fill(&said.summary_changed, &[("n", &changed.to_string())]),
        (false, true) => said.summary_same.to_string(),
        (false, false) => said.summary_same_about.to_string(),
    };
    out.text.push_str(&format!("**{}**\n", escaped(&summary)));
    for (heading, names) in report.names(said) {
        out.list(heading, names.len(), names.iter().map(|name| code(name)));
    }
    let broken = report.broken.iter().map(|broken| {
        let faults = broken.lines().take(out.most).map(|line| format!("  \n  {}", escaped(&line)));
        code(&broken.file) + &faults.collect::<String>()
    });
    let broken: Vec<String> = broken.collect();
    out.list(&said.broken, broken.len(), broken.into_iter());
    report.trees.iter().for_each(|tree| out.tree(words, tree));
    out.text
}

struct Out<'a> {
    text: String,
    said: &'a DiffWords,
    most: usize,
}

impl Out<'_> {
    fn tree(&mut self, words: &Words, tree: &Compared) {
        let said = self.said;
        self.text.push_str(&format!("\n### {} ({})\n\n{}\n", escaped(&tree.new.title), code(&tree.new.id), escaped(&tree.summary(said))));
        tree.remarks(said).iter().for_each(|remark| self.text.push_str(&format!("\n> {}\n", escaped(remark))));
        for (heading, shifts) in tree.groups(said) {
            let entries: Vec<String> = tree.told(words, &shifts, self.most).iter().map(|told| shift_entry(said, told)).collect();
            self.list(heading, shifts.len(), entries.into_iter());
        }
        let edits = &tree.difference.edits;
        self.list(&said.renamed_heading, edits.renamed.len(), edits.renamed.iter().map(|it| escaped(&tree.renamed(said, it))));
        self.list(&said.added, edits.added.len(), edits.added.iter().map(|named| escaped(&entry(said, named))));
        self.list(&said.removed, edits.removed.len(), edits.removed.iter().map(|named| escaped(&entry(said, named))));
        for (heading, list) in [(&said.altered, &edits.altered), (&said.reworded, &edits.reworded)] {
            if list.is_empty() {
                continue;
            }
            self.text.push_str(&format!("\n<details>\n<summary>{} ({})</summary>\n\n", escaped(heading), list.len()));
            for altered in list.iter().take(self.most) {
                let text = marked(&altered.old, &altered.new, escaped, ["~~", "~~"], ["**", "**"]);
                self.text.push_str(&format!("- {}:\n  {text}\n", escaped(&field(said, altered))));
            }
            self.more(list.len());
            self.text.push_str("\n</details>\n");
        }
    }

    fn list(&mut self, heading: &str, count: usize, entries: impl Iterator<Item = String>) {
        if count == 0 {
            return;
        }
        self.text.push_str(&format!("\n**{} ({count})**\n\n", escaped(heading)));
        for entry in entries.take(self.most) {
            self.text.push_str(&format!("- {entry}\n"));
        }
        self.more(count);
    }

    fn more(&mut self, count: usize) {
        if count > self.most {
            let more = fill(&self.said.more, &[("n", &(count - self.most).to_string())]);
            self.text.push_str(&format!("- {}\n", escaped(&more)));
        }
    }
}

fn shift_entry(said: &DiffWords, told: &Told) -> String {
    let mut text = escaped(&told.headline);
    for (side, line) in &told.commands {
        let version = match side {
            None => String::new(),
            Some(Side::Old) => format!("{}: ", said.before),
            Some(Side::New) => format!("{}: ", said.now),
        };
        text.push_str(&format!("  \n  {version}{}", code(&format!("waypost ask {line}"))));
    }
    if let Some(parting) = &told.parting {
        text.push_str(&format!("  \n  {}", escaped(parting)));
    }
    text
}

/// Text in which nothing means anything to Markdown, to HTML, or to GitHub (names and numbers that it would link).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mark = block_mark(text);
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '-' | '+' | '=' | '.' | ')' if mark == Some(at) => {
                escaped.push('\\');
                escaped.push(c);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("&#64;"),
            '#' => escaped.push_str("&#35;"),
            // What is followed by a space is no address and no `:name:` of a picture.
            ':' if !rest.as_str().starts_with(' ') => escaped.push_str("&#58;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text as code, whatever backticks are in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            escaped("<b>&*a*_[x](y)`|~@me: #1\nhttp://a :x: y"),
            "&lt;b&gt;&amp;\\*a\\*\\_\\[x\\](y)\\`\\|\\~&#64;me: &#35;1 http&#58;//a &#58;x: y"
        );
        let lines = ["- a", "1. a", "=", "+ 1"].map(escaped);
        assert_eq!(lines, ["\\- a", "1\\. a", "\\=", "\\+ 1"]);
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
