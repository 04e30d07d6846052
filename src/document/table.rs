//! A table: as wide as it needs and no wider, its cells wrapped, its columns aligned as declared.
//!
//! Where the columns would get too narrow to read, the table keeps its shape and is scrolled
//! sideways beside its first column; where that cannot be, each row becomes a record of
//! `header: value` lines. Invariant: no cell's text is lost.

use pulldown_cmark::Alignment;
use ratatui::style::Modifier;

use super::breaking::{Wrapped, wrapped};
use super::face::{Face, Role};
use super::figure::columns;
use super::inline::{self, Inline};
use super::layout::{Overflow, Span};
use super::setter::Setter;
use crate::text::width;

/// A word longer than this may be split.
const LONG_WORD: usize = 24;
/// In records this wide, lines after the first of a value are indented.
const HANGING: usize = 16;
/// Blank, rule, blank between two columns.
const BETWEEN: usize = 3;
/// Cells of a table that is scrolled sideways are wrapped at this many columns.
const WIDE_CELL: usize = 32;
/// A table is scrolled sideways only where this much is left beside its first column.
const WINDOW: usize = 20;

/// A table with its formulas and images as they are shown.
struct Table<'a> {
    alignments: &'a [Alignment],
    header: Vec<Inline>,
    rows: Vec<Vec<Inline>>,
}

/// A cell broken into lines.
type Cell = Vec<Wrapped>;

/// Lays out a table into the setter's room.
pub(super) fn lay_out(
    setter: &mut Setter<'_>,
    alignments: &[Alignment],
    header: &[Inline],
    rows: &[Vec<Inline>],
) {
    let count = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or(0);
    if count == 0 {
        return;
    }
    let shown = |cells: &[Inline]| cells.iter().map(|cell| setter.resolved(cell)).collect();
    let table = Table {
        alignments,
        header: shown(header),
        rows: rows.iter().map(|row| shown(row)).collect(),
    };
    let widest = |of: fn(&Inline) -> usize| -> Vec<usize> {
        let cells = |column: usize| {
            let rows = table.rows.iter().chain([&table.header]);
            rows.filter_map(move |row| row.get(column))
        };
        (0..count).map(|column| cells(column).map(of).max().unwrap_or(0).max(1)).collect()
    };
    let (natural, words) = (widest(cell_width), widest(word_width));
    let room = setter.room();
    if let Some(widths) = fitted(&natural, &words, room.saturating_sub(BETWEEN * (count - 1))) {
        return table.grid(setter, &widths, 0);
    }
    let longest = |(natural, word): (&usize, &usize)| (*natural).min(WIDE_CELL.max(*word));
    let widths: Vec<usize> = natural.iter().zip(&words).map(longest).collect();
    let fixed = widths.first().copied().unwrap_or(0) + BETWEEN;
    if setter.options.overflow == Overflow::Scroll && fixed + WINDOW <= room {
        table.grid(setter, &widths, fixed);
    } else {
        records(setter, &table.header, &table.rows);
    }
}

/// Columns a cell takes on lines of its own.
fn cell_width(cell: &Inline) -> usize {
    inline::plain(cell).split('\n').map(width::of).max().unwrap_or(0)
}

/// Columns of a cell's longest word.
fn word_width(cell: &Inline) -> usize {
    inline::plain(cell).split([' ', '\n']).map(width::of).max().unwrap_or(0)
}

/// The widths that share `room`, none narrower than its longest word: narrow columns get what they
/// need, the others the same; `None` when words would have to be split.
fn fitted(natural: &[usize], words: &[usize], room: usize) -> Option<Vec<usize>> {
    if natural.iter().sum::<usize>() <= room {
        return Some(natural.to_vec());
    }
    let least: Vec<usize> = words.iter().map(|word| (*word).min(LONG_WORD)).collect();
    let mut left = room.checked_sub(least.iter().sum())?;
    let mut widths = least;
    // A column at a time, the narrowest first, so that columns end up alike.
    while left > 0 {
        let narrowest = widths
            .iter_mut()
            .zip(natural)
            .filter(|(width, natural)| **width < **natural)
            .min_by_key(|(width, _)| **width);
        let Some((width, _)) = narrowest else { break };
        *width += 1;
        left -= 1;
    }
    Some(widths)
}

