//! What can be typed on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Walks you through a backend decision, from a few questions to a recommendation that you can defend.
#[derive(Debug, Parser)]
#[command(name = "waypost", version, about, after_help = AFTER, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The tree to walk, or the record to take up; without one, the home screen opens
    #[arg(value_name = "TREE|RECORD")]
    pub target: Option<String>,

    /// Save the walk in this file, a decision record when it ends in `.md`, and take up what is in it. Without, walks are kept among the
    /// state of programs, and with --plain they are not kept
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    #[command(flatten)]
    pub given: Given,

    /// Ask line by line in plain text (so it does, too, when the output is no terminal)
    #[arg(long)]
    pub plain: bool,

    #[command(flatten)]
    pub packs: Packs,
}

/// Packs named on the command line, before a command or behind it.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Packs {
    /// Lay the pack in this folder over the built-in one (can be repeated; WAYPOST_PACKS lists folders too)
    #[arg(long = "pack", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
}

const AFTER_DIFF: &str = "Exit codes: 0 when the same answers lead to the same results; 1 when they do not, when not everything\n\
    could be looked at, or when a tree does not load; 2 wrong usage.";

const AFTER_RECORD_CHECK: &str = "A record does not hold when the same answers lead elsewhere, when a tree, a question or an answer of it is gone, when\n\
    an assumption on its way is open past its day, or when the day to look at it again has passed. A tree that was edited\n\
    without changing any of this is no finding. Records that were rejected, deprecated or superseded are counted, and not\n\
    replayed without --all.\n\n\
    Exit codes: 0 every record holds; 1 one does not, or cannot be read; 2 wrong usage, or a path that is not there.";

const AFTER_RECORD_COMPARE: &str = "Both are walked through the trees of today.\n\n\
    Exit codes: 0 both come to the same results; 1 they do not, or one cannot be read; 2 wrong usage.";

