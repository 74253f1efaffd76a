//! What carries a walk, what would change it, and what if: by keys and clicks, and by what the worker tells late.

use std::sync::Arc;

use waypost::advice::insight::{insight, possible};
use waypost::advice::walk::{Answers, End, route};
use waypost::content::pack::Pack;
use waypost::store::files::{PackPlaces, open_pack};
use waypost::tui::action::{Action, Input};
use waypost::tui::state::{Purpose, Screen, leads, sections};
use waypost::tui::update::{Effect, LookAhead, Message, update};

use super::{COLOUR, Session, built_in, lines, squeezed, team};

/// Keys that lead through `lunch` to the market hall, by rain, a vegan and nine people.
const DECIDED: &str = "2 1 enter 9 enter";

/// Goes somewhere by keys; the screen then shows the one and not the other.
#[track_caller]
fn check(tree: &str, keys: &str, shown: &[&str], hidden: &[&str]) -> Session {
    let mut session = Session::new(team(), COLOUR, (100, 60)).tree(tree).keys(keys);
    holds(&mut session, &format!("{tree} after {keys:?}"), shown, hidden);
    session
}

#[track_caller]
fn holds(session: &mut Session, place: &str, shown: &[&str], hidden: &[&str]) {
    let text = session.text();
    shown.iter().for_each(|part| assert!(text.contains(part), "{place}: no {part:?} in\n{text}"));
    hidden.iter().for_each(|part| assert!(!text.contains(part), "{place}: {part:?} in\n{text}"));
}

fn decided(keys: &str) -> String {
    format!("{DECIDED} {keys}")
}

/// What stands at the head of a what if.
const WHAT_IF: &str = ": what if";
const SAME: &str = "The result is the same.";

#[test]
fn what_if_begins_with_what_is_marked() {
    // At an outcome, with the answer that carries most.
    check("lunch", &decided("w"), &["what if", "1 of 2", "▸ What does somebody need?"], &[]);
    // From a step of the path, with its other answers.
    check("lunch", &decided("left home w"), &["1 of 2", "▸ Can you sit outside? Yes", "They differ from the first answer on."], &[]);
    check("lunch", &decided("left home down down w"), &["▸ How many people are you?", "The first 2 answers are the same."], &[]);
    check("lunch", &decided("left home enter w"), &["1 of 2", "▸ Can you sit outside? Yes"], &[]);
    check("lunch", &decided("left home enter down w"), &["1 of 2", "▸ Can you sit outside? 漢字"], &[]);
    // From an outcome that is still possible, with what leads there.
    check("lunch", "1 left end w", &["▌ How many people are you?", "What if: Recommendation", "▌ Go to the market hall"], &[]);
    // From an open question, with the option that is marked, the options that are ticked, the figure that is typed.
    check("lunch", "w", &["1 of 3", "▸ Can you sit outside? Yes"], &[]);
    check("lunch", "down w", &["1 of 3", "▸ Can you sit outside? No"], &[]);
    check("lunch", "down down down w", &["1 of 3", "▸ Can you sit outside? Yes"], &[]);
    check("lunch", "2 w", &["1 of 3", "▸ What does somebody need? None of these"], &[]);
    check("lunch", "2 1 w", &["1 of 3", "▸ What does somebody need? Vegan", "What if: Next question"], &[]);
    check("lunch", "2 2 w", &["1 of 3", "▸ What does somebody need? Quick", "▌ Eat in the canteen"], &[]);
    check("lunch", "1 w", &["1 of 2", "▸ How many people are you?"], &[]);
    check("lunch", "1 1 2 w", &["1 of 3", "▸ How many people are you? 12 people", "▌ Go to the market hall"], &[]);
    // A figure that the question does not take is none.
    check("lunch", "1 9 9 w", &["1 of 2", "▸ How many people are you?"], &["99"]);
    check("lunch", "1 - , w", &["1 of 2", "▸ How many people are you?"], &[]);
    // From another outcome that is looked at.
    let mut session = check("lunch", DECIDED, &[], &[]);
    session.click("Take the corner");
    session.press("w");
    holds(&mut session, "another outcome", &["▌ Go to the market hall", "What if: Recommendation", "▌ Take the corner café"], &[SAME]);
}

