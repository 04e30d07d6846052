//! Brackets: `\left…\right`, the plain ones, the bars, and those of a size.
//!
//! Matching only; stretching is the layout's. Invariant: a plain bracket is matched within
//! its cell or stays a sign.

use super::super::Role;
use super::super::class::Class;
use super::super::lexer::Token;
use super::super::node::{Atom, Bracket, Fence, List, Node};
use super::super::recovery::RecoveryKind;
use super::super::symbol;
use super::cell::Cell;
use super::{BRACKETS, Parser, Scope};

/// How far to look for the bar that would close one.
const BAR_REACH: usize = 200;

impl Parser<'_> {
    /// `\left`, already passed, up to its `\right`.
    pub(super) fn left(&mut self, at: usize) -> Node {
        let open = self.delimiter().unwrap_or("");
        let body = self.scoped(Scope::Left);
        let close = if self.lexer.peek() == Some(Token::Command("right")) {
            self.lexer.next();
            self.delimiter().unwrap_or("")
        } else {
            self.recover(RecoveryKind::MissingRight, at);
            ""
        };
        Node::Fence(Box::new(Fence { open, close, body }))
    }

    /// A `\right` that ends nothing.
    pub(super) fn stray_right(&mut self, cell: &mut Cell, at: usize) {
        self.recover(RecoveryKind::StrayRight, at);
        if let Some(sign) = self.delimiter().filter(|sign| !sign.is_empty()) {
            self.bracket(cell, sign, Class::Closing);
        }
    }

    /// The bracket after `\left`, `\right`, `\middle` or `\big`; empty for `.`. None, and
    /// nothing passed, if there is none.
    pub(super) fn delimiter(&mut self) -> Option<&'static str> {
        let before = self.lexer.at();
        self.lexer.skip_blanks();
        let found = match self.lexer.next() {
            Some(Token::Char(".")) => Some(""),
            Some(Token::Char("<") | Token::Command("lt")) => Some("⟨"),
            Some(Token::Char(">") | Token::Command("gt")) => Some("⟩"),
            Some(Token::Char(char)) => symbol::sign(char).map(|s| s.text).filter(|s| stretches(s)),
            Some(Token::Command("|" | "Vert")) => Some("‖"),
            Some(Token::Command("vert")) => Some("|"),
            Some(Token::Command("backslash")) => Some("\\"),
            Some(Token::Command(name)) => {
                symbol::command(name).map(|s| s.text).filter(|s| stretches(s))
            }
            // `\left{` for `\left\{`, as many write.
            Some(Token::Open) if self.opens_no_group() => Some("{"),
            _ => None,
        };
        if found.is_none() {
            self.lexer.go_to(before);
        }
        found
    }

    /// Whether the brace just passed has no partner before the next `\right`.
    fn opens_no_group(&self) -> bool {
        let rest = self.lexer.rest();
        let head = rest.split_once("\\right").map_or("", |(head, _)| head);
        head.bytes().filter(|b| *b == b'{').count() >= head.bytes().filter(|b| *b == b'}').count()
            && !head.is_empty()
    }

    /// A bracket as it is written.
    pub(super) fn bracket(&mut self, cell: &mut Cell, sign: &'static str, class: Class) {
        if class == Class::Opening {
            cell.push(Node::Atom(Atom::new(sign, class, Role::Structure)));
            if self.brackets < BRACKETS {
                self.brackets += 1;
                cell.open(sign);
            }
            return;
        }
        let given_up = cell.close(sign, |open| matches_up(open, sign));
        if given_up == 0 {
            cell.push(Node::Atom(Atom::new(sign, class, Role::Structure)));
        }
        self.brackets -= given_up.min(self.brackets);
    }

    /// A `|`: it opens, closes, or stands alone.
    pub(super) fn bar(&mut self, cell: &mut Cell, apart: bool) {
        let double = self.lexer.rest().starts_with('|');
        let innermost = cell.innermost();
        let operand = operand_before(cell);
        if operand && innermost == Some("‖") && double {
            self.lexer.take("|");
            return self.bracket(cell, "‖", Class::Closing);
        }
        if operand && innermost == Some("|") {
            return self.bracket(cell, "|", Class::Closing);
        }
        if !operand && double && self.bars_ahead(true) > 1 {
            self.lexer.take("|");
            return self.bracket(cell, "‖", Class::Opening);
        }
        let ahead = self.bars_ahead(false);
        if (!operand && ahead > 0) || (operand && ahead % 2 == 1) {
            return self.bracket(cell, "|", Class::Opening);
        }
        // `{x | x > 0}` with its blanks is a relation; `P(A|B)` is set close.
        let related = apart && operand && self.lexer.rest().starts_with(char::is_whitespace);
        let class = if related { Class::Relation } else { Class::Ordinary };
        cell.push(Node::Atom(Atom::new("|", class, Role::Structure)));
    }

    /// `\|` or `\Vert`: it opens, closes, or stands alone.
    pub(super) fn double_bar(&mut self, cell: &mut Cell) {
        let operand = operand_before(cell);
        if operand && cell.innermost() == Some("‖") {
            self.bracket(cell, "‖", Class::Closing);
        } else if !operand || self.lexer.rest().contains("\\|") {
            self.bracket(cell, "‖", Class::Opening);
        } else {
            cell.push(Node::Atom(Atom::new("‖", Class::Ordinary, Role::Structure)));
        }
    }

    /// How many bars follow before a bracket, group or cell closes that was open here.
    fn bars_ahead(&self, skip_first: bool) -> usize {
        let mut depth = 0_usize;
        let mut bars = 0;
        let mut escaped = false;
        for byte in self.lexer.rest().bytes().skip(usize::from(skip_first)).take(BAR_REACH) {
            match byte {
                b'{' | b'(' | b'[' => depth += 1,
                b'}' | b')' | b']' => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => break,
                },
                b'&' => break,
                b'\\' if escaped => break,
                b'|' if depth == 0 && !escaped => bars += 1,
                _ => {}
            }
            escaped = byte == b'\\' && !escaped;
        }
        bars
    }

    /// `\big` and its kin: they hold what they stand around, so they are matched as plain
    /// brackets are, and stretch.
    pub(super) fn big(&mut self, cell: &mut Cell, class: Option<Class>) {
        let Some(sign) = self.delimiter().filter(|sign| !sign.is_empty()) else { return };
        let own = symbol::sign(sign).map(|symbol| symbol.class);
        let own = own.filter(|class| matches!(class, Class::Opening | Class::Closing));
        match class.or(own) {
            Some(class @ (Class::Opening | Class::Closing)) => self.bracket(cell, sign, class),
            _ if sign == "|" && class.is_none() && cell.innermost() == Some("|") => {
                self.bracket(cell, sign, Class::Closing);
            }
            _ if sign == "|" && class.is_none() && !operand_before(cell) => {
                self.bracket(cell, sign, Class::Opening);
            }
            class => {
                let class = class.unwrap_or(Class::Ordinary);
                cell.push(Node::Bracket(Bracket { sign, class }));
            }
        }
    }

    /// `\bra{x}`, `\set{x}`: an argument between brackets.
    pub(super) fn between(&mut self, open: &'static str, close: &'static str) -> Node {
        let body = self.argument();
        Node::Fence(Box::new(Fence { open, close, body }))
    }

    /// `\middle`: a bracket inside `\left…\right`.
    pub(super) fn middle(&mut self) -> Option<Node> {
        let sign = self.delimiter().filter(|sign| !sign.is_empty())?;
        Some(Node::Bracket(Bracket { sign, class: Class::Relation }))
    }

    /// An argument that may be one bracket, as `\genfrac` takes them.
    pub(super) fn bracket_argument(&mut self) -> &'static str {
        self.lexer.skip_blanks();
        if !self.lexer.take("{") {
            return self.delimiter().unwrap_or("");
        }
        let sign = self.delimiter().unwrap_or("");
        let _: List = self.scoped(Scope::Brace);
        self.lexer.take("}");
        sign
    }
}

