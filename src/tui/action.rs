//! Everything that can be done, in one table: names, keys, help, and where each applies.
//!
//! Keys, footer hints and the help are all made from [`TABLE`]: a key that is not in it does not exist, and a hint cannot lie.

use Context::{
    Beside, Broken, Choice, Choose, Compare, Form, Help, Home, Insight, Map, Number, Outcome, Outline, Path, Reader, Review, Search,
    Select, Votes, WhatIf,
};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use crate::content::pack::{ActionWord, ActionWords};
use crate::content::tree::{Kind, QuestionIx};
use crate::paper::export::brief::LinkTarget;

/// Something that the person wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Move up.
    Up,
    /// Move down.
    Down,
    /// Scroll a page up.
    PageUp,
    /// Scroll a page down.
    PageDown,
    /// Go to the top.
    Top,
    /// Go to the end.
    Bottom,
    /// Go to the pane on the left.
    Left,
    /// Go to the pane on the right.
    Right,
    /// Open, answer, confirm, follow: whatever is marked.
    Enter,
    /// Tick or untick the marked option.
    Toggle,
    /// Answer with, or tick, the option of this number, from 1.
    Pick(usize),
    /// Type a character, of a figure or of a search.
    Type(char),
    /// Erase the character before the cursor.
    Erase,
    /// Erase the character under the cursor.
    EraseAhead,
    /// Erase the word before the cursor.
    EraseWord,
    /// Erase everything before the cursor.
    EraseAll,
    /// Answer "not sure".
    NotSure,
    /// Keep what a form holds.
    Keep,
    /// Open the text of a field in the person's editor.
    EditText,
    /// Go to the beginning of the word, or of the one before.
    WordLeft,
    /// Go to the next word.
    WordRight,
    /// Choose the word of a place in the field of a place.
    Choose(usize, usize),
    /// Go back to where one was.
    Back,
    /// Take an answer back.
    Withdraw,
    /// Undo the last change.
    Undo,
    /// Redo it.
    Redo,
    /// Begin the tree again.
    Restart,
    /// Go to the next pane.
    NextPane,
    /// Go to the pane before.
    PreviousPane,
    /// Mark the next link.
    NextLink,
    /// Mark the link before.
    PreviousLink,
    /// Open the reference text.
    Reference,
    /// Say what carries the result, what would change it, why not another.
    Insight,
    /// Try another answer.
    WhatIf,
    /// Search everything.
    Search,
    /// Show the record of the sitting.
    Review,
    /// Write down what people said about the question at hand.
    Remarks,
    /// Say what the record is about.
    NameRecord,
    /// Begin another record.
    NewRecord,
    /// Export the sitting as a document.
    Export,
    /// Compare two records.
    Compare,
    /// Take down the votes of the room.
    Votes,
    /// Keep the votes that were entered.
    KeepVotes,
    /// Hide what answers lead to until the room has voted, or show it again.
    Facilitate,
    /// Reveal the votes, or the outcome.
    Reveal,
    /// Open the map of the tree.
    Map,
    /// Fold or unfold the marked question of the map.
    Fold,
    /// Unfold everything, or fold all but the route.
    FoldAll,
    /// Open the file behind what is seen in the person's editor.
    Edit,
    /// Copy the recommendation.
    Copy,
    /// Copy the walk as a command.
    CopyCommand,
    /// Go to the home screen.
    Home,
    /// Show or hide the help.
    Help,
    /// Close what lies on top.
    Close,
    /// Switch the mouse.
    Mouse,
    /// Suspend the program.
    Suspend,
    /// Leave.
    Quit,
    /// Leave at once.
    QuitAtOnce,
    /// Mark a row and act on it: a click. The row is counted among those that can be marked.
    Click(Pane, usize),
    /// Look at a question of the path again.
    Revisit(QuestionIx),
    /// Follow what an entry leads to.
    Follow(LinkTarget),
    /// Scroll a pane by lines: the wheel.
    Scroll(Pane, isize),
}

/// A part of the screen that scrolls by itself and can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The answers so far, or the outline of a document.
    Side,
    /// The question, the outcome, the document.
    Main,
    /// Reference text beside a question.
    Beside,
}

