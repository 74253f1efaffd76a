//! A sound tree that is changed by chance as a slip of an author would change it: whatever comes of it is told with a place, in words
//! that have a manual, and what mends itself comes to an end.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use waypost::authoring::lint::{Rule, lint, mended};
use waypost::paper::export::lint::counts;

use crate::shelf::{Shelf, in_full};

/// A sound tree with something of everything, a node from one line of four spaces to the next.
const SOUND: &str = r#"(
    id: "case",
    $tree,
    start: "kind",
    also: [(id: "paging", aspect: "paging", when: Is("kind", "reads"), recommendation: "R", why: "W")],
    nodes: [
    Question(
        id: "kind",
        prompt: "P?",
        why: "W",
        how_to_tell: ["H"],
        kind: Choice(assume: "reads", options: [
            (id: "reads", label: "Reads", meaning: "M", to: "needs"),
            (id: "writes", label: "Writes", meaning: "M", to: "data-size"),
        ]),
        assume_why: "A",
        $refs,
    ),
    Question(
        id: "needs",
        $question, $refs,
        edges: [(when: All([Has("needs", "order"), Not(Has("needs", "speed"))]), to: "one-queue")],
        kind: Select(assume: ["order"], options: [
            (id: "order", label: "Order", meaning: "M"),
            (id: "speed", label: "Speed", meaning: "M"),
        ]),
        to: "more-queues",
    ),
    Question(
        id: "data-size",
        fact: "data.size",
        $question, $refs,
        kind: Number(assume: 20, unit: "GB", min: 0, max: 900, bands: [
            (id: "small", label: "Small", from: 0, below: 50, source: (title: "S", url: "https://example.org"), to: "one-queue"),
            (id: "large", label: "Large", from: 50, below: 900, source: (title: "S", url: "https://example.org"), to: "more-queues"),
        ]),
    ),
    Outcome(
        id: "one-queue",
        recommendation: "R",
        why: "W",
        gains: ["G", (id: "cheap", when: In("data-size", "small"), text: "T")],
        costs: ["C"],
        first_steps: ["F"],
        revisit: "R",
        wrong_when: "W",
        alternatives: [(outcome: "more-queues", right_when: "R")],
        next: [(tree: "queue", why: "W")],
        $watch, $refs,
    ),
    Outcome(
        id: "more-queues",
        $outcome,
    ),
    ],
)
"#;

/// What an author's hand may do to a file; the number says where.
#[derive(Debug, Clone, Copy)]
enum Slip {
    DeleteLine(u16),
    SwapIds(u16, u16),
    UpperId(u16),
    DropComma(u16),
    DoubleNode(u16),
    Figure(u16, u16),
    DropLetter(u16),
    DoubleLine(u16),
    Escape(u16),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        any::<u16>().prop_map(Slip::DeleteLine),
        any::<(u16, u16)>().prop_map(|(one, other)| Slip::SwapIds(one, other)),
        any::<u16>().prop_map(Slip::UpperId),
        any::<u16>().prop_map(Slip::DropComma),
        any::<u16>().prop_map(Slip::DoubleNode),
        (any::<u16>(), 0..1_000_u16).prop_map(|(at, figure)| Slip::Figure(at, figure)),
        any::<u16>().prop_map(Slip::DropLetter),
        any::<u16>().prop_map(Slip::DoubleLine),
        any::<u16>().prop_map(Slip::Escape),
    ]
}

impl Slip {
    fn made_in(self, text: &str) -> String {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        match self {
            Slip::DeleteLine(at) => drop(lines.remove(at as usize % lines.len())),
            Slip::DoubleLine(at) => {
                let at = at as usize % lines.len();
                lines.insert(at, lines[at]);
            }
            Slip::DoubleNode(at) => {
                let is_node = |line: &&str| line.starts_with("    Question(") || line.starts_with("    Outcome(");
                let starts: Vec<usize> = (0..lines.len()).filter(|at| is_node(&lines[*at])).collect();
                let Some(start) = chosen(&starts, at) else { return text.to_owned() };
                let end = (start..lines.len()).find(|at| lines[*at] == "    ),\n").unwrap_or(start);
                let node: Vec<&str> = lines[start..=end].to_vec();
                lines.splice(start..start, node);
            }
            Slip::SwapIds(one, other) => {
                let ids = ids(text);
                let (Some(one), Some(other)) = (chosen(&ids, one), chosen(&ids, other)) else { return text.to_owned() };
                let (one, other) = if one.0 <= other.0 { (one, other) } else { (other, one) };
                if one.1 > other.0 {
                    return text.to_owned();
                }
                let id = |(start, end): (usize, usize)| &text[start..end];
                return [&text[..one.0], id(other), &text[one.1..other.0], id(one), &text[other.1..]].concat();
            }
            Slip::UpperId(at) => {
                let Some((start, end)) = chosen(&ids(text), at) else { return text.to_owned() };
                return [&text[..start], &text[start..end].to_uppercase(), &text[end..]].concat();
            }
            Slip::DropComma(at) => return without(text, at, |c| c == ','),
            Slip::DropLetter(at) => return without(text, at, |c| c.is_ascii_alphabetic()),
            Slip::Figure(at, figure) => {
                let figures: Vec<usize> =
                    text.match_indices(": ").map(|(at, _)| at + 2).filter(|at| starts_with_digit(&text[*at..])).collect();
                let Some(start) = chosen(&figures, at) else { return text.to_owned() };
                let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
                return [&text[..start], &figure.to_string(), &text[end..]].concat();
            }
            Slip::Escape(at) => {
                let quotes: Vec<usize> = text.match_indices(": \"").map(|(at, _)| at + 3).collect();
                let Some(at) = chosen(&quotes, at) else { return text.to_owned() };
                return [&text[..at], ["\u{1b}[1m", r"\u{1b}[1m", "\u{202e}"][at % 3], &text[at..]].concat();
            }
        }
        lines.concat()
    }
}

