//! The records that were worked on last, as far as lists of them tell, and what can be marked at home.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::advice::walk::Answer;
use crate::content::pack::Pack;
use crate::content::text::clean_line;
use crate::paper::record::{OpenQuestion, Record, RecordedAnswer, Remarks, Status};
use crate::store::records::Recent;

/// So many trees stand at home before the records: on the smallest usual terminal both are in sight then.
const TREES_FIRST: usize = 4;
/// So many records stand at home until all are asked for.
const RECORDS_FIRST: usize = 3;

/// The records that were worked on last.
#[derive(Debug)]
pub struct Recents {
    /// The last one first.
    pub records: Vec<RecentRecord>,
    /// Whether they are to be looked for as soon as they are seen.
    pub is_due: bool,
    /// Whether all of them stand at home, and not the first few alone.
    pub shows_all: bool,
}

/// A record that was worked on, as a list tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentRecord {
    /// Its file.
    pub path: PathBuf,
    /// The day on which the file was changed last.
    pub changed: Date,
    /// Whether it is the one that the sitting is saved in.
    pub is_at_hand: bool,
    /// What it is about, or why it cannot be opened, in a line.
    pub gist: Result<Gist, String>,
}

/// What a record is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gist {
    /// Its title, or what was recommended first; empty when it has neither.
    pub title: String,
    /// How far the decision is.
    pub status: Status,
    /// Its trees by their titles, each with what was recommended; `None` where a question was open.
    pub trees: Vec<(String, Option<String>)>,
    /// Who took part.
    pub participants: Vec<String>,
    /// What was assumed on the way, or is open and somebody finds it out.
    pub to_find_out: Vec<ToFindOut>,
    /// The day on which to look at it again.
    pub revisit: Option<Date>,
    /// Whether that day has passed.
    pub is_revisit_due: bool,
}

/// Something that was assumed, or is open, and is to be found out.
#[derive(Debug, Clone, PartialEq)]
pub struct ToFindOut {
    /// The question.
    pub question: String,
    /// Who finds out; may be empty.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub is_overdue: bool,
}

/// What can be marked at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeRow {
    /// A tree, by its id.
    Tree(String),
    /// A record, by its file.
    Record(PathBuf),
    /// The records that are not shown.
    MoreRecords,
    /// A reference document, by its id.
    Document(String),
}

impl Default for Recents {
    fn default() -> Recents {
        Recents { records: Vec::new(), is_due: true, shows_all: false }
    }
}

impl Recents {
    /// Those that stand at home.
    pub fn shown(&self) -> &[RecentRecord] {
        // A row that stands for a single one would be no shorter than that one.
        let n = if self.shows_all || self.hidden() == 0 { self.records.len() } else { RECORDS_FIRST };
        self.records.get(..n).unwrap_or(&self.records)
    }

    /// How many do not stand there.
    pub fn hidden(&self) -> usize {
        let rest = self.records.len().saturating_sub(RECORDS_FIRST);
        if self.shows_all || rest < 2 { 0 } else { rest }
    }

    /// The one in a file.
    pub fn of(&self, path: &Path) -> Option<&RecentRecord> {
        self.records.iter().find(|record| record.path == path)
    }
}

impl RecentRecord {
    /// What a file turned out to hold; `today` says which days have passed.
    ///
    /// Costs the reading of each tree that it walks, where that was not read yet.
    pub fn new(is_at_hand: bool, recent: Recent, pack: &Pack, today: Date) -> RecentRecord {
        let name = recent.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let gist = match recent.record {
            Ok(record) => Ok(Gist::of(&record, pack, today)),
            // The list names the file: where it lies would leave no room for what is wrong.
            Err(why) => Err(clean_line(&why.replacen(&*recent.path.to_string_lossy(), &name, 1)).into_owned()),
        };
        RecentRecord { path: recent.path, changed: recent.changed.date(), is_at_hand, gist }
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        clean_line(&name).into_owned()
    }
}

