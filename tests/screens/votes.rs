//! A room that votes first: what is hidden until its votes are revealed, how they are entered, and what is shown of them.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use waypost::advice::walk::Key;
use waypost::content::pack::Pack;
use waypost::tui::action::Input;
use waypost::tui::state::{Look, Screen};
use waypost::tui::theme::Theme;
use waypost::tui::update::{Effect, Message, Renewal};

use super::{COLOUR, Session, open_team, team};

/// What the small trees recommend.
fn recommendations(pack: &Pack) -> Vec<String> {
    let trees = ["lunch", "seats", "drinks"].map(|id| pack.tree(id).unwrap());
    let outcomes = trees.iter().flat_map(|tree| tree.outcomes().map(|(_, outcome)| outcome.recommendation.to_string()));
    outcomes.chain(["Book a table before you leave".to_owned()]).collect()
}

/// Nothing that answers lead to is seen, known to a walk, copied, or opened in an editor.
#[track_caller]
fn tells_nothing(session: &mut Session, place: &str) {
    let text = session.text();
    for recommendation in recommendations(&session.state.pack) {
        assert!(!text.contains(&recommendation), "{place}: {recommendation:?} in\n{text}");
    }
    assert!(!text.lines().next().unwrap().contains(" to go"), "{place}:\n{text}");
    for part in ["The result is the same", "Find this out first"] {
        assert!(!text.contains(part), "{place}: {part:?} in\n{text}");
    }
    for screen in &session.state.screens {
        match screen {
            Screen::Walk(walk) => assert!(walk.ahead.is_none() && walk.insight.is_none() && walk.viewing.is_none(), "{place}"),
            Screen::Map(_) | Screen::WhatIf(_) => panic!("{place}: a map or a what-if is there\n{text}"),
            _ => {}
        }
    }
    // Reference text tells of no result.
    let told = session.effects.iter().find(|effect| match effect {
        Effect::Copy(_) => true,
        Effect::Edit { path, .. } => !path.components().any(|part| part.as_os_str() == "references"),
        _ => false,
    });
    assert_eq!(told, None, "{place}");
}

/// Keys that lead through `lunch` to the market hall.
const DECIDED: &str = "2 1 enter 9 enter";

#[test]
fn nothing_leaks_while_the_room_votes() {
    for (before, keys) in [
        // At a question.
        ("", "F"),
        ("", "F V"),
        ("", "F i"),
        ("", "F w"),
        ("", "F m"),
        ("", "F Y"),
        ("", "F e"),
        ("", "F 1"),
        ("", "F enter"),
        ("", "F 0"),
        ("", "F v 3 ctrl-s"),
        ("", "F v 3 ctrl-s enter"),
        ("", "F v 3 ctrl-s 1"),
        ("", "F v 3 down 2 ?"),
        ("", "F v 3 down 2 esc"),
        ("", "F H"),
        ("", "F H m"),
        ("", "F H e"),
        ("", "F o"),
        ("", "F o e"),
        ("", "F H N"),
        ("", "F r backspace"),
        // What was open or found before is gone.
        ("", "i F"),
        ("", "w F"),
        ("", "m F"),
        ("", "m r F backspace"),
        ("", "w / t a b l e enter F backspace"),
        ("", "left end enter F"),
        ("", "left end F enter"),
        ("", "left F end enter"),
        ("", "left F end w"),
        ("", "/ c a n t e e n esc F /"),
        ("", "/ h a l l enter F / down enter"),
        // Searched for.
        ("", "F / c a n t e e n"),
        ("", "F / c a n t e e n enter"),
        ("", "F / m a r k e t down enter"),
        ("", "F / b o o k space a space t a b l e enter"),
        ("", "F / s i t space i n s i d e enter"),
        // At an outcome.
        (DECIDED, "F"),
        (DECIDED, "F y"),
        (DECIDED, "F Y"),
        (DECIDED, "F i"),
        (DECIDED, "F w"),
        (DECIDED, "F m"),
        (DECIDED, "F e"),
        (DECIDED, "F r"),
        (DECIDED, "F tab enter"),
        (DECIDED, "F left"),
        (DECIDED, "F left end enter"),
        (DECIDED, "F backspace"),
        (DECIDED, "F backspace backspace"),
        (DECIDED, "F backspace esc esc esc"),
        (DECIDED, "F u"),
        (DECIDED, "F u ctrl-r"),
        (DECIDED, "F R"),
        (DECIDED, "F R u"),
        (DECIDED, "F H"),
        (DECIDED, "F H enter"),
        (DECIDED, "F o"),
        (DECIDED, "F o enter"),
        (DECIDED, "i F"),
        (DECIDED, "w F"),
        (DECIDED, "m F"),
        (DECIDED, "m r F backspace"),
        // Voted and answered, and then the next question.
        ("", "F v 3 down 1 V enter"),
        ("", "F v 0 down 4 V enter left"),
        ("", "F v 0 down 4 V enter left home enter"),
        ("", "F v 0 down 4 V i esc enter i"),
        ("", "F v 4 V m esc enter m"),
        ("", "F v 4 V enter backspace w"),
        // Revealed, and then another answer to an earlier question.
        (DECIDED, "F V left home x"),
        (DECIDED, "F V left home v 0 down 0 down 2 V enter"),
        (DECIDED, "F V F F u"),
    ] {
        for size in [(40, 12), (100, 40), (160, 50)] {
            let place = format!("{before:?} then {keys:?} at {size:?}");
            let mut session = Session::team(size).tree("lunch").keys(before).keys(keys);
            tells_nothing(&mut session, &place);
        }
    }
}

