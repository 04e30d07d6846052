//! The statistics as lines of text: totals, a calendar, bars.
//!
//! Nothing in it is told by colour alone. Invariant: no line is wider than it may be.

use jiff::civil::Date;

use super::{Listed, Share};
use crate::document::{Face, Line, Role, Span};
use crate::memory::statistics::{Amount, Statistics, date, weekday};
use crate::text::count::grouped;
use crate::text::width;

/// How much was read on a day, by shade: nothing, then more and more.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];
/// With fewer columns the parts of a total stand below it.
const NARROW: usize = 48;
/// Columns before the weeks of the calendar.
const MARGIN: usize = 4;
/// Weeks of the calendar at most: a year.
const WEEKS: usize = 53;
/// Days of which the time is shown.
const DAYS: i64 = 14;
/// Columns of a bar at most, and at least: a shorter one says nothing.
const BAR: (usize, usize) = (40, 4);

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The statistics of a library at so many columns.
#[must_use]
pub fn chart(statistics: &Statistics, listed: &Listed, columns: usize) -> Vec<Line> {
    let mut chart = Chart { columns, lines: Vec::new() };
    chart.totals(statistics, listed);
    if statistics.total == Amount::default() {
        chart.lines.push(Line::default());
        chart.line(&[("Nothing was read yet.", Role::Muted.into())]);
        return chart.lines;
    }
    chart.heading("Articles read by day");
    chart.calendar(statistics);
    chart.heading("Time by day");
    chart.times(statistics);
    chart.heading("By subject");
    chart.subjects(statistics, listed);
    chart.lines
}

/// A length of time in words: `25 min`.
#[must_use]
pub fn duration(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, _) if hours >= 100 => {
            format!("{} h", grouped(usize::try_from(hours).unwrap_or(usize::MAX)))
        }
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

struct Chart {
    columns: usize,
    lines: Vec<Line>,
}

/// A row with a bar.
struct Bar {
    label: String,
    /// How long it is, in relation to the longest.
    length: u64,
    figures: String,
}

impl Chart {
    /// Adds a line, cut where it must be.
    fn line(&mut self, texts: &[(&str, Face)]) {
        let mut room = self.columns;
        let mut spans = Vec::new();
        for (text, face) in texts {
            let text = width::truncate(text, room);
            room = room.saturating_sub(width::of(&text));
            spans.push(Span::new(text.into_owned(), *face));
        }
        self.lines.push(Line { spans, ..Line::default() });
    }

    fn heading(&mut self, text: &str) {
        self.lines.push(Line::default());
        self.line(&[(text, Role::Heading.into())]);
    }

    fn totals(&mut self, statistics: &Statistics, listed: &Listed) {
        let Statistics { total, streak, longest, .. } = statistics;
        let [today, week] = [0, 6].map(|days| statistics.last(days));
        let share = Some(listed.all).filter(|share| share.articles > 0);
        let days = |count: usize| {
            format!("{} {}", grouped(count), if count == 1 { "day" } else { "days" })
        };
        let rows = [
            (
                "Read",
                of(total.read, share),
                format!("{} today, {} in 7 days", today.read, week.read),
            ),
            (
                "Time",
                duration(total.seconds),
                format!("{} today, {} in 7 days", duration(today.seconds), duration(week.seconds)),
            ),
            ("In a row", days(*streak), format!("{} at best", days(*longest))),
        ];
        for (name, whole, parts) in rows {
            let is_narrow = self.columns < NARROW;
            let name = if is_narrow { format!("{name} ") } else { format!("{name:10}") };
            let (name, whole) = ((&*name, Role::Muted.into()), (&*whole, Role::Title.into()));
            if is_narrow {
                self.line(&[name, whole]);
                self.line(&[("  ", Role::Text.into()), (&parts, Role::Text.into())]);
            } else {
                let parts = format!(" · {parts}");
                self.line(&[name, whole, (&parts, Role::Text.into())]);
            }
        }
    }

