//! Sums, limits, integrals, arrows, and the blanks around operators.

use super::{Grid, drawn, line, lines};

#[test]
fn limits_stand_above_and_below_centred() {
    for (tex, sign, above, below) in [
        (r"\sum_{i=1}^N x_i", "∑", "N", "i=1"),
        (r"\prod_{k=0}^{n} a_k", "∏", "n", "k=0"),
        (r"\bigcup_{n \in I}^{m} A_n", "⋃", "m", "n∈I"),
        (r"\sum\limits_{j}^{q} j", "∑", "q", "j"),
    ] {
        let grid = Grid::of(tex);
        let sign = grid.the(sign);
        let (above, below) = (grid.all(above)[0], *grid.all(below).last().unwrap());
        assert_eq!((above.row + 1, below.row), (sign.row, sign.row + 1), "{}", grid.text());
        assert!(above.middle().abs_diff(sign.left) < 2 && below.middle().abs_diff(sign.left) < 2);
        assert_eq!(sign.row, grid.baseline);
    }
}

#[test]
fn what_a_limit_goes_to_stands_below_lim() {
    for (tex, name, below) in [
        (r"\lim_{x \to 0} f", "lim", "x→0"),
        (r"\max_{k} a", "max", "k"),
        (r"\operatorname*{argmin}_{w} L", "argmin", "w"),
    ] {
        let grid = Grid::of(tex);
        let (name, below) = (grid.the(name), grid.the(below));
        assert_eq!(below.row, name.row + 1, "{}", grid.text());
        assert!(below.overlaps(name));
    }
}

#[test]
fn limits_at_the_side_stay_there_if_asked_for() {
    assert_eq!(drawn(r"\sum\nolimits_{i=1}^n x"), "∑ᵢ₌₁ⁿ x");
    assert_eq!(drawn(r"\textstyle\sum_{i=1}^n x"), "∑ᵢ₌₁ⁿ x");
    assert_eq!(drawn(r"\int\limits_a^b f").lines().next(), Some("b"));
}

#[test]
fn limits_of_several_rows_are_stacked() {
    let grid = Grid::of(r"\sum_{\substack{0<i<m \\ 0<j<n}} x");
    let (sign, first, second) = (grid.the("∑"), grid.the("0<i<m"), grid.the("0<j<n"));
    assert_eq!((first.row, second.row), (sign.row + 1, sign.row + 2));
    assert_eq!(line(r"\sum_{\substack{i<m \\ j<n}} x"), "∑_(i<m, j<n) x");
}

#[test]
fn an_integral_has_three_rows_and_its_limits_at_the_right() {
    for (tex, above, below) in
        [(r"\int_a^b f(x)\,dx", "b", "a"), (r"\int_{0}^{\infty} g", "∞", "0")]
    {
        let grid = Grid::of(tex);
        let (top, bottom) = (grid.the("⌠"), grid.the("⌡"));
        assert_eq!((bottom.row, bottom.left), (top.row + 2, top.left));
        let (above, below) = (grid.the(above), grid.the(below));
        assert_eq!((above.row, above.left), (top.row, top.right));
        assert_eq!((below.row, below.left), (bottom.row, bottom.right));
    }
}

#[test]
fn a_double_integral_is_two_columns_wide() {
    assert_eq!(Grid::of(r"\iint_R f").runs('⌠')[0], super::Place { row: 0, left: 0, right: 2 });
    assert_eq!(Grid::of(r"\iiint f").runs('⎮')[0], super::Place { row: 1, left: 0, right: 3 });
    assert_eq!(line(r"\iint_R f"), "∬_R f");
}

#[test]
fn the_limits_of_an_integral_do_not_keep_the_scripts_beside_it_from_their_characters() {
    assert_eq!(drawn(r"\int_0^\infty e^{-st}\,dt"), lines(&["⌠∞", "⎮  e⁻ˢᵗ dt", "⌡0"]));
}

#[test]
fn one_blank_stands_around_operators_and_relations_and_none_around_signs() {
    for (tex, expected) in [
        ("a+b=c", "a + b = c"),
        ("-a", "−a"),
        ("a=-b", "a = −b"),
        ("(-a)(+b)", "(−a)(+b)"),
        ("a \\cdot b \\times c", "a · b × c"),
        ("f(x,y)", "f(x, y)"),
        (r"\sin x", "sin x"),
        (r"\sin(x)", "sin(x)"),
        (r"2\sin x", "2 sin x"),
        (r"\log_2 n", "log₂ n"),
        (r"x \in A", "x ∈ A"),
        (r"1,000,000.5", "1,000,000.5"),
        (r"1{,}000", "1,000"),
        (r"a\quad b", "a  b"),
        (r"\text{if } -4 \leq x", "if −4 ≤ x"),
        (r"n!", "n!"),
        (r"f\colon A \to B", "f: A → B"),
        (r"a \equiv b \pmod{n}", "a ≡ b (mod n)"),
        (r"a \mod b", "a mod b"),
        (r"\{x \mid x > 0\}", "{x | x > 0}"),
        (r"P(A|B)", "P(A|B)"),
        (r"|x|+|-y|", "|x| + |−y|"),
        (r"Total Cost = Fixed Cost", "Total Cost = Fixed Cost"),
        (r"ab \, c", "ab c"),
        ("1:2", "1:2"),
        (r"\therefore x = 2", "∴ x = 2"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn a_long_arrow_has_its_label_on_the_row_above() {
    let grid = Grid::of(r"A \xrightarrow{heat} B");
    let (label, head) = (grid.the("heat"), grid.the("→"));
    assert_eq!((label.row + 1, head.left + 1), (head.row, label.right + 1));
    let grid = Grid::of(r"A \xrightarrow[slow]{heat} B");
    assert_eq!(grid.the("slow").row, grid.the("heat").row + 2);
    assert_eq!(line(r"A \xrightarrow{heat} B"), "A ─heat→ B");
}

#[test]
fn fonts_are_attributes_and_letters_stay_letters() {
    let spans =
        super::parse(r"\mathbf{F} + \textit{it} + \mathbb{R}").line(super::Charset::Unicode);
    let found = |text: &str| spans.iter().find(|span| span.text.contains(text)).unwrap();
    assert!(found("F").bold && !found("+").bold);
    assert!(found("it").italic);
    assert!(!found("ℝ").bold);
}

#[test]
fn words_keep_their_blanks_and_lead_back_into_mathematics() {
    assert_eq!(line(r"\text{if $x_1 > 0$ then}"), "if x₁ > 0 then");
    assert_eq!(line(r"\text{H_2O}"), "H₂O");
    assert_eq!(line(r"\text{don't ``stop''} \textbf{now}"), "don’t “stop”now");
    assert_eq!(line(r"\text{caf\'e 5\%}"), "café 5%");
}
