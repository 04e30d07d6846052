//! Numbers as people read them: thousands apart, words in the plural.
//!
//! English only. Not for data: JSON and ids keep their digits.

/// A number with its thousands apart: `35,848`.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and what it counts: `1 article`, `3,877 articles`.
#[must_use]
pub fn counted(number: usize, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [grouped(0), grouped(999), grouped(1000), grouped(35_848)],
            ["0", "999", "1,000", "35,848"]
        );
    }

    #[test]
    fn one_article_is_not_one_articles() {
        assert_eq!([counted(1, "article"), counted(0, "note")], ["1 article", "0 notes"]);
    }
}
