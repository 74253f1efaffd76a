//! Entries with their lines, to an index.

use std::collections::HashMap;
use std::sync::Arc;

use super::query::Names;
use super::vocabulary::{Posting, Vocabulary, letters};
use super::word::{fold, words};
use super::{Entry, Field, Group, Index, Line, Place, rank};

/// A text of more bytes is parted into its sentences, so that what matched can be shown in a line.
const LONGEST_LINE: usize = 160;

/// An index in the making. Lines belong to the entry that was begun last; its first line is its title.
pub(super) struct Builder {
    entries: Vec<Entry>,
    lines: Vec<Line>,
    titles: Vec<u32>,
    text: String,
    /// The words of the lines, numbered in the order in which they were first met.
    tokens: Vec<u32>,
    numbers: HashMap<Box<str>, u32>,
    names: Vec<Vec<String>>,
    folded: String,
}

impl Builder {
    pub(super) fn new() -> Builder {
        Builder {
            entries: Vec::new(),
            lines: Vec::new(),
            titles: Vec::new(),
            text: String::new(),
            tokens: Vec::new(),
            numbers: HashMap::new(),
            names: Vec::new(),
            folded: String::new(),
        }
    }

    /// Begins an entry, and gives it its title.
    pub(super) fn begin(&mut self, place: Place, group: Group, within: &Arc<str>, title: &str) {
        let start = self.lines.len();
        self.entries.push(Entry { place, group, within: Arc::clone(within), options: Vec::new(), lines: start..start });
        self.push(Field::Title, None, title);
    }

    /// Adds a text: a line for each paragraph, or for each sentence of one that is long.
    pub(super) fn add(&mut self, field: Field, text: &str) {
        for paragraph in text.split("\n\n") {
            if paragraph.len() <= LONGEST_LINE {
                self.push(field, None, paragraph);
            } else {
                sentences(paragraph).for_each(|sentence| self.push(field, None, sentence));
            }
        }
    }

    /// Adds an option of the question.
    pub(super) fn option(&mut self, id: &str, text: &str) {
        let Some(entry) = self.entries.last_mut() else { return };
        let option = u8::try_from(entry.options.len()).ok();
        entry.options.push(id.to_owned());
        self.push(Field::Option, option, text);
    }

    /// Takes down the names of one thing: a query for one of them looks for the others too.
    pub(super) fn names(&mut self, names: Vec<String>) {
        self.names.push(names);
    }

    fn push(&mut self, field: Field, option: Option<u8>, text: &str) {
        let text = text.trim();
        let Some(entry) = self.entries.last_mut().filter(|_| !text.is_empty() || field == Field::Title) else { return };
        for (_, word) in words(text) {
            fold(word, &mut self.folded);
            let next = self.numbers.len() as u32;
            let number = match self.numbers.get(self.folded.as_str()) {
                Some(number) => *number,
                None => *self.numbers.entry(self.folded.as_str().into()).or_insert(next),
            };
            self.tokens.push(number);
        }
        if field == Field::Title {
            self.titles.push(title_letters(text, &mut self.folded));
        }
        self.text.push_str(text);
        self.lines.push(Line { text_end: self.text.len(), tokens_end: self.tokens.len(), field, option });
        entry.lines.end = self.lines.len();
    }

    /// Sorts the words, and takes down which entries each stands in. Costs a step for each word of the text, and the sorting of
    /// the vocabulary.
    pub(super) fn finish(self) -> Index {
        let mut numbered: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        numbered.sort_unstable();
        let mut places = vec![0_u32; numbered.len()];
        for (place, (_, number)) in numbered.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number as usize) {
                *slot = place as u32;
            }
        }
        let place = |number: u32| places.get(number as usize).copied().unwrap_or(0);
        let mut index = Index {
            entries: self.entries,
            lines: self.lines,
            titles: self.titles,
            text: self.text,
            tokens: self.tokens.into_iter().map(place).collect(),
            vocabulary: Vocabulary::default(),
            names: Names::default(),
        };
        let mut counts = vec![0_usize; numbered.len()];
        let mut latest = vec![u32::MAX; numbered.len()];
        index.each_word(|entry, word, _| {
            let (Some(count), Some(latest)) = (counts.get_mut(word as usize), latest.get_mut(word as usize)) else { return };
            *count += usize::from(*latest != entry);
            *latest = entry;
        });
        let mut vocabulary = Vocabulary::new(numbered.into_iter().map(|(text, _)| text).zip(counts).collect());
        let mut next = vocabulary.starts();
        latest.fill(u32::MAX);
        let postings = vocabulary.postings_mut();
        index.each_word(|entry, word, impact| {
            let (Some(at), Some(latest)) = (next.get_mut(word as usize), latest.get_mut(word as usize)) else { return };
            // All words of an entry come one behind the other.
            if *latest == entry {
                if let Some(posting) = at.checked_sub(1).and_then(|before| postings.get_mut(before)) {
                    posting.impact = posting.impact.max(impact);
                }
                return;
            }
            *latest = entry;
            if let Some(posting) = postings.get_mut(*at) {
                *posting = Posting { entry, impact };
            }
            *at += 1;
        });
        vocabulary.sort_postings(rank::MOST_POSTINGS);
        index.names = Names::new(&self.names, &vocabulary);
        index.vocabulary = vocabulary;
        index
    }
}

fn title_letters(title: &str, folded: &mut String) -> u32 {
    words(title).fold(0, |all, (_, word)| {
        fold(word, folded);
        all | letters(folded)
    })
}

impl Index {
    /// Gives each word of each line, with its entry and how prominently it stands there.
    fn each_word(&self, mut give: impl FnMut(u32, u32, u8)) {
        for (at, entry) in self.entries.iter().enumerate() {
            for line in entry.lines.clone() {
                let tokens = self.tokens_of(line);
                let prominence = self.lines.get(line).map_or(0.0, |line| rank::prominence(line.field, tokens.len()));
                tokens.iter().for_each(|word| give(at as u32, *word, (prominence * 127.0).min(255.0) as u8));
            }
        }
    }
}

/// The sentences of a text: each ends behind a full stop, a question mark or an exclamation mark that white space follows. An
/// abbreviation ends one too, which does no harm here.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = |(at, _): &(usize, &str)| rest.get(at + 1..).is_some_and(|behind| behind.starts_with(char::is_whitespace));
        let end = rest.match_indices(['.', '?', '!']).find(ends).map_or(rest.len(), |(at, _)| at + 1);
        let (sentence, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!sentence.is_empty()).then_some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_white_space_follows() {
        let found: Vec<&str> = sentences("One of 99.9 %. Two? \u{301}! ... Rest").collect();
        assert_eq!(found, ["One of 99.9 %.", " Two?", " \u{301}!", " ...", " Rest"]);
        assert_eq!(sentences("").count(), 0);
    }
}
