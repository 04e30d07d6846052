//! The tokens of TeX.
//!
//! Reads forward over the text and never fails; what tokens mean is the parser's. Invariant:
//! the position is on a character boundary and only grows, up to the end of the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// A token. `%` is a character like any other: articles write `95%` and mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A command without its backslash: letters, or one other character; empty at the end.
    Command(&'a str),
    /// One character as it is seen: a grapheme.
    Char(&'a str),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `^`
    Superscript,
    /// `_`
    Subscript,
    /// `&`
    Column,
    /// `~`
    Tie,
    /// `'` or `’`
    Prime,
}

/// A position in a text of TeX.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where it stops.
    end: usize,
}

impl<'a> Lexer<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0, end: text.len() }
    }

    /// Bytes read.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// A part of the same text to be read by itself.
    pub const fn within(&self, part: &Range<usize>) -> Self {
        Self { text: self.text, at: part.start, end: part.end }
    }

    /// What stands in a part.
    pub fn text(&self, part: &Range<usize>) -> &'a str {
        self.text.get(part.start..part.end).unwrap_or_default()
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    /// Leaves the rest unread.
    pub const fn stop(&mut self) {
        self.at = self.end;
    }

    /// Goes on from a position that [`Lexer::at`] gave.
    pub const fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Passes white space; true if there was any.
    pub fn skip_blanks(&mut self) -> bool {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start().len();
        self.at += blanks;
        blanks > 0
    }

    /// Passes `text` if it comes next.
    pub fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// The next token, white space included, without passing it.
    pub fn peek(&self) -> Option<Token<'a>> {
        let mut ahead = *self;
        ahead.next()
    }

    /// Passes what is for as long as `wanted` holds.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Passes the text up to the brace that closes a group already open, and that brace.
    /// None, and nothing passed, if there is no such brace.
    pub fn take_group(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let mut depth = 0_usize;
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => {
                    escaped = false;
                    continue;
                }
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    self.at += at + 1;
                    return rest.get(..at);
                }
                b'}' => depth -= 1,
                _ => {}
            }
            escaped = byte == b'\\';
        }
        None
    }

    /// The next token; white space is a character.
    pub fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let first = *rest.as_bytes().first()?;
        let (token, length) = match first {
            b'\\' => return Some(self.command()),
            b'{' => (Token::Open, 1),
            b'}' => (Token::Close, 1),
            b'^' => (Token::Superscript, 1),
            b'_' => (Token::Subscript, 1),
            b'&' => (Token::Column, 1),
            b'~' => (Token::Tie, 1),
            b'\'' => (Token::Prime, 1),
            _ => {
                let char = grapheme(rest);
                let token = if char == "’" { Token::Prime } else { Token::Char(char) };
                (token, char.len())
            }
        };
        self.at += length;
        Some(token)
    }

    fn command(&mut self) -> Token<'a> {
        self.at += 1;
        let letters = self.take_while(|c| c.is_ascii_alphabetic());
        if !letters.is_empty() {
            return Token::Command(letters);
        }
        let rest = self.rest();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.at += length;
        Token::Command(rest.get(..length).unwrap_or_default())
    }
}

/// The first grapheme; ASCII characters stand alone unless a mark follows.
fn grapheme(text: &str) -> &str {
    let plain = matches!(text.as_bytes(), [0..0x80] | [0..0x80, 0..0x80, ..]);
    let first = if plain { text.get(..1) } else { text.graphemes(true).next() };
    first.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(text);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn commands_are_letters_or_one_other_character() {
        use Token::{Char, Close, Command, Open, Subscript};
        assert_eq!(
            tokens(r"\frac{a}\,_\"),
            [Command("frac"), Open, Char("a"), Close, Command(","), Subscript, Command("")]
        );
        assert_eq!(tokens("e\u{301}x"), [Char("e\u{301}"), Char("x")]);
    }

    #[test]
    fn a_group_ends_at_its_own_brace() {
        let mut lexer = Lexer::new(r"a{b}\}c}d");
        assert_eq!(lexer.take_group(), Some(r"a{b}\}c"));
        assert_eq!(lexer.rest(), "d");
        assert_eq!(lexer.take_group(), None);
    }
}
