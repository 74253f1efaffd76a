//! The screens: what they show at each size, that nothing is lost or cut without a mark, and that keys and clicks agree.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;
use waypost::advice::insight::{Reach, insight, possible};
use waypost::advice::search::Index;
use waypost::advice::walk::{Answers, route};
use waypost::content::document::{inline, lay_out, plain};
use waypost::content::pack::Pack;
use waypost::content::text::Text;
use waypost::content::tree::{Kind, Node};
use waypost::store::files::{PackPlaces, open_pack};
use waypost::store::record_file::Saved;
use waypost::tui::action::{Action, Context, Does, Input, TABLE};
use waypost::tui::state::{Contradicted, Look, MAX_FOUND, Purpose, State};
use waypost::tui::theme::Theme;
use waypost::tui::update::{Effect, LookAhead, Message, Renewal, open_tree, resume, update};
use waypost::tui::view::render;

use session::Session;

#[path = "screens/form.rs"]
mod form;
#[path = "screens/insight.rs"]
mod insight_screens;
#[path = "screens/map.rs"]
mod map;
#[path = "search/place.rs"]
mod place;
#[path = "screens/records.rs"]
mod records;
#[path = "screens/reload.rs"]
mod reload;
#[path = "screens/review.rs"]
mod review;
#[path = "screens/search.rs"]
mod search;
#[path = "screens/session.rs"]
mod session;
#[path = "screens/votes.rs"]
mod votes;

const COLOUR: Look = Look { theme: Theme::COLOUR, ascii: false };
const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (100, 30), (160, 50)];

fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (area.y..area.bottom())
        .map(|y| {
            let mut line = String::new();
            let mut x = area.x;
            while x < area.right() {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                // The cells behind a wide character belong to it.
                x += (symbol.width() as u16).max(1);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// The pack of the fixtures over the built-in one: parsed once, since nothing changes it.
fn team() -> Arc<Pack> {
    static TEAM: OnceLock<Arc<Pack>> = OnceLock::new();
    Arc::clone(TEAM.get_or_init(open_team))
}

fn open_team() -> Arc<Pack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/team");
    // The folder's name on this machine must not get into the snapshots.
    let named = vec![folder.strip_prefix(std::env::current_dir().unwrap()).map_or(folder.clone(), PathBuf::from)];
    Arc::new(open_pack(&PackPlaces { named, ..PackPlaces::default() }).unwrap())
}

/// The index of a pack: made once for those that are shared by the tests.
fn index_of(pack: &Arc<Pack>) -> Arc<Index> {
    static INDEXES: [OnceLock<Arc<Index>>; 2] = [OnceLock::new(), OnceLock::new()];
    let shared = [team(), built_in()].iter().position(|shared| Arc::ptr_eq(shared, pack));
    let index = || Arc::new(Index::of(pack));
    shared.map_or_else(index, |at| Arc::clone(INDEXES[at].get_or_init(index)))
}

fn built_in() -> Arc<Pack> {
    static BUILT_IN: OnceLock<Arc<Pack>> = OnceLock::new();
    Arc::clone(BUILT_IN.get_or_init(|| Arc::new(open_pack(&PackPlaces::default()).unwrap())))
}

/// Where each screen is reached from the start of the tree `lunch`.
const SCREENS: [(&str, &str, &str); 19] = [
    ("choice", "lunch", ""),
    ("choice_not_sure", "lunch", "down down down"),
    ("select", "lunch", "3 down space"),
    ("number", "lunch", "1 1 2"),
    ("outcome", "lunch", "0 0 1 2 enter"),
    ("revisit", "lunch", "0 0 1 2 enter left up enter"),
    ("kept", "lunch", "1 9 enter left up enter 2 enter enter"),
    ("map", "lunch", "3 m"),
    ("map_moved", "lunch", "0 0 m home down down"),
    ("map_decided", "lunch", "0 0 1 2 enter m"),
    ("reader", "lunch", "r tab"),
    ("broken", "spilt", ""),
    ("insight", "lunch", "2 1 enter 9 enter i"),
    ("insight_open", "lunch", "2 i"),
    ("what_if", "lunch", "2 1 enter 9 enter w right"),
    ("what_if_open", "lunch", "1 1 2 w"),
    ("search", "lunch", "/ t a b l e down"),
    ("search_nothing", "lunch", "/ q q x"),
    ("home_decided", "seats", "1 2 1 / d r i n k enter 2 H"),
];

#[test]
fn screens_look_as_they_were_approved() {
    for size in SIZES {
        for (name, tree, keys) in SCREENS {
            let mut session = Session::team(size).tree(tree).keys(keys);
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), session.text());
        }
        let mut help = Session::team(size).tree("lunch").keys("?");
        insta::assert_snapshot!(format!("help_{}x{}", size.0, size.1), help.text());
    }
}

