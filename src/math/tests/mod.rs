//! What a reader of mathematics can expect, through the door of the room only.
//!
//! Pictures drawn in full, and the one-line form.

mod any_input;
mod arrays;
mod ascii;
mod brackets;
mod breaking;
mod chemistry;
mod fractions;
mod operators;
mod roots;
mod scripts;
mod untrusted;

use super::{Charset, Rows, parse};

/// The rows of a display of 76 columns, joined by line ends.
fn drawn(tex: &str) -> String {
    picture(tex, 76, Charset::Unicode)
}

fn picture(tex: &str, columns: usize, charset: Charset) -> String {
    texts(&parse(tex).rows(columns, charset)).join("\n")
}

fn texts(rows: &Rows) -> Vec<String> {
    let row = |spans: &Vec<super::Span>| spans.iter().map(|span| span.text.as_str()).collect();
    rows.rows.iter().map(row).collect()
}

/// The one-line form with its no-break spaces as blanks.
fn line(tex: &str) -> String {
    parse(tex).text(Charset::Unicode).replace('\u{A0}', " ")
}

/// The rows of a picture in a test.
fn lines(rows: &[&str]) -> String {
    rows.join("\n")
}

/// A display as a grid of characters, for asking where something stands. Formulas in these
/// tests have no wide characters and no combining marks.
struct Grid {
    rows: Vec<Vec<char>>,
    baseline: usize,
}

/// Where a text stands: its row, its first column, and the column after its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: usize,
    left: usize,
    right: usize,
}

impl Place {
    fn overlaps(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right
    }

    fn middle(self) -> usize {
        (self.left + self.right - 1) / 2
    }
}

impl Grid {
    fn of(tex: &str) -> Self {
        let rows = parse(tex).rows(76, Charset::Unicode);
        let baseline = rows.baseline;
        let rows = texts(&rows).iter().map(|row| row.chars().collect()).collect();
        Self { rows, baseline }
    }

    /// Every place of a text, from the top and from the left.
    fn all(&self, text: &str) -> Vec<Place> {
        let text: Vec<char> = text.chars().collect();
        let in_row = |(row, chars): (usize, &Vec<char>)| {
            let starts: Vec<usize> = chars
                .windows(text.len())
                .enumerate()
                .filter(|(_, window)| *window == text)
                .map(|(left, _)| left)
                .collect();
            let right = text.len();
            starts.into_iter().map(move |left| Place { row, left, right: left + right })
        };
        self.rows.iter().enumerate().flat_map(in_row).collect()
    }

    /// The one place of a text.
    fn the(&self, text: &str) -> Place {
        let all = self.all(text);
        assert_eq!(all.len(), 1, "{text} in\n{}", self.text());
        all[0]
    }

    /// The runs of a character along rows: bars.
    fn runs(&self, sign: char) -> Vec<Place> {
        let mut runs = Vec::new();
        for (row, chars) in self.rows.iter().enumerate() {
            let mut left = 0;
            for run in chars.chunk_by(|a, b| (*a == sign) == (*b == sign)) {
                if run[0] == sign {
                    runs.push(Place { row, left, right: left + run.len() });
                }
                left += run.len();
            }
        }
        runs
    }

    /// The rows on which one of the signs stands in a column, from the first to the last.
    fn rows_of(&self, column: usize, signs: &str) -> Vec<usize> {
        let is_sign = |row: &Vec<char>| row.get(column).is_some_and(|c| signs.contains(*c));
        (0..self.rows.len()).filter(|row| is_sign(&self.rows[*row])).collect()
    }

    fn text(&self) -> String {
        let row = |row: &Vec<char>| row.iter().collect::<String>();
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }
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
fn a_mended_place_is_told_where_it_stands_in_the_formula() {
    for (tex, at) in [
        (r"a } b", 2),
        (r"x = \ce{H2O -> \foo}", 15),
        (r"\begin{CD} A @>\foo>> B \end{CD}", 15),
        (r"\def\a{\foo} x + \a", 17),
        (r"\text{a $\foo$}", 9),
    ] {
        assert_eq!(parse(tex).recoveries()[0].at, at, "{tex}");
        assert_eq!(parse(tex).recoveries().len(), 1, "{tex}");
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
