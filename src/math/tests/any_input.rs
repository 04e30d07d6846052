//! What holds for any input.

use proptest::prelude::*;

use super::super::{Charset, parse};
use super::texts;
use crate::text::{sanitize, width};

/// Pieces of TeX in any order, and anything else.
fn tex() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z0-9]{1,3}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "{",
    "}",
    "^",
    "_",
    "&",
    "\\\\",
    "'",
    "|",
    "||",
    "(",
    ")",
    "[",
    "]",
    "$",
    "~",
    "%",
    "=",
    "+",
    "-",
    ",",
    ".",
    "...",
    "1,000",
    " ",
    "\\",
    "\\ ",
    "\\,",
    "\\!",
    "\\quad ",
    "\\frac",
    "\\sqrt",
    "\\sqrt[",
    "\\left",
    "\\left(",
    "\\right)",
    "\\right",
    "\\middle|",
    "\\big(",
    "\\Bigr]",
    "\\bigg|",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "\\begin{array}{c|c}",
    "\\end{array}",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{",
    "\\end{",
    "\\begin{multline}",
    "\\begin{CD}",
    "@>a>b>",
    "@VVV",
    "\\end{CD}",
    "@",
    "\\hline",
    "\\text{",
    "\\mathbf",
    "\\bf ",
    "\\hat",
    "\\overline",
    "\\underbrace",
    "\\overbrace{a}",
    "\\overset",
    "\\underset",
    "\\stackrel",
    "\\substack{",
    "\\xrightarrow",
    "\\xleftarrow[",
    "\\sum",
    "\\int",
    "\\oiint",
    "\\lim",
    "\\limits",
    "\\nolimits",
    "\\operatorname",
    "\\operatorname*",
    "\\not",
    "\\cancel",
    "\\boxed",
    "\\binom",
    "\\over ",
    "\\choose ",
    "\\atop ",
    "\\tag{",
    "\\phantom",
    "\\pmod",
    "\\color{red}",
    "\\textcolor{red}",
    "\\char\"",
    "\\unicode{x",
    "\\ce{",
    "\\ce{A ->[x] B}",
    "\\pu{",
    "\\def\\a",
    "\\newcommand{\\b}[1]{",
    "#1",
    "\\a",
    "\\b",
    "\\verb|",
    "\\foo",
    "\\alpha",
    "\\infty",
    "\\prime",
    "\\circ",
    "\\langle",
    "\\rangle",
    "\\{",
    "\\}",
    "\\|",
    "\\lfloor",
    "\\rceil",
    "\\genfrac",
    "\\sideset",
    "\\prescript",
    "\\bra",
    "\\ket",
    "\\displaystyle",
    "\\textstyle",
    "\\hspace{",
    "\\kern3em",
    "日",
    "é",
    "α",
    "₂",
    "→",
    "\u{301}",
    "👩\u{200D}🚀",
    "\u{1B}",
    "\u{202E}",
    "𝑥",
    "한",
    "क्ष",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_formula_is_set_at_any_width(tex in tex(), columns in 0usize..90) {
        let formula = parse(&tex);
        for charset in [Charset::Unicode, Charset::Ascii] {
            let rows = formula.rows(columns, charset);
            prop_assert!(rows.rows.is_empty() || rows.baseline < rows.rows.len());
            for text in texts(&rows) {
                prop_assert!(width::of(&text) <= rows.columns, "{:?} of {:?}", text, tex);
                prop_assert!(sanitize::is_clean(&text), "{:?}", text);
                prop_assert!(!text.ends_with(' '), "{:?} of {:?}", text, tex);
            }
            let line = formula.text(charset);
            prop_assert!(!line.contains('\n'));
            prop_assert!(sanitize::is_clean(&line.replace('\u{A0}', " ")), "{:?}", line);
        }
        for recovery in formula.recoveries() {
            prop_assert!(recovery.at <= tex.len());
        }
    }

    #[test]
    fn any_string_is_a_formula(tex in any::<String>(), columns in 0usize..40) {
        let formula = parse(&tex);
        prop_assert!(formula.rows(columns, Charset::Unicode).rows.len() < 1000);
        prop_assert!(formula.text(Charset::Ascii).len() < 10_000);
    }

    /// Letters and digits are what a reader must never miss.
    #[test]
    fn no_letter_is_lost(words in prop::collection::vec("[a-z0-9]{1,4}", 1..6), columns in 1usize..40) {
        for (before, between, after) in [
            ("", "+", ""),
            ("\\frac{", "}{", "}"),
            ("\\sqrt{", "}^{", "}"),
            ("\\begin{pmatrix}", "&", "\\end{pmatrix}"),
            ("(", "_{", "})"),
            ("\\text{", " ", "}"),
            ("", "=", ""),
            ("", "\\\\", ""),
        ] {
            let tex = format!("{before}{}{after}", words.join(between));
            let formula = parse(&tex);
            let shown = texts(&formula.rows(columns, Charset::Ascii)).concat();
            let count = |text: &str, c: char| text.chars().filter(|x| *x == c).count();
            for c in words.concat().chars() {
                prop_assert!(count(&shown, c) >= count(&words.concat(), c), "{c} of {tex}: {shown}");
            }
        }
    }
}
