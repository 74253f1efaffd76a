use std::borrow::Cow;

use super::*;
use crate::content::pack::Files;
use crate::content::text::first_unsafe;

/// A pack of one tree, one document and the lists.
struct Small;

const FILES: &[(&str, &str)] = &[
    (
        "trees/stock.ron",
        r#"(id: "stock", version: 1, title: "Stock", summary: "Where the `stock` is kept", start: "mix", worries: ["we sold it twice"], nodes: [
            Question(id: "mix", prompt: "Read or written?", why: "It decides the copies.", how_to_tell: ["Ask the planner for a **full table** scan."],
                assume_why: "Mostly so.", fact: "workload.mix", kind: Choice(assume: "read", options: [
                    (id: "read", label: "Read", meaning: "Followers answer most of it.", to: "keep"),
                    (id: "written", label: "Written", meaning: "Rows change all day.", to: "keep")])),
            Outcome(id: "keep", recommendation: "Keep a read replica", why: "It fits.", gains: ["Calm."], costs: ["Money."], first_steps: ["Begin."],
                watch: [(metric: "lag", figure: "2 s")], revisit: "Later.", wrong_when: "Never.", alternatives: [], references: ["text"],
                sources: [(title: "S", url: "https://example.org")],
                also: [(id: "pages", aspect: "pagination", recommendation: "Page by cursor", why: "Stable.")]),
        ])"#,
    ),
    (
        "assets/references/text.md",
        "# Text\n\nOpening words about *everything*.\n\n## Locks\n\n<!-- worries: the report hangs -->\n> - quoted and listed\n\n\
         ```sql\nselect pg_sleep(1);\n```\n\n| metric | figure |\n|---|---|\n| waiting | 5 s |\n",
    ),
    (
        "assets/anti-patterns.ron",
        r#"[(id: "loop", title: "Queries in a loop", mistake: "One for each row.", why: "Trips.", instead: "A join.", references: ["text#locks"])]"#,
    ),
    ("assets/glossary.ron", r#"[(term: "p99", aliases: ["p95", "tail latency"], meaning: "A percentile.", reference: "text")]"#),
    ("assets/principles.ron", r#"[(id: "simple", title: "Simple first", text: "Until proven otherwise.")]"#),
];

impl Files for Small {
    fn name(&self) -> &str {
        "small"
    }

    fn paths(&self) -> Vec<String> {
        FILES.iter().map(|(path, _)| (*path).to_owned()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| Cow::Borrowed(*text)).ok_or_else(|| "not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn small() -> Index {
    Index::of(&Pack::open(vec![Box::new(Small)]))
}

fn question() -> Place {
    Place::Question { tree: "stock".to_owned(), question: "mix".to_owned() }
}

fn option(option: &str) -> Place {
    Place::Option { tree: "stock".to_owned(), question: "mix".to_owned(), option: option.to_owned() }
}

/// What a query finds first: its place, and its line with what matched in brackets.
#[track_caller]
fn check(query: &str, place: &Place, line: &str) {
    let hits = small().find(query, 10);
    let hit = hits.first().unwrap_or_else(|| panic!("nothing is found for {query}"));
    let mut marked = hit.line.clone();
    for mark in hit.marks.iter().rev() {
        marked.insert(mark.end, ']');
        marked.insert(mark.start, '[');
    }
    assert_eq!((&hit.place, marked.as_str()), (place, line), "{query}");
}

#[test]
fn everything_is_found_with_the_line_that_matched() {
    let section = |reference: &str| Place::Section(reference.to_owned());
    check("sold twice", &Place::Tree("stock".to_owned()), "we [sold] it [twice]");
    check("where is the stock kept", &Place::Tree("stock".to_owned()), "[Where] [the] [stock] [is] [kept]");
    check("written", &question(), "Read or [written]?");
    check("full scan", &question(), "Ask the planner for a [full] table [scan].");
    check("workload.mix", &question(), "[workload].[mix]");
    check("rows change", &option("written"), "Written: [Rows] [change] all day.");
    check("follower", &option("read"), "Read: [Followers] answer most of it.");
    check("keep", &Place::Outcome { tree: "stock".to_owned(), outcome: "keep".to_owned() }, "[Keep] a read replica");
    check("lag", &Place::Outcome { tree: "stock".to_owned(), outcome: "keep".to_owned() }, "[lag]: 2 s");
    check("pagination", &Place::Also { tree: "stock".to_owned(), id: "pages".to_owned() }, "[pagination]");
    check("opening", &section("text"), "[Opening] words about everything.");
    check("hanging report", &section("text#locks"), "the [report] [hangs]");
    check("quoted", &section("text#locks"), "[quoted] and listed");
    check("pg_sleep", &section("text#locks"), "select [pg]_[sleep](1);");
    check("waiting", &section("text#locks"), "[waiting] | 5 s");
    check("loop", &Place::AntiPattern("loop".to_owned()), "Queries in a [loop]");
    check("tail latency", &Place::Term("p99".to_owned()), "[tail] [latency]");
    check("simple", &Place::Principle("simple".to_owned()), "[Simple] first");
}

#[test]
fn words_are_found_begun_misspelt_and_abbreviated() {
    check("everyth", &Place::Section("text".to_owned()), "Opening words about [everything].");
    check("percnetile", &Place::Term("p99".to_owned()), "A [percentile].");
    check("fulltable", &question(), "Ask the planner for a [full] [table] scan.");
    check("kprdrep", &Place::Outcome { tree: "stock".to_owned(), outcome: "keep".to_owned() }, "[K]ee[p] a [r]ea[d] [rep]lica");
    check("perc entile", &Place::Term("p99".to_owned()), "A [percentile].");
    assert_eq!(small().find("xqzzt", 10), []);
    // White space behind a word says that it is whole.
    assert_eq!(small().find("unt", 10).len(), 1);
    assert_eq!(small().find("unt ", 10), []);
}

#[test]
fn an_entry_is_found_once() {
    let index = small();
    for query in ["read written rows change followers", "read", "e"] {
        let mut places: Vec<Place> = index.find(query, 100).into_iter().map(|hit| hit.place).collect();
        let options = |place: Place| if matches!(place, Place::Option { .. }) { question() } else { place };
        places = places.into_iter().map(options).collect();
        let before = places.len();
        places.dedup();
        assert_eq!(places.len(), before, "{query}: {places:?}");
    }
}

#[test]
fn any_query_is_fine() {
    let index = small();
    let long = "tail latency ".repeat(1_000);
    let odd = ["", " ", "s", "?", "...", "漢字", "👩‍🚀", "e\u{301}\u{301}", "\u{301}", "\0\u{1b}[2J", "a\u{202e}b", "'", "_", "99.9", &long];
    for query in odd {
        for hit in index.find(query, 5) {
            assert!(first_unsafe(&hit.line).is_none());
            hit.marks.iter().for_each(|mark| assert!(!hit.line[mark.clone()].is_empty()));
        }
    }
    let first = index.find(&long, 1);
    assert_eq!(first[0].place, Place::Term("p99".to_owned()));
    assert_eq!(index.find("read", 0), []);
}

#[test]
fn groups_stand_in_the_order_of_their_best_hits() {
    let hits = small().find("read", 10);
    let groups = grouped(hits.clone());
    assert_eq!(groups.iter().map(|(_, hits)| hits.len()).sum::<usize>(), hits.len());
    assert_eq!(groups[0].1[0], hits[0]);
    assert!(groups.windows(2).all(|pair| pair[0].1[0].score >= pair[1].1[0].score));
    assert!(groups.iter().all(|(group, hits)| hits.iter().all(|hit| hit.group == *group)));
    assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn an_index_goes_from_thread_to_thread() {
    fn both<T: Send + Sync + 'static>(_: &T) {}
    let index = small();
    both(&index);
    assert!(!index.is_empty() && index.len() == 9, "{index:?}");
}
