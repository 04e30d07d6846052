//! Formulas that mean harm.

use super::super::{Charset, LONGEST, parse};
use super::{line, picture, texts};
use crate::text::sanitize;

#[test]
fn no_control_reaches_the_screen_however_it_is_written() {
    for tex in [
        "\u{1B}[2J",
        r#"\char"1B [2J"#,
        r"\char27 [2J",
        r"\char'33 [2J",
        r"\unicode{x1b}[2J",
        r"\unicode{x202E}abc",
        "\\text{a\u{202E}b\u{9B}31m}",
        "\\verb|\u{1B}]0;x\u{7}|",
        "\\begin{\u{1B}} x \\end{\u{1B}}",
        "\\\u{1B}[31m",
        "\\ce{H\u{1B}2O}",
        "x^{\u{9B}}",
        "\u{200B}\u{FEFF}\u{E0041}x",
    ] {
        for text in [line(tex), picture(tex, 76, Charset::Unicode), picture(tex, 9, Charset::Ascii)]
        {
            for row in text.lines() {
                assert!(sanitize::is_clean(row), "{tex:?} gives {row:?}");
            }
        }
        for recovery in parse(tex).recoveries() {
            assert!(sanitize::is_clean(&recovery.kind.to_string()), "{tex:?}");
        }
    }
    assert_eq!(line(r#"\char"41 \unicode{x3b1}"#), "Aα");
}

#[test]
fn marks_are_not_piled_up() {
    let zalgo = format!("a{}", "\u{301}".repeat(50));
    let nested = format!("{}x{}", r"\hat{".repeat(40), "}".repeat(40));
    let numbers = "\\char\"301 ".repeat(50);
    for tex in [zalgo, nested, numbers, r"\cancel{".repeat(30) + "x" + &"}".repeat(30)] {
        for text in [line(&tex), picture(&tex, 76, Charset::Unicode)] {
            assert!(text.lines().all(sanitize::is_clean), "{text:?}");
        }
    }
}

#[test]
fn nesting_is_bounded() {
    for part in [
        "{",
        r"\frac{",
        r"\sqrt",
        r"\hat",
        "x^{",
        r"\left(",
        r"\begin{matrix}",
        r"\text{",
        r"\ce{",
        r"\text{$",
        r"\overset{",
        r"\not",
        r"\mathbf",
    ] {
        let tex = part.repeat(1000);
        let formula = parse(&tex);
        assert!(!formula.recoveries().is_empty(), "{part}");
        assert_eq!(line(&tex).replace(' ', ""), tex.replace(' ', ""), "{part}");
    }
    for (open, close) in [
        (r"\frac{1}{", "}"),
        (r"\sqrt{(", ")}"),
        (r"\left\{{(", r")}\right\}"),
        (r"x^{(", ")}"),
        (r"\left(\begin{matrix}", r"\end{matrix}\right)"),
        (r"\text{a $", "$}"),
        (r"\overbrace{\hat{", "}}"),
        (r"\begin{CD}A @>a>>{", r"}\end{CD}"),
        (r"\begin{CD}A @>{", r"}>> BBBBBBBBB\end{CD}"),
    ] {
        let depth =
            60 / (open.matches(['{', '(', '$']).count() + usize::from(open.contains('@'))).max(1);
        let tex = format!("{}x{}", open.repeat(depth), close.repeat(depth));
        let formula = parse(&tex);
        assert!(formula.recoveries().is_empty(), "{open}: {:?}", formula.recoveries());
        for columns in [10, 76, 10_000] {
            assert!(!formula.rows(columns, Charset::Unicode).rows.is_empty());
        }
    }
    // Brackets are matched up to a depth, and shown beyond it.
    let brackets = "(".repeat(500) + "x" + &")".repeat(500);
    assert_eq!(line(&brackets), brackets);
}

#[test]
fn what_is_too_long_is_shown_as_it_is_written_in_lines_that_fit() {
    let tex = "x + ".repeat(LONGEST);
    let rows = parse(&tex).rows(40, Charset::Unicode);
    assert_eq!(rows.columns, 40);
    let shown: String = texts(&rows).concat().split_whitespace().collect();
    assert_eq!(shown, tex.split_whitespace().collect::<String>());
}

#[test]
fn a_table_that_would_fill_the_memory_is_shown_as_its_source() {
    let wide = format!("\\begin{{matrix}}{}", "&".repeat(7000));
    let tall = format!("{wide}{}\\end{{matrix}}", "a\\\\".repeat(3000));
    let rows = parse(&tall).rows(76, Charset::Unicode);
    let cells: usize = texts(&rows).iter().map(|row| row.chars().count()).sum();
    assert!(cells < 200_000, "{cells}");
}

#[test]
fn definitions_are_used_within_a_budget() {
    assert_eq!(line(r"\newcommand{\R}{\mathbb{R}} x \in \R^n"), "x ∈ ℝⁿ");
    assert_eq!(line(r"\def\half#1{\frac{#1}{2}} \half{x}"), "x/2");
    let bomb = r"\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b\b\b}\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c\c";
    assert_eq!(line(bomb), bomb);
}
