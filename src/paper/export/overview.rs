//! What a record says, at a glance: what it decides, its answers with what people said about them, what is still assumed, and what does
//! not hold any more.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value as Json, json};

use super::brief::{assumed_mark, step_answer, votes_told};
use super::json::{FORMAT, write};
use super::record::message;
use super::shelf::title;
use super::text::hanging;
use crate::advice::walk::{Answer, End, Key, Route, Step, Value, answer_label, route, spell};
use crate::content::pack::{Pack, ShelfWords, Words, fill};
use crate::content::tree::{Question, Tree};
use crate::paper::record::{Confidence, Finding, Record, RecordedTree, Remarks, write as record_json};

/// A record that is to be shown.
#[derive(Debug)]
pub struct Overview<'a> {
    /// What the trees come from.
    pub pack: &'a Pack,
    /// What its file is called.
    pub file: &'a str,
    /// The record.
    pub record: &'a Record,
    /// What of it does not hold any more.
    pub findings: &'a [Finding],
}

/// The same with its trees walked.
struct Told<'a> {
    overview: &'a Overview<'a>,
    words: &'a Words,
    said: &'a ShelfWords,
    /// Every tree of the record, in its order.
    walks: Vec<(&'a RecordedTree, Option<Walked<'a>>)>,
    remarks: BTreeMap<Key, Remarks>,
    answered: HashSet<Key>,
}

/// A tree that is there today, walked with the answers of the record.
struct Walked<'a> {
    tree: &'a Tree,
    route: Route,
}

/// The record as text, wrapped to a width.
///
/// Costs a walk for each tree, and a look-up for each answer.
pub fn text(overview: &Overview<'_>, width: usize) -> String {
    let told = Told::of(overview);
    let said = told.said;
    let mut text = told.head(width);
    for (recorded, walk) in &told.walks {
        match walk {
            Some(walk) => text.push_str(&told.walked(walk, width)),
            None => text.push_str(&format!("\n{}: {}\n", recorded.id, said.not_there)),
        }
    }
    text.push_str(&told.unused(width));
    let assumptions = told.assumptions();
    if !assumptions.is_empty() {
        text.push_str(&format!("\n{}\n", said.assumptions));
        for (tree, step) in assumptions {
            text.push_str(&hanging(&tree[step.question].prompt, "  !  ", width));
            let owner = owner(said, told.remarks_on(tree, step)).unwrap_or_else(|| fill(&said.owner, &[("owner", &said.nobody)]));
            text.push_str(&set(&owner, "     ", width));
        }
    }
    if !overview.record.header.status.is_live() {
        text.push_str(&format!("\n{}\n", said.past));
    } else if overview.findings.is_empty() {
        text.push_str(&format!("\n{}\n", said.holds));
    } else {
        text.push_str(&format!("\n{}\n", said.stale));
        overview.findings.iter().for_each(|finding| text.push_str(&set(&message(overview.pack, &finding.stale), "  !  ", width)));
    }
    text
}

/// The same as one object: `format`, `file`, the `record` as it is saved, its `results` and `assumptions` today, and `findings`.
pub fn json(overview: &Overview<'_>) -> String {
    let told = Told::of(overview);
    let results = told.walks.iter().map(|(recorded, walk)| {
        let result = walk.as_ref().and_then(|walk| walk.route.result(walk.tree));
        let open = walk.as_ref().and_then(|walk| Some(walk.tree[walk.route.open()?].id.as_str()));
        let (outcome, parts) = result.map_or((None, Vec::new()), |(outcome, parts)| (Some(outcome), parts));
        json!({ "tree": recorded.id, "outcome": outcome, "parts": parts, "open": open })
    });
    let assumptions = told.assumptions().into_iter().map(|(tree, step)| {
        let remarks = told.remarks_on(tree, step);
        let (owner, due) = remarks.map_or((None, None), |remarks| (Some(remarks.owner.as_str()), remarks.due.map(|due| due.to_string())));
        json!({ "tree": tree.id, "question": tree[step.question].id, "owner": owner, "due": due })
    });
    let message = |finding: &Finding| message(overview.pack, &finding.stale);
    let findings = overview.findings.iter().map(|finding| json!({ "kind": finding.stale.kind(), "message": message(finding) }));
    let record: Json = serde_json::from_str(&record_json(overview.record)).unwrap_or_default();
    write(&json!({
        "format": FORMAT,
        "file": overview.file,
        "record": record,
        "results": results.collect::<Vec<_>>(),
        "assumptions": assumptions.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    }))
}

