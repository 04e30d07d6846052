//! The third stage: questions that hold the typed letters in order, with gaps.
//!
//! It runs only where words found next to nothing, because in sentences nearly any few letters
//! occur in order. A walk over word numbers sorts out and roughly orders; fuzzy-matcher ranks
//! the best of them. The first letter must begin a word. Invariant: every row found holds the
//! letters in order.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::haystack::Haystack;
use super::query::Query;
use super::rank::{Hit, best_first, pack};
use super::rows::Bits;
use super::vocabulary::{Vocabulary, letters};

/// Fewer letters stand in order in too many questions, more in none.
const PATTERN: std::ops::RangeInclusive<usize> = 3..=64;
/// At most so many rows that could match are looked at; only a library several times as large
/// as any known one has more.
const MOST_WALKED: usize = 50_000;
/// At most so many rows are found.
const MOST_ROWS: usize = 1000;
/// The best so many are put in order by fuzzy-matcher, which takes some microseconds for each;
/// the others keep the rough order.
const MOST_SCORED: usize = 200;
/// fuzzy-matcher is shown at most so many letters of a question: its time and space are this
/// times the letters typed.
const MOST_SHOWN: usize = 1000;

/// The rows in scope that hold the typed letters in order, best first.
pub(super) fn rows(haystack: &Haystack, query: &Query, in_scope: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let text = query.joined("");
    let pattern: Vec<char> = text.chars().collect();
    if !PATTERN.contains(&pattern.len()) {
        return Vec::new();
    }
    let wanted = letters(&text);
    let vocabulary = haystack.vocabulary();
    let mut begun = Bits::with_room(haystack.len());
    for entry in vocabulary.entries() {
        if first_letter(vocabulary.text(entry)).as_ref() == pattern.first() {
            entry.rows.add_to(&mut begun);
        }
    }
    let rows = begun.iter().filter(|row| wanted & !haystack.letters(*row) == 0);
    let rows = rows.filter(|row| in_scope(*row)).take(MOST_WALKED);
    let mut steps = Steps::new(vocabulary, &pattern);
    let hits = rows.filter_map(|row| Some(Hit { row, rank: steps.rank(haystack.row(row))? }));
    let hits: Vec<Hit> = hits.collect();
    let by_starts = hits.iter().filter(|hit| hit.rank & SCATTERED == 0).count();
    let mut rows = best_first(hits);
    rows.truncate(MOST_ROWS);
    let scored = rows.len().min(MOST_SCORED);
    let (by_starts, others) = rows.split_at_mut(by_starts.min(scored));
    sort_by_score(haystack, &text, by_starts);
    if let Some(others) = others.get_mut(..scored - by_starts.len()) {
        sort_by_score(haystack, &text, others);
    }
    rows
}

/// Sorts rows by how well fuzzy-matcher finds `text` in them.
fn sort_by_score(haystack: &Haystack, text: &str, rows: &mut [u32]) {
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut question = String::new();
    rows.sort_by_cached_key(|row| {
        question.clear();
        for number in haystack.row(*row) {
            question.push_str(haystack.vocabulary().text_of(*number));
            question.push(' ');
        }
        Reverse(matcher.fuzzy_match(shown(&question), text).unwrap_or(0))
    });
}

/// The letters of the folded `question` that stand for those of `query`, counted in characters
/// from the start.
pub(super) fn places(question: &str, query: &Query) -> Vec<usize> {
    let text = query.joined("");
    if !PATTERN.contains(&text.chars().count()) {
        return Vec::new();
    }
    let matcher = SkimMatcherV2::default().ignore_case();
    matcher.fuzzy_indices(shown(question), &text).map_or_else(Vec::new, |(_, places)| places)
}

fn shown(question: &str) -> &str {
    let end = question.char_indices().nth(MOST_SHOWN);
    end.and_then(|(end, _)| question.get(..end)).unwrap_or(question)
}

/// How far each word of the vocabulary leads through the typed letters, worked out when first
/// asked for.
struct Steps<'a> {
    vocabulary: &'a Vocabulary,
    pattern: &'a [char],
    /// For each letter reached all words by number: 0 if not worked out, else [`Step`] with one
    /// added.
    known: Vec<u8>,
}

