//! Charts read, mapped and walked. A tree is shown as a line for each question, `id: option>target ..`, and one for the outcomes.

use proptest::prelude::*;

use super::*;
use crate::content::diagnostic::Severity;
use crate::content::pack::Pack;
use crate::content::text::first_unsafe;
use crate::content::tree::{Node, Tree, parse};
use crate::paper::export::graph::{Graph, mermaid};

const ORIGIN: Origin<'_> = Origin { id: Some("t"), file: "chart.md" };

/// The tree of a chart, which loads, with the notes.
#[track_caller]
fn imported(chart: &str) -> (Tree, Imported) {
    let imported = import(chart, ORIGIN).unwrap_or_else(|error| panic!("{error}\n{chart}"));
    let (tree, faults) = parse(&imported.text);
    let faults: Vec<_> =
        faults.into_iter().filter(|fault| fault.severity() == Severity::Error || fault.code.as_str() == "unreachable").collect();
    assert!(faults.is_empty(), "{faults:#?}\n{chart}\n{}", imported.text);
    (tree.unwrap(), imported)
}

fn id(tree: &Tree, node: Node) -> &str {
    match node {
        Node::Question(ix) => &tree[ix].id,
        Node::Outcome(ix) => &tree[ix].id,
    }
}

fn shape(tree: &Tree) -> Vec<String> {
    let mut lines: Vec<String> = tree
        .questions()
        .map(|(_, question)| {
            let ways = question.options().iter().zip(&question.edges).map(|(option, edge)| format!("{}>{}", option.id, id(tree, edge.to)));
            format!("{}: {}", question.id, ways.collect::<Vec<_>>().join(" "))
        })
        .collect();
    lines.push(tree.outcomes().map(|(_, outcome)| outcome.id.as_str()).collect::<Vec<_>>().join(" "));
    lines
}

/// The notes as `line: the beginning`.
#[track_caller]
fn check_notes(imported: &Imported, expected: &[&str]) {
    let notes: Vec<String> = imported.notes.iter().map(|note| format!("{}: {}", note.line, note.message)).collect();
    let fits = notes.len() == expected.len() && notes.iter().zip(expected).all(|(note, expected)| note.contains(expected));
    assert!(fits, "{notes:#?}\nare not\n{expected:#?}");
}

#[track_caller]
fn check(chart: &str, expected: &[&str], notes: &[&str]) {
    let (tree, imported) = imported(chart);
    assert_eq!(shape(&tree), expected, "{}", imported.text);
    check_notes(&imported, notes);
}

/// A statement that draws the same as `a{Ask?} -->|Yes| b[Do it]`, with nothing to be noted.
#[track_caller]
fn same(statement: &str) {
    let (tree, imported) = imported(&format!("flowchart TD\n{statement}\na -->|No| c[Leave it]"));
    let (question, outcome) = (tree.questions().next().unwrap().1, tree.outcomes().next().unwrap().1);
    let found = (question.prompt.as_str(), question.options()[0].label.as_str(), outcome.recommendation.as_str());
    assert_eq!(found, ("Ask?", "Yes", "Do it"), "{statement}");
    check_notes(&imported, &[]);
}

#[test]
fn shapes_are_read() {
    for shape in [
        "[Do it]",
        "(Do it)",
        "{Do it}",
        "((Do it))",
        "(((Do it)))",
        "[[Do it]]",
        "[(Do it)]",
        "{{Do it}}",
        "([Do it])",
        ">Do it]",
        "[/Do it/]",
        "[\\Do it\\]",
        "[/Do it\\]",
        "[\\Do it/]",
        "(-Do it-)",
        "[ Do it ]",
        "[\"Do it\"]",
        "[ \"Do it\" ]",
        "[\"Do<br/>it\"]",
        "[Do<br>it]",
        "[Do<BR />it]",
        "[Do\\nit]",
        "[\"Do\nit\"]",
        "[Do\n  it]",
        "[\"`**Do** _it_`\"]",
        "[\"<b>Do</b> <i>it</i>\"]",
        "[\"#68;o i&#116;\"]",
        "[\"&#x44;o&nbsp;it\"]",
        "[fa:fa-car Do it]",
        "@{ shape: diam, label: \"Do it\" }",
        "@{ label: 'Do it', shape: rect }",
        "@{label: Do it}",
        "@{ label: \"<font color=\\\"#000\\\">Do it</font>\" }",
        "@{\n  shape: rect\n  label: \"Do it\"\n}",
        "[Do it]:::good",
        "@{ label: \"Do it\" }:::a-b",
    ] {
        same(&format!("a{{Ask?}} -->|Yes| b{shape}"));
    }
    for text in ["Do it (now)", "Do [it]", "say \"do\" it", "f(x) :) ;", "a/b", "50% & more", "List<String>", "a -- b", "x > y"] {
        let (tree, _) = imported(&format!("graph TD; a{{\"Ask?\"}}-->|\"Yes\"|b[{text}]\na-->c"));
        assert_eq!(tree.outcomes().next().unwrap().1.recommendation.as_str(), text);
    }
}

