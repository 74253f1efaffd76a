//! Guards the built-in pack: that it loads without a fault, that the spine which FACTS.md fixes is there and leads where it says,
//! and that nothing in a tree is dead: every outcome, every question and every conditional line is reached by some walk.
//!
//! Walks are random but seeded, so that a run is like the one before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use unicode_width::UnicodeWidthStr;
use waypost::advice::insight::{Bearing, Change, Reach, Verdict, Weight, load_bearing, possible};
use waypost::advice::walk::{Answer, Answers, End, Key, Route, Value, key_named, route, value_of};
use waypost::content::pack::Pack;
use waypost::content::tree::{Item, Kind, Node, Question, QuestionIx, Tree, header};
use waypost::paper::export::diagnostic::{Look, excerpt};
use waypost::store::files::PackPlaces;
use waypost::store::open_pack;

use chance::Chance;

#[path = "walks/chance.rs"]
mod chance;

/// The four trees that the program is for.
const MAIN: [&str; 4] = ["scaling", "api", "consistency", "schema"];
/// No route asks more than this.
const MOST_QUESTIONS: usize = 10;
/// And the median route asks no more than this.
const MEDIAN_QUESTIONS: usize = 6;
/// How many walks are tried before something counts as dead.
const WALKS: u64 = 10_000;

/// Only what is embedded: no folder of this machine takes part.
static PACK: LazyLock<Pack> = LazyLock::new(|| open_pack(&PackPlaces::default()).unwrap());

/// Every tree with walks through it, each answered by chance.
static WALKED: LazyLock<Vec<(&Tree, Vec<Route>)>> =
    LazyLock::new(|| trees().map(|tree| (tree, (0..WALKS).map(|number| walk_at_random(tree, number)).collect())).collect());

fn tree(id: &str) -> &'static Tree {
    PACK.tree(id).unwrap_or_else(|| panic!("the tree `{id}` is not there, or does not load"))
}

fn trees() -> impl Iterator<Item = &'static Tree> {
    PACK.tree_ids().map(tree)
}

#[test]
fn the_pack_has_no_fault() {
    let findings: Vec<String> = PACK.check().iter().map(|finding| excerpt(finding, Look { colour: false, width: 120 })).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n\n"));
}

#[test]
fn the_main_trees_come_first() {
    let shown: Vec<&str> = PACK.trees().into_iter().map(|(id, _)| id).collect();
    assert_eq!(shown[..4].iter().collect::<BTreeSet<_>>(), MAIN.iter().collect(), "{shown:?}");
}

#[test]
fn the_beginning_of_a_file_says_what_its_tree_says() {
    let listed: Vec<&str> = PACK.listing().iter().map(|listed| listed.id).collect();
    assert_eq!(listed, PACK.trees().into_iter().map(|(id, _)| id).collect::<Vec<_>>());
    for (_, file) in PACK.trees() {
        let (tree, header) = (file.value.as_ref().unwrap(), header(&file.text).unwrap());
        assert_eq!((&header.title, &header.summary, header.rank), (&tree.title, &tree.summary, tree.rank));
    }
    // In a pack of its own nothing but the beginning is read.
    let pack = open_pack(&PackPlaces::default()).unwrap();
    assert_eq!(pack.listing().len(), listed.len());
    assert!(listed.iter().all(|id| pack.tree_file_if_read(id).is_none()));
}

/// The options of a question of the spine, which are these and no others.
#[track_caller]
fn check_spine(of: &str, question: &str, options: &[&str]) {
    let tree = tree(of);
    let ix = tree.question(question).unwrap_or_else(|| panic!("`{of}` has no question `{question}`"));
    let found: BTreeSet<&str> = tree[ix].options().iter().map(|option| option.id.as_str()).collect();
    assert_eq!(found, options.iter().copied().collect(), "the options of `{question}` in `{of}`");
}

#[test]
fn the_spine_is_there() {
    check_spine("scaling", "single-server", &["yes", "no"]);
    check_spine("scaling", "bottleneck", &["compute", "data"]);
    check_spine("scaling", "data-load", &["read", "write"]);
    check_spine("scaling", "split-reasons", &["independent-deployment", "scaling-profiles", "team-boundaries"]);
    check_spine("api", "need", &["crud", "flexible-reads", "internal-calls", "bidirectional", "external-events", "live-feed"]);
    check_spine("consistency", "strong-needed", &["yes", "no"]);
    check_spine("consistency", "process-shape", &["single-change", "multi-step"]);
    check_spine("consistency", "saga-size", &["simple", "complex"]);
    check_spine("schema", "access-pattern", &["read-heavy", "write-heavy", "traversals", "evolving"]);
}

