//! A difference put into words; text and Markdown are made of these, so that they say the same.

pub mod json;
pub mod markdown;
pub mod text;

use similar::{ChangeTag, TextDiff};

use super::{Altered, Difference, Named, Parting, Place, Renamed, Shift, ShiftKind, Side, Unseen, What, parting, slots::MAX_COMBINED};
use crate::advice::walk::Unfit;
use crate::content::diagnostic::{Diagnostic, line_and_column};
use crate::content::pack::{DiffWords, Words, fill};
use crate::content::text::clean_line;
use crate::content::tree::{Node, OutcomeIx, QuestionIx, Tree};
use crate::paper::export::command::named_arguments;
use crate::paper::export::condition::edges_in_words;

/// Texts with more words are not marked word by word: the time that it takes grows with the square of what differs.
const MAX_MARKED: usize = 1_500;

/// Two versions of one tree, compared.
#[derive(Debug)]
pub struct Compared {
    /// The version before.
    pub old: Tree,
    /// The version after.
    pub new: Tree,
    /// In what they differ.
    pub difference: Difference,
}

/// Everything that was compared: one tree, or two packs.
#[derive(Debug, Default)]
pub struct Report {
    /// The trees that both have and that differ, by their ids.
    pub trees: Vec<Compared>,
    /// Trees that only the new pack has.
    pub added: Vec<String>,
    /// Trees that only the old pack has.
    pub removed: Vec<String>,
    /// Trees of both that differ, and that do not load in one of them or in both.
    pub broken: Vec<Broken>,
    /// Other files that only the new pack has.
    pub files_added: Vec<String>,
    /// Other files that only the old pack has.
    pub files_removed: Vec<String>,
    /// Other files that differ.
    pub files_changed: Vec<String>,
}

/// A tree that does not load.
#[derive(Debug)]
pub struct Broken {
    /// What its file is called.
    pub file: String,
    /// The text of the file; empty where it cannot be read.
    pub text: String,
    /// Why it does not load.
    pub faults: Vec<Diagnostic>,
}

/// A shift in words.
struct Told {
    /// What the answers come to.
    headline: String,
    /// Where both versions part.
    parting: Option<String>,
    /// The commands that show it, each with the version that it is for; one alone is for both.
    commands: Vec<(Option<Side>, String)>,
}

/// A piece of a reworded text.
enum Piece {
    Same(String),
    Gone(String),
    Came(String),
}

impl Report {
    /// Whether some answers come to something else, or a tree is gone.
    pub fn is_changed(&self) -> bool {
        !self.removed.is_empty() || self.trees.iter().any(|tree| tree.difference.is_changed())
    }

    /// Whether everything could be looked at.
    pub fn is_exact(&self) -> bool {
        self.broken.is_empty() && self.trees.iter().all(|tree| tree.difference.unseen.is_none())
    }

    /// Lists of names under their headings.
    fn names<'a>(&'a self, said: &'a DiffWords) -> impl Iterator<Item = (&'a str, &'a [String])> {
        let lists: [(&str, &[String]); 5] = [
            (&said.trees_added, &self.added),
            (&said.trees_removed, &self.removed),
            (&said.files_added, &self.files_added),
            (&said.files_removed, &self.files_removed),
            (&said.files_changed, &self.files_changed),
        ];
        lists.into_iter().filter(|(_, names)| !names.is_empty())
    }
}

impl Broken {
    /// Each fault in a line, with its place.
    fn lines(&self) -> impl Iterator<Item = String> {
        self.faults.iter().map(|fault| {
            let place = fault.span().map(|span| line_and_column(&self.text, span.start as usize));
            let place = place.map_or(String::new(), |(line, column)| format!("{line}:{column}: "));
            format!("{place}{}", clean_line(&fault.message))
        })
    }
}

impl Compared {
    /// Compares two versions of a tree.
    pub fn new(old: Tree, new: Tree) -> Compared {
        let difference = super::diff(&old, &new);
        Compared { old, new, difference }
    }

