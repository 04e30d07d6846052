//! The words of all questions, to find those that are nearly the same.
//!
//! It knows questions only, not what the articles say. Two questions are near if they share most of
//! their content words; then they share one of their rarest, so that only articles in the same block
//! of such a word need be compared. Invariant: what is looked at for one article is bounded, whatever
//! the others are called.

use std::collections::HashMap;

use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use twox_hash::XxHash3_64;

use crate::document;
use crate::index::words;

/// Words that make another question: where only one of two has such a word, they are not near.
const TURNING: &str = "\
    advantage after before benefit con cost decrease disadvantage eight except external first \
    five four high increase internal last less low maximum minimum more negative never next \
    nine no non not positive pro second seven six ten third three two when where who why without";
/// Words with a direction: what stands before them is not what stands after them.
const DIRECTED: &str = "\
    affect become cause change contribute convert depend determine drive effect from impact \
    influence into lead predict result than to transform translate turn";

/// Questions are near from this share of common words on: of three and four.
const SHARED: usize = 3;
const OF: usize = 4;
/// Words that two questions share of which each has one more.
const FEWEST: usize = 4;
/// A question that more articles bear, such as "Notes", says nothing of what they are about.
const CROWD: u32 = 32;
/// Articles that are looked at for one article, those that share its rarest words first.
const LOOKED_AT: usize = 256;
/// Articles that are named to one article.
const NAMED: usize = 16;
/// Words of a question that are looked at.
const MOST_WORDS: usize = 32;
/// In the hash of a word: whether it makes another question, and whether it has a direction.
const TURNS: u64 = 1;
const DIRECTS: u64 = 2;

/// How two questions are near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// One has all the words of the other.
    Includes,
    /// Each has a word that the other has not.
    Replaces,
    /// The same of questions so short that only nearly equal texts tell that both ask the same.
    Resembles,
}

/// The content words of questions, numbered as they were added.
pub(super) struct Titles {
    analyzer: TextAnalyzer,
    form: Vec<String>,
    turning: Vec<String>,
    directed: Vec<String>,
    /// Hashes of stems, those of one question as they stand there and each once.
    words: Vec<u64>,
    /// Where the words of each question end, and whether it has a direction.
    ends: Vec<(usize, bool)>,
    /// For each word how many questions have it.
    counts: HashMap<u64, u32>,
    /// For each set of words how many questions consist of it.
    crowds: HashMap<u64, u32>,
}

/// The blocks: who stands under which of its rarest words, among those of as many words.
pub(super) struct Blocks<'a> {
    titles: &'a Titles,
    /// The word, the number of words, the number of the question; sorted.
    members: Vec<(u64, usize, u32)>,
}

impl Titles {
    pub(super) fn new() -> Self {
        let mut analyzer = words::stemmer();
        let mut stems = |listed: &str| {
            let listed = listed.split_whitespace();
            let mut stems: Vec<_> = listed.map(|word| words::stem(&mut analyzer, word)).collect();
            stems.sort_unstable();
            stems
        };
        let (form, turning, directed) = (stems(words::FORM), stems(TURNING), stems(DIRECTED));
        Self {
            analyzer,
            form,
            turning,
            directed,
            words: Vec::new(),
            ends: Vec::new(),
            counts: HashMap::new(),
            crowds: HashMap::new(),
        }
    }

    /// Adds a question as the next one.
    pub(super) fn push(&mut self, question: &str) {
        let question = document::in_line(question);
        let mut stream = self.analyzer.token_stream(&question);
        let (mut own, mut is_directed) = (Vec::new(), false);
        for _ in 0..MOST_WORDS {
            if !stream.advance() {
                break;
            }
            let stem = &stream.token().text;
            let directs = self.directed.binary_search(stem).is_ok();
            is_directed |= directs;
            if self.form.binary_search(stem).is_err() {
                let is_label = stem.chars().nth(1).is_none() || stem.contains(char::is_numeric);
                let turns = is_label || self.turning.binary_search(stem).is_ok();
                let mut hash = XxHash3_64::oneshot(stem.as_bytes()) & !(TURNS | DIRECTS);
                hash |= if turns { TURNS } else { 0 } | if directs { DIRECTS } else { 0 };
                if !own.contains(&hash) {
                    own.push(hash);
                }
            }
        }
        for word in &own {
            *self.counts.entry(*word).or_default() += 1;
        }
        *self.crowds.entry(set(&own)).or_default() += 1;
        self.words.extend(own);
        self.ends.push((self.words.len(), is_directed));
    }

