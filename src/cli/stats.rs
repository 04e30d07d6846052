//! `recto stats`: what was read in a library, by day and by subject, and for how long.
//!
//! Reads what is remembered and writes nothing. Invariant: nothing read yet is said, with exit code 1.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::args::{Args, Stats};
use super::look::Look;
use super::output::Ink;
use super::{Failure, choose, depth, index, json, output, tell};
use crate::app::statistics::{Listed, chart, listed};
use crate::library::catalog::Catalog;
use crate::library::source::Source;
use crate::memory::statistics::{Amount, Statistics, date};
use crate::store::config::Config;
use crate::store::memory::{Database, Failure as Unknown, Place, Sample};
use crate::terminal::capability;
use crate::theme::Depth;

/// Columns where there is no terminal.
const COLUMNS: u16 = 80;
/// Columns at most: a wider calendar says no more.
const WIDEST: u16 = 112;

#[derive(Serialize)]
struct Row<'a> {
    today: String,
    read: usize,
    read_listed: usize,
    seconds: u64,
    streak: usize,
    longest_streak: usize,
    days: Vec<DayRow>,
    subjects: Vec<SubjectRow<'a>>,
}

#[derive(Serialize)]
struct DayRow {
    day: String,
    read: usize,
    seconds: u64,
}

#[derive(Serialize)]
struct SubjectRow<'a> {
    subject: &'a str,
    read: usize,
    read_listed: usize,
    seconds: u64,
    articles: Option<usize>,
}

/// Prints what was read.
pub fn run(args: &Args, stats: &Stats, config: &Config) -> Result<ExitCode, Failure> {
    let (source, missing) = choose::library_or_last(args.library.as_deref(), config)?;
    if let Some(missing) = missing {
        tell(&missing);
    }
    let library = index::load(&source, |_| ()).library;
    let place = Place::of_reader();
    let statistics = count(place.as_ref(), &source, &library.catalog).map_err(|failure| {
        Failure::Sentence(format!("nothing can be told: {}", failure.told(place.as_ref())))
    })?;
    let Some(statistics) = statistics.filter(|it| it.total != Amount::default()) else {
        return Err(Failure::Sentence("nothing was read here yet".to_owned()));
    };
    let listed = listed(&library.catalog, &statistics);
    let mut out = output::open();
    if stats.json {
        json::write(&mut out, &row(&statistics, &listed))?;
    } else {
        let terminal = io::stdout().is_terminal().then(capability::width).flatten();
        let columns = terminal.unwrap_or(COLUMNS).min(WIDEST);
        let depth = depth(args);
        let (theme, warnings) = Look::choose(args, config, depth)?.of_command();
        for warning in &warnings {
            tell(warning);
        }
        let ink = Ink { theme: Some(&theme).filter(|_| depth > Depth::None), links: &[] };
        for line in chart(&statistics, &listed, columns.into()) {
            output::line(&mut out, &line, ink)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What was read in a library; nothing where nothing of it is known.
fn count(
    place: Option<&Place>,
    source: &Source,
    catalog: &Catalog,
) -> Result<Option<Statistics>, Unknown> {
    let Some(database) = Database::read(place.ok_or(Unknown::Homeless)?)? else { return Ok(None) };
    let library = database.find(source, &Sample::of(catalog))?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    library.map(|library| database.statistics(library, now)).transpose()
}

fn row<'a>(statistics: &'a Statistics, listed: &Listed) -> Row<'a> {
    let Statistics { today, days, subjects, total, streak, longest, .. } = statistics;
    let days = days.iter().map(|(day, Amount { read, seconds })| DayRow {
        day: date(*day).to_string(),
        read: *read,
        seconds: *seconds,
    });
    let subjects = subjects.iter().map(|(subject, Amount { read, seconds })| {
        let share = listed.by_subject.get(subject);
        SubjectRow {
            subject,
            read: *read,
            read_listed: share.map_or(0, |share| share.read),
            seconds: *seconds,
            articles: share.map(|share| share.articles),
        }
    });
    Row {
        today: date(*today).to_string(),
        read: total.read,
        read_listed: listed.all.read,
        seconds: total.seconds,
        streak: *streak,
        longest_streak: *longest,
        days: days.collect(),
        subjects: subjects.collect(),
    }
}
