//! Guards the house: reads every file under `src/` and fails on what `ARCHITECTURE.md` forbids.
//!
//! An import of a wing or room further down, a disk, a clock, a terminal or a `println!` where it does not belong, a file that
//! has grown too long, a folder that nobody planned. Each message has its place as `file:line`, and says what to do. The rules
//! themselves are tested on snippets at the end, so that they are known to be able to fail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::fs;
use std::path::Path;

use paths::{paths, tokens};

#[path = "tidy/paths.rs"]
mod paths;

/// The wings, each of which uses only those before it, and their rooms, each of which uses only those before it.
///
/// `mod` is the wing's own `mod.rs`, which comes last: it stands in front of the rooms, and they do not lean on it.
const WINGS: &[(&str, &[&str])] = &[
    ("content", &["text", "diagnostic", "source", "tree", "document", "pack", "mod"]),
    ("advice", &["walk", "insight", "search", "scenario", "mod"]),
    ("paper", &["record", "diagram", "export", "mod"]),
    ("authoring", &["lint", "diff", "import", "template", "mod"]),
    ("store", &["clock", "files", "lent", "watch", "write", "named", "lock", "records", "record_file", "revision", "mod"]),
    ("tui", &["theme", "action", "state", "update", "view", "terminal", "editor", "runtime", "mod"]),
    (
        "cli",
        &[
            "args", "report", "paths", "ask", "explain", "trees", "read", "search", "graph", "lint", "test", "diff", "new", "import",
            "record", "plain", "open", "mod",
        ],
    ),
];

/// Rooms that lean on something further down all the same, each with the reason.
const DEVIATIONS: &[(&str, &str, &str)] = &[
    // `Ending` and `Output`, what every command returns and prints to, stand in `cli/mod.rs` beside the dispatch.
    ("cli", "*", "mod"),
];

/// Rooms that leave alone what lies above them, each with the reason.
const APART: &[(&str, &str, &str)] = &[
    // Rendering is a function of the state: it changes nothing, so it has no use for what changes it.
    ("tui", "view", "update"),
];

/// Wings that do no IO, read no clock, print nothing and know no terminal.
const PURE: &[&str] = &["content", "advice", "paper", "authoring"];

/// Crates and modules, and the only places that may name them.
const ONLY_IN: &[(&[&str], &[&str], Tests, &str)] = &[
    (&["ratatui", "crossterm"], &[], Tests::Too, "use `crossterm` itself, in src/tui/terminal.rs or src/tui/action.rs"),
    (&["crossterm"], &["src/tui/terminal.rs", "src/tui/action.rs"], Tests::Too, "the terminal is known in `terminal` and `action` alone"),
    (&["ron"], &["src/content/source/"], Tests::Too, "read through content::source, which knows places and limits"),
    (&["std", "fs"], &["src/store/"], Tests::Excepted, "let `store` touch the disk"),
];

/// What a pure wing does not name.
const IMPURE: &[(&[&str], &str)] = &[
    (&["std", "io"], "hand the text back and let `cli`, `tui` or `store` do the reading and writing"),
    (&["std", "env"], "take what the environment says as an argument"),
    (&["std", "net"], "nothing here goes to the network"),
    (&["std", "process"], "nothing here starts or ends a process"),
    (&["Instant", "now"], "take the time as an argument"),
    (&["SystemTime"], "take the time as an argument"),
    (&["ratatui"], "hand values to `tui`, which draws them"),
    (&["clap"], "hand values to `cli`, which knows the command line"),
];

