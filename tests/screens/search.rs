//! Search over every screen: typing, going to what was found, and coming back.

use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;
use waypost::advice::search::{Hit, MAX_QUERY, Place};
use waypost::tui::action::Input;
use waypost::tui::state::{Look, Overlay, SearchOverlay};
use waypost::tui::theme::Theme;
use waypost::tui::update::{Effect, Message, update};

use super::place::spelled;
use super::{COLOUR, SCREENS, SIZES, Session, built_in, lines, team};

const DECIDED: &str = "2 1 enter 9 enter";

/// Types a text, a character at a time.
fn typed(mut session: Session, text: &str) -> Session {
    for c in text.chars() {
        session.press(if c == ' ' { "space".to_owned() } else { c.to_string() }.as_str());
    }
    session
}

#[track_caller]
fn search(session: &Session) -> &SearchOverlay {
    match session.state.overlays.last() {
        Some(Overlay::Search(search)) => search,
        other => panic!("no search but {other:?}"),
    }
}

fn hits(session: &Session) -> impl Iterator<Item = &Hit> {
    search(session).found.iter().flatten().flat_map(|(_, hits)| hits)
}

/// Searches from a place in a tree, goes to one of the hits, and looks at what is seen then.
#[track_caller]
fn check((tree, keys): (&str, &str), query: &str, place: &str, shown: &[&str]) -> Session {
    let session = typed(Session::new(team(), COLOUR, (100, 40)).tree(tree).keys(keys).keys("/"), query);
    let found: Vec<String> = hits(&session).map(|hit| spelled(&hit.place)).collect();
    let at = found.iter().position(|found| found == place).unwrap_or_else(|| panic!("{query:?} does not find {place} but {found:#?}"));
    let mut session = session.keys(&"down ".repeat(at)).keys("enter");
    let text = session.text();
    assert!(session.state.overlays.is_empty(), "the search is still open after {query:?}:\n{text}");
    shown.iter().for_each(|part| assert!(text.contains(part), "{query:?}: no {part:?} in\n{text}"));
    session
}

#[test]
fn enter_goes_to_what_was_found() {
    let decided = ("lunch", DECIDED);
    check(("lunch", ""), "where to sit", "tree seats", &["question 1", "▸ 1  Yes", "Is there shade on the terrace?"]);
    check(decided, "what somebody needs", "question lunch wishes", &["answer 2 of 3", "[x] Vegan", "Changing an earlier answer"]);
    check(("lunch", "1"), "what somebody needs", "question lunch wishes", &["[ ] Vegan", "Not asked on your way so far"]);
    check(("lunch", "1"), "how many people are you", "question lunch people", &["question 2, the last", "How many people are you?"]);
    check(("seats", ""), "vegan", "option lunch wishes vegan", &["Where to eat", "What does somebody need?"]);
    check(decided, "canteen", "outcome lunch canteen", &["Not your result", "▌ Eat in the canteen"]);
    let mut result = check(decided, "market hall", "outcome lunch hall", &["3 answers, decided", "▌ Go to the market hall"]);
    assert!(!result.text().contains("Not your result"), "{}", result.text());
    check(decided, "book a table", "also lunch book", &["Where to eat"]);
    check(decided, "tables", "read eating#tables", &["Eating", "Tables", "Send one ahead."]);
    check(decided, "stampede", "read caching#stampedes", &["Caching", "Stampedes"]);
    check(decided, "float money", "mistake float-money", &["In this document"]);
    check(decided, "p99", "term p99", &["In this document"]);
    // A file that does not load, and the home screen, are no hindrance.
    check(("spilt", ""), "canteen", "outcome lunch canteen", &["Not your result", "▌ Eat in the canteen"]);
    check(("lunch", "H"), "canteen", "outcome lunch canteen", &["Not your result", "▌ Eat in the canteen"]);
    check(("lunch", "m"), "where to sit", "tree seats", &["question 1", "Is there shade on the terrace?"]);
}

/// Every hit of the built-in pack for some words leads somewhere, and Back, as often as there are screens, leads home again.
#[test]
fn every_hit_leads_somewhere_and_back() {
    for query in ["p99", "stampede"] {
        let session = typed(Session::new(built_in(), COLOUR, (100, 30)).keys("/"), query);
        let places: Vec<Place> = hits(&session).map(|hit| hit.place.clone()).collect();
        assert!(!places.is_empty(), "{query}");
        for (at, place) in places.iter().enumerate() {
            let mut session = typed(Session::new(built_in(), COLOUR, (100, 30)).keys("/"), query).keys(&"down ".repeat(at)).keys("enter");
            assert_ne!(session.state.screens.len(), 1, "{} leads nowhere", spelled(place));
            assert_eq!(session.state.notice, None, "{}", spelled(place));
            for _ in 0..3 {
                session.press("esc");
            }
            assert!(session.text().contains("What are you deciding?"), "{}:\n{}", spelled(place), session.text());
        }
    }
}

