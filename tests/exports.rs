//! Guards what is left of a consultation: its decision record, report, text and JSON, as golden files; that nothing that people or packs
//! wrote breaks out of its place; and that whatever people edit in a decision record survives when it is written again.
//! `UPDATE_EXPORTS=1 cargo test --test exports` writes the golden files anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::date;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use waypost::advice::insight::answers_to;
use waypost::advice::walk::{Answer, Answers, Key, key_named, route, value_of};
use waypost::authoring::template::template;
use waypost::content::diagnostic::Span;
use waypost::content::pack::{Files, Pack};
use waypost::content::text::is_unsafe;
use waypost::paper::export::decision::{Consulted, adr, document, markdown, text};
use waypost::paper::export::json::consulted;
use waypost::paper::record::{Confidence, FrontMatter, Header, Record, Remarks, Sitting, Status, fenced, find, read_document, take, write};
use waypost::store::files::{PackPlaces, open_pack};

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

/// Two small trees that share a fact, a conflict between them, and the first tree once more with texts that would break out.
fn pack() -> Pack {
    let tree = |id: &str, title: &str| template(id, title).tree;
    let hostile = [
        ("Nothing new to run", "```json waypost-record {} ``` <script>alert(1)</script> <!-- nothing"),
        ("\"Yes\"", "\"Yes | *no* [x](javascript:x)\""),
        ("Do the work in the request, with a deadline", "# Do `it` *now* --- <b>"),
        ("Measure the work at its", "- [ ] 1. Measure the work at its"),
    ];
    let hostile = hostile.iter().fold(tree("hostile", "## Hostile <i> #"), |text, (part, by)| {
        assert!(text.contains(part), "{part}");
        text.replace(part, by)
    });
    let conflict = r#"[(id: "two-queues", between: ((tree: "queue", any: ["jobs-table"]), (tree: "mail", any: ["broker"])),
        why: "Two places hold the same jobs.", way_out: "Choose one of them.", references: [])]"#;
    Pack::open(vec![Box::new(Texts(BTreeMap::from([
        ("trees/queue.ron".to_owned(), tree("queue", "Queue")),
        ("trees/mail.ron".to_owned(), tree("mail", "Mail")),
        ("trees/hostile.ron".to_owned(), hostile),
        ("assets/conflicts.ron".to_owned(), conflict.to_owned()),
    ])))])
}

/// What was answered: `tree/question=answer`, or `tree/question` for "not sure".
fn answered(pack: &Pack, lines: &[&str]) -> (Vec<String>, Answers) {
    let mut walked: Vec<String> = Vec::new();
    let answers = lines.iter().map(|line| {
        let (name, value) = line.split_once('=').map_or((*line, None), |(name, value)| (name, Some(value)));
        let (id, question) = name.split_once('/').unwrap();
        if !walked.iter().any(|walked| walked == id) {
            walked.push(id.to_owned());
        }
        let tree = pack.tree(id).unwrap();
        let ix = key_named(tree, question).unwrap();
        (Key::of(tree, ix), value.map_or(Answer::Unsure, |value| Answer::Given(value_of(&tree[ix], value).unwrap())))
    });
    let answers = answers.collect();
    (walked, answers)
}

/// A record of answers, with what people said about some of them.
fn record(pack: &Pack, header: Header, lines: &[&str], remarks: &[(&str, Remarks)]) -> Record {
    let (walked, answers) = answered(pack, lines);
    let remarks = remarks.iter().map(|(name, remarks)| {
        let (id, question) = name.split_once('/').unwrap();
        let tree = pack.tree(id).unwrap();
        (Key::of(tree, key_named(tree, question).unwrap()), remarks.clone())
    });
    let remarks = remarks.collect();
    take(pack, &Sitting { header: &header, walked: &walked, answers: &answers, remarks: &remarks }, &Record::default())
}

fn header(title: &str) -> Header {
    Header {
        title: title.to_owned(),
        status: Status::Proposed,
        made: Some(date(2026, 11, 22)),
        revisit: Some(date(2027, 6, 1)),
        participants: vec!["Ada Lovelace".to_owned(), "山田 太郎".to_owned()],
        supersedes: Some("docs/decisions/0003-cron.md".to_owned()),
    }
}

const JOBS: [&str; 3] = ["queue/waits=no", "queue/jobs.longest-run", "queue/needs=later"];

