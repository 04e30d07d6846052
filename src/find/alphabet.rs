//! The order of the alphabet among questions.
//!
//! The distinct words are put in order once; then two questions are compared by the places of their
//! words, without any text. Invariant: case, accents and marks around words make no difference.

use std::cmp::Ordering;

use super::Haystack;

/// The place of each word of a haystack in the alphabet. It serves as long as the questions are the
/// same.
#[derive(Debug, Clone, Default)]
pub struct Alphabet {
    places: Vec<u32>,
}

impl Alphabet {
    /// The alphabet of the words of a haystack.
    #[must_use]
    pub fn new(haystack: &Haystack) -> Self {
        let vocabulary = haystack.vocabulary();
        let count = u32::try_from(vocabulary.len()).unwrap_or(u32::MAX);
        let text = |number: u32| {
            let is_mark = |letter: char| !letter.is_alphanumeric();
            vocabulary.text(number).trim_matches(is_mark)
        };
        let mut words: Vec<(&str, u32)> = (0..count).map(|number| (text(number), number)).collect();
        words.sort_unstable();
        let mut places = vec![0; words.len()];
        let (mut place, mut before) = (0, "");
        for (word, number) in words {
            if word != before {
                (place, before) = (place + 1, word);
            }
            if let Some(own) = places.get_mut(number as usize) {
                *own = place;
            }
        }
        Self { places }
    }

    /// Which of two rows of the haystack comes first.
    #[must_use]
    pub fn compare(&self, haystack: &Haystack, a: u32, b: u32) -> Ordering {
        let place = |number: u32| self.places.get(number as usize).copied().unwrap_or(0);
        // What is only marks stands nowhere in the alphabet.
        let words = |row| haystack.sequences().words(row).map(place).filter(|place| *place > 0);
        words(a).cmp(words(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(questions: &[&str]) -> Vec<String> {
        let mut haystack = Haystack::new();
        for question in questions {
            haystack.push(question);
        }
        let alphabet = Alphabet::new(&haystack);
        let mut rows: Vec<u32> = (0..).take(questions.len()).collect();
        rows.sort_by(|a, b| alphabet.compare(&haystack, *a, *b));
        rows.into_iter().map(|row| questions[row as usize].to_owned()).collect()
    }

    #[test]
    fn questions_stand_as_in_an_index_whatever_their_case_accents_and_marks() {
        let questions = [
            "what is a zebra?",
            "Émile who?",
            "“What is” a ring",
            "What is",
            "apple",
            "Zoo",
            "What",
        ];
        assert_eq!(
            sorted(&questions),
            [
                "apple",
                "Émile who?",
                "What",
                "What is",
                "“What is” a ring",
                "what is a zebra?",
                "Zoo"
            ]
        );
    }

    #[test]
    fn marks_alone_come_nowhere_between_words() {
        assert_eq!(sorted(&["a – c", "a b", "a c"]), ["a b", "a – c", "a c"]);
        assert_eq!(sorted(&["b", "", "…", "a"]), ["", "…", "a", "b"]);
    }
}
