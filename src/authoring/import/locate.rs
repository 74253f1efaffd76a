//! Where the flowchart stands in a file.

use std::borrow::Cow;

use super::{ImportError, Note};
use crate::content::text::clean_line;

/// The text of a flowchart within a file.
pub(super) struct Located<'a> {
    /// From its beginning to its end, front matter included.
    pub body: Cow<'a, str>,
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// The heading above it, with its line.
    pub heading: Option<(String, usize)>,
    pub notes: Vec<Note>,
}

/// Kinds of diagrams that Mermaid draws beside flowcharts, as they begin.
const OTHERS: &[&str] = &[
    "sequenceDiagram",
    "classDiagram",
    "stateDiagram",
    "erDiagram",
    "gantt",
    "pie",
    "journey",
    "gitGraph",
    "mindmap",
    "timeline",
    "quadrantChart",
    "requirementDiagram",
    "sankey",
    "xychart",
    "block",
    "packet",
    "kanban",
    "architecture",
    "radar",
    "treemap",
    "zenuml",
    "C4",
];

/// Finds the first flowchart: in a fence of a Markdown file, or the whole text.
///
/// # Errors
/// When there is none, with what there is instead.
pub(super) fn flowchart<'a>(text: &'a str, file: &str) -> Result<Located<'a>, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fences = fences(text);
    if fences.is_empty() {
        let begin = begin(text, 1);
        return match begin.is_flowchart() {
            true => Ok(Located { body: text.into(), line: 1, heading: None, notes: Vec::new() }),
            false if is_markdown(file) || begin.word.starts_with('#') => {
                let why = "no ```mermaid fence is in this file, so there is no flowchart".to_owned();
                Err(ImportError::NoFlowchart { line: 1, why })
            }
            false => Err(begin.refused()),
        };
    }
    let mut taken: Option<Located<'_>> = None;
    let mut notes = Vec::new();
    let mut first = None;
    for fence in fences {
        let Fence { body, line, heading } = fence;
        let begin = begin(&body, line);
        let is_flowchart = begin.is_flowchart();
        match (&taken, is_flowchart) {
            (None, true) => taken = Some(Located { body, line, heading, notes: Vec::new() }),
            (Some(_), true) => notes.push(Note::new(begin.line, "a further flowchart begins here; only the first one of a file is taken")),
            (_, false) => {
                notes.push(Note::new(begin.line, format!("this diagram is no flowchart ({}), and is left out", begin.shown())));
                first.get_or_insert(begin.refused());
            }
        }
    }
    match (taken, first) {
        (Some(taken), _) => Ok(Located { notes, ..taken }),
        (None, Some(refused)) => Err(refused),
        (None, None) => Err(begin(text, 1).refused()),
    }
}

/// The first word that says something.
struct Begin<'a> {
    word: &'a str,
    line: usize,
}

impl Begin<'_> {
    fn is_flowchart(&self) -> bool {
        super::parse::is_header(self.word)
    }

    fn shown(&self) -> String {
        match self.word {
            "" => "it is empty".to_owned(),
            word => format!("it begins with `{}`", super::name::shortened(&clean_line(word), 40)),
        }
    }

    fn refused(&self) -> ImportError {
        let kind = OTHERS.iter().find(|kind| self.word.starts_with(*kind));
        let why = match (kind, self.word) {
            (_, "") => "there is nothing here; a flowchart begins with `flowchart TD` or `graph LR`".to_owned(),
            (Some(kind), _) => format!("this is a Mermaid diagram of another kind (`{kind}`); only a flowchart can become a tree"),
            (None, _) => format!("this is no Mermaid flowchart: {}, and not with `flowchart` or `graph`", self.shown()),
        };
        ImportError::NoFlowchart { line: self.line, why }
    }
}

