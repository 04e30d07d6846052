//! The part of an answer that shows why it was found.
//!
//! It looks for the words of a query in a plain text, and cuts out where most of them stand together.
//! Invariant: a snippet is one clean line, and its marks lie on words in it, in order.

use std::ops::Range;

use tantivy::tokenizer::TextAnalyzer;

use super::wanted::Wanted;
use super::words;
use crate::text::sanitize;

/// Bytes of an answer that are shown, about.
const LENGTH: usize = 220;
/// Bytes before the first word that is marked, about.
const BEFORE: usize = 60;
/// Marks that one part is judged by.
const MOST_NEAR: usize = 32;
/// Words of an answer that are looked at.
const MOST_WORDS: usize = 20_000;

/// A part of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// One line, fit to be shown.
    pub text: String,
    /// What was looked for, in bytes of the text.
    pub marks: Vec<Range<usize>>,
}

/// Finds the words of one query.
pub(super) struct Marker {
    /// What to mark: as it is written, its stem, and whether it may go on.
    wanted: Vec<Mark>,
    stems: TextAnalyzer,
}

struct Mark {
    exact: String,
    stem: Option<String>,
    is_prefix: bool,
}

impl Marker {
    pub(super) fn new(query: &Wanted) -> Self {
        let mut wanted: Vec<Mark> = Vec::new();
        for word in query.words.iter().filter(|word| !word.is_form) {
            for exact in &word.exact {
                let stem = (word.exact.len() == 1).then(|| word.stem.clone());
                wanted.push(Mark { exact: exact.clone(), stem, is_prefix: word.is_prefix });
            }
        }
        for exact in query.phrases.iter().flatten() {
            wanted.push(Mark { exact: exact.clone(), stem: None, is_prefix: false });
        }
        Self { wanted, stems: words::stemmer() }
    }

    /// The best part of a text.
    pub(super) fn snippet(&mut self, text: &str) -> Snippet {
        let places = self.places(text);
        let from = best(&places).map_or(0, |at| at.saturating_sub(BEFORE));
        let shown = sanitize::line(&part(text, from)).into_owned();
        let marks = self.places(&shown).into_iter().map(|(place, _)| place).collect();
        Snippet { text: shown, marks }
    }

    /// Where the wanted words stand, and which of them it is.
    fn places(&mut self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut places = Vec::new();
        let mut folded = String::new();
        let mut at = 0;
        for _ in 0..MOST_WORDS {
            let Some((word, next)) = words::next_word(text, at) else { break };
            at = next;
            words::fold_into(text.get(word.clone()).unwrap_or_default(), &mut folded);
            if let Some(which) = self.which(&folded) {
                places.push((word, which));
            }
        }
        places
    }

    /// Which of the wanted words a folded one is.
    fn which(&mut self, word: &str) -> Option<usize> {
        let first = word.chars().next()?;
        let stems = &mut self.stems;
        // No English ending changes the first letter.
        let mut wanted = self.wanted.iter().enumerate();
        wanted
            .find(|(_, mark)| {
                mark.exact.starts_with(first)
                    && (mark.exact == word
                        || (mark.is_prefix && word.starts_with(&mark.exact))
                        || mark.stem.as_ref().is_some_and(|stem| words::stem(stems, word) == *stem))
            })
            .map(|(which, _)| which)
    }
}

/// Where the part begins in which most of the wanted words stand.
fn best(places: &[(Range<usize>, usize)]) -> Option<usize> {
    let value = |first: usize| {
        let (start, _) = places.get(first)?;
        let near = places.get(first..)?.iter();
        let near: Vec<usize> = near
            .take_while(|(place, _)| place.end <= start.start + LENGTH - BEFORE)
            .map(|(_, which)| *which)
            .take(MOST_NEAR)
            .collect();
        let mut different = near.clone();
        different.sort_unstable();
        different.dedup();
        Some((different.len(), near.len()))
    };
    let best = (0..places.len()).rev().max_by_key(|first| value(*first))?;
    places.get(best).map(|(place, _)| place.start)
}

/// The words of a text from about here on, in one line.
fn part(text: &str, from: usize) -> String {
    let from = start_of_word(text, from);
    let rest = text.get(from..).unwrap_or_default();
    let mut part = String::with_capacity(LENGTH + 8);
    if from > 0 {
        part.push('…');
    }
    let mut is_whole = true;
    for word in rest.split_whitespace() {
        if part.len() + word.len() > LENGTH && part.len() > BEFORE {
            is_whole = false;
            break;
        }
        if !part.is_empty() && part != "…" {
            part.push(' ');
        }
        part.extend(word.chars().take(LENGTH));
    }
    if !is_whole {
        part.push('…');
    }
    part
}

/// The start of the line or word at a place, or of the next one.
fn start_of_word(text: &str, at: usize) -> usize {
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return 0 };
    if before.is_empty() || before.ends_with(char::is_whitespace) {
        return at;
    }
    let to_blank = after.find(char::is_whitespace).unwrap_or(0);
    at + to_blank
}
