//! Sets the blocks of a document in lines.
//!
//! Indents, list markers, quotation bars and the spacing of blocks are decided here; `breaking`
//! breaks lines, `figure` sets what keeps its shape, `table` sets tables. Invariant: no word of the
//! document is lost at any width, and a position (leaf and offset in it) names the same place at
//! every width.

use ratatui::style::Modifier;

use super::breaking::wrapped;
use super::face::{Face, Role};
use super::inline::{self, Inline, Object, Piece};
use super::layout::{Anchor, Glyphs, Layout, Line, MathStyle, Options, Span};
use super::markdown::{Alert, Block, Document, Footnote, Item};
use super::table;
use crate::math::{self, Charset};
use crate::text::width;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Loose,
    Tight,
}

/// What a container puts before each line: `first` once, then `rest`.
pub(super) struct Indent {
    pub(super) first: Option<Span>,
    pub(super) rest: Span,
}

/// A container that would leave fewer columns than this to its text is not indented.
const NARROW: usize = 12;

pub(super) struct Setter<'a> {
    pub(super) document: &'a Document,
    pub(super) options: Options,
    pub(super) layout: Layout,
    pub(super) indents: Vec<Indent>,
    pub(super) leaf: usize,
    pub(super) offset: usize,
    depth: usize,
    /// The number in the layout of each link of the document that was met.
    pub(super) links: Vec<Option<usize>>,
    /// The formula that was last met in a line of text.
    pub(super) inline: Option<usize>,
    /// The bold words that begin list items, an outline for answers without headings.
    lead_ins: Vec<Anchor>,
}

impl<'a> Setter<'a> {
    pub(super) fn new(document: &'a Document, options: &Options) -> Self {
        Self {
            document,
            options: Options { columns: options.columns.max(1), ..*options },
            layout: Layout::default(),
            indents: Vec::new(),
            leaf: 0,
            offset: 0,
            depth: 0,
            links: vec![None; document.links.len()],
            inline: None,
            lead_ins: Vec::new(),
        }
    }

    pub(super) fn set(mut self) -> Layout {
        let document = self.document;
        self.blocks(&document.blocks, Spacing::Loose);
        if document.cut {
            let note = "… this answer is larger than Recto shows; the rest is left out.";
            self.gap();
            self.text(&[piece(note, Role::Warning)], Face::new(Role::Warning));
        }
        if self.layout.anchors.is_empty() {
            self.layout.anchors = self.lead_ins;
        }
        self.layout
    }

    pub(super) fn glyphs(&self) -> &Glyphs {
        &self.options.glyphs
    }

    /// Columns left to text.
    pub(super) fn room(&self) -> usize {
        self.options.columns.saturating_sub(self.lead_columns()).max(1)
    }

    /// Columns of the indents.
    pub(super) fn lead_columns(&self) -> usize {
        self.indents.iter().map(|indent| width::of(&indent.rest.text)).sum()
    }

    /// Columns left to text on the next line, which may begin with markers.
    fn first_room(&self) -> usize {
        let before =
            |indent: &Indent| width::of(&indent.first.as_ref().unwrap_or(&indent.rest).text);
        let taken: usize = self.indents.iter().map(before).sum();
        self.options.columns.saturating_sub(taken).max(1)
    }

