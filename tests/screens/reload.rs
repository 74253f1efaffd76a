//! Files that change while screens are open: the reader's answers and place are kept.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use waypost::content::pack::{Files, Pack};
use waypost::store::files::BuiltIn;
use waypost::tui::state::{Screen, State, Viewing};

use super::{COLOUR, Effect, Message, Renewal, Session, lines, update};

/// The files of a pack that a test changes.
#[derive(Clone)]
struct Shelf(BTreeMap<&'static str, String>);

impl Files for Shelf {
    fn name(&self) -> &str {
        "shelf"
    }

    fn paths(&self) -> Vec<String> {
        self.0.keys().map(|path| (*path).to_owned()).collect()
    }

    fn read(&self, path: &str) -> Result<Cow<'static, str>, String> {
        self.0.get(path).map(|text| Cow::Owned(text.clone())).ok_or_else(|| "it is not there".to_owned())
    }

    fn display(&self, path: &str) -> String {
        format!("shelf/{path}")
    }

    fn on_disk(&self, path: &str) -> Option<std::path::PathBuf> {
        Some(format!("/shelf/{path}").into())
    }
}

const LUNCH: &str = "trees/lunch.ron";
const EATING: &str = "assets/references/eating.md";

/// The trees of the fixtures on a shelf, and a session with the first of them open.
struct Desk {
    shelf: Shelf,
    session: Session,
}

