//! Where questions lead, and the conditions of edges and items.

use super::Lowering;
use crate::content::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::content::source::RawText;
use crate::content::tree::graph::Link;
use crate::content::tree::raw::{RawKind, RawQuestion, RawTest};
use crate::content::tree::{Condition, Edge, Node, QuestionIx, Test};

impl<'a> Lowering<'a, '_> {
    /// The ordered edges of a question: its own, then those of its options, then the one that always holds.
    pub(super) fn edges(&mut self, raw: &RawQuestion<'a>, ix: QuestionIx) -> Vec<Edge> {
        self.limited(raw.edges.len(), raw.id);
        let mut edges = Vec::new();
        for edge in &raw.edges {
            let when = self.condition(&edge.when, edge.label.as_ref(), raw.id);
            if let (Some(when), Some(to)) = (when, self.leads(ix, edge.to)) {
                edges.push(Edge { when: Some(when), to, answer: None, span: self.span(edge.to) });
            }
        }
        let own: Vec<(&'a str, Option<&'a str>)> = match &raw.kind {
            RawKind::Choice { options, .. } | RawKind::Select { options, .. } => {
                options.iter().map(|option| (option.id, option.to)).collect()
            }
            RawKind::Number { bands, .. } => bands.iter().map(|band| (band.id, band.to)).collect(),
        };
        for (at, (id, to)) in own.iter().enumerate() {
            let Some(to) = *to else { continue };
            let test = match raw.kind {
                RawKind::Choice { .. } => Test::Is(ix, at),
                RawKind::Select { .. } => Test::Has(ix, at),
                RawKind::Number { .. } => Test::In(ix, at),
            };
            if let Some(node) = self.leads(ix, to) {
                let when = Condition { label: None, test, span: self.span(id) };
                edges.push(Edge { when: Some(when), to: node, answer: Some(at), span: self.span(to) });
            }
        }
        let every_answer = own.iter().all(|(_, to)| to.is_some()) && !matches!(raw.kind, RawKind::Select { .. });
        match raw.to {
            Some(to) => {
                let span = self.span(to);
                edges.extend(self.leads(ix, to).map(|to| Edge { when: None, to, answer: None, span }));
            }
            None if every_answer => {}
            None => self.no_way_on(raw, &own),
        }
        edges
    }

    /// The fault of a question that has no `to`, although some answers have none of their own.
    fn no_way_on(&mut self, raw: &RawQuestion<'a>, own: &[(&'a str, Option<&'a str>)]) {
        const SHOWN: usize = 4;
        let stuck: Vec<&str> = own.iter().filter(|(_, to)| to.is_none()).map(|(id, _)| *id).collect();
        let names: Vec<String> = stuck.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
        let more = if stuck.len() > SHOWN { format!(" and {} more", stuck.len() - SHOWN) } else { String::new() };
        let message = match raw.kind {
            RawKind::Select { .. } => format!("`{}` leads nowhere when none of its conditions holds", raw.id),
            _ => format!("`{}` leads nowhere for the answers {}{more}", raw.id, names.join(", ")),
        };
        let mut fault = Diagnostic::new(Code::NoWayOn, message).at(self.span(raw.id), "has no `to` for the rest");
        if !matches!(raw.kind, RawKind::Select { .. }) {
            fault = stuck.iter().take(SHOWN).fold(fault, |fault, id| fault.at(self.span(id), "has no `to`"));
        }
        let help = match raw.kind {
            RawKind::Select { .. } => {
                "give the question a `to`: it is taken when nothing above it holds, as for the answer \"none of these\""
            }
            _ => "give each of these answers a `to`, or give the question one for the rest",
        };
        self.fault(fault.help(help));
    }

    fn leads(&mut self, from: QuestionIx, to: &'a str) -> Option<Node> {
        let node = self.node(to, "this edge", self.kinds.get(from.place()).map(|(id, _)| *id))?;
        self.links.push(Link { from, to: node, span: self.span(to) });
        Some(node)
    }

    /// The node of an id that `what` leads to, from the question `own`.
    pub(super) fn node(&mut self, id: &'a str, what: &str, own: Option<&str>) -> Option<Node> {
        let node = self.nodes.get(id).copied();
        if node.is_none() && !self.broken.contains(id) && !self.is_full() {
            let fault = Diagnostic::new(Code::DanglingEdge, format!("{what} leads to `{id}`, which does not exist"));
            let mut fault = fault.at(self.span(id), "no node has this id");
            fault = fault.help("name a question or an outcome of this tree, or write one of that id").suggest(id, self.ids.iter().copied());
            let meant = nearest(id, self.ids.iter().copied()).first().and_then(|near| self.nodes.get(near)).copied();
            self.meant.extend(meant);
            // To itself a question cannot lead, so something else must be meant.
            fault.fix = fault.fix.filter(|fix| Some(fix.replacement.as_str()) != own);
            self.fault(fault);
        }
        node
    }

    /// A condition; `owner` is what it is said of.
    pub(super) fn condition(&mut self, raw: &RawTest<'a>, label: Option<&RawText<'a>>, owner: &'a str) -> Option<Condition> {
        let label = label.map(|label| self.text(label, owner));
        let test = self.test(raw)?;
        Some(Condition { label, test, span: self.span(raw.first_question().unwrap_or(owner)) })
    }

    fn test(&mut self, raw: &RawTest<'a>) -> Option<Test> {
        // Every part is looked at, so that all faults of a condition are found in one run.
        let all = |this: &mut Self, tests: &[RawTest<'a>]| {
            let lowered: Vec<_> = tests.iter().map(|test| this.test(test)).collect();
            lowered.into_iter().collect::<Option<Vec<_>>>()
        };
        Some(match raw {
            RawTest::Is(question, option) => {
                let (ix, at) = self.atom(question, option, |kind| matches!(kind, RawKind::Choice { .. }), "Is", "Choice")?;
                Test::Is(ix, at)
            }
            RawTest::Has(question, option) => {
                let (ix, at) = self.atom(question, option, |kind| matches!(kind, RawKind::Select { .. }), "Has", "Select")?;
                Test::Has(ix, at)
            }
            RawTest::In(question, band) => {
                let (ix, at) = self.atom(question, band, |kind| matches!(kind, RawKind::Number { .. }), "In", "Number")?;
                Test::In(ix, at)
            }
            RawTest::All(tests) => Test::All(all(self, tests)?),
            RawTest::Any(tests) => Test::Any(all(self, tests)?),
            RawTest::Not(test) => Test::Not(Box::new(self.test(test)?)),
            RawTest::AtLeast(count, tests) => Test::AtLeast(*count, all(self, tests)?),
        })
    }

    fn atom(
        &mut self,
        question: &'a str,
        answer: &'a str,
        fits: fn(&RawKind<'_>) -> bool,
        form: &str,
        kind_name: &str,
    ) -> Option<(QuestionIx, usize)> {
        let Some(Node::Question(ix)) = self.nodes.get(question).copied() else {
            if !self.broken.contains(question) && !self.is_full() {
                let fault = Diagnostic::new(Code::BadCondition, format!("there is no question `{question}`"));
                let fault = fault.at(self.span(question), "no question has this id").help("a condition asks about a question of this tree");
                self.fault(fault.suggest(question, self.kinds.iter().map(|(id, _)| *id)));
            }
            return None;
        };
        let (_, kind) = self.kinds.get(ix.place())?;
        let known: Vec<&str> = match kind {
            RawKind::Choice { options, .. } | RawKind::Select { options, .. } => options.iter().map(|option| option.id).collect(),
            RawKind::Number { bands, .. } => bands.iter().map(|band| band.id).collect(),
        };
        if !fits(kind) {
            let (is, wanted) = match kind {
                RawKind::Choice { .. } => ("Choice", "Is"),
                RawKind::Select { .. } => ("Select", "Has"),
                RawKind::Number { .. } => ("Number", "In"),
            };
            let span = self.span(question);
            let mut fault = Diagnostic::new(Code::BadCondition, format!("`{form}` asks about a {kind_name}, and `{question}` is a {is}"));
            fault = fault.at(span, "").help(format!("write `{wanted}`: `Is` is for a Choice, `Has` for a Select, `In` for a Number"));
            let before = self.source.text().get(..span.start as usize).unwrap_or("").strip_suffix('"').unwrap_or("").trim_end();
            let name = before.strip_suffix('(').map(str::trim_end).filter(|before| before.ends_with(form));
            if let Some(name) = name.filter(|_| known.contains(&answer)) {
                fault = fault.fix(Span::new(name.len() - form.len(), name.len()), wanted);
            }
            self.fault(fault);
            return None;
        }
        match known.iter().position(|id| *id == answer) {
            Some(at) => Some((ix, at)),
            None => {
                let fault = Diagnostic::new(Code::BadCondition, format!("`{question}` has no answer `{answer}`"));
                let fault = fault.at(self.span(answer), "not an answer of it");
                self.fault(fault.help(format!("its answers are {}", known.join(", "))).suggest(answer, known));
                None
            }
        }
    }
}
