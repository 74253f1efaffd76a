//! A workflow for GitHub Actions, as far as it can be followed here: what it runs of Waypost.

use super::console::run_line;
use super::place::Place;

/// Runs each line of `waypost` in a workflow.
///
/// # Errors
/// When a line is not of YAML's form as workflows use it, when a command fails, and when there is none.
pub(crate) fn run(text: &str, place: &Place) -> Result<(), String> {
    let commands = commands(text)?;
    if commands.is_empty() {
        return Err("the workflow runs nothing of `waypost`".to_owned());
    }
    for command in commands {
        let came = run_line(command, place)?;
        if came.code != 0 {
            return Err(format!("`{command}` ends with {}:\n{}", came.code, came.text));
        }
    }
    Ok(())
}

/// The commands of Waypost in the steps.
fn commands(text: &str) -> Result<Vec<&str>, String> {
    let mut commands = Vec::new();
    for line in text.lines() {
        let inner = line.trim_start_matches(' ');
        let indent = line.len() - inner.len();
        let (key, value) = inner.trim_start_matches("- ").split_once(':').ok_or_else(|| format!("`{line}` is not `key: value`"))?;
        if indent % 2 != 0 || inner.contains('\t') || !key.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_')) {
            return Err(format!("`{line}` is not a line of a workflow"));
        }
        let value = value.trim();
        match key {
            "run" if value.starts_with("waypost ") => commands.push(value),
            "run" if !value.starts_with("cargo install ") => return Err(format!("`{value}` is run by nobody here")),
            _ => {}
        }
    }
    Ok(commands)
}

#[test]
fn commands_are_found() {
    let text = "on:\n  push:\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo install --path a\n      - run: waypost lint\n";
    assert_eq!(commands(text), Ok(vec!["waypost lint"]));
    assert!(commands("jobs\n").is_err());
    assert!(commands("   on: push\n").is_err());
    assert!(commands("- run: rm -r a\n").is_err());
}
