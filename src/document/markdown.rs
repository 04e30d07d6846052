//! The block tree of an answer.
//!
//! Mathematics is cut out before the Markdown parser sees the text and comes back as its own pieces
//! and blocks. Not layout: widths are not known here. Invariant: every text in a [`Document`] has
//! passed the gate, and what is left out of an answer is said in [`Document::cut`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, Options, Parser};

use super::builder::Builder;
use super::face::Role;
use super::highlight::{CodeLine, Highlighter};
use super::inline::{self, Inline, placeholders};
use crate::article::formula;
use crate::math::{self, Charset};
use crate::picture::{Extent, Refusal};

/// Parser events taken of one answer.
pub(super) const EVENT_LIMIT: usize = 200_000;

/// An answer as a tree of blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The blocks, in order; footnotes last.
    pub blocks: Vec<Block>,
    /// The formulas, by the numbers that pieces and blocks name them by.
    pub formulas: Vec<Formula>,
    /// Where the links lead, by the numbers that pieces name them by.
    pub links: Vec<String>,
    /// What is known of the images that stand alone, by the numbers of their links.
    pub pictures: BTreeMap<usize, Picture>,
    /// Whether something was left out because the answer is too large or too deep.
    pub cut: bool,
}

impl Document {
    /// The languages of its code blocks, as the fences name them.
    #[must_use]
    pub fn languages(&self) -> BTreeSet<&str> {
        let mut languages = BTreeSet::new();
        add_languages(&self.blocks, &mut languages);
        languages
    }
}

fn add_languages<'a>(blocks: &'a [Block], languages: &mut BTreeSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Code(code) if !code.language.is_empty() => {
                languages.insert(&code.language);
            }
            Block::Quote(_, blocks) => add_languages(blocks, languages),
            Block::List(_, _, items) => {
                for item in items {
                    add_languages(&item.blocks, languages);
                }
            }
            Block::Footnote(footnote) => add_languages(&footnote.blocks, languages),
            _ => {}
        }
    }
}

/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Its TeX without delimiters; clean but for line breaks.
    pub tex: String,
    /// What the TeX says.
    pub parsed: math::Formula,
    /// Whether it is set apart from the text.
    pub display: bool,
}

/// One block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Inline),
    /// A heading and its level from 1 to 6.
    Heading(u8, Inline),
    /// Code.
    Code(Code),
    /// A displayed formula, by its number.
    Formula(usize),
    /// An image that stands alone.
    Image(Image),
    /// A quotation, or an alert.
    Quote(Option<Alert>, Vec<Self>),
    /// A list: the first number of an ordered one, whether items stand close, the items.
    List(Option<u64>, bool, Vec<Item>),
    /// Declared alignments, the header's cells, the rows of cells.
    Table(Vec<Alignment>, Vec<Inline>, Vec<Vec<Inline>>),
    /// The text of a footnote.
    Footnote(Footnote),
    /// A line across.
    Rule,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Code {
    /// The language named at the fence, or nothing.
    pub language: String,
    /// The code as written.
    pub source: String,
    /// Its lines in spans of a role each; joined, they are the source.
    pub lines: Vec<CodeLine>,
}

/// An image that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// What it shows, in words; may be empty.
    pub words: String,
    /// Where it lies, as a number of a link.
    pub link: Option<usize>,
}

/// What is known of the file of an image that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Picture {
    /// Nothing: nobody has looked, or it is on the web.
    #[default]
    Unknown,
    /// It can be shown, and would take so many cells in its own size.
    Shown(Extent),
    /// It cannot be shown.
    Refused(Refusal),
}

/// The text of a footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Its label as written.
    pub label: String,
    /// Its number, in the order of the marks; none if no mark leads here.
    pub number: Option<usize>,
    /// The link that leads back to its first mark.
    pub back: Option<usize>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What an alert asks attention for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alert {
    /// Worth knowing.
    Note,
    /// A better way.
    Tip,
    /// Not to be overlooked.
    Important,
    /// Something may go wrong.
    Warning,
    /// Something will go wrong.
    Caution,
}

