//! Breaks a formula that is too wide over lines.
//!
//! First between equations, then at relations, hanging under the first one; then at sums,
//! hanging under the right-hand side; then at products and commas; last between words and
//! factors. It sets nothing anew. Invariant: nothing is left out, nothing changes its order,
//! and a line is too wide only if one item is.

use super::boxes::{Edge, MathBox, centre};
use super::class::Class;
use super::layout::{Air, Item, Setter, Stack, WholePair, shifted};
use super::node::{Array, Fence, Layout, List, Node};
use super::{Role, breaking};

/// Columns that what hangs must have; else it hangs less far.
const LEAST: usize = 20;

/// Columns of a formula that more than one attempt is made at; longer ones are no formulas.
const TRIED: usize = 2000;

/// Brackets within brackets that are opened for breaking.
const OPENED: usize = 3;

/// How far a line hangs under nothing in particular.
const INDENT: usize = 2;

/// How much a break disturbs; the least is looked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cost {
    Equation,
    Relation,
    Sum,
    Product,
    Factor,
    Never,
}

impl Cost {
    const fn next(self) -> Self {
        match self {
            Self::Equation => Self::Relation,
            Self::Relation => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Factor,
            Self::Factor | Self::Never => Self::Never,
        }
    }
}

/// A formula in lines of at most so many columns, if it can be broken that far. One that fits
/// is one line.
pub fn fill(setter: Setter, list: &[Node], columns: usize) -> MathBox {
    if let [Node::Array(array)] = list
        && breaking::is_rows(array)
    {
        let set = setter.list(list);
        return if set.width <= columns { set } else { rows(setter, array, columns) };
    }
    one_below_the_other(lines(setter, list, columns, Hang::Deep))
}

/// The same with its lines centred, as a part of a fraction.
pub fn fill_centred(setter: Setter, list: &[Node], columns: usize) -> MathBox {
    let lines = lines(setter, list, columns, Hang::Not);
    let width = widest(&lines);
    let place = |line: MathBox| {
        let x = centre(width, line.width);
        shifted(line, x, width)
    };
    one_below_the_other(lines.into_iter().map(place)).solid()
}

/// Rows, each broken for itself; aligned ones stay aligned if there is room.
fn rows(setter: Setter, array: &Array, columns: usize) -> MathBox {
    if array.layout == Layout::Aligned
        && let Some(set) = aligned(setter, array, columns)
    {
        return set;
    }
    let rows = array.rows.iter().map(|row| row.cells.concat());
    one_below_the_other(rows.flat_map(|row| lines(setter, &row, columns, Hang::Deep)))
}

fn aligned(setter: Setter, array: &Array, columns: usize) -> Option<MathBox> {
    if array.rows.iter().any(|row| row.cells.len() > 2) {
        return None;
    }
    let mut halves = Vec::with_capacity(array.rows.len());
    let (mut wide, mut gap) = (0, 0);
    for row in &array.rows {
        let whole = WholePair::of(&row.cells);
        let (left, right) = whole.halves(setter);
        wide = wide.max(breaking::joined(&left).width);
        gap = gap.max(right.first().map_or(0, |item| item.gap));
        halves.push(whole);
    }
    let start = wide + gap;
    if columns < start + LEAST {
        return None;
    }
    let mut all = Vec::new();
    for whole in &halves {
        let (left, right) = whole.halves(setter);
        let left = breaking::joined(&left);
        let x = wide - left.width;
        let mut filler = Filler::new(columns, start, Hang::Deep);
        filler.current = shifted(left, x, start);
        filler.fill(&right, Cost::Equation, start);
        all.extend(filler.finish());
    }
    let fits = all.iter().all(|line| line.width <= columns);
    fits.then(|| one_below_the_other(all))
}

/// The lines of one formula. Each attempt gives up more of its looks than the one before.
fn lines(setter: Setter, list: &[Node], columns: usize, hang: Hang) -> Vec<MathBox> {
    let filler = |hang| Filler::new(columns, 0, hang);
    let fits = |lines: &Vec<MathBox>| lines.iter().all(|line| line.width <= columns);
    let items = setter.items(list);
    let hopeless = width(&items) > TRIED;
    let whole = filler(hang).break_up(&items);
    if hopeless || fits(&whole) {
        return whole;
    }
    let list = taken_apart(setter, list, columns, 0);
    let apart = filler(hang).break_up(&setter.items(&list));
    if fits(&apart) {
        return apart;
    }
    if hang == Hang::Not {
        return apart;
    }
    let setter = setter.within(room_for_fractions(setter, &list, columns));
    let items = setter.items(&list);
    let hanging = filler(hang).break_up(&items);
    if fits(&hanging) {
        return hanging;
    }
    let shallow = filler(Hang::Shallow).break_up(&items);
    if widest(&shallow) < widest(&hanging) { shallow } else { hanging }
}

