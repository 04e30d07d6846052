//! The text of an answer as it can be selected and quoted: its blocks one after another, the sentences of
//! each, formulas in their one-line form.
//!
//! Not the page: it is the same at every width and however formulas are shown; `placing` says where
//! parts of it stand on a page. Images and rules are no part of it. Invariant: sentences, blocks and
//! leaves are in order and apart, and none is blank.

mod leaf;
mod placing;
mod sentences;

use std::ops::Range;

use crate::document::{self, Document, MathStyle, Options, Position};
use leaf::{Form, Leaf};
pub use placing::{Mark, Placed};

/// The width at which the text is taken. Cells of tables wrap at none that is narrower, and no table
/// gets so wide that its blanks fill the memory.
const COLUMNS: usize = 1_000;

/// What a selection goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Sentences; a block of code is one.
    Sentence,
    /// Paragraphs, lines of code, rows of tables.
    Block,
}

/// The text of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passages {
    text: String,
    leaves: Vec<Leaf>,
}

impl Passages {
    /// The text of an answer.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let options = Options { math: MathStyle::Line, ..Options::screen(COLUMNS) };
        let layout = document::lay_out(document, &options);
        let mut passages = Self::default();
        let lines = 0..layout.lines.len();
        for mut leaf in leaf::leaves(&layout.lines, &lines, &layout.codes, &layout.formulas) {
            if leaf.text.trim().is_empty() {
                continue;
            }
            if !passages.text.is_empty() {
                passages.text.push('\n');
            }
            leaf.start = passages.text.len();
            passages.text.push_str(&leaf.text);
            passages.leaves.push(leaf);
        }
        passages
    }

    /// All of it, a line feed between two leaves.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ranges that a selection steps by.
    #[must_use]
    pub fn steps(&self, step: Step) -> Vec<Range<usize>> {
        let mut steps = Vec::new();
        for leaf in &self.leaves {
            let down = |range: Range<usize>| leaf.start + range.start..leaf.start + range.end;
            let parts: Vec<_> = match (leaf.form, step) {
                (Form::Running, Step::Sentence) => sentences::sentences(&leaf.text, &leaf.things),
                (Form::Running | Form::Formula, _) | (Form::Code, Step::Sentence) => {
                    sentences::trimmed(&leaf.text, &(0..leaf.text.len())).into_iter().collect()
                }
                (Form::Table, _) | (Form::Code, Step::Block) => leaf.lines(),
            };
            steps.extend(parts.into_iter().map(down));
        }
        steps
    }

    /// The position of a byte, on a page whose answer begins with the leaf `first`.
    #[must_use]
    pub fn position(&self, at: usize, first: usize) -> Position {
        let index = self.leaves.partition_point(|leaf| leaf.start <= at).saturating_sub(1);
        let Some(leaf) = self.leaves.get(index) else { return Position::default() };
        let before = self.text.get(leaf.start..at).unwrap_or_default();
        Position { leaf: first + leaf.number, offset: before.chars().count() }
    }

    /// The byte at a position, or near it where there is none.
    #[must_use]
    pub fn byte(&self, position: Position, first: usize) -> usize {
        let number = position.leaf.saturating_sub(first);
        let index = self.leaves.partition_point(|leaf| leaf.number < number);
        let Some(leaf) = self.leaves.get(index) else { return self.text.len() };
        let offset = if leaf.number == number { position.offset } else { 0 };
        let at = leaf.text.char_indices().nth(offset).map_or(leaf.text.len(), |(at, _)| at);
        leaf.start + at
    }
}

#[cfg(test)]
mod tests;
