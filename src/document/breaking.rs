//! Cuts the text of one leaf into lines: running text by words, code by columns.
//!
//! Knows nothing of blocks and indents, which are `layout`'s. Invariant: the lines hold every
//! character but the blanks around a break, in linear time.

use std::ops::Range;

use super::face::{Face, Role};
use super::inline::{self, Object, Piece};
use super::layout::Span;
use super::setter::NO_BREAK;
use crate::text::wrap;

/// Tab stops in code.
const TAB: usize = 4;

/// A line of running text.
pub(super) struct Wrapped {
    pub(super) spans: Vec<Span>,
    /// Characters of the source text it shows, blanks around the break included.
    pub(super) length: usize,
    /// The formulas that stand on it, by their numbers in the document.
    pub(super) formulas: Vec<usize>,
    /// Whether it goes on from the line before without a blank.
    pub(super) glued: bool,
}

/// Breaks pieces into lines of `rest` columns, the first one of `first`.
pub(super) fn wrapped(pieces: &[Piece], first: usize, rest: usize, face: Face) -> Vec<Wrapped> {
    let text = inline::plain(pieces);
    let mut lines = Vec::new();
    let mut cutter = Cutter { pieces, start: 0 };
    let mut start = 0;
    for part in text.split('\n') {
        let mut from = start;
        let first = if start == 0 { first } else { rest };
        for range in wrap::breaks(part, first, rest) {
            let range = start + range.start..start + range.end;
            let glued = from > start && range.start == from;
            let length = text.get(from..range.end).map_or(0, |shown| shown.chars().count());
            from = range.end;
            let (spans, formulas) = cutter.cut(&range, face);
            lines.push(Wrapped { spans, length, formulas, glued });
        }
        if part.trim().is_empty() && text.contains('\n') {
            let (spans, formulas) = (Vec::new(), Vec::new());
            lines.push(Wrapped { spans, length: 1, formulas, glued: false });
        }
        start += part.len() + 1;
    }
    lines
}

/// Cuts ranges of the pieces' text out, from the left to the right.
struct Cutter<'a> {
    /// The pieces from the one that the last range ended in.
    pieces: &'a [Piece],
    /// Where they begin in the text, in bytes.
    start: usize,
}

impl Cutter<'_> {
    /// The spans of a byte range that begins at or after the end of the last one, and the formulas
    /// in it.
    fn cut(&mut self, range: &Range<usize>, face: Face) -> (Vec<Span>, Vec<usize>) {
        let mut spans = Vec::new();
        let mut formulas = Vec::new();
        while let Some((piece, others)) = self.pieces.split_first() {
            let end = self.start + piece.text.len();
            let from = range.start.clamp(self.start, end) - self.start;
            let to = range.end.clamp(self.start, end) - self.start;
            if let Some(text) = piece.text.get(from..to).filter(|text| !text.is_empty()) {
                let role = if piece.face.role == Role::Text { face.role } else { piece.face.role };
                let modifier = piece.face.modifier | face.modifier;
                let mut span = Span::new(text.replace(NO_BREAK, " "), Face { role, modifier });
                span.link = piece.link;
                spans.push(span);
                if let Some(Object::Formula(number)) = piece.object
                    && formulas.last() != Some(&number)
                {
                    formulas.push(number);
                }
            }
            if end > range.end {
                break;
            }
            self.pieces = others;
            self.start = end;
        }
        (spans, formulas)
    }
}

/// Tabs as blanks up to the next stop, in text that begins at a column.
pub(super) fn expanded(line: &str, mut column: usize) -> String {
    let mut text = String::with_capacity(line.len());
    for letter in line.chars() {
        if letter == '\t' {
            let blanks = TAB - column % TAB;
            text.push_str(&" ".repeat(blanks));
            column += blanks;
        } else {
            text.push(letter);
            column += 1;
        }
    }
    text
}