#[test]
fn the_home_screen_names_what_can_be_decided_and_read() {
    for size in SIZES {
        let mut session = Session::new(team(), COLOUR, size);
        let mut seen = session.text();
        let pack = built_in();
        for _ in 0..team().tree_ids().count() + team().document_ids().count() {
            session.press("down");
            seen.push_str(&session.text());
        }
        let titles = pack.trees().into_iter().map(|(_, file)| file.value.as_ref().unwrap().title.to_string());
        let documents = pack.document_ids().map(|id| pack.document(id).unwrap().title.clone());
        for title in titles.chain(documents).chain(["! spilt".to_owned(), "Where to eat".to_owned()]) {
            assert!(seen.contains(&title), "{title} is not on the home screen at {size:?}");
        }
    }
}

/// At 80x24 each question and option of the shipped trees can be read whole, by scrolling where needed.
#[test]
fn nothing_is_lost_at_80x24() {
    let pack = built_in();
    for (id, file) in pack.trees() {
        let tree = file.value.as_ref().unwrap();
        // Opened once: looking ahead in a large tree costs much more than drawing it.
        let mut session = Session::new(Arc::clone(&pack), COLOUR, (80, 24)).tree(id);
        for (ix, question) in tree.questions() {
            let Some(waypost::tui::state::Screen::Walk(walk)) = session.state.screens.last_mut() else { panic!("no walk") };
            walk.route.end = waypost::advice::walk::End::Open(ix);
            walk.route.steps.clear();
            walk.reset_marks(tree, &Answers::default());
            let seen = scrolled(&mut session);
            let words = squeezed(&seen);
            let mut wanted = vec![question.prompt.to_string(), question.why.shown()];
            wanted.extend(question.options().iter().flat_map(|option| [option.label.to_string(), option.meaning.shown()]));
            if let Kind::Number(scale) = &question.kind {
                wanted.extend(scale.bands.iter().flat_map(|band| [band.label.to_string(), band.meaning.shown()]));
            }
            for text in wanted {
                for word in text.split_whitespace() {
                    assert!(words.contains(word), "{word:?} of {text:?} is not to be seen in {id}/{}:\n{seen}", question.id);
                }
            }
            assert!(!seen.contains('…'), "something is cut in {id}/{}:\n{seen}", question.id);
        }
    }
}

/// The same for every outcome, with the items that hold on one route to it.
#[test]
fn outcomes_can_be_read_whole_at_80x24() {
    let pack = built_in();
    for (id, file) in pack.trees() {
        let tree = file.value.as_ref().unwrap();
        let mut session = Session::new(Arc::clone(&pack), COLOUR, (80, 24)).tree(id);
        for (ix, outcome) in tree.outcomes() {
            let Some(waypost::tui::state::Screen::Walk(walk)) = session.state.screens.last_mut() else { panic!("no walk") };
            walk.route.end = waypost::advice::walk::End::Outcome(ix);
            walk.reset_marks(tree, &Answers::default());
            let seen = scrolled(&mut session);
            let words = squeezed(&seen);
            let texts = outcome.gains.iter().chain(&outcome.costs).chain(&outcome.first_steps).filter(|item| item.when.is_none());
            for text in texts.map(|item| item.value.shown()).chain([outcome.recommendation.to_string(), outcome.wrong_when.shown()]) {
                for word in text.split_whitespace() {
                    assert!(words.contains(word), "{word:?} of {text:?} is not to be seen in {id}/{}:\n{seen}", outcome.id);
                }
            }
        }
        assert!(matches!(tree.start, Node::Question(_)));
    }
}

