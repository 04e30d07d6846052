//! The questions of generated articles.
//!
//! A family of articles asks about one topic, each in another form. Invariant: no two
//! families have the same topic, so no two of their questions are the same.

use super::dice::{Dice, Purpose};
use super::words::{Words, fill, name, some_name};

/// How many articles ask about one topic.
pub const FAMILY: u64 = 24;

/// Forms of a question. `{topic}` comes first and alone decides, with its form, that a question is
/// asked only once; `{other}` may be anything.
const FORMS: [&str; 30] = [
    "What is the role of {topic} in {other}",
    "How does {topic} affect {other}",
    "What are the key characteristics of {topic} and {other}",
    "How is {topic} related to {other} in the study of {other}",
    "What are the main differences between {topic} and {other}",
    "How do {topic} and {other} contribute to {other}",
    "What factors influence {topic} during {other}",
    "How can {topic} be used to improve {other}",
    "What are the implications of {topic} for {other} and {other}",
    "Why is {topic} important for {other}",
    "What are some examples of {topic} in {other}",
    "How did {topic} change the understanding of {other}",
    "What methods are used to measure {topic} in {other}",
    "How does {topic} differ from {other}",
    "What happens to {topic} in the presence of {other}",
    "What are the steps to analyse {topic} with a {other}",
    "How do you calculate {topic} for a given {other}",
    "What evidence supports the link between {topic} and {other}",
    "What are the advantages of {topic} over {other}, and when is it used",
    "How is {topic} classified, and what are the criteria for it",
    "What does the theory of {topic} say about {other}",
    "What are the challenges of {topic} in the field of {other}",
    "How are {topic} and {other} connected in {other}",
    "What was the significance of {topic} in the history of {other}",
    "When should {topic} be preferred to {other}",
    "What are the common causes of {topic} in {other}, and how are they found",
    "How has {topic} evolved from {other} to {other}",
    "In what ways does {topic} shape {other}",
    "What is meant by {topic} in the context of {other}",
    "What are the effects of {topic} on the development of {other}",
];

/// What makes a question longer.
const ENDINGS: [&str; 5] = [
    ", and how does it compare with {other}?",
    ", and why does it matter for {other}?",
    ", and what are the limits of {other} in this case?",
    ", especially with regard to {other} and {other}?",
    ", and how do the two differ in their approach to {other} and its consequences?",
];

/// Adds the topic of a family.
pub fn topic(seed: u64, words: &Words, family: u64, out: &mut String) {
    // Once every pair of words was had, the name of the family tells it from the one before.
    let named = family >= words.pairs();
    if named || Dice::new(seed, Purpose::Family, family).chance(1000) {
        name(family, out);
        out.push_str("'s ");
    }
    let start = Dice::new(seed, Purpose::Family, u64::MAX).below(words.pairs());
    let (quality, thing) = words.pair(start + family);
    out.push_str(quality);
    out.push(' ');
    out.push_str(thing);
}

/// The question that the article `number` asks about the topic of its family.
pub fn question(seed: u64, words: &Words, number: u64, topic: &str) -> String {
    let turn = Dice::new(seed, Purpose::Family, number / FAMILY).roll() >> 32;
    let at = (turn + number % FAMILY) % FORMS.len() as u64;
    let form = usize::try_from(at).ok().and_then(|at| FORMS.get(at)).copied().unwrap_or_default();
    let mut dice = Dice::new(seed, Purpose::Question, number);
    let ending = if dice.chance(200) { dice.one_of(&ENDINGS) } else { "?" };
    let mut question = String::with_capacity(120);
    for template in [form, ending] {
        fill(template, &mut question, |slot, out| match slot {
            "topic" => out.push_str(topic),
            _ => other(words, &mut dice, out),
        });
    }
    question
}

fn other(words: &Words, dice: &mut Dice, out: &mut String) {
    if dice.chance(1300) {
        out.push_str("the ");
    }
    if dice.chance(4000) {
        some_name(dice, out);
        out.push(' ');
    }
    if dice.chance(6000) {
        words.phrase(dice, out);
    } else {
        words.thing(dice, out);
    }
}

/// The name of an article in files and urls: the letters and digits of ASCII in its question.
pub fn slug(question: &str) -> String {
    let mut slug = String::with_capacity(question.len());
    for letter in question.chars() {
        match letter {
            ' ' => slug.push('-'),
            _ if letter.is_ascii_alphanumeric() => slug.push(letter.to_ascii_lowercase()),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_question_is_asked_twice() {
        let words = Words::new();
        let families = words.pairs() + 2000;
        let mut seen = HashSet::new();
        for family in (0..2000).chain(families - 2000..families) {
            let mut about = String::new();
            topic(7, &words, family, &mut about);
            for member in 0..FAMILY {
                let question = question(7, &words, family * FAMILY + member, &about);
                assert!(seen.insert(slug(&question)), "{question}");
            }
        }
    }

    #[test]
    fn a_slug_holds_letters_digits_and_hyphens_only() {
        assert_eq!(slug("Is Kalivo's naïve ring a field?"), "is-kalivos-nave-ring-a-field");
    }
}
