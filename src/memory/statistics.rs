//! What was read by day and by subject, and for how long.
//!
//! Knows days by their numbers and no clock: what day a time was on depends on where the reader was, and
//! the shell knows that. Invariant: whatever is counted is counted in the total, once by day and once by
//! subject.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::Span;
use jiff::civil::{self, Date};

/// How much was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Articles that count as read since then.
    pub read: usize,
    /// Seconds of reading.
    pub seconds: u64,
}

impl Amount {
    fn add(&mut self, other: Self) {
        self.read += other.read;
        self.seconds = self.seconds.saturating_add(other.seconds);
    }
}

/// Something that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The day, counted from 1970-01-01, which is 0.
    pub day: i64,
    /// The key of the article.
    pub article: String,
    /// The subject of the article as it was called last; empty if nobody knows.
    pub subject: String,
    /// How much.
    pub amount: Amount,
}

/// What was read in a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// The present day.
    pub today: i64,
    /// How much on each day on which there was anything.
    pub days: BTreeMap<i64, Amount>,
    /// How much of each subject, most read first.
    pub subjects: Vec<(String, Amount)>,
    /// The keys of the articles that count as read, by subject: the library may not have them any more.
    pub read: BTreeMap<String, Vec<String>>,
    /// How much altogether.
    pub total: Amount,
    /// Days in a row until today, or until yesterday as long as nothing was read today.
    pub streak: usize,
    /// Days in a row at best.
    pub longest: usize,
}

impl Statistics {
    /// What these come to.
    #[must_use]
    pub fn new(today: i64, readings: impl IntoIterator<Item = Reading>) -> Self {
        let (mut days, mut subjects) = (BTreeMap::<_, Amount>::new(), HashMap::<_, Amount>::new());
        let (mut read, mut total) = (BTreeMap::<_, Vec<_>>::new(), Amount::default());
        for Reading { day, article, subject, amount } in readings {
            if amount.read > 0 {
                read.entry(subject.clone()).or_default().push(article);
            }
            days.entry(day).or_default().add(amount);
            subjects.entry(subject).or_default().add(amount);
            total.add(amount);
        }
        days.retain(|_, amount| *amount != Amount::default());
        let mut subjects: Vec<_> = subjects.into_iter().collect();
        subjects.sort_by(|(name, amount), (other, more)| {
            let key = |amount: &Amount| (Reverse(amount.read), Reverse(amount.seconds));
            (key(amount), name).cmp(&(key(more), other))
        });
        let (streak, longest) = streaks(&days, today);
        Self { today, days, subjects, read, total, streak, longest }
    }

    /// How much on a day.
    #[must_use]
    pub fn on(&self, day: i64) -> Amount {
        self.days.get(&day).copied().unwrap_or_default()
    }

    /// How much on the present day and on so many before it.
    #[must_use]
    pub fn last(&self, days: i64) -> Amount {
        let mut sum = Amount::default();
        let first = self.today.saturating_sub(days);
        let range = first.min(self.today)..=self.today;
        self.days.range(range).for_each(|(_, amount)| sum.add(*amount));
        sum
    }
}

/// The days in a row until the present one, and at best.
fn streaks(days: &BTreeMap<i64, Amount>, today: i64) -> (usize, usize) {
    let (mut streak, mut longest, mut run) = (0, 0, 0);
    let mut last = None;
    for day in days.keys() {
        run = if last.is_some_and(|last: i64| last.checked_add(1) == Some(*day)) {
            run + 1
        } else {
            1
        };
        last = Some(*day);
        longest = longest.max(run);
        if *day == today || day.checked_add(1) == Some(today) {
            streak = run;
        }
    }
    (streak, longest)
}

/// The weekday of a day: 0 for Monday.
#[must_use]
pub fn weekday(day: i64) -> i64 {
    // 1970 began on a Thursday.
    day.rem_euclid(7).saturating_add(3).rem_euclid(7)
}

/// The date of a day, as far as there are dates.
#[must_use]
pub fn date(day: i64) -> Date {
    let first = civil::date(1970, 1, 1);
    let span = Span::new().try_days(day).ok();
    span.and_then(|span| first.checked_add(span).ok()).unwrap_or(first)
}

