//! What stands between `---` at the top of a decision record.

use super::{MAX_TEXT, Record, Status, find, fingerprint, read, title};
use crate::content::diagnostic::Parsed;
use crate::content::text::clean_line;

/// The front matter of a Markdown file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatter<'a> {
    /// Its lines with their line breaks, without the fences.
    pub lines: &'a str,
    /// Everything up to these lines: the first fence, and a byte order mark before it.
    pub before: &'a str,
    /// Everything behind them: the second fence, and the text.
    pub behind: &'a str,
}

impl<'a> FrontMatter<'a> {
    /// That of a file; `None` when the file does not begin with it, or it does not end.
    pub fn of(markdown: &'a str) -> Option<FrontMatter<'a>> {
        let is_fence = |line: &str| line.strip_prefix('\u{feff}').unwrap_or(line).trim_end() == "---";
        let first = markdown.split_inclusive('\n').next().filter(|line| is_fence(line))?;
        let rest = markdown.get(first.len()..)?;
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == "---" {
                return Some(FrontMatter { lines: rest.get(..length)?, before: first, behind: rest.get(length..)? });
            }
            length += line.len();
        }
        None
    }

    /// The value of a field, as it is written, without quotation marks.
    pub fn field(&self, name: &str) -> Option<&'a str> {
        let line = self.lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        Some(line.trim().trim_matches(['"', '\'']).trim())
    }

    /// The status that it tells, in whatever case, and whatever stands behind it: `Superseded by ADR-0123`.
    pub fn status(&self) -> Option<Status> {
        let word = self.field("status")?.split(|c: char| !c.is_alphabetic()).next()?;
        Status::named(&word.to_lowercase())
    }
}

/// The first record of a Markdown file; `None` when there is none. A status in the file's front matter counts for more than that of the
/// record, since it is what people edit; so does its title, when it is not the one that was generated.
///
/// Costs what [`find`] and [`read`] do.
pub fn read_document(markdown: &str) -> Option<Parsed<Record>> {
    let found = find(markdown).into_iter().next()?;
    let (mut record, faults) = read(markdown, found.json);
    let front = FrontMatter::of(markdown);
    if let Some((record, status)) = record.as_mut().zip(front.and_then(|front| front.status())) {
        record.header.status = status;
    }
    if let Some(record) = &mut record {
        let title = changed_title(front.map_or(markdown, |front| front.behind), record);
        record.header.title = title.unwrap_or_else(|| std::mem::take(&mut record.header.title));
    }
    Some((record, faults))
}

/// The title that people gave a decision record: its heading, when that is not as it was generated.
fn changed_title(body: &str, record: &Record) -> Option<String> {
    let known = record.prose.get("#").filter(|print| !print.is_empty())?;
    let title = title(body)?;
    let words = clean_line(title.words.trim()).into_owned();
    let is_changed = fingerprint(body.get(title.range)?.trim_end()) != *known;
    (is_changed && !words.is_empty() && words.len() <= MAX_TEXT).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: &str, expected: Status) {
        let markdown = format!(
            "---\r\n{status}\r\ndate: x\r\n---\r\n\r\n```json waypost-record\r\n{{\"format\": 1, \"trees\": [], \"answers\": []}}\r\n```\r\n"
        );
        let (record, faults) = read_document(&markdown).unwrap();
        assert_eq!((faults, record.map(|record| record.header.status)), (Vec::new(), Some(expected)), "{status}");
    }

    #[test]
    fn a_known_status_of_the_front_matter_wins() {
        check("status: accepted", Status::Accepted);
        check("status: \"Rejected\"", Status::Rejected);
        check("status: superseded by [ADR-7](0007-x.md)", Status::Superseded);
        check("status: whatever", Status::Draft);
        check("state: accepted", Status::Draft);
        check("status: in review, Ann", Status::Draft);
    }

    #[test]
    fn a_byte_order_mark_may_stand_before_it() {
        let front = FrontMatter::of("\u{feff}---\nstatus: accepted\n---\n# A\n").unwrap();
        assert_eq!((front.before, front.lines, front.behind), ("\u{feff}---\n", "status: accepted\n", "---\n# A\n"));
        assert_eq!(FrontMatter::of("\u{feff}\u{feff}---\nstatus: accepted\n---\n"), None);
    }

    #[test]
    fn what_is_no_front_matter_is_text() {
        assert_eq!(FrontMatter::of("# A\n---\nstatus: accepted\n---\n"), None);
        assert_eq!(FrontMatter::of("---\nstatus: accepted\n"), None);
        assert_eq!(FrontMatter::of(""), None);
        assert_eq!(read_document("# A\n"), None);
    }
}
