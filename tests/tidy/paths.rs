//! Rust code to the paths that it names: as much of a parser as the rules need, so that none is depended upon.

/// A word or sign of the code; comments and texts are left out.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
    pub(crate) in_test: bool,
    /// The modules that are written out around it within the file.
    modules: Vec<&'a str>,
}

pub(crate) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = text_literal(rest) {
            length
        } else if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        let text = &rest[..length];
        if c.is_alphanumeric() && !text.contains('"') || c == '_' || (c.is_ascii_punctuation() && length <= 2 && !text.contains(['"', '/']))
        {
            tokens.push(Token { text, line, in_test: false, modules: Vec::new() });
        }
        line += text.matches('\n').count();
        at += length;
    }
    mark(&mut tokens);
    tokens
}

/// Comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of the text or character that begins here; `None` when none does (`'a` is a lifetime).
fn text_literal(rest: &str) -> Option<usize> {
    let prefix =
        ["", "b", "c"].into_iter().find(|prefix| rest.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['"', 'r', '\''])))?;
    let body = &rest[prefix.len()..];
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inside = raw[hashes..].strip_prefix('"')?;
        let closing = format!("\"{}", "#".repeat(hashes));
        return Some(rest.len() - inside.len() + inside.find(&closing)? + closing.len());
    }
    let quote = body.chars().next()?;
    let mut escaped = false;
    let mut inside = body.char_indices().skip(1);
    if quote == '\'' && !(body[1..].starts_with('\\') || body[1..].chars().nth(1) == Some('\'')) {
        return None;
    }
    let end = inside.find(|&(_, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some(prefix.len() + end.0 + 1)
}

/// Finds out which tokens stand in `mod name { .. }`, and which under `#[cfg(test)]`.
fn mark(tokens: &mut [Token<'_>]) {
    let mut open: Vec<(Option<&str>, bool)> = Vec::new();
    let mut test_next = false;
    for at in 0..tokens.len() {
        let back = |n: usize| at.checked_sub(n).map_or("", |at| tokens[at].text);
        if ["#", "[", "cfg", "(", "test", ")", "]"].iter().rev().enumerate().all(|(n, text)| back(n) == *text) {
            test_next = true;
        }
        let (text, name) = (tokens[at].text, (back(2) == "mod").then(|| back(1)));
        match text {
            "{" => open.push((name, std::mem::take(&mut test_next))),
            "}" => {
                open.pop();
            }
            ";" => test_next = false,
            _ => {}
        }
        tokens[at].in_test = test_next || open.iter().any(|(_, test)| *test);
        tokens[at].modules = open.iter().filter_map(|(name, _)| *name).collect();
    }
}

/// A path such as `crate::content::tree::Tree`, one for each leaf of a `use`.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) segments: Vec<&'a str>,
    pub(crate) line: usize,
    pub(crate) in_test: bool,
    modules: Vec<&'a str>,
    /// Whether it is brought in by `use`: then even a single name is a path, and not perhaps a variable.
    imported: bool,
}

pub(crate) fn paths<'a>(tokens: &[Token<'a>]) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let imported = at > 0 && tokens[at - 1].text == "use" || at > 1 && tokens[at - 1].text == "::" && tokens[at - 2].text == "use";
        if tokens[at].text == "use" || !(is_name(tokens[at].text) || tokens[at].text == "{" && imported) {
            at += 1;
            continue;
        }
        let before = found.len();
        at = leaves(tokens, at, Vec::new(), &mut found);
        found[before..].iter_mut().for_each(|path| path.imported = imported);
    }
    found
}

/// Collects the path that begins at a token, and gives the token behind it.
fn leaves<'a>(tokens: &[Token<'a>], mut at: usize, mut segments: Vec<&'a str>, found: &mut Vec<Named<'a>>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    while at < tokens.len() {
        if text(at) == "{" {
            at += 1;
            while at < tokens.len() && text(at) != "}" {
                at = leaves(tokens, at, segments.clone(), found);
            }
            return at + 1;
        }
        let follows = text(at + 1) == "::" && (is_name(text(at + 2)) || matches!(text(at + 2), "{" | "*"));
        if !(is_name(text(at)) || text(at) == "*") {
            return at + 1;
        }
        segments.push(text(at));
        if !follows {
            let Token { line, in_test, modules, .. } = &tokens[at];
            found.push(Named { segments, line: *line, in_test: *in_test, modules: modules.clone(), imported: false });
            return at + 1;
        }
        at += 2;
    }
    at
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

impl Named<'_> {
    /// The path from the root of the crate; `None` when it leads elsewhere.
    pub(crate) fn within_crate(&self, modules: &[&str]) -> Option<Vec<String>> {
        let mut base: Vec<&str> = modules.iter().chain(&self.modules).copied().collect();
        let mut rest = &self.segments[..];
        match *rest.first()? {
            "crate" => {
                base.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first() == Some(&"super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => return None,
        }
        // `pub(crate)` and `pub(super)` are no uses of anything; nor is `self` the value.
        (self.segments.len() > 1).then(|| base.iter().chain(rest).map(|name| (*name).to_owned()).collect())
    }

    pub(crate) fn begins_with(&self, name: &[&str]) -> bool {
        self.is_path() && self.segments.starts_with(name)
    }

    /// Whether the names stand in the path next to each other.
    pub(crate) fn holds(&self, name: &[&str]) -> bool {
        self.is_path() && self.segments.windows(name.len()).any(|part| part == name)
    }

    fn is_path(&self) -> bool {
        self.imported || self.segments.len() > 1
    }
}
