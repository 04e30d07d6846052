//! Carries out the commands that are more than a symbol.
//!
//! One short arm for each kind. Invariant: a command that is not known leaves its name.

use super::super::Role;
use super::super::class::Class;
use super::super::command::{self, Command, Family, Font, Shape};
use super::super::node::{
    Accent, Arrow, Atom, Corners, Face, Fraction, Layout, List, Node, Phantom, Root, Scripts,
};
use super::super::recovery::RecoveryKind;
use super::super::symbol::{self, Kind, Limits};
use super::super::{font, negation};
use super::Parser;
use super::cell::{Cell, Corner, Written};
use super::character::is_bracket;

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
            Command::Infix(shape) => self.divide(cell, shape, at),
            Command::Switch(family, face) => self.font = Font { family, face },
            Command::Style(above) => self.inline = above.map_or(self.inline, |above| !above),
            Command::Limits(limits) => set_limits(cell, limits),
            Command::Big(class) => self.big(cell, class),
            Command::Right => self.stray_right(cell, at),
            Command::End => {
                self.recover(RecoveryKind::StrayEnd, at);
                self.arguments_away(1);
            }
            Command::Not => self.negate(cell),
            // Only at the start of a row are they rules.
            Command::Row | Command::Rule => {}
            Command::PartRule => self.arguments_away(1),
            Command::Ignore(arguments) => self.arguments_away(arguments),
            Command::Modulo { bracket, word } => self.modulo(cell, bracket, word),
            Command::Prescript => self.prescript(cell),
            Command::SideSet => self.side_set(cell),
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
            Command::Font(..)
            | Command::Plain
            | Command::Second
            | Command::SecondText
            | Command::ThirdText => {
                let list = self.unwrapped(command);
                push_unwrapped(cell, list);
            }
            _ => {
                if let Some(node) = self.construct(command, at) {
                    cell.push(node);
                }
            }
        }
    }

    /// The commands whose last argument stands as if it had no braces.
    fn unwrapped(&mut self, command: Command) -> List {
        if let Command::Font(family, face) = command {
            return self.in_font(family, face);
        }
        self.optional();
        match command {
            Command::Second | Command::SecondText => self.arguments_away(1),
            Command::ThirdText => self.arguments_away(2),
            _ => {}
        }
        match command {
            Command::SecondText | Command::ThirdText => self.words(Face::default()),
            _ => self.argument(),
        }
    }

    /// The commands that make one node of what follows them.
    fn construct(&mut self, command: Command, at: usize) -> Option<Node> {
        let node = match command {
            Command::Fraction(shape) => self.fraction(shape),
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
            Command::Left => self.left(at),
            Command::Middle => self.middle()?,
            Command::Begin => self.environment(at)?,
            Command::Over | Command::Under | Command::OverUnder => self.stack(command),
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
            Command::Cancel => Node::Cancel(self.argument()),
            Command::CancelTo => {
                let (value, body) = self.two();
                let after = Corners { sub: None, sup: Some(value) };
                let base = vec![Node::Cancel(body)];
                Node::Scripts(Box::new(Scripts { base, after, ..Scripts::default() }))
            }
            Command::Class(class) => self.with_class(class),
            Command::Tag => {
                self.lexer.take("*");
                Node::Tag(self.words(Face::default()))
            }
            Command::Between(open, close) => self.between(open, close),
            Command::Choice => {
                let list = self.argument();
                for _ in 0..3 {
                    self.argument();
                }
                Node::Group(list)
            }
            _ => return self.sign_or_space(command),
        };
        Some(node)
    }

    /// The commands that make a sign, a word or a space.
    fn sign_or_space(&mut self, command: Command) -> Option<Node> {
        let word = |word, role| Node::Atom(Atom::new(word, Class::Ordinary, role));
        let node = match command {
            Command::Space(columns) => Node::Space(columns),
            Command::SpaceBy => Node::Space(self.dimension()),
            Command::Verbatim => self.verbatim(),
            Command::CharNumber => self.char_number(),
            Command::Word(text) => word(text, Role::Text),
            Command::Picture => {
                self.optional();
                self.arguments_away(1);
                word("[image]", Role::Text)
            }
            Command::Bar => {
                self.optional();
                self.arguments_away(2);
                word("▬", Role::Structure)
            }
            _ => return None,
        };
        Some(node)
    }

    fn arguments_away(&mut self, count: usize) {
        for _ in 0..count {
            self.argument_text();
        }
    }

    fn divide(&mut self, cell: &mut Cell, shape: Shape, at: usize) {
        if !cell.divide(shape) {
            self.recover(RecoveryKind::DoubleOver, at);
        }
    }

    fn fraction(&mut self, shape: Shape) -> Node {
        self.optional();
        let (above, below) = self.two();
        let (bar, open, close) = (shape.bar, shape.open, shape.close);
        Node::Fraction(Box::new(Fraction { above, below, bar, open, close }))
    }

    fn stack(&mut self, command: Command) -> Node {
        let (first, second) = self.two();
        match command {
            Command::Over => stacked(second, None, Some(first)),
            Command::Under => stacked(second, Some(first), None),
            _ => stacked(self.argument(), Some(second), Some(first)),
        }
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
