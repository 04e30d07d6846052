//! How many columns text takes on a terminal.
//!
//! By extended grapheme, with the tables that ratatui itself places cells by, so that a line
//! measured here fits where ratatui draws it. Says nothing about fonts or about terminals
//! that disagree with Unicode.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const ELLIPSIS: &str = "…";

/// The columns of a whole string of one line.
#[must_use]
pub fn of(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.graphemes(true).map(grapheme).sum() }
}

/// The columns of one grapheme: 0, 1 or 2, and more only where one grapheme joins several
/// spacing letters (an Indic conjunct of three consonants), as terminals draw it.
#[must_use]
pub fn grapheme(grapheme: &str) -> usize {
    if is_plain(grapheme) { grapheme.len() } else { grapheme.width() }
}

/// The string itself if it fits, else as much of it as fits before a `…`. Never wider than
/// `columns`; empty for 0.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    let (whole, _) = take(text, columns);
    if whole.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (head, _) = take(text, room);
    Cow::Owned(format!("{}{ELLIPSIS}", head.trim_end()))
}

/// The longest start of the string, in whole graphemes, that fits `columns`, and its width.
#[must_use]
pub fn take(text: &str, columns: usize) -> (&str, usize) {
    // Only what may be taken is looked at: a caller that cuts a long line would look at it all again
    // and again. One byte more, which might be a mark on the last letter.
    let end = columns.min(text.len());
    let start = text.as_bytes().get(..text.len().min(end + 1)).unwrap_or_default();
    if start.iter().all(|byte| matches!(byte, 0x20..0x7F)) {
        return (text.get(..end).unwrap_or_default(), end);
    }
    let mut used = 0;
    for (at, part) in text.grapheme_indices(true) {
        let wide = grapheme(part);
        if used + wide > columns {
            return (text.get(..at).unwrap_or_default(), used);
        }
        used += wide;
    }
    (text, used)
}

/// Printable ASCII: one byte, one column, one grapheme.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, 0x20..0x7F))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_are_counted_by_grapheme() {
        assert_eq!(of("abc"), 3);
        assert_eq!(of("日本"), 4);
        assert_eq!(of("e\u{301}x"), 2);
        assert_eq!(of("👩🏽\u{200D}🚀"), 2);
        assert_eq!(of("☀\u{FE0F}"), 2);
    }

    #[test]
    fn a_long_title_ends_in_an_ellipsis() {
        assert_eq!(truncate("abcdef", 6), "abcdef");
        assert_eq!(truncate("abcdef", 4), "abc…");
        assert_eq!(truncate("ab cdef", 4), "ab…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("abc", 1), "…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate("", 0), "");
    }

    #[test]
    fn a_wide_character_is_not_cut_in_half() {
        assert_eq!(take("a日b", 2), ("a", 1));
        assert_eq!(take("a日b", 3), ("a日", 3));
    }

    proptest! {
        #[test]
        fn a_truncated_string_never_exceeds_its_columns(s in "\\PC{0,20}", columns in 0usize..12) {
            prop_assert!(of(&truncate(&s, columns)) <= columns);
            let (head, used) = take(&s, columns);
            prop_assert!(used <= columns && of(head) == used && s.starts_with(head));
        }
    }
}
