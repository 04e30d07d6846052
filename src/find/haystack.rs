//! All questions in the form in which they are searched: rows of word numbers.
//!
//! It keeps no text but that of the distinct words, so it cannot give a question back.
//! Invariant: the n-th push is row n, also after it was replaced.

use std::sync::Arc;

use super::sequences::Sequences;
use super::vocabulary::Vocabulary;

/// The questions of a library, ready to be searched by [`find`](Self::find), or in slices by a
/// [`Search`](super::Search). A million questions of 72 bytes take about 84 MB.
#[derive(Debug, Clone, Default)]
pub struct Haystack {
    vocabulary: Vocabulary,
    /// The word numbers of each row.
    sequences: Sequences,
    /// Which letters each row holds.
    letters: Vec<u64>,
    /// Another one as soon as the questions change while somebody holds it.
    state: State,
    /// Room for the word numbers of a row.
    numbers: Vec<u32>,
}

/// Tells whether a haystack is as it was: two that are the same hold the same questions.
#[derive(Debug, Clone, Default)]
pub(super) struct State(Arc<()>);

impl State {
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn change(&mut self) {
        if Arc::get_mut(&mut self.0).is_none() {
            self.0 = Arc::default();
        }
    }
}

impl Haystack {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a question as the next row. Any text will do, the empty one too.
    pub fn push(&mut self, question: &str) {
        let row = u32::try_from(self.len()).unwrap_or(u32::MAX);
        let letters = self.take(row, question);
        self.sequences.push(&self.numbers);
        self.letters.push(letters);
    }

    /// Puts a question in place of that of a row; the empty one takes the row out of every search
    /// but that for nothing. A row that does not exist stays as it is.
    pub fn replace(&mut self, row: u32, question: &str) {
        if row as usize >= self.len() {
            return;
        }
        self.sequences.read(row, &mut self.numbers);
        for number in &self.numbers {
            self.vocabulary.strike(*number, row);
        }
        let new = self.take(row, question);
        self.sequences.replace(row, &self.numbers);
        if let Some(letters) = self.letters.get_mut(row as usize) {
            *letters = new;
        }
    }

    /// Takes the words of a question in, and puts their numbers into `numbers`; which letters they
    /// hold.
    fn take(&mut self, row: u32, question: &str) -> u64 {
        self.state.change();
        self.numbers.clear();
        let mut letters = 0;
        for word in question.split_whitespace() {
            if let Some((number, bits)) = self.vocabulary.note(word, row) {
                self.numbers.push(number);
                letters |= bits;
            }
        }
        letters
    }

    /// How many questions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// The haystack of these parts; `None` if they are not of as many rows.
    pub(super) fn from_parts(
        vocabulary: Vocabulary,
        sequences: Sequences,
        letters: Vec<u64>,
    ) -> Option<Self> {
        let agree = sequences.len() == letters.len();
        agree.then(|| Self { vocabulary, sequences, letters, ..Self::default() })
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The word numbers of the rows.
    pub(super) fn sequences(&self) -> &Sequences {
        &self.sequences
    }

    /// For each row the bits of its letters: see [`letters`](super::vocabulary::letters).
    pub(super) fn letters(&self) -> &[u64] {
        &self.letters
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(haystack: &Haystack, row: u32) -> Vec<u32> {
        let mut numbers = Vec::new();
        haystack.sequences().read(row, &mut numbers);
        numbers
    }

    #[test]
    fn rows_keep_the_order_in_which_they_came() {
        let mut haystack = Haystack::new();
        assert!(haystack.is_empty());
        for question in ["one two", "", "two\none"] {
            haystack.push(question);
        }
        assert_eq!(haystack.len(), 3);
        assert_eq!(row(&haystack, 0), [0, 1]);
        assert_eq!(row(&haystack, 1), [0_u32; 0]);
        assert_eq!(row(&haystack, 2), [1, 0]);
        assert_eq!(row(&haystack, 3), [0_u32; 0]);
    }

    #[test]
    fn a_haystack_that_changed_is_not_as_it_was() {
        let mut haystack = Haystack::new();
        let state = haystack.state().clone();
        let mut other = haystack.clone();
        assert!(haystack.state().is(&state) && other.state().is(&state));
        haystack.push("one");
        other.push("two");
        assert!(!haystack.state().is(&state) && !other.state().is(&state));
        assert!(!haystack.state().is(other.state()));
    }
}
