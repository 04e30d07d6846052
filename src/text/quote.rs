//! Finds words again in a text that may have changed since they were taken from it.
//!
//! Knows no article and no screen. First the very words, at the place whose surroundings are most alike;
//! else their nearest likeness, word by word; else nothing. Invariant: what is found is a range of the
//! text at bounds of characters, and a text that did not change gives exactly the place. Time: linear in
//! text and words, and for what is only alike [`CANDIDATES`] comparisons of twice [`PART`] words.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use unicode_segmentation::UnicodeSegmentation;

use super::fold;

/// Characters before and after the words that are worth keeping.
pub const AROUND: usize = 32;

/// Places with the very words that are compared; more of them are all the same.
const PLACES: usize = 1_000;
/// Words that are compared one by one. Of longer quotations the first and the last so many are.
const PART: usize = 400;
/// The most promising places at which words are compared one by one.
const CANDIDATES: usize = 6;

/// How much of the letters must be the same, in percent, where something beside the words is as it was.
///
/// A sentence in which every third word was changed keeps two thirds of its letters.
const ALIKE: usize = 60;
/// The same where nothing beside them is. Questions made by one pattern ("What is the mass of the …") have
/// up to 70 percent of their letters in common and are about different things.
const ALIKE_ALONE: usize = 76;
/// Characters beside the words that tell a place from others.
const TELLING: usize = 8;

/// Words that were taken from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation<'a> {
    /// The words themselves.
    pub exact: &'a str,
    /// What stood before them.
    pub prefix: &'a str,
    /// What stood after them.
    pub suffix: &'a str,
    /// The byte at which they began.
    pub at: usize,
}

impl<'a> Quotation<'a> {
    /// The words in a range of a text, with what stands around them; none if it is no range of it.
    #[must_use]
    pub fn of(text: &'a str, range: &Range<usize>) -> Option<Self> {
        let exact = text.get(range.clone())?;
        let before = text.get(..range.start)?;
        let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let after = text.get(range.end..)?;
        let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
        let (prefix, suffix) = (before.get(start..)?, after.get(..end)?);
        Some(Self { exact, prefix, suffix, at: range.start })
    }

    /// How many characters beside a place are as they were beside the words: before and after.
    fn likeness(&self, text: &str, place: &Range<usize>) -> (usize, usize) {
        let before = text.get(..place.start).unwrap_or_default().chars().rev();
        let after = text.get(place.end..).unwrap_or_default().chars();
        let same = |(one, other): &(char, char)| one == other;
        let before = before.zip(self.prefix.chars().rev()).take(AROUND).take_while(same).count();
        let after = after.zip(self.suffix.chars()).take(AROUND).take_while(same).count();
        (before, after)
    }

    /// Whether a place stands where the words stood, by one of the two sides.
    fn is_beside(&self, text: &str, place: &Range<usize>) -> bool {
        let (before, after) = self.likeness(text, place);
        // At the start and at the end of a text less stands beside.
        let enough = |alike: usize, kept: &str| alike >= TELLING.min(kept.chars().count().max(1));
        enough(before, self.prefix) || enough(after, self.suffix)
    }
}

/// A text in which quotations are found.
#[derive(Debug)]
pub struct Searched<'a> {
    text: &'a str,
    /// Its words, once something had to be found by likeness.
    words: OnceCell<Words>,
}

/// The words of a text, those that are the same under one number.
#[derive(Debug)]
struct Words {
    numbers: HashMap<String, u32>,
    words: Vec<Word>,
}

/// A word: which one, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Word {
    number: u32,
    start: usize,
    end: usize,
    letters: usize,
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
    fn new(text: &str) -> Self {
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
    fn numbered(&self, exact: &str) -> Vec<Word> {
        let number = |text: &str| self.numbers.get(&fold::fold(text)).copied().unwrap_or(UNKNOWN);
        words(exact).map(|(start, text)| word(number(text), start, text)).collect()
    }
}

