//! The interface's own words, read into one struct: a missing word is a located fault, not a blank on the screen.

mod actions;
mod commands;
mod review;
mod screens;

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::content::diagnostic::{Code, Diagnostic, Parsed};
use crate::content::source::{RawText, Source};
use crate::content::text::clean_line;

pub use actions::{ActionWord, ActionWords};
pub use commands::{DiffWords, TestWords};
use commands::{ImportWords, NewWords, PlainWords};
pub use review::{CompareWords, DecisionWords, ExportWords, RecordWords, ShelfWords};
use review::{FormWords, HtmlWords, RecentWords, ReviewWords, RoomWords, SideWords};
pub use screens::{ConditionWords, InsightWords};
use screens::{HomeWords, MapWords, NoticeWords, OutcomeWords, ReaderWords, SearchWords, WalkWords, WhatIfWords};

/// The built-in words, which a pack's own fall back to when they are not whole.
const BUILT_IN: &str = include_str!("../../../assets/text/en.ron");

/// A word or sentence of the interface; `{name}` in it is filled in by [`fill`].
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Word(String);

impl std::ops::Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Far longer than any screen is wide: beyond, a word is a mistake.
        const LONGEST: usize = 400;
        let raw = RawText::deserialize(deserializer)?;
        if raw.0.len() > LONGEST {
            return Err(serde::de::Error::custom(format!("a word of the interface holds at most {LONGEST} bytes")));
        }
        Ok(Word(clean_line(&raw.0).into_owned()))
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $group:ident { $($field:ident: $type:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "a word's name says what it is for; assets/text/en.ron says the rest")]
        pub struct $group { $(pub $field: $type,)* }
    )* };
}
use words;

words! {
    /// Every word of the interface.
    Words {
        home: HomeWords,
        walk: WalkWords,
        outcome: OutcomeWords,
        reader: ReaderWords,
        map: MapWords,
        insight: InsightWords,
        condition: ConditionWords,
        diff: DiffWords,
        search: SearchWords,
        what_if: WhatIfWords,
        notices: NoticeWords,
        plain: PlainWords,
        test: TestWords,
        shelf: ShelfWords,
        decision: DecisionWords,
        html: HtmlWords,
        record: RecordWords,
        review: ReviewWords,
        room: RoomWords,
        compare: CompareWords,
        recent: RecentWords,
        side_by_side: SideWords,
        export: ExportWords,
        form: FormWords,
        import: ImportWords,
        new: NewWords,
        actions: ActionWords,
    }
}

/// Fills the named gaps of a word: `fill("{n} of {all}", &[("n", "3"), ("all", "9")])` is `3 of 9`.
pub fn fill(word: &str, gaps: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(word.len());
    let mut rest = word;
    // From left to right, so that a gap's name within what was filled in is left alone.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let gap = after.split_once('}').and_then(|(name, behind)| Some((gaps.iter().find(|(gap, _)| *gap == name)?.1, behind)));
        match gap {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

pub(super) fn parse(text: &str) -> Parsed<Words> {
    let parsed = Source::new(text).and_then(|source| source.parse::<Words>().map_err(|fault| vec![explain(fault)]));
    match parsed {
        Ok(words) => (Some(words), Vec::new()),
        Err(faults) => (None, faults),
    }
}

/// The built-in words, whatever packs are laid over them.
pub(super) fn built_in() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| parse(BUILT_IN).0.unwrap_or_default());
    &WORDS
}

fn explain(fault: Diagnostic) -> Diagnostic {
    match fault.code {
        Code::MissingField => fault.help("every word is needed; assets/text/en.ron of the program has them all"),
        _ => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_whole() {
        let (words, faults) = parse(BUILT_IN);
        assert_eq!(faults, []);
        assert!(words.is_some());
    }

    #[test]
    fn a_missing_word_is_a_located_fault() {
        let (words, faults) = parse(&BUILT_IN.replacen("still_possible:", "still_posible:", 1));
        assert!(words.is_none());
        assert_eq!(faults.len(), 1);
        let span = faults.first().and_then(Diagnostic::span).unwrap();
        assert!(BUILT_IN.replacen("still_possible:", "still_posible:", 1)[span.range()].starts_with("still_posible"));
    }

    #[test]
    fn gaps_are_filled_once() {
        assert_eq!(fill("{n} of {all} {x}", &[("n", "{all}"), ("all", "9")]), "{all} of 9 {x}");
        assert_eq!(fill("a { b", &[("n", "1")]), "a { b");
    }
}