const AFTER: &str = "Exit codes: 0 an outcome, or success; 1 a check found something, a tree does not load, or the disk fails;\n2 wrong usage; 3 a question is still open.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the trees
    Trees(TreesArgs),
    /// Answer questions of a tree on the command line: prints the outcome, or the next question
    Ask(AskArgs),
    /// Explain a walk: what carries it, what would change it, why not another outcome
    Explain(ExplainArgs),
    /// Print reference text
    Read(ReadArgs),
    /// Find questions, outcomes, reference text and more by everyday words
    Search(SearchArgs),
    /// Draw a whole tree: as an outline, or for Mermaid and Graphviz
    Graph(GraphArgs),
    /// Check the files of packs: every fault, with its place
    Lint(LintArgs),
    /// Turn a Mermaid flowchart of a decision into a tree file
    Import(ImportArgs),
    /// Compare two versions of trees: which answers now lead to another outcome, and what was edited
    #[command(after_help = AFTER_DIFF)]
    Diff(DiffArgs),
    /// Play scenarios: whether the trees still ask, and end, as they say; and what of the trees no scenario comes past
    Test(TestArgs),
    /// Write a small tree to begin with, and a scenario for it
    New(NewArgs),
    /// Records of decisions: list, show and export them, and replay them against the trees of today
    Record(RecordArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct TreesArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct AskArgs {
    /// The tree
    pub tree: String,

    #[command(flatten)]
    pub given: Given,

    /// The form of the answer
    #[arg(long, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,

    #[command(flatten)]
    pub packs: Packs,
}

/// Answers given beforehand, in any order.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Given {
    /// An answer: a question or fact, and an option (`-a bottleneck=data`), options (`-a q=one+two`, `-a q=none`) or a figure
    /// (`-a q=12000`). Those of another tree are written `-a consistency/engine=mysql`
    #[arg(short = 'a', long = "answer", value_name = "KEY=ANSWER")]
    pub answers: Vec<String>,

    /// Not sure of this question or fact (`--unsure consistency/engine` in another tree): its assumption counts
    #[arg(long, value_name = "KEY")]
    pub unsure: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AskFormat {
    /// For people
    Text,
    /// For programs; stable
    Json,
    /// A short report, for a wiki or a pull request
    Markdown,
    /// A decision record (MADR 4) that can be replayed
    Adr,
    /// A page in one file, with the tree drawn
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs; stable
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The tree
    pub tree: String,

    #[command(flatten)]
    pub given: Given,

    /// Say what answers would lead to this outcome, and what stood in the way
    #[arg(long, value_name = "OUTCOME")]
    pub why_not: Option<String>,

    /// The form of the explanation
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReadArgs {
    /// The document, or one section of it; without one, the documents are listed
    #[arg(value_name = "REFERENCE[#HEADING]")]
    pub reference: Option<String>,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// What to look for: a worry in your own words, a term, an id, the beginning of a word
    #[arg(required = true)]
    pub words: Vec<String>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// How much is listed at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    pub limit: u16,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct GraphArgs {
    /// The tree
    pub tree: String,

    #[command(flatten)]
    pub given: Given,

    /// The form of the drawing
    #[arg(long, value_enum, default_value_t = Drawing::Text)]
    pub format: Drawing,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Drawing {
    /// An outline with lines
    Text,
    /// A Mermaid flowchart, which GitHub draws in Markdown
    Mermaid,
    /// For Graphviz
    Dot,
}

#[derive(Debug, clap::Args)]
pub(super) struct LintArgs {
    /// Folders of packs, laid over the built-in one, or single files, of which alone the faults are told then
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Check the paths without the built-in pack under them
    #[arg(long, requires = "paths")]
    pub alone: bool,

    /// Show the manual of a code, or list all of them
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["paths", "fix"])]
    pub explain: Option<String>,

    /// Mend what can be mended for certain, such as a name that is one letter off, in the files
    #[arg(long)]
    pub fix: bool,

    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// A file of Mermaid, or of Markdown with a flowchart in a fence; `-` reads standard input
    pub file: String,

    /// The id of the tree; without it, it is made from the title or the file's name
    #[arg(long)]
    pub id: Option<String>,

    /// Write the tree to this file, which must not exist yet, instead of printing it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct DiffArgs {
    /// The version before: a tree's file, a folder of a pack or of trees, or either in a git revision (`main:trees/api.ron`,
    /// `HEAD~1:.waypost`); a revision alone stands for the pack of this folder as it was then
    pub old: String,

    /// The version after; it may be left out behind a revision alone
    pub new: Option<String>,

    /// The form of the comparison
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,

    /// Show every entry of every list
    #[arg(long)]
    pub all: bool,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordArgs {
    #[command(subcommand)]
    pub command: RecordCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum RecordCommand {
    /// List the records that were worked on last
    List(RecordListArgs),
    /// Show what a record says: what it decides, its answers, what is still assumed, what does not hold any more
    Show(RecordShowArgs),
    /// Write a record as a document
    Export(RecordExportArgs),
    /// Replay records against the trees of today, and fail where one does not hold any more
    #[command(after_help = AFTER_RECORD_CHECK)]
    Check(RecordCheckArgs),
    /// Compare two records, or two reviewers' walks: the first answer in which they differ, and what each leads to
    #[command(after_help = AFTER_RECORD_COMPARE)]
    Compare(RecordCompareArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordListArgs {
    /// How many are listed at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    pub limit: u16,

    /// The form of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordShowArgs {
    /// A file with a record, or the name of one that `waypost record list` lists
    pub record: PathBuf,

    /// The form in which it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordExportArgs {
    /// A file with a record, or the name of one that `waypost record list` lists
    pub record: PathBuf,

    /// The form of the document
    #[arg(long, value_enum)]
    pub format: ExportFormat,

    /// Write to this file instead of printing. One that is there is left alone, unless it is the same decision record (`--format adr`),
    /// which is written again with what people wrote into it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write over whatever file is there
    #[arg(long, requires = "output")]
    pub force: bool,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// A decision record (MADR 4) that can be replayed
    Adr,
    /// A short report, for a wiki or a pull request
    Markdown,
    /// Everything that the documents say, for programs; stable
    Json,
    /// A page in one file, with the trees drawn
    Html,
    /// A short report, for a mail
    Text,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordCheckArgs {
    /// Files, and folders of which every record is replayed: JSON, and Markdown with a record in a fence
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// Replay decisions that were rejected, deprecated or superseded too, but for their days
    #[arg(long)]
    pub all: bool,

    /// Check as if it were this day, such as 2026-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,

    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecordCompareArgs {
    /// A file with a record, or the name of one that `waypost record list` lists
    pub one: PathBuf,

    /// The record to set beside it
    pub other: PathBuf,

    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(flatten)]
    pub packs: Packs,
}

/// A day of the calendar, and nothing more.
fn day(text: &str) -> Result<Date, String> {
    crate::paper::record::day(text).ok_or_else(|| "it is no day of the calendar, such as 2026-01-31".to_owned())
}

#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// Folders of packs, laid over the others, or scenario files; without one, every scenario is played
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// List what no scenario comes past, with lines that lead there
    #[arg(long)]
    pub uncovered: bool,

    /// Lay the folders of PATH over nothing, rather than over the built-in pack and others
    #[arg(long, requires = "paths")]
    pub alone: bool,

    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,

    #[command(flatten)]
    pub packs: Packs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people
    Text,
    /// For a pull request
    Markdown,
    /// For programs; stable
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Text,
    /// For programs; stable
    Json,
    /// For the log of a GitHub workflow, which shows each fault beside its line
    Github,
}

#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    /// The id of the tree, which is its file's name too: lower-case words joined by dashes
    #[arg(value_name = "TREE")]
    pub tree: String,

    /// What it is called
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// The pack to write it to, made if it is not there; without it, the nearest folder `.waypost` upwards, or one made here
    #[arg(long = "pack", value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

impl Command {
    /// The packs named behind the command.
    pub(super) fn packs(&self) -> &[PathBuf] {
        match self {
            Command::Trees(args) => &args.packs.folders,
            Command::Ask(args) => &args.packs.folders,
            Command::Explain(args) => &args.packs.folders,
            Command::Read(args) => &args.packs.folders,
            Command::Search(args) => &args.packs.folders,
            Command::Graph(args) => &args.packs.folders,
            Command::Lint(args) => &args.packs.folders,
            Command::Import(_) => &[],
            Command::Diff(args) => &args.packs.folders,
            Command::Test(args) => &args.packs.folders,
            // What it names is where to write, and need not be there yet.
            Command::New(_) => &[],
            Command::Record(RecordArgs { command }) => match command {
                RecordCommand::List(args) => &args.packs.folders,
                RecordCommand::Show(args) => &args.packs.folders,
                RecordCommand::Export(args) => &args.packs.folders,
                RecordCommand::Check(args) => &args.packs.folders,
                RecordCommand::Compare(args) => &args.packs.folders,
            },
        }
    }
}

impl Given {
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.unsure.is_empty()
    }
}

/// Whether errors are to be told in JSON. Looks at the bare arguments, since they may be what is wrong.
pub(super) fn want_json(arguments: &[OsString]) -> bool {
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    let mut formats = pairs.filter(|(name, _)| *name == "--format").map(|(_, value)| value);
    formats.any(|value| value == "json") || arguments.iter().any(|argument| argument == "--format=json" || argument == "--json")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::content::tree::COMMANDS;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn no_tree_can_be_named_like_a_command() {
        for command in Args::command().get_subcommands() {
            assert!(COMMANDS.contains(&command.get_name()), "{} is missing among the reserved names", command.get_name());
        }
    }
}
