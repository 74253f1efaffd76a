//! Records on the screens: those of the home list, one taken up again, two compared, and one exported.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use waypost::advice::walk::Key;
use waypost::paper::record::{Record, Remarks, Status};
use waypost::store::records::Recent;
use waypost::tui::action::Context;
use waypost::tui::state::{DocumentFormat, Exported, RecentRecord, Screen};
use waypost::tui::update::{Effect, Message};

use super::{SIZES, Session, lines, team};

const TODAY: Date = date(2026, 11, 23);

/// Keys that lead through `lunch` to the market hall, by rain, a vegan and nine people.
const HALL: &str = "2 1 enter 9 enter";
/// Keys that lead to the corner café, by sun and two people.
const CORNER: &str = "1 2 enter";

/// A record of `lunch`, as keys answer it.
fn record(title: &str, keys: &str, change: impl FnOnce(&mut Record)) -> Record {
    let mut session = Session::team((80, 24));
    session.state.today = TODAY;
    let session = session.tree("lunch").keys(keys);
    let state = &session.state;
    let mut record = state.review.record(&state.pack, &state.walked, state.consultation.answers());
    record.header.title = title.to_owned();
    change(&mut record);
    record
}

/// What was said about the answer to a question.
fn said<'a>(record: &'a mut Record, question: &str) -> &'a mut Remarks {
    let answer = record.answers.iter_mut().find(|answer| answer.question == question).expect("the question is answered");
    &mut answer.remarks
}

fn listed(path: &str, day: Date, record: Result<Record, &str>) -> RecentRecord {
    let recent = Recent { path: PathBuf::from(path), changed: day.at(12, 0, 0, 0), record: record.map_err(str::to_owned) };
    RecentRecord::new(path.ends_with("hand.json"), recent, &team(), TODAY)
}

/// Six records: decided, open, overdue, broken, long of title and without one.
fn six() -> Vec<RecentRecord> {
    let overdue = record("Where the whole team eats", "0 2 enter", |record| {
        record.header.revisit = Some(date(2026, 10, 1));
        record.header.status = Status::Accepted;
        record.header.participants = vec!["Ada".to_owned(), "Grace".to_owned()];
        *said(record, "weather") = Remarks { owner: "Ada".to_owned(), due: Some(date(2026, 11, 1)), ..Remarks::default() };
    });
    vec![
        listed("/r/docs/decisions/0007-eat.md", date(2026, 11, 22), Ok(overdue)),
        listed("/s/2026-11-21-lunch.json", date(2026, 11, 21), Ok(record("", HALL, |_| ()))),
        listed("/s/broken.json", date(2026, 11, 20), Err("/s/broken.json:3:7: expected `:`")),
        listed(
            "/s/open.json",
            date(2026, 11, 19),
            Ok(record(
                "漢字 everything about lunch, at a length that no list of this width could ever hold on a line of its own",
                "2",
                |_| (),
            )),
        ),
        listed("/s/hand.json", date(2026, 11, 18), Ok(record("At hand", CORNER, |_| ()))),
        listed("/s/other.json", date(2026, 11, 17), Ok(record("", "", |_| ()))),
    ]
}

/// Home with six records, which come after the first frame.
fn home(size: (u16, u16)) -> Session {
    let mut session = Session::team(size);
    session.state.today = TODAY;
    session.tell(Message::Listed(six()));
    session
}

/// Answers what the disk is asked.
fn settle(session: &mut Session) -> Vec<Effect> {
    let effects = std::mem::take(&mut session.effects);
    for effect in &effects {
        if *effect == Effect::ListRecords {
            session.tell(Message::Listed(six()));
        }
    }
    effects
}

/// Compares a picture with the approved one, which lies with those of all screens.
#[track_caller]
fn approved(name: &str, text: &str) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("screens__{name}"), text);
    });
}

/// Presses keys; the disk answers.
fn go(session: &mut Session, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split_whitespace() {
        session.press(key);
        effects.extend(settle(session));
    }
    effects
}

/// Moves the mark down to a row that shows a text.
#[track_caller]
fn mark(session: &mut Session, text: &str) {
    session.press("g");
    for _ in 0..40 {
        let all = session.text();
        if all.lines().any(|line| line.contains('▸') && line.contains(text)) {
            return;
        }
        session.press("down");
    }
    panic!("no {text:?} can be marked in\n{}", session.text());
}

#[test]
fn home_lists_what_was_worked_on_last() {
    for size in SIZES {
        let mut session = home(size);
        approved(&format!("records_home_{}x{}", size.0, size.1), &session.text());
    }
    let mut wide = home((120, 40));
    mark(&mut wide, "Where the whole team");
    approved("records_described_120x40", &wide.text());
    mark(&mut wide, "broken.json");
    let text = wide.text();
    assert!(text.contains("broken.json:3:7: expected"), "{text}");
    // All of them are shown when they are asked for.
    mark(&mut wide, "3 more");
    wide.press("enter");
    let text = wide.text();
    assert!(text.contains("without a title") && text.contains("At hand") && !text.contains("3 more"), "{text}");
    mark(&mut wide, "漢字");
}

