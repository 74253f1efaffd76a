//! What the README shows is what the program does: the README's picture and keys.
//! `UPDATE_README=1 cargo test --test readme` writes the README's anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use waypost::advice::insight::possible;
use waypost::advice::walk::{Answer, Answers, Key, Value, route};
use waypost::content::pack::Pack;
use waypost::store::files::{PackPlaces, open_pack};
use waypost::tui::action::key_list;
use waypost::tui::state::{Look, State};
use waypost::tui::theme::Theme;
use waypost::tui::update::{Message, open_tree, update};
use waypost::tui::view::render;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn built_in() -> Pack {
    open_pack(&PackPlaces::default()).unwrap()
}

/// Checks, or writes, the part of the README behind a comment that begins with a name.
#[track_caller]
fn check(name: &str, expected: &str) {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let start = readme.find(&format!("<!-- {name}:")).unwrap();
    let start = start + readme[start..].find('\n').unwrap() + 1;
    let end = start + readme[start..].find("<!-- end -->").unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path("README.md"), format!("{}{expected}{}", &readme[..start], &readme[end..])).unwrap();
        return;
    }
    assert_eq!(&readme[start..end], expected, "the README is out of date; UPDATE_README=1 cargo test --test readme writes it anew");
}

#[test]
fn the_readme_shows_what_is() {
    let pack = Arc::new(built_in());
    let tree = pack.tree("scaling").unwrap();
    let question = tree.question("single-server").unwrap();
    let answers: Answers = [(Key::of(tree, question), Answer::Given(Value::Option("no".to_owned())))].into_iter().collect();
    let mut state = State::new(Arc::clone(&pack), answers.clone(), Look { theme: Theme::PLAIN, ascii: false });
    open_tree(&mut state, "scaling");
    let possible = possible(tree, &answers, &route(tree, &answers));
    let generation = state.generation;
    update(&mut state, Message::Ahead { generation, possible });
    let area = Rect::new(0, 0, 100, 26);
    let mut buffer = Buffer::empty(area);
    render(&state, area, &mut buffer);
    let mut picture = "```text\n".to_owned();
    for y in 0..area.height {
        let line: String = (0..area.width).map(|x| buffer[(x, y)].symbol()).collect();
        writeln!(picture, "{}", line.trim_end()).unwrap();
    }
    picture.push_str("```\n");
    check("screen", &picture);

    let mut keys = "| keys | what they do |\n|---|---|\n".to_owned();
    for (names, help) in key_list(&pack.words().actions) {
        let names: Vec<String> = names.split(", ").map(|name| format!("`{name}`")).collect();
        writeln!(keys, "| {} | {help} |", names.join(" ")).unwrap();
    }
    check("keys", &keys);
}
