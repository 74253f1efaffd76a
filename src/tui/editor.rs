//! How the person's editor is told to open a file at a line.

use std::ffi::OsString;
use std::path::Path;

/// The program and its arguments that open a file at a line, from 1, in an editor as `VISUAL` and `EDITOR` name it: a program, and
/// arguments of its own. `None` when it names none.
pub fn command(editor: &str, file: &Path, line: usize) -> Option<(String, Vec<OsString>)> {
    let mut words = words(editor).into_iter();
    let program = words.next()?;
    let mut arguments: Vec<OsString> = words.map(OsString::from).collect();
    let name = Path::new(&program).file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    // As one argument, whatever is in the path.
    let with_line = || {
        let mut argument = file.as_os_str().to_owned();
        argument.push(format!(":{line}"));
        argument
    };
    match name.as_str() {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            // Without it the program comes back at once, which does no harm.
            arguments.extend(["--goto".into(), with_line()]);
        }
        "hx" | "helix" | "zed" | "zeditor" | "subl" | "sublime_text" | "micro" | "lapce" => arguments.push(with_line()),
        "vi" | "vim" | "nvim" | "gvim" | "view" | "vis" | "nano" | "pico" | "emacs" | "emacsclient" | "kak" | "ne" | "joe" | "jed"
        | "mg" | "mcedit" | "gedit" | "less" => arguments.extend([format!("+{line}").into(), file.into()]),
        // One that nobody knows here is given the file alone: it could take a line for another file.
        _ => arguments.push(file.into()),
    }
    Some((program, arguments))
}

/// Words parted by white space; quotes hold together what they enclose.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(editor: &str, expected: &[&str]) {
        let command = command(editor, Path::new("/a b/c.ron"), 7);
        let all = command.map(|(program, arguments)| {
            std::iter::once(program).chain(arguments.into_iter().map(|argument| argument.into_string().unwrap())).collect::<Vec<_>>()
        });
        assert_eq!(all.unwrap_or_default(), expected);
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        check("vim", &["vim", "+7", "/a b/c.ron"]);
        check("/usr/bin/nvim -p", &["/usr/bin/nvim", "-p", "+7", "/a b/c.ron"]);
        check("nano", &["nano", "+7", "/a b/c.ron"]);
        check("emacsclient -t -a \"\"", &["emacsclient", "-t", "-a", "", "+7", "/a b/c.ron"]);
        check("code --wait", &["code", "--wait", "--goto", "/a b/c.ron:7"]);
        check("hx", &["hx", "/a b/c.ron:7"]);
        check("zed --wait", &["zed", "--wait", "/a b/c.ron:7"]);
        check("'/my tools/ed'", &["/my tools/ed", "/a b/c.ron"]);
        check("", &[]);
        check("  ", &[]);
    }
}
