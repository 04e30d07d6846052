//! A laid-out answer: lines of styled spans, and what a reader can do with parts of them.
//!
//! Values only; `setter` makes them. Invariant: no line is wider than asked, but for those of a
//! [`Wide`] block, which the reader scrolls sideways.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::face::Face;
use super::markdown::Document;
use super::setter::Setter;
use crate::picture::Extent;
use crate::text::width;

/// A place in an article that is the same at every width.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Position {
    /// The leaf block, counted through the page.
    pub leaf: usize,
    /// Characters into it.
    pub offset: usize,
}

/// The characters that are drawn and not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Bullets by depth, the last for all deeper ones.
    pub bullets: [&'static str; 3],
    /// The bar of a quotation.
    pub quote: &'static str,
    /// A line across.
    pub rule: &'static str,
    /// Between columns.
    pub column: &'static str,
    /// Where lines across meet those between columns.
    pub crossing: &'static str,
    /// An open and a ticked task.
    pub tasks: [&'static str; 2],
    /// The corners of a frame: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Below headings of the first and the second level.
    pub underlines: [&'static str; 2],
    /// Leads from a footnote back to its mark.
    pub back: &'static str,
}

impl Glyphs {
    /// Characters of the box drawing and bullet ranges.
    pub const DRAWN: Self = Self {
        bullets: ["•", "◦", "‣"],
        quote: "▌",
        rule: "─",
        column: "│",
        crossing: "┼",
        tasks: ["☐", "☑"],
        corners: ["╭", "╮", "╰", "╯"],
        underlines: ["━", "─"],
        back: "↩",
    };
    /// Characters of the keyboard only.
    pub const PLAIN: Self = Self {
        bullets: ["-", "*", "+"],
        quote: ">",
        rule: "-",
        column: "|",
        crossing: "+",
        tasks: ["[ ]", "[x]"],
        corners: ["+", "+", "+", "+"],
        underlines: ["=", "-"],
        back: "",
    };
}

/// How formulas are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MathStyle {
    /// Set in two dimensions.
    #[default]
    Full,
    /// On one line.
    Line,
    /// Set in two dimensions with the characters of the keyboard.
    Ascii,
    /// As their TeX.
    Source,
}

impl MathStyle {
    /// All styles, with their names in the configuration.
    pub const ALL: [(&str, Self); 4] = [
        ("full", Self::Full),
        ("line", Self::Line),
        ("ascii", Self::Ascii),
        ("source", Self::Source),
    ];

    /// The style of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

    /// The style after this one, the first after the last.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Full => Self::Line,
            Self::Line => Self::Ascii,
            Self::Ascii => Self::Source,
            Self::Source => Self::Full,
        }
    }
}

/// What becomes of code, tables and formulas that are wider than the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overflow {
    /// They keep their shape and are scrolled sideways.
    #[default]
    Scroll,
    /// They are folded: code goes on below, a table becomes records, a formula one line.
    Fold,
}

/// How a document is to be laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns of the page.
    pub columns: usize,
    /// What is drawn and not written.
    pub glyphs: Glyphs,
    /// How formulas are shown.
    pub math: MathStyle,
    /// What becomes of what is too wide.
    pub overflow: Overflow,
}

impl Options {
    /// The page of a screen.
    #[must_use]
    pub const fn screen(columns: usize) -> Self {
        let (math, overflow) = (MathStyle::Full, Overflow::Scroll);
        Self { columns, glyphs: Glyphs::DRAWN, math, overflow }
    }

    /// A page that nobody scrolls sideways.
    #[must_use]
    pub const fn print(columns: usize) -> Self {
        Self { overflow: Overflow::Fold, ..Self::screen(columns) }
    }

    /// A page without drawing characters, its formulas on one line.
    #[must_use]
    pub const fn plain(columns: usize) -> Self {
        Self { glyphs: Glyphs::PLAIN, math: MathStyle::Line, ..Self::print(columns) }
    }
}

/// Some text of one face on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text; clean, no line breaks.
    pub text: String,
    /// What it is.
    pub face: Face,
    /// The link it belongs to, as an index into [`Layout::links`].
    pub link: Option<usize>,
}

impl Span {
    /// A span.
    #[must_use]
    pub fn new(text: impl Into<String>, face: impl Into<Face>) -> Self {
        Self { text: text.into(), face: face.into(), link: None }
    }
}

/// One line, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its spans from the left.
    pub spans: Vec<Span>,
    /// The leaf block it belongs to, counted through the document.
    pub leaf: usize,
    /// Characters of that leaf on the lines before.
    pub offset: usize,
    /// How many spans at its start are indents, markers and bars, not the text of the leaf.
    pub lead: usize,
    /// The block that scrolls sideways which it belongs to, as an index into [`Layout::wide`].
    pub wide: Option<usize>,
    /// Whether its text goes on from the line before without a blank, as inside a long word or in
    /// East Asian writing.
    pub glued: bool,
}

impl Line {
    /// Columns it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| width::of(&span.text)).sum()
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// A block wider than the page, which the reader scrolls sideways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wide {
    /// Its lines.
    pub lines: Range<usize>,
    /// Columns at the left that stay: indents, and the first column of a table.
    pub fixed: usize,
    /// Columns of its widest line.
    pub columns: usize,
}

/// A place to go to: a heading, or the bold words that begin a list item where an answer has no
/// headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its depth, from 1.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Its first line.
    pub line: usize,
}

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written; clean.
    pub target: String,
    /// Its words.
    pub label: String,
    /// The line its first span stands on.
    pub line: usize,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRegion {
    /// Its lines.
    pub lines: Range<usize>,
    /// The language named at its fence, or nothing.
    pub language: String,
    /// The code as written.
    pub source: String,
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaRegion {
    /// Its lines; of an inline formula the lines it stands on.
    pub lines: Range<usize>,
    /// Its TeX, without delimiters.
    pub tex: String,
    /// Its one-line form, which is what a search looks at.
    pub text: String,
    /// Whether it is set apart from the text.
    pub display: bool,
}

/// Cells kept free for the picture of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRegion {
    /// The lines it lies on, one for each of its rows.
    pub lines: Range<usize>,
    /// Its first column.
    pub column: usize,
    /// Its columns and rows.
    pub extent: Extent,
    /// Where the image lies, as written; clean.
    pub target: String,
}

/// A document at a width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The lines from the top.
    pub lines: Vec<Line>,
    /// What is wider than the page.
    pub wide: Vec<Wide>,
    /// The outline.
    pub anchors: Vec<Anchor>,
    /// The links, in the order of the text.
    pub links: Vec<Link>,
    /// The code blocks.
    pub codes: Vec<CodeRegion>,
    /// The formulas, in the order of the text.
    pub formulas: Vec<FormulaRegion>,
    /// The pictures, from the top.
    pub pictures: Vec<PictureRegion>,
    /// Places that links inside the answer lead to: their names without `#`, and their lines.
    pub targets: Vec<(String, usize)>,
}

/// Lays out a document.
#[must_use]
pub fn lay_out(document: &Document, options: &Options) -> Layout {
    Setter::new(document, options).set()
}
