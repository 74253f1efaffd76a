//! Guards the conflicts between results of different trees: when one holds, and that each built-in one can hold, in one
//! consultation, with the answers given here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use waypost::advice::insight::conflicts;
use waypost::advice::walk::{Answer, Answers, Key, key_named, route, value_of};
use waypost::content::pack::{Files, Pack};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

/// Only what is embedded: no folder of this machine takes part.
static PACK: LazyLock<Pack> = LazyLock::new(|| open_pack(&PackPlaces::default()).unwrap());

/// Answers as on the command line: `tree/question=answer`, and `tree/question` alone for "not sure".
#[track_caller]
fn answers(pack: &Pack, line: &str) -> Answers {
    let mut answers = Answers::default();
    for word in line.split_whitespace() {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let (tree, key) = name.split_once('/').unwrap();
        let tree = pack.tree(tree).unwrap();
        let question = key_named(tree, key).unwrap();
        let answer = value.map_or(Answer::Unsure, |value| Answer::Given(value_of(&tree[question], value).unwrap()));
        let before = answers.set(Key::of(tree, question), answer.clone());
        assert!(before.is_none_or(|before| before == answer), "`{name}` is answered in two ways: {line}");
    }
    answers
}

/// The conflicts that hold, as `id: tree/name, tree/name`.
fn found(pack: &Pack, answers: &Answers) -> Vec<String> {
    let shown = conflicts(pack, answers).into_iter().map(|conflict| {
        let [one, other] = conflict.sides;
        format!("{}: {}/{}, {}/{}", conflict.entry.id, one.tree, one.name, other.tree, other.name)
    });
    shown.collect()
}

/// Where walks begin that several conflicts share.
const SHARDED: &str = "scaling/single-server=no scaling/bottleneck=data scaling/split-reasons=none scaling/open-basics=none \
    scaling/workload.mix=write scaling/write-pressure=everywhere scaling/writes.peak=120000 \
    scaling/write-limit=log scaling/partition-key=owner";
const READS: &str = "scaling/single-server=no scaling/bottleneck=data scaling/split-reasons=none scaling/open-basics=none \
    scaling/workload.mix=read";
const COMPUTE: &str = "scaling/single-server=no scaling/bottleneck=compute scaling/slow-work=no scaling/load-doubles=240 \
    scaling/in-process-state=none scaling/traffic=even";
const STRONG: &str = "consistency/strong-needed=yes consistency/one-database=yes consistency/engine=postgresql";
const RELAXED: &str = "consistency/strong-needed=no consistency/process-shape=single-change consistency/conflicting-writers=no";
const EVENTS: &str = "consistency/copies=services consistency/missed=must-arrive consistency/writer-code=yes consistency/staleness=10 \
    consistency/consumer-down=3";
const CRUD: &str = "api/need=crud api/callers=partners api/work-time=1 api/items-per-call=1 api/lists=large-or-changing";
const HOOKS: &str = "api/need=external-events api/receiver=endpoint api/sensitive-payload=no api/missed=no";
const GRAPH: &str = "api/need=flexible-reads api/clients=many api/schema-owner=someone api/callers=own api/staleness=0";
const STREAM: &str =
    "schema/occasion=design schema/access-pattern=write-heavy schema/write-kind=events schema/data-size=500 schema/live-change=new";
const LISTS: &str =
    "schema/occasion=design schema/access-pattern=read-heavy schema/read-kind=lists schema/index-shape=lookup schema/live-change=new";

