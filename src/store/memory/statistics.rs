//! What was read in a library, by days as they were where the reader is.
//!
//! The counting is `memory::statistics`; here are the rows and the time zone. Invariant: an article counts
//! for the subject under which it was known last.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::rows::text;
use super::{Database, Failure, LibraryId, migrations};
use crate::memory::statistics::{Amount, Reading, Statistics, day};

impl Database {
    /// What was read in a library until now, which is given in seconds since 1970.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn statistics(&self, library: LibraryId, now: i64) -> Result<Statistics, Failure> {
        self.statistics_in(library, now, &TimeZone::system())
    }

    fn statistics_in(
        &self,
        LibraryId(id): LibraryId,
        now: i64,
        zone: &TimeZone,
    ) -> Result<Statistics, Failure> {
        let today = local(now, zone);
        if !migrations::has_marks(&self.connection)? {
            return Ok(Statistics::new(today, []));
        }
        let mut readings = Vec::new();
        for select in [
            "SELECT read.time, 1, 0, coalesce(subject, ''), article FROM read
                LEFT JOIN article USING (library, article) WHERE library = ?1",
            "SELECT spent.time, 0, seconds, coalesce(subject, ''), article FROM spent
                LEFT JOIN article USING (library, article) WHERE library = ?1",
        ] {
            let mut rows = self.connection.prepare(select)?;
            let rows = rows.query_map([id], |row| {
                let (read, seconds): (i64, i64) = (row.get(1)?, row.get(2)?);
                let amount = Amount {
                    read: usize::try_from(read).unwrap_or(0),
                    seconds: u64::try_from(seconds).unwrap_or(0),
                };
                let [subject, article] = [text(row, 3)?, text(row, 4)?];
                Ok(Reading { day: local(row.get(0)?, zone), article, subject, amount })
            })?;
            for reading in rows {
                readings.push(reading?);
            }
        }
        Ok(Statistics::new(today, readings))
    }
}

/// What day it is somewhere.
fn local(seconds: i64, zone: &TimeZone) -> i64 {
    let first = Timestamp::MIN.as_second();
    let last = Timestamp::MAX.as_second();
    let time = Timestamp::from_second(seconds.clamp(first, last)).unwrap_or_default();
    day(zone.to_datetime(time).date())
}

#[cfg(test)]
mod tests {
    use jiff::tz::offset;

    use super::super::tests::home;
    use super::*;
    use crate::library::source::Source;
    use crate::memory::{Kept, Memory, Named};
    use crate::store::memory::Sample;

    #[test]
    fn a_day_is_that_of_the_place_where_the_reader_is() {
        // 2026-11-29 at 23:15 in UTC.
        let time = 1_795_994_100;
        assert_eq!(local(time, &TimeZone::UTC), 20_786);
        assert_eq!(local(time, &TimeZone::fixed(offset(1))), 20_787);
        assert_eq!(local(-1, &TimeZone::UTC), -1);
        assert!(local(i64::MAX, &TimeZone::UTC) > 0);
    }

    #[test]
    fn an_article_counts_for_the_subject_under_which_it_was_known_last() {
        let (_folder, place) = home();
        let mut database = Database::open(&place).unwrap();
        let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
        let named = |article: &str, subject: &str| {
            let [article, subject] = [article, subject].map(str::to_owned);
            Named { article, question: "Why?".to_owned(), subject }
        };
        let kept = |time, memory| Kept { time, memory };
        let day = 86_400;
        let memories = [
            kept(0, Memory::Read(named("/a", "Physics"), true)),
            kept(day, Memory::Read(named("/b", "Physics"), true)),
            kept(day, Memory::Spent(named("/b", "Physics"), 60)),
            kept(day, Memory::Spent(named("/a", "Astronomy"), 30)),
            kept(2 * day, Memory::Read(named("/c", "Physics"), true)),
            kept(2 * day, Memory::Read(named("/c", "Physics"), false)),
        ];
        database.keep(library, &memories).unwrap();
        let statistics = database.statistics_in(library, 2 * day, &TimeZone::UTC).unwrap();
        let amount = |read, seconds| Amount { read, seconds };
        assert_eq!((statistics.today, statistics.streak), (2, 2));
        assert_eq!((statistics.on(0), statistics.on(1)), (amount(1, 0), amount(1, 90)));
        let expected = [("Physics", amount(1, 60)), ("Astronomy", amount(1, 30))]
            .map(|(name, amount)| (name.to_owned(), amount));
        assert_eq!(statistics.subjects, expected);
    }
}
