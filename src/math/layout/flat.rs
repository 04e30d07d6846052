//! Arrays on one line: `[a b; c d]`.
//!
//! Invariant: rows are parted by semicolons, and cells by commas wherever a blank could be
//! taken for one inside a cell.

use super::super::Role;
use super::super::boxes::MathBox;
use super::super::class::Class;
use super::super::node::{Array, Face, Layout, List, Node};
use super::Setter;
use super::array::columns;

impl Setter {
    pub(super) fn flat_array(self, array: &Array) -> MathBox {
        let rows = match array.layout {
            Layout::Aligned | Layout::Gathered | Layout::Multline => {
                array.rows.iter().map(|row| self.list(&row.cells.concat())).collect()
            }
            Layout::Cases => array.rows.iter().map(|row| self.flat_case(&row.cells)).collect(),
            Layout::Diagram => array.rows.iter().map(|row| self.flat_arrows(&row.cells)).collect(),
            Layout::Grid | Layout::Stack => self.flat_cells(array),
        };
        let between = if array.layout == Layout::Stack { ", " } else { "; " };
        let mut body = MathBox::default();
        for (at, row) in rows.into_iter().enumerate() {
            if at > 0 {
                body.join(plain(between), 0);
            }
            body.join(row, 0);
        }
        match (array.open, array.close) {
            ("", "") => body,
            // A lone brace would look like a slip.
            ("{", _) | (_, "}") => MathBox::row([MathBox::sign("{ "), body, MathBox::sign(" }")]),
            (open, close) => self.enclosed(body, open, close),
        }
    }

    fn flat_cells(self, array: &Array) -> Vec<MathBox> {
        let (_, cells, _) = columns(array);
        let sets: Vec<Vec<MathBox>> =
            cells.iter().map(|row| row.iter().map(|cell| self.list(cell)).collect()).collect();
        let commas = sets.iter().flatten().any(has_blank);
        let row = |sets: Vec<MathBox>| {
            let mut row = MathBox::default();
            for (at, set) in sets.into_iter().enumerate() {
                if at > 0 && commas {
                    row.join(plain(","), 0);
                }
                row.join(set, usize::from(at > 0));
            }
            row
        };
        sets.into_iter().map(row).collect()
    }

    /// A value and when it is taken: `x if x > 0`, or with a comma where no word parts them.
    fn flat_case(self, cells: &[List]) -> MathBox {
        let mut row = MathBox::default();
        let mut before: Option<&List> = None;
        for cell in cells.iter().filter(|cell| !cell.is_empty()) {
            if let Some(before) = before
                && !begins_with_words(cell)
                && !ends_in_comma(before)
            {
                row.join(plain(","), 0);
            }
            row.join(self.list(cell), usize::from(before.is_some()));
            before = Some(cell);
        }
        row
    }

    fn flat_arrows(self, cells: &[List]) -> MathBox {
        let mut row = MathBox::default();
        for cell in cells.iter().filter(|cell| !cell.is_empty()) {
            row.join(self.list(cell), usize::from(row.width > 0));
        }
        row
    }
}

fn plain(text: &'static str) -> MathBox {
    MathBox::text(text, Role::Operator, Face::default())
}

fn has_blank(set: &MathBox) -> bool {
    set.pieces().iter().map(|piece| piece.columns).sum::<usize>() < set.width
        || set.pieces().iter().any(|piece| piece.text.contains(' '))
}

fn begins_with_words(cell: &List) -> bool {
    let first = cell.iter().find(|node| !matches!(node, Node::Space(_)));
    matches!(first, Some(Node::Atom(atom)) if atom.role == Role::Text)
}

fn ends_in_comma(cell: &List) -> bool {
    matches!(cell.last(), Some(Node::Atom(atom)) if atom.class == Class::Punctuation)
}