#[test]
fn every_other_answer_can_be_looked_at_in_turn() {
    let mut session = check("lunch", &decided("w"), &["1 of 2", "▸ What does somebody need? None of these", SAME], &[]);
    for (key, n, answer) in [
        ("right", "2 of 2", "Vegan, Quick"),
        ("right", "1 of 2", "None of these"),
        ("left", "2 of 2", "Vegan, Quick"),
        ("left", "1 of 2", "None of these"),
        ("tab", "2 of 2", "Vegan, Quick"),
        ("backtab", "1 of 2", "None of these"),
        ("l", "2 of 2", "Vegan, Quick"),
        ("h", "1 of 2", "None of these"),
    ] {
        session.press(key);
        let answer = format!("▸ What does somebody need? {answer}");
        let (shown, hidden) = if n == "2 of 2" { ("▌ Eat in the canteen", SAME) } else { (SAME, "▌ Eat in the canteen") };
        holds(&mut session, key, &[n, &answer, shown], &[hidden]);
    }
    // With one other answer there is nothing to go to.
    let mut session = check("seats", "1 1 1 w", &["Sit in the garden"], &["1 of "]);
    for key in ["left", "right"] {
        session.press(key);
        holds(&mut session, key, &["Sit in the garden", "There is no other variant"], &["1 of "]);
    }
}

/// A variant that asks on shows what is still possible behind it.
#[test]
fn a_variant_that_opens_a_question_shows_what_is_possible() {
    check("lunch", "w", &["As it stands: Next question", "3 of 3", "What if: Next question", "2 of 3"], &["looking ahead"]);
    check("seats", "2 w", &["▌ Sit inside", "What if: Next question", "▌ Is it windy?", "2 of 2"], &[]);
    check("lunch", "down w right", &["▸ Can you sit outside? Yes", "2 of 3", "▌ How many people are you?"], &[]);
}

#[test]
fn a_variant_is_kept_or_left() {
    let mut session = check("lunch", DECIDED, &[], &[]);
    let before = session.text();
    for leave in ["w esc", "w right backspace", "i esc", "i i", "i w esc esc", "m esc"] {
        session = session.keys(leave);
        assert_eq!(session.text(), before, "{leave}");
    }
    let mut session = session.keys("w right enter");
    holds(&mut session, "kept", &["Now: Eat in the canteen", "▌ Eat in the canteen", "2 answers, decided"], &[WHAT_IF]);
    session.press("u");
    holds(&mut session, "taken back", &["Undone", "▌ Go to the market hall", "3 answers, decided"], &[]);
    session.press("ctrl-r");
    holds(&mut session, "again", &["▌ Eat in the canteen"], &[]);
    // One that changes nothing of the result says so.
    let mut session = check("lunch", &decided("w enter"), &["The recommendation stays", "None of these"], &[WHAT_IF]);
    session.press("u");
    holds(&mut session, "taken back", &["Undone", "→ Vegan"], &[]);
    // One that asks on, from an outcome and from an open question.
    check("seats", "2 w enter", &["a further question is open", "question 2", "Is it windy?"], &[WHAT_IF]);
    check("lunch", "w enter", &["question 2", "How many people are you?"], &[WHAT_IF]);
}

