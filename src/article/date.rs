//! Dates as an article wants them shown: ISO dates in, Moment.js tokens out.
//!
//! English names, no time zones but UTC, no clock. A date that is no date yields nothing, and
//! the caller shows it as written.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Every token, the longer of two that begin alike first.
const TOKENS: [&str; 57] = [
    "LLLL", "LLL", "LL", "LTS", "LT", "L", "llll", "lll", "ll", "l", "MMMM", "MMM", "MM", "Mo",
    "M", "Qo", "Q", "DDDD", "DDDo", "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do", "d", "E",
    "e", "ww", "wo", "w", "WW", "Wo", "W", "YYYY", "YY", "Y", "gggg", "gg", "GGGG", "GG", "A", "a",
    "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s", "ZZ", "Z",
];

/// The date in the given format of Moment.js tokens. `[…]` and all that is no token stands
/// for itself. `None` if the date cannot be read.
#[must_use]
pub fn format(date: &str, format: &str) -> Option<String> {
    let moment = read(date)?;
    let mut out = String::new();
    write_format(&mut out, moment, format);
    Some(out)
}

/// The date as `yyyy-mm-dd`. `None` if it cannot be read.
#[must_use]
pub fn iso(date: &str) -> Option<String> {
    read(date).map(|moment| moment.date().to_string())
}

