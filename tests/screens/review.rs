//! The record of the sitting: what came of the trees, what people said, what is open, what does not hold any more.

use waypost::advice::walk::Key;
use waypost::paper::record::{RecordedTree, Remarks, Status};
use waypost::tui::state::{Look, Screen};

use super::{COLOUR, Effect, SIZES, Session, resume};

fn day(text: &str) -> Option<jiff::civil::Date> {
    Some(text.parse().unwrap())
}

fn key(tree: &str, question: &str) -> Key {
    Key::Question { tree: tree.to_owned(), question: question.to_owned() }
}

/// A review of two trees with something of everything.
fn reviewed(size: (u16, u16), look: Look) -> Session {
    let mut session = Session::new(super::team(), look, size).tree("lunch").keys("0 0 1 2 enter H").tree("seats").keys("1");
    session.state.today = day("2026-11-22").unwrap();
    let review = &mut session.state.review;
    review.header.title = "Where the team eats on Fridays".to_owned();
    review.header.status = Status::Proposed;
    (review.header.made, review.header.revisit) = (day("2026-11-20"), day("2026-11-21"));
    review.header.participants = vec!["Maria".to_owned(), "Jo".to_owned(), "漢字".to_owned()];
    *review.remarks_mut(key("lunch", "weather")) = Remarks {
        note: "The forecast is from Monday.\nAsk again on Thursday.".to_owned(),
        owner: "Maria".to_owned(),
        due: day("2026-11-19"),
        dissent: "Jo: it never rains on Fridays.".to_owned(),
        evidence: "https://example.org/forecast".to_owned(),
        confidence: Some(waypost::paper::record::Confidence::Leaning),
        votes: [("yes".to_owned(), 2), ("no".to_owned(), 3)].into_iter().collect(),
    };
    review.remarks_mut(key("seats", "wind")).note = "Look at the flag.".to_owned();
    review.remarks_mut(key("seats", "weights")).owner = "Jo".to_owned();
    review.changed();
    session.keys("o")
}

