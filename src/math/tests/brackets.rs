//! Brackets and bars.

use super::{Grid, drawn, line, lines};

#[test]
fn brackets_are_as_tall_as_what_they_hold() {
    for (tex, open, close) in [
        (r"\left(\frac{a}{b}\right)", "⎛⎜⎝", "⎞⎟⎠"),
        (r"(\frac{a}{b})", "⎛⎜⎝", "⎞⎟⎠"),
        (r"\left[\frac{a}{b}\right]", "⎡⎢⎣", "⎤⎥⎦"),
        (r"[\frac{a}{b}]", "⎡⎢⎣", "⎤⎥⎦"),
        (r"\left\{\frac{a}{b}\right\}", "⎧⎨⎩⎪", "⎫⎬⎭⎪"),
        (r"\left|\frac{a}{b}\right|", "│", "│"),
        (r"|\frac{a}{b}|", "│", "│"),
        (r"\left\|\frac{a}{b}\right\|", "‖", "‖"),
        (r"\left\lfloor\frac{a}{b}\right\rfloor", "⎢⎣", "⎥⎦"),
        (r"\left\lceil\frac{a}{b}\right\rceil", "⎡⎢", "⎤⎥"),
        (r"\bigl(\frac{a}{b}\bigr)", "⎛⎜⎝", "⎞⎟⎠"),
        (r"(\frac{\frac{a}{b}}{c})", "⎛⎜⎝", "⎞⎟⎠"),
        (r"(\sum_{i=1}^n x_i)", "⎛⎜⎝", "⎞⎟⎠"),
        (r"\left(\int_a^b f\right)", "⎛⎜⎝", "⎞⎟⎠"),
    ] {
        let grid = Grid::of(tex);
        let all: Vec<usize> = (0..grid.rows.len()).collect();
        let last = grid.rows.iter().map(Vec::len).max().unwrap() - 1;
        assert_eq!(grid.rows_of(0, open), all, "{}", grid.text());
        assert_eq!(grid.rows_of(last, close), all, "{}", grid.text());
    }
}

#[test]
fn brackets_round_one_row_stay_small() {
    assert_eq!(drawn(r"\left( x + 1 \right)"), "(x + 1)");
    assert_eq!(drawn(r"\big( x \big)"), "(x)");
    assert_eq!(drawn(r"(x_B)").lines().next(), Some("(x )"));
}

#[test]
fn angles_open_to_their_full_height() {
    assert_eq!(
        drawn(r"\left\langle \frac{a}{b} \right\rangle"),
        lines(&[" ╱ a ╲", "⟨ ─── ⟩", " ╲ b ╱"])
    );
}

#[test]
fn a_bar_in_the_middle_is_as_tall_as_its_brackets() {
    let grid = Grid::of(r"\left(\frac{a}{b} \middle| c\right)");
    let column = grid.all("│")[0].left;
    assert_eq!(grid.rows_of(column, "│"), [0, 1, 2]);
}

#[test]
fn a_bar_behind_something_is_as_tall_as_it() {
    for tex in [r"\left.\frac{df}{dx}\right|_{x=0}", r"\frac{df}{dx}\bigg|_{x=0}"] {
        let grid = Grid::of(tex);
        let bars = grid.all("│");
        assert_eq!(bars.iter().map(|bar| bar.row).collect::<Vec<_>>(), [0, 1, 2]);
        let sub = grid.the("ₓ₌₀");
        assert_eq!((sub.row, sub.left), (2, bars[2].right));
    }
}

#[test]
fn bars_open_and_close_by_what_stands_around_them() {
    for tex in ["|a||b|", "|x + |y||", "|f(x) - L| < 1", "2|x|", "-|x|"] {
        assert_eq!(line(tex).replace(['−', ' '], ""), tex.replace(['-', ' '], ""), "{tex}");
    }
    assert_eq!(line("||v||"), "‖v‖");
    assert_eq!(line(r"\|v\|"), "‖v‖");
    assert_eq!(line(r"|\psi\rangle"), "|ψ⟩");
}

#[test]
fn half_open_intervals_match() {
    let tall = Grid::of(r"[\frac{1}{2}, 1)");
    assert_eq!(tall.rows_of(0, "⎡⎢⎣"), [0, 1, 2]);
    assert_eq!(line("[0, 1) \\cup (2, 3]"), "[0, 1) ∪ (2, 3]");
}

#[test]
fn a_bracket_that_is_not_drawn_leaves_no_dot() {
    assert_eq!(line(r"\left. x \right|"), "x|");
    assert_eq!(line(r"\left\{ x, y \right."), "{ x, y }");
}

#[test]
fn a_frame_goes_all_round() {
    assert_eq!(drawn(r"\boxed{E = mc^2}"), lines(&["┌─────────┐", "│ E = mc² │", "└─────────┘"]));
}

#[test]
fn every_sign_that_bars_and_brackets_are_made_of_takes_one_column() {
    let signs = "─═_‾│║‖⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭╭╮╰╯┬┴┌┐└┘├┤┼╱╲⌠⎮⌡∮∯∰⋯→←⇒⇐↽⇀↼↠↞⟨⟩⟦⟧↑↓⇑⇓√∛∜";
    for sign in signs.chars() {
        assert_eq!(crate::text::width::of(&sign.to_string()), 1, "{sign}");
    }
}
