//! The same layout in ASCII.

use proptest::prelude::*;

use super::super::{Charset, parse};
use super::{lines, picture};

fn drawn(tex: &str) -> String {
    picture(tex, 76, Charset::Ascii)
}

#[test]
fn bars_roots_brackets_and_letters_have_ascii_forms() {
    assert_eq!(drawn(r"-\frac{\alpha}{2\pi}"), lines(&["  alpha", "--------", "  2 pi"]));
    assert_eq!(drawn(r"\sqrt{x+1} \leq 2 \to \infty"), "sqrt(x + 1) <= 2 -> inf");
    assert_eq!(drawn(r"\left(\frac{a}{b}\right)"), lines(&["/ a \\", "|---|", "\\ b /"]));
    assert_eq!(
        drawn(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        lines(&["[ 1  2 ]", "[ 3  4 ]"])
    );
    assert_eq!(drawn(r"\int_a^b f"), lines(&["/b", "|  f", "/a"]));
    assert_eq!(drawn(r"A \xrightarrow{heat} B"), lines(&["   heat", "A -----> B"]));
}

#[test]
fn the_one_line_form_has_one_too() {
    let line = |tex: &str| parse(tex).text(Charset::Ascii).replace('\u{A0}', " ");
    assert_eq!(line(r"x^2 + y_{max}"), "x^2 + y_(max)");
    assert_eq!(line(r"\hat{p} \times \vec{v}"), "hat(p) x vec(v)");
    assert_eq!(line(r"\frac12 \alpha\beta"), "(1/2)alpha beta");
    assert_eq!(line(r"\mathbb{R} \ni \partial f"), "R ni df");
    assert_eq!(line(r"\text{café}"), "cafe");
}

proptest! {
    /// What is made of ASCII letters and known commands comes out in ASCII alone.
    #[test]
    fn known_formulas_are_ascii_only(
        parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..12),
        columns in 1usize..90,
    ) {
        let tex: String = parts.concat();
        let formula = parse(&tex);
        prop_assert!(formula.text(Charset::Ascii).replace('\u{A0}', " ").is_ascii(), "{tex}");
        prop_assert!(picture(&tex, columns, Charset::Ascii).is_ascii(), "{tex}");
    }
}

const PARTS: &[&str] = &[
    "a",
    "B",
    "12",
    "+",
    "-",
    "=",
    " ",
    "(",
    ")",
    "[",
    "]",
    "|",
    "^",
    "_",
    "{",
    "}",
    "'",
    ",",
    "&",
    r"\\",
    r"\alpha ",
    r"\Omega ",
    r"\frac",
    r"\sqrt",
    r"\sqrt[n]",
    r"\sum ",
    r"\int ",
    r"\oint ",
    r"\lim ",
    r"\left( ",
    r"\right) ",
    r"\left\langle ",
    r"\right\rangle ",
    r"\begin{pmatrix}",
    r"\end{pmatrix}",
    r"\begin{cases}",
    r"\end{cases}",
    r"\hat ",
    r"\vec ",
    r"\overline ",
    r"\underbrace ",
    r"\text{ab c}",
    r"\mathbb{R}",
    r"\mathcal{L}",
    r"\le ",
    r"\to ",
    r"\xrightarrow ",
    r"\cancel ",
    r"\not ",
    r"\boxed ",
    r"\binom ",
    r"\ce{H2O -> A}",
    r"\infty ",
    r"\circ ",
    r"\cdots ",
    r"\forall ",
    r"\hline ",
    r"\quad ",
    r"\tag{1}",
    r"\stackrel ",
    r"\overset ",
    r"\pmod ",
];
