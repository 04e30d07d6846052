//! Matrices, tables, cases and aligned blocks.

use super::{Grid, drawn, line, lines};

#[test]
fn the_fences_of_matrices() {
    for (name, open, close) in [
        ("pmatrix", "⎛⎝", "⎞⎠"),
        ("bmatrix", "⎡⎣", "⎤⎦"),
        ("Bmatrix", "⎧⎩", "⎫⎭"),
        ("vmatrix", "│", "│"),
        ("Vmatrix", "‖", "‖"),
    ] {
        let tex = format!(r"\begin{{{name}}} a & b \\ c & d \end{{{name}}}");
        let grid = Grid::of(&tex);
        assert_eq!(grid.rows_of(0, open), [0, 1], "{}", grid.text());
        assert_eq!(grid.rows_of(7, close), [0, 1], "{}", grid.text());
        assert_eq!(grid.the("a").left, grid.the("c").left);
        assert_eq!(grid.the("b").left, grid.the("a").right + 2);
    }
    assert_eq!(drawn(r"\begin{matrix} a & b \\ c & d \end{matrix}"), "a  b\nc  d");
}

#[test]
fn numbers_in_a_column_end_in_the_same_column() {
    let grid = Grid::of(r"\begin{bmatrix} 1 & -20 \\ 100 & 3 \end{bmatrix}");
    assert_eq!(grid.all("1")[0].right, grid.the("100").right);
    assert_eq!(grid.the("−20").right, grid.the("3").right);
}

#[test]
fn a_blank_row_parts_rows_only_where_a_cell_is_tall() {
    let low = Grid::of(r"\begin{pmatrix} a \\ b \\ c \end{pmatrix}");
    assert_eq!(low.rows.len(), 3);
    let tall = Grid::of(r"\begin{pmatrix} \frac{a}{b} \\ c \end{pmatrix}");
    assert_eq!(tall.the("c").row, tall.the("b").row + 2, "{}", tall.text());
}

#[test]
fn relations_of_an_aligned_block_stand_in_one_column() {
    for name in ["align", "align*", "aligned", "split", "alignedat}{1"] {
        let end = name.split('}').next().unwrap();
        let tex = format!(
            r"\begin{{{name}}} a + b &= c \\ d &= e + f \\ &= \frac{{1}}{{2}} \end{{{end}}}"
        );
        let grid = Grid::of(&tex);
        let columns: Vec<usize> = grid.all("=").iter().map(|place| place.left).collect();
        assert_eq!(columns, [6, 6, 6], "{}", grid.text());
    }
}

#[test]
fn left_sides_end_at_the_relation_and_right_sides_begin_behind_it() {
    assert_eq!(
        drawn(r"\begin{align} x + y &= 2 \\ 10x &= 30 + y \end{align}"),
        lines(&["x + y = 2", "  10x = 30 + y"])
    );
    assert_eq!(drawn(r"\begin{align} a =& b \\ +& c \end{align}"), lines(&["a = b", "  + c"]));
}

#[test]
fn rows_without_an_environment_are_rows() {
    assert_eq!(drawn(r"a = b \\ ccc = d"), "a = b\nccc = d");
    assert_eq!(drawn(r"a &= b \\ ccc &= d"), "  a = b\nccc = d");
    assert_eq!(drawn(r"y = a + b \\ = c"), "y = a + b\n  = c");
    assert_eq!(line(r"a = b \\ c = d"), "a = b; c = d");
}

#[test]
fn cases_stand_at_the_left_behind_a_brace_with_a_point() {
    let tex = r"f = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{else} \end{cases}";
    assert_eq!(drawn(tex), lines(&["    ⎧ x   if x ≥ 0", "f = ⎨", "    ⎩ −x  else"]));
    let grid = Grid::of(tex);
    assert_eq!(grid.the("⎨").row, grid.baseline);
    assert_eq!(line(tex), "f = { x if x ≥ 0; −x else }");
    assert_eq!(line(r"\begin{cases} x & x > 0 \\ 1, & y \end{cases}"), "{ x, x > 0; 1, y }");
    let four = Grid::of(r"\begin{cases} a \\ b \\ c \\ d \end{cases}");
    assert_eq!(four.rows_of(0, "⎧⎪⎨⎩"), [0, 1, 2, 3]);
    let right = Grid::of(r"\begin{rcases} a \\ b \end{rcases} c");
    assert_eq!(right.the("⎬").row, right.the("c").row);
}