impl<'a> Told<'a> {
    fn of(overview: &'a Overview<'a>) -> Told<'a> {
        let answers = overview.record.answers();
        let walk = |recorded: &'a RecordedTree| {
            let tree = overview.pack.tree(&recorded.id)?;
            Some(Walked { tree, route: route(tree, &answers) })
        };
        let walks = overview.record.trees.iter().map(|recorded| (recorded, walk(recorded))).collect();
        let words = overview.pack.words();
        let answered = answers.iter().map(|(key, _)| key.clone()).collect();
        Told { overview, words, said: &words.shelf, walks, remarks: overview.record.remarks(), answered }
    }

    /// Every step of every tree.
    fn steps(&self) -> impl Iterator<Item = (&'a Tree, &Step)> {
        let walks = self.walks.iter().filter_map(|(_, walk)| walk.as_ref());
        walks.flat_map(|walk| walk.route.steps.iter().map(|step| (walk.tree, step)))
    }

    fn remarks_on(&self, tree: &Tree, step: &Step) -> Option<&Remarks> {
        self.remarks.get(&Key::of(tree, step.question))
    }

    /// Every assumption on a way, once.
    fn assumptions(&self) -> Vec<(&'a Tree, &Step)> {
        let mut seen = HashSet::new();
        self.steps().filter(|(tree, step)| step.assumed && seen.insert(Key::of(tree, step.question))).collect()
    }

    fn head(&self, width: usize) -> String {
        let (said, header) = (self.said, &self.overview.record.header);
        let title = textwrap::fill(&title(self.overview.pack, self.overview.record), width);
        let wide = title.lines().map(textwrap::core::display_width).max().unwrap_or(0);
        let mut told = vec![header.status.as_str().to_owned()];
        told.extend(header.made.map(|on| fill(&said.made, &[("on", &on.to_string())])));
        told.extend(header.revisit.map(|on| fill(&said.revisit, &[("on", &on.to_string())])));
        told.extend(header.supersedes.iter().map(|decision| fill(&said.supersedes, &[("decision", decision)])));
        told.extend((!header.participants.is_empty()).then(|| header.participants.join(", ")));
        format!("{title}\n{}\n{}\n{}\n", "=".repeat(wide), textwrap::fill(&told.join(" · "), width), self.overview.file)
    }

    /// What a tree leads to, and the answers on its way.
    fn walked(&self, walk: &Walked<'_>, width: usize) -> String {
        let (tree, words) = (walk.tree, self.words);
        let mut text = format!("\n{}\n", tree.title);
        match walk.route.end {
            End::Outcome(ix) => text.push_str(&hanging(&tree[ix].recommendation, "  => ", width)),
            End::Open(ix) => {
                text.push_str(&hanging(&fill(&self.said.open, &[("question", &tree[ix].prompt)]), "  ?  ", width));
                text.extend(self.remarks.get(&Key::of(tree, ix)).map(|remarks| said_about(words, Some(&tree[ix]), remarks, width)));
            }
        }
        for (at, step) in walk.route.steps.iter().enumerate() {
            let assumed = assumed_mark(words, step.assumed);
            let answered = format!("{} **{}**{assumed}", tree[step.question].prompt, step_answer(words, tree, step));
            text.push_str(&hanging(&answered, &format!("{:>3}  ", at + 1), width));
            // What several trees ask was said once.
            if let Some(remarks) = self.remarks_on(tree, step).filter(|_| !step.repeated) {
                text.push_str(&said_about(words, Some(&tree[step.question]), remarks, width));
            }
        }
        text
    }

    /// What was answered or talked about, and is on no way.
    fn unused(&self, width: usize) -> String {
        let used: HashSet<Key> = self.steps().map(|(tree, step)| Key::of(tree, step.question)).collect();
        let unused: Vec<_> = self.overview.record.answers.iter().filter(|answer| !used.contains(&answer.key())).collect();
        let open: Vec<_> = self.overview.record.open.iter().filter(|open| self.is_aside(&open.key())).collect();
        let mut text = if unused.is_empty() && open.is_empty() { String::new() } else { format!("\n{}\n", self.said.unused) };
        for answer in unused {
            let tree = self.overview.pack.tree(&answer.tree);
            let question = tree.and_then(|tree| Some(&tree[tree.question(&answer.question)?]));
            let label = |value: &Value| match question {
                Some(question) => answer_label(question, value, &self.words.walk.none_of_these),
                None => spell(value),
            };
            let given = match (&answer.answer, &answer.assumed) {
                (Answer::Given(value), _) => label(value),
                (Answer::Unsure, Some(value)) => format!("{}{}", label(value), assumed_mark(self.words, true)),
                (Answer::Unsure, None) => self.words.walk.not_sure.to_string(),
            };
            text.push_str(&set(&format!("{}/{}: {given}", answer.tree, answer.question), "  x  ", width));
            text.push_str(&said_about(self.words, question, &answer.remarks, width));
        }
        for open in open {
            text.push_str(&set(&format!("{}/{}: {}", open.tree, open.question, self.said.unanswered), "  x  ", width));
            let question = self.overview.pack.tree(&open.tree).and_then(|tree| Some(&tree[tree.question(&open.question)?]));
            text.push_str(&said_about(self.words, question, &open.remarks, width));
        }
        text
    }

    /// Whether a question has no answer, and no walk waits at it.
    fn is_aside(&self, key: &Key) -> bool {
        let mut walks = self.walks.iter().filter_map(|(_, walk)| walk.as_ref());
        let waits = walks.any(|walk| walk.route.open().is_some_and(|ix| Key::of(walk.tree, ix) == *key));
        !waits && !self.answered.contains(key)
    }
}