/// Nor through what comes from elsewhere: files that change, a record that is opened, one that changes on the disk.
#[test]
fn nothing_leaks_by_what_comes_from_elsewhere() {
    let renewed = || Message::Renewed(Renewal { pack: open_team(), files: Vec::new() });
    for keys in ["F", "2 1 enter 9 enter F", "m F", "2 1 enter 9 enter i F", "F / h a l l", "F v 2", "/ h a l l esc F"] {
        let mut session = Session::team((100, 40)).tree("lunch").keys(keys);
        session.tell(renewed());
        tells_nothing(&mut session, keys);
        session = session.keys("esc /");
        tells_nothing(&mut session, keys);
    }
    let decided = Session::team((100, 40)).tree("lunch").keys(DECIDED);
    let answers = decided.state.consultation.answers();
    let record = Box::new(decided.state.review.record(&decided.state.pack, &decided.state.walked, answers));
    let mut session = Session::team((100, 40)).tree("lunch").keys("F");
    session.tell(Message::Resumed { record: record.clone(), file: PathBuf::from("lunch.json"), is_held: false });
    tells_nothing(&mut session, "resumed");
    session = session.keys("enter");
    tells_nothing(&mut session, "resumed and opened");
    session = session.keys("V");
    assert!(session.text().contains("Go to the market hall"), "{}", session.text());
    let mut session = Session::team((100, 40)).tree("lunch").keys("F");
    session.tell(Message::ChangedElsewhere(record));
    tells_nothing(&mut session, "changed elsewhere");
}

/// A tree that no longer loads shows no excerpt of its file.
#[test]
fn a_file_with_a_fault_shows_nothing_of_itself() {
    let mut session = Session::team((100, 40)).tree("spilt");
    let told = session.text();
    session = session.keys("F");
    let hidden = session.text();
    assert!(told.contains(" | ") && !hidden.contains(" | "), "{hidden}");
    tells_nothing(&mut session.keys("e"), "a broken file");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever keys are pressed, as long as nobody reveals anything or ends it.
    #[test]
    fn no_keys_but_those_reveal_anything(
        before in prop::sample::select(vec!["", "1", "2 1 enter", DECIDED, "m", "i", "w", "left end enter", "/ h a l l esc"]),
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "1", "2", "0", "enter", "space", "up", "down", "left", "right", "tab", "esc", "backspace", "i", "w", "m", "y", "Y", "e",
                "o", "r", "v", "x", "u", "U", "R", "H", "/", "home", "end", "a", "h", "l", "n", "s", "c", "ctrl-s", "pagedown", "?",
            ]),
            0..24,
        ),
    ) {
        let mut session = Session::team((100, 40)).tree("lunch").keys(before);
        // A search may have the keys: then it is no mode that the letter begins.
        session = session.keys("F");
        prop_assume!(session.state.review.room.on);
        for key in &keys {
            session.press(key);
            tells_nothing(&mut session, &format!("{before:?}, then {keys:?} up to {key:?}"));
        }
    }
}

#[track_caller]
fn shows(session: &mut Session, shown: &[&str], hidden: &[&str]) {
    let text = session.text();
    shown.iter().for_each(|part| assert!(text.contains(part), "no {part:?} in\n{text}"));
    hidden.iter().for_each(|part| assert!(!text.contains(part), "{part:?} in\n{text}"));
}