#[test]
fn the_mark_stays_on_its_row_when_records_come_late() {
    let mut session = Session::team((80, 40)).keys("down down down down down");
    let marked = |session: &mut Session| {
        session.text().lines().find(|line| line.contains('▸')).map(|line| line.trim_end_matches(['│', '┃']).to_owned())
    };
    let before = marked(&mut session);
    session.tell(Message::Listed(six()));
    assert_eq!(marked(&mut session), before);
    session.tell(Message::Listed(Vec::new()));
    assert_eq!(marked(&mut session), before);
}

#[test]
fn a_record_is_taken_up_and_a_broken_one_says_why_not() {
    let mut session = home((100, 40));
    mark(&mut session, "Where the whole team");
    assert_eq!(go(&mut session, "enter"), [Effect::OpenRecord(PathBuf::from("/r/docs/decisions/0007-eat.md"))]);
    mark(&mut session, "broken.json");
    assert_eq!(go(&mut session, "enter"), []);
    assert_eq!(session.state.notice.as_deref(), Some("broken.json cannot be opened: broken.json:3:7: expected `:`"));
    // The one at hand goes on where it waits.
    let mut session = home((100, 40)).tree("lunch");
    go(&mut session, "1 H");
    mark(&mut session, "3 more");
    go(&mut session, "enter");
    let text = session.text();
    assert!(text.contains("2026-11-18, at hand"), "{text}");
    mark(&mut session, "At hand");
    assert_eq!(go(&mut session, "enter"), []);
    assert_eq!(session.state.context(), Context::Number);
}

#[test]
fn nothing_of_a_record_is_left_when_another_is_begun() {
    let mut session = home((100, 40)).tree("lunch");
    go(&mut session, "2 1 w");
    session.press("H");
    let effects = go(&mut session, "N");
    assert!(effects.contains(&Effect::NewRecord) && effects.contains(&Effect::ListRecords), "{effects:?}");
    assert!(session.state.notice.as_deref().is_some_and(|notice| notice.contains("is kept")), "{:?}", session.state.notice);
    let state = &session.state;
    assert!(state.consultation.answers().iter().next().is_none() && state.walked.is_empty() && state.searched.is_none());
    assert!(state.contradictions.is_empty() && state.contradictions_asked == 0 && state.review.remarks.is_empty());
    let session = session.tree("lunch").keys("2");
    let Some(Screen::Walk(walk)) = session.state.screen() else { panic!("no walk") };
    assert!(walk.ticked.is_empty() && walk.figure.is_empty());
    // Without anything at hand, nothing is said to be kept.
    let mut blank = home((100, 40));
    go(&mut blank, "N");
    assert!(blank.state.notice.as_deref().is_some_and(|notice| notice.contains("nothing to keep")), "{:?}", blank.state.notice);
}

#[test]
fn what_is_not_on_the_disk_is_not_left_behind_unasked() {
    let fails = |session: &mut Session| {
        for effect in std::mem::take(&mut session.effects) {
            if let Effect::Save { generation, .. } = effect {
                session.tell(Message::Saved { generation, outcome: Err("the disk is full".to_owned()) });
            }
        }
    };
    let mut session = home((100, 40));
    session.slow_disk = true;
    let mut session = session.tree("lunch").keys("1");
    session.press("H");
    session.press("N");
    assert!(session.state.notice.as_deref().is_some_and(|notice| notice.contains("still being saved")), "{:?}", session.state.notice);
    fails(&mut session);
    session.press("N");
    assert!(session.state.notice.as_deref().is_some_and(|notice| notice.contains("the disk is full")), "{:?}", session.state.notice);
    assert!(!session.effects.contains(&Effect::NewRecord));
    session.press("N");
    assert!(session.effects.contains(&Effect::NewRecord));
}

/// A comparison of what is at hand with a record in which others answered otherwise.
fn compared(size: (u16, u16)) -> Session {
    let mut session = home(size).tree("lunch");
    go(&mut session, HALL);
    session.state.review.remarks_mut(Key::Question { tree: "lunch".to_owned(), question: "weather".to_owned() }).note =
        "It has rained all week.".to_owned();
    session.state.review.changed();
    go(&mut session, "o c");
    let path = PathBuf::from("/s/open.json");
    mark(&mut session, "漢字");
    let effects = go(&mut session, "enter");
    assert!(effects.contains(&Effect::ReadRecord(path.clone())), "{effects:?}");
    let other = record("Outside", CORNER, |record| {
        record.header.participants = vec!["Grace".to_owned()];
        said(record, "weather").owner = "Grace".to_owned();
        said(record, "weather").dissent = "The forecast says otherwise.".to_owned();
    });
    session.tell(Message::RecordRead { path, outcome: Ok(Box::new(other)) });
    session
}

