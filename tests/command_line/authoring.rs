//! `waypost graph` and `waypost import`: what they print, write and refuse.

use std::fs;

use super::desk::{Desk, STOCK, finished};
use super::{check, words};

/// A chart in Markdown as teams draw them: shapes, classes, a subgraph, a loop, a link.
const CHART: &str = include_str!("../fixtures/charts/where-to-run-jobs.md");

#[test]
fn graph_draws_a_tree_with_the_way_in_it() {
    let desk = Desk::with_pack(&[("stock", STOCK)]);
    let outline = "Stock\n\n· Read or written?\n├─· Read → ■ Keep it\n└─· Written → Where?\n  └─· any answer → How much?\n    ├─↳ Light → again: ■ Keep it\n";
    check(&desk, "graph stock", 0, &[outline], &[]);
    let way = "✓ Read or written?\n┠─· Read → ■ Keep it\n┗━! Written → Where?\n  ┗━» any answer → How much?\n";
    check(&desk, "graph stock -a mix=write --unsure places", 0, &[way, "✓ on your way\n! on your way, assumed\n» you are here\n"], &[]);
    let mut ascii = desk.command();
    let run = finished(ascii.env("LC_ALL", "C").args(["--pack", desk.path("pack").to_str().unwrap(), "graph", "stock", "-a", "mix=read"]));
    assert!(run.out.contains("* Read or written?\n#=> Read -> = Keep it\n") && run.out.is_ascii(), "{}", run.out);
    let chart = ["---\ntitle: \"Stock\"\n---\nflowchart TD\n    %% tree stock, version 3\n", "q_mix -->|\"Read\"| o_keep\n"];
    check(&desk, "graph stock --format mermaid", 0, &chart, &[]);
    check(&desk, "graph stock --format mermaid -a stock.mix=read", 0, &["q_mix ==>|\"Read\"| o_keep\n", "class q_mix walked\n"], &[]);
    check(&desk, "graph stock --format dot", 0, &["digraph \"stock\" {\n", "\"mix\" -> \"keep\" [label=\"Read\"];\n"], &[]);
    check(&desk, "graph stok", 2, &[], &["there is no tree `stok`", "did you mean `stock`?"]);
    check(&desk, "graph stock -a mix=reed", 2, &[], &["`reed` is no answer to `mix`", "did you mean `read`?"]);
}

#[test]
fn import_turns_a_chart_into_a_tree_that_can_be_walked() {
    let desk = Desk::new();
    desk.put("work/jobs.md", CHART);
    let run = desk.run(&words("import jobs.md --output jobs.ron"));
    let notes = [
        "jobs.md:6: this diagram is no flowchart (it begins with `sequenceDiagram`)",
        "jobs.md:14: `classDef` and a line further down set styles",
        "jobs.md:17: `Start` (A job has to run outside of a request) has a single way on",
        "jobs.md:17: no node leads to all others; the tree begins with `Start`",
        "jobs.md:19: `Measure` (Measure how long the slowest job takes) stands between two questions: as `measure` in `also`",
        "jobs.md:25: the subgraph `Queues`",
        "jobs.md:28: `Broker` (A message broker with acknowledgements) follows the outcome `alert`",
        "jobs.md:32: the edge from `Split` (Split it into smaller jobs) to `Measure`",
        "jobs.md:33: the edge between `Table` (Jobs in a table, taken with SKIP LOCKED) and `Broker`",
        "jobs.md:34: the edge from `Queues` to `Dashboards` is one of a whole subgraph",
        "jobs.md:34: `Dashboards` cannot be reached",
        "jobs.md:35: `Legend` (Green is a result) cannot be reached",
        "jobs.md:36: a link or call on a click",
    ];
    let out = "Written: jobs.ron\nNext:\n  # shorten long ids such as is-there-a-sql-database-already before the first \
               commit: scenarios and kept answers will name them\n  waypost lint jobs.ron  # list the 60 texts that are yet to be written; each \
               begins with TODO\n";
    assert_eq!((run.code, run.out.as_str()), (Some(0), out), "{}", run.err);
    let mut found: Vec<&str> = run.err.lines().collect();
    found.sort_by_key(|line| (line.split(':').nth(1).and_then(|line| line.parse::<u32>().ok()), line.contains("no node leads")));
    let fits = found.len() == notes.len() && found.iter().zip(notes).all(|(line, note)| line.starts_with(note));
    assert!(fits, "{found:#?}");

    let tree = fs::read_to_string(desk.path("work/jobs.ron")).unwrap();
    assert!(tree.contains("title: \"Where do we run background jobs?\"") && tree.contains("why: \"TODO: "), "{tree}");
    desk.put("pack/trees/jobs.ron", &tree);
    let walk = ["May a job be lost when a process dies?\n", "Yes, it is only a hint (yes-it-is-only-a-hint): TODO: say what"];
    check(&desk, "ask jobs --pack ../pack", 3, &walk, &[]);
    let broker = "ask jobs --pack ../pack -a lose=no -a long=no -a is-there-a-sql-database-already=no-or-more-jobs";
    let steps = ["Set an alert on the age of the oldest job\n===", "First steps\n  1 A message broker with acknowledgements\n"];
    let run = check(&desk, broker, 0, &steps, &[]);
    assert!(!run.out.contains("SKIP LOCKED"), "{}", run.out);
    check(
        &desk,
        "ask jobs --pack ../pack -a lose=no -a long=yes -a batch=no",
        0,
        &["Split it into smaller jobs\n===", "Measure how long the slowest job takes"],
        &[],
    );
    let outline = "├─· Yes, it is only a hint → ■ Run it in a thread of the server\n";
    check(&desk, "graph jobs --pack ../pack", 0, &[outline], &[]);

    // Drawn and imported again it is the same; what is there already is left alone.
    let drawn = check(&desk, "graph jobs --pack ../pack --format mermaid", 0, &["flowchart TD"], &[]).out;
    desk.put("work/again.mmd", &drawn);
    let again = check(&desk, "import again.mmd", 0, &["id: \"again\"", "start: \"lose\"", "to: \"batch\""], &[]);
    assert_eq!(again.out.matches("Question(").count(), tree.matches("Question(").count());
    check(&desk, "import again.mmd --output jobs.ron", 2, &[], &["jobs.ron: it exists already"]);
    assert_eq!(fs::read_to_string(desk.path("work/jobs.ron")).unwrap(), tree);
    check(
        &desk,
        "import again.mmd --id jobs --output other.txt",
        0,
        &["Written: other.txt\n"],
        &["other.txt: a pack finds this tree when the file is called `jobs.ron`"],
    );
}

