//! The map: it is walked, folded and left, it can be read whole, and it stays readable when it is large.

use std::sync::Arc;

use waypost::content::tree::Node;
use waypost::store::files::{PackPlaces, open_pack};
use waypost::tui::state::{Look, Screen};
use waypost::tui::theme::Theme;

use super::{COLOUR, SIZES, Session, built_in, squeezed, team};

/// The map is walked with the arrows, folded, and left by Enter at the question or outcome that is marked.
#[test]
fn the_map_is_walked_folded_and_left_where_one_wants_to_go() {
    let mut session = Session::team((100, 30)).tree("lunch").keys("2 1 enter 9 enter m");
    let whole = session.text();
    assert!(whole.contains("Where to eat: map") && whole.contains("» Many → ■ Go to the market hall"), "{whole}");
    assert!(whole.contains("× little time → ■ Eat in the canteen") && whole.contains("» your result"), "{whole}");
    // Folding hides what hangs below, with its number, and the mark goes to what it was folded away under.
    let mut session = session.keys("home space");
    assert!(session.text().contains("+5") && !session.text().contains("canteen"), "{}", session.text());
    let mut session = session.keys("right end");
    assert_eq!(session.text(), whole);
    let mut session = session.keys("left left left left");
    assert!(session.text().contains("▸ ┗+✓ No"), "{}", session.text());
    let mut session = session.keys("a");
    assert!(session.text().contains("    ┗━✓ otherwise → How many people are you?"), "{}", session.text());
    // A pointer leads to where the node is drawn whole.
    let mut session = session.keys("home down right");
    assert!(session.text().contains("▸   ┗━✓ otherwise → How many people are you?"), "{}", session.text());
    session.press("enter");
    assert!(session.text().contains("answer 3 of 3") && session.text().contains("How many people are you?"), "{}", session.text());
    // At an outcome that the answers do not lead to, Enter shows what would; Back comes back to the map as it was.
    let mut session = session.keys("m end up");
    let map = session.text();
    session.press("enter");
    let what_if = session.text();
    assert!(what_if.contains("Where to eat: what if") && what_if.contains("What if: Recommendation"), "{what_if}");
    assert!(what_if.contains("▌ Take the corner café"), "{what_if}");
    let mut session = session.keys("backspace");
    assert_eq!(session.text(), map);
    // Today's outcome is the result, where Enter leads back to.
    let mut session = session.keys("backspace m enter");
    assert!(session.text().contains("3 answers, decided") && !session.text().contains("Not your result"), "{}", session.text());
    // Going back leads to where the map was opened.
    let decided = session.text();
    for back in ["backspace", "esc", "m"] {
        session = session.keys("m").keys(back);
        assert_eq!(session.text(), decided);
    }
}

#[test]
fn the_map_opens_from_home_and_shows_what_can_be_reached() {
    let mut session = Session::new(team(), COLOUR, (100, 30));
    session.click("Where to eat");
    let mut session = session.keys("1 H");
    session.press("m");
    assert!(session.text().contains("2 of 3 outcomes can still be reached"), "{}", session.text());
    assert!(session.text().contains("▸ ┡━» Yes → How many people are you?"), "{}", session.text());
    // At a question off the way, the second click shows what would lead there; Back comes back to the map.
    session.click("No, 漢字");
    session.click("No, 漢字");
    let what_if = session.text();
    assert!(what_if.contains("Where to eat: what if") && what_if.contains("▸ Can you sit outside? No"), "{what_if}");
    assert!(what_if.contains("What if: Next question") && what_if.contains("▌ What does somebody need?"), "{what_if}");
    let mut session = session.keys("backspace home r");
    assert!(session.text().contains("In this document"), "{}", session.text());
    session.press("backspace");
    assert!(session.text().contains("Where to eat: map"), "{}", session.text());
    session.click("» Yes");
    session.click("» Yes");
    assert!(session.text().contains("question 2") && session.text().contains("people are you?"), "{}", session.text());
    session.press("H");
    let mut session = session.keys("end m");
    assert!(session.text().contains("Mark a tree to see its map"), "{}", session.text());
}

