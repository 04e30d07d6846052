//! Brackets, as tall as what they hold.
//!
//! Invariant: a stretched bracket reaches from the top row of its body to the bottom row.

use super::super::boxes::{Edge, MathBox};
use super::super::node::{Fence, Layout, Node};
use super::super::{Charset, Role, symbol};
use super::Setter;
use super::fraction::padded;

/// The parts of a tall bracket from top to bottom; the middle only where it has one.
struct Parts {
    top: &'static str,
    fill: &'static str,
    middle: &'static str,
    bottom: &'static str,
}

const fn parts(
    top: &'static str,
    fill: &'static str,
    middle: &'static str,
    bottom: &'static str,
) -> Parts {
    Parts { top, fill, middle, bottom }
}

const fn same(sign: &'static str) -> Parts {
    parts(sign, sign, sign, sign)
}

impl Setter {
    pub(super) fn fence(self, fence: &Fence) -> MathBox {
        let splits = |node: &Node| matches!(node, Node::Bracket(_));
        if self.is_flat() || !fence.body.iter().any(splits) {
            let body = self.list(&fence.body);
            let array =
                matches!(fence.body.as_slice(), [Node::Array(a)] if a.layout != Layout::Stack);
            let body = if array && !self.is_flat() { padded(body) } else { body };
            if self.is_flat() && (fence.open, fence.close) == ("{", "") {
                // On one line a lone brace would look like a slip.
                return MathBox::row([MathBox::sign("{ "), body, MathBox::sign(" }")]);
            }
            return self.enclosed(body, fence.open, fence.close);
        }
        // A `\middle` bracket is as tall as the whole; it has blanks as a relation has.
        let (mut above, mut below) = (0, 0);
        let sets: Vec<MathBox> = fence.body.split(splits).map(|part| self.list(part)).collect();
        for set in sets.iter().filter(|set| set.is_tall()) {
            above = above.max(set.above);
            below = below.max(set.below);
        }
        let signs = fence.body.iter().filter_map(|node| match node {
            Node::Bracket(bracket) => Some(bracket.sign),
            _ => None,
        });
        let mut signs = signs.map(|sign| self.stretched(sign, above, below));
        let mut body = MathBox::default();
        for set in sets {
            body.join(set, usize::from(body.width > 0));
            if let Some(sign) = signs.next() {
                body.join(sign, 1);
            }
        }
        self.enclosed(body, fence.open, fence.close)
    }

    /// A box between two brackets; an empty one is not drawn.
    pub(super) fn enclosed(
        self,
        body: MathBox,
        open: &'static str,
        close: &'static str,
    ) -> MathBox {
        let (above, below) = if body.is_tall() { (body.above, body.below) } else { (0, 0) };
        let tall = body.is_tall();
        let mut all =
            if open.is_empty() { MathBox::default() } else { self.stretched(open, above, below) };
        all.join(body, 0);
        if !close.is_empty() {
            let close = self.stretched(close, above, below);
            all.join(close, 0);
        }
        if tall { all.solid() } else { all }
    }

    /// A bracket of so many rows above and below the baseline.
    pub(super) fn stretched(self, sign: &'static str, above: usize, below: usize) -> MathBox {
        if above == 0 && below == 0 {
            let text = match self.charset {
                Charset::Unicode => sign,
                Charset::Ascii if sign.is_ascii() => sign,
                Charset::Ascii => symbol::ascii(sign).unwrap_or("|"),
            };
            return MathBox::sign(text);
        }
        if let Some(slope) = slope(sign) {
            return self.sloping(slope, above, below);
        }
        let parts = match self.charset {
            Charset::Unicode => unicode_parts(sign),
            Charset::Ascii => ascii_parts(sign),
        };
        let last = above + below;
        // The middle of a brace needs a row of its own.
        let middle = if last > 1 { above.clamp(1, last - 1) } else { last };
        let mut all = MathBox::default();
        let mut add = |text, first: usize, rows: usize| {
            if rows > 0 {
                let top = MathBox::blank(0, above, 0).top();
                all.put(MathBox::column(text, rows), 0, top.saturating_add_unsigned(first));
            }
        };
        add(parts.top, 0, 1);
        add(parts.fill, 1, middle.saturating_sub(1));
        add(parts.middle, middle, usize::from(last > 1));
        add(parts.fill, middle + 1, last.saturating_sub(middle + 1));
        add(parts.bottom, last, 1);
        all.solid().edges(Edge::Sign, Edge::Sign)
    }

