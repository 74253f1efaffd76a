//! What people and the program each made of one text, put together line by line.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The most lines of a text that is merged: the cost grows with the square of what differs.
const MAX_LINES: usize = 1_000;

/// Two texts put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// Their lines, without a line break at the end.
    pub text: String,
    /// Whether no line was changed by both.
    pub is_whole: bool,
}

/// Lines that stand in the place of some lines of another text.
#[derive(Debug, Clone, PartialEq)]
struct Change<'a> {
    start: usize,
    end: usize,
    lines: &'a [&'a str],
}

/// What `theirs` and `ours` made of `base`: what people added or changed is kept, what they took out stays out, and all else is as in
/// `ours`. Where both changed the same lines, those of people come first and ours behind them. `None` for texts that are too long.
///
/// Lines are alike whatever their line ends. Costs the lines of the texts, times how many of them differ.
pub(super) fn merge(base: &str, theirs: &str, ours: &str) -> Option<Merged> {
    let line_end = if theirs.contains("\r\n") { "\r\n" } else { "\n" };
    let [base, theirs, ours] = [base, theirs, ours].map(|text| text.lines().collect::<Vec<&str>>());
    if [&base, &theirs, &ours].into_iter().any(|lines| lines.len() > MAX_LINES) {
        return None;
    }
    let (theirs, ours) = (changes(&base, &theirs), changes(&base, &ours));
    let mut is_whole = true;
    // What is put in before each line, and whether it is set apart from what stands there.
    let mut put_in: BTreeMap<usize, Vec<(&[&str], bool)>> = BTreeMap::new();
    for change in &theirs {
        put_in.entry(change.start).or_default().push((change.lines, false));
    }
    for change in ours.iter().filter(|change| !theirs.contains(change)) {
        let both = theirs.iter().rfind(|other| other.start.max(change.start) < other.end.min(change.end));
        is_whole &= both.is_none();
        let place = put_in.entry(both.map_or(change.start, |other| other.start.max(change.start))).or_default();
        // What goes on with the line above, such as a list, stays with it.
        let begins = |lines: &[&str]| lines.first().is_some_and(|first| first.trim().is_empty());
        let goes_on = both.is_none() && !begins(change.lines) && place.first().is_some_and(|(theirs, _)| begins(theirs));
        place.insert(if goes_on { 0 } else { place.len() }, (change.lines, both.is_some()));
    }
    let mut is_out = vec![false; base.len()];
    for change in theirs.iter().chain(&ours) {
        is_out.get_mut(change.start..change.end).into_iter().flatten().for_each(|out| *out = true);
    }
    let mut lines: Vec<&str> = Vec::new();
    for at in 0..=base.len() {
        for (change, is_apart) in put_in.get(&at).into_iter().flatten() {
            let first = change.first().copied().unwrap_or("");
            if *is_apart && !joins(first) && lines.last().is_some_and(|last| !last.trim().is_empty()) {
                lines.push("");
            }
            lines.extend(*change);
        }
        lines.extend(base.get(at).filter(|_| is_out.get(at) == Some(&false)));
    }
    Some(Merged { text: lines.join(line_end), is_whole })
}

/// What was changed between two texts, in order.
fn changes<'a>(before: &[&str], after: &'a [&'a str]) -> Vec<Change<'a>> {
    let mut places: Vec<[usize; 4]> = Vec::new();
    let (mut start, mut from) = (0, 0);
    let alike = capture_diff_slices(Algorithm::Patience, before, after).into_iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
    for (old, new) in alike.map(|op| (op.old_range(), op.new_range())).chain([(before.len()..0, after.len()..0)]) {
        if (start, from) != (old.start, new.start) {
            places.push([start, old.start, from, new.start]);
        }
        (start, from) = (old.end, new.end);
    }
    let change = |[start, end, from, to]: [usize; 4]| Change { start, end, lines: after.get(from..to).unwrap_or_default() };
    places.into_iter().map(change).collect()
}

/// Whether a line stands well behind another without an empty one between them: an entry of a list does.
fn joins(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("* ") || line.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(base: &str, theirs: &str, ours: &str, expected: &str, is_whole: bool) {
        let lines = |text: &str| text.replace(' ', "\n");
        let merged = merge(&lines(base), &lines(theirs), &lines(ours)).unwrap();
        assert_eq!((merged.text.replace('\n', " "), merged.is_whole), (expected.to_owned(), is_whole), "{base} | {theirs} | {ours}");
    }

    #[test]
    fn what_each_changed_is_kept() {
        check("a b c", "a x b c", "a b d", "a x b d", true);
        check("a b c", "a b c x", "a b d", "a b d x", true);
        check("a b c", "x a b c", "d b c", "x d b c", true);
        check("a b c", "a x b c", "d", "d x", true);
        check("a b c", "a c", "a b d", "a d", true);
        check("a b c", "a b c", "", "", true);
        check("", "x", "y", "x y", true);
        check("a", "a  x", "a b", "a b  x", true);
        check("a", "a  x", "a  b", "a  x  b", true);
    }

    #[test]
    fn where_both_changed_the_same_both_stand() {
        check("a b c", "a x c", "a d c", "a x  d c", false);
        check("a b c", "a c", "a d c", "a  d c", false);
        check("a b c", "a x c", "a x c", "a x c", true);
        check("a b c", "x", "d", "x  d", false);
        assert_eq!(merge("* a\r\n* b", "* x\r\n* b", "* d\n* b").unwrap().text, "* x\r\n* d\r\n* b");
        assert_eq!(merge(&"a\n".repeat(MAX_LINES + 1), "", ""), None);
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(vec!["", "a", "b", "c", "* d"]), 0..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn nothing_of_people_is_lost(base in text(), theirs in text(), ours in text(), at in 0_usize..12) {
            let mut lines: Vec<&str> = theirs.lines().collect();
            lines.insert(at.min(lines.len()), "added by people");
            let written = lines.join("\n");
            let merged = merge(&base, &written, &ours).unwrap();
            prop_assert_eq!(merged.text.lines().filter(|line| *line == "added by people").count(), 1);
            // Their order is that in which they were written.
            let (before, behind): (Vec<&str>, Vec<&str>) = (base.lines().collect(), written.lines().collect());
            let theirs: Vec<&str> =
                changes(&before, &behind).iter().flat_map(|change| change.lines.to_vec()).filter(|line| !line.is_empty()).collect();
            let mut rest = merged.text.split('\n');
            prop_assert!(theirs.iter().all(|line| rest.any(|other| other == *line)), "{:?}\n{}", theirs, merged.text);
        }

        #[test]
        fn a_text_that_one_left_alone_is_the_others(base in text(), other in text()) {
            let lines = |text: &str| text.lines().collect::<Vec<_>>().join("\n");
            let whole = |text: &str| Some(Merged { text: lines(text), is_whole: true });
            prop_assert_eq!(merge(&base, &base, &other), whole(&other));
            prop_assert_eq!(merge(&base, &other, &base), whole(&other));
            prop_assert_eq!(merge(&base, &other, &other), whole(&other));
        }
    }
}
