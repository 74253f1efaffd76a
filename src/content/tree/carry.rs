//! Where the nodes of a tree are found in a later version of it.

use super::{Node, OutcomeIx, QuestionIx, Tree};

/// Two versions of one tree: what is known of the one by its place, found in the other by its id.
pub struct Carry<'a> {
    /// The earlier version.
    pub before: &'a Tree,
    /// The later version.
    pub after: &'a Tree,
}

impl Carry<'_> {
    /// A question: by its id, else by its fact, so that one that was only given another id is found.
    pub fn question(&self, question: QuestionIx) -> Option<QuestionIx> {
        let asked = &self.before[question];
        let by_fact = || asked.fact.as_ref().and_then(|fact| self.after.questions_of_fact(&fact.name).first().copied());
        self.after.question(&asked.id).or_else(by_fact)
    }

    /// An outcome, by its id.
    pub fn outcome(&self, outcome: OutcomeIx) -> Option<OutcomeIx> {
        self.after.outcome(&self.before[outcome].id)
    }

    /// A node.
    pub fn node(&self, node: Node) -> Option<Node> {
        match node {
            Node::Question(question) => self.question(question).map(Node::Question),
            Node::Outcome(outcome) => self.outcome(outcome).map(Node::Outcome),
        }
    }

    /// The place of an option of a question, by the option's id.
    pub fn option(&self, question: QuestionIx, at: usize) -> Option<usize> {
        let option = self.before[question].options().get(at)?;
        self.after[self.question(question)?].option(&option.id)
    }
}
