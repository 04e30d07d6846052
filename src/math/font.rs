//! Letters in the fonts of mathematics.
//!
//! Weight and slope become attributes of the terminal; only the letterlike symbols that
//! common fonts hold are drawn as themselves. Invariant: no character from U+1D400 to
//! U+1D7FF comes out: few fonts have them, and searching and copying would not.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Role;
use super::class::Class;
use super::command::{Family, Font};
use super::node::{Atom, Face};
use crate::text::{sanitize, width};

/// The atom of one character as it is seen, in a font.
pub fn letter(char: &str, font: Font) -> Atom {
    let role = if font.family == Family::Roman { Role::Text } else { Role::Identifier };
    let mut face = font.face;
    let text = if let Some(sign) = letterlike(char, font.family) {
        Cow::Borrowed(sign)
    } else {
        match font.family {
            Family::Blackboard => face.bold = true,
            Family::Script => face.italic = true,
            _ => {}
        }
        plain(char, &mut face)
    };
    Atom { face, ..Atom::new(text, Class::Ordinary, role) }
}

/// A character as text that passes the gate and takes a column: a mark without a base is
/// given one.
pub fn shown(text: &str) -> Cow<'_, str> {
    let clean = sanitize::line(text);
    let first = clean.chars().next();
    if first.is_some_and(|c| width::grapheme(c.encode_utf8(&mut [0; 4])) == 0) {
        return Cow::Owned(format!("◌{clean}"));
    }
    clean
}

fn plain(char: &str, face: &mut Face) -> Cow<'static, str> {
    if let Some(text) = ascii(char) {
        return Cow::Borrowed(text);
    }
    let mut chars = char.chars();
    if let (Some(c @ '\u{1D400}'..='\u{1D7FF}'), None) = (chars.next(), chars.next()) {
        return alphanumeric(c, face);
    }
    Cow::Owned(shown(char).into_owned())
}

/// A mathematical letter of its own code point as the plain letter with attributes.
fn alphanumeric(c: char, face: &mut Face) -> Cow<'static, str> {
    let plain: String = std::iter::once(c).nfkc().collect();
    let family = match c {
        '\u{1D49C}'..='\u{1D503}' => Family::Script,
        '\u{1D504}'..='\u{1D537}' | '\u{1D56C}'..='\u{1D59F}' => Family::Fraktur,
        '\u{1D538}'..='\u{1D56B}' | '\u{1D7D8}'..='\u{1D7E1}' => Family::Blackboard,
        _ => Family::Math,
    };
    face.bold |= matches!(c,
        '\u{1D400}'..='\u{1D433}' | '\u{1D468}'..='\u{1D49B}' | '\u{1D4D0}'..='\u{1D503}'
        | '\u{1D538}'..='\u{1D59F}' | '\u{1D5D4}'..='\u{1D607}' | '\u{1D63C}'..='\u{1D66F}'
        | '\u{1D6A8}'..='\u{1D6E1}' | '\u{1D71C}'..='\u{1D755}' | '\u{1D756}'..='\u{1D7CB}'
        | '\u{1D7CE}'..='\u{1D7E1}' | '\u{1D7EC}'..='\u{1D7F5}');
    face.italic |= matches!(c,
        '\u{1D434}'..='\u{1D49B}' | '\u{1D608}'..='\u{1D66F}' | '\u{1D6E2}'..='\u{1D755}');
    if let Some(sign) = letterlike(&plain, family) {
        face.bold = false;
        return Cow::Borrowed(sign);
    }
    if plain.contains(c) {
        return Cow::Borrowed("\u{FFFD}");
    }
    Cow::Owned(shown(&plain).into_owned())
}

fn letterlike(char: &str, family: Family) -> Option<&'static str> {
    let pairs: &[(&str, &'static str)] = match family {
        Family::Blackboard => {
            &[("C", "ℂ"), ("H", "ℍ"), ("N", "ℕ"), ("P", "ℙ"), ("Q", "ℚ"), ("R", "ℝ"), ("Z", "ℤ")]
        }
        Family::Script => &[
            ("B", "ℬ"),
            ("E", "ℰ"),
            ("F", "ℱ"),
            ("H", "ℋ"),
            ("I", "ℐ"),
            ("L", "ℒ"),
            ("M", "ℳ"),
            ("R", "ℛ"),
        ],
        Family::Fraktur => &[("C", "ℭ"), ("H", "ℌ"), ("I", "ℑ"), ("R", "ℜ"), ("Z", "ℨ")],
        Family::Math | Family::Roman => &[],
    };
    pairs.iter().find(|(letter, _)| *letter == char).map(|(_, sign)| *sign)
}

/// A printable ASCII character, without an allocation.
pub fn ascii(char: &str) -> Option<&'static str> {
    const PRINTABLE: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`\
                             abcdefghijklmnopqrstuvwxyz{|}~";
    let &[byte] = char.as_bytes() else { return None };
    let at = usize::from(byte.checked_sub(b' ')?);
    PRINTABLE.get(at..=at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn math() -> Font {
        Font { family: Family::Math, face: Face::default() }
    }

    #[test]
    fn mathematical_letters_become_plain_ones_with_attributes() {
        let atom = letter("𝑥", math());
        assert_eq!((&*atom.text, atom.face.italic), ("x", true));
        let atom = letter("𝐀", math());
        assert_eq!((&*atom.text, atom.face.bold), ("A", true));
        assert_eq!(letter("𝕜", math()).text, "k");
        assert_eq!(letter("𝓛", math()).text, "ℒ");
        for c in '\u{1D400}'..='\u{1D7FF}' {
            let text = letter(&c.to_string(), math()).text;
            assert!(!text.chars().any(|c| ('\u{1D400}'..='\u{1D7FF}').contains(&c)));
        }
    }

    #[test]
    fn blackboard_letters_that_fonts_lack_are_bold() {
        let font = Font { family: Family::Blackboard, face: Face::default() };
        assert_eq!(letter("R", font).text, "ℝ");
        let atom = letter("E", font);
        assert_eq!((&*atom.text, atom.face.bold), ("E", true));
    }

    #[test]
    fn a_mark_without_a_base_is_given_one() {
        assert_eq!(shown("\u{301}"), "◌\u{301}");
        assert_eq!(shown("\u{1B}"), "\u{FFFD}");
        assert_eq!(shown("\u{202E}"), "");
    }
}