/// Every export of a record beside its golden file.
#[track_caller]
fn check(name: &str, record: &Record) {
    let pack = pack();
    let answers = record.answers();
    let told = Consulted::of(&pack, record, &answers);
    check_sound(&pack, record);
    for (ending, text) in [("md", adr(&told)), ("report.md", markdown(&told)), ("txt", text(&told, 72)), ("json", consulted(&told))] {
        let text = format!("{}\n", text.trim_end());
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/exports/{name}.{ending}"));
        if std::env::var_os("UPDATE_EXPORTS").is_some() {
            std::fs::write(&path, &text).unwrap();
            continue;
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(golden, text, "{} is out of date; UPDATE_EXPORTS=1 cargo test --test exports writes it anew", path.display());
    }
}

/// A record as it is read, without what comes from where it stood.
fn bare(mut record: Record) -> Record {
    record.prose.clear();
    record.trees.iter_mut().for_each(|tree| tree.span = Span::default());
    record.answers.iter_mut().for_each(|answer| answer.span = Span::default());
    record.open.iter_mut().for_each(|open| open.span = Span::default());
    record
}

/// The Markdown behind the front matter.
fn body(markdown: &str) -> &str {
    FrontMatter::of(markdown).map_or(markdown, |front| front.behind.trim_start_matches("---"))
}

/// The headings of a Markdown text, down to a level.
fn headings(markdown: &str, deepest: u8) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None);
    for event in Parser::new(body(markdown)) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as u8 <= deepest => open = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => found.extend(open.take()),
            Event::Text(text) | Event::Code(text) => open.iter_mut().for_each(|open| open.push_str(&text)),
            _ => {}
        }
    }
    found
}

/// That every export of a record is what it says it is.
#[track_caller]
fn check_sound(pack: &Pack, record: &Record) {
    const MADR: [&str; 6] = [
        "Context and Problem Statement",
        "Decision Drivers",
        "Considered Options",
        "Decision Outcome",
        "Pros and Cons of the Options",
        "More Information",
    ];
    let answers = record.answers();
    let told = Consulted::of(pack, record, &answers);
    let decision = adr(&told);
    let front = FrontMatter::of(&decision).unwrap();
    assert_eq!(front.status(), Some(record.header.status));
    assert!(front.lines.lines().all(|line| ["status: ", "date: ", "decision-makers: ["].iter().any(|name| line.starts_with(name))));
    let found = headings(&decision, 2);
    let order: Vec<&str> = MADR.into_iter().filter(|heading| found.iter().any(|found| found == heading)).collect();
    assert_eq!(found[1..], order, "{decision}");
    for needed in ["Context and Problem Statement", "Decision Outcome", "More Information"] {
        assert!(order.contains(&needed), "{needed}: {decision}");
    }
    assert_eq!(find(&decision).len(), 1);
    let (read, faults) = read_document(&decision).unwrap();
    assert_eq!(faults, []);
    assert_eq!(bare(read.unwrap()), bare(record.clone()));
    let report = markdown(&told);
    assert_eq!(find(&report), []);
    let parts = usize::from(!told.conflicts.is_empty()) + usize::from(!told.assumptions().is_empty());
    assert_eq!(headings(&report, 2).len(), 1 + told.walks.len() + told.waiting.len() + parts, "{report}");
    for markdown in [&decision, &report] {
        let wrong = |event: &Event<'_>| {
            matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::BlockQuote(_)))
        };
        assert_eq!(Parser::new(body(markdown)).find(wrong), None, "{markdown}");
        let code = Parser::new(markdown).filter(|event| matches!(event, Event::Start(Tag::CodeBlock(_)))).count();
        assert_eq!(code, find(markdown).len(), "{markdown}");
    }
    let plain = text(&told, 60);
    assert!(plain.lines().all(|line| textwrap::core::display_width(line) <= 60), "{plain}");
    let json = consulted(&told);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["trees"].as_array().unwrap().len(), told.walks.len() + told.waiting.len());
    for text in [&decision, &report, &plain, &json] {
        assert_eq!(text.chars().find(|c| is_unsafe(*c)), None);
    }
}

