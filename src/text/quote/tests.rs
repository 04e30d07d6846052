//! What is found again in a changed text, and what is not.

#![allow(
    clippy::string_slice,
    clippy::expect_used,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

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
fn a_block_of_code_that_was_edited_keeps_the_brackets_at_its_ends() {
    let code = "{\n  [fn] main() {\n    let x = 1;\n}";
    for around in ["", "\n", "\n}\n\nMore of it."] {
        let before = format!("Some code:\n{code}{around}");
        let start = before.find('{').unwrap();
        let quotation = Quotation::of(&before, &(start..start + code.len())).unwrap();
        let now = before.replace("x = 1", "x = 2");
        let found = Searched::new(&now).find(&quotation).map(|range| &now[range]);
        assert_eq!(found, Some(&*code.replace("x = 1", "x = 2")));
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
    assert!(changed[again.clone()].starts_with("word0 ") && changed[again].ends_with("word2999"));
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

#[test]
fn a_short_quotation_is_not_found_in_other_words_nor_in_a_text_of_something_else() {
    let before = "Art\n\nNo\n\nIt is 5\n\nYes.\n\nThe end of it.";
    let now = "A brand-new text: this Article is about Nothing at all. It is 500 years old. Norway is \
               cold. Yes. He said so.";
    for words in ["Art", "No", "It is 5", "Yes."] {
        let at = before.find(words).unwrap();
        let quotation = Quotation::of(before, &(at..at + words.len())).unwrap();
        assert_eq!(Searched::new(now).find(&quotation), None, "{words}");
        for edited in [format!("More.\n\n{before}"), format!("{before} More.")] {
            let range = Searched::new(&edited).find(&quotation).expect(words);
            assert_eq!(&edited[range], words);
        }
    }
}

#[test]
fn however_many_quotations_are_lost_what_is_spent_on_one_text_is_bounded() {
    let text = format!("{TEXT} {}", "word ".repeat(100_000));
    let searched = Searched::new(&text);
    let quotation = |exact| Quotation { exact, prefix: "", suffix: "", at: 0 };
    let alike = "The water was cold at noon; nobody knows why.";
    assert!(searched.find(&quotation(alike)).is_some());
    let lost = |_: &usize| searched.find(&quotation("It is lost among other words.")).is_none();
    assert_eq!((0..1_000).filter(lost).count(), 1_000);
    assert_eq!(searched.find(&quotation(alike)), None, "no more is compared");
    let exact = "The water is cold at noon; nobody knows why.";
    assert!(searched.find(&quotation(exact)).is_some(), "the very words are found");
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
        after in "( [a-f]{1,6}){0,30}", edit in "( [g-m]{1,6}){0,20} ", at in 0_usize..200,
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
