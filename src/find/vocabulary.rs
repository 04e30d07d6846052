//! The distinct words of all questions: what stands between white space, as written.
//!
//! A library repeats itself: a million questions hold some hundred thousand distinct words.
//! To look for typed letters here and then for the words' numbers in the questions gives the
//! same answer as to look through the questions' text, and it takes the same time however
//! many questions match. Invariant: entries are only added; an entry's number never changes. A word
//! that no question holds any more stays, and is never found.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::query::{Word, fold_with_case};
use super::rows::Rows;

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

/// Stands after every entry of the arena; it is white space, so no word holds it.
const SEPARATOR: char = '\n';

/// One distinct word.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    start: u32,
    end: u32,
    /// How many rows hold it.
    pub(super) count: u32,
    last_row: u32,
    /// Which letters it holds: see [`letter_bit`].
    pub(super) letters: u64,
    /// The rows that hold it.
    pub(super) rows: Rows,
}

impl Entry {
    /// A word of the folded text that no row is known to hold.
    pub(super) fn new(start: u32, end: u32, letters: u64, rows: Rows) -> Self {
        Self { start, end, count: 0, last_row: 0, letters, rows }
    }

    /// The same with how many rows hold it, and which was the last one noted.
    pub(super) fn counted(self, count: u32, last_row: u32) -> Self {
        Self { count, last_row, ..self }
    }

    /// Where it lies in the folded text.
    pub(super) fn place(&self) -> (u32, u32) {
        (self.start, self.end)
    }

    pub(super) fn last_row(&self) -> u32 {
        self.last_row
    }
}

/// Every distinct word, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<Box<str>, u32>,
    /// Whether all words are among the numbers: what was read back is entered when it is needed.
    unnumbered: bool,
    folded: String,
    /// For each byte of `folded`, whether it stands for a capital.
    upper: Vec<bool>,
    /// Where each entry ends in `folded`: the same as in `entries`, close together because
    /// every search walks it.
    ends: Vec<u32>,
    entries: Vec<Entry>,
}

impl Vocabulary {
    /// The vocabulary of these words, whose numbers are looked for when they are needed.
    pub(super) fn from_parts(folded: String, upper: Vec<bool>, entries: Vec<Entry>) -> Self {
        let ends = entries.iter().map(|entry| entry.end).collect();
        Self { numbers: HashMap::new(), unnumbered: true, folded, upper, ends, entries }
    }

    /// The folded texts one after another, and which of their bytes stand for capitals.
    pub(super) fn texts(&self) -> (&str, &[bool]) {
        (&self.folded, &self.upper)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The folded text of an entry.
    pub(super) fn text(&self, entry: &Entry) -> &str {
        self.folded.get(entry.start as usize..entry.end as usize).unwrap_or_default()
    }

    /// The folded text of the entry with this number.
    pub(super) fn text_of(&self, number: u32) -> &str {
        self.entries.get(number as usize).map_or("", |entry| self.text(entry))
    }

    /// Notes that `row` holds `word`; gives the word's number and the letters in it. `None`
    /// when four gigabytes of distinct words are full.
    pub(super) fn note(&mut self, word: &str, row: u32) -> Option<(u32, u64)> {
        let number = self.number(word)?;
        let entry = self.entries.get_mut(number as usize)?;
        if entry.count == 0 || entry.last_row != row {
            entry.count += 1;
            entry.last_row = row;
            entry.rows.insert(row);
        }
        Some((number, entry.letters))
    }

    /// Notes that a row no longer holds the word with this number; asked once for a row and a word.
    pub(super) fn strike(&mut self, number: u32, row: u32) {
        if let Some(entry) = self.entries.get_mut(number as usize) {
            entry.count = entry.count.saturating_sub(1);
            entry.rows.remove(row);
            // No row has this number, so that the row can be noted again.
            entry.last_row = u32::MAX;
        }
    }

    /// The number of a word, which is added when it is new.
    fn number(&mut self, word: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(word) {
            return Some(*number);
        }
        if self.unnumbered {
            self.enter_all();
        }
        let (folded, upper) = fold_with_case(word);
        let key = key(&folded, &upper);
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => self.add(&folded, upper, key)?,
        };
        if !self.numbers.contains_key(word) {
            self.numbers.insert(word.into(), number);
        }
        Some(number)
    }

