//! A sitting as a document: as what, and where to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Effect, form, review};
use crate::content::pack::{ExportWords, Pack, Word, fill};
use crate::content::text::clean_line;
use crate::store::records::Form;
use crate::tui::state::{DocumentFormat, Export, Exported, Field, FieldFault, FormKind, FormOverlay, Gist, Overlay, State, name_of_title};

/// Has a name looked for, under which the sitting can be exported.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    if !review::has_something(state) {
        state.notice = Some(pack.words().export.nothing.to_string());
        return Vec::new();
    }
    let record = state.review.record(&pack, &state.walked, state.consultation.answers());
    let tree = record.trees.first().map(|tree| tree.id.as_str());
    vec![Effect::NameExport(name_of_title(&Gist::of(&record, &pack, state.today).title, tree))]
}

/// Asks as what, and where to. `decision` is the name for a decision record, `name` that for anything else, without its ending.
pub(super) fn named(state: &mut State, decision: &Path, name: &str) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return Vec::new();
    }
    // A sitting that is kept in a decision record is exported to it.
    let own = state.review.saving.file.as_deref().filter(|file| Form::of(file) == Form::Markdown);
    let file = |format: DocumentFormat| match format {
        DocumentFormat::Decision => own.unwrap_or(decision).to_string_lossy().into_owned(),
        format => format!("{name}.{}", format.ending()),
    };
    let names = DocumentFormat::ALL.map(file).to_vec();
    let first = names.first().cloned().unwrap_or_default();
    let form = form(&state.pack, FormKind::Export { names, goes_on: own.is_none(), is_there: None }, 0, &first);
    form::open(state, form);
    Vec::new()
}

fn form(pack: &Pack, kind: FormKind, at: usize, file: &str) -> FormOverlay {
    let words = &pack.words().export;
    let hint = hint(words, &kind, at).to_string();
    let formats = [&words.decision, &words.html, &words.markdown, &words.text, &words.json].map(|word| word.to_string()).to_vec();
    let fields = vec![
        Field::choice("format", &*words.format, formats, at).hint(hint),
        Field::line("file", &*words.file, file).hint(&*words.file_hint),
    ];
    FormOverlay::new(kind, &*words.title, fields)
}

/// What is said of a format: of a decision record, what becomes of the sitting.
fn hint<'w>(words: &'w ExportWords, kind: &FormKind, at: usize) -> &'w Word {
    match DocumentFormat::ALL.get(at) {
        Some(DocumentFormat::Html) => &words.html_hint,
        Some(DocumentFormat::Markdown) => &words.markdown_hint,
        Some(DocumentFormat::Text) => &words.text_hint,
        Some(DocumentFormat::Json) => &words.json_hint,
        _ if matches!(kind, FormKind::Export { goes_on: false, .. }) => &words.again_hint,
        _ => &words.decision_hint,
    }
}

/// Lets what is said of the format follow it, and the file, as long as that is not another one than was proposed.
pub(super) fn follow(pack: &Pack, form: &mut FormOverlay) {
    let at = form.chosen("format");
    if matches!(form.kind, FormKind::Export { .. }) {
        let hint = hint(&pack.words().export, &form.kind, at).to_string();
        form.fields.iter_mut().filter(|field| field.name == "format").for_each(|field| field.hint.clone_from(&hint));
    }
    let FormKind::Export { names, .. } = &form.kind else { return };
    let text = form.text("file");
    let Some(name) = names.get(at).filter(|name| !name.is_empty() && **name != text && names.contains(&text)).cloned() else { return };
    let words = &pack.words().export;
    if let Some(field) = form.fields.iter_mut().find(|field| field.name == "file") {
        *field = Field::line("file", &*words.file, &name).hint(&*words.file_hint);
    }
}

/// What of the form does not fit.
pub(super) fn faults(state: &State, form: &FormOverlay) -> Vec<FieldFault> {
    let why = || state.pack.words().export.no_file.to_string();
    form.text("file").is_empty().then(|| FieldFault { field: "file", why: why() }).into_iter().collect()
}

/// Exports.
pub(super) fn keep(state: &mut State, form: &FormOverlay) -> Vec<Effect> {
    let FormKind::Export { is_there, .. } = &form.kind else { return Vec::new() };
    let Some(format) = DocumentFormat::ALL.get(form.chosen("format")).copied() else { return Vec::new() };
    let path = PathBuf::from(form.text("file"));
    let record = Box::new(state.review.record(&state.pack, &state.walked, state.consultation.answers()));
    let replaces = is_there.as_ref() == Some(&path);
    let generation = state.next_generation();
    vec![Effect::Export(Export { generation, record, format, path, replaces })]
}

/// Says what came of it; where another file is in the way, asks whether it is to give way.
pub(super) fn exported(state: &mut State, export: &Export, exported: Exported) -> Vec<Effect> {
    let pack = Arc::clone(&state.pack);
    let words = &pack.words().export;
    let told = |path: &Path| clean_line(&path.to_string_lossy()).into_owned();
    let file = told(&export.path);
    let with_file = |word: &str| fill(word, &[("file", &file)]);
    state.notice = Some(match exported {
        Exported::Written => with_file(&words.written),
        Exported::Again => with_file(&words.again),
        Exported::GoesOn { taken_away, stays, is_held } => {
            // A record that was begun meanwhile has a file of its own.
            if export.generation > state.review.saving.begun {
                state.review.saving.file = Some(export.path.clone());
            }
            state.recents.is_due = true;
            let mut notice = with_file(&words.goes_on);
            for (word, old) in [(&words.taken_away, taken_away), (&words.stays, stays)] {
                notice.push_str(&old.map_or_else(String::new, |old| fill(word, &[("file", &told(&old))])));
            }
            if is_held {
                notice.push_str(&format!("; {}", pack.words().review.held));
            }
            notice
        }
        Exported::IsThere => {
            let names = DocumentFormat::ALL.map(|format| if format == export.format { file.clone() } else { String::new() }).to_vec();
            let at = DocumentFormat::ALL.iter().position(|format| *format == export.format).unwrap_or(0);
            let own = state.review.saving.file.as_deref().is_some_and(|file| Form::of(file) == Form::Markdown);
            let kind = FormKind::Export { names, goes_on: !own, is_there: Some(export.path.clone()) };
            let mut form = form(&pack, kind, at, &export.path.to_string_lossy());
            form.focus = 1;
            if let Some(field) = form.focused() {
                field.fault = Some(words.is_there.to_string());
            }
            state.overlays.push(Overlay::Form(Box::new(form)));
            return Vec::new();
        }
        Exported::Failed(why) => fill(&words.failed, &[("why", &clean_line(&why))]),
    });
    Vec::new()
}