/// A step in the low bits: how many letters are met. [`AT_START`] is set if the first of them
/// begins the word.
type Step = u8;
const AT_START: Step = 0x80;

/// Set in the rank of a row where some of the letters only stand inside words.
const SCATTERED: u16 = 0x8000;

impl<'a> Steps<'a> {
    fn new(vocabulary: &'a Vocabulary, pattern: &'a [char]) -> Self {
        Self { vocabulary, pattern, known: vec![0; vocabulary.len() * pattern.len()] }
    }

    /// `None` unless the row holds all letters in order. Best is a row where each run of
    /// letters begins a word, then few words, close together, in a short question.
    fn rank(&mut self, row: &[u32]) -> Option<u16> {
        if !self.leads_through(row) {
            return None;
        }
        let (mut reached, mut touched, mut first, mut last) = (0, 0, 0, 0);
        for (place, number) in row.iter().enumerate() {
            let met = usize::from(self.step(*number, reached) & !AT_START);
            if met > 0 {
                first = if reached == 0 { place } else { first };
                last = place;
                touched += 1;
                reached += met;
            }
        }
        let scattered = !self.leads_by_starts(row);
        let length = row.len() / 2;
        Some(pack([(usize::from(scattered), 1), (touched, 5), (last - first, 5), (length, 5)]))
    }

    fn leads_through(&mut self, row: &[u32]) -> bool {
        let mut reached = 0;
        for number in row {
            reached += usize::from(self.step(*number, reached) & !AT_START);
        }
        reached == self.pattern.len()
    }

    fn leads_by_starts(&mut self, row: &[u32]) -> bool {
        let mut reached = 0;
        for number in row {
            let step = self.step(*number, reached);
            if step & AT_START != 0 {
                reached += usize::from(step & !AT_START);
            }
        }
        reached == self.pattern.len()
    }

    fn step(&mut self, number: u32, reached: usize) -> Step {
        let Some(known) = self.known.get_mut(reached * self.vocabulary.len() + number as usize)
        else {
            return 0;
        };
        if *known == 0 {
            let rest = self.pattern.get(reached..).unwrap_or_default();
            *known = step(self.vocabulary.text_of(number), rest) + 1;
        }
        *known - 1
    }
}

fn step(word: &str, pattern: &[char]) -> Step {
    let mut left = pattern.iter();
    let mut wanted = left.next();
    let mut met = 0;
    for letter in word.chars() {
        if wanted == Some(&letter) {
            met += 1;
            wanted = left.next();
        }
    }
    let at_start = met > 0 && first_letter(word).as_ref() == pattern.first();
    if at_start { met | AT_START } else { met }
}

fn first_letter(word: &str) -> Option<char> {
    word.chars().find(|letter| letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(questions: &[&str], typed: &str) -> Vec<u32> {
        let mut haystack = Haystack::new();
        for question in questions {
            haystack.push(question);
        }
        rows(&haystack, &Query::parse(typed), &|_| true)
    }

    #[test]
    fn the_beginnings_of_words_find_a_question() {
        let questions = ["A selfish ringing", "An electric field of a ring", "ring field"];
        assert_eq!(find(&questions, "eflring"), [1]);
    }

    #[test]
    fn letters_at_the_beginnings_of_words_come_before_scattered_ones() {
        assert_eq!(find(&["axbxcx", "apple bear cat"], "abc"), [1, 0]);
    }

    #[test]
    fn a_word_gives_as_many_letters_as_it_holds_in_order() {
        let pattern: Vec<char> = "elfi".chars().collect();
        assert_eq!(step("electric", &pattern), 2 | AT_START);
        assert_eq!(step("(elf)", &pattern), 3 | AT_START);
        assert_eq!(step("self", &pattern), 3);
        assert_eq!(step("ring", &pattern), 0);
        assert_eq!(step("", &pattern), 0);
    }

    #[test]
    fn the_longest_pattern_and_the_longest_word_fit_a_step() {
        let pattern = vec!['a'; *PATTERN.end()];
        assert_eq!(step(&"a".repeat(100_000), &pattern), 64 | AT_START);
        assert_eq!(find(&[&"a".repeat(100_000)], &"a".repeat(64)), [0]);
        assert!(find(&[&"a".repeat(100_000)], &"a".repeat(65)).is_empty());
    }
}