impl Desk {
    fn new(size: (u16, u16)) -> Desk {
        let team = |path: &str| std::fs::read_to_string(format!("{}/tests/fixtures/team/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let files = [LUNCH, "trees/drinks.ron", "trees/seats.ron", EATING].map(|path| (path, team(path)));
        let shelf = Shelf(files.into_iter().collect());
        let session = Session::new(Arc::new(open(&shelf)), COLOUR, size);
        Desk { shelf, session }
    }

    fn keys(mut self, keys: &str) -> Desk {
        self.session = self.session.keys(keys);
        self
    }

    fn tree(mut self, id: &str) -> Desk {
        self.session = self.session.tree(id);
        self
    }

    /// Saves the change of a file, which has to be one, and has the screens follow.
    #[track_caller]
    fn change(mut self, path: &'static str, from: &str, to: &str) -> Desk {
        let text = &self.shelf.0[path];
        assert!(text.contains(from), "{path} has no {from:?}");
        let text = text.replace(from, to);
        self.shelf.0.insert(path, text);
        self.follow()
    }

    fn follow(self) -> Desk {
        let pack = open(&self.shelf);
        let files = pack.renew(&self.session.state.pack);
        if files.is_empty() { self } else { self.take_in(pack) }
    }

    fn take_in(mut self, pack: Pack) -> Desk {
        let files = pack.renew(&self.session.state.pack);
        self.session.index = None;
        self.session.tell(Message::Renewed(Renewal { pack: Arc::new(pack), files }));
        self
    }

    #[track_caller]
    fn shows(&mut self, texts: &[&str]) -> &mut Desk {
        let screen = self.session.text();
        for text in texts {
            assert!(screen.contains(text), "no {text:?} in\n{screen}");
        }
        self
    }

    fn state(&self) -> &State {
        &self.session.state
    }
}

fn open(shelf: &Shelf) -> Pack {
    Pack::open(vec![Box::new(BuiltIn), Box::new(shelf.clone())])
}

/// The question or outcome that is seen, by its id, and its marked option.
fn seen(state: &State) -> (String, Option<String>) {
    let Some(Screen::Walk(walk)) = state.screen() else { panic!("no walk is seen") };
    let tree = state.pack.tree(&walk.tree).unwrap();
    match (state.asked(walk), walk.outcome()) {
        (Some((_, ix)), _) => {
            let option = walk.cursor.and_then(|at| tree[ix].options().get(at)).map(|option| option.id.clone());
            (tree[ix].id.clone(), option)
        }
        (_, outcome) => (tree[outcome.unwrap()].id.clone(), None),
    }
}

/// After `keys` from the start of the tree, and after a change of its file: the node that is seen, and its marked option.
#[track_caller]
fn check(keys: &str, (from, to): (&str, &str), node: &str, option: Option<&str>) {
    let desk = Desk::new((100, 30)).tree("lunch").keys(keys).change(LUNCH, from, to);
    assert_eq!(seen(desk.state()), (node.to_owned(), option.map(str::to_owned)));
}

const WIDE: &str =
    r#"(id: "wide", label: "漢字 👩‍🚀", meaning: "Wide characters, é and joined ones, have to keep their columns.", to: "wishes"),"#;
const YES: &str = r#"(id: "yes", label: "Yes","#;

#[test]
fn the_place_is_found_again_by_ids() {
    // Nothing of it changed, or only words.
    check("down", ("Can you sit outside?", "Is it warm?"), "weather", Some("no"));
    // One more option in front, one less behind, and the marked one gone.
    let more = format!(r#"(id: "maybe", label: "Maybe", meaning: "Who knows.", to: "people"), {YES}"#);
    check("down", (YES, &more), "weather", Some("no"));
    check("down", (WIDE, ""), "weather", Some("no"));
    check("down down", (WIDE, ""), "weather", Some("no"));
    // The open question has another name, and the one before leads there.
    check("2", (r#""wishes""#, r#""needs""#), "needs", Some("vegan"));
    // The answer that led here is none any more.
    check("3", (WIDE, ""), "weather", Some("yes"));
    // The question that was gone back to is another one by name.
    check("2 backspace", (r#""weather""#, r#""sky""#), "sky", Some("yes"));
}

#[test]
fn nothing_happens_when_nothing_has_changed() {
    let mut desk = Desk::new((100, 30)).tree("lunch").keys("2 down");
    let before = desk.session.draw();
    let pack = Arc::clone(&desk.state().pack);
    let mut desk = desk.follow();
    assert!(Arc::ptr_eq(&pack, &desk.state().pack));
    assert_eq!(lines(&desk.session.draw()), lines(&before));
}

#[test]
fn ticks_and_figures_stay() {
    let desk = Desk::new((100, 30)).tree("lunch").keys("2 down space");
    let mut desk =
        desk.change(LUNCH, r#"(id: "vegan", label"#, r#"(id: "cheap", label: "Cheap", meaning: "Under 5."), (id: "vegan", label"#);
    let Some(Screen::Walk(walk)) = desk.state().screen() else { panic!() };
    assert_eq!(walk.ticked.iter().copied().collect::<Vec<_>>(), [2]);
    desk.shows(&["lunch.ron loaded again", "Cheap"]);

    let desk = Desk::new((100, 30)).tree("lunch").keys("1 1 2").change(LUNCH, "How many people are you?", "How many come?");
    let Some(Screen::Walk(walk)) = desk.state().screen() else { panic!() };
    assert_eq!(walk.figure, "12");
}

#[test]
fn an_answer_that_is_none_any_more_is_reported_and_its_question_open() {
    let mut desk = Desk::new((100, 30)).tree("lunch").keys("3 enter enter 1 2 enter").change(LUNCH, WIDE, "");
    desk.shows(&["Can you sit outside?", "an answer fits no more and counts as open", "fits it no more"]);
    // With the option back, its answer counts again.
    let mut desk = desk.change(LUNCH, YES, &format!("{WIDE} {YES}"));
    desk.shows(&["Go to the market hall"]);
}

#[test]
fn a_broken_tree_shows_its_faults_and_comes_back_as_it_was() {
    let desk = Desk::new((100, 30)).tree("lunch").keys("2 down space m /");
    let desk = desk.keys("h a l l").change(LUNCH, "prompt: \"Can", "promt: \"Can");
    let mut desk = desk.keys("esc");
    desk.shows(&["lunch.ron does not load", "there is no field `promt`"]);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("screens__reload_broken", desk.session.text());
    });
    assert!(matches!(desk.state().screens.as_slice(), [Screen::Home(_), Screen::Broken(_), Screen::Broken(_)]));
    let desk = desk.change(LUNCH, "promt: \"Can", "prompt: \"Oh, can");
    assert!(matches!(desk.state().screens.as_slice(), [Screen::Home(_), Screen::Walk(_), Screen::Map(_)]));
    let mut desk = desk.keys("m");
    assert_eq!(seen(desk.state()), ("wishes".to_owned(), Some("quick".to_owned())));
    let Some(Screen::Walk(walk)) = desk.state().screen() else { panic!() };
    assert_eq!(walk.ticked.len(), 1);
    desk.shows(&["What does somebody need?"]);
    // The file goes altogether, and a file of its name comes back.
    let text = desk.shelf.0.remove(LUNCH).unwrap();
    let mut desk = desk.follow();
    desk.shows(&["There is no file of the tree lunch any more", "lunch.ron is gone"]);
    desk.shelf.0.insert(LUNCH, text);
    let desk = desk.follow();
    assert_eq!(seen(desk.state()), ("wishes".to_owned(), Some("quick".to_owned())));
}

#[test]
fn a_tree_that_was_broken_becomes_its_walk() {
    let mut desk = Desk::new((100, 30));
    let sound = desk.shelf.0[LUNCH].clone();
    desk.shelf.0.insert(LUNCH, sound.replace("nodes: [", "noodles: ["));
    let mut desk = desk.follow().tree("lunch");
    desk.shows(&["does not load"]);
    desk.shelf.0.insert(LUNCH, sound);
    let desk = desk.follow();
    assert_eq!(seen(desk.state()), ("weather".to_owned(), Some("yes".to_owned())));
    assert_eq!(desk.state().walked, ["lunch"]);
}

#[test]
fn an_outcome_that_is_looked_at_stays_or_is_let_go_of() {
    let look = || Desk::new((100, 30)).tree("lunch").keys("1 left G enter");
    let desk = look();
    let Some(Screen::Walk(walk)) = desk.state().screen() else { panic!() };
    assert!(matches!(walk.viewing, Some(Viewing::Outcome(_))));
    let viewed = seen(desk.state()).0;
    let desk = desk.change(LUNCH, "Outcome(\n            id: \"corner\"", "Outcome(\n id: \"corner\"");
    assert_eq!(seen(desk.state()).0, viewed);
    let desk = look().change(LUNCH, &format!("\"{viewed}\""), "\"other-place\"");
    assert_eq!(seen(desk.state()).0, "people");
}

#[test]
fn insight_and_variants_follow() {
    let mut desk = Desk::new((100, 30)).tree("lunch").keys("1 1 2 enter i").change(LUNCH, "Go to the market hall", "Go to the large hall");
    desk.shows(&["Go to the large hall", "What would change this"]);
    let mut desk = desk.keys("w").change(LUNCH, "Go to the large hall", "Go to the old hall");
    desk.shows(&["Go to the old hall", "As it stands"]);
    // What the variant supposes is gone.
    let desk = Desk::new((100, 30)).tree("lunch").keys("w");
    assert!(matches!(desk.state().screen(), Some(Screen::WhatIf(_))));
    let desk = desk.change(LUNCH, r#""weather""#, r#""sky""#);
    assert!(matches!(desk.state().screen(), Some(Screen::Walk(_))));
}

#[test]
fn the_map_keeps_its_mark_and_its_folds() {
    let desk = Desk::new((100, 30)).tree("lunch").keys("m g down space").change(LUNCH, "How many people are you?", "How many come?");
    let Some(Screen::Map(map)) = desk.state().screen() else { panic!() };
    let tree = desk.state().pack.tree("lunch").unwrap();
    let people = tree.question("people").unwrap();
    assert!(map.folds.is_folded(people));
    assert_eq!(map.marked(), Some(waypost::content::tree::Node::Question(people)));
}

#[test]
fn text_stays_under_its_heading() {
    let mut desk = Desk::new((80, 12)).tree("lunch").keys("r j j j");
    let before = desk.session.text();
    let top = before.lines().nth(2).unwrap().to_owned();
    let title = desk.shelf.0[EATING].lines().next().unwrap().to_owned();
    let mut desk = desk.change(EATING, &title, &format!("{title}\n\nOne more.\n\nAnd one more.\n"));
    let after = desk.session.text();
    assert_eq!(after.lines().nth(2).unwrap(), top, "{after}");
}

/// Takes a file away and brings it back.
fn vanish(mut desk: Desk, path: &str, text: &str) -> Desk {
    let whole = desk.shelf.0.remove_entry(path).unwrap();
    desk = desk.follow();
    desk.shows(&[text]);
    desk.shelf.0.insert(whole.0, whole.1);
    desk.follow()
}

#[test]
fn text_that_vanishes_comes_back_where_it_was() {
    let mut desk = Desk::new((80, 12)).tree("lunch").keys("r j j j");
    let before = desk.session.text();
    let top = before.lines().nth(2).unwrap().to_owned();
    let mut desk = vanish(desk, EATING, "The reference text eating is gone");
    let after = desk.session.text();
    assert_eq!(after.lines().nth(2).unwrap(), top, "{after}");
    // Without it, one can leave.
    desk.shelf.0.remove(EATING);
    let desk = desk.follow().keys("e backspace");
    assert_eq!(seen(desk.state()).0, "weather");
}

#[test]
fn a_pack_that_goes_and_comes_leaves_everything_in_its_place() {
    let desk = Desk::new((100, 30)).tree("lunch").keys("2 down space");
    let mut desk = desk.take_in(Pack::open(vec![Box::new(BuiltIn)]));
    desk.shows(&["The pack shelf is no longer read", "There is no file of the tree lunch any more"]);
    let pack = open(&desk.shelf);
    let mut desk = desk.take_in(pack);
    desk.shows(&["The pack shelf is read from now on", "What does somebody need?"]);
    let Some(Screen::Walk(walk)) = desk.state().screen() else { panic!("no walk") };
    assert_eq!(walk.ticked.len(), 1);
}

#[test]
fn a_what_if_that_does_not_survive_leaves_its_walk_alone() {
    let desk = Desk::new((100, 30)).tree("lunch").keys("w");
    assert!(matches!(desk.state().screens.as_slice(), [Screen::Home(_), Screen::Walk(_), Screen::WhatIf(_)]));
    let mut desk = desk.change(LUNCH, "nodes: [", "noodles: [");
    // It comes back without the question that the variant is about.
    let text = desk.shelf.0[LUNCH].replace("noodles: [", "nodes: [").replace(r#""weather""#, r#""sky""#);
    desk.shelf.0.insert(LUNCH, text);
    let desk = desk.follow();
    assert!(matches!(desk.state().screens.as_slice(), [Screen::Home(_), Screen::Walk(_)]));
}

/// Keys after which two decisions contradict each other, on the home screen.
const CONTRADICTING: &str = "1 2 1 / d r i n k enter 2 H";
const CONFLICTS: &str = "assets/conflicts.ron";

#[test]
fn contradictions_go_with_the_packs_that_they_are_of() {
    let mut desk = Desk::new((100, 40));
    let conflicts = std::fs::read_to_string(format!("{}/tests/fixtures/team/{CONFLICTS}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    desk.shelf.0.insert(CONFLICTS, conflicts);
    let mut desk = desk.follow().tree("seats").keys(CONTRADICTING);
    desk.shows(&["These decisions contradict each other"]);
    let desk = vanish(desk, CONFLICTS, "conflicts.ron is gone");
    assert!(!desk.state().contradictions.is_empty());
    let mut desk = vanish(desk, "trees/drinks.ron", "drinks.ron is gone");
    desk.shows(&["These decisions contradict each other"]);
    desk.shelf.0.remove(CONFLICTS);
    let mut desk = desk.follow();
    assert!(!desk.session.text().contains("These decisions contradict each other"));
}

#[test]
fn contradictions_that_were_asked_for_before_the_last_change_come_too_late() {
    let mut desk = Desk::new((100, 40)).tree("lunch").keys("1 H");
    let pack = Arc::new(open(&desk.shelf));
    let ask = |desk: &mut Desk| {
        let effects = update(&mut desk.session.state, Message::Renewed(Renewal { pack: Arc::clone(&pack), files: Vec::new() }));
        let Some(Effect::FindContradictions { generation, .. }) = effects.first() else { panic!("{effects:?}") };
        *generation
    };
    let (early, late) = (ask(&mut desk), ask(&mut desk));
    let found = || Arc::new(Vec::new());
    let mine = found();
    desk.session.tell(Message::Contradicted { generation: late, contradictions: Arc::clone(&mine) });
    desk.session.tell(Message::Contradicted { generation: early, contradictions: found() });
    assert!(Arc::ptr_eq(&desk.state().contradictions, &mine));
}

#[test]
fn a_notice_that_is_too_long_for_the_rule_wraps() {
    let shown = |words: usize| {
        let mut desk = Desk::new((80, 24)).tree("lunch");
        desk.session.tell(Message::NotWatched("there is no more room for any ".repeat(words)));
        (desk.state().notice.clone().unwrap(), desk.session.text())
    };
    let (notice, screen) = shown(4);
    assert!(super::squeezed(&screen).contains(&super::squeezed(&notice)), "{notice:?} is not to be read in\n{screen}");
    assert!(screen.contains("? help") && !screen.contains('…'), "{screen}");
    // One that is longer than any has a mark where it is cut, and leaves room for the question.
    let (_, screen) = shown(400);
    assert!(screen.contains('…') && screen.contains("Can you sit outside?") && screen.contains("? help"), "{screen}");
}

#[test]
fn home_keeps_its_mark_and_search_its_words() {
    let mut desk = Desk::new((100, 30)).keys("/ h a l l down");
    let marked = |state: &State| match state.overlays.last() {
        Some(waypost::tui::state::Overlay::Search(search)) => {
            (search.input.value().to_owned(), search.marked().map(|hit| hit.place.clone()))
        }
        _ => panic!("no search"),
    };
    let before = marked(desk.state());
    desk = desk.change(LUNCH, "Can you sit outside?", "Is it a hall that you want?");
    assert_eq!(marked(desk.state()), before);
    desk.shows(&["Is it a hall that you want?"]);

    let mut desk = Desk::new((100, 30)).keys("down down");
    let id = |state: &State| {
        let Some(Screen::Home(home)) = state.screen() else { panic!() };
        state.pack.listing()[home.cursor].id.to_owned()
    };
    let before = id(desk.state());
    let last = desk.shelf.0[LUNCH].replace("\"lunch\"", "\"abc\"").replace("rank: 1,", "rank: 0,");
    desk.shelf.0.insert("trees/abc.ron", last);
    let desk = desk.follow();
    assert_eq!(id(desk.state()), before);
}

#[test]
fn the_interface_s_own_words_change_too() {
    let mut desk = Desk::new((100, 30));
    let words = include_str!("../../assets/text/en.ron").replace("What are you deciding?", "Was ist zu entscheiden?");
    desk.shelf.0.insert("assets/text/en.ron", words);
    let mut desk = desk.follow();
    desk.shows(&["Was ist zu entscheiden?", "en.ron loaded again"]);
    let mut desk = desk.change("assets/text/en.ron", "still_possible:", "stil_possible:");
    desk.shows(&["What are you deciding?", "en.ron, line"]);
}

/// The file and line that `e` asks for.
#[track_caller]
fn check_edit(keys: &str, key: &str, path: &str, on_line: &str) {
    let mut desk = Desk::new((100, 30)).tree("lunch").keys(keys);
    desk.session.press(key);
    let Some(Effect::Edit { path: asked, line }) = desk.session.effects.last() else { panic!("nothing to edit after {keys:?}") };
    assert_eq!(asked.to_str(), Some(format!("/shelf/{path}").as_str()));
    let line = desk.shelf.0[path].lines().nth(line - 1).unwrap();
    assert!(line.contains(on_line), "{line:?} holds no {on_line:?}");
}

#[test]
fn the_editor_is_sent_to_the_line_of_what_is_seen() {
    check_edit("", "e", LUNCH, "\"weather\"");
    check_edit("1", "E", LUNCH, "\"people\"");
    check_edit("1", "e", LUNCH, "\"people\"");
    check_edit("1 1 2 enter", "e", LUNCH, "\"hall\"");
    check_edit("1 left g", "e", LUNCH, "\"weather\"");
    check_edit("m g", "e", LUNCH, "\"weather\"");
    check_edit("w", "e", LUNCH, "\"weather\"");
    check_edit("r", "e", EATING, "#");
}

#[test]
fn what_is_built_in_has_no_file() {
    let mut session = Session::new(super::built_in(), COLOUR, (100, 30)).tree("scaling").keys("e");
    assert!(session.text().contains("This is built in"));
    assert!(session.effects.is_empty());
}
