//! A generated article as the text of its file: the front matter with all its fields.
//!
//! Invariant: the fields come in the order, and in the form, that the real files have.

use std::fmt::Write as _;

use super::answer;
use super::card::{Card, original};
use super::dice::{Dice, Purpose};
use super::question::FAMILY;
use super::subjects::Subject;
use super::words::{Words, fill};

/// The bytes of a description and the number of keywords, as measured.
const DESCRIPTIONS: [(u64, u64); 5] = [(0, 130), (100, 174), (500, 222), (900, 278), (1000, 400)];
const KEYWORDS: [(u64, u64); 5] = [(0, 8), (100, 10), (500, 12), (900, 16), (1000, 22)];

/// In how many of a thousand articles at most so many others are named as related.
const RELATED: [(u64, usize); 6] = [(270, 0), (324, 1), (399, 2), (494, 3), (643, 4), (1000, 5)];

const DESCRIPTION: [&str; 4] = [
    "This content discusses {phrase}, including {phrase} and {phrase}",
    "Learn how {topic} is connected with {phrase} and {phrase}",
    "This text explains {topic} and its meaning for {phrase}",
    "An overview of {topic}, of {phrase} and of the part that {phrase} plays",
];

/// The days of the months that the dates run through, from November 2024.
const MONTHS: [(&str, u64); 4] =
    [("2024-11", 30), ("2024-12", 31), ("2025-01", 31), ("2025-02", 28)];

/// What articles are made from.
pub struct Source {
    /// How many there are.
    pub count: u64,
    /// What else than the number decides.
    pub seed: u64,
    /// Their words.
    pub words: Words,
}

impl Source {
    /// The card of an article.
    pub fn card(&self, number: u64) -> Card {
        Card::new(self.seed, &self.words, number)
    }

    /// Adds the text of the file of the article `number`, and gives its card.
    pub fn file(&self, number: u64, out: &mut String) -> Card {
        let card = self.card(number);
        let mut dice = Dice::new(self.seed, Purpose::Fields, number);
        let unlisted = dice.chance(19);
        self.head(out, &mut dice, &card, number);
        let answer = Dice::new(self.seed, Purpose::Answer, card.original);
        // A twin has the answer of its original, with the mathematics of that subject.
        let twin = (card.original != number).then(|| self.card(card.original));
        let asked = twin.as_ref().unwrap_or(&card);
        if unlisted {
            out.push_str("no_index: True\nanswer: >-\n    ");
            answer::write_none(out, answer, &self.words, asked);
        } else {
            out.push_str("answer: >-\n    ");
            answer::write(out, answer, &self.words, asked);
        }
        let label = label(card.subject, &mut dice);
        let (slug, url) = (&card.slug, card.url());
        let _ = write!(out, "\nsubject: {label}\nfile_name: {slug}.md\nurl: {url}\n");
        if !unlisted && !dice.chance(2170) {
            out.push_str("score: -1.0\n");
        }
        self.related(out, number, card.original);
        out.push_str("---\n\n&nbsp;");
        card
    }

    /// The fields down to the question.
    fn head(&self, out: &mut String, dice: &mut Dice, card: &Card, number: u64) {
        let (id, question, label) = (card.id, &card.question, card.subject.label);
        let date = self.date(number);
        let _ = write!(
            out,
            "---\n_schema: default\nid: {id}\ndate: {date}\ntitle: >-\n    {question}\n\
             article_title: >-\n    {question}\ndate_format: MMM DD, YYYY\npost_on_text: Posted on\n\
             seo:\n  title: QuickTakes | {label}\n  page_description: >-\n    "
        );
        let end = out.len() + usize::try_from(dice.along(&DESCRIPTIONS)).unwrap_or(0);
        let opening = dice.one_of(&DESCRIPTION);
        fill(opening, out, |slot, out| match slot {
            "topic" => out.push_str(&card.topic),
            _ => self.words.phrase(dice, out),
        });
        while out.len() + 10 < end {
            out.push_str(", ");
            self.words.phrase(dice, out);
        }
        out.push_str(".\n  page_keywords: >-\n    ");
        out.push_str(&card.topic);
        let comma = if dice.chance(810) { "," } else { ", " };
        for _ in 1..dice.along(&KEYWORDS) {
            out.push_str(comma);
            if dice.chance(1800) {
                self.words.thing(dice, out);
            } else {
                self.words.phrase(dice, out);
            }
        }
        let _ = write!(out, "\nauthor: QuickTakes\nquestion: >-\n    {question}\n");
    }

    /// The dates rise with the numbers, from November 21 of 2024 through 97 days.
    fn date(&self, number: u64) -> String {
        let mut day = 21 + number * 97 / self.count.max(1);
        for (month, days) in MONTHS {
            if day <= days {
                return format!("{month}-{day:02}");
            }
            day -= days;
        }
        "2025-02-28".to_owned()
    }

    /// The related articles: others of the family, and now and then one that is in no library.
    fn related(&self, out: &mut String, number: u64, original: u64) {
        let mut dice = Dice::new(self.seed, Purpose::Related, number);
        let share = dice.below(1000);
        let wanted = RELATED.iter().find(|(end, _)| share < *end).map_or(0, |(_, count)| *count);
        let first = number / FAMILY * FAMILY;
        let mut family: Vec<u64> = (first..self.count.min(first + FAMILY))
            .filter(|other| self::original(self.seed, *other) != original)
            .collect();
        for place in 1..=wanted.min(family.len()) {
            let at = usize::try_from(dice.below(family.len() as u64)).unwrap_or(0);
            let mut card = self.card(family.swap_remove(at));
            if dice.chance(27) {
                card.question = format!("What was once asked about {}?", card.topic);
                card.slug = super::question::slug(&card.question);
                // No family reaches so far beyond an id of its own.
                card.id += 64;
            }
            let (id, question, url) = (card.id, &card.question, card.url());
            let label = label(card.subject, &mut dice);
            let _ = write!(
                out,
                "related_article{place}:\n    id: {id}\n    title: >-\n        {question}\n    \
                 subject: {label}\n    url: {url}\n"
            );
        }
    }
}

/// A subject as one article spells it.
fn label(subject: &Subject, dice: &mut Dice) -> &'static str {
    let other = dice.chance(2500);
    subject.other_label.filter(|_| other).unwrap_or(subject.label)
}