/// For each built-in conflict, answers that bring it about, and the results that they reach.
fn built_in() -> Vec<(&'static str, String)> {
    vec![
        (
            "one-transaction-over-shards: scaling/shard-by-key, consistency/acid-transaction",
            format!(
                "{SHARDED} scaling/regions=one {STRONG} consistency/lost-commit=seconds consistency/invariant=together consistency/copies=none"
            ),
        ),
        (
            "unique-over-shards: scaling/shard-by-key, consistency/constraint-guard",
            format!(
                "{SHARDED} scaling/regions=one {STRONG} consistency/invariant=unique consistency/once-only=name consistency/lost-commit=seconds"
            ),
        ),
        (
            "decision-read-from-a-copy: scaling/rr-short, consistency/serializable-retry",
            format!(
                "{READS} scaling/read-shape=spread scaling/staleness=10 scaling/regions=one {STRONG} consistency/lost-commit=seconds consistency/invariant=many-rows \
                 consistency/rule-guard=neither"
            ),
        ),
        (
            "one-writing-region-or-a-home-each: scaling/regions-write, consistency/regions-one-writer",
            format!(
                "{SHARDED} scaling/regions=several {STRONG} consistency/write-regions=one consistency/invariant=edit consistency/edit-together=seldom consistency/lost-commit=seconds"
            ),
        ),
        (
            "homes-in-regions-or-replicas: scaling/regions-read, consistency/local-latency",
            format!(
                "{READS} scaling/read-shape=spread scaling/staleness=10 scaling/regions=several consistency/strong-needed=yes \
                 consistency/one-database=yes consistency/write-regions=several consistency/home-place=yes"
            ),
        ),
        (
            "checked-write-in-a-buffer: scaling/buffer-writes, consistency/conditional-update",
            format!(
                "scaling/single-server=no scaling/bottleneck=data scaling/split-reasons=none scaling/open-basics=none \
                 scaling/data-load=write scaling/write-pressure=bursts {STRONG} consistency/regions=one consistency/lost-commit=seconds consistency/invariant=one-row \
                 consistency/row-busy=10"
            ),
        ),
        (
            "cut-through-a-rule: scaling/split-proven, consistency/merge-boundary",
            format!(
                "{COMPUTE} scaling/split-reasons=team-boundaries scaling/cut-line=proven consistency/strong-needed=yes \
                 consistency/one-database=split consistency/split-why=habit"
            ),
        ),
        (
            "services-without-a-reason: scaling/split-none, api/grpc",
            format!(
                "{COMPUTE} scaling/split-reasons=none scaling/cut-today=whole api/need=internal-calls api/ends=many api/not-twice=records api/answer-needed=yes \
                 api/browser-callers=no api/call-path=l7 api/message-size=50"
            ),
        ),
        (
            "a-pool-for-each-tenant: scaling/fp-pooler, schema/tenancy-database",
            format!(
                "scaling/single-server=no scaling/bottleneck=data scaling/split-reasons=none scaling/open-basics=pool \
                 scaling/connections=6000 {LISTS} schema/data-kinds=tenants schema/tenant-isolation=database-each"
            ),
        ),
        (
            "last-write-wins-or-a-version: api/edits-last-wins, consistency/optimistic-version",
            format!(
                "{CRUD} api/not-twice=records api/edits=no api/staleness=0 {STRONG} consistency/regions=one consistency/invariant=edit consistency/edit-together=seldom consistency/lost-commit=seconds"
            ),
        ),
        ("events-promised-and-not-written: api/webhooks, consistency/announce-none", format!("{HOOKS} {RELAXED} consistency/copies=none")),
        (
            "repeated-without-a-key: api/idempotency-none, consistency/idempotent-retry",
            format!(
                "{CRUD} api/not-twice=none api/edits=no api/staleness=0 {RELAXED} consistency/copies=services consistency/missed=caller-retries"
            ),
        ),
        (
            "open-queries-on-a-store-for-one: api/graphql, schema/append-only-partitioned",
            format!("{GRAPH} {STREAM} schema/writes-peak=5000 schema/retention=none schema/data-kinds=none"),
        ),
        (
            "unique-over-partitions: schema/append-only-partitioned, consistency/constraint-guard",
            format!(
                "{STREAM} schema/writes-peak=5000 schema/retention=drop-by-age schema/data-kinds=none {STRONG} consistency/regions=one \
                 consistency/invariant=unique consistency/once-only=name consistency/lost-commit=seconds"
            ),
        ),
        (
            "rule-over-several-records: schema/document, consistency/serializable-retry",
            format!(
                "schema/occasion=design schema/access-pattern=evolving schema/what-varies=whole-shape schema/across-documents=within schema/document-size=50 \
                 schema/data-kinds=none schema/live-change=new {STRONG} consistency/regions=one consistency/lost-commit=seconds consistency/invariant=many-rows \
                 consistency/rule-guard=neither"
            ),
        ),
        (
            "kept-for-ever-and-erased: schema/erasure-rows, consistency/keep-archive",
            format!(
                "{LISTS} schema/data-kinds=past schema/after-delete=erase {RELAXED} consistency/copies=services \
                 consistency/missed=must-arrive consistency/writer-code=yes consistency/consumer-needs=new-readers \
                 consistency/staleness=10 consistency/consumer-down=365"
            ),
        ),
        (
            "any-instance-or-one-owner: scaling/stateless-services, api/shared-document",
            format!(
                "{COMPUTE} scaling/split-reasons=none scaling/cut-today=whole api/need=bidirectional api/peers=browsers \
                 api/client-sends=often api/shared-state=document"
            ),
        ),
        (
            "merged-in-memory-and-checked: caching/write-behind, consistency/conditional-update",
            format!(
                "caching/situation=many-writes caching/write-shape=sum caching/may-lose=30 {STRONG} consistency/regions=one \
                 consistency/invariant=one-row consistency/row-busy=10 consistency/lost-commit=not-one"
            ),
        ),
        (
            "must-arrive-and-may-be-lost: messaging/live-broadcast, consistency/outbox",
            format!("messaging/situation=fact messaging/readers=connected {RELAXED} {EVENTS} consistency/consumer-needs=none"),
        ),
        (
            "ordered-and-overtaken: messaging/fails-park, consistency/order-per-key",
            format!(
                "messaging/situation=fact messaging/readers=several messaging/broker-here=managed messaging/other-teams=others \
                 messaging/needs=none messaging/twice=nothing messaging/one-fails=park {RELAXED} {EVENTS} \
                 consistency/consumer-needs=per-key-order"
            ),
        ),
        (
            "jobs-table-without-locks: messaging/jobs-table, schema/wide-column",
            "messaging/situation=work messaging/job-owner=same messaging/job-rate=120 messaging/job-length=10 messaging/needs=none \
             messaging/twice=nothing messaging/one-fails=park schema/occasion=design schema/access-pattern=write-heavy schema/writes-peak=150000 \
             schema/read-back=by-key schema/retention=none schema/data-kinds=none schema/live-change=new"
                .to_owned(),
        ),
    ]
}

