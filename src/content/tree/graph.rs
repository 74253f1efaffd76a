//! Cycles, and nodes that no route can pass; conditions are not looked at.

use std::collections::HashSet;

use super::{Node, QuestionIx, Tree};
use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::source::MAX_DIAGNOSTICS;

/// An edge with the place at which its target is named.
pub(super) struct Link {
    pub from: QuestionIx,
    pub to: Node,
    pub span: Span,
}

/// The edges by the question that they leave, so that following them costs no search.
struct Leaving<'a> {
    links: Vec<&'a Link>,
    /// Where the links of each question begin; one longer than there are questions.
    first: Vec<usize>,
}

impl<'a> Leaving<'a> {
    fn new(tree: &Tree, links: &'a [Link]) -> Self {
        let mut sorted: Vec<&Link> = links.iter().collect();
        sorted.sort_by_key(|link| link.from);
        let mut first = vec![0; tree.questions().len() + 1];
        for link in &sorted {
            if let Some(count) = first.get_mut(link.from.place() + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        Leaving { links: sorted, first }
    }

    fn of(&self, question: QuestionIx) -> &[&'a Link] {
        let bound = |at: usize| self.first.get(at).copied().unwrap_or(self.links.len());
        self.links.get(bound(question.place())..bound(question.place() + 1)).unwrap_or(&[])
    }
}

/// One fault for each edge that closes a cycle in a depth-first walk over all questions.
///
/// Costs one step for each question and edge, and no recursion: a chain may be as long as a file allows.
pub(super) fn cycles(tree: &Tree, links: &[Link]) -> Vec<Diagnostic> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let leaving = Leaving::new(tree, links);
    let mut marks = vec![Mark::New; tree.questions().len()];
    let mut faults = Vec::new();
    for (root, _) in tree.questions() {
        // The questions that are open, each with the number of its edges that were followed.
        let mut path = vec![(root, 0)];
        while let Some((question, followed)) = path.last_mut() {
            let question = *question;
            let Some(mark) = marks.get_mut(question.place()) else { break };
            if *followed == 0 {
                if *mark == Mark::Done {
                    path.pop();
                    continue;
                }
                *mark = Mark::Open;
            }
            let Some(link) = leaving.of(question).get(*followed) else {
                *mark = Mark::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            let Node::Question(to) = link.to else { continue };
            match marks.get(to.place()) {
                Some(Mark::New) => path.push((to, 0)),
                Some(Mark::Open) if faults.len() < MAX_DIAGNOSTICS => faults.push(cycle(tree, &path, link, to)),
                _ => {}
            }
        }
    }
    faults
}

fn cycle(tree: &Tree, path: &[(QuestionIx, usize)], link: &Link, to: QuestionIx) -> Diagnostic {
    const SHOWN: usize = 6;
    let mut round: Vec<&str> =
        path.iter().map(|(question, _)| *question).skip_while(|question| *question != to).map(|q| tree[q].id.as_str()).collect();
    if round.len() > SHOWN {
        round.splice(SHOWN / 2..round.len() - SHOWN / 2, ["..."]);
    }
    round.push(&tree[to].id);
    Diagnostic::new(Code::Cycle, format!("the edges go round in a circle: {}", round.join(" -> ")))
        .at(link.span, "this closes it")
        .at(tree[to].span, "back to here")
        .help("an edge may only lead onwards; ask again in another question, or end in an outcome")
}

/// A warning for each node that no edge path from the start reaches.
pub(super) fn unreachable(tree: &Tree, links: &[Link]) -> Vec<Diagnostic> {
    let leaving = Leaving::new(tree, links);
    let mut reached = Reached::new(tree);
    let mut next = vec![tree.start];
    while let Some(node) = next.pop() {
        if reached.insert(node)
            && let Node::Question(question) = node
        {
            next.extend(leaving.of(question).iter().map(|link| link.to));
        }
    }
    reached.warnings(tree, "no route leads here")
}

/// A warning for each node that neither the start nor any edge names, except for those that one is likely meant to name.
pub(super) fn never_named(tree: &Tree, links: &[Link], meant: &HashSet<Node>) -> Vec<Diagnostic> {
    let mut named = Reached::new(tree);
    named.insert(tree.start);
    for node in meant {
        named.insert(*node);
    }
    for link in links {
        named.insert(link.to);
    }
    named.warnings(tree, "nothing leads here")
}

struct Reached {
    questions: Vec<bool>,
    outcomes: Vec<bool>,
}

impl Reached {
    fn new(tree: &Tree) -> Self {
        Reached { questions: vec![false; tree.questions().len()], outcomes: vec![false; tree.outcomes().len()] }
    }

    /// Whether it was not there before.
    fn insert(&mut self, node: Node) -> bool {
        let place = match node {
            Node::Question(ix) => self.questions.get_mut(ix.place()),
            Node::Outcome(ix) => self.outcomes.get_mut(ix.place()),
        };
        place.is_some_and(|reached| !std::mem::replace(reached, true))
    }

    fn warnings(&self, tree: &Tree, why: &str) -> Vec<Diagnostic> {
        let questions =
            tree.questions().filter(|(ix, _)| self.questions.get(ix.place()) == Some(&false)).map(|(_, q)| ("question", &q.id, q.span));
        let outcomes =
            tree.outcomes().filter(|(ix, _)| self.outcomes.get(ix.place()) == Some(&false)).map(|(_, o)| ("outcome", &o.id, o.span));
        questions
            .chain(outcomes)
            .take(MAX_DIAGNOSTICS)
            .map(|(what, id, span)| {
                Diagnostic::new(Code::Unreachable, format!("the {what} `{id}` is never reached"))
                    .at(span, why)
                    .help("lead an edge to it, or take it out")
            })
            .collect()
    }
}
