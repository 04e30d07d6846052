//! A line of typed text with a cursor.
//!
//! Not a widget: it knows neither keys nor cells. Invariant: the cursor stands on a boundary of
//! graphemes, and the text has passed the gate.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::sanitize;

/// Typed text is cut at this many bytes: a paste of a whole book is no query.
const LIMIT: usize = 512;

/// Typed text and a cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    before: String,
    after: String,
}

impl Input {
    /// All of the text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// The text before the cursor and the text after it.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Types text at the cursor; line breaks become blanks.
    pub fn insert(&mut self, text: &str) {
        let room = LIMIT.saturating_sub(self.before.len() + self.after.len());
        let joined = format!("{}{}", self.before, cut(text, room));
        // Together with what stands before it, so that a combining mark finds its base.
        self.before = sanitize::line(&joined).into_owned();
    }

    /// Deletes the grapheme before the cursor.
    pub fn delete_before(&mut self) {
        let length = self.before.graphemes(true).next_back().map_or(0, str::len);
        self.before.truncate(self.before.len() - length);
    }

    /// Deletes the grapheme after the cursor.
    pub fn delete_after(&mut self) {
        let length = self.after.graphemes(true).next().map_or(0, str::len);
        self.after.drain(..length);
    }

    /// Deletes the word before the cursor with the blanks after it.
    pub fn delete_word(&mut self) {
        let kept = self.before.trim_end();
        let kept = kept.rfind(char::is_whitespace).map_or(0, |at| {
            kept.get(at..).and_then(|tail| tail.chars().next()).map_or(at, |c| at + c.len_utf8())
        });
        self.before.truncate(kept);
    }

    /// Deletes all before the cursor.
    pub fn delete_to_start(&mut self) {
        self.before.clear();
    }

    /// Deletes everything.
    pub fn clear(&mut self) {
        self.before.clear();
        self.after.clear();
    }

    /// Moves the cursor a grapheme to the left.
    pub fn left(&mut self) {
        let length = self.before.graphemes(true).next_back().map_or(0, str::len);
        let moved = self.before.split_off(self.before.len() - length);
        self.after.insert_str(0, &moved);
    }

    /// Moves the cursor a grapheme to the right.
    pub fn right(&mut self) {
        let length = self.after.graphemes(true).next().map_or(0, str::len);
        let moved: String = self.after.drain(..length).collect();
        self.before.push_str(&moved);
    }

    /// Moves the cursor to the start.
    pub fn start(&mut self) {
        self.after.insert_str(0, &std::mem::take(&mut self.before));
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.before.push_str(&std::mem::take(&mut self.after));
    }
}

/// The longest prefix of at most `limit` bytes.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Input {
        let mut input = Input::default();
        input.insert(text);
        input
    }

    #[test]
    fn a_word_is_deleted_with_its_blanks() {
        let mut input = typed("electric ring  ");
        input.delete_word();
        assert_eq!(input.text(), "electric ");
        input.delete_word();
        assert_eq!(input.text(), "");
        input.delete_word();
        assert!(input.is_empty());
    }

    #[test]
    fn the_cursor_moves_by_what_a_reader_sees_as_one_character() {
        let mut input = typed("ae\u{301}👩‍🔬b");
        input.left();
        input.left();
        assert_eq!(input.parts(), ("ae\u{301}", "👩‍🔬b"));
        input.delete_before();
        assert_eq!(input.text(), "a👩‍🔬b");
        input.delete_after();
        assert_eq!(input.text(), "ab");
    }

    #[test]
    fn a_pasted_escape_sequence_and_line_breaks_are_defused() {
        let input = typed("a\u{1b}[31m\nb");
        assert!(!input.text().contains(['\u{1b}', '\n']));
    }

    #[test]
    fn a_pasted_book_is_cut() {
        assert!(typed(&"wörter ".repeat(10_000)).text().len() <= LIMIT);
    }
}
