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
    bad_address,
    bad_assumption,
    bad_bands,
    bad_condition,
    bad_id,
    control_character,
    cycle,
    dangling_edge,
    dead_reference,
    decides_nothing,
    duplicate_field,
    duplicate_id,
    empty_list,
    empty_text,
    fact_mismatch,
    file_name,
    item_without_id,
    long_route,
    missing_field,
    missing_references,
    missing_sources,
    never_holds,
    no_way_on,
    overrides,
    path_goes_round,
    same_conflict,
    same_label,
    same_tree,
    same_way,
    syntax,
    too_large,
    too_long,
    unknown_field,
    unknown_file,
    unknown_link,
    unknown_variant,
    unreachable,
    unreadable,
    unwritten_text,
    wrong_type,
}
