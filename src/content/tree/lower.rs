//! From what is written to what is meant: ids become indices, and everything that does not hold together is reported.

mod outcome;

use std::collections::{HashMap, HashSet};

use super::graph::{self, Link};
use super::raw::{RawCitation, RawKind, RawNode, RawOption, RawQuestion, RawTest, RawTree};
use super::{
    AnswerOption, Band, Citation, Condition, Edge, Kind, Linked, MAX_OPTIONS, NONE, Node, OutcomeIx, Question, QuestionIx, Scale, Test,
    Tree, UNSURE, fact_difference,
};
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Span};
use crate::content::source::{MAX_DIAGNOSTICS, MAX_TEXT, RawText, Source};
use crate::content::text::Text;

/// Names that a tree may not have, because the command line gives them another meaning.
pub const COMMANDS: &[&str] = &[
    "ask",
    "completions",
    "config",
    "diff",
    "doctor",
    "explain",
    "graph",
    "help",
    "import",
    "lint",
    "man",
    "new",
    "read",
    "record",
    "search",
    "test",
    "tour",
    "trees",
];

/// The most nodes of a tree: twice what the program is measured with.
pub(super) const MAX_NODES: usize = 200_000;
/// The most entries of any list within a node.
pub(super) const MAX_LIST: usize = 200;

