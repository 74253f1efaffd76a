//! What is shown of an entry that was found: its title, and the line that matched, cut and marked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::query::Query;
use super::rank::Found;
use super::word::words;
use super::{Hit, Index, Place, titles};

/// How wide a line is shown at most, in display columns.
const WIDEST: usize = 160;
/// How much of it is shown before what matched.
const BEFORE: usize = 40;
/// Stands for what was cut off.
const CUT: &str = "..";

/// What is shown of an entry.
pub(super) fn hit(index: &Index, query: &Query, found: &Found) -> Option<Hit> {
    let entry = index.entries.get(found.entry)?;
    let whole = index.text_of(found.line);
    let marks = match found.letters {
        true => titles::marks(&query.letters, whole),
        false => words(whole)
            .zip(index.tokens_of(found.line))
            .filter(|(_, word)| !query.meant_by(**word).is_empty())
            .map(|((at, word), _)| at..at + word.len())
            .collect(),
    };
    let option = index.lines.get(found.line).and_then(|line| entry.options.get(usize::from(line.option?)));
    let place = match (&entry.place, option) {
        (Place::Question { tree, question }, Some(option)) => {
            Place::Option { tree: tree.clone(), question: question.clone(), option: option.clone() }
        }
        (place, _) => place.clone(),
    };
    let (line, marks) = cut(whole, marks);
    Some(Hit {
        place,
        group: entry.group,
        title: index.text_of(entry.lines.start).to_owned(),
        within: entry.within.to_string(),
        line,
        marks,
        score: (found.score * 1000.0) as u32,
    })
}

/// Cuts a line that is too wide to where most of the marks are, between two characters as readers see them.
fn cut(line: &str, marks: Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    // No character is wider than its bytes are many, but for a few controls that are no text.
    if line.len() <= WIDEST || line.width() <= WIDEST {
        return (line.to_owned(), marks);
    }
    // From which mark on most others are near.
    let near = |first: &Range<usize>| marks.partition_point(|mark| mark.end <= first.start + WIDEST - BEFORE);
    let best = marks.iter().enumerate().max_by_key(|(at, mark)| (near(mark) - at, std::cmp::Reverse(*at)));
    let first = best.map_or(0, |(_, mark)| mark.start);
    let (before, behind) = line.split_at_checked(first).unwrap_or((line, ""));

    let mut start = first;
    let mut width = 0;
    for (at, grapheme) in before.grapheme_indices(true).rev() {
        width += grapheme.width();
        if width > BEFORE {
            break;
        }
        start = at;
    }
    // Better behind a space than within a word, where there is one.
    if start > 0 {
        start += line.get(start..first).and_then(|part| part.find(' ')).map_or(0, |at| at + 1);
    }
    let mut room = WIDEST - 2 * (CUT.len() + 1) - line.get(start..first).map_or(0, str::width);
    let mut end = first;
    for (at, grapheme) in behind.grapheme_indices(true) {
        let Some(left) = room.checked_sub(grapheme.width()) else { break };
        room = left;
        end = first + at + grapheme.len();
    }
    if end < line.len() {
        let last = marks.iter().rev().find(|mark| mark.end <= end).map_or(first, |mark| mark.end);
        end = line.get(last..end).and_then(|part| part.rfind(' ')).map_or(end, |at| last + at);
    }

    let mut shown = String::new();
    if start > 0 {
        shown.push_str(CUT);
        shown.push(' ');
    }
    let shift = shown.len();
    shown.push_str(line.get(start..end).unwrap_or(""));
    if end < line.len() {
        shown.push(' ');
        shown.push_str(CUT);
    }
    let within = marks.into_iter().filter_map(|mark| {
        let (from, to) = (mark.start.max(start), mark.end.min(end));
        (from < to).then(|| from - start + shift..to - start + shift)
    });
    let marks = within.collect();
    (shown, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, word: &str) {
        let marks: Vec<Range<usize>> = line.match_indices(word).map(|(at, word)| at..at + word.len()).collect();
        let (shown, marks) = cut(line, marks);
        assert!(shown.width() <= WIDEST, "{shown}");
        assert!(!marks.is_empty(), "{shown}");
        marks.iter().for_each(|mark| assert!(word.contains(&shown[mark.clone()]), "{shown}: {mark:?}"));
        assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{marks:?}");
    }

    #[test]
    fn a_wide_line_is_cut_around_what_matched() {
        check("a short line with a word", "word");
        check(&format!("{} word {}", "before ".repeat(100), "behind ".repeat(100)), "word");
        check(&format!("{}word{}", "x".repeat(1_000), "y".repeat(1_000)), "word");
        check(&format!("{} word {}", "漢字".repeat(1_000), "👩‍🚀".repeat(1_000)), "word");
        check(&format!("e{} word", "\u{301}".repeat(10_000)), "word");
        check(&format!("word {} word word word", "between ".repeat(50)), "word");
        check(&"long".repeat(1_000), "long");
        let (shown, marks) = cut(&format!("{}here is a word or another", "before ".repeat(100)), std::iter::once(710..714).collect());
        assert!(shown.starts_with(".. before ") && shown.ends_with(" here is a word or another"), "{shown}");
        assert_eq!(marks.iter().map(|mark| &shown[mark.clone()]).collect::<Vec<_>>(), ["word"]);
    }
}
