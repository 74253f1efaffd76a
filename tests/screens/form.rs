//! Forms: what people say about answers, and what the record is about.

use jiff::civil::Date;
use waypost::advice::walk::Key;
use waypost::paper::record::{MAX_TEXT, Remarks};
use waypost::tui::state::{Look, Overlay};
use waypost::tui::update::Edited;

use super::{COLOUR, Effect, Input, Message, SIZES, Session, lines};

impl Session {
    fn on(mut self, today: &str) -> Session {
        self.state.today = today.parse().unwrap();
        self
    }

    /// Types a text, a character at a time; `\n` is Enter.
    pub(super) fn types(mut self, text: &str) -> Session {
        for c in text.chars() {
            match c {
                '\n' => self.press("enter"),
                ' ' => self.press("space"),
                c => self.press(&c.to_string()),
            }
        }
        self
    }

    fn pastes(mut self, text: &str) -> Session {
        self.tell(Message::Input(Input::Paste(text.to_owned())));
        self
    }

    pub(super) fn remarks(&self, question: &str) -> Remarks {
        let key = Key::Question { tree: "lunch".to_owned(), question: question.to_owned() };
        self.state.review.remarks.get(&key).cloned().unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        matches!(self.state.overlays.last(), Some(Overlay::Form(_)))
    }

    pub(super) fn notice(&self) -> &str {
        self.state.notice.as_deref().unwrap_or("")
    }
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// The remarks on the second answer of a walk, with something in each field.
fn filled(size: (u16, u16), look: Look) -> Session {
    let session = Session::new(super::team(), look, size).tree("lunch").on("2026-11-22").keys("2 1 enter");
    let session = session.keys("left n").types("Two are 漢字 vegan, é.\nAsk again on Friday.").keys("tab").types("Maria");
    session.keys("tab").types("+2w").keys("tab").types("s").keys("tab").types("https://example.org/menu").keys("tab").types("Jo: none is.")
}

#[test]
fn forms_look_as_they_were_approved() {
    for size in SIZES {
        let name = |name: &str| format!("{name}_{}x{}", size.0, size.1);
        let mut empty = Session::team(size).tree("lunch").keys("n");
        insta::assert_snapshot!(name("remarks_empty"), empty.text());
        insta::assert_snapshot!(name("remarks"), filled(size, COLOUR).text());
        insta::assert_snapshot!(name("remarks_top"), filled(size, COLOUR).keys("tab").text());
        let mut header =
            Session::team(size).tree("lunch").on("2026-11-22").keys("1 1 2 enter s").types("Where we eat").keys("tab right tab tab");
        header = header.types("soon").keys("ctrl-s");
        insta::assert_snapshot!(name("header_fault"), header.text());
        let mut revisit = header.keys("ctrl-u tab");
        insta::assert_snapshot!(name("header"), revisit.text());
    }
    let look = Look { ascii: true, ..COLOUR };
    insta::assert_snapshot!("remarks_ascii", filled((80, 24), look).text());
}

#[test]
fn what_is_typed_is_kept_with_the_answer() {
    let session = filled((80, 24), COLOUR);
    assert!(session.remarks("wishes").is_empty(), "nothing is kept before Ctrl-S");
    let session = session.keys("ctrl-s");
    assert!(!session.is_open());
    let remarks = session.remarks("wishes");
    assert_eq!(remarks.note, "Two are 漢字 vegan, é.\nAsk again on Friday.");
    assert_eq!((remarks.owner.as_str(), remarks.due), ("Maria", day("2026-12-06")));
    assert_eq!(remarks.confidence.map(|sure| sure.as_str()), Some("sure"));
    assert_eq!((remarks.evidence.as_str(), remarks.dissent.as_str()), ("https://example.org/menu", "Jo: none is."));
    let saved = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save { record, .. } => Some(record.remarks()),
        _ => None,
    });
    assert!(saved.unwrap().values().any(|saved| *saved == remarks), "it is saved");
}

