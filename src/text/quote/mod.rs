//! Finds words again in a text that may have changed since they were taken from it.
//!
//! Knows no article and no screen. First the very words, at the place whose surroundings are most alike;
//! else their nearest likeness, word by word; else nothing. Invariant: what is found is a range of the
//! text at bounds of characters, and a text that did not change gives exactly the place. Time: linear in
//! text and words, and for what is only alike six comparisons of twice [`PART`] words, all of one text
//! within [`WORK`].

mod likeness;

use std::cell::{Cell, OnceCell};
use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem;

use likeness::{Word, Words, aligned, candidates, common, weight};

/// Characters before and after the words that are worth keeping.
pub const AROUND: usize = 32;

/// Places with the very words that are compared; more of them are all the same.
const PLACES: usize = 1_000;
/// Words that are compared one by one. Of longer quotations the first and the last so many are.
const PART: usize = 400;

/// Words that are looked at or compared for all that is only alike; what would take more is lost. Some tenths
/// of a second: no text with less than thousands of lost quotations comes near it.
const WORK: usize = 40_000_000;

/// How much of the letters must be the same, in percent, where something beside the words is as it was.
///
/// A sentence in which every third word was changed keeps two thirds of its letters.
const ALIKE: usize = 60;
/// The same where nothing beside them is. Questions made by one pattern ("What is the mass of the …") have
/// up to 70 percent of their letters in common and are about different things.
const ALIKE_ALONE: usize = 76;
/// Characters beside the words that tell a place from others.
const TELLING: usize = 8;
/// Words of fewer characters occur in texts that have nothing to do with theirs.
const SHORT: usize = 20;

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

    /// Whether words that stand in a place as they were taken may be those: they are no parts of other
    /// words, and if there are few of them, they stand where they stood.
    fn may_stand(&self, text: &str, place: &Range<usize>) -> bool {
        let before = text.get(..place.start).unwrap_or_default();
        let after = text.get(place.end..).unwrap_or_default();
        let is_cut = is_within_word(before, self.exact) && !is_within_word(self.prefix, self.exact)
            || is_within_word(self.exact, after) && !is_within_word(self.exact, self.suffix);
        !is_cut && self.tells(text, place)
    }

    /// Whether there are words enough to be known by, or something beside a place is as it was, be it that
    /// the text begins or ends there.
    fn tells(&self, text: &str, place: &Range<usize>) -> bool {
        let is_short = self.exact.chars().nth(SHORT).is_none();
        let is_at_edge = self.prefix.is_empty() && place.start == 0
            || self.suffix.is_empty() && place.end == text.len();
        let is_unknown = self.prefix.is_empty() && self.suffix.is_empty();
        !is_short || is_at_edge || is_unknown || self.is_beside(text, place)
    }
}

/// Whether a bound between two texts is within a word.
fn is_within_word(before: &str, after: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_letter(before.chars().next_back()) && is_letter(after.chars().next())
}

/// A text in which quotations are found.
#[derive(Debug)]
pub struct Searched<'a> {
    text: &'a str,
    /// Its words, once something had to be found by likeness.
    words: OnceCell<Words>,
    /// What may still be spent on that.
    work: Cell<usize>,
}

impl<'a> Searched<'a> {
    /// A text to be searched.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, words: OnceCell::new(), work: Cell::new(WORK) }
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
        let may_stand = |place: &Range<usize>| quotation.may_stand(self.text, place);
        let places = places.map(|at| at..at + length).filter(may_stand).take(PLACES);
        let places = places.chain(here.filter(may_stand));
        places.max_by_key(|place| {
            let (before, after) = quotation.likeness(self.text, place);
            (before + after, Reverse(place.start.abs_diff(at)))
        })
    }

    /// What is most like the words, if it is like them at all.
    fn alike(&self, quotation: &Quotation<'_>) -> Option<Range<usize>> {
        let text = self.words.get_or_init(|| Words::new(self.text));
        let sought = text.numbered(quotation.exact);
        let compared = sought.len().min(PART);
        let work = text.words.len() + likeness::CANDIDATES * compared * (2 * compared + 8);
        self.work.set(self.work.get().checked_sub(work)?);
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
        let found = self.with_last(&text.words, found, (quotation.exact, &sought));
        let (start, end) = (text.words.get(found.start)?.start, text.words.get(found.end - 1)?.end);
        let place = self.with_marks(start..end, quotation.exact, &sought);
        quotation.tells(self.text, &place).then_some(place)
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
        for around in candidates(text, sought, quotation.at, ALIKE / 2) {
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

    /// A range of words with those behind it that came in place of the last ones of the quotation, if what
    /// stood behind those stands there.
    fn with_last(
        &self,
        words: &[Word],
        found: Range<usize>,
        quoted: (&str, &[Word]),
    ) -> Range<usize> {
        let (exact, sought) = quoted;
        let last = found.end.checked_sub(1).and_then(|last| words.get(last));
        let matched = last.and_then(|last| sought.iter().rposition(|w| w.number == last.number));
        let after = sought.last().and_then(|word| exact.get(word.end..)).unwrap_or_default();
        let Some(matched) = matched.filter(|_| !after.is_empty()) else { return found };
        let missing = sought.len() - 1 - matched;
        let ends = |end: &usize| {
            let rest = words.get(*end - 1).and_then(|word| self.text.get(word.end..));
            rest.is_some_and(|rest| rest.starts_with(after))
        };
        let end = (found.end + 1..=found.end + missing).find(ends);
        found.start..end.unwrap_or(found.end)
    }

    /// A range of words with the marks around it that the quotation had there.
    fn with_marks(&self, range: Range<usize>, exact: &str, sought: &[Word]) -> Range<usize> {
        let (first, last) = (sought.first(), sought.last());
        let before = first.and_then(|word| exact.get(..word.start)).unwrap_or_default();
        let after = last.and_then(|word| exact.get(word.end..)).unwrap_or_default();
        // As many marks as there were, also on other lines; what is blank behind them is none of them.
        let length = |letters: &mut dyn Iterator<Item = char>, marks: &str| -> usize {
            let mut left = marks.chars().filter(|c| !c.is_whitespace()).count();
            let (mut all, mut length) = (0, 0);
            for letter in letters.take_while(|c| !c.is_alphanumeric() && marks.contains(*c)) {
                all += letter.len_utf8();
                if !letter.is_whitespace() {
                    let Some(less) = left.checked_sub(1) else { break };
                    (left, length) = (less, all);
                }
            }
            length
        };
        let head = self.text.get(..range.start).unwrap_or_default();
        let tail = self.text.get(range.end..).unwrap_or_default();
        let start = range.start - length(&mut head.chars().rev(), before);
        let end = range.end + length(&mut tail.chars(), after);
        start..end
    }
}

#[cfg(test)]
mod tests;