impl Gist {
    /// What a record is about, in the words of the trees of today.
    pub fn of(record: &Record, pack: &Pack, today: Date) -> Gist {
        let line = |text: &str| clean_line(text).into_owned();
        let trees: Vec<(String, Option<String>)> = record
            .trees
            .iter()
            .map(|recorded| {
                let tree = pack.tree(&recorded.id);
                let recommended = |id: &String| {
                    let outcome = tree.and_then(|tree| Some(tree[tree.outcome(id)?].recommendation.to_string()));
                    outcome.unwrap_or_else(|| line(id))
                };
                let title = tree.map_or_else(|| line(&recorded.id), |tree| tree.title.to_string());
                (title, recorded.outcome.as_ref().map(recommended))
            })
            .collect();
        let recommended = || trees.iter().find_map(|(_, outcome)| outcome.clone()).unwrap_or_default();
        let title = Some(line(record.header.title.trim())).filter(|title| !title.is_empty()).unwrap_or_else(recommended);
        let on_route: HashSet<(&str, &str)> =
            record.trees.iter().flat_map(|tree| tree.route.iter().map(|question| (tree.id.as_str(), question.as_str()))).collect();
        let is_assumed = |answer: &&RecordedAnswer| {
            answer.answer == Answer::Unsure && on_route.contains(&(answer.tree.as_str(), answer.question.as_str()))
        };
        // Nobody waits for what a tree came to its end without, nor for what nobody was to find out.
        let decided: HashSet<&str> = record.trees.iter().filter(|tree| tree.outcome.is_some()).map(|tree| tree.id.as_str()).collect();
        let is_awaited = |open: &&OpenQuestion| {
            let is_asked_of_somebody = open.remarks.due.is_some() || !open.remarks.owner.is_empty();
            is_asked_of_somebody && !decided.contains(open.tree.as_str()) && record.answer(&open.key()).is_none()
        };
        let to_find_out = |tree: &str, question: &str, remarks: &Remarks| {
            let asked = pack.tree(tree).and_then(|tree| Some(tree[tree.question(question)?].prompt.to_string()));
            ToFindOut {
                question: asked.unwrap_or_else(|| line(question)),
                owner: line(&remarks.owner),
                due: remarks.due,
                is_overdue: remarks.due.is_some_and(|due| due < today),
            }
        };
        let assumed = record.answers.iter().filter(is_assumed);
        let assumed = assumed.map(|answer| to_find_out(&answer.tree, &answer.question, &answer.remarks));
        let open = record.open.iter().filter(is_awaited).map(|open| to_find_out(&open.tree, &open.question, &open.remarks));
        Gist {
            title,
            status: record.header.status,
            participants: record.header.participants.iter().map(|name| line(name)).collect(),
            to_find_out: assumed.chain(open).collect(),
            revisit: record.header.revisit,
            is_revisit_due: record.header.revisit.is_some_and(|on| on < today),
            trees,
        }
    }

    /// Whether every tree of it has come to a result.
    pub fn is_decided(&self) -> bool {
        !self.trees.is_empty() && self.trees.iter().all(|(_, outcome)| outcome.is_some())
    }

    /// How many questions were to be found out by a day that has passed.
    pub fn overdue(&self) -> usize {
        self.to_find_out.iter().filter(|question| question.is_overdue).count()
    }
}

/// What can be marked at home, in order: the first trees, the records, the other trees, the documents.
pub fn home_rows(pack: &Pack, recents: &Recents) -> Vec<HomeRow> {
    let trees = pack.listing().into_iter().map(|listed| HomeRow::Tree(listed.id.to_owned()));
    let documents = pack.document_ids().map(|id| HomeRow::Document(id.to_owned()));
    let mut rows: Vec<HomeRow> = trees.collect();
    let behind = rows.split_off(TREES_FIRST.min(rows.len()));
    rows.extend(recents.shown().iter().map(|record| HomeRow::Record(record.path.clone())));
    rows.extend((recents.hidden() > 0).then_some(HomeRow::MoreRecords));
    rows.into_iter().chain(behind).chain(documents).collect()
}
