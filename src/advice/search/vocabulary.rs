//! Every word that stands somewhere, sorted; and for each the entries that it stands in.

use std::collections::HashMap;
use std::ops::Range;

use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::word::Stems;

/// How many words a prefix stands for at most: those that stand in the most entries.
const MOST_WITH_PREFIX: usize = 64;
/// How many words a misspelt one stands for at most.
const MOST_NEAR: usize = 6;
/// How likely a word is meant by one that differs from it in one letter, the first one aside.
pub(super) const ONE_LETTER: f32 = 0.8;
/// A shorter word is not looked for in other spellings: too many others are near it.
const SHORTEST_MISSPELT: usize = 4;

/// Every word, sorted; a word is known by its place.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Vec<Known>,
    /// The words of each stem.
    families: HashMap<Box<str>, Vec<u32>>,
    postings: Vec<Posting>,
}

struct Known {
    text: Box<str>,
    /// How many characters it has.
    length: usize,
    /// The letters in it, a bit each: see [`letters`].
    letters: u32,
    /// Where its postings end; they begin where those of the word before end.
    postings_end: usize,
}

/// That a word stands in an entry.
#[derive(Clone, Copy, Default)]
pub(super) struct Posting {
    pub(super) entry: u32,
    /// How prominently, from 0 to 255.
    pub(super) impact: u8,
}

impl Vocabulary {
    /// Of sorted words with how many entries each stands in, which is how often each will be posted.
    pub(super) fn new(words: Vec<(Box<str>, usize)>) -> Vocabulary {
        let stems = Stems::new();
        let mut families: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut end = 0;
        let word = |(at, (text, entries)): (usize, (Box<str>, usize))| {
            families.entry(stems.of(&text).into()).or_default().push(at as u32);
            end += entries;
            Known { length: text.chars().count(), letters: letters(&text), text, postings_end: end }
        };
        let words = words.into_iter().enumerate().map(word).collect();
        Vocabulary { words, families, postings: vec![Posting::default(); end] }
    }

    /// Where the postings of each word begin.
    pub(super) fn starts(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.words.iter().map(|word| word.postings_end)).collect()
    }

    /// All postings, those of the first word first.
    pub(super) fn postings_mut(&mut self) -> &mut [Posting] {
        &mut self.postings
    }

    /// Puts the most prominent postings of each word first, where there are more than a query looks at.
    pub(super) fn sort_postings(&mut self, looked_at: usize) {
        let mut start = 0;
        for word in &self.words {
            if let Some(postings) = self.postings.get_mut(start..word.postings_end).filter(|postings| postings.len() > looked_at) {
                postings.sort_by_key(|posting| std::cmp::Reverse(posting.impact));
            }
            start = word.postings_end;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The entries that a word stands in.
    pub(super) fn postings(&self, word: u32) -> &[Posting] {
        let word = word as usize;
        let start = word.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |before| before.postings_end);
        self.words.get(word).and_then(|word| self.postings.get(start..word.postings_end)).unwrap_or(&[])
    }

    /// The place of a folded word.
    pub(super) fn get(&self, folded: &str) -> Option<u32> {
        self.words.binary_search_by(|word| (*word.text).cmp(folded)).ok().map(|at| at as u32)
    }

    /// A word.
    pub(super) fn text(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", |word| &word.text)
    }

    /// The words of a stem.
    pub(super) fn family(&self, stem: &str) -> &[u32] {
        self.families.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded word, another form of it, or one that begins so stands anywhere.
    pub(super) fn is_known(&self, folded: &str, stems: &Stems) -> bool {
        !self.range(folded).is_empty() || !self.family(&stems.of(folded)).is_empty()
    }

    /// The words that begin so, with the share of each that is given; the word itself is not among them.
    pub(super) fn begun(&self, prefix: &str) -> Vec<(u32, f32)> {
        let range = self.range(prefix);
        let length = prefix.chars().count() as f32;
        let mut begun: Vec<u32> = range.map(|at| at as u32).collect();
        if begun.len() > MOST_WITH_PREFIX {
            begun.select_nth_unstable_by_key(MOST_WITH_PREFIX, |word| std::cmp::Reverse(self.postings(*word).len()));
            begun.truncate(MOST_WITH_PREFIX);
            begun.sort_unstable();
        }
        let share = |word: u32| self.words.get(word as usize).map(|known| (word, length / known.length.max(1) as f32));
        begun.into_iter().filter_map(share).filter(|(_, share)| *share < 1.0).collect()
    }

    fn range(&self, prefix: &str) -> Range<usize> {
        let start = self.words.partition_point(|word| *word.text < *prefix);
        let behind = self.words.get(start..).unwrap_or(&[]);
        start..start + behind.partition_point(|word| word.text.starts_with(prefix))
    }

    /// The words that a folded one may be a misspelling of, with how likely that is (below 1): one or two letters wrong, missing,
    /// too many or changed places, or several left out. Looks at each word's letters, and closer at the few that fit.
    pub(super) fn near(&self, folded: &str) -> Vec<(u32, f32)> {
        let length = folded.chars().count();
        if length < SHORTEST_MISSPELT {
            return Vec::new();
        }
        let wrong = if length < 8 { 1 } else { 2 };
        let wanted = letters(folded);
        let first = folded.chars().next();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let (mut needle, mut haystack) = (Vec::new(), Vec::new());
        let needle = Utf32Str::new(folded, &mut needle);
        let mut near = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let same_start = word.text.chars().next() == first;
            let mut likely: f32 = 0.0;
            // A wrong letter takes one letter out of a word and puts one in.
            if word.length.abs_diff(length) <= wrong && (word.letters ^ wanted).count_ones() as usize <= 2 * wrong {
                likely = match strsim::osa_distance(&word.text, folded) {
                    distance if distance > wrong => 0.0,
                    distance => (if distance <= 1 { ONE_LETTER } else { 0.6 }) * (if same_start { 1.0 } else { 0.7 }),
                };
            }
            let may_be_short_for = same_start && word.length > length && word.length <= 2 * length + 2 && wanted & !word.letters == 0;
            if likely == 0.0 && may_be_short_for && matcher.fuzzy_match(Utf32Str::new(&word.text, &mut haystack), needle).is_some() {
                likely = 0.6 * length as f32 / word.length as f32;
            }
            if likely > 0.0 {
                near.push((at as u32, likely));
            }
        }
        let often = |word: u32| self.postings(word).len();
        near.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| often(*b).cmp(&often(*a))).then(a.cmp(b)));
        near.truncate(MOST_NEAR);
        near
    }

    /// The two words that a folded one is made of, when both are known.
    pub(super) fn parts<'a>(&self, folded: &'a str) -> Option<(&'a str, &'a str)> {
        const SHORTEST: usize = 3;
        let cuts = folded.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST && folded.len() - at >= SHORTEST);
        let mut parts = cuts.filter_map(|at| folded.split_at_checked(at));
        parts.find(|(a, b)| self.get(a).is_some() && self.get(b).is_some())
    }
}

