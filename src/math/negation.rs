//! Signs struck through.
//!
//! Invariant: the negation of a sign takes as many columns as the sign.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The long solidus that strikes a character through.
const SOLIDUS: char = '\u{338}';

/// `\not` before a sign: the sign of its own where Unicode has one.
pub fn of(sign: &str) -> Cow<'static, str> {
    let text: String = sign.chars().chain([SOLIDUS]).nfc().collect();
    Cow::Owned(text)
}

/// Each character struck through.
pub fn each(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let strike = |part: &str| match part {
        " " => part.to_owned(),
        _ => part.chars().chain([SOLIDUS]).collect(),
    };
    text.graphemes(true).map(strike).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negated_sign_is_one_character_where_there_is_one() {
        assert_eq!(of("="), "≠");
        assert_eq!(of("∈"), "∉");
        assert_eq!(of("R"), "R\u{338}");
    }
}