#[test]
fn each_built_in_conflict_can_hold() {
    let cases = built_in();
    let mut amiss = Vec::new();
    for (conflict, line) in &cases {
        let given = answers(&PACK, line);
        if found(&PACK, &given) != [*conflict] {
            let ends = ["scaling", "api", "consistency", "schema"].map(|id| {
                let tree = PACK.tree(id).unwrap();
                let route = route(tree, &given);
                route.open().map_or_else(String::new, |ix| format!("{id} waits at {}", tree[ix].id))
            });
            amiss.push(format!("{conflict}\n  {:?}\n  {}", found(&PACK, &given), ends.join(" ")));
        }
        // Each answer has a part in it: none lies off its tree's route. (A fact may have it in another tree.)
        for (key, _) in given.iter() {
            let Key::Question { tree, question } = key else { continue };
            let tree = PACK.tree(tree).unwrap();
            if route(tree, &given).settled(tree.question(question).unwrap()).is_none() {
                amiss.push(format!("{conflict}: no use for {question}"));
            }
        }
    }
    assert!(amiss.is_empty(), "{}", amiss.join("\n"));
    let covered: BTreeSet<&str> = cases.iter().filter_map(|(conflict, _)| Some(conflict.split_once(':')?.0)).collect();
    let all: BTreeSet<&str> = PACK.conflicts().map(|entry| entry.id.as_str()).collect();
    assert_eq!(covered, all);
}

