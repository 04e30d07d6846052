//! One cell while it is read: the list, the brackets still open in it, scripts that wait.
//!
//! It sees nodes, not tokens. Invariant: what is pushed stays in order; a bracket whose
//! partner does not come stays a sign.

use super::super::class::Class;
use super::super::command::Shape;
use super::super::node::{Accent, Atom, Corners, Fence, Fraction, List, Node, Scripts};
use super::super::symbol::Limits;

/// A bracket that waits for its partner.
struct Open {
    /// Index of its sign in the list.
    at: usize,
    sign: &'static str,
}

/// Which corner a script goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    Sub,
    Sup,
}

/// How a script was written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// There was a blank before it.
    pub apart: bool,
    /// It is a prime, of which there may be more.
    pub prime: bool,
}

#[derive(Default)]
pub struct Cell {
    nodes: List,
    open: Vec<Open>,
    /// Scripts without a base, for the next atom.
    waiting: Corners,
    /// What stands over the rest, and how.
    infix: Option<(Shape, List)>,
    /// The last superscript is primes only.
    primed: bool,
}

impl Cell {
    pub fn last_mut(&mut self) -> Option<&mut Node> {
        self.nodes.last_mut()
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The sign of the innermost open bracket.
    pub fn innermost(&self) -> Option<&'static str> {
        self.open.last().map(|open| open.sign)
    }

    /// How many brackets are open.
    pub fn opened(&self) -> usize {
        self.open.len()
    }

    /// What the next atom stands beside, for telling an opening bar from a closing one.
    pub fn before(&self) -> Option<Class> {
        self.nodes.iter().rev().find(|node| !matches!(node, Node::Space(_))).map(class_after)
    }

    pub fn push(&mut self, node: Node) {
        self.primed = false;
        let is_base = !matches!(node, Node::Space(_));
        if is_base && !self.waiting.is_empty() {
            let before = std::mem::take(&mut self.waiting);
            let scripts = Scripts { base: vec![node], before, ..Scripts::default() };
            self.nodes.push(Node::Scripts(Box::new(scripts)));
        } else {
            self.nodes.push(node);
        }
    }

    pub fn extend(&mut self, nodes: List) {
        for node in nodes {
            self.push(node);
        }
    }

    /// Notes that the last node opens a bracket.
    pub fn open(&mut self, sign: &'static str) {
        if let Some(at) = self.nodes.len().checked_sub(1) {
            self.open.push(Open { at, sign });
        }
    }

    /// Closes the innermost bracket that `closes` accepts, giving up those inside it.
    /// Returns how many it gave up or closed; 0 if there is none.
    pub fn close(&mut self, sign: &'static str, closes: impl Fn(&str) -> bool) -> usize {
        let Some(index) = self.open.iter().rposition(|open| closes(open.sign)) else { return 0 };
        let given_up = self.open.len() - index;
        let found = self.open.get(index).map(|open| (open.at, open.sign));
        self.open.truncate(index);
        let Some((at, open)) = found else { return given_up };
        let body = self.nodes.split_off((at + 1).min(self.nodes.len()));
        let opener = self.nodes.pop();
        let fence = Node::Fence(Box::new(Fence { open, close: sign, body }));
        // Scripts before an opening bracket stay before the whole.
        if let Some(Node::Scripts(mut scripts)) = opener {
            scripts.base = vec![fence];
            self.nodes.push(Node::Scripts(scripts));
        } else {
            self.nodes.push(fence);
        }
        given_up
    }

    /// Puts a script to the last node, or keeps it for the next one. True if there was one
    /// of its kind already and it was appended.
    pub fn script(&mut self, corner: Corner, script: List, written: Written) -> bool {
        if self.goes_to_next(&script, written) {
            return append(&mut self.waiting, corner, script);
        }
        let mut base = self.nodes.pop();
        // The blank at the end of `\text{m }` stands between it and its script.
        if matches!(base, Some(Node::Space(_))) {
            base = self.nodes.pop();
        }
        let mut scripts = match base {
            Some(Node::Scripts(scripts)) => scripts,
            Some(node) => {
                let stacked = takes_limits(&node);
                Box::new(Scripts { base: vec![node], stacked, ..Scripts::default() })
            }
            None => Box::default(),
        };
        let was_primed = std::mem::replace(&mut self.primed, written.prime);
        let doubled = append(&mut scripts.after, corner, script);
        self.nodes.push(Node::Scripts(scripts));
        doubled && !written.prime && !(was_primed && corner == Corner::Sup)
    }

    /// Keeps a script for the next atom.
    pub fn wait(&mut self, corner: Corner, script: List) {
        append(&mut self.waiting, corner, script);
    }

    fn goes_to_next(&self, script: &List, written: Written) -> bool {
        if written.prime && self.nodes.is_empty() {
            return false;
        }
        let Some(last) = self.nodes.last() else { return true };
        match last {
            Node::Space(_) => {
                !matches!(self.nodes.iter().rev().nth(1), Some(Node::Atom(a)) if a.role == super::super::Role::Text)
            }
            Node::Group(inner) => inner.is_empty(),
            Node::Atom(atom) => match atom.class {
                Class::Opening | Class::Punctuation => true,
                Class::Binary | Class::Relation => written.apart || is_number(script),
                _ => false,
            },
            _ => false,
        }
    }

    /// What stands before goes over what stands after. False if that was said before.
    pub fn divide(&mut self, shape: Shape) -> bool {
        if self.infix.is_some() {
            return false;
        }
        self.settle();
        self.open.clear();
        self.infix = Some((shape, std::mem::take(&mut self.nodes)));
        true
    }

    /// Gives waiting scripts an empty base.
    fn settle(&mut self) {
        if !self.waiting.is_empty() {
            let after = std::mem::take(&mut self.waiting);
            let scripts = Scripts { after, ..Scripts::default() };
            self.nodes.push(Node::Scripts(Box::new(scripts)));
        }
    }

    pub fn finish(mut self) -> List {
        self.settle();
        match self.infix {
            None => self.nodes,
            Some((Shape { bar, open, close }, above)) => {
                let fraction = Fraction { above, below: self.nodes, bar, open, close };
                vec![Node::Fraction(Box::new(fraction))]
            }
        }
    }
}

fn append(corners: &mut Corners, corner: Corner, script: List) -> bool {
    let place = match corner {
        Corner::Sub => &mut corners.sub,
        Corner::Sup => &mut corners.sup,
    };
    if let Some(first) = place {
        first.extend(script);
        return true;
    }
    *place = Some(script);
    false
}

/// Whether the scripts of a node stand above and below it.
fn takes_limits(node: &Node) -> bool {
    match node {
        Node::Atom(Atom { limits, .. }) => *limits == Limits::Stacked,
        Node::Accent(accent) => {
            let Accent { mark, .. } = &**accent;
            mark.labelled
        }
        _ => false,
    }
}

fn is_number(list: &List) -> bool {
    list.iter().all(
        |node| matches!(node, Node::Atom(atom) if atom.text.chars().all(|c| c.is_ascii_digit())),
    )
}

/// The class of a node for what follows it.
fn class_after(node: &Node) -> Class {
    match node {
        Node::Atom(atom) => atom.class,
        Node::Scripts(scripts) => scripts.base.last().map_or(Class::Ordinary, class_after),
        Node::Fence(_) => Class::Closing,
        Node::Arrow(_) => Class::Relation,
        Node::Bracket(bracket) => bracket.class,
        _ => Class::Ordinary,
    }
}
