//! Which groups of a text lack fields, told from the text alone: reading stops at the first of them.

use super::explain::shown;
use super::fields::{Group, group_in, group_named, what_belongs_in};
use super::scan::{Piece, fields_behind, pieces};
use super::{MAX_DIAGNOSTICS, Source};
use crate::content::diagnostic::{Code, Diagnostic, Span};

/// A bracket that is open, and what was seen in it so far.
struct Open<'a> {
    at: usize,
    group: Option<&'static Group>,
    /// The field that the list belongs to, where it is one.
    list: Option<&'a str>,
    /// The name that was seen last, with where it ends.
    word: Option<(&'a str, usize)>,
    /// The field whose value is being read.
    field: Option<&'a str>,
    fields: Vec<&'a str>,
}

impl Source<'_> {
    /// The fault of a group that lacks `first`, and whichever other fields it lacks; `opening` marks its bracket, at `at` in the part.
    pub(super) fn lacks(self, part: &str, at: Option<usize>, opening: Span, outer: &str, first: &'static str) -> Diagnostic {
        let there: Vec<&str> =
            at.map(|at| fields_behind(part, at + 1)).unwrap_or_default().iter().filter_map(|field| part.get(field.name.range())).collect();
        let missing = match group_named(outer) {
            Some(group) if at.is_some() && group.required.contains(&first) => group.missing(&there),
            _ => vec![first],
        };
        lacking(outer, opening, &missing)
    }

    /// The faults of all groups of a part that lack fields, where `first` is that of one of them: reading stopped there, and what it
    /// would have come to is told in the same run. A group in which a field is not known is left out: that one may be meant for what
    /// is missing.
    ///
    /// Costs one look at the part.
    pub(super) fn all_lacking(self, part: &str, first: Diagnostic) -> Vec<Diagnostic> {
        let base = self.span_of(part).map_or(0, |span| span.start as usize);
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut found = vec![first];
        for piece in pieces(part) {
            if found.len() >= MAX_DIAGNOSTICS {
                break;
            }
            match piece {
                Piece::Word(start, end) => {
                    let word = part.get(start..end).map(|word| (word, end));
                    match open.last_mut() {
                        Some(around) => around.word = word,
                        // The name of the whole.
                        None => open.push(Open { at: start, group: None, list: None, word, field: None, fields: Vec::new() }),
                    }
                }
                Piece::Colon(_) => {
                    if let Some(around) = open.last_mut() {
                        around.field = around.word.take().map(|(word, _)| word);
                        around.fields.extend(around.field);
                    }
                }
                Piece::Comma(_) => {
                    if let Some(around) = open.last_mut() {
                        (around.word, around.field) = (None, None);
                    }
                }
                Piece::Open(at) => {
                    let is_list = part.get(at..).is_some_and(|rest| rest.starts_with('['));
                    let around = open.last();
                    let name = around.and_then(|around| around.word);
                    let field = around.and_then(|around| around.field.or(around.list));
                    let group = match name {
                        _ if is_list => None,
                        Some((name, _)) => group_named(name),
                        None => field.and_then(group_in),
                    };
                    open.push(Open { at, group, list: field.filter(|_| is_list), word: None, field: None, fields: Vec::new() });
                }
                Piece::Close(_) => {
                    let Some(done) = open.pop() else { break };
                    let Some(group) = done.group.filter(|group| done.fields.iter().all(|field| group.knows(field))) else { continue };
                    let missing = group.missing(&done.fields);
                    let opening = self.name_before(base + done.at);
                    let told = found.iter().any(|fault| fault.span() == Some(opening));
                    if !missing.is_empty() && !told {
                        found.push(lacking(group.name, opening, &missing));
                    }
                }
                Piece::Escaped(..) | Piece::Raw(..) => {}
            }
        }
        found
    }
}

/// The fault of a group that lacks fields, one at least.
fn lacking(outer: &str, opening: Span, missing: &[&'static str]) -> Diagnostic {
    /// So many are explained in the help.
    const SHOWN: usize = 3;
    let within = if outer.is_empty() { "this has".to_owned() } else { format!("{} has", shown(outer)) };
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let fault = |what: &str| Diagnostic::new(Code::MissingField, format!("{within} no {what} {}", names.join(", ")));
    if let [field] = missing {
        let fault = fault("field").at(opening, format!("`{field}` is missing in here"));
        return match what_belongs_in(outer, field) {
            Some(value) => fault.help(format!("add `{field}: {value}`")),
            None => fault.help(format!("add `{field}: ..`; what it holds is said in the authors' guide, trees/README.md")),
        };
    }
    let written: Vec<String> =
        missing.iter().take(SHOWN).map(|field| format!("`{field}: {}`", what_belongs_in(outer, field).unwrap_or(".."))).collect();
    let rest = if missing.len() > SHOWN { "; the authors' guide, trees/README.md, says what the others hold" } else { "" };
    fault("fields").at(opening, "these are missing in here").help(format!("add {}{rest}", written.join(", ")))
}
