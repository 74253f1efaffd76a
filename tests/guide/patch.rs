//! Changes of a file as the guide shows them: lines that go with `-`, lines that come with `+`, and lines around them.

/// A text with changes made, which a line `@@` parts. Indentation is the file's: a change is compared without it.
///
/// # Errors
/// When the lines that a change is about are not in the text, or are there twice.
pub(crate) fn applied(text: &str, changes: &str) -> Result<String, String> {
    let lines: Vec<&str> = changes.lines().collect();
    lines.split(|line| line.starts_with("@@")).try_fold(text.to_owned(), |text, change| changed(&text, change))
}

fn changed(text: &str, change: &[&str]) -> Result<String, String> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for line in change.iter().filter(|line| !line.trim().is_empty()) {
        let (mark, rest) = line.split_at_checked(1).unwrap_or((line, ""));
        match mark {
            "-" => old.push(rest.trim()),
            "+" => new.push((rest.trim(), true)),
            " " => {
                old.push(rest.trim());
                new.push((rest.trim(), false));
            }
            _ => return Err(format!("a line of a change begins with a space, `-` or `+`: {line}")),
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    let places: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at..].len() >= old.len() && old.iter().zip(&lines[*at..]).all(|(old, line)| *old == line.trim()))
        .collect();
    let [at] = places[..] else {
        return Err(format!("the lines to change are there {} times:\n{}", places.len(), old.join("\n")));
    };
    let mut kept = lines[at..at + old.len()].iter();
    let mut indent = &lines[at][..lines[at].len() - lines[at].trim_start().len()];
    let mut changed: Vec<String> = lines[..at].iter().map(|line| (*line).to_owned()).collect();
    for (line, comes) in new {
        if !comes {
            // The lines that go stand between those that stay.
            let stays = kept.find(|kept| kept.trim() == line).copied().unwrap_or(line);
            indent = &stays[..stays.len() - stays.trim_start().len()];
        }
        changed.push(format!("{indent}{line}"));
    }
    changed.extend(lines[at + old.len()..].iter().map(|line| (*line).to_owned()));
    Ok(changed.join("\n") + "\n")
}

#[test]
fn changes_are_made_where_they_belong() {
    let text = "(\n    a: 1,\n    b: 2,\n    c: 2,\n)\n";
    let check = |change: &str, expected: Result<&str, &str>| match (applied(text, change), expected) {
        (Ok(text), Ok(expected)) => assert_eq!(text, expected, "{change}"),
        (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
        (came, _) => panic!("{change}: {came:?}"),
    };
    check("-b: 2,\n+b: 3,\n+d: 4,", Ok("(\n    a: 1,\n    b: 3,\n    d: 4,\n    c: 2,\n)\n"));
    check(" a: 1,\n+x: 1,\n b: 2,", Ok("(\n    a: 1,\n    x: 1,\n    b: 2,\n    c: 2,\n)\n"));
    check("-a: 1,\n@@\n-c: 2,\n+c: 3,", Ok("(\n    b: 2,\n    c: 3,\n)\n"));
    check("-b: 3,\n+b: 4,", Err("0 times"));
    check("b: 3,", Err("begins with"));
}