#[track_caller]
fn votes_of(session: &Session, question: &str) -> Vec<(String, u32)> {
    let key = Key::Question { tree: "lunch".to_owned(), question: question.to_owned() };
    let votes = session.state.review.remarks.get(&key).map(|remarks| remarks.votes.clone()).unwrap_or_default();
    votes.into_iter().collect()
}

fn walk(keys: &str) -> Session {
    Session::team((100, 40)).tree("lunch").keys(keys)
}

#[test]
fn votes_are_counted_and_corrected() {
    for (keys, votes) in [
        ("v 3 ctrl-s", &[("yes", 3)][..]),
        ("v 1 2 ctrl-s", &[("yes", 12)]),
        ("v 1 2 backspace ctrl-s", &[("yes", 1)]),
        ("v 1 2 delete ctrl-s", &[]),
        ("v 3 down 2 ctrl-s", &[("no", 2), ("yes", 3)]),
        ("v 3 tab 2 backtab 4 ctrl-s", &[("no", 2), ("yes", 4)]),
        ("v 3 enter 2 enter enter 1 enter", &[("no", 2), ("unsure", 1), ("yes", 3)]),
        ("v + + right - left + ctrl-s", &[("yes", 2)]),
        ("v - ctrl-s", &[]),
        ("v end 2 ctrl-s", &[("unsure", 2)]),
        ("v 9 9 9 9 9 9 9 + ctrl-s", &[("yes", 9999)]),
        ("v 3 esc", &[]),
        ("v 3 ctrl-s v 0 down 5 ctrl-s", &[("no", 5)]),
        ("v 3 ctrl-s v 4 esc", &[("yes", 3)]),
        ("1 left home v 7 ctrl-s", &[("yes", 7)]),
    ] {
        let session = walk(keys);
        let votes: Vec<(String, u32)> = votes.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect();
        assert_eq!(votes_of(&session, "weather"), votes, "{keys}");
    }
    assert_eq!(votes_of(&walk("2 v 1 down 2 down 3 down 4 ctrl-s"), "wishes").len(), 4);
    let of = |keys, question| votes_of(&walk(keys), question).into_iter().map(|(id, n)| format!("{id} {n}")).collect::<Vec<_>>().join(", ");
    assert_eq!(of("2 v 1 down 2 down 3 down 4 ctrl-s", "wishes"), "none 3, quick 2, unsure 4, vegan 1");
    assert_eq!(of("1 v 1 down 2 down 3 ctrl-s", "people"), "few 1, many 2, unsure 3");
    // A click adds one.
    let mut session = walk("v");
    session.click("No");
    session.click("No");
    session.press("ctrl-s");
    assert_eq!(votes_of(&session, "weather"), [("no".to_owned(), 2)]);
    // What is pasted is typed.
    let mut session = walk("v");
    session.tell(Message::Input(Input::Paste("12 x".to_owned())));
    session.press("ctrl-s");
    assert_eq!(votes_of(&session, "weather"), [("yes".to_owned(), 12)]);
}

#[test]
fn votes_are_saved_and_only_when_they_change() {
    let saves = |session: &Session| session.effects.iter().filter(|effect| matches!(effect, Effect::Save { .. })).count();
    let mut session = walk("1 left home v 3 ctrl-s");
    let before = saves(&session);
    session = session.keys("left home v ctrl-s");
    assert_eq!(saves(&session), before);
    session = session.keys("left home v 4 ctrl-s");
    assert_eq!(saves(&session), before + 1);
    let Some(Effect::Save { record, .. }) = session.effects.last() else { panic!("nothing saved") };
    assert_eq!(record.answers[0].remarks.votes.get("yes"), Some(&4));
    // Those of a question without an answer are kept too, whatever others write before they are on the disk.
    let mut session = walk("");
    session.slow_disk = true;
    let mut session = session.keys("v 3 ctrl-s");
    session.tell(Message::ChangedElsewhere(Box::default()));
    assert_eq!(votes_of(&session, "weather").len(), 1);
    let Some(Effect::Save { record, .. }) = session.effects.last() else { panic!("nothing saved") };
    assert_eq!(record.open[0].remarks.votes.get("yes"), Some(&3));
    let session = session.keys("1");
    let Some(Effect::Save { record, .. }) = session.effects.iter().rev().find(|effect| matches!(effect, Effect::Save { .. })) else {
        panic!("nothing saved")
    };
    assert_eq!(record.answers[0].remarks.votes.get("yes"), Some(&3));
}

