//! What an article is called and where it stands, computed from its number.
//!
//! Not what it says. Invariant: a card follows from seed, count and number alone, so that an
//! article can refer to any other one without anything being kept.

use super::dice::{Dice, Purpose};
use super::question::{self, FAMILY};
use super::subjects::{self, SUBJECTS, Subject};
use super::words::Words;

/// What stands on the back of an article.
pub struct Card {
    /// The article whose question, answer and id this one has: itself, unless it is a twin.
    pub original: u64,
    /// Its subject.
    pub subject: &'static Subject,
    /// A number that a twin shares.
    pub id: i64,
    /// The topic of its family.
    pub topic: String,
    /// Its question.
    pub question: String,
    /// The last part of its url, and the name of its file.
    pub slug: String,
}

impl Card {
    /// The card of the article `number`.
    pub fn new(seed: u64, words: &Words, number: u64) -> Self {
        let original = original(seed, number);
        let mut topic = String::new();
        question::topic(seed, words, original / FAMILY, &mut topic);
        let question = question::question(seed, words, original, &topic);
        Self {
            original,
            subject: subject(seed, number),
            id: id(seed, original),
            slug: question::slug(&question),
            topic,
            question,
        }
    }

    /// Its address on the website.
    pub fn url(&self) -> String {
        format!("/learn/{}/questions/{}", self.subject.slug, self.slug)
    }
}

/// The article whose question this one repeats in another subject; itself for most.
pub fn original(seed: u64, number: u64) -> u64 {
    let wants = |number: u64| Dice::new(seed, Purpose::Twin, number).chance(830);
    // The first of a family has nothing before it, and a twin has no twin of its own.
    let twin = |number: u64| !number.is_multiple_of(FAMILY) && wants(number);
    if twin(number) && !twin(number - 1) { number - 1 } else { number }
}

/// The subject: mostly that of the family, and never that of the article it repeats.
fn subject(seed: u64, number: u64) -> &'static Subject {
    let of = |number: u64| {
        let mut dice = Dice::new(seed, Purpose::Place, number);
        let own = dice.roll();
        let strays = dice.chance(1300);
        subjects::at(if strays { own } else { of_family(seed, number / FAMILY) })
    };
    let original = original(seed, number);
    let mut at = of(number);
    if original != number && at == of(original) {
        at = (at + 1) % SUBJECTS.len();
    }
    SUBJECTS.get(at).unwrap_or(&SUBJECTS[0])
}

fn of_family(seed: u64, family: u64) -> u64 {
    Dice::new(seed, Purpose::Place, !family).roll()
}

/// The ids of a family lie close together, those of two families far apart; a few are negative.
fn id(seed: u64, original: u64) -> i64 {
    let number = 20 + original / FAMILY * 127 + original % FAMILY * 3 / 2;
    let id = i64::try_from(number).unwrap_or(i64::MAX);
    if Dice::new(seed, Purpose::Fields, !original).chance(4) { -id } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_asks_the_same_under_the_same_id_in_another_subject() {
        let words = Words::new();
        let mut twins = 0;
        for number in 0..20_000 {
            let original = original(3, number);
            if original == number {
                continue;
            }
            twins += 1;
            let [twin, first] = [number, original].map(|number| Card::new(3, &words, number));
            assert_eq!((twin.id, &twin.question), (first.id, &first.question));
            assert_ne!(twin.subject.slug, first.subject.slug);
        }
        assert!((1300..1600).contains(&twins), "{twins}");
    }
}
