//! What the authors' guide shows is what happens: each fenced block in it is run, and one that is not known how to run is a fault.
//!
//! The word behind the fence says what a block is, and each part of the guide (`##`) has a folder of its own in which its blocks
//! are run one after the other:
//!
//! | info string | what is done |
//! |---|---|
//! | `ron FILE`, `markdown FILE`, `mermaid FILE` | the block is written to the file |
//! | `diff FILE` | the file is changed so; the lines without a mark, and those that go, must be in it once |
//! | `console` | each `$ waypost ..` or `$ git ..` is run, and its output compared: a line `...` stands for any lines, `[..]` for any part of a line, and `? 1` directly behind the command for its exit code |
//! | `console git` | as well, where there is git |
//! | `sh` | each line is run without input, and must end in an outcome or with an open question |
//! | `ron question`, `ron condition`, .. | a part of a tree: it is put into a tree, which must lint clean |
//! | `yaml FILE` | a workflow: what it runs of `waypost` must succeed |
//!
//! `UPDATE_GUIDE=1 cargo test --test guide` writes the outputs anew.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::fs;
use std::path::PathBuf;

use fence::{Fence, fences};
use frame::Frames;
use place::{Place, has_git};
use waypost::content::tree;

#[path = "guide/console.rs"]
mod console;
#[path = "guide/fence.rs"]
mod fence;
#[path = "guide/frame.rs"]
mod frame;
#[path = "guide/patch.rs"]
mod patch;
#[path = "guide/place.rs"]
mod place;
#[path = "guide/workflow.rs"]
mod workflow;

fn guide_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("trees/README.md")
}

fn guide() -> String {
    fs::read_to_string(guide_path()).unwrap()
}

/// What became of a block: nothing to say, or the text that belongs in its place.
type Ran = Result<Option<String>, String>;

fn run(fence: &Fence<'_>, place: &Place, frames: &mut Frames) -> Ran {
    let words: Vec<&str> = fence.info.split_whitespace().collect();
    match words.as_slice() {
        ["console"] => console::run(fence.text, place),
        ["console", "git"] if has_git() => console::run(fence.text, place),
        ["console", "git"] => Ok(None),
        ["sh"] => console::run_unread(fence.text, place).map(|()| None),
        ["ron", part] if frames.add(fence, part)? => Ok(None),
        ["ron" | "markdown" | "mermaid", file] if file.contains('.') => place.write(file, fence.text).map(|()| None),
        ["diff", file] => place.change(file, |text| patch::applied(text, fence.text)).map(|()| None),
        ["yaml", file] => place.write(file, fence.text).and_then(|()| workflow::run(fence.text, place)).map(|()| None),
        _ => Err(format!("nothing is known of a block `{}`", fence.info)),
    }
}

#[test]
fn every_block_of_the_guide_is_as_shown() {
    let guide = guide();
    let update = std::env::var_os("UPDATE_GUIDE").is_some();
    let mut written = String::new();
    let (mut faults, mut frames) = (Vec::new(), Frames::default());
    let mut place = Place::new();
    let (mut part, mut copied) = (0, 0);
    for fence in fences(&guide) {
        if fence.part != part {
            (part, place) = (fence.part, Place::new());
        }
        match run(&fence, &place, &mut frames) {
            Ok(None) => {}
            Ok(Some(text)) if update => {
                written.push_str(&guide[copied..fence.range.start]);
                written.push_str(&text);
                copied = fence.range.end;
            }
            Ok(Some(text)) => faults.push(format!("trees/README.md:{}: this comes instead\n{text}", fence.line)),
            Err(why) => faults.push(format!("trees/README.md:{}: {why}", fence.line)),
        }
    }
    faults.extend(frames.faults());
    if copied > 0 {
        written.push_str(&guide[copied..]);
        fs::write(guide_path(), written).unwrap();
    }
    assert!(faults.is_empty(), "{}\n\nUPDATE_GUIDE=1 cargo test --test guide writes outputs anew", faults.join("\n\n"));
}

/// The tables name every field that the loader takes, as its own messages list them.
#[test]
fn the_guide_names_every_field() {
    let guide = guide();
    let tree = |fields: &str| {
        let (_, faults) = tree::parse(&format!("(id: \"a\", version: 1, title: \"a\", summary: \"a\", start: \"a\", {fields})"));
        faults
    };
    let option = |fields: &str| {
        format!(
            "nodes: [Question(id: \"a\", prompt: \"a\", why: \"a\", how_to_tell: [\"a\"], assume_why: \"a\", kind: Choice(assume: \"a\", options: [{fields}]))]"
        )
    };
    let probes = [
        ("a tree", tree("zzzz: 1, nodes: []"), 8),
        ("a question", tree("nodes: [Question(zzzz: 1)]"), 12),
        ("an option", tree(&option("(zzzz: 1)")), 3),
        ("an outcome", tree("nodes: [Outcome(zzzz: 1)]"), 14),
        ("an entry of also", tree("also: [(zzzz: 1)], nodes: []"), 6),
    ];
    for (what, faults, least) in probes {
        let help = faults.iter().filter(|fault| fault.message.contains("`zzzz`")).find_map(|fault| fault.help.clone()).unwrap();
        let fields: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
        assert!(fields.len() >= least, "{what}: {help}");
        for field in fields {
            assert!(
                guide.contains(&format!("`{field}`")) || guide.contains(&format!("{field}:")),
                "{what}: the guide does not name `{field}`"
            );
        }
    }
}
