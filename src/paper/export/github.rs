//! Annotations for the log of a GitHub workflow, which shows them beside the changed lines.
//!
//! The form is that of GitHub's documentation, "Workflow commands for GitHub Actions".

/// What stands beside a line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Annotation<'a> {
    /// `error` or `warning`.
    pub level: &'a str,
    /// The file, from the top of the repository.
    pub file: &'a str,
    /// The line and column, both from 1; `None` for the file as a whole.
    pub place: Option<(usize, usize)>,
    /// A short heading.
    pub title: &'a str,
    /// The message.
    pub message: &'a str,
}

/// An annotation, as a line without its line break.
pub fn annotation(annotation: &Annotation<'_>) -> String {
    let Annotation { level, file, place, title, message } = annotation;
    let place = place.map_or_else(String::new, |(line, column)| format!(",line={line},col={column}"));
    format!("::{level} file={}{place},title={}::{}", property(file), property(title), escaped(message))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which colons and commas would end.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_annotation_ends_it_or_begins_another() {
        let hostile =
            Annotation { level: "error", file: "a:b,c%.ron", place: Some((3, 9)), title: "x,line=1", message: "100 %\r\n::error::no" };
        assert_eq!(annotation(&hostile), "::error file=a%3Ab%2Cc%25.ron,line=3,col=9,title=x%2Cline=1::100 %25%0D%0A::error::no");
        let whole = Annotation { place: None, file: "a.ron", title: "t", message: "m", ..hostile };
        assert_eq!(annotation(&whole), "::error file=a.ron,title=t::m");
    }
}
