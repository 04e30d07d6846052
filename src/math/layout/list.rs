//! What stands side by side: classes, blanks, and where a line could be broken.
//!
//! Invariant: the gap of an item is the blanks before it, and the first item has none.

use super::super::boxes::{Edge, MathBox};
use super::super::class::{self, Class};
use super::super::node::{Layout, Node};
use super::super::symbol::Kind;
use super::super::{Role, scripts};
use super::Setter;

/// One node set as a box, and how it stands to the one before it.
pub struct Item<'a> {
    pub set: MathBox,
    /// Blanks before it.
    pub gap: usize,
    /// Its class to what stands before it.
    pub class: Class,
    /// Its class to what follows.
    pub class_after: Class,
    /// A space of a quad or more was asked for before it.
    pub apart: bool,
    pub node: &'a Node,
    /// Its index in the list.
    pub at: usize,
}

/// Blanks before the number of an equation.
const TAG_GAP: usize = 4;

impl Setter {
    /// The nodes of a list as boxes with the gaps between them.
    pub fn items(self, list: &[Node]) -> Vec<Item<'_>> {
        let classes = classes(list);
        let mut items: Vec<Item<'_>> = Vec::with_capacity(list.len());
        let mut space = 0_isize;
        let mut asked = false;
        for (at, (node, class)) in list.iter().zip(&classes).enumerate() {
            if let Node::Space(columns) = node {
                space += columns;
                asked = true;
                continue;
            }
            let Some(&(mut left, mut right)) = class.as_ref() else { continue };
            let factor = self.is_flat() && is_factor(list, &classes, at);
            if self.is_flat() && matches!(node, Node::Fraction(fraction) if fraction.bar) {
                // On one line it is a term, or a pair of brackets where it gets them.
                (left, right) = if factor && self.is_bracketed(node) {
                    (Class::Opening, Class::Closing)
                } else {
                    (Class::Ordinary, Class::Ordinary)
                };
            }
            // A bracket that stands alone is as tall as what it stands behind.
            let beside = items.last().filter(|before| before.set.is_tall());
            let beside = beside.map_or((0, 0), |before| (before.set.above, before.set.below));
            let set = Self { beside, ..self }.node(node, factor);
            let gap = match items.last() {
                None => usize::try_from(space).unwrap_or(0),
                Some(_) if matches!(node, Node::Tag(_)) => TAG_GAP,
                Some(before) => {
                    let gap = self.gap(before, &set, left, asked.then_some(space));
                    gap.max(usize::from(set.left == Edge::Leading && needs_gap(&items)))
                }
            };
            items.push(Item {
                set,
                gap,
                class: left,
                class_after: right,
                apart: space > 1,
                node,
                at,
            });
            space = 0;
            asked = false;
        }
        items
    }

    fn is_bracketed(self, node: &Node) -> bool {
        matches!(node, Node::Fraction(fraction) if self.vulgar(fraction).is_none())
    }

    fn gap(self, before: &Item<'_>, set: &MathBox, class: Class, space: Option<isize>) -> usize {
        let mut gap = 0;
        if self.level == 0 {
            gap = class::gap(before.class_after, class);
            // What stands below `lim` sets it apart from the bracket that follows.
            if class == Class::Opening && is_limit(before.node) {
                gap = 1;
            }
        }
        let runs_on = runs_into(before.set.right, set.left);
        // `tan` with a raised −1 would touch a bracket of several rows.
        let touches = before.set.right == Edge::Raised && set.is_tall();
        if before.set.width > 0 && (runs_on || touches) {
            gap = gap.max(1);
        }
        match space {
            Some(space) if space < 0 => gap.saturating_add_signed(space),
            Some(space) => gap.max(usize::try_from(space).unwrap_or(0)),
            None => gap,
        }
    }
}

