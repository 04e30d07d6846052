//! Lays a document out in lines of spans, none wider than asked.
//!
//! Indents, list markers, quotation bars and the spacing of blocks are decided here; line breaking
//! is `text::wrap`. Invariant: no word of the document is lost at any width, and a position (leaf
//! and offset in it) names the same place at every width.

use std::ops::Range;

use ratatui::style::Modifier;

use super::breaking::{chunks, expanded, wrapped};
use super::face::{Face, Role};
use super::inline::Piece;
use super::markdown::{Block, Document, Item};
use super::table;
use crate::text::width;

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
    };
    /// Characters of the keyboard only.
    pub const PLAIN: Self = Self {
        bullets: ["-", "*", "+"],
        quote: ">",
        rule: "-",
        column: "|",
        crossing: "+",
        tasks: ["[ ]", "[x]"],
    };
}

/// How formulas are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MathStyle {
    /// Set in two dimensions.
    #[default]
    Full,
    /// Each on one line.
    Line,
    /// Set with the characters of the keyboard only.
    Ascii,
    /// As their TeX source.
    Source,
}

impl MathStyle {
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
    /// Named places and their lines, such as those of footnotes, for links that begin with `#`.
    pub targets: Vec<(String, usize)>,
}

/// Lays out a document in lines of at most `columns`.
#[must_use]
pub fn lay_out(document: &Document, columns: usize, glyphs: &Glyphs) -> Layout {
    let mut setter = Setter::new(columns, glyphs);
    setter.blocks(&document.blocks, Spacing::Loose);
    if document.cut {
        let note = "… this answer is larger than Recto shows; the rest is left out.";
        setter.gap();
        setter.text(&[piece(note, Role::Warning)], Face::new(Role::Warning));
    }
    Layout { lines: setter.lines, ..Layout::default() }
}

fn piece(text: &str, role: Role) -> Piece {
    Piece { text: text.to_owned(), face: role.into(), formula: None }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Loose,
    Tight,
}

/// What a container puts before each line: `first` once, then `rest`.
struct Indent {
    first: Option<Span>,
    rest: Span,
}

/// A container that would leave fewer columns than this to its text is not indented.
const NARROW: usize = 12;

pub(super) struct Setter<'a> {
    columns: usize,
    pub(super) glyphs: &'a Glyphs,
    indents: Vec<Indent>,
    lines: Vec<Line>,
    leaf: usize,
    offset: usize,
    depth: usize,
}

impl<'a> Setter<'a> {
    fn new(columns: usize, glyphs: &'a Glyphs) -> Self {
        let columns = columns.max(1);
        Self {
            columns,
            glyphs,
            indents: Vec::new(),
            lines: Vec::new(),
            leaf: 0,
            offset: 0,
            depth: 0,
        }
    }

    /// Columns left to text.
    pub(super) fn room(&self) -> usize {
        let taken: usize = self.indents.iter().map(|indent| width::of(&indent.rest.text)).sum();
        self.columns.saturating_sub(taken).max(1)
    }

    /// Columns left to text on the next line, which may begin with markers.
    fn first_room(&self) -> usize {
        let before =
            |indent: &Indent| width::of(&indent.first.as_ref().unwrap_or(&indent.rest).text);
        let taken: usize = self.indents.iter().map(before).sum();
        self.columns.saturating_sub(taken).max(1)
    }

