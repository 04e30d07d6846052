//! How much a search may still do before it hands back.
//!
//! Work is counted, not timed: the same search takes the same steps on every machine. Invariant:
//! with any budget a step gets on by a piece, so that every search ends.

/// Work in units of about a nanosecond.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn new(work: usize) -> Self {
        Self(work)
    }

    pub(super) fn spend(&mut self, work: usize) {
        self.0 = self.0.saturating_sub(work);
    }

    pub(super) fn is_left(&self) -> bool {
        self.0 > 0
    }
}