/// The branches of the spine: the answers to its questions, and the outcome in which they end while nothing else is sure.
const BRANCHES: [(&str, &str, &str); 18] = [
    ("scaling", "single-server=yes", "optimise-vertically"),
    ("scaling", "single-server=no bottleneck=compute", "stateless-services"),
    ("scaling", "single-server=no bottleneck=data data-load=read", "read-replicas"),
    ("scaling", "single-server=no bottleneck=data data-load=write", "partition-writes"),
    ("api", "need=crud", "rest"),
    ("api", "need=flexible-reads", "graphql"),
    ("api", "need=internal-calls", "grpc"),
    ("api", "need=bidirectional", "websockets"),
    ("api", "need=external-events", "webhooks"),
    ("api", "need=live-feed", "server-sent-events"),
    ("consistency", "strong-needed=yes", "acid-transaction"),
    ("consistency", "strong-needed=no process-shape=single-change", "outbox"),
    ("consistency", "strong-needed=no process-shape=multi-step saga-size=simple", "saga-choreography"),
    ("consistency", "strong-needed=no process-shape=multi-step saga-size=complex", "saga-orchestration"),
    ("schema", "access-pattern=read-heavy", "normalised-indexed"),
    ("schema", "access-pattern=write-heavy", "append-only-partitioned"),
    ("schema", "access-pattern=traversals", "graph"),
    ("schema", "access-pattern=evolving", "document"),
];

/// The answers of a branch, with all else unsure, and the questions that they answer.
fn branch(tree: &Tree, spine: &str) -> (Answers, Vec<QuestionIx>) {
    let mut answers = nothing_sure(tree);
    let mut given = Vec::new();
    for (key, text) in spine.split(' ').filter_map(|answer| answer.split_once('=')) {
        let ix = key_named(tree, key).unwrap();
        answers.set(Key::of(tree, ix), Answer::Given(value_of(&tree[ix], text).unwrap()));
        given.push(ix);
    }
    (answers, given)
}

fn nothing_sure(tree: &Tree) -> Answers {
    tree.questions().map(|(ix, _)| (Key::of(tree, ix), Answer::Unsure)).collect()
}

#[test]
fn each_branch_ends_in_its_recommendation() {
    for (of, spine, outcome) in BRANCHES {
        let tree = tree(of);
        let (answers, given) = branch(tree, spine);
        let route = route(tree, &answers);
        let path = shown(tree, &route);
        assert_eq!(route.outcome().map(|ix| tree[ix].id.as_str()), Some(outcome), "{of} {spine}: {path}");
        for ix in given {
            assert!(route.settled(ix).is_some(), "{of} {spine}: `{}` was never asked: {path}", tree[ix].id);
        }
    }
}

#[test]
fn the_spine_carries_each_branch() {
    for (of, spine, outcome) in BRANCHES {
        let tree = tree(of);
        let (answers, given) = branch(tree, spine);
        let now = route(tree, &answers);
        let found = load_bearing(tree, &answers, &now);
        assert!(found.exact, "{of} {spine}: not everything was looked at");
        let here = tree.outcome(outcome).unwrap();
        let elsewhere =
            |bearing: &Bearing| bearing.variants.iter().any(|variant| matches!(variant.verdict, Verdict::Flips(other) if other != here));
        for ix in &given {
            let bearing = found.answers.iter().find(|bearing| bearing.question == *ix).unwrap();
            let id = &tree[*ix].id;
            assert!(matches!(bearing.weight, Weight::Flips | Weight::OpensWithout), "{of} {spine}: `{id}` carries nothing: {bearing:?}");
            assert!(elsewhere(bearing), "{of} {spine}: no other answer to `{id}` leads to another outcome");
            assert!(!bearing.assumed, "{of} {spine}: `{id}` was given");
        }
        // Flips first; assumptions before certainties, other outcomes before other details, then in the order of the route.
        let at = |bearing: &Bearing| now.steps.iter().position(|step| step.question == bearing.question);
        let ranks = found.answers.iter().map(|bearing| (bearing.weight, !bearing.assumed, !elsewhere(bearing), at(bearing)));
        let ranks: Vec<_> = ranks.collect();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{of} {spine}: {ranks:?}");
        let sure: Vec<_> = found.answers.iter().filter(|bearing| !bearing.assumed).map(|bearing| bearing.question).collect();
        assert_eq!(sure, given, "{of} {spine}: the certain answers, in the order of the route");
    }
}

