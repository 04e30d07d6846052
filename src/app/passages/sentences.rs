//! Where the sentences of running text end.
//!
//! Unicode's bounds of sentences, but none behind an abbreviation or an initial, and none inside of what
//! is one thing, such as a formula. Invariant: the sentences are apart, in order, and hold all of the text
//! but the blanks between them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// What ends in a full stop and ends no sentence, in lower case. What may stand at the end of one, such
/// as `etc.`, is not among them: before a small letter there is no bound anyway.
const ABBREVIATIONS: [&str; 31] = [
    "e.g", "i.e", "cf", "vs", "viz", "ca", "approx", "resp", "fig", "figs", "eq", "eqs", "sec",
    "ch", "vol", "no", "nos", "pp", "p", "ref", "refs", "ed", "eds", "dr", "mr", "mrs", "ms",
    "prof", "st", "thm", "def",
];

/// The sentences of a text, without the blanks around them. `things` are ranges that hold no bound.
pub(super) fn sentences(text: &str, things: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, part) in text.split_sentence_bound_indices() {
        let end = at + part.len();
        let thing = things.get(things.partition_point(|thing| thing.end <= end));
        let is_inside = thing.is_some_and(|thing| thing.start < end);
        let so_far = text.get(start..end).unwrap_or_default();
        if end == text.len() || !(is_inside || goes_on(so_far)) {
            sentences.extend(trimmed(text, &(start..end)));
            start = end;
        }
    }
    sentences
}

/// Whether a text that seems to end a sentence does not.
fn goes_on(text: &str) -> bool {
    let Some(text) = text.trim_end().strip_suffix('.') else { return false };
    let word = text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"'));
    let word = word.map(str::to_lowercase).next().unwrap_or_default();
    let mut letters = word.chars();
    // `J. S. Bach`, and the number of an item.
    let is_initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let is_number = text.trim() == word && word.chars().all(|c| c.is_ascii_digit());
    is_initial || is_number || ABBREVIATIONS.contains(&word.as_str())
}

/// A range of a text without the blanks at its ends; none if it is blank.
pub(super) fn trimmed(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<&str> {
        sentences(text, &[]).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        assert_eq!(
            of("It is so. Is it? Yes!  Then so."),
            ["It is so.", "Is it?", "Yes!", "Then so."]
        );
        assert_eq!(
            of("One “quoted.” Two (in brackets.) Three"),
            ["One “quoted.”", "Two (in brackets.)", "Three"]
        );
        assert_eq!(of("鳥が立つ。水は冷たい。"), ["鳥が立つ。", "水は冷たい。"]);
        assert_eq!(of(" "), [""; 0]);
    }

    #[test]
    fn a_full_stop_inside_a_sentence_ends_none() {
        for text in [
            "It is 3.14 or 2.72 long.",
            "Birds, e.g. The heron, i.e. A bird, stand.",
            "See Fig. 3 and Eq. (4) by J. S. Bach, vs. Handel.",
            "It holds (cf. Newton) for v1.2.3 of example.org too.",
            "What Dr. No said, approx. 3 of 4 believe.",
        ] {
            assert_eq!(of(text), [text]);
        }
    }

    #[test]
    fn nothing_ends_inside_of_one_thing() {
        let text = "So f(x). Then! g is it. More.";
        let things = std::slice::from_ref(&(3..16));
        let found: Vec<_> =
            sentences(text, things).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(found, ["So f(x). Then! g is it.", "More."]);
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_left_out(text in "[A-Za-z .?!é0-9\n(]{0,80}") {
            let found = sentences(&text, &[]);
            let mut end = 0;
            for range in &found {
                prop_assert_eq!(text.get(end..range.start).map(str::trim), Some(""));
                end = range.end;
            }
            prop_assert_eq!(text.get(end..).map(str::trim), Some(""));
        }
    }
}
