//! One file a rule: its manual as a doc comment, how it is found, and fixtures.

use super::{Find, Rule, Subject};
use crate::content::diagnostic::{Code, Diagnostic};

/// Makes the rule of a file: its doc comment becomes the manual.
macro_rules! rule {
    ($(#[doc = $line:literal])+ $code:ident, $find:expr) => {
        $(#[doc = $line])+
        pub(in crate::authoring::lint) const RULE: super::Rule =
            super::Rule { code: crate::content::diagnostic::Code::$code, manual: &[$($line),+], find: $find };
    };
}

/// Every rule, a file each.
macro_rules! rules {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// Every rule, in the order of their names.
        pub(super) const ALL: &[&Rule] = &[$(&$name::RULE),+];
    };
}

rules! {
    always_holds,
    bad_address,
    bad_assumption,
    bad_bands,
    bad_condition,
    bad_id,
    control_character,
    cycle,
    dangling_edge,
    dead_reference,
    decides_nothing,
    duplicate_field,
    duplicate_id,
    empty_list,
    empty_text,
    fact_mismatch,
    file_name,
    item_without_id,
    long_route,
    missing_field,
    missing_references,
    missing_sources,
    never_holds,
    no_way_on,
    overrides,
    path_goes_round,
    same_conflict,
    same_label,
    same_tree,
    same_way,
    scenario_fails,
    syntax,
    too_large,
    too_long,
    unknown_field,
    unknown_file,
    unknown_link,
    unknown_variant,
    unreachable,
    unreadable,
    unwritten_text,
    wrong_type,
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::content::document::{Block, parse};

    #[test]
    fn every_code_has_one_rule_and_they_are_sorted() {
        let names: Vec<&str> = Rule::all().map(|rule| rule.code.as_str()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        let missing: Vec<_> = Code::ALL.iter().filter(|code| Rule::named(code.as_str()).is_none()).collect();
        assert!(missing.is_empty(), "these have no rule: {missing:?}");
    }

    #[test]
    fn each_manual_says_what_it_is_shows_it_and_says_what_to_do() {
        for rule in Rule::all() {
            let (name, manual) = (rule.code.as_str(), rule.manual());
            let first = manual.lines().next().unwrap_or("");
            assert!(first.ends_with('.') && !first.contains(". ") && manual.lines().nth(1) == Some(""), "{name}: {first}");
            let (document, _) = parse(&manual);
            let examples = document.blocks.iter().filter_map(|block| match block {
                Block::Code { language, lines } if language == "text" => Some(lines.join("\n")),
                _ => None,
            });
            assert!(examples.into_iter().any(|example| example.contains(&format!("^ {name}"))), "{name} shows no example of itself");
            assert!(document.headings.iter().any(|heading| heading.text == "What to do"), "{name} does not say what to do");
            assert!(manual.lines().all(|line| line.chars().count() < 140), "{name} has a line that is too long");
        }
    }

    #[test]
    fn each_rule_has_a_file_of_its_name_with_fixtures() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authoring/lint/rules");
        let file = |rule: &Rule| folder.join(format!("{}.rs", rule.code.as_str().replace('-', "_")));
        for rule in Rule::all() {
            let text = fs::read_to_string(file(rule)).unwrap();
            let variant = format!("{:?}, Find::", rule.code);
            assert!(text.contains(&variant), "{} is in another file", rule.code);
            let (_, tests) = text.split_once("#[cfg(test)]").unwrap_or_default();
            let fixture = format!("^ {}", rule.code);
            let is_there = tests.contains(&fixture) || tests.contains(&format!("Code::{:?}", rule.code));
            assert!(is_there, "{} has no fixture of its own", rule.code);
        }
        let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| !path.ends_with("mod.rs"));
        assert_eq!(files.len(), Rule::all().count());
    }
}