/// Ways to answer questions in the place of assumptions: keys with a value each.
type Changed = BTreeMap<Key, String>;

#[test]
fn the_smallest_changes_are_all_there_are() {
    for tree in trees() {
        let answers = nothing_sure(tree);
        let now = route(tree, &answers);
        let others: Vec<Vec<(Value, String)>> = tree.questions().map(|(ix, _)| told_apart(tree, ix)).collect();
        // Every outcome that one change leads to, and then every one that two lead to. A change that the way does not come past
        // makes none, so that each is made on the way of those before it.
        let mut least: BTreeMap<String, (usize, BTreeSet<Changed>)> = BTreeMap::new();
        let mut ways = vec![(Changed::new(), answers.clone())];
        for size in 0..=2 {
            let mut next = Vec::new();
            for (changed, answers) in &ways {
                let route = route(tree, answers);
                let (fewest, sets) = least.entry(tree[route.outcome().unwrap()].id.clone()).or_insert_with(|| (size, BTreeSet::new()));
                if *fewest == size {
                    sets.insert(changed.clone());
                }
                if size == 2 {
                    continue;
                }
                for step in route.steps.iter().filter(|step| step.assumed && !step.repeated) {
                    for (value, class) in &others[step.question.place()] {
                        let key = Key::of(tree, step.question);
                        let (mut changed, mut answers) = (changed.clone(), answers.clone());
                        changed.insert(key.clone(), class.clone());
                        answers.set(key, Answer::Given(value.clone()));
                        next.push((changed, answers));
                    }
                }
            }
            ways = next;
        }

        let reach = Reach::new(tree, &answers);
        assert!(reach.is_exact(), "`{}` is too tangled to be looked through", tree.id);
        let mut checked = 0;
        for (ix, outcome) in tree.outcomes() {
            let what = format!("{}: {}", tree.id, outcome.id);
            let found = reach.ways(Node::Outcome(ix)).unwrap_or_else(|| panic!("{what}: no way leads there"));
            let Some((fewest, sets)) = least.get(&outcome.id) else {
                assert!(found.effort.changed > 2, "{what}: no two changes lead there, but {:?}", found.sets);
                continue;
            };
            assert_eq!((found.effort.changed, found.effort.new), (*fewest, 0), "{what}: {sets:?}");
            let listed: BTreeSet<Changed> = found.sets.iter().map(|set| named(tree, set)).collect();
            assert_eq!(listed.len(), found.sets.len(), "{what}: one is listed twice");
            let missing: Vec<_> = sets.difference(&listed).collect();
            assert!(listed.is_subset(sets) && found.more != missing.is_empty(), "{what}: {listed:?}, where there are {sets:?}");
            checked += 1;
        }
        assert_eq!(least.get(&tree[now.outcome().unwrap()].id).map(|(fewest, _)| *fewest), Some(0));
        assert!(checked >= 3, "{}: two changes lead to {checked} outcomes", tree.id);
    }
}

/// The values in the place of the assumption that some edge can tell from it and from each other.
fn told_apart(tree: &Tree, ix: QuestionIx) -> Vec<(Value, String)> {
    let question = &tree[ix];
    let all: Vec<Value> = match &question.kind {
        Kind::Choice { options, .. } => options.iter().map(|option| Value::Option(option.id.clone())).collect(),
        Kind::Select { options, .. } => {
            let sets = (0..1_u64 << options.len()).map(|set| options.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1));
            sets.map(|set| Value::Options(set.map(|(_, option)| option.id.clone()).collect())).collect()
        }
        Kind::Number(_) => cuts(tree, ix).into_iter().map(Value::Number).collect(),
    };
    let mut seen: BTreeSet<String> = [class(tree, ix, &Value::assumed(question))].into();
    let classed = all.into_iter().map(|value| (class(tree, ix, &value), value));
    classed.filter(|(class, _)| seen.insert(class.clone())).map(|(class, value)| (value, class)).collect()
}

