//! Changes that mend a fault for certain, made in a text.

use crate::content::diagnostic::Fix;

/// A text with some of its faults mended, and the changes that were made, in order. Of changes that touch each other the first is made; the others may not be
/// needed any more, or can be made once it has been looked at anew.
pub fn mended<'a>(text: &str, fixes: &[&'a Fix]) -> (String, Vec<&'a Fix>) {
    let mut fixes = fixes.to_vec();
    fixes.sort_by_key(|fix| fix.span);
    let (mut mended, mut at, mut made) = (String::with_capacity(text.len()), 0, Vec::new());
    for fix in fixes {
        let range = fix.span.range();
        // A place that is not within the text is of another one.
        let (Some(before), Some(_)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
        mended.push_str(before);
        mended.push_str(&fix.replacement);
        at = range.end;
        made.push(fix);
    }
    mended.push_str(text.get(at..).unwrap_or(""));
    (mended, made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::diagnostic::Span;

    #[test]
    fn changes_are_made_in_order_and_never_over_each_other() {
        let fix = |start, end, replacement: &str| Fix { span: Span::new(start, end), replacement: replacement.to_owned() };
        let (last, first, over) = (fix(4, 6, "ef"), fix(0, 1, "aa"), fix(0, 5, "-"));
        assert_eq!(mended("abcdxx", &[&last, &first, &over]), ("aabcdef".to_owned(), vec![&first, &last]));
        assert_eq!(mended("é", &[&fix(1, 2, "x"), &fix(7, 9, "y")]), ("é".to_owned(), vec![]));
        assert_eq!(mended("", &[]), (String::new(), vec![]));
    }
}
