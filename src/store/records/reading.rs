//! What a file of a record holds.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::content::diagnostic::{Diagnostic, Span, line_and_column};
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
    #[error("{}: there is no record in this Markdown file", .0.display())]
    NoRecord(PathBuf),
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
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        if matches!(ending.as_deref(), Some("md" | "markdown")) { Form::Markdown } else { Form::Json }
    }

    /// The form that a text is in: what its name says, unless it is a decision record under another name.
    fn of_text(path: &Path, text: &str) -> Form {
        match Form::of(path) {
            Form::Json if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && !find(text).is_empty() => Form::Markdown,
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
    let (text, stamp) = text(path).map_err(|error| FileError::of(path, error))?;
    let form = Form::of_text(path, &text);
    match parse(&text, form) {
        Some((Some(record), _)) => Ok(Held { text, form, record, stamp }),
        Some((None, faults)) => Err(Unopened::Faults { path: path.to_owned(), text, faults }),
        None => Err(Unopened::NoRecord(path.to_owned())),
    }
}

/// The record in a text, or what is wrong with it; `None` for Markdown without one. Of several, the first.
pub fn parse(text: &str, form: Form) -> Option<(Option<Record>, Vec<Diagnostic>)> {
    match form {
        Form::Json => Some(record::read(text, Span::new(text.len() - text.trim_start_matches('\u{feff}').len(), text.len()))),
        Form::Markdown => read_document(text),
    }
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