/// Names that say nothing of what a file is for.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];
/// A room that wants a wall.
const MAX_LINES: usize = 600;
/// What lies at the top of the repository, beside dotfiles.
const TOP: &[&str] = &["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "src", "trees", "assets", "tests", "target"];

/// Whether a rule holds for the tests inside `src/` too.
#[derive(Clone, Copy, PartialEq)]
enum Tests {
    Too,
    Excepted,
}

#[test]
fn wings_and_rooms_use_only_what_is_above_them() {
    every_file(imports);
}

#[test]
fn disk_terminal_and_parser_are_known_in_one_place_each() {
    every_file(only_in);
}

#[test]
fn the_inner_wings_do_no_io_and_read_no_clock() {
    every_file(impure);
}

#[test]
fn only_the_command_line_prints() {
    every_file(prints);
}

#[test]
fn there_is_no_unsafe_code() {
    every_file(unsafe_code);
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    every_file(|file| [too_long(file), empty_name(file)].concat());
}

#[test]
fn every_file_lies_in_a_room() {
    every_file(homeless);
}

#[test]
fn the_top_level_holds_nothing_else() {
    let names = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let strays: Vec<String> = names.filter(|name| !(name.starts_with('.') || TOP.contains(&name.as_str()))).collect();
    assert!(strays.is_empty(), "these do not belong at the top of the repository: {strays:?}; it holds {TOP:?} and dotfiles");
}

#[test]
fn the_crate_doc_names_every_wing() {
    let doc = crate_doc(&fs::read_to_string(root().join("src/lib.rs")).unwrap());
    let missing: Vec<&str> =
        WINGS.iter().map(|(wing, _)| *wing).filter(|wing| root().join("src").join(wing).is_dir() && !names_wing(&doc, wing)).collect();
    assert!(
        missing.is_empty(),
        "src/lib.rs:1: the map in the crate doc does not name {missing:?}; write each as `name` in backticks or **bold**"
    );
}

/// A file under `src/`.
struct File {
    /// From the top of the repository, with `/`.
    path: String,
    text: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone)]
struct Fault {
    line: usize,
    message: String,
}

