//! `recto trail`: the articles that were opened in the last sessions of reading.
//!
//! Reads what is remembered; the articles need not be there any more. Invariants: one line or one JSON
//! object a visit, session by session, the last one last; nothing opened yet is exit code 1; nothing is written.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use serde::Serialize;

use super::args::{Args, Trail};
use super::json::{self, ArticleJson};
use super::{Failure, choose, index, output, tell};
use crate::library::catalog::Catalog;
use crate::library::source::Source;
use crate::memory::{Named, Past, Remembered};
use crate::store::config::Config;
use crate::store::memory::{Database, Failure as Unknown, Place, Sample};
use crate::text::fold;

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    article: ArticleJson<'a>,
    session: i64,
    time: String,
    opened: &'a str,
}

/// Prints the trail.
pub fn run(args: &Args, trail: &Trail, config: &Config) -> Result<ExitCode, Failure> {
    let (source, missing) = choose::library_or_last(args.library.as_deref(), config)?;
    if let Some(missing) = missing {
        tell(&missing);
    }
    let library = index::load(&source, |_| ()).library;
    let catalog = &library.catalog;
    let place = Place::of_reader();
    let limit = if trail.words.is_empty() { trail.limit } else { usize::MAX };
    let remembered = recall(place.as_ref(), &source, catalog, limit).map_err(|failure| {
        Failure::Sentence(format!("nothing can be recalled: {}", failure.told(place.as_ref())))
    })?;
    let words: Vec<_> = trail.words.iter().map(|word| fold::fold(word)).collect();
    let has_words = |past: &&Past| {
        let Named { question, subject, .. } = &past.visit;
        let text = fold::fold(&format!("{question} {subject}"));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let visits: Vec<_> = remembered.visits.iter().filter(has_words).collect();
    let visits = visits.get(visits.len().saturating_sub(trail.limit)..).unwrap_or_default();
    // Of runs at the same time each is told on its own.
    let mut visits = visits.to_vec();
    visits.sort_by_key(|past| past.session);
    let mut out = output::open();
    let mut before = None;
    for past in &visits {
        if trail.json {
            print(&mut out, catalog, past)?;
        } else {
            if before.is_some_and(|session| session != past.session) {
                writeln!(out)?;
            }
            let Named { article, question, subject } = &past.visit;
            writeln!(out, "{}\t{subject}\t{question}\t{article}", time(past.time))?;
        }
        before = Some(past.session);
    }
    out.flush()?;
    Ok(if visits.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What is remembered of a library, with so many visits. Where nothing is known nothing is made.
fn recall(
    place: Option<&Place>,
    source: &Source,
    catalog: &Catalog,
    limit: usize,
) -> Result<Remembered, Unknown> {
    let Some(database) = Database::read(place.ok_or(Unknown::Homeless)?)? else {
        return Ok(Remembered::default());
    };
    let library = database.find(source, &Sample::of(catalog))?;
    library.map_or(Ok(Remembered::default()), |library| database.recall(library, limit))
}

/// A visit as it is printed: its article as it is now, or as it was where it is gone.
fn print(out: &mut impl Write, catalog: &Catalog, past: &Past) -> Result<(), Failure> {
    let Named { article: opened, question, subject } = &past.visit;
    let found = catalog.with_key(opened).and_then(|id| ArticleJson::new(catalog, id));
    let article = found.unwrap_or(ArticleJson {
        url: None,
        id: None,
        question,
        subject: Some(subject),
        date: None,
        path: None,
    });
    let row = Row { article, session: past.session, time: time(past.time), opened };
    Ok(json::write(out, &row)?)
}

/// A time in UTC, as RFC 3339 writes it.
fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |time| time.to_string())
}
