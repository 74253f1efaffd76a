//! CommonMark (with tables) to blocks.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Block, Document, DocumentLink, Heading, Inline, Style, Target};
use crate::content::diagnostic::{Code, Diagnostic, Span};
use crate::content::source::unsafe_characters;
use crate::content::text::{Text, clean, clean_line};
use crate::content::tree::is_address;

/// The largest document that is read, in bytes: some 15 times the largest built-in one.
const MAX_DOCUMENT: usize = 512 * 1024;
/// How deep lists and quotes nest; what lies deeper is shown at this depth.
const MAX_DEPTH: usize = 12;

/// Reads a document, whatever is in it; faults are reported beside it.
pub fn parse(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    if text.len() > MAX_DOCUMENT {
        faults.push(Diagnostic::new(Code::TooLarge, format!("the file holds {} bytes; at most {MAX_DOCUMENT} are read", text.len())));
        return (Builder::default().finish(), faults);
    }
    faults.extend(unsafe_characters(text));
    let mut builder = Builder::default();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        builder.event(event, Span::new(range.start, range.end));
    }
    let document = builder.finish();
    if document.headings.first().is_none_or(|heading| heading.level != 1) {
        let fault = Diagnostic::new(Code::EmptyText, "the document does not begin with a title");
        faults.push(fault.at(Span::new(0, text.find('\n').unwrap_or(text.len())), "").help("begin it with `# ` and its title"));
    }
    for link in &document.links {
        if let Target::Refused(to) = &link.to {
            let fault =
                Diagnostic::new(Code::BadAddress, format!("`{to}` is neither a reference document nor an address of http or https"));
            faults.push(fault.at(link.span, "this link is never followed"));
        }
    }
    (document, faults)
}

/// Reads the inline Markdown of a text in a tree, as paragraphs.
pub fn inline(text: &Text) -> Vec<Block> {
    let mut builder = Builder::default();
    for event in Parser::new(text) {
        builder.event(event, Span::default());
    }
    builder.finish().blocks
}

/// A container that is still open, with the blocks that are in it so far.
struct Open {
    kind: Container,
    blocks: Vec<Block>,
}

enum Container {
    Document,
    Quote,
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
    /// One that nests too deep: its blocks go to the one around it.
    Flat,
}

type Cell = Vec<Inline>;

