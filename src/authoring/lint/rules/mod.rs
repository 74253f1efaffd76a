//! One file a rule: its manual as a doc comment, how it is found, and fixtures.

use super::{Find, Rule, Subject};
use crate::content::diagnostic::{Code, Diagnostic};

/// Makes the rule of a file: its doc comment becomes the manual.
macro_rules! rule {
    ($(#[doc = $line:literal])+ $code:ident, $find:expr) => {
        $(#[doc = $line])+
        pub(in crate::authoring::lint) const RULE: super::Rule =
            super::Rule { code: crate::content::diagnostic::Code::$code, manual: &[$($line),+], find: $find };
    };
}

/// Every rule, a file each.
macro_rules! rules {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// Every rule, in the order of their names.
        pub(super) const ALL: &[&Rule] = &[$(&$name::RULE),+];
    };
}

rules! {
    always_holds,
    decides_nothing,
    long_route,
    missing_references,
    missing_sources,
    never_holds,
    path_goes_round,
    same_conflict,
    same_label,
    same_way,
    scenario_fails,
    too_long,
    unreachable,
    unwritten_text,
}
