//! What is answered line by line, kept on the disk.

use std::path::{Component, Path};

use crate::advice::walk::{Answers, Consultation};
use crate::cli::report::Failure;
use crate::cli::{Output, quoted};
use crate::content::pack::{Pack, fill};
use crate::content::text::clean_line;
use crate::content::tree::Tree;
use crate::paper::export::record::message;
use crate::paper::record::{Record, Sitting, check, take};
use crate::store::clock::today;
use crate::store::record_file::{Holding, RecordFile};

/// The record of a walk, and its file.
pub(super) struct Keeper {
    file: RecordFile,
    before: Record,
    /// Whether the last save failed, so that something is not on the disk.
    pub is_behind: bool,
}

impl Keeper {
    /// Takes a record in hand, and tells what of it does not hold any more. `record` is what its file holds, if it is there.
    pub(super) fn open(pack: &Pack, mut file: RecordFile, record: Option<Record>, out: &mut Output) -> Result<Keeper, Failure> {
        let words = pack.words();
        if file.hold() == Holding::Elsewhere {
            out.print(&format!("{}\n", words.review.held))?;
        }
        let before = record.unwrap_or_default();
        let findings = if before.header.status.is_live() { check(pack, &before, today()) } else { Vec::new() };
        if !findings.is_empty() {
            let told: String = findings.iter().map(|finding| format!("  !  {}\n", message(pack, &finding.stale))).collect();
            out.print(&format!("{}\n{told}", words.shelf.stale))?;
        }
        Ok(Keeper { file, before, is_behind: false })
    }

    /// What the record was opened with; `None` when that is nothing.
    pub(super) fn answers(&self) -> Option<Answers> {
        Some(self.before.answers()).filter(|answers| answers.iter().next().is_some())
    }

    /// Puts how the walk stands on the disk. When that fails it is said, and the walk goes on.
    pub(super) fn keep(&mut self, pack: &Pack, tree: &Tree, consultation: &Consultation, out: &mut Output) -> Result<(), Failure> {
        let mut header = self.before.header.clone();
        header.made.get_or_insert_with(today);
        let mut walked: Vec<String> = self.before.trees.iter().map(|tree| tree.id.clone()).collect();
        if !walked.contains(&tree.id) {
            walked.push(tree.id.clone());
        }
        let remarks = self.before.remarks();
        let sitting = Sitting { header: &header, walked: &walked, answers: consultation.answers(), remarks: &remarks };
        let words = &pack.words().review;
        let said = match self.file.save(pack, &take(pack, &sitting, &self.before)) {
            Ok(saved) => {
                let was_behind = std::mem::take(&mut self.is_behind);
                let file = clean_line(&saved.path.to_string_lossy()).into_owned();
                let said = if saved.beside { Some(&words.saved_beside) } else { Some(&words.saved_again).filter(|_| was_behind) };
                said.map(|said| fill(said, &[("file", &file)]))
            }
            Err(error) => {
                self.is_behind = true;
                Some(fill(&words.not_saved, &[("why", &clean_line(&error.to_string()))]))
            }
        };
        said.map_or(Ok(()), |said| out.print(&format!("{said}\n")))
    }

    /// What takes the record up again; `None` while its file does not have all of it.
    pub(super) fn command(&self) -> Option<String> {
        let path = self.file.path().filter(|path| !self.is_behind && path.is_file())?;
        // A bare name could be that of a tree, or of an option.
        let is_bare = path.extension().is_none() || path.to_string_lossy().starts_with('-');
        let is_bare = is_bare && matches!(path.components().next(), Some(Component::Normal(_)));
        Some(quoted(&if is_bare { Path::new(".").join(path) } else { path.to_owned() }))
    }
}
