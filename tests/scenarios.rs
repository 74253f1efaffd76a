//! Guards the scenarios: that each of the program's own holds, that they come past every answer of the main trees, that playing one
//! tells every difference at its place, and that the tree which `waypost new` writes is sound and holds its own scenario.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use waypost::advice::scenario::{Coverage, Gap, Played, Tally, Whose, play};
use waypost::authoring::template::{template, title_of};
use waypost::content::pack::{Files, Pack};
use waypost::content::tree::Tree;
use waypost::paper::export::diagnostic::{Look, excerpt};
use waypost::paper::export::scenario::{Tested, TestedScenario, text};
use waypost::store::files::{BuiltIn, PackPlaces};
use waypost::store::open_pack;

/// Only what is embedded: no folder of this machine takes part.
static PACK: LazyLock<Pack> = LazyLock::new(|| open_pack(&PackPlaces::default()).unwrap());

/// The four trees that the program is for.
const MAIN: [&str; 4] = ["scaling", "api", "consistency", "schema"];

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

/// The built-in pack with files laid over it.
fn pack(files: &[(&str, &str)]) -> Pack {
    let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Pack::open(vec![Box::new(BuiltIn), Box::new(Texts(texts))])
}

fn all_played(pack: &Pack) -> Tested<'_> {
    let scenarios: Vec<_> = pack
        .scenario_ids()
        .map(|id| {
            let file = pack.scenario_file(id).unwrap();
            TestedScenario { id, file, played: file.value.as_ref().map(|scenario| play(pack, scenario)) }
        })
        .collect();
    let trees: Vec<&Tree> = pack.tree_ids().filter_map(|id| pack.tree(id)).collect();
    let played: Vec<&Played<'_>> = scenarios.iter().filter_map(|scenario| scenario.played.as_ref()).collect();
    let coverage = Coverage::of(trees, &played);
    Tested { scenarios, coverage }
}

#[test]
fn every_scenario_holds() {
    let tested = all_played(&PACK);
    assert!(tested.scenarios.len() >= 25, "{} scenarios", tested.scenarios.len());
    assert!(tested.holds(), "{}", text(PACK.words(), &tested, "waypost"));
}

#[test]
fn the_scenarios_come_past_every_answer_of_the_main_trees_and_every_tree_has_two() {
    let tested = all_played(&PACK);
    for covered in &tested.coverage.trees {
        let id = covered.tree.id.as_str();
        let through = tested.scenarios.iter().filter_map(|tested| tested.played.as_ref());
        let through = through.filter(|played| played.walks.iter().any(|walk| walk.walk.tree.name == id)).count();
        assert!(through >= 2, "{id}: {through} scenarios");
        if MAIN.contains(&id) {
            for Tally { covered, all } in [covered.asked(), covered.answered(), covered.reached()] {
                assert_eq!(covered, all, "{id}: `waypost test --uncovered` lists what no scenario comes past");
            }
        }
    }
    let scenarios = || PACK.scenario_ids().filter_map(|id| PACK.scenario(id));
    assert!(scenarios().any(|scenario| scenario.walks.len() > 1));
    let walks = scenarios().flat_map(|scenario| &scenario.walks);
    let plain: Vec<&str> = walks.filter(|walk| walk.tempting.is_none()).map(|walk| walk.course.outcome.name.as_str()).collect();
    assert_eq!(plain, Vec::<&str>::new(), "a reader learns most from the outcome that looks right and is not");
}

