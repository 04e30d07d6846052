//! The text of one leaf block (a paragraph, a heading, a table cell) as styled pieces.
//!
//! Styling is tui-markdown's. What it cannot carry (formulas, links without their targets, literal
//! dollars and carets, forced breaks) travels through it as placeholders of private use, which the
//! gate lets no text contain. Invariant: no placeholder and no control is left in a piece.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use ratatui::style::{Color, Modifier, Style};
use std::ops::Range;
use tui_markdown::{Options, StyleSheet};

use super::face::{Face, Role};
use crate::text::sanitize;

/// Some text of one face; a `\n` in it is a forced line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text, clean but for `\n`.
    pub text: String,
    /// What it is.
    pub face: Face,
    /// The formula it stands for, as a number in the document.
    pub formula: Option<usize>,
}

/// The text of a leaf.
pub type Inline = Vec<Piece>;

/// The first placeholder of a formula; the others follow.
const FORMULA: u32 = 0x10_0000;
/// How many formulas of one answer are set; more stay as their source.
pub const FORMULA_LIMIT: usize = 0x8000;
const LINK: char = '\u{10FFF0}';
const LINK_END: char = '\u{10FFF1}';
const TARGET: char = '\u{10FFF2}';
const TARGET_END: char = '\u{10FFF3}';
const IMAGE: char = '\u{10FFF4}';
const BREAK: char = '\u{10FFF5}';
const DOLLAR: char = '\u{10FFF6}';
const CARET: char = '\u{10FFF7}';
/// Stands before the text, so that nothing in it can begin a list, a heading or a table.
const START: char = '\u{10FFF8}';

/// The placeholder of a formula by its number.
#[must_use]
pub fn placeholder(formula: usize) -> Option<char> {
    let number = u32::try_from(formula).ok().filter(|_| formula < FORMULA_LIMIT)?;
    char::from_u32(FORMULA + number)
}

/// The number of the formula a character stands for.
#[must_use]
pub fn formula_of(letter: char) -> Option<usize> {
    let number = u32::from(letter).checked_sub(FORMULA)? as usize;
    (number < FORMULA_LIMIT).then_some(number)
}

fn is_reserved(letter: char) -> bool {
    u32::from(letter) >= 0xF_0000
}

/// Collects the source of one leaf from parser events, with placeholders in place of links,
/// images, breaks and raw tags, and without the prefixes of the containers around it.
#[derive(Debug, Default)]
pub struct Collector {
    text: String,
    /// Up to where the source has been copied; `None` until the next event.
    copied: Option<usize>,
    /// The end of the last event.
    end: usize,
    targets: Vec<Option<String>>,
}

