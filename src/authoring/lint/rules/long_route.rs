use super::{Code, Diagnostic, Find, Subject};
use crate::advice::insight::possible;
use crate::advice::walk::{Answers, route};

/// The most questions of a route.
const MOST: usize = 10;
/// The most nodes of a tree whose longest route is looked for exactly.
const EXACT: usize = 2_000;

rule! {
    /// A walk can take more than ten questions.
    ///
    /// People give up, or answer the later questions without looking into them. A tree is a help as long as its route fits into a
    /// meeting.
    ///
    /// ```text
    /// start: "one-server",
    /// //      ^^^^^^^^^^ long-route
    /// ```
    ///
    /// # What to do
    ///
    /// Ask first what decides most, end as soon as the answer is settled, and leave what is settled beside the main question to
    /// another tree (`next`). `waypost graph TREE` shows where the long way runs. In a tree of more than 2,000 nodes, and where
    /// conditions look back far, the figure is that of the edges, and a little too high where conditions forbid the longest way.
    LongRoute, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    let tree = subject.tree;
    if subject.flow.longest <= MOST {
        return;
    }
    let mut longest = subject.flow.longest;
    if tree.questions().len() + tree.outcomes().len() <= EXACT {
        let answers = Answers::default();
        let ahead = possible(tree, &answers, &route(tree, &answers));
        longest = if ahead.exact { ahead.most.min(longest) } else { longest };
    }
    if longest > MOST {
        let message = format!("a walk can take {longest} questions; people answer {MOST} with care");
        let fault = Diagnostic::new(Code::LongRoute, message).at(tree.span, "");
        faults.push(fault.help("ask first what decides most, and end as soon as the answer is settled"));
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check;

    /// A chain of questions, each of which can also end the walk; `edge` stands on the last but one.
    fn chain(questions: usize, mark: &str, edge: &str) -> String {
        let nodes: String = (1..=questions)
            .map(|at| {
                let to = if at == questions { "end".to_owned() } else { format!("q{}", at + 1) };
                let edge = if at == questions - 1 { edge } else { "" };
                format!("Question(id: \"q{at}\", edges: [{edge}(when: Is(\"q{at}\", \"no\"), to: \"out\")], to: \"{to}\", $question, $refs, $yes_no),\n")
            })
            .collect();
        format!("(id: \"case\", start: \"q1\",\n{mark}\n$tree, nodes: [{nodes}Outcome(id: \"end\", $outcome), Outcome(id: \"out\", $outcome)])")
    }

    #[test]
    fn of_eleven_questions() {
        check(&chain(10, "", ""));
        check(&chain(11, "//    ^^^^ long-route", ""));
    }
}
