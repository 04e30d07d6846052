//! Roots.

use super::{Grid, drawn, line, lines};

#[test]
fn the_root_of_one_character_needs_no_bar() {
    assert_eq!(drawn(r"\sqrt{2} + \sqrt x"), "√2 + √x");
}

#[test]
fn the_bar_of_a_root_covers_its_body_and_nothing_else() {
    for (tex, body) in [
        (r"\sqrt{x+1} + y", "x + 1"),
        (r"2\sqrt{b^2 - 4ac}", "b² − 4ac"),
        (r"\sqrt[3]{x+1}z", "x + 1"),
    ] {
        let grid = Grid::of(tex);
        let (bar, body) = (grid.runs('_')[0], grid.the(body));
        assert_eq!((bar.left, bar.right), (body.left, body.right), "{}", grid.text());
        assert_eq!(bar.row + 1, body.row);
    }
}

#[test]
fn a_tall_root_has_a_bar_above_a_stroke_and_a_hook_at_its_foot() {
    for tex in [r"\sqrt{\frac{a}{b}}", r"\sqrt{\frac{x_1 + x_2}{n}}"] {
        let grid = Grid::of(tex);
        let (corner, hook) = (grid.the("┌"), grid.the("╲"));
        let stroke = grid.rows_of(corner.left, "│");
        assert_eq!(stroke, (1..grid.rows.len()).collect::<Vec<_>>(), "{}", grid.text());
        assert_eq!((corner.row, hook.row), (0, grid.rows.len() - 1));
        assert_eq!(hook.right, corner.left);
        let (bar, body) = (grid.runs('─')[0], grid.runs('─')[1]);
        assert!(bar.row == 0 && bar.left < body.left && bar.right >= body.right);
    }
}

#[test]
fn the_index_stands_before_the_hook() {
    let grid = Grid::of(r"\sqrt[n]{\frac{a}{b}}");
    let (index, hook) = (grid.the("n"), grid.the("╲"));
    assert_eq!((index.row + 1, index.right), (hook.row, hook.right));
    assert_eq!(drawn(r"\sqrt[n]{x + 1}"), lines(&["  _____", "ⁿ√x + 1"]));
    assert_eq!(drawn(r"\sqrt[3]{x}"), "∛x");
}

#[test]
fn roots_nest() {
    assert_eq!(
        drawn(r"\sqrt{1+\sqrt{1+x}}"),
        lines(&[" ┌───────────", " │      _____", "╲│ 1 + √1 + x"])
    );
}

#[test]
fn on_one_line_a_root_shows_how_far_it_goes() {
    for (tex, expected) in [
        (r"\sqrt{x}", "√x"),
        (r"\sqrt{64}", "√64"),
        (r"\sqrt{2}x", "√2 x"),
        (r"\sqrt{2x}", "√(2x)"),
        (r"\sqrt{x^2}", "√(x²)"),
        (r"\sqrt[3]{x+1}", "∛(x + 1)"),
        (r"\sqrt[n]{x}", "ⁿ√x"),
        (r"\sqrt{(a+b)}", "√(a + b)"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn the_index_of_a_root_is_not_read_with_what_stands_before_it() {
    assert_eq!(line(r"2\sqrt[n]{x}"), "2 ⁿ√x");
    assert_eq!(line(r"\sqrt[n]{2}\sqrt[n]{3}"), "ⁿ√2 ⁿ√3");
    assert_eq!(line(r"(\sqrt[n]{x})"), "(ⁿ√x)");
    assert!(drawn(r"x\sqrt[n]{y} + 1").contains("x ⁿ√y"), "{}", drawn(r"x\sqrt[n]{y} + 1"));
}

#[test]
fn the_square_of_a_root_is_not_the_root_of_a_square() {
    assert_eq!(line(r"\sqrt{x}^2"), "(√x)²");
    assert_eq!(drawn(r"\sqrt{x}^2"), "(√x)²");
}
