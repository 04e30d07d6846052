//! A buffer of cells as text that can be compared: one grid of what is written, one grid of how.
//!
//! Invariant: two buffers that look different give different pictures. A style is a letter; the
//! letters that occur are explained below the grids.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Letters of the styles a theme uses; any other style gets the next capital from `N` on.
const LETTERS: &[(&str, char)] = &[
    ("plain", ' '),
    ("bold", 'b'),
    ("dim", 'd'),
    ("italic", 'i'),
    ("reversed", 'r'),
    ("crossed out", 'x'),
    ("bold dim", 'D'),
    ("dim italic", 'I'),
    ("dim reversed", 'q'),
    ("bold underlined", 'u'),
    ("bold underlined reversed", 'U'),
    ("blue", 'l'),
    ("blue bold", 'L'),
    ("blue underlined", 'k'),
    ("green", 'g'),
    ("magenta", 'm'),
    ("magenta bold", 'n'),
    ("magenta bold underlined", 'M'),
    ("magenta bold underlined reversed", 'R'),
    ("red bold", 'e'),
];

/// The picture of a buffer.
pub fn of(buffer: &Buffer, cursor: Option<(u16, u16)>) -> String {
    let area = buffer.area;
    let mut picture = format!("{} columns, {} rows", area.width, area.height);
    if let Some((column, row)) = cursor {
        let _ = write!(picture, ", cursor at {column},{row}");
    }
    picture.push('\n');
    for row in rows(buffer, area) {
        let _ = writeln!(picture, "{row}");
    }
    let mut legend: Vec<(String, char)> = Vec::new();
    picture.push_str("── styles ──\n");
    for y in 0..area.height {
        let letters: String =
            (0..area.width).map(|x| letter(&mut legend, style(&buffer[(x, y)]))).collect();
        let _ = writeln!(picture, "{}", letters.trim_end());
    }
    legend.retain(|(_, letter)| *letter != ' ');
    legend.sort();
    let legend: Vec<_> = legend.iter().map(|(name, letter)| format!("{letter} {name}")).collect();
    let _ = write!(picture, "── {} ──", legend.join(", "));
    picture
}

/// The text of one row.
pub fn row(buffer: &Buffer, row: u16) -> String {
    rows(buffer, Rect { y: row, height: 1, ..buffer.area }).concat()
}

/// The text of the rows of an area; what a wide character covers is left out.
pub fn rows(buffer: &Buffer, area: Rect) -> Vec<String> {
    let text = |y: u16| {
        let mut text = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width()).unwrap().max(1);
        }
        text.truncate(text.trim_end().len());
        text
    };
    (area.top()..area.bottom()).map(text).collect()
}

fn letter(legend: &mut Vec<(String, char)>, style: String) -> char {
    if let Some((_, letter)) = legend.iter().find(|(name, _)| *name == style) {
        return *letter;
    }
    let known = LETTERS.iter().find(|(name, _)| *name == style).map(|(_, letter)| *letter);
    let used: Vec<char> = legend.iter().map(|(_, letter)| *letter).collect();
    let spare = || ('N'..='Z').find(|letter| !"RU".contains(*letter) && !used.contains(letter));
    let letter = known.or_else(spare).unwrap();
    legend.push((style, letter));
    letter
}

/// A cell's style in words.
fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    match cell.fg {
        Color::Reset => {}
        // The brighter one is the usual one: the other is lost on black.
        Color::LightBlue => words.push("blue".to_owned()),
        Color::Blue => words.push("dark blue".to_owned()),
        colour => words.push(colour.to_string().to_lowercase()),
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg.to_string().to_lowercase()));
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::SLOW_BLINK, "blinking"),
        (Modifier::RAPID_BLINK, "blinking fast"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::HIDDEN, "hidden"),
        (Modifier::CROSSED_OUT, "crossed out"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    if words.is_empty() { "plain".to_owned() } else { words.join(" ") }
}