#[test]
fn two_records_stand_side_by_side() {
    for size in SIZES {
        let mut session = compared(size);
        approved(&format!("records_compared_{}x{}", size.0, size.1), &session.text());
    }
    let mut session = compared((80, 24));
    // All of it can be read by moving through the differences.
    session.press("down");
    approved("records_compared_further_80x24", &session.text());
    session.press("up");
    session.press("enter");
    let text = session.text();
    assert!(session.state.context() == Context::Choice && text.contains("Can you sit outside?"), "{text}");
    go(&mut session, "esc");
}

#[test]
fn the_other_record_is_chosen_from_a_list_or_named() {
    let mut session = home((80, 24)).tree("lunch");
    go(&mut session, HALL);
    go(&mut session, "o c");
    approved("records_choose_80x24", &session.text());
    mark(&mut session, "another file");
    go(&mut session, "enter a . m d");
    assert_eq!(go(&mut session, "ctrl-s"), [Effect::ReadRecord(PathBuf::from("a.md"))]);
    session.tell(Message::RecordRead { path: PathBuf::from("a.md"), outcome: Err("a.md:3:1: no \u{1b}record".to_owned()) });
    assert_eq!(session.state.context(), Context::Review);
    assert!(session.state.notice.as_deref().is_some_and(|notice| notice.starts_with("a.md:3:1: no") && !notice.contains('\u{1b}')));
    // At home the marked record is one of the two; a tree is none.
    let mut session = home((100, 40));
    go(&mut session, "c");
    assert_eq!(session.state.context(), Context::Home);
    mark(&mut session, "Where the whole team");
    go(&mut session, "c enter");
    let Some(Screen::Compare(compare)) = session.state.screen() else { panic!("nothing is compared") };
    assert!(!compare.has_own());
}

#[test]
fn a_sitting_is_exported_as_what_and_where_it_is_asked_for() {
    let mut session = home((80, 24)).tree("lunch");
    assert_eq!(go(&mut session, "o x"), []);
    assert!(session.state.notice.as_deref().is_some_and(|notice| notice.contains("nothing is answered")));
    go(&mut session, "esc");
    go(&mut session, HALL);
    let effects = go(&mut session, "x");
    assert_eq!(effects, [Effect::NameExport("go-to-the-market-hall".to_owned())]);
    let decision = PathBuf::from("docs/decisions/0007-go-to-the-market-hall.md");
    let named = Message::ExportNamed { decision: decision.clone(), name: "go-to-the-market-hall".to_owned() };
    session.tell(named.clone());
    approved("records_export_80x24", &session.text());
    go(&mut session, "right");
    let text = session.text();
    assert!(text.contains("go-to-the-market-hall.html") && !text.contains("docs/decisions"), "{text}");
    go(&mut session, "left");
    let effects = go(&mut session, "ctrl-s");
    let [Effect::Export(export)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((export.format, &*export.path, export.replaces), (DocumentFormat::Decision, &*decision, false));
    // Another file is in the way: the same once more writes over it.
    session.tell(Message::Exported { export: export.clone(), exported: Exported::IsThere });
    approved("records_export_is_there_80x24", &session.text());
    let effects = go(&mut session, "ctrl-s");
    let [Effect::Export(export)] = &effects[..] else { panic!("{effects:?}") };
    assert!(export.replaces);
    // Under another name it replaces nothing.
    session.tell(Message::Exported { export: export.clone(), exported: Exported::IsThere });
    let effects = go(&mut session, "x ctrl-s");
    let [Effect::Export(other)] = &effects[..] else { panic!("{effects:?}") };
    assert!(!other.replaces && other.path == Path::new("docs/decisions/0007-go-to-the-market-hall.mdx"));
    let exported = Exported::GoesOn { taken_away: Some(PathBuf::from("/s/hand.json")), stays: None, is_held: false };
    session.tell(Message::Exported { export: export.clone(), exported });
    assert_eq!(session.state.review.saving.file.as_deref(), Some(&*decision));
    let notice = session.state.notice.clone().unwrap_or_default();
    assert!(notice.contains("goes on in it, and /s/hand.json") && notice.contains("taken away"), "{notice}");
    // From then on the decision record is where a decision record goes.
    session.tell(Message::ExportNamed { decision: PathBuf::from("docs/decisions/0008-go.md"), name: "go".to_owned() });
    let shown = session.draw();
    assert!(lines(&shown).iter().any(|line| line.contains("0007-go-to-the-market-hall.md")));
}
