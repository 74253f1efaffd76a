use std::collections::HashSet;

use super::*;

/// Within one context a key means one thing.
#[test]
fn keys_are_unambiguous() {
    for context in EVERYWHERE.iter().chain([&Search, &Form, &Votes]) {
        let mut seen = HashSet::new();
        for binding in bindings(*context) {
            for key in binding.keys {
                assert!(seen.insert(key), "{key} means two things in {context:?}");
            }
        }
    }
}

#[test]
fn every_context_can_be_left_and_has_hints() {
    for context in EVERYWHERE.iter().chain([&Search, &Form, &Votes]) {
        let all: Vec<_> = bindings(*context).map(|binding| &binding.does).collect();
        assert!(all.contains(&&Does::Action(Action::QuitAtOnce)), "{context:?}");
        assert!(bindings(*context).any(|binding| !binding.shown.is_empty()), "{context:?}");
    }
}

#[track_caller]
fn check(code: KeyCode, modifiers: KeyModifiers, context: Context, action: Option<Action>) {
    assert_eq!(action_of(KeyEvent::new(code, modifiers), context), action);
}

#[test]
fn keys_do_what_the_table_says() {
    let (none, ctrl, shift) = (KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::SHIFT);
    check(KeyCode::Char('3'), none, Choice, Some(Action::Pick(3)));
    check(KeyCode::Char('0'), none, Choice, Some(Action::NotSure));
    check(KeyCode::Char('0'), none, Number, Some(Action::Type('0')));
    check(KeyCode::Char('d'), none, Number, Some(Action::NotSure));
    check(KeyCode::Char('c'), ctrl, Reader, Some(Action::QuitAtOnce));
    check(KeyCode::Char('c'), none, Reader, None);
    check(KeyCode::Char('M'), shift, Home, Some(Action::Mouse));
    check(KeyCode::BackTab, shift, Outcome, Some(Action::PreviousLink));
    check(KeyCode::Char('-'), none, Number, Some(Action::Type('-')));
    check(KeyCode::Char('é'), none, Choice, None);
}
