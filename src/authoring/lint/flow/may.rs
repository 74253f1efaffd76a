//! What earlier answers can be, each by itself.

use crate::content::tree::{Kind, Question, QuestionIx, Test, Tree};

/// What the answer to a question can be at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct May {
    /// Whether the question can have been passed by.
    pub unasked: bool,
    /// The options or bands that it can have, a bit each.
    yes: u64,
    /// The options that it can lack, a bit each; only of a selection.
    no: u64,
}

/// Whether a condition can hold, and whether it can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Can {
    pub hold: bool,
    pub fail: bool,
}

/// The earlier answers that are followed, by their questions.
#[derive(Debug, Clone, Default)]
pub(super) struct Earlier(Vec<(QuestionIx, May)>);

impl May {
    const UNASKED: May = May { unasked: true, yes: 0, no: 0 };

    /// Any answer that a question takes.
    pub(super) fn any_of(question: &Question) -> May {
        let count = match &question.kind {
            Kind::Number(scale) => scale.bands.len(),
            Kind::Choice { options, .. } | Kind::Select { options, .. } => options.len(),
        };
        let all = if count >= 64 { u64::MAX } else { (1 << count) - 1 };
        May { unasked: false, yes: all, no: all }
    }

    /// Every answer at once, which no question can have: what is said of any of them holds.
    pub(super) const WHATEVER: May = May { unasked: false, yes: u64::MAX, no: 0 };

    /// Whether it can have an option or band.
    fn can(self, at: usize, is_set: bool) -> Can {
        if self == May::WHATEVER {
            return Can::HOLD;
        }
        let bit = 1 << at;
        let fail = self.unasked || if is_set { self.no & bit != 0 } else { self.yes & !bit != 0 };
        Can { hold: self.yes & bit != 0, fail }
    }

    fn suppose(&mut self, at: usize, is_set: bool, holds: bool) {
        if *self == May::WHATEVER {
            return;
        }
        let bit = 1_u64 << at;
        match (holds, is_set) {
            (true, true) => (self.unasked, self.no) = (false, self.no & !bit),
            (true, false) => (self.unasked, self.yes) = (false, self.yes & bit),
            (false, _) => self.yes &= !bit,
        }
    }

    fn or(self, other: May) -> May {
        May { unasked: self.unasked || other.unasked, yes: self.yes | other.yes, no: self.no | other.no }
    }
}

impl Can {
    const HOLD: Can = Can { hold: true, fail: false };
    const FAIL: Can = Can { hold: false, fail: true };

    fn not(self) -> Can {
        Can { hold: self.fail, fail: self.hold }
    }

    pub(super) fn or(self, other: Can) -> Can {
        Can { hold: self.hold || other.hold, fail: self.fail || other.fail }
    }
}

