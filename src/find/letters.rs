//! The third stage: questions that hold the typed letters in order, with gaps.
//!
//! It runs only where words found next to nothing, because in sentences nearly any few letters
//! occur in order. A walk over word numbers sorts out and roughly orders; fuzzy-matcher ranks
//! the best of them. The first letter must begin a word. Invariant: every row found holds the
//! letters in order.

use std::cmp::Reverse;
use std::fmt;
use std::task::Poll;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::budget::Budget;
use super::haystack::Haystack;
use super::query::Query;
use super::rank::{Hit, best_first, pack};
use super::rows::{Bits, rows_of};
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
/// So many words are looked at between two looks at the budget.
const PORTION: usize = 256;
/// fuzzy-matcher is shown at most so many letters of a question: its time and space are this
/// times the letters typed.
const MOST_SHOWN: usize = 1000;

/// Finds the rows that hold the typed letters in order.
#[derive(Debug)]
pub(super) struct Letters {
    /// What was typed, without blanks.
    text: String,
    steps: Steps,
    /// The rows with a word that begins with the first letter.
    begun: Bits,
    walked: usize,
    hits: Vec<Hit>,
    /// The best rows, in a rough order, and how many of them hold the letters by beginnings.
    rows: Vec<u32>,
    by_starts: usize,
    /// What fuzzy-matcher says of the first of them: without those by beginnings, the better, the
    /// place in the rough order.
    scores: Vec<(bool, Reverse<i64>, usize)>,
    matcher: Matcher,
    task: Task,
    /// How far the task is.
    next: usize,
}

#[derive(Debug, Clone, Copy)]
enum Task {
    /// To find the rows with a word that begins with the first letter.
    Begin,
    /// To walk over the rows.
    Walk,
    /// To put the best in order.
    Score,
}

/// fuzzy-matcher.
struct Matcher(SkimMatcherV2);

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Matcher")
    }
}

impl Default for Matcher {
    fn default() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }
}

impl Letters {
    pub(super) fn new(haystack: &Haystack, query: &Query) -> Self {
        let text = query.joined("");
        let pattern: Vec<char> = text.chars().collect();
        let is_pattern = PATTERN.contains(&pattern.len());
        let pattern = if is_pattern { pattern } else { Vec::new() };
        Self {
            text,
            steps: Steps::new(haystack.vocabulary().len(), pattern),
            begun: Bits::with_room(haystack.len()),
            walked: 0,
            hits: Vec::new(),
            rows: Vec::new(),
            by_starts: 0,
            scores: Vec::new(),
            matcher: Matcher::default(),
            task: Task::Begin,
            next: 0,
        }
    }

    /// The rows in scope, best first, as soon as they are found.
    pub(super) fn step(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        budget: &mut Budget,
    ) -> Poll<Vec<u32>> {
        if self.steps.pattern.is_empty() {
            return Poll::Ready(Vec::new());
        }
        while budget.is_left() {
            let has_more = match self.task {
                Task::Begin => self.begin(haystack.vocabulary(), budget),
                Task::Walk => self.walk(haystack, in_scope, budget),
                Task::Score => self.score(haystack, budget),
            };
            if has_more {
                continue;
            }
            self.next = 0;
            self.task = match self.task {
                Task::Begin => Task::Walk,
                Task::Walk => {
                    let by_starts = self.hits.iter().filter(|hit| hit.rank & SCATTERED == 0);
                    self.by_starts = by_starts.count();
                    self.rows = best_first(std::mem::take(&mut self.hits));
                    self.rows.truncate(MOST_ROWS);
                    Task::Score
                }
                Task::Score => {
                    self.scores.sort_unstable();
                    let sorted = self.scores.iter().filter_map(|(.., at)| self.rows.get(*at));
                    let rest = self.rows.iter().skip(self.scores.len());
                    return Poll::Ready(sorted.chain(rest).copied().collect());
                }
            };
        }
        Poll::Pending
    }

