//! The fenced blocks of the guide.

use std::ops::Range;

/// A fenced block.
pub(crate) struct Fence<'a> {
    /// What stands behind the opening marks.
    pub(crate) info: &'a str,
    pub(crate) text: &'a str,
    /// The bytes of the text in the guide.
    pub(crate) range: Range<usize>,
    /// The line of the opening marks, from 1.
    pub(crate) line: usize,
    /// How many headings of the second level stand before it.
    pub(crate) part: usize,
}

/// The blocks of a text, in order. One that does not end holds the rest.
pub(crate) fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, usize, &str, usize)> = None;
    let (mut at, mut part) = (0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = at + line.len();
        let marks = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            None if marks.len() >= 3 => open = Some((marks, end, line[marks.len()..].trim(), number + 1)),
            None => part += usize::from(line.starts_with("## ")),
            Some((opening, start, info, line)) if marks == opening => {
                fences.push(Fence { info, text: &text[start..at], range: start..at, line, part });
                open = None;
            }
            Some(_) => {}
        }
        at = end;
    }
    fences.extend(open.map(|(_, start, info, line)| Fence { info, text: &text[start..], range: start..text.len(), line, part }));
    fences
}

#[test]
fn blocks_are_found_with_their_place() {
    let text = "# A\n```sh\nwaypost\n```\n## B\n````markdown a.md\n```mermaid\n## C\n```\n````\n```ron open\n(";
    let found: Vec<_> = fences(text).into_iter().map(|fence| (fence.line, fence.part, fence.info, fence.text)).collect();
    assert_eq!(found, [(2, 0, "sh", "waypost\n"), (6, 1, "markdown a.md", "```mermaid\n## C\n```\n"), (11, 1, "ron open", "(")]);
    assert!(fences(text).iter().all(|fence| &text[fence.range.clone()] == fence.text));
}