#[test]
fn scenarios_are_short_enough_to_be_read_beside_a_question() {
    const STORY: usize = 1_100;
    const REASON: usize = 300;
    let mut long = Vec::new();
    for scenario in PACK.scenario_ids().filter_map(|id| PACK.scenario(id)) {
        let reasons = scenario.walks.iter().flat_map(|walk| {
            let tempting = walk.tempting.iter().map(|tempting| &tempting.why_not);
            let supposed = walk.variants.iter().map(|variant| &variant.suppose);
            let courses = walk.variants.iter().map(|variant| &variant.course).chain([&walk.course]);
            let told = courses.flat_map(|course| course.answers.iter().map(|answer| &answer.because).chain([&course.because]));
            told.chain(tempting).chain(supposed)
        });
        let texts = [(&scenario.story, STORY)].into_iter().chain(reasons.map(|reason| (reason, REASON)));
        long.extend(texts.filter(|(text, most)| text.chars().count() > *most).map(|(text, _)| format!("{}: {text}", scenario.id)));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A tree of the template's form, whose differences are known.
const JOBS: &str = r#"(
    id: "jobs", title: "Jobs", story: "A shop.",
    walks: [(
        tree: "queue",
        answers: [
            (question: "waits", answer: "no", because: "B"),
            (question: "job-time", answer: "40", because: "B"),
            (question: "needs", answer: "later", because: "B"),
        ],
        outcome: "jobs-table", with: ["run-at"], because: "B", tempting: (outcome: "broker", why_not: "W"),
        variants: [
            (suppose: "S", answers: [(question: "needs", answer: "fan-out+replay", because: "B")], outcome: "broker", because: "B"),
        ],
    )],
)"#;

/// The differences of a scenario with something else in the place of a part of it: each as `kind: the text at its place`.
#[track_caller]
fn check(part: &str, by: &str, expected: &[&str]) {
    assert!(JOBS.contains(part), "{part}");
    let scenario = JOBS.replacen(part, by, 1);
    let queue = template("queue", "Queue").tree;
    let pack = pack(&[("trees/queue.ron", &queue), ("assets/scenarios/jobs.ron", &scenario)]);
    let file = pack.scenario_file("jobs").unwrap();
    let played = play(&pack, file.value.as_ref().unwrap_or_else(|| panic!("{:?}", file.faults)));
    let differences = played.walks.iter().flat_map(|walk| &walk.differences);
    let found: Vec<String> = differences.map(|d| format!("{}: {}", d.kind(), &scenario[d.span().range()])).collect();
    assert_eq!(found, expected, "{by}");
    assert_eq!(played.holds(), expected.is_empty());
}

#[test]
fn every_difference_is_told_at_its_place() {
    check("A shop.", "A shop.", &[]);
    check("answer: \"40\"", "answer: \"unsure\"", &[]);
    check("\"queue\"", "\"queu\"", &["no-tree: queu"]);
    check("\"needs\"", "\"nedes\"", &["unanswered: job-time", "no-question: nedes"]);
    check("answer: \"later\"", "answer: \"latre\"", &["no-answer: latre"]);
    check("answer: \"40\"", "answer: \"-4\"", &["no-answer: -4"]);
    check("            (question: \"waits\", answer: \"no\", because: \"B\"),\n", "", &["unanswered: queue"]);
    check("            (question: \"job-time\", answer: \"40\", because: \"B\"),\n", "", &["unanswered: waits"]);
    let yes = ["not-asked: job-time", "not-asked: needs", "other-outcome: jobs-table"];
    check("answer: \"no\"", "answer: \"yes\"", &yes);
    check("answer: \"later\"", "answer: \"replay\"", &["other-outcome: jobs-table"]);
    check("answer: \"later\"", "answer: \"none\"", &["missing-part: run-at"]);
    check("[\"run-at\"]", "[\"run-it\"]", &["no-part: run-it"]);
    check("outcome: \"jobs-table\"", "outcome: \"jobs-tabel\"", &["no-outcome: jobs-tabel"]);
    check("\"broker\"", "\"jobs-table\"", &["tempting-is-right: jobs-table"]);
    check("\"broker\"", "\"brokre\"", &["no-outcome: brokre"]);
    // Of a variant: only what it changes is told of it, and the walk's other answers hold.
    check("\"fan-out+replay\"", "\"later\"", &["not-otherwise: later", "other-outcome: broker"]);
    check("\"fan-out+replay\"", "\"replya\"", &["no-answer: replya", "other-outcome: broker"]);
    check("\"fan-out+replay\"", "\"none\"", &["other-outcome: broker"]);
    check(
        "question: \"needs\", answer: \"fan-out",
        "question: \"waits\", answer: \"yes\", because: \"B\"), (question: \"needs\", answer: \"fan-out",
        &["not-asked: needs", "other-outcome: broker"],
    );
    let (first, second) =
        ("(question: \"waits\", answer: \"no\", because: \"B\"),", "(question: \"job-time\", answer: \"40\", because: \"B\"),");
    check(&format!("{first}\n            {second}"), &format!("{second}\n            {first}"), &["out-of-order: waits"]);
}

#[test]
fn a_fact_is_given_once_and_not_otherwise() {
    let walk = |tree: &str, answers: &str| {
        let answers: Vec<String> = answers
            .split(' ')
            .filter_map(|answer| answer.split_once('='))
            .map(|(question, answer)| format!("(question: \"{question}\", answer: \"{answer}\", because: \"B\")"))
            .collect();
        format!("(tree: \"{tree}\", answers: [{}], outcome: \"jobs-table\", because: \"B\")", answers.join(", "))
    };
    // Two trees that ask for one fact.
    let trees = [template("one", "One").tree, template("two", "Two").tree];
    let differences = |second: &str| {
        let walks = format!("{}, {}", walk("one", "waits=no job-time=40 needs=later"), walk("two", second));
        let scenario = format!("(id: \"both\", title: \"T\", story: \"S\", walks: [{walks}])");
        let pack = pack(&[("trees/one.ron", &trees[0]), ("trees/two.ron", &trees[1]), ("assets/scenarios/both.ron", &scenario)]);
        let played = play(&pack, pack.scenario("both").unwrap());
        played.walks.iter().flat_map(|walk| &walk.differences).map(|difference| difference.kind()).collect::<Vec<_>>()
    };
    assert_eq!(differences("waits=no needs=later"), Vec::<&str>::new());
    assert_eq!(differences("waits=no job-time=40 needs=later"), Vec::<&str>::new());
    assert_eq!(differences("waits=no job-time=50 needs=later"), ["other-fact"]);
    assert_eq!(differences("waits=no job-time=unsure needs=later"), ["other-fact"]);
}

#[test]
fn within_a_walk_a_fact_is_given_once_too() {
    let question = |id: &str, to: [&str; 2]| {
        format!(
            "Question(id: \"{id}\", fact: \"x.y\", prompt: \"P?\", why: \"W\", how_to_tell: [\"H\"], assume_why: \"A\", kind: Choice(assume: \"a\", \
             options: [(id: \"a\", label: \"A\", meaning: \"M\", to: \"{}\"), (id: \"b\", label: \"B\", meaning: \"M\", to: \"{}\")]))",
            to[0], to[1]
        )
    };
    let outcome = |id: &str| {
        format!(
            "Outcome(id: \"{id}\", recommendation: \"R\", why: \"W\", gains: [\"G\"], costs: [\"C\"], first_steps: [\"F\"], watch: [(metric: \"M\", \
             figure: \"F\")], revisit: \"R\", wrong_when: \"W\", alternatives: [], references: [], sources: [(title: \"S\", url: \"https://example.org\")])"
        )
    };
    let nodes = [question("one", ["two", "two"]), question("two", ["left", "right"]), outcome("left"), outcome("right")].join(", ");
    let tree = format!("(id: \"t\", version: 1, title: \"T\", summary: \"S\", start: \"one\", nodes: [{nodes}])");
    let differences = |one: &str, two: &str, outcome: &str| {
        let scenario = format!(
            "(id: \"s\", title: \"T\", story: \"S\", walks: [(tree: \"t\", outcome: \"{outcome}\", because: \"B\", answers: [\
             (question: \"one\", answer: \"{one}\", because: \"B\"), (question: \"two\", answer: \"{two}\", because: \"B\")])])"
        );
        let pack = pack(&[("trees/t.ron", &tree), ("assets/scenarios/s.ron", &scenario)]);
        let played = play(&pack, pack.scenario("s").unwrap());
        played.walks.iter().flat_map(|walk| &walk.differences).map(|difference| difference.kind()).collect::<Vec<_>>()
    };
    assert_eq!(differences("a", "a", "left"), Vec::<&str>::new());
    assert_eq!(differences("b", "b", "right"), Vec::<&str>::new());
    assert_eq!(differences("a", "b", "left"), ["other-fact"]);
    assert_eq!(differences("a", "b", "right"), ["other-outcome", "other-fact"]);
}

#[test]
fn coverage_counts_what_walks_come_past() {
    let queue = template("queue", "Queue").tree;
    let pack = pack(&[("trees/queue.ron", &queue), ("assets/scenarios/jobs.ron", JOBS)]);
    let tree = pack.tree("queue").unwrap();
    let mut played = play(&pack, pack.scenario("jobs").unwrap());
    let tally = |covered, all| Tally { covered, all };
    let with_variant = Coverage::of([tree], &[&played]);
    let covered = &with_variant.trees[0];
    assert_eq!((covered.walks, covered.reached(), covered.answered()), (2, tally(2, 3), tally(8, 2 + 2 + 7)));
    played.walks.truncate(1);
    let coverage = Coverage::of([tree], &[&played]);
    let covered = &coverage.trees[0];
    assert_eq!((covered.walks, covered.asked(), covered.reached()), (1, tally(3, 3), tally(1, 3)));
    // `no`, `short`, and of the set: `later` in it, the other two out of it.
    assert_eq!(covered.answered(), tally(5, 2 + 2 + 7));
    assert_eq!(covered.edges(), tally(3, 2 + 1 + 2));
    // The edge to the broker fails, `run-at` and `safe-twice` hold, `cut-up` fails; two items of the broker were not looked at.
    assert_eq!(covered.held(), tally(4, 2 * 6));
    let ix = |id| tree.question(id).unwrap();
    let gaps = covered.gaps();
    for gap in [
        Gap::Answer(ix("waits"), 0),
        Gap::Answer(ix("job-time"), 1),
        Gap::Answer(ix("needs"), 1),
        Gap::Without(ix("needs"), 0),
        Gap::None(ix("needs")),
        Gap::Edge(ix("needs"), 0),
        Gap::Outcome(tree.outcome("broker").unwrap()),
        Gap::Holding(Whose::Item(tree.outcome("jobs-table").unwrap(), "cut-up")),
        Gap::Failing(Whose::Also("safe-twice")),
    ] {
        assert!(gaps.contains(&gap), "{gap:?} is not among {gaps:?}");
    }
    // Nothing is said of what lies within an outcome that nobody reached.
    assert!(!gaps.iter().any(|gap| matches!(gap, Gap::Holding(Whose::Item(of, _)) if *of == tree.outcome("broker").unwrap())));
    // A walk that went astray proves nothing.
    let astray = JOBS.replacen("outcome: \"jobs-table\"", "outcome: \"broker\"", 1).replacen(
        "tempting: (outcome: \"broker\"",
        "tempting: (outcome: \"in-the-request\"",
        1,
    );
    let pack = self::pack(&[("trees/queue.ron", &queue), ("assets/scenarios/jobs.ron", &astray)]);
    let played = play(&pack, pack.scenario("jobs").unwrap());
    assert_eq!(Coverage::of(pack.tree("queue"), &[&played]).trees[0].walks, 0);
}

#[test]
fn the_tree_to_begin_with_is_sound_and_holds_its_scenario() {
    for (id, title) in [("queue", "A queue or a call"), ("q", "Say \"when\"\\"), ("a-b-c", " \n\u{1b}[2J\u{202e}x ")] {
        let files = template(id, title);
        let pack = pack(&[(&format!("trees/{id}.ron"), &files.tree), (&format!("assets/scenarios/{id}.ron"), &files.scenario)]);
        let findings: Vec<String> = pack.check().iter().map(|finding| excerpt(finding, Look { colour: false, width: 120 })).collect();
        assert_eq!(findings, Vec::<String>::new());
        assert!(play(&pack, pack.scenario(id).unwrap()).holds());
        assert!(!files.tree.contains("my-tree") && !files.scenario.contains("my-tree"));
        assert_eq!(pack.tree(id).unwrap().title.as_str(), waypost::content::text::Text::new(title).as_str());
    }
    assert_eq!(title_of("job-queue"), "Job queue");
}

#[test]
fn the_tree_to_begin_with_shows_every_form_and_is_short() {
    let files = template("queue", "Queue");
    for form in ["Choice(", "Select(", "Number(", "fact:", "when:", "also:", "edges:", "worries:", "assume_why:", "id: \"cut-up\""] {
        assert!(files.tree.contains(form), "{form}");
    }
    assert!(files.tree.lines().count() <= 140 && files.tree.lines().filter(|line| line.contains("//")).count() >= 10);
    let pack = pack(&[("trees/queue.ron", &files.tree)]);
    let tree = pack.tree("queue").unwrap();
    let sourced = tree.questions().all(|(_, question)| !question.references.is_empty());
    assert!(sourced && tree.outcomes().all(|(_, outcome)| !outcome.sources.is_empty()));
    let ids: BTreeSet<&str> = tree.questions().map(|(_, question)| question.id.as_str()).collect();
    assert_eq!(ids.len(), 3);
}
