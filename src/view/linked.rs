//! Where on the screen links that lead to the web or to a mail stand, for a terminal that has
//! hyperlinks.
//!
//! Only of cells that are seen: what lies over the page takes its links away.

use std::ops::Range;

use ratatui::layout::Rect;

/// A piece of a link on a row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its row.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Where it leads, as the article has it.
    pub target: String,
}

/// What of the pieces is seen when something lies over an area.
pub(super) fn without(pieces: Vec<Linked>, area: Rect) -> Vec<Linked> {
    let seen = |piece: Linked| {
        let Range { start, end } = piece.columns;
        let is_met = (area.top()..area.bottom()).contains(&piece.row);
        let (left, right) = if is_met { (area.left(), area.right()) } else { (end, end) };
        [start..end.min(left), start.max(right)..end]
            .into_iter()
            .filter(|columns| columns.start < columns.end)
            .map(move |columns| Linked { columns, ..piece.clone() })
    };
    pieces.into_iter().flat_map(seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_over_a_link_takes_its_cells_away() {
        let link = |columns| Linked { row: 3, columns, target: "https://e.org".to_owned() };
        let left = |area| -> Vec<_> {
            let pieces = without(vec![link(10..20)], area).into_iter();
            pieces.map(|piece| (piece.columns.start, piece.columns.end)).collect()
        };
        assert_eq!(left(Rect::new(0, 0, 80, 3)), [(10, 20)]);
        assert_eq!(left(Rect::new(0, 0, 80, 4)), []);
        assert_eq!(left(Rect::new(12, 0, 3, 9)), [(10, 12), (15, 20)]);
        assert_eq!(left(Rect::new(15, 3, 30, 1)), [(10, 15)]);
        assert_eq!(left(Rect::new(30, 3, 9, 1)), [(10, 20)]);
        assert_eq!(left(Rect::default()), [(10, 20)]);
    }
}
