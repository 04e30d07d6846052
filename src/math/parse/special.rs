//! Arguments that are no mathematics: lengths, code points, verbatim text, chemistry.
//!
//! Invariant: each reads its argument to the end, whatever it holds.

use std::ops::Range;

use super::super::Role;
use super::super::class::Class;
use super::super::font;
use super::super::node::{Atom, List, Node};
use super::super::recovery::RecoveryKind;
use super::{Parser, chemistry};

impl Parser<'_> {
    /// A length as columns: an em is two of them, an ex one.
    pub(super) fn dimension(&mut self) -> isize {
        self.lexer.take("*");
        self.lexer.skip_blanks();
        let braced = self.lexer.take("{");
        self.lexer.skip_blanks();
        let number =
            self.lexer.take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | ' '));
        let before_unit = self.lexer.at();
        let unit = self.lexer.take_while(|c| c.is_ascii_alphabetic());
        if !braced && unit.len() > 2 {
            self.lexer.go_to(before_unit + 2);
        }
        if braced {
            self.lexer.take_while(|c| !matches!(c, '{' | '}'));
            self.lexer.take("}");
        }
        columns(number, unit.get(..2).unwrap_or(unit))
    }

    /// `\char"1D` or `\unicode{x1D}`.
    pub(super) fn char_number(&mut self) -> Node {
        let braced = self.lexer.take("{");
        self.lexer.skip_blanks();
        let (radix, digits) =
            if self.lexer.take("\"") || self.lexer.take("x") || self.lexer.take("U+") {
                (16, self.lexer.take_while(|c| c.is_ascii_hexdigit()))
            } else if self.lexer.take("'") {
                (8, self.lexer.take_while(|c| c.is_digit(8)))
            } else {
                (10, self.lexer.take_while(|c| c.is_ascii_digit()))
            };
        if braced {
            self.lexer.take_while(|c| !matches!(c, '{' | '}'));
            self.lexer.take("}");
        }
        let number = u32::from_str_radix(digits, radix).ok();
        let char = number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        let atom = font::letter(char.encode_utf8(&mut [0; 4]), self.font);
        Node::Atom(Atom { role: Role::Text, ..atom })
    }

    pub(super) fn verbatim(&mut self) -> Node {
        self.lexer.take("*");
        let open = self.lexer.rest().chars().next().unwrap_or(' ');
        let close = if open == '{' { '}' } else { open };
        self.lexer.take(open.encode_utf8(&mut [0; 4]));
        let text = self.lexer.take_while(|c| c != close);
        self.lexer.take(close.encode_utf8(&mut [0; 4]));
        Node::Atom(Atom::new(font::shown(text).into_owned(), Class::Ordinary, Role::Text))
    }

    /// `\ce{…}`: the argument is no TeX, but may hold some.
    pub(super) fn chemistry(&mut self, at: usize, units: bool) -> List {
        self.lexer.skip_blanks();
        if !self.lexer.take("{") {
            return self.argument();
        }
        let start = self.lexer.at();
        let part = if let Some(formula) = self.lexer.take_group() {
            start..start + formula.len()
        } else {
            self.recover(RecoveryKind::MissingBrace, at);
            self.lexer.stop();
            start..self.lexer.at()
        };
        let end = self.lexer;
        let read = if units { chemistry::units } else { chemistry::parse };
        let list = self.deeper(|parser| read(&part, parser));
        if self.failure.is_none() {
            self.lexer = end;
        }
        list
    }

    /// Reads a part of the text by itself.
    pub(super) fn read_apart(&mut self, part: &Range<usize>) -> List {
        let lexer = self.lexer;
        self.lexer = lexer.within(part);
        let scopes = std::mem::take(&mut self.scopes);
        let list = self.deeper(|parser| parser.content(part.start));
        self.scopes = scopes;
        if self.failure.is_none() {
            self.lexer = lexer;
        }
        list
    }
}

/// The columns of a length.
fn columns(number: &str, unit: &str) -> isize {
    let number: f64 = number.trim().parse().unwrap_or(0.0);
    let ems = match unit {
        "em" => number,
        "ex" => number / 2.0,
        "mu" => number / 18.0,
        "cm" => number * 2.8,
        "mm" => number * 0.28,
        "in" => number * 7.2,
        _ => number / 10.0,
    };
    // A length is rounded up, so that a small one is still seen; no formula needs 40 columns.
    let columns = (ems * 2.0).ceil().clamp(-1.0, 40.0);
    #[allow(clippy::cast_possible_truncation, reason = "clamped to -1 to 40 just above")]
    let columns = columns as isize;
    columns
}