fn said_by_people() -> Vec<(&'static str, Remarks)> {
    let waits = Remarks {
        note: "The page shows \"sent\" at once.\nNobody reads the answer.".to_owned(),
        owner: "Ada Lovelace".to_owned(),
        confidence: Some(Confidence::Sure),
        evidence: "https://example.org/traces/42?from=1&to=2".to_owned(),
        votes: BTreeMap::from([("no".to_owned(), 4), ("yes".to_owned(), 1), ("unsure".to_owned(), 2)]),
        dissent: "Support wants the error on the page.".to_owned(),
        ..Remarks::default()
    };
    let time = Remarks { owner: "Grace Hopper".to_owned(), due: Some(date(2026, 12, 24)), ..Remarks::default() };
    let needs = Remarks { confidence: Some(Confidence::Leaning), ..Remarks::default() };
    vec![("queue/waits", waits), ("queue/jobs.longest-run", time), ("queue/needs", needs)]
}

#[test]
fn a_record_with_every_kind_of_remark() {
    check("full", &record(&pack(), header("Jobs wait in our own database"), &JOBS, &said_by_people()));
}

#[test]
fn nothing_breaks_out() {
    let nasty = "---\nstatus: x\n```json waypost-record\n{\"format\": 1}\n```\n# Heading\n\n* [ ] task | cell\n:--|--\n<details><!-- \n\
        [a](javascript:alert(1)) ![b](https://example.org/i.png) &lt; \\ `code` ~~x~~ $x$ [ref]: https://example.org\n漢字 👩‍🚀\n\
        1. one\n    code\n> quote\nSetext\n===";
    let line = "# a: \"b\" | 'c' <i> ``` *d* _e_ [f](g) \\ {h} 漢字 👩‍🚀 #";
    let remarks = Remarks {
        note: nasty.to_owned(),
        owner: line.to_owned(),
        due: Some(date(2026, 12, 24)),
        evidence: format!("https://example.org/<script>\n{line}"),
        votes: BTreeMap::from([("*x*".to_owned(), 1), ("yes".to_owned(), 3)]),
        dissent: nasty.to_owned(),
        ..Remarks::default()
    };
    let people = vec![line.to_owned(), "x] ---".to_owned()];
    let header = Header { participants: people, supersedes: Some(nasty.replace('\n', " ")), ..header(line) };
    check("hostile", &record(&pack(), header.clone(), &["hostile/waits"], &[("hostile/waits", remarks.clone())]));
    check_sound(
        &pack(),
        &record(
            &pack(),
            header,
            &["queue/waits=no", "hostile/waits=no"],
            &[("queue/needs", remarks.clone()), ("hostile/jobs.longest-run", remarks)],
        ),
    );
}

#[test]
fn a_walk_that_waits_is_told() {
    let said = Remarks { note: "To be asked of operations.".to_owned(), ..Remarks::default() };
    let open = Remarks {
        note: "Operations count.\nBy Friday.".to_owned(),
        owner: "Grace Hopper".to_owned(),
        due: Some(date(2026, 12, 4)),
        votes: BTreeMap::from([("later".to_owned(), 3), ("unsure".to_owned(), 1)]),
        dissent: "Ada: nothing has to be run again.".to_owned(),
        ..Remarks::default()
    };
    let said = [("queue/waits", said), ("queue/needs", open)];
    check("open", &record(&pack(), Header::default(), &["queue/waits=no", "queue/jobs.longest-run=5400"], &said));
}

#[test]
fn two_trees_that_contradict_each_other() {
    let lines = [JOBS.as_slice(), &["mail/waits=no", "mail/needs=replay"]].concat();
    check("two-trees", &record(&pack(), header("Jobs and mail"), &lines, &said_by_people()));
}

/// A decision record in its sections.
fn parts(markdown: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in markdown.split_inclusive('\n') {
        if ["# ", "## ", "### "].iter().any(|mark| line.starts_with(mark)) {
            parts.push(String::new());
        }
        parts.last_mut().unwrap().push_str(line);
    }
    parts
}

