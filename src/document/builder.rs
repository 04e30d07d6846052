//! Builds the block tree from pulldown-cmark's events.
//!
//! Knows containers and leaves; what stands inside a leaf is `collect`'s. Invariant: depth and
//! cells are capped, and what is left out is noted.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::collect::Collector;
use super::highlight::Highlighter;
use super::inline::{self, FORMULA_LIMIT, Inline, Object, Piece, placeholders};
use super::markdown::{Alert, Block, Code, Document, Footnote, Formula, Image, Item, Picture};
use crate::math;
use crate::text::sanitize;

/// Open containers, of which a list and its item are two; deeper ones are laid out at this depth.
const DEPTH_LIMIT: usize = 64;
/// Cells of a table's row.
const CELL_LIMIT: usize = 64;

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
    Quote(Option<Alert>),
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

pub(super) struct Builder<'a> {
    source: &'a str,
    display: Vec<bool>,
    tex: Vec<&'a str>,
    whole: Vec<&'a str>,
    stack: Vec<Frame>,
    leaf: Option<(LeafKind, Collector)>,
    /// The text of the open code or HTML block.
    literal: String,
    links: Vec<String>,
    pictures: BTreeMap<usize, Picture>,
    /// The footnotes whose marks were met, numbered in that order.
    marks: HashMap<String, usize>,
    footnotes: Vec<Footnote>,
    highlighter: Highlighter<'a>,
    cut: bool,
}

impl<'a> Builder<'a> {
    /// A builder for a text in which formulas are placeholders: their TeX, what stood in their
    /// place, and whether they are displayed.
    pub(super) fn new(
        source: &'a str,
        tex: Vec<&'a str>,
        whole: Vec<&'a str>,
        display: Vec<bool>,
        highlighter: Highlighter<'a>,
    ) -> Self {
        Self {
            source,
            display,
            tex,
            whole,
            stack: vec![Frame::default()],
            leaf: None,
            literal: String::new(),
            links: Vec::new(),
            pictures: BTreeMap::new(),
            marks: HashMap::new(),
            footnotes: Vec::new(),
            highlighter,
            cut: false,
        }
    }