impl Alert {
    /// Its title.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Tip => "Tip",
            Self::Important => "Important",
            Self::Warning => "Warning",
            Self::Caution => "Caution",
        }
    }

    /// What its title and bar are.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Note => Role::Note,
            Self::Tip => Role::Tip,
            Self::Important => Role::Important,
            Self::Warning | Self::Caution => Role::Caution,
        }
    }
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Ticked or not, if it is a task.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A text of one line with its formulas in their one-line form: a title, a keyword.
#[must_use]
pub fn in_line(text: &str) -> Cow<'_, str> {
    let formulas = formula::cut(text);
    if formulas.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for formula in formulas {
        shown.push_str(text.get(from..formula.range.start).unwrap_or_default());
        let tex = text.get(formula.tex).unwrap_or_default();
        shown.push_str(&math::parse(tex).text(Charset::Unicode).replace('\u{A0}', " "));
        from = formula.range.end;
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Parses a decoded answer.
#[must_use]
pub fn parse(answer: &str) -> Document {
    parse_while(answer, &|| true)
}

/// Parses a decoded answer. The parts of code are told apart as long as `go_on` says so; what comes
/// after that is plain code.
#[must_use]
pub fn parse_while(answer: &str, go_on: &dyn Fn() -> bool) -> Document {
    let formulas = formula::cut(answer);
    let marked = mark(answer, &formulas);
    let tex: Vec<_> = formulas.iter().map(|formula| tex(answer, formula)).collect();
    let whole: Vec<_> =
        formulas.iter().map(|f| answer.get(f.range.clone()).unwrap_or_default()).collect();
    let display = formulas.iter().map(|formula| formula.display).collect();
    let tex = tex.iter().map(|tex| &**tex).collect();
    let mut builder = Builder::new(&marked, tex, whole, display, Highlighter::new(go_on));
    let events = Parser::new_ext(&marked, options()).into_offset_iter();
    for (number, (event, range)) in events.enumerate() {
        if number >= EVENT_LIMIT {
            builder.cut();
            break;
        }
        builder.take(event, range);
    }
    builder.finish()
}

/// The kinds of Markdown that are read beyond the common ones.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// The TeX of a formula, without the quotation marks and the indent of the block it stands in.
pub(super) fn tex<'a>(answer: &'a str, formula: &formula::Formula) -> Cow<'a, str> {
    let tex = answer.get(formula.tex.clone()).unwrap_or_default();
    if !tex.trim().contains('\n') {
        return Cow::Borrowed(tex);
    }
    let before = answer.get(..formula.range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let quotes = line.chars().take_while(|c| matches!(c, ' ' | '>')).filter(|c| *c == '>').count();
    let unquoted = |line: &'a str| {
        (0..quotes).fold(line, |line, _| line.trim_start().strip_prefix('>').unwrap_or(line))
    };
    let mut lines: Vec<&str> = tex.split('\n').map(unquoted).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let continued = lines.iter().skip(1).filter(|line| !line.trim().is_empty());
    let common = continued.map(indent).min().unwrap_or(0);
    for line in lines.iter_mut().skip(1) {
        *line = line.get(common..).unwrap_or_default();
    }
    Cow::Owned(lines.join("\n"))
}

/// The text with each formula replaced by its placeholder.
pub(super) fn mark(answer: &str, formulas: &[formula::Formula]) -> String {
    let mut marked = String::with_capacity(answer.len());
    // The gate lets no text contain a placeholder; who comes past the gate gets no further.
    let copy = |marked: &mut String, range: Range<usize>| {
        let text = answer.get(range).unwrap_or_default();
        if text.is_ascii() {
            marked.push_str(text);
        } else {
            let letter = |c| if inline::is_reserved(c) { char::REPLACEMENT_CHARACTER } else { c };
            marked.extend(text.chars().map(letter));
        }
    };
    let mut from = 0;
    for (number, formula) in formulas.iter().enumerate() {
        let Some(placeholder) = placeholders::formula(number) else { break };
        copy(&mut marked, from..formula.range.start);
        marked.push(placeholder);
        from = formula.range.end;
    }
    copy(&mut marked, from..answer.len());
    marked
}
