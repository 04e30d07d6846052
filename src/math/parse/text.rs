//! Words inside mathematics: `\text{…}` and its kin.
//!
//! Blanks count here, and dollars lead back into mathematics. Scripts are taken as meant,
//! though TeX refuses them: articles write `\text{H_2O}`. Invariant: what cannot be read as
//! words is read as mathematics.

use unicode_normalization::UnicodeNormalization;

use super::super::Role;
use super::super::class::Class;
use super::super::command::{self, Command};
use super::super::lexer::Token;
use super::super::node::{Atom, Face, List, Node};
use super::super::recovery::RecoveryKind;
use super::super::{font, symbol};
use super::cell::{Cell, Corner, Written};
use super::{Parser, Scope};

/// Words while they are read.
struct Words {
    cell: Cell,
    text: String,
    face: Face,
}

impl Words {
    /// Makes a node of the text so far. Blanks at its ends become spaces, so that they are
    /// not doubled by those around an operator.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let body = text.trim_matches(' ');
        if text.starts_with(' ') {
            self.cell.push(Node::Space(1));
        }
        if body.is_empty() {
            return;
        }
        let atom = Atom::new(font::shown(body).into_owned(), Class::Ordinary, Role::Text);
        self.cell.push(Node::Atom(Atom { face: self.face, ..atom }));
        if text.ends_with(' ') {
            self.cell.push(Node::Space(1));
        }
    }

    fn blank(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

impl<'a> Parser<'a> {
    /// An argument read as words.
    pub(super) fn words(&mut self, face: Face) -> List {
        self.lexer.skip_blanks();
        let at = self.lexer.at();
        if !self.lexer.take("{") {
            return self.argument();
        }
        self.scopes.push(Scope::Brace);
        let list = self.deeper(|parser| parser.words_in_group(face));
        self.scopes.pop();
        if !self.lexer.take("}") {
            self.recover(RecoveryKind::MissingBrace, at);
        }
        list
    }

    fn words_in_group(&mut self, face: Face) -> List {
        let mut words = Words { cell: Cell::default(), text: String::new(), face };
        let mut inner = 0_usize;
        while let Some(token) = self.lexer.peek() {
            let at = self.lexer.at();
            match token {
                Token::Close if inner == 0 => break,
                Token::Close => inner -= 1,
                Token::Open => inner += 1,
                _ => {}
            }
            self.lexer.next();
            self.word(&mut words, token, at);
        }
        words.flush();
        words.cell.finish()
    }

    fn word(&mut self, words: &mut Words, token: Token<'a>, at: usize) {
        match token {
            Token::Open | Token::Close => {}
            Token::Tie => words.blank(),
            Token::Prime => {
                if self.lexer.take("'") {
                    words.text.push('”');
                } else {
                    words.text.push('’');
                }
            }
            Token::Column => words.text.push('&'),
            Token::Char("$") => {
                words.flush();
                let list = self.dollars(at);
                words.cell.extend(list);
            }
            Token::Char(char) if char.chars().all(char::is_whitespace) => words.blank(),
            Token::Char("-") => {
                let dash = if self.lexer.take("--") {
                    "—"
                } else if self.lexer.take("-") {
                    "–"
                } else {
                    "-"
                };
                words.text.push_str(dash);
            }
            Token::Char("`") => {
                words.text.push(if self.lexer.take("`") { '“' } else { '‘' });
            }
            Token::Char(char) => words.text.push_str(char),
            Token::Superscript => self.script_on_word(words, Corner::Sup),
            Token::Subscript => self.script_on_word(words, Corner::Sub),
            Token::Command(name) => self.command_in_words(words, name, at),
        }
    }

    /// `$…$`, its first dollar already passed.
    fn dollars(&mut self, at: usize) -> List {
        let list = self.scoped(Scope::Dollar);
        if !self.lexer.take("$") && !self.lexer.take("\\)") {
            self.recover(RecoveryKind::StrayDollar, at);
        }
        list
    }

    fn script_on_word(&mut self, words: &mut Words, corner: Corner) {
        words.flush();
        let script = self.argument();
        if !script.is_empty() {
            words.cell.script(corner, script, Written { apart: false, prime: false });
        }
    }

    fn command_in_words(&mut self, words: &mut Words, name: &'a str, at: usize) {
        if let Some(mark) = accent(name) {
            return self.accented(words, mark);
        }
        match command::find(name) {
            Some(Command::Space(columns)) => {
                if columns > 0 {
                    words.blank();
                }
            }
            Some(Command::Row) => words.blank(),
            Some(Command::Text(face)) => {
                words.flush();
                let merged = Face {
                    bold: face.bold || words.face.bold,
                    italic: face.italic || words.face.italic,
                };
                let list = self.words(merged);
                words.cell.extend(list);
            }
            Some(Command::Switch(_, face)) => {
                words.flush();
                words.face = face;
                self.lexer.skip_blanks();
            }
            Some(_) => {
                words.flush();
                self.command(&mut words.cell, name, at);
            }
            None if name == "(" => {
                words.flush();
                let list = self.dollars(at);
                words.cell.extend(list);
            }
            None => {
                let Some(symbol) = symbol::command(name) else {
                    words.flush();
                    return self.command(&mut words.cell, name, at);
                };
                words.text.push_str(symbol.text);
                // The blank after a command only ends its name.
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    self.lexer.skip_blanks();
                }
            }
        }
    }

    /// `\'e`: the mark on the next letter.
    fn accented(&mut self, words: &mut Words, mark: char) {
        self.lexer.skip_blanks();
        let braced = self.lexer.take("{");
        if let Some(Token::Char(char)) = self.lexer.peek() {
            self.lexer.next();
            words.text.extend(char.chars().chain([mark]).nfc());
        }
        if braced {
            self.lexer.take("}");
        }
    }
}

/// The combining mark of an accent command of words.
fn accent(name: &str) -> Option<char> {
    Some(match name {
        "'" => '\u{301}',
        "`" => '\u{300}',
        "^" => '\u{302}',
        "\"" => '\u{308}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30C}',
        "H" => '\u{30B}',
        "c" => '\u{327}',
        "r" => '\u{30A}',
        _ => return None,
    })
}
