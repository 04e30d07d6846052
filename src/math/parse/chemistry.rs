//! Chemistry: `\ce{2H2 + O2 -> 2H2O}` and `\pu{12 kJ mol-1}`.
//!
//! A notation of its own, which holds TeX in places. It draws nothing. Invariant: what is no
//! part of the notation is shown as it is written.

use std::ops::Range;

use super::super::Role;
use super::super::class::Class;
use super::super::lexer::{Lexer, Token};
use super::super::node::{Arrow, Atom, Fraction, List, Node};
use super::super::{font, symbol};
use super::Parser;
use super::cell::{Cell, Corner, Written};

/// Arrows, the longer ones first, with the parts that a label is set on.
const ARROWS: &[(&str, &str, [&str; 3])] = &[
    ("<=>>", "⇌", ["↽", "═", "⇀"]),
    ("<<=>", "⇌", ["↽", "═", "⇀"]),
    ("<-->", "⇄", ["←", "─", "→"]),
    ("<=>", "⇌", ["↽", "═", "⇀"]),
    ("<->", "↔", ["←", "─", "→"]),
    ("->", "→", ["─", "─", "→"]),
    ("<-", "←", ["←", "─", "─"]),
];

/// What stands before the place that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or an operator: a number is an amount.
    Start,
    /// An amount.
    Amount,
    /// An element or a closing bracket: a number is a subscript.
    Species,
}

/// A reaction or a compound.
pub fn parse(formula: &Range<usize>, parser: &mut Parser<'_>) -> List {
    Reaction::new(formula, parser, false).read()
}

/// A quantity with its unit.
pub fn units(text: &Range<usize>, parser: &mut Parser<'_>) -> List {
    Reaction::new(text, parser, true).read()
}

struct Reaction<'a, 'p> {
    lexer: Lexer<'a>,
    parser: &'p mut Parser<'a>,
    cell: Cell,
    before: Before,
    /// Digits after letters are exponents, not counts.
    units: bool,
}

impl<'a, 'p> Reaction<'a, 'p> {
    fn new(formula: &Range<usize>, parser: &'p mut Parser<'a>, units: bool) -> Self {
        let lexer = parser.lexer.within(formula);
        Self { lexer, parser, cell: Cell::default(), before: Before::Start, units }
    }

    fn read(mut self) -> List {
        loop {
            let apart = self.lexer.skip_blanks();
            if self.arrow() {
                continue;
            }
            let at = self.lexer.at();
            let Some(token) = self.lexer.next() else { break };
            self.token(token, at, apart);
        }
        self.cell.finish()
    }

    fn token(&mut self, token: Token<'a>, at: usize, apart: bool) {
        match token {
            Token::Char(char) => self.character(char, apart),
            Token::Superscript => self.script(Corner::Sup, apart),
            Token::Subscript => self.script(Corner::Sub, apart),
            Token::Open => {
                self.space(apart);
                let inner = self.group();
                let list = self.nested(&inner);
                self.cell.push(Node::Group(list));
                self.before = Before::Species;
            }
            Token::Command(name) => self.command(name, at, apart),
            Token::Tie => self.cell.push(Node::Space(1)),
            Token::Prime => self.push("′", Class::Ordinary),
            Token::Column | Token::Close => {}
        }
    }

    /// What stands in braces that are open.
    fn group(&mut self) -> Range<usize> {
        let start = self.lexer.at();
        if let Some(group) = self.lexer.take_group() {
            return start..start + group.len();
        }
        self.lexer.stop();
        start..self.lexer.at()
    }

    /// What is for as long as `wanted` holds, as a part of the text.
    fn part_while(&mut self, wanted: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.lexer.at();
        self.lexer.take_while(wanted);
        start..self.lexer.at()
    }

    fn nested(&mut self, formula: &Range<usize>) -> List {
        let units = self.units;
        self.parser.deeper(|parser| Reaction::new(formula, parser, units).read())
    }

    fn push(&mut self, sign: &'static str, class: Class) {
        self.cell.push(Node::Atom(Atom::new(sign, class, Role::Operator)));
    }

    /// A blank as it was written, where no operator brings its own.
    fn space(&mut self, apart: bool) {
        if apart && self.before != Before::Start {
            self.cell.push(Node::Space(1));
        }
    }

    fn arrow(&mut self) -> bool {
        let Some((_, sign, parts)) = ARROWS.iter().find(|(text, ..)| self.lexer.take(text)) else {
            return false;
        };
        let above = self.label();
        let below = self.label();
        if above.is_empty() && below.is_empty() {
            self.push(sign, Class::Relation);
        } else {
            let arrow = Arrow { parts: *parts, above, below };
            self.cell.push(Node::Arrow(Box::new(arrow)));
        }
        self.before = Before::Start;
        true
    }

