//! Adds lines to a layout, with what can be done with them.
//!
//! Knows indents and positions; what the lines say is the other modules'. Invariant: no two lines
//! have one position, and the numbers of links follow the order in which they are shown.

use super::breaking::Wrapped;
use super::inline;
use super::layout::{CodeRegion, FormulaRegion, Line, Link, Span, Wide};
use super::setter::{NO_BREAK, Setter};
use crate::math::{self, Charset};

impl Setter<'_> {
    /// An empty line inside the containers that are open.
    pub(super) fn gap(&mut self) {
        if self.layout.lines.is_empty() {
            return;
        }
        self.after_leaf(Vec::new());
    }

    /// A line that is not part of a leaf's text: the end of the leaf before it or, inside one, a
    /// character of it, so that no two lines have one position.
    pub(super) fn after_leaf(&mut self, spans: Vec<Span>) {
        let mut all: Vec<Span> = self.indents.iter().map(|indent| indent.rest.clone()).collect();
        let indents = all.len();
        all.extend(spans);
        let spans = without_trailing_blanks(all);
        let lead = indents.min(spans.len());
        let mut line = Line { spans, lead, ..Line::default() };
        if let Some(before) = self.leaf.checked_sub(1).filter(|_| self.offset == 0) {
            (line.leaf, line.offset) = (before, usize::MAX);
        } else {
            (line.leaf, line.offset) = (self.leaf, self.offset);
            self.offset += 1;
        }
        self.layout.lines.push(line);
    }

    /// Adds a line of the present leaf that shows `length` of its characters.
    pub(super) fn line(&mut self, spans: Vec<Span>, length: usize) {
        let mut all: Vec<Span> = Vec::with_capacity(spans.len() + self.indents.len());
        for indent in &mut self.indents {
            all.push(indent.first.take().unwrap_or_else(|| indent.rest.clone()));
        }
        let lead = all.len();
        all.extend(spans);
        let mut spans = without_trailing_blanks(all);
        let lead = lead.min(spans.len());
        for span in &mut spans {
            span.link = span.link.and_then(|link| self.link(link, &span.text));
        }
        let mut line = Line { spans, lead, ..Line::default() };
        (line.leaf, line.offset) = (self.leaf, self.offset);
        self.layout.lines.push(line);
        self.offset += length.max(1);
    }

    /// Adds a line of running text.
    pub(super) fn wrapped_line(&mut self, line: Wrapped) {
        self.formulas_at(&line.formulas, self.layout.lines.len());
        self.line(line.spans, line.length);
        if let Some(last) = self.layout.lines.last_mut() {
            last.glued = line.glued;
        }
    }

    /// The number in the layout of a link of the document, of which `text` is about to be shown.
    fn link(&mut self, wanted: usize, text: &str) -> Option<usize> {
        let line = self.layout.lines.len();
        let links = &mut self.layout.links;
        let number = self.links.get_mut(wanted)?;
        if let Some(number) = *number {
            let label = &mut links.get_mut(number)?.label;
            label.push_str(text);
            return Some(number);
        }
        *number = Some(links.len());
        let target = self.document.links.get(wanted)?.clone();
        if let Some(label) = target.strip_prefix("#footnote-") {
            self.layout.targets.push((inline::footnote_name(&format!("mark-{label}")), line));
        }
        links.push(Link { target, label: text.to_owned(), line });
        *number
    }

    /// Notes that formulas stand on a line.
    pub(super) fn formulas_at(&mut self, formulas: &[usize], line: usize) {
        for number in formulas {
            // One that goes on from the line before.
            if self.inline == Some(*number)
                && let Some(region) = self.layout.formulas.last_mut()
                && region.lines.end == line
            {
                region.lines.end += 1;
                continue;
            }
            self.inline = Some(*number);
            let Some(formula) = self.document.formulas.get(*number) else { continue };
            let region = FormulaRegion {
                lines: line..line + 1,
                tex: formula.tex.trim().to_owned(),
                text: one_line(&formula.parsed),
                display: false,
            };
            self.layout.formulas.push(region);
        }
    }

    pub(super) fn end_leaf(&mut self) {
        self.leaf += 1;
        self.offset = 0;
    }

    /// Notes a block that is scrolled sideways: its lines are those from `start` on.
    pub(super) fn note_wide(&mut self, start: usize, fixed: usize) {
        let number = self.layout.wide.len();
        let lines = start..self.layout.lines.len();
        let block = self.layout.lines.get_mut(start..).unwrap_or_default();
        let columns = block.iter().map(Line::width).max().unwrap_or(0);
        // Without the blanks at the ends of its lines it may fit after all.
        if columns <= self.options.columns {
            return;
        }
        for line in block {
            line.wide = Some(number);
        }
        self.layout.wide.push(Wide { lines, fixed, columns });
    }

    pub(super) fn note_code(&mut self, start: usize, language: &str, source: &str) {
        let lines = start..self.layout.lines.len();
        let (language, source) = (language.to_owned(), source.to_owned());
        self.layout.codes.push(CodeRegion { lines, language, source });
    }
}

/// The one-line form of a formula for searching.
pub(super) fn one_line(formula: &math::Formula) -> String {
    formula.text(Charset::Unicode).replace(NO_BREAK, " ")
}

fn without_trailing_blanks(mut spans: Vec<Span>) -> Vec<Span> {
    while let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        spans.pop();
    }
    spans
}