    /// The shifts under their headings, those that matter most first.
    fn groups<'a>(&'a self, said: &'a DiffWords) -> Vec<(&'a str, Vec<&'a Shift>)> {
        let mut groups: Vec<(&str, Vec<&Shift>)> = Vec::new();
        for shift in &self.difference.shifts {
            let heading = match shift.kind {
                ShiftKind::Outcome { .. } => &said.another_outcome,
                ShiftKind::Refused { .. } => &said.no_longer_taken,
                ShiftKind::Opens { .. } => &said.more_is_asked,
                ShiftKind::Details { .. } => &said.other_details,
                ShiftKind::Accepts { .. } => &said.taken_now,
                ShiftKind::Spares { .. } => &said.less_is_asked,
            };
            match groups.last_mut().filter(|(last, _)| **last == **heading) {
                Some((_, shifts)) => shifts.push(shift),
                None => groups.push((heading, vec![shift])),
            }
        }
        groups
    }

    /// The first line: whether answers lead elsewhere.
    fn summary(&self, said: &DiffWords) -> String {
        let difference = &self.difference;
        let word = match (difference.is_changed(), difference.unseen) {
            (true, _) => &said.changed,
            (false, None) => &said.same,
            (false, Some(_)) => &said.same_about,
        };
        fill(word, &[("tree", &self.new.title), ("id", &self.new.id)])
    }

    /// What is to be said besides: that not everything was looked at, that the version wants to be raised.
    fn remarks(&self, said: &DiffWords) -> Vec<String> {
        let difference = &self.difference;
        let (before, now) = (difference.versions.0.to_string(), difference.versions.1.to_string());
        let mut remarks = Vec::new();
        if difference.wants_version() {
            let word = if difference.versions.0 == difference.versions.1 { &said.raise_version } else { &said.version_fell };
            remarks.push(fill(word, &[("version", &now), ("before", &before)]));
        } else if before != now {
            remarks.push(fill(&said.version, &[("version", &now), ("before", &before)]));
        }
        if let Some(unseen) = difference.unseen {
            let why = match unseen {
                Unseen::Size => said.too_large.to_string(),
                Unseen::Sets => fill(&said.many_options, &[("n", &MAX_COMBINED.to_string())]),
            };
            remarks.push(fill(&said.not_exact, &[("why", &why)]));
        }
        remarks
    }

    /// What is renamed, in a sentence.
    fn renamed(&self, said: &DiffWords, renamed: &Renamed) -> String {
        let of = if renamed.of.is_empty() { String::new() } else { format!("{}/", renamed.of) };
        let gaps = [("what", what(said, renamed.what)), ("from", &format!("{of}{}", renamed.from)), ("to", &format!("{of}{}", renamed.to))];
        fill(if renamed.what == What::Outcome { &said.renamed_outcome } else { &said.renamed }, &gaps)
    }

    /// Shifts in words; a place where both part is described where it comes first.
    fn told(&self, words: &Words, shifts: &[&Shift], most: usize) -> Vec<Told> {
        let mut told: Vec<Told> = shifts.iter().take(most).map(|shift| self.told_of(words, shift)).collect();
        let mut last: Option<String> = None;
        for told in &mut told {
            if told.parting.is_some() && told.parting == last {
                told.parting = Some(words.diff.parts_there.to_string());
            } else {
                last.clone_from(&told.parting);
            }
        }
        told
    }

    fn told_of(&self, words: &Words, shift: &Shift) -> Told {
        let said = &words.diff;
        let (from_name, to_name) = (|ix| outcome(&self.old, ix), |ix| outcome(&self.new, ix));
        let headline = match &shift.kind {
            ShiftKind::Outcome { from, to } => fill(&said.leads_elsewhere, &[("from", &from_name(*from)), ("to", &to_name(*to))]),
            ShiftKind::Details { to, came, went, .. } => {
                let items: Vec<String> = came.iter().map(|id| format!("+{id}")).chain(went.iter().map(|id| format!("-{id}"))).collect();
                fill(&said.details, &[("outcome", &to_name(*to)), ("items", &items.join(" "))])
            }
            ShiftKind::Refused { from, question, why, near, .. } => {
                let gaps = [
                    ("question", self.new[*question].prompt.as_str()),
                    ("answer", &unfit(said, why)),
                    ("from", &from_name(*from)),
                    ("near", near.as_deref().unwrap_or("")),
                ];
                fill(if near.is_some() { &said.refused_near } else { &said.refused }, &gaps)
            }
            ShiftKind::Opens { from, question } => {
                fill(&said.opens, &[("question", &self.new[*question].prompt), ("from", &from_name(*from))])
            }
            ShiftKind::Accepts { question, why, to, .. } => {
                let gaps = [("question", self.old[*question].prompt.as_str()), ("answer", &unfit(said, why)), ("to", &to_name(*to))];
                fill(&said.accepts, &gaps)
            }
            ShiftKind::Spares { question, from, to } => {
                let same = self.old[*from].id == self.new[*to].id;
                let gaps = [("question", self.old[*question].prompt.as_str()), ("to", &to_name(*to))];
                fill(if same { &said.spares_same } else { &said.spares }, &gaps)
            }
        };
        Told { headline, parting: self.parting(words, shift), commands: self.commands(shift) }
    }

    fn parting(&self, words: &Words, shift: &Shift) -> Option<String> {
        let said = &words.diff;
        match parting(&self.old, &self.new, shift) {
            Parting::Start => Some(said.parts_at_start.to_string()),
            Parting::Edges { old: (old, old_edge), new: (new, new_edge) } => {
                let to =
                    |tree: &Tree, ix: QuestionIx, edge: usize| tree[ix].edges.get(edge).map_or(String::new(), |edge| node(tree, edge.to));
                let gaps = [
                    ("question", self.new[new].prompt.as_str()),
                    ("old", &edges_in_words(words, &self.old, old, &[old_edge])),
                    ("from", &to(&self.old, old, old_edge)),
                    ("new", &edges_in_words(words, &self.new, new, &[new_edge])),
                    ("to", &to(&self.new, new, new_edge)),
                ];
                Some(fill(&said.parts_at, &gaps))
            }
            Parting::Answer(_) | Parting::Item => None,
        }
    }

    /// The arguments that show a shift.
    fn commands(&self, shift: &Shift) -> Vec<(Option<Side>, String)> {
        let line = |side: Side| named_arguments(side.of(&self.old, &self.new), &shift.example.arguments(&self.old, &self.new, side));
        if shift.example.is_shared(&self.old, &self.new) && self.old.id == self.new.id {
            return vec![(None, line(Side::New))];
        }
        vec![(Some(Side::Old), line(Side::Old)), (Some(Side::New), line(Side::New))]
    }
}