    fn of(&self, number: u32) -> &[u64] {
        let end = |number: usize| self.ends.get(number).map(|(end, _)| *end);
        let number = number as usize;
        let start = number.checked_sub(1).and_then(end).unwrap_or(0);
        self.words.get(start..end(number).unwrap_or(0)).unwrap_or_default()
    }

    fn is_directed(&self, number: u32) -> bool {
        self.ends.get(number as usize).is_some_and(|(_, is_directed)| *is_directed)
    }

    /// How two questions are near, if they are.
    pub(super) fn nearness(&self, one: u32, other: u32) -> Option<Nearness> {
        let is_directed = self.is_directed(one) || self.is_directed(other);
        let (one, other) = (self.of(one), self.of(other));
        let shared = || one.iter().filter(|word| other.contains(word));
        let count = shared().count();
        let is_near = count * OF >= (one.len() + other.len() - count) * SHARED;
        let is_short = one.len() == other.len() && count + 1 == one.len() && count >= FEWEST;
        if count == 0 || !(is_near || is_short) {
            return None;
        }
        let turns = |word: &&u64| **word & TURNS != 0;
        if one.iter().filter(turns).any(|word| !other.contains(word))
            || other.iter().filter(turns).any(|word| !one.contains(word))
        {
            return None;
        }
        // What affects what, or which way something is converted, is told by the order alone.
        let sides = |word: &&u64| **word & DIRECTS == 0;
        let others = other.iter().filter(|word| one.contains(word));
        if is_directed && !shared().filter(sides).eq(others.filter(sides)) {
            return None;
        }
        if !is_near {
            return Some(Nearness::Resembles);
        }
        let is_part = count == one.len().min(other.len());
        Some(if is_part { Nearness::Includes } else { Nearness::Replaces })
    }

    /// The rarest words of a question: any that is near to it has one of them among its own.
    fn rarest(&self, number: u32) -> impl Iterator<Item = u64> {
        let words = self.of(number);
        let crowd = self.crowds.get(&set(words)).copied().unwrap_or(0);
        let is_telling = (1..=CROWD).contains(&crowd);
        let mut words: Vec<(u32, u64)> = words
            .iter()
            .filter(|_| is_telling)
            .map(|word| (self.counts.get(word).copied().unwrap_or(0), *word))
            .collect();
        words.sort_unstable();
        words.truncate(words.len() + 1 - (words.len() * SHARED).div_ceil(OF));
        // A word that nobody else has leads to nobody.
        words.into_iter().filter(|(count, _)| *count > 1).map(|(_, word)| word)
    }

    pub(super) fn blocks(&self) -> Blocks<'_> {
        let numbers = 0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let mut members: Vec<_> = numbers
            .flat_map(|number| {
                let count = self.of(number).len();
                self.rarest(number).map(move |word| (word, count, number))
            })
            .collect();
        members.sort_unstable();
        Blocks { titles: self, members }
    }
}

