//! Scripts in the superscript and subscript characters of Unicode.
//!
//! All of a script or nothing of it, and all scripts of a formula or none: a mixture cannot
//! be read. Invariant: what is converted keeps its order and its length in characters.

use super::node::{Corners, List, Node, Scripts};
use super::symbol::Kind;

/// Which of the scripts of a formula can be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// All those of the formula itself.
    pub outer: bool,
    /// All those within scripts.
    pub inner: bool,
}

impl Fit {
    /// No script is converted.
    pub const NONE: Self = Self { outer: false, inner: false };

    /// Looks at every script of a list. On one line the limits of operators are scripts, and
    /// those within scripts must fit as well.
    pub fn of(list: &List, linear: bool) -> Self {
        let mut fit = Self { outer: true, inner: true };
        fit.list(list, linear, 0);
        if linear {
            let both = fit.outer && fit.inner;
            return Self { outer: both, inner: both };
        }
        fit
    }

    fn list(&mut self, list: &List, linear: bool, level: usize) {
        for node in list {
            self.node(node, linear, level);
        }
    }

    fn node(&mut self, node: &Node, linear: bool, level: usize) {
        match node {
            Node::Atom(_) | Node::Space(_) | Node::Bracket(_) => {}
            Node::Group(list)
            | Node::Boxed(list)
            | Node::Cancel(list)
            | Node::Tag(list)
            | Node::Classed(_, list) => self.list(list, linear, level),
            Node::Scripts(scripts) => self.scripts(scripts, linear, level),
            Node::Fraction(fraction) => {
                self.list(&fraction.above, linear, level);
                self.list(&fraction.below, linear, level);
            }
            Node::Root(root) => self.list(&root.body, linear, level),
            Node::Fence(fence) => self.list(&fence.body, linear, level),
            Node::Array(array) => {
                for cell in array.rows.iter().flat_map(|row| &row.cells) {
                    self.list(cell, linear, level);
                }
            }
            Node::Accent(accent) => self.list(&accent.body, linear, level),
            Node::Arrow(arrow) => {
                self.list(&arrow.above, linear, level + 1);
                self.list(&arrow.below, linear, level + 1);
            }
            Node::Shaft(shaft) => {
                self.list(&shaft.left, linear, level + 1);
                self.list(&shaft.right, linear, level + 1);
            }
            Node::Phantom(phantom) => self.list(&phantom.body, linear, level),
        }
    }

    fn scripts(&mut self, scripts: &Scripts, linear: bool, level: usize) {
        self.list(&scripts.base, linear, level);
        let display = !(linear || level > 0);
        let limits = (scripts.stacked && (display || is_function(&scripts.base)))
            || (display && is_integral(&scripts.base));
        for (corners, limits) in [(&scripts.before, false), (&scripts.after, limits)] {
            for (script, convert) in both(corners) {
                if limits {
                    self.list(script, linear, level + 1);
                } else if convert(script).is_none() {
                    let fits = if level == 0 { &mut self.outer } else { &mut self.inner };
                    *fits = false;
                    self.list(script, linear, level + 1);
                }
            }
        }
    }
}

type Convert = fn(&List) -> Option<String>;

fn both(corners: &Corners) -> impl Iterator<Item = (&List, Convert)> {
    let sub = corners.sub.as_ref().map(|list| (list, subscript as Convert));
    let sup = corners.sup.as_ref().map(|list| (list, superscript as Convert));
    sub.into_iter().chain(sup)
}

/// Whether the list is a name such as `lim`.
pub fn is_function(list: &List) -> bool {
    matches!(list.as_slice(), [Node::Atom(atom)] if atom.kind == Kind::Function)
}

/// Text in superscript characters; none if one of them is missing.
#[must_use]
pub fn raised(text: &str) -> Option<String> {
    text.chars().map(super_char).collect()
}

/// Text in subscript characters; none if one of them is missing.
#[must_use]
pub fn lowered(text: &str) -> Option<String> {
    text.chars().map(sub_char).collect()
}

