//! What a reader of mathematics can expect, through the door of the room only.
//!
//! Pictures drawn in full, and the one-line form.

use super::{Charset, parse};

/// The rows of a display of 76 columns, joined by line ends.
fn drawn(tex: &str) -> String {
    picture(tex, 76, Charset::Unicode)
}

fn picture(tex: &str, columns: usize, charset: Charset) -> String {
    let rows = parse(tex).rows(columns, charset).rows;
    let row = |spans: Vec<super::Span>| spans.into_iter().map(|span| span.text).collect::<String>();
    rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The one-line form with its no-break spaces as blanks.
fn line(tex: &str) -> String {
    parse(tex).text(Charset::Unicode).replace('\u{A0}', " ")
}

fn lines(rows: &[&str]) -> String {
    rows.join("\n")
}

#[test]
fn the_equations_of_maxwell_stand_on_one_line_of_fractions() {
    let tex = r"\nabla \cdot E = \frac{\rho}{\varepsilon_0},\quad \nabla \cdot B = 0,\quad
        \nabla \times E = -\frac{\partial B}{\partial t},\quad
        \nabla \times B = \mu_0 J + \mu_0 \varepsilon_0 \frac{\partial E}{\partial t}";
    assert_eq!(
        drawn(tex),
        lines(&[
            "         ρ                           ∂B                        ∂E",
            "∇ · E = ────,  ∇ · B = 0,  ∇ × E = −────,  ∇ × B = μ₀J + μ₀ε₀ ────",
            "         ε₀                          ∂t                        ∂t",
        ])
    );
}

#[test]
fn integrals_take_three_rows_and_brackets_are_as_tall() {
    let tex = r"\iint_R f(x,y)\,dA = \int_a^b \left(\int_c^d f(x,y)\,dy\right)dx";
    assert_eq!(
        drawn(tex),
        lines(&[
            "⌠⌠               ⌠b ⎛⌠d           ⎞",
            "⎮⎮  f(x, y) dA = ⎮  ⎜⎮  f(x, y) dy⎟dx",
            "⌡⌡R              ⌡a ⎝⌡c           ⎠",
        ])
    );
}

#[test]
fn a_rotation_is_a_matrix_times_a_vector() {
    let tex = r"\begin{pmatrix} x' \\ y' \end{pmatrix} =
        \begin{pmatrix} \cos(\theta) & -\sin(\theta) \\ \sin(\theta) & \cos(\theta) \end{pmatrix}
        \begin{pmatrix} x \\ y \end{pmatrix}";
    assert_eq!(
        drawn(tex),
        lines(&["⎛ x′ ⎞   ⎛ cos(θ)  −sin(θ) ⎞ ⎛ x ⎞", "⎝ y′ ⎠ = ⎝ sin(θ)   cos(θ) ⎠ ⎝ y ⎠",])
    );
}

#[test]
fn the_one_line_form_keeps_the_order_of_operations() {
    for (tex, expected) in [
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{a}{b}c", "(a/b)c"),
        (r"\frac{1}{2}mv^2", "½mv²"),
        (r"\frac{dy}{dx}", "dy/dx"),
        (r"\sqrt{2}", "√2"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\sum_{i=1}^N x_i", "∑ᵢ₌₁ᴺ xᵢ"),
        (r"\lim_{x \to 0^+} f(x)", "lim(x→0⁺) f(x)"),
        (r"\binom{n}{k}", "C(n, k)"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[a b; c d]"),
        (r"E_B", "E_B"),
        (r"F_{\text{drag}}", "F_(drag)"),
        (r"A \xrightarrow{heat} B", "A ─heat→ B"),
        (r"-\frac{x^2}{2}", "−x²/2"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn prose_may_break_a_formula_only_at_its_relations_sums_and_commas() {
    let text = parse(r"f(x, y) = \frac{a + b}{c} + d,\ e").text(Charset::Unicode);
    assert_eq!(text, "f(x,\u{A0}y) = (a\u{A0}+\u{A0}b)/c + d, e");
}

#[test]
fn what_is_wrong_with_a_formula_is_mended_and_told() {
    for (tex, expected, kind) in [
        (r"a } b", "ab", "this `}` closes nothing"),
        (r"\frac{a}{b", "a/b", "this `{` is never closed"),
        (r"\foo{x}", "foox", "`\\foo` is not known"),
        (r"x^1^2", "x¹²", "a second script stands on the same base; use braces"),
        (r"a & b", "ab", "there are no columns for this `&`"),
        (r"\text{95% CI", "95% CI", "this `{` is never closed"),
        (r"\left( x", "(x", "this `\\left` has no `\\right`"),
        (r"x \end{cases}", "x", "this `\\end` has no `\\begin`"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
        assert_eq!(parse(tex).recoveries()[0].kind.to_string(), kind, "{tex}");
    }
}

#[test]
fn what_cannot_be_drawn_is_shown_as_it_is_written() {
    let deep = r"\frac{".repeat(100);
    let formula = parse(&deep);
    assert_eq!(formula.text(Charset::Unicode), deep);
    assert!(formula.rows(20, Charset::Unicode).columns <= 20);
    assert!(!formula.recoveries().is_empty());
    let long = "x+".repeat(10_000);
    assert_eq!(parse(&long).text(Charset::Unicode), long);
}
