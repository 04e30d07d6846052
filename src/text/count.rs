//! Numbers as people read them: thousands apart, words in the plural, times by how long ago they were.
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

/// How long ago something was, by the seconds since then: `5 min ago`, `3 days ago`.
#[must_use]
pub fn ago(seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    // From so many of the smaller unit on the larger one tells enough.
    let (of, unit) = match seconds {
        ..MINUTE => return "now".to_owned(),
        ..HOUR => (MINUTE, "min"),
        ..DAY => (HOUR, "h"),
        seconds if seconds < 14 * DAY => (DAY, "day"),
        seconds if seconds < 60 * DAY => (7 * DAY, "week"),
        seconds if seconds < 730 * DAY => (30 * DAY, "month"),
        _ => (365 * DAY, "year"),
    };
    let number = usize::try_from(seconds / of).unwrap_or(0);
    match unit {
        "min" | "h" => format!("{} {unit} ago", grouped(number)),
        unit => format!("{} ago", counted(number, unit)),
    }
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
    fn what_was_long_ago_is_told_in_larger_units() {
        let day = 86_400;
        let times = [-5, 59, 60, 7200, day, 13 * day, 15 * day, 61 * day, 800 * day, i64::MAX];
        assert_eq!(
            times.map(ago),
            [
                "now",
                "now",
                "1 min ago",
                "2 h ago",
                "1 day ago",
                "13 days ago",
                "2 weeks ago",
                "2 months ago",
                "2 years ago",
                "292,471,208,677 years ago"
            ]
        );
    }

    #[test]
    fn one_article_is_not_one_articles() {
        assert_eq!([counted(1, "article"), counted(0, "note")], ["1 article", "0 notes"]);
    }
}
