//! Texts spelled in ASCII.
//!
//! For a formula on a terminal or in a pipe that has nothing else. Signs are in `symbol`;
//! here are words and what stands in no table. Invariant: the result is ASCII only where the
//! text is Latin, Greek or made of known signs; other writing stays as it is.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::symbol;

/// A text in ASCII, as far as there is a spelling for it.
pub fn spell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push(c, &mut out);
    }
    out
}

fn push(c: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(c);
    }
    if let Some(ascii) = symbol::ascii(c.encode_utf8(&mut [0; 4])) {
        return out.push_str(ascii);
    }
    match c {
        '\u{338}' => return negate(out),
        '‐'..='―' => return out.push('-'),
        '‘' | '’' => return out.push('\''),
        '“' | '”' => return out.push('"'),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' => return out.push(' '),
        _ => {}
    }
    if is_combining_mark(c) {
        return;
    }
    // `é` is `e`, `²` is `2`, `ﬁ` is `fi`: what remains of a character without its form.
    let plain: String = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).collect();
    if plain.chars().eq(std::iter::once(c)) {
        return out.push(c);
    }
    for c in plain.chars() {
        match symbol::ascii(c.encode_utf8(&mut [0; 4])) {
            Some(ascii) if !c.is_ascii() => out.push_str(ascii),
            _ => out.push(c),
        }
    }
}

/// A sign struck through: `!` before it.
fn negate(out: &mut String) {
    let last = out.pop();
    out.push('!');
    out.extend(last);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_spelled() {
        assert_eq!(spell("Gödel’s ﬁeld"), "Godel's field");
        assert_eq!(spell("H₂O"), "H2O");
        assert_eq!(spell("R\u{338}"), "!R");
        assert_eq!(spell("日"), "日");
    }
}
