//! Where marks go among rows.

use crate::tui::action::Action;

/// Where a mark goes among rows.
pub(super) fn moved(at: usize, action: &Action, rows: usize) -> usize {
    let last = rows.saturating_sub(1);
    match action {
        Action::Up => at.min(last).checked_sub(1).unwrap_or(last),
        Action::Down => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        Action::Top => 0,
        Action::Bottom => last,
        _ => at.min(last),
    }
}

/// Where a mark goes that may be nowhere: round and round.
pub(super) fn next_of(at: Option<usize>, rows: usize, forwards: bool) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    Some(match (at, forwards) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => (at + 1) % rows,
        (Some(at), false) => at.checked_sub(1).unwrap_or(last),
    })
}