/// What edges can tell of a value: of a set the options that some edge names, of a figure between which cut-offs it lies.
fn class(tree: &Tree, ix: QuestionIx, value: &Value) -> String {
    match value {
        Value::Option(id) => id.clone(),
        Value::Options(ids) => {
            let mut named = BTreeSet::new();
            let key = Key::of(tree, ix);
            for condition in tree.questions().flat_map(|(_, question)| &question.edges).filter_map(|edge| edge.when.as_ref()) {
                condition.test.atoms(&mut |asked, at| {
                    if Key::of(tree, asked) == key {
                        named.insert(tree[asked].options()[at].id.clone());
                    }
                });
            }
            ids.intersection(&named).cloned().collect::<Vec<_>>().join("+")
        }
        Value::Number(figure) => cuts(tree, ix).iter().filter(|cut| *cut <= figure).count().to_string(),
    }
}

/// Where a band begins, in whatever question of the fact.
fn cuts(tree: &Tree, ix: QuestionIx) -> Vec<f64> {
    let key = Key::of(tree, ix);
    let asking = tree.questions().filter(|(other, _)| Key::of(tree, *other) == key);
    let mut cuts = Vec::new();
    for (_, question) in asking {
        if let Kind::Number(scale) = &question.kind {
            cuts.extend(scale.bands.iter().map(|band| band.from));
        }
    }
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts
}

fn named(tree: &Tree, set: &[Change]) -> Changed {
    set.iter().map(|change| (Key::of(tree, change.question), class(tree, change.question, &change.to))).collect()
}

#[test]
fn every_outcome_can_be_reached_and_no_route_is_long() {
    for tree in trees() {
        let nothing = Answers::default();
        let ahead = possible(tree, &nothing, &route(tree, &nothing));
        let reached: BTreeSet<_> = ahead.outcomes.iter().copied().collect();
        let never: Vec<&str> = tree.outcomes().filter(|(ix, _)| !reached.contains(ix)).map(|(_, outcome)| outcome.id.as_str()).collect();
        assert!(never.is_empty(), "no answers of `{}` lead to {never:?}", tree.id);
        assert!(ahead.exact, "`{}` is too tangled to be looked through", tree.id);
        assert!(ahead.most <= MOST_QUESTIONS, "a route of `{}` asks {} questions", tree.id, ahead.most);
    }
}

#[test]
fn the_median_route_is_short() {
    for (tree, routes) in WALKED.iter() {
        let mut asked: Vec<usize> = routes.iter().map(|route| route.steps.iter().filter(|step| !step.repeated).count()).collect();
        asked.sort_unstable();
        let median = asked[asked.len() / 2];
        println!("{}: median {median}, longest {}", tree.id, asked[asked.len() - 1]);
        assert!(median <= MEDIAN_QUESTIONS, "of {WALKS} walks through `{}` the median asks {median} questions", tree.id);
    }
}

#[test]
fn splitting_is_decided_on_every_route_of_scaling() {
    let tree = tree("scaling");
    let asked = tree.question("split-reasons").unwrap();
    // Without this question no outcome can be reached at all, whatever the conditions: that is more than any number of walks says.
    let mut seen = BTreeSet::new();
    let mut open = vec![tree.start];
    while let Some(node) = open.pop() {
        match node {
            Node::Question(ix) if ix != asked && seen.insert(ix) => open.extend(tree[ix].edges.iter().map(|edge| edge.to)),
            Node::Question(_) => {}
            Node::Outcome(ix) => panic!("a route to `{}` goes past `split-reasons`", tree[ix].id),
        }
    }
    for route in WALKED.iter().filter(|(walked, _)| walked.id == tree.id).flat_map(|(_, routes)| routes) {
        let outcome = &tree[route.outcome().unwrap()];
        let settled = route.also(tree, outcome).iter().any(|also| also.aspect == "split");
        assert!(settled, "`split` is left open by {}", shown(tree, route));
    }
}