/// Holds a rule against every file, and fails with all faults at once.
#[track_caller]
fn every_file(rule: fn(&File) -> Vec<Fault>) {
    let files = files();
    assert!(files.len() > 20, "src/ was not found: {} files", files.len());
    let faults: Vec<String> = files
        .iter()
        .flat_map(|file| rule(file).into_iter().map(|fault| format!("{}:{}: {}", file.path, fault.line, fault.message)))
        .collect();
    assert!(faults.is_empty(), "ARCHITECTURE.md is not kept:\n{}\n", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut open = vec![root().join("src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

impl File {
    /// The modules that the file stands for: `src/content/tree/lower.rs` is content, tree, lower.
    fn modules(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut modules: Vec<&str> = inner.split('/').collect();
        if matches!(modules.last(), Some(&"mod" | &"lib" | &"main")) {
            modules.pop();
        }
        modules
    }

    /// The wing and the room that the file is part of; `None` for the files of the crate itself.
    fn room(&self) -> Option<(&str, &str)> {
        let modules = self.modules();
        let wing = *modules.first()?;
        self.path.matches('/').nth(1).map(|_| (wing, modules.get(1).copied().unwrap_or("mod")))
    }
}

/// The place of a room among those of its wing.
fn place(wing: &str, room: &str) -> Option<usize> {
    WINGS.iter().find(|(name, _)| *name == wing)?.1.iter().position(|name| *name == room)
}

fn imports(file: &File) -> Vec<Fault> {
    let Some((wing, room)) = file.room() else { return Vec::new() };
    let rank = |wing: &str| WINGS.iter().position(|(name, _)| *name == wing);
    let mut faults = Vec::new();
    for path in paths(&tokens(&file.text)) {
        let Some(to) = path.within_crate(&file.modules()) else { continue };
        let shown = format!("crate::{}", to.join("::"));
        let message = match to.first().map(|to_wing| (to_wing.as_str(), rank(to_wing))) {
            None => continue,
            Some(("*", _)) => format!("`{shown}` brings in everything at once; name what is used"),
            Some((to_wing, None)) => format!("`{to_wing}` is no wing: nothing lives at the root of the crate"),
            Some((to_wing, to_rank)) if to_rank > rank(wing) => {
                format!("`{wing}` uses `{shown}`, and `{to_wing}` lies below it; a wing uses only those above: move what is shared up")
            }
            Some((to_wing, _)) if to_wing != wing => continue,
            Some(_) => {
                // What is not a room is an item of the wing's `mod.rs`.
                let to_room = to.get(1).map(String::as_str).filter(|name| place(wing, name).is_some()).unwrap_or("mod");
                let deviates = |(of, from, onto): &(&str, &str, &str)| *of == wing && (*from == "*" || *from == room) && *onto == to_room;
                if to.get(1).is_some_and(|name| name == "*") && room != "mod" {
                    format!("`{shown}` brings in the whole wing; name the room and what is used of it")
                } else if APART.contains(&(wing, room, to_room)) {
                    format!("the room `{room}` uses `{shown}`, and is to know nothing of `{to_room}`")
                } else if place(wing, to_room) > place(wing, room) && !DEVIATIONS.iter().any(deviates) {
                    format!("the room `{room}` uses `{shown}`, and `{to_room}` lies below it in `{wing}`; a room uses only those above")
                } else {
                    continue;
                }
            }
        };
        faults.push(Fault { line: path.line, message });
    }
    faults
}

fn only_in(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in paths(&tokens(&file.text)) {
        for (name, places, tests, instead) in ONLY_IN {
            let here = places.iter().any(|place| file.path.starts_with(place));
            if path.begins_with(name) && !here && !(path.in_test && *tests == Tests::Excepted) {
                let message = format!("`{}` may not be used here: {instead}", name.join("::"));
                faults.push(Fault { line: path.line, message });
            }
        }
    }
    faults
}

fn impure(file: &File) -> Vec<Fault> {
    let Some((wing, _)) = file.room().filter(|(wing, _)| PURE.contains(wing)) else { return Vec::new() };
    let mut faults = Vec::new();
    for path in paths(&tokens(&file.text)) {
        for (name, instead) in IMPURE {
            if path.holds(name) && !path.in_test {
                let message = format!("`{wing}` may not use `{}`: {instead}", name.join("::"));
                faults.push(Fault { line: path.line, message });
            }
        }
    }
    faults
}

fn prints(file: &File) -> Vec<Fault> {
    // A build script talks to cargo by printing; `terminal` sends its drawing to the terminal.
    if file.path.starts_with("src/cli/") || matches!(file.path.as_str(), "src/tui/terminal.rs" | "src/build.rs") {
        return Vec::new();
    }
    let tokens = tokens(&file.text);
    let macros = tokens.windows(2).filter(|pair| {
        matches!(pair[0].text, "println" | "print" | "eprintln" | "eprint" | "dbg") && pair[1].text == "!" && !pair[0].in_test
    });
    let mut faults: Vec<Fault> = macros
        .map(|pair| Fault { line: pair[0].line, message: format!("`{}!` outside of `cli`: hand the text back", pair[0].text) })
        .collect();
    for path in paths(&tokens) {
        if !path.in_test && ["stdout", "stderr"].iter().any(|stream| path.holds(&["io", stream])) {
            faults.push(Fault { line: path.line, message: format!("`{}` outside of `cli`: hand the text back", path.segments.join("::")) });
        }
    }
    faults
}

fn unsafe_code(file: &File) -> Vec<Fault> {
    let tokens = tokens(&file.text);
    let found = tokens.iter().filter(|token| token.text == "unsafe");
    found.map(|token| Fault { line: token.line, message: "`unsafe` is not used in this program".to_owned() }).collect()
}

fn too_long(file: &File) -> Vec<Fault> {
    let lines = file.text.lines().count();
    let message = format!("{lines} lines, where {MAX_LINES} are the most: part it along what it does");
    if lines > MAX_LINES { vec![Fault { line: MAX_LINES + 1, message }] } else { Vec::new() }
}

fn empty_name(file: &File) -> Vec<Fault> {
    let words = file.path.trim_end_matches(".rs").split(['/', '_']);
    let empty = words.filter(|word| EMPTY_NAMES.contains(word));
    empty.map(|word| Fault { line: 1, message: format!("`{word}` says nothing: name the file after what it holds") }).collect()
}

/// A file that the table has no room for.
fn homeless(file: &File) -> Vec<Fault> {
    let known = match file.room() {
        Some((wing, room)) => place(wing, room).is_some(),
        None => matches!(file.path.as_str(), "src/lib.rs" | "src/main.rs" | "src/build.rs"),
    };
    let message = "no room of the table is called that: add it there, in its order, to the map in src/lib.rs and to tests/tidy.rs";
    if known { Vec::new() } else { vec![Fault { line: 1, message: message.to_owned() }] }
}

fn crate_doc(lib: &str) -> String {
    lib.lines().filter_map(|line| line.trim_start().strip_prefix("//!")).collect::<Vec<_>>().join("\n")
}

/// Whether a doc names a wing as a name, rather than using the word.
fn names_wing(doc: &str, wing: &str) -> bool {
    [format!("`{wing}`"), format!("**{wing}**"), format!("src/{wing}")].iter().any(|name| doc.contains(name))
}

/// The faults that all rules find in a snippet, each as `line: a part of the message`.
#[track_caller]
fn check(path: &str, snippet: &str, expected: &[&str]) {
    let file = File { path: path.to_owned(), text: snippet.to_owned() };
    let rules = [imports, only_in, impure, prints, unsafe_code, too_long, empty_name, homeless];
    let found: Vec<String> = rules.iter().flat_map(|rule| rule(&file)).map(|fault| format!("{}: {}", fault.line, fault.message)).collect();
    let fits = |(found, expected): (&String, &&str)| {
        let (line, part) = expected.split_once(": ").unwrap();
        found.starts_with(&format!("{line}: ")) && found.contains(part)
    };
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(fits),
        "{path}: {snippet}\nfound {found:#?}\nnot {expected:#?}"
    );
}

#[test]
fn imports_that_lean_downwards_are_found() {
    check("src/advice/walk/route.rs", "use crate::content::tree::Tree;\nuse super::{Answer, Key};\nuse std::collections::HashMap;", &[]);
    check("src/content/tree/mod.rs", "use crate::advice::walk::Route;", &["1: `content` uses `crate::advice::walk::Route`"]);
    check("src/content/tree/mod.rs", "\nfn f() { crate::store::open_pack(); }", &["2: `store` lies below"]);
    check("src/content/tree/lower.rs", "use super::super::pack::Pack;", &["1: `pack` lies below it in `content`"]);
    check("src/content/tree/lower.rs", "use super::{graph, raw::{A, B}};", &[]);
    check(
        "src/content/text.rs",
        "use super::{\n    diagnostic::Code,\n    source,\n};",
        &["2: `diagnostic` lies below", "3: `source` lies below"],
    );
    check("src/content/text.rs", "use super::*;", &["1: brings in the whole wing"]);
    check("src/content/text.rs", "use crate::*;", &["1: brings in everything"]);
    check("src/content/text.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::cli::run;\n}", &["4: `cli` lies below"]);
    check("src/content/text.rs", "use crate::helpers::f;", &["1: `helpers` is no wing"]);
    check("src/paper/export/text.rs", "use crate::{content::tree::Tree, tui::State};", &["1: `paper` uses `crate::tui::State`"]);
    check("src/paper/export/text.rs", "// use crate::tui::State;\n/* crate::cli::run */ const A: &str = \"crate::cli::run\";", &[]);
    check(
        "src/paper/export/text.rs",
        "const A: &str = r#\"\"crate::cli::run\"#; const B: char = '\"'; use crate::cli::run;",
        &["1: `cli`"],
    );
    check("src/paper/export/text.rs", "pub(crate) fn f<'a>(self, a: &'a str) {}", &[]);
    check("src/cli/args.rs", "use super::{Ending, Output};", &[]);
    check("src/cli/args.rs", "use super::ask::run;", &["1: `ask` lies below it in `cli`"]);
    check("src/cli/mod.rs", "use args::Args;\nuse crate::tui;", &[]);
    check("src/tui/state.rs", "use super::update::update;", &["1: `update` lies below it in `tui`"]);
    check("src/tui/view/walk.rs", "use crate::tui::{state::State, runtime};", &["1: `runtime` lies below it in `tui`"]);
    check("src/tui/view/mod.rs", "use super::update::update;\nuse super::state::State;", &["1: is to know nothing of `update`"]);
    check("src/tui/action.rs", "use super::run;", &["1: `mod` lies below it in `tui`"]);
    check("src/main.rs", "fn main() { waypost::cli::run() }", &[]);
}

#[test]
fn what_has_one_place_is_found_elsewhere() {
    check("src/tui/terminal.rs", "use crossterm::event::read;", &[]);
    check("src/tui/view/walk.rs", "use crossterm::event::read;", &["1: `crossterm` may not"]);
    check("src/tui/terminal.rs", "use ratatui::crossterm::event::read;", &["1: `ratatui::crossterm` may not"]);
    check("src/tui/terminal.rs", "use ratatui::{crossterm::event, style};", &["1: `ratatui::crossterm` may not"]);
    check("src/content/source/mod.rs", "use ron::Options;", &[]);
    check("src/content/pack/mod.rs", "fn f() { ron::from_str(\"\"); let ron = 1; }", &["1: `ron` may not"]);
    check("src/content/pack/mod.rs", "use ron as r;\nuse {ron, std::rc::Rc};", &["1: `ron` may not", "2: `ron` may not"]);
    check("src/store/files.rs", "use std::fs;", &[]);
    check("src/tui/runtime.rs", "use std::{fs, io};\n", &["1: `std::fs` may not"]);
    check("src/tui/runtime.rs", "#[cfg(test)]\nmod tests { use std::fs; }", &[]);
    check("src/tui/runtime.rs", "#[cfg(test)]\nuse std::rc;\nuse ::std::fs::read;", &["3: `std::fs` may not"]);
}

#[test]
fn io_clocks_and_printing_are_found() {
    check("src/advice/walk/route.rs", "fn f() { let t = std::time::Instant::now(); }", &["1: `Instant::now`"]);
    check("src/advice/walk/route.rs", "use std::time::{Duration, SystemTime};", &["1: `SystemTime`"]);
    check("src/tui/runtime.rs", "fn f() { let t = std::time::Instant::now(); }", &[]);
    check("src/content/pack/mod.rs", "use std::io::Read;\nuse std::env;", &["1: `std::io`", "2: `std::env`"]);
    check("src/content/pack/mod.rs", "use ratatui::style::Style;", &["1: `ratatui`"]);
    check("src/content/pack/mod.rs", "fn f() { println!(\"a\"); }", &["1: `println!`"]);
    check("src/content/pack/mod.rs", "#[cfg(test)]\nmod tests { fn f() { println!(\"a\"); } }", &[]);
    check("src/store/files.rs", "fn f() { eprint!(\"a\"); std::io::stderr(); }", &["1: `eprint!`", "1: `std::io::stderr`"]);
    check("src/tui/runtime.rs", "use std::io::{self, stdout};\n", &["1: `std::io::stdout`"]);
    check("src/tui/terminal.rs", "fn f() { std::io::stdout(); }", &[]);
    check("src/cli/read.rs", "fn f() { println!(\"a\"); }", &[]);
}

#[test]
fn files_that_do_not_fit_are_found() {
    check("src/store/files.rs", "fn f() { unsafe { g() } }", &["1: `unsafe`"]);
    check("src/store/files.rs", "// unsafe\nfn is_unsafe() {}", &[]);
    check("src/store/files.rs", &"\n".repeat(MAX_LINES), &[]);
    check("src/store/files.rs", &"\n".repeat(MAX_LINES + 1), &["601: 601 lines"]);
    check("src/tui/view/common.rs", "", &["1: `common` says nothing"]);
    check("src/cli/path_helpers.rs", "", &["1: `helpers` says nothing", "1: no room"]);
    check("src/attic.rs", "", &["1: no room"]);
    check("src/attic/mod.rs", "", &["1: no room"]);
    check("src/tui/view/walk.rs", "", &[]);
}

#[test]
fn a_wing_is_named_by_its_name() {
    let doc = crate_doc("//! Waypost.\n//!\n//! | **content** | the content of files |\n//! | `cli` |\npub mod store; // `store`\n");
    for (wing, named) in [("content", true), ("cli", true), ("store", false), ("paper", false)] {
        assert_eq!(names_wing(&doc, wing), named, "{wing}");
    }
    assert!(!names_wing("what the content means", "content"));
}