/// The day of a date.
#[must_use]
pub fn day(date: Date) -> i64 {
    date.duration_since(civil::date(1970, 1, 1)).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(day: i64, subject: &str, read: usize, seconds: u64) -> Reading {
        let [article, subject] = ["/a", subject].map(str::to_owned);
        Reading { day, article, subject, amount: Amount { read, seconds } }
    }

    #[test]
    fn what_was_read_is_told_by_day_and_by_subject() {
        let readings = [
            reading(10, "Physics", 1, 0),
            reading(10, "Physics", 0, 60),
            reading(11, "Biology", 1, 0),
            reading(11, "Physics", 1, 0),
            reading(3, "Art", 0, 500),
        ];
        let statistics = Statistics::new(11, readings);
        let amount = |read, seconds| Amount { read, seconds };
        assert_eq!(statistics.on(10), amount(1, 60));
        assert_eq!(statistics.on(12), amount(0, 0));
        assert_eq!(statistics.last(1), amount(3, 60));
        assert_eq!(statistics.total, amount(3, 560));
        let subjects: Vec<_> =
            statistics.subjects.iter().map(|(name, it)| (&**name, *it)).collect();
        let expected =
            [("Physics", amount(2, 60)), ("Biology", amount(1, 0)), ("Art", amount(0, 500))];
        assert_eq!(subjects, expected);
    }

    #[test]
    fn a_row_of_days_goes_on_until_a_whole_day_was_missed() {
        let streaks = |days: &[i64], today| {
            let days = days.iter().map(|day| reading(*day, "", 1, 0));
            let Statistics { streak, longest, .. } = Statistics::new(today, days);
            (streak, longest)
        };
        assert_eq!(streaks(&[], 9), (0, 0));
        assert_eq!(streaks(&[7, 8, 9], 9), (3, 3));
        assert_eq!(streaks(&[7, 8], 9), (2, 2));
        assert_eq!(streaks(&[6, 7], 9), (0, 2));
        assert_eq!(streaks(&[1, 2, 3, 5, 9], 9), (1, 3));
        // A clock that was set back.
        assert_eq!(streaks(&[8, 9, 10], 9), (2, 3));
        assert_eq!(streaks(&[i64::MIN, i64::MAX], i64::MAX), (1, 1));
    }

    #[test]
    fn a_day_is_a_date_and_a_weekday() {
        assert_eq!(date(0).to_string(), "1970-01-01");
        assert_eq!(date(20_786).to_string(), "2026-11-29");
        assert_eq!((weekday(20_786), weekday(20_787), weekday(-1)), (6, 0, 2));
        assert_eq!(date(i64::MAX).to_string(), "1970-01-01");
    }

    proptest! {
        #[test]
        fn every_day_that_there_is_is_that_of_its_date(number in -4_000_000_i64..2_900_000) {
            prop_assert_eq!(day(date(number)), number);
            let weekday = i64::from(date(number).weekday().to_monday_zero_offset());
            prop_assert_eq!(super::weekday(number), weekday);
        }

        #[test]
        fn days_and_subjects_each_come_to_the_total(
            readings in prop::collection::vec((any::<i64>(), 0_u8..3, 0_usize..3, 0_u64..99), 0..40),
            today: i64,
        ) {
            let readings = readings.into_iter().map(|(day, subject, read, seconds)| {
                reading(day, &subject.to_string(), read, seconds)
            });
            let statistics = Statistics::new(today, readings);
            let sum = |amounts: &mut dyn Iterator<Item = &Amount>| {
                let mut sum = Amount::default();
                amounts.for_each(|amount| sum.add(*amount));
                sum
            };
            prop_assert_eq!(sum(&mut statistics.days.values()), statistics.total);
            let subjects = &mut statistics.subjects.iter().map(|(_, amount)| amount);
            prop_assert_eq!(sum(subjects), statistics.total);
            prop_assert!(statistics.streak <= statistics.longest);
            prop_assert!(statistics.longest <= statistics.days.len());
        }
    }
}
