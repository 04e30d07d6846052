//! Carries out the commands that are more than a symbol.
//!
//! One short arm for each kind. Invariant: a command that is not known leaves its name.

use super::super::Role;
use super::super::class::Class;
use super::super::command::{self, Command, Family, Font};
use super::super::lexer::Lexer;
use super::super::node::{
    Accent, Arrow, Atom, Corners, Face, Fraction, Layout, List, Node, Phantom, Root, Scripts,
};
use super::super::recovery::RecoveryKind;
use super::super::symbol::{self, Kind, Limits};
use super::super::{font, negation};
use super::cell::{Cell, Corner, Written};
use super::chemistry;
use super::{Parser, Scope, is_bracket};

impl<'a> Parser<'a> {
    /// A command, already passed, that began at `at`.
    pub(super) fn command(&mut self, cell: &mut Cell, name: &'a str, at: usize) {
        if let Some(command) = command::find(name) {
            self.carry_out(cell, command, at);
        } else if matches!(name, "|" | "Vert") {
            self.double_bar(cell);
        } else if matches!(name, "vert") {
            self.bar(cell, true);
        } else if let Some(symbol) = symbol::command(name) {
            if is_bracket(&symbol) {
                self.bracket(cell, symbol.text, symbol.class);
            } else {
                cell.push(Node::Atom(self.symbol_atom(symbol)));
            }
        } else {
            self.unknown(cell, name, at);
        }
    }

    fn unknown(&mut self, cell: &mut Cell, name: &str, at: usize) {
        // A backslash before a blank, a line end, or what needs none.
        match name {
            "" | "\n" | "\t" | "\r" | "/" | "-" | "@" => cell.push(Node::Space(0)),
            "(" | ")" | "[" | "]" => self.recover(RecoveryKind::StrayDollar, at),
            "\"" | "'" | "`" | "=" | "." | "^" | "*" => {
                cell.push(self.letter(font::ascii(name).unwrap_or_default()));
            }
            _ => {
                self.recover(RecoveryKind::UnknownCommand(font::shown(name).into_owned()), at);
                let word = font::shown(name).into_owned();
                let atom = Atom::new(word, Class::Ordinary, Role::Text);
                cell.push(Node::Atom(atom));
            }
        }
    }

    fn carry_out(&mut self, cell: &mut Cell, command: Command, at: usize) {
        match command {
            Command::Infix(shape) => {
                if shape.bar && self.lexer.rest().starts_with("withdelims") {
                    self.lexer.take("withdelims");
                }
                if !cell.divide(shape) {
                    self.recover(RecoveryKind::DoubleScript, at);
                }
            }
            Command::Switch(family, face) => self.font = Font { family, face },
            Command::Style(above) => {
                if let Some(above) = above {
                    self.inline = !above;
                }
            }
            Command::Limits(limits) => set_limits(cell, limits),
            Command::Big(class) => self.big(cell, class),
            Command::Right => self.stray_right(cell, at),
            Command::End => {
                self.recover(RecoveryKind::StrayEnd, at);
                self.argument_text();
            }
            Command::Not => self.negate(cell),
            // Only at the start of a row are they rules.
            Command::Row | Command::Rule => {}
            Command::PartRule => {
                self.argument_text();
            }
            Command::Ignore(arguments) => {
                for _ in 0..arguments {
                    self.argument_text();
                }
            }
            Command::Modulo { bracket, word } => self.modulo(cell, bracket, word),
            Command::Prescript => self.prescript(cell),
            Command::SideSet => self.side_set(cell),
            Command::Font(family, face) => {
                let list = self.in_font(family, face);
                push_unwrapped(cell, list);
            }
            Command::Plain => {
                self.optional();
                let list = self.argument();
                push_unwrapped(cell, list);
            }
            Command::Second | Command::SecondText | Command::ThirdText => {
                self.optional();
                self.argument_text();
                if command == Command::ThirdText {
                    self.argument_text();
                }
                let list = match command {
                    Command::Second => self.argument(),
                    _ => self.words(Face::default()),
                };
                push_unwrapped(cell, list);
            }
            Command::Text(face) => cell.extend(self.words(face)),
            Command::TextScript(raised) => {
                let script = self.words(Face::default());
                let corner = if raised { Corner::Sup } else { Corner::Sub };
                cell.script(corner, script, Written { apart: false, prime: false });
            }
            Command::Chemistry | Command::Units => {
                let list = self.chemistry(at, command == Command::Units);
                cell.extend(list);
            }
            Command::Choice => {
                let list = self.argument();
                for _ in 0..3 {
                    self.argument();
                }
                cell.push(Node::Group(list));
            }
            _ => {
                if let Some(node) = self.construct(command, at) {
                    cell.push(node);
                }
            }
        }
    }

