//! Words of a text, and the forms of a word that count as the same.

use nucleo_matcher::chars::normalize;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a word that count; longer ones are no words of a language.
const MAX_WORD: usize = 64;

/// Function words: they say little of what is meant, and so count little where other words stand beside them.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "but", "by", "can", "could",
    "did", "do", "does", "doing", "done", "for", "from", "get", "gets", "give", "go", "goes", "got", "had", "has", "have", "he", "her",
    "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "let", "may", "me", "my", "no", "not", "of", "off", "on", "one",
    "or", "other", "our", "out", "over", "own", "s", "say", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "use", "very", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "why", "will", "with", "without", "would", "you", "your",
];

/// The words of a text with their byte offsets, in the sense of Unicode (UAX #29), but that `user_id`, `read-replicas` and
/// `workload.mix` are two words each.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices().flat_map(|(mut at, word)| {
        let parts = word.split(['_', '.', ':']).map(move |part| {
            let start = at;
            at += part.len() + 1;
            (start, part)
        });
        parts.filter(|(_, part)| !part.is_empty())
    })
}

/// Puts a word into the form in which words are compared: lower case, without accents, at most [`MAX_WORD`] characters.
pub(super) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.extend(word.bytes().take(MAX_WORD).map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let marks = '\u{300}'..='\u{36f}';
    let letters = word.chars().filter(|c| !marks.contains(c)).take(MAX_WORD);
    folded.extend(letters.map(|c| if c == '\u{2019}' { '\'' } else { normalize(c) }).flat_map(char::to_lowercase));
}

/// What a folded word shares with its other forms: `replica` and `replicas`, `lock` and `locked`.
pub(super) struct Stems(Stemmer);

impl Stems {
    pub(super) fn new() -> Stems {
        Stems(Stemmer::create(Algorithm::English))
    }

    pub(super) fn of(&self, folded: &str) -> String {
        // The rules are those of English, and made for its letters.
        match folded.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'') {
            true => self.0.stem(folded).into_owned(),
            false => folded.to_owned(),
        }
    }
}

/// Whether a folded word says little of what is meant.
pub(super) fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let mut folded = String::new();
        let found: Vec<(usize, String)> = words(text)
            .map(|(at, word)| {
                assert!(text[at..].starts_with(word));
                fold(word, &mut folded);
                (at, folded.clone())
            })
            .collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(at, word)| (*at, word.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_found_and_folded() {
        check("My edit's gone!", &[(0, "my"), (3, "edit's"), (10, "gone")]);
        check(
            "read-replicas user_id workload.mix",
            &[(0, "read"), (5, "replicas"), (14, "user"), (19, "id"), (22, "workload"), (31, "mix")],
        );
        check("p99 N+1 99.9 %", &[(0, "p99"), (4, "n"), (6, "1"), (8, "99"), (11, "9")]);
        check("Caf\u{e9} cafe\u{301} Stra\u{df}e", &[(0, "cafe"), (6, "cafe"), (13, "strase")]);
        check("漢字 👩‍🚀 \u{301}", &[(0, "漢"), (3, "字")]);
        check("?! ...", &[]);
    }

    #[test]
    fn endless_words_are_cut() {
        let mut folded = String::new();
        for letter in ["a", "é", "漢"] {
            fold(&letter.repeat(10_000), &mut folded);
            assert_eq!(folded.chars().count(), MAX_WORD, "{letter}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let stems = Stems::new();
        for (a, b) in
            [("replica", "replicas"), ("locks", "locked"), ("reload", "reloading"), ("query", "queries"), ("customer's", "customers")]
        {
            assert_eq!(stems.of(a), stems.of(b), "{a}, {b}");
        }
        assert_eq!(stems.of("漢字s"), "漢字s");
    }

    #[test]
    fn the_stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("the") && !is_stop_word("table"));
    }
}
