//! The distinct words of all questions: what stands between white space, as written.
//!
//! A library repeats itself: a million questions hold some hundred thousand distinct words.
//! To look for typed letters here and then for the words' numbers in the questions gives the
//! same answer as to look through the questions' text, and it takes the same time however
//! many questions match. Invariant: words are only added; a word's number never changes. A word
//! that no question holds any more stays, and is never found.

use std::ops::Range;

use memchr::memmem::Finder;

use super::arena::Arena;
use super::query::{Word, fold_with_case};
use super::rows::Rows;
use super::table::Table;

/// How a typed word stands in a word of a question, the best first; the number is what it costs
/// in the rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Fit {
    /// It is the whole word.
    Whole,
    /// It begins the word.
    Start,
    /// It is somewhere inside.
    Inside,
    /// It is not there.
    None,
}

/// Every distinct word, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    arena: Arena,
    /// Which letters each word holds: see [`letter_bit`].
    letters: Vec<u64>,
    /// The rows that hold each word.
    rows: Vec<Rows>,
    table: Table,
    /// How many words are in the table: those that were read back come in when one is needed.
    entered: usize,
}

impl Vocabulary {
    /// The words of an arena with the rows that hold each; `None` if they are not as many.
    pub(super) fn from_parts(arena: Arena, rows: Vec<Rows>) -> Option<Self> {
        if arena.len() != rows.len() {
            return None;
        }
        let numbers = 0..u32::try_from(arena.len()).ok()?;
        let letters = numbers.map(|number| letters(arena.text(number))).collect();
        Some(Self { arena, letters, rows, table: Table::default(), entered: 0 })
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The numbers of the words from `start` to before `end` that some question holds.
    pub(super) fn used(&self, numbers: Range<usize>) -> impl Iterator<Item = u32> {
        let rows = self.rows.get(numbers.clone()).unwrap_or_default();
        let numbers = u32::try_from(numbers.start).unwrap_or(u32::MAX)..;
        numbers.zip(rows).filter(|(_, rows)| rows.count() > 0).map(|(number, _)| number)
    }

    /// The texts of the words.
    pub(super) fn arena(&self) -> &Arena {
        &self.arena
    }

    /// The folded text of the word with this number.
    pub(super) fn text(&self, number: u32) -> &str {
        self.arena.text(number)
    }

    /// Which letters each word holds.
    pub(super) fn all_letters(&self) -> &[u64] {
        &self.letters
    }

    /// Which letters the word with this number holds.
    pub(super) fn letters(&self, number: u32) -> u64 {
        self.letters.get(number as usize).copied().unwrap_or(0)
    }

    /// The rows that hold each word.
    pub(super) fn all_rows(&self) -> &[Rows] {
        &self.rows
    }

    /// The rows that hold the word with this number.
    pub(super) fn rows(&self, number: u32) -> Option<&Rows> {
        self.rows.get(number as usize)
    }

    /// Notes that `row` holds `word`; gives the word's number and the letters in it. `None`
    /// when four gigabytes of distinct words are full.
    pub(super) fn note(&mut self, word: &str, row: u32) -> Option<(u32, u64)> {
        let number = self.number(word)?;
        self.rows.get_mut(number as usize)?.insert(row);
        Some((number, self.letters(number)))
    }

    /// Notes that a row no longer holds the word with this number.
    pub(super) fn strike(&mut self, number: u32, row: u32) {
        if let Some(rows) = self.rows.get_mut(number as usize) {
            rows.remove(row);
        }
    }

    /// The number of a word, which is added when it is new.
    fn number(&mut self, word: &str) -> Option<u32> {
        if self.entered < self.len() {
            self.enter_all();
        }
        if word.is_ascii() {
            let hash = self.table.hash(word.as_bytes());
            let number = self.table.get(hash, |number| self.arena.is_written(number, word));
            if number.is_some() {
                return number;
            }
        }
        let (folded, upper) = fold_with_case(word);
        let hash = self.table.hash(&Arena::written(&folded, upper.iter().copied()));
        let number = self.table.get(hash, |number| self.arena.is(number, &folded, &upper));
        number.or_else(|| {
            let number = self.arena.push(&folded, &upper)?;
            self.letters.push(letters(&folded));
            self.rows.push(Rows::default());
            self.table.insert(hash, number);
            self.entered += 1;
            Some(number)
        })
    }

    /// Enters the words that are not in the table yet.
    fn enter_all(&mut self) {
        self.table.make_room(self.len());
        for number in self.entered..self.len() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let hash = self.table.hash(&self.arena.written_of(number));
            self.table.insert(hash, number);
        }
        self.entered = self.len();
    }

