//! All questions in the form in which they are searched: rows of word numbers.
//!
//! It keeps no text but that of the distinct words, so it cannot give a question back.
//! Invariant: the n-th push is row n, also after it was replaced.

use super::vocabulary::Vocabulary;

/// The questions of a library, ready to be searched by [`find`](Self::find).
///
/// A million questions of 75 bytes take about 110 MB.
#[derive(Debug, Clone, Default)]
pub struct Haystack {
    vocabulary: Vocabulary,
    /// The word numbers of the rows, one after the other; those of rows that were replaced are there
    /// twice, the old ones unused.
    words: Vec<u32>,
    /// Where each row begins and ends in `words`.
    spans: Vec<[u32; 2]>,
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
        let row = u32::try_from(self.spans.len()).unwrap_or(u32::MAX);
        let (span, letters) = self.take(row, question);
        self.spans.push(span);
        self.letters.push(letters);
    }

    /// Puts a question in place of that of a row; the empty one takes the row out of every search. A
    /// row that does not exist stays as it is.
    pub fn replace(&mut self, row: u32, question: &str) {
        if row as usize >= self.spans.len() {
            return;
        }
        let mut old = self.row(row).to_vec();
        old.sort_unstable();
        old.dedup();
        for number in old {
            self.vocabulary.strike(number, row);
        }
        let (new, bits) = self.take(row, question);
        if let (Some(span), Some(letters)) =
            (self.spans.get_mut(row as usize), self.letters.get_mut(row as usize))
        {
            (*span, *letters) = (new, bits);
        }
    }

    /// Takes the words of a question in; where they lie, and which letters they hold.
    fn take(&mut self, row: u32, question: &str) -> ([u32; 2], u64) {
        let end = |words: &Vec<u32>| u32::try_from(words.len()).unwrap_or(u32::MAX);
        let (start, mut letters) = (end(&self.words), 0);
        for word in question.split_whitespace() {
            if let Some((number, bits)) = self.vocabulary.note(word, row) {
                self.words.push(number);
                letters |= bits;
            }
        }
        ([start, end(&self.words)], letters)
    }

    /// How many questions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The word numbers, where each row's lie, and the letters of the rows.
    pub(super) fn parts(&self) -> (&[u32], &[[u32; 2]], &[u64]) {
        (&self.words, &self.spans, &self.letters)
    }

    pub(super) fn from_parts(
        vocabulary: Vocabulary,
        words: Vec<u32>,
        spans: Vec<[u32; 2]>,
        letters: Vec<u64>,
    ) -> Self {
        Self { vocabulary, words, spans, letters }
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The word numbers of a row; none for a row that does not exist.
    pub(super) fn row(&self, row: u32) -> &[u32] {
        let [start, end] = self.spans.get(row as usize).copied().unwrap_or_default();
        self.words.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The bits of the letters of a row: see [`letters`](super::vocabulary::letters).
    pub(super) fn letters(&self, row: u32) -> u64 {
        self.letters.get(row as usize).copied().unwrap_or(0)
    }

    /// All row numbers, in order.
    pub(super) fn rows(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.spans.len()).unwrap_or(u32::MAX)
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
