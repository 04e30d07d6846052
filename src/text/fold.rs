//! Text made alike for matching: lower case, without accents.
//!
//! Not for display and not for sorting. Invariant: folding a folded string changes nothing,
//! and ASCII folds byte for byte.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// The folded form of a string: what two spellings of the same words share.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, |folded| out.push(folded));
    }
    out
}

/// The folded words of a text with one blank between two; marks and other blanks part words.
#[must_use]
pub fn words(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The folded string and, for each of its bytes, the byte offset in the source of the
/// character it came from. Offsets past 4 GiB saturate.
#[must_use]
pub fn fold_with_map(text: &str) -> (String, Vec<u32>) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if text.is_ascii() {
        return (text.to_ascii_lowercase(), (0..text.len()).map(offset).collect());
    }
    let mut out = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        fold_char(c, |folded| out.push(folded));
        map.resize(out.len(), offset(at));
    }
    (out, map)
}

fn fold_char(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        // Scripts such as Hangul decompose into letters, which are not accents: what loses
        // nothing by decomposing stays whole.
        let mut accents = 0;
        decompose_canonical(lower, |part| accents += usize::from(is_accent(part)));
        if accents == 0 {
            fold_letter(lower, &mut push);
        } else {
            decompose_canonical(lower, |part| {
                if !is_accent(part) {
                    fold_letter(part, &mut push);
                }
            });
        }
    }
}

/// Letters that are one with a plain one to a reader, but not to Unicode, and the curly
/// quotes and dashes that nobody types.
fn fold_letter(c: char, push: &mut impl FnMut(char)) {
    let plain = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '‘' | '’' | 'ʼ' => "'",
        '“' | '”' => "\"",
        '‐' | '‑' | '–' | '—' => "-",
        _ => return push(c),
    };
    plain.chars().for_each(push);
}

/// Marks above and below letters. The signs of Indic scripts and the voicing marks of kana
/// (classes 0, 7, 8 and 9) tell words apart and stay.
fn is_accent(c: char) -> bool {
    canonical_combining_class(c) >= 10 || canonical_combining_class(c) == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("Über DÉJÀ vu"), "uber deja vu");
        assert_eq!(fold("e\u{301}"), "e");
        assert_eq!(fold("Straße Ærø Łódź Đà œuvre ısı İ"), "strasse aero lodz da oeuvre isi i");
        assert_eq!(fold("Don’t"), "don't");
    }

    #[test]
    fn other_scripts_keep_their_letters() {
        assert_eq!(fold("한국어 がく हिन्दी 漢字"), "한국어 がく हिन्दी 漢字");
        assert_eq!(fold("Άλφας"), "αλφασ");
    }

    #[test]
    fn the_map_leads_back_to_the_source() {
        let (folded, map) = fold_with_map("aßé\u{301}Z");
        assert_eq!(folded, "assez");
        assert_eq!(map, [0, 1, 1, 3, 7]);
    }

    proptest! {
        #[test]
        fn the_map_holds_a_source_offset_for_every_byte(s in "\\PC{0,30}") {
            let (folded, map) = fold_with_map(&s);
            prop_assert_eq!(&folded, &fold(&s));
            prop_assert_eq!(folded.len(), map.len());
            for at in map {
                prop_assert!(s.is_char_boundary(usize::try_from(at).unwrap()));
            }
        }

        #[test]
        fn folding_twice_is_folding_once(s in "\\PC{0,30}") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