/// What is known while one tree is being linked.
pub(super) struct Lowering<'a, 'r> {
    source: Source<'a>,
    faults: Vec<Diagnostic>,
    nodes: HashMap<&'a str, Node>,
    /// Kinds of the questions, by their index.
    kinds: Vec<(&'a str, &'r RawKind<'a>)>,
    broken: HashSet<String>,
    links: Vec<Link>,
    /// Ids of `also` entries and conditional items, of the tree and of the outcome at hand.
    item_ids: HashSet<&'a str>,
}

impl<'a, 'r> Lowering<'a, 'r> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Lowering {
            source,
            faults: Vec::new(),
            nodes: HashMap::new(),
            kinds: Vec::new(),
            broken: HashSet::new(),
            links: Vec::new(),
            item_ids: HashSet::new(),
        }
    }

    /// Links a file; `broken` are the ids of nodes that could not be read.
    pub(super) fn tree(mut self, raw: &'r RawTree<'a, RawNode<'a>>, broken: HashSet<String>) -> Parsed<Tree> {
        self.broken = broken;
        self.id(raw.id);
        if COMMANDS.contains(&raw.id) {
            let fault = Diagnostic::new(Code::BadId, format!("`{}` is a command, so a tree cannot be called that", raw.id));
            self.fault(fault.at(self.span(raw.id), "").help("choose another id, and name the file after it"));
        }
        if raw.nodes.len() > MAX_NODES {
            self.fault(Diagnostic::new(Code::TooLarge, format!("the tree has {} nodes; at most {MAX_NODES} are read", raw.nodes.len())));
            return (None, self.faults);
        }
        self.name_nodes(&raw.nodes);

        let also = self.also(&raw.also, raw.id);
        let mut questions = Vec::new();
        let mut outcomes = Vec::new();
        for node in &raw.nodes {
            match node {
                RawNode::Question(question) => {
                    if self.nodes.get(question.id) == Some(&Node::Question(QuestionIx(questions.len() as u32))) {
                        let lowered = self.question(question, QuestionIx(questions.len() as u32));
                        questions.push(lowered);
                    }
                }
                RawNode::Outcome(outcome) => {
                    if self.nodes.get(outcome.id) == Some(&Node::Outcome(OutcomeIx(outcomes.len() as u32))) {
                        let lowered = self.outcome(outcome);
                        outcomes.push(lowered);
                    }
                }
            }
        }
        let start = self.node(raw.start, "`start`");
        let (title, summary) = (self.text(&raw.title, raw.id), self.text(&raw.summary, raw.id));
        let worries = self.texts(&raw.worries, raw.id);
        let Some(start) = start else { return (None, self.faults) };
        let mut by_fact: HashMap<String, Vec<QuestionIx>> = HashMap::new();
        for (at, question) in questions.iter().enumerate() {
            if let Some(fact) = &question.fact {
                by_fact.entry(fact.name.clone()).or_default().push(QuestionIx(at as u32));
            }
        }
        let tree = Tree {
            id: raw.id.to_owned(),
            version: raw.version,
            title,
            summary,
            worries,
            rank: raw.rank,
            overrides: raw.overrides,
            start,
            also,
            span: self.span(raw.id),
            questions,
            outcomes,
            by_fact,
            by_id: self.nodes.iter().map(|(id, node)| ((*id).to_owned(), *node)).collect(),
        };
        self.check_facts(&tree);
        self.faults.extend(graph::cycles(&tree, &self.links));
        if self.broken.is_empty() && self.faults.iter().all(|fault| fault.code != Code::DanglingEdge || fault.labels.is_empty()) {
            self.faults.extend(graph::unreachable(&tree, &self.links));
        } else {
            // An edge that leads nowhere may be the very one that was to lead there: only what nothing at all names is sure.
            self.faults.extend(graph::never_named(&tree, &self.links));
        }
        (Some(tree), self.faults)
    }

    /// Questions of one fact have one answer, which has to fit them all.
    fn check_facts(&mut self, tree: &Tree) {
        for asking in tree.by_fact.values() {
            let Some((first, others)) = asking.split_first() else { continue };
            for other in others {
                let Some(difference) = fact_difference(&tree[*first], &tree[*other]) else { continue };
                let message = format!("`{}` and `{}` ask for one fact with another {difference}", tree[*first].id, tree[*other].id);
                let fault =
                    Diagnostic::new(Code::FactMismatch, message).at(tree[*other].span, "this one").at(tree[*first].span, "the first one");
                self.fault(fault.help("one fact has one answer: ask both alike, or make two facts of it"));
            }
        }
    }

    /// Gives each node its index; of two with one id, the first keeps it.
    fn name_nodes(&mut self, nodes: &'r [RawNode<'a>]) {
        let mut outcomes = 0;
        for node in nodes {
            let id = match node {
                RawNode::Question(question) => question.id,
                RawNode::Outcome(outcome) => outcome.id,
            };
            self.id(id);
            if let Some((first, _)) = self.nodes.get_key_value(id) {
                let fault = Diagnostic::new(Code::DuplicateId, format!("two nodes are called `{id}`"));
                self.fault(
                    fault.at(self.span(id), "the second one").at(self.span(first), "the first one").help("give one of them another id"),
                );
                continue;
            }
            let ix = match node {
                RawNode::Question(question) => {
                    self.kinds.push((id, &question.kind));
                    Node::Question(QuestionIx(self.kinds.len() as u32 - 1))
                }
                RawNode::Outcome(_) => {
                    outcomes += 1;
                    Node::Outcome(OutcomeIx(outcomes - 1))
                }
            };
            self.nodes.insert(id, ix);
        }
    }

    fn question(&mut self, raw: &RawQuestion<'a>, ix: QuestionIx) -> Question {
        self.filled(&raw.how_to_tell, "how_to_tell", raw.id);
        let kind = self.kind(raw);
        Question {
            id: raw.id.to_owned(),
            prompt: self.text(&raw.prompt, raw.id),
            why: self.text(&raw.why, raw.id),
            how_to_tell: self.texts(&raw.how_to_tell, raw.id),
            kind,
            assume_why: self.text(&raw.assume_why, raw.id),
            fact: raw.fact.map(|fact| self.fact(fact)),
            references: self.linked(&raw.references, raw.id),
            worries: self.texts(&raw.worries, raw.id),
            alike: raw.alike.as_ref().map(|alike| self.text(alike, raw.id)),
            edges: self.edges(raw, ix),
            span: self.span(raw.id),
        }
    }

    fn kind(&mut self, raw: &RawQuestion<'a>) -> Kind {
        match &raw.kind {
            RawKind::Choice { assume, options } => {
                let lowered = self.options(raw.id, options, 2);
                let assume = self.assumed(assume, options).unwrap_or(0);
                Kind::Choice { options: lowered, assume }
            }
            RawKind::Select { assume, options } => {
                let lowered = self.options(raw.id, options, 1);
                let assume =
                    assume.iter().filter(|id| **id != NONE).filter_map(|id| self.assumed(id, options)).fold(0, |set, at| set | 1 << at);
                Kind::Select { options: lowered, assume }
            }
            RawKind::Number { assume, unit, min, max, bands } => {
                let mut ids = HashSet::new();
                let lowered: Vec<Band> = bands
                    .iter()
                    .map(|band| {
                        self.option_id(band.id, &mut ids);
                        Band {
                            id: band.id.to_owned(),
                            label: self.text(&band.label, band.id),
                            meaning: self.optional_text(&band.meaning, band.id),
                            from: band.from,
                            below: band.below,
                            source: self.citation(&band.source),
                            span: self.span(band.id),
                        }
                    })
                    .collect();
                let scale = Scale { unit: self.text(unit, raw.id), min: *min, max: *max, assume: *assume, bands: lowered };
                self.check_scale(raw.id, &scale);
                Kind::Number(scale)
            }
        }
    }

    fn options(&mut self, question: &'a str, raw: &[RawOption<'a>], least: usize) -> Vec<AnswerOption> {
        if !(least..=MAX_OPTIONS).contains(&raw.len()) {
            let code = if raw.len() < least { Code::EmptyList } else { Code::TooLarge };
            let message = format!("`{question}` has {} options; {least} to {MAX_OPTIONS} can be shown", raw.len());
            self.fault(Diagnostic::new(code, message).at(self.span(question), ""));
        }
        let mut ids = HashSet::new();
        raw.iter()
            .take(MAX_OPTIONS)
            .map(|option| {
                self.option_id(option.id, &mut ids);
                AnswerOption {
                    id: option.id.to_owned(),
                    label: self.text(&option.label, option.id),
                    meaning: self.text(&option.meaning, option.id),
                    span: self.span(option.id),
                }
            })
            .collect()
    }

    fn option_id(&mut self, id: &'a str, seen: &mut HashSet<&'a str>) {
        self.id(id);
        if id == NONE || id == UNSURE {
            let fault = Diagnostic::new(Code::BadId, format!("`{id}` is reserved: it is an answer of its own"));
            self.fault(fault.at(self.span(id), "").help("choose another id; the label may say what you like"));
        }
        if let Some(first) = seen.replace(id) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("two answers are called `{id}`"));
            self.fault(fault.at(self.span(id), "the second one").at(self.span(first), "the first one"));
        }
    }

    fn assumed(&mut self, id: &'a str, options: &[RawOption<'a>]) -> Option<usize> {
        let at = options.iter().take(MAX_OPTIONS).position(|option| option.id == id);
        if at.is_none() {
            let fault = Diagnostic::new(Code::BadAssumption, format!("`{id}` is assumed, but it is no option of this question"));
            let known: Vec<&str> = options.iter().map(|option| option.id).collect();
            let fault = fault.at(self.span(id), "not an option").help(format!("the options are {}", known.join(", "))).suggest(id, known);
            self.fault(fault);
        }
        at
    }

    fn check_scale(&mut self, question: &'a str, scale: &Scale) {
        let bad = |message: String| Diagnostic::new(Code::BadBands, message);
        let span = self.span(question);
        let mut faults = Vec::new();
        if !(scale.min.is_finite() && scale.max.is_finite() && scale.min < scale.max) {
            faults.push(bad(format!("the range of `{question}` is empty: {} to {}", scale.min, scale.max)).at(span, ""));
        }
        if scale.bands.is_empty() {
            faults.push(bad(format!("`{question}` has no bands")).at(span, ""));
        }
        let mut reached = scale.min;
        for band in &scale.bands {
            if band.from != reached {
                let what = if band.from > reached { "a gap" } else { "an overlap" };
                let message =
                    format!("there is {what} before the band `{}`: it begins at {}, and {reached} is reached", band.id, band.from);
                faults.push(bad(message).at(band.span, "").help("bands run on from each other: `below` of one is `from` of the next"));
            }
            if band.below.partial_cmp(&band.from) != Some(std::cmp::Ordering::Greater) {
                faults.push(bad(format!("the band `{}` is empty: {} to {}", band.id, band.from, band.below)).at(band.span, ""));
            }
            reached = band.below;
        }
        if !scale.bands.is_empty() && reached != scale.max {
            let last = scale.bands.last().map_or(span, |band| band.span);
            faults.push(bad(format!("the bands of `{question}` end at {reached}, its range at {}", scale.max)).at(last, "the last one"));
        }
        if scale.band_of(scale.assume).is_none() {
            let message = format!("{} is assumed, which lies outside {} to {}", scale.assume, scale.min, scale.max);
            faults.push(Diagnostic::new(Code::BadAssumption, message).at(span, "in this question"));
        }
        faults.into_iter().for_each(|fault| self.fault(fault));
    }

    /// The ordered edges of a question: its own, then those of its options, then the one that always holds.
    fn edges(&mut self, raw: &RawQuestion<'a>, ix: QuestionIx) -> Vec<Edge> {
        self.limited(raw.edges.len(), raw.id);
        let mut edges = Vec::new();
        for edge in &raw.edges {
            let when = self.condition(&edge.when, edge.label.as_ref(), raw.id);
            if let (Some(when), Some(to)) = (when, self.leads(ix, edge.to)) {
                edges.push(Edge { when: Some(when), to, span: self.span(edge.to) });
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
                edges.push(Edge { when: Some(when), to: node, span: self.span(to) });
            }
        }
        let every_answer = own.iter().all(|(_, to)| to.is_some()) && !matches!(raw.kind, RawKind::Select { .. });
        match raw.to {
            Some(to) => {
                let span = self.span(to);
                edges.extend(self.leads(ix, to).map(|to| Edge { when: None, to, span }));
            }
            None if every_answer => {}
            None => {
                let fault = Diagnostic::new(Code::NoWayOn, format!("not every answer of `{}` leads somewhere", raw.id));
                self.fault(fault.at(self.span(raw.id), "").help("give every option a `to`, or give the question one for the rest"));
            }
        }
        edges
    }

    fn leads(&mut self, from: QuestionIx, to: &'a str) -> Option<Node> {
        let node = self.node(to, "this edge")?;
        self.links.push(Link { from, to: node, span: self.span(to) });
        Some(node)
    }

    fn node(&mut self, id: &'a str, what: &str) -> Option<Node> {
        let node = self.nodes.get(id).copied();
        if node.is_none() && !self.broken.contains(id) && !self.is_full() {
            let fault = Diagnostic::new(Code::DanglingEdge, format!("{what} leads to `{id}`, which does not exist"));
            let fault = fault.at(self.span(id), "no node has this id").suggest(id, self.nodes.keys().copied());
            self.fault(fault);
        }
        node
    }

    /// A condition; `owner` is what it is said of.
    fn condition(&mut self, raw: &RawTest<'a>, label: Option<&RawText<'a>>, owner: &'a str) -> Option<Condition> {
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
                let fault =
                    fault.at(self.span(question), "no question has this id").suggest(question, self.kinds.iter().map(|(id, _)| *id));
                self.fault(fault);
            }
            return None;
        };
        let (_, kind) = self.kinds.get(ix.place())?;
        if !fits(kind) {
            let fault = Diagnostic::new(Code::BadCondition, format!("`{form}` asks about a {kind_name}, and `{question}` is none"));
            let fault = fault.at(self.span(question), "").help("`Is` is for a Choice, `Has` for a Select, `In` for a Number");
            self.fault(fault);
            return None;
        }
        let known: Vec<&str> = match kind {
            RawKind::Choice { options, .. } | RawKind::Select { options, .. } => options.iter().map(|option| option.id).collect(),
            RawKind::Number { bands, .. } => bands.iter().map(|band| band.id).collect(),
        };
        match known.iter().position(|id| *id == answer) {
            Some(at) => Some((ix, at)),
            None => {
                let fault = Diagnostic::new(Code::BadCondition, format!("`{question}` has no answer `{answer}`"));
                self.fault(fault.at(self.span(answer), "not an answer of it").suggest(answer, known));
                None
            }
        }
    }

    fn citation(&mut self, raw: &RawCitation<'a>) -> Citation {
        let fault = address_fault(raw.url, self.span(raw.url));
        fault.into_iter().for_each(|fault| self.fault(fault));
        Citation { title: self.text(&raw.title, raw.url), url: Text::new(raw.url) }
    }

    fn fact(&mut self, fact: &'a str) -> Linked {
        let parts: Vec<&str> = fact.split('.').collect();
        if parts.len() < 2 || !parts.iter().all(|part| is_id(part)) {
            let fault = Diagnostic::new(Code::BadId, format!("`{fact}` is not a fact"));
            self.fault(fault.at(self.span(fact), "").help("a fact is an area and a name with a dot between them, such as `workload.mix`"));
        }
        self.link(fact)
    }

    fn linked(&mut self, raw: &[&'a str], owner: &'a str) -> Vec<Linked> {
        self.limited(raw.len(), owner);
        raw.iter().map(|name| self.link(name)).collect()
    }

    fn link(&self, name: &'a str) -> Linked {
        Linked { name: name.to_owned(), span: self.span(name) }
    }

    fn id(&mut self, id: &'a str) {
        id_fault(id, self.span(id)).into_iter().for_each(|fault| self.fault(fault));
    }

    fn text(&mut self, raw: &RawText<'a>, owner: &'a str) -> Text {
        let text = self.optional_text(raw, owner);
        if text.is_empty() {
            let fault = Diagnostic::new(Code::EmptyText, format!("a text of `{owner}` is empty"));
            self.fault(fault.at(self.place_of(raw, owner), ""));
        }
        text
    }

    fn optional_text(&mut self, raw: &RawText<'a>, owner: &'a str) -> Text {
        if raw.0.len() > MAX_TEXT {
            let fault =
                Diagnostic::new(Code::TooLarge, format!("a text of `{owner}` holds {} bytes; at most {MAX_TEXT} can be read", raw.0.len()));
            self.fault(fault.at(self.span(owner), "").help("move the detail into a reference document"));
        }
        Text::new(&raw.0)
    }

    fn texts(&mut self, raw: &[RawText<'a>], owner: &'a str) -> Vec<Text> {
        self.limited(raw.len(), owner);
        raw.iter().map(|text| self.text(text, owner)).collect()
    }

    fn filled<T>(&mut self, list: &[T], field: &str, owner: &'a str) {
        self.limited(list.len(), owner);
        if list.is_empty() {
            let fault = Diagnostic::new(Code::EmptyList, format!("`{field}` of `{owner}` is empty"));
            self.fault(fault.at(self.span(owner), "").help("say at least one thing: people who read the advice look for it"));
        }
    }

    fn limited(&mut self, length: usize, owner: &'a str) {
        if length > MAX_LIST {
            let fault =
                Diagnostic::new(Code::TooLarge, format!("a list of `{owner}` has {length} entries; at most {MAX_LIST} can be read"));
            self.fault(fault.at(self.span(owner), ""));
        }
    }

    fn place_of(&self, raw: &RawText<'a>, owner: &'a str) -> Span {
        match self.source.span_of(&raw.0) {
            // An empty text is marked with its quotes.
            Some(Span { start, end }) if start == end => Span { start: start.saturating_sub(1), end: end + 1 },
            Some(span) => span,
            None => self.span(owner),
        }
    }

    /// Where an id stands; every id borrows from the text.
    fn span(&self, id: &'a str) -> Span {
        self.source.span_of(id).unwrap_or_default()
    }

    fn fault(&mut self, fault: Diagnostic) {
        if !self.is_full() {
            self.faults.push(fault);
        }
    }

    /// Whether so many faults were found that further ones are not looked into: finding the nearest name of each takes time.
    fn is_full(&self) -> bool {
        self.faults.len() >= MAX_DIAGNOSTICS
    }
}

/// Whether a text is an id: lower-case letters and digits, in words joined by single dashes.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 80
        && id.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// Whether a text is an address that may be opened: http or https, with a host, of printable ASCII.
pub fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()) && url.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// What is wrong with a text that has to be an id.
pub(crate) fn id_fault(id: &str, span: Span) -> Option<Diagnostic> {
    let fault = || Diagnostic::new(Code::BadId, format!("`{id}` is not an id"));
    (!is_id(id)).then(|| fault().at(span, "").help("an id is lower-case letters and digits, in words joined by single dashes"))
}

/// What is wrong with a text that has to be an address.
pub(crate) fn address_fault(url: &str, span: Span) -> Option<Diagnostic> {
    let fault = || Diagnostic::new(Code::BadAddress, format!("`{url}` is not an address of http or https"));
    (!is_address(url)).then(|| fault().at(span, ""))
}
