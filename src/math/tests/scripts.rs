//! Superscripts, subscripts, primes and accents.

use super::{Grid, drawn, line, lines};

#[test]
fn scripts_have_characters_of_their_own_where_all_of_them_do() {
    for (tex, expected) in [
        ("x^2 + y_i", "x² + yᵢ"),
        ("x_1^2", "x₁²"),
        ("e^{-x}", "e⁻ˣ"),
        ("a_{ij}^{n+1}", "aᵢⱼⁿ⁺¹"),
        (r"\sigma_{\beta}^2", "σᵦ²"),
        (r"90^\circ", "90°"),
        (r"A^T + B^\top", "Aᵀ + Bᵀ"),
        (r"x^* + x^\dagger", "x* + x†"),
        ("f'(x) + f''(x)", "f′(x) + f″(x)"),
        ("f'^2 + x_1'", "f′² + x₁′"),
        (r"v_{\text{max}}", "vₘₐₓ"),
        (r"\mathbf{x}_{\mathbf k}", "xₖ"),
    ] {
        assert_eq!(drawn(tex), expected, "{tex}");
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn one_script_without_characters_speaks_for_all_of_them() {
    assert_eq!(line("x^2 + y_B"), "x^2 + y_B");
    assert_eq!(line(r"F_{\text{net}} = F_{\text{drag}}"), "F_(net) = F_(drag)");
    assert_eq!(drawn("x^2 + y_B"), lines(&[" 2", "x  + y", "      B"]));
}

#[test]
fn a_script_that_is_written_out_does_not_run_into_what_follows() {
    assert_eq!(line("E_B c"), "E_B c");
    assert_eq!(line(r"e^{x_B} y"), "e^(x_B) y");
    assert_eq!(line("f_B(x)"), "f_B(x)");
}

#[test]
fn raised_and_lowered_scripts_start_at_the_same_column() {
    let grid = Grid::of("x_B^{n,m}z");
    let (base, sub, sup) = (grid.the("x"), grid.the("B"), grid.the("n,m"));
    assert_eq!((sup.row + 1, sub.row), (base.row, base.row + 1));
    assert_eq!((sub.left, sup.left), (base.right, base.right));
    assert_eq!(grid.the("z").left, sup.right);
}

#[test]
fn towers_of_scripts_rise() {
    let grid = Grid::of("2^{2^{2^F}}");
    let rows: Vec<usize> = grid.all("2").iter().map(|place| place.row).collect();
    assert_eq!((grid.the("F").row, rows), (0, vec![1, 2, 3]));
    assert_eq!(line("2^{2^{2^F}}"), "2^(2^(2^F))");
}

#[test]
fn a_script_of_a_tall_group_stands_on_its_top_or_bottom_row_at_the_right() {
    let grid = Grid::of(r"\left(\frac{a}{b}\right)_k^2");
    let (top, bottom) = (grid.the("⎞"), grid.the("⎠"));
    let (sup, sub) = (grid.the("²"), grid.the("ₖ"));
    assert_eq!((sup.row, sup.left), (top.row, top.right));
    assert_eq!((sub.row, sub.left), (bottom.row, bottom.right));
}

#[test]
fn a_script_before_its_letter_is_that_of_an_isotope() {
    for (tex, expected) in [
        ("^{15}N", "¹⁵N"),
        (r"{}^{15}N", "¹⁵N"),
        (r"^2_1D + ^3_1T \rightarrow ^4_2He", "²₁D + ³₁T → ⁴₂He"),
        (r"(^2H)", "(²H)"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
        assert_eq!(drawn(tex), expected, "{tex}");
    }
}

#[test]
fn braces_around_a_power_are_not_lost() {
    assert_eq!(line("{x^2}^3"), "(x²)³");
    assert_eq!(drawn("{x^2}^3"), "(x²)³");
}

#[test]
fn an_accent_is_a_letter_of_its_own_or_a_mark_on_one() {
    for (tex, expected) in [
        (r"\dot{x}", "ẋ"),
        (r"\bar y", "ȳ"),
        (r"\hat{\imath} + \hat{i}", "ı\u{302} + î"),
        (r"\vec{F}", "F\u{20D7}"),
        (r"\vec{v_1}", "v\u{20D7}₁"),
        (r"\ddot{u}", "ü"),
        (r"\not=", "≠"),
        (r"\not\in", "∉"),
        (r"\cancel{x}", "x\u{338}"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
        assert_eq!(drawn(tex), expected, "{tex}");
    }
}

#[test]
fn an_accent_over_something_longer_has_a_row_above_it() {
    for (tex, row) in [
        (r"\overline{AB}", "__"),
        (r"\overrightarrow{AB}", "─→"),
        (r"\overleftarrow{ABC}", "←──"),
        (r"\widehat{ABC}", " ^"),
    ] {
        assert_eq!(drawn(tex).lines().next(), Some(row), "{tex}");
    }
    assert_eq!(line(r"\overline{AB}"), "A\u{305}B\u{305}");
    assert_eq!(drawn(r"\underline{ab}"), lines(&["ab", "‾‾"]));
}

#[test]
fn a_brace_over_or_under_something_points_at_its_label() {
    let grid = Grid::of(r"\underbrace{a+b+c}_{n}");
    let (brace, label) = (grid.the("┬"), grid.the("n"));
    assert_eq!((label.row, label.left), (brace.row + 1, brace.left));
    assert_eq!(drawn(r"\overbrace{a+b+c}^n").lines().nth(1), Some("╭───┴───╮"));
}

#[test]
fn what_is_set_over_a_relation_stands_above_it() {
    for tex in [r"A \overset{def}{=} B", r"A \stackrel{def}{=} B"] {
        assert_eq!(drawn(tex), lines(&["  def", "A  =  B"]));
    }
    assert_eq!(drawn(r"A \underset{n}{\to} B"), lines(&["A → B", "  n"]));
}

#[test]
fn a_script_before_a_letter_does_not_join_the_one_before_it() {
    assert_eq!(line(r"C^{2}{}^{16}O"), "C² ¹⁶O");
    assert_eq!(line(r"x^2{}_5C"), "x² ₅C");
    assert_eq!(line(r"^{15}N + ^{14}N"), "¹⁵N + ¹⁴N");
}
