//! A form: fields of text and choices that lie on top of a screen until they are kept or dropped.

use std::borrow::Cow;
use std::path::PathBuf;

use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::Scroll;
use crate::advice::walk::Key;
use crate::content::text::is_unsafe;
use crate::paper::record::MAX_TEXT;

/// A form.
#[derive(Debug)]
pub struct FormOverlay {
    /// What keeping it does.
    pub kind: FormKind,
    /// What it is called.
    pub title: String,
    /// What stands above the fields: what they are about.
    pub about: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The field that has the keys.
    pub focus: usize,
    /// Whether the next Esc drops what was changed.
    pub drops: bool,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// What keeping a form does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormKind {
    /// Says what the record is about.
    Header,
    /// Exports the sitting.
    Export {
        /// The file that is proposed for each format.
        names: Vec<String>,
        /// Whether the sitting would go on in a decision record, as it does unless it is kept in one.
        goes_on: bool,
        /// A file that was told to be there already: named once more, it gives way.
        is_there: Option<PathBuf>,
    },
    /// Names the file of a record to compare with.
    Compare,
    /// Says what people said about the answer that is kept under a key.
    Remarks(Key),
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// What it is asked for by: unique within its form.
    pub name: &'static str,
    /// What stands before it.
    pub label: String,
    /// What stands below it while it has the keys; may be empty.
    pub hint: String,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// What is in it.
    pub value: FieldValue,
    /// What was in it when the form was opened.
    was: String,
}

/// What is in a field.
#[derive(Debug)]
pub enum FieldValue {
    /// One line.
    Line(Box<TextArea<'static>>),
    /// Several lines.
    Text(Box<TextArea<'static>>),
    /// One of several words.
    Choice {
        /// The words.
        words: Vec<String>,
        /// The one chosen.
        at: usize,
    },
}

/// A field of a form that does not fit, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name.
    pub field: &'static str,
    /// Why, in words.
    pub why: String,
}

impl FormOverlay {
    /// A form with the keys in its first field.
    pub fn new(kind: FormKind, title: impl Into<String>, fields: Vec<Field>) -> FormOverlay {
        let scroll = Scroll { offset: 0, follow: true };
        FormOverlay { kind, title: title.into(), about: Vec::new(), fields, focus: 0, drops: false, scroll }
    }

    /// The same with lines above the fields.
    #[must_use]
    pub fn about(mut self, lines: Vec<String>) -> FormOverlay {
        self.about = lines;
        self
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What a field holds, without blanks around it; of a choice its word.
    pub fn text(&self, name: &str) -> String {
        self.field(name).map(|field| field.text().trim().to_owned()).unwrap_or_default()
    }

    /// Which word of a choice is chosen.
    pub fn chosen(&self, name: &str) -> usize {
        match self.field(name).map(|field| &field.value) {
            Some(FieldValue::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// What a field holds, when it is not what it held at first.
    pub fn changed(&self, name: &str) -> Option<String> {
        self.field(name).filter(|field| field.is_changed()).map(|field| field.text().trim().to_owned())
    }

    /// Whether any field is changed.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(Field::is_changed)
    }

    /// The field that has the keys.
    pub fn focused(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.focus)
    }
}

impl Field {
    /// One line of text.
    pub fn line(name: &'static str, label: impl Into<String>, text: &str) -> Field {
        let area = area(&one_line(text), WrapMode::None);
        Field::of(name, label.into(), FieldValue::Line(Box::new(area)))
    }

    /// Several lines of text.
    pub fn lines(name: &'static str, label: impl Into<String>, text: &str) -> Field {
        let area = area(text, WrapMode::WordOrGlyph);
        Field::of(name, label.into(), FieldValue::Text(Box::new(area)))
    }

    /// One of several words, of which the one at a place is chosen.
    pub fn choice(name: &'static str, label: impl Into<String>, words: Vec<String>, at: usize) -> Field {
        let at = at.min(words.len().saturating_sub(1));
        Field::of(name, label.into(), FieldValue::Choice { words, at })
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    fn of(name: &'static str, label: String, value: FieldValue) -> Field {
        let mut field = Field { name, label, hint: String::new(), fault: None, value, was: String::new() };
        field.was = field.text();
        field
    }

    /// What it holds, of several lines parted by line feeds; of a choice its word.
    pub fn text(&self) -> String {
        match &self.value {
            FieldValue::Line(area) | FieldValue::Text(area) => area.lines().join("\n"),
            FieldValue::Choice { words, at } => words.get(*at).cloned().unwrap_or_default(),
        }
    }

    /// Whether it holds something else than at first.
    pub fn is_changed(&self) -> bool {
        self.text().trim() != self.was.trim()
    }

    /// The text that is edited; `None` for a choice.
    pub fn area(&mut self) -> Option<&mut TextArea<'static>> {
        match &mut self.value {
            FieldValue::Line(area) | FieldValue::Text(area) => Some(area),
            FieldValue::Choice { .. } => None,
        }
    }

    /// Puts a text where the cursor is: without what acts upon a terminal, line breaks as blanks where only one line goes in. Whether
    /// all of it went in: no more does than a record takes.
    pub fn insert(&mut self, text: &str) -> bool {
        let held = self.text().len();
        let is_line = matches!(self.value, FieldValue::Line(_));
        let Some(area) = self.area() else { return true };
        let safe = if is_line { Cow::Owned(one_line(text)) } else { safe(text) };
        let room = MAX_TEXT.saturating_sub(held);
        let end = (0..=room.min(safe.len())).rev().find(|at| safe.is_char_boundary(*at)).unwrap_or(0);
        area.insert_str(safe.get(..end).unwrap_or_default());
        end == safe.len()
    }

    /// Puts a text in the place of all that is in it, which can be undone. Whether all of it went in.
    pub fn replace(&mut self, text: &str) -> bool {
        if let Some(area) = self.area() {
            area.select_all();
            area.cut();
        }
        self.insert(text)
    }
}

/// A text with its cursor at the end, which draws neither cursor nor marks itself.
fn area(text: &str, wrap: WrapMode) -> TextArea<'static> {
    let mut area = TextArea::from(text.split('\n'));
    area.set_wrap_mode(wrap);
    area.set_cursor_line_style(Default::default());
    area.set_cursor_style(Default::default());
    area.set_selection_style(Default::default());
    area.set_max_histories(500);
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// A text without characters that act upon a terminal; tabs are blanks, and lines end in line feeds alone.
fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c == '\t' || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    Cow::Owned(text.chars().filter(|c| !is_unsafe(*c)).collect())
}

/// The same on one line.
fn one_line(text: &str) -> String {
    safe(text.trim_end_matches(['\n', '\r'])).replace('\n', " ")
}
