//! The lines between nodes: `-->`, `-. text .->`, `== text ==>`, `<-->`, ..

/// A line between two nodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// Its length in bytes, with the text in it.
    pub length: usize,
    /// The text in it.
    pub label: Option<&'a str>,
    /// Which way it points.
    pub points: Points,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Points {
    /// From the first node to the second; so does a line without a head.
    On,
    Back,
    Both,
    /// It is not drawn.
    Nowhere,
}

/// Reads the link at the beginning of a text, with the rest of its line for a text in it.
pub(super) fn link(text: &str) -> Option<Link<'_>> {
    let invisible = text.len() - text.trim_start_matches('~').len();
    if invisible >= 3 {
        return Some(Link { length: invisible, label: None, points: Points::Nowhere });
    }
    let head = text.chars().next().filter(|c| matches!(c, '<' | 'x' | 'o'));
    let body = text.get(usize::from(head.is_some())..)?;
    let front = text.len() - body.len();
    let stroke = match body.as_bytes() {
        [b'-', b'-', ..] => Stroke::Plain('-'),
        [b'=', b'=', ..] => Stroke::Plain('='),
        [b'-', b'.', ..] | [b'.', b'-', ..] => Stroke::Dotted,
        _ => return None,
    };
    let (label, length, tail) = match stroke.whole(body) {
        Some((length, tail)) => (None, length, tail),
        None => {
            // Only its beginning: a text follows, and the end.
            let begin = body.get(2..)?;
            let (label, length, tail) = stroke.end_behind(begin)?;
            (Some(label), 2 + length, tail)
        }
    };
    let points = match (head, tail) {
        (Some('<'), Some('>')) | (Some('x'), Some('x')) | (Some('o'), Some('o')) => Points::Both,
        (Some('<'), None) => Points::Back,
        _ => Points::On,
    };
    Some(Link { length: front + length, label, points })
}

#[derive(Clone, Copy)]
enum Stroke {
    Plain(char),
    Dotted,
}

impl Stroke {
    /// The length of a link that ends where it is drawn, with its head.
    fn whole(self, text: &str) -> Option<(usize, Option<char>)> {
        match self {
            Stroke::Plain(c) => {
                let count = text.len() - text.trim_start_matches(c).len();
                let tail = text.get(count..)?.chars().next().filter(|c| matches!(c, '>' | 'x' | 'o'));
                (count >= 2 && (count > 2 || tail.is_some())).then(|| (count + usize::from(tail.is_some()), tail))
            }
            Stroke::Dotted => {
                let dash = usize::from(text.starts_with('-'));
                let rest = text.get(dash..)?;
                let dots = rest.len() - rest.trim_start_matches('.').len();
                let end = rest.get(dots..)?.strip_prefix('-')?;
                let tail = end.chars().next().filter(|c| matches!(c, '>' | 'x' | 'o'));
                (dots > 0).then(|| (dash + dots + 1 + usize::from(tail.is_some()), tail))
            }
        }
    }

    /// The text up to the end of the link on the same line, the length with both, and the head.
    fn end_behind(self, text: &str) -> Option<(&str, usize, Option<char>)> {
        let line = text.len() - text.trim_start_matches([' ', '\t']).len();
        // A text in quotes may hold anything, line breaks too.
        let quoted = text.get(line..)?.strip_prefix('"').and_then(|inner| inner.get(..super::parse::window(inner))?.find('"'));
        let mut at = quoted.map_or(0, |end| line + end + 2);
        let until = at + text.get(at..)?.find('\n').unwrap_or(text.len() - at);
        let text = text.get(..until)?;
        let needle = if let Stroke::Plain(c) = self { if c == '-' { "--" } else { "==" } } else { ".-" };
        while let Some(found) = text.get(at..)?.find(needle) {
            at += found;
            if let Some((length, tail)) = self.whole(text.get(at..)?) {
                return Some((text.get(..at)?, at + length, tail));
            }
            at += needle.len();
        }
        None
    }
}
