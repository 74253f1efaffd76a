use std::collections::{HashMap, HashSet};

use super::{Code, Diagnostic, Find};
use crate::content::diagnostic::Span;
use crate::content::pack::{Contradiction, Entry, Finding, Pack};

rule! {
    /// Two conflicts are about the same pair of results.
    ///
    /// Whoever comes to that pair is told twice, and perhaps sent two ways that contradict each other.
    ///
    /// ```text
    /// (id: "cache-of-money", between: ((tree: "scaling", any: ["cache-first"]), (tree: "consistency", any: ["saga"])), ..),
    /// (id: "stale-balance", between: ((tree: "consistency", any: ["saga"]), (tree: "scaling", any: ["cache-first"])), ..),
    /// //    ^^^^^^^^^^^^^ same-conflict
    /// ```
    ///
    /// # What to do
    ///
    /// Make one entry of the two, or let each name only the results that it is about.
    SameConflict, Find::InPack(find)
}

/// A side of a conflict as one name of its `any`.
type Result<'a> = (&'a str, &'a str);

fn find<'a>(pack: &'a Pack, findings: &mut Vec<Finding<'a>>) {
    let mut seen: HashMap<(Result<'a>, Result<'a>), (&'a str, &'a str, Span)> = HashMap::new();
    // One that another pack's takes the place of is nobody's any more.
    let counted: Vec<&Contradiction> = pack.conflicts().collect();
    let counts: HashSet<*const Contradiction> = counted.iter().map(|conflict| std::ptr::from_ref(*conflict)).collect();
    for (file, conflict) in pack.conflicts_with_files().filter(|(_, conflict)| counts.contains(&std::ptr::from_ref(*conflict))) {
        let [one, other] = &conflict.between;
        let pairs = one.any.iter().flat_map(|a| other.any.iter().map(move |b| (a, b)));
        let pairs = pairs.map(|(a, b)| ((one.tree.name.as_str(), a.name.as_str()), (other.tree.name.as_str(), b.name.as_str())));
        // One fault for each conflict: the first pair that another one has too.
        let mut told = false;
        for (a, b) in pairs {
            let key = if a <= b { (a, b) } else { (b, a) };
            let (first, first_file, first_span) = *seen.entry(key).or_insert((&conflict.id, &file.name, conflict.span()));
            if told || first == conflict.id {
                continue;
            }
            told = true;
            let message = format!("`{first}` is about `{}` of `{}` and `{}` of `{}` too", a.1, a.0, b.1, b.0);
            let mut fault = Diagnostic::new(Code::SameConflict, message).at(conflict.span(), "this one");
            if first_file == file.name {
                fault = fault.at(first_span, "the first one");
            }
            findings.push(file.finding(fault.help("make one entry of the two, or let each name only the results that it is about")));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check_pack;

    #[test]
    fn whichever_side_comes_first() {
        let tree = |id: &str| format!("(id: \"{id}\", start: \"yes\", $tree, nodes: [Outcome(id: \"yes\", also: [(id: \"too\", aspect: \"a\", recommendation: \"R\", why: \"W\")], $outcome)])");
        check_pack(&[
            ("trees/one.ron", &tree("one")),
            ("trees/two.ron", &tree("two")),
            (
                "assets/conflicts.ron",
                r#"[
    (id: "first", between: ((tree: "one", any: ["yes"]), (tree: "two", any: ["yes", "too"])), why: "W", way_out: "O", references: []),
    (id: "again", between: ((tree: "two", any: ["yes"]), (tree: "one", any: ["too", "yes"])), why: "W", way_out: "O", references: []),
    //    ^^^^^ same-conflict
    (id: "other", between: ((tree: "two", any: ["too"]), (tree: "one", any: ["too"])), why: "W", way_out: "O", references: []),
]"#,
            ),
        ]);
    }
}
