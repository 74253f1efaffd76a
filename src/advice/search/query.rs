//! A query as it was typed, to the known words that it stands for.

use std::collections::{HashMap, HashSet};

use super::vocabulary::{ONE_LETTER, Vocabulary};
use super::word::{Stems, fold, is_stop_word, words};
use super::{Index, MAX_QUERY};

/// The most words of a query that are looked for; more make nothing clearer.
const MAX_WORDS: usize = 24;
/// What another form of a word counts, beside the word as typed.
const SAME_STEM: f32 = 0.92;
/// What a word counts that was only begun, at most.
const BEGUN: f32 = 0.85;
/// What a word counts that means the same by the glossary.
const SAME_MEANING: f32 = 0.5;
/// What a word counts whose two halves were typed.
const COMPOUND: f32 = 0.9;
/// What a stop word counts beside other words.
const STOP_WORD: f32 = 0.25;

/// What is looked for.
pub(super) struct Query {
    /// The words as typed, each once.
    pub(super) slots: Vec<Slot>,
    /// For each known word that stands for words of the query: which ones, by their places, and how well.
    meant: HashMap<u32, Vec<(usize, f32)>>,
    /// Whether a known word is in `meant`, a bit each: most words of a line are not.
    any: Vec<u64>,
    /// The letters of the whole query.
    pub(super) letters: String,
    /// Whether some word of the query is neither known nor off by a single letter.
    pub(super) unexplained: bool,
}

/// A word of the query.
pub(super) struct Slot {
    /// How much finding it says, the more the fewer entries it stands in.
    pub(super) weight: f32,
    /// The known words that it stands for, and how well, from 0 to 1.
    pub(super) words: Vec<(u32, f32)>,
}

impl Query {
    pub(super) fn new(typed: &str, index: &Index) -> Query {
        let end = typed.char_indices().nth(MAX_QUERY).map_or(typed.len(), |(at, _)| at);
        let typed = typed.get(..end).unwrap_or(typed);
        let being_typed = !typed.ends_with(char::is_whitespace);
        let stems = Stems::new();
        let known = &index.vocabulary;
        let mut folded: Vec<String> = Vec::new();
        let mut letters = String::new();
        for (_, word) in words(typed) {
            let mut form = String::new();
            fold(word, &mut form);
            letters.push_str(&form);
            // "loadbalancer" is two words that are known, and none that is.
            let parts = if known.is_known(&form, &stems) { None } else { known.parts(&form) };
            match parts {
                Some((a, b)) => folded.extend([a.to_owned(), b.to_owned()]),
                None => folded.push(form),
            }
        }
        let mut seen = HashSet::new();
        folded.retain(|word| !word.is_empty() && seen.insert(word.clone()));
        folded.truncate(MAX_WORDS);
        let last = folded.len().saturating_sub(1);
        let all_stop = folded.iter().all(|word| is_stop_word(word));
        let mut unexplained = false;
        let slot = |(at, word): (usize, &String)| {
            let mut slot = Slot::of(word, &stems, known);
            if at == last && being_typed {
                slot.begun(word, known);
            }
            if slot.words.is_empty() {
                slot.misspelt(word, &stems, known);
                unexplained |= slot.surest() < ONE_LETTER;
            }
            slot.weigh(index, if is_stop_word(word) && !all_stop { STOP_WORD } else { 1.0 });
            slot
        };
        let mut slots: Vec<Slot> = folded.iter().enumerate().map(slot).collect();
        add_compounds(&mut slots, &folded, known);
        index.names.add(&mut slots, &folded, &stems, known);
        let mut meant: HashMap<u32, Vec<(usize, f32)>> = HashMap::new();
        for (at, slot) in slots.iter().enumerate() {
            slot.words.iter().for_each(|(word, share)| meant.entry(*word).or_default().push((at, *share)));
        }
        let mut any = vec![0_u64; known.len().div_ceil(64)];
        for word in meant.keys() {
            if let Some(bits) = any.get_mut(*word as usize / 64) {
                *bits |= 1 << (word % 64);
            }
        }
        Query { slots, meant, any, letters, unexplained }
    }

    /// The words of the query, by their places, that a known word stands for, and how well it does.
    pub(super) fn meant_by(&self, word: u32) -> &[(usize, f32)] {
        let bits = self.any.get(word as usize / 64).copied().unwrap_or(0);
        if bits & (1 << (word % 64)) == 0 {
            return &[];
        }
        self.meant.get(&word).map_or(&[], Vec::as_slice)
    }
}

