//! Words of a text by numbers, and how much of some words stands somewhere in their order.
//!
//! Knows no quotation. Invariant: a word that does not occur in the text is like none of it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::fold;

/// The most promising places at which words are compared one by one.
pub(super) const CANDIDATES: usize = 6;

/// The words of a text, those that are the same under one number.
#[derive(Debug)]
pub(super) struct Words {
    numbers: HashMap<String, u32>,
    /// In the order of the text.
    pub words: Vec<Word>,
}

/// A word: which one, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub number: u32,
    pub start: usize,
    pub end: usize,
    pub letters: usize,
}

/// The number of a word that does not occur in the text.
const UNKNOWN: u32 = u32::MAX;

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_word_bound_indices().filter(|(_, word)| word.contains(char::is_alphanumeric))
}

fn word(number: u32, start: usize, text: &str) -> Word {
    Word { number, start, end: start + text.len(), letters: text.chars().count() }
}

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let mut numbers = HashMap::new();
        let mut all = Vec::new();
        for (start, text) in words(text) {
            let next = u32::try_from(numbers.len()).unwrap_or(UNKNOWN);
            let number = *numbers.entry(fold::fold(text)).or_insert(next);
            all.push(word(number, start, text));
        }
        Self { numbers, words: all }
    }

    /// The words of a quotation by the numbers of this text.
    pub(super) fn numbered(&self, exact: &str) -> Vec<Word> {
        let number = |text: &str| self.numbers.get(&fold::fold(text)).copied().unwrap_or(UNKNOWN);
        words(exact).map(|(start, text)| word(number(text), start, text)).collect()
    }
}

pub(super) fn weight(words: &[Word]) -> usize {
    words.iter().map(|word| word.letters).sum()
}

/// How often each word occurs.
fn counts(words: &[Word]) -> HashMap<u32, usize> {
    let mut counts = HashMap::new();
    for word in words.iter().filter(|word| word.number != UNKNOWN) {
        *counts.entry(word.number).or_insert(0) += 1;
    }
    counts
}

/// Letters of the words that both have, in whatever order.
pub(super) fn common(one: &[Word], other: &[Word]) -> usize {
    let mut left = counts(one);
    let mut common = 0;
    for word in other {
        if let Some(count) = left.get_mut(&word.number).filter(|count| **count > 0) {
            *count -= 1;
            common += word.letters;
        }
    }
    common
}

/// Stretches of a text that may hold something like the words sought: those in which some of their
/// letters occur, in whatever order, with room for words that came in between. `percent` of the
/// letters must occur.
pub(super) fn candidates(
    text: &[Word],
    sought: &[Word],
    at: usize,
    percent: usize,
) -> Vec<Range<usize>> {
    let length = sought.len();
    let wanted = counts(sought);
    let needed = weight(sought) * percent / 100;
    if length == 0 || needed == 0 {
        return Vec::new();
    }
    let mut window: HashMap<u32, usize> = HashMap::new();
    let mut letters = 0;
    // The best of each stretch of as many words as are sought.
    let mut best: Vec<(usize, Reverse<usize>, usize)> = Vec::new();
    for (index, word) in text.iter().enumerate() {
        if let Some(most) = wanted.get(&word.number) {
            let count = window.entry(word.number).or_insert(0);
            *count += 1;
            letters += if *count <= *most { word.letters } else { 0 };
        }
        if let Some(gone) = index.checked_sub(length).and_then(|gone| text.get(gone))
            && let Some(count) = window.get_mut(&gone.number)
        {
            let most = wanted.get(&gone.number).copied().unwrap_or(0);
            letters -= if *count <= most { gone.letters } else { 0 };
            *count -= 1;
        }
        let start = (index + 1).saturating_sub(length);
        let near = Reverse(text.get(start).map_or(0, |word| word.start).abs_diff(at));
        let this = (letters, near, start);
        if letters < needed {
            continue;
        }
        match best.last_mut() {
            Some(last) if last.2 / length == start / length => *last = this.max(*last),
            _ => best.push(this),
        }
    }
    best.sort_unstable_by(|a, b| b.cmp(a));
    let room = length / 2 + 4;
    let around = |(_, _, start): (usize, Reverse<usize>, usize)| {
        start.saturating_sub(room)..(start + length + room).min(text.len())
    };
    best.into_iter().take(CANDIDATES).map(around).collect()
}

/// The part of a text in which the words sought stand in their order with the least between them, and how
/// much of the letters of both is the same, in percent.
pub(super) fn aligned(text: &[Word], sought: &[Word]) -> Option<(Range<usize>, usize)> {
    /// The best way to a word: its score, where it began, where its last same word ended, and the
    /// letters that were the same.
    #[derive(Clone, Copy)]
    struct Way {
        score: i64,
        from: usize,
        to: usize,
        same: usize,
    }
    let letters = |word: &Word| i64::try_from(word.letters).unwrap_or(i64::MAX / 1_000_000);
    let new = |at: usize| Way { score: 0, from: at, to: at, same: 0 };
    let mut above: Vec<Way> = (0..=text.len()).map(new).collect();
    for word in sought {
        let mut row = Vec::with_capacity(above.len());
        let mut left = Way { score: above.first()?.score - letters(word), ..*above.first()? };
        row.push(left);
        for ((index, other), pair) in text.iter().enumerate().zip(above.windows(2)) {
            let [diagonal, up] = pair else { break };
            let mut way = if word.number == other.number && word.number != UNKNOWN {
                let from = if diagonal.same == 0 { index } else { diagonal.from };
                let same = diagonal.same + word.letters;
                Way { score: diagonal.score + 2 * letters(word), from, to: index + 1, same }
            } else {
                let cost = letters(word).max(letters(other));
                Way { score: diagonal.score - cost, ..*diagonal }
            };
            let dropped = Way { score: up.score - letters(word), ..*up };
            // What stands before the first word that is the same costs nothing.
            let cost = if left.same == 0 { 0 } else { letters(other) };
            let between = Way { score: left.score - cost, ..left };
            for other in [dropped, between] {
                if other.score > way.score {
                    way = other;
                }
            }
            row.push(way);
            left = way;
        }
        above = row;
    }
    let best = above.into_iter().max_by_key(|way| way.score)?;
    let found = text.get(best.from..best.to).filter(|found| !found.is_empty())?;
    let both = weight(sought) + weight(found);
    Some((best.from..best.to, (200 * best.same).checked_div(both)?))
}
