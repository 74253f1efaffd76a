//! A Markdown text as a row of sections, each with its heading, so that they can be told apart and put together again.

use std::collections::{BTreeMap, HashMap, HashSet};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::paper::record::{find, fingerprint};

/// A part of a text: a heading of the first three levels with everything up to the next one, or what stands before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section<'a> {
    /// All of it, the heading too.
    pub text: &'a str,
    /// The level of its heading; 0 for what stands before the first.
    pub level: u8,
    /// Which it is of those of the same heading, from 1 on.
    pub count: usize,
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
            (counted(&name, *count), Section { text: text.get(start..end).unwrap_or(""), level, count: *count })
        })
        .collect()
}

/// The name of a section by its heading, and which it is of those that have the same.
fn counted(heading: &str, count: usize) -> String {
    if count > 1 { format!("{heading} ({count})") } else { heading.to_owned() }
}

/// A text that people may have edited, in sections under the names that they were written under, each with its fingerprint. `known` has
/// the fingerprint of each as it was written: among those of one heading the one that stands as it was is told by that, wherever people
/// put others of the same; the rest are counted.
///
/// Costs what [`sections`] does, and a pass of the parser over each section.
pub(super) fn recognized<'a>(text: &'a str, known: &BTreeMap<String, String>) -> Vec<(String, Section<'a>, String)> {
    let found = sections(text);
    let prints: Vec<String> = found.iter().map(|(_, section)| section.print()).collect();
    let heading = |name: &'_ str, count: usize| match count {
        1 => name.to_owned(),
        _ => name.strip_suffix(&format!(" ({count})")).unwrap_or(name).to_owned(),
    };
    let headings: Vec<String> = found.iter().map(|(name, section)| heading(name, section.count)).collect();
    let mut names: Vec<Option<String>> =
        found.iter().zip(&prints).map(|((name, _), print)| (known.get(name) == Some(print)).then(|| name.clone())).collect();
    let mut taken: HashSet<String> = names.iter().flatten().cloned().collect();
    // The names that nobody has yet, by heading and fingerprint, the first one last.
    let mut moved: HashMap<(&str, &str), Vec<String>> = HashMap::new();
    for one in headings.iter().collect::<HashSet<_>>() {
        let written = (1..).map(|count| counted(one, count)).map_while(|name| Some((known.get(&name)?, name)));
        let free: Vec<_> = written.filter(|(_, name)| !taken.contains(name)).collect();
        free.into_iter().rev().for_each(|(print, name)| moved.entry((one, print)).or_default().push(name));
    }
    for ((name, heading), print) in names.iter_mut().zip(&headings).zip(&prints).filter(|((name, _), _)| name.is_none()) {
        *name = moved.get_mut(&(heading.as_str(), print.as_str())).and_then(Vec::pop);
        taken.extend(name.clone());
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let named = found.into_iter().zip(names).zip(&headings).zip(prints).map(|((((_, section), name), heading), print)| {
        let count = counts.entry(heading).or_default();
        let mut next = || {
            *count += 1;
            counted(heading, *count)
        };
        let name = name.unwrap_or_else(|| {
            let mut name = next();
            while taken.contains(&name) {
                name = next();
            }
            name
        });
        (name, section, print)
    });
    named.collect()
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

    /// The names of sections of a text of which those of another were written.
    #[track_caller]
    fn check(written: &str, edited: &str, expected: &[&str]) {
        let known = sections(written).into_iter().map(|(name, section)| (name, section.print())).collect();
        let found = recognized(edited, &known);
        let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, expected, "{edited}");
    }

    #[test]
    fn sections_of_one_heading_are_told_apart_by_what_they_say() {
        let two = "## A\n\n1\n\n## A\n\n2\n";
        check(two, two, &["## A", "## A (2)"]);
        check(two, "## A\n\nours\n\n## A\n\n1\n\n## A\n\n2\n", &["## A (3)", "## A", "## A (2)"]);
        check(two, "## A\n\n2\n", &["## A (2)"]);
        check(two, "## A\n\nedited\n\n## A\n\n2\n", &["## A", "## A (2)"]);
        check(two, "## A\n\nedited\n\n## A\n\nboth\n", &["## A", "## A (2)"]);
        check("## A\n\n1\n\n## A\n\n1\n", "## A\n\nours\n\n## A\n\n1\n\n## A\n\n1\n", &["## A (3)", "## A (2)", "## A"]);
        check("## A (2)\n\n1\n", "## A (2)\n\n1\n\n## A\n\n2\n\n## A\n\n1\n", &["## A (2)", "## A", "## A (3)"]);
    }
}
