//! The few things that are drawn: clipped text, borders with titles, blank areas.
//!
//! The only place that sets cells. Invariant: every rectangle is cut to the buffer first, and a
//! character two columns wide is never drawn into one.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Face, Span};
use crate::picture::HALF_BLOCK;
use crate::text::{sanitize, width};
use crate::theme::{Part, Theme};

/// A text cut to fewer columns says nothing.
const SHORTEST: usize = 8;

/// A buffer and the theme it is drawn in.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

/// A border's title: texts with their styles, from the left or from the right.
pub type Title<'a> = &'a [(&'a str, Style)];

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme }
    }

    /// The style of a part.
    pub fn part(&self, part: Part) -> Style {
        self.theme.part(part)
    }

    /// The style of a face.
    pub fn face(&self, face: impl Into<Face>) -> Style {
        self.theme.face(face.into())
    }

    /// Makes every cell blank.
    pub fn clear(&mut self) {
        self.clear_area(self.buffer.area);
    }

    /// Makes the cells of an area blank.
    pub fn clear_area(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }

    /// Patches the style of every cell of an area.
    pub fn paint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Patches some columns of an area with the style of a part.
    pub fn paint_columns(&mut self, area: Rect, columns: &Range<usize>, part: Part) {
        let column = |column: usize| u16::try_from(column).unwrap_or(u16::MAX).min(area.width);
        let (start, end) = (column(columns.start), column(columns.end));
        let style = self.part(part);
        self.paint(Rect { x: area.x + start, width: end.saturating_sub(start), ..area }, style);
    }

    /// Draws text from `column` of the area's first row; what does not fit is left out. Returns
    /// the column after it.
    pub fn text(&mut self, area: Rect, column: u16, text: &str, style: Style) -> u16 {
        debug_assert!(sanitize::is_clean(text), "text past the gate: {text:?}");
        let area = area.intersection(self.buffer.area);
        if area.height == 0 {
            return column;
        }
        let mut at = column;
        for grapheme in text.graphemes(true) {
            let columns = u16::try_from(width::grapheme(grapheme)).unwrap_or(0);
            if columns == 0 {
                continue;
            }
            if at.saturating_add(columns) > area.width {
                break;
            }
            let x = area.x + at;
            if let Some(cell) = self.buffer.cell_mut((x, area.y)) {
                cell.reset();
                cell.set_symbol(grapheme).set_style(style);
            }
            for covered in 1..columns {
                if let Some(cell) = self.buffer.cell_mut((x + covered, area.y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
            at += columns;
        }
        at
    }

    /// Draws spans from the left of the area's first row.
    pub fn spans(&mut self, area: Rect, spans: &[Span]) {
        let mut column = 0;
        for span in spans {
            let style = self.face(span.face);
            column = self.text(area, column, &span.text, style);
        }
    }

    /// Draws cells of two colours, one above the other, from the left of the area's first row.
    pub fn blocks(&mut self, area: Rect, cells: &[[Color; 2]]) {
        let area = area.intersection(self.buffer.area);
        for (position, [upper, lower]) in Self::row(area, 0).positions().zip(cells) {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_char(HALF_BLOCK).set_fg(*upper).set_bg(*lower);
            }
        }
    }

    /// So many rows of an area from the n-th on, as far as there are any.
    pub fn rows(area: Rect, from: usize, count: usize) -> Rect {
        let from = u16::try_from(from).unwrap_or(u16::MAX).min(area.height);
        let count = u16::try_from(count).unwrap_or(u16::MAX).min(area.height - from);
        Rect { y: area.y + from, height: count, ..area }
    }

    /// The n-th row of an area.
    pub fn row(area: Rect, row: usize) -> Rect {
        match u16::try_from(row) {
            Ok(row) if row < area.height => Rect { y: area.y + row, height: 1, ..area },
            _ => Rect { height: 0, ..area },
        }
    }

    /// Draws texts one after another; returns the column after the last.
    pub fn texts(&mut self, area: Rect, column: u16, texts: Title<'_>) -> u16 {
        texts.iter().fold(column, |at, (text, style)| self.text(area, at, text, *style))
    }

    /// Draws a pane's frame: a border with titles, or a title line where there is no border.
    /// Returns the column at which the left title ended.
    pub fn frame(
        &mut self,
        outer: Rect,
        bordered: bool,
        border: Style,
        left: Title<'_>,
        right: Title<'_>,
        bottom: Title<'_>,
    ) -> u16 {
        if bordered {
            self.border(outer, border);
        }
        let inset = u16::from(bordered);
        let first = Rect {
            x: outer.x + inset.min(outer.width),
            width: outer.width.saturating_sub(2 * inset),
            height: outer.height.min(1),
            ..outer
        };
        let end = self.texts(first, 0, left);
        self.right(first, end + 1, right, bordered);
        if bordered && outer.height > 1 {
            let last = Rect { y: outer.y + outer.height - 1, ..first };
            self.right(last, 0, bottom, true);
        }
        end
    }

    /// Draws text into the lower border from the left, cut so that `beside` columns stay at the right.
    pub fn below(&mut self, outer: Rect, text: &str, style: Style, beside: usize) {
        let room = usize::from(outer.width).saturating_sub(beside + 8);
        if outer.height > 1 && room >= SHORTEST {
            let last = Rect { x: outer.x + 2, y: outer.y + outer.height - 1, height: 1, ..outer };
            self.text(last, 0, &format!(" {} ", width::truncate(text, room)), style);
        }
    }

    /// Draws texts against the right edge, if they fit after `from`.
    fn right(&mut self, area: Rect, from: u16, texts: Title<'_>, bordered: bool) {
        let columns: usize = texts.iter().map(|(text, _)| width::of(text)).sum();
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        let margin = u16::from(bordered && columns > 0);
        let needed = from.saturating_add(columns).saturating_add(margin);
        if columns > 0 && needed <= area.width {
            self.texts(area, area.width - columns - margin, texts);
        }
    }

    fn border(&mut self, outer: Rect, style: Style) {
        let area = outer.intersection(self.buffer.area);
        if area.width < 2 || area.height < 2 {
            return;
        }
        let across = "─".repeat(usize::from(area.width) - 2);
        let last = usize::from(area.height) - 1;
        self.text(area, 0, &format!("┌{across}┐"), style);
        self.text(Self::row(area, last), 0, &format!("└{across}┘"), style);
        for row in 1..last {
            self.text(Self::row(area, row), 0, "│", style);
            self.text(Self::row(area, row), area.width - 1, "│", style);
        }
    }
}