    /// An angle or a slash, drawn over as many columns as it needs.
    fn sloping(self, slope: Slope, above: usize, below: usize) -> MathBox {
        let rows = above + below + 1;
        let (rising, falling) = (self.either("╱", "/"), self.either("╲", "\\"));
        let half = rows.div_ceil(2);
        let mut all = MathBox::default();
        for row in 0..rows {
            let from_end = rows - 1 - row;
            let (text, x) = match slope {
                Slope::Falling => (falling, row),
                Slope::Opening if row == from_end => (self.either("⟨", "<"), 0),
                Slope::Closing if row == from_end => (self.either("⟩", ">"), half - 1),
                Slope::Opening if row < half => (rising, half - 1 - row),
                Slope::Opening => (falling, half - 1 - from_end),
                Slope::Closing if row < half => (falling, row),
                Slope::Closing | Slope::Rising => (rising, from_end),
            };
            let y = isize::try_from(row).unwrap_or(0) - isize::try_from(above).unwrap_or(0);
            all.put(MathBox::text(text, Role::Structure, super::Face::default()), x, y);
        }
        all.solid().edges(Edge::Sign, Edge::Sign)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slope {
    Rising,
    Falling,
    Opening,
    Closing,
}

fn slope(sign: &str) -> Option<Slope> {
    Some(match sign {
        "⟨" => Slope::Opening,
        "⟩" => Slope::Closing,
        "/" => Slope::Rising,
        "\\" => Slope::Falling,
        _ => return None,
    })
}

fn unicode_parts(sign: &str) -> Parts {
    match sign {
        "(" | "⟮" => parts("⎛", "⎜", "⎜", "⎝"),
        ")" | "⟯" => parts("⎞", "⎟", "⎟", "⎠"),
        "[" => parts("⎡", "⎢", "⎢", "⎣"),
        "]" => parts("⎤", "⎥", "⎥", "⎦"),
        "⌊" | "⌞" => parts("⎢", "⎢", "⎢", "⎣"),
        "⌋" | "⌟" => parts("⎥", "⎥", "⎥", "⎦"),
        "⌈" | "⌜" => parts("⎡", "⎢", "⎢", "⎢"),
        "⌉" | "⌝" => parts("⎤", "⎥", "⎥", "⎥"),
        "{" | "⦃" => parts("⎧", "⎪", "⎨", "⎩"),
        "}" | "⦄" => parts("⎫", "⎪", "⎬", "⎭"),
        "⎰" => parts("⎧", "⎪", "⎪", "⎭"),
        "⎱" => parts("⎫", "⎪", "⎪", "⎩"),
        "‖" => same("‖"),
        "⟦" => parts("⟦", "║", "║", "⟦"),
        "⟧" => parts("⟧", "║", "║", "⟧"),
        "↑" => parts("↑", "│", "│", "│"),
        "↓" => parts("│", "│", "│", "↓"),
        "↕" => parts("↑", "│", "│", "↓"),
        "⇑" => parts("⇑", "║", "║", "║"),
        "⇓" => parts("║", "║", "║", "⇓"),
        "⇕" => parts("⇑", "║", "║", "⇓"),
        _ => same("│"),
    }
}

fn ascii_parts(sign: &str) -> Parts {
    match sign {
        "(" | "⟮" => parts("/", "|", "|", "\\"),
        ")" | "⟯" => parts("\\", "|", "|", "/"),
        "[" | "⟦" => same("["),
        "]" | "⟧" => same("]"),
        "⌊" | "⌞" => parts("|", "|", "|", "["),
        "⌋" | "⌟" => parts("|", "|", "|", "]"),
        "⌈" | "⌜" => parts("[", "|", "|", "|"),
        "⌉" | "⌝" => parts("]", "|", "|", "|"),
        "{" | "⦃" | "⎰" => parts("/", "|", "<", "\\"),
        "}" | "⦄" | "⎱" => parts("\\", "|", ">", "/"),
        "‖" => same("||"),
        "↑" | "⇑" => parts("^", "|", "|", "|"),
        "↓" | "⇓" => parts("|", "|", "|", "v"),
        "↕" | "⇕" => parts("^", "|", "|", "v"),
        _ => same("|"),
    }
}