/// Where an action applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The home screen.
    Home,
    /// A question with one answer.
    Choice,
    /// A question with a set of answers.
    Select,
    /// A question with a figure.
    Number,
    /// The path beside a question or outcome.
    Path,
    /// Text beside a question.
    Beside,
    /// An outcome.
    Outcome,
    /// What carries a walk, and what would change it.
    Insight,
    /// The map of a tree.
    Map,
    /// Two variants of a walk.
    WhatIf,
    /// Search, which lies on top.
    Search,
    /// The votes of the room, which lie on top.
    Votes,
    /// A form, which lies on top.
    Form,
    /// Reference text.
    Reader,
    /// The outline of a reference text.
    Outline,
    /// The help.
    Help,
    /// The record of the sitting.
    Review,
    /// The list of records to compare one with.
    Choose,
    /// Two records beside each other.
    Compare,
    /// A file that does not load.
    Broken,
}

impl Context {
    /// The context of a question of a kind.
    pub fn of(kind: &Kind) -> Context {
        match kind {
            Kind::Choice { .. } => Context::Choice,
            Kind::Select { .. } => Context::Select,
            Kind::Number(_) => Context::Number,
        }
    }
}

/// One line of the table.
pub struct Binding {
    /// What the keys do.
    pub does: Does,
    /// The names of the keys.
    pub keys: &'static [&'static str],
    /// How the footer writes the keys; empty where the footer leaves the action out.
    pub shown: &'static str,
    /// Where it applies.
    pub within: &'static [Context],
    /// The words for it.
    pub words: fn(&ActionWords) -> &ActionWord,
}

/// What a key does: an action, or one that depends on the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Always the same.
    Action(Action),
    /// [`Action::Pick`] with the digit.
    Digit,
    /// [`Action::Type`] with the character.
    Character,
}

/// All but search and forms, where letters are typed.
const EVERYWHERE: &[Context] =
    &[Home, Choice, Select, Number, Path, Beside, Outcome, Insight, Map, WhatIf, Reader, Outline, Review, Choose, Compare, Help, Broken];
/// What lies under help, search and forms.
const SCREENS: &[Context] =
    &[Home, Choice, Select, Number, Path, Beside, Outcome, Insight, Map, WhatIf, Reader, Outline, Review, Choose, Compare, Broken];
const QUESTIONS: &[Context] = &[Choice, Select, Number];
const WALKS: &[Context] = &[Choice, Select, Number, Path, Beside, Outcome, Insight];

macro_rules! bind {
    ($does:expr, $keys:expr, $shown:expr, $within:expr, $words:ident) => {
        Binding { does: $does, keys: &$keys, shown: $shown, within: $within, words: |words| &words.$words }
    };
}