#[test]
fn links_are_read() {
    for link in [
        "-->|Yes|",
        "--> |Yes|",
        "-->|\"Yes\"|",
        "-->| Yes |",
        "-- Yes -->",
        "--Yes-->",
        "-- \"Yes\" -->",
        "---->|Yes|",
        "-- Yes ---->",
        "---|Yes|",
        "-- Yes ---",
        "-.->|Yes|",
        "-. Yes .->",
        "-.Yes.->",
        "-..->|Yes|",
        "-.-|Yes|",
        "==>|Yes|",
        "== Yes ==>",
        "==Yes===>",
        "===|Yes|",
        "--o|Yes|",
        "--x|Yes|",
        "-- Yes --x",
        "e1@-->|Yes|",
        "\n-->|Yes|",
        "-->|Yes|\n",
        "-- \"Y<br/>es\" -->",
    ] {
        let words = link.replace("Y<br/>es", "Yes");
        same(&format!("a{{Ask?}} {words} b[Do it]"));
        if !link.contains('@') {
            same(&format!("a{{Ask?}}{words}b[Do it]"));
        }
    }
    same("a{Ask?} e1@-->|Yes| b[Do it]\ne1@{ animate: true }");
    same("b[Do it]\na{Ask?}\n%% a comment\na-->|Yes|b %% another");
    same("%%{init: {\n 'theme': 'dark' }}%%\na{Ask?} -->|Yes| b[Do it];; ;");
    let notes = ["1: an answer of `a` has no label", "1: `d` follows the outcome `b`: it is one of its first steps"];
    check("graph LR; a-->b & c --> d", &["a: b>b c>c", "b c"], &notes);
}

#[test]
fn statements_that_are_no_nodes_are_told() {
    check(
        "---\nconfig:\n  title: no\ntitle: \"Which \\\"one\\\"?\"\n---\nflowchart LR\naccDescr: What it is about\nsubgraph one [The one]\ndirection TB\n\
         a{A?} -->|Yes| b\nend\na -->|No| c\nclassDef x fill:#fff; class a x\nstyle b fill:#f00\nlinkStyle 0 stroke:#f00\nclick b \"https://example.org\"\n\
         a -->|Both| d <--> e\na ~~~ c\none --> f\nwhat is this\nd -->|\nend",
        &["a: yes>b no>c both>d", "b c d"],
        &[
            "8: the subgraph `The one`",
            "10: no node leads to all others; the tree begins with `a` (A?)",
            "13: `classDef` and 3 lines further down set styles, which a tree does not have: they are left out",
            "16: a link or call on a click, which a tree does not have, is left out",
            "17: the edge between `d` and `e` points both ways",
            "17: `e` cannot be reached",
            "18: an invisible link",
            "19: the edge from `one` to `f` is one of a whole subgraph",
            "19: `f` cannot be reached",
            "20: this is not understood, and is left out: `what is this`",
            "21: this is not understood",
            "22: this `end` belongs to no subgraph",
        ],
    );
    let (tree, _) = imported("---\ntitle: \"Which \\\"one\\\"?\"\n---\nflowchart LR\naccDescr {\n What it\n is about }\na-->b & c");
    assert_eq!((tree.title.as_str(), tree.summary.as_str()), ("Which \"one\"?", "What it is about"));
}