impl Earlier {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, question: QuestionIx) -> May {
        self.0.binary_search_by_key(&question, |(ix, _)| *ix).ok().and_then(|at| self.0.get(at)).map_or(May::UNASKED, |(_, may)| *may)
    }

    pub(super) fn set(&mut self, question: QuestionIx, may: May) {
        match self.0.binary_search_by_key(&question, |(ix, _)| *ix) {
            Ok(at) => self.0.iter_mut().skip(at).take(1).for_each(|(_, known)| *known = may),
            Err(at) => self.0.insert(at, (question, may)),
        }
    }

    pub(super) fn forget(&mut self, forgotten: impl Fn(QuestionIx) -> bool) {
        self.0.retain(|(question, _)| !forgotten(*question));
    }

    /// What it can be on either of two ways.
    pub(super) fn join(&mut self, other: &Earlier) {
        if self.0.iter().map(|(question, _)| question).eq(other.0.iter().map(|(question, _)| question)) {
            self.0.iter_mut().zip(&other.0).for_each(|((_, may), (_, other))| *may = may.or(*other));
            return;
        }
        let mut joined = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (one.peek(), two.peek()) {
                (Some((a, _)), Some((b, _))) => *a.min(b),
                (Some((a, _)), None) => *a,
                (None, Some((b, _))) => *b,
                (None, None) => break,
            };
            let a = one.next_if(|(question, _)| *question == next).map_or(May::UNASKED, |(_, may)| *may);
            let b = two.next_if(|(question, _)| *question == next).map_or(May::UNASKED, |(_, may)| *may);
            joined.push((next, a.or(b)));
        }
        self.0 = joined;
    }

    /// Whether no answer to a question is left.
    pub(super) fn is_impossible(&self, tree: &Tree, question: QuestionIx) -> bool {
        let may = self.get(question);
        let is_set = matches!(tree[question].kind, Kind::Select { .. });
        let all = May::any_of(&tree[question]).yes;
        !may.unasked && if is_set { (may.yes | may.no) & all != all } else { may.yes == 0 }
    }

    /// Whether a condition can hold, and whether it can fail.
    ///
    /// The parts of a conjunction are looked at one after the other, each given that those before it hold; of a disjunction, that
    /// those before it fail.
    pub(super) fn can(&self, tree: &Tree, test: &Test) -> Can {
        match test {
            Test::Is(question, at) | Test::In(question, at) => self.get(*question).can(*at, false),
            Test::Has(question, at) => self.get(*question).can(*at, true),
            Test::Not(test) => self.can(tree, test).not(),
            Test::All(tests) => self.can_all(tree, tests, true),
            Test::Any(tests) => self.can_all(tree, tests, false).not(),
            Test::AtLeast(0, _) => Can::HOLD,
            Test::AtLeast(1, tests) => self.can_all(tree, tests, false).not(),
            Test::AtLeast(count, tests) if *count == tests.len() => self.can_all(tree, tests, true),
            Test::AtLeast(count, tests) => {
                let parts: Vec<Can> = tests.iter().map(|test| self.can(tree, test)).collect();
                let hold = parts.iter().filter(|part| part.hold).count() >= *count;
                let fail = parts.iter().filter(|part| !part.fail).count() < *count;
                Can { hold, fail }
            }
        }
    }

    /// Whether all of some tests can hold, or (when `hold` is false) all of them can fail; and whether not.
    fn can_all(&self, tree: &Tree, tests: &[Test], hold: bool) -> Can {
        if let [only] = tests {
            let can = self.can(tree, only);
            return if hold { can } else { can.not() };
        }
        let mut given = self.clone();
        let mut all = Can::HOLD;
        for test in tests {
            let can = given.can(tree, test);
            let can = if hold { can } else { can.not() };
            all.fail |= can.fail;
            if !can.hold {
                return Can::FAIL;
            }
            given.suppose(tree, test, hold);
        }
        all
    }

    /// Leaves out what cannot be if a condition holds, or fails.
    pub(super) fn suppose(&mut self, tree: &Tree, test: &Test, holds: bool) {
        match (test, holds) {
            (Test::Is(question, at) | Test::In(question, at), _) => self.suppose_one(*question, *at, false, holds),
            (Test::Has(question, at), _) => self.suppose_one(*question, *at, true, holds),
            (Test::Not(test), _) => self.suppose(tree, test, !holds),
            (Test::All(tests), true) | (Test::Any(tests), false) => tests.iter().for_each(|test| self.suppose(tree, test, holds)),
            (Test::All(tests), false) | (Test::Any(tests), true) => self.suppose_either(tree, tests, holds),
            (Test::AtLeast(count, tests), true) if *count == tests.len() => tests.iter().for_each(|test| self.suppose(tree, test, true)),
            (Test::AtLeast(1, tests), false) => tests.iter().for_each(|test| self.suppose(tree, test, false)),
            (Test::AtLeast(..), _) => {}
        }
    }

    fn suppose_one(&mut self, question: QuestionIx, at: usize, is_set: bool, holds: bool) {
        if let Some((_, may)) = self.0.iter_mut().find(|(ix, _)| *ix == question) {
            may.suppose(at, is_set, holds);
        }
    }

    /// One of several tests holds, or fails: whatever can be in one of these cases.
    fn suppose_either(&mut self, tree: &Tree, tests: &[Test], holds: bool) {
        let mut either: Option<Earlier> = None;
        for test in tests {
            let can = self.can(tree, test);
            if !(if holds { can.hold } else { can.fail }) {
                continue;
            }
            let mut case = self.clone();
            case.suppose(tree, test, holds);
            match &mut either {
                Some(either) => either.join(&case),
                None => either = Some(case),
            }
        }
        *self = either.unwrap_or_default();
    }
}
