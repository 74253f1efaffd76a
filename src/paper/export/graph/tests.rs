//! A small tree drawn, with and without a walk; its texts hold whatever a drawing's language trips over.

use super::*;
use crate::advice::walk::{Answer, Answers, Key, Value, route};
use crate::content::pack::Pack;
use crate::content::tree::parse;

const TREE: &str = r##"(id: "t", version: 3, title: "T \"and\" more", summary: "A tree", start: "end", nodes: [
    Question(id: "end", prompt: "1. Is \"x\" <b>#5</b> & `y_z`?", why: "W", how_to_tell: ["H"], assume_why: "A", kind: Choice(assume: "a",
        options: [(id: "a", label: "- Yes: it|is\\n", meaning: "M", to: "class"), (id: "b", label: "No", meaning: "M", to: "class"),
            (id: "c", label: "%%{init: 1}%%", meaning: "M", to: "size")])),
    Question(id: "size", prompt: "How many rows will there be at the end of the second year, indexes included?", why: "W",
        how_to_tell: ["H"], assume_why: "A", to: "class",
        kind: Number(assume: 1, unit: "GB", min: 0, max: 9,
            bands: [(id: "few", label: "Few", from: 0, below: 9, to: "much-more", source: (title: "S", url: "https://example.org"))])),
    OUT(class), OUT(much-more),
])"##;

const OUT: &str = r#"Outcome(id: "ID", recommendation: "Do ID", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"],
    watch: [(metric: "m", figure: "f")], revisit: "R", wrong_when: "W", alternatives: [], references: ["r"],
    sources: [(title: "S", url: "https://example.org")])"#;

fn tree(text: &str) -> Tree {
    let mut text = text.to_owned();
    for id in ["class", "much-more"] {
        text = text.replace(&format!("OUT({id})"), &OUT.replace("ID", id));
    }
    let (tree, faults) = parse(&text);
    tree.unwrap_or_else(|| panic!("{faults:?}"))
}

