//! How well typed words fit a name: by the beginnings of its words, else by its letters.
//!
//! For the few names that a program and a library have, not for a million questions, which `find`
//! searches. Invariant: what is marked are whole characters of the name, in order.

use std::ops::Range;

use crate::text::fold;

/// How well typed words fit, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name begins with them.
    Start,
    /// Each begins a word of the name.
    Words,
    /// Each begins a word of the name, or of what is said about it.
    About,
    /// Their letters stand in the name, in their order.
    Letters,
}

/// Typed words, made ready to be looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    words: Vec<String>,
}

impl Typed {
    /// The words of a typed text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: fold::words(text).split_whitespace().map(str::to_owned).collect() }
    }

    /// Whether nothing was typed that could fit a name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well they fit a name of which something is said; `None` if they do not.
    #[must_use]
    pub fn fit(&self, name: &str, about: &str) -> Option<Fit> {
        let name = fold::words(name);
        let begins = |words: &str, typed: &String| {
            words.split(' ').any(|word| word.starts_with(typed.as_str()))
        };
        if name.starts_with(&self.words.join(" ")) {
            return Some(Fit::Start);
        }
        if self.words.iter().all(|typed| begins(&name, typed)) {
            return Some(Fit::Words);
        }
        let about = fold::words(about);
        if self.words.iter().all(|typed| begins(&name, typed) || begins(&about, typed)) {
            return Some(Fit::About);
        }
        self.letters(&name).map(|_| Fit::Letters)
    }

    /// Where the letters stand in a folded name, in bytes: the first begins a word, and each stands
    /// as near behind the one before as can be. One letter alone would stand nearly everywhere.
    fn letters(&self, folded: &str) -> Option<Vec<usize>> {
        let typed = self.words.concat();
        typed.chars().nth(1)?;
        let follow = |start: usize| {
            let mut rest = folded.get(start..)?.char_indices();
            let found = typed.chars().map(|letter| rest.find(|(_, other)| *other == letter));
            let places: Option<Vec<_>> = found.map(|at| at.map(|(at, _)| start + at)).collect();
            places.filter(|places| places.first() == Some(&start))
        };
        let spread = |places: &Vec<usize>| {
            places.first().zip(places.last()).map_or(0, |(first, last)| last - first)
        };
        word_starts(folded).into_iter().filter_map(follow).min_by_key(spread)
    }

    /// What of a text they fit, in bytes of it.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let (folded, map) = fold::fold_with_map(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for start in word_starts(&folded) {
            let rest = folded.get(start..).unwrap_or_default();
            let lengths = self.words.iter().filter(|typed| rest.starts_with(typed.as_str()));
            found.extend(lengths.map(String::len).max().map(|length| start..start + length));
        }
        if found.is_empty() {
            let letters = self.letters(&folded).unwrap_or_default().into_iter();
            let length = |at: usize| folded.get(at..)?.chars().next().map(char::len_utf8);
            found = letters.filter_map(|at| Some(at..at + length(at)?)).collect();
        }
        let source = |range: Range<usize>| {
            let start = *map.get(range.start)?;
            let last = *map.get(range.end.checked_sub(1)?)?;
            let end = map.get(range.end..)?.iter().find(|at| **at > last);
            Some(start as usize..end.map_or(text.len(), |at| *at as usize))
        };
        let mut marks: Vec<Range<usize>> = Vec::new();
        for mark in found.into_iter().filter_map(source) {
            match marks.last_mut() {
                Some(before) if mark.start <= before.end => before.end = before.end.max(mark.end),
                _ => marks.push(mark),
            }
        }
        marks
    }
}

/// Where the words of a folded text begin.
fn word_starts(folded: &str) -> Vec<usize> {
    let mut before = ' ';
    let mut starts = Vec::new();
    for (at, c) in folded.char_indices() {
        if c.is_alphanumeric() && !before.is_alphanumeric() {
            starts.push(at);
        }
        before = c;
    }
    starts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fit(typed: &str, name: &str) -> Option<Fit> {
        Typed::new(typed).fit(name, "Hide or show the list")
    }

    fn marked<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        Typed::new(typed).marks(text).into_iter().filter_map(|mark| text.get(mark)).collect()
    }

    #[test]
    fn a_name_fits_by_its_start_then_by_its_words_then_by_what_is_said_then_by_letters() {
        let name = "toggle-subjects";
        assert_eq!(fit("tog", name), Some(Fit::Start));
        assert_eq!(fit("toggle sub", name), Some(Fit::Start));
        assert_eq!(fit("Sub", name), Some(Fit::Words));
        assert_eq!(fit("sub tog", name), Some(Fit::Words));
        assert_eq!(fit("hide sub", name), Some(Fit::About));
        assert_eq!(fit("tgs", name), Some(Fit::Letters));
        assert_eq!(fit("ogg", name), None, "the first letter begins a word");
        assert_eq!(fit("z", name), None);
        assert_eq!(fit("o", name), Some(Fit::About));
    }

    #[test]
    fn what_fits_is_marked_also_where_accents_stand() {
        assert_eq!(marked("sub tog", "toggle-subjects"), ["tog", "sub"]);
        assert_eq!(marked("tsub", "toggle-subjects"), ["t", "sub"]);
        assert_eq!(marked("eco", "Études d’économie"), ["éco"]);
        assert_eq!(marked("x", "toggle"), [""; 0]);
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_on_character_boundaries(
            typed in "\\PC{0,8}|[a-cé ]{0,8}", text in "\\PC{0,30}|[a-cAß\u{301} -]{0,30}",
        ) {
            let mut end = 0;
            for mark in Typed::new(&typed).marks(&text) {
                prop_assert!(mark.start >= end && mark.start < mark.end);
                prop_assert!(text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
    }
}
