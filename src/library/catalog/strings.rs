//! Texts that many articles share, each kept once: labels of subjects, and dates.
//!
//! Invariant: a text's number never changes, and two numbers never have one text.

use std::borrow::Cow;

use super::keys::{Keys, Seed};

/// The texts, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
    keys: Keys,
}

/// The number of no text.
pub(super) const NO_TEXT: u32 = u32::MAX;

impl Strings {
    /// The number of a text, which is added when it is new; [`NO_TEXT`] when four gigabytes are full.
    pub(super) fn number(&mut self, seed: Seed, text: &str) -> u32 {
        let hash = seed.hash(text.as_bytes());
        if let Some((number, _)) = self.keys.first(hash, |number| self.get(number) == text) {
            return number;
        }
        let (Ok(number), Ok(end)) =
            (u32::try_from(self.ends.len()), u32::try_from(self.text.len() + text.len()))
        else {
            return NO_TEXT;
        };
        if number >= Keys::ROWS {
            return NO_TEXT;
        }
        self.text.push_str(text);
        self.ends.push(end);
        self.keys.put(hash, number, true, |_| false);
        number
    }

    /// The text with a number; the empty one if there is none.
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |start| *start as usize);
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn columns(&self) -> [Cow<'_, [u8]>; 4] {
        let [slots, others] = self.keys.columns();
        let texts = [self.text.as_bytes(), bytemuck::cast_slice(&self.ends)].map(Cow::Borrowed);
        let [text, ends] = texts;
        [text, ends, slots, others]
    }

    /// The texts with these columns; `None` if they could not be any.
    pub(super) fn from_columns(text: String, ends: Vec<u32>, keys: Keys) -> Option<Self> {
        let fits = ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == text.len();
        let cut = ends.iter().all(|end| text.is_char_boundary(*end as usize));
        (fits && cut).then_some(Self { text, ends, keys })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_one_number() {
        let (seed, mut strings) = (Seed([3, 4]), Strings::default());
        let numbers: Vec<_> =
            ["a", "", "b", "a", ""].iter().map(|text| strings.number(seed, text)).collect();
        assert_eq!(numbers, [0, 1, 2, 0, 1]);
        assert_eq!([0, 1, 2, 3].map(|number| strings.get(number)), ["a", "", "b", ""]);
        assert_eq!(strings.get(NO_TEXT), "");
    }
}
