//! Where the decision records of a repository lie, and what the next one is called.

use std::fs;
use std::path::{Path, PathBuf};

use crate::paper::record::{Record, Remarks};

/// The folders in which teams keep decision records, as their tools make them.
const FOLDERS: [&str; 4] = ["docs/decisions", "docs/adr", "doc/adr", "adr"];
/// How many digits the number of a decision record has at least.
const DIGITS: usize = 4;
/// The most folders above that are looked into.
const MAX_DEPTH: usize = 64;

/// A file for a decision record that has such a name, seen from a folder: with the next number in the folder for them, there or further
/// up in the same repository, else right there.
///
/// Costs a look at a few folders, and at each name in the one that is found.
pub fn next_decision(from: &Path, name: &str) -> PathBuf {
    let file = format!("{name}.md");
    let Some((folder, real)) = folder(from) else { return PathBuf::from(file) };
    let names = fs::read_dir(&real).into_iter().flatten().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let number = |name: String| {
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok().filter(|number| *number < u32::MAX)
    };
    let next = names.filter_map(number).max().unwrap_or(0) + 1;
    folder.join(format!("{next:0DIGITS$}-{file}"))
}

/// Whether two records are of one decision: made on the same day, for the same tree, under the same title. Those without a title are
/// told apart by their answers, all of which the second one has.
pub fn is_same_decision(before: &Record, record: &Record) -> bool {
    let named = |record: &Record| (record.header.made, record.header.title.clone(), record.trees.first().map(|tree| tree.id.clone()));
    let is_told_apart = || record.header.title.is_empty() && !has_answers(record, before);
    before.header.made.is_some() && named(before) == named(record) && !is_told_apart()
}

/// Whether a record is a state of the same decision that holds nothing which the other one does not: no answer, and nothing that was
/// said of one.
pub fn is_earlier(before: &Record, record: &Record) -> bool {
    let said = record.remarks();
    let none = Remarks::default();
    let has_remarks = || before.remarks().iter().all(|(key, remarks)| has_all(said.get(key).unwrap_or(&none), remarks));
    is_same_decision(before, record) && has_answers(record, before) && has_remarks()
}

/// Whether a record has every answer of another one.
fn has_answers(record: &Record, other: &Record) -> bool {
    let answers = record.answers();
    other.answers.iter().all(|answer| answers.get(&answer.key()) == Some(&answer.answer))
}

/// Whether remarks say everything that others do.
fn has_all(remarks: &Remarks, others: &Remarks) -> bool {
    let texts = |of: &Remarks| [of.note.clone(), of.owner.clone(), of.evidence.clone(), of.dissent.clone()];
    texts(remarks).iter().zip(&texts(others)).all(|(text, other)| other.is_empty() || text == other)
        && (others.due.is_none() || remarks.due == others.due)
        && (others.confidence.is_none() || remarks.confidence == others.confidence)
        && (others.votes.is_empty() || remarks.votes == others.votes)
}

/// The folder for decision records, as it is written from there, and as it is found.
fn folder(from: &Path) -> Option<(PathBuf, PathBuf)> {
    let above: Vec<&Path> = from.ancestors().take(MAX_DEPTH).collect();
    // Outside of a repository what lies further up is of somebody else.
    let end = above.iter().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    let mut steps = PathBuf::new();
    for folder in above.into_iter().take(end + 1) {
        if let Some(found) = FOLDERS.iter().find(|found| folder.join(found).is_dir()) {
            return Some((steps.join(found), folder.join(found)));
        }
        steps.push("..");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_number_in_the_nearest_folder_of_the_repository() {
        let home = tempfile::tempdir().unwrap();
        let (root, deep) = (home.path().join("repo"), home.path().join("repo/a/b"));
        fs::create_dir_all(&deep).unwrap();
        fs::create_dir_all(home.path().join("adr")).unwrap();
        #[track_caller]
        fn check(from: &Path, expected: &str) {
            assert_eq!(next_decision(from, "use-tea"), Path::new(expected));
        }
        check(&root, "use-tea.md");
        fs::create_dir_all(root.join("docs/decisions")).unwrap();
        check(&root, "docs/decisions/0001-use-tea.md");
        check(&deep, "use-tea.md");
        fs::create_dir(root.join(".git")).unwrap();
        for name in ["0006-a.md", "0002-b.md", "README.md", "99999999999999-c.md"] {
            fs::write(root.join("docs/decisions").join(name), "").unwrap();
        }
        check(&deep, "../../docs/decisions/0007-use-tea.md");
        fs::create_dir_all(root.join("a/adr")).unwrap();
        check(&deep, "../adr/0001-use-tea.md");
    }
}
