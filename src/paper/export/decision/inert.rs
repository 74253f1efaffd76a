//! Texts of people and packs as Markdown that stays where it is put: within its line, its entry of a list, its heading.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::content::document::block_mark;
use crate::content::text::clean_line;
use crate::content::tree::Citation;

/// A text of a pack, which is inline Markdown: its emphasis, code and links to public addresses are kept; everything else is text. It
/// is one line, whatever it was.
pub(super) fn inline(text: &str) -> String {
    let line = clean_line(text);
    let mut setter = Setter::default();
    // Behind a word nothing begins a block.
    for event in Parser::new(&format!("a {}", line.trim())) {
        setter.event(event);
    }
    let set = setter.out.trim();
    begun(set.strip_prefix("a ").unwrap_or("").trim())
}

/// A text of people, each line of which says what it says: nothing in it is Markdown, but for addresses, which are links. The lines are
/// broken as they were, and stand under each other at an indentation.
pub(super) fn literal(text: &str, indentation: usize) -> String {
    let lines: Vec<String> = text.lines().map(literal_line).filter(|line| !line.is_empty()).collect();
    lines.join(&format!("\\\n{}", " ".repeat(indentation)))
}

/// The same of a text that is one line.
pub(super) fn literal_line(text: &str) -> String {
    let line = clean_line(text);
    let words: Vec<String> = line.split_whitespace().map(word).collect();
    begun(&words.join(" "))
}

/// A public text that is linked to; its address is known to be one of http or https.
pub(super) fn source(citation: &Citation) -> String {
    let title = inline(&citation.title);
    let is_whole = !title.contains("](") && !citation.url.contains(['<', '>', '\\', ' ']);
    if is_whole { format!("[{title}](<{}>)", citation.url) } else { title }
}

/// A line in a heading, where numbers at its end would be taken for its own.
pub(super) fn heading(line: &str) -> String {
    match line.strip_suffix('#') {
        Some(before) => format!("{before}\\#"),
        None => line.to_owned(),
    }
}

/// A list, an entry a line; further lines of an entry stand under it.
pub(super) fn list(entries: impl IntoIterator<Item = String>) -> String {
    entries.into_iter().map(|entry| format!("* {}\n", entry.trim_end())).collect()
}

/// A text in YAML's double quotes.
pub(super) fn quoted(text: &str) -> String {
    let line = clean_line(text);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A line that begins no block.
fn begun(line: &str) -> String {
    match block_mark(line).and_then(|at| Some((line.get(..at)?, line.get(at..)?))) {
        Some((before, mark)) => format!("{before}\\{mark}"),
        None => line.to_owned(),
    }
}

/// A word of people: an address with nothing dubious in it becomes a link.
fn word(word: &str) -> String {
    let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme));
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '`' | '"');
    match scheme.filter(|scheme| address.len() > scheme.len() && address.chars().all(plain)) {
        Some(_) => format!("<{address}>{}", escaped(word.get(address.len()..).unwrap_or(""))),
        None => escaped(word),
    }
}

/// A text with a backslash before whatever has a meaning within a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let behind = rest.peek().copied().unwrap_or(' ');
        let marks = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
            // Within a word it is a letter like others.
            '_' => !(before.is_alphanumeric() && behind.is_alphanumeric()),
            '~' => before == '~' || behind == '~',
            '&' => behind == '#' || behind.is_ascii_alphabetic(),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Writes inline Markdown anew.
#[derive(Default)]
struct Setter {
    out: String,
    /// What ends each link that is open: nothing for one that leads nowhere public.
    links: Vec<String>,
    /// Whether the address itself is at hand, which has been written.
    is_address: bool,
}

impl Setter {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(_) if self.is_address => {}
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.out.push_str(&escaped(&text.replace('\n', " "))),
            Event::Code(code) => self.out.push_str(&code_span(&code)),
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph | Tag::Item) => self.out.push(' '),
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => self.out.push_str("**"),
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => self.out.push('*'),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.link(link_type, &dest_url),
            Event::End(TagEnd::Link) => {
                let end = self.links.pop().unwrap_or_default();
                self.out.push_str(&end);
                self.is_address = false;
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkType, to: &str) {
        let is_public = (to.starts_with("https://") || to.starts_with("http://")) && !to.contains(['<', '>', '\\', '\n']);
        self.is_address = is_public && kind == LinkType::Autolink;
        let end = match (is_public, self.is_address) {
            (false, _) => String::new(),
            (true, true) => format!("<{to}>"),
            (true, false) => format!("](<{to}>)"),
        };
        if is_public && !self.is_address {
            self.out.push('[');
        }
        self.links.push(end);
    }
}

/// Code between as many backticks as it does not hold.
fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let room = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{code}{room}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_packs_keep_what_is_inline_and_nothing_else() {
        let check = |text: &str, expected: &str| assert_eq!(inline(text), expected, "{text}");
        check("Use `a*b` **now**, *not* later", "Use `a*b` **now**, *not* later");
        check("# No heading", "\\# No heading");
        check("1. no list", "1\\. no list");
        check("- no list", "\\- no list");
        check("<b>x</b> & <!-- y", "\\<b>x\\</b> & \\<!-- y");
        check(
            "[a](https://example.org/x) [b](javascript:x) <https://example.org/y_z>",
            "[a](<https://example.org/x>) b <https://example.org/y_z>",
        );
        check("one\n\ntwo", "one  two");
        check("```json waypost-record", "\\`\\`\\`json waypost-record");
        check("a `` ` `` b", "a `` ` `` b");
        check("a * b, snake_case, 2 * 3", "a \\* b, snake_case, 2 \\* 3");
        check("***", "\\*\\*\\*");
        check("open **bold and `code", "open \\*\\*bold and \\`code");
    }

    #[test]
    fn texts_of_people_say_what_they_say() {
        let check = |text: &str, expected: &str| assert_eq!(literal(text, 2), expected, "{text}");
        check("a *b* [c](d) <e>", "a \\*b\\* \\[c\\](d) \\<e>");
        check("one\n\n  - two\n```\nthree", "one\\\n  \\- two\\\n  \\`\\`\\`\\\n  three");
        check("see https://example.org/a_b?c=1&d=2.", "see <https://example.org/a_b?c=1&d=2>.");
        check("a|b\n:--|--", "a\\|b\\\n  :--\\|--");
        check("\u{1b}[2J &amp; R&D ~~x~~", "\u{241b}\\[2J \\&amp; R\\&D \\~\\~x\\~\\~");
        check("漢字 🚀", "漢字 🚀");
        assert_eq!(quoted("a: \"b\" \\ \n---\nc"), "\"a: \\\"b\\\" \\\\ --- c\"");
        assert_eq!(heading("C #"), "C \\#");
    }
}
