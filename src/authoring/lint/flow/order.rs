//! The nodes of a tree in an order in which each stands behind all that lead to it, and how far ahead answers are looked at.

use crate::content::tree::{Condition, Node, QuestionIx, Tree};

/// The nodes of a tree that edges lead to from its start, by the length of the longest way to them.
pub(super) struct Order {
    nodes: Vec<Node>,
    questions: usize,
    outcomes: usize,
    edges: usize,
    /// The length of the longest way to each node, by its number.
    depth: Vec<u32>,
    /// The depth of the last node that looks at the answer of each question; 0 where none does.
    read_at: Vec<u32>,
}

impl Order {
    /// Costs one step for each node, edge and condition.
    pub(super) fn of(tree: &Tree) -> Order {
        let (questions, outcomes) = (tree.questions().len(), tree.outcomes().len());
        let mut order = Order {
            nodes: Vec::new(),
            questions,
            outcomes,
            edges: tree.questions().map(|(_, question)| question.edges.len()).sum(),
            depth: vec![0; questions + outcomes],
            read_at: vec![0; questions],
        };
        order.sort(tree);
        order.find_readers(tree);
        order
    }

    /// Kahn's algorithm (1962): a node follows once all the edges that lead to it have been seen.
    fn sort(&mut self, tree: &Tree) {
        let reached = self.reached(tree);
        let is_reached = |number: usize| reached.get(number).copied().unwrap_or(false);
        let mut waiting = vec![0_u32; self.depth.len()];
        for (ix, question) in tree.questions() {
            if is_reached(ix.place()) {
                for edge in &question.edges {
                    if let Some(count) = waiting.get_mut(self.number(edge.to)) {
                        *count += 1;
                    }
                }
            }
        }
        let mut next = vec![tree.start];
        while let Some(node) = next.pop() {
            self.nodes.push(node);
            let Node::Question(ix) = node else { continue };
            let below = self.depth.get(ix.place()).copied().unwrap_or(0) + 1;
            for edge in &tree[ix].edges {
                let number = self.number(edge.to);
                if let (Some(count), Some(depth)) = (waiting.get_mut(number), self.depth.get_mut(number)) {
                    *depth = below.max(*depth);
                    *count -= 1;
                    if *count == 0 {
                        next.push(edge.to);
                    }
                }
            }
        }
        // By depth, so that answers need not be followed past the last node that looks at them.
        let mut nodes = std::mem::take(&mut self.nodes);
        nodes.sort_by_key(|node| self.depth.get(self.number(*node)));
        self.nodes = nodes;
    }

    fn reached(&self, tree: &Tree) -> Vec<bool> {
        let mut reached = vec![false; self.depth.len()];
        let mut open = vec![tree.start];
        while let Some(node) = open.pop() {
            let is_new = reached.get_mut(self.number(node)).is_some_and(|reached| !std::mem::replace(reached, true));
            if let (true, Node::Question(ix)) = (is_new, node) {
                open.extend(tree[ix].edges.iter().map(|edge| edge.to));
            }
        }
        reached
    }

    fn find_readers(&mut self, tree: &Tree) {
        for at in 0..self.nodes.len() {
            let Some(node) = self.nodes.get(at).copied() else { continue };
            let depth = self.depth.get(self.number(node)).copied().unwrap_or(0);
            match node {
                Node::Question(ix) => {
                    for condition in tree[ix].edges.iter().filter_map(|edge| edge.when.as_ref()) {
                        self.read(condition, Some(ix), depth);
                    }
                }
                Node::Outcome(ix) => tree[ix].conditions().for_each(|condition| self.read(condition, None, depth)),
            }
        }
        let deepest = self.deepest() as u32;
        tree.also.iter().filter_map(|also| also.when.as_ref()).for_each(|condition| self.read(condition, None, deepest));
    }

    /// Notes what a condition at a depth looks at; what a question says of its own answer is not followed.
    fn read(&mut self, condition: &Condition, own: Option<QuestionIx>, depth: u32) {
        condition.test.atoms(&mut |question, _| {
            if Some(question) != own
                && let Some(last) = self.read_at.get_mut(question.place())
            {
                *last = depth.max(*last);
            }
        });
    }

    /// The number of a node among all nodes.
    pub(super) fn number(&self, node: Node) -> usize {
        match node {
            Node::Question(ix) => ix.place(),
            Node::Outcome(ix) => self.questions + ix.place(),
        }
    }

    pub(super) fn nodes(&self) -> usize {
        self.questions + self.outcomes
    }

    pub(super) fn edges(&self) -> usize {
        self.edges
    }

    pub(super) fn in_order(&self) -> impl Iterator<Item = Node> + use<'_> {
        self.nodes.iter().copied()
    }

    /// The most questions on a way along the edges.
    pub(super) fn deepest(&self) -> usize {
        self.depth.iter().max().copied().unwrap_or(0) as usize
    }

    /// Whether the answer to a question is looked at by a node or by one that is as deep.
    pub(super) fn is_read_from(&self, question: QuestionIx, node: Node) -> bool {
        let depth = self.depth.get(self.number(node));
        self.read_at.get(question.place()).is_some_and(|last| *last > 0 && Some(last) >= depth)
    }
}