impl<'a> Searched<'a> {
    /// A text to be searched.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, words: OnceCell::new() }
    }

    /// Where the words of a quotation stand now; `None` if they do not stand here any more.
    #[must_use]
    pub fn find(&self, quotation: &Quotation<'_>) -> Option<Range<usize>> {
        if quotation.exact.trim().is_empty() {
            return None;
        }
        self.same(quotation).or_else(|| self.alike(quotation))
    }

    /// The very words.
    fn same(&self, quotation: &Quotation<'_>) -> Option<Range<usize>> {
        let (at, length) = (quotation.at, quotation.exact.len());
        let is_here = self.text.get(at..).is_some_and(|rest| rest.starts_with(quotation.exact));
        let here = is_here.then_some(at..at + length);
        if let Some(here) = here.clone().filter(|here| quotation.is_beside(self.text, here)) {
            return Some(here);
        }
        let places = memmem::find_iter(self.text.as_bytes(), quotation.exact.as_bytes());
        let places = places.map(|at| at..at + length).take(PLACES).chain(here);
        places.max_by_key(|place| {
            let (before, after) = quotation.likeness(self.text, place);
            (before + after, Reverse(place.start.abs_diff(at)))
        })
    }

    /// What is most like the words, if it is like them at all.
    fn alike(&self, quotation: &Quotation<'_>) -> Option<Range<usize>> {
        let text = self.words.get_or_init(|| Words::new(self.text));
        let sought = text.numbered(quotation.exact);
        let first = sought.get(..PART).unwrap_or(&sought);
        let mut found = self.best(&text.words, first, quotation)?;
        if let Some(rest) = sought.len().checked_sub(PART).filter(|rest| *rest > 0) {
            let last = sought.get(rest.max(PART)..)?;
            let length = sought.len();
            // The end stands about as far behind the beginning as it did.
            let from = found.start + length / 2;
            let to = (found.start + 2 * length).min(text.words.len());
            let beyond = text.words.get(from.min(to)..to)?;
            let end = self.best(beyond, last, quotation)?;
            found.end = from + end.end;
            let between = text.words.get(found.clone())?;
            if 100 * common(&sought, between) < ALIKE * weight(&sought) {
                return None;
            }
        }
        let (start, end) = (text.words.get(found.start)?.start, text.words.get(found.end - 1)?.end);
        Some(self.with_marks(start..end, quotation.exact, &sought))
    }

    /// The words of a text that are most like those sought, if they are alike enough.
    fn best(
        &self,
        text: &[Word],
        sought: &[Word],
        quotation: &Quotation<'_>,
    ) -> Option<Range<usize>> {
        let near = |place: &Range<usize>| {
            let start = text.get(place.start).map_or(0, |word| word.start);
            start.abs_diff(quotation.at)
        };
        let mut best: Option<(usize, Reverse<usize>, Range<usize>)> = None;
        for around in candidates(text, sought, quotation.at) {
            let Some((part, alike)) = text.get(around.clone()).and_then(|t| aligned(t, sought))
            else {
                continue;
            };
            let place = around.start + part.start..around.start + part.end;
            let bytes = text.get(place.start)?.start..text.get(place.end - 1)?.end;
            let is_beside = quotation.is_beside(self.text, &bytes);
            let enough = if is_beside { ALIKE } else { ALIKE_ALONE };
            let key = (alike, Reverse(near(&place)));
            if alike >= enough && best.as_ref().is_none_or(|b| (b.0, b.1) < key) {
                best = Some((key.0, key.1, place));
            }
        }
        best.map(|(_, _, place)| place)
    }

    /// A range of words with the marks around it that the quotation had there.
    fn with_marks(&self, range: Range<usize>, exact: &str, sought: &[Word]) -> Range<usize> {
        let (first, last) = (sought.first(), sought.last());
        let before = first.and_then(|word| exact.get(..word.start)).unwrap_or_default();
        let after = last.and_then(|word| exact.get(word.end..)).unwrap_or_default();
        let is_mark =
            |c: char, marks: &str| !c.is_alphanumeric() && !c.is_whitespace() && marks.contains(c);
        let length = |letters: &mut dyn Iterator<Item = char>, marks: &str| -> usize {
            letters.take_while(|c| is_mark(*c, marks)).map(char::len_utf8).sum()
        };
        let head = self.text.get(..range.start).unwrap_or_default();
        let tail = self.text.get(range.end..).unwrap_or_default();
        let start = range.start - length(&mut head.chars().rev(), before);
        let end = range.end + length(&mut tail.chars(), after);
        start..end
    }
}