    fn blocks(&mut self, blocks: &[Block], spacing: Spacing) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let apart = spacing == Spacing::Loose
                || before.is_some_and(stands_apart)
                || stands_apart(block);
            let close = matches!((before, block), (Some(Block::Footnote(_)), Block::Footnote(_)));
            if before.is_some() && apart && !close {
                self.gap();
            }
            self.block(block);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block) {
        if !matches!(block, Block::Paragraph(_) | Block::Heading(..) | Block::List(..)) {
            self.drop_markers();
        }
        match block {
            Block::Paragraph(pieces) => {
                self.text(pieces, Face::default());
            }
            Block::Heading(level, pieces) => self.heading(*level, pieces),
            Block::Code(code) => self.code(code),
            Block::Formula(number) => self.formula(*number),
            Block::Image(image) => self.image(image),
            Block::Rule => {
                let rule = self.glyphs().rule.repeat(self.room());
                self.line(vec![Span::new(rule, Role::Rule)], 0);
                self.end_leaf();
            }
            Block::Quote(alert, blocks) => self.quote(*alert, blocks),
            Block::List(start, tight, items) => self.list(*start, *tight, items),
            Block::Table(alignments, header, rows) => {
                table::lay_out(self, alignments, header, rows);
                self.end_leaf();
            }
            Block::Footnote(footnote) => self.footnote(footnote),
        }
    }

    fn heading(&mut self, level: u8, pieces: &Inline) {
        let role = if level <= 3 { Role::Heading } else { Role::Subheading };
        let weight = if level <= 4 { Modifier::BOLD } else { Modifier::ITALIC };
        let line = self.text(pieces, Face::new(role).with(weight));
        let text = self.plain(pieces);
        let lines = self.layout.lines.get(line..).unwrap_or_default();
        let widest = lines.iter().map(Line::width).max().unwrap_or(0);
        let columns = widest.saturating_sub(self.lead_columns());
        self.layout.anchors.push(Anchor { level, text, line });
        let underline = usize::from(level).checked_sub(1).and_then(|index| {
            let glyph = self.glyphs().underlines.get(index)?;
            Some(glyph.repeat(columns))
        });
        if let Some(underline) = underline.filter(|underline| !underline.is_empty()) {
            // It belongs to the heading, whose last line it follows.
            self.after_leaf(vec![Span::new(underline, Role::Rule)]);
            // The empty line that follows has the last position of the leaf.
            if let Some(last) = self.layout.lines.last_mut().filter(|l| l.offset == usize::MAX) {
                last.offset -= 1;
            }
        }
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block]) {
        let role = alert.map_or(Role::Quote, Alert::role);
        let bar = Span::new(format!("{} ", self.glyphs().quote), role);
        let bar = self.if_room(bar);
        self.indents.push(Indent { first: None, rest: bar });
        if let Some(alert) = alert {
            let face = Face::new(role).with(Modifier::BOLD);
            self.text(&[Piece { text: alert.label().to_owned(), face, ..Piece::default() }], face);
        }
        self.blocks(blocks, Spacing::Loose);
        self.indents.pop();
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) {
        let spacing = if tight { Spacing::Tight } else { Spacing::Loose };
        let last = start.map(|start| start.saturating_add(items.len().saturating_sub(1) as u64));
        let digits = last.map_or(0, |last| last.to_string().len());
        let bullets = self.glyphs().bullets;
        let bullet = bullets.get(self.depth).unwrap_or(&bullets[2]);
        self.depth += 1;
        for (index, item) in items.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| items.get(before));
            let apart = spacing == Spacing::Loose
                || before.and_then(|item| item.blocks.last()).is_some_and(keeps_its_shape)
                || item.blocks.first().is_some_and(keeps_its_shape);
            if index > 0 && apart {
                self.gap();
            }
            let mut marker = match start {
                Some(start) => format!("{:>digits$}. ", start.saturating_add(index as u64)),
                None => format!("{bullet} "),
            };
            if let Some(ticked) = item.task {
                let [open, done] = self.glyphs().tasks;
                marker = format!("{} ", if ticked { done } else { open });
            }
            if start.is_some() {
                self.lead_in(item);
            }
            self.hanging(&marker, &item.blocks, spacing);
        }
        self.depth -= 1;
    }

    /// Notes the bold words that begin a numbered item.
    fn lead_in(&mut self, item: &Item) {
        let Some(Block::Paragraph(pieces)) = item.blocks.first() else { return };
        let is_bold = |piece: &&Piece| piece.face.modifier.contains(Modifier::BOLD);
        let bold: Inline = pieces.iter().take_while(is_bold).cloned().collect();
        let text = self.plain(&bold).trim_end_matches([':', '.', ' ']).to_owned();
        if !text.is_empty() {
            let level = u8::try_from(self.depth).unwrap_or(u8::MAX);
            self.lead_ins.push(Anchor { level, text, line: self.layout.lines.len() });
        }
    }

    fn footnote(&mut self, footnote: &Footnote) {
        let name = inline::clean_target(&inline::footnote_name(&footnote.label));
        self.layout.targets.push((name, self.layout.lines.len()));
        let mark = footnote.number.map_or(footnote.label.clone(), |number| number.to_string());
        let mut blocks = footnote.blocks.clone();
        if let (Some(back), false) = (footnote.back, self.glyphs().back.is_empty()) {
            let text = self.glyphs().back.to_owned();
            let link = Some(back);
            let back = Piece { text, face: Face::new(Role::Link), link, object: None };
            match blocks.last_mut() {
                Some(Block::Paragraph(pieces)) => pieces.extend([piece(" ", Role::Text), back]),
                _ => blocks.push(Block::Paragraph(vec![back])),
            }
        }
        self.hanging(&format!("[{mark}] "), &blocks, Spacing::Tight);
    }

    /// Blocks with a marker before the first line and as much room before the others, or none
    /// where that would leave too little.
    fn hanging(&mut self, marker: &str, blocks: &[Block], spacing: Spacing) {
        if self.first_room() < width::of(marker) + NARROW {
            self.drop_markers();
        }
        let (marker, columns) = width::take(marker, self.room());
        let rest = self.if_room(Span::new(" ".repeat(columns), Role::Text));
        let marker = Span::new(marker, Role::Marker);
        let leaf = self.leaf;
        self.indents.push(Indent { first: Some(marker), rest });
        self.blocks(blocks, spacing);
        if self.leaf == leaf {
            self.line(Vec::new(), 0);
            self.end_leaf();
        }
        self.indents.pop();
    }

    /// Gives markers that do not stand in the room of their text a line of their own.
    fn drop_markers(&mut self) {
        if self.first_room() < self.room() {
            self.line(Vec::new(), 0);
        }
    }

    /// The indent, or an empty one where the text would have no room beside it.
    fn if_room(&self, span: Span) -> Span {
        if self.room() >= width::of(&span.text) + NARROW {
            span
        } else {
            Span::new(String::new(), span.face)
        }
    }

    pub(super) fn indented(&mut self, columns: usize, set: impl FnOnce(&mut Self)) {
        let blank = self.if_room(Span::new(" ".repeat(columns), Role::Text));
        self.indents.push(Indent { first: None, rest: blank });
        set(self);
        self.indents.pop();
    }

    /// Running text; `face` is what text without a role of its own becomes. Returns its first line.
    pub(super) fn text(&mut self, pieces: &[Piece], face: Face) -> usize {
        if self.first_room() < NARROW.min(self.room()) {
            self.drop_markers();
        }
        let first = self.layout.lines.len();
        let pieces = self.resolved(pieces);
        for line in wrapped(&pieces, self.first_room(), self.room(), face) {
            self.wrapped_line(line);
        }
        self.end_leaf();
        first
    }

    /// The pieces with formulas and images as they are shown inside a line.
    pub(super) fn resolved(&self, pieces: &[Piece]) -> Inline {
        let mut resolved = Inline::with_capacity(pieces.len());
        for piece in pieces {
            match piece.object {
                Some(Object::Formula(number)) => self.resolve_formula(piece, number, &mut resolved),
                Some(Object::Image) => {
                    let words = self.image_words(&piece.text, piece.link);
                    let part = |text: String, role| Piece {
                        text,
                        face: Face { role, ..piece.face },
                        link: piece.link,
                        object: piece.object,
                    };
                    resolved.push(part("Image: ".to_owned(), Role::Muted));
                    resolved.push(part(words, Role::Link));
                }
                None => resolved.push(piece.clone()),
            }
        }
        resolved
    }

    fn resolve_formula(&self, piece: &Piece, number: usize, resolved: &mut Inline) {
        let formula = self.document.formulas.get(number);
        let Some(formula) = formula.filter(|_| self.options.math != MathStyle::Source) else {
            let text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
            resolved.push(Piece { text, ..piece.clone() });
            return;
        };
        for span in formula.parsed.line(self.charset()) {
            let face = formula_face(&span, piece.face);
            let (link, object) = (piece.link, piece.object);
            // The shaft of an arrow is drawn; a plain page draws nothing.
            let rule = self.glyphs().rule;
            let text = if rule == "─" { span.text } else { span.text.replace('─', rule) };
            resolved.push(Piece { text, face, link, object });
        }
    }

    pub(super) fn charset(&self) -> Charset {
        if self.options.math == MathStyle::Ascii { Charset::Ascii } else { Charset::Unicode }
    }

    /// The text of pieces as it is shown inside a line, without faces.
    fn plain(&self, pieces: &[Piece]) -> String {
        let text = inline::plain(&self.resolved(pieces));
        text.replace(['\n', NO_BREAK], " ").trim().to_owned()
    }

    /// What an image without a description is called: its file.
    pub(super) fn image_words(&self, words: &str, link: Option<usize>) -> String {
        if !words.trim().is_empty() {
            return words.to_owned();
        }
        let target = link.and_then(|link| self.document.links.get(link));
        target.map_or("", |target| target.rsplit('/').next().unwrap_or(target)).to_owned()
    }
}

