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

/// The id of an answer: after its words or, where they have no letters that an id may have, after what it leads to.
pub(super) fn answer_slug(words: &str, leads_to: impl Fn() -> String) -> String {
    // The answers that most charts have, in writings without such letters.
    const YES: &[&str] = &["是", "是的", "有", "对", "需要", "はい", "예", "네", "да", "ναι", "نعم", "✓", "✔", "✅"];
    const NO: &[&str] = &["否", "不是", "不", "没有", "不需要", "いいえ", "아니오", "아니요", "нет", "όχι", "لا", "✗", "✘", "❌"];
    let id = slug(words);
    if !id.is_empty() {
        return id;
    }
    let word = words.trim().trim_end_matches(['\u{fe0f}', '.', '!', '。']).to_lowercase();
    match leads_to() {
        _ if YES.contains(&word.as_str()) => "yes".to_owned(),
        _ if NO.contains(&word.as_str()) => "no".to_owned(),
        target if target.is_empty() => target,
        target => format!("to-{target}"),
    }
}

/// Whether an answer is a figure or a range of them: `< 10 ms`, `10-100`, `over 5 %`.
pub(super) fn is_figure(label: &str) -> bool {
    const FRONT: &[&str] = &["under", "over", "below", "above", "up to", "at least", "at most", "less than", "more than", "about"];
    let lower = label.to_lowercase();
    let front = FRONT.iter().find_map(|front| lower.strip_prefix(front)).unwrap_or(&lower);
    let figure = front.trim_start_matches(|c: char| c.is_whitespace() || "<>=≤≥~≈+-−$€£".contains(c));
    // More words than a unit say something that no figure does.
    let words = figure.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && !["to", "and"].contains(word));
    figure.starts_with(|c: char| c.is_ascii_digit()) && words.count() <= 3
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
