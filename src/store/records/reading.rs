//! What a file of a record holds.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::content::diagnostic::{Code, Diagnostic, Span, line_and_column};
use crate::paper::record::{self, MAX_FILE, Record, find, read_document};
use crate::store::files::{TextError, text_of};
use crate::store::named::FileError;

/// So long after a change of a file, another one may leave the time of its change as it is: the clocks of disks are that coarse.
const COARSE: Duration = Duration::from_secs(2);

/// In what form a record stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It is the file.
    Json,
    /// It is a block of a decision record.
    Markdown,
}

/// A file that holds a record.
#[derive(Debug)]
pub struct Held {
    /// All of its text, as it stands.
    pub text: String,
    /// In what form the record stands in it.
    pub form: Form,
    /// The record.
    pub record: Record,
    /// How the file looked from outside.
    pub stamp: Stamp,
}

/// A record in a text, or why it cannot be read.
#[derive(Debug)]
pub struct Placed {
    /// Where it begins, in bytes.
    pub start: usize,
    /// The record, or everything that is wrong with it.
    pub record: Result<Record, Vec<Diagnostic>>,
}

/// Why a file gives no record.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is in it is no record that this version reads.
    #[error("{}", told(.path, .text, .faults))]
    Faults {
        /// The file.
        path: PathBuf,
        /// All of its text.
        text: String,
        /// What is wrong with it, at places of the text.
        faults: Vec<Diagnostic>,
    },
    /// It is Markdown, and none of it is a record.
    #[error("{}:1:1: there is no record in this Markdown file", .0.display())]
    NoRecord(PathBuf),
    /// It is too long, or no text.
    #[error("{}:1:1: {why}", .path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why it is none.
        why: String,
    },
}

/// How a file looks from outside. Two that are equal and [settled](Stamp::is_settled) are of the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    changed: Option<SystemTime>,
    /// The file's number on its disk, and when its text, rights or names changed; 0 where the system does not tell.
    number: u64,
    touched: (i64, i64),
}

impl Form {
    /// The form that a file's name asks for.
    pub fn of(path: &Path) -> Form {
        Form::of_ending(path).unwrap_or(Form::Json)
    }

    /// The form that a file's ending tells, in whatever case; `None` where it is not that of a record.
    pub fn of_ending(path: &Path) -> Option<Form> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Form::Markdown),
            "json" => Some(Form::Json),
            _ => None,
        }
    }

    /// The form that a text is in: what its name says, unless it is a decision record under another name.
    pub fn of_text(path: &Path, text: &str) -> Form {
        match Form::of(path) {
            Form::Json if !unmarked(text).trim_start().starts_with('{') && !find(text).is_empty() => Form::Markdown,
            form => form,
        }
    }
}

impl Stamp {
    fn of(data: &fs::Metadata) -> Stamp {
        #[cfg(unix)]
        let (number, touched) = {
            use std::os::unix::fs::MetadataExt;
            (data.ino(), (data.ctime(), data.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let (number, touched) = (0, (0, 0));
        Stamp { length: data.len(), changed: data.modified().ok(), number, touched }
    }

    /// Whether the last change is so long ago that another one would show.
    pub fn is_settled(&self) -> bool {
        let away = |at| SystemTime::now().duration_since(at).unwrap_or_else(|ahead| ahead.duration());
        self.changed.is_some_and(|at| away(at) > COARSE)
    }
}

/// How a file looks from outside; `None` when it is not there or no plain file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|data| Stamp::of(&data))
}

/// Reads a file of at most [`MAX_FILE`] bytes that holds a record, in whatever form.
///
/// # Errors
/// When it cannot be read, or is no record that this version reads.
pub fn read(path: &Path) -> Result<Held, Unopened> {
    let (text, stamp) = text(path).map_err(|error| match error {
        TextError::TooLongForRecord | TextError::NotUtf8(_) => Unopened::Unfit { path: path.to_owned(), why: error.to_string() },
        error => FileError::of(path, error).into(),
    })?;
    let form = Form::of_text(path, &text);
    let first = records_of(&text, form).next();
    match first.map(|placed| placed.record) {
        Some(Ok(record)) => Ok(Held { text, form, record, stamp }),
        Some(Err(faults)) => Err(Unopened::Faults { path: path.to_owned(), text, faults }),
        None => Err(Unopened::NoRecord(path.to_owned())),
    }
}

/// All records of a text, in order; the first one is that which is worked on. A status in the front matter is its status, since that is
/// what people edit. JSON is one record, whatever it holds; Markdown has as many as it has blocks for them.
///
/// Costs a pass of the Markdown parser, and reading for each record that is taken.
pub fn records_of(text: &str, form: Form) -> impl Iterator<Item = Placed> {
    let places = match form {
        Form::Json => vec![Span::new(text.len() - unmarked(text).len(), text.len())],
        Form::Markdown => find(text).into_iter().map(|found| found.json).collect(),
    };
    let is_too_long = text.len() > MAX_FILE;
    let taken = if is_too_long { 1 } else { places.len() };
    places.into_iter().take(taken).enumerate().map(move |(at, place)| {
        if is_too_long {
            let fault = Diagnostic::new(Code::TooLarge, TextError::TooLongForRecord.to_string());
            return Placed { start: 0, record: Err(vec![fault]) };
        }
        let start = place.range().start;
        let (record, faults) = match form {
            Form::Markdown if at == 0 => read_document(text).unwrap_or_default(),
            _ => record::read(text, place),
        };
        Placed { start, record: record.ok_or(faults) }
    })
}

/// A text without its byte order mark.
fn unmarked(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn text(path: &Path) -> Result<(String, Stamp), TextError> {
    // Before it is opened, which alone could wait for ever.
    if !fs::metadata(path)?.is_file() {
        return Err(TextError::NotPlain);
    }
    let file = fs::File::open(path)?;
    let stamp = Stamp::of(&file.metadata()?);
    let limit = MAX_FILE as u64;
    if stamp.length > limit {
        return Err(TextError::TooLongForRecord);
    }
    let text = text_of(file.take(limit + 1))?;
    if text.len() > MAX_FILE { Err(TextError::TooLongForRecord) } else { Ok((text, stamp)) }
}

/// The first thing that is wrong, with its place.
fn told(path: &Path, text: &str, faults: &[Diagnostic]) -> String {
    let Some(fault) = faults.first() else { return format!("{}: it is no record", path.display()) };
    let (line, column) = line_and_column(text, fault.span().map_or(0, |span| span.range().start));
    let help = fault.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    format!("{}:{line}:{column}: {}{help}", path.display(), fault.message)
}