/// Whether a script at the left of what follows would be read with these items: an empty group
/// between them shows nothing.
fn needs_gap(items: &[Item<'_>]) -> bool {
    let mut before = items.iter().rev();
    let Some(seen) = before.by_ref().find(|item| item.set.width > 0 || item.gap > 0) else {
        return false;
    };
    seen.set.width > 0 && seen.class_after != Class::Opening
}

/// Whether two boxes side by side would read as one word or one script.
fn runs_into(left: Edge, right: Edge) -> bool {
    matches!(
        (left, right),
        (Edge::Word | Edge::Open, Edge::Letter | Edge::Word | Edge::Open)
            | (Edge::Letter, Edge::Word)
    )
}

/// The classes of each node to its left and its right; none for a space.
fn classes(list: &[Node]) -> Vec<Option<(Class, Class)>> {
    let mut classes: Vec<_> = list.iter().map(of_node).collect();
    let mut before = None;
    for at in 0..classes.len() {
        let Some(Some((left, right))) = classes.get(at).copied() else { continue };
        let mut settled = (left, right);
        if left == Class::Binary {
            let after = classes.iter().skip(at + 1).flatten().next().map(|(left, _)| *left);
            let class = class::binary(before, after);
            settled = (class, class);
        }
        before = Some(settled.1).filter(|_| !list.get(at).is_some_and(introduces));
        if let Some(place) = classes.get_mut(at) {
            *place = Some(settled);
        }
    }
    classes
}

/// Words that something follows, and no operand: in `if −4 ≤ x` the minus is a sign.
fn introduces(node: &Node) -> bool {
    const WORDS: &str = " if for when where and or with then than as is by of to at from that unless \
                         let while because since in on are be between not but ";
    let Node::Atom(atom) = node else { return false };
    let last = atom.text.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    atom.role == Role::Text && WORDS.split(' ').any(|word| !word.is_empty() && word == last)
}

fn of_node(node: &Node) -> Option<(Class, Class)> {
    let both = |class| Some((class, class));
    match node {
        Node::Space(_) => None,
        Node::Atom(atom) => both(atom.class),
        Node::Scripts(scripts) => {
            let classes = scripts.base.iter().find_map(of_node);
            let last = scripts.base.iter().rev().find_map(of_node);
            match (classes, last) {
                (Some((left, _)), Some((_, right))) if scripts.base.len() == 1 => {
                    Some((left, right))
                }
                _ => both(Class::Ordinary),
            }
        }
        Node::Fence(fence) => {
            if fence.body.len() == 1 && is_grid(fence.body.first()) {
                return both(Class::Inner);
            }
            let side = |sign: &str, class| if sign.is_empty() { Class::Ordinary } else { class };
            Some((side(fence.open, Class::Opening), side(fence.close, Class::Closing)))
        }
        Node::Fraction(_) | Node::Array(_) => both(Class::Inner),
        Node::Arrow(_) | Node::Shaft(_) => both(Class::Relation),
        Node::Bracket(bracket) => both(bracket.class),
        Node::Classed(class, _) => both(*class),
        Node::Accent(accent) if accent.mark.labelled => both(Class::Inner),
        Node::Group(_)
        | Node::Root(_)
        | Node::Accent(_)
        | Node::Phantom(_)
        | Node::Boxed(_)
        | Node::Cancel(_)
        | Node::Tag(_) => both(Class::Ordinary),
    }
}

fn is_grid(node: Option<&Node>) -> bool {
    matches!(node, Some(Node::Array(array)) if array.layout == Layout::Grid)
}

/// Whether something is multiplied with the node, or a function is applied to it.
fn is_factor(list: &[Node], classes: &[Option<(Class, Class)>], at: usize) -> bool {
    if !matches!(list.get(at), Some(Node::Fraction(_))) {
        return false;
    }
    let mut before = list.get(..at).unwrap_or_default().iter().zip(classes).rev();
    let after_at = at + 1;
    let mut after = list.iter().skip(after_at).zip(classes.iter().skip(after_at));
    let left = neighbour(&mut before).is_some_and(|(node, (_, right))| {
        let applied = right == Class::Operator && !is_limit(node);
        let multiplied = matches!(right, Class::Ordinary | Class::Closing | Class::Inner);
        applied || multiplied || is_division(node)
    });
    let right = neighbour(&mut after).is_some_and(|(node, (left, _))| {
        matches!(left, Class::Ordinary | Class::Opening | Class::Inner | Class::Large)
            || is_division(node)
    });
    left || right
}

/// The next node that is no space; none if a wide space or words come first.
fn neighbour<'a>(
    nodes: &mut impl Iterator<Item = (&'a Node, &'a Option<(Class, Class)>)>,
) -> Option<(&'a Node, (Class, Class))> {
    let mut spaced = false;
    for (node, class) in nodes {
        match (node, class) {
            (Node::Space(columns), _) if *columns > 1 => return None,
            (Node::Space(_), _) => spaced = true,
            (Node::Atom(atom), _) if spaced && atom.role == Role::Text => return None,
            (Node::Tag(_), _) => return None,
            (_, Some(class)) => return Some((node, *class)),
            _ => {}
        }
    }
    None
}