fn widest(lines: &[MathBox]) -> usize {
    lines.iter().map(|line| line.width).max().unwrap_or(0)
}

/// The columns that a fraction may take: what is left beside the first relation.
fn room_for_fractions(setter: Setter, list: &[Node], columns: usize) -> usize {
    let items = setter.items(list);
    let relation = items.iter().position(|item| item.class == Class::Relation).unwrap_or(0);
    let hang = width(items.get(..=relation).unwrap_or_default()) + 2;
    let beside = columns.saturating_sub(hang);
    if beside < LEAST.min(columns / 2) { columns.saturating_sub(2 * INDENT) } else { beside }
}

fn one_below_the_other(lines: impl IntoIterator<Item = MathBox>) -> MathBox {
    let mut stack = Stack::default();
    for line in lines {
        stack.push(line, Air::Tall);
    }
    stack.finish_first()
}

/// Words one by one, and brackets of one row open, so that there are more places to break.
fn taken_apart(setter: Setter, list: &[Node], columns: usize, depth: usize) -> List {
    let mut out = List::new();
    for node in list {
        match node {
            Node::Atom(atom) if atom.role == Role::Text && atom.text.contains(' ') => {
                for (at, word) in atom.text.split(' ').enumerate() {
                    if at > 0 {
                        out.push(Node::Space(1));
                    }
                    let text = word.to_owned().into();
                    out.push(Node::Atom(super::node::Atom { text, ..atom.clone() }));
                }
            }
            Node::Fence(fence) if depth < OPENED => {
                let set = setter.list(std::slice::from_ref(node));
                if set.width > columns / 2 && !set.is_tall() {
                    let body = taken_apart(setter, &fence.body, columns, depth + 1);
                    open(fence, body, &mut out);
                } else {
                    out.push(node.clone());
                }
            }
            Node::Group(inner) => out.extend(taken_apart(setter, inner, columns, depth)),
            _ => out.push(node.clone()),
        }
    }
    out
}

fn open(fence: &Fence, body: List, out: &mut List) {
    let sign = |sign: &'static str, class| {
        Node::Atom(super::node::Atom::new(sign, class, Role::Structure))
    };
    if !fence.open.is_empty() {
        out.push(sign(fence.open, Class::Opening));
    }
    out.extend(body);
    if !fence.close.is_empty() {
        out.push(sign(fence.close, Class::Closing));
    }
}

struct Filler {
    columns: usize,
    /// Where the first line begins.
    start: usize,
    done: Vec<MathBox>,
    current: MathBox,
    /// The current line holds more than its indent.
    begun: bool,
    hang: Hang,
}

/// How far a line that goes on from another is moved to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hang {
    /// Under what it belongs to.
    Deep,
    /// By a little.
    Shallow,
    /// Not at all: the lines are centred.
    Not,
}

impl Filler {
    fn new(columns: usize, start: usize, hang: Hang) -> Self {
        Self { columns, start, done: Vec::new(), current: MathBox::default(), begun: false, hang }
    }

    fn finish(mut self) -> Vec<MathBox> {
        if self.begun || self.done.is_empty() {
            self.done.push(self.current);
        }
        self.done
    }

