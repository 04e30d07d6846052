//! Loading a library by its snapshot, and `recto index`, which brings the snapshot up to date.
//!
//! Invariant: what is loaded is what the folder holds now, whatever the snapshot says.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::args::{Args, Index};
use super::{Failure, choose, output};
use crate::app::library::{Library, Progress};
use crate::article::Detail;
use crate::index::{Failure as TextFailure, Index as Text, Place as TextPlace};
use crate::library::catalog::Catalog;
use crate::library::scan::{self, Event};
use crate::library::source::Source;
use crate::store::config::Config;
use crate::store::snapshot::{Place, Refusal, Snapshot};
use crate::text::count::counted;

/// How often progress is told.
const PACE: Duration = Duration::from_millis(100);
/// How often an index that others write to is tried.
const ATTEMPTS: usize = 8;

/// A library, and how it was loaded.
pub struct Loaded {
    /// The library.
    pub library: Library,
    /// Files that were read because they changed since the snapshot; `None` if there was none.
    pub changed: Option<usize>,
    /// What went wrong when the snapshot was written, if it had to be.
    pub not_saved: Option<io::Error>,
}

/// Loads all of a library, what did not change from its snapshot, and saves what did.
pub fn load(source: &Source, progress: impl Fn(Progress) + Sync) -> Loaded {
    let place = choose::snapshot(source);
    let start = Instant::now();
    let (library, changed) = match place.as_ref().map_or(Err(Refusal::Absent), Place::read) {
        Ok(snapshot) => {
            let (library, changed) = restored(source, snapshot, start, progress);
            (library, Some(changed))
        }
        Err(_) => (read(source, start, progress), None),
    };
    let not_saved = match place.filter(|_| changed != Some(0)) {
        Some(place) => place.write(&library.catalog, &library.problems).err(),
        None => None,
    };
    Loaded { library, changed, not_saved }
}

/// The library of a snapshot, made what the folder holds now; and how many files are different.
fn restored(
    source: &Source,
    snapshot: Snapshot,
    start: Instant,
    progress: impl Fn(Progress) + Sync,
) -> (Library, usize) {
    let mut library = Library::new(source.name());
    library.restore(snapshot.catalog, snapshot.problems);
    let catalog = library.catalog.clone();
    let known = catalog.len() + library.unread();
    let changes = scan::compare(source, &catalog, &library.problems, scan::threads(), |done| {
        progress(Progress::of_comparing(done, known, millis(start)));
        true
    });
    drop(catalog);
    let changes = changes.unwrap_or_default();
    let count = changes.looked_at.len();
    let unsettled = library.change(changes).unsettled;
    let files = unsettled.iter().filter_map(|id| library.catalog.get(*id));
    let files: Vec<_> = files.map(|entry| entry.file()).collect();
    library.change(scan::look(source, &files));
    (library, count)
}

/// The library as it is read from all of its files.
fn read(source: &Source, start: Instant, progress: impl Fn(Progress) + Sync) -> Library {
    let (mut met, mut done) = (0, 0);
    choose::load_seeing(source, Detail::Listing, |event| {
        match event {
            Event::Found(count) => met = *count,
            Event::Batch(batch) => done += batch.files,
            Event::Done => {}
        }
        progress(Progress::of_loading(done, met, millis(start)));
    })
}

fn millis(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Brings the snapshot of a library up to date.
pub fn run(args: &Args, index: &Index, config: &Config) -> Result<ExitCode, Failure> {
    let source = choose::library(args.library.as_deref(), config)?;
    let start = Instant::now();
    let told = Mutex::new(None::<Instant>);
    let is_terminal = io::stderr().is_terminal();
    let loaded = load(&source, |progress| {
        let Ok(mut told) = told.lock() else { return };
        if index.progress && told.is_none_or(|time| time.elapsed() > PACE) {
            *told = Some(Instant::now());
            tell(progress, is_terminal);
        }
    });
    if index.progress && is_terminal {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    if let Some(error) = loaded.not_saved {
        return Err(Failure::Sentence(format!("cannot write the snapshot: {error}")));
    }
    let catalog = &loaded.library.catalog;
    full_text(&source, catalog, index.progress)?;
    let what = match loaded.changed {
        None => "all read".to_owned(),
        Some(0) => "nothing changed".to_owned(),
        Some(count) => format!("{} changed", counted(count, "file")),
    };
    let mut out = output::open();
    writeln!(
        out,
        "{} in {}; {what}; {:.2} s",
        counted(catalog.len(), "article"),
        counted(catalog.subjects().len(), "subject"),
        start.elapsed().as_secs_f64(),
    )?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The index of all text, brought up to the library; how far that is is told if it is to be `told`.
/// While another Recto writes to it, this one waits.
pub fn full_text(source: &Source, catalog: &Catalog, told: bool) -> Result<Text, Failure> {
    let failed = |failure: TextFailure| Failure::Sentence(failure.to_string());
    let Some(place) = choose::snapshot(source).map(|place| TextPlace::beside(&place)) else {
        let index = Text::in_memory().map_err(failed)?;
        return updated(index, source, catalog, told).map_err(failed);
    };
    for _ in 0..ATTEMPTS {
        match Text::open(&place).and_then(|index| updated(index, source, catalog, told)) {
            // What another one moves under our hands may be missing as well.
            Err(TextFailure::Busy | TextFailure::Unusable(_)) => place.wait()?,
            Err(TextFailure::Damaged(_)) => place.discard().map_err(failed)?,
            Ok(index) => return Ok(index),
        }
    }
    Text::open(&place).and_then(|index| updated(index, source, catalog, told)).map_err(failed)
}

fn updated(
    index: Text,
    source: &Source,
    catalog: &Catalog,
    told: bool,
) -> Result<Text, TextFailure> {
    let difference = index.compare(catalog)?;
    let (start, mut last) = (Instant::now(), None::<Instant>);
    let is_terminal = io::stderr().is_terminal();
    index.update(source, &difference, |progress| {
        let is_worth_it = start.elapsed() >= Duration::from_millis(Progress::WORTH_SHOWING);
        if told && is_worth_it && last.is_none_or(|time| time.elapsed() > PACE) {
            last = Some(Instant::now());
            let (done, of) = (progress.done, progress.total);
            tell(Progress { done, of, growing: false, millis: millis(start) }, is_terminal);
        }
        true
    })?;
    if last.is_some() && is_terminal {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    Ok(index)
}

/// Writes how far the work is to standard error: over the line before on a terminal.
fn tell(progress: Progress, is_terminal: bool) {
    let line = progress.words(" files");
    let mut out = io::stderr().lock();
    // Nobody may be listening.
    let _ = if is_terminal { write!(out, "\r\x1b[K{line}") } else { writeln!(out, "{line}") };
}
