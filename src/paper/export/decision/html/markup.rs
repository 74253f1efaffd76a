//! HTML that is well-formed by construction: every element is closed, and whatever is text is escaped here and nowhere else.

use crate::content::document::{Block, Inline, block_mark, inline};
use crate::content::text::{Text, clean};
use crate::content::tree::is_address;

/// Elements within a line, behind which no line ends.
const IN_LINE: &[&str] = &["a", "b", "br", "code", "em", "span", "strong", "time", "title", "text"];

/// An attribute's name and value.
pub(super) type Attribute<'a> = (&'static str, &'a str);

/// A piece of a page.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// A page that begins with its document type.
    pub(super) fn page() -> Markup {
        Markup("<!doctype html>\n".to_owned())
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// An element with what stands in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], inside: impl FnOnce(&mut Markup)) {
        self.open(name, attributes);
        inside(self);
        self.0.push_str(&format!("</{name}>"));
        self.end_line(name);
    }

    /// An element without attributes that holds a text.
    pub(super) fn element_of(&mut self, name: &'static str, text: &str) {
        self.element(name, &[], |page| page.text(text));
    }

    /// An element of a class.
    pub(super) fn class(&mut self, name: &'static str, class: &str, inside: impl FnOnce(&mut Markup)) {
        self.element(name, &[("class", class)], inside);
    }

    /// An element of HTML that holds nothing, and has no end.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.open(name, attributes);
        self.end_line(name);
    }

    /// Text. Nothing in it is markup.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// A text of the pack, in inline Markdown. Addresses in it are told and not linked: the texts have references for that.
    pub(super) fn prose(&mut self, text: &str) {
        for (at, runs) in paragraphs(text).iter().enumerate() {
            if at > 0 {
                self.void("br", &[]);
            }
            runs.iter().for_each(|run| self.run(run));
        }
    }

    /// An element that holds a text of the pack.
    pub(super) fn prose_in(&mut self, name: &'static str, text: &str) {
        self.element(name, &[], |page| page.prose(text));
    }

    /// A link to an address of http or https; anything else is only told.
    pub(super) fn link(&mut self, address: &str, text: &str) {
        if is_address(address) {
            self.element("a", &[("href", address), ("rel", "noreferrer nofollow")], |page| page.text(text));
        } else if address == text {
            self.text(text);
        } else {
            self.text(&format!("{text} ({address})"));
        }
    }

    /// What was written elsewhere.
    pub(super) fn append(&mut self, other: Markup) {
        self.0.push_str(&other.0);
    }

    /// The rules by which the page is set.
    pub(super) fn style(&mut self, rules: &'static str) {
        self.0.push_str(&format!("<style>\n{rules}</style>\n"));
    }

    fn run(&mut self, run: &Inline) {
        let style = run.style;
        let marks = [(style.strong, "strong"), (style.emphasis, "em"), (style.code, "code")];
        let marks: Vec<&str> = marks.into_iter().filter(|(set, _)| *set).map(|(_, name)| name).collect();
        marks.iter().for_each(|name| self.0.push_str(&format!("<{name}>")));
        self.text(&run.text);
        marks.iter().rev().for_each(|name| self.0.push_str(&format!("</{name}>")));
    }

    fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.0.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            self.0.push_str(&format!(" {attribute}=\""));
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn end_line(&mut self, name: &str) {
        if !IN_LINE.contains(&name) {
            self.0.push('\n');
        }
    }
}

/// A text of the pack without its inline Markdown.
pub(super) fn unmarked(text: &str) -> String {
    let paragraphs: Vec<String> =
        paragraphs(text).into_iter().map(|runs| runs.into_iter().map(|run| run.text).collect::<String>()).collect();
    paragraphs.join(" ")
}

/// The runs of each paragraph. What would begin a list or a heading is meant as it is written: these are sentences.
fn paragraphs(text: &str) -> Vec<Vec<Inline>> {
    let mut paragraphs = Vec::new();
    for paragraph in text.split("\n\n") {
        let inert = match block_mark(paragraph).and_then(|at| paragraph.split_at_checked(at)) {
            Some((before, behind)) => format!("{before}\\{behind}"),
            None => paragraph.to_owned(),
        };
        let mut blocks = inline(&Text::new(&inert));
        paragraphs.push(match (blocks.pop(), blocks.is_empty()) {
            (Some(Block::Paragraph(runs)), true) => runs,
            // A table, a fence, a line across: in a sentence it can only be a mistake, and is shown as it is written.
            _ => vec![Inline { text: paragraph.to_owned(), ..Inline::default() }],
        });
    }
    paragraphs
}

/// The one place where text becomes part of a page: within an element as well as within the quotes of an attribute.
fn escape(text: &str, page: &mut String) {
    for c in clean(text).chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            // Code points that Unicode will never fill are an error in HTML.
            c if u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c) => page.push(char::REPLACEMENT_CHARACTER),
            c => page.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(write: impl Fn(&mut Markup), expected: &str) {
        let mut page = Markup::default();
        write(&mut page);
        assert_eq!(page.finish(), expected);
    }

    #[test]
    fn text_is_never_markup() {
        check(|page| page.text("<script>'\"&]]>\u{1b}\u{202e}\u{ffff}"), "&lt;script&gt;&#39;&quot;&amp;]]&gt;␛\u{fffd}\u{fffd}");
        check(|page| page.element("p", &[("class", "\"><b>")], |page| page.text("x")), "<p class=\"&quot;&gt;&lt;b&gt;\">x</p>\n");
    }

    #[test]
    fn inline_markdown_is_set_and_blocks_are_words() {
        check(|page| page.prose("a **b `c`** <i>d</i>"), "a <strong>b </strong><strong><code>c</code></strong> &lt;i&gt;d&lt;/i&gt;");
        check(|page| page.prose("1. One\n\n- two"), "1. One<br>- two");
        check(|page| page.prose("***"), "***");
        check(|page| page.prose("[a](javascript:b)"), "a");
        assert_eq!(unmarked("*a* `b`\n\n# c"), "a b # c");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let link = |address: &str| {
            let mut page = Markup::default();
            page.link(address, address);
            page.finish()
        };
        assert!(link("https://example.org/a?b&c").starts_with("<a href=\"https://example.org/a?b&amp;c\" "));
        for address in ["javascript:alert(1)", " https://example.org", "https://a\"b c", "//example.org", "data:text/html,a", ""] {
            assert!(!link(address).contains("<a"), "{address}");
        }
    }
}
