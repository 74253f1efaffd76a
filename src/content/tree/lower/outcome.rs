//! Outcomes, their items, and recommendations on other aspects.

use super::Lowering;
use crate::content::diagnostic::{Code, Diagnostic};
use crate::content::source::{RawText, condition_at};
use crate::content::text::Text;
use crate::content::tree::raw::{RawAlso, RawItem, RawOutcome, RawTest, TextOr};
use crate::content::tree::{Also, Alternative, AlternativeIs, Item, Next, Node, Outcome, Watch};

impl<'a> Lowering<'a, '_> {
    pub(super) fn outcome(&mut self, raw: &RawOutcome<'a>) -> Outcome {
        let of_the_tree = self.item_ids.clone();
        self.filled(&raw.gains, "gains", raw.id);
        self.filled(&raw.costs, "costs", raw.id);
        self.filled(&raw.first_steps, "first_steps", raw.id);
        self.filled(&raw.watch, "watch", raw.id);
        self.limited(raw.references.len(), raw.id);
        self.limited(raw.sources.len(), raw.id);
        let outcome = Outcome {
            id: raw.id.to_owned(),
            recommendation: self.text(&raw.recommendation, raw.id),
            why: self.text(&raw.why, raw.id),
            gains: self.items(&raw.gains, raw.id),
            costs: self.items(&raw.costs, raw.id),
            first_steps: self.items(&raw.first_steps, raw.id),
            watch: raw
                .watch
                .iter()
                .map(|watch| {
                    let value = Watch { metric: self.text(&watch.metric, raw.id), figure: self.text(&watch.figure, raw.id) };
                    self.item(raw.id, watch.id, watch.when.as_ref(), watch.label.as_ref(), value)
                })
                .collect(),
            revisit: self.text(&raw.revisit, raw.id),
            wrong_when: self.text(&raw.wrong_when, raw.id),
            alternatives: self.alternatives(raw),
            anti_patterns: self.linked(&raw.anti_patterns, raw.id),
            references: self.linked(&raw.references, raw.id),
            sources: raw.sources.iter().map(|citation| self.citation(citation)).collect(),
            next: raw
                .next
                .iter()
                .map(|next| {
                    let value = Next { tree: self.link(next.tree), why: self.text(&next.why, raw.id) };
                    self.item(raw.id, next.id, next.when.as_ref(), next.label.as_ref(), value)
                })
                .collect(),
            also: self.also(&raw.also, raw.id),
            worries: self.texts(&raw.worries, raw.id),
            span: self.span(raw.id),
        };
        self.item_ids = of_the_tree;
        outcome
    }

    fn alternatives(&mut self, raw: &RawOutcome<'a>) -> Vec<Item<Alternative>> {
        self.limited(raw.alternatives.len(), raw.id);
        self.limited(raw.next.len(), raw.id);
        let mut alternatives = Vec::new();
        for alternative in &raw.alternatives {
            let right_when = self.text(&alternative.right_when, raw.id);
            let is = match (alternative.outcome, &alternative.name) {
                (Some(id), None) => match self.nodes.get(id) {
                    Some(Node::Outcome(ix)) => AlternativeIs::Outcome(*ix),
                    _ if self.broken.contains(id) || self.is_full() => continue,
                    _ => {
                        let is_outcome = |id: &&&str| matches!(self.nodes.get(**id), Some(Node::Outcome(_)));
                        let known: Vec<&str> = self.ids.iter().filter(is_outcome).copied().collect();
                        let fault = Diagnostic::new(Code::UnknownLink, format!("there is no outcome `{id}`"));
                        self.fault(fault.at(self.span(id), "no outcome has this id").suggest(id, known));
                        continue;
                    }
                },
                (None, Some(name)) => AlternativeIs::Named(self.text(name, raw.id)),
                (Some(id), Some(_)) => {
                    let fault = Diagnostic::new(Code::UnknownLink, format!("an alternative of `{}` names two things", raw.id));
                    self.fault(fault.at(self.span(id), "and a `name`").help("keep either `outcome` or `name`"));
                    continue;
                }
                (None, None) => {
                    let fault = Diagnostic::new(Code::UnknownLink, format!("an alternative of `{}` names nothing", raw.id));
                    let place = self.place_of(&alternative.right_when, raw.id);
                    self.fault(
                        fault.at(place, "what is right then?").help("give it an `outcome` of this tree, or the `name` of something else"),
                    );
                    continue;
                }
            };
            let (id, when, label) = (alternative.id, alternative.when.as_ref(), alternative.label.as_ref());
            alternatives.push(self.item(raw.id, id, when, label, Alternative { is, right_when }));
        }
        alternatives
    }

    fn items(&mut self, raw: &[TextOr<'a, RawItem<'a>>], owner: &'a str) -> Vec<Item<Text>> {
        raw.iter()
            .map(|item| match item {
                TextOr::Text(text) => Item { id: None, when: None, value: self.text(text, owner) },
                TextOr::Long(item) => {
                    let value = self.text(&item.text, owner);
                    self.item(owner, item.id, item.when.as_ref(), item.label.as_ref(), value)
                }
            })
            .collect()
    }

    fn item<T>(
        &mut self,
        owner: &'a str,
        id: Option<&'a str>,
        when: Option<&RawTest<'a>>,
        label: Option<&RawText<'a>>,
        value: T,
    ) -> Item<T> {
        let condition = when.and_then(|when| self.condition(when, label, owner));
        match id {
            Some(id) => self.item_id(id),
            None if when.is_some() => {
                let fault = Diagnostic::new(Code::ItemWithoutId, format!("an item of `{owner}` has a condition and no id"));
                let first = when.and_then(RawTest::first_question).map(|first| condition_at(self.source.text(), self.span(first)));
                let fault = fault.at(first.unwrap_or(self.span(owner)), "");
                self.fault(fault.help("put `id: \"..\"` before it: the result of a walk names what holds only sometimes"));
            }
            None => {}
        }
        Item { id: id.map(str::to_owned), when: condition, value }
    }

    pub(super) fn also(&mut self, raw: &[RawAlso<'a>], owner: &'a str) -> Vec<Also> {
        self.limited(raw.len(), owner);
        raw.iter()
            .map(|also| {
                self.item_id(also.id);
                self.id(also.aspect);
                let when = also.when.as_ref().and_then(|when| self.condition(when, also.label.as_ref(), also.id));
                Also {
                    id: also.id.to_owned(),
                    aspect: also.aspect.to_owned(),
                    when,
                    recommendation: self.text(&also.recommendation, also.id),
                    why: self.text(&also.why, also.id),
                    references: self.linked(&also.references, also.id),
                }
            })
            .collect()
    }

    fn item_id(&mut self, id: &'a str) {
        self.id(id);
        if let Some(first) = self.item_ids.replace(id) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("two items are called `{id}`"));
            let fault = fault.at(self.span(id), "the second one").at(self.span(first), "the first one");
            self.fault(fault.help("give one of them another id: a result names them both"));
        }
    }
}
