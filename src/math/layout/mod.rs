//! From a tree to boxes.
//!
//! One walk serves the display and the one-line form: on one line, and in scripts, what
//! would stand in two dimensions is written side by side. Nothing is broken here and nothing
//! is cut. Invariant: on one line every box has one row.

mod accent;
mod array;
mod diagram;
mod fence;
mod flat;
mod fraction;
mod list;
mod operator;
mod root;
mod rows;
mod script;

pub use array::{Air, Stack};
pub use fraction::shifted;
pub use list::Item;
pub use rows::WholePair;

use std::borrow::Cow;

use super::boxes::{Edge, MathBox};
use super::class::Class;
use super::node::{Atom, Face, List, Node};
use super::scripts::Fit;
use super::symbol::Kind;
use super::{Charset, Role, negation, symbol};

/// How a formula is set.
#[derive(Clone, Copy, Debug)]
pub struct Setter {
    charset: Charset,
    /// Everything on one row.
    linear: bool,
    /// Scripts within scripts.
    level: usize,
    fit: Fit,
    /// The parts of a fraction wider than this are broken.
    room: usize,
    /// The rows above and below of what stands before a bracket without a partner.
    beside: (usize, usize),
}

impl Setter {
    /// For the one-line form of a formula.
    pub fn line(list: &List, charset: Charset) -> Self {
        Self::new(list, charset, true)
    }

    /// For the display of a formula.
    pub fn display(list: &List, charset: Charset) -> Self {
        Self::new(list, charset, false)
    }

    fn new(list: &List, charset: Charset, linear: bool) -> Self {
        let fit = match charset {
            Charset::Unicode => Fit::of(list, linear),
            Charset::Ascii => Fit::NONE,
        };
        Self { charset, linear, level: 0, fit, room: usize::MAX, beside: (0, 0) }
    }

    /// With fractions of at most so many columns, if they can be broken that far.
    pub const fn within(self, room: usize) -> Self {
        Self { room, ..self }
    }

    const fn is_ascii(self) -> bool {
        matches!(self.charset, Charset::Ascii)
    }

    /// Whether fractions and roots are written side by side.
    const fn is_flat(self) -> bool {
        self.linear || self.level > 0
    }

    const fn in_script(self) -> Self {
        Self { level: self.level + 1, ..self }
    }

    /// One of two texts, by the character set.
    const fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.is_ascii() { ascii } else { unicode }
    }

    /// A list as one box.
    pub fn list(self, list: &[Node]) -> MathBox {
        let mut all = MathBox::default();
        for item in self.items(list) {
            all.join(item.set, item.gap);
        }
        all
    }

    /// A node as a box. `factor` is whether something is multiplied with it, so that on one
    /// line a fraction needs brackets.
    fn node(self, node: &Node, factor: bool) -> MathBox {
        match node {
            Node::Atom(atom) => self.atom(atom),
            Node::Group(list) | Node::Classed(_, list) => self.list(list),
            Node::Space(_) => MathBox::default(),
            Node::Scripts(scripts) => self.scripts(scripts),
            Node::Fraction(fraction) => self.fraction(fraction, factor),
            Node::Root(root) => self.root(root),
            Node::Fence(fence) => self.fence(fence),
            Node::Bracket(bracket) => self.stretched(bracket.sign, self.beside.0, self.beside.1),
            Node::Array(array) => self.array(array),
            Node::Accent(accent) => self.accent(accent),
            Node::Arrow(arrow) => self.arrow(arrow),
            Node::Shaft(shaft) => self.shaft(shaft),
            Node::Phantom(phantom) => self.phantom(phantom),
            Node::Boxed(list) => self.boxed(list),
            Node::Cancel(list) => self.cancel(list),
            Node::Tag(list) => {
                let body = self.list(list);
                MathBox::row([MathBox::sign("("), body, MathBox::sign(")")])
            }
        }
    }

    fn atom(self, atom: &Atom) -> MathBox {
        if atom.kind == Kind::Integral && !self.is_flat() {
            return self.integral(&atom.text);
        }
        let text = self.text(atom);
        let respelled = text.len() > 1 && text != atom.text;
        let set = MathBox::text(text, atom.role, atom.face);
        let is_word = atom.kind == Kind::Function
            || (atom.class == Class::Binary && set.left == Edge::Letter)
            || (respelled && set.left == Edge::Letter);
        if is_word { set.edges(Edge::Word, Edge::Word) } else { set }
    }

    /// A text in the character set.
    fn text(self, atom: &Atom) -> Cow<'static, str> {
        let text = &atom.text;
        if !self.is_ascii() || text.is_ascii() {
            return text.clone();
        }
        if let Some(ascii) = symbol::ascii(text) {
            return Cow::Borrowed(ascii);
        }
        Cow::Owned(super::ascii::spell(text))
    }

    /// Something in its frame.
    fn boxed(self, list: &[Node]) -> MathBox {
        let body = self.list(list);
        if self.is_flat() {
            return MathBox::row([MathBox::sign("["), body, MathBox::sign("]")]);
        }
        let (above, below) = (body.above, body.below);
        let width = body.width + 2;
        let [top, bottom] = if self.is_ascii() {
            [["+", "-", "+"], ["+", "-", "+"]]
        } else {
            [["┌", "─", "┐"], ["└", "─", "┘"]]
        };
        let mut side = MathBox::default();
        side.put(self.vertical(above, below), 0, 0);
        let mut frame = side.clone();
        frame.join(body, 1);
        frame.join(side, 1);
        let edge = |[left, fill, right]: [&str; 3]| {
            MathBox::drawn(format!("{left}{}{right}", fill.repeat(width)), width + 2)
        };
        frame.put_above(edge(top), 0);
        frame.put_below(edge(bottom), 0);
        frame.solid().edges(Edge::Sign, Edge::Sign)
    }

    /// A vertical rule.
    fn vertical(self, above: usize, below: usize) -> MathBox {
        let mut rule = MathBox::default();
        let top = MathBox::blank(0, above, 0).top();
        rule.put(MathBox::column(self.either("│", "|"), above + 1 + below), 0, top);
        rule.solid()
    }

    fn cancel(self, list: &[Node]) -> MathBox {
        let mut body = self.list(list);
        if self.is_ascii() {
            let name = MathBox::text("cancel", Role::Operator, Face::default());
            return MathBox::row([name, MathBox::sign("("), body, MathBox::sign(")")]);
        }
        for piece in body.pieces_mut().iter_mut().filter(|p| p.role != Role::Structure) {
            piece.text = negation::each(&piece.text).into();
        }
        body
    }

    fn phantom(self, phantom: &super::node::Phantom) -> MathBox {
        let body = self.list(&phantom.body);
        let width = if phantom.width { body.width } else { 0 };
        let (above, below) =
            if phantom.height && !self.is_flat() { (body.above, body.below) } else { (0, 0) };
        MathBox::blank(width, above, below)
    }
}