impl Collector {
    /// Takes one inline event and its place in the source.
    pub fn push(&mut self, event: &Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::SoftBreak => self.line_break(&range, source, ' '),
            Event::HardBreak => self.line_break(&range, source, BREAK),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.open(&range, source, LINK);
                self.targets.push(shown_target(*link_type, dest_url));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.open(&range, source, IMAGE);
                self.targets.push(Some(dest_url.to_string()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.close_link(&range, source),
            Event::Code(code) => {
                self.copy_to(range.start, source);
                // The text as the parser has it: the source may hold prefixes of containers.
                let fence = "`".repeat(longest_run(code) + 1);
                self.text.push_str(&fence);
                self.text.push(' ');
                self.text.extend(code.chars().filter(|c| !is_reserved(*c)).map(hide));
                self.text.push(' ');
                self.text.push_str(&fence);
                self.skip_to(range.end);
            }
            Event::InlineHtml(tag) => {
                self.copy_to(range.start, source);
                match tag_name(tag) {
                    "br" => self.text.push(BREAK),
                    _ if tag.starts_with("<!--") => {}
                    name if MEANINGLESS.contains(&name) => {}
                    _ => self.text.extend(tag.chars().map(hide)),
                }
                self.skip_to(range.end);
            }
            Event::Text(text) if text.chars().any(is_reserved) && !same(text, &range, source) => {
                // An entity that spells a placeholder.
                self.copy_to(range.start, source);
                self.text.push('\u{FFFD}');
                self.skip_to(range.end);
            }
            Event::Start(_) => self.begin(event, &range, source),
            _ => {
                self.begin(event, &range, source);
                self.end = self.end.max(range.end);
            }
        }
    }

    /// The styled pieces of all that was pushed.
    #[must_use]
    pub fn finish(mut self, source: &str, formulas: &[&str]) -> Inline {
        self.copy_to(self.end, source);
        if self.text.trim().is_empty() { Inline::new() } else { style(&self.text, formulas) }
    }

    /// Notes where copying begins: at the event, or at the backslash of an escape, which the event
    /// leaves out.
    fn begin(&mut self, event: &Event<'_>, range: &Range<usize>, source: &str) {
        let is_escaped = || {
            let first = match event {
                Event::Text(text) => text.chars().next(),
                _ => None,
            };
            let before = source.get(..range.start).unwrap_or_default();
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            first.is_some_and(|c| c.is_ascii_punctuation()) && backslashes % 2 == 1
        };
        if self.copied.is_none() {
            self.copied = Some(range.start - usize::from(is_escaped()));
        }
    }

    fn line_break(&mut self, range: &Range<usize>, source: &str, with: char) {
        self.copy_to(range.start, source);
        self.text.truncate(self.text.trim_end().len());
        self.text.push(with);
        self.copied = None;
        self.end = range.end;
    }

    fn open(&mut self, range: &Range<usize>, source: &str, with: char) {
        self.copy_to(range.start, source);
        self.text.push(with);
        self.copied = None;
        self.end = range.start;
    }

    fn close_link(&mut self, range: &Range<usize>, source: &str) {
        self.copy_to(self.end, source);
        self.text.push(LINK_END);
        if let Some(target) = self.targets.pop().flatten().filter(|target| !target.is_empty()) {
            self.text.push(TARGET);
            let hidden = target.chars().filter(|letter| !is_reserved(*letter));
            for letter in hidden.map(hide) {
                if letter.is_ascii_punctuation() {
                    self.text.push('\\');
                }
                self.text.push(letter);
            }
            self.text.push(TARGET_END);
        }
        self.skip_to(range.end);
    }

    fn skip_to(&mut self, position: usize) {
        self.copied = Some(position);
        self.end = position;
    }

    /// Copies source text, hiding dollars and carets, which tui-markdown would take for its own.
    fn copy_to(&mut self, position: usize, source: &str) {
        let from = self.copied.take().unwrap_or(position);
        let mut letters = source.get(from..position).unwrap_or_default().chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == '\\' {
                match letters.next_if(char::is_ascii_punctuation) {
                    Some(escaped @ ('$' | '^')) => self.text.push(hide(escaped)),
                    Some(escaped) => self.text.extend([letter, escaped]),
                    None => self.text.push(letter),
                }
            } else {
                self.text.push(hide(letter));
            }
        }
    }
}

/// Tags that are left out, so that only what they hold is shown.
const MEANINGLESS: [&str; 14] = [
    "b", "strong", "i", "em", "u", "span", "p", "div", "center", "font", "small", "big", "mark",
    "kbd",
];

/// The longest run of backticks in a code span.
fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn same(text: &str, range: &Range<usize>, source: &str) -> bool {
    source.get(range.clone()).is_some_and(|raw| raw == text)
}

fn hide(letter: char) -> char {
    match letter {
        '$' => DOLLAR,
        '^' => CARET,
        other => other,
    }
}

/// What a link's label does not tell: its target, unless that is the label or a place in here.
fn shown_target(kind: LinkType, target: &str) -> Option<String> {
    let spelled_out = matches!(kind, LinkType::Autolink | LinkType::Email);
    let leads_out = target.contains("://") || target.starts_with("mailto:");
    (leads_out && !spelled_out).then(|| target.to_owned())
}

/// Marks roles in tui-markdown's output by colours that no theme uses.
#[derive(Debug, Clone, Copy)]
struct Marks;

const CODE: Color = Color::Indexed(1);
const HTML: Color = Color::Indexed(2);