/// The table. Within a context, the first line with a key is the one that counts; hints appear in this order.
pub static TABLE: &[Binding] = &[
    bind!(Does::Digit, ["1-9"], "", &[Choice, Select], pick),
    bind!(Does::Character, ["0-9", ".", "-", ",", "+", "e"], "", &[Number], figure),
    bind!(Does::Character, ["any character"], "", &[Search], type_words),
    bind!(Does::Action(Action::Down), ["down", "ctrl-n"], "↑↓", &[Search], down),
    bind!(Does::Action(Action::Up), ["up", "ctrl-p"], "", &[Search], up),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Search], open),
    bind!(Does::Action(Action::Close), ["esc"], "Esc", &[Search], close),
    bind!(Does::Action(Action::Erase), ["backspace"], "", &[Search], erase),
    bind!(Does::Action(Action::EraseAhead), ["delete"], "", &[Search], erase_ahead),
    bind!(Does::Action(Action::EraseWord), ["ctrl-w"], "", &[Search], erase_word),
    bind!(Does::Action(Action::EraseAll), ["ctrl-u"], "", &[Search], erase_all),
    bind!(Does::Action(Action::Left), ["left"], "", &[Search], cursor_left),
    bind!(Does::Action(Action::Right), ["right"], "", &[Search], cursor_right),
    bind!(Does::Action(Action::Top), ["home", "ctrl-a"], "", &[Search], cursor_start),
    bind!(Does::Action(Action::Bottom), ["end", "ctrl-e"], "", &[Search], cursor_end),
    bind!(Does::Action(Action::PageDown), ["pagedown"], "", &[Search], page_down),
    bind!(Does::Action(Action::PageUp), ["pageup"], "", &[Search], page_up),
    bind!(Does::Character, ["any character"], "", &[Form], type_text),
    bind!(Does::Action(Action::NextPane), ["tab"], "Tab", &[Form], next_field),
    bind!(Does::Action(Action::PreviousPane), ["backtab"], "", &[Form], previous_field),
    bind!(Does::Action(Action::Keep), ["ctrl-s"], "^S", &[Form], keep_form),
    bind!(Does::Action(Action::Close), ["esc"], "Esc", &[Form], leave_form),
    bind!(Does::Action(Action::EditText), ["ctrl-o"], "^O", &[Form], edit_text),
    bind!(Does::Action(Action::Undo), ["ctrl-z"], "^Z", &[Form], undo_typing),
    bind!(Does::Action(Action::Redo), ["ctrl-y"], "", &[Form], redo_typing),
    bind!(Does::Action(Action::Enter), ["enter"], "", &[Form], enter_field),
    bind!(Does::Action(Action::Up), ["up"], "", &[Form], up_field),
    bind!(Does::Action(Action::Down), ["down"], "", &[Form], down_field),
    bind!(Does::Action(Action::Left), ["left"], "", &[Form], left_field),
    bind!(Does::Action(Action::Right), ["right"], "", &[Form], right_field),
    bind!(Does::Action(Action::WordLeft), ["ctrl-left"], "", &[Form], word_left),
    bind!(Does::Action(Action::WordRight), ["ctrl-right"], "", &[Form], word_right),
    bind!(Does::Action(Action::Top), ["home", "ctrl-a"], "", &[Form], line_start),
    bind!(Does::Action(Action::Bottom), ["end", "ctrl-e"], "", &[Form], line_end),
    bind!(Does::Action(Action::Erase), ["backspace"], "", &[Form], erase),
    bind!(Does::Action(Action::EraseAhead), ["delete"], "", &[Form], erase_ahead),
    bind!(Does::Action(Action::EraseWord), ["ctrl-w"], "", &[Form], erase_word),
    bind!(Does::Action(Action::EraseAll), ["ctrl-u"], "", &[Form], erase_to_start),
    bind!(Does::Action(Action::PageDown), ["pagedown"], "", &[Form], page_down),
    bind!(Does::Action(Action::PageUp), ["pageup"], "", &[Form], page_up),
    bind!(Does::Action(Action::Up), ["up", "k"], "", EVERYWHERE, up),
    bind!(
        Does::Action(Action::Down),
        ["down", "j"],
        "↑↓",
        &[Home, Choice, Select, Number, Path, Map, Outline, Review, Choose, Compare],
        down
    ),
    bind!(Does::Action(Action::Down), ["down", "j"], "", &[Beside, Outcome, Insight, WhatIf, Reader, Help, Broken], down),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", QUESTIONS, answer),
    bind!(Does::Action(Action::Toggle), ["space"], "Space", &[Select], toggle),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Home, Path, Outline, Review, Choose], open),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Compare], go_to_question),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[WhatIf], keep_variant),
    bind!(Does::Action(Action::Right), ["right", "l", "tab"], "→", &[WhatIf], other_variant),
    bind!(Does::Action(Action::Left), ["left", "h", "backtab"], "", &[WhatIf], other_variant),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Map], jump),
    bind!(Does::Action(Action::Fold), ["space"], "Space", &[Map], fold),
    bind!(Does::Action(Action::FoldAll), ["a"], "a", &[Map], fold_all),
    // The footer has these while the room votes first: `State::applies`.
    bind!(Does::Action(Action::Votes), ["v"], "v", &[Choice, Select, Number, Path], votes),
    bind!(Does::Action(Action::Reveal), ["V"], "V", WALKS, reveal),
    bind!(Does::Action(Action::Facilitate), ["F"], "F", SCREENS, facilitate),
    bind!(Does::Action(Action::NotSure), ["0", "d"], "0", &[Choice, Select], not_sure),
    bind!(Does::Action(Action::NotSure), ["d"], "d", &[Number], not_sure),
    bind!(
        Does::Action(Action::PageDown),
        ["pagedown", "space", "ctrl-f"],
        "Space",
        &[Beside, Outcome, Insight, WhatIf, Reader, Help, Broken],
        page_down
    ),
    bind!(Does::Action(Action::PageDown), ["pagedown", "ctrl-f"], "", &[Map], page_down),
    bind!(Does::Action(Action::PageUp), ["pageup", "ctrl-b"], "", EVERYWHERE, page_up),
    bind!(Does::Action(Action::NextLink), ["tab"], "Tab", &[Outcome, Insight, Reader], next_link),
    bind!(Does::Action(Action::PreviousLink), ["backtab"], "", &[Outcome, Insight, Reader], previous_link),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Outcome, Insight, Reader], follow),
    bind!(Does::Action(Action::Erase), ["backspace"], "", &[Number], erase),
    bind!(Does::Action(Action::Back), ["backspace", "esc"], "⌫", &[Choice, Select, Path, Outcome, Insight, Beside], back),
    bind!(Does::Action(Action::Back), ["esc"], "Esc", &[Number], back),
    bind!(Does::Action(Action::Back), ["backspace", "esc"], "⌫", &[WhatIf, Reader, Outline, Review, Choose, Compare, Broken], return_to),
    bind!(Does::Action(Action::Back), ["backspace", "esc", "m"], "⌫", &[Map], return_to),
    bind!(Does::Action(Action::Insight), ["i"], "i", &[Beside, Outcome], insight),
    bind!(Does::Action(Action::Insight), ["i"], "", &[Insight], insight),
    bind!(Does::Action(Action::WhatIf), ["w"], "w", &[Path, Beside, Outcome, Insight], what_if),
    bind!(Does::Action(Action::Reference), ["r"], "r", &[Choice, Select, Number, Path, Beside, Outcome, Map], reference),
    bind!(Does::Action(Action::Map), ["m"], "m", &[Home, Choice, Select, Number, Path, Beside, Outcome, Insight], map),
    bind!(Does::Action(Action::Review), ["o"], "o", &[Home, Choice, Select, Number, Path, Beside, Outcome, Insight], review),
    bind!(Does::Action(Action::Remarks), ["n"], "n", &[Choice, Select, Number, Path, Beside, Outcome, Insight, Review], remarks),
    bind!(Does::Action(Action::NameRecord), ["s"], "s", &[Outcome, Insight, Review], name_record),
    bind!(Does::Action(Action::NameRecord), ["s"], "", &[Choice, Select, Number, Path, Beside], name_record),
    bind!(Does::Action(Action::Export), ["x"], "x", &[Outcome, Review], export),
    bind!(Does::Action(Action::Compare), ["c"], "c", &[Review], compare),
    bind!(Does::Action(Action::Compare), ["c"], "", &[Home], compare),
    bind!(Does::Action(Action::NewRecord), ["N"], "N", &[Home, Review], new_record),
    bind!(Does::Action(Action::Search), ["/"], "/", SCREENS, search),
    bind!(Does::Action(Action::Insight), ["i"], "i", &[Choice, Select, Number, Path], insight),
    bind!(Does::Action(Action::WhatIf), ["w"], "w", &[Choice, Select, Number], what_if),
    bind!(
        Does::Action(Action::PageDown),
        ["pagedown", "ctrl-f"],
        "PgDn",
        &[Home, Choice, Select, Number, Path, Outline, Review, Choose, Compare],
        page_down
    ),
    bind!(Does::Action(Action::Quit), ["q"], "q", SCREENS, quit),
    bind!(Does::Action(Action::Copy), ["y"], "y", &[Outcome], copy),
    bind!(Does::Action(Action::Edit), ["e"], "e", &[Broken], edit),
    bind!(
        Does::Action(Action::Edit),
        ["e"],
        "",
        &[Home, Choice, Select, Path, Beside, Outcome, Insight, Map, WhatIf, Reader, Outline],
        edit
    ),
    // There, `e` is a part of a figure, once one has begun.
    bind!(Does::Action(Action::Edit), ["E"], "", &[Number], edit),
    bind!(Does::Action(Action::CopyCommand), ["Y"], "", WALKS, copy_command),
    bind!(Does::Action(Action::Left), ["left", "h"], "←", &[Choice, Select, Number, Beside, Outcome, Insight], left),
    bind!(Does::Action(Action::Left), ["left", "h"], "←", &[Reader], outline),
    bind!(Does::Action(Action::Left), ["left", "h"], "", &[Outline], outline),
    bind!(Does::Action(Action::Right), ["right", "l"], "→", &[Path], right),
    bind!(Does::Action(Action::Right), ["right", "l"], "", &[Choice, Select, Number, Beside, Outcome, Insight], right),
    bind!(Does::Action(Action::Right), ["right", "l"], "", &[Reader, Outline], outline),
    bind!(Does::Action(Action::Left), ["left", "h"], "", &[Map], fold_or_out),
    bind!(Does::Action(Action::Right), ["right", "l"], "→", &[Map], unfold_or_in),
    bind!(Does::Action(Action::NextPane), ["tab"], "Tab", &[Map], describe),
    bind!(Does::Action(Action::PreviousPane), ["backtab"], "", &[Map], describe),
    bind!(Does::Action(Action::NextPane), ["tab"], "", &[Choice, Select, Number, Path, Beside, Outline], next_pane),
    bind!(Does::Action(Action::PreviousPane), ["backtab"], "", &[Choice, Select, Number, Path, Beside, Outline], previous_pane),
    bind!(Does::Action(Action::Withdraw), ["delete", "x"], "", &[Choice, Select, Number, Path], withdraw),
    bind!(Does::Action(Action::Undo), ["u"], "u", WALKS, undo),
    bind!(Does::Action(Action::Redo), ["ctrl-r", "U"], "", WALKS, redo),
    bind!(Does::Action(Action::Restart), ["R"], "", WALKS, restart),
    bind!(Does::Action(Action::Top), ["home", "g"], "", EVERYWHERE, top),
    bind!(Does::Action(Action::Bottom), ["end", "G"], "", EVERYWHERE, bottom),
    bind!(
        Does::Action(Action::Home),
        ["H"],
        "H",
        &[Choice, Select, Number, Path, Beside, Outcome, Insight, Map, WhatIf, Reader, Outline, Review, Choose, Compare, Broken],
        home
    ),
    bind!(Does::Character, ["0-9"], "0-9", &[Votes], count),
    bind!(Does::Action(Action::Enter), ["enter"], "⏎", &[Votes], next_count),
    bind!(Does::Action(Action::KeepVotes), ["ctrl-s"], "^S", &[Votes], keep_votes),
    bind!(Does::Action(Action::Reveal), ["V"], "V", &[Votes], reveal),
    bind!(Does::Action(Action::Right), ["+", "right", "l"], "+", &[Votes], more_votes),
    bind!(Does::Action(Action::Left), ["-", "left", "h"], "-", &[Votes], fewer_votes),
    bind!(Does::Action(Action::Close), ["esc"], "Esc", &[Votes], leave_votes),
    bind!(Does::Action(Action::Erase), ["backspace"], "", &[Votes], erase),
    bind!(Does::Action(Action::EraseAll), ["delete", "ctrl-u"], "", &[Votes], erase_all),
    bind!(Does::Action(Action::Down), ["down", "j", "tab"], "", &[Votes], down),
    bind!(Does::Action(Action::Up), ["up", "k", "backtab"], "", &[Votes], up),
    bind!(Does::Action(Action::Top), ["home", "g"], "", &[Votes], top),
    bind!(Does::Action(Action::Bottom), ["end", "G"], "", &[Votes], bottom),
    bind!(Does::Action(Action::PageDown), ["pagedown"], "", &[Votes], page_down),
    bind!(Does::Action(Action::PageUp), ["pageup"], "", &[Votes], page_up),
    bind!(Does::Action(Action::Help), ["?", "f1"], "?", &[Votes], help),
    bind!(Does::Action(Action::Mouse), ["M"], "", &[Votes], mouse),
    bind!(Does::Action(Action::Suspend), ["ctrl-z"], "", &[Votes], suspend),
    bind!(Does::Action(Action::QuitAtOnce), ["ctrl-c"], "", &[Votes], quit_at_once),
    bind!(Does::Action(Action::Close), ["esc", "?", "q", "backspace", "enter"], "Esc", &[Help], close),
    bind!(Does::Action(Action::Help), ["?", "f1"], "?", SCREENS, help),
    bind!(Does::Action(Action::Help), ["f1"], "F1", &[Search, Form], help),
    bind!(Does::Action(Action::Mouse), ["M"], "", EVERYWHERE, mouse),
    bind!(Does::Action(Action::Suspend), ["ctrl-z"], "", EVERYWHERE, suspend),
    bind!(Does::Action(Action::Suspend), ["ctrl-z"], "", &[Search], suspend),
    bind!(Does::Action(Action::QuitAtOnce), ["ctrl-c"], "", EVERYWHERE, quit_at_once),
    bind!(Does::Action(Action::QuitAtOnce), ["ctrl-c"], "", &[Search, Form], quit_at_once),
];

