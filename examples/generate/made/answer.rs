//! The answers of generated articles: paragraphs, lists and headings, as often and as long as in
//! real ones; what else stands in them is in `special`.
//!
//! The text means nothing. Invariant: an answer is one line, whose breaks are the two characters
//! `\n`, and which ends within a sentence or two of the length that was drawn for it.

use std::fmt::Write as _;

use super::card::Card;
use super::dice::Dice;
use super::phrases::{LEADS, NO_ANSWER, OPENINGS, SENTENCES, SUMMARIES};
use super::special::Due;
use super::words::{Words, capital, fill, some_name};

/// The bytes of an answer, as measured.
const LENGTHS: [(u64, u64); 9] = [
    (0, 300),
    (10, 583),
    (100, 1646),
    (250, 2081),
    (500, 2503),
    (750, 2866),
    (900, 3172),
    (990, 3736),
    (1000, 4966),
];

/// The points of a list, as measured.
const POINTS: [(u64, u64); 6] = [(0, 3), (100, 4), (500, 6), (750, 8), (950, 11), (1000, 13)];

/// Adds the answer to the question on `card`.
pub fn write(out: &mut String, mut dice: Dice, words: &Words, card: &Card) {
    let due = Due::new(&mut dice, card);
    let end = out.len() + usize::try_from(dice.along(&LENGTHS)).unwrap_or(0);
    let mut text = Text { out, dice, words, topic: &card.topic, due };
    if text.dice.chance(31) {
        text.sentences(&OPENINGS, end.min(text.out.len() + 700));
    } else if text.dice.chance(1350) {
        text.prose(end);
    } else {
        text.list(end);
    }
}

/// Adds what stands where there is no answer.
pub fn write_none(out: &mut String, dice: Dice, words: &Words, card: &Card) {
    Text { out, dice, words, topic: &card.topic, due: Due::default() }.sentence(NO_ANSWER);
}

/// An answer that is being written.
pub(super) struct Text<'a> {
    pub(super) out: &'a mut String,
    pub(super) dice: Dice,
    words: &'a Words,
    topic: &'a str,
    pub(super) due: Due,
}

impl Text<'_> {
    /// Paragraphs without a list.
    fn prose(&mut self, end: usize) {
        self.sentences(&OPENINGS, self.out.len() + 300);
        while self.out.len() + 300 < end {
            self.gap();
            self.sentences(&SENTENCES, end.min(self.out.len() + 420));
            self.specials("");
        }
        self.rest();
    }

    /// A paragraph, a list with or without headings between its points, and a summary.
    fn list(&mut self, end: usize) {
        self.sentences(&OPENINGS, self.out.len() + 200);
        let lead = self.dice.one_of(&LEADS);
        self.gap();
        self.sentence(lead);
        let summary = self.dice.chance(8200).then(|| self.dice.one_of(&SUMMARIES));
        self.points(end.saturating_sub(if summary.is_some() { 180 } else { 0 }));
        if let Some(summary) = summary {
            self.gap();
            self.sentence(summary);
        }
        self.rest();
    }

    /// The points of a list, and the headings between them.
    fn points(&mut self, end: usize) {
        let heading_every = self.dice.chance(2900).then(|| 1 + self.dice.below(3));
        let nested = self.dice.chance(1800);
        // In one list of many there are no numbers, in others only below the first heading.
        let numbered = match (self.dice.chance(500), heading_every) {
            (true, _) => 0,
            (false, Some(every)) if self.dice.chance(3000) => every,
            _ => u64::MAX,
        };
        let room = end.saturating_sub(self.out.len()) as u64;
        let points = self.dice.along(&POINTS).min(2 + room / 120);
        for point in 0..points {
            let here = self.out.len();
            let share = end.saturating_sub(here) / usize::try_from(points - point).unwrap_or(1);
            let place = heading_every.map_or(point, |every| point % every);
            self.gap();
            if heading_every.is_some() && place == 0 {
                self.out.push_str("### ");
                self.title();
                self.gap();
            }
            let marker = if point < numbered { format!("{}.", place + 1) } else { "-".to_owned() };
            let _ = write!(self.out, "{marker} **");
            self.title();
            self.out.push_str("**: ");
            if nested {
                self.nested(here + share);
            } else {
                self.sentences(&SENTENCES, here + share);
            }
            self.specials("   ");
        }
    }

    /// A sentence, and more below it as a list of its own.
    fn nested(&mut self, end: usize) {
        self.sentences(&SENTENCES, self.out.len());
        while self.out.len() + 60 < end {
            self.out.push_str(r"\n   - ");
            let line = end.min(self.out.len() + 110);
            self.sentences(&SENTENCES, line);
        }
    }

    /// Sentences up to about `end`, and at least one; the first is one of `first`.
    fn sentences(&mut self, first: &[&'static str], end: usize) {
        let mut choices = first;
        loop {
            let sentence = self.dice.one_of(choices);
            self.sentence(sentence);
            if self.formula_is_due() {
                self.out.push(' ');
                self.formal();
            }
            if self.out.len() + 70 > end {
                return;
            }
            self.out.push(' ');
            choices = &SENTENCES;
        }
    }

    /// One sentence.
    pub(super) fn sentence(&mut self, template: &str) {
        let (dice, words, topic) = (&mut self.dice, self.words, self.topic);
        fill(template, self.out, |slot, out| match slot {
            "topic" => out.push_str(topic),
            "phrase" => words.phrase(dice, out),
            "thing" => words.thing(dice, out),
            "name" => some_name(dice, out),
            _ => {
                let _ = write!(out, "{}", 2 + dice.below(97));
            }
        });
    }

    /// A phrase as a title.
    fn title(&mut self) {
        let mut title = String::new();
        self.words.phrase(&mut self.dice, &mut title);
        capital(&title, self.out);
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.out.push_str(r"\n\n");
    }
}
