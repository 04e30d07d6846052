//! From TeX to a tree.
//!
//! Recursive descent; it never fails. What is wrong is mended and recorded. It knows neither
//! boxes nor widths. Invariant: recursion is no deeper than [`DEPTH`] groups and [`BRACKETS`]
//! brackets, and every token is passed once.

mod cell;
mod character;
mod chemistry;
mod command;
mod delimiter;
mod diagram;
mod environment;
mod special;
mod text;

use super::Role;
use super::class::Class;
use super::command::{Command, Family, Font};
use super::lexer::{Lexer, Token};
use super::node::{Array, Atom, Column, Face, Layout, List, Node, Row, Side};
use super::recovery::{Recovery, RecoveryKind};
use cell::{Cell, Corner, Written};
use character::is_digit;

/// Groups within groups that are drawn.
pub const DEPTH: usize = 64;

/// Plain brackets within brackets that are matched.
pub const BRACKETS: usize = 64;

/// Reads a formula. The kind is why it cannot be drawn.
pub fn parse(tex: &str) -> (Result<List, RecoveryKind>, Vec<Recovery>) {
    let mut parser = Parser::new(tex);
    let list = parser.content(0);
    match parser.failure {
        Some(kind) => (Err(kind), parser.recoveries),
        None => (Ok(list), parser.recoveries),
    }
}

/// What is open around the place that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    Brace,
    /// `[…]`
    Bracket,
    /// `\left`
    Left,
    /// `\begin{…}`
    Environment(String),
    /// `$…$` inside words
    Dollar,
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    scopes: Vec<Scope>,
    depth: usize,
    /// Plain brackets open in all cells.
    brackets: usize,
    font: Font,
    /// Limits stand at the side, as in running text.
    inline: bool,
    failure: Option<RecoveryKind>,
    recoveries: Vec<Recovery>,
}

/// Records of one formula; more say nothing new.
const RECOVERIES: usize = 64;

impl<'a> Parser<'a> {
    fn new(tex: &'a str) -> Self {
        Self {
            lexer: Lexer::new(tex),
            scopes: Vec::new(),
            depth: 0,
            brackets: 0,
            font: Font { family: Family::Math, face: Face::default() },
            inline: false,
            failure: None,
            recoveries: Vec::new(),
        }
    }

    fn recover(&mut self, kind: RecoveryKind, at: usize) {
        // What comes after giving up is no fault of the formula.
        if self.recoveries.len() < RECOVERIES && self.failure.is_none() {
            self.recoveries.push(Recovery { kind, at });
        }
    }

    fn fail(&mut self, kind: RecoveryKind) {
        let at = self.lexer.at();
        if self.failure.is_none() {
            self.recover(kind.clone(), at);
            self.failure = Some(kind);
        }
        self.lexer.stop();
    }

    /// Runs `read` one level deeper, unless that is too deep.
    fn deeper<T: Default>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEPTH {
            self.fail(RecoveryKind::TooDeep);
            return T::default();
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Reads what a scope holds, up to what ends it.
    fn scoped(&mut self, scope: Scope) -> List {
        let at = self.lexer.at();
        self.scopes.push(scope);
        let list = self.deeper(|parser| parser.content(at));
        self.scopes.pop();
        list
    }

    /// Cells and rows as one list: rows become an array, cells without rows stand together.
    fn content(&mut self, at: usize) -> List {
        let (font, inline) = (self.font, self.inline);
        let (mut rows, _) = self.rows();
        self.font = font;
        self.inline = inline;
        if rows.len() < 2 {
            let cells = rows.pop().unwrap_or_default().cells;
            for _ in 1..cells.len() {
                self.recover(RecoveryKind::StrayAmpersand, at);
            }
            return cells.into_iter().flatten().collect();
        }
        let mut aligned = rows.iter().any(|row| row.cells.len() > 1);
        if !aligned && rows.iter().skip(1).any(begins_with_relation) {
            aligned = split_at_relations(&mut rows);
        }
        let (layout, columns) = if aligned {
            (Layout::Aligned, Vec::new())
        } else {
            (Layout::Grid, vec![Column { side: Side::Left, rules: 0 }])
        };
        let array = Array { layout, columns, rules: 0, rows, rules_below: 0, open: "", close: "" };
        vec![Node::Array(Box::new(array))]
    }

    /// Rows of cells up to the end of the scope, and the rules below the last one.
    fn rows(&mut self) -> (Vec<Row>, usize) {
        let mut rows = Vec::new();
        let mut row = Row { rules_above: self.rules(), ..Row::default() };
        loop {
            let cell = self.cell();
            row.cells.push(cell);
            match self.lexer.peek() {
                Some(Token::Column) => {
                    self.lexer.next();
                }
                Some(Token::Command("\\" | "cr" | "newline" | "tabularnewline")) => {
                    self.lexer.next();
                    self.row_space();
                    let rules_above = self.rules();
                    rows.push(std::mem::replace(&mut row, Row { rules_above, ..Row::default() }));
                }
                _ => break,
            }
        }
        let blank = row.cells.iter().all(Vec::is_empty);
        if blank && (!rows.is_empty() || row.cells.len() < 2) {
            return (rows, row.rules_above);
        }
        rows.push(row);
        (rows, 0)
    }

    /// Passes `*` and `[6pt]` directly after a row break.
    fn row_space(&mut self) {
        self.lexer.take("*");
        let rest = self.lexer.rest();
        let length = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(l, _)| l);
        let is_length = |length: &str| {
            let length = length.trim();
            length.len() < 12
                && length.ends_with(|c: char| c.is_ascii_alphabetic())
                && length.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
        };
        if let Some(length) = length.filter(|length| is_length(length)) {
            let end = self.lexer.at() + length.len() + 2;
            self.lexer.go_to(end);
        }
    }

