//! What other forms of text have, and a data file has not: their comments, their conditions, and what a merge leaves behind.

use super::Source;
use crate::content::diagnostic::{Code, Diagnostic, Span};

impl Source<'_> {
    /// The fault of what stands at an offset where it belongs to another form of text.
    pub(super) fn foreign(self, start: usize) -> Option<Diagnostic> {
        let token = self.token_at(start);
        let begin = self.text.get(..token.start as usize)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text.get(begin..)?.lines().next()?;
        let rest = self.text.get(token.start as usize..)?;
        let fault = |message: &str| Diagnostic::new(Code::Syntax, message);
        let indent = line.len() - line.trim_start().len();
        let whole = Span::new(begin + indent, begin + line.trim_end().len().max(indent));
        if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
            return Some(
                fault("an unresolved merge")
                    .at(whole, "one side begins here")
                    .help("keep what is right of both sides, and take out the lines of `<<<<<<<`, `=======` and `>>>>>>>`"),
            );
        }
        if line.trim_start().starts_with('#') && !line.trim_start().starts_with("#![enable") {
            return Some(fault("a comment begins with `//`").at(whole, "not with `#`").help("write `// ..`"));
        }
        if rest.starts_with('#') {
            return Some(fault("a comment begins with `//`").at(token, "not with `#`").help("write `// ..`"));
        }
        let joined = [("&&", "All"), ("||", "Any")].into_iter().find(|(sign, _)| rest.starts_with(sign))?;
        let place = Span::new(token.start as usize, token.start as usize + 2);
        let fault = fault(&format!("conditions are not joined by `{}`", joined.0)).at(place, "");
        Some(fault.help(format!("write `{}([A, B])`, with the two conditions for A and B", joined.1)))
    }
}