/// Whether what stands before could be what a closing bar closes.
fn operand_before(cell: &Cell) -> bool {
    !matches!(
        cell.before(),
        None | Some(
            Class::Binary
                | Class::Relation
                | Class::Opening
                | Class::Punctuation
                | Class::Operator
                | Class::Large
        )
    )
}

/// Whether two plain brackets make a pair. Half-open intervals do; a bar only with a bar or,
/// as Dirac writes, with an angle.
fn matches_up(open: &str, close: &str) -> bool {
    match open {
        "|" => matches!(close, "|" | "⟩"),
        "⟨" => matches!(close, "⟩" | "|"),
        "‖" => close == "‖",
        "(" | "[" => matches!(close, ")" | "]"),
        "{" => close == "}",
        _ => !matches!(close, ")" | "]" | "}" | "|" | "‖" | "⟩"),
    }
}

/// Whether a sign may follow `\left`.
fn stretches(sign: &str) -> bool {
    matches!(
        sign,
        "(" | ")"
            | "["
            | "]"
            | "{"
            | "}"
            | "|"
            | "‖"
            | "⟨"
            | "⟩"
            | "⌈"
            | "⌉"
            | "⌊"
            | "⌋"
            | "/"
            | "\\"
            | "↑"
            | "↓"
            | "↕"
            | "⇑"
            | "⇓"
            | "⇕"
            | "⟮"
            | "⟯"
            | "⎰"
            | "⎱"
            | "⟦"
            | "⟧"
            | "⦃"
            | "⦄"
            | "⌜"
            | "⌝"
            | "⌞"
            | "⌟"
    )
}
