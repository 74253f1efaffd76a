//! The words of a label, without what Mermaid makes of them.

use crate::content::document::{inline, lay_out, plain};
use crate::content::text::{Text, clean_line};

/// A label as people read it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// One line; may be empty.
    pub text: String,
    /// Addresses that stood in its HTML.
    pub lost: Vec<String>,
}

/// Reads a label: quotes, Markdown in back quotes, HTML, icons and entity codes become plain words.
pub(super) fn label(raw: &str) -> Label {
    let trimmed = raw.trim();
    let quoted = trimmed.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(trimmed).trim();
    let markdown = quoted.strip_prefix('`').and_then(|inner| inner.strip_suffix('`'));
    let (text, lost) = without_html(markdown.unwrap_or(quoted));
    let text = if markdown.is_some() { plain(&lay_out(&inline(&Text::new(&text)), &[], usize::from(u16::MAX))) } else { text };
    let text = decoded(&text);
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_icon(word)).collect();
    Label { text: clean_line(&words.join(" ")).into_owned(), lost }
}

/// `fa:fa-car` and its like.
fn is_icon(word: &str) -> bool {
    word.split_once(":fa-").is_some_and(|(front, _)| front.len() <= 3 && front.starts_with("fa"))
}

/// Takes tags out; a line break in whatever form becomes a space.
fn without_html(raw: &str) -> (String, Vec<String>) {
    // What may stand in a label; `List<String>` is no tag.
    const TAGS: &[&str] = &[
        "a", "b", "big", "br", "center", "code", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "hr", "i", "img", "kbd", "li", "mark",
        "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "ul",
    ];
    const BREAKS: &[&str] = &["br", "div", "h1", "h2", "h3", "h4", "hr", "li", "p"];
    let raw = raw.replace("\\n", " ").replace("\\\"", "\"");
    let (mut text, mut lost) = (String::with_capacity(raw.len()), Vec::new());
    let mut rest = raw.as_str();
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        // A tag holds no other tag's beginning, so that each character is looked at once.
        let inside =
            from.find(['<', '>']).filter(|end| from.get(*end..).is_some_and(|from| from.starts_with('>'))).and_then(|end| from.get(..end));
        let name = inside.map(|inside| {
            let name = inside.trim_start_matches('/');
            name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_ascii_lowercase()
        });
        match (inside, name) {
            (Some(inside), Some(name)) if TAGS.contains(&name.as_str()) => {
                if BREAKS.contains(&name.as_str()) {
                    text.push(' ');
                }
                lost.extend(address(inside));
                rest = from.get(inside.len() + 1..).unwrap_or("");
            }
            _ => {
                text.push('<');
                rest = from;
            }
        }
    }
    text.push_str(rest);
    (text, lost)
}

/// The address in a tag: of a link, or of a picture.
fn address(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=").or_else(|| tag.split_once("src="))?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(clean_line(value).into_owned())
}

/// Puts a character in the place of each entity code: `#quot;`, `#35;`, `&amp;`, `&#x41;`.
fn decoded(text: &str) -> String {
    /// The longest code between its sign and its semicolon.
    const LONGEST: usize = 10;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['#', '&']) {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let code = from.get(1..).map(|code| code.strip_prefix('#').unwrap_or(code));
        let code = code.and_then(|code| code.get(..code.char_indices().take(LONGEST).find(|(_, c)| *c == ';')?.0));
        match code.and_then(entity) {
            Some(c) => {
                decoded.push(c);
                rest = from.split_once(';').map_or("", |(_, after)| after);
            }
            None => {
                decoded.push_str(from.get(..1).unwrap_or(""));
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(code: &str) -> Option<char> {
    if let Some(hex) = code.strip_prefix(['x', 'X']) {
        return char::from_u32(u32::from_str_radix(hex, 16).ok()?);
    }
    if code.starts_with(|c: char| c.is_ascii_digit()) {
        return char::from_u32(code.parse().ok()?);
    }
    Some(match code {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "num" => '#',
        "semi" => ';',
        "colon" => ':',
        "comma" => ',',
        "period" => '.',
        "excl" => '!',
        "quest" => '?',
        "percnt" => '%',
        "ast" => '*',
        "plus" => '+',
        "equals" => '=',
        "sol" => '/',
        "bsol" => '\\',
        "lowbar" => '_',
        "grave" => '`',
        "vert" => '|',
        "lpar" => '(',
        "rpar" => ')',
        "lsqb" | "lbrack" => '[',
        "rsqb" | "rbrack" => ']',
        "lcub" | "lbrace" => '{',
        "rcub" | "rbrace" => '}',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "times" => '×',
        "plusmn" => '±',
        "rarr" => '→',
        "larr" => '←',
        "uarr" => '↑',
        "darr" => '↓',
        "rArr" => '⇒',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "euro" => '€',
        "check" => '✓',
        "cross" => '✗',
        _ => return None,
    })
}
