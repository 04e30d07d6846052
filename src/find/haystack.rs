//! All questions in the form in which they are searched: rows of word numbers.
//!
//! It keeps no text but that of the distinct words, so it cannot give a question back.
//! Invariant: rows are only added, and the n-th push is row n.

use super::vocabulary::Vocabulary;

/// The questions of a library, ready to be searched by [`find`](Self::find).
///
/// A million questions of 75 bytes take about 110 MB.
#[derive(Debug, Default)]
pub struct Haystack {
    vocabulary: Vocabulary,
    /// The word numbers of all rows, one after the other.
    words: Vec<u32>,
    /// Where each row ends in `words`.
    ends: Vec<u32>,
    /// Which letters each row holds.
    letters: Vec<u64>,
}

impl Haystack {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a question as the next row. Any text will do, the empty one too.
    pub fn push(&mut self, question: &str) {
        let row = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let mut letters = 0;
        for word in question.split_whitespace() {
            if let Some((number, bits)) = self.vocabulary.note(word, row) {
                self.words.push(number);
                letters |= bits;
            }
        }
        self.ends.push(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.letters.push(letters);
    }

    /// How many questions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The word numbers of a row; none for a row that does not exist.
    pub(super) fn row(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |start| *start as usize);
        let end = self.ends.get(row).map_or(start, |end| *end as usize);
        self.words.get(start..end).unwrap_or_default()
    }

    /// The bits of the letters of a row: see [`letters`](super::vocabulary::letters).
    pub(super) fn letters(&self, row: u32) -> u64 {
        self.letters.get(row as usize).copied().unwrap_or(0)
    }

    /// All row numbers, in order.
    pub(super) fn rows(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_order_in_which_they_came() {
        let mut haystack = Haystack::new();
        assert!(haystack.is_empty());
        for question in ["one two", "", "two\none"] {
            haystack.push(question);
        }
        assert_eq!(haystack.len(), 3);
        assert_eq!(haystack.row(0), [0, 1]);
        assert_eq!(haystack.row(1), [0_u32; 0]);
        assert_eq!(haystack.row(2), [1, 0]);
        assert_eq!(haystack.row(3), [0_u32; 0]);
    }
}
