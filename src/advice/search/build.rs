//! Entries with their lines, to an index.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

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
                paragraph.split_sentence_bounds().for_each(|sentence| self.push(field, None, sentence));
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
        // Of a title, as the matcher of its letters will see them.
        let letters = if field == Field::Title { title_letters(text, &mut self.folded) } else { 0 };
        self.text.push_str(text);
        self.lines.push(Line { text_end: self.text.len(), tokens_end: self.tokens.len(), field, letters, option });
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
            text: self.text,
            tokens: self.tokens.into_iter().map(place).collect(),
            vocabulary: Vocabulary::default(),
            names: Names::default(),
        };
        let mut counts = vec![0_usize; numbered.len()];
        index.each_word(|_, word, _| {
            if let Some(count) = counts.get_mut(word as usize) {
                *count += 1;
            }
        });
        let mut vocabulary = Vocabulary::new(numbered.into_iter().map(|(text, _)| text).zip(counts).collect());
        let mut next = vocabulary.starts();
        let postings = vocabulary.postings_mut();
        index.each_word(|entry, word, impact| {
            let Some(at) = next.get_mut(word as usize) else { return };
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
    /// Gives each word of each entry, once, with how prominently it stands there.
    fn each_word(&self, mut give: impl FnMut(u32, u32, u8)) {
        let mut words: Vec<(u32, u8)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            words.clear();
            for line in entry.lines.clone() {
                let tokens = self.tokens_of(line);
                let impact = self.lines.get(line).map_or(0.0, |line| rank::prominence(line.field, tokens.len()));
                words.extend(tokens.iter().map(|word| (*word, 255 - (impact * 127.0).min(255.0) as u8)));
            }
            words.sort_unstable();
            words.dedup_by_key(|(word, _)| *word);
            words.iter().for_each(|(word, behind)| give(at as u32, *word, 255 - behind));
        }
    }
}
