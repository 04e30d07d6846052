//! Matrices, tables and cases: cells in columns.
//!
//! Rows without columns are in `rows`. Invariant: every cell of a column stands within it,
//! and a rule runs the whole height or width.

use super::super::boxes::{Edge, MathBox};
use super::super::node::{Array, Column, Layout, List, Node, Side};
use super::Setter;
use super::fraction::{padded, shifted};

/// Blanks between two columns.
const GAP: usize = 2;

/// Cells that rules are drawn for; a larger array has none.
const RULED: usize = 100_000;

impl Setter {
    pub(super) fn array(self, array: &Array) -> MathBox {
        if self.linear || (self.level > 0 && array.layout != Layout::Stack) {
            return self.flat_array(array);
        }
        let body = match array.layout {
            Layout::Grid | Layout::Cases => self.grid(array),
            Layout::Aligned => self.aligned(array),
            Layout::Diagram => self.diagram(array),
            Layout::Gathered | Layout::Multline | Layout::Stack => self.gathered(array),
        };
        let body = match (array.open, array.close) {
            ("", "") => return body,
            (_, "") => {
                let width = body.width + 1;
                shifted(body, 1, width).solid()
            }
            ("", _) => {
                let width = body.width + 1;
                shifted(body, 0, width).solid()
            }
            _ => padded(body),
        };
        self.enclosed(body, array.open, array.close)
    }

    fn grid(self, array: &Array) -> MathBox {
        let (columns, cells, rules_after) = columns(array);
        let sets: Vec<Vec<MathBox>> =
            cells.iter().map(|row| row.iter().map(|cell| self.list(cell)).collect()).collect();
        let width_of = |at: usize| {
            let of_row = |row: &Vec<MathBox>| row.get(at).map_or(0, |set| set.width);
            sets.iter().map(of_row).max().unwrap_or(0)
        };
        let mut x = 0;
        let mut places = Vec::with_capacity(columns.len());
        let mut rules = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let gap = if at == 0 { 0 } else { GAP };
            if column.rules > 0 {
                let before = if at == 0 { x } else { x + 1 };
                rules.extend((0..column.rules).map(|rule| before + rule));
                x = before + column.rules + 1;
            } else {
                x += gap;
            }
            let width = width_of(at);
            places.push((x, width));
            x += width;
        }
        if rules_after > 0 {
            x += 1;
            rules.extend((0..rules_after).map(|rule| x + rule));
            x += rules_after;
        }
        let table = Table { columns: &columns, places: &places, width: x, rules };
        self.placed(array, sets, &table)
    }

    /// The cells at their places, and the rules.
    fn placed(self, array: &Array, sets: Vec<Vec<MathBox>>, table: &Table<'_>) -> MathBox {
        // Two cases make room for the point of the brace.
        let two = array.layout == Layout::Cases && sets.len() == 2;
        let air = if two { Air::Always } else { Air::Tall };
        let mut stack = Stack::default();
        for (at, row) in sets.into_iter().enumerate() {
            let above = array.rows.get(at).map_or(0, |row| row.rules_above);
            let mut line = MathBox::blank(table.width, 0, 0);
            for ((set, column), (x, width)) in row.into_iter().zip(table.columns).zip(table.places)
            {
                let offset = match column.side {
                    Side::Left => 0,
                    // Where it cannot be centred it stands nearer to the right: signs hang.
                    Side::Centre => width.saturating_sub(set.width).div_ceil(2),
                    Side::Right => width.saturating_sub(set.width),
                };
                line.put(set, x + offset, 0);
            }
            stack.rule(above);
            stack.push(line, air);
        }
        stack.rule(array.rules_below);
        let mut all = stack.finish(table.width);
        if all.rows().saturating_mul(all.width) <= RULED {
            self.draw_rules(&mut all, &stack, &table.rules);
        }
        all.solid().edges(Edge::Sign, Edge::Sign)
    }

    fn draw_rules(self, all: &mut MathBox, stack: &Stack, verticals: &[usize]) {
        let top = all.top();
        let row_at = |row: usize| top.saturating_add_unsigned(row);
        let mut from = 0;
        for to in stack.rules.iter().copied().chain([all.rows()]) {
            for x in verticals.iter().filter(|_| from < to) {
                let column = MathBox::column(self.either("│", "|"), to - from);
                all.put(column, *x, row_at(from));
            }
            from = to + 1;
        }
        let last = all.rows().saturating_sub(1);
        for row in &stack.rules {
            let mut text = String::new();
            for x in 0..all.width {
                text.push_str(if verticals.binary_search(&x).is_ok() {
                    let (first_column, last_column) = (x == 0, x + 1 == all.width);
                    self.crossing([*row == 0, *row == last, first_column, last_column])
                } else {
                    self.either("─", "-")
                });
            }
            all.put(MathBox::drawn(text, all.width), 0, row_at(*row));
        }
    }

    const fn crossing(self, [top, bottom, first, last]: [bool; 4]) -> &'static str {
        if self.is_ascii() {
            return "+";
        }
        match (top, bottom, first, last) {
            (true, _, true, _) => "┌",
            (true, _, _, true) => "┐",
            (true, ..) => "┬",
            (_, true, true, _) => "└",
            (_, true, _, true) => "┘",
            (_, true, ..) => "┴",
            (_, _, true, _) => "├",
            (_, _, _, true) => "┤",
            _ => "┼",
        }
    }
}