#[test]
fn every_node_and_every_conditional_line_comes_up() {
    let mut dead = Vec::new();
    for (tree, routes) in WALKED.iter() {
        let mut alive = BTreeSet::new();
        for route in routes {
            alive.extend(route.steps.iter().map(|step| format!("the question {}", tree[step.question].id)));
            let (outcome, items) = route.result(tree).unwrap_or_else(|| panic!("a walk ends nowhere: {}", shown(tree, route)));
            alive.insert(format!("the outcome {outcome}"));
            // The items of an outcome are its own; those of the tree come up with whatever outcome.
            let own = |id: &&str| tree.also.iter().all(|also| also.id != **id);
            alive.extend(items.iter().map(|id| if own(id) { format!("{outcome}: {id}") } else { (*id).to_owned() }));
        }
        let questions = tree.questions().map(|(_, question)| format!("the question {}", question.id));
        let outcomes = tree.outcomes().map(|(_, outcome)| format!("the outcome {}", outcome.id));
        dead.extend(
            questions.chain(outcomes).chain(conditional(tree)).filter(|id| !alive.contains(id)).map(|id| format!("{}: {id}", tree.id)),
        );
    }
    assert!(dead.is_empty(), "in {WALKS} walks a tree these never came up:\n{}", dead.join("\n"));
}

/// Everything that belongs to the result of some walk: `also` entries, and items with a condition.
fn conditional(tree: &Tree) -> Vec<String> {
    fn ids<T>(items: &[Item<T>]) -> impl Iterator<Item = String> {
        items.iter().filter(|item| item.when.is_some()).filter_map(|item| item.id.clone())
    }
    let mut all: Vec<String> = tree.also.iter().map(|also| also.id.clone()).collect();
    for (_, outcome) in tree.outcomes() {
        let texts = [&outcome.gains, &outcome.costs, &outcome.first_steps].into_iter().flat_map(|items| ids(items));
        let others = ids(&outcome.watch).chain(ids(&outcome.alternatives)).chain(ids(&outcome.next));
        let also = outcome.also.iter().map(|also| also.id.clone());
        all.extend(texts.chain(others).chain(also).map(|id| format!("{}: {id}", outcome.id)));
    }
    all
}

#[test]
fn a_condition_never_holds_always() {
    // An item with a condition that every walk to it meets only looks as if the answers had decided it.
    let mut idle = Vec::new();
    for (tree, routes) in WALKED.iter() {
        let mut missed = BTreeSet::new();
        for route in routes {
            let outcome = &tree[route.outcome().unwrap()];
            let without = |also: &&waypost::content::tree::Also| !route.holds(also.when.as_ref());
            missed.extend(tree.also.iter().filter(without).map(|also| also.id.clone()));
            missed.extend(outcome.also.iter().filter(without).map(|also| format!("{}: {}", outcome.id, also.id)));
        }
        let own =
            tree.outcomes().flat_map(|(_, outcome)| outcome.also.iter().map(move |also| (format!("{}: {}", outcome.id, also.id), also)));
        let all = tree.also.iter().map(|also| (also.id.clone(), also)).chain(own);
        idle.extend(all.filter(|(id, also)| also.when.is_some() && !missed.contains(id)).map(|(id, _)| format!("{}: {id}", tree.id)));
    }
    assert!(idle.is_empty(), "in {WALKS} walks a tree these conditions always held:\n{}", idle.join("\n"));
}

