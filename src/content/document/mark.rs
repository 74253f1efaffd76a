//! What would make a block of plain words.

/// The place of the character that makes the beginning of a line a list, a heading, a rule or a quotation in Markdown, in bytes: it
/// wants a backslash before it where the words are meant as they are. Marks that count everywhere in a line (`*`, a backtick) are
/// not looked for.
pub fn block_mark(line: &str) -> Option<usize> {
    let inside = line.trim_start();
    let indent = line.len() - inside.len();
    let number = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_mark = match (number, inside.get(number..)?.chars().next()?) {
        (0, c) => matches!(c, '#' | '-' | '+' | '=' | '~' | '>'),
        (_, c) => matches!(c, '.' | ')'),
    };
    is_mark.then_some(indent + number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_block_is_found() {
        let marks = ["- a", "+ a", "=", "# a", "> a", "~~~", "1. a", "12) a", "  - a", "a - b", "1 a", "1", "", "2.5"];
        let found = marks.map(block_mark);
        let first = [Some(0); 6].into_iter().chain([Some(1), Some(2), Some(2), None, None, None, None, Some(1)]);
        assert_eq!(found.to_vec(), first.collect::<Vec<_>>());
    }
}
