//! What looks ahead are for, and what comes of them for all screens.

use crate::advice::insight::{Conflict, conflicts};
use crate::advice::walk::Answers;
use crate::content::pack::Pack;
use crate::content::tree::Node;
use crate::paper::export::brief::Entry;
use crate::paper::export::insight::contradiction;

/// Under which number each kind of look ahead was asked for last.
#[derive(Debug, Default)]
pub struct Asked(Vec<(Purpose, u64)>);

impl Asked {
    /// Whether what was asked for under a number has yet to be asked for, or for anew: 0 was not asked for, and a later one of its
    /// kind has taken its place.
    pub fn is_lost(&self, purpose: Purpose, generation: u64) -> bool {
        let last = self.0.iter().find(|(other, _)| other.is_alike(purpose)).map(|(_, generation)| *generation);
        last.is_none_or(|last| last != generation)
    }

    /// Notes a number.
    pub fn note(&mut self, purpose: Purpose, generation: u64) {
        self.0.retain(|(other, _)| !other.is_alike(purpose));
        self.0.push((purpose, generation));
    }
}

/// What a look ahead is for; of each kind the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A walk: what is still possible, and then all else that there is to say.
    Walk,
    /// The map.
    Map,
    /// A what-if: the walk as it stands.
    Now,
    /// A what-if: the variant.
    Then,
    /// A what-if: the smallest sets of answers that lead to a node.
    Ways(Node),
}

impl Purpose {
    /// Whether a look ahead takes the place of another one that waits.
    pub fn is_alike(self, other: Purpose) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Results of two trees that contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradicted {
    /// The trees' ids.
    pub trees: [String; 2],
    /// What is said of it.
    pub entry: Entry,
}

impl Contradicted {
    /// What contradicts each other as some answers stand.
    pub fn all(pack: &Pack, answers: &Answers) -> Vec<Contradicted> {
        let contradicted = |conflict: Conflict<'_>| Contradicted {
            trees: conflict.sides.map(|side| side.tree.to_owned()),
            entry: contradiction(pack, &conflict),
        };
        conflicts(pack, answers).into_iter().map(contradicted).collect()
    }
}