impl StyleSheet for Marks {
    fn code(&self) -> Style {
        Style::new().fg(CODE)
    }

    fn html(&self) -> Style {
        Style::new().fg(HTML)
    }

    fn link(&self) -> Style {
        Style::new()
    }

    fn footnote_ref(&self) -> Style {
        Style::new()
    }
}

fn style(source: &str, formulas: &[&str]) -> Inline {
    let guarded = format!("{START} {}", source.trim_start());
    let rendered = tui_markdown::from_str_with_options(&guarded, &Options::new(Marks));
    let mut pieces = Pieces { formulas, done: Inline::new(), link: None, target: false };
    for (number, line) in rendered.lines.iter().enumerate() {
        if number > 0 {
            pieces.add('\n', Face::default());
        }
        for span in &line.spans {
            let style = rendered.style.patch(line.style).patch(span.style);
            let role = match style.fg {
                Some(CODE) => Role::Code,
                Some(HTML) => Role::Html,
                _ => Role::Text,
            };
            let face = Face { role, modifier: style.add_modifier - style.sub_modifier };
            for letter in span.content.chars() {
                pieces.take(letter, face);
            }
        }
    }
    pieces.finish()
}

/// Turns placeholders back into what they stand for.
struct Pieces<'a> {
    formulas: &'a [&'a str],
    done: Inline,
    /// Where the label of the open link begins among the pieces.
    link: Option<usize>,
    target: bool,
}

impl Pieces<'_> {
    fn take(&mut self, letter: char, face: Face) {
        match letter {
            START => {}
            LINK => self.link = Some(self.done.len()),
            IMAGE => {
                self.link = Some(self.done.len());
                self.text("Image: ", Face::new(Role::Muted));
            }
            LINK_END => self.link = None,
            TARGET => {
                self.target = true;
                self.text(" (", Face::new(Role::Muted));
            }
            TARGET_END => {
                self.text(")", Face::new(Role::Muted));
                self.target = false;
            }
            BREAK => self.add('\n', face),
            DOLLAR => self.add('$', face),
            CARET => self.add('^', face),
            _ => match formula_of(letter) {
                Some(number) => self.formula(number, face),
                None if is_reserved(letter) => self.add('\u{FFFD}', face),
                None => self.add(letter, face),
            },
        }
    }

    fn face(&self, face: Face) -> Face {
        let role = match face.role {
            _ if self.target => Role::Muted,
            Role::Text if self.link.is_some() => Role::Link,
            role => role,
        };
        Face { role, ..face }
    }

    fn add(&mut self, letter: char, face: Face) {
        let mut buffer = [0; 4];
        self.text(letter.encode_utf8(&mut buffer), face);
    }

    fn text(&mut self, text: &str, face: Face) {
        let face = self.face(face);
        match self.done.last_mut() {
            Some(last) if last.face == face && last.formula.is_none() => last.text.push_str(text),
            _ => self.done.push(Piece { text: text.to_owned(), face, formula: None }),
        }
    }

    fn formula(&mut self, number: usize, face: Face) {
        let face = Face { role: Role::Formula, ..face };
        let text = self.formulas.get(number).map_or("\u{FFFD}", |tex| tex.trim());
        self.done.push(Piece { text: text.to_owned(), face, formula: Some(number) });
    }

    /// Passes the gate, line by line, now that entities are decoded; drops leading blanks.
    fn finish(mut self) -> Inline {
        for piece in &mut self.done {
            let lines: Vec<_> = piece.text.split('\n').map(sanitize::line).collect();
            piece.text = lines.join("\n");
        }
        if let Some(first) = self.done.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        self.done.retain(|piece| !piece.text.is_empty());
        self.done
    }
}

/// The text of pieces without faces.
#[must_use]
pub fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The same pieces, all in bold or another modifier.
#[must_use]
pub fn with_modifier(pieces: &[Piece], modifier: Modifier) -> Inline {
    let add = |piece: &Piece| Piece { face: piece.face.with(modifier), ..piece.clone() };
    pieces.iter().map(add).collect()
}
