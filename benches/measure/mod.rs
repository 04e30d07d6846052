//! What several benches measure in the same way: loading a library, typing in the filter, memory,
//! other programs.
//!
//! It prints nothing. Invariant: a time is taken around the work alone, never around making its
//! input or dropping its result.

#![allow(dead_code, reason = "each bench uses its part")]
#![allow(clippy::expect_used, reason = "a benchmark may fail")]

pub mod peers;
pub mod searches;
pub mod typing;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use recto::article::Detail;
use recto::library::catalog::{Batch, Catalog};
use recto::library::scan::{self, Event};
use recto::library::source::Source;
use recto::store::snapshot::Place;
use walkdir::{DirEntry, WalkDir};

/// Files that a reader takes at once, as many as in the scan of Recto.
const PORTION: usize = 128;

/// How long the work takes, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

/// The milliseconds below which `per_mille` of a thousand times lie; sorts the times.
pub fn quantile(times: &mut [Duration], per_mille: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len().saturating_sub(1) * per_mille + 500) / 1000;
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// What Linux keeps of a process under `/proc/PROCESS/status`, in KiB: `VmHWM`, its largest resident
/// size so far, or `VmRSS`, the present one; 0 elsewhere.
pub fn memory(process: &str, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.split(':').next() == Some(what));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// Hands every batch of a scan to `each`, on as many threads as Recto uses.
pub fn scan(source: &Source, mut each: impl FnMut(Batch) + Send) {
    scan::scan(source, scan::threads(), Detail::Listing, |event| {
        if let Event::Batch(batch) = event {
            each(batch);
        }
        true
    });
}

/// The whole catalog of a library, with its backlinks.
pub fn catalog(source: &Source) -> Catalog {
    let mut catalog = Catalog::new();
    scan(source, |batch| {
        for record in batch.records {
            catalog.push(record).expect("room for it");
        }
    });
    catalog.link();
    catalog
}

/// The times of what a start with a snapshot does: reading it, and comparing the folder with it.
pub fn warm(source: &Source, folder: &Path) -> [Duration; 2] {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let place = Place::within(cache.path(), folder);
    place.write(&catalog(source), &[]).expect("room for a snapshot");
    let (reading, snapshot) = timed(|| place.read().expect("the snapshot"));
    let compare = || scan::compare(source, &snapshot.catalog, &[], scan::threads(), |_| true);
    [reading, timed(compare).0]
}

/// Walks a folder in one thread, reads every file in as many as Recto uses, and does nothing with
/// what was read; gives its bytes.
pub fn read_every_file(folder: &Path) -> u64 {
    let (walked, jobs) = mpsc::sync_channel(1024);
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        let read = || {
            let (mut bytes, mut buffer) = (0, Vec::new());
            loop {
                let job = jobs.lock().expect("no reader has failed").recv();
                let Ok(paths): Result<Vec<PathBuf>, _> = job else { return bytes };
                for path in paths {
                    buffer.clear();
                    let mut file = File::open(path).expect("a file that was just met");
                    bytes += file.read_to_end(&mut buffer).expect("a file that can be read") as u64;
                }
            }
        };
        let readers: Vec<_> = (0..scan::threads()).map(|_| scope.spawn(read)).collect();
        let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
        let mut files =
            entries.filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path).peekable();
        while files.peek().is_some() {
            walked.send(files.by_ref().take(PORTION).collect()).expect("readers that wait");
        }
        drop(walked);
        readers.into_iter().map(|reader| reader.join().expect("a reader")).sum()
    })
}
