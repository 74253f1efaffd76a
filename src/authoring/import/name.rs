//! Ids of nodes, and labels of a handy length.

use std::collections::HashSet;

use crate::content::tree::{NONE, UNSURE, slug};

/// The id of a node: after its name where that says something, else after its text. Empty when neither gives one.
pub(super) fn node_slug(name: &str, text: &str) -> String {
    // Names that only count: `A`, `Q1`, `node12`, `step_3`.
    const COUNTED: &[&str] = &["node", "step", "question", "decision", "outcome", "result", "answer", "choice", "check", "leaf", "item"];
    let split = slug(&camel_parted(name));
    // A letter in front tells the kinds of nodes apart, and no more.
    let own = match split.split_once('-') {
        Some((front, rest)) if front.len() == 1 => rest,
        _ => &split,
    };
    let letters = own.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let counts = COUNTED.contains(&letters) && letters.len() < own.len();
    if own.bytes().filter(u8::is_ascii_alphabetic).count() < 3 || counts { slug(text) } else { own.to_owned() }
}

/// `NeedGraph` with a space before each part.
fn camel_parted(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let next_is_lower = rest.peek().is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit() || (before.is_uppercase() && next_is_lower)) {
            parted.push(' ');
        }
        parted.push(c);
        before = c;
    }
    parted
}

/// Ids that differ from each other.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The last number behind each id, so that the next one is found at once.
    counts: std::collections::HashMap<String, usize>,
}

impl Ids {
    /// The id itself or, where it is taken, with a number behind it; `or` when it is empty.
    pub(super) fn unique(&mut self, id: String, or: &str) -> String {
        let id = match id.as_str() {
            "" => or.to_owned(),
            NONE | UNSURE => format!("{id}-so"),
            _ => id,
        };
        if self.taken.insert(id.clone()) {
            return id;
        }
        let count = self.counts.entry(id.clone()).or_insert(1);
        loop {
            *count += 1;
            let numbered = format!("{id}-{count}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// A text of at most so many characters, cut between words with a mark.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or(text);
    // A word that is cut off is left out, unless it is all there is.
    let cut = match head.rfind(' ') {
        Some(space) if space > 0 => head.get(..space).unwrap_or(head),
        _ => head,
    };
    format!("{} …", cut.trim_end_matches([' ', ',', ';', ':', '.']))
}