#[derive(Default)]
struct Table {
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

struct Builder {
    open: Vec<Open>,
    inlines: Vec<Inline>,
    /// How many `**` and `*` are open: they nest.
    strong: usize,
    emphasis: usize,
    link: Option<usize>,
    code: Option<(String, String)>,
    table: Option<Table>,
    row: Vec<Cell>,
    comment: String,
    in_comment: bool,
    headings: Vec<Heading>,
    /// The anchors taken, with how often each was wanted again.
    anchors: HashMap<String, usize>,
    links: Vec<DocumentLink>,
    overrides: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            open: vec![Open { kind: Container::Document, blocks: Vec::new() }],
            inlines: Vec::new(),
            strong: 0,
            emphasis: 0,
            link: None,
            code: None,
            table: None,
            row: Vec::new(),
            comment: String::new(),
            in_comment: false,
            headings: Vec::new(),
            anchors: HashMap::new(),
            links: Vec::new(),
            overrides: false,
        }
    }
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&clean(&text)),
                None => self.text(&text),
            },
            Event::Code(text) => self.styled(&text, true),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Rule => self.block(Block::Rule),
            Event::Html(html) if self.in_comment => self.comment.push_str(&html),
            // HTML is not for a terminal: it is shown as it is written, but for comments.
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::BlockQuote(_) => self.enter(Container::Quote),
            Tag::List(first) => self.enter(Container::List { first, items: Vec::new() }),
            Tag::Item => self.enter(Container::Item),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => clean_line(&language).into_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.flush();
                self.code = Some((language, String::new()));
            }
            Tag::Heading { .. } | Tag::Paragraph => self.flush(),
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } => {
                self.link = Some(self.links.len());
                self.links.push(DocumentLink { to: target(&dest_url), span });
            }
            Tag::HtmlBlock => self.in_comment = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => self.heading(level as u8, span),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.leave(),
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    let lines = code.lines().map(|line| line.replace('\t', "    ")).collect();
                    self.block(Block::Code { language, lines });
                }
            }
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.inlines)),
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = std::mem::take(&mut self.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(std::mem::take(&mut self.row));
                }
            }
            TagEnd::Table => {
                if let Some(Table { head, rows }) = self.table.take() {
                    self.block(Block::Table { head, rows });
                }
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::HtmlBlock => {
                self.in_comment = false;
                let comment = std::mem::take(&mut self.comment);
                self.comment(&comment);
            }
            _ => {}
        }
    }

    fn enter(&mut self, kind: Container) {
        self.flush();
        let kind = if self.open.len() > MAX_DEPTH { Container::Flat } else { kind };
        self.open.push(Open { kind, blocks: Vec::new() });
    }

    fn leave(&mut self) {
        self.flush();
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { kind, blocks }) = self.open.pop() else { return };
        match kind {
            Container::Quote => self.block(Block::Quote(blocks)),
            Container::List { first, items } => self.block(Block::List { first, items }),
            Container::Item => match self.open.last_mut() {
                Some(Open { kind: Container::List { items, .. }, .. }) => items.push(blocks),
                Some(outer) => outer.blocks.extend(blocks),
                None => {}
            },
            Container::Document | Container::Flat => {
                if let Some(outer) = self.open.last_mut() {
                    outer.blocks.extend(blocks);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.styled(text, false);
    }

    fn styled(&mut self, text: &str, code: bool) {
        let text = clean_line(text);
        let style = Style { strong: self.strong > 0, emphasis: self.emphasis > 0, code };
        match self.inlines.last_mut() {
            Some(last) if last.style == style && last.link == self.link => last.text.push_str(&text),
            _ => self.inlines.push(Inline { text: text.into_owned(), style, link: self.link }),
        }
    }

    /// Ends the running text, which makes a paragraph: also in a list entry, where Markdown has none around it.
    fn flush(&mut self) {
        if !self.inlines.is_empty() && self.table.is_none() {
            let inlines = std::mem::take(&mut self.inlines);
            self.push(Block::Paragraph(inlines));
        }
    }

    fn block(&mut self, block: Block) {
        self.flush();
        self.push(block);
    }

    fn push(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
        }
    }

    fn heading(&mut self, level: u8, span: Span) {
        let inlines = std::mem::take(&mut self.inlines);
        if self.open.len() > 1 {
            // Within a list or a quotation a heading is only set like one: a link could not lead to a section there.
            let strong = |inline: Inline| Inline { style: Style { strong: true, ..inline.style }, ..inline };
            return self.push(Block::Paragraph(inlines.into_iter().map(strong).collect()));
        }
        let text: String = inlines.iter().map(|inline| inline.text.as_str()).collect();
        let anchor = self.free_anchor(&slug(&text));
        self.push(Block::Heading(self.headings.len(), inlines));
        self.headings.push(Heading { level, text, anchor, span, worries: Vec::new() });
    }

    /// Numbers the second and further headings of the same words, as GitHub does.
    fn free_anchor(&mut self, slug: &str) -> String {
        let mut anchor = slug.to_owned();
        while self.anchors.contains_key(&anchor) {
            let count = self.anchors.entry(slug.to_owned()).or_default();
            *count += 1;
            anchor = format!("{slug}-{count}");
        }
        self.anchors.insert(anchor.clone(), 0);
        anchor
    }

    fn comment(&mut self, html: &str) {
        let Some((inside, behind)) = html.trim().strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) else {
            // HTML is not for a terminal: it is shown as it is written.
            self.text(html.trim());
            return self.flush();
        };
        if !behind.trim().is_empty() {
            self.comment(behind);
        }
        if let Some(worries) = inside.trim().strip_prefix("worries:")
            && let Some(heading) = self.headings.last_mut()
        {
            heading.worries.extend(worries.split(';').map(Text::new).filter(|worry| !worry.is_empty()));
        }
        if inside.split_whitespace().eq(["overrides:", "true"]) {
            self.overrides = true;
        }
    }

    fn finish(mut self) -> Document {
        while self.open.len() > 1 {
            self.leave();
        }
        self.flush();
        let blocks = self.open.pop().map(|open| open.blocks).unwrap_or_default();
        let title = self.headings.first().map(|heading| heading.text.clone()).unwrap_or_default();
        Document { title, blocks, headings: self.headings, links: self.links, overrides: self.overrides }
    }
}