    fn blocks(&mut self, blocks: &[Block], spacing: Spacing) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            let apart = spacing == Spacing::Loose
                || before.is_some_and(stands_apart)
                || stands_apart(block);
            if before.is_some() && apart {
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
            Block::Paragraph(pieces) => self.text(pieces, Face::default()),
            Block::Heading(level, pieces) => {
                let weight = if *level <= 4 { Modifier::BOLD } else { Modifier::ITALIC };
                self.text(pieces, Face::new(Role::Heading).with(weight));
            }
            Block::Code(_, text) => self.indented(2, |setter| {
                setter.verbatim(text, Role::Code);
            }),
            Block::Formula(tex) => self.indented(4, |setter| {
                setter.verbatim(tex.trim_matches('\n').trim_end(), Role::Formula);
            }),
            Block::Html(text) => self.verbatim(text, Role::Html),
            Block::Rule => {
                let rule = self.glyphs.rule.repeat(self.room());
                self.line(vec![Span::new(rule, Role::Rule)], 0);
                self.end_leaf();
            }
            Block::Quote(label, blocks) => self.quote(*label, blocks),
            Block::List(start, tight, items) => self.list(*start, *tight, items),
            Block::Table(alignments, header, rows) => {
                table::lay_out(self, alignments, header, rows);
                self.end_leaf();
            }
            Block::Footnote(label, blocks) => {
                self.hanging(&format!("[^{label}] "), blocks, Spacing::Tight);
            }
        }
    }

    fn quote(&mut self, label: Option<&str>, blocks: &[Block]) {
        let bar = Span::new(format!("{} ", self.glyphs.quote), Role::Quote);
        self.indents.push(Indent { first: None, rest: self.if_room(bar) });
        if let Some(label) = label {
            let face = Face::new(Role::Quote).with(Modifier::BOLD);
            self.text(&[Piece { text: label.to_owned(), face, formula: None }], face);
        }
        self.blocks(blocks, Spacing::Loose);
        self.indents.pop();
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) {
        let spacing = if tight { Spacing::Tight } else { Spacing::Loose };
        let last = start.map(|start| start.saturating_add(items.len().saturating_sub(1) as u64));
        let digits = last.map_or(0, |last| last.to_string().len());
        let bullet = self.glyphs.bullets.get(self.depth).unwrap_or(&self.glyphs.bullets[2]);
        self.depth += 1;
        for (index, item) in items.iter().enumerate() {
            if index > 0 && spacing == Spacing::Loose {
                self.gap();
            }
            let mut marker = match start {
                Some(start) => format!("{:>digits$}. ", start.saturating_add(index as u64)),
                None => format!("{bullet} "),
            };
            if let Some(ticked) = item.task {
                let [open, done] = self.glyphs.tasks;
                marker = format!("{} ", if ticked { done } else { open });
            }
            self.hanging(&marker, &item.blocks, spacing);
        }
        self.depth -= 1;
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

    fn indented(&mut self, columns: usize, set: impl FnOnce(&mut Self)) {
        let blank = self.if_room(Span::new(" ".repeat(columns), Role::Text));
        self.indents.push(Indent { first: None, rest: blank });
        set(self);
        self.indents.pop();
    }

    /// Running text; `face` is what text without a role of its own becomes.
    fn text(&mut self, pieces: &[Piece], face: Face) {
        if self.first_room() < NARROW.min(self.room()) {
            self.drop_markers();
        }
        for line in wrapped(pieces, self.first_room(), self.room(), face) {
            self.line(line.spans, line.length);
        }
        self.end_leaf();
    }

    /// Text whose lines and blanks stay; a line that is too long goes on below.
    fn verbatim(&mut self, text: &str, role: Role) {
        let room = self.room();
        for source in text.split('\n') {
            let source = expanded(source);
            for part in chunks(&source, room) {
                self.line(vec![Span::new(part, role)], part.chars().count());
            }
        }
        self.end_leaf();
    }

    /// An empty line inside the containers that are open.
    pub(super) fn gap(&mut self) {
        if self.lines.is_empty() {
            return;
        }
        let bars = self.indents.iter().map(|indent| indent.rest.clone()).collect();
        let spans = without_trailing_blanks(bars);
        // Between two leaves it is the end of the first, inside one it stands for a character, so
        // that no two lines have one position.
        let before = self.leaf.checked_sub(1).filter(|_| self.offset == 0);
        if let Some(leaf) = before {
            self.lines.push(Line { spans, leaf, offset: usize::MAX, ..Line::default() });
        } else {
            self.lines.push(Line {
                spans,
                leaf: self.leaf,
                offset: self.offset,
                ..Line::default()
            });
            self.offset += 1;
        }
    }

    /// Adds a line of the present leaf that shows `length` of its characters.
    pub(super) fn line(&mut self, spans: Vec<Span>, length: usize) {
        let mut all: Vec<Span> = Vec::with_capacity(spans.len() + self.indents.len());
        for indent in &mut self.indents {
            all.push(indent.first.take().unwrap_or_else(|| indent.rest.clone()));
        }
        all.extend(spans);
        let spans = without_trailing_blanks(all);
        self.lines.push(Line { spans, leaf: self.leaf, offset: self.offset, ..Line::default() });
        self.offset += length.max(1);
    }

    fn end_leaf(&mut self) {
        self.leaf += 1;
        self.offset = 0;
    }
}