/// `lim(x→0)`, whose brackets already tell it from what it is applied to.
fn is_limit(node: &Node) -> bool {
    matches!(node, Node::Scripts(scripts) if scripts.stacked)
}

fn is_division(node: &Node) -> bool {
    matches!(node, Node::Atom(atom) if matches!(&*atom.text, "÷" | "/"))
}

/// Whether a list is one thing to its neighbours, so that it needs no brackets beside `/`.
pub fn is_single(list: &[Node], numerator: bool) -> bool {
    match list {
        [] => true,
        [node] => is_single_node(node),
        [Node::Atom(sign), rest @ ..] if numerator && matches!(&*sign.text, "−" | "±" | "+") => {
            is_single(rest, false)
        }
        [node, Node::Atom(sign)] if &*sign.text == "!" => is_single_node(node),
        [name, Node::Fence(fence)] if matches!(fence.open, "(" | "[") => {
            is_function_name(name) || (numerator && is_single_node(name))
        }
        [differential, node] if is_differential(differential) => is_single_node(node),
        _ => is_word(list),
    }
}

fn is_single_node(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => !atom.text.contains(' '),
        Node::Group(list) => is_single(list, false),
        Node::Scripts(scripts) => is_single(&scripts.base, false) && !scripts.stacked,
        Node::Fence(fence) => !fence.open.is_empty() && !fence.close.is_empty(),
        Node::Array(array) => !array.open.is_empty() && !array.close.is_empty(),
        Node::Root(_) | Node::Accent(_) | Node::Boxed(_) | Node::Cancel(_) => true,
        _ => false,
    }
}

/// d, ∂ or Δ, with or without a power.
fn is_differential(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => matches!(&*atom.text, "d" | "∂" | "Δ" | "δ"),
        Node::Scripts(scripts) => {
            matches!(scripts.base.as_slice(), [base] if is_differential(base))
        }
        _ => false,
    }
}

/// A letter that is more often a function than a factor, or `sin`.
fn is_function_name(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => {
            atom.kind == Kind::Function
                || matches!(
                    &*atom.text,
                    "f" | "g" | "h" | "E" | "F" | "G" | "H" | "P" | "Q" | "φ" | "ψ"
                )
        }
        Node::Scripts(scripts) => {
            scripts::is_function(&scripts.base)
                || matches!(scripts.base.as_slice(), [base] if is_function_name(base))
        }
        _ => false,
    }
}

/// Letters that spell a word: four or more.
fn is_word(list: &[Node]) -> bool {
    let is_letter = |node: &Node| {
        matches!(node, Node::Atom(atom) if atom.text.len() == 1
            && atom.text.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    list.len() > 3 && list.iter().all(is_letter)
}