    /// Passes `\hline` and its kin at the start of a row; how many there are.
    fn rules(&mut self) -> usize {
        let mut rules = 0;
        loop {
            let before = self.lexer.at();
            self.lexer.skip_blanks();
            let command = match self.lexer.next() {
                Some(Token::Command(name)) => super::command::find(name),
                _ => None,
            };
            match command {
                Some(Command::Rule) => {}
                Some(Command::PartRule) => {
                    self.argument_text();
                }
                _ => {
                    self.lexer.go_to(before);
                    return rules;
                }
            }
            rules = 2.min(rules + 1);
        }
    }

    /// One cell, up to what ends it.
    fn cell(&mut self) -> List {
        let (font, inline) = (self.font, self.inline);
        let mut cell = Cell::default();
        loop {
            let apart = self.lexer.skip_blanks();
            let Some(token) = self.lexer.peek() else { break };
            if self.ends(token) {
                break;
            }
            let at = self.lexer.at();
            self.lexer.next();
            self.step(&mut cell, token, at, apart);
        }
        self.brackets -= cell.opened().min(self.brackets);
        self.font = font;
        self.inline = inline;
        cell.finish()
    }

    /// Whether a token ends the cell that is being read.
    fn ends(&self, token: Token<'_>) -> bool {
        let innermost = self.scopes.last();
        match token {
            Token::Column | Token::Command("\\" | "cr" | "newline" | "tabularnewline") => true,
            Token::Close => self.scopes.contains(&Scope::Brace),
            Token::Char("@") => {
                matches!(innermost, Some(Scope::Environment(name)) if name == "CD")
            }
            Token::Char("]") => innermost == Some(&Scope::Bracket),
            Token::Char("$") | Token::Command(")") => {
                let inside = self.scopes.iter().rev().take_while(|s| **s != Scope::Brace);
                inside.into_iter().any(|scope| *scope == Scope::Dollar)
            }
            Token::Command("right") => self.scopes.contains(&Scope::Left),
            Token::Command("end") => {
                self.scopes.iter().any(|scope| matches!(scope, Scope::Environment(_)))
            }
            _ => false,
        }
    }

    /// Takes in one token, already passed, that began at `at`.
    fn step(&mut self, cell: &mut Cell, token: Token<'a>, at: usize, apart: bool) {
        match token {
            Token::Superscript => self.script(cell, Corner::Sup, at, apart),
            Token::Subscript => self.script(cell, Corner::Sub, at, apart),
            Token::Prime => self.primes(cell),
            Token::Char(char) => self.character(cell, char, at, apart),
            Token::Command(name) => self.command(cell, name, at),
            Token::Open => {
                let mut group = self.group(at);
                match group.as_slice() {
                    // The braces of `{a \over b}` set nothing apart.
                    [Node::Fraction(_) | Node::Array(_)] => cell.extend(group),
                    _ => cell.push(Node::Group(std::mem::take(&mut group))),
                }
            }
            Token::Close => self.recover(RecoveryKind::StrayBrace, at),
            Token::Tie => cell.push(Node::Space(1)),
            // A row is made of cells; this one cannot come here.
            Token::Column => self.recover(RecoveryKind::StrayAmpersand, at),
        }
    }