/// The blank at which a line must not break.
pub(super) const NO_BREAK: char = '\u{A0}';

/// The face of a formula's span inside text of a face.
pub(super) fn formula_face(span: &math::Span, around: Face) -> Face {
    let role = match span.role {
        math::Role::Identifier => Role::Formula,
        math::Role::Operator => Role::Operator,
        math::Role::Text => Role::FormulaText,
        math::Role::Structure => Role::Structure,
        math::Role::Source => Role::Code,
    };
    let mut face = Face { role, modifier: around.modifier };
    if span.bold {
        face = face.with(Modifier::BOLD);
    }
    if span.italic {
        face = face.with(Modifier::ITALIC);
    }
    face
}

fn piece(text: &str, role: Role) -> Piece {
    Piece { text: text.to_owned(), face: role.into(), ..Piece::default() }
}

/// Blocks that keep a blank line between them and the next item of a list.
fn keeps_its_shape(block: &Block) -> bool {
    matches!(block, Block::Formula(_) | Block::Code(_) | Block::Image(_) | Block::Table(..))
}

/// Blocks that keep a blank line around them even in a tight list.
fn stands_apart(block: &Block) -> bool {
    matches!(
        block,
        Block::Formula(_)
            | Block::Code(..)
            | Block::Image(_)
            | Block::Table(..)
            | Block::Quote(..)
            | Block::Heading(..)
    )
}
