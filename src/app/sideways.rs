//! Sideways scrolling: what is in view of a block wider than its page.
//!
//! The first columns of a block stay, the rest is a window at an offset of its own. Knows no
//! colours and no keys. Invariant: a window is never wider than the page, holds no half of a
//! character, and at some offset shows every character of the line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::page::Page;
use crate::document::{Line, Role, Span, Wide};
use crate::text::width;

/// Says that something is cut off at the left.
const LEFT: &str = "‹";
/// Says that something is cut off at the right.
const RIGHT: &str = "›";
/// A window narrower than this has no room for marks beside what it shows.
const MARKED: usize = 3;
/// Where the fixed columns would leave fewer than this to the window, everything scrolls.
const NARROW: usize = 12;
/// The most columns a key scrolls.
const STEP: usize = 8;

/// How far each block of a page is scrolled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sideways {
    offsets: Vec<usize>,
}

impl Sideways {
    /// Columns by which a block is scrolled.
    #[must_use]
    pub fn offset(&self, block: usize) -> usize {
        self.offsets.get(block).copied().unwrap_or(0)
    }

    /// Scrolls a block of a page of `columns` by so many steps.
    pub fn shift(&mut self, page: &Page, block: usize, steps: isize, columns: usize) {
        let Some(wide) = page.wide.get(block) else { return };
        let room = columns.saturating_sub(kept(wide.fixed, columns));
        let step = (room / 2).saturating_sub(1).clamp(1, STEP);
        let by = steps.saturating_mul(isize::try_from(step).unwrap_or(isize::MAX));
        self.set(block, self.offset(block).saturating_add_signed(by), wide, columns);
    }

    /// Scrolls a block so that a range of its columns is in view, if its window is wide enough.
    pub fn reveal(&mut self, page: &Page, block: usize, range: &Range<usize>, columns: usize) {
        let Some(wide) = page.wide.get(block) else { return };
        let fixed = kept(wide.fixed, columns);
        let room = columns.saturating_sub(fixed);
        // The marks may cover a column on either side.
        let mark = usize::from(room >= MARKED);
        let offset = self.offset(block);
        let start = fixed + offset + if offset > 0 { mark } else { 0 };
        let is_last = offset + columns >= wide.columns;
        let end = columns + offset - if is_last { 0 } else { mark };
        if range.end <= fixed || (range.start >= start && range.end <= end) {
            return;
        }
        let spare = room.saturating_sub(range.len() + 2 * mark);
        let offset = range.start.saturating_sub(fixed + mark + spare / 3);
        self.set(block, offset, wide, columns);
    }

    /// The same offsets on a page that was laid out anew: blocks are known by their leaves.
    #[must_use]
    pub fn carried(&self, before: &Page, after: &Page, columns: usize) -> Self {
        let leaf = |page: &Page, wide: &Wide| page.lines.get(wide.lines.start).map(|l| l.leaf);
        let mut carried = Self::default();
        for (block, wide) in after.wide.iter().enumerate() {
            let same = |old: &Wide| leaf(before, old) == leaf(after, wide);
            if let Some(old) = before.wide.iter().position(same) {
                carried.set(block, self.offset(old), wide, columns);
            }
        }
        carried
    }

    fn set(&mut self, block: usize, offset: usize, wide: &Wide, columns: usize) {
        if self.offsets.len() <= block {
            self.offsets.resize(block + 1, 0);
        }
        if let Some(kept) = self.offsets.get_mut(block) {
            *kept = offset.min(wide.columns.saturating_sub(columns));
        }
    }
}

/// The blocks of a page with lines among these.
pub fn blocks<'a>(page: &'a Page, lines: &Range<usize>) -> impl Iterator<Item = usize> + use<'a> {
    let (top, bottom) = (lines.start, lines.end);
    let in_view = move |wide: &Wide| wide.lines.start < bottom && wide.lines.end > top;
    let blocks = page.wide.iter().enumerate();
    blocks.filter(move |(_, wide)| in_view(wide)).map(|(block, _)| block)
}

/// Columns that stay at the left: none where the window beside them would be too narrow to read in.
fn kept(fixed: usize, columns: usize) -> usize {
    if fixed + NARROW <= columns { fixed } else { 0 }
}

