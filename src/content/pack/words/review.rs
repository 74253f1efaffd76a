//! The words of reviews: decision records, and records replayed.

use serde::Deserialize;

use super::{Word, words};

words! {
    /// Records listed, and one shown.
    ShelfWords {
        nothing: Word,
        untitled: Word,
        changed: Word,
        unreadable: Word,
        outcome: Word,
        waits: Word,
        not_there: Word,
        made: Word,
        revisit: Word,
        supersedes: Word,
        open: Word,
        sure: Word,
        leaning: Word,
        owner: Word,
        owner_until: Word,
        nobody: Word,
        note: Word,
        evidence: Word,
        votes: Word,
        dissent: Word,
        unused: Word,
        assumptions: Word,
        stale: Word,
        holds: Word,
    }
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
