//! Which letters of a question are marked as found.
//!
//! It works on one question and needs no haystack, so only the rows on the screen cost
//! anything. Invariant: the ranges are in order, do not touch one another, are not empty and
//! begin and end between characters of the question.

use std::ops::Range;

use memchr::memmem::find_iter;

use super::query::{Query, fold_with_case};
use super::vocabulary::{Fit, fit};
use super::{Found, Stage, letters, partly};
use crate::text::fold::fold_with_map;

/// The byte ranges of `question` to mark as what `query` found: the typed words where they fit
/// best; if it does not hold all of them the corrected words; else single letters. Nothing for
/// a question that was not found, and for an empty query.
#[must_use]
pub fn marks(question: &str, query: &Query, found: &Found) -> Vec<Range<usize>> {
    if query.is_empty() {
        return Vec::new();
    }
    let (folded, map) = fold_with_map(question);
    let source = Source { question, map };
    if found.stage == Stage::Partly {
        let corrected = found.corrected.as_ref().map(|words| Query::parse(words));
        let query = corrected.as_ref().unwrap_or(query);
        let alone = partly::telling_words(query);
        let ranges = alone.filter_map(|word| words(&source, &folded, &word)).flatten();
        return joined(ranges.collect());
    }
    let words = words(&source, &folded, query);
    let corrected = || words_of_correction(&source, &folded, found);
    let ranges = words.or_else(corrected).unwrap_or_else(|| {
        let places = letters::places(&folded, query);
        let at = folded.char_indices().enumerate().filter(|(nth, _)| places.contains(nth));
        at.filter_map(|(_, (at, letter))| source.range(at, at + letter.len_utf8())).collect()
    });
    joined(ranges)
}

fn words_of_correction(
    source: &Source<'_>,
    folded: &str,
    found: &Found,
) -> Option<Vec<Range<usize>>> {
    words(source, folded, &Query::parse(found.corrected.as_ref()?))
}

/// `None` if a word is not there.
fn words(source: &Source<'_>, folded: &str, query: &Query) -> Option<Vec<Range<usize>>> {
    let upper = if query.words().iter().any(|word| !word.upper.is_empty()) {
        fold_with_case(source.question).1
    } else {
        Vec::new()
    };
    let mut ranges = Vec::new();
    for word in query.words() {
        let ends = find_iter(folded.as_bytes(), &word.text).map(|at| (at, at + word.text.len()));
        let same_case = |start: usize, end: usize| {
            word.upper.is_empty() || upper.get(start..end).is_some_and(|upper| *upper == word.upper)
        };
        let fits: Vec<(Fit, usize, usize)> = ends
            .filter(|(start, end)| same_case(*start, *end))
            .map(|(start, end)| (fit(folded, start, end), start, end))
            .collect();
        let best = fits.iter().map(|(fit, ..)| *fit).min()?;
        let best = fits.into_iter().filter(|(fit, ..)| *fit == best);
        ranges.extend(best.filter_map(|(_, start, end)| source.range(start, end)));
    }
    Some(ranges)
}

/// A question, and where each byte of its folded form came from.
struct Source<'a> {
    question: &'a str,
    map: Vec<u32>,
}

impl Source<'_> {
    /// The bytes of the question that the folded bytes `start..end` stand for, with the accents
    /// that follow. `None` if that is nothing.
    fn range(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let from = *self.map.get(start)?;
        let last = *self.map.get(end.checked_sub(1)?)?;
        let after = self.map.get(end..)?.iter().find(|at| **at > last);
        let to = after.map_or(self.question.len(), |at| *at as usize);
        let range = from as usize..to;
        self.question.get(range.clone()).is_some_and(|text| !text.is_empty()).then_some(range)
    }
}

/// In order, with those that overlap or touch made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Haystack;
    use super::*;

    fn marked<'a>(question: &'a str, typed: &str) -> Vec<&'a str> {
        let mut haystack = Haystack::new();
        haystack.push(question);
        let query = Query::parse(typed);
        let found = haystack.find(&query, &|_| true);
        marks(question, &query, &found)
            .into_iter()
            .filter_map(|range| question.get(range))
            .collect()
    }

    #[test]
    fn typed_words_are_marked_where_they_fit_best() {
        assert_eq!(marked("During the ring, a RING", "ring"), ["ring", "RING"]);
        assert_eq!(marked("During the string", "ring"), ["ring", "ring"]);
    }

    #[test]
    fn a_word_with_a_capital_marks_only_its_own_case() {
        assert_eq!(marked("Ring and ring", "Ring"), ["Ring"]);
    }

    #[test]
    fn a_letter_is_marked_with_its_accents() {
        assert_eq!(marked("Que\u{301}bec", "que"), ["Que\u{301}"]);
        assert_eq!(marked("Straße", "stras"), ["Straß"]);
    }

    #[test]
    fn corrected_words_are_marked_as_typed_ones_are() {
        assert_eq!(marked("The electric field", "elctric field"), ["electric", "field"]);
    }

    #[test]
    fn found_letters_are_marked_one_by_one_and_joined() {
        assert_eq!(marked("An electric field of a ring", "eflring"), ["e", "f", "l", "ring"]);
    }

    #[test]
    fn an_empty_query_and_a_question_not_found_are_not_marked() {
        assert!(marked("ring", "").is_empty());
        assert!(marked("ring", "quartz").is_empty());
    }

    #[test]
    fn words_that_overlap_make_one_mark() {
        assert_eq!(marked("electric", "elec lectr"), ["electr"]);
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_on_character_boundaries(
            question in "\\PC{0,40}|[a-cA-CéßÆ\u{301} \0\n]{0,40}",
            typed in "\\PC{0,8}|[a-cA-Ceés\u{301} ]{0,12}",
            corrected in proptest::option::of("[a-c ]{1,5}"),
        ) {
            let found = Found { corrected, ..Found::default() };
            let mut end = None;
            for range in marks(&question, &Query::parse(&typed), &found) {
                prop_assert!(range.start < range.end);
                prop_assert!(end.is_none_or(|end| end < range.start));
                prop_assert!(question.get(range.clone()).is_some());
                end = Some(range.end);
            }
        }
    }
}