#[test]
fn a_question_is_voted_on_revealed_and_answered() {
    // A digit and Enter ask for the votes first; then they are to be revealed.
    shows(&mut walk("F 2"), &["votes together", "Can you sit outside?"], &[]);
    shows(&mut walk("F enter"), &["votes together"], &[]);
    shows(&mut walk("F V"), &["come first"], &["votes together"]);
    shows(&mut walk("F v V"), &["come first", "votes together"], &[]);
    shows(&mut walk("F v 2 ctrl-s 1"), &["before the question is answered"], &["1 of 2"]);
    // The mark goes to what has most, and Enter answers with it.
    let mut session = walk("F v 2 down 3 ctrl-s V");
    shows(&mut session, &["most votes: No, 3 of 5", "▸ 2  No", "■■■■■■■■■■■■········  3 of 5", "Still possible"], &["hidden until V"]);
    shows(&mut session.keys("enter"), &["What does somebody need?", "votes 3 of 5", "2 of 5 voted otherwise", "hidden until V"], &[]);
    shows(&mut walk("F v 2 down 3 V enter"), &["What does somebody need?"], &[]);
    shows(&mut walk("F v 0 down 5 V enter"), &["votes 5 of 5"], &["otherwise"]);
    // "Not sure" may win, and a tie marks nothing.
    shows(&mut walk("F v 1 end 3 V"), &["most votes: Not sure, 3 of 4", "▸ 0  Not sure"], &[]);
    let mut session = walk("F v 2 down 2 V");
    shows(&mut session, &["a tie: Yes, No have 2 each"], &["▸ 1", "▸ 2"]);
    session = session.keys("enter");
    shows(&mut session, &["nothing is marked: choose"], &["What does somebody need?"]);
    shows(&mut session.keys("down"), &["▸ 1  Yes"], &[]);
    // Who answers otherwise sees how many agree, also where that is assumed.
    shows(&mut walk("v 2 down 3 ctrl-s 1"), &["votes 2 of 5", "3 of 5 voted otherwise"], &[]);
    shows(&mut walk("v 2 down 3 end 1 ctrl-s 0"), &["votes 1 of 6"], &[]);
    // For a figure its band has the votes.
    let mut session = walk("1 F v 1 down 4 V");
    shows(&mut session, &["most votes: Many, 4 of 5; type the figure"], &[]);
    shows(&mut session.keys("5 enter"), &["4 of 5 voted otherwise"], &[]);
    // Where one comes back to, stays revealed; outside the mode votes are seen at once.
    shows(&mut walk("F v 2 down 3 V enter backspace"), &["3 of 5", "hidden until V"], &[]);
    shows(&mut walk("v 2 down 3 ctrl-s"), &["3 of 5", "Still possible"], &[]);
    shows(&mut walk("v 2 down 3 ctrl-s F"), &["Votes taken down: 5"], &["3 of 5"]);
    shows(&mut walk("V"), &["nothing is hidden"], &[]);
}

#[test]
fn a_set_takes_what_has_most_votes() {
    // The options are Vegan and Quick; then come "none of these" and "not sure".
    for (votes, notice, shown, answer) in [
        ("4 down 1", "most votes: Vegan, 4; it is ticked", &["[x] Vegan", "[ ] Quick"][..], &["votes 5"][..]),
        ("2 down 2 down 1", "most votes: Vegan, Quick, 2 each; they are ticked", &["[x] Vegan", "[x] Quick"], &["votes 5"]),
        ("1 down 0 down 3", "most votes: None of these, 3", &["[ ] Vegan", "[ ] Quick"], &[]),
        ("2 down 0 down 2", "a tie: Vegan, None of these have 2 each", &["[ ] Vegan", "[ ] Quick"], &[]),
        ("2 down 0 end 2", "a tie: Vegan, Not sure have 2 each", &["[ ] Vegan", "[ ] Quick"], &[]),
    ] {
        let mut session = walk(&format!("2 F v {votes} V"));
        shows(&mut session, &[notice], &[" of 5"]);
        shows(&mut session, shown, &[]);
        if !answer.is_empty() {
            let mut session = session.keys("enter");
            shows(&mut session, answer, &["otherwise", "left out"]);
        }
    }
    // The bars are held against the longest.
    shows(&mut walk("2 F v 4 down 1 V"), &["■■■■■■■■■■■■■■■■■■■■  4", "■■■■■···············  1"], &[]);
    // Something is said where more votes were for what is left out.
    shows(&mut walk("2 v 4 down 1 ctrl-s 2 enter"), &["left out though it has more votes: Vegan"], &["otherwise"]);
    shows(&mut walk("2 v 4 down 1 ctrl-s 1 2 enter"), &[], &["left out"]);
}