#[test]
fn records_look_as_they_were_approved() {
    for size in SIZES {
        let name = |name: &str| format!("{name}_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name("review"), reviewed(size, COLOUR).text());
        insta::assert_snapshot!(name("review_end"), reviewed(size, COLOUR).keys("end").text());
        insta::assert_snapshot!(name("review_empty"), Session::team(size).keys("o").text());
        insta::assert_snapshot!(name("review_stale"), stale(size).text());
    }
    let look = Look { ascii: true, ..COLOUR };
    insta::assert_snapshot!("review_ascii", reviewed((80, 24), look).text());
    let mut path = reviewed((100, 30), COLOUR).keys("backspace H").tree("lunch").keys("left");
    insta::assert_snapshot!("marks_in_the_path", path.text());
    let mut ascii = reviewed((100, 30), look).keys("backspace H").tree("lunch");
    insta::assert_snapshot!("marks_in_the_path_ascii", ascii.text());
}

/// The record of that review as other trees left it, taken up again.
fn stale(size: (u16, u16)) -> Session {
    let session = reviewed(size, COLOUR);
    let mut record = session.state.review.record(&session.state.pack, &session.state.walked, session.state.consultation.answers());
    record.trees[0].hash = "0".repeat(16);
    record.trees[0].outcome = Some("corner".to_owned());
    record.trees.push(RecordedTree { id: "dinner".to_owned(), ..RecordedTree::default() });
    let mut session = Session::team(size);
    session.state.today = day("2026-11-22").unwrap();
    let effects = resume(&mut session.state, record, "2026-11-20-lunch.json".into());
    session.carry_out(effects);
    session.draw();
    let mut session = session.keys("o");
    session.draw();
    session
}

#[test]
fn what_does_not_hold_any_more_stands_first_and_leads_to_its_tree() {
    let mut session = stale((100, 30));
    let text = session.text();
    assert!(text.contains("another version of: Where to eat") && text.contains("(corner)"), "{text}");
    session.press("home");
    let session = session.keys("enter");
    assert!(matches!(session.state.screen(), Some(Screen::Walk(walk)) if walk.tree == "lunch"));
}

#[test]
fn rows_lead_to_their_question_and_take_remarks() {
    let session = reviewed((100, 30), COLOUR).keys("home down n");
    let note = session.types(" It changed.").keys("ctrl-s").state;
    assert!(note.review.remarks[&key("lunch", "weather")].note.ends_with("Thursday. It changed."));

    let mut session = reviewed((100, 30), COLOUR);
    session.click("Can you sit outside?");
    let Some(Screen::Walk(walk)) = session.state.screen() else { panic!("no walk") };
    let tree = session.state.pack.tree("lunch").unwrap();
    assert_eq!(walk.revisiting.map(|ix| tree[ix].id.as_str()), Some("weather"));

    let named = reviewed((100, 30), COLOUR).keys("s").types("!").keys("ctrl-s");
    assert!(named.state.review.header.title.ends_with("Fridays!"));
    let tree = reviewed((100, 30), COLOUR).keys("home n");
    assert!(tree.notice().contains("mark an answer"), "a tree takes no remarks");
}

/// The record holds a remark before there is an answer to it, and after that was taken back.
#[test]
fn a_remark_on_an_open_question_is_in_the_record() {
    let saved = |session: &Session| {
        let records = session.effects.iter().rev().filter_map(|effect| match effect {
            Effect::Save { record, .. } => Some(record.remarks()),
            _ => None,
        });
        records.clone().next().unwrap_or_default()
    };
    let noted = |session: &Session| saved(session).get(&key("lunch", "people")).map(|remarks| remarks.note.clone());
    let session = Session::team((100, 30)).tree("lunch").keys("1 n").types("ask").keys("ctrl-s");
    assert!(session.notice().contains("still open"), "{}", session.notice());
    assert_eq!(noted(&session).as_deref(), Some("ask"));
    let mut listed = session.keys("o");
    assert!(listed.text().contains("✎ ask"), "{}", listed.text());
    let session = listed.keys("backspace 4 enter");
    assert_eq!(noted(&session).as_deref(), Some("ask"));
    let session = session.keys("u");
    assert_eq!(noted(&session).as_deref(), Some("ask"));
    assert_eq!(noted(&session.keys("ctrl-r")).as_deref(), Some("ask"));

    // Before the first answer too; it is there again with its tree.
    let session = Session::team((100, 30)).tree("lunch").keys("n").types("who?").keys("ctrl-s");
    let record = session.state.review.record(&session.state.pack, &session.state.walked, session.state.consultation.answers());
    let mut session = Session::team((100, 30));
    let effects = resume(&mut session.state, record, "2026-11-20-lunch.json".into());
    session.carry_out(effects);
    assert!(matches!(session.state.screen(), Some(Screen::Walk(walk)) if walk.tree == "lunch"));
    assert_eq!(session.remarks("weather").note, "who?");
}

#[test]
fn everything_of_a_record_can_be_reached_at_every_size() {
    for size in SIZES {
        let mut session = reviewed(size, COLOUR).keys("home");
        let mut seen = session.text();
        for _ in 0..session.state.agenda().len() {
            session.press("down");
            seen.push_str(&session.text());
        }
        // What is said of one answer may be longer than a small screen.
        session.press("home");
        for _ in 0..12 {
            session.press("pagedown");
            seen.push_str(&session.text());
        }
        for word in ["Maria", "2026-11-19", "No 3", "Thursday.", "never", "example.org/", "Leaning", "flag.", "Where to sit", "overdue"] {
            assert!(seen.contains(word), "{word} is not to be seen at {size:?}:\n{seen}");
        }
    }
}

#[test]
fn votes_that_are_hidden_stay_hidden_in_the_record() {
    let mut session = reviewed((100, 30), COLOUR).keys("backspace F o");
    let text = session.text();
    assert!(!text.contains("No 3"), "{text}");
}