/// The lines that apply somewhere, in the order of the table.
pub fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |binding| binding.within.contains(&context))
}

/// Every action with all its keys and its help, once each: what a list of keys shows.
pub fn key_list(words: &ActionWords) -> Vec<(String, String)> {
    let mut list: Vec<(Vec<&str>, String)> = Vec::new();
    for binding in TABLE {
        let help = (binding.words)(words).help.to_string();
        let at = list.iter().position(|(_, other)| *other == help).unwrap_or(list.len());
        if at == list.len() {
            list.push((Vec::new(), help));
        }
        if let Some((keys, _)) = list.get_mut(at) {
            keys.extend(binding.keys.iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
        }
    }
    let labels = |keys: Vec<&str>| keys.into_iter().map(key_label).collect::<Vec<_>>().join(", ");
    list.into_iter().map(|(keys, help)| (labels(keys), help)).collect()
}

/// How the footer writes the key of an action, to name it elsewhere too.
pub fn shown_key(context: Context, action: &Action) -> &'static str {
    bindings(context).find(|binding| binding.does == Does::Action(action.clone())).map_or("", |binding| binding.shown)
}

/// The keys of a line as people read them.
pub fn keys_in_words(binding: &Binding) -> String {
    binding.keys.iter().map(|name| key_label(name)).collect::<Vec<_>>().join(", ")
}