    /// The commands that make one node of what follows them.
    fn construct(&mut self, command: Command, at: usize) -> Option<Node> {
        let node = match command {
            Command::Fraction(shape) => {
                self.optional();
                let (above, below) = self.two();
                let (bar, open, close) = (shape.bar, shape.open, shape.close);
                Node::Fraction(Box::new(Fraction { above, below, bar, open, close }))
            }
            Command::GeneralFraction => self.general_fraction(),
            Command::Root => {
                let index = self.optional().unwrap_or_default();
                let body = self.argument();
                Node::Root(Box::new(Root { index, body }))
            }
            Command::Accent(mark) => {
                let body = self.argument();
                Node::Accent(Box::new(Accent { mark, body }))
            }
            Command::Verbatim => self.verbatim(),
            Command::Space(columns) => Node::Space(columns),
            Command::SpaceBy => Node::Space(self.dimension()),
            Command::Left => self.left(at),
            Command::Middle => self.middle()?,
            Command::Begin => self.environment(at)?,
            Command::Over => {
                let (over, base) = self.two();
                stacked(base, None, Some(over))
            }
            Command::Under => {
                let (under, base) = self.two();
                stacked(base, Some(under), None)
            }
            Command::OverUnder => {
                let (over, under) = self.two();
                stacked(self.argument(), Some(under), Some(over))
            }
            Command::Substack => self.braced_rows(Layout::Stack, "", ""),
            Command::Rows(layout, open, close) => self.braced_rows(layout, open, close),
            Command::Arrow(parts) => {
                let below = self.optional().unwrap_or_default();
                let above = self.argument();
                Node::Arrow(Box::new(Arrow { parts, above, below }))
            }
            Command::OperatorName => self.operator_name(),
            Command::Phantom(width, height) => {
                let body = self.argument();
                Node::Phantom(Box::new(Phantom { body, width, height }))
            }
            Command::Boxed => Node::Boxed(self.argument()),
            Command::CancelTo => {
                let (value, body) = self.two();
                let after = Corners { sub: None, sup: Some(value) };
                let base = vec![Node::Cancel(body)];
                Node::Scripts(Box::new(Scripts { base, after, ..Scripts::default() }))
            }
            Command::Picture => {
                self.optional();
                self.argument_text();
                Node::Atom(Atom::new("[image]", Class::Ordinary, Role::Text))
            }
            Command::Cancel => Node::Cancel(self.argument()),
            Command::Class(class) => self.with_class(class),
            Command::Tag => {
                self.lexer.take("*");
                Node::Tag(self.words(Face::default()))
            }
            Command::CharNumber => self.char_number(),
            Command::Between(open, close) => self.between(open, close),
            Command::Word(word) => Node::Atom(Atom::new(word, Class::Ordinary, Role::Text)),
            Command::Bar => {
                self.optional();
                self.argument_text();
                self.argument_text();
                Node::Atom(Atom::new("▬", Class::Ordinary, Role::Structure))
            }
            _ => return None,
        };
        Some(node)
    }

    fn two(&mut self) -> (List, List) {
        let first = self.argument();
        (first, self.argument())
    }

    fn in_font(&mut self, family: Family, face: Face) -> List {
        let before = self.font;
        let merged =
            Face { bold: face.bold || before.face.bold, italic: face.italic || before.face.italic };
        self.font = Font { family, face: merged };
        let list = self.argument();
        self.font = before;
        list
    }

    fn general_fraction(&mut self) -> Node {
        let open = self.bracket_argument();
        let close = self.bracket_argument();
        let thickness = self.argument_text();
        let bar = !thickness.trim().starts_with('0');
        self.argument_text();
        let (above, below) = self.two();
        Node::Fraction(Box::new(Fraction { above, below, bar, open, close }))
    }

    /// `\not` and what follows, as one sign.
    fn negate(&mut self, cell: &mut Cell) {
        let mut list = self.argument();
        if let Some(Node::Atom(atom)) = list.first_mut() {
            atom.text = negation::of(&atom.text);
        }
        cell.extend(list);
    }

    fn modulo(&mut self, cell: &mut Cell, bracket: bool, word: bool) {
        let mut body = Vec::new();
        if word {
            body.push(Node::Atom(Atom {
                kind: Kind::Function,
                ..Atom::new("mod", Class::Operator, Role::Operator)
            }));
        }
        if !bracket {
            // `a \mod b` is written for `a mod b`; the operand follows by itself.
            cell.push(Node::Atom(Atom::new("mod", Class::Binary, Role::Operator)));
            return;
        }
        body.extend(self.argument());
        cell.push(Node::Space(1));
        cell.push(Node::Fence(Box::new(super::super::node::Fence { open: "(", close: ")", body })));
    }