/// The word with which a diagram begins, past front matter, directives and comments.
fn begin(text: &str, line: usize) -> Begin<'_> {
    let mut lines = (line..).zip(text.lines());
    let (mut last, mut in_matter, mut in_directive, mut begun) = (line, false, false, false);
    for (line, content) in &mut lines {
        let content = content.trim();
        last = line;
        if in_matter {
            in_matter = content != "---";
        } else if in_directive {
            in_directive = !content.contains("}%%");
        } else if content == "---" && !begun {
            in_matter = true;
        } else if content.starts_with("%%") {
            in_directive = content.starts_with("%%{") && !content.contains("}%%");
        } else if !content.is_empty() {
            let word = content.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or("");
            return Begin { word, line };
        }
        begun |= !content.is_empty();
    }
    Begin { word: "", line: last }
}

/// Whether a file is called like one of Markdown.
fn is_markdown(file: &str) -> bool {
    [".md", ".markdown", ".mdx"].iter().any(|ending| file.to_ascii_lowercase().ends_with(ending))
}

struct Fence<'a> {
    body: Cow<'a, str>,
    line: usize,
    heading: Option<(String, usize)>,
}

/// A fence that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    mark: char,
    /// How many of the mark open it; as many close it.
    count: usize,
    /// How many block quotes it stands in. A line that stands in fewer of them ends it.
    quotes: usize,
    /// The line and the offset of its body, where it is one of Mermaid.
    mermaid: Option<(usize, usize)>,
}

impl Open {
    /// The fence that ends before an offset.
    fn closed<'a>(self, text: &'a str, end: usize, heading: Option<(&str, usize)>) -> Option<Fence<'a>> {
        let (line, from) = self.mermaid?;
        let body = text.get(from..end).unwrap_or("");
        let body = match self.quotes {
            0 => Cow::Borrowed(body),
            // Line by line, so that the lines keep their numbers.
            quotes => body.split_inclusive('\n').map(|line| unquoted(line, quotes).0).collect::<String>().into(),
        };
        Some(Fence { body, line, heading: heading.map(|(words, line)| (words_of(words), line)) })
    }
}

/// A line without the marks of at most so many block quotes, and how many it has.
fn unquoted(line: &str, most: usize) -> (&str, usize) {
    let (mut rest, mut quotes) = (line, 0);
    while quotes < most
        && let Some(inner) = rest.trim_start_matches([' ', '\t']).strip_prefix('>')
    {
        rest = inner.strip_prefix(' ').unwrap_or(inner);
        quotes += 1;
    }
    (rest, quotes)
}

/// The fences of Mermaid in a Markdown text, those in block quotes too. Costs one pass, and one over those in block quotes.
fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut heading: Option<(&str, usize)> = None;
    let mut open: Option<Open> = None;
    let mut offset = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        let (mut content, mut quotes) = unquoted(line, open.map_or(usize::MAX, |fence| fence.quotes));
        if let Some(fence) = open.filter(|fence| quotes < fence.quotes) {
            found.extend(fence.closed(text, start, heading));
            open = None;
            (content, quotes) = unquoted(line, usize::MAX);
        }
        let content = content.trim();
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~' | ':'));
        let count = mark.map_or(0, |mark| content.len() - content.trim_start_matches(mark).len());
        match (open, mark) {
            (Some(fence), Some(mark)) if mark == fence.mark && count >= fence.count && content.len() == count => {
                found.extend(fence.closed(text, start, heading));
                open = None;
            }
            (None, Some(mark)) if count >= 3 => {
                let info = content.get(count..).unwrap_or("").trim_start_matches([' ', '{', '.']).to_ascii_lowercase();
                let is_mermaid = info.strip_prefix("mermaid").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
                // `:::` opens other boxes too, within which there may be a fence.
                if is_mermaid || mark != ':' {
                    open = Some(Open { mark, count, quotes, mermaid: is_mermaid.then_some((at + 2, offset)) });
                }
            }
            (None, _) if content.starts_with('#') => {
                let words = content.trim_start_matches('#');
                heading = words.starts_with(' ').then(|| (words.trim(), at + 1)).or(heading);
            }
            _ => {}
        }
    }
    found.extend(open.and_then(|fence| fence.closed(text, text.len(), heading)));
    found
}

/// A heading without its Markdown.
fn words_of(heading: &str) -> String {
    super::label::label(&format!("\"`{}`\"", heading.trim_end_matches('#').trim())).text
}
