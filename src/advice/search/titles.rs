//! Titles in which the letters of a query follow each other, such as "Add a read replica" for `rdrep`.

use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Index;
use super::query::Query;
use super::rank::Found;
use super::vocabulary::letters;

/// Fewer letters follow each other in nearly every title, more hardly in any.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=32;
/// A title of more bytes is none that somebody would abbreviate.
const LONGEST_TITLE: usize = 300;
/// The most titles that are added.
const MOST: usize = 50;
/// The score of a title in which the letters could not stand better: that of a word which is met in the text of an entry.
const BEST: f32 = 2.0;

/// Adds the entries whose title holds the letters of the query in their order, when words do not explain it.
pub(super) fn add(index: &Index, query: &Query, found: &mut Vec<Found>) {
    let length = query.letters.chars().count();
    if !query.unexplained || !LETTERS.contains(&length) {
        return;
    }
    let wanted = letters(&query.letters);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut needle, mut haystack) = (Vec::new(), Vec::new());
    let needle = Utf32Str::new(&query.letters, &mut needle);
    let Some(perfect) = matcher.fuzzy_match(needle, needle) else { return };
    let mut matched: Vec<Found> = Vec::new();
    let may_match = index.titles.iter().zip(&index.entries).enumerate().filter(|(_, (letters, _))| wanted & !**letters == 0);
    for (at, (_, entry)) in may_match {
        let title = index.text_of(entry.lines.start);
        if title.len() > LONGEST_TITLE {
            continue;
        }
        let Some(quality) = matcher.fuzzy_match(Utf32Str::new(title, &mut haystack), needle) else { continue };
        let score = BEST * (f32::from(quality) / f32::from(perfect.max(1))).min(1.0);
        matched.push(Found { entry: at, line: entry.lines.start, score, letters: true });
    }
    matched.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    for title in matched.into_iter().take(MOST) {
        match found.iter_mut().find(|found| found.entry == title.entry) {
            Some(word) if word.score < title.score => *word = title,
            Some(_) => {}
            None => found.push(title),
        }
    }
}

/// Where the letters of a query stand in a title, as byte offsets of characters.
pub(super) fn marks(letters: &str, title: &str) -> Vec<std::ops::Range<usize>> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut needle, mut haystack, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let needle = Utf32Str::new(letters, &mut needle);
    if matcher.fuzzy_indices(Utf32Str::new(title, &mut haystack), needle, &mut places).is_none() {
        return Vec::new();
    }
    let mut marks: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, (start, c)) in title.char_indices().enumerate() {
        if u32::try_from(at).is_ok_and(|at| places.contains(&at)) {
            let end = start + c.len_utf8();
            match marks.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = end,
                None => marks.push(start..end),
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_marked_where_they_stand() {
        #[track_caller]
        fn check(letters: &str, title: &str, expected: &[&str]) {
            let found: Vec<&str> = marks(letters, title).into_iter().map(|mark| &title[mark]).collect();
            assert_eq!(found, expected, "{letters}");
        }
        check("rdrep", "Add a read replica", &["r", "d", "rep"]);
        check("漢", "字漢字", &["漢"]);
        check("cafe", "Ein Café", &["Café"]);
        check("xyz", "Add a read replica", &[]);
    }
}