/// Several answers are kept at once, and taken back at once: from the map, which is left behind.
#[test]
fn several_answers_are_kept_as_one() {
    let mut session = check("lunch", "m home", &["Where to eat: map"], &[]);
    session.click("Eat in the canteen");
    session.press("enter");
    let both = ["▸ Can you sit outside? No", "▸ What does somebody need? Quick", "▌ Eat in the canteen"];
    holds(&mut session, "what if", &both, &[]);
    session.press("enter");
    holds(&mut session, "kept", &["2 answers, decided", "▌ Eat in the canteen"], &["Where to eat: map"]);
    session.press("u");
    holds(&mut session, "taken back", &["question 1", "Nothing answered yet.", "Undone"], &[]);
    // The same from the map of a tree that is not walked yet.
    let mut session = Session::new(team(), COLOUR, (100, 60));
    session.click("Where to eat");
    let mut session = session.keys("H m home");
    session.click("Eat in the canteen");
    let mut session = session.keys("enter enter");
    holds(&mut session, "kept", &["2 answers, decided", "▌ Eat in the canteen"], &[]);
    let mut session = session.keys("H");
    holds(&mut session, "home", &["✓ Eat in the canteen", "2 answered"], &[]);
}

/// A tree with a figure that has one band only, and an outcome that no answers lead to.
fn odd() -> (tempfile::TempDir, Arc<Pack>) {
    let outcome = |id: &str| {
        format!(
            "Outcome(id: \"{id}\", recommendation: \"Go {id}\", why: \"So.\", gains: [\"Much.\"], costs: [\"Little.\"], \
             first_steps: [\"Begin.\"], watch: [(metric: \"m\", figure: \"1\")], revisit: \"Later.\", wrong_when: \"Never.\", \
             alternatives: [], references: [\"caching\"], sources: [(title: \"S\", url: \"https://example.org\")]),\n"
        )
    };
    let text = format!(
        "(id: \"odd\", version: 1, title: \"Odd\", summary: \"Odd\", start: \"size\", nodes: [\n\
         Question(id: \"size\", prompt: \"How large?\", why: \"So.\", how_to_tell: [\"Look.\"], assume_why: \"So.\",\n\
         kind: Number(assume: 4, unit: \"m\", min: 1, max: 9, bands: [(id: \"any\", label: \"Any\", from: 1, below: 9,\n\
         source: (title: \"S\", url: \"https://example.org\"))]),\n\
         edges: [(when: All([In(\"size\", \"any\"), Not(In(\"size\", \"any\"))]), label: \"never\", to: \"west\")], to: \"east\"),\n\
         {}{}])",
        outcome("east"),
        outcome("west")
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("trees")).unwrap();
    std::fs::write(folder.path().join("trees/odd.ron"), text).unwrap();
    let pack = open_pack(&PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() }).unwrap();
    (folder, Arc::new(pack))
}

#[test]
fn where_there_is_no_other_answer_it_is_said() {
    let (_folder, pack) = odd();
    let mut session = Session::new(pack, COLOUR, (100, 30)).tree("odd").keys("4 enter");
    holds(&mut session, "odd", &["▌ Go east"], &[]);
    session.press("w");
    holds(&mut session, "odd", &["There is no other answer to try", "▌ Go east"], &[WHAT_IF]);
    let mut session = session.keys("m end");
    let map = session.text();
    assert!(map.lines().any(|line| line.starts_with('▸') && line.contains("Go")), "{map}");
    session.click("Go west");
    session.press("enter");
    holds(&mut session, "odd", &["No answers lead there", "Odd: map"], &[]);
}

#[test]
fn insight_tells_and_leads_on() {
    let told = ["Insight: Recommendation", "▌ Go to the market hall", "What would change this", "Why not another"];
    let mut session = check("lunch", &decided("i"), &told, &["looking ahead"]);
    // An entry leads to its variant, which leads back to the entry's place.
    let insight = session.text();
    session.click("Vegan, Quick");
    holds(&mut session, "variant", &["what if", "▸ What does somebody need? Vegan, Quick", "▌ Eat in the canteen"], &["1 of "]);
    session.press("esc");
    assert_eq!(session.text(), insight);
    // Each entry can be marked and followed, and Back leads to where it was left.
    let Some(Screen::Walk(walk)) = session.state.screen() else { panic!("no walk") };
    let count = leads(&sections(&session.state, walk)).len();
    assert!(count > 4, "{count}");
    for at in 1..=count {
        let mut session = check("lunch", &decided("i"), &[], &[]).keys(&"tab ".repeat(at));
        let before = session.text();
        let mut session = session.keys("enter");
        assert_ne!(session.text(), before, "entry {at} leads nowhere");
        session.press("esc");
        let text = session.text();
        assert!(text.contains("Go to the market hall") && text.contains("3 answers, decided"), "entry {at}:\n{text}");
    }
    // On an open question, with what is ticked kept.
    let mut session = check("lunch", "2 1", &["[x] Vegan"], &[]);
    let before = session.text();
    session.press("i");
    holds(&mut session, "open", &["Insight: The question at hand", "▌ What does somebody need?", "Still possible: 3 of 3"], &["[x]"]);
    for back in ["i", "i esc", "i backspace"].iter().skip(1).chain(&["i"]) {
        let mut again = check("lunch", "2 1", &[], &[]).keys(back);
        if *back == "i" {
            again.press("i");
        }
        assert_eq!(again.text(), before, "{back}");
    }
    check("lunch", "2 1 left i", &["Insight: The question at hand"], &[]);
}