    /// What stands in braces, the opening one at `at` already passed.
    fn group(&mut self, at: usize) -> List {
        let list = self.scoped(Scope::Brace);
        if self.lexer.peek() == Some(Token::Close) {
            self.lexer.next();
        } else {
            self.recover(RecoveryKind::MissingBrace, at);
        }
        list
    }

    fn script(&mut self, cell: &mut Cell, corner: Corner, at: usize, apart: bool) {
        let list = self.argument();
        if list.is_empty() {
            return;
        }
        if cell.script(corner, list, Written { apart, prime: false }) {
            self.recover(RecoveryKind::DoubleScript, at);
        }
    }

    fn primes(&mut self, cell: &mut Cell) {
        let mut count = 1;
        while self.lexer.peek() == Some(Token::Prime) {
            self.lexer.next();
            count += 1;
        }
        while count > 0 {
            let (sign, length) = match count {
                1 => ("′", 1),
                2 => ("″", 2),
                3 => ("‴", 3),
                _ => ("⁗", 4),
            };
            count -= length;
            let prime = Atom::new(sign, Class::Ordinary, Role::Identifier);
            cell.script(
                Corner::Sup,
                vec![Node::Atom(prime)],
                Written { apart: false, prime: true },
            );
        }
    }

    /// An argument: a group, or one token with what it takes. Empty if there is none.
    fn argument(&mut self) -> List {
        self.lexer.skip_blanks();
        let at = self.lexer.at();
        let token = self.lexer.peek();
        match token {
            Some(Token::Open) => {
                self.lexer.next();
                self.group(at)
            }
            Some(token) if !self.ends(token) && !is_script(token) && token != Token::Close => {
                self.lexer.next();
                self.deeper(|parser| {
                    let mut cell = Cell::default();
                    match token {
                        Token::Char(char) if is_digit(char) => {
                            cell.push(parser.letter(char));
                        }
                        _ => parser.step(&mut cell, token, at, false),
                    }
                    parser.brackets -= cell.opened().min(parser.brackets);
                    cell.finish()
                })
            }
            _ => {
                self.recover(RecoveryKind::MissingArgument, at);
                Vec::new()
            }
        }
    }

    /// What stands in square brackets, if such follow.
    fn optional(&mut self) -> Option<List> {
        let before = self.lexer.at();
        self.lexer.skip_blanks();
        if !self.lexer.take("[") {
            self.lexer.go_to(before);
            return None;
        }
        let list = self.scoped(Scope::Bracket);
        self.lexer.take("]");
        Some(list)
    }

    /// An argument as it is written, for what is no mathematics; short, and without braces.
    fn argument_text(&mut self) -> &'a str {
        self.lexer.skip_blanks();
        if !self.lexer.take("{") {
            return "";
        }
        let text = self.lexer.take_while(|c| !matches!(c, '{' | '}'));
        self.lexer.take("}");
        text
    }
}

/// Whether a row goes on from the one above.
fn begins_with_relation(row: &Row) -> bool {
    row.cells.first().and_then(|cell| cell.first()).is_some_and(is_relation)
}

fn is_relation(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => atom.class == Class::Relation,
        Node::Scripts(scripts) => scripts.base.first().is_some_and(is_relation),
        Node::Arrow(_) => true,
        _ => false,
    }
}

/// Makes two columns of rows that each have a relation. False if one has none.
fn split_at_relations(rows: &mut [Row]) -> bool {
    let relation = |row: &Row| row.cells.first().and_then(|cell| cell.iter().position(is_relation));
    let places: Option<Vec<usize>> = rows.iter().map(relation).collect();
    let Some(places) = places else { return false };
    for (row, at) in rows.iter_mut().zip(places) {
        let right = row.cells.first_mut().map(|cell| cell.split_off(at));
        row.cells.extend(right);
    }
    true
}

fn is_script(token: Token<'_>) -> bool {
    matches!(token, Token::Superscript | Token::Subscript)
}
