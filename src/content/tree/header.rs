//! What a list of trees says of each, read without its nodes.

use super::raw::RawHeader;
use crate::content::source::Source;
use crate::content::text::Text;

/// How many places are tried at which the nodes may begin.
const TRIES: usize = 4;

/// The beginning of a tree file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What it is called.
    pub title: Text,
    /// What it decides, in a line.
    pub summary: Text,
    /// Where it stands among the trees: lower first, `None` last.
    pub rank: Option<u32>,
}

/// Reads what stands in front of the nodes of a tree file, where the nodes are the last field: whether the whole loads is not said.
/// `None` when the file is of another form, so that all of it has to be read. Costs a pass over what stands in front of the nodes.
pub fn header(text: &str) -> Option<Header> {
    // With a list at the end nothing but nodes, recommendations or worries can stand there.
    let end = text.trim_end().strip_suffix(')')?.trim_end();
    if !end.strip_suffix(',').unwrap_or(end).trim_end().ends_with(']') {
        return None;
    }
    // The word may stand in a text or a comment too: then what is in front of it is not whole, and is not read as a value.
    let places = text.match_indices("nodes:").take(TRIES).map(|(at, _)| at);
    places.filter_map(|at| text.get(..at)).find_map(|front| read(&format!("{front})")))
}

fn read(text: &str) -> Option<Header> {
    let raw: RawHeader<'_> = Source::new(text).ok()?.parse().ok()?;
    let (title, summary) = (Text::new(&raw.title.0), Text::new(&raw.summary.0));
    (!title.is_empty() && !summary.is_empty()).then_some(Header { title, summary, rank: raw.rank })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str, Option<u32>)>) {
        let header = header(text);
        assert_eq!(header.as_ref().map(|header| (header.title.as_str(), header.summary.as_str(), header.rank)), expected);
    }

    #[test]
    fn what_stands_in_front_of_the_nodes_is_read() {
        let both = Some(("T", "S", None));
        check(r#"(id: "a", version: 1, title: "T", summary: "S", start: "b", nodes: [broken"#, None);
        check(r#"(id: "a", version: 1, title: "T", summary: "S", start: "b", nodes: [whatever])"#, both);
        check(r#"(id: "a", version: 1, title: "T", summary: "S", rank: 2, start: "b", nodes: [],)"#, Some(("T", "S", Some(2))));
        check(r#"(id: "a", version: 1, title: "T", summary: "the nodes: S", start: "b", nodes: [])"#, Some(("T", "the nodes: S", None)));
        check("(id: \"a\", version: 1, title: \"T\", // nodes: none\n summary: \"S\", start: \"b\", nodes: [])", both);
        check(r#"(id: "a", version: 1, title: "T", also: [(nodes: 1)], summary: "S", start: "b", nodes: [])"#, both);
    }

    #[test]
    fn another_form_is_left_to_the_whole() {
        check(r#"(id: "a", nodes: [], version: 1, title: "T", summary: "S", start: "b")"#, None);
        check(r#"(id: "a", version: 1, title: "T", summary: "S", start: "b", nodes: [], rank: 1)"#, None);
        check(r#"(id: "a", version: 1, title: "", summary: "S", start: "b", nodes: [])"#, None);
        check(r#"(id: "a", version: 1, title: "T", summary: "\u{1b}", start: "b", nodes: [])"#, None);
        check("", None);
        check("nodes: nodes: nodes: nodes: nodes:])", None);
    }
}
