//! Commands with their output, as in a terminal.

use std::fmt::Write;

use super::place::Place;

/// Runs what stands behind `$ `, and compares what comes with what stands below it. The block as it should be, when it differs.
///
/// # Errors
/// When a command cannot be run at all.
pub(crate) fn run(block: &str, place: &Place) -> Result<Option<String>, String> {
    let mut shown = String::new();
    for step in steps(block)? {
        let came = run_line(step.command, place)?;
        let text = came.text.replace(&*place.folder().to_string_lossy(), "[..]");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        writeln!(shown, "$ {}", step.command).unwrap();
        if came.code != 0 {
            writeln!(shown, "? {}", came.code).unwrap();
        }
        let lines = if matches(&step.expected, &lines) { step.expected } else { shortened(&step.expected, &lines) };
        lines.iter().for_each(|line| writeln!(shown, "{line}").unwrap());
    }
    Ok((shown != block).then_some(shown))
}

/// Runs each line without looking at what it prints.
///
/// # Errors
/// When a command fails; an open question is no failure.
pub(crate) fn run_unread(block: &str, place: &Place) -> Result<(), String> {
    for line in block.lines() {
        let line = line.split(" #").next().unwrap_or(line).trim();
        let came = run_line(line, place)?;
        if !matches!(came.code, 0 | 3) {
            return Err(format!("`{line}` ends with {}:\n{}", came.code, came.text));
        }
    }
    Ok(())
}

pub(crate) fn run_line(line: &str, place: &Place) -> Result<super::place::Came, String> {
    let words = words(line)?;
    let (program, arguments) = words.split_first().ok_or("there is no command")?;
    place.run(program, arguments)
}

/// A command, and the lines below it.
struct Step<'a> {
    command: &'a str,
    expected: Vec<&'a str>,
}

fn steps(block: &str) -> Result<Vec<Step<'_>>, String> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command, expected: Vec::new() }),
            // The exit code is compared with the block as a whole.
            (None, Some(step)) if step.expected.is_empty() && is_code(line) => {}
            (None, Some(step)) => step.expected.push(line),
            (None, None) => return Err("the block begins with an output".to_owned()),
        }
    }
    Ok(steps)
}

fn is_code(line: &str) -> bool {
    line.strip_prefix("? ").is_some_and(|code| code.parse::<i32>().is_ok())
}

/// The words of a line, parted by spaces, where quotes hold what belongs together.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut within) = (None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => {
                within = false;
                continue;
            }
            (None, '|' | '>' | '<' | '&' | ';' | '$') => return Err(format!("`{c}` needs a shell, and there is none here: {line}")),
            _ => {
                if !within {
                    words.push(String::new());
                }
                words.last_mut().unwrap().push(c);
                within = true;
                continue;
            }
        }
        if !within {
            words.push(String::new());
            within = true;
        }
    }
    if quote.is_some() { Err(format!("a quote is not closed: {line}")) } else { Ok(words) }
}

/// Whether lines are as expected, where `...` stands for any lines and `[..]` for any part of one.
fn matches(expected: &[&str], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((&"...", rest)) => (0..=lines.len()).any(|at| matches(rest, &lines[at..])),
        Some((first, rest)) => lines.split_first().is_some_and(|(line, lines)| line_matches(first, line) && matches(rest, lines)),
    }
}

fn line_matches(expected: &str, line: &str) -> bool {
    match expected.split_once("[..]") {
        None => expected == line,
        Some((before, rest)) => {
            let Some(line) = line.strip_prefix(before) else { return false };
            (0..=line.len()).filter(|at| line.is_char_boundary(*at)).any(|at| line_matches(rest, &line[at..]))
        }
    }
}

/// What came, with the middle left out where as much was left out before.
fn shortened<'a>(expected: &[&'a str], lines: &[&'a str]) -> Vec<&'a str> {
    let parts: Vec<&[&str]> = expected.split(|line| *line == "...").collect();
    let [before, after] = parts[..] else { return lines.to_vec() };
    if before.len() + after.len() >= lines.len() {
        return lines.to_vec();
    }
    [&lines[..before.len()], &["..."], &lines[lines.len() - after.len()..]].concat()
}

#[test]
fn outputs_are_compared() {
    let check = |expected: &str, text: &str, fits: bool| {
        assert_eq!(matches(&expected.lines().collect::<Vec<_>>(), &text.lines().collect::<Vec<_>>()), fits, "{expected} {text}");
    };
    check("a\nb", "a\nb", true);
    check("a", "a\nb", false);
    check("a\n...", "a\nb\nc", true);
    check("...\nc", "a\nb\nc", true);
    check("a\n...\nc", "a\nc", true);
    check("a\n...\nd", "a\nc", false);
    check("a [..] c[..]", "a long way to c.", true);
    check("a [..] d", "a long way to c", false);
    assert_eq!(shortened(&["a", "...", "z"], &["b", "c", "d", "y"]), ["b", "...", "y"]);
    assert_eq!(shortened(&["a"], &["b", "c"]), ["b", "c"]);
}

#[test]
fn lines_are_parted_into_words() {
    let check = |line: &str, expected: &[&str]| assert_eq!(words(line).unwrap(), expected, "{line}");
    check("waypost  new queue", &["waypost", "new", "queue"]);
    check("waypost new q --title \"A queue\" ''", &["waypost", "new", "q", "--title", "A queue", ""]);
    check("a='b c'd", &["a=b cd"]);
    assert!(words("waypost lint | head").is_err());
    assert!(words("waypost 'lint").is_err());
}