fn said_about(words: &Words, question: Option<&Question>, remarks: &Remarks, width: usize) -> String {
    let said = &words.shelf;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(remarks.confidence.map(|confidence| match confidence {
        Confidence::Sure => said.sure.to_string(),
        Confidence::Leaning => said.leaning.to_string(),
    }));
    lines.extend(owner(said, Some(remarks)));
    let votes = votes_told(words, question, &remarks.votes);
    let texts =
        [(&said.note, &remarks.note), (&said.evidence, &remarks.evidence), (&said.votes, &votes), (&said.dissent, &remarks.dissent)];
    for (word, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        lines.push(fill(word, &[("text", text.trim())]));
    }
    lines.iter().map(|line| set(line, "     ", width)).collect()
}

/// Who is to find out, and until when.
fn owner(said: &ShelfWords, remarks: Option<&Remarks>) -> Option<String> {
    let remarks = remarks.filter(|remarks| !remarks.owner.is_empty() || remarks.due.is_some())?;
    let owner = if remarks.owner.is_empty() { &*said.nobody } else { &remarks.owner };
    Some(match remarks.due {
        Some(due) => fill(&said.owner_until, &[("owner", owner), ("due", &due.to_string())]),
        None => fill(&said.owner, &[("owner", owner)]),
    })
}

/// A text of people, as they wrote it, with a mark in front of it and its lines under each other.
fn set(text: &str, mark: &str, width: usize) -> String {
    let below = " ".repeat(mark.len());
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let front = if at == 0 { mark } else { &below };
        let options = textwrap::Options::new(width.max(20)).initial_indent(front).subsequent_indent(&below);
        out.push_str(&format!("{}\n", textwrap::fill(line, options)));
    }
    out
}
