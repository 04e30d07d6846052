//! The block tree of an answer, from pulldown-cmark's events.
//!
//! Mathematics is cut out before the parser sees the text and comes back as its own pieces and
//! blocks. Not layout: widths are not known here. Invariant: depth, blocks and formulas are capped,
//! and what is left out is said in [`Document::cut`].

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd,
};
use std::borrow::Cow;
use std::ops::Range;

use super::inline::{self, Collector, Inline};
use crate::article::formula;
use crate::text::sanitize;

/// Open containers, of which a list and its item are two; deeper ones are laid out at this depth.
const DEPTH_LIMIT: usize = 64;
/// Parser events taken of one answer.
const EVENT_LIMIT: usize = 200_000;
/// Cells of a table's row.
const CELL_LIMIT: usize = 64;

/// An answer as a tree of blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Whether something was left out because the answer is too large or too deep.
    pub cut: bool,
}

/// One block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Inline),
    /// A heading and its level from 1 to 6.
    Heading(u8, Inline),
    /// Code, with the language named at its fence, or an empty name.
    Code(String, String),
    /// A displayed formula: its TeX.
    Formula(String),
    /// A quotation, with the label of an alert.
    Quote(Option<&'static str>, Vec<Self>),
    /// A list: the first number of an ordered one, whether items stand close, the items.
    List(Option<u64>, bool, Vec<Item>),
    /// Declared alignments, the header's cells, the rows of cells.
    Table(Vec<Alignment>, Vec<Inline>, Vec<Vec<Inline>>),
    /// A footnote: its label and its text.
    Footnote(String, Vec<Self>),
    /// Raw HTML.
    Html(String),
    /// A line across.
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Ticked or not, if it is a task.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// Parses a decoded answer.
#[must_use]
pub fn parse(answer: &str) -> Document {
    let formulas = formula::cut(answer);
    let marked = mark(answer, &formulas);
    let tex: Vec<_> = formulas.iter().map(|formula| tex(answer, formula)).collect();
    let whole: Vec<_> =
        formulas.iter().map(|f| answer.get(f.range.clone()).unwrap_or_default()).collect();
    let mut builder = Builder {
        source: &marked,
        display: formulas.iter().map(|f| f.display).collect(),
        tex: tex.iter().map(|tex| &**tex).collect(),
        whole,
        stack: vec![Frame::default()],
        leaf: None,
        literal: String::new(),
        cut: false,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    let events = Parser::new_ext(&marked, options).into_offset_iter();
    for (number, (event, range)) in events.enumerate() {
        if number >= EVENT_LIMIT {
            builder.cut = true;
            break;
        }
        builder.take(event, range);
    }
    builder.finish()
}

/// The TeX of a formula, without the quotation marks and the indent of the block it stands in.
fn tex<'a>(answer: &'a str, formula: &formula::Formula) -> Cow<'a, str> {
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
fn mark(answer: &str, formulas: &[formula::Formula]) -> String {
    let mut marked = String::with_capacity(answer.len());
    let mut from = 0;
    for (number, formula) in formulas.iter().enumerate() {
        let Some(placeholder) = inline::placeholder(number) else { break };
        marked.push_str(answer.get(from..formula.range.start).unwrap_or_default());
        marked.push(placeholder);
        from = formula.range.end;
    }
    marked.push_str(answer.get(from..).unwrap_or_default());
    marked
}

/// A container that is being filled.
#[derive(Debug, Default)]
struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
}

