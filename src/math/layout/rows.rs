//! Rows of formulas: aligned at their relations, or each for itself.
//!
//! Invariant: in an aligned block the first character after each `&` of a column stands in
//! the same column on every row.

use super::super::boxes::{Edge, MathBox, centre};
use super::super::node::{Array, Layout, List, Node, Side};
use super::Setter;
use super::array::{Air, Stack};
use super::fraction::shifted;
use super::list::Item;

/// Blanks between two pairs of aligned columns.
const PAIR_GAP: usize = 3;

/// The two halves of a pair of cells, and the blanks between them.
pub struct Pair {
    pub left: MathBox,
    pub right: MathBox,
    pub gap: usize,
}

/// Two cells as one list.
pub struct WholePair {
    list: List,
    /// Index of the first node of the second cell.
    split: usize,
}

impl WholePair {
    /// Two cells as one list, so that the blanks between them are those of their classes.
    pub fn of(cells: &[List]) -> Self {
        let mut list = cells.first().cloned().unwrap_or_default();
        let right = cells.get(1).map(Vec::as_slice).unwrap_or_default();
        // What stands after `&` has an operand at its left, even if the cell there is empty.
        if list.is_empty() && !right.is_empty() {
            list.push(Node::Group(Vec::new()));
        }
        let split = list.len();
        list.extend(right.iter().cloned());
        Self { list, split }
    }

    /// The items of the first cell and those of the second.
    pub fn halves(&self, setter: Setter) -> (Vec<Item<'_>>, Vec<Item<'_>>) {
        let mut left = setter.items(&self.list);
        let at = left.partition_point(|item| item.at < self.split);
        let right = left.split_off(at);
        (left, right)
    }
}

impl Setter {
    pub(super) fn aligned(self, array: &Array) -> MathBox {
        let rows: Vec<Vec<Pair>> = array.rows.iter().map(|row| self.pairs(&row.cells)).collect();
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines: Vec<MathBox> = rows.iter().map(|_| MathBox::default()).collect();
        let mut x = 0;
        let mut rows: Vec<_> = rows.into_iter().map(Vec::into_iter).collect();
        for at in 0..count {
            let pairs: Vec<Option<Pair>> = rows.iter_mut().map(Iterator::next).collect();
            let present = || pairs.iter().flatten();
            let left = present().map(|pair| pair.left.width).max().unwrap_or(0);
            let gap = present().map(|pair| pair.gap).max().unwrap_or(0);
            let right = present().map(|pair| pair.right.width).max().unwrap_or(0);
            x += if at > 0 { PAIR_GAP } else { 0 };
            for (line, pair) in lines.iter_mut().zip(pairs) {
                let Some(pair) = pair else { continue };
                let offset = left - pair.left.width;
                line.put(pair.left, x + offset, 0);
                line.put(pair.right, x + left + gap, 0);
            }
            x += left + gap + right;
        }
        let mut stack = Stack::default();
        for line in lines {
            stack.push(line, Air::Tall);
        }
        stack.finish(x).solid().edges(Edge::Sign, Edge::Sign)
    }

    /// The cells of a row two by two.
    pub fn pairs(self, cells: &[List]) -> Vec<Pair> {
        cells.chunks(2).map(|pair| self.pair(pair)).collect()
    }

    fn pair(self, cells: &[List]) -> Pair {
        let whole = WholePair::of(cells);
        let (left, mut right) = whole.halves(self);
        let gap = right.first_mut().map_or(0, |item| std::mem::take(&mut item.gap));
        let join = |items: Vec<Item<'_>>| {
            let mut all = MathBox::default();
            for item in items {
                all.join(item.set, item.gap);
            }
            all
        };
        Pair { left: join(left), right: join(right), gap }
    }

    /// Rows each for itself.
    pub(super) fn gathered(self, array: &Array) -> MathBox {
        let sets: Vec<MathBox> =
            array.rows.iter().map(|row| self.list(&row.cells.concat())).collect();
        let width = sets.iter().map(|set| set.width).max().unwrap_or(0);
        let last = sets.len().saturating_sub(1);
        let left = array.columns.first().is_some_and(|column| column.side == Side::Left);
        let mut stack = Stack::default();
        for (at, set) in sets.into_iter().enumerate() {
            let x = match array.layout {
                Layout::Multline if at == 0 => 0,
                Layout::Multline if at == last => width - set.width,
                _ if left => 0,
                _ => centre(width, set.width),
            };
            let air = if array.layout == Layout::Stack { Air::None } else { Air::Tall };
            stack.push(shifted(set, x, width), air);
        }
        stack.finish(width).solid().edges(Edge::Sign, Edge::Sign)
    }
}