    /// Weeks beside each other, the present one last, each from Monday down to Sunday.
    fn calendar(&mut self, statistics: &Statistics) {
        let weeks = (self.columns.saturating_sub(MARGIN) / 2).clamp(1, WEEKS);
        let weeks = i64::try_from(weeks).unwrap_or(1);
        let monday = statistics.today.saturating_sub(weekday(statistics.today));
        let first = monday.saturating_sub((weeks - 1) * 7);
        let shown = (0..weeks * 7).map(|day| statistics.on(first.saturating_add(day)).read);
        let step = shown.max().unwrap_or(0).div_ceil(SHADES.len() - 1).max(1);
        let mondays = (0..weeks).map(|week| first.saturating_add(week * 7));
        let months = months(mondays.clone().map(date));
        self.line(&[(&" ".repeat(MARGIN), Role::Text.into()), (&months, Role::Muted.into())]);
        for (row, name) in (0..).zip(WEEKDAYS) {
            let mut cells = String::new();
            for monday in mondays.clone() {
                let day = monday.saturating_add(row);
                let is_future = day > statistics.today;
                cells.push_str(if is_future { " " } else { shade(statistics.on(day).read, step) });
                cells.push(' ');
            }
            let name = format!("{name:MARGIN$}");
            self.line(&[(&name, Role::Muted.into()), (cells.trim_end(), Role::Number.into())]);
        }
        self.legend(step);
    }

    /// What the shades stand for.
    fn legend(&mut self, step: usize) {
        let mut spans: Vec<(String, Face)> = Vec::new();
        for (level, shade) in SHADES.iter().enumerate() {
            let last = level * step;
            let range = match (level, step) {
                (0, _) => "none".to_owned(),
                (_, 1) => last.to_string(),
                _ => format!("{}–{last}", last - step + 1),
            };
            let gap = if level == 0 { "" } else { "  " };
            spans.push((format!("{gap}{shade}"), Role::Number.into()));
            spans.push((format!(" {range}"), Role::Muted.into()));
        }
        let spans: Vec<_> = spans.iter().map(|(text, face)| (text.as_str(), *face)).collect();
        self.line(&spans);
    }

    fn times(&mut self, statistics: &Statistics) {
        let first = statistics.today.saturating_sub(DAYS - 1);
        let bars = (0..DAYS).map(|day| {
            let day = first.saturating_add(day);
            let seconds = statistics.on(day).seconds;
            let (date, name) = (date(day), usize::try_from(weekday(day)).unwrap_or(0));
            let label = format!("{} {:2} {}", name_of(&WEEKDAYS, name), date.day(), month(date));
            Bar {
                label,
                length: seconds,
                figures: if seconds == 0 { "–".to_owned() } else { duration(seconds) },
            }
        });
        self.bars(bars.collect());
    }

    fn subjects(&mut self, statistics: &Statistics, listed: &Listed) {
        let bars = statistics.subjects.iter().map(|(subject, Amount { read, seconds })| {
            let of = of(*read, listed.by_subject.get(subject).copied());
            let has_room = *seconds > 0 && self.columns >= NARROW;
            let time = if has_room { format!(" · {}", duration(*seconds)) } else { String::new() };
            let label = if subject.is_empty() { "(unknown)" } else { subject };
            Bar {
                label: label.to_owned(),
                length: u64::try_from(*read).unwrap_or(u64::MAX),
                figures: format!("{of}{time}"),
            }
        });
        self.bars(bars.collect());
    }

    /// Rows with bars, as long as the room beside labels and figures allows.
    fn bars(&mut self, bars: Vec<Bar>) {
        let widest = |text: fn(&Bar) -> &str| bars.iter().map(|bar| width::of(text(bar))).max();
        let figures = widest(|bar| &bar.figures).unwrap_or(0);
        let label = widest(|bar| &bar.label).unwrap_or(0).min(self.columns / 3 + 2);
        let room = self.columns.saturating_sub(label + figures + 4).min(BAR.0);
        let room = if room < BAR.1 { 0 } else { room };
        let most = bars.iter().map(|bar| bar.length).max().unwrap_or(0);
        for Bar { label: name, length, figures } in bars {
            let name = width::truncate(&name, label);
            let gap = " ".repeat(label.saturating_sub(width::of(&name)) + 1);
            let name = format!("{name}{gap}");
            let bar = bar(length, most, room);
            let gap = " ".repeat((room + usize::from(room > 0)).saturating_sub(width::of(&bar)));
            self.line(&[
                (&name, Role::Text.into()),
                (&bar, Role::Number.into()),
                (&gap, Role::Text.into()),
                (&figures, Role::Muted.into()),
            ]);
        }
    }
}

