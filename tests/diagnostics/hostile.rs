//! Files that mean ill, or were damaged: each is refused with a clear word or is fine, and none makes the program fall over, wait
//! for ever, read outside of its pack or send a terminal anything but text.

use std::collections::BTreeSet;
use std::fs;

use waypost::advice::walk::{Answer, Answers, Key, route};
use waypost::content::diagnostic::Code;
use waypost::content::pack::Finding;
use waypost::content::text::first_unsafe;
use waypost::content::tree::parse;

use crate::THREE;
use crate::shelf::{Place, Shelf, drawn, everything, file_name, first_tree, in_full, marked, place, still_works};

/// Puts hostile files on a shelf: they are reported with these codes, in the order of the files, and nothing else happens.
#[track_caller]
fn check_hostile(files: &[(&str, &[u8])], expected: &[(&str, Code)]) {
    let shelf = Shelf::new();
    for (path, bytes) in files {
        shelf.put(path, bytes);
    }
    check_shelf(&shelf, expected);
}

#[track_caller]
fn check_shelf(shelf: &Shelf, expected: &[(&str, Code)]) {
    let pack = shelf.pack();
    let findings = pack.check();
    let mut found: Vec<(String, Code)> = findings.iter().map(|finding| (file_name(finding), finding.diagnostic.code)).collect();
    found.dedup();
    let shown = findings.iter().map(drawn).collect::<Vec<_>>().join("\n\n");
    let expected: Vec<(String, Code)> = expected.iter().map(|(file, code)| ((*file).to_owned(), *code)).collect();
    assert_eq!(found, expected, "what was said:\n{}", shown.get(..5_000).unwrap_or(&shown));
    assert!(shown.len() < 1_000_000, "{} bytes are said of it", shown.len());
    let all = everything(&pack);
    assert_eq!(first_unsafe(&all), None, "{all:?}");
    still_works(&pack);
}

