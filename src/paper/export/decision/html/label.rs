//! The lines of a label in a drawing, which does not wrap text by itself.

use textwrap::core::display_width;
use unicode_segmentation::UnicodeSegmentation;

/// What stands where a label was cut.
const CUT: &str = "…";

/// How wide a column is, in hundredths of the size of the letters: somewhat wider than letters are on average.
const COLUMN: i32 = 57;

/// Where a label may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Its width, in units of the drawing.
    pub width: i32,
    /// The size of its letters, in the same.
    pub size: i32,
    /// The most lines; what does not fit is cut with a mark.
    pub lines: usize,
}

impl Room {
    /// How many columns of text stand beside each other.
    fn columns(self) -> usize {
        const FEWEST: i32 = 8;
        (self.width * 100 / (self.size * COLUMN)).max(FEWEST) as usize
    }

    /// The lines of a text, and `behind` after the last of them, which is not cut.
    pub(super) fn lines(self, text: &str, behind: &str) -> Vec<String> {
        let columns = self.columns().saturating_sub(display_width(behind)).max(1);
        let mut lines: Vec<String> = textwrap::wrap(text, columns).into_iter().map(|line| line.into_owned()).collect();
        if lines.len() > self.lines {
            lines.truncate(self.lines);
            if let Some(last) = lines.last_mut() {
                *last = format!("{}{CUT}", fitting(last, columns - 1).trim_end());
            }
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(behind);
        }
        lines
    }
}

/// As much of a line as fits some columns, in whole characters.
fn fitting(line: &str, columns: usize) -> &str {
    let mut width = 0;
    let end = line.grapheme_indices(true).find(|(_, grapheme)| {
        width += display_width(grapheme);
        width > columns
    });
    line.get(..end.map_or(line.len(), |(at, _)| at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, behind: &str, expected: &[&str]) {
        // Ten columns.
        assert_eq!(Room { width: 57, size: 10, lines: 2 }.lines(text, behind), expected);
    }

    #[test]
    fn labels_are_wrapped_and_cut_with_a_mark() {
        check("one two", "", &["one two"]);
        check("one two three four", "", &["one two", "three four"]);
        check("one two three fourth", "", &["one two", "three…"]);
        check("one two three four five", "", &["one two", "three fou…"]);
        check("one two three four five", " +3", &["one two", "three… +3"]);
        check("abcdefghijklmnopqrstuvwxyz", "", &["abcdefghij", "klmnopqrs…"]);
        check("漢字漢字漢字漢字漢字漢字", "", &["漢字漢字漢", "字漢字漢…"]);
        check("", "", &[""]);
    }
}