fn chosen<T: Copy>(from: &[T], number: u16) -> Option<T> {
    from.get(number as usize % from.len().max(1)).copied()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Where the ids stand, without their quotes.
fn ids(text: &str) -> Vec<(usize, usize)> {
    let starts = text.match_indices("id: \"").map(|(at, found)| at + found.len());
    starts.filter_map(|start| Some((start, start + text[start..].find('"')?))).collect()
}

/// A text without one of the characters of a kind.
fn without(text: &str, number: u16, kind: fn(char) -> bool) -> String {
    let places: Vec<usize> = text.char_indices().filter(|(_, c)| kind(*c)).map(|(at, _)| at).collect();
    let Some(at) = chosen(&places, number) else { return text.to_owned() };
    [&text[..at], &text[at + 1..]].concat()
}

/// Looks at everything that is said of a text, and makes its changes again and again until there are none; each round as the number
/// of errors before it.
fn errors_by_round(shelf: &Shelf, mut text: String, seen: &mut BTreeMap<&'static str, usize>) -> Result<Vec<usize>, TestCaseError> {
    const ROUNDS: usize = 10;
    let mut rounds = Vec::new();
    loop {
        shelf.put("trees/case.ron", &text);
        let pack = shelf.pack();
        let findings = lint(&pack);
        rounds.push(counts(&findings).0);
        let mut fixes = Vec::new();
        for finding in findings {
            let fault = finding.diagnostic;
            let name = fault.code.as_str();
            *seen.entry(name).or_default() += 1;
            prop_assert!(Rule::named(name).is_some_and(|rule| !rule.manual().is_empty()), "{name}");
            let spans = fault.labels.iter().map(|label| label.span).chain(fault.fix.as_ref().map(|fix| fix.span));
            for span in spans {
                prop_assert!(finding.text.get(span.range()).is_some(), "{span:?} of {name} in\n{text}");
            }
            if finding.file.ends_with("case.ron") {
                fixes.extend(fault.fix);
            }
        }
        if fixes.is_empty() {
            return Ok(rounds);
        }
        prop_assert!(rounds.len() < ROUNDS, "still {fixes:?} in\n{text}");
        *seen.entry("fixed").or_default() += 1;
        text = mended(&text, &fixes.iter().collect::<Vec<_>>()).0;
    }
}

#[track_caller]
fn check(cases: u32, slips: std::ops::Range<usize>, may_grow: bool) -> BTreeMap<&'static str, usize> {
    let shelf = Shelf::new();
    let sound = in_full(SOUND);
    let seen = std::cell::RefCell::new(BTreeMap::new());
    let usual = Config::default();
    let config = Config {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { cases },
        rng_seed: if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(7) } else { usual.rng_seed },
        failure_persistence: None,
        ..usual
    };
    TestRunner::new(config)
        .run(&vec(slip(), slips), |slips| {
            let text = slips.iter().fold(sound.clone(), |text, slip| slip.made_in(&text));
            let errors = errors_by_round(&shelf, text.clone(), &mut seen.borrow_mut())?;
            prop_assert!(may_grow || errors.is_sorted_by(|before, after| before >= after), "errors {errors:?} of\n{text}");
            Ok(())
        })
        .unwrap_or_else(|why| panic!("{why}"));
    seen.into_inner()
}

#[test]
fn what_is_mended_after_a_slip_brings_no_more_errors() {
    assert_eq!(errors_by_round(&Shelf::new(), in_full(SOUND), &mut BTreeMap::new()).unwrap(), [0]);
    let seen = check(600, 1..2, false);
    assert!(seen.len() > 15 && seen.get("fixed").is_some_and(|fixed| *fixed > 20), "{seen:?}");
}

#[test]
fn after_many_slips_everything_is_told_and_mending_ends() {
    // What one fault hid, such as those of a node that could not be read, may show when it is mended.
    check(200, 2..6, true);
}