impl Table<'_> {
    /// In columns; where they are wider than the room the first `fixed` columns stay.
    fn grid(&self, setter: &mut Setter<'_>, widths: &[usize], fixed: usize) {
        let bold = Face::default().with(Modifier::BOLD);
        let header = set_row(&self.header, widths, bold);
        let rows: Vec<Vec<Cell>> =
            self.rows.iter().map(|row| set_row(row, widths, Face::default())).collect();
        let widths = &tightened(rows.iter().chain([&header]), widths.len());
        let start = setter.layout.lines.len();
        if self.header.iter().any(|cell| !cell.is_empty()) {
            self.row(setter, &header, widths);
            divider(setter, widths);
        }
        let apart = rows.iter().flatten().any(|cell| cell.len() > 1);
        for (index, cells) in rows.iter().enumerate() {
            if index > 0 && apart {
                divider(setter, widths);
            }
            self.row(setter, cells, widths);
        }
        let total = widths.iter().sum::<usize>() + BETWEEN * (widths.len() - 1);
        if total > setter.room() {
            let first = widths.first().map_or(0, |width| width + BETWEEN);
            setter.note_wide(start, setter.lead_columns() + first.min(fixed));
        }
    }

    fn row(&self, setter: &mut Setter<'_>, cells: &[Cell], widths: &[usize]) {
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for line in 0..height {
            let mut spans = Vec::new();
            let mut length = 0;
            for (index, (cell, room)) in cells.iter().zip(widths).enumerate() {
                if index > 0 {
                    spans.push(Span::new(format!(" {} ", setter.glyphs().column), Role::Rule));
                }
                let part = cell.get(line);
                let text = part.map(|part| part.spans.as_slice()).unwrap_or_default();
                let spare = room.saturating_sub(columns(text));
                let before = match self.alignments.get(index) {
                    Some(Alignment::Right) => spare,
                    Some(Alignment::Center) => spare / 2,
                    _ => 0,
                };
                spans.push(Span::new(" ".repeat(before), Role::Text));
                spans.extend(text.iter().cloned());
                spans.push(Span::new(" ".repeat(spare - before), Role::Text));
                length += part.map_or(0, |part| part.length);
                if let Some(part) = part {
                    setter.formulas_at(&part.formulas, setter.layout.lines.len());
                }
            }
            spans.retain(|span| !span.text.is_empty());
            setter.line(spans, length);
        }
    }
}

/// The widths that the wrapped cells really take.
fn tightened<'a>(rows: impl Iterator<Item = &'a Vec<Cell>>, count: usize) -> Vec<usize> {
    let mut needed = vec![1; count];
    for cells in rows {
        for (needed, cell) in needed.iter_mut().zip(cells) {
            let lines = cell.iter().map(|line| columns(&line.spans));
            *needed = lines.chain([*needed]).max().unwrap_or(1);
        }
    }
    needed
}

fn set_row(cells: &[Inline], widths: &[usize], face: Face) -> Vec<Cell> {
    let empty = Inline::new();
    let cell = |(index, width): (usize, &usize)| {
        wrapped(cells.get(index).unwrap_or(&empty), *width, *width, face)
    };
    widths.iter().enumerate().map(cell).collect()
}

fn divider(setter: &mut Setter<'_>, widths: &[usize]) {
    let rule = setter.glyphs().rule;
    let parts: Vec<_> = widths.iter().map(|width| rule.repeat(*width)).collect();
    let crossing = format!("{rule}{}{rule}", setter.glyphs().crossing);
    setter.line(vec![Span::new(parts.join(&crossing), Role::Rule)], 0);
}

