//! Fractions and binomials.

use super::{Grid, drawn, line, lines};

/// Numerator, bar and denominator of fractions whose parts are written once.
#[test]
fn numerator_bar_and_denominator_stand_on_different_rows_and_overlap_in_columns() {
    for (tex, above, below) in [
        (r"\frac{a}{b}", "a", "b"),
        (r"\frac{\partial f}{\partial x}", "∂f", "∂x"),
        (r"\dfrac{x + 1}{y}", "x + 1", "y"),
        (r"v = \frac{\Delta x}{\Delta t}", "Δx", "Δt"),
        (r"{p \over q}", "p", "q"),
        (r"\frac{\text{mass of solute}}{\text{volume}}", "mass of solute", "volume"),
        (r"F = G\frac{m_1 m_2}{r^2}", "m₁m₂", "r²"),
        (r"\frac12", "1", "2"),
        (r"\cfrac{u}{v} + 1", "u", "v"),
        (r"\genfrac{}{}{}{}{m}{n}", "m", "n"),
    ] {
        let grid = Grid::of(tex);
        let (above, below) = (grid.the(above), grid.the(below));
        let bar = grid.runs('─')[0];
        assert_eq!((above.row + 1, below.row), (bar.row, bar.row + 1), "{}", grid.text());
        assert!(above.overlaps(bar) && below.overlaps(bar), "{}", grid.text());
        assert_eq!(bar.row, grid.baseline, "{tex}");
    }
}

#[test]
fn the_bar_is_two_columns_wider_than_the_wider_part() {
    for (tex, width) in [(r"\frac{a}{b}", 3), (r"\frac{a + b}{c}", 7), (r"\frac{1}{100}", 5)] {
        let bar = Grid::of(tex).runs('─')[0];
        assert_eq!(bar.right - bar.left, width, "{tex}");
    }
}

#[test]
fn both_parts_are_centred_over_the_bar() {
    let grid = Grid::of(r"\frac{abc}{x}");
    assert_eq!(grid.the("x").left, grid.the("b").left);
}

#[test]
fn an_outer_bar_is_longer_than_an_inner_one() {
    let grid = Grid::of(r"\frac{\frac{a}{b}}{c}");
    let bars = grid.runs('─');
    assert!(bars[0].right - bars[0].left < bars[1].right - bars[1].left);
    assert!(bars[0].row < bars[1].row);
}

#[test]
fn neighbouring_fractions_stay_apart() {
    let grid = Grid::of(r"\frac{a}{b}\frac{c}{d}");
    let bars = grid.runs('─');
    assert_eq!(bars.len(), 2, "{}", grid.text());
    assert_eq!(bars[1].left - bars[0].right, 1);
}

#[test]
fn a_factor_stands_beside_a_fraction_with_a_blank_and_a_sign_without_one() {
    assert_eq!(drawn(r"-\frac{a}{b}x"), lines(&["  a", "−─── x", "  b"]));
}

#[test]
fn a_continued_fraction_goes_down_by_two_rows_a_step() {
    let grid = Grid::of(r"\cfrac{1}{1 + \cfrac{1}{1 + \cfrac{1}{x}}}");
    let rows: Vec<usize> = grid.runs('─').iter().map(|bar| bar.row).collect();
    assert_eq!(rows, [1, 3, 5]);
}

#[test]
fn a_fraction_in_a_script_is_written_with_a_slash() {
    assert_eq!(drawn(r"x^{\frac{1}{2}}"), lines(&[" 1/2", "x"]));
    assert_eq!(line(r"x^{\frac{1}{2}}"), "x^(1/2)");
    assert_eq!(line(r"e^{-\frac{x^2}{2}}"), "e^(−x^2/2)");
}

#[test]
fn a_binomial_has_its_parts_one_over_the_other_in_one_pair_of_brackets() {
    for tex in [r"\binom{n}{k}", r"{n \choose k}", r"\dbinom{n}{k}"] {
        let grid = Grid::of(tex);
        assert_eq!(grid.the("n").left, grid.the("k").left);
        assert_eq!(grid.the("n").row + 1, grid.the("k").row);
        assert_eq!(drawn(tex), lines(&["⎛ n ⎞", "⎝ k ⎠"]));
        assert_eq!(line(tex), "C(n, k)");
    }
}

#[test]
fn on_one_line_brackets_stand_whenever_a_part_is_more_than_one_atom() {
    for (tex, expected) in [
        (r"\frac{2\pi}{T}", "(2π)/T"),
        (r"\frac{T}{2\pi}", "T/(2π)"),
        (r"\frac{x_1}{x_2}", "x₁/x₂"),
        (r"\frac{f(x)}{g(x)}", "f(x)/g(x)"),
        (r"\frac{1}{x(y+1)}", "1/(x(y + 1))"),
        (r"\frac{-1}{x}", "−1/x"),
        (r"\frac{1}{-x}", "1/(−x)"),
        (r"\frac{\sin x}{x}", "(sin x)/x"),
        (r"\sin\frac{x}{2}", "sin(x/2)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{d^2y}{dx^2}", "d²y/dx²"),
        (r"\frac{\text{rise of it}}{\text{run}}", "(rise of it)/run"),
        (r"\frac{n!}{k!}", "n!/k!"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"x \div \frac{a}{b}", "x ÷ (a/b)"),
        (r"\frac{a}{b} + c", "a/b + c"),
        (r"\frac{a}{b} \text{ if } c", "a/b if c"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn common_fractions_have_a_character_of_their_own_on_one_line() {
    assert_eq!(line(r"\frac12 + \frac{1}{3} + \frac34 x + 2\frac12"), "½ + ⅓ + ¾x + 2½");
    assert_eq!(line(r"\frac{1}{7}"), "1/7");
}
