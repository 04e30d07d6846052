//! Marks over and under something.
//!
//! Invariant: a mark on one character is part of its cell; over something longer it has a
//! row of its own, and on one line it stays on the characters.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::super::boxes::{Edge, MathBox, centre};
use super::super::node::{Accent, Face, List, Mark, Node, Scripts};
use super::super::{Charset, Role};
use super::Setter;
use super::fraction::{in_brackets, shifted};

impl Setter {
    pub(super) fn accent(self, accent: &Accent) -> MathBox {
        let mark = accent.mark;
        // The mark belongs to the letter, not to its scripts: `\vec{v_1}`.
        if mark.combining.is_some()
            && mark.every.is_none()
            && let [Node::Scripts(scripts)] = accent.body.as_slice()
            && is_one_letter(&scripts.base)
        {
            let base = Accent { mark, body: scripts.base.clone() };
            let base = vec![Node::Accent(Box::new(base))];
            return self.scripts(&Scripts { base, ..(**scripts).clone() });
        }
        let body = self.list(&accent.body);
        if self.charset == Charset::Unicode {
            if let Some(combining) = mark.combining
                && is_one_letter(&accent.body)
            {
                return on_each(body, combining, Which::All);
            }
            if self.is_flat() {
                return on_line(body, mark);
            }
        } else if self.is_flat() {
            if mark.labelled {
                return body;
            }
            let name = MathBox::text(mark.name, Role::Operator, Face::default());
            return MathBox::row([name, in_brackets(body)]).edges(Edge::Word, Edge::Sign);
        }
        self.with_row(body, mark)
    }

    /// The mark on a row of its own.
    fn with_row(self, body: MathBox, mark: Mark) -> MathBox {
        let parts = if self.charset == Charset::Ascii { mark.ascii } else { mark.wide };
        let least = if mark.labelled { 3 } else { 1 };
        let width = body.width.max(least);
        let row = drawn(parts, width);
        let core = body.core;
        let edges = (body.left, body.right);
        let x = centre(width, body.width);
        let mut all = shifted(body, x, width);
        let x = centre(width, row.width);
        if mark.below {
            all.put_below(row, x);
        } else {
            all.put_above(row, x);
        }
        all.core = core;
        let all = if mark.labelled { all.solid() } else { all };
        all.edges(edges.0, edges.1)
    }
}

/// The row of a mark.
fn drawn([left, fill, middle, right]: [&'static str; 4], width: usize) -> MathBox {
    if fill.is_empty() {
        return MathBox::sign(middle);
    }
    if width < 2 {
        return MathBox::sign(right);
    }
    let inner = width - 2;
    let sign = MathBox::sign;
    if middle == fill || inner == 0 {
        return MathBox::row([sign(left), MathBox::bar(fill, inner), sign(right)]);
    }
    let before = centre(inner, 1);
    let after = inner - 1 - before;
    let (before, after) = (MathBox::bar(fill, before), MathBox::bar(fill, after));
    MathBox::row([sign(left), before, sign(middle), after, sign(right)])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    Middle,
    Last,
}

/// A mark over something longer, on one line.
fn on_line(body: MathBox, mark: Mark) -> MathBox {
    if let Some(every) = mark.every {
        return on_each(filled(&body), every, Which::All);
    }
    let which = if mark.wide[1].is_empty() { Which::Middle } else { Which::Last };
    match mark.combining {
        Some(combining) => on_each(body, combining, which),
        None => body,
    }
}

/// A box of one row with its gaps as blanks, so that a bar runs over them too.
fn filled(body: &MathBox) -> MathBox {
    let mut pieces = body.pieces().to_vec();
    pieces.sort_by_key(|piece| piece.x);
    let mut all = MathBox::default();
    for piece in pieces {
        let gap = piece.x.saturating_sub(all.width);
        if gap > 0 {
            all.join(MathBox::sign(" ".repeat(gap)), 0);
        }
        all.join(MathBox::text(piece.text, piece.role, piece.face), 0);
    }
    all.edges(body.left, body.right)
}

/// Puts a combining mark on characters of a box of one row.
fn on_each(mut body: MathBox, mark: char, which: Which) -> MathBox {
    let total: usize = body.pieces().iter().map(|piece| piece.text.graphemes(true).count()).sum();
    let chosen = |at: usize| match which {
        Which::All => true,
        Which::Middle => at == total / 2,
        Which::Last => at + 1 == total,
    };
    let mut at = 0;
    for piece in body.pieces_mut() {
        let mut text = String::with_capacity(piece.text.len() + 8);
        for part in piece.text.graphemes(true) {
            if chosen(at) {
                text.extend(part.chars().chain([mark]).nfc());
            } else {
                text.push_str(part);
            }
            at += 1;
        }
        piece.text = text.into();
    }
    body
}

/// One letter or figure, which can carry a mark.
fn is_one_letter(list: &List) -> bool {
    match list.as_slice() {
        [Node::Atom(atom)] => atom.text.graphemes(true).count() == 1,
        [Node::Group(list)] => is_one_letter(list),
        _ => false,
    }
}