/// Whether the list is an integral.
pub fn is_integral(list: &List) -> bool {
    matches!(list.as_slice(), [Node::Atom(atom)] if atom.kind == Kind::Integral)
}

/// A list in superscript characters; none if one of them is missing.
pub fn superscript(list: &List) -> Option<String> {
    convert(list, super_char)
}

/// A list in subscript characters; none if one of them is missing.
pub fn subscript(list: &List) -> Option<String> {
    convert(list, sub_char)
}

/// A superscript of signs that stand high by themselves: `′`, `°`, `*`.
pub fn raised_by_itself(list: &List) -> Option<String> {
    convert(list, high_char)
}

fn convert(list: &List, map: fn(char) -> Option<char>) -> Option<String> {
    let mut text = String::new();
    append(list, map, &mut text).then_some(text)
}

fn append(list: &List, map: fn(char) -> Option<char>, out: &mut String) -> bool {
    list.iter().all(|node| match node {
        Node::Atom(atom) => atom.text.chars().all(|c| map(c).map(|c| out.push(c)).is_some()),
        Node::Group(list) | Node::Classed(_, list) => append(list, map, out),
        Node::Fence(fence) if (fence.open, fence.close) == ("(", ")") => {
            let mut put = |c| map(c).map(|c| out.push(c)).is_some();
            put('(') && append(&fence.body, map, out) && map(')').map(|c| out.push(c)).is_some()
        }
        Node::Space(columns) => *columns <= 0,
        _ => false,
    })
}

const fn high_char(c: char) -> Option<char> {
    Some(match c {
        '′' | '″' | '‴' | '⁗' | '*' | '†' | '‡' | '°' | '•' => c,
        '∘' => '°',
        _ => return None,
    })
}

fn super_char(c: char) -> Option<char> {
    const PLAIN: &str = "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ-⊤⊺";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡ⁻ᵀᵀ";
    high_char(c).or_else(|| paired(c, PLAIN, RAISED))
}

fn sub_char(c: char) -> Option<char> {
    const PLAIN: &str = "0123456789+−=()aehijklmnoprstuvxβγρφχ-";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋";
    paired(c, PLAIN, LOWERED)
}

fn paired(c: char, from: &str, to: &str) -> Option<char> {
    from.chars().zip(to.chars()).find(|(plain, _)| *plain == c).map(|(_, script)| script)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn list(tex: &str) -> List {
        parse::parse(tex).0.unwrap()
    }

    #[test]
    fn a_script_is_converted_whole_or_not_at_all() {
        assert_eq!(superscript(&list("n+1")).as_deref(), Some("ⁿ⁺¹"));
        assert_eq!(superscript(&list("n,1")), None);
        assert_eq!(subscript(&list("net")).as_deref(), Some("ₙₑₜ"));
        assert_eq!(subscript(&list("B")), None);
        assert_eq!(superscript(&list("-(k-1)")).as_deref(), Some("⁻⁽ᵏ⁻¹⁾"));
    }

    #[test]
    fn one_script_that_does_not_fit_speaks_for_all() {
        assert!(Fit::of(&list("x_1 + y^2"), true).outer);
        assert!(!Fit::of(&list("x_1 + y_B"), true).outer);
        let display = Fit::of(&list("e^{-x^2}"), false);
        assert_eq!((display.outer, display.inner), (false, true));
    }

    #[test]
    fn every_character_has_its_script() {
        for (from, to) in [("0aβ", "₀ₐᵦ"), ("xρ-", "ₓᵨ₋")] {
            for (c, script) in from.chars().zip(to.chars()) {
                assert_eq!(sub_char(c), Some(script));
            }
        }
        assert_eq!(super_char('χ'), Some('ᵡ'));
        assert_eq!(super_char('-'), Some('⁻'));
        assert_eq!(super_char('W'), Some('ᵂ'));
    }
}
