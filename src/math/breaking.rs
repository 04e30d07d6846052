//! Where a formula is broken: in prose, and where it is too wide for a display.
//!
//! Invariant: nothing is left out and nothing changes its order.

use unicode_segmentation::UnicodeSegmentation;

use super::boxes::MathBox;
use super::class::Class;
use super::compose::{self, Line, TIE};
use super::filling;
use super::layout::{Item, Setter};
use super::node::{Array, Face, Layout, List, Node, Side};
use super::{Charset, Role, Rows, Span};
use crate::text::{sanitize, width};

/// Words of text longer than this may be broken like prose.
const PROSE: usize = 24;

/// The one-line form.
pub fn line(tree: &List, charset: Charset) -> Vec<Span> {
    let list = content(tree);
    let setter = Setter::line(tree, charset);
    let mut line = Line::default();
    if let [Node::Array(array)] = list
        && is_rows(array)
    {
        for (at, row) in array.rows.iter().enumerate() {
            if at > 0 {
                line.set(&MathBox::text(";", Role::Operator, Face::default()), ' ');
                line.blanks(1, ' ');
            }
            let cells = row.cells.concat();
            add(&mut line, setter.items(&cells));
        }
    } else {
        add(&mut line, setter.items(list));
    }
    line.finish().0
}

fn add(line: &mut Line, items: Vec<Item<'_>>) {
    let mut before = None;
    for item in items {
        let open = item.apart
            || is_joint(item.class)
            || before.is_some_and(|class| is_joint(class) || class == Class::Punctuation);
        line.blanks(item.gap, if open { ' ' } else { TIE });
        let prose = matches!(item.node, Node::Atom(atom) if atom.role == Role::Text);
        let blank = if prose && item.set.width > PROSE { ' ' } else { TIE };
        line.set(&item.set, blank);
        before = Some(item.class_after);
    }
}

const fn is_joint(class: Class) -> bool {
    matches!(class, Class::Relation | Class::Binary)
}

/// The list itself, or what stands in the one pair of braces around all of it.
fn content(list: &List) -> &[Node] {
    match list.as_slice() {
        [Node::Group(inner)] => content(inner),
        list => list,
    }
}

/// Whether an array is formulas one below the other and no object.
pub fn is_rows(array: &Array) -> bool {
    let lines = array.layout == Layout::Grid
        && matches!(array.columns.as_slice(), [column] if column.side == Side::Left);
    let rows = matches!(array.layout, Layout::Aligned | Layout::Gathered | Layout::Multline);
    (lines || rows) && array.open.is_empty() && array.close.is_empty()
}

/// The display.
pub fn rows(tree: &List, columns: usize, charset: Charset) -> Rows {
    let setter = Setter::display(tree, charset);
    compose::rows(&filling::fill(setter, content(tree), columns))
}

/// Items side by side.
pub fn joined(items: &[Item<'_>]) -> MathBox {
    let mut all = MathBox::default();
    for item in items {
        all.join(item.set.clone(), item.gap);
    }
    all
}

/// TeX that cannot be drawn, on one line.
pub fn source_line(tex: &str) -> Vec<Span> {
    let text = sanitize::line(tex.trim());
    vec![source(text.into_owned())]
}

/// TeX that cannot be drawn, in lines of at most so many columns.
pub fn source_rows(tex: &str, columns: usize) -> Rows {
    let mut rows = Rows::default();
    let text = sanitize::text(tex.trim());
    for line in text.lines() {
        let line = sanitize::line(line.trim_end());
        let (mut part, mut used) = (String::new(), 0);
        for grapheme in line.graphemes(true) {
            let wide = width::grapheme(grapheme);
            if used + wide > columns && !part.is_empty() {
                push_source(&mut rows, std::mem::take(&mut part), used);
                used = 0;
            }
            part.push_str(grapheme);
            used += wide;
        }
        push_source(&mut rows, part, used);
    }
    rows
}

fn push_source(rows: &mut Rows, mut text: String, columns: usize) {
    let length = text.trim_end().len();
    text.truncate(length);
    rows.columns = rows.columns.max(columns);
    rows.rows.push(vec![source(text)]);
}

const fn source(text: String) -> Span {
    Span { text, role: Role::Source, bold: false, italic: false }
}
