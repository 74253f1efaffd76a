//! Small trees, drawn with plain characters.

use std::fmt::Write;

use super::*;
use crate::advice::walk::{Answer, Answers, Key, Value, route};
use crate::content::tree::parse;

/// A tree from lines such as `a: x=b y=c`: the question `a`, whose option `x` leads to `b`. What has no line is an outcome.
fn tree(lines: &[&str]) -> Tree {
    let questions: Vec<(&str, Vec<(&str, &str)>)> = lines
        .iter()
        .map(|line| {
            let (id, options) = line.split_once(": ").unwrap();
            (id, options.split(' ').map(|option| option.split_once('=').unwrap()).collect())
        })
        .collect();
    let start = questions[0].0;
    let mut text = format!("(id: \"t\", version: 1, title: \"T\", summary: \"A tree\", start: \"{start}\", nodes: [\n");
    let asked: std::collections::HashSet<&str> = questions.iter().map(|(id, _)| *id).collect();
    let mut outcomes = std::collections::BTreeSet::new();
    for (id, options) in &questions {
        let assume = options[0].0;
        write!(
            text,
            "Question(id: \"{id}\", prompt: \"{id}?\", why: \"It matters.\", how_to_tell: [\"Look.\"], assume_why: \"Why not.\", "
        )
        .unwrap();
        write!(text, "kind: Choice(assume: \"{assume}\", options: [").unwrap();
        for (option, to) in options {
            write!(text, "(id: \"{option}\", label: \"{option}\", meaning: \"So.\", to: \"{to}\"), ").unwrap();
            outcomes.extend((!asked.contains(to)).then_some(*to));
        }
        writeln!(text, "])),").unwrap();
    }
    for outcome in outcomes {
        writeln!(
            text,
            "Outcome(id: \"{outcome}\", recommendation: \"Do {outcome}\", why: \"So.\", gains: [\"Much.\"], costs: [\"Little.\"], \
             first_steps: [\"Begin.\"], watch: [(metric: \"m\", figure: \"1\")], revisit: \"Later.\", wrong_when: \"Never.\", \
             alternatives: [], references: [\"r\"], sources: [(title: \"S\", url: \"https://example.org\")]),"
        )
        .unwrap();
    }
    text.push_str("])");
    let (tree, faults) = parse(&text);
    tree.unwrap_or_else(|| panic!("{faults:?}"))
}

/// The route of answers such as `a=x b=y`.
fn walked(tree: &Tree, answers: &str) -> Route {
    let answer = |answer: &str| {
        let (question, option) = answer.split_once('=').unwrap();
        (Key::of(tree, tree.question(question).unwrap()), Answer::Given(Value::Option(option.to_owned())))
    };
    let answers: Answers = answers.split_whitespace().map(answer).collect();
    route(tree, &answers)
}

fn id(tree: &Tree, node: Node) -> &str {
    match node {
        Node::Question(ix) => &tree[ix].id,
        Node::Outcome(ix) => &tree[ix].id,
    }
}

fn drawn(tree: &Tree, diagram: &Diagram) -> Vec<String> {
    let line = |line: Line, plain: char, walked: char| match line {
        Line::None => ' ',
        Line::Plain => plain,
        Line::Walked => walked,
    };
    let row = |(at, row): (usize, &Row)| {
        let mut text: String = diagram.ancestors(at).map(|at| line(diagram.rows()[at].below, '|', '!')).collect();
        // The start has no line beside it.
        text = text.chars().rev().skip(1).collect();
        if row.depth > 0 {
            text.push(if row.below == Line::None { '`' } else { line(row.below, '|', '!') });
        }
        assert_eq!(text.len(), row.depth);
        text.push(if row.walked { '*' } else { '-' });
        text.push_str(id(tree, row.node));
        match row.form {
            Form::Whole => {}
            Form::Folded(hidden) => write!(text, "+{hidden}").unwrap(),
            Form::Again => text.push('^'),
        }
        if !row.edges.is_empty() {
            write!(text, " {:?}", row.edges).unwrap();
        }
        text
    };
    diagram.rows().iter().enumerate().map(row).collect()
}

#[track_caller]
fn check(lines: &[&str], answers: &str, folded: &[&str], expected: &[&str]) {
    let tree = tree(lines);
    let mut folds = Folds::default();
    folded.iter().for_each(|id| folds.fold(tree.question(id).unwrap()));
    let diagram = lay_out(&tree, &walked(&tree, answers), &folds);
    let found = drawn(&tree, &diagram);
    assert_eq!(found, expected, "\n{}\n", found.join("\n"));
}