/// Whatever is cut on the map can be read by marking it: at 80x24, every label and every text of the shipped trees.
#[test]
fn the_map_can_be_read_whole_at_80x24() {
    let pack = built_in();
    for (id, file) in pack.trees() {
        let tree = file.value.as_ref().unwrap();
        let mut session = Session::new(Arc::clone(&pack), COLOUR, (80, 24)).tree(id).keys("m a home");
        let Some(Screen::Map(map)) = session.state.screen() else { panic!("no map") };
        let nodes: Vec<Node> = map.diagram.rows().iter().map(|row| row.node).collect();
        for node in nodes {
            let text = session.text();
            let at = text.lines().position(|line| line.starts_with('▸')).unwrap_or_else(|| panic!("nothing is marked:\n{text}"));
            let marked = text.lines().skip(at).map(squeezed).collect::<String>();
            let wanted = match node {
                Node::Question(ix) => &tree[ix].prompt,
                Node::Outcome(ix) => &tree[ix].recommendation,
            };
            for word in wanted.split_whitespace() {
                assert!(marked.contains(word), "{word:?} of {wanted:?} is not to be seen in {id}:\n{text}");
            }
            session.press("down");
        }
    }
}

/// A tree of 500 nodes: it starts with what is of use, and whatever is unfolded, the marked row can be seen and read.
#[test]
fn a_large_map_stays_readable() {
    let mut text = String::from("(id: \"deep\", version: 1, title: \"Deep\", summary: \"A chain\", start: \"q-0\", nodes: [\n");
    const LENGTH: usize = 250;
    for at in 0..LENGTH {
        let to = if at + 1 < LENGTH { format!("q-{}", at + 1) } else { "o-0".to_owned() };
        text.push_str(&format!(
            "Question(id: \"q-{at}\", prompt: \"Is it so at level {at}?\", why: \"It decides.\", how_to_tell: [\"Look.\"], \
             assume_why: \"It is simple.\", kind: Choice(assume: \"no\", options: [(id: \"yes\", label: \"Yes\", meaning: \"So.\", \
             to: \"{to}\"), (id: \"no\", label: \"No\", meaning: \"Not.\", to: \"o-{at}\")])),\n\
             Outcome(id: \"o-{at}\", recommendation: \"Stop at level {at}\", why: \"So.\", gains: [\"Much.\"], costs: [\"Little.\"], \
             first_steps: [\"Begin.\"], watch: [(metric: \"m\", figure: \"1\")], revisit: \"Later.\", wrong_when: \"Never.\", \
             alternatives: [], references: [\"scalable-systems\"], sources: [(title: \"S\", url: \"https://example.org\")]),\n"
        ));
    }
    text.push_str("])");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("trees")).unwrap();
    std::fs::write(folder.path().join("trees/deep.ron"), text).unwrap();
    let pack = Arc::new(open_pack(&PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() }).unwrap());
    for size in SIZES {
        let mut session = Session::new(Arc::clone(&pack), COLOUR, size).tree("deep").keys("1 1 1 1 1 m");
        let start = session.text();
        assert!(start.contains("» Yes → Is it so at"), "{start}");
        assert!(!start.contains("level 7"), "{start}");
        session = session.keys("a");
        for _ in 0..LENGTH {
            session.press("down");
            let text = session.text();
            let marked = text.lines().find(|line| line.starts_with('▸')).unwrap_or_else(|| panic!("nothing is marked:\n{text}"));
            assert!(marked.contains("Is it so") || marked.contains("Stop at"), "{marked}");
        }
        session = session.keys("a");
        assert!(session.text().contains('▸'), "{}", session.text());
    }
}

/// Without colour and without Unicode the marks still tell the nodes apart.
#[test]
fn the_map_is_told_apart_by_marks_alone() {
    let plain = Look { theme: Theme::PLAIN, ascii: true };
    let mut session = Session::new(team(), plain, (80, 24)).tree("lunch").keys("2 1 enter 9 enter m");
    let expected = [
        "  * Can you sit outside?",
        "  +-> Yes > again: How many people are you?",
        "  +-* No, ?? ??? > What does somebody need?",
        "    +-x little time > # Eat in the canteen",
        "    +-* otherwise > How many people are you?",
        "      +-x Few > # Take the corner caf?",
        ">     +-@ Many > # Go to the market hall",
        "          your result",
    ];
    let text = session.text();
    assert_eq!(text.lines().skip(2).take(expected.len()).collect::<Vec<_>>(), expected, "{text}");
}
