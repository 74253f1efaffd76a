//! Guards the page of a decision: that it is as it was looked at, that every page is well-formed and refers to nothing but what a
//! reader may follow, and that nothing that people wrote is more than text.
//!
//! `UPDATE_EXPORTS=1 cargo test --test export_html` writes the page of the fixtures anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::date;
use waypost::advice::walk::{Answer, Answers, End, Key, Value, route, value_of};
use waypost::content::diagnostic::Span;
use waypost::content::pack::{Files, Pack};
use waypost::content::tree::{Kind, Question, Tree, is_address};
use waypost::paper::export::decision::{Consulted, html};
use waypost::paper::record::{Confidence, Header, Record, Remarks, Sitting, Status, read, take, write};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use chance::Chance;
use page::{Page, parse};

#[path = "walks/chance.rs"]
mod chance;
#[path = "export_html/page.rs"]
mod page;

/// Only what is embedded: no folder of this machine takes part.
static BUILT_IN: LazyLock<Pack> = LazyLock::new(|| open_pack(&PackPlaces::default()).unwrap());

/// A pack of files in memory.
struct Texts(BTreeMap<String, String>);

impl Files for Texts {
    fn name(&self) -> &str {
        "texts"
    }

    fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        self.0.get(path).map(|text| Cow::Owned(text.clone())).ok_or_else(|| "it is not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn fixture(path: &str) -> String {
    format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))
}

/// The fixture trees, without the program's own.
fn team() -> Pack {
    let paths = ["trees/lunch.ron", "trees/seats.ron", "trees/drinks.ron", "assets/conflicts.ron", "assets/references/eating.md"];
    let texts = paths.map(|path| (path.to_owned(), std::fs::read_to_string(fixture(&format!("team/{path}"))).unwrap()));
    Pack::open(vec![Box::new(Texts(texts.into()))])
}

/// Answers to trees: `tree/question=answer`, or `tree/question?` for "not sure".
fn answers(pack: &Pack, line: &str) -> Answers {
    let answer = |answer: &str| {
        let (tree, rest) = answer.split_once('/').unwrap();
        let tree = pack.tree(tree).unwrap();
        let (question, given) = rest.split_once('=').unwrap_or((rest.trim_end_matches('?'), ""));
        let ix = tree.question(question).unwrap();
        let given = if given.is_empty() { Answer::Unsure } else { Answer::Given(value_of(&tree[ix], given).unwrap()) };
        (Key::of(tree, ix), given)
    };
    line.split(' ').map(answer).collect()
}

fn record(pack: &Pack, header: &Header, walked: &[&str], answers: &Answers, remarks: &BTreeMap<Key, Remarks>) -> Record {
    let walked: Vec<String> = walked.iter().map(|tree| (*tree).to_owned()).collect();
    take(pack, &Sitting { header, walked: &walked, answers, remarks }, &Record::default())
}