#[test]
fn a_tree_is_drawn_in_the_order_of_its_edges() {
    check(&["a: x=b y=o", "b: x=p y=q"], "", &[], &["*a", "|-b [0]", "||-p [0]", "|`-q [1]", "`-o [1]"]);
}

#[test]
fn the_route_is_followed_by_its_lines() {
    check(
        &["a: x=b y=c z=o", "b: x=p y=q", "c: x=r y=s"],
        "a=y c=x",
        &[],
        &["*a", "!-b [0]", "!|-p [0]", "!`-q [1]", "|*c [1]", "||*r [0]", "|`-s [1]", "`-o [2]"],
    );
}

#[test]
fn edges_to_one_node_are_one_row() {
    check(&["a: x=o y=p z=o"], "a=z", &[], &["*a", "|*o [0, 2]", "`-p [1]"]);
}

#[test]
fn a_shared_node_is_drawn_whole_once() {
    let lines = ["a: x=b y=c", "b: x=d y=o", "c: x=d y=o", "d: x=p y=q"];
    check(&lines, "", &[], &["*a", "|-b [0]", "||-d [0]", "|||-p [0]", "||`-q [1]", "|`-o [1]", "`-c [1]", " |-d^ [0]", " `-o^ [1]"]);
    // On the route it is drawn whole where the route passes it, be it further down.
    check(
        &lines,
        "a=y c=x d=x",
        &[],
        &["*a", "!-b [0]", "!|-d^ [0]", "!`-o [1]", "`*c [1]", " |*d [0]", " ||*p [0]", " |`-q [1]", " `-o^ [1]"],
    );
}

#[test]
fn folding_hides_and_counts_what_is_drawn_below() {
    let lines = ["a: x=b y=c", "b: x=d y=o", "c: x=d y=o", "d: x=p y=q"];
    check(&lines, "", &["b"], &["*a", "|-b+4 [0]", "`-c [1]", " |-d^ [0]", " `-o^ [1]"]);
    // A fold within a fold counts once, at the outer one; under a fold may be pointers alone.
    check(&lines, "", &["b", "d", "c"], &["*a", "|-b+4 [0]", "`-c+0 [1]"]);
    check(&lines, "", &["a"], &["*a+6"]);
}

#[test]
fn what_is_hidden_can_be_revealed() {
    let tree = tree(&["a: x=b y=c", "b: x=d y=o", "c: x=d y=o", "d: x=p y=q"]);
    let route = walked(&tree, "");
    let mut folds = Folds::off_route(&tree, &route);
    let diagram = lay_out(&tree, &route, &folds);
    assert_eq!(drawn(&tree, &diagram), ["*a", "|-b+4 [0]", "`-c+0 [1]"]);
    let outcome = tree.node("q").unwrap();
    assert_eq!(diagram.place(outcome), None);
    assert_eq!(diagram.above(outcome).map(|ix| tree[ix].id.as_str()).collect::<Vec<_>>(), ["d", "b", "a"]);
    folds.reveal(&diagram, outcome);
    let diagram = lay_out(&tree, &route, &folds);
    assert_eq!(diagram.place(outcome), Some(4));
    assert_eq!(diagram.rows().len(), 7);
}

#[test]
fn small_trees_start_unfolded_and_large_ones_off_the_route_folded() {
    let small = tree(&["a: x=b y=c", "b: x=p y=q", "c: x=r y=s"]);
    assert!(Folds::at_start(&small, &walked(&small, "a=x")).is_empty());
    let lines: Vec<String> = (0..30).map(|at| format!("q{at}: x=q{} y=o{at}", at + 1)).chain(["q30: x=p y=q".to_owned()]).collect();
    let large = tree(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let folds = Folds::at_start(&large, &walked(&large, "q0=x q1=x"));
    let folded = |id: &str| folds.is_folded(large.question(id).unwrap());
    assert_eq!(["q0", "q1", "q2", "q3", "q30"].map(folded), [false, false, false, true, true]);
}

#[test]
fn a_long_chain_is_laid_out_without_recursion() {
    const LENGTH: usize = 10_000;
    let lines: Vec<String> = (0..LENGTH).map(|at| format!("q{at}: x=q{} y=o", at + 1)).chain([format!("q{LENGTH}: x=p y=o")]).collect();
    let tree = tree(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let diagram = lay_out(&tree, &walked(&tree, ""), &Folds::default());
    assert_eq!(diagram.rows().len(), 2 * LENGTH + 3);
    let deepest = diagram.place(tree.node("p").unwrap()).unwrap();
    assert_eq!(diagram.rows()[deepest].depth, LENGTH + 1);
    assert_eq!(diagram.ancestors(deepest).count(), LENGTH + 1);
    assert_eq!(diagram.above(tree.node("p").unwrap()).count(), LENGTH + 1);
}
