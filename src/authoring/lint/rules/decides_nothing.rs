use super::{Code, Diagnostic, Find, Subject};
use crate::content::tree::{Node, QuestionIx, Tree};

rule! {
    /// Whatever a question is answered, the result is the same.
    ///
    /// It costs the reader time and trust. Every answer leads to the same place (perhaps by way of further questions that decide
    /// nothing), no condition looks at it, and no other question shares its fact.
    ///
    /// ```text
    /// Question(id: "team-size", .., to: "read-replicas"),
    /// //            ^^^^^^^^^ decides-nothing
    /// ```
    ///
    /// # What to do
    ///
    /// Take it out, or let its answers lead to different places, or let a condition of an edge, an item or an `also` entry look at
    /// them.
    DecidesNothing, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    faults.extend(idle(subject).into_iter().map(|ix| {
        let question = &subject.tree[ix];
        Diagnostic::new(Code::DecidesNothing, format!("whatever `{}` is answered, the result is the same", question.id))
            .at(question.span, "")
            .help("take it out, or let an edge or a condition look at its answers")
    }));
}

/// The questions that decide nothing.
///
/// As in the reduction of binary decision diagrams (Bryant, 1986): from the end on, a question all of whose edges lead to one node
/// stands for that node itself. Costs one step for each node, edge and condition.
pub(super) fn idle(subject: &Subject<'_>) -> Vec<QuestionIx> {
    let tree = subject.tree;
    let looked_at = looked_at(tree);
    let is_looked_at = |ix: QuestionIx| looked_at.get(ix.place()).copied().unwrap_or(true);
    // What each question stands for; an own one in the beginning.
    let mut stands_for: Vec<Node> = tree.questions().map(|(ix, _)| Node::Question(ix)).collect();
    let resolve = |stands_for: &[Node], node: Node| match node {
        Node::Question(ix) => stands_for.get(ix.place()).copied().unwrap_or(node),
        Node::Outcome(_) => node,
    };
    let mut idle = Vec::new();
    for ix in from_the_end(tree) {
        let question = &tree[ix];
        let mut ends = question.edges.iter().map(|edge| resolve(&stands_for, edge.to));
        let Some(first) = ends.next() else { continue };
        let fact = question.fact.as_ref().map(|fact| fact.name.as_str());
        let leads_to_one = ends.all(|end| end == first);
        if is_looked_at(ix) || subject.counts_elsewhere(fact) {
            continue;
        }
        // Edges that part the ways by earlier answers alone do not look at this one's.
        if leads_to_one || !looks_at_itself(tree, ix) {
            idle.push(ix);
        }
        if leads_to_one
            && let Some(stands_for) = stands_for.get_mut(ix.place()) {
                *stands_for = first;
            }
    }
    idle
}

/// Whether the edges of a question look at its own answer.
fn looks_at_itself(tree: &Tree, ix: QuestionIx) -> bool {
    let mut looks = false;
    for condition in tree[ix].edges.iter().filter_map(|edge| edge.when.as_ref()) {
        condition.test.atoms(&mut |question, _| looks |= question == ix);
    }
    looks
}

/// Which questions a condition of another node looks at; what a question's own edges say of it shows in where they lead.
fn looked_at(tree: &Tree) -> Vec<bool> {
    let mut looked_at = vec![false; tree.questions().len()];
    let mut look = |question: QuestionIx| looked_at.get_mut(question.place()).into_iter().for_each(|looked_at| *looked_at = true);
    for (ix, question) in tree.questions() {
        for condition in question.edges.iter().filter_map(|edge| edge.when.as_ref()) {
            condition.test.atoms(&mut |other, _| {
                if other != ix {
                    look(other);
                }
            });
        }
    }
    let parts = tree.outcomes().flat_map(|(_, outcome)| outcome.conditions());
    for condition in parts.chain(tree.also.iter().filter_map(|also| also.when.as_ref())) {
        condition.test.atoms(&mut |question, _| look(question));
    }
    looked_at
}

/// Every question behind those that its edges lead to.
fn from_the_end(tree: &Tree) -> Vec<QuestionIx> {
    let mut order = Vec::with_capacity(tree.questions().len());
    let mut seen = vec![false; tree.questions().len()];
    for (root, _) in tree.questions() {
        let mut path = vec![(root, 0)];
        while let Some((ix, followed)) = path.last_mut() {
            let ix = *ix;
            if *followed == 0 && seen.get_mut(ix.place()).is_none_or(|seen| std::mem::replace(seen, true)) {
                path.pop();
                continue;
            }
            match tree[ix].edges.get(*followed) {
                Some(edge) => {
                    *followed += 1;
                    if let Node::Question(to) = edge.to {
                        path.push((to, 0));
                    }
                }
                None => {
                    order.push(ix);
                    path.pop();
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::{check_nodes, check_pack};

    #[test]
    fn by_way_of_others_too() {
        check_nodes(
            r#"
    Question(id: "start", $question, $refs, kind: Choice(assume: "yes", options: [
    //            ^^^^^ decides-nothing
        (id: "yes", label: "Y", meaning: "M", to: "two"),
        (id: "no", label: "N", meaning: "M", to: "end"),
    ])),
    Question(id: "two", to: "end", $question, $refs, $some),
    //            ^^^ decides-nothing
    Outcome(id: "end", $outcome),"#,
        );
    }

    #[test]
    fn where_earlier_answers_alone_part_the_ways() {
        check_nodes(
            r#"
    Question(id: "start", to: "two", $question, $refs, $yes_no),
    Question(id: "two", edges: [(when: Is("start", "yes"), to: "end")], to: "one", $question, $refs, $yes_no),
    //            ^^^ decides-nothing
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),"#,
        );
    }

    #[test]
    fn what_a_condition_or_another_tree_looks_at_decides_something() {
        let other = r#"(id: "other", start: "start", $tree, nodes: [
    Question(id: "start", fact: "load.kind", edges: [(when: Is("start", "yes"), to: "end")], to: "one", $question, $refs, $yes_no),
    Outcome(id: "end", $outcome), Outcome(id: "one", $outcome),
])"#;
        check_pack(&[
            (
                "trees/case.ron",
                r#"(id: "case", start: "start", $tree, nodes: [
    Question(id: "start", to: "two", $question, $refs, $yes_no),
    Question(id: "two", fact: "load.kind", to: "end", $question, $refs, $yes_no),
    Outcome(id: "end", costs: [(id: "c", when: Is("start", "yes"), text: "T")], gains: ["G"],
        recommendation: "R", why: "W", first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs),
])"#,
            ),
            ("trees/other.ron", other),
        ]);
    }
}