fn weight(words: &[Word]) -> usize {
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
fn common(one: &[Word], other: &[Word]) -> usize {
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

/// Stretches of a text that may hold something like the words sought: those in which most of their
/// letters occur, in whatever order, with room for words that came in between.
fn candidates(text: &[Word], sought: &[Word], at: usize) -> Vec<Range<usize>> {
    let length = sought.len();
    let wanted = counts(sought);
    let needed = weight(sought) * ALIKE / 2 / 100;
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
fn aligned(text: &[Word], sought: &[Word]) -> Option<(Range<usize>, usize)> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "A heron stands in the reeds. It waits for a fish, and it waits long. \
        The water is cold at noon; nobody knows why. A heron stands in the reeds again, and the fish \
        knows it. Then the evening comes over the lake with its own sounds.";

    /// Where the words of `TEXT` stand in a text that came of it.
    fn found<'a>(words: &str, text: &'a str) -> Option<&'a str> {
        let at = TEXT.find(words).unwrap();
        let quotation = Quotation::of(TEXT, &(at..at + words.len())).unwrap();
        Searched::new(text).find(&quotation).map(|range| &text[range])
    }

    #[test]
    fn words_that_stand_in_several_places_are_found_where_the_surroundings_are_alike() {
        let words = "A heron stands in the reeds";
        let second = TEXT.rfind(words).unwrap();
        let quotation = Quotation::of(TEXT, &(second..second + words.len())).unwrap();
        for before in ["", "A heron stands in the reeds, they say. ", "Something else. "] {
            let text = format!("{before}{TEXT}");
            let range = Searched::new(&text).find(&quotation).unwrap();
            assert_eq!(range.start, second + before.len(), "{before}");
        }
    }

    #[test]
    fn words_are_found_where_some_of_them_were_changed() {
        let words = "The water is cold at noon; nobody knows why.";
        for now in [
            "The water is cold at noon: nobody knows why.",
            "The water  is cold\nat noon; nobody knows why.",
            "The water is very cold at noon; nobody knows why.",
            "The water is cold at night; nobody knows why.",
            "The water is cold; nobody knows why.",
            "the WATER is cold at noon; nobody knows why.",
            "The deep water is warm at noon; nobody here knows why.",
        ] {
            let text = TEXT.replace(words, now);
            assert_eq!(found(words, &text), Some(now));
            assert_eq!(found(words, &format!("More than before. {text}")), Some(now));
        }
    }

    #[test]
    fn a_sentence_made_by_the_same_pattern_is_another_one() {
        let words = "What is the mass of the electron?";
        let before = format!("{words} It is small.");
        let quotation = Quotation::of(&before, &(0..words.len())).unwrap();
        let text = "What is the charge of the proton? It is one. Why is it so?";
        assert_eq!(Searched::new(text).find(&quotation), None);
    }

    #[test]
    fn words_that_went_are_lost() {
        for (words, other) in [
            ("It waits for a fish, and it waits long.", "So it goes."),
            ("Then the evening comes over the lake", "Night came to the sea"),
        ] {
            assert_eq!(found(words, &TEXT.replace(words, other)), None, "{words}");
            assert_eq!(found(words, ""), None);
        }
    }

    #[test]
    fn a_long_quotation_is_found_by_its_ends_if_most_of_it_is_there() {
        let long: Vec<_> = (0..3_000).map(|number| format!("word{number}")).collect();
        let text = format!("Before it. {} After it.", long.join(" "));
        let range = 11..text.len() - 10;
        let quotation = Quotation::of(&text, &range).unwrap();
        let changed = text.replace("word10 ", "other ").replace("word1500", "and another");
        let again = Searched::new(&changed).find(&quotation).unwrap();
        assert!(
            changed[again.clone()].starts_with("word0 ") && changed[again].ends_with("word2999")
        );
        let middle = long[500..2_500].join(" ");
        assert_eq!(Searched::new(&text.replace(&middle, "x")).find(&quotation), None);
    }

    #[test]
    fn a_large_text_that_repeats_itself_is_searched_in_bounded_time() {
        let text = "a b a c ".repeat(150_000);
        let words = "a b a d ".repeat(500);
        let quotation = Quotation { exact: &words, prefix: "", suffix: "", at: 700_000 };
        let range = Searched::new(&text).find(&quotation);
        assert!(range.is_none_or(|range| text.get(range).is_some()));
    }

    proptest! {
        #[test]
        fn an_unchanged_text_gives_exactly_the_place(
            text in "[ab .é\n漢]{0,60}", start in 0_usize..60, length in 1_usize..20,
        ) {
            let bounds: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = bounds[start.min(bounds.len() - 1)];
            let end = bounds[bounds.iter().position(|at| *at == start).unwrap()..]
                .iter().copied().nth(length).unwrap_or(text.len());
            let quotation = Quotation::of(&text, &(start..end)).unwrap();
            let expected = (!quotation.exact.trim().is_empty()).then_some(start..end);
            prop_assert_eq!(Searched::new(&text).find(&quotation), expected);
        }

        #[test]
        fn whatever_is_found_is_a_part_of_the_text(
            text in "(\\PC|heron |stands |reeds ){0,60}", exact in "(\\PC|heron |stands |reeds ){0,30}",
            prefix in "\\PC{0,9}", suffix in "\\PC{0,9}", at: usize,
        ) {
            let quotation = Quotation { exact: &exact, prefix: &prefix, suffix: &suffix, at };
            if let Some(range) = Searched::new(&text).find(&quotation) {
                prop_assert!(!text.get(range).unwrap().is_empty());
            }
        }

        #[test]
        fn an_edit_elsewhere_never_loses_the_words(
            before in "([a-f]{1,6} ){0,30}", exact in "([a-f]{1,6} ){1,12}[a-f]",
            after in "( [a-f]{1,6}){0,30}", edit in "([g-m]{1,6} ){0,20}", at in 0_usize..200,
            is_before: bool,
        ) {
            let text = format!("{before}{exact}{after}");
            let range = before.len()..before.len() + exact.len();
            let quotation = Quotation::of(&text, &range).unwrap();
            let (mut before, mut after) = (before.clone(), after.clone());
            let side = if is_before { &mut before } else { &mut after };
            side.insert_str(at.min(side.len()), &edit);
            let changed = format!("{before}{exact}{after}");
            let found = Searched::new(&changed).find(&quotation).map(|range| &changed[range]);
            prop_assert_eq!(found, Some(exact.as_str()));
        }

        #[test]
        fn an_unrelated_text_is_never_taken_for_the_words(
            exact in "([a-m]{2,8} ){2,30}[a-m]", text in "([n-z]{1,8}[ .,;]){0,80}", at in 0_usize..300,
        ) {
            let quotation = Quotation { exact: &exact, prefix: "of the", suffix: "and", at };
            prop_assert_eq!(Searched::new(&text).find(&quotation), None);
        }

        #[test]
        fn a_changed_word_in_a_sentence_does_not_lose_it(
            words in prop::collection::vec("[a-m]{3,8}", 8..40), at in 0_usize..40,
            before in "([n-z]{2,8} ){0,40}", after in "( [n-z]{2,8}){0,40}",
        ) {
            let at = at % words.len();
            let exact = words.join(" ");
            let text = format!("{before}{exact}{after}");
            let range = before.len()..before.len() + exact.len();
            let quotation = Quotation::of(&text, &range).unwrap();
            let mut words = words.clone();
            words[at] = "changed".to_owned();
            let now = words.join(" ");
            let changed = format!("More of it. {before}{now}{after}");
            let found = Searched::new(&changed).find(&quotation).expect("it is found");
            let place = "More of it. ".len() + before.len();
            prop_assert!(found.start >= place && found.end <= place + now.len());
            prop_assert!(found.len() + 20 >= now.len());
        }
    }
}