#[test]
fn escape_drops_nothing_without_a_word() {
    let session = Session::team((80, 24)).tree("lunch").keys("n").types("abc").keys("esc");
    assert!(session.is_open() && session.notice().contains("Ctrl-S"), "{}", session.notice());
    let again = session.types("d").keys("esc");
    assert!(again.is_open(), "who types on has not left");
    let left = again.keys("esc");
    assert!(!left.is_open() && left.remarks("weather").is_empty());
    assert!(!Session::team((80, 24)).tree("lunch").keys("n esc").is_open(), "nothing was changed");
    let back = Session::team((80, 24)).tree("lunch").keys("n").types("a").keys("backspace esc");
    assert!(!back.is_open(), "what was typed is gone again");
}

#[test]
fn leaving_keeps_what_is_valid() {
    let session = Session::team((80, 24)).tree("lunch").keys("1 up left n").types("note").keys("tab").types("Jo").keys("tab");
    let mut session = session.types("someday");
    session.effects.clear();
    let session = session.keys("ctrl-c");
    let remarks = session.remarks("weather");
    assert_eq!((remarks.note.as_str(), remarks.owner.as_str(), remarks.due), ("note", "Jo", None));
    let [Effect::Save { record, .. }, Effect::Quit] = session.effects.as_slice() else { panic!("{:?}", session.effects) };
    assert_eq!(record.remarks().values().next(), Some(&remarks));

    // Asked whether to drop it, who ends the program has not said so.
    let mut asked = Session::team((80, 24)).tree("lunch").keys("s").types("Lunch").keys("esc");
    asked.effects.clear();
    let asked = asked.keys("ctrl-c");
    let [Effect::Save { record, .. }, Effect::Quit] = asked.effects.as_slice() else { panic!("{:?}", asked.effects) };
    assert_eq!(record.header.title, "Lunch");

    let mut killed = Session::team((80, 24)).tree("lunch").keys("1 up left n").types("note").keys("f1");
    killed.effects.clear();
    killed.tell(Message::Terminated(15));
    assert_eq!(killed.remarks("weather").note, "note");
    assert!(matches!(killed.effects.as_slice(), [Effect::Save { .. }, Effect::Terminate(15)]), "{:?}", killed.effects);
}

#[test]
fn a_field_that_does_not_fit_says_so_and_has_the_keys() {
    let session = Session::team((80, 24)).tree("lunch").on("2026-11-22").keys("n tab tab").types("2026-13-01").keys("tab");
    let mut session = session.types("l").keys("ctrl-s");
    assert!(session.is_open());
    let Some(Overlay::Form(form)) = session.state.overlays.last() else { panic!() };
    assert_eq!(form.fields[form.focus].name, "due");
    assert!(session.text().contains("is no day: write 2026-11-22"), "{}", session.text());
    let session = session.keys("ctrl-u").types("2026-12-01").keys("ctrl-s");
    assert_eq!(session.remarks("weather").due, day("2026-12-01"));
}

#[test]
fn typing_is_undone_and_pasted_text_is_cleaned() {
    let note = |session: Session| session.keys("ctrl-s").remarks("weather").note;
    let fresh = || Session::team((80, 24)).tree("lunch").keys("n");
    assert_eq!(note(fresh().pastes("one\r\ntwo\tthree\u{1b}[31m\u{202e}four")), "one\ntwo    three[31mfour");
    assert_eq!(note(fresh().types("keep ").pastes("gone").keys("ctrl-z")), "keep");
    assert_eq!(note(fresh().pastes("gone").keys("ctrl-z ctrl-y").types("!")), "gone!");
    assert_eq!(note(fresh().types("one two").keys("ctrl-w").types("four")), "one four");
    assert_eq!(note(fresh().types("one\ntwo").keys("ctrl-u").types("2")), "one\n2");
    assert_eq!(note(fresh().types("bc").keys("ctrl-a").types("a").keys("ctrl-e").types("d")), "abcd");
    assert_eq!(note(fresh().types("👩‍🚀x").keys("backspace backspace")), "");
    assert_eq!(note(fresh().pastes("漢👩‍🚀b").keys("left left delete left backspace")), "漢b", "a character is what readers take for one");
    // A question asks for a line: breaks become blanks.
    let session = fresh().keys("tab").pastes("Maria\nand Jo\n").keys("ctrl-s");
    assert_eq!(session.remarks("weather").owner, "Maria and Jo");
}