#[test]
fn deep_nesting_is_refused() {
    const DEEP: usize = 100_000;
    let within = |before: &str, open: &str, close: &str, after: &str| {
        in_full(&format!("{before}{}{}{after}", open.repeat(DEEP), close.repeat(DEEP)))
    };
    let tree = r#"(id: "deep", start: "end", $tree, nodes: ["#;
    let edges = r#"nodes: [Outcome(id: "end", $outcome), Question(id: "one", $question, $yes_no, to: "end", edges: [(to: "end", when: "#;
    let edge = format!(r#"(id: "deep", start: "one", $tree, {edges}"#);
    for text in [
        within("", "(", ")", ""),
        within("", "[", "]", ""),
        within("", "{", "}", ""),
        within("", "(", "", ""),
        within(tree, "[", "]", "])"),
        within(tree, "(", "", ""),
        within(&edge, "Not(", ")", ")])])"),
        within(&edge, "All([", "])", ")])])"),
        within(tree, "/*", "*/", "])"),
    ] {
        let shelf = Shelf::new();
        shelf.put("trees/deep.ron", &text);
        shelf.put("assets/glossary.ron", &text);
        let pack = shelf.pack();
        for file in ["deep.ron", "glossary.ron"] {
            let of_file: Vec<_> = pack.check().into_iter().filter(|finding| file_name(finding) == file).collect();
            assert!(!of_file.is_empty() && of_file.len() < 3, "{file}: {} of {}", of_file.len(), &text[..60]);
            of_file.iter().for_each(|finding| assert!(drawn(finding).len() < 10_000));
        }
        still_works(&pack);
    }
}

#[test]
fn deep_and_wide_markdown_is_shown() {
    let many = |part: &str| format!("# Deep\n\n{}x\n", part.repeat(20_000));
    for text in [
        many(">"),
        many("- "),
        many("1. "),
        many("["),
        many("![["),
        many("*a_ "),
        many("`"),
        many("<!--"),
        many("&#27;"),
        format!("# Wide\n\n{}\n{}\n", "|a".repeat(2_000), "|-".repeat(2_000)),
        format!("# Twice\n\n{}", "## Same\n\n".repeat(5_000)),
    ] {
        let shelf = Shelf::new();
        shelf.put("assets/references/deep.md", &text);
        let pack = shelf.pack();
        pack.check().iter().for_each(|finding| assert!(drawn(finding).len() < 50_000));
        assert_eq!(first_unsafe(&everything(&pack)), None);
        still_works(&pack);
    }
}

#[test]
fn files_too_large_to_be_meant_are_refused() {
    let shelf = Shelf::new();
    for path in ["trees/large.ron", "assets/references/large.md", "assets/glossary.ron"] {
        shelf.put(path, "");
        // A hole takes no room on the disk and is read as 70 million zeros.
        fs::OpenOptions::new().write(true).open(shelf.path(path)).unwrap().set_len(70_000_000).unwrap();
    }
    let expected = [("large.ron", Code::Unreadable), ("large.md", Code::Unreadable), ("glossary.ron", Code::Unreadable)];
    check_shelf(&shelf, &expected);
    // The limit of a document is lower, because it is held as blocks too.
    check_hostile(&[("assets/references/long.md", "word ".repeat(600_000).as_bytes())], &[("long.md", Code::TooLarge)]);
}

#[test]
fn what_is_no_text_is_refused() {
    check_hostile(&[("trees/nul.ron", b"(id: \"nul\"\0)")], &[("nul.ron", Code::ControlCharacter)]);
    check_hostile(
        &[("trees/bad.ron", b"(id: \"\xff\")"), ("assets/references/bad.md", b"# \xc3\x28\n")],
        &[("bad.ron", Code::Unreadable), ("bad.md", Code::Unreadable)],
    );
    check_hostile(&[("trees/utf-16.ron", b"\xff\xfe(\0i\0d\0")], &[("utf-16.ron", Code::Unreadable)]);
    for nothing in ["", " \n\t\n", "\u{feff}"] {
        check_hostile(&[("trees/empty.ron", nothing.as_bytes())], &[("empty.ron", Code::Syntax)]);
        check_hostile(&[("assets/glossary.ron", nothing.as_bytes())], &[("glossary.ron", Code::Syntax)]);
    }
    check_hostile(&[("trees/empty.ron", b"// nothing but words\n")], &[("empty.ron", Code::WrongType)]);
    let shelf = Shelf::new();
    shelf.put("trees/empty.ron", "");
    let pack = shelf.pack();
    let said: Vec<(String, Place)> = pack.check().iter().map(|finding| (finding.diagnostic.message.clone(), place(finding))).collect();
    let place = Place { code: Code::Syntax, line: 1, column: 1, under: String::new() };
    assert_eq!(said, [("the file is empty".to_owned(), place)]);
    check_hostile(&[("assets/references/empty.md", b"")], &[("empty.md", Code::EmptyText)]);
    check_hostile(&[("trees/cr.ron", b"(\r)")], &[("cr.ron", Code::ControlCharacter)]);
    // Thousands of them are not told one by one.
    check_hostile(&[("trees/nul.ron", &[0; 100_000])], &[("nul.ron", Code::ControlCharacter)]);
}

#[test]
fn figures_that_are_none_are_refused() {
    let number = |figures: &str| {
        let bands = r#"bands: [(id: "all", label: "A", from: 0, below: 10, source: (title: "S", url: "https://example.org"))]"#;
        let question = format!(r#"Question(id: "one", to: "end", kind: Number(unit: "GB", {figures}, {bands}), $question,)"#);
        in_full(&format!(r#"(id: "odd", start: "one", nodes: [{question}, Outcome(id: "end", $outcome)], $tree)"#))
    };
    check_hostile(&[("trees/odd.ron", number("assume: 1, min: 0, max: 10").as_bytes())], &[]);
    for (figures, codes) in [
        ("assume: 1, min: 0, max: inf", &[Code::BadBands][..]),
        ("assume: 1, min: 0, max: 1e999", &[Code::BadBands]),
        ("assume: 1, min: NaN, max: 10", &[Code::BadAssumption, Code::BadBands]),
        ("assume: NaN, min: 0, max: 10", &[Code::BadAssumption]),
        ("assume: 1, min: 10, max: 0", &[Code::BadAssumption, Code::BadBands]),
        ("assume: -1, min: 0, max: 10", &[Code::BadAssumption]),
        ("assume: \"1\", min: 0, max: 10", &[Code::WrongType]),
    ] {
        let shelf = Shelf::new();
        shelf.put("trees/odd.ron", number(figures));
        let found: BTreeSet<Code> = shelf.pack().check().into_iter().map(|finding| finding.diagnostic.code).collect();
        assert_eq!(found, codes.iter().copied().collect(), "{figures}");
    }
}

#[test]
fn escape_sequences_reach_nobody() {
    let tree = |id: &str, title: &str| {
        in_full(&format!(
            r#"(id: "{id}", version: 1, title: "{title}", summary: "S", start: "end", nodes: [Outcome(id: "end", $outcome)])"#
        ))
    };
    for escape in [
        "\u{1b}]0;owned\u{7}",
        "\u{9b}2J",
        "\u{202e}",
        "\u{2066}",
        "\r",
        "\u{7f}",
        r"\u{1b}[2J",
        r"\x1b[2J",
        r"\0",
        r"\u{9b}31m",
        r"\u{202E}",
    ] {
        check_hostile(&[("trees/ill.ron", tree("ill", escape).as_bytes())], &[("ill.ron", Code::ControlCharacter)]);
        check_hostile(&[("trees/ill.ron", tree(escape, "T").as_bytes())], &[("ill.ron", Code::ControlCharacter)]);
    }
    // An unknown name is repeated in the message about it.
    let unknown = tree("ill", "T").replace("title:", "ti\u{2028}tle:");
    check_hostile(&[("trees/ill.ron", unknown.as_bytes())], &[("ill.ron", Code::ControlCharacter)]);
    // Comments nest in RON; an escape behind one is not to be overlooked, or must do no harm.
    let shelf = Shelf::new();
    shelf.put("trees/ill.ron", format!("/* /* */ \" */ {}", tree("ill", r"\u{1b}[2J")));
    let pack = shelf.pack();
    pack.check().iter().for_each(|finding| assert!(!drawn(finding).is_empty()));
    assert_eq!(first_unsafe(&everything(&pack)), None);
    // Lists are read in another way than trees are.
    check_hostile(&[("assets/glossary.ron", b"[(term: \"a\\u{1b}[2J\", meaning: \"M\")]")], &[("glossary.ron", Code::ControlCharacter)]);
    check_hostile(&[("assets/text/en.ron", b"(home: (title: \"\\u{9b}31m\"))")], &[("en.ron", Code::ControlCharacter)]);
}

#[test]
fn escape_sequences_in_markdown_reach_nobody() {
    // As they are, they are reported, and shown as what they are.
    for text in [
        "# T \u{1b}[2J\n",
        "# T\n\n\u{9b}31m\n",
        "# T\n\n```\u{1b}]0;x\u{7}\n\u{1b}[2J\n```\n",
        "# T\n\n> - `\u{202e}`\n",
        "# T\n\n<!-- worries: \u{1b}[2J -->\n",
    ] {
        check_hostile(&[("assets/references/ill.md", text.as_bytes())], &[("ill.md", Code::ControlCharacter)]);
    }
    // As entities they make the same characters, and are shown as harmless ones.
    for text in [
        "# T &#27;[2J &#x9b;31m\n",
        "# T\n\n&#x202e; `&#27;` &#27;[2J &#7; &#0;\n",
        "# T\n\n| &#27;[2J |\n|---|\n| &#x9b; |\n",
        "# T\n\n[&#27;[2J](messaging.md \"&#27;\")\n",
    ] {
        check_hostile(&[("assets/references/ill.md", text.as_bytes())], &[]);
    }
    for text in [
        "# T\n\n[a](&#27;[2J)\n",
        "# T\n\n[a](https://example.org/&#27;[2J)\n",
        "# T\n\n[a](javascript:alert&#40;1&#41;)\n",
        "# T\n\n[a](file:///etc/passwd)\n",
    ] {
        check_hostile(&[("assets/references/ill.md", text.as_bytes())], &[("ill.md", Code::BadAddress)]);
    }
    check_hostile(&[("assets/references/ill.md", b"# T\n\n[a](messaging.md#&#27;[2J)\n")], &[("ill.md", Code::DeadReference)]);
    // The text of a tree is Markdown too.
    let tree = in_full(r#"(id: "ill", start: "end", nodes: [Outcome(id: "end", $outcome, worries: ["W"])], $tree)"#);
    let tree = tree.replace(r#"why: "W""#, r#"why: "&#27;[2J &#x9b; `&#27;` <b>&#7;</b>""#);
    check_hostile(&[("trees/ill.ron", tree.as_bytes())], &[]);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_fine() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let with_mark = |text: &str| format!("\u{feff}{text}");
    let tree = first_tree().replacen(r#"id: "queue""#, r#"id: "copy""#, 1);
    let words = "# Words\n\n## A heading\n\nText.\n";
    for change in [&windows as &dyn Fn(&str) -> String, &with_mark, &|text| with_mark(&windows(text))] {
        check_hostile(&[("trees/copy.ron", change(&tree).as_bytes()), ("assets/references/words.md", change(words).as_bytes())], &[]);
        // Places are counted as an editor counts them.
        let shelf = Shelf::new();
        shelf.put("trees/case.ron", change(&in_full(THREE)));
        let found: Vec<Place> = shelf.pack().check().iter().map(place).collect();
        assert_eq!(found.len(), 3);
        assert!(marked(THREE).iter().all(|place| found.contains(place)), "{found:#?}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_pack_is_read() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.ron"), "root:x:0:0").unwrap();
    let shelf = Shelf::new();
    symlink(outside.path().join("secret.ron"), shelf.path("trees/out.ron")).unwrap();
    symlink("../../../../../../../../../../etc/passwd", shelf.path("trees/passwd.ron")).unwrap();
    symlink("/dev/zero", shelf.path("trees/zero.ron")).unwrap();
    symlink("loop.ron", shelf.path("trees/loop.ron")).unwrap();
    symlink("nowhere.ron", shelf.path("trees/dangling.ron")).unwrap();
    symlink(outside.path(), shelf.path("assets/references/folder")).unwrap();
    fs::write(shelf.path("trees").join(std::ffi::OsStr::from_bytes(b"\xff.ron")), "(").unwrap();
    let expected = [
        ("dangling.ron", Code::Unreadable),
        ("loop.ron", Code::Unreadable),
        ("out.ron", Code::Unreadable),
        ("passwd.ron", Code::Unreadable),
        ("zero.ron", Code::Unreadable),
    ];
    let pack = shelf.pack();
    let findings = pack.check();
    let shown: Vec<String> = findings.iter().map(drawn).collect();
    assert!(!shown.concat().contains("root:"), "what lies outside is shown: {shown:#?}");
    let unreadable: Vec<(String, Code)> = findings
        .iter()
        .filter(|finding| finding.diagnostic.code == Code::Unreadable)
        .map(|finding| (file_name(finding), finding.diagnostic.code))
        .collect();
    assert_eq!(unreadable, expected.map(|(file, code)| (file.to_owned(), code)));
    // The linked folder is not entered; it counts as a file of no known kind, as does one whose name is no id.
    let others: Vec<(Code, bool)> = findings
        .iter()
        .map(|finding| &finding.diagnostic)
        .filter(|fault| fault.code != Code::Unreadable)
        .map(|fault| (fault.code, fault.message.contains("`trees/\u{fffd}.ron`") || fault.message.contains("`assets/references/folder`")))
        .collect();
    assert_eq!(others, [(Code::UnknownFile, true), (Code::UnknownFile, true)]);
    assert_eq!(pack.tree_ids().collect::<Vec<_>>(), ["dangling", "loop", "out", "passwd", "queue", "zero"]);
    assert_eq!(pack.document_ids().collect::<Vec<_>>(), ["messaging"]);
    still_works(&pack);

    // A link within the pack is a file like any other: here it is a tree that its file's name does not fit.
    let shelf = Shelf::new();
    symlink("queue.ron", shelf.path("trees/alias.ron")).unwrap();
    check_shelf(&shelf, &[("alias.ron", Code::FileName)]);
}

#[cfg(unix)]
#[test]
fn a_folder_of_trees_that_is_a_link_outside_is_not_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("queue.ron"), first_tree()).unwrap();
    let shelf = Shelf::new();
    fs::remove_dir_all(shelf.path("trees")).unwrap();
    std::os::unix::fs::symlink(outside.path(), shelf.path("trees")).unwrap();
    let pack = shelf.pack();
    assert!(pack.tree("queue").is_none());
    assert!(pack.check().iter().all(|finding| finding.diagnostic.code == Code::Unreadable));
}

#[cfg(unix)]
#[test]
fn pipes_and_folders_are_no_files() {
    let shelf = Shelf::new();
    let made = std::process::Command::new("mkfifo").arg(shelf.path("trees/pipe.ron")).status().is_ok_and(|status| status.success());
    let expected = [("pipe.ron", Code::Unreadable)];
    // Nobody writes into the pipe: whoever opened it would wait for ever.
    check_shelf(&shelf, if made { &expected } else { &[] });

    let shelf = Shelf::new();
    fs::create_dir(shelf.path("trees/folder.ron")).unwrap();
    check_shelf(&shelf, &[]);
    assert!(shelf.pack().tree_ids().all(|id| id == "queue"));
    shelf.put("trees/folder.ron/inner.ron", "(");
    assert_eq!(shelf.pack().check().into_iter().map(|finding| finding.diagnostic.code).collect::<Vec<_>>(), [Code::UnknownFile]);
}

#[test]
fn names_of_files_are_told_as_text() {
    let shelf = Shelf::new();
    for path in ["trees/\u{1b}]0;owned\u{7}.ron", "assets/references/\u{9b}2J.md", "assets/\u{202e}odd.txt"] {
        shelf.put(path, "(");
    }
    // What the commands make of such names is looked at in tests/command_line.rs.
    let pack = shelf.pack();
    assert_eq!(
        pack.check().iter().map(drawn).filter(|text| text.contains("owned") || text.contains("2J") || text.contains("odd")).count(),
        3
    );
    // None of them is a name under which something is listed, nor is any other that is not lower-case words joined by dashes.
    assert!(pack.check().iter().all(|finding| finding.diagnostic.code == Code::UnknownFile));
    assert_eq!((pack.tree_ids().collect::<Vec<_>>(), pack.document_ids().collect::<Vec<_>>()), (vec!["queue"], vec!["messaging"]));
    still_works(&pack);
    for name in ["Queue", "two words", "under_score", "-dash", "dash-", "two--dashes", "caf\u{e9}", "a.b", "a,b", "a'b", "a;b"] {
        let shelf = Shelf::new();
        shelf.put(&format!("trees/{name}.ron"), first_tree());
        shelf.put(&format!("assets/references/{name}.md"), "# T\n\nText.\n");
        let pack = shelf.pack();
        let codes: Vec<Code> = pack.check().iter().map(|finding| finding.diagnostic.code).collect();
        assert_eq!(codes, [Code::UnknownFile, Code::UnknownFile], "{name}");
        assert_eq!((pack.tree_ids().collect::<Vec<_>>(), pack.document_ids().collect::<Vec<_>>()), (vec!["queue"], vec!["messaging"]));
        assert!(pack.tree_file(name).is_none() && pack.document(name).is_none(), "{name}");
        still_works(&pack);
    }
}

/// SplitMix64: small, and the same everywhere (Steele, Lea and Flood 2014, figure 17).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % limit
    }
}

/// Damages a tree file here and there, many times: each is read without a panic, each fault has a place that can be drawn, and a
/// tree that loads all the same can be walked to its end.
#[track_caller]
fn check_damaged(text: &str, times: u64) {
    let (mut refused, mut walked) = (0, 0);
    for number in 0..times {
        let mut chance = Chance(number);
        let mut bytes = text.as_bytes().to_vec();
        if number % 3 == 0 {
            bytes.truncate(chance.below(bytes.len()));
        } else {
            for _ in 0..=chance.below(3) {
                let at = chance.below(bytes.len());
                // Signs that mean something do more harm than any byte would.
                bytes[at] = *[b'(', b')', b'[', b'"', b'\\', b',', b':', b' ', b'/', b'-', b'1', b'x', bytes[at] ^ 1]
                    .get(chance.below(13))
                    .unwrap();
            }
        }
        let damaged = String::from_utf8_lossy(&bytes);
        let (tree, faults) = parse(&damaged);
        for fault in &faults {
            drawn(&Finding { file: "damaged.ron", path: None, text: &damaged, diagnostic: fault.clone() });
        }
        match tree {
            Some(tree) => {
                let answers: Answers = tree.questions().map(|(ix, _)| (Key::of(&tree, ix), Answer::Unsure)).collect();
                assert!(route(&tree, &answers).outcome().is_some(), "damage {number}");
                walked += 1;
            }
            None => {
                assert!(!faults.is_empty(), "damage {number} is refused without a word");
                refused += 1;
            }
        }
    }
    assert!(refused > 0 && walked > 0, "{refused} refused, {walked} walked");
}

#[test]
fn damaged_trees_do_no_harm() {
    check_damaged(first_tree(), 600);
    for id in ["scaling", "api", "consistency", "schema"] {
        let text = fs::read_to_string(format!("{}/trees/{id}.ron", env!("CARGO_MANIFEST_DIR"))).unwrap();
        check_damaged(&text, 30);
    }
}
