//! Where the flowchart stands in a file.

use super::{ImportError, Note};
use crate::content::text::clean_line;

/// The text of a flowchart within a file.
pub(super) struct Located<'a> {
    /// From its beginning to its end, front matter included.
    pub body: &'a str,
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// The heading above it.
    pub heading: Option<String>,
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
pub(super) fn flowchart(text: &str) -> Result<Located<'_>, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fences = fences(text);
    if fences.is_empty() {
        let begin = begin(text, 1);
        return match begin.is_flowchart() {
            true => Ok(Located { body: text, line: 1, heading: None, notes: Vec::new() }),
            false => Err(begin.refused()),
        };
    }
    let mut taken: Option<Located<'_>> = None;
    let mut notes = Vec::new();
    let mut first = None;
    for fence in fences {
        let begin = begin(fence.body, fence.line);
        match (&taken, begin.is_flowchart()) {
            (None, true) => taken = Some(Located { body: fence.body, line: fence.line, heading: fence.heading, notes: Vec::new() }),
            (Some(_), true) => notes.push(Note::new(begin.line, "a further flowchart begins here; only the first one of a file is taken")),
            (_, false) => {
                notes.push(Note::new(begin.line, format!("this diagram is no flowchart ({}), and is left out", begin.shown())));
                first.get_or_insert(begin);
            }
        }
    }
    match (taken, first) {
        (Some(taken), _) => Ok(Located { notes, ..taken }),
        (None, Some(begin)) => Err(begin.refused()),
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

struct Fence<'a> {
    body: &'a str,
    line: usize,
    heading: Option<String>,
}

/// A fence that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    mark: char,
    /// How many of the mark open it; as many close it.
    count: usize,
    /// The line and the offset of its body, where it is one of Mermaid.
    mermaid: Option<(usize, usize)>,
}

/// The fences of Mermaid in a Markdown text. Costs one pass.
fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut heading: Option<&str> = None;
    let mut open: Option<Open> = None;
    let mut offset = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        let content = line.trim();
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~' | ':'));
        let count = mark.map_or(0, |mark| content.len() - content.trim_start_matches(mark).len());
        match (open, mark) {
            (Some(fence), Some(mark)) if mark == fence.mark && count >= fence.count && content.len() == count => {
                if let Some((line, from)) = fence.mermaid {
                    found.push(Fence { body: text.get(from..start).unwrap_or(""), line, heading: heading.map(words_of) });
                }
                open = None;
            }
            (None, Some(mark)) if count >= 3 => {
                let info = content.get(count..).unwrap_or("").trim_start_matches([' ', '{', '.']).to_ascii_lowercase();
                let is_mermaid = info.strip_prefix("mermaid").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
                // `:::` opens other boxes too, within which there may be a fence.
                if is_mermaid || mark != ':' {
                    open = Some(Open { mark, count, mermaid: is_mermaid.then_some((at + 2, offset)) });
                }
            }
            (None, _) if content.starts_with('#') => {
                let words = content.trim_start_matches('#');
                heading = words.starts_with(' ').then(|| words.trim()).or(heading);
            }
            _ => {}
        }
    }
    if let Some((line, from)) = open.and_then(|fence| fence.mermaid) {
        found.push(Fence { body: text.get(from..).unwrap_or(""), line, heading: heading.map(words_of) });
    }
    found
}

/// A heading without its Markdown.
fn words_of(heading: &str) -> String {
    super::label::label(&format!("\"`{}`\"", heading.trim_end_matches('#').trim())).text
}