/// A text in inline Markdown as it is shown, on one line.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for Text {
    fn shown(&self) -> String {
        plain(&lay_out(&inline(self), &[], 100_000))
    }
}

/// A text without white space and the marks of the pane's edge, so that a word that goes on in the next line is one word.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"│┃▲▼".contains(*c)).collect()
}

/// What is seen while the main pane is scrolled to its end.
fn scrolled(session: &mut Session) -> String {
    let mut seen = session.text();
    for _ in 0..40 {
        session.press("pagedown");
        let next = session.text();
        if seen.ends_with(&next) {
            break;
        }
        seen.push('\n');
        seen.push_str(&next);
    }
    seen
}

#[test]
fn no_size_panics() {
    let screens = SCREENS.iter().map(|(_, tree, keys)| (*tree, *keys)).chain([("lunch", "?"), ("lunch", "H")]);
    for (tree, keys) in screens {
        let mut session = Session::team((100, 30)).tree(tree).keys(keys);
        let small = (1..=45).flat_map(|width| (1..=14).map(move |height| (width, height)));
        let large = [89, 90, 139, 140, 400].into_iter().flat_map(|width| [1, 11, 12, 100].map(move |height| (width, height)));
        for size in small.chain(large) {
            session.size = size;
            session.draw();
            session.press("down");
        }
        // An area that is only a part of the buffer, and one of nothing.
        let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        render(&session.state, Rect::new(7, 3, 50, 20), &mut buffer);
        render(&session.state, Rect::new(0, 0, 0, 0), &mut buffer);
    }
    // The longest texts that are shipped.
    for keys in ["i", "w"] {
        let mut session = Session::new(built_in(), COLOUR, (100, 30)).tree("scaling").keys("1 1").keys(keys);
        for size in
            (38..=45).flat_map(|width| [11, 12, 13].map(move |height| (width, height))).chain([(89, 24), (90, 24), (140, 24), (400, 100)])
        {
            session.size = size;
            session.draw();
            session.press("down");
        }
    }
}

#[test]
fn small_terminals_get_a_notice() {
    let mut session = Session::team((39, 12));
    assert!(session.text().contains("Too small: 39x12"), "{}", session.text());
    session.size = (40, 12);
    assert!(session.text().contains("What are you deciding?"));
}

#[test]
fn keys_and_clicks_agree() {
    let mut by_key = Session::team((100, 30)).tree("lunch").keys("2 1 enter 9 enter");
    let mut by_mouse = Session::team((100, 30)).tree("lunch");
    by_mouse.click("No   ");
    by_mouse.click("Vegan");
    by_mouse.click("answer");
    by_mouse.press("9");
    by_mouse.click("answer");
    assert_eq!(by_key.text(), by_mouse.text());
    assert!(by_key.text().contains("Go to the market hall"));
    // A step of the path can be picked, and changing it keeps what still applies.
    by_mouse.click("Can you sit outside?");
    by_mouse.click("Yes");
    assert!(by_mouse.text().contains("Go to the market hall"), "{}", by_mouse.text());
    assert!(by_mouse.text().contains("Kept, but not in use"), "{}", by_mouse.text());
    by_mouse.press("u");
    assert!(!by_mouse.text().contains("Kept, but not in use"), "{}", by_mouse.text());
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut session = Session::team((80, 24)).tree("lunch").keys("1 3 enter");
    let before = session.text();
    session.tell(Message::Input(Input::Wheel(40, 10, 3)));
    assert_ne!(session.text(), before);
    session.tell(Message::Input(Input::Wheel(40, 10, -3)));
    assert_eq!(session.text(), before);
}

/// What the footer and the help say is what the table holds, in every place.
#[test]
fn hints_and_help_come_from_the_table() {
    let pack = team();
    let words = &pack.words().actions;
    let mut session = Session::team((160, 50)).tree("lunch").keys("?");
    let help = scrolled(&mut session);
    for binding in TABLE.iter().filter(|binding| binding.within.contains(&Context::Choice)) {
        assert!(
            help.contains(&(binding.words)(words).help.replace('`', "")[..20.min((binding.words)(words).help.len())]),
            "{}",
            (binding.words)(words).help
        );
    }
    let mut session = Session::team((160, 50)).tree("lunch");
    let footer = session.text().lines().last().unwrap().to_owned();
    let shown = TABLE.iter().filter(|binding| binding.within.contains(&Context::Choice) && !binding.shown.is_empty());
    for binding in shown.filter(|binding| session.state.applies(&binding.does)) {
        assert!(footer.contains(&*(binding.words)(words).hint), "{} in {footer}", (binding.words)(words).hint);
        assert!(matches!(binding.does, Does::Action(_)));
    }
}

