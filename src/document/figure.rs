//! Sets what keeps its shape: code, displayed formulas.
//!
//! Such a block is as wide as it is. Where that is wider than the page it is scrolled sideways or
//! folded, as the options say. Invariant: no character of it is lost either way.

use unicode_segmentation::UnicodeSegmentation;

use super::breaking::{Wrapped, expanded, wrapped};
use super::face::{Face, Role};
use super::inline::{Object, Piece};
use super::layout::{FormulaRegion, MathStyle, Overflow, Span};
use super::lines::one_line;
use super::markdown::Code;
use super::setter::{Setter, formula_face};
use crate::math::Rows;
use crate::text::width;

/// Columns before code.
const CODE_INDENT: usize = 2;
/// Columns before a displayed formula.
const FORMULA_INDENT: usize = 4;
/// Below this many columns a formula has no indent to spare.
const INDENT_ROOM: usize = 16;

/// A row of a block that keeps its shape, and the characters of the source on it.
type Row = (Vec<Span>, usize);

impl Setter<'_> {
    pub(super) fn code(&mut self, code: &Code) {
        self.indented(CODE_INDENT, |setter| {
            if !code.language.is_empty() {
                setter.language(&code.language);
            }
            let start = setter.layout.lines.len();
            let rows = code.lines.iter().map(|line| code_row(line)).collect();
            setter.shaped(rows, 0);
            setter.note_code(start, &code.language, &code.source);
        });
        self.end_leaf();
    }

    /// The language of a code block, at the right of the empty line above it.
    fn language(&mut self, language: &str) {
        let room = self.room();
        let name = width::truncate(language, room).into_owned();
        let blank = " ".repeat(room - width::of(&name));
        let label = vec![Span::new(blank, Role::Text), Span::new(name, Role::Muted)];
        if self.ends_in_gap() {
            self.layout.lines.pop();
        }
        self.after_leaf(label);
    }

    /// Whether the last line is empty but for indents, and not part of a leaf.
    fn ends_in_gap(&self) -> bool {
        self.layout
            .lines
            .last()
            .is_some_and(|line| line.spans.len() <= line.lead && line.offset == usize::MAX)
    }

    /// Rows that keep their shape; of those too wide the first `fixed` columns stay.
    pub(super) fn shaped(&mut self, rows: Vec<Row>, fixed: usize) {
        let room = self.room();
        let start = self.layout.lines.len();
        let widest = rows.iter().map(|(spans, _)| columns(spans)).max().unwrap_or(0);
        if widest > room && self.options.overflow == Overflow::Fold {
            for (spans, _) in rows {
                for (index, spans) in folded(&spans, room).into_iter().enumerate() {
                    let length = spans.iter().map(|span| span.text.chars().count()).sum();
                    let (formulas, glued) = (Vec::new(), index > 0);
                    self.wrapped_line(Wrapped { spans, length, formulas, glued });
                }
            }
            return;
        }
        for (spans, length) in rows {
            self.line(spans, length);
        }
        if widest > room {
            self.note_wide(start, self.lead_columns() + fixed);
        }
    }

    pub(super) fn formula(&mut self, number: usize) {
        let Some(formula) = self.document.formulas.get(number) else { return };
        let start = self.layout.lines.len();
        let indent = if self.room() >= 2 * INDENT_ROOM { FORMULA_INDENT } else { 2 };
        match self.options.math {
            MathStyle::Source => self.indented(indent, |setter| setter.verbatim(&formula.tex)),
            MathStyle::Line => self.one_line_formula(number, indent),
            MathStyle::Full | MathStyle::Ascii => {
                let room = self.room();
                let beside =
                    formula.parsed.rows(room.saturating_sub(indent).max(1), self.charset());
                // What fits only without the indent goes without it.
                let whole = (beside.columns + indent > room)
                    .then(|| formula.parsed.rows(room, self.charset()))
                    .filter(|rows| rows.columns <= room);
                match whole {
                    Some(rows) => self.formula_rows(&rows, 0),
                    None if beside.columns + indent > room
                        && self.options.overflow == Overflow::Fold =>
                    {
                        self.one_line_formula(number, indent);
                    }
                    None => self.formula_rows(&beside, indent),
                }
            }
        }
        self.end_leaf();
        let region = FormulaRegion {
            lines: start..self.layout.lines.len(),
            tex: formula.tex.trim().to_owned(),
            text: one_line(&formula.parsed),
            display: true,
        };
        self.layout.formulas.push(region);
    }

    fn formula_rows(&mut self, rows: &Rows, indent: usize) {
        self.indented(indent, |setter| {
            let rows = rows.rows.iter().map(|row| {
                let span = |span| Span::new(span_text(span), formula_face(span, Face::default()));
                let length = row.iter().map(|span| span.text.chars().count()).sum();
                (row.iter().map(span).collect(), length)
            });
            setter.shaped(rows.collect(), 0);
        });
    }

    fn one_line_formula(&mut self, number: usize, indent: usize) {
        let object = Some(Object::Formula(number));
        let pieces = self.resolved(&[Piece { object, ..Piece::default() }]);
        self.indented(indent, |setter| {
            let hang = if setter.room() >= INDENT_ROOM { 2 } else { 0 };
            let room = setter.room();
            let lines = wrapped(&pieces, room, room - hang, Face::default());
            for (index, mut line) in lines.into_iter().enumerate() {
                if index > 0 && hang > 0 {
                    line.spans.insert(0, Span::new(" ".repeat(hang), Role::Text));
                }
                setter.line(line.spans, line.length);
            }
        });
    }

    /// TeX as it was written; a line that is too long goes on below.
    fn verbatim(&mut self, text: &str) {
        let room = self.room();
        for source in text.split('\n') {
            for spans in folded(&[Span::new(expanded(source, 0), Role::Formula)], room) {
                let length = spans.iter().map(|span| span.text.chars().count()).sum();
                self.line(spans, length);
            }
        }
    }
}

/// A line of code as spans, tabs as blanks.
fn code_row(line: &[(String, Role)]) -> Row {
    let mut spans: Vec<Span> = Vec::with_capacity(line.len());
    let mut column = 0;
    let mut length = 0;
    for (text, role) in line {
        length += text.chars().count();
        let text = expanded(text, column);
        column += width::of(&text);
        spans.push(Span::new(text, *role));
    }
    (spans, length)
}

fn span_text(span: &crate::math::Span) -> &str {
    &span.text
}

/// Columns of spans.
pub(super) fn columns(spans: &[Span]) -> usize {
    spans.iter().map(|span| width::of(&span.text)).sum()
}

/// Spans cut into rows of at most `room` columns, by grapheme; one empty row for none.
fn folded(spans: &[Span], room: usize) -> Vec<Vec<Span>> {
    let mut rows = vec![Vec::new()];
    let mut used = 0;
    for span in spans {
        let mut rest = span.text.as_str();
        while !rest.is_empty() {
            let (mut part, mut wide) = width::take(rest, room.saturating_sub(used));
            if part.is_empty() && used == 0 {
                // A single character wider than the room.
                part = rest.graphemes(true).next().unwrap_or(rest);
                wide = width::of(part);
            }
            if part.is_empty() {
                rows.push(Vec::new());
                used = 0;
                continue;
            }
            if let Some(row) = rows.last_mut() {
                row.push(Span { text: part.to_owned(), face: span.face, link: span.link });
            }
            used += wide;
            rest = rest.get(part.len()..).unwrap_or_default();
        }
    }
    rows
}
