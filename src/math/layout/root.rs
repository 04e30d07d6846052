//! Roots.
//!
//! Invariant: it can be seen where the root ends: by its bar, by brackets, or because its
//! body is one character.

use super::super::boxes::{Edge, MathBox};
use super::super::node::{Face, List, Node, Root};
use super::super::{Charset, Role, scripts};
use super::Setter;
use super::fraction::{in_brackets, shifted};

impl Setter {
    pub(super) fn root(self, root: &Root) -> MathBox {
        if self.charset == Charset::Ascii {
            return self.named_root(root);
        }
        if is_bare(&root.body) || (self.is_flat() && is_number(&root.body)) {
            let body = self.list(&root.body);
            let hook = self.hook(&root.index);
            let left = hook.left;
            return MathBox::row([hook, body]).edges(left, Edge::Open);
        }
        if self.is_flat() {
            let body = self.list(&root.body);
            let body = if is_fenced(&root.body) { body } else { in_brackets(body) };
            let (hook, right) = (self.hook(&root.index), body.right);
            let left = hook.left;
            return MathBox::row([hook, body]).edges(left, right);
        }
        let body = self.list(&root.body);
        if body.rows() == 1 { self.low_root(root, body) } else { self.tall_root(root, body) }
    }

    /// `√` with its index before it, on one row.
    fn hook(self, index: &List) -> MathBox {
        let sign = |text: &'static str| MathBox::text(text, Role::Structure, Face::default());
        match index.as_slice() {
            [] => return sign("√"),
            [Node::Atom(atom)] if &*atom.text == "3" => return sign("∛"),
            [Node::Atom(atom)] if &*atom.text == "4" => return sign("∜"),
            _ => {}
        }
        let index = match scripts::superscript(index) {
            Some(text) => MathBox::text(text, Role::Identifier, Face::default()),
            None => MathBox::row([
                MathBox::text("^", Role::Operator, Face::default()),
                in_brackets(self.in_script().list(index)),
            ]),
        };
        MathBox::row([index, sign("√")]).edges(Edge::Leading, Edge::Sign)
    }

    /// A root of one row: the bar is a row of `_` above it.
    fn low_root(self, root: &Root, body: MathBox) -> MathBox {
        let bar = MathBox::bar("_", body.width);
        let written = scripts::superscript(&root.index).is_some();
        let mut all = if root.index.is_empty() || written {
            let hook = match scripts::superscript(&root.index) {
                Some(index) => MathBox::row([
                    MathBox::text(index, Role::Identifier, Face::default()),
                    MathBox::sign("√"),
                ]),
                None => MathBox::sign("√"),
            };
            let x = hook.width;
            let mut all = hook;
            all.join(body, 0);
            all.put_above(bar, x);
            all
        } else {
            let index = self.in_script().list(&root.index);
            let x = index.width;
            let mut all = shifted(MathBox::sign("√"), x.saturating_sub(1), x.max(1));
            let start = all.width;
            all.join(body, 0);
            let mut top = shifted(index, 0, start);
            top.join(bar, 0);
            all.put_above(top, 0);
            all
        };
        all.core = (0, 0);
        let left = if root.index.is_empty() { Edge::Sign } else { Edge::Leading };
        all.edges(left, Edge::Sign)
    }

    /// A root of several rows: a bar over a stroke with its hook at the foot.
    fn tall_root(self, root: &Root, body: MathBox) -> MathBox {
        let index = self.in_script().list(&root.index);
        let hook_at = index.width.saturating_sub(1);
        let (above, below) = (body.above, body.below);
        let wide = body.width + 1;
        let foot = body.bottom();
        let mut all = shifted(self.vertical(above, below), hook_at + 1, hook_at + 2);
        all.put(MathBox::sign("╲"), hook_at, foot);
        all.put(body, hook_at + 3, 0);
        if index.width > 0 {
            let y = foot - 1 - index.bottom();
            all.put(index, 0, y);
        }
        let bar = MathBox::row([MathBox::sign("┌"), MathBox::bar("─", wide)]);
        let y = -1 - isize::try_from(above).unwrap_or(0);
        all.put(bar, hook_at + 1, y);
        let left = if root.index.is_empty() { Edge::Sign } else { Edge::Leading };
        all.solid().edges(left, Edge::Sign)
    }

    /// `sqrt(…)`, in ASCII.
    fn named_root(self, root: &Root) -> MathBox {
        let body = self.list(&root.body);
        let mut all = MathBox::text("sqrt", Role::Operator, Face::default());
        if !root.index.is_empty() {
            let index = self.in_script().list(&root.index);
            all = MathBox::row([all, MathBox::sign("["), index, MathBox::sign("]")]);
        }
        let body = if is_fenced(&root.body) && body.rows() == 1 {
            body
        } else {
            self.enclosed(body, "(", ")")
        };
        MathBox::row([all, body]).edges(Edge::Word, Edge::Sign)
    }
}

/// A body that needs no bar: one character.
fn is_bare(body: &List) -> bool {
    match body.as_slice() {
        [Node::Atom(atom)] => atom.text.chars().count() == 1,
        [Node::Group(list)] => is_bare(list),
        _ => false,
    }
}

fn is_number(body: &List) -> bool {
    match body.as_slice() {
        [Node::Atom(atom)] => atom.text.bytes().all(|b| b.is_ascii_digit() || b == b'.'),
        [Node::Group(list)] => is_number(list),
        _ => false,
    }
}

/// A body that has its own round brackets.
fn is_fenced(body: &List) -> bool {
    matches!(body.as_slice(), [Node::Fence(fence)] if (fence.open, fence.close) == ("(", ")"))
}