fn records(setter: &mut Setter<'_>, header: &[Inline], rows: &[Vec<Inline>]) {
    let room = setter.room();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            setter.gap();
        }
        for (column, cell) in row.iter().enumerate() {
            let mut pieces = inline::with_modifier(
                header.get(column).map(Vec::as_slice).unwrap_or_default(),
                Modifier::BOLD,
            );
            if let Some(last) = pieces.last_mut() {
                last.text.push_str(": ");
            }
            // A grid shows the header once: only the cell's own characters count as its place.
            let mut header = inline::plain(&pieces).chars().count();
            pieces.extend(cell.iter().cloned());
            let hang = if room >= HANGING { 2 } else { 0 };
            for (index, mut line) in
                wrapped(&pieces, room, room - hang, Face::default()).into_iter().enumerate()
            {
                let of_header = header.min(line.length);
                header -= of_header;
                if index > 0 {
                    line.spans.insert(0, Span::new(" ".repeat(hang), Role::Text));
                }
                line.length -= of_header;
                setter.wrapped_line(line);
            }
        }
    }
    if rows.is_empty() {
        let pieces: Inline = header.concat();
        for line in wrapped(&pieces, room, room, Face::default().with(Modifier::BOLD)) {
            setter.line(line.spans, line.length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Line, Options, Overflow, lay_out, parse};

    fn set(table: &str, columns: usize, overflow: Overflow) -> String {
        let options = Options { overflow, ..Options::screen(columns) };
        let layout = lay_out(&parse(table), &options);
        let lines: Vec<_> = layout.lines.iter().map(Line::text).collect();
        lines.join("\n")
    }

    fn shown(table: &str, columns: usize) -> String {
        set(table, columns, Overflow::Scroll)
    }

    const FRAMEWORKS: &str = "| Name | Stars | Made by |\n|:--|--:|:-:|\n| Keras | 5 | one |\n\
                              | PyTorch | 12 | a team of many people |";

    #[test]
    fn a_table_is_as_wide_as_it_needs_and_aligned_as_declared() {
        let text = "| Name | Stars |\n|:--|--:|\n| Keras | 5 |\n| PyTorch | 12 |";
        assert_eq!(
            shown(text, 60),
            "Name    │ Stars\n────────┼──────\nKeras   │     5\nPyTorch │    12"
        );
    }

    #[test]
    fn a_wide_table_wraps_its_cells_and_rules_its_rows() {
        let expected = "\
Name    │ Stars │    Made by
────────┼───────┼───────────────
Keras   │     5 │      one
────────┼───────┼───────────────
PyTorch │    12 │ a team of many
        │       │     people";
        assert_eq!(shown(FRAMEWORKS, 32), expected);
    }

    #[test]
    fn a_table_that_cannot_fit_becomes_records() {
        let expected = "\
Name: Keras
Stars: 5
Made by: one

Name: PyTorch
Stars: 12
Made by: a team of
  many people";
        assert_eq!(shown(FRAMEWORKS, 20), expected);
    }

    const MANY: &str = "| Name | One | Two | Three | Four |\n|--|--|--|--|--|\n\
                        | Keras | incomprehensible | incompatible | inconsequential | x |";

    #[test]
    fn a_table_too_wide_for_its_words_is_scrolled_beside_its_first_column() {
        let layout = lay_out(&parse(MANY), &Options::screen(40));
        assert!(layout.lines[0].text().starts_with("Name  │ One              │ Two"));
        let wide = &layout.wide[0];
        assert_eq!((wide.lines.clone(), wide.fixed, wide.columns), (0..3, 8, 64));
    }

    #[test]
    fn where_nothing_scrolls_a_table_too_wide_becomes_records() {
        let text = set(MANY, 40, Overflow::Fold);
        assert!(text.starts_with("Name: Keras\nOne: incomprehensible\n"), "{text}");
    }

    #[test]
    fn a_cell_that_looks_like_a_list_stays_a_cell() {
        assert_eq!(shown("| a |\n|---|\n| - b |", 20), "a\n───\n- b");
    }
}
