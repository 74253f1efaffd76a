//! A strict reader of the HTML that is exported: it knows the elements and attributes that a page may have, and nothing else.

use std::collections::BTreeSet;

/// Elements that hold nothing and are not closed.
const VOID: &[&str] = &["meta", "br"];

/// Every other element that a page may have.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "article",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "div",
    "span",
    "strong",
    "em",
    "code",
    "pre",
    "a",
    "time",
    "details",
    "summary",
    "figure",
    "figcaption",
    "svg",
    "g",
    "path",
    "circle",
    "rect",
    "text",
];

/// Every attribute that an element may have.
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "rel",
    "role",
    "aria-label",
    "viewBox",
    "d",
    "cx",
    "cy",
    "r",
    "x",
    "y",
    "width",
    "height",
    "rx",
];

/// What stands in a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Element, attribute and value.
    pub(crate) attributes: Vec<(String, String, String)>,
    pub(crate) ids: BTreeSet<String>,
    /// The levels of its headings, in order.
    pub(crate) headings: Vec<u8>,
    /// All of its text but the rules.
    pub(crate) text: String,
    pub(crate) style: String,
    /// What stands in `pre`.
    pub(crate) record: String,
}

/// Reads a page.
pub(crate) fn parse(html: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>\n").ok_or("no document type")?;
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let text = unescaped(text).map_err(|why| format!("{why} within {open:?}"))?;
        page.text.push_str(&text);
        if open.last() == Some(&"pre") {
            page.record.push_str(&text);
        }
        if (open.is_empty() || matches!(open.last(), Some(&("ul" | "ol" | "dl" | "svg" | "html")))) && !text.trim().is_empty() {
            return Err(format!("`{text}` within {open:?}"));
        }
        let Some(tag) = behind.strip_prefix('<') else { break };
        let (tag, behind) = tag.split_once('>').ok_or("a tag that does not end")?;
        rest = behind;
        if let Some(closed) = tag.strip_prefix('/') {
            let last = open.pop();
            if last != Some(closed) {
                return Err(format!("</{closed}> closes {last:?}"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        attributes(&mut page, name, &tag[name.len()..])?;
        if VOID.contains(&name) {
            continue;
        }
        if !ELEMENTS.contains(&name) {
            return Err(format!("<{tag}>"));
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            page.headings.push(level);
        }
        let holds_only_lines = |outer: &&str| matches!(*outer, "p" | "h1" | "h2" | "h3" | "h4" | "summary" | "span" | "dt");
        if open.last().is_some_and(holds_only_lines) && !matches!(name, "a" | "span" | "strong" | "em" | "code" | "time") {
            return Err(format!("<{name}> within {open:?}"));
        }
        if name == "style" {
            let (rules, behind) = rest.split_once("</style>").ok_or("rules without an end")?;
            page.style.push_str(rules);
            rest = behind;
            continue;
        }
        open.push(name);
    }
    if open.is_empty() { Ok(page) } else { Err(format!("{open:?} are not closed")) }
}

/// The attributes of a tag: each with its value in double quotes, and none twice.
fn attributes(page: &mut Page, name: &str, mut rest: &str) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    while !rest.is_empty() {
        let fault = || format!("<{name}{rest}>");
        let (attribute, behind) = rest.strip_prefix(' ').and_then(|rest| rest.split_once("=\"")).ok_or_else(fault)?;
        let (value, behind) = behind.split_once('"').ok_or_else(fault)?;
        if !ATTRIBUTES.contains(&attribute) || !seen.insert(attribute) {
            return Err(fault());
        }
        let value = unescaped(value)?;
        if attribute == "id" && !page.ids.insert(value.clone()) {
            return Err(format!("the id `{value}` twice"));
        }
        page.attributes.push((name.to_owned(), attribute.to_owned(), value));
        rest = behind;
    }
    Ok(())
}

/// Text without its entities, of which a page has five.
fn unescaped(text: &str) -> Result<String, String> {
    const ENTITIES: [(&str, char); 5] = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("#39;", '\'')];
    let mut whole = String::new();
    let mut parts = text.split('&');
    whole.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let entity = ENTITIES.iter().find_map(|(entity, c)| Some((c, part.strip_prefix(entity)?)));
        let (c, behind) = entity.ok_or_else(|| format!("`&{part}`"))?;
        whole.push(*c);
        whole.push_str(behind);
    }
    match text.contains(['<', '>', '"', '\'']) || text.chars().any(|c| c.is_control() && c != '\n') {
        true => Err(format!("`{text}` is not escaped")),
        false => Ok(whole),
    }
}
