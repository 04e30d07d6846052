//! Integrals, and operators with limits.
//!
//! Invariant: limits stand above and below the sign, centred; those of an integral at the
//! right of its top and its bottom.

use super::super::boxes::{Edge, MathBox, centre};
use super::super::node::{Arrow, Corners, Face, List};
use super::super::{Charset, Role};
use super::Setter;
use super::fraction::{in_brackets, shifted};

impl Setter {
    /// An integral of three rows.
    pub(super) fn integral(self, sign: &str) -> MathBox {
        let [top, middle, bottom] = match sign {
            "∬" => ["⌠⌠", "⎮⎮", "⌡⌡"],
            "∭" => ["⌠⌠⌠", "⎮⎮⎮", "⌡⌡⌡"],
            "⨌" => ["⌠⌠⌠⌠", "⎮⎮⎮⎮", "⌡⌡⌡⌡"],
            "∮" => ["⌠", "∮", "⌡"],
            "∯" => ["⌠⌠", "∯ ", "⌡⌡"],
            "∰" => ["⌠⌠⌠", "⎮∰⎮", "⌡⌡⌡"],
            "∫⋯∫" => ["⌠ ⌠", "⎮⋯⎮", "⌡ ⌡"],
            _ => ["⌠", "⎮", "⌡"],
        };
        let columns = top.chars().count();
        let row = |text: &'static str, ascii: &str| {
            let text = match self.charset {
                Charset::Unicode => text.into(),
                Charset::Ascii => std::borrow::Cow::Owned(ascii.repeat(columns)),
            };
            MathBox::text(text, Role::Operator, Face::default())
        };
        let ring = if matches!(sign, "∮" | "∯" | "∰") { "O" } else { "|" };
        let mut all = row(middle, ring);
        all.put_above(row(top, "/"), 0);
        all.put_below(row(bottom, "/"), 0);
        all.solid().edges(Edge::Sign, Edge::Sign)
    }

    /// An integral with limits at the right.
    pub(super) fn integral_limits(self, sign: MathBox, corners: &Corners) -> MathBox {
        let limits = self.in_script();
        let x = sign.width;
        let mut all = sign;
        if let Some(sup) = &corners.sup {
            let sup = limits.list(sup);
            let y = -1 - sup.bottom();
            all.put(sup, x, y);
        }
        if let Some(sub) = &corners.sub {
            let sub = limits.list(sub);
            let y = 1 - sub.top();
            all.put(sub, x, y);
        }
        all.solid().edges(Edge::Sign, Edge::Sign)
    }

    /// Something with what stands above and below it.
    pub(super) fn with_limits(self, base: MathBox, corners: &Corners) -> MathBox {
        let limits = self.in_script();
        let set = |list: &Option<List>| list.as_ref().map(|list| limits.list(list));
        let (sub, sup) = (set(&corners.sub), set(&corners.sup));
        let width_of = |set: &Option<MathBox>| set.as_ref().map_or(0, |set| set.width);
        let width = base.width.max(width_of(&sub)).max(width_of(&sup));
        let (left, right) = (base.left, base.right);
        let x = centre(width, base.width);
        let mut all = shifted(base, x, width);
        if let Some(sup) = sup {
            let x = centre(width, sup.width);
            all.put_above(sup, x);
        }
        if let Some(sub) = sub {
            let x = centre(width, sub.width);
            all.put_below(sub, x);
        }
        all.solid().edges(left, right)
    }

    /// A long arrow with its labels.
    pub(super) fn arrow(self, arrow: &Arrow) -> MathBox {
        self.arrow_of(arrow, 3)
    }

    /// A long arrow of at least so many columns.
    pub(super) fn arrow_of(self, arrow: &Arrow, least: usize) -> MathBox {
        let script = self.in_script();
        let (above, below) = (script.list(&arrow.above), script.list(&arrow.below));
        let [left, fill, right] =
            if self.charset == Charset::Ascii { arrow.parts.map(ascii_part) } else { arrow.parts };
        let sign = |text: String| MathBox::text(text, Role::Operator, Face::default());
        if self.is_flat() {
            let mut label = above;
            if below.width > 0 {
                let gap = usize::from(label.width > 0);
                label.join(in_brackets(below), gap);
            }
            let end = if right == fill && left == fill { fill } else { right };
            return MathBox::row([sign(left.to_owned()), label, sign(end.to_owned())])
                .edges(Edge::Sign, Edge::Sign);
        }
        let label = above.width.max(below.width);
        let length = (label + 2).max(least).max(3);
        let shaft = format!("{left}{}{right}", fill.repeat(length - 2));
        let mut all = sign(shaft);
        if above.width > 0 {
            let x = centre(length, above.width);
            all.put_above(above, x);
        }
        if below.width > 0 {
            let x = centre(length, below.width);
            all.put_below(below, x);
        }
        all.solid().edges(Edge::Sign, Edge::Sign)
    }
}

fn ascii_part(part: &'static str) -> &'static str {
    match part {
        "→" | "⇒" | "↠" | "⇀" => ">",
        "←" | "⇐" | "↞" | "↼" | "↽" => "<",
        "═" => "=",
        "├" => "|",
        "╰" | "╯" => "c",
        _ => "-",
    }
}