    /// Notes that something was left out.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    /// Takes the next event and its place in the source.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
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
            Event::FootnoteReference(label) => {
                let next = self.marks.len() + 1;
                let number = *self.marks.entry(label.to_string()).or_insert(next);
                let source = self.source;
                self.collector().push_footnote(number, &label, range, source);
            }
            inline => {
                let source = self.source;
                self.collector().push(&inline, range, source);
            }
        }
    }

    fn collector(&mut self) -> &mut Collector {
        let open = || (LeafKind::Paragraph, Collector::default());
        &mut self.leaf.get_or_insert_with(open).1
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
            Tag::FootnoteDefinition(label) => Kind::Footnote(label.to_string()),
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
            Kind::Footnote(label) => {
                // Where it stands in the source says nothing: all are shown at the end.
                let footnote = Footnote { label, number: None, back: None, blocks };
                return self.footnotes.push(footnote);
            }
            Kind::Table { header, rows, .. }
                if header.iter().chain(rows.iter().flatten()).all(Vec::is_empty) =>
            {
                // Nothing in it can be seen.
                return;
            }
            Kind::Table { alignments, header, rows, .. } => Block::Table(alignments, header, rows),
            Kind::Code(language) => {
                let text = self.take_literal();
                let source = text.trim_end_matches('\n').to_owned();
                let lines = self.highlighter.highlight(&source, &language);
                Block::Code(Code { language, source, lines })
            }
            Kind::Html => return self.close_html(),
        };
        self.add(block);
    }

    /// HTML that stands by itself is running text with breaks in it.
    fn close_html(&mut self) {
        let text = self.take_literal();
        if text.trim().get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<hr")) {
            self.add(Block::Rule);
        }
        let mut collector = Collector::default();
        collector.push_html(&text);
        let pieces = collector.finish("", &self.tex, &mut self.links);
        self.add_paragraph(without_empty_lines(pieces));
    }

    /// The text of a code or HTML block, with formulas as they were written.
    fn take_literal(&mut self) -> String {
        let text = std::mem::take(&mut self.literal);
        sanitize::text(&self.restore(&text)).into_owned()
    }

    fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        for letter in text.chars() {
            match placeholders::formula_of(letter).and_then(|number| self.whole.get(number)) {
                Some(source) => restored.push_str(source),
                None => restored.push(letter),
            }
        }
        restored
    }

    fn close_leaf(&mut self) {
        let Some((kind, collector)) = self.leaf.take() else { return };
        let pieces = collector.finish(self.source, &self.tex, &mut self.links);
        match kind {
            LeafKind::Heading(level) => {
                if pieces.iter().any(|piece| !piece.text.is_empty() || piece.object.is_some()) {
                    self.add(Block::Heading(level, pieces));
                }
            }
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

    /// Adds a paragraph; displayed formulas in it become blocks between its parts, and so do images
    /// where there is nothing else.
    fn add_paragraph(&mut self, pieces: Inline) {
        let is_image = |piece: &Piece| piece.object == Some(Object::Image);
        let only_images = pieces.iter().any(is_image)
            && pieces.iter().all(|piece| is_image(piece) || piece.text.trim().is_empty());
        let mut part = Inline::new();
        for piece in pieces {
            match piece.object {
                Some(Object::Formula(number)) if self.display.get(number) == Some(&true) => {
                    self.add_part(&mut part);
                    self.add(Block::Formula(number));
                }
                Some(Object::Image) if only_images => {
                    let words = piece.text.trim().replace('\n', " ");
                    self.pictures.extend(piece.link.map(|link| (link, Picture::Unknown)));
                    self.add(Block::Image(Image { words, link: piece.link }));
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
        if pieces.iter().any(|piece| !piece.text.trim().is_empty() || piece.object.is_some()) {
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

    /// Closes what is open and puts the footnotes at the end.
    pub(super) fn finish(mut self) -> Document {
        self.close_leaf();
        while self.stack.len() > 1 {
            self.close_frame();
        }
        let mut blocks = self.stack.pop().map(|frame| frame.blocks).unwrap_or_default();
        let mut footnotes = std::mem::take(&mut self.footnotes);
        for footnote in &mut footnotes {
            footnote.number = self.marks.get(&footnote.label).copied();
            if footnote.number.is_some() {
                let name = inline::footnote_name(&format!("mark-{}", footnote.label));
                footnote.back = Some(self.links.len());
                self.links.push(inline::clean_target(&format!("#{name}")));
            }
        }
        footnotes.sort_by_key(|footnote| footnote.number.unwrap_or(usize::MAX));
        if !footnotes.is_empty() && !blocks.is_empty() {
            blocks.push(Block::Rule);
        }
        blocks.extend(footnotes.into_iter().map(|mut footnote| {
            footnote.label = sanitize::line(&footnote.label).into_owned();
            Block::Footnote(footnote)
        }));
        let formula = |(tex, display): (&&str, bool)| Formula {
            tex: sanitize::text(tex.trim_matches('\n').trim_end()).into_owned(),
            parsed: math::parse(tex),
            display,
        };
        let formulas = self.tex.iter().zip(self.display).take(FORMULA_LIMIT).map(formula).collect();
        let (links, pictures) = (self.links, self.pictures);
        Document { blocks, formulas, links, pictures, cut: self.cut }
    }
}

/// The pieces of HTML without the empty lines that tags leave one after another.
fn without_empty_lines(pieces: Inline) -> Inline {
    let mut kept = Inline::new();
    let mut at_start = true;
    for mut piece in pieces {
        let mut text = String::with_capacity(piece.text.len());
        for letter in piece.text.chars() {
            match letter {
                '\n' => {
                    text.truncate(text.trim_end_matches(' ').len());
                    if !at_start {
                        text.push('\n');
                    }
                    at_start = true;
                }
                ' ' if at_start => {}
                _ => {
                    text.push(letter);
                    at_start = false;
                }
            }
        }
        piece.text = text;
        at_start &= piece.object.is_none();
        if !piece.text.is_empty() || piece.object.is_some() {
            kept.push(piece);
        }
    }
    kept
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

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
