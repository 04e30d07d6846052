//! The text of one leaf block (a paragraph, a heading, a table cell) as styled pieces.
//!
//! Styling is tui-markdown's. What it cannot carry (formulas, links without their targets, HTML,
//! literal dollars and carets, forced breaks) travels through it as placeholders of private use,
//! which the gate lets no text contain. Invariant: no placeholder and no control is left in a piece.

use ratatui::style::{Color, Modifier};
use tui_markdown::{Options, StyleSheet};

use super::face::{Face, Role};
use crate::math;
use crate::text::sanitize;

use placeholders as mark;

/// Some text of one face; a `\n` in it is a forced line break.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    /// The text, clean but for `\n`; of a formula its TeX, of an image its description.
    pub text: String,
    /// What it is.
    pub face: Face,
    /// The link it belongs to, as a number in the document.
    pub link: Option<usize>,
    /// What it stands for, if not for its text.
    pub object: Option<Object>,
}

/// What a piece stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A formula, by its number in the document.
    Formula(usize),
    /// An image; where it lies is the target of the piece's link.
    Image,
}

/// The text of a leaf.
pub type Inline = Vec<Piece>;

/// How many formulas of one answer are set; more stay as their source.
pub const FORMULA_LIMIT: usize = 0x8000;

/// How deep raised and lowered text may stand in each other.
const SHIFT_LIMIT: usize = 4;

/// Longest target of a link that is kept, in characters.
const TARGET_LIMIT: usize = 4096;

/// Styles that HTML asks for and Markdown has no word for, or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Italic,
    Underlined,
    Struck,
    Code,
    Marked,
    Lowered,
    Raised,
}

const STYLES: [Style; 8] = [
    Style::Bold,
    Style::Italic,
    Style::Underlined,
    Style::Struck,
    Style::Code,
    Style::Marked,
    Style::Lowered,
    Style::Raised,
];

/// Characters of private use that carry through tui-markdown what it cannot.
pub(super) mod placeholders {
    use super::{FORMULA_LIMIT, STYLES, Style};

    /// The placeholder of the first formula; the others follow.
    const FORMULA: u32 = 0x10_0000;
    /// The beginning and the end of the first style; the others follow.
    const STYLE: u32 = 0x10_FF00;
    pub const LINK: char = '\u{10FFF0}';
    pub const LINK_END: char = '\u{10FFF1}';
    pub const IMAGE: char = '\u{10FFF4}';
    pub const BREAK: char = '\u{10FFF5}';
    pub const DOLLAR: char = '\u{10FFF6}';
    pub const CARET: char = '\u{10FFF7}';
    /// Stands before the text, so that nothing in it can begin a list, a heading or a table.
    pub const START: char = '\u{10FFF8}';

    /// The placeholder of a formula by its number.
    pub fn formula(number: usize) -> Option<char> {
        let number = u32::try_from(number).ok().filter(|_| number < FORMULA_LIMIT)?;
        char::from_u32(FORMULA + number)
    }

    /// The number of the formula a character stands for.
    pub fn formula_of(letter: char) -> Option<usize> {
        let number = u32::from(letter).checked_sub(FORMULA)? as usize;
        (number < FORMULA_LIMIT).then_some(number)
    }

    /// The placeholder of the beginning or the end of a style.
    pub fn style(style: Style, begins: bool) -> Option<char> {
        let index = STYLES.iter().position(|one| *one == style)?;
        char::from_u32(STYLE + 2 * u32::try_from(index).ok()? + u32::from(!begins))
    }

    /// The style that a character begins or ends.
    pub fn style_of(letter: char) -> Option<(Style, bool)> {
        let number = u32::from(letter).checked_sub(STYLE)? as usize;
        STYLES.get(number / 2).map(|style| (*style, number.is_multiple_of(2)))
    }
}

pub(super) fn is_reserved(letter: char) -> bool {
    u32::from(letter) >= 0xF_0000
}