/// What is in view of a wide line on a page of `columns`: its first `fixed` columns, then those from
/// `offset` columns further on, with a mark where something is cut off.
#[must_use]
pub fn window(line: &Line, fixed: usize, offset: usize, columns: usize) -> Vec<Span> {
    let fixed = kept(fixed, columns);
    let hidden = fixed..fixed + offset;
    let (left, right) = cut(line, &hidden, columns + offset);
    let marked = columns - fixed >= MARKED;
    let (left, right) = (left && marked, right && marked);
    let mut view = View { spans: Vec::new(), column: 0, hidden, end: columns + offset };
    // A mark stands in place of what would be in its column.
    view.hidden.end += usize::from(left);
    view.end -= usize::from(right);
    let mut column = 0;
    let mut mark_due = left;
    let graphemes = line.spans.iter().flat_map(|span| {
        let graphemes = span.text.graphemes(true);
        graphemes.map(move |grapheme| (span, grapheme))
    });
    for (span, grapheme) in graphemes {
        let range = column..column + width::grapheme(grapheme);
        column = range.end;
        if mark_due && range.end > fixed {
            view.mark(LEFT, fixed);
            mark_due = false;
        }
        view.add(grapheme, &range, span, offset);
        if column >= view.end {
            break;
        }
    }
    if right {
        view.mark(RIGHT, columns - 1);
    }
    view.spans
}

/// Whether anything but blanks stands in the columns left out before the window, and after it.
fn cut(line: &Line, hidden: &Range<usize>, end: usize) -> (bool, bool) {
    let mut cut = (false, false);
    let mut column = 0;
    for grapheme in line.spans.iter().flat_map(|span| span.text.graphemes(true)) {
        let range = column..column + width::grapheme(grapheme);
        column = range.end;
        if !grapheme.trim().is_empty() {
            cut.0 |= meet(&range, hidden);
            cut.1 |= range.end > end;
        }
        if cut.1 {
            break;
        }
    }
    cut
}

fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start.max(other.start) < one.end.min(other.end)
}

/// The window as far as it is made.
struct View {
    spans: Vec<Span>,
    /// Its columns so far.
    column: usize,
    /// The columns of the line that are left out before the window.
    hidden: Range<usize>,
    /// The column of the line at which the window ends.
    end: usize,
}

impl View {
    /// Adds a grapheme that stands in a range of the line's columns, as far as it is in view.
    fn add(&mut self, grapheme: &str, range: &Range<usize>, span: &Span, offset: usize) {
        let fixed = self.hidden.start;
        let scrolled = |column: usize| column.min(fixed).max(column.saturating_sub(offset));
        let (start, end) = (scrolled(range.start), scrolled(range.end.min(self.end)));
        if !meet(range, &self.hidden) && range.end <= self.end {
            self.blank_up_to(start);
            self.push(grapheme, span);
        } else if range.end > self.hidden.end && range.start < self.end {
            // Half of it would stand here.
            self.blank_up_to(end);
        }
    }

    fn mark(&mut self, mark: &str, column: usize) {
        self.blank_up_to(column);
        self.push(mark, &Span::new("", Role::Muted));
    }

    fn push(&mut self, text: &str, of: &Span) {
        self.column += width::of(text);
        match self.spans.last_mut() {
            Some(last) if last.face == of.face && last.link == of.link => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), face: of.face, link: of.link }),
        }
    }

    fn blank_up_to(&mut self, column: usize) {
        let blanks = " ".repeat(column.saturating_sub(self.column));
        if !blanks.is_empty() {
            self.push(&blanks, &Span::new("", Role::Text));
        }
    }
}