/// The anchor that GitHub makes of a heading: lower case, white space to dashes, everything but letters, digits, `-` and `_` dropped.
fn slug(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

/// Where a link of a reference document leads. Only a plain file name is followed: no folder, so nothing outside the pack.
fn target(url: &str) -> Target {
    if is_address(url) {
        return Target::Address(url.to_owned());
    }
    let (file, anchor) = super::split_reference(url);
    let document = file.strip_suffix(".md").unwrap_or("");
    if crate::content::tree::is_id(document) {
        return Target::Section { document: document.to_owned(), anchor: anchor.map(|anchor| clean_line(anchor).into_owned()) };
    }
    if let Some(anchor) = url.strip_prefix('#') {
        return Target::Section { document: String::new(), anchor: Some(clean_line(anchor).into_owned()) };
    }
    Target::Refused(clean_line(url).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::text::first_unsafe;

    #[test]
    fn headings_have_the_anchors_that_github_gives_them() {
        let (document, faults) = parse("# Title\n\n## Read replicas\n\n## What's `p99`, then?\n\n## Read replicas\n");
        let anchors: Vec<_> = document.headings.iter().map(|heading| heading.anchor.as_str()).collect();
        assert_eq!(anchors, ["title", "read-replicas", "whats-p99-then", "read-replicas-1"]);
        assert!(faults.is_empty());
        assert_eq!(document.title, "Title");
    }

    #[test]
    fn links_stay_in_the_pack_or_are_refused() {
        for (url, to) in [
            ("caching.md#ttl", Target::Section { document: "caching".into(), anchor: Some("ttl".into()) }),
            ("caching.md", Target::Section { document: "caching".into(), anchor: None }),
            ("#here", Target::Section { document: String::new(), anchor: Some("here".into()) }),
            ("https://example.org/a?b=c", Target::Address("https://example.org/a?b=c".into())),
            ("../../etc/passwd", Target::Refused("../../etc/passwd".into())),
            ("/etc/passwd.md", Target::Refused("/etc/passwd.md".into())),
            ("javascript:alert(1)", Target::Refused("javascript:alert(1)".into())),
            ("file:///etc/passwd", Target::Refused("file:///etc/passwd".into())),
        ] {
            assert_eq!(target(url), to, "{url}");
        }
    }

    #[test]
    fn worries_stand_in_a_comment() {
        let (document, _) = parse("# T\n\n## S\n<!-- worries: it is slow; it is gone -->\n\nText <!-- no --> here.\n");
        let worries: Vec<_> = document.headings[1].worries.iter().map(|worry| worry.to_string()).collect();
        assert_eq!(worries, ["it is slow", "it is gone"]);
        let [Block::Paragraph(inlines)] = &document.blocks[2..] else { panic!("{:?}", document.blocks) };
        assert_eq!(inlines.iter().map(|inline| inline.text.as_str()).collect::<String>(), "Text  here.");
    }

    #[test]
    fn blocks_do_not_run_into_each_other() {
        let (document, _) = parse("# T\n\n- foo\n  ## Bar\n- baz\n\n<!-- a --> seen <!-- b --> too\n\n> ## Quoted\n\n**a **b** c** d\n");
        let lines = super::super::plain(&super::super::lay_out(&document.blocks, &document.headings, 40));
        assert_eq!(lines, "T\n\n• foo\n\n  Bar\n\n• baz\n\nseen <!-- b --> too\n\n│ Quoted\n\na b c d\n");
        assert_eq!(document.headings.len(), 1);
    }

    #[test]
    fn nothing_unsafe_gets_through_entities() {
        let (document, _) = parse("# T\n\na &#27;[2J &#x9b; b\n\n```\n\u{1b}[2J\n```\n");
        let shown = format!("{:?}", document.blocks);
        assert!(first_unsafe(&shown).is_none() && !shown.contains("\\u{1b}") && !shown.contains("\\u{9b}"), "{shown}");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let (document, _) = parse(&format!("# T\n\n{} deep\n", ">".repeat(5_000)));
        assert!(format!("{:?}", document.blocks).contains("deep"));
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let (document, _) = parse("# T\n\n## A\n\na\n\n### A1\n\nb\n\n## B\n\nc\n");
        assert_eq!(document.section(document.heading("a").unwrap()).len(), 4);
        assert_eq!(document.section(document.heading("b").unwrap()).len(), 2);
    }
}
