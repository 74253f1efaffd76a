//! From what is written to what is meant: ids become indices, and everything that does not hold together is reported.

mod answers;
mod edges;
mod outcome;

use std::collections::{HashMap, HashSet};

use super::graph::{self, Link};
use super::id::{BadTreeId, COMMANDS, FORM, is_id};
use super::raw::{RawCitation, RawKind, RawNode, RawQuestion, RawTree};
use super::{Citation, Linked, NONE, Node, OutcomeIx, Question, QuestionIx, Tree, UNSURE, fact_difference};
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Span};
use crate::content::source::{MAX_DIAGNOSTICS, MAX_TEXT, RawText, Source, value_behind};
use crate::content::text::{Text, clean_line};

/// The most nodes of a tree: twice what the program is measured with.
pub(super) const MAX_NODES: usize = 200_000;
/// The most entries of any list within a node.
pub(super) const MAX_LIST: usize = 200;

/// What is known while one tree is being linked.
pub(super) struct Lowering<'a, 'r> {
    source: Source<'a>,
    faults: Vec<Diagnostic>,
    nodes: HashMap<&'a str, Node>,
    /// The ids of the nodes, in the order of the file.
    ids: Vec<&'a str>,
    /// Kinds of the questions, by their index.
    kinds: Vec<(&'a str, &'r RawKind<'a>)>,
    broken: HashSet<String>,
    links: Vec<Link>,
    /// The nodes that an edge leading nowhere is likely meant for.
    meant: HashSet<Node>,
    /// Ids of `also` entries and conditional items, of the tree and of the outcome at hand.
    item_ids: HashSet<&'a str>,
}

impl<'a, 'r> Lowering<'a, 'r> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Lowering {
            source,
            faults: Vec::new(),
            nodes: HashMap::new(),
            ids: Vec::new(),
            kinds: Vec::new(),
            broken: HashSet::new(),
            links: Vec::new(),
            meant: HashSet::new(),
            item_ids: HashSet::new(),
        }
    }

    /// Links a file; `broken` are the ids of nodes that could not be read.
    pub(super) fn tree(mut self, raw: &'r RawTree<'a, RawNode<'a>>, broken: HashSet<String>) -> Parsed<Tree> {
        self.broken = broken;
        self.id(raw.id);
        if COMMANDS.contains(&raw.id) {
            let fault = Diagnostic::new(Code::BadId, BadTreeId::Command(raw.id.to_owned()).to_string());
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
        let start = self.node(raw.start, "`start`", None);
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
        // The edges of a node that could not be read are not known, and any of them may be the one that leads to a node.
        if self.broken.is_empty() {
            let dangling = self.faults.iter().any(|fault| fault.code == Code::DanglingEdge && !fault.labels.is_empty());
            self.faults.extend(match dangling {
                false => graph::unreachable(&tree, &self.links),
                // An edge that leads nowhere may be the very one that was to lead there: only what nothing at all names is sure.
                true => graph::never_named(&tree, &self.links, &self.meant),
            });
        }
        (Some(tree), self.faults)
    }

    /// Questions of one fact have one answer, which has to fit them all.
    fn check_facts(&mut self, tree: &Tree) {
        for asking in tree.by_fact.values() {
            let Some((first, others)) = asking.split_first() else { continue };
            for other in others {
                let Some(difference) = fact_difference(&tree[*first], &tree[*other]) else { continue };
                let span = |ix: QuestionIx| tree[ix].fact.as_ref().map_or(tree[ix].span, |fact| fact.span);
                let ids = (&tree[*first].id, &tree[*other].id);
                let message = format!("`{}` and `{}` ask for one fact with another {}", ids.0, ids.1, difference.what);
                let fault = Diagnostic::new(Code::FactMismatch, message);
                let fault = fault.at(span(*other), difference.here).at(span(*first), difference.first);
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
            self.ids.push(id);
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
        if !self.is_full() {
            self.faults.extend(id_fault(self.source.text(), id, self.span(id)));
        }
    }

    fn text(&mut self, raw: &RawText<'a>, owner: &'a str) -> Text {
        let text = self.optional_text(raw, owner);
        if text.is_empty() {
            let fault = Diagnostic::new(Code::EmptyText, format!("a text of `{owner}` is empty"));
            self.fault(fault.at(self.place_of(raw, owner), "").help("write what it is to say, or take out what it belongs to"));
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
            let span = self.span(owner);
            let place = value_behind(self.source.text(), span.end as usize, field).unwrap_or(span);
            self.fault(fault.at(place, "").help("say at least one thing: people who read the advice look for it"));
        }
    }

    fn limited(&mut self, length: usize, owner: &'a str) {
        if length > MAX_LIST {
            let fault =
                Diagnostic::new(Code::TooLarge, format!("a list of `{owner}` has {length} entries; at most {MAX_LIST} can be read"));
            self.fault(fault.at(self.span(owner), "").help("keep what people will read; a reference document holds the rest"));
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

/// Whether a text is an address that may be opened: http or https, with a host, of printable ASCII.
pub fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()) && url.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// What is wrong with a text that has to be an id, and stands at a place of a file's text.
///
/// Costs one or two searches of the text.
pub(crate) fn id_fault(text: &str, id: &str, span: Span) -> Option<Diagnostic> {
    if is_id(id) {
        return None;
    }
    let fault = Diagnostic::new(Code::BadId, format!("`{}` is not an id", clean_line(id))).at(span, "");
    let fault = fault.help(format!("an id is {FORM}"));
    let Some(meant) = id_meant(text, id) else { return Some(fault) };
    Some(fault.help(format!("ids are lower-case words joined by dashes: `{meant}`")).fix(span, meant))
}

/// The id that a wrong one is for certain: they differ only in upper case, underscores and spaces, nothing else in the file says the
/// wrong one, and nothing has the right one.
fn id_meant(text: &str, id: &str) -> Option<String> {
    /// Larger files are generated, so that it is their maker that is to be mended.
    const LARGEST: usize = 4 * 1024 * 1024;
    let meant = id.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    if !is_id(&meant) || text.len() > LARGEST || COMMANDS.contains(&meant.as_str()) || [NONE, UNSURE].contains(&meant.as_str()) {
        return None;
    }
    let is_taken = |at: usize| {
        let before = text.get(..at).unwrap_or("").trim_end();
        before.strip_suffix(':').is_some_and(|before| before.trim_end().ends_with("id"))
    };
    let said_once = text.matches(&format!("\"{id}\"")).count() == 1;
    // Another wrong one may be meant for the same.
    let same = |said: &str| said.len() == id.len() && said.to_ascii_lowercase().replace(['_', ' '], "-") == meant && said != meant;
    let said_once = said_once && text.split('"').filter(|said| same(said)).count() <= 1;
    (said_once && !text.match_indices(&format!("\"{meant}\"")).any(|(at, _)| is_taken(at))).then_some(meant)
}

/// What is wrong with a text that has to be an address.
pub(crate) fn address_fault(url: &str, span: Span) -> Option<Diagnostic> {
    let fault = || Diagnostic::new(Code::BadAddress, format!("`{}` is not an address of http or https", clean_line(url)));
    (!is_address(url)).then(|| fault().at(span, "").help("an address begins with `https://` or `http://`, and holds no spaces"))
}