impl Blocks<'_> {
    /// The questions before this one that are near to it, of those that `is_wanted`.
    pub(super) fn before(&self, number: u32, is_wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let count = self.titles.of(number).len();
        let sizes = (count * SHARED).div_ceil(OF)..=count * OF / SHARED;
        let (mut found, mut left) = (Vec::new(), LOOKED_AT);
        for word in self.titles.rarest(number) {
            for size in sizes.clone() {
                let start = self.members.partition_point(|member| *member < (word, size, 0));
                let block = self.members.get(start..).unwrap_or_default().iter().take(left);
                let block = block.take_while(|member| **member < (word, size, number));
                for (.., other) in block {
                    left -= 1;
                    if is_wanted(*other) && self.titles.nearness(*other, number).is_some() {
                        found.push(*other);
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(NAMED);
        found
    }
}

/// The hash of a set of words.
fn set(words: &[u64]) -> u64 {
    let mut words = words.to_vec();
    words.sort_unstable();
    XxHash3_64::oneshot(bytemuck::cast_slice(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearness(one: &str, other: &str) -> Option<Nearness> {
        let mut titles = Titles::new();
        titles.push(one);
        titles.push(other);
        let near = titles.nearness(0, 1);
        let found = titles.blocks().before(1, |_| true);
        assert_eq!(found, if near.is_some() { vec![0] } else { vec![] }, "{one} / {other}");
        near
    }

    #[test]
    fn questions_that_only_ask_in_another_form_are_near() {
        let includes = Some(Nearness::Includes);
        assert_eq!(nearness("What is a heron?", "Describe the herons."), includes);
        assert_eq!(
            nearness("The difference of tea and coffee?", "How does coffee differ from tea?"),
            None,
            "a word more or less does not matter in long questions only"
        );
        assert_eq!(
            nearness("What do river fish eat?", "What do fish of rivers eat in winter?"),
            includes
        );
    }

    #[test]
    fn one_replaced_word_makes_another_question_unless_most_are_shared() {
        assert_eq!(
            nearness("How does the carbon cycle work?", "How does the water cycle work?"),
            None
        );
        assert_eq!(
            nearness(
                "How is the electric field of a charged ring calculated?",
                "How is the electric field of a charged ring determined?"
            ),
            Some(Nearness::Resembles)
        );
        assert_eq!(
            nearness(
                "Which tools help old gardeners cut wet hedges well?",
                "Which tools let old gardeners cut wet hedges well?"
            ),
            Some(Nearness::Replaces)
        );
    }

    #[test]
    fn what_turns_a_question_makes_another_one() {
        let long = |word: &str| format!("Which old tools cut {word} wet garden hedges well?");
        assert_eq!(nearness(&long("7"), &long("8")), None);
        assert_eq!(nearness(&long("7"), &long("")), None);
        assert_eq!(nearness(&long("without"), &long("")), None);
        assert_eq!(nearness(&long("b"), &long("")), None);
        assert_eq!(nearness("Honest one?", "Honest two?"), None);
        assert_eq!(nearness("Honest two?", "Honest three?"), None);
        assert_eq!(nearness(&long("green"), &long("")), Some(Nearness::Includes));
    }

    #[test]
    fn where_there_is_a_direction_the_order_counts() {
        assert_eq!(nearness("How does heat affect light?", "How does light affect heat?"), None);
        assert_eq!(nearness("Miles to knots?", "From knots to miles?"), None);
        assert_eq!(
            nearness("Compare heat and light.", "Compare light and heat."),
            Some(Nearness::Includes)
        );
        assert_eq!(
            nearness("How does heat influence light?", "The influence of heat on light?"),
            Some(Nearness::Includes)
        );
    }

    #[test]
    fn a_question_without_content_is_near_to_none() {
        assert_eq!(nearness("What is it?", "What is it?"), None);
        assert_eq!(nearness("", ""), None);
    }

    #[test]
    fn a_million_questions_of_one_shape_are_no_more_work_each_than_a_few() {
        let mut titles = Titles::new();
        for number in 0..2_000 {
            titles.push(&format!("Note {number}"));
            titles.push("Journal of the day");
        }
        let blocks = titles.blocks();
        assert!(blocks.members.is_empty());
        assert_eq!(blocks.before(3_999, |_| true), Vec::<u32>::new());
    }

    #[test]
    fn long_questions_of_few_words_are_no_more_work_each_than_others() {
        let mut titles = Titles::new();
        let letters: Vec<char> = ('a'..='j').collect();
        let word = |number: usize| format!("{}word{} ", letters[number / 10], letters[number % 10]);
        for number in 0..600 {
            let words =
                (0..20 + number % 10).map(|at| word((number * 31 + at * (at + number)) % 100));
            titles.push(&words.collect::<String>());
        }
        let blocks = titles.blocks();
        let looked_at = std::cell::Cell::new(0);
        blocks.before(599, |_| {
            looked_at.set(looked_at.get() + 1);
            false
        });
        assert!((1..=LOOKED_AT).contains(&looked_at.get()), "{}", looked_at.get());
    }
}
