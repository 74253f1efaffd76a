//! The statements of a flowchart, one after the other; one that is not understood is told and skipped.

use std::collections::HashSet;

use super::flowchart::{Edge, Flowchart};
use super::label::label;
use super::link::{Link, Points, link};
use super::name::shortened;
use super::{ImportError, MAX_EDGES, Note};
use crate::content::text::clean_line;

/// The longest label in bytes, and how far ahead the end of anything is looked for: a bracket that is never closed costs no more.
const LONGEST: usize = 4_000;
/// The longest label in characters that goes over several lines without quotes.
const SPREAD: usize = 300;

/// Shapes, with the brackets around their text; what begins alike stands in order of length.
const SHAPES: &[(&str, &[&str])] = &[
    ("(((", &[")))"]),
    ("((", &["))"]),
    ("([", &["])"]),
    ("(-", &["-)"]),
    ("(", &[")"]),
    ("[[", &["]]"]),
    ("[(", &[")]"]),
    ("[/", &["/]", "\\]"]),
    ("[\\", &["\\]", "/]"]),
    ("[", &["]"]),
    ("{{", &["}}"]),
    ("{", &["}"]),
    (">", &["]"]),
];

/// Whether a word begins a flowchart.
pub(super) fn is_header(word: &str) -> bool {
    matches!(word, "graph" | "flowchart" | "flowchart-elk" | "flowchart-v2")
}

