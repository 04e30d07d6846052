//! Days, months and years as they are typed: `2025-01-10`, `2025-01`, `2025`.

use jiff::civil::Date;

/// The first day of what was typed. Its text is `yyyy-mm-dd`, and days compare as their texts do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// Reads a day, a month or a year; `None` if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| {
            let part = parts.next()?;
            let is_number = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| part.parse::<i16>().ok())
        };
        let year = part(4)??;
        let (month, day) = (part(2), part(2));
        let number = |part: Option<Option<i16>>| match part {
            None => Some(1),
            Some(number) => number.and_then(|number| i8::try_from(number).ok()),
        };
        let is_whole = parts.next().is_none();
        let date = Date::new(year, number(month)?, number(day)?).ok()?;
        // A part that is no number must not be taken for one that was left out.
        let typed = text.split('-').count();
        let read = 1 + usize::from(month.is_some()) + usize::from(day.is_some());
        (is_whole && typed == read).then_some(Self(date))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Day::parse(text).map(|day| day.to_string())
    }

    #[test]
    fn a_month_and_a_year_are_their_first_days() {
        assert_eq!(read("2025-02-10").as_deref(), Some("2025-02-10"));
        assert_eq!(read("2025-02").as_deref(), Some("2025-02-01"));
        assert_eq!(read("2025").as_deref(), Some("2025-01-01"));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "25", "2025-", "2025-1", "2025-13", "2025-02-30", "2025-01-01-01"] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["yesterday", "2025-ab", "2025-01-x1", "２０２５", "+025", "2025-+1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