#[track_caller]
fn check(draw: impl Fn(Graph<'_>) -> String, answers: &[(&str, Option<&str>)], expected: &str) {
    let tree = tree(TREE);
    let answer = |(question, option): &(&str, Option<&str>)| {
        let given = option.map_or(Answer::Unsure, |option| Answer::Given(Value::Option(option.to_owned())));
        (Key::of(&tree, tree.question(question).unwrap()), given)
    };
    let route = route(&tree, &answers.iter().map(answer).collect::<Answers>());
    let pack = Pack::open(Vec::new());
    let drawn = draw(Graph { words: pack.words(), tree: &tree, route: (!answers.is_empty()).then_some(&route) });
    assert_eq!(drawn, expected, "\n{drawn}");
}

#[test]
fn an_outline_is_wrapped_beside_its_lines() {
    let outline = |graph: Graph<'_>| text(graph, Lines::UNICODE, 44);
    check(
        outline,
        &[],
        "T \"and\" more\n\n\
         · 1. Is \"x\" <b>#5</b> & `y_z`?\n\
         ├─· - Yes: it|is\\n, No → ■ Do class\n\
         └─· %%{init: 1}%% → How many rows will there\n\
         \x20 │ be at the end of the second year,\n\
         \x20 │ indexes included?\n\
         \x20 ├─· Few → ■ Do much-more\n\
         \x20 └─↳ otherwise → again: ■ Do class\n",
    );
    check(
        outline,
        &[("end", Some("c")), ("size", None)],
        "T \"and\" more\n\n\
         ✓ 1. Is \"x\" <b>#5</b> & `y_z`?\n\
         ┠─· - Yes: it|is\\n, No → ■ Do class\n\
         ┗━! %%{init: 1}%% → How many rows will there\n\
         \x20 ┃ be at the end of the second year,\n\
         \x20 ┃ indexes included?\n\
         \x20 ┡━» Few → ■ Do much-more\n\
         \x20 └─↳ otherwise → again: ■ Do class\n\
         \n✓ on your way\n! on your way, assumed\n» your result\n",
    );
}

#[test]
fn a_mermaid_flowchart_escapes_what_mermaid_trips_over() {
    let plain = "---\ntitle: \"T \\\"and\\\" more\"\n---\nflowchart TD\n    %% tree t, version 3\n    \
        q_end{\"1#46; Is #quot;x#quot; #lt;b#gt;#35;5#lt;/b#gt; #amp; #96;y#95;z#96;?\"}\n    \
        q_size{\"How many rows will there be at<br/>the end of the second year,<br/>indexes included?\"}\n    \
        o_class[\"Do class\"]\n    \
        o_much_more[\"Do much-more\"]\n    \
        q_end -->|\"#45; Yes: it#124;is#92;n\"| o_class\n    \
        q_end -->|\"No\"| o_class\n    \
        q_end -->|\"#37;#37;#123;init: 1#125;#37;#37;\"| q_size\n    \
        q_size -->|\"Few\"| o_much_more\n    \
        q_size -->|\"otherwise\"| o_class\n";
    check(mermaid, &[], plain);
    let walked = plain.replace("q_end -->|\"No\"|", "q_end ==>|\"No\"|");
    let marks = "    classDef walked stroke-width:4px\n    class q_end walked\n    \
        classDef here stroke-width:6px,font-weight:bold\n    class o_class here\n    linkStyle 1 stroke-width:4px\n";
    check(mermaid, &[("end", Some("b"))], &format!("{walked}{marks}"));
}

#[test]
fn dot_escapes_what_graphviz_trips_over() {
    let plain = "// tree t, version 3\ndigraph \"t\" {\n    label=\"T \\\"and\\\" more\"; labelloc=t; rankdir=TB;\n    node [shape=box];\n    \
        \"end\" [label=\"1. Is \\\"x\\\" <b>#5</b> &amp; `y_z`?\", style=\"rounded\"];\n    \
        \"size\" [label=\"How many rows will there be at the\\nend of the second year, indexes\\nincluded?\", style=\"rounded\"];\n    \
        \"class\" [label=\"Do class\"];\n    \
        \"much-more\" [label=\"Do much-more\"];\n    \
        \"end\" -> \"class\" [label=\"- Yes: it|is\\\\n\"];\n    \
        \"end\" -> \"class\" [label=\"No\"];\n    \
        \"end\" -> \"size\" [label=\"%%{init: 1}%%\"];\n    \
        \"size\" -> \"much-more\" [label=\"Few\"];\n    \
        \"size\" -> \"class\" [label=\"otherwise\"];\n}\n";
    check(dot, &[], plain);
    let walked = plain
        .replace("`y_z`?\", style=\"rounded\"", "`y_z`?\", style=\"rounded,dashed\", penwidth=3")
        .replace("[label=\"Do class\"", "[label=\"Do class\", penwidth=3, peripheries=2")
        .replace("it|is\\\\n\"", "it|is\\\\n\", penwidth=3, style=bold");
    check(dot, &[("end", None)], &walked);
}

#[test]
fn a_long_chain_is_drawn_in_line_with_its_length() {
    const LENGTH: usize = 3_000;
    let mut nodes = String::new();
    for at in 0..LENGTH {
        let to = if at + 1 == LENGTH { "much-more".to_owned() } else { format!("q{}", at + 1) };
        nodes.push_str(&format!(
            "Question(id: \"q{at}\", prompt: \"Q\", why: \"W\", how_to_tell: [\"H\"], assume_why: \"A\", kind: Choice(assume: \"a\", \
             options: [(id: \"a\", label: \"A\", meaning: \"M\", to: \"{to}\"), (id: \"b\", label: \"B\", meaning: \"M\", to: \"class\")])),\n"
        ));
    }
    let text_of_it =
        format!("(id: \"t\", version: 1, title: \"T\", summary: \"S\", start: \"q0\", nodes: [{nodes} OUT(class), OUT(much-more)])");
    let tree = tree(&text_of_it);
    let pack = Pack::open(Vec::new());
    let graph = Graph { words: pack.words(), tree: &tree, route: None };
    let drawn = text(graph, Lines::ASCII, 80);
    assert!(drawn.len() < LENGTH * 2 * 120, "{} bytes", drawn.len());
    assert!(drawn.contains("<2959 | |"), "{}", &drawn[drawn.len() - 500..]);
    assert_eq!(mermaid(graph).lines().count(), 5 + LENGTH + 2 + 2 * LENGTH);
}
