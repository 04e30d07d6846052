//! Superscripts and subscripts.
//!
//! In script characters where the whole formula has them; else `_B` and `^(…)` on one line,
//! and raised and lowered rows in a display. Invariant: a script touches its base.

use super::super::boxes::{Edge, MathBox};
use super::super::node::{Corners, Face, List, Node, Scripts};
use super::super::{Charset, Role, scripts};
use super::Setter;
use super::fraction::in_brackets;

impl Setter {
    pub(super) fn scripts(self, scripts: &Scripts) -> MathBox {
        let base = self.base(scripts);
        if scripts.stacked && !self.is_flat() {
            return self.with_limits(base, &scripts.after);
        }
        if !self.is_flat() && scripts::is_integral(&scripts.base) {
            return self.integral_limits(base, &scripts.after);
        }
        if scripts.stacked && scripts::is_function(&scripts.base) {
            return self.function_limits(base, &scripts.after);
        }
        let alone = base.width == 0;
        let base = self.before(base, &scripts.before);
        let all = self.after(base, &scripts.after);
        // A script on nothing belongs to the letter that follows: `{}^{16}O`.
        let right = all.right;
        if alone { all.edges(Edge::Leading, right) } else { all }
    }

    /// The base; on one line a fraction gets brackets, and so does what a brace stood over.
    fn base(self, scripts: &Scripts) -> MathBox {
        let list = &scripts.base;
        let set = match list.as_slice() {
            [node] => self.node(node, true),
            _ => self.list(list),
        };
        let braced = |node: &Node| matches!(node, Node::Accent(accent) if accent.mark.labelled);
        let group = |node: &Node| matches!(node, Node::Group(list) if list.len() > 1);
        let loose = list.len() > 1 || list.iter().any(|node| braced(node) || group(node));
        // `{x^2}^3` is not x²³, and `\sqrt{x}^2` not the root of x².
        let doubled = scripts.after.sup.is_some()
            && list.iter().any(|node| is_raised(node) || self.is_open_root(node));
        if doubled || (self.is_flat() && loose && !scripts.after.is_empty()) {
            return in_brackets(set);
        }
        set
    }

    /// A root without a bar or brackets, which takes in what follows.
    fn is_open_root(self, node: &Node) -> bool {
        matches!(node, Node::Root(_)) && self.node(node, true).right == Edge::Open
    }

    /// `lim(x→0)`.
    fn function_limits(self, base: MathBox, corners: &Corners) -> MathBox {
        let inner = self.in_script();
        let mut all = base;
        if let Some(sub) = &corners.sub {
            all = MathBox::row([all, in_brackets(inner.list(sub))]);
        }
        let sup = Corners { sub: None, sup: corners.sup.clone() };
        // What follows is no longer run into the name.
        self.after(all, &sup).edges(Edge::Word, Edge::Open)
    }

    const fn converts(self) -> bool {
        if self.level == 0 { self.fit.outer } else { self.fit.inner }
    }

    fn after(self, base: MathBox, corners: &Corners) -> MathBox {
        let mut base = base;
        let (mut sub, mut sup) = (corners.sub.as_ref(), corners.sup.as_ref());
        let (below, above) = (base.bottom(), base.top());
        if self.converts() {
            let mut end = base.width;
            if let Some(set) = sub.and_then(|list| converted(list, scripts::subscript)) {
                sub = None;
                // Beside a tall base both start at the same column.
                let x = base.width;
                end = if below == 0 && above == 0 { x + set.width } else { x };
                attach(&mut base, set, x, below);
            }
            if let Some(set) = sup.and_then(|list| converted(list, scripts::superscript)) {
                sup = None;
                attach(&mut base, set, end, above);
            }
        }
        if let Some(text) = sup.and_then(scripts::raised_by_itself)
            && (sub.is_none() || !self.linear)
        {
            sup = None;
            let text = if self.charset == Charset::Ascii {
                super::super::ascii::spell(&text)
            } else {
                text
            };
            let set = MathBox::text(text, Role::Identifier, Face::default());
            let x = base.width;
            if let Some(sub) = sub.take() {
                let mut with_sub = self.raised(base, Some(sub), None);
                attach(&mut with_sub, set, x, above);
                return with_sub;
            }
            attach(&mut base, set, x, above);
        }
        if sub.is_none() && sup.is_none() {
            return base;
        }
        if self.linear { self.marked(base, sub, sup) } else { self.raised(base, sub, sup) }
    }