    /// Enters all words under their numbers.
    fn enter_all(&mut self) {
        self.unnumbered = false;
        let mut numbers = HashMap::with_capacity(self.entries.len() * 2);
        for (number, entry) in (0..).zip(&self.entries) {
            let upper = self.upper.get(entry.start as usize..entry.end as usize);
            numbers.insert(key(self.text(entry), upper.unwrap_or_default()), number);
        }
        self.numbers = numbers;
    }

    fn add(&mut self, folded: &str, upper: Vec<bool>, key: Box<str>) -> Option<u32> {
        let number = u32::try_from(self.entries.len()).ok()?;
        let start = u32::try_from(self.folded.len()).ok()?;
        let end = u32::try_from(self.folded.len() + folded.len()).ok()?;
        self.folded.push_str(folded);
        self.folded.push(SEPARATOR);
        self.upper.extend(upper);
        self.upper.push(false);
        self.ends.push(end);
        self.entries.push(Entry::new(start, end, letters(folded), Rows::List(Vec::new())));
        self.numbers.insert(key, number);
        Some(number)
    }

    /// Gives `found` the number of every entry that holds `word`, and how; an entry that holds
    /// it more than once is given more than once.
    pub(super) fn search(&self, word: &Word, mut found: impl FnMut(u32, Fit)) {
        let mut number = 0_u32;
        let mut ends = self.ends.iter().peekable();
        for at in Finder::new(&word.text).find_iter(self.folded.as_bytes()) {
            let after = at + word.text.len();
            while ends.next_if(|end| (**end as usize) < after).is_some() {
                number += 1;
            }
            let same_case = word.upper.is_empty()
                || self.upper.get(at..after).is_some_and(|upper| upper == word.upper);
            let is_used = self.entries.get(number as usize).is_some_and(|entry| entry.count > 0);
            if same_case && is_used {
                found(number, fit(&self.folded, at, after));
            }
        }
    }
}

/// What tells a word from every other: its folded text, and where it has capitals. A word without any
/// is its own key.
fn key(folded: &str, upper: &[bool]) -> Box<str> {
    let mut key = folded.to_owned();
    if upper.contains(&true) {
        // No word holds white space.
        key.push(SEPARATOR);
        key.extend(upper.iter().map(|upper| if *upper { '1' } else { '0' }));
    }
    key.into()
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
    folded.chars().fold(0, |bits, letter| bits | letter_bit(letter))
}

/// One bit of 64 for a letter: `a` to `z` and `0` to `9` have their own, others share 28.
fn letter_bit(letter: char) -> u64 {
    let code = u32::from(letter);
    match letter {
        'a'..='z' => 1 << (code - u32::from('a')),
        '0'..='9' => 1 << (26 + code - u32::from('0')),
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
        let mut found = Vec::new();
        vocabulary.search(&query.words()[0], |number, fit| found.push((number, fit)));
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
    fn a_match_never_spans_two_words() {
        assert_eq!(found(&["ab", "cd"], "bc"), []);
    }

    #[test]
    fn a_capital_asks_for_the_same_case() {
        assert_eq!(found(&["ring", "Ring", "RING"], "Ring"), [(1, Fit::Whole)]);
        assert_eq!(found(&["ring", "Ring", "RING"], "ring").len(), 3);
    }

    #[test]
    fn a_word_twice_in_a_row_counts_once() {
        let mut vocabulary = Vocabulary::default();
        for row in 0..10_000 {
            vocabulary.note("the", row);
            vocabulary.note("the", row);
        }
        assert_eq!(vocabulary.entries()[0].count, 10_000);
    }
}