#[test]
fn the_footer_names_what_applies() {
    let footer = |keys: &str| {
        let text = Session::team((80, 24)).tree("lunch").keys(keys).text();
        text.lines().last().unwrap().to_owned()
    };
    for (keys, has, has_not) in [
        ("F", &["v votes", "V reveal", "F votes first"][..], &["map"][..]),
        ("2 F", &["v votes", "V reveal", "F votes first"], &["map"]),
        ("1 F", &["v votes", "V reveal", "F votes first"], &["map"]),
        ("F v 2 V", &["v votes", "F votes first"], &["V reveal"]),
        ("", &["m map"], &["v votes", "V reveal", "F votes first"]),
    ] {
        let footer = footer(keys);
        has.iter().for_each(|part| assert!(footer.contains(part), "{keys}: {part} in {footer}"));
        has_not.iter().for_each(|part| assert!(!footer.contains(part), "{keys}: {part} in {footer}"));
    }
}

#[test]
fn nothing_is_written_of_nothing() {
    let saves = |keys: &str| walk(keys).effects.iter().any(|effect| matches!(effect, Effect::Save { .. }));
    for keys in ["F", "N", "F v 3 ctrl-s", "F v 3 V", "v 3 ctrl-s", "1 N enter v 2 ctrl-s q"] {
        let all = walk(keys);
        let empty = all
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Save { record, .. } if record.answers.is_empty() && record.open.is_empty()));
        assert!(!empty, "{keys}");
    }
    assert!(saves("s a ctrl-s") && saves("1") && saves("v 3 ctrl-s 1") && saves("v 3 ctrl-s"));
}

#[test]
fn what_is_assumed_does_not_lead_the_room() {
    let mut session = Session::team((160, 50)).tree("lunch");
    shows(&mut session, &["assume No", "Reference: "], &[]);
    session = session.keys("F");
    shows(&mut session, &["Not sure"], &["assume No", "A roof is never wrong", "Reference: "]);
    shows(&mut session.keys("v 2 V"), &["assume No", "Reference: "], &[]);
}

#[test]
fn an_outcome_is_revealed_until_an_answer_changes() {
    let mut session = walk("2 1 enter left home down v 3 ctrl-s right 9 enter F");
    shows(&mut session, &["It is hidden", "Questions with votes: 1 of 3.", "Without votes:", "How many people are you?"], &["market"]);
    session = session.keys("V");
    shows(&mut session, &["Go to the market hall", "questions with votes: 1 of 3, without: Can you sit outside?"], &["It is hidden"]);
    // Looking elsewhere changes nothing of that.
    session = session.keys("H down enter");
    shows(&mut session, &["Go to the market hall"], &["It is hidden"]);
    session = session.keys("u");
    shows(&mut session, &["hidden until V reveals it"], &["market"]);
    session = session.keys("U");
    shows(&mut session, &["Go to the market hall"], &["It is hidden"]);
    // With another figure of the same band it is another walk.
    session = session.keys("F left home down down enter backspace 8 enter F");
    shows(&mut session, &["It is hidden"], &["market"]);
    shows(&mut session.keys("F"), &["Go to the market hall", "nothing is hidden any more"], &["votes first"]);
}

#[test]
fn votes_look_as_they_were_approved() {
    for (name, keys) in [
        ("votes_entry", "F v 2 down 3"),
        ("votes_hidden", "F v 2 down 3 ctrl-s"),
        ("votes_revealed", "F v 2 down 3 end 1 V"),
        ("votes_set", "2 F v 2 down 3 down 1 V"),
        ("votes_figure", "1 F v 2 down 3 V"),
        ("votes_outcome", "2 1 enter left home down v 3 ctrl-s right 9 enter F"),
        ("votes_home", "2 1 enter 9 enter F H"),
        ("votes_search", "F / h a l l"),
    ] {
        for size in [(40, 12), (80, 24), (160, 50)] {
            let mut session = Session::team(size).tree("lunch").keys(keys);
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), session.text());
        }
    }
}

/// Without colour and beyond ASCII nothing of it is lost.
#[test]
fn bars_have_figures_and_stand_ins() {
    let look = Look { theme: Theme::PLAIN, ascii: true };
    let mut session = Session::new(team(), look, (80, 24)).tree("lunch").keys("F v 2 down 3 V");
    shows(&mut session, &["############--------  3 of 5", "# votes first"], &["■"]);
    let mut session = Session::new(Arc::clone(&team()), COLOUR, (40, 12)).tree("lunch").keys("F");
    shows(&mut session, &["■ F"], &[]);
}
