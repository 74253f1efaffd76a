//! The words of reviews: decision records, and records replayed.

use serde::Deserialize;

use super::{Word, words};

words! {
    /// The record of the sitting on the screen, and how it is kept.
    ReviewWords {
        saving: Word,
        unsaved: Word,
        not_saved: Word,
        saved_again: Word,
        saved_beside: Word,
        changed_elsewhere: Word,
        held: Word,
        begun: Word,
    }
    /// A room that votes before it sees what answers lead to.
    RoomWords {
        mark: Word,
        mark_short: Word,
        on: Word,
        off: Word,
        hidden: Word,
        ahead: Word,
        hint: Word,
        hint_voted: Word,
        votes_first: Word,
        reveal_first: Word,
        nothing_hidden: Word,
        nothing_marked: Word,
        most: Word,
        most_figure: Word,
        tie: Word,
        kept: Word,
        kept_hidden: Word,
        kept_none: Word,
        split: Word,
        votes: Word,
        share: Word,
        title: Word,
        each: Word,
        each_of_set: Word,
        unsure: Word,
        sum: Word,
        outcome: Word,
        voted: Word,
        without: Word,
        revealed: Word,
        revealed_without: Word,
        search: Word,
        broken: Word,
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
}