/// What a terminal told, as far as it is of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was clicked there, from the left and from the top.
    Click(u16, u16),
    /// The wheel was turned there, by so many lines.
    Wheel(u16, u16, isize),
    /// The terminal has a new size.
    Resize(u16, u16),
    /// Text was pasted.
    Paste(String),
}

/// Sorts out an event; key releases and mouse moves are of no interest (Windows reports releases too).
pub fn input(event: Event) -> Option<Input> {
    const WHEEL: isize = 3;
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Input::Key(key)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(mouse.column, mouse.row, -WHEEL)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(mouse.column, mouse.row, WHEEL)),
            _ => None,
        },
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        Event::Paste(text) => Some(Input::Paste(text)),
        _ => None,
    }
}

/// What a key does somewhere.
pub fn action_of(key: KeyEvent, context: Context) -> Option<Action> {
    let binding = bindings(context).find(|binding| binding.keys.iter().any(|name| is_key(name, key)))?;
    match (&binding.does, key.code) {
        (Does::Action(action), _) => Some(action.clone()),
        (Does::Digit, KeyCode::Char(digit)) => digit.to_digit(10).map(|digit| Action::Pick(digit as usize)),
        (Does::Character, KeyCode::Char(c)) => Some(Action::Type(c)),
        _ => None,
    }
}

