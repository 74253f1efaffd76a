//! What all the looks ahead of one explanation may cost together.

/// The answers that may be tried in all, and the questions passed on the way to trying them.
const MAX_TRIED: usize = 1_000_000;

/// How much may still be looked at, and whether anybody waits for it any more.
pub(super) struct Budget<'a> {
    left: usize,
    wanted: &'a dyn Fn() -> bool,
}

impl<'a> Budget<'a> {
    pub(super) fn new(wanted: &'a dyn Fn() -> bool) -> Self {
        Budget { left: MAX_TRIED, wanted }
    }

    pub(super) fn spend(&mut self, tried: usize) {
        self.left = self.left.saturating_sub(tried);
    }

    /// Whether there is nothing left, or no use in going on.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0 || !(self.wanted)()
    }
}
