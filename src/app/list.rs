//! A selection in a list and the part of the list in view.
//!
//! Holds no items. Invariant: after `fit`, the selected row exists and is in view.

/// A selected row and the first row in view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    /// The selected row.
    pub selected: usize,
    /// The first row in view.
    pub top: usize,
}

impl List {
    /// Selects a row and brings it into view of `height` rows among `count`.
    pub fn select(&mut self, row: usize, count: usize, height: usize) {
        self.selected = row;
        self.fit(count, height);
    }

    /// Moves the selection by `rows`, stopping at the ends.
    pub fn move_by(&mut self, rows: isize, count: usize, height: usize) {
        self.select(self.selected.saturating_add_signed(rows), count, height);
    }

    /// Scrolls by `rows` without the selection, which follows only when it would leave the view.
    pub fn scroll_by(&mut self, rows: isize, count: usize, height: usize) {
        let last = count.saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(last);
        let bottom = self.top + height.saturating_sub(1);
        self.selected = self.selected.clamp(self.top, bottom);
        self.fit(count, height);
    }

    /// Scrolls by `rows` and leaves the selection where it is, maybe out of view.
    pub fn peek_by(&mut self, rows: isize, count: usize, height: usize) {
        self.top = self.top.saturating_add_signed(rows).min(count.saturating_sub(height));
    }

    /// Brings selection and view back into a list of `count` rows shown in `height`.
    pub fn fit(&mut self, count: usize, height: usize) {
        self.selected = self.selected.min(count.saturating_sub(1));
        let height = height.max(1);
        let lowest = self.selected.saturating_sub(height - 1);
        self.top = self.top.clamp(lowest, self.selected).min(count.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_selection_is_always_in_view(
            moves in prop::collection::vec((-30_isize..30, any::<bool>()), 0..40),
            count in 0_usize..50,
            height in 0_usize..20,
        ) {
            let mut list = List::default();
            for (rows, scrolls) in moves {
                if scrolls {
                    list.scroll_by(rows, count, height);
                } else {
                    list.move_by(rows, count, height);
                }
                prop_assert!(list.selected < count.max(1));
                prop_assert!(list.top <= list.selected);
                prop_assert!(list.selected < list.top + height.max(1));
            }
        }
    }
}
