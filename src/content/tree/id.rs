//! Ids: what is one, what a tree may be called, and one made from words.

use nucleo_matcher::chars::normalize;

/// Names that a tree may not have, because the command line gives them another meaning.
pub const COMMANDS: &[&str] = &[
    "ask",
    "completions",
    "config",
    "diff",
    "doctor",
    "explain",
    "graph",
    "help",
    "import",
    "lint",
    "man",
    "new",
    "read",
    "record",
    "search",
    "test",
    "tour",
    "trees",
];

/// What an id is, in words.
pub(super) const FORM: &str = "lower-case letters and digits, in words joined by single dashes";
/// The longest id that is made: what does not fit is cut between words.
const LONGEST_MADE: usize = 40;

/// Why a tree cannot be called something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTreeId {
    /// It is not an id.
    #[error("`{0}` is not an id: {FORM}")]
    NoId(String),
    /// The command line gives it another meaning.
    #[error("`{0}` is a command, so a tree cannot be called that")]
    Command(String),
}

impl BadTreeId {
    /// What may have been meant, which a tree can be called.
    pub fn near(&self) -> Option<String> {
        let near = match self {
            BadTreeId::NoId(id) => slug(id),
            BadTreeId::Command(id) => format!("{id}-choice"),
        };
        check_tree_id(&near).is_ok().then_some(near)
    }
}

/// Whether a tree can be called that.
///
/// # Errors
/// When it is not an id, or a command.
pub fn check_tree_id(id: &str) -> Result<(), BadTreeId> {
    match id {
        id if !is_id(id) => Err(BadTreeId::NoId(id.to_owned())),
        id if COMMANDS.contains(&id) => Err(BadTreeId::Command(id.to_owned())),
        _ => Ok(()),
    }
}

/// Whether a text is an id: lower-case letters and digits, in words joined by single dashes.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 80
        && id.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// The words of a text as an id, which is cut between words when it grows long; empty when the text holds no letter or digit that an
/// id may have.
pub fn slug(text: &str) -> String {
    let mut id = String::new();
    for word in words(text) {
        if !id.is_empty() && id.len() + 1 + word.len() > LONGEST_MADE {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    id.truncate(LONGEST_MADE);
    id
}

/// The words of letters and digits, in lower case and without accents; signs that tell figures apart are words too.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let mut word = String::new();
        while let Some(c) = chars.next() {
            let sign = match (c, chars.peek()) {
                ('<', Some('=')) | ('≤', _) => "at-most",
                ('>', Some('=')) | ('≥', _) => "at-least",
                ('<', _) => "under",
                ('>', _) => "over",
                ('%', _) => "percent",
                ('+', _) => "plus",
                _ => "",
            };
            if sign.is_empty() {
                // An apostrophe is no end of a word.
                if matches!(c, '\'' | '’') {
                    continue;
                }
                let c = normalize(c).to_ascii_lowercase();
                if c.is_ascii_alphanumeric() {
                    word.push(c);
                    let goes_on = chars.peek().is_some_and(|next| matches!(next, '\'' | '’') || normalize(*next).is_ascii_alphanumeric());
                    if goes_on {
                        continue;
                    }
                }
                if !word.is_empty() {
                    return Some(word);
                }
            } else {
                return Some(sign.to_owned());
            }
        }
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_that_cannot_be_called_so_is_given_another_name() {
        let near = |id: &str| check_tree_id(id).err().map(|error| error.near());
        assert_eq!(near("job-queue"), None);
        assert_eq!(near("Job_Queue"), Some(Some("job-queue".to_owned())));
        assert_eq!(near("Café #1"), Some(Some("cafe-1".to_owned())));
        assert_eq!(near("test"), Some(Some("test-choice".to_owned())));
        assert_eq!(near("Test!"), Some(None));
        assert_eq!(near("是"), Some(None));
    }
}