/// How many of the listed articles are read, and apart how many are that are gone or unlisted.
fn of(read: usize, listed: Option<Share>) -> String {
    let Some(listed) = listed else { return grouped(read) };
    let share = format!("{} of {}", grouped(listed.read), grouped(listed.articles));
    match read.saturating_sub(listed.read) {
        0 => share,
        others => format!("{share}, {} not listed", grouped(others)),
    }
}

fn shade(read: usize, step: usize) -> &'static str {
    let level = read.div_ceil(step.max(1)).min(SHADES.len() - 1);
    SHADES.get(level).copied().unwrap_or_default()
}

/// A bar; whatever is more than nothing is seen.
fn bar(length: u64, most: u64, room: usize) -> String {
    let room = u64::try_from(room).unwrap_or(0);
    let cells = u128::from(length) * u128::from(room);
    let cells = cells.div_ceil(u128::from(most.max(1)));
    "█".repeat(usize::try_from(cells).unwrap_or(0))
}

fn name_of(names: &[&'static str], number: usize) -> &'static str {
    names.get(number).copied().unwrap_or_default()
}

fn month(date: Date) -> &'static str {
    name_of(&MONTHS, usize::try_from(date.month() - 1).unwrap_or(0))
}

/// The names of the months, each above the first week that begins in it, where there is room until the next.
fn months(mondays: impl Iterator<Item = Date>) -> String {
    let mut starts: Vec<(usize, Date)> = Vec::new();
    for (week, monday) in mondays.enumerate() {
        if starts.last().is_none_or(|(_, last)| last.month() != monday.month()) {
            starts.push((week, monday));
        }
    }
    let mut text = String::new();
    for (at, (week, monday)) in starts.iter().enumerate() {
        if starts.get(at + 1).is_none_or(|(next, _)| next - week >= 2) {
            let gap = (week * 2).saturating_sub(width::of(&text));
            text.push_str(&" ".repeat(gap));
            text.push_str(month(*monday));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::memory::statistics::Reading;

    fn reading(day: i64, subject: &str, read: usize, seconds: u64) -> Reading {
        let [article, subject] = ["/a", subject].map(str::to_owned);
        Reading { day, article, subject, amount: Amount { read, seconds } }
    }

    #[test]
    fn a_length_of_time_is_told_as_people_do() {
        let told = [0, 59, 60, 3599, 3600, 3660, 360_000].map(duration);
        assert_eq!(told, ["0 s", "59 s", "1 min", "59 min", "1 h", "1 h 1 min", "100 h"]);
    }

    #[test]
    fn what_is_more_than_nothing_is_seen() {
        assert_eq!([bar(0, 9, 5), bar(1, 1000, 5), bar(9, 9, 5)], ["", "█", "█████"]);
        assert_eq!([0, 1, 2, 3, 8, 99].map(|read| shade(read, 2)), ["·", "░", "░", "▒", "█", "█"]);
    }

    #[test]
    fn no_more_are_read_than_there_are() {
        assert_eq!(of(5, None), "5");
        assert_eq!(of(2, Some(Share { articles: 4, read: 2 })), "2 of 4");
        assert_eq!(of(5, Some(Share { articles: 2, read: 1 })), "1 of 2, 4 not listed");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be(
            readings in prop::collection::vec((-20_i64..3, "\\PC{0,30}", 0_usize..99, 0_u64..99_999), 0..20),
            columns in 0_usize..140,
            today in prop_oneof![Just(20_786_i64), any::<i64>()],
        ) {
            let readings = readings.into_iter().map(|(day, subject, read, seconds)| {
                reading(today.saturating_add(day), &subject, read, seconds)
            });
            let statistics = Statistics::new(today, readings);
            for line in chart(&statistics, &Listed::default(), columns) {
                prop_assert!(line.width() <= columns, "{:?} at {columns}", line.text());
            }
        }
    }
}