/// Blocks that keep a blank line around them even in a tight list.
fn stands_apart(block: &Block) -> bool {
    matches!(
        block,
        Block::Formula(_)
            | Block::Code(..)
            | Block::Table(..)
            | Block::Quote(..)
            | Block::Heading(..)
    )
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

#[cfg(test)]
mod tests {
    use super::super::markdown::parse;
    use super::*;

    fn shown(answer: &str, columns: usize) -> String {
        let layout = lay_out(&parse(answer), columns, &Glyphs::DRAWN);
        let lines: Vec<_> = layout.lines.iter().map(Line::text).collect();
        lines.join("\n")
    }

    #[test]
    fn a_list_item_hangs_under_its_text() {
        let text = shown("1. **Density** of the ring\n   and of the rod\n2. Field\n\n   More", 20);
        assert_eq!(text, "1. Density of the\n   ring and of\n   the rod\n\n2. Field\n\n   More");
    }

    #[test]
    fn a_quotation_keeps_its_bar_on_every_line() {
        assert_eq!(
            shown("> one two three four\n>\n> five", 16),
            "▌ one two\n▌ three four\n▌\n▌ five"
        );
    }

    #[test]
    fn nested_lists_change_their_bullet_and_stay_tight() {
        assert_eq!(shown("- a\n  - b\n    - c\n- d", 30), "• a\n  ◦ b\n    ‣ c\n• d");
    }

    #[test]
    fn a_displayed_formula_in_an_item_is_its_own_block_at_the_items_indent() {
        let text = shown("1. The field:\n   $$\n   E = k\n   $$\n   for a charge", 40);
        assert_eq!(text, "1. The field:\n\n       E = k\n\n   for a charge");
    }

    #[test]
    fn numbers_of_a_long_list_align_at_the_right() {
        let text = shown("9. a\n10. b", 20);
        assert_eq!(text, " 9. a\n10. b");
    }

    #[test]
    fn a_line_of_code_keeps_its_blanks_and_goes_on_below_when_it_is_long() {
        assert_eq!(
            shown("```\nif x:\n\treturn  12345678901234\n```", 20),
            "  if x:\n      return  12345678\n  901234"
                .replace("12345678\n  901234", "123456\n  78901234")
        );
    }

    #[test]
    fn a_price_and_a_caret_stay_as_written() {
        assert_eq!(
            shown("It costs $5 or $6, 2^10 or 2^20, \\$7.", 60),
            "It costs $5 or $6, 2^10 or 2^20, $7."
        );
    }

    #[test]
    fn a_heading_that_begins_with_a_number_keeps_it() {
        assert_eq!(shown("### 1. First\n\n- - deep", 40), "1. First\n\n• ◦ deep");
    }

    #[test]
    fn a_link_shows_its_label_and_where_it_leads_out() {
        assert_eq!(
            shown("See [the *site*](https://e.org/a_b) or [there](b.md).", 60),
            "See the site (https://e.org/a_b) or there."
        );
        assert_eq!(shown("<https://e.org/a_b_c>", 60), "https://e.org/a_b_c");
    }

    #[test]
    fn an_entity_cannot_smuggle_a_control_or_a_placeholder() {
        let text = shown("a &#27;[31m b &#x100000; c &#x202e; d", 60);
        assert!(text.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{text:?}");
        assert!(text.contains('\u{FFFD}') && text.ends_with('d'), "{text:?}");
    }

    #[test]
    fn inline_mathematics_shows_its_source_without_dollars() {
        assert_eq!(
            shown("Let $ a_b \\cdot c_d $ and \\(x*y*z\\).", 60),
            "Let a_b \\cdot c_d and x*y*z."
        );
    }

    #[test]
    fn a_task_shows_its_box_in_place_of_the_bullet() {
        assert_eq!(shown("- [ ] open\n- [x] done", 20), "☐ open\n☑ done");
    }

    #[test]
    fn html_comments_vanish_and_a_break_breaks() {
        assert_eq!(shown("one<br>two\n\n<!-- hidden -->\n\nthree", 20), "one\ntwo\n\nthree");
    }

    #[test]
    fn an_escape_at_the_start_of_anything_is_kept() {
        assert_eq!(shown("\\*foo\\* bar \\*baz\\*", 40), "*foo* bar *baz*");
        assert_eq!(shown("one\n\\*star* two", 40), "one *star* two");
        assert_eq!(shown("\\`tick\\` `real`", 40), "`tick` real");
        assert_eq!(shown("[\\*a*](b.md) and \\\\*c*", 40), "*a* and \\c");
        assert_eq!(shown("# \\# no heading", 40), "# no heading");
    }

    #[test]
    fn a_code_span_loses_the_prefixes_of_its_container() {
        assert_eq!(shown("> quote `code\n> spans lines` end", 40), "▌ quote code spans lines end");
        assert_eq!(shown("- a `b\n  c` d", 40), "• a b c d");
        assert_eq!(shown("| a |\n|---|\n| `x\\|y` |", 40), "a\n───\nx|y");
        assert_eq!(shown("`` a ` b `` and `` ` ``", 40), "a ` b and `");
    }

    #[test]
    fn a_formula_loses_the_prefixes_of_its_container() {
        let quoted = shown("> so\n> $$\n> a = b \\\\\n> c = d\n> $$\n> end", 40);
        assert_eq!(quoted, "▌ so\n▌\n▌     a = b \\\\\n▌     c = d\n▌\n▌ end");
        let item = shown("- so\n   $$\n   A = \\begin{x}\n     1 \\\\\n   \\end{x}\n   $$", 40);
        assert_eq!(item, "• so\n\n      A = \\begin{x}\n        1 \\\\\n      \\end{x}");
    }

    #[test]
    fn a_comment_in_a_line_vanishes() {
        assert_eq!(shown("a <!-- hidden --> b", 40), "a  b");
    }

    #[test]
    fn very_long_lines_and_very_many_pieces_are_laid_out() {
        let code = format!("```\n{}\n```", "x".repeat(400_000));
        assert_eq!(lay_out(&parse(&code), 22, &Glyphs::DRAWN).lines.len(), 20_000);
        let pieces = "*a* b ".repeat(20_000);
        assert!(lay_out(&parse(&pieces), 20, &Glyphs::DRAWN).lines.len() > 3_500);
    }

    #[test]
    fn very_deep_nesting_is_laid_out_and_said() {
        let text = shown(&format!("{}end", "> ".repeat(5000)), 80);
        assert!(text.contains("end") && text.contains("larger than Recto shows"));
    }
}