    /// Gives `found` the number of every word of `numbers` that holds `word`, which `finder` looks
    /// for, and how; a word that holds it more than once is given more than once.
    pub(super) fn search(
        &self,
        word: &Word,
        finder: &Finder<'_>,
        numbers: Range<usize>,
        mut found: impl FnMut(u32, Fit),
    ) {
        let start = self.arena.start(numbers.start);
        let bytes = self.arena.bytes().get(start..self.arena.start(numbers.end));
        let mut number = numbers.start;
        let mut ends = self.arena.ends().get(numbers).unwrap_or_default().iter().peekable();
        for at in finder.find_iter(bytes.unwrap_or_default()) {
            let (at, after) = (start + at, start + at + word.text.len());
            while ends.next_if(|end| (**end as usize) < after).is_some() {
                number += 1;
            }
            let is_used = self.rows.get(number).is_some_and(|rows| rows.count() > 0);
            if is_used && self.arena.has_case(at, word) {
                found(u32::try_from(number).unwrap_or(u32::MAX), self.arena.fit(at, after));
            }
        }
    }
}

/// How the bytes `start..end` stand among the letters around them.
pub(super) fn fit(text: &str, start: usize, end: usize) -> Fit {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    if before.is_some_and(char::is_alphanumeric) {
        return Fit::Inside;
    }
    let after = text.get(end..).and_then(|text| text.chars().next());
    if after.is_some_and(char::is_alphanumeric) { Fit::Start } else { Fit::Whole }
}

/// The bits of all letters of a folded text.
pub(super) fn letters(folded: &str) -> u64 {
    let ascii = |bits, byte: u8| bits | ASCII.get(usize::from(byte)).copied().unwrap_or(0);
    if folded.is_ascii() {
        folded.bytes().fold(0, ascii)
    } else {
        folded.chars().fold(0, |bits, letter| bits | letter_bit(letter))
    }
}

/// The bits of ASCII.
#[allow(clippy::indexing_slicing, reason = "worked out by the compiler, and the bound is in sight")]
const ASCII: [u64; 128] = {
    let mut bits = [0; 128];
    let mut letter = 0_u8;
    while letter < 128 {
        bits[letter as usize] = letter_bit(letter as char);
        letter += 1;
    }
    bits
};

/// The bit of a text that is one letter, if no other letter has it; else 0.
pub(super) fn own_bit(folded: &str) -> u64 {
    match folded.as_bytes() {
        [letter @ (b'a'..=b'z' | b'0'..=b'9')] => letter_bit(char::from(*letter)),
        _ => 0,
    }
}

/// One bit of 64 for a letter: `a` to `z` and `0` to `9` have their own, others share 28.
const fn letter_bit(letter: char) -> u64 {
    let code = letter as u32;
    match letter {
        'a'..='z' => 1 << (code - 'a' as u32),
        '0'..='9' => 1 << (26 + code - '0' as u32),
        _ => 1 << (36 + code % 28),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], typed: &str) -> Vec<(u32, Fit)> {
        let mut vocabulary = Vocabulary::default();
        for (row, word) in words.iter().enumerate() {
            vocabulary.note(word, u32::try_from(row).unwrap()).unwrap();
        }
        let query = super::super::Query::parse(typed);
        let word = &query.words()[0];
        let mut found = Vec::new();
        let note = |number, fit| found.push((number, fit));
        vocabulary.search(word, &Finder::new(&word.text), 0..vocabulary.len(), note);
        found
    }

    #[test]
    fn a_word_is_found_whole_at_the_start_or_inside() {
        let words = ["during", "ring?", "rings", "string-ring"];
        assert_eq!(
            found(&words, "ring"),
            [(0, Fit::Inside), (1, Fit::Whole), (2, Fit::Start), (3, Fit::Inside), (3, Fit::Whole)]
        );
    }

    #[test]
    fn letters_of_other_scripts_are_letters_around_a_match_too() {
        assert_eq!(
            found(&["жa", "aж", "→a→", "aж"], "a"),
            [(0, Fit::Inside), (1, Fit::Start), (2, Fit::Whole)]
        );
    }

    #[test]
    fn a_match_never_spans_two_words() {
        assert_eq!(found(&["ab", "cd"], "bc"), []);
    }

    #[test]
    fn a_capital_asks_for_the_same_case() {
        assert_eq!(found(&["ring", "Ring", "RING"], "Ring"), [(1, Fit::Whole)]);
        assert_eq!(found(&["ring", "Ring", "RING"], "ring").len(), 3);
    }

    #[test]
    fn words_with_the_same_letters_and_capitals_are_one() {
        let mut vocabulary = Vocabulary::default();
        let mut number = |word| vocabulary.note(word, 0).unwrap().0;
        let cafe = number("cafe");
        for same in ["café", "cafe\u{301}", "cafe"] {
            assert_eq!(number(same), cafe, "{same}");
        }
        for other in ["Cafe", "CAFÉ", "caf", "cafes"] {
            assert_ne!(number(other), cafe, "{other}");
        }
        assert_eq!(number("CAFÉ"), number("CAFE"));
        assert_eq!(number("ЖУК"), number("ЖУК"));
        assert_ne!(number("ЖУК"), number("жук"));
    }

    #[test]
    fn a_word_twice_in_a_row_counts_once() {
        let mut vocabulary = Vocabulary::default();
        for row in 0..10_000 {
            vocabulary.note("the", row);
            vocabulary.note("the", row);
        }
        assert_eq!(vocabulary.rows(0).unwrap().count(), 10_000);
    }
}