    fn prescript(&mut self, cell: &mut Cell) {
        let (sup, sub) = self.two();
        let base = self.argument();
        let some = |list: List| Some(list).filter(|list| !list.is_empty());
        let before = Corners { sub: some(sub), sup: some(sup) };
        cell.push(Node::Scripts(Box::new(Scripts { base, before, ..Scripts::default() })));
    }

    fn side_set(&mut self, cell: &mut Cell) {
        let corners = |list: List| match list.into_iter().next() {
            Some(Node::Scripts(scripts)) => scripts.after,
            _ => Corners::default(),
        };
        let (before, after) = self.two();
        let base = self.argument();
        let (before, after) = (corners(before), corners(after));
        cell.push(Node::Scripts(Box::new(Scripts { base, before, after, stacked: false })));
    }

    fn operator_name(&mut self) -> Node {
        let limits = if self.lexer.take("*") { Limits::Stacked } else { Limits::Side };
        let before = self.font;
        self.font.family = Family::Roman;
        let list = self.argument();
        self.font = before;
        let mut text = String::new();
        for node in &list {
            match node {
                Node::Atom(atom) if &*atom.text == "−" => text.push('-'),
                Node::Atom(atom) => text.push_str(&atom.text),
                Node::Space(columns) if *columns > 0 => text.push(' '),
                _ => return classed(list, Class::Operator),
            }
        }
        let atom = Atom::new(text, Class::Operator, Role::Operator);
        Node::Atom(Atom { kind: Kind::Function, limits, ..atom })
    }

    fn with_class(&mut self, class: Class) -> Node {
        let list = self.argument();
        classed(list, class)
    }

    /// A length as columns: an em is two of them, an ex one.
    fn dimension(&mut self) -> isize {
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
    fn char_number(&mut self) -> Node {
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

    fn verbatim(&mut self) -> Node {
        self.lexer.take("*");
        let open = self.lexer.rest().chars().next().unwrap_or(' ');
        let close = if open == '{' { '}' } else { open };
        self.lexer.take(open.encode_utf8(&mut [0; 4]));
        let text = self.lexer.take_while(|c| c != close);
        self.lexer.take(close.encode_utf8(&mut [0; 4]));
        Node::Atom(Atom::new(font::shown(text).into_owned(), Class::Ordinary, Role::Text))
    }

    /// `\ce{…}`: the argument is no TeX, but may hold some.
    fn chemistry(&mut self, at: usize, units: bool) -> List {
        self.lexer.skip_blanks();
        if !self.lexer.take("{") {
            return self.argument();
        }
        let Some(formula) = self.lexer.take_group() else {
            self.recover(RecoveryKind::MissingBrace, at);
            self.scopes.push(Scope::Brace);
            let list = self.deeper(|parser| parser.content(at));
            self.scopes.pop();
            return list;
        };
        let end = self.lexer;
        let read = if units { chemistry::units } else { chemistry::parse };
        let list = self.deeper(|parser| read(formula, parser));
        if self.failure.is_none() {
            self.lexer = end;
        }
        list
    }

    /// Reads another text in the place of this one, at the same depth.
    pub(super) fn read_apart(&mut self, tex: &'a str) -> List {
        let lexer = std::mem::replace(&mut self.lexer, Lexer::new(tex));
        let scopes = std::mem::take(&mut self.scopes);
        let list = self.deeper(|parser| parser.content(0));
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

fn stacked(base: List, sub: Option<List>, sup: Option<List>) -> Node {
    let after = Corners { sub, sup };
    Node::Scripts(Box::new(Scripts { base, before: Corners::default(), after, stacked: true }))
}

/// One atom of a class, of whatever is in the list.
fn classed(mut list: List, class: Class) -> Node {
    if let [Node::Atom(atom)] = list.as_mut_slice() {
        atom.class = class;
        if class == Class::Large {
            atom.limits = Limits::Stacked;
        }
        return Node::Atom(atom.clone());
    }
    if class == Class::Ordinary { Node::Group(list) } else { Node::Classed(class, list) }
}

/// What has no braces of its own for its neighbours: a colour, a font.
fn push_unwrapped(cell: &mut Cell, mut list: List) {
    if list.len() == 1 {
        cell.extend(list);
    } else if list.iter().all(|node| matches!(node, Node::Atom(_))) {
        cell.push(Node::Group(std::mem::take(&mut list)));
    } else {
        cell.extend(list);
    }
}

fn set_limits(cell: &mut Cell, limits: Limits) {
    match cell.last_mut() {
        Some(Node::Atom(atom)) => atom.limits = limits,
        Some(Node::Scripts(scripts)) => scripts.stacked = limits == Limits::Stacked,
        _ => {}
    }
}
