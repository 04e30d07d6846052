//! The accents: how each looks on one character, and over something longer.
//!
//! Data only.

use super::node::Mark;

const fn above(
    name: &'static str,
    combining: Option<char>,
    wide: [&'static str; 4],
    ascii: [&'static str; 4],
) -> Mark {
    Mark { name, combining, wide, ascii, below: false, every: None, labelled: false }
}

const fn centred(
    name: &'static str,
    combining: char,
    sign: &'static str,
    ascii: &'static str,
) -> Mark {
    above(name, Some(combining), ["", "", sign, ""], ["", "", ascii, ""])
}

const fn below(mark: Mark) -> Mark {
    Mark { below: true, ..mark }
}

const fn labelled(name: &'static str, wide: [&'static str; 4], ascii: [&'static str; 4]) -> Mark {
    Mark { labelled: true, ..above(name, None, wide, ascii) }
}

pub const ACUTE: Mark = centred("acute", '\u{301}', "´", "'");
pub const GRAVE: Mark = centred("grave", '\u{300}', "`", "`");
pub const CHECK: Mark = centred("check", '\u{30C}', "ˇ", "v");
pub const BREVE: Mark = centred("breve", '\u{306}', "˘", "u");
pub const TILDE: Mark = centred("tilde", '\u{303}', "~", "~");
pub const HAT: Mark = centred("hat", '\u{302}', "^", "^");
pub const DOT: Mark = centred("dot", '\u{307}', "˙", ".");
pub const DDOT: Mark = centred("ddot", '\u{308}', "¨", "..");
pub const DDDOT: Mark = centred("dddot", '\u{20DB}', "⋯", "...");
pub const DDDDOT: Mark = centred("ddddot", '\u{20DC}', "⋯", "....");
pub const RING: Mark = centred("ring", '\u{30A}', "˚", "o");

const LINE: [&str; 4] = ["_", "_", "_", "_"];

pub const BAR: Mark = Mark { every: Some('\u{305}'), ..above("bar", Some('\u{304}'), LINE, LINE) };
pub const OVERLINE: Mark = BAR;
pub const UNDERLINE: Mark = Mark {
    every: Some('\u{332}'),
    ..below(above("underline", Some('\u{332}'), ["‾", "‾", "‾", "‾"], ["-", "-", "-", "-"]))
};

const RIGHT: [&str; 4] = ["─", "─", "─", "→"];
const LEFT: [&str; 4] = ["←", "─", "─", "─"];
const BOTH: [&str; 4] = ["←", "─", "─", "→"];
const ASCII_RIGHT: [&str; 4] = ["-", "-", "-", ">"];
const ASCII_LEFT: [&str; 4] = ["<", "-", "-", "-"];
const ASCII_BOTH: [&str; 4] = ["<", "-", "-", ">"];

pub const RIGHT_ARROW: Mark = above("vec", Some('\u{20D7}'), RIGHT, ASCII_RIGHT);
pub const LEFT_ARROW: Mark = above("leftvec", Some('\u{20D6}'), LEFT, ASCII_LEFT);
pub const BOTH_ARROW: Mark = above("bothvec", Some('\u{20E1}'), BOTH, ASCII_BOTH);
pub const UNDER_RIGHT_ARROW: Mark = below(above("undervec", Some('\u{20EF}'), RIGHT, ASCII_RIGHT));
pub const UNDER_LEFT_ARROW: Mark = below(above("underleftvec", Some('\u{20EE}'), LEFT, ASCII_LEFT));
pub const UNDER_BOTH_ARROW: Mark = below(above("underbothvec", None, BOTH, ASCII_BOTH));
pub const UNDER_TILDE: Mark = below(centred("undertilde", '\u{330}', "~", "~"));

pub const OVERBRACE: Mark = labelled("overbrace", ["╭", "─", "┴", "╮"], ["/", "-", "^", "\\"]);
pub const UNDERBRACE: Mark =
    below(labelled("underbrace", ["╰", "─", "┬", "╯"], ["\\", "-", "v", "/"]));
pub const OVERGROUP: Mark = labelled("overgroup", ["╭", "─", "─", "╮"], ["/", "-", "-", "\\"]);
pub const UNDERGROUP: Mark =
    below(labelled("undergroup", ["╰", "─", "─", "╯"], ["\\", "-", "-", "/"]));
pub const OVERBRACKET: Mark = labelled("overbracket", ["┌", "─", "─", "┐"], ["+", "-", "-", "+"]);
pub const UNDERBRACKET: Mark =
    below(labelled("underbracket", ["└", "─", "─", "┘"], ["+", "-", "-", "+"]));