struct Table<'a> {
    columns: &'a [Column],
    /// Where each column begins, and its width.
    places: &'a [(usize, usize)],
    width: usize,
    /// Columns of the vertical rules.
    rules: Vec<usize>,
}

/// Where a blank row stands between two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Air {
    None,
    /// Where one of the two has several rows itself.
    Tall,
    Always,
}

/// Rows one below the other, and the rules between them.
#[derive(Default)]
pub struct Stack {
    /// Each row with the row of its baseline, from the top.
    lines: Vec<(MathBox, usize)>,
    /// Rows that hold a rule.
    rules: Vec<usize>,
    height: usize,
}

impl Stack {
    /// Adds a row below.
    pub fn push(&mut self, line: MathBox, air: Air) {
        let under_rule = self.rules.last().is_some_and(|row| row + 1 == self.height);
        let parted = self.lines.last().is_some_and(|(above, _)| match air {
            Air::None => false,
            Air::Tall => above.rows() > 1 || line.rows() > 1,
            Air::Always => true,
        });
        if parted && !under_rule {
            self.height += 1;
        }
        let baseline = self.height + line.above;
        self.height = baseline + line.below + 1;
        self.lines.push((line, baseline));
    }

    /// Adds rules below.
    pub fn rule(&mut self, rules: usize) {
        for _ in 0..rules {
            self.rules.push(self.height);
            self.height += 1;
        }
    }

    /// One box: the baseline of the middle row, or the middle where there is no such row.
    pub fn finish(&mut self, width: usize) -> MathBox {
        let count = self.lines.len();
        let baseline = match self.lines.get(count / 2) {
            Some((_, baseline)) if count % 2 == 1 => *baseline,
            _ => self.height / 2,
        };
        self.finish_at(baseline, width)
    }

    /// One box on the baseline of the first row.
    pub fn finish_first(mut self) -> MathBox {
        let baseline = self.lines.first().map_or(0, |(_, baseline)| *baseline);
        self.finish_at(baseline, 0)
    }

    fn finish_at(&mut self, baseline: usize, width: usize) -> MathBox {
        let below = self.height.saturating_sub(baseline + 1);
        let mut all = MathBox::blank(width, baseline, below);
        for (line, row) in std::mem::take(&mut self.lines) {
            let y = isize::try_from(row).unwrap_or(0) - isize::try_from(baseline).unwrap_or(0);
            all.put(line, 0, y);
        }
        all
    }
}

/// The columns of an array, its cells, and the rules after the last column. A column that
/// holds only bars is a rule.
pub(super) fn columns(array: &Array) -> (Vec<Column>, Vec<Vec<&List>>, usize) {
    static EMPTY: List = Vec::new();
    let count = array.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut columns = Vec::new();
    let mut cells: Vec<Vec<&List>> = array.rows.iter().map(|_| Vec::new()).collect();
    let mut rules = 0;
    for at in 0..count {
        let column: Vec<&List> =
            array.rows.iter().map(|row| row.cells.get(at).unwrap_or(&EMPTY)).collect();
        let asked = array.columns.get(at);
        rules = (rules + asked.map_or(0, |column| column.rules)).min(2);
        if is_rule(&column) {
            rules = 1;
            continue;
        }
        let side = match (asked.map(|column| column.side), array.layout) {
            (None | Some(Side::Centre), Layout::Grid) if is_numeric(&column) => Side::Right,
            (Some(side), _) => side,
            (None, Layout::Cases) => Side::Left,
            (None, _) => Side::Centre,
        };
        columns.push(Column { side, rules });
        rules = 0;
        for (row, cell) in cells.iter_mut().zip(column) {
            row.push(cell);
        }
    }
    let declared = if count < array.columns.len() { 0 } else { array.rules };
    (columns, cells, (rules + declared).min(2))
}

fn is_rule(column: &[&List]) -> bool {
    let bar = |cell: &&List| matches!(cell.as_slice(), [Node::Atom(atom)] if &*atom.text == "|");
    column.len() > 1
        && column.iter().any(bar)
        && column.iter().all(|cell| cell.is_empty() || bar(cell))
}

fn is_numeric(column: &[&List]) -> bool {
    let is_number = |node: &Node| matches!(node, Node::Atom(atom) if atom.text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b','));
    column.iter().all(|cell| match cell.as_slice() {
        [] => true,
        [node] => is_number(node),
        [Node::Atom(sign), node] => matches!(&*sign.text, "−" | "+") && is_number(node),
        _ => false,
    })
}