#[test]
fn rules_run_the_whole_height_and_width() {
    let grid = Grid::of(r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array}\right]");
    let column = grid.all("│")[0].left;
    assert_eq!(grid.rows_of(column, "│"), [0, 1], "{}", grid.text());
    assert_eq!(
        drawn(r"\begin{array}{|c|c|} \hline p & q \\ \hline T & F \\ \hline \end{array}"),
        lines(&["┌───┬───┐", "│ p │ q │", "├───┼───┤", "│ T │ F │", "└───┴───┘"])
    );
    assert_eq!(
        drawn(r"\begin{array}{r|l} x & y \\ \hline 10 & 2 \end{array}"),
        lines(&[" x │ y", "───┼──", "10 │ 2"])
    );
}

#[test]
fn a_column_of_bars_is_a_rule() {
    assert_eq!(
        drawn(r"\begin{bmatrix} 2 & 3 & | & 5 \\ 4 & 1 & | & 11 \end{bmatrix}"),
        lines(&["⎡ 2  3 │  5 ⎤", "⎣ 4  1 │ 11 ⎦"])
    );
}

#[test]
fn columns_stand_where_the_array_says() {
    assert_eq!(
        drawn(r"\begin{array}{lcr} a & b & c \\ aaa & bbb & ccc \end{array}"),
        lines(&["a     b     c", "aaa  bbb  ccc"])
    );
}

#[test]
fn a_matrix_stands_on_its_middle() {
    let grid = Grid::of(r"A = \begin{pmatrix} a \\ b \\ c \end{pmatrix}");
    assert_eq!((grid.the("=").row, grid.the("b").row), (1, 1));
}

#[test]
fn gathered_rows_are_centred_and_multline_goes_from_left_to_right() {
    assert_eq!(drawn(r"\begin{gather} a \\ bbb \end{gather}"), " a\nbbb");
    assert_eq!(
        drawn(r"\begin{multline} aaa \\ bbb + c \\ d \end{multline}"),
        "aaa\nbbb + c\n      d"
    );
}

#[test]
fn equation_numbers_stand_behind() {
    assert_eq!(drawn(r"a = b \tag{3}"), "a = b    (3)");
    assert_eq!(
        drawn(r"\begin{align} a &= b \tag{1} \\ c &= d \notag \end{align}"),
        "a = b    (1)\nc = d"
    );
}

#[test]
fn an_environment_that_is_not_closed_or_not_known_shows_its_rows() {
    assert_eq!(drawn(r"\begin{pmatrix} a \\ b"), "⎛ a ⎞\n⎝ b ⎠");
    assert_eq!(drawn(r"\begin{foo} a \\ b \end{foo}"), "a\nb");
    assert_eq!(drawn(r"\begin{aligned} a \\ b \end{align}"), "a\nb");
}

#[test]
fn matrices_on_one_line_part_rows_by_semicolons() {
    assert_eq!(line(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"), "(1 2; 3 4)");
    assert_eq!(line(r"\begin{vmatrix} a+b & 2 \\ 3 & 4 \end{vmatrix}"), "|a + b, 2; 3, 4|");
}

#[test]
fn the_arrows_of_a_diagram_reach_from_object_to_object() {
    let tex = r"\begin{CD} A @>a>> BB \\ @VbVV @VVcV \\ C @= D \end{CD}";
    assert_eq!(
        drawn(tex),
        lines(&["     a", " A  ──→ BB", " │       │", "b│       │c", " ↓       ↓", " C  ═══  D"])
    );
    assert_eq!(line(tex), "A ─a→ BB; b↓ ↓c; C ══ D");
}