/// The page of a record, which holds all that any page has to.
#[track_caller]
fn check(pack: &Pack, record: &Record) -> (String, Page) {
    let answers = record.answers();
    let text = html(&Consulted::of(pack, record, &answers));
    let page = parse(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    for (element, attribute, value) in &page.attributes {
        let sound = match attribute.as_str() {
            "href" => is_address(value) || page.ids.contains(value.trim_start_matches('#')),
            _ => !value.contains("://") && !value.contains("javascript:"),
        };
        assert!(sound, "<{element} {attribute}={value:?}>");
    }
    assert!(page.attributes.iter().any(|(_, name, value)| name == "content" && value.starts_with("default-src 'none';")));
    assert!(!page.style.contains("url(") && !page.style.contains("@import"));
    // No level of headings is passed over, and there is one of the first.
    assert_eq!((page.headings.first(), page.headings.iter().filter(|level| **level == 1).count()), (Some(&1), 1));
    assert!(page.headings.windows(2).all(|two| two[1] <= two[0] + 1), "{:?}", page.headings);
    // The record that stands in it is the record.
    let (again, faults) = read(&page.record, Span::new(0, page.record.len()));
    assert_eq!((again.map(|record| write(&record)), faults), (Some(write(record)), vec![]));
    (text, page)
}

#[test]
fn the_page_of_a_decision_is_as_it_was_looked_at() {
    let pack = team();
    let line = "lunch/weather=wide lunch/wishes=vegan lunch/people? seats/shade=yes seats/wind=no seats/weights? drinks/season=no";
    let answers = answers(&pack, line);
    let header = Header {
        title: "Lunch on the day of the <move>".to_owned(),
        status: Status::Accepted,
        made: Some(date(2026, 3, 2)),
        revisit: Some(date(2026, 9, 1)),
        participants: vec!["Ada".to_owned(), "Grace & Co.".to_owned()],
        supersedes: Some("0003-sandwiches.md".to_owned()),
    };
    let key = |tree: &str, question: &str| {
        let tree = pack.tree(tree).unwrap();
        Key::of(tree, tree.question(question).unwrap())
    };
    let remarks = BTreeMap::from([
        (
            key("lunch", "wishes"),
            Remarks {
                note: "Asked twice.\n**Not** bold, and <b>not</b> either.".to_owned(),
                confidence: Some(Confidence::Leaning),
                evidence: "https://example.org/wishes?a=1&b=2".to_owned(),
                votes: BTreeMap::from([("vegan".to_owned(), 3), ("quick".to_owned(), 1), ("unsure".to_owned(), 2)]),
                dissent: "Somebody is in a hurry.".to_owned(),
                ..Remarks::default()
            },
        ),
        (key("lunch", "people"), Remarks { owner: "Ada".to_owned(), due: Some(date(2026, 3, 3)), ..Remarks::default() }),
        (key("drinks", "season"), Remarks { evidence: "javascript:alert(1)".to_owned(), ..Remarks::default() }),
    ]);
    let (text, page) = check(&pack, &record(&pack, &header, &["lunch", "seats", "drinks"], &answers, &remarks));
    assert_eq!(page.headings[..2], [1, 2]);
    let path = fixture("exports/decision.html");
    if std::env::var_os("UPDATE_EXPORTS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = text.lines().zip(expected.lines()).position(|(one, other)| one != other);
    let differs = differs.or((text.len() != expected.len()).then_some(0));
    assert!(differs.is_none(), "line {} of {path} differs; UPDATE_EXPORTS=1 writes it anew", differs.unwrap_or_default() + 1);
}

#[test]
fn a_record_without_a_decision_is_a_page_too() {
    let pack = team();
    check(&pack, &Record::default());
    let begun = answers(&pack, "lunch/weather? drinks/shade=no");
    let tree = pack.tree("lunch").unwrap();
    let said = Remarks { note: "<b>asked</b>".to_owned(), owner: "Ada".to_owned(), due: Some(date(2026, 3, 3)), ..Remarks::default() };
    let said = BTreeMap::from([(Key::of(tree, tree.question("wishes").unwrap()), said)]);
    let mut record = record(&pack, &Header::default(), &["lunch", "seats", "drinks"], &begun, &said);
    record.trees[1].id = "<gone>".to_owned();
    let (_, page) = check(&pack, &record);
    // Both that the walk waits at a question, what is said of it, and how to tell; the tree that ends; and the one that is not there.
    for part in [
        "Still open",
        "What does somebody need?",
        "<b>asked</b>",
        "2026-03-03",
        "Ask once, and write it down.",
        "Fill the jugs with water",
        "<gone>",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
}

/// What somebody might write who means harm.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "]]><svg onload=alert(1)>",
    "</pre></style></title><script>alert(1)</script>",
    "<!-- --><iframe src=//example.org>",
    "javascript:alert(1)",
    "https://example.org/\"onclick=\"alert(1)",
    "[a](javascript:alert(1)) ![b](https://example.org/b.png) `<c>`",
    "&lt;script&gt;&#60;b&#62;&",
];

#[test]
fn pages_of_chance_walks_are_sound_and_what_people_wrote_is_text() {
    let mut chance = Chance(11);
    let (mut steps, mut linked) = (0, 0);
    for id in BUILT_IN.tree_ids().map(str::to_owned).collect::<Vec<_>>() {
        let tree = BUILT_IN.tree(&id).unwrap();
        for _ in 0..3 {
            let answers = walked(tree, &mut chance);
            let mut hostile = || HOSTILE[chance.next() as usize % HOSTILE.len()].to_owned();
            let remarks = answers.iter().map(|(key, _)| {
                let votes = BTreeMap::from([(hostile(), 2), ("unsure".to_owned(), 1)]);
                let (note, owner, evidence, dissent) = (hostile(), hostile(), hostile(), hostile());
                (key.clone(), Remarks { note, owner, evidence, votes, dissent, ..Remarks::default() })
            });
            let remarks = remarks.collect();
            let header =
                Header { title: hostile(), participants: vec![hostile(), hostile()], supersedes: Some(hostile()), ..Header::default() };
            let mut record = record(&BUILT_IN, &header, &[&id], &answers, &remarks);
            record.trees.iter_mut().for_each(|tree| tree.hash = hostile());
            let (text, page) = check(&BUILT_IN, &record);
            for harm in HOSTILE.iter().filter(|harm| harm.contains(['<', '"', '\''])) {
                assert!(!text.contains(harm), "{harm}");
            }
            // As it was written, so that it can be read.
            assert!(page.text.contains(&header.title), "{}", header.title);
            steps += route(tree, &answers).steps.len();
            linked += page.attributes.iter().filter(|(_, name, _)| name == "href").count();
        }
    }
    assert!(steps > 100 && linked > 30, "{steps} steps, {linked} links");
}

/// Answers by chance, up to an outcome.
fn walked(tree: &Tree, chance: &mut Chance) -> Answers {
    let mut answers = Answers::default();
    while let End::Open(ix) = route(tree, &answers).end {
        let answer = if chance.next().is_multiple_of(5) { Answer::Unsure } else { Answer::Given(value(&tree[ix], chance)) };
        answers.set(Key::of(tree, ix), answer);
    }
    answers
}

fn value(question: &Question, chance: &mut Chance) -> Value {
    let drawn = chance.next();
    match &question.kind {
        Kind::Choice { options, .. } => Value::Option(options[drawn as usize % options.len()].id.clone()),
        Kind::Select { options, .. } => {
            let ticked = options.iter().enumerate().filter(|(at, _)| drawn >> at & 3 == 3).map(|(_, option)| option.id.clone());
            Value::Options(ticked.collect::<BTreeSet<String>>())
        }
        Kind::Number(scale) => Value::Number(scale.bands[drawn as usize % scale.bands.len()].from),
    }
}
