//! The tree of a parsed formula.
//!
//! What is to be drawn, not where. Fonts and definitions are already worked in. Invariant:
//! every text in it has passed the gate and begins with a character that takes a column.

use std::borrow::Cow;

use super::Role;
use super::class::Class;
use super::symbol::{Kind, Limits};

/// What stands side by side.
pub type List = Vec<Node>;

/// Weight and slope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    pub bold: bool,
    pub italic: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Atom(Atom),
    /// `{…}`: one atom for its neighbours.
    Group(List),
    /// A space asked for, in columns; negative ones only take from a blank.
    Space(isize),
    Scripts(Box<Scripts>),
    Fraction(Box<Fraction>),
    Root(Box<Root>),
    Fence(Box<Fence>),
    /// A bracket as tall as what stands around it: `\big|`, `\middle|`.
    Bracket(Bracket),
    Array(Box<Array>),
    Accent(Box<Accent>),
    Arrow(Box<Arrow>),
    Shaft(Box<Shaft>),
    Phantom(Box<Phantom>),
    /// In a frame.
    Boxed(List),
    /// Struck out.
    Cancel(List),
    /// The number of an equation.
    Tag(List),
    /// One atom of a class, whatever is in it.
    Classed(Class, List),
}

/// A sign, a number, a word or a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    pub text: Cow<'static, str>,
    pub class: Class,
    pub role: Role,
    pub face: Face,
    pub kind: Kind,
    pub limits: Limits,
}

impl Atom {
    pub fn new(text: impl Into<Cow<'static, str>>, class: Class, role: Role) -> Self {
        Self {
            text: text.into(),
            class,
            role,
            face: Face::default(),
            kind: Kind::Plain,
            limits: Limits::Side,
        }
    }
}

/// A base with what stands at its corners.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scripts {
    /// Empty if there is none.
    pub base: List,
    /// At the left: of an isotope.
    pub before: Corners,
    /// At the right, or above and below.
    pub after: Corners,
    /// Above and below the base, whatever it is: `\overset`, `\underbrace{…}_{…}`.
    pub stacked: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corners {
    pub sub: Option<List>,
    pub sup: Option<List>,
}

impl Corners {
    pub fn is_empty(&self) -> bool {
        self.sub.is_none() && self.sup.is_none()
    }
}

/// One thing over another.
#[derive(Clone, Debug, PartialEq)]
pub struct Fraction {
    pub above: List,
    pub below: List,
    pub bar: bool,
    pub open: &'static str,
    pub close: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    pub index: List,
    pub body: List,
}

/// What stands between brackets. An empty bracket is one that is not drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Fence {
    pub open: &'static str,
    pub close: &'static str,
    pub body: List,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    pub sign: &'static str,
    pub class: Class,
}

/// How the columns of an array are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By the columns given, numbers at the right.
    Grid,
    /// Right and left in turn, so that relations stand below each other.
    Aligned,
    /// At the left, with a brace before or after.
    Cases,
    /// Each row for itself, centred.
    Gathered,
    /// Each row for itself, the first at the left, the last at the right.
    Multline,
    /// Rows of limits, close together.
    Stack,
    /// Objects and the arrows between them.
    Diagram,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Centre,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub side: Side,
    /// Rules before it.
    pub rules: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    pub layout: Layout,
    /// As asked for; there may be more or fewer than in the rows.
    pub columns: Vec<Column>,
    /// Rules after the last column.
    pub rules: usize,
    pub rows: Vec<Row>,
    /// Rules below the last row.
    pub rules_below: usize,
    pub open: &'static str,
    pub close: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<List>,
    pub rules_above: usize,
}

/// A mark over or under something.
#[derive(Clone, Debug, PartialEq)]
pub struct Accent {
    pub mark: Mark,
    pub body: List,
}

/// How an accent looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its word in ASCII.
    pub name: &'static str,
    /// On one character.
    pub combining: Option<char>,
    /// Over something longer: left end, filling, middle, right end.
    pub wide: [&'static str; 4],
    /// The same in ASCII.
    pub ascii: [&'static str; 4],
    pub below: bool,
    /// On each character of something longer, where there is no row for it.
    pub every: Option<char>,
    /// Its scripts are a label.
    pub labelled: bool,
}

/// A long arrow with something written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Left end, filling, right end.
    pub parts: [&'static str; 3],
    pub above: List,
    pub below: List,
}

/// A vertical arrow of a diagram, with what is written at its sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Shaft {
    pub sign: &'static str,
    pub left: List,
    pub right: List,
}

/// The room something takes, without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Phantom {
    pub body: List,
    pub width: bool,
    pub height: bool,
}