/// Reads `2024-11-26`, with or without a time and an offset from UTC, which is ignored.
fn read(date: &str) -> Option<DateTime> {
    let date = date.trim();
    let (day, rest) = date.split_once(['T', 't', ' ']).unwrap_or((date, ""));
    let mut parts = day.split(['-', '/']);
    let mut part = |most: usize| {
        let digits = parts.next()?;
        let plain =
            (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<i16>().ok()).flatten()
    };
    let year = Some(part(4)?).filter(|year| *year >= 100)?;
    let (month, day) = (i8::try_from(part(2)?).ok()?, i8::try_from(part(2)?).ok()?);
    if parts.next().is_some() {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    Some(date.to_datetime(read_time(rest.trim()).unwrap_or(Time::midnight())))
}

/// Reads `10:00`, `10:00:00` or `10:00:00.5`, and whatever follows as an offset.
fn read_time(time: &str) -> Option<Time> {
    let clock = time.split(['Z', 'z', '+', '-', ' ']).next()?;
    let mut parts = clock.split([':', '.']);
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    let fraction = parts.next().map_or(Some(0), |digits| {
        format!("{digits:0<9}").get(..9).and_then(|nanos| nanos.parse().ok())
    })?;
    Time::new(hour, minute, second, fraction).ok()
}

fn write_format(out: &mut String, moment: DateTime, format: &str) {
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some((literal, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            out.push_str(literal);
            rest = after;
            continue;
        }
        let fraction = rest.bytes().take(9).take_while(|b| *b == b'S').count();
        if fraction > 0 {
            let nanos = format!("{:09}", moment.subsec_nanosecond());
            out.push_str(nanos.get(..fraction).unwrap_or_default());
            rest = rest.get(fraction..).unwrap_or_default();
        } else if let Some(token) = token_of(rest) {
            write_token(out, moment, token);
            rest = rest.get(token.len()..).unwrap_or_default();
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
}

fn token_of(rest: &str) -> Option<&'static str> {
    if rest.starts_with(['X', 'x']) {
        return Some(if rest.starts_with('X') { "X" } else { "x" });
    }
    TOKENS.into_iter().find(|token| rest.starts_with(token))
}

fn write_token(out: &mut String, moment: DateTime, token: &str) {
    let before = out.len();
    write_day_token(out, moment, token);
    if out.len() == before {
        write_time_token(out, moment, token);
    }
}

fn write_day_token(out: &mut String, moment: DateTime, token: &str) {
    let date = moment.date();
    let weekday = usize::from(date.weekday().to_sunday_zero_offset().unsigned_abs());
    let day_name = DAYS.get(weekday).copied().unwrap_or_default();
    let month = usize::from(date.month().unsigned_abs());
    let month_name = MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default();
    let quarter = month.div_ceil(3);
    let day = date.day();
    let iso_week = date.iso_week_date();
    let (us_year, us_week) = us_week(date);
    let start = |name: &'static str, letters: usize| name.get(..letters).unwrap_or(name);
    let year = date.year();
    let written = match token {
        "M" => write!(out, "{month}"),
        "Mo" => write!(out, "{}", ordinal(month)),
        "MM" => write!(out, "{month:02}"),
        "MMM" => write!(out, "{}", start(month_name, 3)),
        "MMMM" => write!(out, "{month_name}"),
        "Q" => write!(out, "{quarter}"),
        "Qo" => write!(out, "{}", ordinal(quarter)),
        "D" => write!(out, "{day}"),
        "Do" => write!(out, "{}", ordinal(usize::from(day.unsigned_abs()))),
        "DD" => write!(out, "{day:02}"),
        "DDD" => write!(out, "{}", date.day_of_year()),
        "DDDo" => write!(out, "{}", ordinal(usize::from(date.day_of_year().unsigned_abs()))),
        "DDDD" => write!(out, "{:03}", date.day_of_year()),
        "d" | "e" => write!(out, "{weekday}"),
        "do" => write!(out, "{}", ordinal(weekday)),
        "dd" => write!(out, "{}", start(day_name, 2)),
        "ddd" => write!(out, "{}", start(day_name, 3)),
        "dddd" => write!(out, "{day_name}"),
        "E" => write!(out, "{}", date.weekday().to_monday_one_offset()),
        "w" => write!(out, "{us_week}"),
        "wo" => write!(out, "{}", ordinal(us_week)),
        "ww" => write!(out, "{us_week:02}"),
        "W" => write!(out, "{}", iso_week.week()),
        "Wo" => write!(out, "{}", ordinal(usize::from(iso_week.week().unsigned_abs()))),
        "WW" => write!(out, "{:02}", iso_week.week()),
        "Y" => write!(out, "{year}"),
        "YY" => write!(out, "{:02}", year.rem_euclid(100)),
        "YYYY" => write!(out, "{year:04}"),
        "gg" => write!(out, "{:02}", us_year.rem_euclid(100)),
        "gggg" => write!(out, "{us_year:04}"),
        "GG" => write!(out, "{:02}", iso_week.year().rem_euclid(100)),
        "GGGG" => write!(out, "{:04}", iso_week.year()),
        _ => Ok(()),
    };
    debug_assert!(written.is_ok(), "a string takes all that is written");
}

fn write_time_token(out: &mut String, moment: DateTime, token: &str) {
    let hour = moment.hour();
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let from_one = if hour == 0 { 24 } else { hour };
    let half = if hour < 12 { "AM" } else { "PM" };
    let seconds = || {
        let midnight = i64::from(days_since_1970(moment.date())) * 86_400;
        let [hour, minute, second] = [hour, moment.minute(), moment.second()].map(i64::from);
        midnight + hour * 3_600 + minute * 60 + second
    };
    let written = match token {
        "A" => write!(out, "{half}"),
        "a" => write!(out, "{}", half.to_ascii_lowercase()),
        "H" => write!(out, "{hour}"),
        "HH" => write!(out, "{hour:02}"),
        "h" => write!(out, "{twelve}"),
        "hh" => write!(out, "{twelve:02}"),
        "k" => write!(out, "{from_one}"),
        "kk" => write!(out, "{from_one:02}"),
        "m" => write!(out, "{}", moment.minute()),
        "mm" => write!(out, "{:02}", moment.minute()),
        "s" => write!(out, "{}", moment.second()),
        "ss" => write!(out, "{:02}", moment.second()),
        "X" => write!(out, "{}", seconds()),
        "x" => write!(out, "{}", seconds() * 1_000 + i64::from(moment.millisecond())),
        "Z" => write!(out, "+00:00"),
        "ZZ" => write!(out, "+0000"),
        _ => {
            write_format(out, moment, long_form(token));
            Ok(())
        }
    };
    debug_assert!(written.is_ok(), "a string takes all that is written");
}

/// What the tokens for whole dates stand for, in English.
fn long_form(token: &str) -> &'static str {
    match token {
        "LT" => "h:mm A",
        "LTS" => "h:mm:ss A",
        "L" => "MM/DD/YYYY",
        "LL" => "MMMM D, YYYY",
        "LLL" => "MMMM D, YYYY h:mm A",
        "LLLL" => "dddd, MMMM D, YYYY h:mm A",
        "l" => "M/D/YYYY",
        "ll" => "MMM D, YYYY",
        "lll" => "MMM D, YYYY h:mm A",
        "llll" => "ddd, MMM D, YYYY h:mm A",
        _ => "",
    }
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The year and week of a calendar whose weeks begin on Sunday and whose first week holds
/// January 1.
fn us_week(date: Date) -> (i16, usize) {
    let days_left = 6 - date.weekday().to_sunday_zero_offset();
    let last_day_of_week = i32::from(date.day_of_year()) + i32::from(days_left);
    if last_day_of_week > i32::from(date.days_in_year()) {
        return (date.year() + 1, 1);
    }
    let first = date.first_of_year().weekday().since(Weekday::Sunday);
    let days = i32::from(date.day_of_year()) + i32::from(first) - 1;
    (date.year(), usize::try_from(days / 7 + 1).unwrap_or(1))
}

fn days_since_1970(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(format: &str) -> String {
        super::format("2024-11-26 15:04:05", format).unwrap()
    }

    #[test]
    fn a_date_is_shown_in_the_format_of_its_article() {
        assert_eq!(show("MMM DD, YYYY"), "Nov 26, 2024");
        assert_eq!(show("dddd, MMMM Do YYYY"), "Tuesday, November 26th 2024");
        assert_eq!(show("D/M/YY [at] H:mm"), "26/11/24 at 15:04");
        assert_eq!(
            show("LL | L | l | LT"),
            "November 26, 2024 | 11/26/2024 | 11/26/2024 | 3:04 PM"
        );
        assert_eq!(show("Q Qo DDDD d E w W gggg GG"), "4 4th 331 2 2 48 48 2024 24");
        assert_eq!(
            show("hh:mm:ss a k SSS X x Z"),
            "03:04:05 pm 15 000 1732633445 1732633445000 +00:00"
        );
    }

    #[test]
    fn iso_dates_are_read_with_and_without_a_time() {
        assert_eq!(iso("2024-11-26"), Some("2024-11-26".to_owned()));
        assert_eq!(iso(" 2024-1-6T10:00:00.25+02:00 "), Some("2024-01-06".to_owned()));
        assert_eq!(iso("2024-11-26T10:00:00Z"), Some("2024-11-26".to_owned()));
    }

    #[test]
    fn what_is_no_date_stays_as_written() {
        for date in ["", "soon", "2024", "2024-13-01", "2024-02-30", "2024-11-26-1", "26-11-2024"] {
            assert_eq!(format(date, "L"), None, "{date}");
        }
    }

    #[test]
    fn the_last_days_of_december_may_be_in_week_one() {
        assert_eq!(format("2024-12-31", "w gg W GG").unwrap(), "1 25 1 25");
        assert_eq!(format("2023-01-01", "w gg W GG").unwrap(), "1 23 52 22");
    }

    proptest! {
        #[test]
        fn any_date_and_any_format_are_read(date in any::<String>(), format in "\\PC{0,20}") {
            let day = iso(&date);
            prop_assert_eq!(super::format(&date, &format).is_some(), day.is_some());
            prop_assert!(super::format("2024-11-26", &format).is_some());
        }
    }
}
