//! Answers made up by chance: every construct, in every script, whole and broken.

use std::fmt::Write as _;

use proptest::prelude::*;

/// Words that have broken a layout before, somewhere.
const WORDS: &[&str] = &[
    "a",
    "the",
    "layer",
    "well-known",
    "convolutional",
    "x_1",
    "don't",
    "3.14",
    "$5",
    "50%",
    "incomprehensibilities-and-more-of-them",
    "https://example.org/a/b?c=d&e=f",
    "音楽",
    "時間の芸術である。",
    "한국어",
    "ภาษาไทย",
    "العربية",
    "עברית",
    "हिन्दी",
    "e\u{301}\u{302}",
    "👩\u{200D}🚀",
    "🇫🇷",
    "👍🏽",
    "❤\u{FE0F}",
    "½",
    "ﬁ",
    "Ａ",
    "…",
    "—",
    "&amp;",
    "&#27;",
    "&#x9b;",
    "&#x202e;",
    "&#7;",
    "&nbsp;",
    "&#0;",
    "&#x10ffff;",
    "&#xf0000;",
    "\u{1b}[31m",
    "\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\u{e0041}",
    "\u{2028}",
    "\u{10FFF0}",
    "\u{100000}",
    "\t",
    "\u{a0}",
    "**",
    "*",
    "_",
    "`",
    "``",
    "~~",
    "[",
    "](",
    "](u)",
    "![",
    "<br>",
    "<b>",
    "<!--",
    "-->",
    "\\",
    "\\(",
    "\\)",
    "$",
    "$$",
    "|",
    "[[",
    "]]",
    "[^1]",
    "^",
    "~",
];

/// Some words, some of them no words.
pub fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(&WORDS[..12]).prop_map(str::to_owned),
        5 => prop::sample::select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{1,6}",
        1 => "[a-z]{1,60}",
    ];
    prop::collection::vec(word, 1..14).prop_map(|words| words.join(" "))
}

fn inline() -> impl Strategy<Value = String> {
    (words(), words(), 0..10).prop_map(|(one, two, kind)| match kind {
        0 => format!("**{one}** {two}"),
        1 => format!("*{one}*{two}"),
        2 => format!("`{one}` {two}"),
        3 => format!("[{one}]({two})"),
        4 => format!("[{one}](<http://example.org/{two}>)"),
        5 => format!("$ {one} $ {two}"),
        6 => format!("{one}  \n{two}"),
        7 => format!("~~{one}~~ ![{two}](p.png)"),
        _ => format!("{one}\n{two}"),
    })
}

fn block() -> impl Strategy<Value = String> {
    let rows = prop::collection::vec(prop::collection::vec(words(), 1..6), 1..5);
    prop_oneof![
        4 => inline(),
        1 => (1..7_usize, words()).prop_map(|(level, text)| format!("{} {text}", "#".repeat(level))),
        2 => (words(), words()).prop_map(|(info, text)| format!("```{info}\n{text}\n\t{text}\n```")),
        1 => inline().prop_map(|text| format!("$$\n{text}\n$$")),
        1 => inline().prop_map(|text| format!("<div>\n{text}\n</div>")),
        1 => Just("---".to_owned()),
        2 => rows.prop_map(|rows| table(&rows)),
        1 => words().prop_map(|text| format!("[^1]: {text}\n\nsee[^1]")),
        1 => words().prop_map(|text| format!("    {text}")),
    ]
}

fn table(rows: &[Vec<String>]) -> String {
    let columns = rows[0].len();
    let marks = ["---", ":--", "--:", ":-:"];
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let _ = writeln!(text, "| {} |", row.join(" | "));
        if index == 0 {
            let marks: Vec<_> = (0..columns).map(|column| marks[column % marks.len()]).collect();
            let _ = writeln!(text, "|{}|", marks.join("|"));
        }
    }
    text
}

/// Puts blocks into a container: each line gets the indent, the first one the marker.
fn contained(text: &str, kind: usize) -> String {
    let (first, rest) =
        [("> ", "> "), ("- ", "  "), ("1. ", "   "), ("- [ ] ", "  "), ("99. ", "    ")][kind % 5];
    let lines = text.lines().enumerate();
    let lines =
        lines.map(|(index, line)| format!("{}{line}", if index == 0 { first } else { rest }));
    lines.collect::<Vec<_>>().join("\n")
}

/// A whole answer, its blocks nested up to five deep, or rarely thirty deeper.
pub fn answer() -> impl Strategy<Value = String> {
    nested(30)
}

/// A whole answer, its blocks nested up to five deep.
pub fn shallow_answer() -> impl Strategy<Value = String> {
    nested(0)
}

fn nested(deeper: usize) -> impl Strategy<Value = String> {
    let kinds = prop::collection::vec(0..5_usize, 0..6);
    // Rarely, since great depth says little but costs much.
    let rare = prop_oneof![19 => Just(0), 1 => Just(deeper)];
    let block = (block(), kinds, rare).prop_map(|(block, kinds, deeper)| {
        let text = kinds.iter().fold(block, |text, kind| contained(&text, *kind));
        // Nothing nests in a task, so deep ones are made of the other containers.
        let deep = [0, 1, 2, 4].into_iter().cycle().take(deeper);
        deep.fold(text, |text, kind| contained(&text, kind))
    });
    prop::collection::vec(block, 1..6).prop_map(|blocks| blocks.join("\n\n"))
}
