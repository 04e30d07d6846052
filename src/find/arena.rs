//! The texts of the distinct words, one after another.
//!
//! A word is its folded text and which letters of it are capitals. Invariant: every text is
//! followed by a line feed, which no word holds.

use super::query::Word;
use super::rows::Bits;
use super::sequences::END;
use super::vocabulary::Fit;

/// Stands after every word; it is white space, so no word holds it.
const SEPARATOR: u8 = b'\n';

/// The texts of words, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Arena {
    folded: String,
    /// Which bytes of `folded` stand for capitals.
    upper: Bits,
    /// Which bytes of `folded` belong to letters and digits.
    plain: Bits,
    /// Where each word ends in `folded`.
    ends: Vec<u32>,
}

impl Arena {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All texts, each with its separator.
    pub(super) fn bytes(&self) -> &[u8] {
        self.folded.as_bytes()
    }

    /// Which bytes stand for capitals, in blocks of 64.
    pub(super) fn capitals(&self) -> &[u64] {
        self.upper.blocks()
    }

    /// Where each word ends.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Where the word with this number begins; the end of all for a number that does not exist.
    pub(super) fn start(&self, number: usize) -> usize {
        match number.checked_sub(1) {
            Some(before) => {
                self.ends.get(before).map_or(self.folded.len(), |end| *end as usize + 1)
            }
            None => 0,
        }
    }

    /// The text of the word with this number.
    pub(super) fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let end = self.ends.get(number).map_or(0, |end| *end as usize);
        self.folded.get(self.start(number)..end).unwrap_or_default()
    }

    /// The starts of letters and digits after something else, in a block of 64 bytes.
    pub(super) fn starts(&self, block: usize) -> u64 {
        let before = block.checked_sub(1).map_or(0, |before| self.plain.block(before) >> 63);
        let plain = self.plain.block(block);
        plain & !(plain << 1 | before)
    }

    /// Whether the bytes from `start` on, where `word` was found, have its capitals.
    pub(super) fn has_case(&self, start: usize, word: &Word) -> bool {
        word.upper.is_empty() || self.is_upper(start, &word.upper)
    }

    fn is_upper(&self, start: usize, upper: &[bool]) -> bool {
        (start..).zip(upper).all(|(at, upper)| contains(&self.upper, at) == *upper)
    }

    /// How the bytes `start..end` stand among those around them.
    pub(super) fn fit(&self, start: usize, end: usize) -> Fit {
        if start.checked_sub(1).is_some_and(|before| contains(&self.plain, before)) {
            Fit::Inside
        } else if contains(&self.plain, end) {
            Fit::Start
        } else {
            Fit::Whole
        }
    }

    /// Whether this is the word with that number.
    pub(super) fn is(&self, number: u32, folded: &str, upper: &[bool]) -> bool {
        self.text(number) == folded && self.is_upper(self.start(number as usize), upper)
    }

    /// The same for an ASCII word as written.
    pub(super) fn is_written(&self, number: u32, word: &str) -> bool {
        self.text(number).eq_ignore_ascii_case(word)
            && (self.start(number as usize)..)
                .zip(word.bytes())
                .all(|(at, byte)| contains(&self.upper, at) == byte.is_ascii_uppercase())
    }

    /// A text for every word that no other word has: where a word is ASCII, the word as written.
    pub(super) fn written(folded: &str, upper: impl Iterator<Item = bool>) -> Vec<u8> {
        let case = |(byte, upper)| if upper { byte ^ 0x20 } else { byte };
        folded.bytes().zip(upper).map(case).collect()
    }

    /// The same for the word with this number.
    pub(super) fn written_of(&self, number: u32) -> Vec<u8> {
        let places = self.start(number as usize)..;
        Self::written(self.text(number), places.map(|at| contains(&self.upper, at)))
    }

    /// Adds a word; its number. `None` when four gigabytes are full.
    pub(super) fn push(&mut self, folded: &str, upper: &[bool]) -> Option<u32> {
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number < END)?;
        let start = u32::try_from(self.folded.len()).ok()?;
        let end =
            u32::try_from(self.folded.len() + folded.len()).ok().filter(|end| *end < u32::MAX)?;
        self.folded.push_str(folded);
        self.folded.push(char::from(SEPARATOR));
        for (at, upper) in (start..).zip(upper) {
            if *upper {
                self.upper.insert(at);
            }
        }
        note_plain(&mut self.plain, folded, start);
        self.ends.push(end);
        Some(number)
    }

    /// The arena of these texts; `None` if they are none.
    pub(super) fn from_parts(folded: Vec<u8>, capitals: Vec<u64>) -> Option<Self> {
        let folded = String::from_utf8(folded).ok()?;
        u32::try_from(folded.len()).ok()?;
        if folded.bytes().next_back().is_some_and(|last| last != SEPARATOR) {
            return None;
        }
        let ends = memchr::memchr_iter(SEPARATOR, folded.as_bytes());
        let ends = ends.map(|end| u32::try_from(end).unwrap_or(u32::MAX)).collect();
        let plain = plain_of(&folded);
        Some(Self { upper: Bits::of(capitals), plain, ends, folded })
    }
}

/// Notes which bytes of a text that lies at `start` belong to letters and digits.
fn note_plain(plain: &mut Bits, text: &str, start: u32) {
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
        let at = start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        for byte in (at..).take(letter.len_utf8()) {
            plain.insert(byte);
        }
    }
}

/// Which bytes of a text belong to letters and digits. The same as above for a large text: ASCII is
/// looked at in blocks.
fn plain_of(text: &str) -> Bits {
    let block = |bytes: &[u8]| {
        let bits = (0_u32..).zip(bytes);
        bits.fold(0, |block, (at, byte)| block | u64::from(byte.is_ascii_alphanumeric()) << at)
    };
    let mut plain = Bits::of(text.as_bytes().chunks(64).map(block).collect());
    let others = text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xC0);
    for (at, _) in others {
        let letter = text.get(at..).and_then(|rest| rest.chars().next());
        if let (Some(letter), Ok(start)) = (letter, u32::try_from(at)) {
            note_plain(&mut plain, letter.encode_utf8(&mut [0; 4]), start);
        }
    }
    plain
}

fn contains(bits: &Bits, at: usize) -> bool {
    u32::try_from(at).is_ok_and(|at| bits.contains(at))
}
