//! Which bracket of a text is not closed, or one too many: a reader notices it only where something no longer fits.

use super::Source;
use super::explain::is_word;
use super::scan::{Piece, pieces};
use crate::content::diagnostic::{Code, Diagnostic, Span, line_and_column};

/// A bracket, and how far in its line begins.
#[derive(Clone, Copy)]
struct Bracket {
    at: usize,
    sign: char,
    indent: usize,
    /// Where its line begins.
    line: usize,
    /// Whether nothing but closing brackets stands before it in its line; before an opening one, nothing but the name of its kind.
    leads: bool,
}

impl Bracket {
    fn closes(&self, opening: &Bracket) -> bool {
        matches!((opening.sign, self.sign), ('(', ')') | ('[', ']') | ('{', '}'))
    }

    /// Whether it stands first in a line below that of what it closes, and further out: that one was not meant.
    fn is_outside(&self, opening: &Bracket) -> bool {
        self.leads && self.line != opening.line && self.indent < opening.indent
    }

    /// Whether it stands first in a line below that of one that is open, and no further in.
    fn begins_beside(&self, around: &Bracket) -> bool {
        self.leads && self.line != around.line && self.indent <= around.indent
    }

    /// Whether it stands first in a line below that of what it closes, and further in.
    fn is_inside(&self, opening: &Bracket) -> bool {
        self.leads && self.line != opening.line && self.indent > opening.indent
    }
}

/// What is wrong with the brackets of a text.
enum Slip {
    /// An opening one is not closed where this one, or the end of the text, closes another.
    Unclosed(Bracket, Option<Bracket>),
    /// A closing one that closes nothing.
    TooMany(Bracket),
    /// One of another kind.
    Other(Bracket, Bracket),
}

impl Source<'_> {
    /// The fault of the brackets of the whole text. `None` where each has its other half, and where a text or comment has no end, so
    /// that what stands in it cannot be told from what does not.
    ///
    /// Costs three looks at the text.
    pub(super) fn bracket_fault(self) -> Option<Diagnostic> {
        let fault = |message: String| Diagnostic::new(Code::Syntax, message);
        let line = |bracket: &Bracket| line_and_column(self.text, bracket.at).0;
        let name = |bracket: &Bracket| self.text.get(self.name_before(bracket.at).range()).unwrap_or("");
        let place = |bracket: &Bracket| Span::new(bracket.at, bracket.at + 1);
        Some(match slip(&brackets(self.text)?)? {
            Slip::Unclosed(opening, Some(other)) => fault(format!("`{}` of line {} is not closed", name(&opening), line(&opening)))
                .at(self.name_before(other.at), format!("a `{}` is missing before this", closing(opening.sign)))
                .at(self.name_before(opening.at), "this is not closed"),
            Slip::Unclosed(opening, None) => {
                fault("the file ends too early".to_owned()).at(self.name_before(opening.at), "this is never closed")
            }
            Slip::TooMany(bracket) => fault("one bracket too many".to_owned())
                .at(place(&bracket), "this closes nothing, or too early")
                .help("take it out, or the one before it that closes too early"),
            Slip::Other(opening, bracket) => fault(format!("`{}` cannot close `{}`", bracket.sign, name(&opening)))
                .at(place(&bracket), format!("a `{}` is wanted here", closing(opening.sign)))
                .at(self.name_before(opening.at), "to close this"),
        })
    }
}

fn closing(opening: char) -> char {
    match opening {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// The brackets of a text, unless a text or a comment in it has no end, or there are so many that the file was not written by hand.
fn brackets(text: &str) -> Option<Vec<Bracket>> {
    const MOST: usize = 1_000_000;
    let mut found = Vec::new();
    let (mut line, mut indent, mut leads, mut is_first, mut end) = (0, 0, true, true, 0);
    for piece in pieces(text) {
        let (start, behind) = piece.range();
        if let Some(newline) = text.get(end..start).and_then(|between| between.rfind('\n')) {
            line = end + newline + 1;
            let rest = text.get(line..).unwrap_or("");
            indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            (leads, is_first) = (true, true);
        }
        end = behind;
        match piece {
            Piece::Open(at) | Piece::Close(at) if found.len() < MOST => {
                let sign = text.get(at..).and_then(|rest| rest.chars().next())?;
                // Only the first bracket of a line is looked at, or a line of a million of them would be read a million times.
                let name = text.get(line + indent..at).filter(|_| std::mem::take(&mut is_first)).unwrap_or(" ");
                let begins = name.chars().all(is_word) && !name.starts_with(char::is_lowercase);
                let leads_here = if matches!(piece, Piece::Close(_)) { leads } else { begins };
                leads &= matches!(piece, Piece::Close(_));
                found.push(Bracket { at, sign, indent, line, leads: leads_here });
            }
            Piece::Open(_) | Piece::Close(_) => return None,
            _ => leads = false,
        }
    }
    is_read_to_the_end(text.get(end..)?).then_some(found)
}

/// Whether nothing that is not closed stands behind the last piece.
fn is_read_to_the_end(rest: &str) -> bool {
    let without_lines: String = rest.lines().filter_map(|line| line.split("//").next()).collect();
    !without_lines.contains('"') && without_lines.matches("/*").count() == without_lines.matches("*/").count()
}

/// The first thing that is wrong, where anything is.
fn slip(brackets: &[Bracket]) -> Option<Slip> {
    let mut open: Vec<Bracket> = Vec::new();
    // What the indentation says of it, which counts only where the brackets do not match.
    let (mut not_closed, mut too_early) = (None, None);
    for (place, bracket) in brackets.iter().enumerate() {
        if matches!(bracket.sign, '(' | '[' | '{') {
            let around = open.last().filter(|around| around.sign == '(' && bracket.begins_beside(around));
            not_closed = not_closed.or(around.map(|around| (*around, *bracket)));
            open.push(*bracket);
            continue;
        }
        let Some(opening) = open.last().copied() else { return Some(Slip::TooMany(too_early.unwrap_or(*bracket))) };
        if bracket.closes(&opening) {
            if bracket.is_outside(&opening) {
                not_closed = not_closed.or(Some((opening, *bracket)));
            } else if bracket.is_inside(&opening) {
                too_early = too_early.or(Some(*bracket));
            }
            open.pop();
            continue;
        }
        let rest = brackets.get(place + 1..).unwrap_or(&[]);
        let without = open.get(..open.len() - 1).unwrap_or(&[]);
        return Some(if is_even(&open, rest) {
            Slip::TooMany(too_early.unwrap_or(*bracket))
        } else if !is_even(without, brackets.get(place..).unwrap_or(&[])) && is_even(without, rest) {
            Slip::Other(opening, *bracket)
        } else {
            let (opening, bracket) = not_closed.unwrap_or((opening, *bracket));
            Slip::Unclosed(opening, Some(bracket))
        });
    }
    let last = open.last().copied()?;
    Some(match not_closed {
        Some((opening, bracket)) => Slip::Unclosed(opening, Some(bracket)),
        None => Slip::Unclosed(last, None),
    })
}

/// Whether the brackets of a rest close just those that are open.
fn is_even(open: &[Bracket], rest: &[Bracket]) -> bool {
    let mut open = open.to_vec();
    for bracket in rest {
        match bracket.sign {
            '(' | '[' | '{' => open.push(*bracket),
            _ if open.pop().is_some_and(|opening| bracket.closes(&opening)) => {}
            _ => return false,
        }
    }
    open.is_empty()
}
