//! Fractions and binomials.
//!
//! Invariant: the bar is two columns wider than the wider part, so that neighbours stay
//! apart and an outer bar is longer than an inner one.

use super::super::boxes::{Edge, MathBox, centre};
use super::super::node::{Fraction, List, Node};
use super::super::{Charset, Role, filling};
use super::list::is_single;
use super::{Face, Setter};

impl Setter {
    pub(super) fn fraction(self, fraction: &Fraction, factor: bool) -> MathBox {
        if self.is_flat() {
            return self.flat_fraction(fraction, factor);
        }
        let above = self.part(&fraction.above);
        let below = self.part(&fraction.below);
        let wide = above.width.max(below.width);
        let mut all = if fraction.bar {
            stacked_on_bar(self.bar(wide + 2), above, below)
        } else {
            let mut all = below;
            let (top, bottom) = (centre(wide, above.width), centre(wide, all.width));
            all = shifted(all, bottom, wide);
            all.put_above(above, top);
            all
        };
        if !fraction.open.is_empty() || !fraction.close.is_empty() {
            if !fraction.bar {
                all = padded(all);
            }
            all = self.enclosed(all.solid(), fraction.open, fraction.close);
        }
        all.solid().edges(Edge::Sign, Edge::Sign)
    }

    /// A part, in several lines if it is wider than there is room.
    fn part(self, list: &List) -> MathBox {
        // Only that of the outermost fraction: within it this would be done over and over.
        let inner = self.within(usize::MAX);
        let set = inner.list(list);
        let room = self.room.saturating_sub(2).max(1);
        if set.width <= room { set } else { filling::fill_centred(inner, list, room) }
    }

    fn bar(self, width: usize) -> MathBox {
        MathBox::bar(self.either("─", "-"), width)
    }

    fn flat_fraction(self, fraction: &Fraction, factor: bool) -> MathBox {
        if !fraction.bar {
            return self.flat_binomial(fraction);
        }
        let vulgar = self.vulgar(fraction);
        let body = if let Some(vulgar) = vulgar {
            MathBox::text(vulgar, Role::Identifier, Face::default())
        } else {
            let slash = MathBox::text("/", Role::Operator, Face::default());
            let above = self.bracketed_unless(&fraction.above, true);
            let below = self.bracketed_unless(&fraction.below, false);
            MathBox::row([above, slash, below])
        };
        if !fraction.open.is_empty() || !fraction.close.is_empty() {
            return self.enclosed(body, fraction.open, fraction.close);
        }
        if factor && vulgar.is_none() { in_brackets(body) } else { body }
    }

    /// A list in round brackets, unless it is one thing already.
    pub(super) fn bracketed_unless(self, list: &List, numerator: bool) -> MathBox {
        let set = self.list(list);
        if is_single(list, numerator) { set } else { in_brackets(set) }
    }

    /// `C(n, k)`, or for other brackets the two parts with a semicolon.
    fn flat_binomial(self, fraction: &Fraction) -> MathBox {
        let inner = Self { level: 0, ..self };
        let above = inner.list(&fraction.above);
        let below = inner.list(&fraction.below);
        if (fraction.open, fraction.close) != ("(", ")") {
            let comma = MathBox::text("; ", Role::Operator, Face::default());
            let body = MathBox::row([above, comma, below]);
            return self.enclosed(body, fraction.open, fraction.close);
        }
        let name = MathBox::text("C", Role::Operator, Face::default());
        let comma = MathBox::text(", ", Role::Operator, Face::default());
        MathBox::row([name, MathBox::sign("("), above, comma, below, MathBox::sign(")")])
            .edges(Edge::Letter, Edge::Sign)
    }

    /// ½ and its kin, on the line itself.
    pub(super) fn vulgar(self, fraction: &Fraction) -> Option<&'static str> {
        if self.level > 0 || self.charset == Charset::Ascii {
            return None;
        }
        let number = |list: &List| match list.as_slice() {
            [Node::Atom(atom)] => atom.text.parse::<u8>().ok(),
            [Node::Group(list)] => match list.as_slice() {
                [Node::Atom(atom)] => atom.text.parse::<u8>().ok(),
                _ => None,
            },
            _ => None,
        };
        Some(match (number(&fraction.above)?, number(&fraction.below)?) {
            (1, 2) => "½",
            (1, 3) => "⅓",
            (2, 3) => "⅔",
            (1, 4) => "¼",
            (3, 4) => "¾",
            (1, 5) => "⅕",
            (2, 5) => "⅖",
            (3, 5) => "⅗",
            (4, 5) => "⅘",
            (1, 6) => "⅙",
            (5, 6) => "⅚",
            (1, 8) => "⅛",
            (3, 8) => "⅜",
            (5, 8) => "⅝",
            (7, 8) => "⅞",
            _ => return None,
        })
    }
}

fn stacked_on_bar(bar: MathBox, above: MathBox, below: MathBox) -> MathBox {
    let width = bar.width;
    let (top, bottom) = (centre(width, above.width), centre(width, below.width));
    let mut all = bar;
    all.put_above(above, top);
    all.put_below(below, bottom);
    all
}

/// A box in round brackets.
pub(super) fn in_brackets(body: MathBox) -> MathBox {
    MathBox::row([MathBox::sign("("), body, MathBox::sign(")")])
}

/// A box moved to the right, in a given width.
pub fn shifted(set: MathBox, x: usize, width: usize) -> MathBox {
    let mut all = MathBox::blank(width, 0, 0);
    all.put(set, x, 0);
    all.width = all.width.max(width);
    all
}

/// A box with a blank at either side.
pub(super) fn padded(set: MathBox) -> MathBox {
    let width = set.width + 2;
    shifted(set, 1, width).solid()
}