/// A question that cannot change anything any more says so, and only then.
#[test]
fn an_immaterial_question_says_so() {
    const IMMATERIAL: &str = "This does not matter here";
    check("seats", "1 1", &["Are there weights", "question 3"], &[IMMATERIAL]);
    check("seats", "1 2", &["Are there weights", IMMATERIAL], &[]);
    check("seats", "1 2 i", &["Are there weights", IMMATERIAL], &[]);
    check("seats", "1 1 i", &["Are there weights"], &[IMMATERIAL]);
    let mut session = check("seats", "1 2 d", &["▌ Sit in the garden"], &[IMMATERIAL]);
    session.press("u");
    holds(&mut session, "again", &[IMMATERIAL], &[]);
}

/// What to find out first is offered in the path, and can be answered ahead of its turn.
#[test]
fn what_to_find_out_first_is_offered() {
    let mut session = check("lunch", "", &["Find this out first", "? How many people are you?"], &[]);
    let before = session.text();
    session.click("? How many people");
    holds(&mut session, "ahead", &["Not asked on your way so far", "1 to 40 people"], &[]);
    session.press("esc");
    assert_eq!(session.text(), before);
    session.click("? How many people");
    let mut session = session.keys("9 enter");
    holds(&mut session, "answered", &["Kept, but not in use", "× How many people are you?", "Can you sit outside?"], &[]);
    let mut session = session.keys("1");
    holds(&mut session, "used", &["▌ Go to the market hall", "2 answers, decided"], &["Kept, but not in use"]);
}

/// Facts are shared between trees, and results are held against each other.
#[test]
fn trees_know_of_each_other() {
    let session = check("seats", "1 2 1", &["▌ Sit in the garden"], &["conflicts with"]);
    let mut session = session.keys("H");
    holds(&mut session, "home", &["✓ Sit in the garden", "What to drink  1 known already"], &["contradict"]);
    session.click("What to drink");
    holds(&mut session, "drinks", &["= known", "Is it warm?"], &[]);
    session.press("2");
    let conflict = ["This conflicts with another decision", "Tea is cold before it", "Way out:", "▌ Brew tea"];
    holds(&mut session, "tea", &conflict, &[]);
    session.press("i");
    holds(&mut session, "insight", &conflict, &[]);
    let mut session = session.keys("i H");
    holds(
        &mut session,
        "home",
        &["These decisions contradict each other", "! Where to sit / What to drink", "✓ Brew tea", "✓ Sit in the garden"],
        &[],
    );
    // From either side, and gone with its cause.
    session.click("Where to sit");
    holds(&mut session, "seats", &["▌ Sit in the garden", "Tea is cold before it"], &[]);
    let mut session = session.keys("left home down enter 1 left home down down enter 2");
    holds(&mut session, "inside", &["▌ Sit inside"], &["Tea is cold"]);
    session.press("H");
    holds(&mut session, "home", &["✓ Sit inside", "✓ Brew tea"], &["contradict", "Tea is cold"]);
}