/// Whether a key goes by a name such as `ctrl-r`, `backtab`, `1-9` or `M`.
fn is_key(name: &str, key: KeyEvent) -> bool {
    let (ctrl, name) = match name.strip_prefix("ctrl-") {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    // Shift is part of the character, or of `backtab`; terminals differ in whether they report it as well.
    if key.modifiers.contains(KeyModifiers::CONTROL) != ctrl || key.modifiers.contains(KeyModifiers::ALT) {
        return false;
    }
    match key.code {
        KeyCode::Char(_) if name == "any character" => !ctrl,
        KeyCode::Char(' ') => name == "space",
        KeyCode::Char(c) => match (name, name.as_bytes()) {
            (_, [from, b'-', to]) => c.is_ascii() && (*from..=*to).contains(&(c as u8)),
            _ => name.chars().eq([c]),
        },
        KeyCode::Up => name == "up",
        KeyCode::Down => name == "down",
        KeyCode::Left => name == "left",
        KeyCode::Right => name == "right",
        KeyCode::Enter => name == "enter",
        KeyCode::Esc => name == "esc",
        KeyCode::Tab => name == "tab",
        KeyCode::BackTab => name == "backtab",
        KeyCode::Backspace => name == "backspace",
        KeyCode::Delete => name == "delete",
        KeyCode::Home => name == "home",
        KeyCode::End => name == "end",
        KeyCode::PageUp => name == "pageup",
        KeyCode::PageDown => name == "pagedown",
        KeyCode::F(1) => name == "f1",
        _ => false,
    }
}

/// How a key's name is written for people.
fn key_label(name: &str) -> String {
    match name {
        "up" => "↑".to_owned(),
        "down" => "↓".to_owned(),
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "pageup" => "PgUp".to_owned(),
        "pagedown" => "PgDn".to_owned(),
        "backtab" => "Shift-Tab".to_owned(),
        "f1" => "F1".to_owned(),
        name => match name.strip_prefix("ctrl-") {
            Some(letter) => format!("Ctrl-{}", letter.to_uppercase()),
            // A range of characters is no word.
            None if name.len() >= 3 && !name.contains(['-', ' ']) => {
                name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect()
            }
            None => name.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