    /// Before the base, as of an isotope.
    fn before(self, base: MathBox, corners: &Corners) -> MathBox {
        if corners.is_empty() {
            return base;
        }
        let (sub, sup) = (corners.sub.as_ref(), corners.sup.as_ref());
        let converted = self.converts().then(|| {
            let sup = sup.map(|list| converted(list, scripts::superscript));
            let sub = sub.map(|list| converted(list, scripts::subscript));
            (sup.unwrap_or_else(|| Some(MathBox::default())))
                .zip(sub.unwrap_or_else(|| Some(MathBox::default())))
        });
        if let Some((sup, sub)) = converted.flatten() {
            let right = base.right;
            return MathBox::row([sup, sub, base]).edges(Edge::Leading, right);
        }
        if self.linear {
            let empty = MathBox::default();
            let marks = self.marked(self.marked(empty, None, sup), sub, None);
            let right = base.right;
            return MathBox::row([marks, base]).edges(Edge::Leading, right);
        }
        let script = self.in_script();
        let set = |list: Option<&List>| list.map(|list| script.list(list));
        let (sub, sup) = (set(sub), set(sup));
        let width_of = |set: &Option<MathBox>| set.as_ref().map_or(0, |set| set.width);
        let width = width_of(&sub).max(width_of(&sup));
        let core = base.core;
        let (above, below) = (base.top(), base.bottom());
        let right = base.right;
        let mut all = MathBox::default();
        all.put(base, width, 0);
        if let Some(sup) = sup {
            let y = above.min(-1) - sup.bottom();
            let x = width - sup.width;
            all.put(sup, x, y);
        }
        if let Some(sub) = sub {
            let y = below.max(1) - sub.top();
            let x = width - sub.width;
            all.put(sub, x, y);
        }
        all.core = core;
        all.edges(Edge::Leading, right)
    }

    /// `_B` and `^(…)`.
    fn marked(self, base: MathBox, sub: Option<&List>, sup: Option<&List>) -> MathBox {
        let script = self.in_script();
        let mut all = base;
        let left = all.left;
        for (mark, list) in [("_", sub), ("^", sup)] {
            let Some(list) = list else { continue };
            let set = script.list(list);
            let set = if is_one_character(list) { set } else { in_brackets(set) };
            let mark = MathBox::text(mark, Role::Operator, Face::default());
            all = MathBox::row([all, mark, set]);
        }
        all.edges(left, Edge::Open)
    }

    /// On rows of their own.
    fn raised(self, base: MathBox, sub: Option<&List>, sup: Option<&List>) -> MathBox {
        let script = self.in_script();
        let x = base.width;
        let core = base.core;
        let (above, below) = (base.top(), base.bottom());
        let mut all = base;
        if let Some(sup) = sup {
            let sup = script.list(sup);
            let y = above.min(-1) - sup.bottom();
            all.put(sup, x, y);
        }
        if let Some(sub) = sub {
            let sub = script.list(sub);
            let y = below.max(1) - sub.top();
            all.put(sub, x, y);
        }
        all.core = core;
        let left = all.left;
        all.edges(left, Edge::Raised)
    }
}

/// Puts script characters beside a base without making it taller for brackets.
fn attach(base: &mut MathBox, set: MathBox, x: usize, y: isize) {
    let core = base.core;
    base.put(set, x, y);
    base.core = core;
    base.right = Edge::Sign;
}

fn converted(list: &List, convert: fn(&List) -> Option<String>) -> Option<MathBox> {
    let (face, role) = match list.first() {
        Some(Node::Atom(atom)) => (atom.face, atom.role),
        _ => (Face::default(), Role::Identifier),
    };
    convert(list).map(|text| MathBox::text(text, role, face))
}

/// A group that ends in a superscript of its own.
fn is_raised(node: &Node) -> bool {
    let Node::Group(list) = node else { return false };
    match list.last() {
        Some(Node::Scripts(scripts)) => {
            let sup = scripts.after.sup.as_ref();
            sup.is_some_and(|sup| scripts::raised_by_itself(sup).is_none())
        }
        Some(node) => is_raised(node),
        None => false,
    }
}

fn is_one_character(list: &List) -> bool {
    match list.as_slice() {
        [Node::Atom(atom)] => {
            atom.text.chars().count() == 1 || atom.text.bytes().all(|b| b.is_ascii_digit())
        }
        [Node::Group(list)] => is_one_character(list),
        _ => false,
    }
}