/// How much of a text is looked at, in bytes, up to the next whole character.
pub(super) fn window(text: &str) -> usize {
    (LONGEST..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Reads a flowchart that begins on a line of its file. Costs steps in line with the length of the text.
///
/// # Errors
/// When there are more edges than a tree is made from.
pub(super) fn parse(text: &str, line: usize) -> Result<(Flowchart, Vec<Note>), ImportError> {
    let mut parser =
        Parser { text, at: 0, line, chart: Flowchart::default(), notes: Vec::new(), open: Vec::new(), styles: None, links: HashSet::new() };
    parser.front_matter();
    parser.header();
    while parser.next_statement() {
        parser.statement();
        if parser.chart.edges.len() > MAX_EDGES {
            return Err(ImportError::TooLarge { what: format!("it has more than {MAX_EDGES} edges (line {})", parser.line) });
        }
    }
    parser.finish();
    Ok((parser.chart, parser.notes))
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// The line of the file at that offset.
    line: usize,
    chart: Flowchart,
    notes: Vec<Note>,
    /// The lines of the subgraphs that are open.
    open: Vec<usize>,
    /// The first line with styling, and how many there are.
    styles: Option<(usize, &'a str, usize)>,
    /// The names of links, which are no nodes.
    links: HashSet<&'a str>,
}

/// A node as it is named in a statement.
struct Mention<'a> {
    name: &'a str,
    text: Option<&'a str>,
    line: usize,
}

/// Nodes joined by `&`, and a link between two such groups.
type Group<'a> = Vec<Mention<'a>>;
struct Joint<'a> {
    points: Points,
    label: Option<&'a str>,
    line: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn advance(&mut self, bytes: usize) {
        let passed = self.rest().get(..bytes).unwrap_or_else(|| self.rest());
        self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
        self.at += passed.len();
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) {
        self.advance(self.rest().len() - self.rest().trim_start_matches(what).len());
    }

    fn skip_blanks(&mut self) {
        self.skip(|c| c == ' ' || c == '\t');
    }

    fn note(&mut self, line: usize, message: impl Into<String>) {
        self.notes.push(Note::new(line, message));
    }

    /// The rest of the line, which is passed.
    fn rest_of_line(&mut self) -> &'a str {
        let line = self.rest().split('\n').next().unwrap_or("");
        self.advance(line.len());
        line.trim()
    }

    /// Front matter holds the title; the rest of it is about looks.
    fn front_matter(&mut self) {
        self.skip(char::is_whitespace);
        if !self.rest().starts_with("---") || self.rest().split('\n').next().map(str::trim) != Some("---") {
            return;
        }
        self.rest_of_line();
        while !self.rest().is_empty() {
            self.skip(|c| c == '\n');
            let indented = self.rest().starts_with([' ', '\t']);
            let line = self.rest_of_line();
            if line == "---" {
                return;
            }
            if let Some(title) = line.strip_prefix("title:").filter(|_| !indented) {
                // What is passed ends before the line break, so that this is still the line of the title.
                (self.chart.title, self.chart.title_line) = (Some(yaml(title)).filter(|title| !title.is_empty()), self.line);
            }
        }
    }

    /// Passes `flowchart TD`, which is known to be there.
    fn header(&mut self) {
        if self.next_statement() {
            let word: &str = self.rest().split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or("");
            if !is_header(word) {
                return;
            }
            self.advance(word.len());
            self.skip_blanks();
            let direction = self.rest().split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or("");
            if matches!(direction, "TB" | "TD" | "BT" | "RL" | "LR" | "<" | ">" | "^" | "v") {
                self.advance(direction.len());
            }
        }
    }

    /// Goes to where a statement begins, past comments and directives; `false` at the end.
    fn next_statement(&mut self) -> bool {
        loop {
            self.skip(|c| c.is_whitespace() || c == ';');
            if self.rest().starts_with("%%{") {
                let end = self.rest().get(..window(self.rest())).and_then(|text| text.find("}%%"));
                match end {
                    Some(end) => self.advance(end + 3),
                    None => drop(self.rest_of_line()),
                }
            } else if self.rest().starts_with("%%") {
                self.rest_of_line();
            } else {
                return !self.rest().is_empty();
            }
        }
    }

    fn statement(&mut self) {
        let (at, line) = (self.at, self.line);
        if self.keyword() {
            return;
        }
        let read = self.chain();
        self.skip_blanks();
        let ends = self.rest().is_empty() || self.rest().starts_with(['\n', '\r', ';']) || self.rest().starts_with("%%");
        match read {
            Some((groups, joints)) if ends => self.keep(groups, joints),
            _ => {
                (self.at, self.line) = (at, line);
                let whole = self.rest_of_line();
                let message = format!("this is not understood, and is left out: `{}`", shortened(&clean_line(whole), 60));
                self.note(line, message);
            }
        }
    }

    /// A statement that begins with a word of Mermaid's own.
    fn keyword(&mut self) -> bool {
        let word = self.rest().split(|c: char| !(c.is_ascii_alphabetic() || c == '_')).next().unwrap_or("");
        let line = self.line;
        let behind = self.rest().get(word.len()..).unwrap_or("");
        let parted = behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace() || c == ';');
        match word {
            "accTitle" | "accDescr" if behind.trim_start().starts_with([':', '{']) => self.description(word),
            _ if !parted => return false,
            "subgraph" => self.subgraph(word.len()),
            "end" => {
                self.advance(word.len());
                if self.open.pop().is_none() {
                    self.note(line, "this `end` belongs to no subgraph, and is left out");
                }
            }
            "direction" => drop(self.rest_of_line()),
            "classDef" | "class" | "style" | "linkStyle" => {
                self.advance(self.rest().find(['\n', ';']).unwrap_or(self.rest().len()));
                let (first, kind, count) = self.styles.unwrap_or((line, word, 0));
                self.styles = Some((first, kind, count + 1));
            }
            "click" => {
                let whole = shortened(&clean_line(self.rest_of_line()), 120);
                self.note(
                    line,
                    format!(
                        "a link or call on a click, which a tree does not have, is left out; an address may go to `sources`: `{whole}`"
                    ),
                );
            }
            _ => return false,
        }
        true
    }

    /// `accTitle: ..` and `accDescr: ..` or `accDescr { .. }`.
    fn description(&mut self, word: &str) {
        let line = self.line;
        self.advance(word.len());
        self.skip_blanks();
        let braced = self.rest().strip_prefix('{').and_then(|inner| inner.get(..window(inner))?.find('}'));
        let text = match braced {
            Some(end) => {
                let inner = self.rest().get(1..end + 1).unwrap_or("");
                self.advance(end + 2);
                inner
            }
            None => self.rest_of_line().trim_start_matches([':', '{']),
        };
        let text = Some(label(text).text).filter(|text| !text.is_empty());
        let Some(text) = text else { return };
        let place = if word == "accTitle" { &mut self.chart.title } else { &mut self.chart.description };
        match place {
            Some(before) if *before == text => {}
            Some(before) => {
                let message = format!("the chart says “{}” already, so this `{word}` is left out: {text}", shortened(before, 60));
                self.note(line, message);
            }
            None => {
                *place = Some(text);
                if word == "accTitle" {
                    self.chart.title_line = line;
                }
            }
        }
    }

    fn subgraph(&mut self, word: usize) {
        let line = self.line;
        self.advance(word);
        self.skip_blanks();
        let whole = self.rest().split(['\n', ';']).next().unwrap_or("").trim_end();
        let id = whole.split(['[', '(', '"']).next().unwrap_or("").trim();
        let title = label(whole.get(id.len()..).unwrap_or("").trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')'])).text;
        self.advance(whole.len());
        self.open.push(line);
        if !id.is_empty() {
            let at = self.chart.node(id, line);
            if let Some(node) = self.chart.nodes.get_mut(at) {
                node.is_group = true;
            }
        }
        let shown = if title.is_empty() { clean_line(id).into_owned() } else { title };
        self.note(
            line,
            format!("the subgraph `{}` only groups its nodes, which a tree does not do: its name is left out", shortened(&shown, 60)),
        );
    }

    /// `A & B --> C -- text --> D`, or a node alone.
    fn chain(&mut self) -> Option<(Vec<Group<'a>>, Vec<Joint<'a>>)> {
        let (mut groups, mut joints) = (vec![self.group()?], Vec::new());
        while let Some(joint) = self.joint() {
            joints.push(joint);
            self.skip(char::is_whitespace);
            groups.push(self.group()?);
        }
        Some((groups, joints))
    }

    fn group(&mut self) -> Option<Group<'a>> {
        let mut group = vec![self.mention()?];
        loop {
            let ahead = self.rest().trim_start();
            if !ahead.starts_with('&') {
                return Some(group);
            }
            self.advance(self.rest().len() - ahead.len() + 1);
            self.skip(char::is_whitespace);
            group.push(self.mention()?);
        }
    }

    fn mention(&mut self) -> Option<Mention<'a>> {
        let line = self.line;
        let length = name_length(self.rest());
        let name = self.rest().get(..length).filter(|name| !name.is_empty())?;
        self.advance(length);
        let mut text = None;
        if let Some(inner) = self.rest().strip_prefix("@{") {
            let (found, length) = shape_data(inner)?;
            text = found;
            self.advance(2 + length);
        } else if let Some((found, length)) = shape(self.rest()) {
            text = Some(found);
            self.advance(length);
        } else if self.rest().starts_with(['[', '(', '{', '>']) {
            return None;
        }
        if let Some(class) = self.rest().strip_prefix(":::") {
            let length = class.len() - class.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
            self.advance(3 + length);
        }
        Some(Mention { name, text, line })
    }

    /// A link with the text in it or behind it; it may stand on the next line.
    fn joint(&mut self) -> Option<Joint<'a>> {
        let ahead = self.rest().trim_start();
        let front = self.rest().len() - ahead.len();
        // Where a link could be the name of a node, it has to stand on the same line.
        if self.rest().get(..front)?.contains('\n') && ahead.starts_with(['x', 'o']) {
            return None;
        }
        // A link may have a name: `e1@-->`.
        let named = ahead.len() - ahead.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
        let named = if named > 0 && ahead.get(named..)?.starts_with('@') { named + 1 } else { 0 };
        let Link { length, label, points } = link(ahead.get(named..)?)?;
        if named > 0 {
            self.links.extend(ahead.get(..named - 1));
        }
        self.advance(front);
        let line = self.line;
        self.advance(named + length);
        let mut label = label;
        let behind = self.rest().trim_start_matches([' ', '\t']);
        if let Some(inner) = behind.strip_prefix('|') {
            let blanks = inner.len() - inner.trim_start().len();
            let quoted = inner.get(blanks..)?.strip_prefix('"').and_then(|text| text.get(..window(text))?.find('"'));
            let from = quoted.map_or(0, |end| blanks + end + 2);
            let seen = inner.get(..window(inner))?;
            let end = from + seen.get(from..)?.find('|')?;
            label = inner.get(..end);
            self.advance(self.rest().len() - behind.len() + 1 + end + 1);
        }
        Some(Joint { points, label, line })
    }

    /// Takes over what a statement says.
    fn keep(&mut self, groups: Vec<Group<'a>>, joints: Vec<Joint<'a>>) {
        // `e1@{ animate: true }` is about a link, which has no text and is no node.
        let alone = joints.is_empty();
        let mut nodes: Vec<Vec<usize>> = Vec::new();
        for group in groups {
            let mut members = Vec::new();
            for mention in group {
                if alone && self.links.contains(mention.name) {
                    return;
                }
                members.push(self.chart.node(mention.name, mention.line));
                if let Some(raw) = mention.text {
                    self.set_text(mention.name, raw, mention.line);
                }
            }
            nodes.push(members);
        }
        for (joint, pair) in joints.into_iter().zip(nodes.windows(2)) {
            let [before, after] = pair else { continue };
            let words = label(joint.label.unwrap_or(""));
            self.tell_lost(&words.lost, joint.line);
            match joint.points {
                Points::Nowhere => {
                    self.note(joint.line, "an invisible link only places its nodes, and is left out");
                    continue;
                }
                Points::Both => {
                    let first = |group: &[usize]| group.first().map(|node| self.chart.shown(*node)).unwrap_or_default();
                    let ends = (first(before), first(after));
                    let message =
                        format!("the edge between {} and {} points both ways, as no decision does, and is left out", ends.0, ends.1);
                    self.note(joint.line, message);
                    continue;
                }
                Points::On | Points::Back => {}
            }
            let (from, to) = if joint.points == Points::Back { (after, before) } else { (before, after) };
            for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
                if self.chart.edges.len() > MAX_EDGES {
                    return;
                }
                self.chart.edges.push(Edge { from, to, label: words.text.clone(), line: joint.line });
            }
        }
    }

    fn set_text(&mut self, name: &str, raw: &str, line: usize) {
        let words = label(raw);
        self.tell_lost(&words.lost, line);
        let Some(node) = self.chart.named(name).and_then(|at| self.chart.nodes.get_mut(at)) else { return };
        let before = node.text.replace(words.text);
        node.text_line = line;
        if let Some(before) = before.filter(|before| node.text.as_ref() != Some(before)) {
            let message = format!("`{name}` gets another text here; the first one is left out: {}", shortened(&before, 60));
            self.note(line, message);
        }
    }

    fn tell_lost(&mut self, lost: &[String], line: usize) {
        for address in lost {
            let message = format!("a label has no links, so this address is left out; it may go to `sources`: {}", shortened(address, 120));
            self.note(line, message);
        }
    }

    /// What is known only at the end.
    fn finish(&mut self) {
        if let Some((line, word, count)) = self.styles {
            let message = match count - 1 {
                0 => format!("`{word}` sets a style, which a tree does not have: it is left out"),
                1 => format!("`{word}` and a line further down set styles, which a tree does not have: they are left out"),
                more => format!("`{word}` and {more} lines further down set styles, which a tree does not have: they are left out"),
            };
            self.note(line, message);
        }
        for line in std::mem::take(&mut self.open) {
            self.note(line, "this subgraph has no `end`");
        }
        let groups: HashSet<usize> =
            (0..self.chart.nodes.len()).filter(|at| self.chart.nodes.get(*at).is_some_and(|node| node.is_group)).collect();
        let edges = std::mem::take(&mut self.chart.edges);
        for edge in edges {
            if groups.contains(&edge.from) || groups.contains(&edge.to) {
                let ends = (self.chart.shown(edge.from), self.chart.shown(edge.to));
                self.note(edge.line, format!("the edge from {} to {} is one of a whole subgraph, and is left out", ends.0, ends.1));
            } else {
                self.chart.edges.push(edge);
            }
        }
    }
}

