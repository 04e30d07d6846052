//! From a box to rows of spans.
//!
//! The last step, and the last gate. Invariant: no row ends in a blank, and every text has
//! passed `text::sanitize` once its pieces are joined.

use super::boxes::{MathBox, Piece};
use super::{Role, Rows, Span};
use crate::text::sanitize;

/// The blank at which a line must not be broken.
pub const TIE: char = '\u{A0}';

/// The rows of a box.
pub fn rows(set: &MathBox) -> Rows {
    let mut by_row: Vec<Vec<&Piece>> = (0..set.rows()).map(|_| Vec::new()).collect();
    for piece in set.pieces() {
        let first = usize::try_from(piece.y - set.top()).unwrap_or(usize::MAX);
        for row in by_row.iter_mut().skip(first).take(piece.rows) {
            row.push(piece);
        }
    }
    let mut rows = Rows { rows: Vec::with_capacity(by_row.len()), columns: 0, baseline: set.above };
    for mut pieces in by_row {
        pieces.sort_by_key(|piece| piece.x);
        let mut row = Line::default();
        for piece in pieces {
            row.blanks(piece.x.saturating_sub(row.columns), ' ');
            row.piece(piece, ' ');
        }
        let (spans, columns) = row.finish();
        rows.columns = rows.columns.max(columns);
        rows.rows.push(spans);
    }
    rows
}

/// Spans of one line while they are collected.
#[derive(Default)]
pub struct Line {
    spans: Vec<Span>,
    columns: usize,
}

impl Line {
    /// A box of one row; its blanks become `blank`.
    pub fn set(&mut self, set: &MathBox, blank: char) {
        let start = self.columns;
        let mut pieces: Vec<&Piece> = set.pieces().iter().collect();
        pieces.sort_by_key(|piece| piece.x);
        for piece in pieces {
            self.blanks((start + piece.x).saturating_sub(self.columns), blank);
            self.piece(piece, blank);
        }
        self.blanks((start + set.width).saturating_sub(self.columns), blank);
    }

    /// Blanks in the style of what stands before them.
    pub fn blanks(&mut self, count: usize, blank: char) {
        if count == 0 {
            return;
        }
        self.columns += count;
        let blanks = std::iter::repeat_n(blank, count);
        match self.spans.last_mut() {
            Some(span) => span.text.extend(blanks),
            None => self.spans.push(Span {
                text: blanks.collect(),
                role: Role::Structure,
                bold: false,
                italic: false,
            }),
        }
    }

    fn piece(&mut self, piece: &Piece, blank: char) {
        self.columns += piece.columns;
        let (role, bold, italic) = (piece.role, piece.face.bold, piece.face.italic);
        let clean = sanitize::line(&piece.text);
        let text = if blank == ' ' {
            clean.into_owned()
        } else {
            clean.replace(' ', blank.encode_utf8(&mut [0; 4]))
        };
        match self.spans.last_mut() {
            Some(span) if (span.role, span.bold, span.italic) == (role, bold, italic) => {
                span.text.push_str(&text);
            }
            _ => self.spans.push(Span { text, role, bold, italic }),
        }
    }

    /// The spans without blanks at the end, and their columns.
    pub fn finish(mut self) -> (Vec<Span>, usize) {
        while let Some(span) = self.spans.last_mut() {
            let body = span.text.trim_end_matches([' ', TIE]);
            let blanks = span.text.chars().count() - body.chars().count();
            let length = body.len();
            self.columns -= blanks.min(self.columns);
            span.text.truncate(length);
            if length > 0 {
                break;
            }
            self.spans.pop();
        }
        (self.spans, self.columns)
    }
}