/// The letters of a text, a bit each; other characters share the bits that the letters leave over.
pub(super) fn letters(text: &str) -> u32 {
    text.chars().fold(0, |letters, c| {
        letters
            | match c {
                'a'..='z' => 1 << (u32::from(c) - u32::from('a')),
                _ => 1 << (26 + u32::from(c) % 6),
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut words: Vec<(Box<str>, usize)> = words.iter().map(|word| ((*word).into(), 1)).collect();
        words.sort();
        Vocabulary::new(words)
    }

    #[test]
    fn misspelt_words_are_recognised() {
        let known = vocabulary(&["replica", "shard", "share", "idempotency", "consistency", "consist", "cache", "queue", "漢字漢字"]);
        #[track_caller]
        fn check(known: &Vocabulary, misspelt: &str, expected: Option<&str>) {
            let found = known.near(misspelt).first().map(|(word, _)| &*known.words[*word as usize].text);
            assert_eq!(found, expected, "{misspelt}");
        }
        check(&known, "replcia", Some("replica"));
        check(&known, "shrad", Some("shard"));
        check(&known, "idmpotency", Some("idempotency"));
        check(&known, "idmptncy", Some("idempotency"));
        check(&known, "consistncy", Some("consistency"));
        check(&known, "qeueu", None);
        check(&known, "queeu", Some("queue"));
        check(&known, "xyz", None);
        check(&known, "漢字漢子", Some("漢字漢字"));
    }

    #[test]
    fn a_prefix_stands_for_the_words_that_begin_so() {
        let known = vocabulary(&["read", "reads", "replica", "rest", "write"]);
        let begun =
            |prefix: &str| -> Vec<&str> { known.begun(prefix).iter().map(|(word, _)| &*known.words[*word as usize].text).collect() };
        assert_eq!(begun("re"), ["read", "reads", "replica", "rest"]);
        assert_eq!(begun("read"), ["reads"]);
        assert_eq!(begun("x"), [""; 0]);
        assert_eq!(known.parts("readreplica"), Some(("read", "replica")));
        assert_eq!(known.parts("re"), None);
    }
}