/// The length of a node's name at the beginning of a text.
fn name_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut length = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let fits = match c {
            c if c.is_ascii_alphanumeric() => true,
            '_' | '.' | '/' | '$' | '*' | '+' | '\'' | '!' | '?' | '#' => true,
            '%' => next != Some('%'),
            '-' => at > 0 && next.is_some_and(|next| next.is_alphanumeric() || next == '_'),
            c => !c.is_ascii() && !c.is_whitespace(),
        };
        if !fits {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

/// The text of the shape at the beginning of a text, and the shape's length.
fn shape(text: &str) -> Option<(&str, usize)> {
    let fitting = SHAPES.iter().filter(|(open, _)| text.starts_with(open));
    let mut closed = fitting.flat_map(|(open, closes)| closes.iter().map(move |close| (open.len(), *close)));
    closed.find_map(|(open, close)| {
        let inner = text.get(open..)?;
        let end = text_end(inner, close)?;
        Some((inner.get(..end)?, open + end + close.len()))
    })
}

/// Where a text ends that a bracket closes.
fn text_end(text: &str, close: &str) -> Option<usize> {
    let seen = text.get(..window(text))?;
    let blanks = seen.len() - seen.trim_start().len();
    if let Some(inner) = seen.get(blanks..)?.strip_prefix('"') {
        let quote = blanks + 1 + inner.find('"')? + 1;
        let behind = seen.get(quote..)?;
        let more = behind.len() - behind.trim_start().len();
        if behind.get(more..)?.starts_with(close) {
            return Some(quote + more);
        }
    }
    // Without quotes: to the bracket that fits, on this line where it stands there.
    let line = seen.split('\n').next().unwrap_or(seen);
    let few = seen.char_indices().nth(SPREAD).and_then(|(end, _)| seen.get(..end)).unwrap_or(seen);
    matching(line, close).or_else(|| line.find(close)).or_else(|| matching(few, close))
}

/// The first place of a closing bracket outside of brackets that are opened on the way.
fn matching(text: &str, close: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if depth == 0 && text.get(at..)?.starts_with(close) {
            return Some(at);
        }
        match c {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The label in `shape: .., label: ".." }`, and the length up to behind the brace.
fn shape_data(text: &str) -> Option<(Option<&str>, usize)> {
    let seen = text.get(..window(text))?;
    let (mut quote, mut escaped, mut from, mut found) = (None, false, 0, None);
    for (at, c) in seen.char_indices() {
        let plain = !escaped;
        escaped = c == '\\' && plain && quote.is_some();
        match (quote, c) {
            (Some(open), c) if c == open && plain => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, ',' | '\n' | '}') => {
                let part = seen.get(from..at)?;
                let value = part.split_once(':').filter(|(key, _)| key.trim() == "label").map(|(_, value)| value.trim());
                found = value.map(|value| value.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\'')).unwrap_or(value)).or(found);
                from = at + 1;
                if c == '}' {
                    return Some((found, at + 1));
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// A value of YAML on one line.
fn yaml(value: &str) -> String {
    let value = value.trim();
    let text = match value.chars().next() {
        Some('"') => serde_json::from_str::<String>(value).unwrap_or_else(|_| value.trim_matches('"').to_owned()),
        Some('\'') => value.trim_matches('\'').replace("''", "'"),
        _ => value.split(" #").next().unwrap_or("").to_owned(),
    };
    label(&text).text
}
