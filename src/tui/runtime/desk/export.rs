//! Exports of the sitting.

use std::path::{Path, PathBuf};

use crate::content::pack::Pack;
use crate::paper::export::decision::{Consulted, html, markdown, text};
use crate::paper::record::{Record, write};
use crate::store::named::{create, make_folder_of, real, rewrite};
use crate::store::record_file::{Holding, RecordFile};
use crate::store::records::{Form, RecordPlaces, is_earlier, is_own, is_same_decision, read};
use crate::store::write::is_there;
use crate::tui::state::{DocumentFormat, Export, Exported};

/// The width of a text in a file, in columns.
const FILE_WIDTH: usize = 80;

/// Exports what is asked for. A decision record takes the place of the file in which the sitting is saved, when that is one of our own.
pub(super) fn export(places: &RecordPlaces, file: &mut Option<RecordFile>, pack: &Pack, export: &Export) -> Exported {
    carry_out(places, file, pack, export).unwrap_or_else(Exported::Failed)
}

fn carry_out(places: &RecordPlaces, file: &mut Option<RecordFile>, pack: &Pack, export: &Export) -> Result<Exported, String> {
    let path = &export.path;
    make_folder_of(path).map_err(|error| error.to_string())?;
    if export.format == DocumentFormat::Decision {
        return decision(places, file, pack, export);
    }
    let text = document(pack, &export.record, export.format);
    match is_there(path) {
        false => create(&[(path, &text)]).map_err(|error| error.to_string())?,
        true if export.replaces && !is_same(file.as_ref(), path) => rewrite(path, &text).map_err(|error| error.to_string())?,
        true if export.replaces => return Err(format!("{}: the record itself is saved there", path.display())),
        true => return Ok(Exported::IsThere),
    }
    Ok(Exported::Written)
}

fn document(pack: &Pack, record: &Record, format: DocumentFormat) -> String {
    let answers = record.answers();
    let consulted = || Consulted::of(pack, record, &answers);
    match format {
        DocumentFormat::Html => html(&consulted()),
        DocumentFormat::Text => text(&consulted(), FILE_WIDTH),
        DocumentFormat::Decision | DocumentFormat::Markdown => markdown(&consulted()),
        DocumentFormat::Json => write(record),
    }
}

fn decision(places: &RecordPlaces, file: &mut Option<RecordFile>, pack: &Pack, export: &Export) -> Result<Exported, String> {
    let (path, record) = (&export.path, &*export.record);
    if let Some(own) = file.as_mut().filter(|own| is_same(Some(own), path)) {
        return match Form::of(path) {
            Form::Markdown => match own.save(pack, record) {
                Ok(saved) if saved.beside => Err(beside(path, &saved.path)),
                saved => saved.map(|_| Exported::Again).map_err(|error| error.to_string()),
            },
            Form::Json => Err(format!("{}: the record itself is saved there; a decision record ends in .md", path.display())),
        };
    }
    if Form::of(path) != Form::Markdown {
        return Err(format!("{}: the name of a decision record ends in .md", path.display()));
    }
    let earlier = || read(path).ok().filter(|held| held.form == Form::Markdown && is_earlier(&held.record, record));
    let is_again = is_there(path) && earlier().is_some();
    let mut written = match is_there(path) {
        false => RecordFile::blank(places, path),
        true if is_again => RecordFile::open(places, path).map_err(|unopened| unopened.to_string())?.0,
        true if !export.replaces => return Ok(Exported::IsThere),
        true => {
            // Of the same decision, what people wrote is kept all the same.
            let there = read(path).ok().filter(|held| held.form == Form::Markdown && is_same_decision(&held.record, record));
            let text = crate::paper::export::decision::document(pack, record, there.as_ref().map(|held| held.text.as_str()));
            rewrite(path, &text).map_err(|error| error.to_string())?;
            RecordFile::open(places, path).map_err(|unopened| unopened.to_string())?.0
        }
    };
    let saved = written.save(pack, record).map_err(|error| error.to_string())?;
    if saved.beside {
        return Err(beside(path, &saved.path));
    }
    let old = file.as_ref().and_then(RecordFile::path).map(Path::to_owned);
    if !old.as_deref().is_none_or(|old| is_own(places, old)) {
        // Somebody has said where this record is to be: it stays there.
        return Ok(if is_again { Exported::Again } else { Exported::Written });
    }
    let is_held = written.hold() == Holding::Elsewhere;
    let before = file.replace(written);
    let is_gone = before.is_some_and(|before| before.put_away(record));
    let (taken_away, stays): (Option<PathBuf>, Option<PathBuf>) = if is_gone { (old, None) } else { (None, old) };
    Ok(Exported::GoesOn { taken_away, stays, is_held })
}

fn beside(path: &Path, written: &Path) -> String {
    format!("{}: somebody else has just changed it; written beside it: {}", path.display(), written.display())
}

/// Whether the sitting is saved in a file.
fn is_same(own: Option<&RecordFile>, path: &Path) -> bool {
    own.and_then(RecordFile::path).is_some_and(|own| real(own).is_ok_and(|own| real(path).is_ok_and(|path| own == path)))
}
