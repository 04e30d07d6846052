//! Formulas that are too wide for their column, or stand in prose.

use super::super::{Charset, parse};
use super::{lines, picture};

fn broken(tex: &str, columns: usize) -> String {
    picture(tex, columns, Charset::Unicode)
}

#[test]
fn a_wide_formula_breaks_at_its_relations_which_hang_under_the_first() {
    assert_eq!(
        broken("y = aaa + bbb = ccc + ddd = eee", 20),
        lines(&["y = aaa + bbb", "  = ccc + ddd = eee"])
    );
}

#[test]
fn then_it_breaks_at_sums_which_hang_under_the_right_hand_side() {
    assert_eq!(
        broken("y = aaa + bbb + ccc + ddd - eee", 20),
        lines(&["y = aaa + bbb + ccc", "    + ddd − eee"])
    );
}

#[test]
fn equations_side_by_side_break_between_them_first() {
    assert_eq!(broken(r"a = b, \quad c = d, \quad e = f", 17), lines(&["a = b,  c = d,", "e = f"]));
}

#[test]
fn aligned_rows_stay_aligned_when_they_are_broken() {
    let tex = r"\begin{align} f &= aaa + bbb + ccc + ddd + eee \\ &= g \end{align}";
    assert_eq!(broken(tex, 26), lines(&["f = aaa + bbb + ccc + ddd", "    + eee", "  = g"]));
}

#[test]
fn words_and_the_parts_of_a_fraction_break_last() {
    assert_eq!(
        broken(r"\text{a long name} = \frac{\text{one two three four five}}{\text{six}}", 36),
        lines(&[
            "               one two three four",
            "                      five",
            "a long name = ────────────────────",
            "                      six"
        ])
    );
}

#[test]
fn nothing_is_wider_than_asked_for_but_what_cannot_be_broken() {
    for tex in [
        r"x = \frac{a}{b} + c + d + e + f + g + h + i + j + k = l + m + n + o + p + q",
        r"\text{a very long sentence that somebody wrote into one text} = 1",
        r"(aaa + bbb + ccc + ddd + eee + fff + ggg) = 0",
        r"a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v",
        r"A \to B \to C \to D \to E \to F \to G \to H \to I \to J",
        r"\frac{a}{b}\frac{c}{d}\frac{e}{f}\frac{g}{h}\frac{i}{j}\frac{k}{l}\frac{m}{n}",
    ] {
        for columns in [24, 30, 40] {
            let rows = parse(tex).rows(columns, Charset::Unicode);
            assert!(rows.columns <= columns, "{}", broken(tex, columns));
        }
    }
    assert_eq!(parse("abcdefghijklmnop").rows(5, Charset::Unicode).columns, 16);
}

#[test]
fn the_baseline_of_a_broken_formula_is_that_of_its_first_line() {
    let rows = parse(r"x = \frac{a}{b} + ccc + ddd + eee").rows(16, Charset::Unicode);
    assert_eq!(rows.baseline, 1);
}

#[test]
fn prose_may_break_only_where_mathematics_does() {
    let text = |tex: &str| parse(tex).text(Charset::Unicode).replace('\u{A0}', "~");
    assert_eq!(text("f(x, y) = a + b, c"), "f(x,~y) = a + b, c");
    assert_eq!(text(r"\frac{a + b}{c} \to \sin x"), "(a~+~b)/c → sin~x");
    assert_eq!(text(r"\text{if } x"), "if~x");
    assert_eq!(text(r"x = 1 \quad y = 2"), "x = 1  y = 2");
    assert_eq!(text(r"{a + b}"), "a + b");
    assert_eq!(text(r"a \\ b"), "a; b");
    let sentence = r"\text{a sentence that is longer than most formulas}";
    assert!(!text(sentence).contains('~'));
}