/// What was open below is up to date when one comes back to it: the map and what if look at the same answers as the walk.
#[test]
fn what_lies_below_is_brought_up_to_date() {
    let session = check("drinks", "1 m", &["What to drink: map", "2 of 3 outcomes"], &[]).keys("/ w i n d y");
    let mut session = session.keys("enter");
    holds(&mut session, "seats", &["Is it windy?"], &[]);
    // The shared answer is changed in the other tree.
    let mut session = session.keys("left home enter 2 H");
    holds(&mut session, "home", &["Sit inside"], &[]);
    session.click("What to drink");
    holds(&mut session, "drinks", &["▌ Fill the jugs with water"], &[]);
    // The same with the map below.
    let session = check("drinks", "1 m", &["2 of 3 outcomes"], &[]).keys("/ w i n d y");
    let mut session = session.keys("enter left home enter 2 esc");
    for _ in 0..4 {
        if session.text().contains(": map") {
            break;
        }
        session.press("esc");
    }
    holds(&mut session, "map", &["What to drink: map", "1 of 3 outcomes", "━» No → ■ Fill the jugs"], &[]);
}

/// Answers change under an insight: it is gone until the worker tells anew, and nothing that comes late takes its place.
#[test]
fn late_messages_are_dropped() {
    let pack = team();
    let tree = pack.tree("lunch").unwrap();
    let explained = |answers: &Answers| {
        let route = route(tree, answers);
        (possible(tree, answers, &route), Arc::new(insight(tree, answers, &route)))
    };
    for keys in [DECIDED.to_owned(), decided("i")] {
        let mut session = check("lunch", &keys, &["What would change this"], &["looking ahead"]);
        let before = explained(session.state.consultation.answers());
        let effects = update(&mut session.state, Message::Input(Input::Key(crossterm::event::KeyCode::Char('u').into())));
        let [Effect::LookAhead(LookAhead { generation, answers, purpose: Purpose::Walk, .. }), Effect::Save { .. }] = &effects[..] else {
            panic!("{effects:?}")
        };
        let fresh = explained(answers);
        let gone = ["What would change this", "Find this out first"];
        holds(&mut session, "undone", &["looking ahead"], &gone);
        let undone = session.text();
        for late in [generation - 1, generation + 1, 0] {
            session.tell(Message::Ahead { generation: late, possible: before.0.clone() });
            session.tell(Message::Explained { generation: late, insight: Arc::clone(&before.1), contradictions: Arc::default() });
            assert_eq!(session.text(), undone);
        }
        session.tell(Message::Ahead { generation: *generation, possible: fresh.0 });
        session.tell(Message::Explained { generation: *generation, insight: fresh.1, contradictions: Arc::default() });
        holds(&mut session, "told", &["Still possible", "2 of 3"], &["looking ahead"]);
    }
    // Each variant waits for its own answer.
    let mut session = check("lunch", "", &[], &[]);
    let effects = update(&mut session.state, Message::Input(Input::Key(crossterm::event::KeyCode::Char('w').into())));
    let [Effect::LookAhead(now), Effect::LookAhead(then)] = &effects[..] else { panic!("{effects:?}") };
    let look = |look: &LookAhead, generation| Message::Ahead { generation, possible: explained(&look.answers).0 };
    holds(&mut session, "asked", &["What if: Next question"], &["3 of 3", "2 of 3"]);
    session.tell(look(then, now.generation - 1));
    session.tell(look(then, then.generation + 1));
    holds(&mut session, "late", &["What if: Next question"], &["3 of 3", "2 of 3"]);
    session.tell(look(then, then.generation));
    holds(&mut session, "then", &["2 of 3"], &["3 of 3"]);
    session.tell(look(now, now.generation));
    holds(&mut session, "now", &["2 of 3", "3 of 3"], &[]);
}