    fn label(&mut self) -> List {
        if !self.lexer.take("[") {
            return Vec::new();
        }
        let label = self.part_while(|c| c != ']');
        self.lexer.take("]");
        self.nested(&label)
    }

    fn character(&mut self, char: &'a str, apart: bool) {
        let next = self.lexer.rest().chars().next();
        let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | '}' | ','));
        match char {
            "$" => {
                self.space(apart);
                let tex = self.part_while(|c| c != '$');
                self.lexer.take("$");
                let list = self.parser.read_apart(&tex);
                self.cell.push(Node::Group(list));
                self.before = Before::Species;
            }
            _ if char.bytes().all(|b| b.is_ascii_digit()) => self.number(char, apart),
            "+" | "-" | "−" if self.before == Before::Species && !apart => {
                self.charge(char, ends);
            }
            "+" => self.operator("+", Class::Binary),
            "-" | "−" => self.operator("−", Class::Binary),
            "=" if self.before == Before::Species && !apart && !ends => {
                self.push("=", Class::Ordinary);
                self.before = Before::Start;
            }
            "=" => self.operator("=", Class::Relation),
            "#" => {
                self.push("≡", Class::Ordinary);
                self.before = Before::Start;
            }
            "*" | "." | "·" if self.before == Before::Species && !ends || char == "·" => {
                self.operator("·", Class::Ordinary);
            }
            "/" => {
                self.push("/", Class::Ordinary);
                self.before = Before::Start;
            }
            "v" if (apart || self.before == Before::Start) && ends => self.marker("↓", apart),
            "(" | "[" => {
                self.space(apart);
                let sign = if char == "(" { "(" } else { "[" };
                self.cell.push(Node::Atom(Atom::new(sign, Class::Opening, Role::Structure)));
                self.cell.open(sign);
                self.before = Before::Start;
            }
            ")" | "]" => {
                let sign = if char == ")" { ")" } else { "]" };
                if self.cell.close(sign, |open| matches!(open, "(" | "[")) == 0 {
                    self.cell.push(Node::Atom(Atom::new(sign, Class::Closing, Role::Structure)));
                }
                self.before = Before::Species;
            }
            "," | ";" => self.operator(if char == "," { "," } else { ";" }, Class::Punctuation),
            _ => self.letters(char, apart),
        }
    }

    fn operator(&mut self, sign: &'static str, class: Class) {
        self.push(sign, class);
        self.before = Before::Start;
    }

    /// Gas and precipitate.
    fn marker(&mut self, sign: &'static str, apart: bool) {
        if apart {
            self.cell.push(Node::Space(1));
        }
        self.push(sign, Class::Ordinary);
        self.before = Before::Species;
    }

    /// A sign directly after a species: its charge, or a bond.
    fn charge(&mut self, sign: &str, ends: bool) {
        let text = if sign == "+" { "+" } else { "−" };
        if self.units {
            // `mol-1`
            let digits = self.lexer.take_while(|c| c.is_ascii_digit());
            let exponent = vec![roman(text), roman_text(digits)];
            self.attach(Corner::Sup, exponent);
        } else if ends || self.lexer.rest().starts_with(['+', '-']) {
            let mut charge = vec![roman(text)];
            while self.lexer.take(sign) {
                charge.push(roman(text));
            }
            self.attach(Corner::Sup, charge);
        } else if sign == "+" {
            self.operator("+", Class::Binary);
        } else {
            self.push("−", Class::Ordinary);
            self.before = Before::Start;
        }
    }

    fn attach(&mut self, corner: Corner, script: List) {
        self.cell.script(corner, script, Written { apart: false, prime: false });
        self.before = Before::Species;
    }

    /// An amount, or how many of what stands before it.
    fn number(&mut self, first: &'a str, apart: bool) {
        let more = self.lexer.take_while(|c| c.is_ascii_digit());
        let mut digits = format!("{first}{more}");
        if self.before == Before::Species && !apart {
            let corner = if self.units { Corner::Sup } else { Corner::Sub };
            return self.attach(corner, vec![roman_text(&digits)]);
        }
        let rest = self.lexer.rest();
        if rest.starts_with('.') && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
            self.lexer.take(".");
            digits.push('.');
            digits.push_str(self.lexer.take_while(|c| c.is_ascii_digit()));
        }
        self.space(apart);
        if let Some(power) = self.power_of_ten() {
            digits.push_str(" × 10");
            self.cell.push(roman_text(&digits));
            self.attach(Corner::Sup, vec![roman_text(&power)]);
            self.before = Before::Amount;
            return;
        }
        let rest = self.lexer.rest();
        if rest.starts_with('/') && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
            self.lexer.take("/");
            let below = self.lexer.take_while(|c| c.is_ascii_digit());
            let fraction = Fraction {
                above: vec![roman_text(&digits)],
                below: vec![roman_text(below)],
                bar: true,
                open: "",
                close: "",
            };
            self.cell.push(Node::Fraction(Box::new(fraction)));
        } else {
            self.cell.push(roman_text(&digits));
        }
        self.before = Before::Amount;
    }

    /// The `e-3` of a number with a unit.
    fn power_of_ten(&mut self) -> Option<String> {
        let rest = self.lexer.rest();
        let power = rest.strip_prefix(['e', 'E']).filter(|_| self.units)?;
        let digits = power.trim_start_matches(['+', '-']);
        digits.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
        let minus = power.starts_with('-');
        let sign = rest.get(..rest.len() - digits.len()).unwrap_or_default();
        self.lexer.take(sign);
        let digits = self.lexer.take_while(|c| c.is_ascii_digit());
        Some(format!("{}{digits}", if minus { "−" } else { "" }))
    }

    /// An element, or a word.
    fn letters(&mut self, first: &'a str, apart: bool) {
        let upper = first.starts_with(char::is_uppercase);
        let more = self.lexer.take_while(|c| {
            if upper { c.is_lowercase() } else { c.is_alphabetic() && c.is_lowercase() }
        });
        self.space(apart);
        if more.is_empty()
            && let Some(symbol) = symbol::sign(first)
        {
            self.cell.push(Node::Atom(Atom::new(symbol.text, symbol.class, symbol.role)));
        } else {
            self.cell.push(roman_text(&format!("{first}{more}")));
        }
        self.before = Before::Species;
    }

    /// `^{2+}`, `^2+`, `_2`, or before an element its numbers.
    fn script(&mut self, corner: Corner, apart: bool) {
        if corner == Corner::Sup && self.lexer.rest().chars().next().is_none_or(char::is_whitespace)
        {
            return self.marker("↑", apart);
        }
        let mut part = if self.lexer.take("{") {
            self.group()
        } else {
            self.part_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        };
        if part.is_empty() {
            // One token, as TeX would take it.
            self.lexer.next();
            part.end = self.lexer.at();
        }
        let script = self.in_script(&part);
        if self.before == Before::Species && !apart {
            self.attach(corner, script);
        } else {
            self.space(apart);
            self.cell.wait(corner, script);
            self.before = Before::Start;
        }
    }

    /// The text of a script: letters upright, `.` the dot of a radical.
    fn in_script(&mut self, part: &Range<usize>) -> List {
        let text = self.lexer.text(part);
        if let Some(tex) = text.strip_prefix('$').and_then(|text| text.strip_suffix('$')) {
            let start = part.start + 1;
            return self.parser.read_apart(&(start..start + tex.len()));
        }
        if text.contains(['\\', '{', '^', '_']) {
            return self.parser.read_apart(part);
        }
        let digits = |c: char| c.is_ascii_digit();
        let mut list = Vec::new();
        for (at, c) in text.char_indices() {
            let between = text.get(..at).unwrap_or_default().ends_with(digits)
                && text.get(at + 1..).unwrap_or_default().starts_with(digits);
            let shown = match c {
                '-' => "−".to_owned(),
                '.' | '*' if !between => "•".to_owned(),
                c if c.is_whitespace() => continue,
                c => c.to_string(),
            };
            list.push(roman_text(&shown));
        }
        list
    }

    /// A command of TeX, with the groups that follow it.
    fn command(&mut self, name: &'a str, at: usize, apart: bool) {
        self.space(apart);
        if name == "bond" {
            self.lexer.take("{");
            let bond = self.group();
            let bond = match self.lexer.text(&bond) {
                "=" | "2" => "=",
                "#" | "3" => "≡",
                "~" | "..." | "...." => "⋯",
                "->" => "→",
                "<-" => "←",
                _ => "−",
            };
            self.push(bond, Class::Ordinary);
            self.before = Before::Start;
            return;
        }
        while self.lexer.take("{") {
            self.group();
        }
        let list = self.parser.read_apart(&(at..self.lexer.at()));
        let relation =
            matches!(list.as_slice(), [Node::Atom(atom)] if atom.class == Class::Relation);
        self.cell.extend(list);
        self.before = if relation { Before::Start } else { Before::Species };
    }
}

fn roman(sign: &'static str) -> Node {
    Node::Atom(Atom::new(sign, Class::Ordinary, Role::Text))
}

fn roman_text(text: &str) -> Node {
    Node::Atom(Atom::new(font::shown(text).into_owned(), Class::Ordinary, Role::Text))
}