#[test]
fn a_chart_is_found_in_markdown() {
    let text = "---\nslug: x\n---\n# Top\n```sh\n# no heading\n```\n```mermaid\nsequenceDiagram\n  A->>B: hi\n```\n## Which *queue*? ##\n\n  ~~~ mermaid\n\n  \
                graph TD\n  a-->|Yes|b\n  a-->|No|c\n  ~~~\n```mermaid\ngraph TD\nx-->y\n```\n";
    let made = import(text, Origin { id: None, file: "README.md" }).unwrap();
    assert_eq!(made.id, "which-queue");
    assert!(
        made.text.contains("title: \"Which queue?\"") && made.text.contains("// Made from the flowchart in README.md."),
        "{}",
        made.text
    );
    check_notes(&made, &["9: this diagram is no flowchart (it begins with `sequenceDiagram`)", "21: a further flowchart"]);
    assert_eq!(import("graph TD\na-->|Yes|b\na-->c", Origin { id: None, file: "my-queue.mmd" }).unwrap().id, "my-queue");
    assert_eq!(import("graph TD\n是-->b & c", Origin { id: None, file: "" }).map(|made| made.id), Ok("decision".to_owned()));
}

#[test]
fn a_chart_in_a_block_quote_is_found() {
    let quoted = |text: &str, notes: &[&str]| {
        let made = import(text, Origin { id: None, file: "notes.md" }).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let (tree, _) = parse(&made.text);
        assert_eq!(shape(&tree.unwrap()), ["a: x>b y>c", "b c"], "{text}");
        check_notes(&made, notes);
    };
    let what = ["5: this is not understood, and is left out: `what is this`"];
    quoted("# T\n\n> ```mermaid\n> flowchart TD\n> what is this\n> a -->|x| b\n> a -->|y| c\n> ```\n", &what);
    quoted("> # T\n>\n>> ~~~mermaid\n>> flowchart TD\n> > what is this\n>>\n  >>a -->|x| b\n>> a -->|y| c\n", &what);
    // What stands in no quote ends the fence, which nothing closes.
    quoted("> text\n> ```mermaid\n> graph TD\n> a -->|x| b\n> a -->|y| c\na --> d\n```sh\ngraph TD\n```\n", &[]);
    // Inside of a fence in no quote, `>` is the chart's own.
    quoted("```mermaid\ngraph TD\na -->|x| b\n> what is this\na -->|y| c\n```\n", &["4: this is not understood"]);
}

#[test]
fn nothing_that_is_cut_off_is_lost() {
    let long: String = (0..90).map(|at| format!("word{at} ")).collect::<String>() + "the end";
    let (tree, made) = imported(&format!("flowchart TD\na -->|x| b\na -->|y| c\na{{\"{long}\"}}"));
    let question = tree.questions().next().unwrap().1;
    assert!(question.prompt.ends_with(" …") && question.prompt.chars().count() <= 302, "{}", question.prompt);
    assert!(question.why.starts_with("TODO: ") && question.why.ends_with(&format!("the whole question is: {long}")), "{}", question.why);
    check_notes(&made, &["4: the text of `a` (word0 word1 word2 word3 word4 word5 word6 word7 …) has more than 300 characters: `why` of"]);
    let cut = "3: the title has more than 300 characters, and is cut short; the rest is left out: word";
    let (_, made) = imported(&format!("---\nx: y\ntitle: {long}\n---\nflowchart TD\na -->|x| b\na -->|y| c"));
    check_notes(&made, &[cut]);
    assert!(made.notes[0].message.ends_with("word89 the end"), "{:?}", made.notes);
    let (_, made) = imported(&format!("text\n\n# {long}\n```mermaid\nflowchart TD\na -->|x| b\na -->|y| c\n```"));
    check_notes(&made, &[cut]);
}

#[test]
fn what_a_chart_says_twice_is_told() {
    let chart = "---\ntitle: One\n---\nflowchart TD\naccTitle: Two\naccDescr: First\naccDescr {\nSecond\n}\naccTitle: One\n\
                 a{A?} -->|x| b\na -->|y| c\nc -->|later on| a";
    check(
        chart,
        &["a: x>b y>c", "b c"],
        &[
            "5: the chart says “One” already, so this `accTitle` is left out: Two",
            "7: the chart says “First” already, so this `accDescr` is left out: Second",
            "13: the edge from `c` to `a` (A?) closes a circle, which a tree cannot have: it ends there, and its label is left out: later on",
        ],
    );
    let (tree, _) = imported(chart);
    assert_eq!((tree.title.as_str(), tree.summary.as_str()), ("One", "First"));
}