#[test]
fn the_trees_are_of_a_size_and_well_founded() {
    let mut faults = Vec::new();
    for tree in trees() {
        let fitting = if MAIN.contains(&tree.id.as_str()) { 25..=60 } else { 10..=60 };
        if !fitting.contains(&tree.questions().len()) {
            faults.push(format!("{}: {} questions, which is not in {fitting:?}", tree.id, tree.questions().len()));
        }
        for (_, outcome) in tree.outcomes() {
            let addresses: BTreeSet<&str> = outcome.sources.iter().map(|source| source.url.as_str()).collect();
            if addresses.len() < 2 {
                faults.push(format!("{}: the outcome `{}` has {} sources, where two are the least", tree.id, outcome.id, addresses.len()));
            }
            if !outcome.references.iter().any(|link| link.name.contains('#')) {
                faults.push(format!("{}: the outcome `{}` links to no section of the reference text", tree.id, outcome.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let questions: usize = trees().map(|tree| tree.questions().len()).sum();
    let outcomes: usize = trees().map(|tree| tree.outcomes().len()).sum();
    let on_condition: usize = trees().map(|tree| conditional(tree).len()).sum();
    println!("{} trees, {questions} questions, {outcomes} outcomes, {on_condition} on a condition", trees().count());
    assert!(trees().count() >= 11 && questions >= 150 && outcomes >= 120 && on_condition >= 150);
}

#[test]
fn each_section_of_the_reference_text_is_linked_from_a_tree() {
    // What stands at the end of every document, for whoever reads it whole.
    const FOR_READERS: [&str; 3] = ["checklist", "pitfalls", "sources"];
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for tree in trees() {
        let questions = tree.questions().flat_map(|(_, question)| &question.references);
        let outcomes = tree.outcomes().flat_map(|(_, outcome)| &outcome.references);
        let also = tree.outcomes().flat_map(|(_, outcome)| &outcome.also).chain(&tree.also).flat_map(|also| &also.references);
        linked.extend(questions.chain(outcomes).chain(also).map(|link| link.name.as_str()));
    }
    let sections = PACK.document_ids().flat_map(|id| {
        let headings = &PACK.document(id).unwrap().headings;
        headings.iter().filter(|heading| heading.level == 2).map(move |heading| (id, heading.anchor.as_str()))
    });
    let alone: Vec<String> = sections
        .filter(|(_, anchor)| !FOR_READERS.contains(anchor))
        .map(|(id, anchor)| format!("{id}#{anchor}"))
        .filter(|section| !linked.contains(section.as_str()))
        .collect();
    assert!(alone.is_empty(), "no tree leads to {alone:?}");
}

#[test]
fn prompts_and_labels_fit_the_screen() {
    const PROMPT: usize = 75;
    const LABEL: usize = 26;
    // In a line of its own under the title, at 80 columns.
    const SUMMARY: usize = 72;
    let mut wide = Vec::new();
    for tree in trees() {
        if tree.summary.width() > SUMMARY {
            wide.push(format!("{}: {} > {SUMMARY}: {}", tree.id, tree.summary.width(), tree.summary));
        }
        for (_, question) in tree.questions() {
            let bands = match &question.kind {
                Kind::Number(scale) => &scale.bands[..],
                _ => &[],
            };
            let labels = question.options().iter().map(|option| &option.label).chain(bands.iter().map(|band| &band.label));
            let limits = [(&question.prompt, PROMPT)].into_iter().chain(labels.map(|label| (label, LABEL)));
            wide.extend(
                limits
                    .filter(|(text, most)| text.width() > *most)
                    .map(|(text, most)| format!("{}: {} > {most}: {text}", tree.id, text.width())),
            );
        }
    }
    assert!(wide.is_empty(), "too wide:\n{}", wide.join("\n"));
}

/// A walk that answers everything by chance, always in the same way for one number.
fn walk_at_random(tree: &Tree, number: u64) -> Route {
    let mut chance = Chance(number);
    let answers = tree.questions().map(|(ix, _)| {
        let key = Key::of(tree, ix);
        // Of the questions of a fact any one may be the one that draws the figure, so that the cuts of all come into play.
        let drawing = match &key {
            Key::Fact(fact) => *chance.one_of(tree.questions_of_fact(fact)),
            Key::Question { .. } => ix,
        };
        (key, Answer::Given(chance.value(&tree[drawing])))
    });
    route(tree, &answers.collect())
}

fn shown(tree: &Tree, route: &Route) -> String {
    let steps = route.steps.iter().map(|step| format!("{}={:?}", tree[step.question].id, step.value));
    let end = match route.end {
        End::Open(ix) => format!("open at {}", tree[ix].id),
        End::Outcome(ix) => tree[ix].id.clone(),
    };
    steps.chain([end]).collect::<Vec<_>>().join(", ")
}

impl Chance {
    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[(self.next() % all.len() as u64) as usize]
    }

    fn value(&mut self, question: &Question) -> Value {
        match &question.kind {
            Kind::Choice { options, .. } => Value::Option(self.one_of(options).id.clone()),
            Kind::Select { options, .. } => {
                // "None of these" as often as anything is ticked: it often leads elsewhere than every other set does.
                let set = if self.next() & 1 == 0 { 0 } else { self.next() };
                Value::Options(
                    options.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, option)| option.id.clone()).collect(),
                )
            }
            Kind::Number(scale) => Value::Number(self.one_of(&scale.bands).from),
        }
    }
}

#[test]
fn chance_gives_every_answer() {
    // Were it lopsided, the tests above would call alive things dead, or miss routes.
    let tree = tree("scaling");
    let ix: QuestionIx = tree.question("split-reasons").unwrap();
    let mut chance = Chance(1);
    let sets: BTreeSet<String> = (0..400).map(|_| format!("{:?}", chance.value(&tree[ix]))).collect();
    assert_eq!(sets.len(), 8);
}