#[test]
fn import_refuses_what_is_no_flowchart() {
    let desk = Desk::new();
    desk.put("work/notes.md", "# Notes\n\nNothing is drawn here.\n");
    desk.put("work/calls.mmd", "sequenceDiagram\n  A->>B: \u{1b}[2J\n");
    desk.put("work/lint.mmd", "graph TD\na -->|\u{1b}[2J| b[\u{9b}31m]\na --> c\n what \u{1b} is this\n");
    check(&desk, "import notes.md", 2, &[], &["waypost: notes.md:1: no ```mermaid fence is in this file"]);
    check(&desk, "import calls.mmd", 2, &[], &["waypost: calls.mmd:1: this is a Mermaid diagram of another kind (`sequenceDiagram`)"]);
    check(
        &desk,
        "import lint.mmd",
        2,
        &[],
        &["`lint` is a command, so a tree cannot be called that; name one with `--id ID`", "did you mean `lint-choice`?"],
    );
    check(&desk, "import lint.mmd --id a_b", 2, &[], &["`a_b` is not an id", "did you mean `a-b`?"]);
    check(&desk, "import none.mmd", 2, &[], &["none.mmd: "]);
    check(
        &desk,
        "import lint.mmd --id escapes",
        0,
        &["label: \"␛[2J\""],
        &["lint.mmd:4: this is not understood, and is left out: `what ␛ is this`"],
    );
    let run = desk.typed(&["import", "-"], b"graph TD\nask{Shall we?} -->|Yes| do\nask -->|No| leave\nwhat is this\n");
    assert_eq!((run.code, run.out.contains("id: \"shall-we\"")), (Some(0), true), "{}", run.out);
    assert_eq!(run.err, "standard input:4: this is not understood, and is left out: `what is this`\n");
    assert_eq!(desk.typed(&["import", "-"], b"graph TD\n\xff").code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_keeps_nobody_waiting() {
    let desk = Desk::new();
    let pipe = desk.path("work/pipe.mmd");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    check(&desk, "import pipe.mmd", 2, &[], &["pipe.mmd: it is not a plain file"]);
    check(&desk, "import .", 2, &[], &["it is not a plain file"]);
}

#[test]
fn what_the_disk_refuses_has_one_exit_code() {
    let desk = Desk::new();
    desk.put("work/a.mmd", "graph TD\na -->|x| b\na -->|y| c\n");
    desk.put("work/file", "");
    check(&desk, "import a.mmd --output file/x.ron", 1, &[], &["file is not a folder"]);
    check(&desk, "new queue --pack file", 1, &[], &["file is not a folder"]);
    check(&desk, "import a.mmd --output a.mmd", 2, &[], &["a.mmd: it exists already"]);
    check(&desk, "import none.mmd", 2, &[], &["none.mmd: "]);
}