/// The name of a footnote among the targets of an answer.
#[must_use]
pub fn footnote_name(label: &str) -> String {
    format!("footnote-{label}")
}

/// The target of a link as it may be shown.
pub(super) fn clean_target(target: &str) -> String {
    let cut: String = target.chars().take(TARGET_LIMIT).collect();
    sanitize::line(&cut).trim().to_owned()
}

/// Marks code in tui-markdown's output by a colour that no theme uses.
#[derive(Debug, Clone, Copy)]
struct Marks;

const CODE: Color = Color::Indexed(1);

impl StyleSheet for Marks {
    fn code(&self) -> ratatui::style::Style {
        ratatui::style::Style::new().fg(CODE)
    }

    fn link(&self) -> ratatui::style::Style {
        ratatui::style::Style::new()
    }

    fn footnote_ref(&self) -> ratatui::style::Style {
        ratatui::style::Style::new()
    }
}

/// The pieces of a leaf's source; the numbers of its links begin at `first_link`.
pub(super) fn style(source: &str, formulas: &[&str], first_link: usize) -> Inline {
    let guarded = format!("{} {}", mark::START, source.trim_start());
    let rendered = tui_markdown::from_str_with_options(&guarded, &Options::new(Marks));
    let mut pieces = Pieces { formulas, next_link: first_link, ..Pieces::default() };
    for (number, line) in rendered.lines.iter().enumerate() {
        if number > 0 {
            pieces.add('\n', Face::default());
        }
        for span in &line.spans {
            let style = rendered.style.patch(line.style).patch(span.style);
            let role = if style.fg == Some(CODE) { Role::Code } else { Role::Text };
            let face = Face { role, modifier: style.add_modifier - style.sub_modifier };
            for letter in span.content.chars() {
                pieces.take(letter, face);
            }
        }
    }
    pieces.finish()
}

/// Turns placeholders back into what they stand for.
#[derive(Default)]
struct Pieces<'a> {
    formulas: &'a [&'a str],
    done: Inline,
    next_link: usize,
    /// The links that are open, and whether each is an image.
    links: Vec<(usize, bool)>,
    /// How often each style is open.
    open: [usize; STYLES.len()],
    /// Where raised or lowered text began among the pieces.
    shifted: Vec<(Style, usize)>,
}