#[test]
fn no_text_is_longer_than_a_record_takes() {
    let session = Session::team((80, 24)).tree("lunch").keys("n").pastes(&"é".repeat(MAX_TEXT));
    assert!(session.notice().contains("20000"), "{}", session.notice());
    let session = session.types("more").keys("ctrl-s");
    assert_eq!(session.remarks("weather").note.len(), MAX_TEXT);
}

#[test]
fn fields_and_words_are_clicked() {
    let mut session = Session::team((80, 24)).tree("lunch").keys("n");
    session.click("Dissent");
    let mut session = session.types("no");
    session.click("leaning");
    let remarks = session.keys("ctrl-s").remarks("weather");
    assert_eq!((remarks.dissent.as_str(), remarks.confidence.map(|sure| sure.as_str())), ("no", Some("leaning")));
}

#[test]
fn a_text_goes_to_the_editor_and_comes_back() {
    let mut session = Session::team((80, 24)).tree("lunch").keys("n").types("first").keys("ctrl-o");
    assert_eq!(session.effects.pop(), Some(Effect::EditText("first".to_owned())));
    session.tell(Message::TextEdited(Ok("second\nline\n".to_owned())));
    session.tell(Message::TextEdited(Err(Edited::Failed { editor: "vi".to_owned(), why: "exit status: 1".to_owned() })));
    assert!(session.notice().contains("vi"), "{}", session.notice());
    assert_eq!(session.keys("ctrl-s").remarks("weather").note, "second\nline");

    let mut undone = Session::team((80, 24)).tree("lunch").keys("n").types("first").keys("ctrl-o");
    undone.tell(Message::TextEdited(Ok("second".to_owned())));
    assert_eq!(undone.keys("ctrl-z ctrl-z ctrl-s").remarks("weather").note, "first");
}

#[test]
fn evidence_that_is_no_link_is_kept_as_text() {
    let told = |text: &str| {
        let session = Session::team((80, 24)).tree("lunch").keys("1 up left n tab tab tab tab").pastes(text).keys("ctrl-s");
        assert_eq!(session.remarks("weather").evidence, text);
        session.notice().contains("stays a text")
    };
    for link in ["https://example.org/a", "http://example.org", "docs/load.md", "../a/b", "report.pdf"] {
        assert!(!told(link), "{link}");
    }
    for text in ["Maria said so", "javascript:alert(1)", "ftp://example.org/x", "https://", "file:///etc/passwd"] {
        assert!(told(text), "{text}");
    }
}

#[test]
fn what_stands_below_is_not_acted_upon() {
    let session = Session::team((80, 24)).tree("lunch").keys("n").types("1qHux/?");
    assert!(session.is_open());
    assert_eq!(session.state.consultation.answers().iter().count(), 0);
    let mut help = session.keys("f1");
    assert!(help.text().contains("Keep what was typed"), "{}", help.text());
    let session = help.keys("esc ctrl-s");
    assert_eq!(session.remarks("weather").note, "1qHux/?");
}

#[test]
fn remarks_are_no_answers() {
    let session = Session::team((80, 24)).tree("lunch").keys("1 n").types("note").keys("ctrl-s u");
    assert_eq!(session.state.consultation.answers().iter().count(), 0, "the answer is undone, not the note");
    assert_eq!(session.remarks("people").note, "note");
    assert_eq!(lines(&Session::team((80, 24)).draw()).len(), 24);
}