/// What is not taken: an option, or figures.
fn unfit(said: &DiffWords, why: &Unfit) -> String {
    match why {
        Unfit::NoOption(id) => id.clone(),
        Unfit::OutOfRange { min, max } => fill(&said.outside, &[("min", &min.to_string()), ("max", &max.to_string())]),
        Unfit::OtherKind => said.other_kind.to_string(),
    }
}

fn outcome(tree: &Tree, ix: OutcomeIx) -> String {
    format!("{} ({})", tree[ix].recommendation.trim_end_matches('.'), tree[ix].id)
}

fn node(tree: &Tree, node: Node) -> String {
    match node {
        Node::Question(ix) => format!("\"{}\"", tree[ix].prompt),
        Node::Outcome(ix) => outcome(tree, ix),
    }
}

fn what(said: &DiffWords, what: What) -> &str {
    match what {
        What::Tree => &said.tree,
        What::Question => &said.question,
        What::Option => &said.option,
        What::Band => &said.band,
        What::Outcome => &said.outcome,
        What::Item => &said.item,
        What::Also => &said.also,
        What::Fact => &said.fact,
    }
}

/// `option load/read`.
fn place(said: &DiffWords, place: &Place) -> String {
    let of = if place.of.is_empty() { String::new() } else { format!("{}/", place.of) };
    format!("{} {of}{}", what(said, place.what), place.id)
}

fn entry(said: &DiffWords, named: &Named) -> String {
    let text = if named.text.is_empty() { String::new() } else { format!(": {}", named.text) };
    format!("{}{text}", place(said, &named.place))
}

fn field(said: &DiffWords, altered: &Altered) -> String {
    format!("{}, {}", place(said, &altered.place), altered.field)
}

/// What changed in a text, word by word.
fn pieces(old: &str, new: &str) -> Vec<Piece> {
    if old.is_empty() || new.is_empty() || old.split(' ').count() + new.split(' ').count() > MAX_MARKED {
        let whole = [(!old.is_empty()).then(|| Piece::Gone(old.to_owned())), (!new.is_empty()).then(|| Piece::Came(new.to_owned()))];
        return whole.into_iter().flatten().collect();
    }
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        match runs.last_mut().filter(|(tag, _)| *tag == change.tag()) {
            Some((_, text)) => text.push_str(change.value()),
            None => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let piece = |(tag, text)| match tag {
        ChangeTag::Equal => Piece::Same(text),
        ChangeTag::Delete => Piece::Gone(text),
        ChangeTag::Insert => Piece::Came(text),
    };
    runs.into_iter().map(piece).collect()
}

/// A text with marks around what changed, white space left outside of them.
fn marked(old: &str, new: &str, plain: impl Fn(&str) -> String, gone: [&str; 2], came: [&str; 2]) -> String {
    let mut text = String::new();
    for piece in pieces(old, new) {
        let (inner, [open, close]) = match &piece {
            Piece::Same(inner) => {
                text.push_str(&plain(inner));
                continue;
            }
            Piece::Gone(inner) => (inner, gone),
            Piece::Came(inner) => (inner, came),
        };
        let core = inner.trim();
        if core.is_empty() {
            text.push_str(inner);
            continue;
        }
        // Two marks side by side would run into each other.
        if text.ends_with(gone[1]) || text.ends_with(came[1]) {
            text.push(' ');
        }
        let (before, after) = (inner.len() - inner.trim_start().len(), inner.len() - inner.trim_end().len());
        text.push_str(&format!("{}{open}{}{close}{}", " ".repeat(before.min(1)), plain(core), " ".repeat(after.min(1))));
    }
    text
}
