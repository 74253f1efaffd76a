//! What no scenario comes past, and how to get there.

use super::Tested;
use crate::advice::insight::{Reach, with_changes};
use crate::advice::scenario::{Gap, TreeCoverage, Whose};
use crate::advice::walk::{Answer, Answers, End, Key, Route, route};
use crate::content::pack::{Words, fill};
use crate::content::tree::{Kind, NONE, Node, QuestionIx, Tree};
use crate::paper::export::command::route_arguments;
use crate::paper::export::condition::edges_in_words;

/// What no scenario comes past, tree by tree and question by question, with a line to type that leads there.
///
/// Costs what [`Reach::new`] does for each tree, and a walk for each question and outcome that is listed.
pub fn uncovered(words: &Words, tested: &Tested<'_>, invocation: &str) -> String {
    tested.coverage.trees.iter().map(|covered| of_tree(words, covered, invocation)).collect()
}

fn of_tree(words: &Words, covered: &TreeCoverage<'_>, invocation: &str) -> String {
    let (tree, said) = (covered.tree, &words.test);
    let gaps = covered.gaps();
    let heading = match (covered.walks, gaps.is_empty()) {
        (0, _) => return format!("\n{}\n    {invocation} ask {}\n", fill(&said.no_walk, &[("tree", &tree.id)]), tree.id),
        (_, true) => return format!("\n{}\n", fill(&said.all_covered, &[("tree", &tree.id)])),
        (_, false) => fill(&said.uncovered, &[("tree", &tree.id)]),
    };
    let nothing = Answers::default();
    let ways = Ways { tree, reach: Reach::new(tree, &nothing), invocation };
    let mut text = format!("\n{heading}\n");
    for (ix, question) in tree.questions() {
        let (lines, answer) = at_question(words, tree, ix, &gaps);
        if lines.is_empty() {
            continue;
        }
        text.push_str(&format!("  {}\n", question.id));
        lines.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
        text.push_str(&ways.to_question(ix, answer.as_deref()));
    }
    for gap in &gaps {
        if let Gap::Outcome(ix) = gap {
            text.push_str(&format!("  {}\n    {}\n", tree[*ix].id, said.never_reached));
            text.push_str(&ways.to_outcome(Node::Outcome(*ix)));
        }
    }
    let named = |whose: Vec<Whose<'_>>| whose.into_iter().map(|whose| name(words, tree, whose)).collect::<Vec<_>>().join("; ");
    let holding = gaps.iter().filter_map(|gap| if let Gap::Holding(whose) = gap { Some(*whose) } else { None });
    let failing = gaps.iter().filter_map(|gap| if let Gap::Failing(whose) = gap { Some(*whose) } else { None });
    for (word, names) in [(&said.never_holding, named(holding.collect())), (&said.never_failing, named(failing.collect()))] {
        if !names.is_empty() {
            text.push_str(&format!("  {}\n", fill(word, &[("names", &names)])));
        }
    }
    text
}

/// What is uncovered at a question, a line each, and an answer that was never given.
fn at_question(words: &Words, tree: &Tree, ix: QuestionIx, gaps: &[Gap<'_>]) -> (Vec<String>, Option<String>) {
    let said = &words.test;
    if gaps.contains(&Gap::Question(ix)) {
        return (vec![said.never_asked.to_string()], None);
    }
    let answer = |at: usize| answer_id(tree, ix, at).to_owned();
    let select = matches!(tree[ix].kind, Kind::Select { .. });
    let (mut given, mut without, mut edges) = (Vec::new(), Vec::new(), Vec::new());
    for gap in gaps {
        match gap {
            Gap::Answer(of, at) if *of == ix => given.push(answer(*at)),
            Gap::None(of) if *of == ix => given.push(NONE.to_owned()),
            Gap::Without(of, at) if *of == ix => without.push(answer(*at)),
            Gap::Edge(of, at) if *of == ix => edges.push(*at),
            _ => {}
        }
    }
    let mut lines = Vec::new();
    for (word, options) in [(if select { &said.never_chosen } else { &said.never_answered }, &given), (&said.always_chosen, &without)] {
        if !options.is_empty() {
            lines.push(fill(word, &[("options", &options.join(", "))]));
        }
    }
    for at in edges {
        let node = tree[ix].edges.get(at).map_or("", |edge| tree.node_id(edge.to));
        let condition = edges_in_words(words, tree, ix, &[at]);
        lines.push(fill(&said.never_taken, &[("node", node), ("condition", &condition)]));
    }
    (lines, given.into_iter().next())
}

/// The id of an option or band, by its place.
pub(super) fn answer_id(tree: &Tree, question: QuestionIx, at: usize) -> &str {
    match &tree[question].kind {
        Kind::Number(scale) => scale.bands.get(at).map_or("", |band| &band.id),
        Kind::Choice { options, .. } | Kind::Select { options, .. } => options.get(at).map_or("", |option| &option.id),
    }
}

fn name(words: &Words, tree: &Tree, whose: Whose<'_>) -> String {
    match whose {
        Whose::Edge(ix, at) => {
            let node = tree[ix].edges.get(at).map_or("", |edge| tree.node_id(edge.to));
            fill(&words.test.edge, &[("question", &tree[ix].id), ("node", node)])
        }
        Whose::Item(ix, id) => fill(&words.test.part, &[("outcome", &tree[ix].id), ("id", id)]),
        Whose::Also(id) => id.to_owned(),
    }
}

/// Lines to type that lead somewhere in a tree.
struct Ways<'a> {
    tree: &'a Tree,
    reach: Reach<'a>,
    invocation: &'a str,
}

impl Ways<'_> {
    /// To a question, and past it with an answer.
    fn to_question(&self, question: QuestionIx, answer: Option<&str>) -> String {
        let Some(route) = self.way(Node::Question(question)) else { return String::new() };
        let id = &self.tree[question].id;
        let answer = match (&self.tree[question].kind, answer) {
            // A band is no answer; a figure in it is.
            (Kind::Number(scale), Some(band)) => {
                scale.bands.iter().find(|known| known.id == band).map(|band| format!(" -a {id}={}", band.from))
            }
            (_, answer) => answer.map(|answer| format!(" -a {id}={answer}")),
        };
        self.line(&route, &answer.unwrap_or_default())
    }

    fn to_outcome(&self, node: Node) -> String {
        self.way(node).map(|route| self.line(&route, "")).unwrap_or_default()
    }

    fn line(&self, route: &Route, more: &str) -> String {
        format!("      {} ask {}{more}\n", self.invocation, route_arguments(self.tree, route))
    }

    /// The answers that matter as found, and "not sure" for the others on the way, up to a node.
    fn way(&self, node: Node) -> Option<Route> {
        let ways = self.reach.ways(node)?;
        let mut answers = with_changes(self.tree, &Answers::default(), ways.sets.first()?);
        // Each turn answers one more question.
        for _ in self.tree.questions() {
            let route = route(self.tree, &answers);
            match (route.end, node) {
                (End::Outcome(ix), Node::Outcome(wanted)) => return (ix == wanted).then_some(route),
                (End::Open(ix), Node::Question(wanted)) if ix == wanted => return Some(route),
                (End::Open(ix), _) => answers.set(Key::of(self.tree, ix), Answer::Unsure),
                (End::Outcome(_), _) => return None,
            };
        }
        None
    }
}