/// Where a range of a wide line's columns stands in its window: in the part that stays, and in the
/// part that scrolls. What is out of view is empty.
#[must_use]
pub fn seen(
    range: &Range<usize>,
    fixed: usize,
    offset: usize,
    columns: usize,
) -> [Range<usize>; 2] {
    let fixed = kept(fixed, columns);
    let scrolled = |column: usize| column.clamp(fixed + offset, columns + offset) - offset;
    [range.start.min(fixed)..range.end.min(fixed), scrolled(range.start)..scrolled(range.end)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(parts: &[&str]) -> Line {
        let roles = [Role::Text, Role::Code, Role::Rule];
        let spans = parts.iter().zip(roles.into_iter().cycle());
        let spans = spans.map(|(text, role)| Span::new(*text, role)).collect();
        Line { spans, wide: Some(0), ..Line::default() }
    }

    fn shown(line: &Line, fixed: usize, offset: usize, columns: usize) -> String {
        window(line, fixed, offset, columns).iter().map(|span| span.text.as_str()).collect()
    }

    fn page(lines: &[&str], fixed: usize) -> Page {
        let lines: Vec<_> = lines.iter().map(|text| line(&[text])).collect();
        let columns = lines.iter().map(Line::width).max().unwrap_or(0);
        let wide = vec![Wide { lines: 0..lines.len(), fixed, columns }];
        Page { lines, wide, ..Page::default() }
    }

    #[test]
    fn a_mark_stands_where_something_is_cut_off() {
        let line = line(&["0123456789", "abcdefghij"]);
        assert_eq!(shown(&line, 0, 0, 8), "0123456›");
        assert_eq!(shown(&line, 0, 5, 8), "‹6789ab›");
        assert_eq!(shown(&line, 0, 12, 8), "‹defghij");
        assert_eq!(shown(&line, 0, 0, 20), "0123456789abcdefghij");
    }

    #[test]
    fn the_first_columns_stay_while_the_rest_goes_by() {
        let line = line(&["head ", "0123456789abcdefghij"]);
        assert_eq!(shown(&line, 5, 0, 18), "head 0123456789ab›");
        assert_eq!(shown(&line, 5, 4, 18), "head ‹56789abcdef›");
        assert_eq!(shown(&line, 5, 7, 18), "head ‹89abcdefghij");
        assert_eq!(shown(&line, 5, 3, 10), "‹ 0123456›", "on a narrow page all goes by");
    }

    #[test]
    fn blanks_that_are_cut_off_need_no_mark() {
        let line = line(&["        if x:", "   "]);
        assert_eq!(shown(&line, 0, 4, 9), "    if x:");
        assert_eq!(shown(&line, 0, 9, 6), "‹ x:  ");
    }

    #[test]
    fn a_wide_character_at_the_edge_leaves_a_blank() {
        let line = line(&["日本語の行は長い"]);
        assert_eq!(shown(&line, 0, 0, 7), "日本語›");
        assert_eq!(shown(&line, 0, 0, 8), "日本語 ›");
        assert_eq!(shown(&line, 0, 3, 8), "‹語の行›");
        assert_eq!(shown(&line, 0, 2, 8), "‹ 語の ›");
    }

    #[test]
    fn a_window_of_a_column_or_two_has_no_marks() {
        let line = line(&["abcdef"]);
        assert_eq!((shown(&line, 0, 2, 2).as_str(), shown(&line, 0, 2, 1).as_str()), ("cd", "c"));
        assert_eq!(shown(&line, 0, 2, 0), "");
    }

    #[test]
    fn a_line_shorter_than_its_block_goes_out_of_view() {
        let line = line(&["id │ ", "short"]);
        assert_eq!(shown(&line, 5, 20, 30), "id │ ‹");
        assert_eq!(shown(&Line::default(), 5, 20, 30), "");
    }

    #[test]
    fn a_block_is_scrolled_by_steps_to_its_ends() {
        let page = page(&[&"x".repeat(50), "y"], 0);
        let mut sideways = Sideways::default();
        sideways.shift(&page, 0, 1, 30);
        assert_eq!(sideways.offset(0), 8);
        sideways.shift(&page, 0, 9, 30);
        assert_eq!(sideways.offset(0), 20, "50 columns on 30");
        sideways.shift(&page, 0, -1, 30);
        assert_eq!(sideways.offset(0), 12);
        sideways.shift(&page, 0, -9, 30);
        assert_eq!(sideways.offset(0), 0);
        sideways.shift(&page, 0, 1, 12);
        assert_eq!(sideways.offset(0), 5, "less than half of a narrow page");
        sideways.shift(&page, 7, 1, 12);
    }

    #[test]
    fn offsets_are_carried_to_the_blocks_of_the_same_leaves() {
        let mut before = page(&[&"x".repeat(60), &"y".repeat(60)], 0);
        before.lines[1].leaf = 4;
        before.wide = vec![
            Wide { lines: 0..1, fixed: 0, columns: 60 },
            Wide { lines: 1..2, fixed: 0, columns: 60 },
        ];
        let mut sideways = Sideways::default();
        sideways.shift(&before, 1, 2, 30);
        let mut after = page(&[&"y".repeat(60)], 0);
        after.lines[0].leaf = 4;
        assert_eq!(sideways.carried(&before, &after, 30).offset(0), 16);
        assert_eq!(sideways.carried(&before, &after, 50).offset(0), 10, "kept within the block");
        assert_eq!(sideways.carried(&before, &Page::default(), 30), Sideways::default());
    }

    #[test]
    fn blocks_in_view_are_those_with_a_line_there() {
        let mut page = page(&["a", "b", "c", "d"], 0);
        page.wide = vec![
            Wide { lines: 0..1, fixed: 0, columns: 60 },
            Wide { lines: 2..4, fixed: 0, columns: 60 },
        ];
        assert_eq!(blocks(&page, &(0..2)).collect::<Vec<_>>(), [0]);
        assert_eq!(blocks(&page, &(1..2)).collect::<Vec<_>>(), [0; 0]);
        assert_eq!(blocks(&page, &(0..9)).collect::<Vec<_>>(), [0, 1]);
    }

    /// The graphemes of spans with the columns where they begin.
    fn placed(spans: &[Span]) -> Vec<(usize, String)> {
        let mut column = 0;
        let graphemes = spans.iter().flat_map(|span| span.text.graphemes(true));
        graphemes
            .map(|grapheme| {
                let at = column;
                column += width::grapheme(grapheme);
                (at, grapheme.to_owned())
            })
            .collect()
    }

    fn parts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-d 日本👩é]{0,12}", 0..6)
    }

    proptest! {
        #[test]
        fn a_window_fits_the_page_and_shows_what_stands_in_its_columns(
            parts in parts(),
            fixed in 0_usize..30,
            offset in 0_usize..60,
            columns in 0_usize..40,
        ) {
            let parts: Vec<_> = parts.iter().map(String::as_str).collect();
            let line = line(&parts);
            let spans = window(&line, fixed, offset, columns);
            let total: usize = spans.iter().map(|span| width::of(&span.text)).sum();
            prop_assert!(total <= columns);
            let all = placed(&line.spans);
            let fixed = kept(fixed, columns);
            for (column, grapheme) in placed(&spans) {
                let source = if column < fixed { column } else { column + offset };
                let is_there = all.contains(&(source, grapheme.clone()));
                let is_ours = grapheme == " " || grapheme == LEFT || grapheme == RIGHT;
                prop_assert!(is_there || is_ours, "{grapheme:?} at {column}");
            }
        }

        #[test]
        fn every_character_of_a_block_comes_into_view_at_some_offset(
            text in "[a-d日本]{1,40}",
            fixed in 0_usize..20,
            columns in 5_usize..30,
        ) {
            let page = page(&[&text], fixed);
            let line = &page.lines[0];
            let mut seen: Vec<(usize, String)> = Vec::new();
            let mut sideways = Sideways::default();
            for _ in 0..100 {
                let offset = sideways.offset(0);
                let fixed = kept(fixed, columns);
                let shown = placed(&window(line, fixed, offset, columns));
                seen.extend(shown.into_iter().map(|(column, grapheme)| {
                    (if column < fixed { column } else { column + offset }, grapheme)
                }));
                sideways.shift(&page, 0, 1, columns);
            }
            for place in placed(&line.spans) {
                prop_assert!(seen.contains(&place), "{place:?}");
            }
        }

        #[test]
        fn what_is_revealed_is_in_view_clear_of_the_marks(
            fixed in 0_usize..20,
            columns in 5_usize..40,
            start in 0_usize..90,
            length in 1_usize..8,
            before in 0_isize..9,
        ) {
            let text: String = (0..100_u8).map(|n| char::from(b'a' + n % 26)).collect();
            let page = page(&[&text], fixed);
            let mut sideways = Sideways::default();
            sideways.shift(&page, 0, before, columns);
            let range = start..start + length;
            sideways.reveal(&page, 0, &range, columns);
            let room = columns - kept(fixed, columns);
            if length + 2 <= room && start >= kept(fixed, columns) {
                let shown = shown(&page.lines[0], fixed, sideways.offset(0), columns);
                let [_, seen] = seen(&range, fixed, sideways.offset(0), columns);
                let found: String = shown.chars().skip(seen.start).take(seen.len()).collect();
                prop_assert_eq!(found.as_str(), text.get(range).unwrap());
            }
        }
    }
}