/// An answer to a question ahead of its turn is kept, and counts when the way comes there.
#[test]
fn a_question_ahead_of_its_turn_can_be_answered() {
    let session = check(("lunch", "1"), "what somebody needs", "question lunch wishes", &["Not asked on your way so far"]);
    let mut session = session.keys("1 enter");
    let text = session.text();
    assert!(text.contains("How many people are you?") && text.contains("Kept, but not in use"), "{text}");
    let mut session = session.keys("9 enter left home enter 2");
    assert!(session.text().contains("Go to the market hall") && session.text().contains("Vegan"), "{}", session.text());
    // One undo takes one answer back.
    let mut session = session.keys("u u u");
    assert!(session.text().contains("How many people are you?"), "{}", session.text());
    assert!(!session.text().contains("Kept, but not in use"), "{}", session.text());
}

/// Esc leaves what lies below as it was: over every kind of screen, after typing, moving and the help.
#[test]
fn closing_leaves_the_screen_below_as_it_was() {
    let more =
        [("lunch", "?  esc"), ("lunch", "H"), ("lunch", "2 1 enter 9 enter w"), ("lunch", "w"), ("seats", "1 2 i"), ("lunch", "left")];
    for (tree, keys) in SCREENS.iter().map(|(_, tree, keys)| (*tree, *keys)).chain(more) {
        if keys.contains('/') {
            continue;
        }
        for size in [(100, 30), (40, 12)] {
            let mut session = Session::team(size).tree(tree).keys(keys);
            let before = session.text();
            for over in ["/ esc", "/ f1 esc esc", "/ t a b l e down down pagedown end home f1 pagedown esc ctrl-u t esc"] {
                session = session.keys(over);
                assert_eq!(session.text(), before, "{tree} after {keys:?} and {over:?}");
            }
            let saved = session.effects.iter().all(|effect| matches!(effect, Effect::Save { .. } | Effect::ListRecords));
            assert!(saved, "{:?}", session.effects);
        }
    }
}

/// What is typed is edited: the line, and the column of the cursor within it.
#[test]
fn what_is_typed_can_be_edited() {
    let cases = [
        ("d o u b l e space c h a r g e", "double charge", 13),
        ("d o u b l e space c h a r g e ctrl-w", "double ", 7),
        ("d o u b l e space c ctrl-w ctrl-w", "", 0),
        ("a b c left left ctrl-u", "bc", 0),
        ("a b c ctrl-u", "", 0),
        ("a b c left backspace", "ac", 1),
        ("a b c left left delete", "ac", 1),
        ("a b home c end d", "cabd", 4),
        ("a b ctrl-a c ctrl-e d", "cabd", 4),
        ("left right backspace delete ctrl-w ctrl-u", "", 0),
        ("q ? H M m / i w u 1 space j k", "q?HMm/iwu1 jk", 13),
        ("漢 字", "漢字", 4),
        ("漢 字 left", "漢字", 2),
        ("漢 字 left backspace", "字", 0),
        ("e \u{301}", "e\u{301}", 1),
        ("e \u{301} x left", "e\u{301}x", 1),
        ("한 ü", "한ü", 3),
    ];
    for (keys, value, column) in cases {
        let mut session = Session::new(team(), Look { theme: Theme::PLAIN, ascii: false }, (80, 24)).tree("lunch").keys("/").keys(keys);
        assert_eq!(search(&session).input.value(), value, "{keys}");
        let buffer = session.draw();
        let at: Vec<u16> = (0..80).filter(|x| buffer[(*x, 2)].modifier.contains(Modifier::REVERSED)).collect();
        assert_eq!(at.first(), Some(&(column + 3)), "{keys}: the cursor is at {at:?} in\n{}", lines(&buffer)[2]);
    }
}

/// What is pasted goes to the line, without what a terminal would act upon, and no more than can be searched for.
#[test]
fn what_is_pasted_is_typed() {
    let cases = [
        ("double charge", "double charge".to_owned()),
        (" double\n\tcharge \n", "double  charge".to_owned()),
        ("a\u{1b}[31mb\u{7}\u{0}", "a[31mb".to_owned()),
    ];
    for (pasted, value) in cases {
        let mut session = Session::team((80, 24)).tree("lunch").keys("/");
        session.tell(Message::Input(Input::Paste(pasted.to_owned())));
        assert_eq!(search(&session).input.value(), value);
    }
    for text in ["x", "字", "e\u{301}", "👩‍🚀", "a b "] {
        let mut session = Session::team((80, 24)).tree("lunch").keys("/");
        session.tell(Message::Input(Input::Paste(text.repeat(10_000))));
        assert!(search(&session).input.value().chars().count() <= MAX_QUERY, "{}", search(&session).input.value().len());
        for size in SIZES {
            session.size = size;
            let text = session.text();
            assert!(text.lines().all(|line| line.width() <= usize::from(size.0)), "{text}");
        }
        let mut session = session.keys("home x end x ctrl-u");
        assert_eq!(search(&session).input.value(), "");
        assert!(session.text().contains("Type a word"), "{}", session.text());
    }
}

