//! What the reader typed into the filter, as words to look for.
//!
//! Parsing only cuts, folds and drops; it never looks at the library. Its invariant: what is
//! typed next can only narrow a query, because every word of the shorter text is a prefix of
//! the word at the same place in the longer one, or the same.

use crate::text::fold::fold_with_map;

/// Words past this many are ignored: a question pasted whole has fewer.
pub(super) const MAX_WORDS: usize = 32;

/// Marks that end a sentence or quote a word; they say nothing about what is looked for.
const PUNCTUATION: [char; 13] = ['?', '!', '.', ',', ';', ':', '"', '\'', '“', '”', '‘', '’', '…'];

/// One typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Folded, never empty, without white space.
    pub(super) text: String,
    /// For each byte of `text` whether it was typed as a capital; empty if none was, which
    /// means that case does not matter.
    pub(super) upper: Vec<bool>,
}

impl Word {
    fn new(typed: &str) -> Option<Self> {
        let (text, mut upper) = fold_with_case(typed.trim_matches(PUNCTUATION));
        if !upper.contains(&true) {
            upper.clear();
        }
        (!text.is_empty()).then_some(Self { text, upper })
    }

    /// A word in which case does not matter. `text` is folded and not empty.
    pub(super) fn folded(text: &str) -> Self {
        Self { text: text.to_owned(), upper: Vec::new() }
    }
}

/// Text typed into the filter: words in any order. A word with a capital in it matches only
/// the same capitals and small letters; every other word matches without regard to case.
/// Accents never matter. Marks such as `?` and quotes around a word are dropped, and so are
/// words past the thirty-second.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
    open: bool,
}

impl Query {
    /// Reads typed text. Any text is a query; white space alone is an empty one.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        for word in typed.split_whitespace().filter_map(Word::new).take(MAX_WORDS) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Self { words, open: !typed.ends_with(char::is_whitespace) }
    }

    /// Whether there is nothing to look for, so that everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn with_words(&self, words: Vec<Word>) -> Self {
        Self { words, open: self.open }
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether the last word may be only the beginning of the word that is meant.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// All words, folded, with `between` between them.
    pub(super) fn joined(&self, between: &str) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(between)
    }
}

/// Folds `text`; for each byte of the result, whether it stands for a capital.
pub(super) fn fold_with_case(text: &str) -> (String, Vec<bool>) {
    let (folded, map) = fold_with_map(text);
    let upper = map
        .iter()
        .map(|at| {
            let source = text.get(*at as usize..).and_then(|rest| rest.chars().next());
            source.is_some_and(char::is_uppercase)
        })
        .collect();
    (folded, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(typed: &str) -> Vec<String> {
        Query::parse(typed).words().iter().map(|word| word.text.clone()).collect()
    }

    #[test]
    fn white_space_and_marks_alone_are_an_empty_query() {
        for typed in ["", "  ", "\t\n", "?", " “ ” "] {
            assert!(Query::parse(typed).is_empty(), "{typed:?}");
        }
    }

    #[test]
    fn words_are_folded_and_freed_of_the_marks_around_them() {
        assert_eq!(texts("“Électric” field, RING?"), ["electric", "field", "ring"]);
        assert_eq!(texts("c++ c# f(x) x-ray 3.5"), ["c++", "c#", "f(x)", "x-ray", "3.5"]);
    }

    #[test]
    fn a_word_typed_twice_counts_once() {
        assert_eq!(texts("ring ring ring"), ["ring"]);
    }

    #[test]
    fn only_a_word_with_a_capital_keeps_its_case() {
        let query = Query::parse("the DNA");
        assert!(query.words()[0].upper.is_empty());
        assert_eq!(query.words()[1].upper, [true; 3]);
    }

    #[test]
    fn five_hundred_words_are_cut_to_a_sane_number() {
        let typed = (0..500).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(Query::parse(&typed).words().len(), MAX_WORDS);
    }
}
