//! Boxes: pieces of text at columns and rows around a baseline.
//!
//! A box knows where its pieces stand, not what they mean; joining moves them. No grid is
//! kept, so that a box costs what its pieces cost. Invariant: no piece lies outside the
//! width and the rows of its box, and rows count down from the baseline, which is 0.

use std::borrow::Cow;

use super::Role;
use super::node::Face;
use crate::text::width;

/// How a box ends, for telling whether what follows would run into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// A sign, or nothing.
    #[default]
    Sign,
    /// A letter or a digit.
    Letter,
    /// A word that one sign is spelled by: `sin`, or `alpha` in ASCII.
    Word,
    /// A script or root whose end is not marked.
    Open,
    /// A script on a row of its own.
    Raised,
    /// Begins with a script that belongs to what follows it, as the index of a root and the number of
    /// an isotope, and would be read with what stands before.
    Leading,
}

/// Text in one style, on one row, or the same on several rows one below the other.
#[derive(Clone, Debug)]
pub struct Piece {
    pub x: usize,
    /// The first of its rows.
    pub y: isize,
    pub rows: usize,
    pub text: Cow<'static, str>,
    pub columns: usize,
    pub role: Role,
    pub face: Face,
}

impl Piece {
    /// Whether the two could be one piece.
    fn touches(&self, right: &Self) -> bool {
        (self.y, self.rows) == (right.y, right.rows)
            && self.x + self.columns == right.x
            && (self.role, self.face) == (right.role, right.face)
    }
}

#[derive(Clone, Debug, Default)]
pub struct MathBox {
    pub width: usize,
    /// Rows above the baseline.
    pub above: usize,
    /// Rows below the baseline.
    pub below: usize,
    /// Rows above and below that count for the height of brackets: without scripts.
    pub core: (usize, usize),
    pub left: Edge,
    pub right: Edge,
    pieces: Vec<Piece>,
}

impl MathBox {
    /// A text on the baseline.
    pub fn text(text: impl Into<Cow<'static, str>>, role: Role, face: Face) -> Self {
        let text = text.into();
        let columns = width::of(&text);
        let edge = |c: Option<char>| {
            if c.is_some_and(char::is_alphanumeric) { Edge::Letter } else { Edge::Sign }
        };
        let (left, right) = (edge(text.chars().next()), edge(text.chars().next_back()));
        let piece = Piece { x: 0, y: 0, rows: 1, text, columns, role, face };
        Self { width: columns, left, right, pieces: vec![piece], ..Self::default() }
    }

    /// A bar, a bracket, or another sign of the structure.
    pub fn sign(text: impl Into<Cow<'static, str>>) -> Self {
        Self::text(text, Role::Structure, Face::default())
    }

    /// A bar: a sign of one column so many times.
    pub fn bar(sign: &str, columns: usize) -> Self {
        Self::drawn(sign.repeat(columns), columns)
    }

    /// Signs of the structure whose columns are known.
    pub fn drawn(text: String, columns: usize) -> Self {
        let piece = Piece {
            x: 0,
            y: 0,
            rows: 1,
            text: text.into(),
            columns,
            role: Role::Structure,
            face: Face::default(),
        };
        Self { width: columns, pieces: vec![piece], ..Self::default() }
    }

    /// A sign on each of so many rows, the baseline being the first.
    pub fn column(text: &'static str, rows: usize) -> Self {
        let mut all = Self::sign(text);
        for piece in &mut all.pieces {
            piece.rows = rows;
        }
        all.below = rows.saturating_sub(1);
        all.solid()
    }

    /// Room with nothing in it.
    pub fn blank(width: usize, above: usize, below: usize) -> Self {
        Self { width, above, below, core: (above, below), ..Self::default() }
    }

    /// Rows of the box.
    pub const fn rows(&self) -> usize {
        self.above + 1 + self.below
    }

    /// Whether brackets around it have to stretch.
    pub fn is_tall(&self) -> bool {
        self.core != (0, 0)
    }