#[test]
fn without_colour_the_marked_row_is_still_marked() {
    let mut session = Session::new(team(), Look { theme: Theme::PLAIN, ascii: false }, (80, 24)).tree("lunch").keys("down");
    let buffer = session.draw();
    let all = lines(&buffer);
    let y = all.iter().position(|line| line.contains("▸ 2")).unwrap();
    let reversed: String =
        (0..80).filter(|x| buffer[(*x, y as u16)].modifier.contains(Modifier::REVERSED)).map(|x| buffer[(x, y as u16)].symbol()).collect();
    assert_eq!(reversed.trim(), "No");
    let coloured = buffer.content.iter().filter(|cell| cell.fg != ratatui::style::Color::Reset || cell.bg != ratatui::style::Color::Reset);
    assert_eq!(coloured.count(), 0);
}

#[test]
fn ascii_is_enough() {
    for (_, tree, keys) in SCREENS {
        let mut session = Session::new(team(), Look { theme: Theme::COLOUR, ascii: true }, (100, 30)).tree(tree).keys(keys);
        let text = session.text();
        assert!(text.is_ascii(), "{text}");
    }
}

#[test]
fn references_open_at_their_heading_and_lead_back() {
    let mut session = Session::team((80, 24)).tree("lunch");
    let question = session.text();
    session.press("r");
    assert!(session.text().lines().nth(2).unwrap().contains("Places"), "{}", session.text());
    // Tables, then a document of another pack, then an address.
    let session = session.keys("tab enter");
    let mut session = session.keys("backspace tab enter");
    assert!(session.text().contains("Cache-aside") || session.text().contains("Cache aside"), "{}", session.text());
    let mut session = session.keys("backspace tab enter");
    assert!(session.effects.contains(&Effect::Copy("https://example.org/rules".to_owned())), "{:?}", session.effects);
    session.press("backspace");
    assert_eq!(session.text(), question);
}

#[test]
fn answers_outlive_changes_and_can_be_undone() {
    let mut session = Session::team((100, 30)).tree("lunch").keys("2 1 enter 9 enter");
    let decided = session.text();
    session.press("R");
    assert!(session.text().contains("Can you sit outside?"));
    session.press("u");
    assert!(session.text().contains("Undone"));
    session.press("g");
    assert_eq!(session.text(), decided);
    let mut session = session.keys("left up enter 2 enter");
    assert!(session.text().contains("Eat in the canteen"), "{}", session.text());
    session.press("H");
    assert!(session.text().contains("What are you deciding?"));
}

/// From an outcome one can look at another one, and at an earlier answer, and comes back to the recommendation each time.
#[test]
fn other_outcomes_and_earlier_answers_can_be_looked_at() {
    let mut session = Session::team((100, 60)).tree("lunch").keys("2 1 enter 9 enter");
    let decided = session.text();
    session.click("Take the corner");
    assert!(session.text().contains("Not your result") && session.text().contains("Two dishes only"), "{}", session.text());
    session.press("backspace");
    assert_eq!(session.text(), decided);
    let mut session = session.keys("tab enter");
    assert!(session.text().contains("Can you sit outside?") && session.text().contains("answer 1 of 3"), "{}", session.text());
    session.press("backspace");
    assert!(session.text().contains("3 answers, decided"), "{}", session.text());
    // Answering anew says what came of it.
    let mut session = session.keys("left home enter 3");
    assert!(session.text().contains("The recommendation stays"), "{}", session.text());
    session = session.keys("left home down enter 2 enter");
    assert!(session.text().contains("Now: Eat in the canteen"), "{}", session.text());
}

