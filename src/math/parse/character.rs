//! One character: a sign, a digit that begins a number, a letter that may begin a word.
//!
//! Reads no commands. Invariant: what is read becomes one atom, and blanks between words
//! become a space.

use super::super::class::Class;
use super::super::node::{Atom, Node};
use super::super::recovery::RecoveryKind;
use super::super::symbol::{self, Kind, Limits, Symbol};
use super::super::{Role, font};
use super::Parser;
use super::cell::Cell;

impl<'a> Parser<'a> {
    pub(super) fn character(&mut self, cell: &mut Cell, char: &'a str, at: usize, apart: bool) {
        match char {
            "$" => self.recover(RecoveryKind::StrayDollar, at),
            "|" => self.bar(cell, apart),
            "." if self.lexer.rest().starts_with(|c: char| c.is_ascii_digit()) => {
                self.number(cell, at);
            }
            "." if self.lexer.take("..") => self.command(cell, "ldots", at),
            _ if is_digit(char) => self.number(cell, at),
            // A ratio or a time is written close.
            ":" if !apart && ends_in_digit(cell) && self.lexer.rest().starts_with(is_figure) => {
                cell.push(Node::Atom(Atom::new(":", Class::Ordinary, Role::Operator)));
            }
            _ => {
                if apart && is_letter(char) && self.parts_words(cell, char) {
                    cell.push(Node::Space(1));
                }
                match symbol::sign(char).filter(is_bracket) {
                    Some(symbol) => self.bracket(cell, symbol.text, symbol.class),
                    None => cell.push(self.letter(char)),
                }
            }
        }
    }

    /// Digits with their point and the commas between thousands.
    fn number(&mut self, cell: &mut Cell, at: usize) {
        self.lexer.go_to(at);
        let rest = self.lexer.rest();
        let length = number_length(rest);
        let text = rest.get(..length).unwrap_or_default();
        self.lexer.go_to(at + length);
        let mut atom = Atom::new(text.to_owned(), Class::Ordinary, Role::Identifier);
        atom.face = self.font.face;
        cell.push(Node::Atom(atom));
    }

    /// Whether a blank in the source stands between two words and not two variables.
    fn parts_words(&self, cell: &Cell, char: &str) -> bool {
        let is_letter_node = |node: &&Node| matches!(node, Node::Atom(atom) if is_letter(&atom.text) && atom.role == Role::Identifier);
        let before = cell.nodes().iter().rev().take_while(is_letter_node).take(3).count();
        let ahead = self.lexer.rest().chars().take(3).take_while(char::is_ascii_alphabetic).count();
        let after = char.len() + ahead;
        before > 0 && (before > 2 || after > 2 || (before > 1 && after > 1))
    }

    /// The atom of one character.
    pub(super) fn letter(&self, char: &str) -> Node {
        if let Some(symbol) = symbol::sign(char) {
            return Node::Atom(self.symbol_atom(symbol));
        }
        Node::Atom(font::letter(char, self.font))
    }

    pub(super) fn symbol_atom(&self, symbol: Symbol) -> Atom {
        let stacked = symbol.limits == Limits::Stacked && !self.inline;
        Atom {
            text: symbol.text.into(),
            class: match symbol.kind {
                Kind::Large | Kind::Integral => Class::Large,
                _ => symbol.class,
            },
            role: symbol.role,
            face: self.font.face,
            kind: symbol.kind,
            limits: if stacked { Limits::Stacked } else { Limits::Side },
        }
    }
}

/// Whether a symbol is a bracket that may have a partner.
pub(super) fn is_bracket(symbol: &Symbol) -> bool {
    symbol.role == Role::Structure && matches!(symbol.class, Class::Opening | Class::Closing)
}

/// Whether what was read last is a number.
fn ends_in_digit(cell: &Cell) -> bool {
    matches!(cell.nodes().last(), Some(Node::Atom(atom)) if atom.text.ends_with(is_figure))
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit()
}

pub(super) fn is_digit(char: &str) -> bool {
    matches!(char.as_bytes(), [b'0'..=b'9'])
}

fn is_letter(text: &str) -> bool {
    matches!(text.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z'])
}

/// The bytes of the number at the start of a text. A comma belongs to it between a first
/// group of one to three digits and groups of exactly three.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| {
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let mut end = digits(0);
    if (1..=3).contains(&end) {
        while byte(end) == Some(b',') && digits(end + 1) == 3 {
            end += 4;
        }
    }
    if byte(end) == Some(b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}