#[test]
fn the_conflicts_are_well_founded_and_short() {
    const WHY: usize = 400;
    const WAY_OUT: usize = 600;
    let mut faults = Vec::new();
    for entry in PACK.conflicts() {
        let lengths = [(&entry.why, WHY), (&entry.way_out, WAY_OUT)];
        faults.extend(
            lengths
                .iter()
                .filter(|(text, most)| text.chars().count() > *most)
                .map(|(text, most)| format!("{}: over {most}: {text}", entry.id)),
        );
        if entry.sources.is_empty() || !entry.references.iter().any(|link| link.name.contains('#')) || entry.worries.is_empty() {
            faults.push(format!("{}: a source, a section of the reference text and everyday words are wanted", entry.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A pack in memory.
struct Shelf(&'static [(&'static str, &'static str)]);

impl Files for Shelf {
    fn name(&self) -> &str {
        "shelf"
    }

    fn paths(&self) -> Vec<String> {
        self.0.iter().map(|(path, _)| (*path).to_owned()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        self.0.iter().find(|(name, _)| *name == path).map(|(_, text)| Cow::Borrowed(*text)).ok_or_else(|| "gone".to_owned())
    }

    fn display(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Two trees of one question each, which share a fact; `two` has an item and an aspect that hold sometimes.
const TREES: &[(&str, &str)] = &[
    (
        "trees/one.ron",
        r#"(id: "one", version: 1, title: "T", summary: "S", start: "mix", nodes: [
    Question(id: "mix", fact: "load.mix", prompt: "P?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Choice(assume: "read", options: [
        (id: "read", label: "R", meaning: "M", to: "copies"), (id: "write", label: "W", meaning: "M", to: "shards"),
    ])),
    Outcome(id: "copies", recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], watch: [(metric: "M", figure: "F")],
        revisit: "R", wrong_when: "W", alternatives: [], references: ["text"], sources: [(title: "S", url: "https://example.org")]),
    Outcome(id: "shards", recommendation: "R", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], watch: [(metric: "M", figure: "F")],
        revisit: "R", wrong_when: "W", alternatives: [], references: ["text"], sources: [(title: "S", url: "https://example.org")]),
])"#,
    ),
    (
        "trees/two.ron",
        r#"(id: "two", version: 1, title: "T", summary: "S", start: "mix",
    also: [(id: "aside", aspect: "side", when: Is("mix", "write"), recommendation: "R", why: "W")],
    nodes: [
    Question(id: "mix", fact: "load.mix", prompt: "P?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Choice(assume: "read", options: [
        (id: "read", label: "R", meaning: "M"), (id: "write", label: "W", meaning: "M"),
    ]), to: "depth"),
    Question(id: "depth", prompt: "P?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Choice(assume: "flat", options: [
        (id: "flat", label: "F", meaning: "M"), (id: "deep", label: "D", meaning: "M"),
    ]), to: "end"),
    Outcome(id: "end", recommendation: "R", why: "W", gains: ["G", (id: "dive", when: Is("depth", "deep"), text: "G")], costs: ["C"],
        first_steps: ["F"], watch: [(metric: "M", figure: "F")], revisit: "R", wrong_when: "W", alternatives: [], references: ["text"],
        sources: [(title: "S", url: "https://example.org")]),
])"#,
    ),
    ("trees/broken.ron", "("),
    ("assets/references/text.md", "# Text\n\nWords.\n"),
    (
        "assets/conflicts.ron",
        r#"[
    (id: "outcomes", between: ((tree: "one", any: ["shards"]), (tree: "two", any: ["end"])), why: "W", way_out: "O", references: []),
    (id: "item", between: ((tree: "two", any: ["dive"]), (tree: "one", any: ["copies", "shards"])), why: "W", way_out: "O", references: []),
    (id: "aspect", between: ((tree: "one", any: ["copies", "shards"]), (tree: "two", any: ["dive", "aside"])), why: "W", way_out: "O", references: []),
    (id: "never", between: ((tree: "broken", any: ["end"]), (tree: "two", any: ["end"])), why: "W", way_out: "O", references: []),
    (id: "nowhere", between: ((tree: "gone", any: ["end"]), (tree: "two", any: ["end"])), why: "W", way_out: "O", references: []),
]"#,
    ),
];

/// The conflicts of the pack above that hold with some answers.
#[track_caller]
fn check(line: &str, expected: &[&str]) {
    let pack = Pack::open(vec![Box::new(Shelf(TREES))]);
    assert_eq!(found(&pack, &answers(&pack, line)), expected, "{line}");
}

#[test]
fn a_conflict_holds_when_both_results_are_there() {
    check("", &[]);
    // The fact settles the one tree; the other is still open.
    check("one/mix=write", &[]);
    check("two/depth=deep", &[]);
    check("one/mix=read two/depth=flat", &[]);
    check("one/mix=write two/depth=flat", &["outcomes: one/shards, two/end", "aspect: one/shards, two/aside"]);
    check(
        "two/load.mix=write two/depth=deep",
        &["outcomes: one/shards, two/end", "item: two/dive, one/shards", "aspect: one/shards, two/dive"],
    );
    // Assumptions count as answers do.
    check("one/mix two/depth=deep", &["item: two/dive, one/copies", "aspect: one/copies, two/dive"]);
    check("one/mix=read two/depth", &[]);
}