/// Whoever looks aside finds what was ticked, and nobody takes another outcome for the result.
#[test]
fn looking_aside_loses_nothing_and_misleads_nobody() {
    let mut session = Session::team((100, 60)).tree("lunch").keys("2 1 2");
    let ticked = session.text();
    assert!(ticked.contains("[x] Vegan") && ticked.contains("[x] Quick"));
    session.click("Take the corner");
    session.press("y");
    let copied = session.effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None });
    assert!(copied.unwrap().starts_with("Not the result of this walk"), "{copied:?}");
    session.press("backspace");
    assert!(session.text().contains("[x] Vegan") && session.text().contains("[x] Quick"), "{}", session.text());
    // Looking at an outcome from an earlier answer comes back to that answer.
    let mut session = session.keys("left home enter");
    assert!(session.text().contains("answer 1 of 1"), "{}", session.text());
    session.click("Take the corner");
    session.press("esc");
    assert!(session.text().contains("answer 1 of 1"), "{}", session.text());
}

/// Enter never answers with an option that is out of sight.
#[test]
fn what_cannot_be_seen_is_not_answered() {
    let mut session = Session::team((40, 12)).tree("lunch").keys("pagedown enter");
    assert!(session.text().contains("▸ 1  Yes"), "{}", session.text());
    session.press("enter");
    assert!(session.text().contains("How many people"), "{}", session.text());
}

/// A look ahead that comes late finds its walk under whatever was opened since; one that is out of date is dropped.
#[test]
fn looks_ahead_reach_the_walk_that_waits_for_them() {
    let pack = team();
    let tree = pack.tree("lunch").unwrap();
    let mut state = State::new(Arc::clone(&pack), Answers::default(), COLOUR);
    let effects = open_tree(&mut state, "lunch");
    let [Effect::LookAhead(LookAhead { generation, answers, .. })] = &effects[..] else { panic!("{effects:?}") };
    let found = possible(tree, answers, &route(tree, answers));
    let key = |c| Message::Input(Input::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
    update(&mut state, key('r'));
    update(&mut state, Message::Ahead { generation: generation + 7, possible: found.clone() });
    update(&mut state, Message::Ahead { generation: *generation, possible: found.clone() });
    update(&mut state, Message::Input(Input::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE))));
    let Some(waypost::tui::state::Screen::Walk(walk)) = state.screen() else { panic!("no walk") };
    assert_eq!(walk.ahead, Some(found));
}

#[test]
fn figures_are_checked_before_they_count() {
    let mut session = Session::team((80, 24)).tree("lunch").keys("1 4 1 enter");
    assert!(session.text().contains("It takes 1 to 40 people"), "{}", session.text());
    let mut session = session.keys("backspace backspace enter");
    assert!(session.text().contains("That is not a number"), "{}", session.text());
    // A comma is not left out: that would make 75 of 7,5.
    let mut session = session.keys("7 , 5 enter");
    assert!(session.text().contains("7,5") && session.text().contains("That is not a number"), "{}", session.text());
    let mut session = session.keys("backspace backspace backspace");
    session.tell(Message::Input(Input::Paste(" 12\n; rm -rf".to_owned())));
    session.press("enter");
    assert!(session.text().contains("Go to the market hall"), "{}", session.text());
}

#[test]
fn copying_gives_the_command_that_leads_back() {
    let session = Session::team((80, 24)).tree("lunch").keys("2 1 enter 9 enter Y y");
    let copied: Vec<&String> =
        session.effects.iter().filter_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None }).collect();
    assert_eq!(copied[0], "waypost ask lunch -a weather=no -a wishes=vegan -a people=9");
    assert!(copied[1].starts_with("Where to eat\n\nGo to the market hall\n=====================\n"), "{}", copied[1]);
}

#[test]
fn leaving_is_one_key_from_everywhere() {
    for (_, tree, keys) in SCREENS {
        // A letter is typed where something is searched for.
        for leave in [if keys.contains('/') { "esc q" } else { "q" }, "ctrl-c"] {
            let session = Session::team((80, 24)).tree(tree).keys(keys).keys(leave);
            assert!(session.effects.contains(&Effect::Quit), "{leave} in {tree} after {keys:?}");
        }
    }
    assert!(TABLE.iter().any(|binding| binding.does == Does::Action(Action::Quit)));
}
