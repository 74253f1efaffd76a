//! The fenced block of a Markdown file that holds a record.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::content::diagnostic::Span;

/// The second word behind the fence: highlighters go by the first one.
const MARK: &str = "waypost-record";

/// A record within a Markdown file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The JSON, without the fences.
    pub json: Span,
    /// The block with its fences.
    pub block: Span,
}

/// Every record within a Markdown file, in order.
///
/// Costs one pass of the Markdown parser.
pub fn find(markdown: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut inside: Option<(Span, Option<Span>)> = None;
    for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.split_whitespace().any(|word| word == MARK) => {
                inside = Some((Span::new(range.start, range.end), None));
            }
            Event::Text(_) => {
                if let Some((_, text)) = &mut inside {
                    let start = text.map_or(range.start, |text| text.range().start);
                    *text = Some(Span::new(start, range.end));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((block, text)) = inside.take() {
                    let json = text.unwrap_or(Span::new(block.range().start, block.range().start));
                    found.push(Found { json, block });
                }
            }
            _ => {}
        }
    }
    found
}

/// A record as a block of Markdown: `json` between fences that nothing in it can end.
pub fn fenced(json: &str) -> String {
    // JSON cannot begin a line with a backtick, and none of its strings has a line break: three are enough.
    format!("```json {MARK}\n{}\n```", json.trim_end())
}

/// A Markdown file with another record in the place of the one that was found. What stands around it is not touched; each line is as far
/// in as the fence is, so that within a list the block stays whole.
pub fn replace(markdown: &str, found: Found, json: &str) -> String {
    let range = found.block.range();
    let (before, behind) = (markdown.get(..range.start).unwrap_or(markdown), markdown.get(range.end..).unwrap_or(""));
    // The block of the parser may end behind its line break.
    let line_break = if markdown.get(range.clone()).is_some_and(|block| block.ends_with('\n')) { "\n" } else { "" };
    let block = markdown.get(range).unwrap_or("");
    let lead = block.get(..block.len() - block.trim_start_matches([' ', '\t']).len()).unwrap_or("");
    let front = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or("");
    // The mark of a list item counts by its width.
    let margin: String = front.chars().map(|c| if c == '\t' { c } else { ' ' }).chain(lead.chars()).collect();
    let block = fenced(json).replace('\n', &format!("\n{margin}"));
    format!("{before}{lead}{block}{line_break}{behind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_found_and_replaced_and_nothing_else_is_touched() {
        let markdown = "# A\n\n```json\n{}\n```\n\nB\n\n```json waypost-record\n{\"format\": 1}\n```\n\nC `x`\n";
        let found = find(markdown);
        assert_eq!(found.len(), 1);
        assert_eq!(&markdown[found[0].json.range()], "{\"format\": 1}\n");
        let replaced = replace(markdown, found[0], "{\"format\": 2}\n");
        assert_eq!(replaced, markdown.replace("{\"format\": 1}", "{\"format\": 2}"));
        assert_eq!(find(&replaced).len(), 1);
    }

    #[test]
    fn a_block_may_be_empty_or_last_or_indented() {
        assert_eq!(find("```json waypost-record\n```").len(), 1);
        assert_eq!(find("```json waypost-record\n{}").len(), 1);
        assert_eq!(find("a `json waypost-record` b").len(), 0);
        let folded = "<details>\n\n```json waypost-record\n{}\n```\n\n</details>\n";
        assert_eq!(replace(folded, find(folded)[0], "{}"), folded);
    }

    #[test]
    fn a_block_of_a_list_stays_in_it() {
        for list in [
            "* a\n\n  ```json waypost-record\n  {\n    \"x\": 1\n  }\n  ```\n\n  b\n* c\n",
            "1. ```json waypost-record\n   {\n     \"x\": 1\n   }\n   ```\n2. c\n",
            "-\t```json waypost-record\n \t{\n \t  \"x\": 1\n \t}\n \t```\n",
            "- a\n  - ```json waypost-record\n    {\n      \"x\": 1\n    }\n    ```",
            "  ```json waypost-record\n  {\n    \"x\": 1\n  }\n  ```\n",
        ] {
            let found = find(list);
            assert_eq!(found.len(), 1, "{list}");
            assert_eq!(replace(list, found[0], "{\n  \"x\": 1\n}\n"), list);
        }
    }
}
