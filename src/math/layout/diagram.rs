//! Commutative diagrams.
//!
//! Invariant: a horizontal arrow reaches from column to column, and a vertical one stands
//! under the middle of its object.

use super::super::boxes::{Edge, MathBox, centre};
use super::super::node::{Array, Arrow, Face, List, Node, Shaft};
use super::super::{Role, symbol};
use super::Setter;
use super::array::{Air, Stack};
use super::fraction::shifted;
use super::operator::Labels;

/// A cell before the width of its column is known.
enum Cell<'a> {
    Arrow(&'a Arrow, Labels),
    Object(MathBox),
}

impl Cell<'_> {
    fn width(&self) -> usize {
        match self {
            Self::Arrow(_, labels) => labels.length(),
            Self::Object(set) => set.width,
        }
    }
}

impl Setter {
    pub(super) fn diagram(self, array: &Array) -> MathBox {
        let count = array.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut widths = vec![0; count];
        let mut rows = Vec::with_capacity(array.rows.len());
        for row in &array.rows {
            let cells: Vec<Cell<'_>> = row.cells.iter().map(|cell| self.cell(cell)).collect();
            for (width, cell) in widths.iter_mut().zip(&cells) {
                *width = cell.width().max(*width);
            }
            rows.push(cells);
        }
        let mut stack = Stack::default();
        for row in rows {
            let mut line = MathBox::default();
            let mut x = 0;
            for (cell, width) in row.into_iter().zip(&widths) {
                let set = match cell {
                    Cell::Arrow(arrow, labels) => self.arrow_of(arrow, labels, *width),
                    Cell::Object(set) => {
                        let x = centre(*width, set.width);
                        shifted(set, x, *width)
                    }
                };
                line.put(set, x, 0);
                x += width + 1;
            }
            stack.push(line, Air::None);
        }
        stack.finish(0).solid().edges(Edge::Sign, Edge::Sign)
    }

    fn cell(self, cell: &List) -> Cell<'_> {
        match cell.as_slice() {
            [Node::Arrow(arrow)] => Cell::Arrow(arrow, self.labels(arrow)),
            _ => Cell::Object(self.list(cell)),
        }
    }

    /// A vertical arrow with what is written at its sides.
    pub(super) fn shaft(self, shaft: &Shaft) -> MathBox {
        let script = self.in_script();
        let (left, right) = (script.list(&shaft.left), script.list(&shaft.right));
        if self.is_flat() {
            let sign = if self.is_ascii() {
                symbol::ascii(shaft.sign).unwrap_or(shaft.sign)
            } else {
                shaft.sign
            };
            let sign = MathBox::text(sign, Role::Operator, Face::default());
            return MathBox::row([left, sign, right]).edges(Edge::Sign, Edge::Sign);
        }
        // As much room at either side, so that the arrow is in the middle.
        let side = left.width.max(right.width);
        let mut all = MathBox::blank(2 * side + 1, 0, 0);
        let x = side - left.width;
        all.put(left, x, 0);
        all.put(self.stretched(shaft.sign, 1, 1), side, 0);
        all.put(right, side + 1, 0);
        all.edges(Edge::Sign, Edge::Sign)
    }
}
