//! A Markdown text as a row of sections, each with its heading, so that they can be told apart and put together again.

use std::collections::HashMap;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::paper::record::{find, fingerprint};

/// A part of a text: a heading of the first three levels with everything up to the next one, or what stands before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section<'a> {
    /// All of it, the heading too.
    pub text: &'a str,
    /// The level of its heading; 0 for what stands before the first.
    pub level: u8,
}

/// A text in sections, each under a name of its own: its heading, and its count where another has the same. The title is called `#`
/// whatever it says.
///
/// Costs one pass of the Markdown parser. The texts put together are the whole.
pub(super) fn sections(text: &str) -> Vec<(String, Section<'_>)> {
    let mut starts: Vec<(usize, u8, String)> = vec![(0, 0, String::new())];
    let (mut depth, mut heading) = (0_usize, None);
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 && level <= HeadingLevel::H3 => {
                heading = Some((range.start, level as u8, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => starts.extend(heading.take()),
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => depth = depth.saturating_sub(1),
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, _, words)) = &mut heading {
                    words.push_str(&part);
                }
            }
            _ => {}
        }
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    let whole = starts.into_iter().zip(ends).filter(|((start, ..), end)| start < end);
    whole
        .map(|((start, level, words), end)| {
            let name = match level {
                0 => String::new(),
                1 => "#".to_owned(),
                level => format!("{} {}", "#".repeat(level.into()), words.trim()),
            };
            let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
            let name = if *count > 1 { format!("{name} ({count})") } else { name };
            (name, Section { text: text.get(start..end).unwrap_or(""), level })
        })
        .collect()
}

impl Section<'_> {
    /// The fingerprint of its words: without a record that lies in it, and the space at its end.
    pub(super) fn print(&self) -> String {
        fingerprint(self.without_record().trim_end())
    }

    /// Its text without the first record that lies in it.
    pub(super) fn without_record(&self) -> String {
        match find(self.text).into_iter().next() {
            Some(found) => {
                let block = found.block.range();
                format!("{}{}", self.text.get(..block.start).unwrap_or(""), self.text.get(block.end..).unwrap_or(""))
            }
            None => self.text.to_owned(),
        }
    }

    /// Whether a record lies in it.
    pub(super) fn holds_record(&self) -> bool {
        !find(self.text).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_told_apart_by_headings_that_are_some() {
        let text = "before\n\n# T\n\n## A\n\na\n\n```\n## no\n```\n\n> ## no\n\n* ## no\n\n### B `c`\n#### no\n\nTwo\n---\n\n## A\n";
        let found = sections(text);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["", "#", "## A", "### B c", "## Two", "## A (2)"]);
        assert_eq!(found.iter().map(|(_, section)| section.text).collect::<String>(), text);
        assert_eq!(sections(""), []);
    }
}