/// What people do to a section.
#[derive(Debug, Clone)]
enum Edit {
    Leave,
    Append(&'static str),
    Delete,
    AddBehind(&'static str),
}

const TEXTS: [&str; 6] = [
    "Ours: *x* <b> &amp; \\\n",
    "#### Ours\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "```\n## no heading\n```\n\n",
    "> ## quoted\n\n* [ ] done\u{3000}漢字 👩‍🚀\t  \n\n",
    "Line without an end  \nnor space\n\n\n\n",
    "- a\n- b\n\n```json\n{}\n```\n",
];

fn edit() -> impl Strategy<Value = Edit> {
    let text = || proptest::sample::select(&TEXTS[..]);
    prop_oneof![4 => Just(Edit::Leave), 1 => text().prop_map(Edit::Append), 1 => Just(Edit::Delete), 1 => text().prop_map(Edit::AddBehind)]
}

fn walk() -> impl Strategy<Value = Vec<&'static str>> {
    let walks: [&[&str]; 7] = [
        &[],
        &["queue/waits=yes"],
        &["queue/waits=no"],
        &["queue/waits=no", "queue/jobs.longest-run", "queue/needs"],
        &["queue/waits=no", "queue/jobs.longest-run=9000", "queue/needs=later+replay"],
        &["queue/waits=no", "queue/jobs.longest-run=5", "queue/needs=fan-out", "mail/waits"],
        &["queue/waits=no", "queue/jobs.longest-run=5", "queue/needs=later", "mail/waits=no", "mail/needs=replay"],
    ];
    proptest::sample::select(walks.map(<[&str]>::to_vec).to_vec())
}

/// What people said about answers that there are.
fn remarks_on(lines: &[&str]) -> Vec<(&'static str, Remarks)> {
    let has = |name: &str| lines.iter().any(|line| line.split('=').next() == Some(name));
    said_by_people().into_iter().filter(|(name, _)| has(name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_people_edit_survives(
        first in walk(), second in walk(), edits in proptest::collection::vec(edit(), 24), crlf in any::<bool>(), draft in any::<bool>(),
    ) {
        let pack = pack();
        let head = if draft { Header::default() } else { header("") };
        let before = document(&pack, &record(&pack, head.clone(), &first, &[]), None);
        let after = record(&pack, Header { status: Status::Accepted, ..head }, &second, &remarks_on(&second));
        let mut edited = String::new();
        let mut kept: Vec<String> = Vec::new();
        let mut gone: Vec<String> = Vec::new();
        for (at, part) in parts(&before).into_iter().enumerate() {
            let holds_block = part.contains("waypost-record");
            match edits.get(at).unwrap_or(&Edit::Leave) {
                // What stands before the first heading is the front matter.
                _ if at == 0 => edited.push_str(&part),
                Edit::Delete if holds_block => edited.push_str(&part),
                Edit::Leave => edited.push_str(&part),
                Edit::Append(text) => {
                    kept.push((*text).to_owned());
                    edited.push_str(&format!("{part}{text}"));
                }
                Edit::Delete => gone.push(part.lines().next().unwrap().to_owned()),
                Edit::AddBehind(text) => {
                    kept.push(format!("## Ours {at}\n\n{text}"));
                    edited.push_str(&format!("{part}## Ours {at}\n\n{text}"));
                }
            }
        }
        let lines = |text: &str| if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let written = document(&pack, &after, Some(&lines(&edited)));
        for kept in &kept {
            prop_assert!(written.contains(&lines(kept.trim_end())), "{kept:?} is not in\n{written}");
        }
        for gone in &gone {
            prop_assert!(!gone.starts_with("##") || !written.lines().any(|line| line == gone), "{gone} is back in\n{written}");
        }
        let (read, faults) = read_document(&written).unwrap();
        prop_assert_eq!(faults, vec![]);
        prop_assert_eq!(bare(read.unwrap()), bare(after.clone()));
        prop_assert_eq!(written.replace("\r\n", "").contains(if crlf { '\n' } else { '\r' }), false);
        prop_assert_eq!(document(&pack, &after, Some(&written)), written.clone(), "written twice");
        if kept.is_empty() && gone.is_empty() {
            prop_assert_eq!(written, lines(&document(&pack, &after, None)));
        }
    }

    #[test]
    fn what_people_add_stands_beside_the_decision_of_today(
        walks in proptest::collection::vec(walk(), 2..5), section in 0_usize..12, at in 0_usize..8, crlf in any::<bool>(),
    ) {
        const OURS: &str = "Added by people.";
        let pack = pack();
        let records: Vec<Record> = walks.iter().map(|lines| record(&pack, Header::default(), lines, &remarks_on(lines))).collect();
        let mut sections = parts(&document(&pack, &records[0], None));
        let section = 2 + section % (sections.len() - 2);
        prop_assume!(!sections[section].contains("waypost-record"));
        let mut lines: Vec<&str> = sections[section].trim_end().split('\n').collect();
        let at = (1 + at).min(lines.len());
        lines.splice(at..at, ["", OURS, ""]);
        sections[section] = format!("{}\n\n", lines.join("\n").trim_end());
        let end = |text: String| if crlf { text.replace('\n', "\r\n") } else { text };
        let mut written = end(sections.concat());
        for record in &records[1..] {
            written = document(&pack, record, Some(&written));
            prop_assert_eq!(document(&pack, record, Some(&written)), written.clone(), "written twice");
            prop_assert_eq!(written.lines().filter(|line| *line == OURS).count(), 1, "{}", written);
            let chosen = |text: &str| text.lines().filter(|line| line.starts_with("Chosen option")).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(chosen(&written), chosen(&document(&pack, record, None)), "{}", written);
            let today = document(&pack, record, None);
            let drivers = |text: &str| text.lines().filter(|line| line.starts_with("* ")).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(drivers(&written), drivers(&today));
        }
    }

    #[test]
    fn an_untouched_file_is_written_as_if_it_were_new(first in walk(), second in walk(), crlf in any::<bool>()) {
        let pack = pack();
        let lines = |text: String| if crlf { text.replace('\n', "\r\n") } else { text };
        let before = lines(document(&pack, &record(&pack, Header::default(), &first, &[]), None));
        let after = record(&pack, header("T"), &second, &remarks_on(&second));
        prop_assert_eq!(document(&pack, &after, Some(&before)), lines(document(&pack, &after, None)));
    }
}

const DRAFT: [&str; 1] = ["queue/waits=yes"];

#[test]
fn an_edited_line_stays_and_the_decision_is_told_behind_it() {
    let pack = pack();
    let [first, second] = [&DRAFT[..], &JOBS[..]].map(|lines| record(&pack, Header::default(), lines, &[]));
    let chosen = |text: &str| text.lines().find(|line| line.starts_with("Chosen option")).unwrap().to_owned();
    let before = document(&pack, &first, None);
    let theirs = format!("{} We all agree.", chosen(&before));
    let written = document(&pack, &second, Some(&before.replacen(&chosen(&before), &theirs, 1)));
    let today = chosen(&document(&pack, &second, None));
    assert!(written.contains(&format!("## Decision Outcome\n\n{theirs}\n\n{today}\n")), "{written}");
    let back = document(&pack, &first, Some(&written));
    assert!(back.contains(&format!("## Decision Outcome\n\n{theirs}\n\n{}\n", chosen(&before))), "{back}");
    assert!(!back.contains(&today));
}

#[test]
fn a_section_of_which_the_trees_know_nothing_any_more_says_what_holds() {
    let pack = pack();
    let [first, second] = [&DRAFT[..], &JOBS[..]].map(|lines| record(&pack, Header::default(), lines, &[]));
    // What people edited was generated from other trees: no fingerprint fits.
    let before = document(&pack, &first, None).replace("## Decision Outcome\n\n", "## Decision Outcome\n\nOurs.\n\n");
    let (known, _) = read_document(&before).unwrap();
    let print = known.unwrap().prose["## Decision Outcome"].clone();
    let before = before.replace(&print, "0123456789abcdef");
    let notice = |text: &str| text.lines().filter(|line| line.contains("read otherwise")).map(str::to_owned).collect::<Vec<_>>();
    let mut written = before.clone();
    for (record, option) in [(&second, "Do the work"), (&first, "Nothing new"), (&second, "")] {
        written = document(&pack, record, Some(&written));
        assert_eq!(document(&pack, record, Some(&written)), written);
        assert_eq!(notice(&written).len(), 1, "{written}");
        let outcome = Consulted::of(&pack, record, &record.answers()).title();
        assert!(notice(&written)[0].contains(outcome.trim_end_matches('.')), "{option}: {written}");
        assert!(written.contains("## Decision Outcome\n\nOurs.\n\nChosen option"), "{written}");
    }
}

#[test]
fn a_title_that_people_changed_is_the_title() {
    let pack = pack();
    let first = record(&pack, Header::default(), &DRAFT, &[]);
    let before = document(&pack, &first, None);
    let read = |text: &str| read_document(text).unwrap().0.unwrap();
    assert_eq!(read(&before).header.title, "");
    let heading = before.lines().find(|line| line.starts_with("# ")).unwrap();
    for below in ["", "\n\nA word before it."] {
        let same = before.replacen(heading, &format!("{heading}{below}"), 1);
        assert_eq!(read(&same).header.title, "", "{below}");
        let edited = before.replacen(heading, &format!("# Use *our* `jobs` table{below}"), 1);
        let header = read(&edited).header;
        assert_eq!(header.title, "Use our jobs table");
        let second = record(&pack, header.clone(), &JOBS, &[]);
        let written = document(&pack, &second, Some(&edited));
        assert!(written.contains(&format!("\n# Use *our* `jobs` table{below}\n\n## Context")), "{written}");
        assert_eq!(read(&written).header, header);
        let named = record(&pack, Header { title: "Another".to_owned(), ..header }, &JOBS, &[]);
        let written = document(&pack, &named, Some(&written));
        assert!(written.contains(&format!("\n# Another{below}\n\n## Context")), "{written}");
        assert_eq!(read(&written).header.title, "Another");
    }
}

#[test]
fn front_matter_is_kept_line_by_line() {
    let pack = pack();
    let before = document(&pack, &record(&pack, header(""), &JOBS, &[]), None);
    let by_people = before
        .replace("status: proposed\n", "status: \"superseded by [9](9.md)\" # see there\ntags: [x]\n")
        .replace("decision-makers: [", "decision-makers: [\"Eve\", ");
    assert_ne!(by_people, before);
    let record = read_document(&by_people).unwrap().0.unwrap();
    assert_eq!(record.header.status, Status::Superseded);
    let moved = Record { header: Header { made: Some(date(2027, 1, 2)), participants: Vec::new(), ..record.header.clone() }, ..record };
    let written = document(&pack, &moved, Some(&by_people));
    assert_eq!(
        FrontMatter::of(&written).unwrap().lines,
        "status: \"superseded by [9](9.md)\" # see there\ntags: [x]\ndate: 2027-01-02\n\
         decision-makers: [\"Eve\", \"Ada Lovelace\", \"山田 太郎\"]\n"
    );
}

/// What becomes of a line of status when the record, of whatever status it was, is written as proposed.
#[track_caller]
fn check_status(by_people: &str, was: Status, expected: &str) {
    let pack = pack();
    let record = record(&pack, header(""), &JOBS, &[]);
    let before = Record { header: Header { status: was, ..record.header.clone() }, ..record.clone() };
    let before = document(&pack, &before, None).replacen(&format!("status: {}\n", was.as_str()), &format!("{by_people}\n"), 1);
    for mark in ["", "\u{feff}"] {
        let written = document(&pack, &record, Some(&format!("{mark}{before}")));
        assert!(written.starts_with(&format!("{mark}---\n{expected}\ndate: ")), "{by_people}: {written}");
    }
}

#[test]
fn a_status_of_their_own_stays_while_the_decision_is_as_far_as_it_was() {
    check_status("status: in review, Ann", Status::Proposed, "status: in review, Ann");
    check_status("status: \"implemented\"", Status::Proposed, "status: \"implemented\"");
    check_status("status: in review, Ann", Status::Draft, "status: proposed");
    check_status("status:", Status::Proposed, "status: proposed");
    check_status("status: Proposed by Ann", Status::Draft, "status: Proposed by Ann");
    check_status("status: accepted", Status::Proposed, "status: proposed");
}

#[test]
fn of_several_records_only_the_first_is_written() {
    let pack = pack();
    let record = record(&pack, header(""), &JOBS, &[]);
    let later = Record { header: Header { status: Status::Rejected, ..record.header.clone() }, ..record.clone() };
    let older = fenced(&write(&Record { header: header("Of old"), ..Record::default() }));
    let plain = document(&pack, &record, None);
    let history = format!("## History\n\n{older}\n\n");
    for place in ["### Record", "## More Information", "## Decision Outcome"] {
        let existing = plain.replacen(&format!("{place}\n"), &format!("{history}{place}\n"), 1);
        let (before, behind) = (find(&existing), document(&pack, &later, Some(&existing)));
        let found = find(&behind);
        assert_eq!((before.len(), found.len()), (2, 2), "{behind}");
        assert_eq!(existing[before[1].json.range()], behind[found[1].json.range()], "{place}");
        assert_eq!(read_document(&behind).unwrap().0.unwrap().header.status, Status::Rejected);
    }
    // In the section of the record itself, below that.
    let existing = format!("{plain}\n{older}\n");
    let behind = document(&pack, &later, Some(&existing));
    assert!(behind.ends_with(&format!("\n{older}\n")), "{behind}");
    assert_eq!(find(&behind).len(), 2);
}

#[test]
fn a_record_of_a_list_stays_in_it() {
    let pack = pack();
    let record = record(&pack, header(""), &JOBS, &[]);
    let block = fenced(&write(&record)).replace('\n', "\n  ");
    let later = Record { header: Header { status: Status::Rejected, ..record.header.clone() }, ..record };
    // The heading is theirs, and so is the title.
    let titled = Record { header: Header { title: "Ours".to_owned(), ..later.header.clone() }, ..later.clone() };
    for line_end in ["\n", "\r\n"] {
        let theirs = format!("# Ours\n\n* The record:\n\n  {block}\n\n  and so on\n* more\n").replace('\n', line_end);
        let written = document(&pack, &later, Some(&theirs));
        assert_eq!(bare(read_document(&written).unwrap().0.unwrap()), bare(titled.clone()));
        assert!(written.contains(&format!("  ```{line_end}{line_end}  and so on{line_end}* more{line_end}")), "{written}");
        assert_eq!(document(&pack, &later, Some(&written)), written);
    }
}

#[test]
fn a_section_of_theirs_of_the_same_heading_does_not_make_a_generated_one_stale() {
    let pack = pack();
    let first = record(&pack, header(""), &JOBS, &[]);
    let second = record(&pack, header(""), &["queue/waits=yes"], &[]);
    let (before, fresh) = (document(&pack, &first, None), document(&pack, &second, None));
    let of = |text: &str, heading: &str| parts(text).into_iter().find(|part| part.starts_with(heading)).unwrap();
    let outcome = of(&fresh, "## Decision Outcome");
    assert_ne!(of(&before, "## Decision Outcome").trim(), outcome.trim());
    let theirs = "## Decision Outcome\n\nWe do it.\n\n";
    let existing = before.replacen("## Decision Outcome\n", &format!("{theirs}## Decision Outcome\n"), 1);
    let written = document(&pack, &second, Some(&existing));
    assert!(written.contains(&format!("{theirs}{}", outcome.trim())), "{written}");
    assert_eq!(written.matches("## Decision Outcome\n").count(), 2);
    assert_eq!(document(&pack, &second, Some(&written)), written);
}

#[test]
fn a_text_of_people_without_a_record_gets_one_at_its_end() {
    let pack = pack();
    let record = record(&pack, header(""), &JOBS, &[]);
    let theirs = "# Our decision\n\nWords.\n\n## Decision Outcome\n\nWe do it.";
    let written = document(&pack, &record, Some(theirs));
    assert!(written.starts_with(&format!("{theirs}\n\n### Record\n")), "{written}");
    assert_eq!(bare(read_document(&written).unwrap().0.unwrap()), bare(record.clone()));
    // An unclosed comment would swallow it.
    let swallowing = document(&pack, &record, Some("# A\n\n<!-- never closed\n"));
    assert_eq!(bare(read_document(&swallowing).unwrap().0.unwrap()), bare(record.clone()));
    // Of several records the first is written.
    let twice = format!("{}\n{}", document(&pack, &record, None), written);
    let later = Record { header: Header { status: Status::Rejected, ..record.header.clone() }, ..record };
    let again = document(&pack, &later, Some(&twice));
    let (before, behind) = (find(&twice), find(&again));
    assert_eq!((before.len(), behind.len()), (2, 2));
    assert_eq!(twice[before[1].json.range()], again[behind[1].json.range()]);
    assert_eq!(read_document(&again).unwrap().0.unwrap().header.status, Status::Rejected);
}

#[test]
fn every_tree_is_told_soundly() {
    let pack = open_pack(&PackPlaces::default()).unwrap();
    let ids: Vec<String> = pack.tree_ids().map(str::to_owned).collect();
    let mut seed = 7_u64;
    for id in &ids {
        let tree = pack.tree(id).unwrap();
        let mut answers = Answers::default();
        while let Some(question) = route(tree, &answers).open() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let known = answers_to(tree, question);
            let at = (seed >> 33) as usize % (known.len() + 1);
            let answer = known.get(at).map_or(Answer::Unsure, |value| Answer::Given(value.clone()));
            answers.set(Key::of(tree, question), answer);
        }
        let (header, walked) = (Header::default(), [id.clone()]);
        let sitting = Sitting { header: &header, walked: &walked, answers: &answers, remarks: &BTreeMap::new() };
        check_sound(&pack, &take(&pack, &sitting, &Record::default()));
    }
}