    /// The pieces, in no order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn pieces_mut(&mut self) -> &mut [Piece] {
        &mut self.pieces
    }

    /// Puts another box into this one, its left edge at column `x`, its baseline at row `y`.
    /// The edges and the core stay as they are.
    pub fn put(&mut self, other: Self, x: usize, y: isize) {
        self.width = self.width.max(x + other.width);
        self.above = self.above.max(other.above.saturating_add_signed(-y));
        self.below = self.below.max(other.below.saturating_add_signed(y));
        self.take_in(other, x, y);
    }

    fn take_in(&mut self, other: Self, x: usize, y: isize) {
        if self.pieces.is_empty() && x == 0 && y == 0 {
            self.pieces = other.pieces;
            return;
        }
        let moved = |mut piece: Piece| {
            piece.x += x;
            piece.y += y;
            piece
        };
        let mut pieces = other.pieces.into_iter().map(moved);
        // Only the first can touch what is here already.
        if let Some(first) = pieces.next() {
            match self.pieces.last_mut() {
                Some(last) if last.touches(&first) => {
                    last.text.to_mut().push_str(&first.text);
                    last.columns += first.columns;
                }
                _ => self.pieces.push(first),
            }
        }
        self.pieces.extend(pieces);
    }

    /// Puts another box at the right, on the same baseline.
    pub fn join(&mut self, other: Self, gap: usize) {
        let x = self.width + gap;
        if other.width > 0 {
            if self.width == 0 {
                self.left = other.left;
            }
            self.right = other.right;
        }
        self.core = (self.core.0.max(other.core.0), self.core.1.max(other.core.1));
        self.put(other, x, 0);
    }

    /// Boxes side by side.
    pub fn row(boxes: impl IntoIterator<Item = Self>) -> Self {
        let mut row = Self::default();
        for next in boxes {
            row.join(next, 0);
        }
        row
    }

    /// All rows count for the height of brackets.
    #[must_use]
    pub fn solid(mut self) -> Self {
        self.core = (self.above, self.below);
        self
    }

    /// The box with other edges.
    #[must_use]
    pub fn edges(mut self, left: Edge, right: Edge) -> Self {
        (self.left, self.right) = (left, right);
        self
    }

    /// The row that the top of the box stands on.
    pub fn top(&self) -> isize {
        -isize::try_from(self.above).unwrap_or(isize::MAX)
    }

    /// The row that the bottom of the box stands on.
    pub fn bottom(&self) -> isize {
        isize::try_from(self.below).unwrap_or(isize::MAX)
    }

    /// Puts a box above everything, its left edge at `x`.
    pub fn put_above(&mut self, other: Self, x: usize) {
        let y = self.top() - 1 - other.bottom();
        self.put(other, x, y);
    }

    /// Puts a box below everything, its left edge at `x`.
    pub fn put_below(&mut self, other: Self, x: usize) {
        let y = self.bottom() + 1 - other.top();
        self.put(other, x, y);
    }
}

/// The column at which something is centred; where it cannot be, nearer to the left.
pub const fn centre(room: usize, width: usize) -> usize {
    room.saturating_sub(width) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_boxes_share_a_baseline() {
        let mut tall = MathBox::sign("a");
        tall.put_above(MathBox::sign("b"), 0);
        let mut row = MathBox::sign("x");
        row.join(tall, 1);
        assert_eq!((row.width, row.above, row.below), (3, 1, 0));
        let places: Vec<_> = row.pieces().iter().map(|p| (p.x, p.y, &*p.text)).collect();
        assert_eq!(places, [(0, 0, "x"), (2, 0, "a"), (2, -1, "b")]);
    }

    #[test]
    fn pieces_that_touch_are_one() {
        let row = MathBox::row([MathBox::sign("a"), MathBox::sign("b")]);
        assert_eq!(row.pieces().len(), 1);
    }
}
