//! The interface's own words, read into one struct: a missing word is a located fault, not a blank on the screen.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::content::diagnostic::{Code, Diagnostic, Parsed};
use crate::content::source::{RawText, Source};
use crate::content::text::clean_line;

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
        decision: DecisionWords,
        record: RecordWords,
        import: ImportWords,
        new: NewWords,
        actions: ActionWords,
    }
    /// The home screen.
    HomeWords {
        title: Word,
        decide: Word,
        read: Word,
        counts: Word,
        begun: Word,
        known: Word,
        conflicts: Word,
        conflicts_below: Word,
        worries: Word,
        ends_in: Word,
        does_not_load: Word,
        laid_over: Word,
    }
    /// The walk.
    WalkWords {
        progress: Word,
        progress_one: Word,
        progress_last: Word,
        progress_about: Word,
        progress_unknown: Word,
        progress_back: Word,
        done: Word,
        done_one: Word,
        done_one_assumed: Word,
        done_assumed: Word,
        viewing: Word,
        not_the_result: Word,
        path: Word,
        empty_path: Word,
        still_possible: Word,
        count_of: Word,
        count_about: Word,
        looking: Word,
        why: Word,
        how_to_tell: Word,
        not_sure: Word,
        assume: Word,
        assume_none: Word,
        why_assume: Word,
        read_more: Word,
        none_of_these: Word,
        confirm_set: Word,
        figure: Word,
        figure_none: Word,
        band_from: Word,
        band_between: Word,
        assumed: Word,
        known: Word,
        kept: Word,
        ahead_of_turn: Word,
        kept_ahead: Word,
        inactive: Word,
        changing: Word,
        unfit: Word,
    }
    /// The outcome.
    OutcomeWords {
        recommendation: Word,
        why: Word,
        because: Word,
        also: Word,
        gains: Word,
        costs: Word,
        first_steps: Word,
        watch: Word,
        revisit: Word,
        wrong_when: Word,
        alternatives: Word,
        right_when: Word,
        anti_patterns: Word,
        instead: Word,
        verify: Word,
        references: Word,
        sources: Word,
        next: Word,
        known: Word,
    }
    /// Reference text.
    ReaderWords {
        outline: Word,
        beside: Word,
        no_reference: Word,
        address: Word,
        refused: Word,
    }
    /// What is said of a walk beyond its outcome.
    InsightWords {
        title: Word,
        at_hand: Word,
        immaterial: Word,
        change: Word,
        flips: Word,
        same: Word,
        other_details: Word,
        changes_nothing: Word,
        opens_back: Word,
        opens_one: Word,
        opens_with: Word,
        opens_with_details: Word,
        opens_without: Word,
        from: Word,
        under: Word,
        between: Word,
        cut_off: Word,
        cut_off_of_zero: Word,
        at_cut_off: Word,
        why_not: Word,
        why_not_this: Word,
        out_of_reach: Word,
        further_answers: Word,
        runner_up: Word,
        changed: Word,
        answered: Word,
        others_more: Word,
        obstacle_holds: Word,
        obstacle_fails: Word,
        never: Word,
        perhaps: Word,
        is_the_result: Word,
        also_by: Word,
        also_by_more: Word,
        not_exact: Word,
        find_out: Word,
        splits: Word,
        splits_to: Word,
        splits_details: Word,
        conflicts: Word,
        way_out: Word,
    }
    /// The map.
    MapWords {
        title: Word,
        counts: Word,
        counts_about: Word,
        again: Word,
        hidden: Word,
        folded_under: Word,
        question: Word,
        outcome: Word,
        here: Word,
        result: Word,
        walked: Word,
        assumed: Word,
        possible: Word,
        possible_about: Word,
        elsewhere: Word,
        comes_by: Word,
        answer: Word,
        options: Word,
        legend: Word,
        an_outcome: Word,
        folded: Word,
        no_map: Word,
    }
    /// Conditions.
    ConditionWords {
        is: Word,
        is_not: Word,
        has: Word,
        has_not: Word,
        other: Word,
        and: Word,
        or: Word,
        not: Word,
        at_least: Word,
        always: Word,
        never: Word,
        otherwise: Word,
        any_answer: Word,
    }
    /// What differs between two versions of a tree.
    DiffWords {
        same: Word,
        same_about: Word,
        changed: Word,
        nothing: Word,
        summary_changed: Word,
        summary_same: Word,
        summary_same_about: Word,
        another_outcome: Word,
        no_longer_taken: Word,
        more_is_asked: Word,
        other_details: Word,
        taken_now: Word,
        less_is_asked: Word,
        leads_elsewhere: Word,
        details: Word,
        refused: Word,
        refused_near: Word,
        outside: Word,
        other_kind: Word,
        opens: Word,
        accepts: Word,
        spares: Word,
        spares_same: Word,
        parts_at_start: Word,
        parts_at: Word,
        parts_there: Word,
        before: Word,
        now: Word,
        more: Word,
        long_example: Word,
        version: Word,
        raise_version: Word,
        version_fell: Word,
        not_exact: Word,
        too_large: Word,
        many_options: Word,
        broken: Word,
        renamed_heading: Word,
        renamed: Word,
        renamed_outcome: Word,
        added: Word,
        removed: Word,
        altered: Word,
        reworded: Word,
        trees_added: Word,
        trees_removed: Word,
        files_added: Word,
        files_removed: Word,
        files_changed: Word,
        tree: Word,
        question: Word,
        option: Word,
        band: Word,
        outcome: Word,
        item: Word,
        also: Word,
        fact: Word,
    }
    /// Search.
    SearchWords {
        trees: Word,
        questions: Word,
        outcomes: Word,
        references: Word,
        anti_patterns: Word,
        conflicts: Word,
        glossary: Word,
        principles: Word,
        prompt: Word,
        hint: Word,
        reading: Word,
        nothing: Word,
        try_others: Word,
    }
    /// Two variants side by side.
    WhatIfWords {
        title: Word,
        now: Word,
        then: Word,
        common: Word,
        common_one: Word,
        common_none: Word,
        choice: Word,
        the_same: Word,
        open: Word,
        nothing: Word,
        no_way: Word,
        only_one: Word,
        looking: Word,
    }
    /// Notices.
    NoticeWords {
        too_small: Word,
        broken: Word,
        broken_help: Word,
        no_file: Word,
        no_document: Word,
        loaded_again: Word,
        loaded_again_many: Word,
        faulty: Word,
        gone: Word,
        unfit_one: Word,
        unfit_many: Word,
        pack_lost: Word,
        pack_found: Word,
        not_watched: Word,
        built_in: Word,
        no_editor: Word,
        editor_failed: Word,
        copied: Word,
        copied_command: Word,
        copied_other: Word,
        undone: Word,
        redone: Word,
        unchanged: Word,
        details_changed: Word,
        now: Word,
        open_again: Word,
        kept_ahead: Word,
        nothing_ticked: Word,
        no_such_option: Word,
        mouse_on: Word,
        mouse_off: Word,
        nothing_to_undo: Word,
        nothing_to_redo: Word,
        not_a_figure: Word,
        out_of_range: Word,
        help_title: Word,
        resume: Word,
        packs: Word,
    }
    /// The walk line by line.
    PlainWords {
        question: Word,
        choose: Word,
        choose_set: Word,
        choose_figure: Word,
        not_understood: Word,
        answered: Word,
        ended: Word,
        help: Word,
    }
    /// A decision as a document.
    DecisionWords {
        given: Word,
        note: Word,
        sure: Word,
        leaning: Word,
        evidence: Word,
        votes: Word,
        dissent: Word,
        chosen: Word,
        good: Word,
        bad: Word,
        also: Word,
        revisit: Word,
        right_when: Word,
        would_need: Word,
        not_led_to: Word,
        assumptions: Word,
        assumption: Word,
        nobody: Word,
        no_day: Word,
        first_steps: Word,
        reading: Word,
        made_with: Word,
        supersedes: Word,
        conflicts: Word,
        replay: Word,
    }
    /// Records replayed.
    RecordWords {
        no_tree: Word,
        no_question: Word,
        no_answer: Word,
        elsewhere: Word,
        other_details: Word,
        open: Word,
        parting: Word,
        start: Word,
        nothing: Word,
        lost: Word,
        gained: Word,
        overdue: Word,
        nobody: Word,
        revisit: Word,
        near: Word,
        or: Word,
        hold: Word,
        none: Word,
    }
    /// Scenarios played.
    TestWords {
        ok: Word,
        not_ok: Word,
        does_not_load: Word,
        ends: Word,
        ends_elsewhere: Word,
        ends_otherwise: Word,
        stops: Word,
        one_variant: Word,
        variants: Word,
        suppose: Word,
        not_walked: Word,
        no_tree: Word,
        broken_tree: Word,
        no_question: Word,
        no_answer: Word,
        other_fact: Word,
        not_otherwise: Word,
        unanswered: Word,
        not_asked: Word,
        out_of_order: Word,
        no_outcome: Word,
        other_outcome: Word,
        no_part: Word,
        missing_part: Word,
        tempting_is_right: Word,
        tempting_out_of_reach: Word,
        near: Word,
        or: Word,
        scenario: Word,
        walk: Word,
        known: Word,
        outcome: Word,
        hold: Word,
        none: Word,
        questions: Word,
        options: Word,
        edges: Word,
        conditions: Word,
        outcomes: Word,
        uncovered: Word,
        all_covered: Word,
        no_walk: Word,
        never_asked: Word,
        never_answered: Word,
        never_chosen: Word,
        always_chosen: Word,
        never_taken: Word,
        never_reached: Word,
        never_holding: Word,
        never_failing: Word,
        edge: Word,
        part: Word,
    }
    /// A tree that was made from a flowchart.
    ImportWords {
        shorten: Word,
        unwritten: Word,
    }
    /// A tree to begin with.
    NewWords {
        wrote: Word,
        next: Word,
        check: Word,
        play: Word,
        walk: Word,
    }
    /// The actions, as the footer and the help name them.
    ActionWords {
        up: ActionWord,
        down: ActionWord,
        page_up: ActionWord,
        page_down: ActionWord,
        top: ActionWord,
        bottom: ActionWord,
        left: ActionWord,
        right: ActionWord,
        open: ActionWord,
        answer: ActionWord,
        toggle: ActionWord,
        pick: ActionWord,
        figure: ActionWord,
        erase: ActionWord,
        not_sure: ActionWord,
        back: ActionWord,
        withdraw: ActionWord,
        undo: ActionWord,
        redo: ActionWord,
        restart: ActionWord,
        next_pane: ActionWord,
        previous_pane: ActionWord,
        next_link: ActionWord,
        previous_link: ActionWord,
        follow: ActionWord,
        return_to: ActionWord,
        outline: ActionWord,
        reference: ActionWord,
        insight: ActionWord,
        what_if: ActionWord,
        search: ActionWord,
        keep_variant: ActionWord,
        other_variant: ActionWord,
        type_words: ActionWord,
        erase_ahead: ActionWord,
        erase_word: ActionWord,
        erase_all: ActionWord,
        cursor_left: ActionWord,
        cursor_right: ActionWord,
        cursor_start: ActionWord,
        cursor_end: ActionWord,
        map: ActionWord,
        jump: ActionWord,
        fold: ActionWord,
        fold_or_out: ActionWord,
        unfold_or_in: ActionWord,
        fold_all: ActionWord,
        describe: ActionWord,
        edit: ActionWord,
        copy: ActionWord,
        copy_command: ActionWord,
        home: ActionWord,
        help: ActionWord,
        close: ActionWord,
        mouse: ActionWord,
        suspend: ActionWord,
        quit: ActionWord,
        quit_at_once: ActionWord,
    }
    /// One action: a word or two for the footer, and a sentence for the help.
    ActionWord { hint: Word, help: Word, }
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
