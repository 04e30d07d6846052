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
        let labels = self.labels(arrow);
        if self.is_flat() {
            return self.flat_arrow(arrow, labels);
        }
        let length = labels.length();
        self.arrow_of(arrow, labels, length)
    }

    /// What is written on an arrow.
    pub(super) fn labels(self, arrow: &Arrow) -> Labels {
        let script = self.in_script();
        Labels { above: script.list(&arrow.above), below: script.list(&arrow.below) }
    }

    fn parts(self, arrow: &Arrow) -> [&'static str; 3] {
        match self.charset {
            Charset::Unicode => arrow.parts,
            Charset::Ascii => arrow.parts.map(ascii_part),
        }
    }

    fn flat_arrow(self, arrow: &Arrow, labels: Labels) -> MathBox {
        let [left, fill, right] = self.parts(arrow);
        let sign = |text: &'static str| MathBox::text(text, Role::Operator, Face::default());
        let mut label = labels.above;
        if labels.below.width > 0 {
            let gap = usize::from(label.width > 0);
            label.join(in_brackets(labels.below), gap);
        }
        let end = if right == fill && left == fill { fill } else { right };
        MathBox::row([sign(left), label, sign(end)]).edges(Edge::Sign, Edge::Sign)
    }

    /// An arrow of so many columns, with its labels in the middle.
    pub(super) fn arrow_of(self, arrow: &Arrow, labels: Labels, length: usize) -> MathBox {
        let [left, fill, right] = self.parts(arrow);
        let Labels { above, below } = labels;
        let shaft = format!("{left}{}{right}", fill.repeat(length.saturating_sub(2)));
        let mut all = MathBox::text(shaft, Role::Operator, Face::default());
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

/// What is written above and below an arrow.
pub(super) struct Labels {
    above: MathBox,
    below: MathBox,
}

impl Labels {
    /// The columns of the shortest arrow that carries them.
    pub(super) fn length(&self) -> usize {
        (self.above.width.max(self.below.width) + 2).max(3)
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