#[test]
fn what_is_no_flowchart_is_refused() {
    let refused = |text: &str, id: Option<&str>, expected: &str| {
        let error = import(text, Origin { id, file: "" }).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    refused("", None, "line 1: there is nothing here");
    refused("\n%% x\nsequenceDiagram\nA->>B: x", None, "line 3: this is a Mermaid diagram of another kind (`sequenceDiagram`)");
    refused("# Notes\n\nNothing drawn.\n", None, "line 1: no ```mermaid fence is in this file");
    refused("Notes\n", None, "line 1: this is no Mermaid flowchart: it begins with `Notes`");
    let notes = import("Notes\n```sh\nls\n```\n", Origin { id: None, file: "NOTES.MD" }).unwrap_err().to_string();
    assert!(notes.contains("no ```mermaid fence"), "{notes}");
    refused("a\n```mermaid\n\npie title x\n```\n", None, "line 4: this is a Mermaid diagram of another kind (`pie`)");
    refused("graph TD\n%% nothing\n", None, "the flowchart has no nodes");
    refused("graph TD\na-->b", Some("lint"), "`lint` is a command, so a tree cannot be called that; name one with `--id ID`");
    refused("graph TD\na-->b", Some("My Tree"), "`My Tree` is not an id: lower-case letters");
    refused(&format!("graph TD\n{}", "a-->b;".repeat(MAX_TEXT / 6 + 1)), None, "too large");
    let crowd = |name: &str| (0..300).map(|at| format!("{name}{at}")).collect::<Vec<_>>().join(" & ");
    refused(&format!("graph TD\n{} --> {}", crowd("a"), crowd("b")), None, "more than 50000 edges (line 2)");
}

#[test]
fn nodes_become_questions_outcomes_and_steps() {
    let chart = "flowchart TD\nstart([Choose a queue]) --> Q1{Ordered?}\nQ1 -->|Yes| P[Pick a key]\nP -->|then| R[One partition]\nQ1 -->|No| Q2{Lost \
                 ones?}\nQ2 --> D1[Drop _them_]\nQ2 -->|none| R\nD1 --> Last[Buffer]";
    check(
        chart,
        &[
            "ordered: yes>pick-a-key no>lost-ones",
            "lost-ones: drop-them>drop-them none-so>one-partition",
            "pick-a-key drop-them one-partition",
        ],
        &[
            "2: `start` (Choose a queue) has a single way on, so it is no question: a comment above `ordered`",
            "4: `R` (One partition) follows the outcome `pick-a-key`: it is one of its first steps",
            "6: an answer of `Q2` (Lost ones?) has no label",
            "8: `Last` (Buffer) follows the outcome `drop-them`: it is one of its first steps",
        ],
    );
    let (tree, imported) = imported(chart);
    assert_eq!(
        (tree.title.as_str(), &imported.text.contains("// On the way here, line 2 says: Choose a queue")),
        ("Choose a queue", &true)
    );
    let steps = |id: &str| &tree[tree.outcome(id).unwrap()].first_steps;
    assert_eq!((steps("drop-them")[0].value.as_str(), steps("drop-them")[0].when.is_none()), ("Buffer", true));
    let [step] = steps("pick-a-key").as_slice() else { panic!() };
    assert_eq!((step.value.as_str(), step.when.is_none()), ("One partition (then)", true));
    assert!(steps("one-partition")[0].value.as_str().starts_with("TODO: "));
    let options = tree[tree.question("ordered").unwrap()].options();
    assert_eq!(options[0].meaning.as_str(), "TODO: say what “Yes” means here; it leads to: Pick a key");
    assert_eq!(options[1].meaning.as_str(), "TODO: say what “No” means here; it leads to: Lost ones?");
}

/// A chart whose tree is drawn and imported again in the same shape.
#[track_caller]
fn check_drawn(chart: &str, expected: &[&str]) -> (Tree, Imported) {
    let (tree, made) = imported(chart);
    assert_eq!(shape(&tree), expected, "{}", made.text);
    let drawn = mermaid(Graph { words: Pack::open(Vec::new()).words(), tree: &tree, route: None });
    assert_eq!(shape(&imported(&drawn).0), expected, "{drawn}");
    (tree, made)
}

#[test]
fn what_stands_behind_the_last_answer_is_the_outcome() {
    let (tree, made) = check_drawn(
        "flowchart LR\nstart([New service]) --> q1{Do we own the data?}\nq1 -- yes --> q2{Latency}\nq1 -- no --> pm{{Ask the team}}\nq2 -- \"< 10 \
         ms\" --> redis[(Redis)]\nq2 -- \"10-100 ms\" --> pg[(Postgres)]\nq2 -- \"> 100 ms\" --> s3[(S3)]\npm --> q1\nredis --> mon[Add to \
         dashboards]\npg --> mon\nmon --> page[Page somebody]",
        &[
            "do-we-own-the-data: yes>latency no>ask-the-team",
            "latency: under-10-ms>redis 10-100-ms>postgres over-100-ms>s3",
            "redis postgres s3 ask-the-team",
        ],
    );
    for id in ["redis", "postgres"] {
        let steps: Vec<&str> = tree[tree.outcome(id).unwrap()].first_steps.iter().map(|step| step.value.as_str()).collect();
        assert_eq!(steps, ["Add to dashboards", "Page somebody"], "{id}");
    }
    check_notes(
        &made,
        &[
            "2: `start` (New service) has a single way on",
            "3: the answers of `q2` (Latency) are figures: a `Number` with bands",
            "8: the edge from `pm` (Ask the team) to `q1` (Do we own the data?) closes a circle",
            "9: `mon` (Add to dashboards) follows the outcome `redis`",
            "11: `page` (Page somebody) follows the outcome `redis`",
        ],
    );
    // Without any question, the first node decides.
    let (tree, _) = check_drawn("graph TD\nbuy[Buy it] --> pay[Pay for it]", &["buy"]);
    assert_eq!(tree[tree.outcome("buy").unwrap()].first_steps[0].value.as_str(), "Pay for it");
}

#[test]
fn an_outcome_that_is_drawn_twice_is_one() {
    let (_, made) = check_drawn(
        "graph TD\na{A?} -->|x| b{B?}\na -->|y| r1[Redis]\nb -->|x| r2[Redis]\nb -->|y| s1[Sharding]\nb -->|z| s2[Sharding]\n\
         s1 --> t1[Test it]\ns2 --> t2[Test it]",
        &["a: x>b y>redis", "b: x>redis y>sharding z>sharding", "redis sharding"],
    );
    check_notes(
        &made,
        &[
            "3: `r1` (Redis) says the same as `r2` (Redis) on line 4: the two become one",
            "6: `s2` (Sharding) says the same as `s1` (Sharding) on line 5",
            "7: `t1` (Test it) follows the outcome `sharding`",
            "8: `t2` (Test it) says the same as `t1` (Test it) on line 7",
        ],
    );
    // What follows makes two of them.
    let (tree, _) = check_drawn(
        "graph TD\na{A?} -->|x| one[Shard]\na -->|y| two[Shard]\none --> t1[By customer]\ntwo --> t2[By time]",
        &["a: x>one y>two", "one two"],
    );
    assert_eq!(tree[tree.outcome("two").unwrap()].recommendation.as_str(), "Shard, then: By time");
}

#[test]
fn a_step_between_questions_is_told_to_those_who_pass_it() {
    let (tree, made) = check_drawn(
        "graph TD\nC{Changes?} -->|No| E[Long TTL]\nE --> K{Several?}\nC -->|Yes| D{Often?}\nD -->|Yes| F[Short TTL]\nD -->|No| K\n\
         F -->|and| E\nK -->|Yes| one[Redis]\nK -->|No| two[In memory]",
        &["changes: no>several yes>often", "several: yes>one no>two", "often: yes>several no>several", "one two"],
    );
    let also = made.text.split("nodes: [").next().unwrap();
    for line in [
        "id: \"short-ttl\", aspect: \"step\", when: Is(\"often\", \"yes\"),",
        "recommendation: \"Short TTL (and)\",",
        "id: \"long-ttl\", aspect: \"step-2\", when: Any([Is(\"changes\", \"no\"), Is(\"often\", \"yes\")]),",
        "recommendation: \"Long TTL\",",
    ] {
        assert!(also.contains(line), "{line} is not in\n{also}");
    }
    assert_eq!(tree.also.len(), 2);
    check_notes(&made, &["2: `E` (Long TTL) stands between two questions: as `long-ttl` in `also`", "5: `F` (Short TTL) stands between"]);
    // More ways than a condition names: a comment keeps it, rather than a condition that does not hold for all.
    let ways: String = (0..33).map(|at| format!("a{at} -->|on| a{}\na{at} -->|x| s\na{at} -->|y| s\n", at + 1)).collect();
    let (tree, made) = imported(&format!("graph TD\ns[Step] --> k{{K?}}\nk -->|a| one\nk -->|b| two\n{ways}"));
    assert!(tree.also.is_empty() && made.text.contains("// On the way here, line 2 says: Step"), "{}", made.text);
}

#[test]
fn what_the_author_did_not_write_is_left_to_do() {
    let (tree, made) = imported("graph TD\na{Which way?} -->|Left| b\na -->|Right| a-way-that-is-much-too-long-to-type");
    assert_eq!(tree.title.as_str(), "TODO: say in a few words what this decides; it begins with “Which way?”");
    assert!(made.text.contains("assume_why: \"TODO: “Left” was taken since it stands first"), "{}", made.text);
    assert_eq!(made.long_id.as_deref(), Some("way-that-is-much-too-long-to-type"));
    assert_eq!(imported("graph TD\na -->|x| b\na -->|y| c").1.long_id, None);
}

#[test]
fn answers_without_latin_letters_have_ids() {
    let ids = |labels: [&str; 2]| {
        let (tree, made) = imported(&format!("graph TD\na{{A?}} -->|{}| redis[(Redis)]\na -->|{}| disk[磁盘]", labels[0], labels[1]));
        let ids = tree.questions().next().unwrap().1.options().iter().map(|option| option.id.clone()).collect::<Vec<_>>();
        (ids.join(" "), made.notes.iter().any(|note| note.message.contains("are figures")))
    };
    for (labels, expected, figures) in [
        (["是", "否"], "yes no", false),
        (["✅", "❌"], "yes no", false),
        (["快", "慢"], "to-redis to-disk", false),
        (["< 10 ms", "10-100 ms"], "under-10-ms 10-100-ms", true),
        (["≤ €5", "more than 5"], "at-most-5 more-than-5", true),
        (["< 10 ms", "not known"], "under-10-ms not-known", false),
        (["1 service that all of us share", "2"], "1-service-that-all-of-us-share 2", false),
    ] {
        assert_eq!(ids(labels), (expected.to_owned(), figures));
    }
}

#[test]
fn labels_are_made_handy_and_told_apart() {
    let long = "a label that goes on and on until nobody would read it as the name of an answer any more";
    let (tree, imported) = imported(&format!("graph TD\na{{A?}}-->|{long}|b\na-->|Yes|c\na-->|Yes|d\na-->|Yes|d\na-->|✓|e\na-->|>= 5 %|f"));
    let options = tree.questions().next().unwrap().1.options();
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(ids, ["a-label-that-goes-on-and-on-until-nobody", "yes", "yes-2", "yes-3", "at-least-5-percent"]);
    assert_eq!(options[0].label.as_str(), "a label that goes on and on until nobody would …");
    assert_eq!(options[0].meaning.as_str(), format!("TODO: say what “{long}” means here; it leads to: b"));
    assert_eq!(options[2].label.as_str(), "Yes: d");
    check_notes(&imported, &["4: two answers of `a` (A?) are called “Yes”", "5: the edge from `a` (A?) to `d` stands on line 4 already"]);
}

#[test]
fn circles_and_several_starts_are_told_and_walked_around() {
    check(
        "graph TD\nx[Lone]\na{Works?}-->|Yes|done\na-->|No|fix{Known?}\nfix-->|Yes|patch[Patch it]\npatch-->a\nfix-->|No|a\nfix-->|Never|fix\nz-->done",
        &["works: yes>done no>fix", "fix: yes>patch no>back-to-works never>back-to-fix", "done patch back-to-works back-to-fix"],
        &[
            "2: `x` (Lone) cannot be reached from `a` (Works?)",
            "3: no node leads to all others; the tree begins with `a` (Works?)",
            "6: the edge from `patch` (Patch it) to `a` (Works?) closes a circle, which a tree cannot have: it ends there",
            "7: the edge from `fix` (Known?) to `a` (Works?) closes a circle, which a tree cannot have: that answer ends in the advice",
            "8: the edge from `fix` (Known?) to `fix` (Known?) closes a circle",
            "9: `z` cannot be reached from `a` (Works?)",
        ],
    );
}

/// A chart with whatever comes by chance, of pieces that Mermaid knows and of any character.
fn chance() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-e]",
        prop::sample::select(vec![
            "-->",
            "---",
            "-.->",
            "==>",
            "<-->",
            "--",
            "-.",
            ".->",
            "~~~",
            "o--o",
            "&",
            "|",
            ";",
            "\n",
            "\n",
            " ",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "((",
            "\"",
            "`",
            ">",
            "@{",
            "label:",
            "%%",
            "%%{",
            ":::",
            "subgraph ",
            "end\n",
            "style ",
            "click ",
            "```mermaid\n",
            "```\n",
            "---\n",
            "<br/>",
            "#35;",
            "<",
            "accDescr",
            "|x|",
            "[X?]",
            "{Q?}",
            "title: x\n",
            "\\",
            "e1@",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_is_too_strange(text in chance(), fenced in any::<bool>()) {
        let text = if fenced { text } else { format!("graph TD\n{text}") };
        let Ok(made) = import(&text, ORIGIN) else { return Ok(()) };
        let (tree, faults) = parse(&made.text);
        prop_assert!(tree.is_some(), "{faults:?}\n{}", made.text);
        prop_assert!(made.notes.iter().all(|note| note.line >= 1 && note.line <= text.lines().count().max(1) && first_unsafe(&note.message).is_none()), "{:?}", made.notes);
    }

    /// Questions lead on to later nodes, so that there is no circle; each node is led to by the one before.
    #[test]
    fn a_tree_that_is_drawn_is_imported_in_the_same_shape(ways in prop::collection::vec(prop::collection::vec(1..9_usize, 1..5), 1..12)) {
        let mut chart = "graph TD\n".to_owned();
        for (at, ways) in ways.iter().enumerate() {
            chart.push_str(&format!("ask{at}x{{Is \"{at}\" #5; & so?}}\nask{at}x -->|on *|ask{}x\n", at + 1));
            for (way, by) in ways.iter().enumerate() {
                let to = if at + by >= 12 { format!("end{way}x") } else { format!("ask{}x", at + by) };
                chart.push_str(&format!("ask{at}x -->|way {way}| {to}\n"));
            }
        }
        let (first, made) = imported(&chart);
        let pack = Pack::open(Vec::new());
        let drawn = mermaid(Graph { words: pack.words(), tree: &first, route: None });
        let (second, again) = imported(&drawn);
        prop_assert_eq!(shape(&first), shape(&second));
        prop_assert_eq!(&again.notes, &Vec::new());
        let told = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(told(&made.text), told(&again.text));
    }
}

#[test]
fn a_long_chart_is_read_in_line_with_its_length() {
    let chain: String = (0..5_000).map(|at| format!("n{at} -->|on| n{}\nn{at} -->|off| n{}\n", at + 1, at + 2)).collect();
    let (tree, _) = imported(&format!("graph TD\n{chain}"));
    assert_eq!(tree.questions().len(), 5_000);
    let steps: String = (0..5_000).map(|at| format!("n{at} --> n{}\n", at + 1)).collect();
    let (_, made) = imported(&format!("graph TD\n{steps}"));
    assert_eq!((made.notes.len(), made.text.matches("\"n").count()), (151, 153), "{:?}", made.notes.last());
    // A long line that each answer leads to.
    let answers: String = (0..60).map(|at| format!("q -->|{at}| a{at}\na{at} --> n0\n")).collect();
    assert!(imported(&format!("graph TD\n{answers}{steps}")).1.text.len() < 500_000);
    // Many nodes that could be the start, each of which leads to a node with many edges.
    let (into, out): (String, String) = (0..10_000).map(|at| (format!("a{at}-->h\n"), format!("h-->|{at}|b{at}\n"))).unzip();
    let made = import(&format!("graph TD\n{into}{out}"), ORIGIN).unwrap();
    assert!(made.notes.iter().any(|note| note.message.starts_with("no node leads to all others; the tree begins with `a9")));
    for hostile in [
        "a[\"",
        "a[",
        "a((((",
        "a@{",
        "a -- ",
        "a -->|",
        "%%{",
        "subgraph ",
        "a-->",
        "&",
        "---\n",
        "[[[[",
        "a-->b-->c-->a\n",
        "<b>",
        "a[\"\n",
    ] {
        let text = format!("graph TD\n{}", hostile.repeat(20_000 / hostile.len()));
        let _ = import(&text, ORIGIN);
        let _ = import(&text.replace('\n', " "), ORIGIN);
    }
}