#[test]
fn nothing_found_is_said() {
    let mut session = typed(Session::team((80, 24)).tree("lunch").keys("/"), "qqqxxx");
    let text = session.text();
    assert!(text.contains("Nothing is found for qqqxxx.") || text.contains("Nothing is found for `qqqxxx`."), "{text}");
    let mut session = session.keys("down up enter pagedown pageup");
    assert_eq!(session.text(), text);
    // One hit more or less, and the mark stays on one of them.
    let session = typed(session.keys("ctrl-u"), "table").keys("down down down");
    assert_eq!(search(&session).cursor, 3);
    let session = typed(session, " qqqxxx");
    assert!(search(&session).marked().is_some() || search(&session).count() == 0);
}

/// Before the first answer it says so, and Enter goes where the answer says; an answer to an earlier question is dropped; a search
/// that was left for a hit is found again.
#[test]
fn answers_may_come_late_or_out_of_order() {
    let mut session = typed(Session::team((80, 24)).tree("lunch").keys("/"), "canteen");
    let answer: Vec<Hit> = hits(&session).cloned().collect();
    session.press("esc");
    let mut asked = Vec::new();
    for key in ["/", "t", "e"] {
        asked.extend(tell_only(&mut session, key));
    }
    let generations: Vec<u64> =
        asked.iter().map(|effect| if let Effect::Search { generation, .. } = effect { *generation } else { 0 }).collect();
    assert_eq!(generations.len(), 3);
    assert!(session.text().contains("reading everything"), "{}", session.text());
    tell_only(&mut session, "enter");
    assert!(session.text().contains("reading everything"), "{}", session.text());
    for early in &generations[..2] {
        session.tell(Message::Found { generation: *early, hits: answer.clone() });
        assert!(session.text().contains("reading everything"), "{}", session.text());
    }
    session.tell(Message::Found { generation: generations[2], hits: answer.clone() });
    assert!(session.text().contains("Eat in the canteen") && session.state.overlays.is_empty(), "{}", session.text());
    // One that comes when the search is closed, or another is open, is dropped too.
    session.press("esc");
    let below = session.text();
    session.tell(Message::Found { generation: generations[2], hits: answer });
    assert_eq!(session.text(), below);
    tell_only(&mut session, "/");
    assert!(session.text().contains("/ te") && session.text().contains("Eat in the canteen"), "{}", session.text());
    tell_only(&mut session, "x");
    session.tell(Message::Found { generation: generations[2], hits: Vec::new() });
    assert!(session.text().contains("Eat in the canteen"), "{}", session.text());
}

/// Presses a key and keeps what the worker would be asked.
fn tell_only(session: &mut Session, key: &str) -> Vec<Effect> {
    let code = match key {
        "enter" => crossterm::event::KeyCode::Enter,
        c => crossterm::event::KeyCode::Char(c.chars().next().unwrap()),
    };
    let key = crossterm::event::KeyEvent::new(code, crossterm::event::KeyModifiers::NONE);
    update(&mut session.state, Message::Input(Input::Key(key)))
}

#[test]
fn the_mouse_and_the_page_keys_reach_every_hit() {
    let mut session = typed(Session::team((80, 24)).tree("lunch").keys("/"), "canteen");
    session.click("Eat in the canteen");
    assert!(session.text().contains("Not your result"), "{}", session.text());
    let mut session = typed(Session::new(built_in(), COLOUR, (80, 24)).tree("scaling").keys("/"), "cache");
    let count = search(&session).count();
    assert!(count > 20, "{count}");
    let top = session.text();
    session.tell(Message::Input(Input::Wheel(40, 10, 3)));
    assert_ne!(session.text(), top);
    session.tell(Message::Input(Input::Wheel(40, 10, -3)));
    assert_eq!(session.text(), top);
    // The marked one is in sight, wherever it goes; page keys end at either end, and the arrows go round.
    for keys in ["down", "pagedown", "pageup", "up"] {
        for _ in 0..count + 1 {
            session.press(keys);
            assert!(session.text().contains('▸'), "{keys}: {}", session.text());
        }
        match keys {
            "pagedown" => assert_eq!(search(&session).cursor, count - 1),
            "pageup" => assert_eq!(search(&session).cursor, 0),
            _ => {}
        }
    }
    // Where the hits end, a click does nothing.
    session.tell(Message::Input(Input::Click(79, 3)));
    assert!(!session.state.overlays.is_empty());
}