    fn break_up(mut self, items: &[Item<'_>]) -> Vec<MathBox> {
        self.fill(items, Cost::Equation, self.start);
        self.finish()
    }

    fn end_line(&mut self, indent: usize) {
        let blank = MathBox::blank(indent, 0, 0);
        self.done.push(std::mem::replace(&mut self.current, blank));
        self.begun = false;
    }

    fn add(&mut self, items: &[Item<'_>]) {
        for item in items {
            let gap = if self.begun { item.gap } else { 0 };
            let (left, right) = (item.set.left, item.set.right);
            self.current.join(item.set.clone(), gap);
            self.current.left = if self.begun { self.current.left } else { left };
            self.current.right = right;
            self.begun = true;
        }
    }

    fn room(&self, items: &[Item<'_>]) -> bool {
        let gap = if self.begun { items.first().map_or(0, |item| item.gap) } else { 0 };
        self.current.width + gap + width(items) <= self.columns
    }

    /// Sets items that may be broken at this cost and above; what is broken off begins at
    /// `indent`.
    fn fill(&mut self, items: &[Item<'_>], cost: Cost, indent: usize) {
        if items.is_empty() {
            return;
        }
        if self.room(items) || cost == Cost::Never {
            return self.add(items);
        }
        let gap = if self.begun { items.first().map_or(0, |item| item.gap) } else { 0 };
        let begin = self.current.width + gap;
        let indent = self.hang(items, cost, begin, indent);
        let mut broken = false;
        for part in parts(items, cost) {
            // What follows a part in several lines begins a line, so that it is seen.
            if broken && cost <= Cost::Relation {
                self.end_line(indent);
            }
            if self.room(part) {
                self.add(part);
                broken = false;
                continue;
            }
            let fits_alone = indent + width(part) <= self.columns;
            if self.begun && (fits_alone || !self.room_for_first(part, cost.next())) {
                self.end_line(indent);
            }
            let first_line = self.done.len();
            if self.room(part) {
                self.add(part);
            } else {
                self.fill(part, cost.next(), indent);
            }
            broken = self.done.len() > first_line;
        }
    }

    /// Whether the first piece of a part, broken further, fits the line that is begun.
    fn room_for_first(&self, part: &[Item<'_>], mut cost: Cost) -> bool {
        while cost != Cost::Never {
            let first = parts(part, cost).next().unwrap_or_default();
            if first.len() < part.len() {
                return self.room(first);
            }
            cost = cost.next();
        }
        false
    }

    /// Where the lines hang that are broken off at a cost.
    fn hang(&self, items: &[Item<'_>], cost: Cost, begin: usize, indent: usize) -> usize {
        let relation = items.iter().position(|item| item.class == Class::Relation);
        let hang = match (cost, relation) {
            (Cost::Equation, _) => return indent,
            (Cost::Relation, Some(0)) => begin,
            (Cost::Relation, Some(at)) => {
                let before = items.get(..at).unwrap_or_default();
                begin + width(before) + items.get(at).map_or(0, |item| item.gap)
            }
            (Cost::Sum, Some(0)) => {
                let [relation, rest @ ..] = items else { return indent };
                begin + relation.set.width + rest.first().map_or(0, |item| item.gap)
            }
            (Cost::Sum, _) if indent == self.start && begin == self.start => self.start + INDENT,
            _ => indent,
        };
        let room = self.columns.saturating_sub(hang);
        match self.hang {
            Hang::Not => self.start,
            Hang::Deep if room >= LEAST.min(self.columns / 2) => hang,
            Hang::Deep | Hang::Shallow => self.start + INDENT,
        }
    }
}

/// The columns of items side by side, without the gap before the first.
fn width(items: &[Item<'_>]) -> usize {
    let gap = items.first().map_or(0, |item| item.gap);
    items.iter().map(|item| item.gap + item.set.width).sum::<usize>() - gap
}

/// The parts between breaks of a cost.
fn parts<'a, 'b>(
    items: &'b [Item<'a>],
    cost: Cost,
) -> impl Iterator<Item = &'b [Item<'a>]> + use<'a, 'b> {
    let mut rest = items;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let breaks = |at: &usize| break_cost(rest, *at) == cost;
        let end = (1..rest.len()).find(breaks).unwrap_or(rest.len());
        let (part, more) = rest.split_at(end);
        rest = more;
        Some(part)
    })
}

/// What a break before an item would cost.
fn break_cost(items: &[Item<'_>], at: usize) -> Cost {
    let (Some(before), Some(item)) =
        (at.checked_sub(1).and_then(|at| items.get(at)), items.get(at))
    else {
        return Cost::Never;
    };
    if matches!(item.node, Node::Tag(_)) {
        return Cost::Never;
    }
    if item.apart {
        return Cost::Equation;
    }
    if item.class == Class::Relation {
        return Cost::Relation;
    }
    if before.class_after == Class::Punctuation {
        return Cost::Product;
    }
    if item.class == Class::Binary {
        let product = matches!(item.node, Node::Atom(atom) if matches!(&*atom.text, "×" | "·" | "÷" | "∘" | "*"));
        return if product { Cost::Product } else { Cost::Sum };
    }
    // A sign and its operand, a function and its argument, a bracket and what it holds.
    if matches!(
        before.class_after,
        Class::Sign | Class::Opening | Class::Relation | Class::Binary | Class::Operator
    ) || matches!(item.class, Class::Closing | Class::Punctuation)
        || (item.gap == 0 && item.set.left == Edge::Letter && before.set.right == Edge::Letter)
    {
        return Cost::Never;
    }
    Cost::Factor
}