#[derive(Debug, Default)]
enum Kind {
    #[default]
    Root,
    /// A container past the depth limit: its blocks go to the one around it.
    Transparent,
    Quote(Option<&'static str>),
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item>,
    },
    Item(Option<bool>),
    Footnote(String),
    Table {
        alignments: Vec<Alignment>,
        header: Vec<Inline>,
        rows: Vec<Vec<Inline>>,
        row: Vec<Inline>,
    },
    Code(String),
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeafKind {
    Paragraph,
    Heading(u8),
    Cell,
}

struct Builder<'a> {
    source: &'a str,
    display: Vec<bool>,
    tex: Vec<&'a str>,
    whole: Vec<&'a str>,
    stack: Vec<Frame>,
    leaf: Option<(LeafKind, Collector)>,
    /// The text of the open code or HTML block.
    literal: String,
    cut: bool,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_block(&tag) => self.start(tag),
            Event::End(tag) if is_block_end(tag) => self.end(tag),
            Event::Rule => {
                self.close_leaf();
                self.add(Block::Rule);
            }
            Event::TaskListMarker(ticked) => {
                if let Some(Frame { kind: Kind::Item(task), .. }) = self.stack.last_mut() {
                    *task = Some(ticked);
                }
            }
            Event::Text(text) | Event::Html(text) if self.in_literal() => {
                self.literal.push_str(&text);
            }
            inline => {
                let (_, collector) =
                    self.leaf.get_or_insert_with(|| (LeafKind::Paragraph, Collector::default()));
                collector.push(&inline, range, self.source);
            }
        }
    }

    fn in_literal(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { kind: Kind::Code(_) | Kind::Html, .. }))
    }

    fn start(&mut self, tag: Tag<'_>) {
        self.close_leaf();
        let kind = match tag {
            Tag::Paragraph => return self.start_paragraph(),
            Tag::Heading { level, .. } => return self.open_leaf(LeafKind::Heading(depth(level))),
            Tag::TableCell => return self.open_leaf(LeafKind::Cell),
            Tag::TableHead | Tag::TableRow => return,
            Tag::BlockQuote(kind) => Kind::Quote(kind.map(alert)),
            Tag::List(start) => Kind::List { start, tight: true, items: Vec::new() },
            Tag::Item => Kind::Item(None),
            Tag::FootnoteDefinition(label) => Kind::Footnote(sanitize::line(&label).into_owned()),
            Tag::Table(alignments) => {
                Kind::Table { alignments, header: Vec::new(), rows: Vec::new(), row: Vec::new() }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let language = info.split([' ', ',', '{']).next().unwrap_or_default();
                Kind::Code(sanitize::line(&self.restore(language)).into_owned())
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code(String::new()),
            Tag::HtmlBlock => Kind::Html,
            _ => Kind::Transparent,
        };
        let too_deep = self.stack.len() >= DEPTH_LIMIT;
        let capped = matches!(kind, Kind::Quote(_) | Kind::List { .. } | Kind::Item(_));
        self.cut |= too_deep && capped;
        let kind = if too_deep && capped { Kind::Transparent } else { kind };
        self.stack.push(Frame { kind, blocks: Vec::new() });
    }

    /// A paragraph inside an item makes its list a loose one.
    fn start_paragraph(&mut self) {
        if let [.., list, Frame { kind: Kind::Item(_), .. }] = self.stack.as_mut_slice()
            && let Kind::List { tight, .. } = &mut list.kind
        {
            *tight = false;
        }
        self.open_leaf(LeafKind::Paragraph);
    }

    fn open_leaf(&mut self, kind: LeafKind) {
        self.leaf = Some((kind, Collector::default()));
    }

    fn end(&mut self, tag: TagEnd) {
        self.close_leaf();
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => {}
            TagEnd::TableHead => {
                if let Some(Kind::Table { header, row, .. }) = self.kind() {
                    *header = std::mem::take(row);
                }
            }
            TagEnd::TableRow => {
                if let Some(Kind::Table { rows, row, .. }) = self.kind() {
                    rows.push(std::mem::take(row));
                }
            }
            _ => self.close_frame(),
        }
    }

    fn kind(&mut self) -> Option<&mut Kind> {
        self.stack.last_mut().map(|frame| &mut frame.kind)
    }

    fn close_frame(&mut self) {
        let Some(Frame { kind, blocks }) = self.stack.pop() else { return };
        let block = match kind {
            Kind::Root => return self.stack.push(Frame { kind, blocks }),
            Kind::Transparent => return self.extend(blocks),
            Kind::Quote(label) => Block::Quote(label, blocks),
            Kind::List { start, tight, items } => Block::List(start, tight, items),
            Kind::Item(task) => {
                match self.kind() {
                    Some(Kind::List { items, .. }) => items.push(Item { task, blocks }),
                    _ => self.extend(blocks),
                }
                return;
            }
            Kind::Footnote(label) => Block::Footnote(label, blocks),
            Kind::Table { alignments, header, rows, .. } => Block::Table(alignments, header, rows),
            Kind::Code(language) => {
                let text = self.take_literal();
                Block::Code(language, text.trim_end_matches('\n').to_owned())
            }
            Kind::Html => {
                let text = without_comments(&self.take_literal());
                if text.trim().is_empty() {
                    return;
                }
                Block::Html(text.trim().to_owned())
            }
        };
        self.add(block);
    }

    /// The text of a code or HTML block, with formulas as they were written.
    fn take_literal(&mut self) -> String {
        let text = std::mem::take(&mut self.literal);
        sanitize::text(&self.restore(&text)).into_owned()
    }

    fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        for letter in text.chars() {
            match inline::formula_of(letter).and_then(|number| self.whole.get(number)) {
                Some(source) => restored.push_str(source),
                None => restored.push(letter),
            }
        }
        restored
    }

    fn close_leaf(&mut self) {
        let Some((kind, collector)) = self.leaf.take() else { return };
        let pieces = collector.finish(self.source, &self.tex);
        match kind {
            LeafKind::Heading(level) => self.add(Block::Heading(level, pieces)),
            LeafKind::Paragraph => self.add_paragraph(pieces),
            LeafKind::Cell => {
                if let Some(Kind::Table { row, .. }) = self.kind() {
                    if row.len() < CELL_LIMIT {
                        row.push(pieces);
                    } else {
                        self.cut = true;
                    }
                }
            }
        }
    }

    /// Adds a paragraph; displayed formulas in it become blocks between its parts.
    fn add_paragraph(&mut self, pieces: Inline) {
        let mut part = Inline::new();
        for piece in pieces {
            match piece.formula {
                Some(number) if self.display.get(number) == Some(&true) => {
                    self.add_part(&mut part);
                    self.add(Block::Formula(piece.text));
                }
                _ => part.push(piece),
            }
        }
        self.add_part(&mut part);
    }

    fn add_part(&mut self, part: &mut Inline) {
        let mut pieces = std::mem::take(part);
        if let Some(first) = pieces.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        if let Some(last) = pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if pieces.iter().any(|piece| !piece.text.trim().is_empty()) {
            self.add(Block::Paragraph(pieces));
        }
    }

    fn add(&mut self, block: Block) {
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.push(block);
        }
    }

    fn extend(&mut self, blocks: Vec<Block>) {
        if let Some(frame) = self.stack.last_mut() {
            frame.blocks.extend(blocks);
        }
    }

    fn finish(mut self) -> Document {
        self.close_leaf();
        while self.stack.len() > 1 {
            self.close_frame();
        }
        let blocks = self.stack.pop().map(|frame| frame.blocks).unwrap_or_default();
        Document { blocks, cut: self.cut }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}