    /// Adds the rows of the words that begin with the first letter, of some words; whether there
    /// may be more.
    fn begin(&mut self, vocabulary: &Vocabulary, budget: &mut Budget) -> bool {
        let numbers = self.next..(self.next + PORTION).min(vocabulary.len());
        self.next = numbers.end;
        let first = self.steps.pattern.first();
        for number in vocabulary.used(numbers) {
            if first_letter(vocabulary.text(number)).as_ref() == first
                && let Some(rows) = vocabulary.rows(number)
            {
                rows.add_to(&mut self.begun);
                budget.spend(rows.size());
            }
        }
        budget.spend(PORTION * 20);
        self.next < vocabulary.len()
    }

    /// Walks over the rows of a block; whether there are more.
    fn walk(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        budget: &mut Budget,
    ) -> bool {
        let wanted = letters(&self.text);
        let held = |row: u32| haystack.letters().get(row as usize).copied().unwrap_or(0);
        let rows = rows_of(self.next, self.begun.block(self.next));
        let rows = rows.filter(|row| wanted & !held(*row) == 0 && in_scope(*row));
        let mut numbers = Vec::new();
        for row in rows {
            if self.walked == MOST_WALKED {
                return false;
            }
            self.walked += 1;
            haystack.sequences().read(row, &mut numbers);
            if let Some(rank) = self.steps.rank(haystack.vocabulary(), &numbers) {
                self.hits.push(Hit { row, rank });
            }
            budget.spend(100 + numbers.len() * 20);
        }
        budget.spend(20);
        self.next += 1;
        self.next < self.begun.blocks().len()
    }

    /// Asks fuzzy-matcher how good a row is; whether there are more.
    fn score(&mut self, haystack: &Haystack, budget: &mut Budget) -> bool {
        let at = self.scores.len();
        let Some(row) = self.rows.get(at).filter(|_| at < MOST_SCORED) else {
            return false;
        };
        let (mut numbers, mut question) = (Vec::new(), String::new());
        haystack.sequences().read(*row, &mut numbers);
        for number in numbers {
            question.push_str(haystack.vocabulary().text(number));
            question.push(' ');
        }
        let score = self.matcher.0.fuzzy_match(shown(&question), &self.text).unwrap_or(0);
        self.scores.push((at >= self.by_starts, Reverse(score), at));
        budget.spend(question.len() * self.text.len() * 10);
        true
    }
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
#[derive(Debug)]
struct Steps {
    pattern: Vec<char>,
    /// How many words there are.
    words: usize,
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

impl Steps {
    fn new(words: usize, pattern: Vec<char>) -> Self {
        Self { words, known: vec![0; words * pattern.len()], pattern }
    }

    /// `None` unless the row holds all letters in order. Best is a row where each run of
    /// letters begins a word, then few words, close together, in a short question.
    fn rank(&mut self, vocabulary: &Vocabulary, row: &[u32]) -> Option<u16> {
        let (mut reached, mut touched, mut first, mut last) = (0, 0, 0, 0);
        for (place, number) in row.iter().enumerate() {
            let met = usize::from(self.step(vocabulary, *number, reached) & !AT_START);
            if met > 0 {
                first = if reached == 0 { place } else { first };
                last = place;
                touched += 1;
                reached += met;
            }
        }
        if reached < self.pattern.len() {
            return None;
        }
        let scattered = !self.leads_by_starts(vocabulary, row);
        let length = row.len() / 2;
        Some(pack([(usize::from(scattered), 1), (touched, 5), (last - first, 5), (length, 5)]))
    }

    fn leads_by_starts(&mut self, vocabulary: &Vocabulary, row: &[u32]) -> bool {
        let mut reached = 0;
        for number in row {
            let step = self.step(vocabulary, *number, reached);
            if step & AT_START != 0 {
                reached += usize::from(step & !AT_START);
            }
        }
        reached == self.pattern.len()
    }

    fn step(&mut self, vocabulary: &Vocabulary, number: u32, reached: usize) -> Step {
        let Some(known) = self.known.get_mut(reached * self.words + number as usize) else {
            return 0;
        };
        if *known == 0 {
            let rest = self.pattern.get(reached..).unwrap_or_default();
            *known = step(vocabulary.text(number), rest) + 1;
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
        let mut letters = Letters::new(&haystack, &Query::parse(typed));
        let step = || letters.step(&haystack, &|_| true, &mut Budget::new(1));
        super::super::tests::wait_for(step)
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