/// At the small sizes too, whatever a shipped tree tells can be scrolled to: in its insight, and in both of its variants.
#[test]
fn insight_and_what_if_can_be_read_whole() {
    for (id, keys) in [("scaling", "1 1 1 0 0 0 0 0 0 0 0 0"), ("api", "1 0 d 0 0 0 0 0 0 0 0 0"), ("consistency", "1"), ("schema", "")] {
        for size in [(80, 24), (40, 12)] {
            let mut session = Session::new(built_in(), COLOUR, size).tree(id).keys(keys).keys("i");
            let Some(Screen::Walk(walk)) = session.state.screen() else { panic!("no walk") };
            let mut wanted: Vec<String> = Vec::new();
            for section in sections(&session.state, walk) {
                wanted.push(section.heading);
                wanted.extend(section.entries.into_iter().map(|entry| entry.text));
            }
            assert!(wanted.len() > 4, "{id}: {wanted:?}");
            check_words(&mut session, &wanted, &format!("the insight of {id} after {keys:?} at {size:?}"));

            let mut session = session.keys("i w");
            let Some(Screen::WhatIf(what_if)) = session.state.screen() else { panic!("no what if") };
            let tree = session.state.pack.tree(id).unwrap();
            let variants = what_if.variants(tree, session.state.consultation.answers());
            let mut wanted: Vec<String> = Vec::new();
            for (side, route) in [&variants.now, &variants.then].into_iter().enumerate() {
                match route.end {
                    End::Outcome(ix) => {
                        let outcome = &tree[ix];
                        wanted.extend([outcome.recommendation.to_string(), outcome.why.to_string()]);
                        let items = outcome.gains.iter().chain(&outcome.costs).chain(&outcome.first_steps);
                        wanted.extend(items.filter(|item| item.when.is_none()).map(|item| item.value.to_string()));
                    }
                    End::Open(ix) => {
                        wanted.push(tree[ix].prompt.to_string());
                        let ahead = what_if.ahead[side].as_ref().unwrap();
                        wanted.extend(ahead.outcomes.iter().map(|ix| tree[*ix].recommendation.to_string()));
                    }
                }
                let steps = route.steps.iter().skip(variants.common);
                wanted.extend(steps.map(|step| tree[step.question].prompt.to_string()));
            }
            assert!(wanted.len() > 2, "{id}: {wanted:?}");
            check_words(&mut session, &wanted, &format!("what if in {id} after {keys:?} at {size:?}"));
        }
    }
}

/// Every word can be scrolled to. In two columns a text is broken up by its neighbour, so that words are looked for by themselves.
#[track_caller]
fn check_words(session: &mut Session, wanted: &[String], place: &str) {
    let mut seen = session.text();
    loop {
        let before = session.text();
        session.press("down");
        let next = session.text();
        if next == before {
            break;
        }
        seen.push('\n');
        seen.push_str(&next);
    }
    assert!(!seen.contains('…'), "something is cut in {place}:\n{seen}");
    let joined = squeezed(&seen);
    for text in wanted {
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() < 20) {
            assert!(seen.contains(word) || joined.contains(word), "{word:?} of {text:?} is not to be seen in {place}:\n{seen}");
        }
    }
}

/// A click on the footer does what its key does, on each of these screens.
#[test]
fn the_hints_can_be_clicked() {
    let mut session = check("lunch", DECIDED, &[], &[]);
    let decided = session.text();
    session.click("w what if");
    holds(&mut session, "what if", &["1 of 2"], &[]);
    session.click("→ another  Space");
    holds(&mut session, "another", &["2 of 2"], &[]);
    session.click("⌫ back");
    assert_eq!(session.text(), decided);
    session.size = (160, 60);
    session.click("/ search");
    holds(&mut session, "search", &["Type a word"], &[]);
    session.click("Esc close");
    session.size = (100, 60);
    assert_eq!(session.text(), decided);
    session.click("w what if");
    let hint = lines(&session.draw()).len() - 1;
    assert!(session.state.measured.hit_regions.iter().any(|(area, action)| usize::from(area.y) == hint && *action == Action::Enter));
    session.click("⏎ keep this");
    holds(&mut session, "kept", &["3 answers, decided", "The recommendation stays"], &[WHAT_IF]);
}
