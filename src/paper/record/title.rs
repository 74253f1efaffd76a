//! The title of a decision record, which people change in its first heading.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A title as it stands in a Markdown text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// What it says, without marks.
    pub words: String,
    /// Where its heading stands, with its line break.
    pub range: Range<usize>,
}

/// The first heading of the first level, which is not part of a quotation or a list.
///
/// Costs the Markdown parser's pass up to there.
pub fn title(body: &str) -> Option<Title> {
    let (mut depth, mut open) = (0_usize, None);
    for (event, range) in Parser::new_ext(body, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if depth == 0 => open = Some(Title { words: String::new(), range }),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if open.is_some() => return open,
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => depth = depth.saturating_sub(1),
            Event::Text(part) | Event::Code(part) => open.iter_mut().for_each(|title| title.words.push_str(&part)),
            Event::SoftBreak | Event::HardBreak => open.iter_mut().for_each(|title| title.words.push(' ')),
            _ => {}
        }
    }
    None
}