impl Pieces<'_> {
    fn take(&mut self, letter: char, face: Face) {
        match letter {
            mark::START => {}
            mark::LINK | mark::IMAGE => {
                self.links.push((self.next_link, letter == mark::IMAGE));
                self.next_link += 1;
                if letter == mark::IMAGE {
                    // Even one without a description leaves something to see and to follow.
                    let object = Some(Object::Image);
                    let link = self.links.last().map(|(link, _)| *link);
                    let face = Face::new(Role::Link);
                    self.done.push(Piece { text: String::new(), face, link, object });
                }
            }
            mark::LINK_END => {
                self.links.pop();
            }
            mark::BREAK => self.add('\n', face),
            mark::DOLLAR => self.add('$', face),
            mark::CARET => self.add('^', face),
            _ => match (mark::formula_of(letter), mark::style_of(letter)) {
                (Some(number), _) => self.formula(number, face),
                (None, Some((style, begins))) => self.turn(style, begins),
                (None, None) if is_reserved(letter) => self.add('\u{FFFD}', face),
                (None, None) => self.add(letter, face),
            },
        }
    }

    /// A style begins or ends.
    fn turn(&mut self, style: Style, begins: bool) {
        let is_shift = matches!(style, Style::Raised | Style::Lowered);
        if is_shift && begins {
            // Tags that are never closed would cost more with each one.
            if self.shifted.len() < SHIFT_LIMIT {
                self.shifted.push((style, self.done.len()));
                // What follows must not be added to the piece before.
                self.done.push(Piece::default());
            }
        } else if is_shift {
            if let Some(at) = self.shifted.iter().rposition(|(open, _)| *open == style) {
                let (style, from) = self.shifted.remove(at);
                shift(&mut self.done, from, style);
                self.done.push(Piece::default());
            }
        } else if let Some(index) = STYLES.iter().position(|one| *one == style)
            && let Some(count) = self.open.get_mut(index)
        {
            *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    fn face(&self, face: Face) -> Face {
        let mut face = face;
        for (style, _) in STYLES.iter().zip(self.open).filter(|(_, count)| *count > 0) {
            match style {
                Style::Bold | Style::Marked => face = face.with(Modifier::BOLD),
                Style::Italic => face = face.with(Modifier::ITALIC),
                Style::Underlined => face = face.with(Modifier::UNDERLINED),
                Style::Struck => face = face.with(Modifier::CROSSED_OUT),
                Style::Code if face.role == Role::Text => face.role = Role::Code,
                Style::Code | Style::Lowered | Style::Raised => {}
            }
        }
        if face.role == Role::Text && !self.links.is_empty() {
            face.role = Role::Link;
        }
        face
    }

    fn add(&mut self, letter: char, face: Face) {
        let face = self.face(face);
        let (link, is_image) = self.links.last().map_or((None, false), |(l, i)| (Some(*l), *i));
        let fits = |last: &Piece| match last.object {
            Some(Object::Formula(_)) => false,
            Some(Object::Image) => is_image && last.link == link,
            None => !is_image && last.face == face && last.link == link,
        };
        match self.done.last_mut().filter(|last| fits(last)) {
            Some(last) => last.text.push(letter),
            None => self.done.push(Piece { text: letter.into(), face, link, object: None }),
        }
    }

    fn formula(&mut self, number: usize, face: Face) {
        let Some(tex) = self.formulas.get(number) else { return self.add('\u{FFFD}', face) };
        let face = self.face(Face { role: Role::Formula, ..face });
        let text = tex.trim().to_owned();
        let link = self.links.last().map(|(link, _)| *link);
        self.done.push(Piece { text, face, link, object: Some(Object::Formula(number)) });
    }

    /// Passes the gate, line by line, now that entities are decoded; drops leading blanks.
    fn finish(mut self) -> Inline {
        while let Some((style, from)) = self.shifted.pop() {
            shift(&mut self.done, from, style);
        }
        for piece in &mut self.done {
            let lines: Vec<_> = piece.text.split('\n').map(sanitize::line).collect();
            piece.text = lines.join("\n");
        }
        self.done.retain(|piece| !piece.text.is_empty() || piece.object == Some(Object::Image));
        if let Some(first) = self.done.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        self.done.retain(|piece| !piece.text.is_empty() || piece.object == Some(Object::Image));
        self.done
    }
}

/// Raises or lowers the pieces from `from` on: by characters of that kind if there are such for
/// all of it, else by `^(…)` or `_(…)`.
fn shift(pieces: &mut Inline, from: usize, style: Style) {
    let Some(shifted) = pieces.get_mut(from..) else { return };
    let text = plain(shifted);
    if text.is_empty() {
        return;
    }
    let raised = style == Style::Raised;
    let is_text = shifted.iter().all(|piece| piece.object.is_none());
    let script = if raised { math::raised(&text) } else { math::lowered(&text) };
    if let Some(script) = script.filter(|_| is_text) {
        let mut letters = script.chars();
        for piece in shifted {
            piece.text = letters.by_ref().take(piece.text.chars().count()).collect();
        }
        return;
    }
    let sign = if raised { '^' } else { '_' };
    let alone = text.chars().count() == 1;
    let face = shifted.iter().find(|piece| !piece.text.is_empty()).map(|p| p.face);
    let mark = |text: String| Piece { text, face: face.unwrap_or_default(), ..Piece::default() };
    let (before, after) = if alone { ("", "") } else { ("(", ")") };
    pieces.insert(from, mark(format!("{sign}{before}")));
    pieces.push(mark(after.to_owned()));
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