impl Slot {
    /// The word as typed, and its other forms.
    fn of(word: &str, stems: &Stems, known: &Vocabulary) -> Slot {
        let mut slot = Slot { weight: 0.0, words: Vec::new() };
        known.get(word).into_iter().for_each(|exact| slot.add(exact, 1.0));
        known.family(&stems.of(word)).iter().for_each(|form| slot.add(*form, SAME_STEM));
        slot
    }

    /// The words that begin with it.
    fn begun(&mut self, word: &str, known: &Vocabulary) {
        // What stands there as typed is more likely meant.
        let share = if self.words.is_empty() { BEGUN } else { BEGUN / 2.0 };
        known.begun(word).into_iter().for_each(|(longer, part)| self.add(longer, share * (0.5 + part / 2.0)));
    }

    /// The words that it may be a misspelling of, with their other forms.
    fn misspelt(&mut self, word: &str, stems: &Stems, known: &Vocabulary) {
        for (near, likely) in known.near(word) {
            self.add(near, likely);
            known.family(&stems.of(known.text(near))).iter().for_each(|form| self.add(*form, likely * SAME_STEM));
        }
    }

    fn add(&mut self, word: u32, share: f32) {
        if !self.words.iter().any(|(known, _)| *known == word) {
            self.words.push((word, share));
        }
    }

    /// How well the known word fits that fits best; 0 when there is none.
    fn surest(&self) -> f32 {
        self.words.iter().map(|(_, share)| *share).fold(0.0, f32::max)
    }

    /// The inverse document frequency, as BM25 has it.
    fn weigh(&mut self, index: &Index, share: f32) {
        let all = index.len() as f32;
        let surest = self.surest();
        let of = |(word, likely): &(u32, f32)| if *likely >= surest * 0.6 { index.vocabulary.postings(*word).len() as f32 } else { 0.0 };
        let holding = self.words.iter().map(of).sum::<f32>().min(all);
        self.weight = share * (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln();
    }
}

/// "time out" stands for "timeout" too.
fn add_compounds(slots: &mut [Slot], folded: &[String], known: &Vocabulary) {
    for (at, (a, b)) in folded.iter().zip(folded.iter().skip(1)).enumerate() {
        let Some(whole) = known.get(&format!("{a}{b}")) else { continue };
        slots.iter_mut().skip(at).take(2).for_each(|slot| slot.add(whole, COMPOUND));
    }
}

/// The names of the things of the glossary: a query for one of them looks for the others too.
#[derive(Default)]
pub(super) struct Names {
    /// The words of each name, as stems, by the first of them; and which thing it names.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// For each thing, the known words of all its names.
    things: Vec<Vec<u32>>,
}

impl Names {
    pub(super) fn new(things: &[Vec<String>], known: &Vocabulary) -> Names {
        let stems = Stems::new();
        let mut names = Names::default();
        let mut form = String::new();
        for thing in things {
            let mut all = Vec::new();
            for name in thing {
                let mut stemmed = Vec::new();
                for (_, word) in words(name).take(MAX_WORDS) {
                    fold(word, &mut form);
                    stemmed.push(stems.of(&form));
                    all.extend(known.get(&form).filter(|_| !is_stop_word(&form)));
                }
                if let Some(first) = stemmed.first() {
                    names.by_first.entry(first.clone()).or_default().push((stemmed, names.things.len()));
                }
            }
            names.things.push(all);
        }
        names
    }

    /// Adds to the words of a query those of the same meaning.
    fn add(&self, slots: &mut [Slot], folded: &[String], stems: &Stems, known: &Vocabulary) {
        let stemmed: Vec<String> = folded.iter().map(|word| stems.of(word)).collect();
        for (at, first) in stemmed.iter().enumerate() {
            for (name, thing) in self.by_first.get(first).into_iter().flatten() {
                if stemmed.get(at..at + name.len()) != Some(name.as_slice()) {
                    continue;
                }
                let others = self.things.get(*thing).into_iter().flatten();
                let others = others.filter(|word| !folded.iter().any(|typed| known.get(typed) == Some(**word)));
                for word in others {
                    slots.iter_mut().skip(at).take(name.len()).for_each(|slot| slot.add(*word, SAME_MEANING));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_long_a_query_is_little_of_it_is_looked_at() {
        let index = super::super::build::Builder::new().finish();
        for typed in ["word ".repeat(10_000), "w".repeat(10_000), "漢".repeat(10_000), "\u{301}".repeat(10_000), String::new()] {
            let query = Query::new(&typed, &index);
            assert!(query.slots.len() <= MAX_WORDS && query.letters.chars().count() <= MAX_QUERY, "{}", query.letters);
        }
        let many: String = (0..1_000).map(|n| format!("{n} ")).collect();
        assert_eq!(Query::new(&many, &index).slots.len(), MAX_WORDS);
    }
}
